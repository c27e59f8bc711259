"""Every decision that a shipped rubric takes is settled by a case, and every case comes out as it says."""

from __future__ import annotations

import pytest
from property.strategies import RUBRICS
from rubric.decisions import cases_of, coverage, otherwise, questions

from openscore import Rubric
from openscore.rubric.conditions import FALSE, TRUE

any_rubric = pytest.mark.parametrize("rubric", RUBRICS, ids=lambda rubric: rubric.id)


@any_rubric
def test_every_value_in_every_condition_decides_some_case(rubric: Rubric) -> None:
    """Of levels, gates, elements, claims and rules of bands; what no facts can reach decides nothing."""
    total, settled, rest = coverage(rubric)
    hint = f"see: python tests/rubric/decisions.py --propose {rubric.id}"
    assert (total, []) == (settled, rest), hint
    assert total > 0


@any_rubric
def test_the_first_condition_that_holds_is_the_one_of_the_case(rubric: Rubric) -> None:
    """As the framework's text has it; the source of what fails is named."""
    sources = {leaf.id: leaf.source for leaf in rubric.leaves()}
    sources |= {gate.id: gate.source for gate in rubric.gates}
    assert [] == list(otherwise(rubric, cases_of(rubric.id))), sources


@any_rubric
def test_a_case_without_facts_leaves_every_outcome_of_a_gate_open(rubric: Rubric) -> None:
    """Nobody has established anything: no gate is closed, no element met, no claim borne out or refuted."""
    for question in questions(rubric):
        if question.kind in ("gates", "elements", "claims"):
            masks = {path: rubric.scale(path).full for path in question.paths}
            assert question.conditions[0].decide(masks) not in (TRUE, FALSE), question.id
