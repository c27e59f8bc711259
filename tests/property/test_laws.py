"""The laws of the design, for every rubric and any facts."""

from __future__ import annotations

from itertools import combinations, product

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from property.strategies import (
    ADDITIONS,
    NAMES,
    PATHS,
    RUBRICS,
    SCALES,
    SHIPPED,
    VOCABULARY,
    all_facts,
    conditions,
    facts,
    registry_of,
    values_of,
    with_additions,
)
from rubric.decisions import levels_left

from openscore import Interval, Rubric, assess, load_rubric, rank
from openscore.engine import Assessment
from openscore.interval import DUST, Weighted, weighted_mean
from openscore.records.vocabulary import Scale
from openscore.resources import rubric_files
from openscore.rubric.conditions import FALSE, TRUE, Condition
from openscore.rubric.proof import level_of, prove

MOST = [rubric for rubric in RUBRICS if not rubric.id.startswith("fmti-")]
any_rubric = pytest.mark.parametrize("rubric", MOST, ids=lambda rubric: rubric.id)
TABLE = with_additions(SHIPPED.licenses)
slow = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def judged(known: dict[str, str], rubric: Rubric) -> Assessment:
    return assess(registry_of({"demo": known})["demo"], rubric)


def intervals(assessment: Assessment) -> list[Interval]:
    values = [
        result.value for result in (*assessment.criteria, *assessment.leaves()) if result.value is not None
    ]
    return [assessment.score, assessment.uncapped, *values]


def bits(mask: int) -> list[int]:
    return [1 << place for place in range(mask.bit_length()) if mask >> place & 1]


@any_rubric
@slow
@given(known=facts())
def test_low_is_never_above_high(rubric: Rubric, known: dict[str, str]) -> None:
    """Every interval of an assessment is in order, and scores lie between 0 and 100."""
    assessment = judged(known, rubric)
    assert all(interval.low <= interval.high for interval in intervals(assessment))
    assert 0 <= assessment.score.low <= assessment.score.high <= 100
    assert assessment.score.high <= assessment.uncapped.high


@any_rubric
@slow
@given(known=facts(), data=st.data())
def test_filling_in_an_unknown_never_leaves_the_interval(
    rubric: Rubric, known: dict[str, str], data: st.DataObject
) -> None:
    """And so an added unknown never raises the low end."""
    missing = [path for path in PATHS if path not in known and not path.startswith("terms.")]
    assume(missing)
    path = data.draw(st.sampled_from(missing))
    value = data.draw(st.sampled_from(values_of(path)))
    before, after = judged(known, rubric), judged({**known, path: value}, rubric)
    assert before.score.low <= after.score.low
    assert after.score.high <= before.score.high
    assert before.uncapped.low <= after.uncapped.low
    assert after.uncapped.high <= before.uncapped.high
    assert before.conformance in ("unknown", after.conformance)


@any_rubric
@slow
@given(known=all_facts())
def test_known_facts_leave_nothing_uncertain_but_unlisted_licenses(
    rubric: Rubric, known: dict[str, str]
) -> None:
    """With every fact known, only what a license or the framework leaves open can widen the score."""
    assessment = judged(known, rubric)
    reached = [level for result in assessment.leaves() for level in result.levels]
    is_left_open = any(level.points and not level.points.is_certain for level in reached)
    if not assessment.score.is_certain and not is_left_open:
        table = assessment.record.registry.licenses
        resolved = [table.resolve(value) for path, value in known.items() if VOCABULARY.is_license(path)]
        open_terms = [mask for one in resolved for mask in one.masks.values() if mask & (mask - 1)]
        assert open_terms


@pytest.mark.parametrize(
    "rubric", [rubric for rubric in MOST if rubric.is_monotone], ids=lambda rubric: rubric.id
)
@slow
@given(known=all_facts(), data=st.data())
def test_a_more_open_fact_never_lowers_a_score(
    rubric: Rubric, known: dict[str, str], data: st.DataObject
) -> None:
    """Where the rubric declares itself monotone."""
    path = data.draw(st.sampled_from([path for path in PATHS if not VOCABULARY.is_license(path)]))
    scale = VOCABULARY.scale(path)
    better = [id for id, bit in scale.bits.items() if bit & scale.ordered and bit < scale.bits[known[path]]]
    assume(scale.bits[known[path]] & scale.ordered and better)
    risen = {**known, path: data.draw(st.sampled_from(better))}
    before, after = judged(known, rubric), judged(risen, rubric)
    assert before.published.low <= after.published.low


@pytest.mark.parametrize(
    "rubric", [rubric for rubric in MOST if rubric.is_monotone], ids=lambda rubric: rubric.id
)
@slow
@given(known=all_facts(), addition=st.sampled_from(sorted(ADDITIONS)))
def test_what_is_added_to_a_license_never_raises_a_score(
    rubric: Rubric, known: dict[str, str], addition: str
) -> None:
    """Whatever it says of whatever term; approval and conformity are never gained by it."""
    table = SHIPPED.licenses
    texts = {
        path: license.id
        for path, value in known.items()
        if VOCABULARY.is_license(path) and (license := table.find(value)) and not license.is_addition
    }
    added = {path: f"{id} WITH {addition}" for path, id in texts.items()}
    registry = registry_of({"bare": known, "added": {**known, **added}})
    registry.licenses = TABLE
    before, after = (assess(registry[id], rubric) for id in ("bare", "added"))
    assert after.exact.low <= before.exact.low + DUST
    assert after.exact.high <= before.exact.high + DUST


@any_rubric
@slow
@given(first=facts(), second=facts())
def test_what_is_stated_contains_the_score_and_what_orders_keeps_its_order(
    rubric: Rubric, first: dict[str, str], second: dict[str, str]
) -> None:
    """Two ends lie outside of the exact ones by less than a unit, on a scale of our own; no rank is against them."""
    unit = 10.0**-rubric.digits
    one, other = judged(first, rubric), judged(second, rubric)
    for assessment in (one, other):
        stated, exact = assessment.score, assessment.exact
        if not rubric.goes_outward:
            assert stated == assessment.published
        elif exact.high - exact.low > DUST:
            assert exact.low - unit < stated.low <= exact.low + DUST
            assert exact.high - DUST <= stated.high < exact.high + unit
        else:
            assert stated.is_certain
            assert abs(stated.low - exact.low) <= unit / 2 + DUST
        assert stated.low <= assessment.published.low <= assessment.published.high <= stated.high
    for end in (0, 1):
        if one.exact[end] <= other.exact[end]:
            assert one.published[end] <= other.published[end]


@any_rubric
@slow
@given(first=facts(), second=facts(), third=facts())
def test_the_order_of_the_registry_never_counts(
    rubric: Rubric, first: dict[str, str], second: dict[str, str], third: dict[str, str]
) -> None:
    """Ranks and scores are the same whichever model stands first."""
    models = {"one": first, "two": second, "three": third}
    there = rank(registry_of(models), rubric)
    back = rank(registry_of(dict(reversed(models.items()))), rubric)
    assert [(place.rank, place.assessment.record.id) for place in there] == [
        (place.rank, place.assessment.record.id) for place in back
    ]


@any_rubric
@slow
@given(known=facts(), factor=st.floats(0.01, 1000), seed=st.randoms(use_true_random=False))
def test_order_and_scale_of_the_rubric_never_count(
    rubric: Rubric, known: dict[str, str], factor: float, seed
) -> None:
    """Shuffling criteria and keys, and scaling all criterion weights, changes no score."""
    criteria = [
        {**dict(reversed(criterion.items())), "criterion_weight": criterion["criterion_weight"] * factor}
        for criterion in rubric.data["criteria"]
    ]
    if not any(path.startswith("@") for part in rubric.leaves() for path in part.paths):
        # A part that names another must stand behind it; another order is refused, never read otherwise.
        seed.shuffle(criteria)
    data = {**rubric.data, "criteria": criteria}
    shuffled = Rubric(data, VOCABULARY, lambda *problem: pytest.fail(str(problem)))
    before, after = judged(known, rubric), judged(known, shuffled)
    assert (before.score, before.uncapped) == (after.score, after.uncapped)


@any_rubric
@slow
@given(own=facts(), base=facts())
def test_a_base_model_never_makes_a_model_more_open(
    rubric: Rubric, own: dict[str, str], base: dict[str, str]
) -> None:
    """Save where its own part does not apply, a derived model gains nothing from its base."""
    own = {path: value for path, value in own.items() if value != "not-applicable"}
    alone = registry_of({"base": base, "child": own})["child"]
    derived = registry_of({"base": base, "child": own}, {"child": ["base"]})["child"]
    assert assess(derived, rubric).uncapped.low <= assess(alone, rubric).uncapped.high


@pytest.mark.parametrize("id", list(rubric_files()))
def test_the_shipped_rubrics_are_proven(id: str) -> None:
    """Levels reachable, one level per combination, and monotone where declared."""
    assert list(prove(load_rubric(id))) == []


@any_rubric
@slow
@given(data=st.data())
def test_the_levels_left_possible_are_exactly_those_of_the_completions(
    rubric: Rubric, data: st.DataObject
) -> None:
    """Against brute force over every completion of what is not known."""
    part = data.draw(st.sampled_from(list(rubric.leaves())))
    # Up to two values of each fact: enough to mix, few enough to try all.
    masks = {}
    for path in part.paths:
        chosen = data.draw(st.lists(st.sampled_from(bits(rubric.scale(path).full)), min_size=1, max_size=2))
        masks[path] = chosen[0] | chosen[-1]
    completions = product(*[bits(mask) for mask in masks.values()])
    expected = {level_of(part, dict(zip(masks, chosen, strict=True))).id for chosen in completions}
    assert expected == {*levels_left(rubric, part, masks)}


@settings(max_examples=300)
@given(condition=conditions(), masks=st.tuples(*[st.integers(1, scale.full) for scale in SCALES]))
def test_three_valued_conditions_are_sound(condition: Condition, masks: tuple[int, ...]) -> None:
    """TRUE and FALSE hold for every completion of the unknown facts; known facts are never UNKNOWN."""
    verdict = condition.decide(dict(zip(NAMES, masks, strict=True)))
    completions = [
        condition.decide(dict(zip(NAMES, chosen, strict=True))) for chosen in product(*map(bits, masks))
    ]
    assert set(completions) <= {TRUE, FALSE}
    if verdict == TRUE:
        assert set(completions) == {TRUE}
    if verdict == FALSE:
        assert set(completions) == {FALSE}
    if len(completions) == 1:
        assert [verdict] == completions


@settings(max_examples=300)
@given(
    data=st.data(),
    scale=st.sampled_from([VOCABULARY.scale(path) for path in PATHS if not VOCABULARY.is_license(path)]),
)
def test_the_worst_of_two_masks_is_what_any_two_values_give(data: st.DataObject, scale: Scale) -> None:
    """Against brute force over all pairs; values out of order give way, and of two of them either may be."""
    left, right = data.draw(st.integers(1, scale.full)), data.draw(st.integers(1, scale.full))
    expected = 0
    for one, other in product(bits(left), bits(right)):
        ordered = [bit for bit in (one, other) if bit & scale.ordered]
        expected |= max(ordered) if ordered else one | other
    assert expected == scale.worst(left, right)


weighted = st.builds(
    lambda weight, ends, optional: Weighted(weight, Interval(*sorted(ends)), optional),
    st.integers(1, 9), st.tuples(st.floats(0, 1), st.floats(0, 1)), st.booleans(),
)  # fmt: skip


@settings(max_examples=300)
@given(st.lists(weighted, min_size=1, max_size=6))
def test_the_weighted_mean_has_the_bounds_of_brute_force(terms: list[Weighted]) -> None:
    """Every choice of the optional terms lies inside, and the bounds are reached."""
    fixed = [term for term in terms if not term.optional]
    spare = [term for term in terms if term.optional]
    lows, highs = [], []
    for size in range(len(spare) + 1):
        for chosen in combinations(spare, size):
            kept = [*fixed, *chosen]
            if kept:
                weight = sum(term.weight for term in kept)
                lows.append(sum(term.weight * term.value.low for term in kept) / weight)
                highs.append(sum(term.weight * term.value.high for term in kept) / weight)
    mean = weighted_mean(terms)
    assert mean is not None
    assert mean.low == pytest.approx(min(lows))
    assert mean.high == pytest.approx(max(highs))
