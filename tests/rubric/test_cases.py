"""Cases: facts in, level out, for every level of every shipped rubric."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import tomli
from conftest import ROOT
from rubric.decisions import levels_left

from openscore import load_rubric
from openscore.resources import rubric_files
from openscore.rubric.parts import Part
from openscore.rubric.rubric import Rubric

CASES = ROOT / "tests" / "cases"


def cases_of(id: str) -> dict[str, list[dict[str, Any]]]:
    return tomli.loads((CASES / f"{id}.toml").read_text(encoding="utf-8"))


def all_cases() -> Iterator[Any]:
    for id in rubric_files():
        for part, cases in cases_of(id).items():
            for place, case in enumerate(cases):
                yield pytest.param(id, part, case, id=f"{id}:{part}:{place}")


def leaf(rubric: Rubric, id: str) -> Part:
    return next(part for part in rubric.leaves() if part.id == id)


@pytest.fixture(scope="module")
def rubrics() -> dict[str, Rubric]:
    return {id: load_rubric(id) for id in rubric_files()}


@pytest.mark.parametrize(("id", "part", "case"), list(all_cases()))
def test_case(rubrics: dict[str, Rubric], id: str, part: str, case: dict[str, Any]) -> None:
    """The facts of the case leave exactly the levels that it names."""
    rubric = rubrics[id]
    question = leaf(rubric, part)
    masks = {path: rubric.scale(path).full for path in question.paths}
    for path, value in case["facts"].items():
        assert path in masks, f"{part} does not read {path}"
        masks[path] = rubric.scale(path).bits[value]
    expected = case["level"] if isinstance(case["level"], list) else [case["level"]]
    assert expected == levels_left(rubric, question, masks)


@pytest.mark.parametrize("id", list(rubric_files()))
def test_every_level_has_a_case(rubrics: dict[str, Rubric], id: str) -> None:
    """Every level of every question is reached alone by some case, and every question has one without facts."""
    cases = cases_of(id)
    wanted = {(part.id, level.id) for part in rubrics[id].leaves() for level in part.levels}
    reached = {
        (part, case["level"])
        for part, listed in cases.items()
        for case in listed
        if isinstance(case["level"], str)
    }
    assert wanted == reached
    blank = {part for part, listed in cases.items() if any(not case["facts"] for case in listed)}
    assert {part.id for part in rubrics[id].leaves()} == blank
