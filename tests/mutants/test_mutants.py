"""A sample of the mutants of each rubric, and what the tool itself promises; `make mutants` tries all."""

from __future__ import annotations

from random import Random

import pytest
from mutants.operators import GONE, changed, mutants
from mutants.rubrics import known_to
from mutants.witnesses import EQUIVALENT, SURVIVES, Witnesses

from openscore.resources import rubric_files

SAMPLE, SEED = 12, 19


@pytest.mark.parametrize("id", list(rubric_files()))
def test_a_change_of_a_rubric_contradicts_what_is_stated_of_its_framework(id: str) -> None:
    """A sample of all changes of numbers, lists and conditions; none goes unnoticed."""
    witnesses = Witnesses(id)
    data = witnesses.file.parse()
    found = list(mutants(data, known_to(witnesses)))
    tried = Random(SEED).sample(found, SAMPLE)
    assert [] == [mutant.what for mutant in tried if witnesses.verdict(mutant.data) == (SURVIVES,)]
    assert all(mutant.data != data for mutant in found), "a change that is none"


def test_a_number_that_nothing_states_is_a_survivor() -> None:
    """Whoever mends only the table to a changed number leaves the mutant alive, and the tool says so."""
    witnesses = Witnesses("osd-terms")
    heavier = changed(witnesses.file.parse(), ("criteria", 0, "criterion_weight"), 2)
    assert ("worth",) == witnesses.verdict(heavier)
    weights = witnesses.stated["shares"].pop("criteria: 1")
    witnesses.stated["shares"] = {
        "criteria: 2": weights[:1],
        "criteria: 1": weights[1:],
        **witnesses.stated["shares"],
    }
    assert (SURVIVES,) == witnesses.verdict(heavier)


def test_a_change_that_no_facts_can_tell_is_equivalent() -> None:
    """A value that an earlier level takes changes nothing in a later one; a file as it is changes nothing."""
    witnesses = Witnesses("osi-draft")
    data = witnesses.file.parse()
    assert (EQUIVALENT,) == witnesses.verdict(data)
    assert ("cases",) == witnesses.verdict(changed(data, ("gates", 0), GONE))[:1]


def test_a_changed_place_leaves_the_rest_as_it_is() -> None:
    """Mutants are made in memory: what was parsed once serves all of them."""
    data = {"a": [{"b": 1}, {"c": 2}]}
    assert {"a": [{"b": 3}, {"c": 2}]} == changed(data, ("a", 0, "b"), 3)
    assert {"a": [{"c": 2}]} == changed(data, ("a", 0), GONE)
    assert {"a": [{"b": 1}, {}]} == changed(data, ("a", 1, "c"), GONE)
    assert {"a": [{"b": 1}, {"c": 2}]} == data
