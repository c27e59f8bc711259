"""Percentiles and agreement, against results worked out by hand or by brute force."""

from __future__ import annotations

import csv
import io
import json
from itertools import combinations
from math import isnan, sqrt
from pathlib import Path

import numpy as np
import pytest
from conftest import Run
from hypothesis import given, settings
from hypothesis import strategies as st
from property.strategies import registry_of
from samples import METHODS, SCOPE, rubric

from openscore.analysis.agreement import BLOCK, TauB, agreements, disagreements, exact_kind
from openscore.analysis.matrix import matrix
from openscore.report.analyses.matrix import agreement_rows, matrix_csv, matrix_json

LEVELS = ["full", "partial", "undisclosed"]
ONE, OTHER = rubric([SCOPE]), rubric([METHODS])


def facts(scope: str, methods: str) -> dict[str, str]:
    return {"data-scope.detail": scope, "data-methods.detail": methods}


def tau_b(pairs: list[tuple[int, int]]) -> float:
    """The textbook definition: concordant less discordant pairs, over untied ones."""
    sign = [((a > c) - (a < c), (b > d) - (b < d)) for (a, b), (c, d) in combinations(pairs, 2)]
    first, second = sum(one != 0 for one, _ in sign), sum(other != 0 for _, other in sign)
    return (
        sum(one * other for one, other in sign) / sqrt(first * second) if first and second else float("nan")
    )


@settings(max_examples=60)
@given(st.lists(st.tuples(st.sampled_from(LEVELS), st.sampled_from(LEVELS)), min_size=2, max_size=9))
def test_tau_is_the_textbooks(pairs: list[tuple[str, str]]) -> None:
    """Ties counted for neither side; the interval holds what the draws give and repeats with its seed."""
    models = {f"m{place}": facts(*pair) for place, pair in enumerate(pairs)}
    table = matrix(registry_of(models), [ONE, OTHER])
    (found,) = agreements(table, draws=20, seed=7)
    expected = tau_b([(-LEVELS.index(a), -LEVELS.index(b)) for a, b in pairs])
    assert isnan(found.tau) if isnan(expected) else found.tau == pytest.approx(expected)
    assert isnan(found.low) or -1 - 1e-9 <= found.low <= found.high <= 1 + 1e-9
    (again,) = agreements(table, draws=20, seed=7)
    assert repr(found) == repr(again)


SCORES = st.integers(0, 4)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(SCORES, SCORES), min_size=2, max_size=9), st.integers(0, 99))
def test_each_draw_has_the_tau_of_the_models_drawn(pairs: list[tuple[int, int]], seed: int) -> None:
    """Against the textbook over every draw written out, models that were drawn twice included."""
    chosen = np.random.default_rng(seed).integers(0, len(pairs), (12, len(pairs)))
    counts = np.array([np.bincount(row, minlength=len(pairs)) for row in chosen], dtype=float)
    first, second = np.array(pairs, dtype=float).T
    expected = [tau_b([pairs[place] for place in row]) for row in chosen]
    ends = [np.stack([scores, scores], axis=1) for scores in (first, second)]
    assert TauB(*ends).of(counts) == pytest.approx(expected, nan_ok=True)


def test_the_interval_is_that_of_draws_made_one_by_one() -> None:
    """Quantiles of the textbook's tau over the same draws, more of them than are worked on at a time."""
    pairs = [
        ("full", "partial"),
        ("partial", "full"),
        ("full", "undisclosed"),
        ("undisclosed", "undisclosed"),
    ]
    table = matrix(registry_of({f"m{n}": facts(*pair) for n, pair in enumerate(pairs)}), [ONE, OTHER])
    (found,) = agreements(table, draws=BLOCK + 7, seed=3)
    scores = [(-LEVELS.index(a), -LEVELS.index(b)) for a, b in pairs]
    chosen = np.random.default_rng(3).integers(0, len(pairs), (BLOCK + 7, len(pairs)))
    taus = [tau_b([scores[place] for place in row]) for row in chosen]
    expected = np.quantile([tau for tau in taus if not isnan(tau)], [0.05, 0.95])
    assert (found.low, found.high) == pytest.approx(tuple(expected))


def test_what_is_not_known_is_not_compared() -> None:
    """A model of which nothing is known overlaps with all others: only the pair of the known ones counts, of three."""
    models = {"high": facts("full", "partial"), "low": facts("partial", "full"), "unknown": {}}
    (found,) = agreements(matrix(registry_of(models), [ONE, OTHER]), draws=20, seed=1)
    assert (-1, pytest.approx(1 / 3)) == (found.tau, found.compared)
    (none,) = agreements(matrix(registry_of({"a": {}, "b": {}}), [ONE, OTHER]), draws=20, seed=1)
    assert isnan(none.tau)
    assert 0 == none.compared
    (row,) = agreement_rows([none])
    assert ("not known", "", "0%") == (row["tau_b"], row["interval"], row["compared"])


def test_a_percentile_has_the_ends_that_others_leave_it() -> None:
    """Of three models one is unknown: it may be anywhere, and the others move by its place."""
    models = {"high": facts("full", "full"), "low": facts("undisclosed", "full"), "unknown": {}}
    table = matrix(registry_of(models), [ONE])
    found = {record.id: tuple(cells[0].percentiles) for record, cells in table.rows if cells[0]}
    # In sixths: itself and equals count one, each below two. The unknown one may equal either of the others.
    assert {"high": (4, 5), "low": (1, 2), "unknown": (2, 4)} == {
        id: tuple(round(6 * end / 100) for end in ends) for id, ends in found.items()
    }


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from([*LEVELS, ""]), min_size=1, max_size=6), st.data())
def test_no_filled_in_fact_moves_a_percentile_out_of_its_range(
    scopes: list[str], data: st.DataObject
) -> None:
    """Whatever the unknown facts of all models turn out to be."""

    def table(scopes: list[str]) -> dict[str, tuple[float, float]]:
        models = {f"m{n}": ({"data-scope.detail": scope} if scope else {}) for n, scope in enumerate(scopes)}
        rows = matrix(registry_of(models), [ONE]).rows
        return {record.id: tuple(cells[0].percentiles) for record, cells in rows if cells[0]}  # type: ignore[misc]

    before = table(scopes)
    after = table([scope or data.draw(st.sampled_from(LEVELS)) for scope in scopes])
    for id, (low, high) in before.items():
        assert low - 1e-9 <= after[id][0] <= after[id][1] <= high + 1e-9


def test_a_model_that_may_stand_in_the_same_place_is_no_disagreement() -> None:
    """Nothing is known under one rubric: nothing is said to be placed apart."""
    models = {"a": {"data-scope.detail": "full"}, "b": {"data-scope.detail": "partial"}}
    assert () == disagreements(matrix(registry_of(models), [ONE, OTHER]), most=5)


def test_percentiles_count_equals_half() -> None:
    """Two at the bottom, one in the middle, one on top."""
    models = {
        "a": facts("full", "full"),
        "b": facts("partial", "full"),
        "c": facts("undisclosed", "full"),
        "d": facts("undisclosed", "full"),
    }
    table = matrix(registry_of(models), [ONE])
    assert {"a": 87.5, "b": 62.5, "c": 25, "d": 25} == {
        record.id: cells[0].percentile for record, cells in table.rows if cells[0]
    }


def test_one_model_alone_has_no_percentile() -> None:
    """Half of one is no place: programs get none, as readers do; two have one each."""
    for models, has_place in (({"a": {}}, False), ({"a": {}, "b": {}}, True)):
        found = matrix(registry_of(models), [ONE])
        rows = list(csv.DictReader(io.StringIO(matrix_csv(found))))
        told = [text for row in rows for name, text in row.items() if name.startswith("percentile")]
        assert [has_place] * 3 * len(models) == [bool(text) for text in told]
        data = json.loads(json.dumps(matrix_json(found, registry_of(models))))
        cells = [cell for model in data["models"] for cell in model["scores"].values()]
        places = [cell[name] for cell in cells for name in ("percentile", "percentiles")]
        assert [has_place] * 2 * len(models) == [place is not None for place in places]


def test_the_model_placed_most_differently_comes_first() -> None:
    """With the criterion of the stricter rubric that it falls behind in."""
    models = {
        "same": facts("partial", "partial"),
        "apart": facts("full", "undisclosed"),
        "top": facts("full", "full"),
        "low": facts("undisclosed", "partial"),
    }
    first, *_ = disagreements(matrix(registry_of(models), [ONE, OTHER]), most=3)
    assert ("apart", "methods") == (first.record.id, first.criterion.part.id)


def test_matrix_and_agreement_as_commands(run: Run) -> None:
    """Every rubric that judges models is there; developers' rubrics are left out."""
    data = json.loads(run("matrix", "--format", "json").out)
    ids = [one["id"] for one in data["rubrics"]]
    assert "openscore.matrix/1" == data["schema"]
    assert {"osi-draft", "mof-1.0", "osai-12-2026"} <= set(ids)
    assert not [id for id in ids if id.startswith("fmti")]
    assert set(ids) == {id for model in data["models"] for id in model["scores"]}
    assert "OLMo 7B" in run("matrix", "--rubric", "osi-draft").out
    assert run("matrix", "--format", "csv").out.startswith("id,name,rubric,")
    pairs = json.loads(run("agreement", "--format", "json", "--draws", "20").out)["agreement"]
    assert len(ids) * (len(ids) - 1) // 2 == len(pairs)
    two = run("agreement", "osi-draft", "mof-1.0", "--draws", "20")
    assert (two.code, two.err) == (0, "")
    assert "Because of" in two.out
    assert run("agreement", "osi-draft").code == 2


def test_what_judges_developers_is_said_and_nothing_is_printed_as_nan(run: Run) -> None:
    """An index of developers is named with what it judges; where no order is known the words say so."""
    wide = run("matrix", "--rubric", "osi-draft", "--rubric", "fmti-2023-10").out
    assert "Not compared: fmti-2023-10 (judges: developers)." in " ".join(wide.split())
    told = json.loads(
        run("matrix", "--rubric", "osi-draft", "--rubric", "fmti-2023-10", "--format", "json").out
    )
    assert [{"id": "fmti-2023-10", "judges": ["developer"]}] == told["left_out"]
    every = run("agreement", "--draws", "5")
    assert "judges: developers" in every.err
    assert "nan" not in every.out


def test_agreement_of_two_goes_whole_into_a_file(run: Run, tmp_path: Path) -> None:
    """The pair and the models that it places apart, as on the screen."""
    words = ("agreement", "osi-draft", "mof-1.0", "--draws", "20")
    written = run(*words, "--output", str(tmp_path / "out.txt"))
    assert (written.code, written.out) == (0, "")
    assert (tmp_path / "out.txt").read_text(encoding="utf-8") == run(*words).out
    assert "Tau b" in run(*words).out
    assert "judges developers, and the registry has none" in run("rank", "--rubric", "fmti-2023-10").err


@pytest.mark.parametrize("models", [2, 341, 4095, 4096, 5000])
def test_sums_over_the_pairs_of_a_draw_are_exact(models: int) -> None:
    """The largest sum is the square of the number of models: the numbers in which it is built up hold each below it."""
    kind = exact_kind(models)
    largest = models**2
    assert (largest - 1, largest) == (int(kind(largest - 1)), int(kind(largest - 1) + kind(1)))


def test_rubrics_that_judge_no_model_in_common_have_no_agreement() -> None:
    """Nothing is compared, nothing is known, and it is no error."""
    table = matrix(registry_of({"a": facts("full", "partial")}), [ONE, OTHER])
    apart = table._replace(rows=tuple((record, (row[0], None)) for record, row in table.rows))
    (found,) = agreements(apart, draws=20, seed=1)
    assert (0, 0) == (found.models, found.compared)
    assert isnan(found.tau)
    assert isnan(found.low)
