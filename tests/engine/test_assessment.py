"""What an assessment says beside its score: what is unknown, what is weakest, what would raise it, and classes."""

from __future__ import annotations

from typing import Any

import pytest
from property.strategies import SHIPPED, VOCABULARY, registry_of
from samples import BOTH, TITLE, group, level, part, rubric

from openscore import Assessment, Rubric, assess
from openscore.engine.reasons import steps

SCOPE, METHODS = "data-scope.detail", "data-methods.detail"


def judged(made: Rubric, known: dict[str, str]) -> Assessment:
    return assess(registry_of({"demo": known})["demo"], made)


def asking(when: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A criterion with all points if a condition holds."""
    return part(
        "asked", SCOPE, criterion_weight=1.0, levels=[level("yes", 1, when), level("no", 0, None)], **more
    )


@pytest.mark.parametrize(
    ("known", "unknown"),
    [
        ({}, (SCOPE, METHODS)),
        ({SCOPE: "full"}, (METHODS,)),
        ({SCOPE: "undisclosed"}, ()),  # the answer is no, whatever the other is
        ({SCOPE: "full", METHODS: "full"}, ()),
    ],
)
def test_a_fact_is_unknown_if_it_is_absent_and_could_move_an_answer(
    known: dict[str, str], unknown: tuple[str, ...]
) -> None:
    """Nobody is sent to look for what is on record, or for what changes nothing."""
    made = rubric([asking({SCOPE: ["full"], METHODS: ["full"]})])
    assert unknown == judged(made, known).unknown


def test_of_an_unknown_term_the_license_is_named_or_what_its_text_leaves_open() -> None:
    """No license on record, then the license; one that is, then what its entry does not settle; none to grant, nothing."""
    open_terms = [
        (id, term)
        for id, license in SHIPPED.licenses.licenses.items()
        for term in VOCABULARY.terms
        if not license.is_addition and license.term(term) is None
    ]
    id, term = open_terms[0]
    best = VOCABULARY.terms[term].scale.values[0].id
    made = rubric([asking({f"weights.license.{term}": [best]})])
    public = {"weights.availability": "public"}
    assert ("weights.license",) == judged(made, public).unknown
    assert (f"{id}:{term}",) == judged(made, {**public, "weights.license": id}).unknown
    assert () == judged(made, {"weights.availability": "undisclosed"}).unknown


@pytest.mark.parametrize(
    ("scope", "methods", "weakest"),
    [
        ("partial", "full", "scope"),
        ("full", "partial", "methods"),
        ("full", "full", "scope"),  # the first of equals
        ("not-applicable", "full", "methods"),
        ("partial", "not-applicable", "scope"),
        ("not-applicable", "not-applicable", "scope"),
    ],
)
def test_the_weakest_criterion_is_the_lowest_that_applies(scope: str, methods: str, weakest: str) -> None:
    """What does not apply is no weakness, unless nothing does."""
    assert weakest == judged(BOTH, {SCOPE: scope, METHODS: methods}).weakest.part.id


def test_a_score_on_a_scale_of_its_own_has_a_percentage() -> None:
    """Three quarters of five points are 75 percent."""
    made = Rubric({**BOTH.data, "top": 5, "bands": BOTH.data["bands"][:1]}, VOCABULARY)
    found = judged(made, {SCOPE: "full", METHODS: "undisclosed"})
    assert (3.8, 75) == (found.score.low, pytest.approx(found.exact.scaled(100 / 5).low))
    assert (76, 76) == pytest.approx(found.percent)


def test_a_step_gains_what_its_question_weighs_the_largest_first() -> None:
    """Weights three and one: half of 75 points for the scope, all of 25 for the methods; nothing for what is best."""
    found = steps(judged(BOTH, {SCOPE: "partial"}))
    assert [("scope", 37.5, False), ("methods", 25, True)] == [
        (step.part.id, step.gain, step.is_open_question) for step in found
    ]
    assert {"full"} == {step.level.id for step in found}
    assert () == steps(judged(BOTH, {SCOPE: "full", METHODS: "not-applicable"}))


def test_steps_of_a_group_share_what_the_group_is_worth() -> None:
    """Parts of one and three; of one that does not apply the other takes the whole."""
    made = rubric(
        [group("all", [part("scope", SCOPE, 1), part("methods", METHODS, 3)], criterion_weight=1.0)]
    )
    assert [("methods", 75), ("scope", 25)] == [
        (step.part.id, step.gain)
        for step in steps(judged(made, {SCOPE: "undisclosed", METHODS: "undisclosed"}))
    ]
    (only,) = steps(judged(made, {SCOPE: "not-applicable", METHODS: "undisclosed"}))
    assert ("methods", 100) == (only.part.id, only.gain)


def classes() -> Rubric:
    counted = group("all", [part("scope", SCOPE), part("methods", METHODS)], criterion_weight=1.0)
    entry = {"title": TITLE, "source": "s"}
    first = {**entry, "id": "first", "counts": ["scope"], "requires": None}
    second = {**entry, "id": "second", "counts": ["scope", "methods"], "requires": "first"}
    data = {**rubric([counted]).data, "classes": [first, second], "aggregate": "classes"}
    return Rubric(data, VOCABULARY)


@pytest.mark.parametrize(
    ("known", "progress", "score"),
    [
        ({SCOPE: "partial", METHODS: "full"}, [(50, 50), (0, 0)], (25, 25)),
        ({SCOPE: "full", METHODS: "partial"}, [(100, 100), (75, 75)], (87.5, 87.5)),
        ({SCOPE: "full", METHODS: "full"}, [(100, 100), (100, 100)], (100, 100)),
        ({METHODS: "full"}, [(0, 100), (0, 100)], (0, 100)),
        ({SCOPE: "full"}, [(100, 100), (50, 100)], (75, 100)),
    ],
)
def test_a_class_makes_no_progress_until_the_one_below_is_complete(
    known: dict[str, str], progress: list[tuple[float, float]], score: tuple[float, float]
) -> None:
    """The mean of what it counts in percent, or nothing; the score is the mean of the classes."""
    found = judged(classes(), known)
    assert progress == [tuple(result.progress) for result in found.classes]
    assert score == found.score
