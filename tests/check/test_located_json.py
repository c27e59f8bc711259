"""JSON whose objects know their lines: the same values as the standard library gives."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import Run
from hypothesis import given, settings
from hypothesis import strategies as st

from openscore.check.located_json import LocatedJson
from openscore.errors import DataError
from openscore.toml import MOST_DIGITS

TRICKY = st.text(alphabet='{}"\\[]:,\n/u0041\u2028 x', max_size=6)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text() | TRICKY,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(TRICKY, inner, max_size=4)
        | st.dictionaries(st.text(), inner, max_size=4)
    ),
    max_leaves=12,
)
FIRST = "\N{WHITE SMILING FACE}first"
"""A key that no generated object has."""


def problems(text: str) -> list[tuple[str, int | None]]:
    with pytest.raises(DataError) as raised:
        LocatedJson(text, "a.json")
    return [(problem.name, problem.line) for problem in raised.value.problems]


def numbered(value: Any, numbers: Iterator[int]) -> Any:
    """Return the value with a number under the first key of every object."""
    if isinstance(value, list):
        return [numbered(item, numbers) for item in value]
    if not isinstance(value, dict):
        return value
    return {FIRST: next(numbers), **{key: numbered(item, numbers) for key, item in value.items()}}


def objects(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from objects(item)


@given(VALUES, st.sampled_from([None, 2]), st.booleans())
@settings(max_examples=200, deadline=None)
def test_it_reads_what_the_standard_library_reads(value: object, indent: int | None, is_ascii: bool) -> None:
    """Places are kept beside the values and change none of them."""
    assert value == LocatedJson(json.dumps(value, indent=indent, ensure_ascii=is_ascii), "a.json").whole


@given(VALUES, st.booleans())
@settings(max_examples=200, deadline=None)
def test_each_object_knows_the_line_of_its_brace(value: object, is_ascii: bool) -> None:
    """Indented, the first key of an object stands on the line after its brace, whatever texts hold."""
    text = json.dumps(numbered(value, iter(range(10_000))), indent=1, ensure_ascii=is_ascii)
    mark = json.dumps(FIRST, ensure_ascii=is_ascii)
    lines = text.split("\n")
    line_by_number = {
        int(line.partition(f"{mark}: ")[2].rstrip(",")): place
        for place, line in enumerate(lines)
        if line.strip().startswith(f"{mark}: ")
    }
    found = LocatedJson(text, "a.json")
    assert line_by_number == {one[FIRST]: found.line(one) for one in objects(found.whole)}


@pytest.mark.parametrize(
    ("text", "name", "line"),
    [
        ('{\n"a": [1,\n}', "broken-json", 3),
        ("", "broken-json", 1),
        ("[" * 200_000, "nested-too-deep", None),
        ('{"a":' * 200_000, "nested-too-deep", None),
        ('[{"a": 1},\n{"b": 1,\n"b": 2}]', "duplicate-key", 2),
        (f'{{"a": 1,\n"b": {"9" * 5000}}}', "broken-json", 2),
        (f"[\n\n-{'9' * 5000}]", "broken-json", 3),
    ],
)
def test_what_cannot_be_read_is_one_problem_with_its_line(text: str, name: str, line: int | None) -> None:
    """Depth, digits and keys that stand twice are faults of the file, not of the program."""
    assert [(name, line)] == problems(text)


def test_the_key_of_two_that_are_the_same_is_named(run: Run, tmp_path: Path) -> None:
    """A bill that names its components twice could hide the first of them from one reader, so it is refused."""
    file = tmp_path / "bill.json"
    one = '"components": [{"type": "machine-learning-model", "name": "gpt-2"}]'
    file.write_text(f'{{"bomFormat": "CycloneDX",\n{one},\n"components": []}}', encoding="utf-8")
    result = run("check", file)
    assert (2, "") == (result.code, result.out)
    assert "bill.json:1: 'components' stands twice in one object [duplicate-key]" in result.err


def test_a_number_of_5000_digits_is_named_with_its_count(run: Run, tmp_path: Path) -> None:
    """The limit is Python's own, and the message says it."""
    file = tmp_path / "bill.json"
    file.write_text(f'{{"bomFormat": "CycloneDX", "version": {"1" * 5000}}}', encoding="utf-8")
    result = run("check", file)
    assert (2, "") == (result.code, result.out)
    assert f"5000 digits, at most {MOST_DIGITS} are read" in result.err


def test_components_nest_as_deep_as_the_file_can_be_read(run: Run, tmp_path: Path) -> None:
    """A component inside a component inside another, 200 times, names the innermost model."""
    text = '{"type": "machine-learning-model", "name": "gpt-2"}'
    for _ in range(200):
        text = f'{{"type": "library", "components": [{text}]}}'
    file = tmp_path / "bill.json"
    file.write_text(f'{{"bomFormat": "CycloneDX", "components": [\n{text}]}}', encoding="utf-8")
    assert "models: 1, findings: 0" in run("check", file).err
