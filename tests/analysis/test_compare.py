"""Models side by side, and supposed facts."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
from conftest import ROOT, Run
from hypothesis import given
from property.strategies import facts, registry_of
from property.test_laws import any_rubric, slow
from samples import BOTH, METHODS, SCOPE, gate, group, part, rubric

from openscore import Rubric, assess, load_registry, load_rubric, rank
from openscore.analysis.compare import CERTAINTIES, decompose, standings
from openscore.analysis.what_if import what_if
from openscore.report.views.ranking import shown_score

GOLDEN = ROOT / "tests" / "golden" / "registry.toml"
SMALL = ["--standalone", "--registry", str(GOLDEN)]


@any_rubric
@slow
@given(first=facts(), second=facts())
def test_the_decomposition_sums_to_the_gap(
    rubric: Rubric, first: dict[str, str], second: dict[str, str]
) -> None:
    """To 1e-9, gates and rounding included, for any facts and rubric; parts sum to what they are parts of."""
    registry = registry_of({"one": first, "two": second})
    judged = [assess(record, rubric) for record in registry]
    terms = list(decompose(judged))
    tops = [term for term in terms if term.depth == 0]
    gap = judged[0].score.low - judged[1].score.low
    assert sum(term.points[0] - term.points[1] for term in tops) == pytest.approx(gap, abs=1e-9)
    # One number is the nearest; two ends may go outwards.
    share = 1 if rubric.goes_outward and not judged[0].score.is_certain else 0.5
    assert abs(tops[-1].points[0]) <= share * 10.0**-rubric.digits + 1e-6
    for place, term in enumerate(terms):
        below = []
        for inner in terms[place + 1 :]:
            if inner.depth <= term.depth:
                break
            below += [inner.points] if inner.depth == term.depth + 1 else []
        if below:
            assert term.points == pytest.approx(
                [sum(column) for column in zip(*below, strict=True)], abs=1e-9
            )


def test_the_decomposition_by_hand() -> None:
    """Three quarters and one quarter; a cap takes what is above it; what does not apply leaves its weight."""
    made = rubric([SCOPE, METHODS], [gate(20, {"@methods": ["none"]})])
    models = {
        "capped": {"data-scope.detail": "full", "data-methods.detail": "undisclosed"},
        "alone": {"data-scope.detail": "partial", "data-methods.detail": "not-applicable"},
    }
    judged = [assess(record, made) for record in registry_of(models)]
    assert {"scope": (75, 50), "methods": (0, 0), "gates": (-55, 0), "rounding": (0, 0)} == {
        term.id: term.points for term in decompose(judged)
    }


def test_a_worst_of_group_is_told_as_one() -> None:
    """Its parts have no points of their own."""
    parts = [part("scope", "data-scope.detail", 3), part("methods", "data-methods.detail", 1)]
    made = rubric([group("both", parts, "min", criterion_weight=1.0)])
    judged = [assess(record, made) for record in registry_of({"a": {"data-scope.detail": "full"}, "b": {}})]
    assert ["both", "rounding"] == [term.id for term in decompose(judged)]


@pytest.mark.parametrize(
    ("first", "second", "leader", "certainty"),
    [
        (("full", "full"), ("full", "full"), "one", "tie"),
        (("undisclosed", "undisclosed"), ("undisclosed", "undisclosed"), "one", "tie"),
        ((None, None), (None, None), "one", "open"),
        (("partial", "partial"), ("partial", None), "one", "open"),
        (("full", "full"), ("full", None), "one", "open"),
        (("full", "partial"), ("partial", "partial"), "one", "any weights"),
        (("partial", "full"), ("full", "undisclosed"), "two", "these weights"),
        (("partial", "partial"), ("undisclosed", None), "one", "these weights"),
        (("partial", "partial"), (None, "partial"), "one", "open"),
    ],
)
def test_how_sure_a_lead_is(
    first: tuple[str, str | None], second: tuple[str, str | None], leader: str, certainty: str
) -> None:
    """Sure for any weights only where the leader is at least as open in every criterion, whatever is unknown."""
    keys = ("data-scope.detail", "data-methods.detail")
    models = {
        id: {key: value for key, value in zip(keys, values, strict=True) if value}
        for id, values in (("one", first), ("two", second))
    }
    (found,) = standings([*registry_of(models)], [BOTH])
    assert (leader, certainty) == (found.leaders[0].record.id, found.certainty)


def test_compare_as_a_command(run: Run) -> None:
    """Table, JSON and CSV say the same, sources included."""
    shown = run("compare", "open-one", "wide", *SMALL)
    assert (shown.code, shown.err) == (0, "")
    for words in (
        "Facts that differ",
        "https://example.org/wide",
        "Rubric",
        "ntia-2024",
        "weights.availability",
    ):
        assert words in shown.out
    data = json.loads(run("compare", "open-one", "wide", "shut", *SMALL, "--format", "json").out)
    assert "openscore.comparison/1" == data["schema"]
    for model in data["models"]:
        points = [term["points"][model["id"]] for term in data["terms"] if term["depth"] == 0]
        assert sum(points) == pytest.approx(model["score"]["low"], abs=1e-9)
    rows = list(
        csv.DictReader(io.StringIO(run("compare", "open-one", "wide", *SMALL, "--format", "csv").out))
    )
    assert [term["id"] for term in data["terms"]] == [row["id"] for row in rows]
    assert "https://" not in run("compare", "open-one", "shut", *SMALL, "--brief").out


@pytest.mark.parametrize("width", [40, 60, 80, 160])
@pytest.mark.parametrize("models", [("open-one", "wide"), ("open-one", "wide", "shut")], ids=["two", "three"])
def test_scores_under_every_rubric_stand_whole_below_names(
    run: Run, monkeypatch: pytest.MonkeyPatch, models: tuple[str, ...], width: int
) -> None:
    """On a screen of any width, and the ids of models, which are typed, are not made into headings."""
    monkeypatch.setenv("COLUMNS", str(width))
    shown = run("compare", *models, *SMALL).out
    rows = [line.split() for line in shown.splitlines() if line.startswith("osai-12-2026 ")]
    found = rank(load_registry(GOLDEN, shipped=False), load_rubric("osai-12-2026"))
    scores = {place.assessment.record.id: shown_score(place.assessment) for place in found}
    assert all(any(scores[model] in row for row in rows) for model in models)
    assert not any(
        line.startswith(("Open-one", "Shut")) or " Open-one " in line for line in shown.splitlines()
    )


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["compare", "open-one"], "two or more different models"),
        (["compare", "open-one", "open-one"], "two or more different models"),
        (["compare", "open-one", "wid"], "no model named 'wid'"),
        (["what-if", "wide", "weights.licens=MIT"], "did you mean 'weights.license'"),
        (["what-if", "wide", "weights.license=MTI"], "no license named 'MTI'"),
        (["what-if", "wide", "weights.availability=publik"], "did you mean 'public'"),
        (["what-if", "wide", "weights.availability"], "not FACT=VALUE"),
        (["what-if", "wide", "weights.license=MIT", "weights.license=MIT"], "given twice"),
    ],
)
def test_bad_requests(run: Run, words: list[str], message: str) -> None:
    """One clear error, exit 2."""
    result = run(*words, *SMALL)
    assert (2, "") == (result.code, result.out)
    assert message in result.err


def test_what_if_is_what_the_record_with_those_facts_would_have(run: Run, tmp_path: Path) -> None:
    """The same as an entry that says so; the registry itself stays as it is."""
    models = {"one": {"data-scope.detail": "full"}, "two": {"data-scope.detail": "partial"}}
    registry = registry_of(models)
    found = what_if(registry, "two", {"data-scope.detail": "full", "data-methods.detail": "full"}, BOTH)
    risen = registry_of({**models, "two": {"data-scope.detail": "full", "data-methods.detail": "full"}})
    assert assess(risen["two"], BOTH).score == found.model.after.assessment.score
    assert (2, 1) == (found.model.before.rank, found.model.after.rank)
    assert found.changes == (
        ("data-scope.detail", "partial", "full"),
        ("data-methods.detail", "unknown", "full"),
    )
    assert ["one", "two"] == [place.assessment.record.id for place in rank(registry, BOTH)]
    assert (0, 100) == what_if(
        registry, "one", {"data-scope.detail": None}, BOTH
    ).model.after.assessment.score


def test_what_if_reaches_the_models_that_rest_on_it(run: Run) -> None:
    """A license that the base model loses, its derivative loses too."""
    words = ["what-if", "open-one", "weights.license=NONE", *SMALL]
    data = json.loads(run(*words, "--format", "json").out)
    assert "openscore.what-if/1" == data["schema"]
    assert [{"fact": "weights.license", "before": "Apache-2.0", "after": "NONE"}] == data["changes"]
    assert ["wide"] == [move["after"]["id"] for move in data["others"]]
    before, after = data["model"]["before"], data["model"]["after"]
    assert before["score"]["low"] > after["score"]["low"]
    assert "no-terms" in [gate["id"] for gate in after["gates"]]
    assert "restricted-weights" == after["band"]["low"]
    shown = run(*words).out
    assert "score of wide" in shown
    assert "no-terms" in shown
    assert run("what-if", "open-one", "weights.license=unknown", *SMALL).code == 0


@pytest.mark.parametrize("width", [40, 80, 120])
def test_no_word_is_explained_that_does_not_stand_there(
    run: Run, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    """How sure a lead is stands beside who leads at the usual width, and is explained only where it stands."""
    monkeypatch.setenv("COLUMNS", str(width))
    table = (
        run("compare", "llama-2", "falcon-180b")
        .out.partition("\nFacts that differ")[0]
        .rpartition("Leads")[2]
    )
    explained = {name for name, means in CERTAINTIES.items() if f"{name}: {means[:10]}" in table}
    assert explained == {name for name in CERTAINTIES if re.search(rf"(?m) {name}$", table)}
    assert bool(explained) == (width >= 80)
