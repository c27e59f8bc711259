"""What would raise a score, held against what raising it gives."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from property.strategies import registry_of
from samples import level, part
from samples import rubric as rubric_of

from openscore import Assessment, Registry, Rubric, assess
from openscore.engine.facts import base_facts
from openscore.engine.reasons import Step, grounds, steps
from openscore.records.vocabulary import NOT_APPLICABLE

ROUNDED = 0.1
"""Two scores, each rounded to one decimal, tell their difference to within this."""


def reached(assessment: Assessment, step: Step, rubric: Rubric) -> list[Assessment]:
    """Every way to reach the level of a step by the record's own facts in which nothing else moves."""
    record, vocabulary = assessment.record, rubric.vocabulary
    paths = {
        fact for path in step.part.paths for fact in base_facts(path, rubric) if not fact.startswith("@")
    }
    own = sorted(path for path in paths if not path.startswith("terms."))
    choices = [
        [None, *(["MIT", "CC-BY-4.0"] if vocabulary.is_license(path) else vocabulary.scale(path).bits)]
        for path in own
    ]
    found = []
    for chosen in product(*choices):
        changes = {
            path: value
            for path, value in zip(own, chosen, strict=True)
            if value not in (None, NOT_APPLICABLE)
        }
        after = assess(record.supposing(changes), rubric)
        moved = [
            now.part.id
            for before, now in zip(assessment.leaves(), after.leaves(), strict=True)
            if before.value != now.value or before.is_optional != now.is_optional
        ]
        if moved == [step.part.id] and any(
            result.part is step.part and result.levels == (step.level,) for result in after.leaves()
        ):
            found.append(after)
    return found


@pytest.mark.parametrize("place", range(0, 120, 9))
def test_what_a_step_promises_is_what_it_gives(registry: Registry, rubric: Rubric, place: int) -> None:
    """Closed gates or none: a gate limits the band, and the points are those that `explain` names."""
    record = [one for one in registry if one.kind == "model"][place]
    before = assess(record, rubric)
    tried = 0
    for step in steps(before):
        if len(step.part.paths) <= 2:
            for after in reached(before, step, rubric):
                tried += 1
                assert after.score.low - before.score.low == pytest.approx(step.gain, abs=ROUNDED + 1e-9)
    assert tried or not steps(before)


def test_an_answer_that_follows_from_others_rests_on_their_facts(registry: Registry, rubric: Rubric) -> None:
    """Nothing is told of the data, so there is nothing to license: the documents that show it are its grounds."""
    assessment = assess(registry["grok-1"], rubric)
    (terms,) = [leaf for leaf in assessment.leaves() if leaf.part.id == "terms-of-data-information"]
    assert [level.id for level in terms.levels] == ["nothing-to-license"]
    assert {"data-scope.detail", "data-provenance.detail"} <= {
        ground.path for ground in grounds(assessment, terms)
    }


def test_a_certain_answer_rests_on_established_facts_alone(registry: Registry, rubric: Rubric) -> None:
    """What nobody has established is a ground only where it leaves an answer open."""
    certain, named = 0, 0
    for record in registry:
        assessment = assess(record, rubric)
        for leaf in assessment.leaves():
            unknown = [ground for ground in grounds(assessment, leaf) if ground.fact is None]
            if len(leaf.levels) == 1:
                assert not unknown, (record.id, leaf.part.id)
                certain += 1
            named += bool(unknown)
    assert min(certain, named) > 100


METHODS, LICENSE, STATE = "data-methods.detail", "weights.license", "weights.availability"


def named(known: dict[str, str], when: dict[str, Any]) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Return what a question of one condition rests on: whether it is known, its path, and clauses of licenses."""
    levels = [level("yes", 1, when), level("no", 0, None)]
    asked = rubric_of([part("asked", METHODS, criterion_weight=1.0, levels=levels)])
    assessment = assess(registry_of({"demo": known})["demo"], asked)
    table = assessment.record.registry.licenses.licenses
    found = []
    for ground in grounds(assessment, assessment.criteria[0]):
        assert all(one.stated == table[one.license].term(one.term) for one in ground.licenses)
        clauses = [(one.license, one.term) for one in ground.licenses]
        found.append(("known" if ground.fact else "unknown", ground.path, clauses))
    return found


def test_a_question_rests_on_its_facts_and_on_every_clause_that_it_reads_of_a_license() -> None:
    """Terms of one text stand together, in the order in which they are read; an approval is in no clause."""
    public = {STATE: "public", LICENSE: "MIT"}
    terms = {f"{LICENSE}.{term}": ["allowed"] for term in ("derivatives", "commercial")}
    when = {METHODS: ["full"], **terms, f"{LICENSE}.osi-approved": ["yes"]}
    clauses = [("MIT", "derivatives"), ("MIT", "commercial")]
    assert [("known", METHODS, []), ("known", LICENSE, clauses)] == named({METHODS: "full", **public}, when)
    assert [("unknown", METHODS, []), ("known", LICENSE, clauses)] == named(public, when)
    # What nobody has established decided nothing, and what stands behind it did.
    either = {"any": [{METHODS: ["full"]}, {f"{LICENSE}.commercial": ["allowed"]}]}
    assert [("known", LICENSE, clauses[1:])] == named(public, either)


def test_where_nothing_is_released_that_is_the_ground_and_no_license_is_missing() -> None:
    """Nothing there is could be covered by one; of what may be released the license is missing."""
    when = {f"{LICENSE}.commercial": ["allowed"]}
    assert [("known", STATE, [])] == named({STATE: "undisclosed"}, when)
    assert [("unknown", LICENSE, [])] == named({STATE: "public"}, when)


def test_a_step_counts_however_small_it_is_and_where_there_is_nothing_to_gain_there_is_none() -> None:
    """Half a point of a hundred is one; a question of which no answer has points has none."""
    scope = "data-scope.detail"
    unequal = rubric_of(
        [part("scope", scope, criterion_weight=199.0), part("methods", METHODS, criterion_weight=1.0)]
    )
    record = registry_of({"demo": {scope: "full", METHODS: "undisclosed"}})["demo"]
    assert [("methods", 0.5)] == [
        (step.part.id, pytest.approx(step.gain)) for step in steps(assess(record, unequal))
    ]
    levels = [level("absent", None, {METHODS: ["not-applicable"]}), level("none", 0, None)]
    hopeless = rubric_of([part("methods", METHODS, criterion_weight=1.0, levels=levels)])
    assert () == steps(assess(record, hopeless))
