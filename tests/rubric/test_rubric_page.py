"""`openscore rubrics ID`: a rubric for readers, on a terminal, as Markdown and as data."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from conftest import Run

from openscore import load_rubric
from openscore.resources import rubric_files
from openscore.rubric.rubric import Rubric


def titles(rubric: Rubric, lang: str) -> Iterator[str]:
    """Yield what a reader has to find: questions, gates, bands, classes and elements by title, and addresses."""
    for criterion in rubric.criteria:
        yield criterion.title[lang]
        yield from (leaf.title[lang] for leaf in criterion.leaves())
    named = [*rubric.gates, *rubric.bands, *rubric.classes]
    yield from (one.title[lang] for one in named)
    yield from (one.title[lang] for one in (rubric.conformance.elements if rubric.conformance else ()))
    yield from (entry["url"] for entry in rubric.data["references"])


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("id", list(rubric_files()))
def test_a_reader_finds_all_of_a_rubric(
    run: Run, monkeypatch: pytest.MonkeyPatch, id: str, lang: str
) -> None:
    """Everything that has a title or an address stands on the page, in the language that is asked for."""
    monkeypatch.setenv("COLUMNS", "4000")
    shown = run("rubrics", id, "--lang", lang).out
    assert not [title for title in titles(load_rubric(id), lang) if title not in shown]


def test_bands_say_where_they_begin_and_gates_what_they_leave(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Floors and caps are numbers or names on the page; a ladder that was told is referred to, not repeated."""
    monkeypatch.setenv("COLUMNS", "4000")
    rubric = load_rubric("osi-draft")
    shown = run("rubrics", "osi-draft").out
    assert all(f"{band.title['en']}: from {band.floor:.0f}\n" in shown for band in rubric.bands)
    assert f"{rubric.gates[0].title['en']}: band at most" in shown
    assert 1 == shown.count("50 (25–75) documented in part")
    assert 4 == shown.count("levels as of “Training methods”, asked of data-")


def test_json_has_every_level_with_points_and_condition(run: Run) -> None:
    """Programs read the same rubric: shares, levels, bands, elements, and the digest that is cited."""
    told = json.loads(run("rubrics", "osi-draft", "--format", "json").out)
    rubric = load_rubric("osi-draft")
    assert ("openscore.rubric/1", rubric.digest) == (told["schema"], told["rubric"]["digest"])

    def leaves(parts: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        for part in parts:
            yield from [part] if part["levels"] else leaves(part["parts"])

    found = {
        part["id"]: [(one["id"], one["points"]) for one in part["levels"]]
        for part in leaves(told["rubric"]["criteria"])
    }
    wanted = {
        leaf.id: [(level.id, None if level.points is None else list(level.points)) for level in leaf.levels]
        for leaf in rubric.leaves()
    }
    assert wanted == found
    assert len(rubric.untranslatable) == len(told["rubric"]["untranslatable"])
    assert [band.floor for band in rubric.bands] == [band["floor"] for band in told["rubric"]["bands"]]


def test_markdown_is_escaped_and_nested(run: Run) -> None:
    """Values of facts are no emphasis; a question's levels stand two steps below its criterion."""
    shown = run("rubrics", "osi-draft", "--format", "md").out
    assert shown.startswith("# rubric osi-draft ")
    assert "\n## Gates\n" in shown
    assert "\n    - 100 public download: weights.availability = public\n" in shown


@pytest.mark.parametrize(("words", "hint"), [(["osi-draft", "--format", "csv"], "--format json"), (["--format", "md"], "--format table"), (["osi-drafts"], "did you mean 'osi-draft'")])  # fmt: skip
def test_what_cannot_be_shown_is_said(run: Run, words: list[str], hint: str) -> None:
    """A wrong format or name is bad usage, with what to type."""
    result = run("rubrics", *words)
    assert (2, "") == (result.code, result.out)
    assert hint in result.err
