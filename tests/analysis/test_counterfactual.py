"""The fewest changes that reach a band, held against brute force."""

from __future__ import annotations

from itertools import combinations, product

import pytest
from conftest import ROOT, Run
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from property.strategies import VOCABULARY, registry_of
from samples import gate, group, level, part, rubric

from openscore import ModelRecord, Rubric, assess, load_rubric
from openscore.analysis.counterfactual import reach

SMALL = ["--standalone", "--registry", str(ROOT / "tests" / "golden" / "registry.toml")]
LICENSES = ("MIT", "CC-BY-4.0", "CC-BY-NC-4.0", "NONE")


def licensed(id: str, **more: object) -> dict[str, object]:
    """Points only where both hold: the code is public, and its license is approved."""
    return {
        **part(id, "data-scope.detail"), "criterion_weight": 1.0, **more,
        "levels": [
            level("open", 1, {"training-code.availability": ["public"], "training-code.license.osi-approved": ["yes"]}),
            level("half", 0.5, {"training-code.availability": ["public", "partial"]}),
            level("none", 0, None),
        ],
    }  # fmt: skip


def either(id: str) -> dict[str, object]:
    """Two facts, either of which is enough, and an earlier question that spoils both."""
    paths = [{"data-cleaning.detail": ["full"]}, {"data-provenance.detail": ["full", "partial"]}]
    levels = [level("spoilt", 0, {"@scope": ["none"]}), level("yes", 1, {"any": paths}), level("no", 0, None)]
    return {**part(id, "data-scope.detail"), "levels": levels, "criterion_weight": 2.0}


SCOPE = part("scope", "data-scope.detail", criterion_weight=2.0)
WORST = group(
    "worst", [part("methods", "data-methods.detail"), part("labels", "data-labeling.detail", 2)], "min"
)
RUBRICS = {
    "additive": rubric(
        [SCOPE, part("methods", "data-methods.detail", criterion_weight=1.0), licensed("code")]
    ),
    "gated": rubric([SCOPE, licensed("code")], [gate(30, {"@code": ["none"]})]),
    "gated in the band": rubric([SCOPE, licensed("code")], [gate("low", {"@code": ["none"]})]),
    "gated by a fact": rubric(
        [SCOPE, licensed("code")],
        [gate(30, {"training-code.license.state": ["none-stated", "not-applicable"]})],
    ),
    "worst of": rubric([SCOPE, {**WORST, "criterion_weight": 3.0}]),
    "either": rubric([SCOPE, either("either")]),
}
PATHS = (
    "data-scope.detail", "data-methods.detail", "data-labeling.detail", "data-cleaning.detail",
    "data-provenance.detail", "training-code.availability", "training-code.license",
)  # fmt: skip


def values(path: str) -> list[str]:
    return list(LICENSES) if path.endswith(".license") else list(VOCABULARY.scale(path).bits)


def fewest(record: ModelRecord, made: Rubric, floor: float) -> int | None:
    """Every set of changes, smallest first; what does not apply stays so."""
    read = {path.removesuffix(".osi-approved").removesuffix(".state") for path in made.paths}
    choices = {
        path: [value for value in values(path) if value not in ("not-applicable", record.values.get(path))]
        for path in PATHS
        if path in read and record.values.get(path) != "not-applicable"
    }
    for count in range(len(choices) + 1):
        for paths in combinations(choices, count):
            for chosen in product(*[choices[path] for path in paths]):
                changes = dict(zip(paths, chosen, strict=True))
                if assess(record.supposing(changes), made).bands[0].floor >= floor:
                    return count
    return None


@pytest.mark.parametrize("name", RUBRICS)
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_no_smaller_set_reaches_the_band(name: str, data: st.DataObject) -> None:
    """And the sets that are given do, each of their other values too, and all have the same size."""
    made = RUBRICS[name]
    read = [path for path in PATHS if any(one.startswith(path) for one in made.paths)]
    chosen = {path: data.draw(st.sampled_from([None, *values(path)]), label=path) for path in read}
    known = {path: value for path, value in chosen.items() if value}
    record = registry_of({"demo": known})["demo"]
    high = made.bands[-1]
    found = reach(record, made, high)
    expected = fewest(record, made, high.floor)
    assert (expected is None) == (not found.ways)
    for way in found.ways:
        assert expected == len(way.changes)
        assert way.after.bands[0] is high
        for path, others in way.instead.items():
            for other in others:
                after = assess(record.supposing({**way.changes, path: other}), made)
                assert after.bands[0] is high


def test_a_base_model_can_make_it_impossible() -> None:
    """Nobody can publish what the base model's maker keeps."""
    models = {"base": {"weights.license": "CC-BY-NC-4.0", "weights.availability": "public"}, "child": {}}
    made = load_rubric()
    best = made.bands[-1]
    registry = registry_of(models, {"child": ["base"]})
    assert not reach(registry["child"], made, best).ways
    assert reach(registry_of({"child": {}})["child"], made, best).ways


def granted(component: str) -> dict[str, object]:
    """Points where the terms of a component grant commercial use."""
    when = {f"{component}.license.commercial": ["allowed"]}
    levels = [level("yes", 1, when), level("no", 0, None)]
    return {**part(component, "data-scope.detail"), "levels": levels}


@pytest.mark.parametrize("term", ["", "allowed", "non-commercial"])
@pytest.mark.parametrize("code", ["MIT", "CC-BY-NC-4.0"])
@pytest.mark.parametrize("weights", ["MIT", "CC-BY-NC-4.0"])
def test_an_own_term_is_given_up_where_it_stands_in_the_way(weights: str, code: str, term: str) -> None:
    """It counts over the license of every component: each that forbids something has to change, and so has the term."""
    worst = group("worst", [granted("weights"), granted("training-code")], "min")
    made = rubric([{**worst, "criterion_weight": 1.0}])
    known = {
        "weights.license": weights,
        "training-code.license": code,
        **({"terms.commercial": term} if term else {}),
    }
    there = {"weights.availability": "public", "training-code.availability": "public"}
    found = reach(registry_of({"demo": {**there, **known}})["demo"], made, made.bands[-1])
    barred = {path for path, value in known.items() if value in ("CC-BY-NC-4.0", "non-commercial")}
    assert [barred] * len(found.ways) == [set(way.changes) for way in found.ways]
    assert found.ways
    assert (0 if barred else 100, 100) == (found.before.score.low, found.best.score.low)
    assert (0 if term == "non-commercial" else 100) == found.by_licenses.score.low


def test_own_terms_leave_a_search_over_many_questions_as_small_as_it_is() -> None:
    """Under the shipped rubric, of an entry of which nothing else is known: one change more."""
    made = load_rubric()
    best = made.bands[-1]
    terms = {"terms.use-policy": "by-reference"}
    laid, free = (reach(registry_of({"demo": facts})["demo"], made, best).ways[0] for facts in (terms, {}))
    assert {*free.changes, *terms} == set(laid.changes)


def test_explain_to_as_a_command(run: Run) -> None:
    """What to change, that licenses alone do not do, and what stands in the way."""
    words = ["explain", "wide", *SMALL, "--to"]
    shown = run(*words, "open-weights")
    assert (shown.code, shown.err) == (0, "")
    flat = " ".join(shown.out.split())
    assert "Fewest changes to 'Open weights'" in flat
    assert "weights.license: LicenseRef-scancode-llama-2-license-2023 ->" in flat
    assert "A change of licenses alone" in flat
    closed = " ".join(run("explain", "desk", *SMALL, "--to", "open-weights").out.split())
    assert "gate 'no parameters' closes: band at most “Closed”" in closed
    assert "as it is" in run("explain", "open-one", *SMALL, "--to", "closed").out
    wrong = run(*words, "open-weight")
    assert (2, "") == (wrong.code, wrong.out)
    assert "did you mean 'open-weights'" in wrong.err
