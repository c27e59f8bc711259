"""The engine on small rubrics, with results worked out by hand."""

from __future__ import annotations

import gc
import weakref

import pytest
from property.strategies import SCALES, VOCABULARY, registry_of
from samples import BOTH, METHODS, SCOPE, gate, group, level, part, rubric

from openscore import Interval, Registry, Rubric, assess, load_rubric, rank
from openscore.engine.lineage import behind
from openscore.rubric.conditions import FALSE, TRUE, UNKNOWN, All, Condition, In, Not
from openscore.rubric.conditions import Any as AnyOf

OPEN, SHUT, DOUBT = 1, 2, 3
FACT = In("a", 1, SCALES[0])


def score(made: Rubric, **known: str) -> Interval:
    facts = {f"data-{name}.detail": value for name, value in known.items()}
    return assess(registry_of({"demo": facts})["demo"], made).score


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (Not(FACT), (FALSE, TRUE, UNKNOWN)),
        (Not(Not(FACT)), (TRUE, FALSE, UNKNOWN)),
        (All((FACT, Not(FACT))), (FALSE, FALSE, UNKNOWN)),
        (AnyOf((FACT, Not(FACT))), (TRUE, TRUE, UNKNOWN)),
        (All((FACT, All(()))), (TRUE, FALSE, UNKNOWN)),
        (AnyOf((FACT, All(()))), (TRUE, TRUE, TRUE)),
        (AnyOf(()), (FALSE, FALSE, FALSE)),
    ],
)
def test_truth_tables(condition: Condition, expected: tuple[int, int, int]) -> None:
    """For an open, a shut and an unknown fact."""
    assert expected == tuple(condition.decide({"a": mask}) for mask in (OPEN, SHUT, DOUBT))


def test_criteria_count_by_their_weights() -> None:
    """Three quarters of one and one quarter of the other."""
    assert (75, 75) == score(BOTH, scope="full", methods="undisclosed")
    assert (62.5, 62.5) == score(BOTH, scope="partial", methods="full")


def test_an_unknown_is_an_interval() -> None:
    """From the least to the most open value."""
    assert (75, 100) == score(BOTH, scope="full")
    assert (0, 100) == score(BOTH)


def test_what_does_not_apply_leaves_the_denominator() -> None:
    """And a part that may not apply widens the interval only as far as that can."""
    assert (100, 100) == score(BOTH, scope="full", methods="not-applicable")
    assert (50, 50) == score(BOTH, scope="partial", methods="not-applicable")
    assert (37.5, 62.5) == score(BOTH, scope="partial")


def test_the_levels_that_are_left_stand_best_first_and_rest_on_what_was_asked_for_them() -> None:
    """From the most that an answer can be to the least, whatever their order in the file."""
    scope, methods = "data-scope.detail", "data-methods.detail"
    levels = [
        level("shut", 0, {scope: ["undisclosed"]}),
        level("half", 0.5, {methods: ["partial"]}),
        level("rest", 1, None),
    ]
    made = rubric([part("scope", scope, criterion_weight=1.0, levels=levels)])
    expected = {
        "undisclosed": (["shut"], (scope,)),
        "full": (["rest", "half"], (scope, methods)),
        None: (["rest", "half", "shut"], (scope, methods)),
    }
    for known, (left, read) in expected.items():
        found = assess(registry_of({"demo": {scope: known} if known else {}})["demo"], made)
        (only,) = found.criteria
        assert (left, read) == ([one.id for one in only.levels], only.read)


def test_groups_take_the_mean_or_the_worst() -> None:
    """Shares count inside a group."""
    parts = [part("scope", "data-scope.detail", 3), part("methods", "data-methods.detail", 1)]
    mean, worst = (rubric([group("both", parts, kind, criterion_weight=1.0)]) for kind in ("mean", "min"))
    assert (75, 75) == score(mean, scope="full", methods="undisclosed")
    assert (0, 0) == score(worst, scope="full", methods="undisclosed")
    assert (50, 50) == score(worst, scope="full", methods="partial")
    assert (0, 50) == score(worst, scope="partial")
    assert (100, 100) == score(worst, scope="full", methods="not-applicable")


def test_the_worst_of_parts_that_may_all_fall_away() -> None:
    """The one that is certain to be at nothing may not apply, and the other is then full."""
    scope = part("scope", "data-scope.detail")
    scope["levels"] = [level("na", None, {"data-scope.detail": ["not-applicable"]}), level("none", 0, None)]
    parts = [scope, part("methods", "data-methods.detail")]
    made = rubric([group("both", parts, "min", criterion_weight=1.0)])
    assert Interval(0, 100) == score(made)
    assert Interval(100, 100) == score(made, scope="not-applicable", methods="full")
    assert Interval(0, 0) == score(made, scope="full")


def test_the_worst_of_what_does_not_apply_leaves_the_denominator() -> None:
    """A group of which nothing applies is no worst of anything."""
    parts = [part("methods", "data-methods.detail"), part("labels", "data-labeling.detail")]
    made = rubric([SCOPE, {**group("worst", parts, "min"), "criterion_weight": 3.0}])
    apart = {"data-methods.detail": "not-applicable", "data-labeling.detail": "not-applicable"}
    result = assess(registry_of({"demo": {**apart, "data-scope.detail": "partial"}})["demo"], made)
    assert (50, 50) == result.score
    assert result.criteria[1].value is None


def test_a_gate_caps_the_score_and_keeps_the_uncapped() -> None:
    """Surely closed it caps both ends, possibly closed only the low one."""
    made = rubric([SCOPE, METHODS], [gate(20, {"@methods": ["none"]})])
    assert (20, 20) == score(made, scope="full", methods="undisclosed")
    assert (20, 100) == score(made, scope="full")
    assert (100, 100) == score(made, scope="full", methods="full")
    judged = assess(registry_of({"demo": {"data-scope.detail": "full"}})["demo"], made)
    assert (75, 100) == judged.uncapped
    assert [(False, "gate")] == [(result.is_certain, result.gate.id) for result in judged.gates]
    assert ("low", "high") == tuple(band.id for band in judged.bands)


def test_a_rule_of_a_band_may_ask_what_no_question_asks() -> None:
    """Models that answer every question alike stand in bands of their own, whichever is judged first."""
    first, last = BOTH.data["bands"]
    rules = [
        {**last, "floor": None, "when": {"data-methods.detail": ["full"]}},
        {**first, "floor": None, "otherwise": True},
    ]
    made = Rubric({**rubric([SCOPE]).data, "bands": rules}, VOCABULARY)
    models = {"full": "full", "partial": "partial", "unknown": None}
    facts = {id: {"data-methods.detail": value} if value else {} for id, value in models.items()}
    judged = {record.id: assess(record, made).bands for record in registry_of(facts)}
    assert {"full": ("high", "high"), "partial": ("low", "low"), "unknown": ("low", "high")} == {
        id: (low.id, high.id) for id, (low, high) in judged.items()
    }


def test_a_gate_on_the_band_leaves_the_score() -> None:
    """Surely closed it holds both ends in the band below, possibly closed only the low one."""
    made = rubric([SCOPE, METHODS], [gate("low", {"@methods": ["none"]})])
    models = {
        "shut": {"data-scope.detail": "full", "data-methods.detail": "undisclosed"},
        "in-doubt": {"data-scope.detail": "full"},
        "open": {"data-scope.detail": "full", "data-methods.detail": "full"},
        "less": {"data-scope.detail": "partial", "data-methods.detail": "undisclosed"},
    }
    judged = {record.id: assess(record, made) for record in registry_of(models)}
    bands = {id: tuple(band.id for band in one.bands) for id, one in judged.items()}
    assert {"shut": (75, 75), "in-doubt": (75, 100), "open": (100, 100), "less": (37.5, 37.5)} == {
        id: one.score for id, one in judged.items()
    }
    assert all(one.score == one.uncapped for one in judged.values())
    assert {
        "shut": ("low", "low"), "in-doubt": ("low", "high"), "open": ("high", "high"), "less": ("low", "low"),
    } == bands  # fmt: skip
    assert [("open", 1), ("in-doubt", 2), ("shut", 2), ("less", 4)] == [
        (place.assessment.record.id, place.rank) for place in rank(registry_of(models), made)
    ]


def test_what_a_framework_leaves_open_may_be_worth_nothing_or_all() -> None:
    """Though every fact is known."""
    left_open = {
        **level("open", None, {"data-scope.detail": ["full"]}),
        "not_applicable": False,
        "undecided": True,
    }
    scope = part(
        "scope", "data-scope.detail", criterion_weight=1.0, levels=[left_open, level("none", 0, None)]
    )
    made = rubric([scope])
    assert (0, 100) == score(made, scope="full")
    assert (0, 0) == score(made, scope="partial")


def test_a_rubric_caps_scores_if_any_of_its_gates_does() -> None:
    """One on the band alone does not, beside one that does."""
    on_score, on_band = gate(30, {"@methods": ["none"]}), {**gate("low", {"@scope": ["none"]}), "id": "other"}
    found = [
        rubric([SCOPE, METHODS], gates).caps_scores
        for gates in ([], [on_band], [on_score], [on_band, on_score])
    ]
    assert [False, False, True, True] == found


def test_the_rank_counts_what_is_shown() -> None:
    """A certain 50 stands above an interval from 37.5 to 62.5, and equals share a rank."""
    models = {
        "sure": {"data-scope.detail": "partial", "data-methods.detail": "partial"},
        "unsure": {"data-scope.detail": "partial"},
        "twin": {"data-scope.detail": "partial", "data-methods.detail": "partial"},
        "best": {"data-scope.detail": "full", "data-methods.detail": "full"},
    }
    places = rank(registry_of(models), BOTH)
    assert [(1, "best"), (2, "sure"), (2, "twin"), (4, "unsure")] == [
        (place.rank, place.assessment.record.id) for place in places
    ]


def test_a_tie_in_the_printed_score_is_a_tie() -> None:
    """Both are capped at 20: what one has more before the gate is not printed and puts it nowhere."""
    made = rubric([SCOPE, METHODS], [gate(20, {"@methods": ["none"]})])
    models = {
        "a-less": {"data-scope.detail": "partial", "data-methods.detail": "undisclosed"},
        "b-more": {"data-scope.detail": "full", "data-methods.detail": "undisclosed"},
    }
    places = [(place.rank, place.assessment.record.id) for place in rank(registry_of(models), made)]
    assert [(1, "a-less"), (1, "b-more")] == places


@pytest.mark.parametrize(("tie_break", "order"), [("id", ["a", "b", "c"]), ("name", ["b", "a", "c"])])
def test_equals_stand_by_their_ids_or_names_and_what_a_rubric_does_not_judge_is_left_out(
    tie_break: str, order: list[str]
) -> None:
    """As the rubric says; of one name by their ids. A service has no rank under a rubric of models."""
    registry = registry_of({id: {"data-scope.detail": "full"} for id in ("c", "b", "a", "served")})
    for id, name in {"a": "Zeta", "b": "Alpha", "c": "Zeta"}.items():
        registry.data["models"][id]["name"] = name
    registry.data["models"]["served"]["kind"] = "service"
    places = rank(registry, Rubric({**BOTH.data, "tie_break": tie_break}, VOCABULARY))
    assert [(1, id) for id in order] == [(one.rank, one.assessment.record.id) for one in places]


@pytest.mark.parametrize(
    ("number", "digits", "expected"),
    [(0.05, 1, 0.1), (2.675, 2, 2.68), (83.95, 1, 84.0), (-0.0, 1, 0.0), (99.949, 1, 99.9)],
)
def test_halves_round_up(number: float, digits: int, expected: float) -> None:
    """As a reader would round the digits that are printed."""
    from openscore.interval import round_half_up

    assert expected == round_half_up(number, digits)


@pytest.mark.parametrize(
    ("low", "high", "digits", "expected"),
    [
        (96.875, 98.04, 1, (96.8, 98.1)),
        (96.875, 96.875, 1, (96.9, 96.9)),
        (39.6, 40.4, 0, (39, 41)),
        (39.6, 39.6, 0, (40, 40)),
        (0.1 + 0.2, 0.6, 1, (0.3, 0.6)),
        (0.3, 0.1 + 0.2, 1, (0.3, 0.3)),
    ],
)
def test_two_ends_are_rounded_outwards_and_one_number_to_the_nearest(
    low: float, high: float, digits: int, expected: tuple[float, float]
) -> None:
    """What is stated contains what is possible; nothing that is open looks known; binary dust is nothing."""
    assert expected == Interval(low, high).outwards(digits)


def test_what_is_remembered_of_one_record_is_whole_for_the_next(registry: Registry) -> None:
    """Conditions may ask for classes also where the verdict was reached before, for an equal record."""
    judged = load_rubric("mof-1.0")
    record = registry["bloom"]
    first, second = assess(record, judged), assess(record, judged)
    classes = {f"@class.{result.entry.id}" for result in first.classes}
    assert classes
    assert classes <= set(first.masks)
    assert first.masks == second.masks


def test_a_line_of_merges_is_walked_once_however_many_ways_lead_through_it() -> None:
    """Thirty generations of two, each made from both before: 2^29 ways, and each model is named once."""
    bases = {f"{one}{place}": [f"a{place - 1}", f"b{place - 1}"] for place in range(1, 30) for one in "ab"}
    registry = registry_of({id: {} for id in ("a0", "b0", *bases)}, bases)
    named = [
        one.record.id
        for one in behind(registry["a29"], "weights.license.commercial", load_rubric("osi-draft"))
    ]
    assert ["a29", *(f"{one}{place}" for place in range(28, -1, -1) for one in "ab")] == named


def test_a_registry_that_nobody_holds_is_let_go(rubric: Rubric) -> None:
    """What is remembered to judge many records holds none of them, whatever they rest on."""
    registry = registry_of(
        {"base": {"weights.license": "MIT"}, "child": {}, "service": {}}, {"child": ["base"]}
    )
    evidence = {"sources": [0], "shows": "it does", "origin": "test"}
    registry.data["models"]["service"]["serves"].append({"model": "child", "from": "2025-01-01", **evidence})
    assert 3 == len(rank(registry, rubric))
    held = weakref.ref(registry)
    del registry
    gc.collect()
    assert held() is None


@pytest.mark.parametrize(
    ("base", "own", "copies", "level"),
    [
        ("released", "withdrawn", "public", {"lawful-copies"}),
        ("withdrawn", "withdrawn", "public", {"lawful-copies"}),
        ("withdrawn", "withdrawn", "none", {"held-data"}),
        ("described", "withdrawn", "public", {"described-data"}),
        ("withdrawn", "vague", "public", {"vaguely-described-data"}),
    ],
)
def test_withdrawn_data_count_beside_those_of_a_base(
    rubric: Rubric, base: str, own: str, copies: str, level: set[str]
) -> None:
    """Copies that are public lift what was withdrawn; nothing that the base withholds is lifted by them."""
    path = "pretraining-data"
    models = {
        "base": {f"{path}.availability": base, f"{path}.copies": "public"},
        "child": {f"{path}.availability": own, f"{path}.copies": copies},
    }
    child = assess(registry_of(models, {"child": ["base"]})["child"], rubric)
    (leaf,) = (leaf for leaf in child.leaves() if leaf.part.id == "pretraining-dataset")
    assert level == {one.id for one in leaf.levels}
