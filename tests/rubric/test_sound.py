"""What is checked of a rubric when it is compiled, and what is taken for granted where it was proven before."""

from __future__ import annotations

from math import prod
from typing import Any

from property.strategies import VOCABULARY
from samples import BOTH, level, part, rubric

from openscore import Rubric, load_rubric
from openscore.rubric.cells import MAX_CELLS

PATHS = [path for path in VOCABULARY.facts if not VOCABULARY.is_license(path)]


def asking_of_each(paths: list[str]) -> dict[str, Any]:
    """Return a criterion with one level that asks for the most open value of each fact."""
    when = {path: [VOCABULARY.scale(path).values[0].id] for path in paths}
    return part(
        "all", PATHS[0], criterion_weight=1.0, levels=[level("full", 1, when), level("none", 0, None)]
    )


def test_a_question_about_more_combinations_than_the_limit_is_refused() -> None:
    """Each fact that a question asks for one value of doubles the combinations: at 2^15 it is too many."""
    most = MAX_CELLS.bit_length() - 1
    problems: list[str] = []
    for count in (most, most + 1):
        data = {**BOTH.data, "criteria": [asking_of_each(PATHS[:count])]}
        Rubric(data, VOCABULARY, lambda name, *_: problems.append(name))
    assert ["too-many-combinations"] == problems


def test_cells_are_made_when_they_are_asked_for_and_cover_every_combination_once() -> None:
    """Boxes of one question do not overlap and add up to the product of its scales."""
    leaf = rubric([asking_of_each(PATHS[:3])]).criteria[0]
    assert prod(VOCABULARY.scale(path).full.bit_count() for path in leaf.paths) == sum(
        prod(mask.bit_count() for mask in cell.masks) for cell in leaf.cells
    )
    group = load_rubric("osi-draft").criteria[0]
    assert not group.levels
    assert () == group.cells


def test_a_rubric_that_was_proven_is_the_same_without_the_checks() -> None:
    """What is taken as sound has the cells, bands and gates of what was checked."""
    checked = load_rubric("osi-draft")
    sound = Rubric(checked.data, VOCABULARY)
    assert [leaf.cells for leaf in checked.leaves()] == [leaf.cells for leaf in sound.leaves()]
    assert (checked.paths, checked.bands) == (sound.paths, sound.bands)
    assert [(gate.id, gate.cap) for gate in checked.gates] == [(gate.id, gate.cap) for gate in sound.gates]
    assert checked.digest == sound.digest
