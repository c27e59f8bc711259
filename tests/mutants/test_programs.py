"""The tool that changes the program: which changes it makes, what it learns of tests, and how a trial ends."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
import tomli
from conftest import ROOT
from mutants.blocks import Blocks
from mutants.session import forked
from mutants.syntax import sites

HERE = Path(__file__).resolve().parent


def changes(source: str) -> list[str]:
    """Return every statement that a change of the source comes to."""
    found = []
    for index in range(len(sites(ast.parse(source)))):
        tree = ast.parse(source)
        found.append(sites(tree)[index].apply()[1])
        compile(ast.fix_missing_locations(tree), "changed", "exec")
    return found


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("x = a < b", ["x = a <= b", "x = not a < b"]),
        ("x = a in b", ["x = a not in b"]),
        ("x = a and b", ["x = a or b", "x = b", "x = a"]),
        ("x = a + b * 2", ["x = a - b * 2", "x = a + b / 2", "x = a + b * 3"]),
        ("x = any(f(one) for one in many if one)", [
            "x = all((f(one) for one in many if one))", "x = any((f(one) for one in many))",
        ]),
        ("f(a, b)", ["pass", "f(b, a)"]),
        ("x.y = a if b else c", ["pass", "x.y = c if b else a"]),
        ("n += 1", ["pass", "n -= 1", "n += 2"]),
        ("if a:\n    raise b", ["if not a:", "pass"]),
        ("def f(a: int = 0) -> bool:\n    'It says what.'\n    return a", ["def f(a: int=1) -> bool:", "return None"]),
        ("scale.worst(a, b)", ["pass"]),
        ("x = 'a word'", []),
        ("x = zip(a, b, strict=True)", []),
        ("Pair = tuple[int | None, int]", []),
    ],
)  # fmt: skip
def test_a_module_is_changed_in_one_place_at_a_time(source: str, expected: list[str]) -> None:
    """Comparisons, joins, arithmetic, constants, arguments, statements and results; never words and annotations."""
    assert expected == changes(source)


def test_a_block_says_that_it_was_reached() -> None:
    """The branch that is taken, and not the other; by the line of its first statement that is no docstring."""
    source = "def f(a):\n    'Why.'\n    if a:\n        return 1\n    else:\n        return 2\n"
    blocks = Blocks()
    tree = blocks.noting(ast.parse(source), "file")
    blocks.begin()
    scope: dict[str, object] = {}
    exec(compile(tree, "file", "exec"), scope)
    blocks.taken()
    assert 1 == scope["f"](True)  # type: ignore[operator]
    assert {("file", 3), ("file", 4)} == blocks.taken()
    assert {site.block for site in sites(ast.parse(source))} == {3, 4, 6}


def test_a_trial_without_end_is_ended() -> None:
    """Who works on and on is stopped; who fails without a word is not taken for that."""

    def endless() -> None:
        while True:
            pass

    assert not forked(endless, 1)
    assert forked(lambda: 1 / 0, 5)


def test_each_equivalent_is_still_a_change_of_the_program() -> None:
    """An entry for code that is another by now excuses nothing, and each has its reason."""
    listed = tomli.loads((HERE / "equivalents.toml").read_text(encoding="utf-8"))
    stale = []
    for file, functions in listed.items():
        source = (ROOT / "openscore" / file).read_bytes()
        wanted = set(functions)
        found = set()
        for index, site in enumerate(sites(ast.parse(source))):
            if site.function in wanted:
                found.add((site.function, *sites(ast.parse(source))[index].apply()))
        for function, entries in functions.items():
            stale += [one for one in entries if (function, one["was"], one["now"]) not in found]
            assert all(one["why"] for one in entries)
    assert [] == stale


def test_every_package_has_tests_that_are_near() -> None:
    """What the table names is there."""
    near = tomli.loads((HERE / "near.toml").read_text(encoding="utf-8"))
    assert {"interval", "engine", "rubric", "records", "registry", "analysis", "hub", "check", "wide"} == set(
        near
    )
    assert [] == [test for tests in near.values() for test in tests if not (ROOT / test).exists()]
