"""The plain evaluator says what the conformance corpus says, and the engine what the plain evaluator does."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import combinations
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from property.plain import NO, YES, Answer, Plain, Sets, mean, paths_of, reached, truth
from property.strategies import RUBRICS
from property.worlds import world
from rubric.decisions import cases_of, each

from openscore import Registry, Rubric, load_rubric

any_rubric = pytest.mark.parametrize("rubric", RUBRICS, ids=lambda rubric: rubric.id)


def possible(rubric: Rubric, paths: set[str], given: Mapping[str, str]) -> Sets:
    """What a case does not say may be anything."""
    return {path: frozenset([given[path]] if path in given else rubric.scale(path).bits) for path in paths}


def outcomes(rubric: Rubric, kind: str, id: str, given: Mapping[str, str]) -> set[str]:
    """Return what facts leave of a question of the corpus."""
    plain, stated = Plain(rubric), rubric.data["conformance"] or {"elements": []}
    listed = {
        "levels": [level for leaf in plain.leaves if leaf["id"] == id for level in leaf["levels"]],
        "bands": rubric.data["bands"],
        "gates": [gate for gate in rubric.data["gates"] if gate["id"] == id],
        "elements": [one for one in stated["elements"] if one["id"] == id],
        "claims": [one for one in rubric.data["claims"] if one["label"] == id],
    }[kind]
    sets = possible(rubric, {path for one in listed for path in paths_of(one["when"] or {})}, given)
    if kind in ("levels", "bands"):
        return reached(listed, sets)
    (one,) = listed
    held = truth(one["when"], sets)
    return {word for word, never in (("yes", NO), ("no", YES)) if held != never}


@any_rubric
def test_every_case_of_the_corpus_has_its_outcome(rubric: Rubric) -> None:
    """Levels, gates, elements, claims and bands, from the rubric's table alone."""
    tried = 0
    for (kind, id), listed in cases_of(rubric.id).items():
        for case in listed:
            level = case["level"]
            for given_facts in each(case["facts"]):
                expected = {level} if isinstance(level, str) else set(level)
                assert expected == outcomes(rubric, kind, id, given_facts), (kind, id, given_facts)
                tried += 1
    assert tried >= len(list(rubric.leaves()))


ends = st.tuples(st.integers(0, 9), st.integers(0, 9)).map(lambda two: tuple(map(Fraction, sorted(two))))
answers = st.builds(Answer, ends, st.booleans())


@given(st.lists(st.tuples(st.integers(1, 9).map(Fraction), answers), min_size=1, max_size=6))
def test_the_mean_has_the_ends_of_every_choice(terms: list[tuple[Fraction, Answer]]) -> None:
    """Against brute force over all that may fall away, as long as something stays."""
    fixed = [term for term in terms if not term[1].may_fall_away]
    spare = [term for term in terms if term[1].may_fall_away]
    found: list[list[Fraction]] = [[], []]
    for size in range(len(spare) + 1):
        for chosen in combinations(spare, size):
            kept = [*fixed, *chosen]
            for end in (0, 1) if kept else ():
                total = sum(weight * one.value[end] for weight, one in kept if one.value)
                found[end].append(total / sum(weight for weight, _ in kept))
    assert (min(found[0]), max(found[1])) == mean(terms).value


def as_stated(registry: Registry, rubric: Rubric, expected: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Return of what is expected what the engine says; a service has more in it than its worst model."""
    from property.evaluators import by_engine

    found = by_engine(registry, rubric)
    return {id: {key: found[id][key] for key in row} for id, row in expected.items()}


@any_rubric
@settings(
    max_examples=3, suppress_health_check=[HealthCheck.too_slow], phases=[Phase.explicit, Phase.generate]
)
@example(1)
@given(seed=st.integers(0, 2**32))
def test_the_engine_says_what_the_table_says(rubric: Rubric, seed: int) -> None:
    """In any world: scores, bands, gates, conformance, criteria and classes, to the last printed digit."""
    pytest.importorskip("duckdb", reason="the extra `hub` is not installed")
    from property.evaluators import by_plain

    registry = world(seed).registry
    expected = by_plain(registry, rubric)
    assert expected == as_stated(registry, rubric, expected)


def test_a_record_without_facts_is_as_open_as_nothing_and_as_everything() -> None:
    """Where nothing is known, the score may be nothing and all of the scale."""
    rubric = load_rubric("release-gradient")
    nothing = {path: frozenset(rubric.scale(path).bits) for path in rubric.paths if not path.startswith("@")}
    row = Plain(rubric).row(nothing)
    assert (0.0, rubric.top) == (row["low"], row["high"])
