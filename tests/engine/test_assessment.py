"""What an assessment says beside its score: what is unknown, what is weakest, what would raise it, and classes."""

from __future__ import annotations

import re
from typing import Any

import pytest
from property.strategies import SHIPPED, VOCABULARY, registry_of
from samples import BOTH, TITLE, dispute, entry, group, level, made, part, rubric, serves

from openscore import Assessment, Registry, Rubric, assess
from openscore.engine.assess import assess_each
from openscore.engine.reasons import steps
from openscore.rubric.conditions import FALSE, TRUE

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


def test_an_assessment_is_of_a_record_under_a_rubric() -> None:
    """Whoever gives anything else, or both the wrong way round, is told how to ask."""
    record: Any = registry_of({"demo": {}})["demo"]
    swapped: Any = BOTH
    for first, second in ((swapped, record), (record, "osi-draft"), ("demo", BOTH)):
        with pytest.raises(TypeError, match="assess takes a record and a rubric"):
            assess(first, second)


def test_what_an_answer_lacks_is_named_by_the_question_that_lacks_it() -> None:
    """An answer to another question is no fact."""
    scope = part("scope", SCOPE, criterion_weight=1.0)
    made = rubric([scope, asking({"@scope": ["full"], METHODS: ["full"]})])
    assert (SCOPE, METHODS) == judged(made, {}).unknown
    assert (METHODS,) == judged(made, {SCOPE: "full"}).unknown
    assert (METHODS, SCOPE) == made.paths


@pytest.mark.parametrize("bases", [["gone", "base"], ["base", "gone"], ["gone"]])
def test_a_base_that_is_not_out_yet_may_be_anything_wherever_it_stands(bases: list[str]) -> None:
    """Nothing is known of it, beside what is known of the others."""
    made = inherited({SCOPE: ["full"]}, SCOPE)
    facts = {"base": {SCOPE: "full"}, "demo": {SCOPE: "full"}}
    assert (0, 100) == assess(registry_of(facts, {"demo": bases})["demo"], made).score


def test_a_base_that_is_not_out_yet_may_be_under_any_license() -> None:
    """What is made from it may turn out to be bound, whatever its own license grants; there is nothing to look for yet."""
    made = inherited({"weights.license.commercial": ["allowed"]}, "weights.license")
    facts = {"demo": {"weights.availability": "public", "weights.license": "MIT"}}
    found = assess(registry_of(facts, {"demo": ["gone"]})["demo"], made)
    assert ((0, 100), ()) == (found.score, found.unknown)
    assert (100, 100) == assess(registry_of(facts)["demo"], made).score


def inherited(when: dict[str, Any], *worst: str) -> Rubric:
    """A question of one condition, under which base models share facts."""
    return Rubric({**rubric([asking(when)]).data, "lineage": {"worst": list(worst)}}, VOCABULARY)


def test_what_a_base_settles_need_not_be_looked_for() -> None:
    """Its scope is undisclosed, whatever the model's own is; its methods may be better, and so may the model's."""
    made = inherited({"any": [{SCOPE: ["full"]}, {METHODS: ["full"]}]}, SCOPE, METHODS)
    registry = registry_of({"base": {SCOPE: "undisclosed"}, "demo": {}}, {"demo": ["base"]})
    assert {METHODS, f"base:{METHODS}"} == set(assess(registry["demo"], made).unknown)


def test_a_license_of_what_was_never_released_is_not_missing() -> None:
    """There is nothing that it could cover: of a base as of the model itself."""
    made = inherited({"weights.license.commercial": ["allowed"]}, "weights.license")
    facts = {"base": {"weights.availability": "undisclosed"}, "demo": {"weights.availability": "public"}}
    assert ("weights.license",) == assess(registry_of(facts, {"demo": ["base"]})["demo"], made).unknown


@pytest.mark.parametrize(
    ("information", "weights", "score"),
    [
        ("MIT", "MIT", (100, 100)),
        ("CC-BY-NC-4.0", "MIT", (0, 0)),
        ("MIT", "CC-BY-NC-4.0", (0, 0)),
        (None, "MIT", (0, 100)),
    ],
)
def test_what_has_no_fact_beside_its_license_is_there_to_be_licensed(
    information: str | None, weights: str, score: tuple[float, float]
) -> None:
    """In a set of components it counts as the others do: the worst license of all."""
    sets = {"all": ["data-information", "weights"]}
    when = {"all.license.commercial": ["allowed"]}
    rated = Rubric({**BOTH.data, "term_sets": sets, "criteria": [asking(when)]}, VOCABULARY)
    known = {"weights.availability": "public", "weights.license": weights}
    known |= {"data-information.license": information} if information else {}
    assert score == judged(rated, known).score


ELEMENT = {"id": "scope", "title": TITLE, "when": {SCOPE: ["full"]}, "source": "s"}
STRICT = {
    "title": TITLE,
    "draft": "0",
    "note": TITLE,
    "elements": [ELEMENT, {**ELEMENT, "id": "methods", "when": {METHODS: ["full"]}}],
}


def test_where_a_definition_names_no_elements_every_question_is_one() -> None:
    """The best answer is required, or that the question does not apply."""
    strict = Rubric({**BOTH.data, "conformance": {**STRICT, "elements": []}}, VOCABULARY)
    verdicts = [
        [(one.element.id, one.verdict) for one in judged(strict, {SCOPE: "full", METHODS: methods}).elements]
        for methods in ("full", "not-applicable", "partial")
    ]
    assert [[("scope", "met"), ("methods", last)] for last in ("met", "met", "unmet")] == verdicts


def served(**facts: dict[str, str]) -> Registry:
    """Return a registry of models, and of a service that serves all of them."""
    service = entry(facts={"service.availability": "hosted"}).replace(
        'name = "Demo"', 'name = "Demo"\nkind = "service"'
    )
    return made(
        *[entry(id, known) for id, known in facts.items()],
        service + "".join(serves(id, "2025-03-04") for id in facts),
    )


def test_a_service_is_in_everything_as_closed_as_what_it_serves() -> None:
    """Each model lacks what the other has: the score is that of the lower one, and no element is met."""
    rated = Rubric({**BOTH.data, "conformance": STRICT}, VOCABULARY)
    registry = served(
        one={SCOPE: "full", METHODS: "undisclosed"}, two={SCOPE: "undisclosed", METHODS: "full"}
    )
    each = assess_each(registry["demo"], rated)
    assert [(75, 75), (25, 25)] == [one.score for one in each]
    assert [["met", "unmet"], ["unmet", "met"]] == [[one.verdict for one in each_.elements] for each_ in each]
    least = assess(registry["demo"], rated)
    assert (25, 25) == least.score == least.uncapped == least.exact
    assert ["low", "low"] == [band.id for band in least.bands]
    # What explains the score is that of the model with which it is the lowest.
    assert least.served is registry["two"]
    assert each[1].criteria == least.criteria
    assert [("scope", "unmet"), ("methods", "unmet")] == [
        (one.element.id, one.verdict) for one in least.elements
    ]
    assert "unmet" == least.conformance


def test_of_what_is_unknown_of_one_served_model_the_ends_are_the_lowest_of_any() -> None:
    """One from 0 to 75, one at 25: from 0 to 25."""
    registry = served(one={METHODS: "undisclosed"}, two={SCOPE: "undisclosed", METHODS: "full"})
    least = assess(registry["demo"], BOTH)
    assert (0, 25) == least.score == least.exact
    assert [(0, 75), (25, 25)] == [one.score for one in assess_each(registry["demo"], BOTH)]


def test_a_claim_is_that_of_the_label_held_against_the_facts() -> None:
    """A label that claims nothing here, and none at all, are no claim."""
    cleaning = "data-cleaning.detail"  # which no question reads
    claim = {"label": "open-source", "title": TITLE, "when": {cleaning: ["full"]}, "source": "s"}
    rated = Rubric({**BOTH.data, "claims": [claim]}, VOCABULARY)
    verdicts = [
        judged(rated, {"maker.label": "open-source", cleaning: detail}).claim
        for detail in ("full", "partial")
    ]
    assert [TRUE, FALSE] == [one and one.truth for one in verdicts]
    assert [None, None] == [judged(rated, known).claim for known in ({}, {"maker.label": "open-weights"})]


def test_an_assessment_as_data_has_the_keys_of_a_ranking() -> None:
    """Criteria from 0 to 100, rounded outwards to two digits; what does not apply counts nothing."""
    found = judged(BOTH, {SCOPE: "partial", METHODS: "not-applicable"})
    data = found.to_dict()
    assert ("demo", "2025-01-01", {"low": 50, "high": 50}) == (data["id"], data["released"], data["score"])
    assert [{"low": 50, "high": 50}, {"low": 0, "high": 0}] == [one["score"] for one in data["criteria"]]
    assert ("scope", [], []) == (data["weakest"], data["gates"], data["unknown"])
    assert data["conformance"] is None
    strict = Rubric({**BOTH.data, "conformance": STRICT}, VOCABULARY)
    for methods, verdict in (("full", "met"), ("partial", "unmet")):
        assert verdict == judged(strict, {SCOPE: "full", METHODS: methods}).to_dict()["conformance"]
    assert "<Assessment of demo under demo 1.0.0: 50.0, high>" == repr(found)
    assert "0.0–75.0, low to high>" in repr(judged(BOTH, {METHODS: "undisclosed"}))


def test_criteria_as_a_table_have_one_decimal_and_as_data_two() -> None:
    """A third of a criterion is 33.3 in a notebook and 33.33 in a file; what does not apply counts nothing."""
    parts = [part("scope", SCOPE, 1), part("methods", METHODS, 2)]
    labels = part("labels", "data-labeling.detail", criterion_weight=2.0)
    made = rubric([group("all", parts, criterion_weight=1.0), labels])
    known = {SCOPE: "full", METHODS: "undisclosed", "data-labeling.detail": "not-applicable"}
    found = judged(made, known)
    cells = re.findall(r"<t[hd](?: [^>]*)?>([^<]*)<", found._repr_html_())
    assert ["", "low", "high", "Assessment of demo under demo 1.0.0: 33.3, low", "33.3", "33.3"] == cells[:6]
    assert ["x", "33.3", "33.3", "x", "0.0", "0.0"] == cells[6:]
    assert [33.33, 0] == [one["score"]["low"] for one in found.to_dict()["criteria"]]


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


def test_what_one_side_of_a_choice_of_licenses_settles_need_not_be_looked_for_on_the_other() -> None:
    """Under MIT all is granted, whatever the other text leaves open: only the methods are missing."""
    other = next(
        id
        for id, license in SHIPPED.licenses.licenses.items()
        if not license.is_addition and license.term("commercial") is None
    )
    made = rubric([asking({"weights.license.commercial": ["allowed"], METHODS: ["full"]})])
    public = {"weights.availability": "public"}
    assert (METHODS,) == judged(made, {**public, "weights.license": f"MIT OR {other}"}).unknown
    assert f"{other}:commercial" in judged(made, {**public, "weights.license": f"MIT AND {other}"}).unknown


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
        (
            {SCOPE: "not-applicable", METHODS: "not-applicable"},
            [(0, 0), (0, 0)],
            (0, 0),
        ),  # nothing is complete
    ],
)
def test_a_class_makes_no_progress_until_the_one_below_is_complete(
    known: dict[str, str], progress: list[tuple[float, float]], score: tuple[float, float]
) -> None:
    """The mean of what it counts in percent, or nothing; the score is the mean of the classes."""
    found = judged(classes(), known)
    assert progress == [tuple(result.progress) for result in found.classes]
    assert score == found.score


@pytest.mark.parametrize(
    ("disputed", "answered", "open_ones", "all_of_them"),
    [
        ([SCOPE], [], (SCOPE,), [SCOPE]),
        ([], [SCOPE], (), [SCOPE]),
        ([SCOPE], [METHODS], (SCOPE,), [SCOPE, METHODS]),
        (["paper.detail"], [], (), []),  # nothing rests on it
    ],
)
def test_what_is_disputed_stays_told_and_is_no_reservation_once_it_is_answered(
    disputed: list[str], answered: list[str], open_ones: tuple[str, ...], all_of_them: list[str]
) -> None:
    told = "".join(dispute(fact, "undisclosed") for fact in disputed)
    told += "".join(dispute(fact, "undisclosed", answer="it does") for fact in answered)
    facts = {SCOPE: "full", METHODS: "full", "paper.detail": "full"}
    registry = made(entry("demo", facts, told))
    judge = rubric([group("all", [part("scope", SCOPE), part("methods", METHODS)], criterion_weight=1.0)])
    found = assess(registry["demo"], judge)
    assert open_ones == found.disputed
    assert all_of_them == [fact for fact, _ in found.disputes]
