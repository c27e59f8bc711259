"""How sure ranks are: laws, and results worked out by hand."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any

import numpy as np
import pytest
from conftest import ROOT, Run
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from property.strategies import VOCABULARY, facts, registry_of
from property.test_laws import RUBRICS, any_rubric
from rich.cells import cell_len
from samples import COMMAND, METHODS, SCOPE, gate, group, level, part, rubric

from openscore import Interval, Rubric, assess, load_rubric, rank
from openscore.analysis.rank_intervals import Ranker
from openscore.analysis.sampling import AGGREGATE, CONTESTED, SOURCES, UNKNOWN, WEIGHTS
from openscore.analysis.score_arrays import Draws, Grid
from openscore.analysis.sensitivity import Sensitivity, Settings, sensitivity, spread_of
from openscore.interval import round_half_up

SMALL = ["--standalone", "--registry", str(ROOT / "tests" / "golden" / "registry.toml")]
THREE = rubric([SCOPE, METHODS, part("cleaning", "data-cleaning.detail", criterion_weight=2.0)])
PATHS = ("data-scope.detail", "data-methods.detail", "data-cleaning.detail")
LADDER = ["undisclosed", "partial", "full"]
few = settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def models(*rows: str) -> dict[str, dict[str, str]]:
    """Facts from words such as `f p ?`: full, partial, undisclosed, not applicable, unknown."""
    names = {"f": "full", "p": "partial", "u": "undisclosed", "n": "not-applicable"}
    return {
        f"m{place}": {
            path: names[word] for path, word in zip(PATHS, row.split(), strict=False) if word != "?"
        }
        for place, row in enumerate(rows)
    }


def study(known: dict[str, dict[str, str]], made: Rubric, **more: Any) -> Sensitivity:
    return sensitivity(rank(registry_of(known), made), Settings(**{"draws": 400, **more}))


@any_rubric
@few
@given(known=st.lists(facts(), min_size=2, max_size=6))
def test_the_rubrics_own_weights_give_the_rubrics_own_scores(
    rubric: Rubric, known: list[dict[str, str]]
) -> None:
    """At both ends of what is known, to the last published digit, before and after gates."""
    places = rank(registry_of({f"m{place}": one for place, one in enumerate(known)}), rubric)
    judged = [place.assessment for place in places]
    grid = Grid(judged)
    own = grid.own_draws()
    low = grid.scores(own)
    high = grid.scores(own._replace(luck=np.ones((grid.open.size, 1))))
    for number, one in enumerate(judged):
        for ends, expected in (
            ((low.capped, high.capped), one.score),
            ((low.uncapped, high.uncapped), one.uncapped),
        ):
            found = Interval(*(float(end[number, 0]) for end in ends))
            stated = found.outwards if rubric.goes_outward else found.rounded
            assert expected == stated(rubric.digits)


@any_rubric
@few
@given(known=st.lists(facts(), min_size=2, max_size=6))
def test_concentration_to_infinity_gives_the_rubrics_own_ranks(
    rubric: Rubric, known: list[dict[str, str]]
) -> None:
    """Without the other sources every draw is the ranking itself.

    Save where a score lies just between two published digits: there the least push decides.
    """
    places = rank(registry_of({f"m{place}": one for place, one in enumerate(known)}), rubric)
    grid = Grid([place.assessment for place in places])
    for points in grid.scores(grid.own_draws()):
        assume((np.abs(points * 10.0**rubric.digits % 1 - 0.5) > 1e-3).all())
    found = spread_of(places, Settings(draws=100, concentration=1e15, sources=(WEIGHTS,)))
    for spread in found.models:
        assert (spread.place.rank,) * 3 == (spread.low, spread.median, spread.high)


@few
@given(data=st.data(), seed=st.integers(0, 1000), concentration=st.sampled_from([None, 1.0, 40.0]))
def test_a_model_that_is_as_open_in_everything_never_ranks_below(
    data: st.DataObject, seed: int, concentration: float | None
) -> None:
    """In no draw of any source: weights, unknown facts, ways of joining, contested levels."""
    made = data.draw(st.sampled_from([THREE, CONTESTED_THREE, GATED]))
    worse = [data.draw(st.sampled_from([*LADDER[:2], None])) for _ in PATHS]
    best = [data.draw(st.sampled_from(LADDER[LADDER.index(one) if one else 2 :])) for one in worse]
    assume(worse != best)
    rows = {
        "worse": {path: value for path, value in zip(PATHS, worse, strict=True) if value},
        "best": dict(zip(PATHS, best, strict=True)),
        "other": {PATHS[0]: data.draw(st.sampled_from(LADDER))},
    }
    places = rank(registry_of(rows), made)
    ids = [place.assessment.record.id for place in places]
    grid = Grid([place.assessment for place in places])
    from openscore.analysis.sampling import draw

    drawn = draw(grid, 300, np.random.default_rng(seed), concentration)
    ranker = Ranker(grid)
    ranks = ranker.ranks(ranker.keys(grid.scores(drawn)))
    assert (ranks[:, ids.index("best")] <= ranks[:, ids.index("worse")]).all()


def contested(id: str, path: str, **more: Any) -> dict[str, Any]:
    made = part(id, path, **more)
    made["levels"] = [
        {**one, "contested": [0.2, 0.9] if one["points"] == 0.5 else None} for one in made["levels"]
    ]
    return made


CONTESTED_THREE = rubric(
    [contested(id, path, criterion_weight=1.0) for id, path in zip("abc", PATHS, strict=True)]
)
GATED = rubric(
    [SCOPE, METHODS, part("cleaning", PATHS[2], criterion_weight=2.0)], [gate(30, {"@methods": ["none"]})]
)


@few
@given(rows=st.lists(st.tuples(*[st.sampled_from("fpu?")] * 3), min_size=2, max_size=7))
def test_intervals_hold_the_published_rank_and_seeds_repeat(rows: list[tuple[str, ...]]) -> None:
    """To the last bit; shares are shares, and models of one group stand together."""
    known = models(*[" ".join(row) for row in rows])
    found, again = (study(known, CONTESTED_THREE, seed=7) for _ in range(2))
    assert repr(found) == repr(again)
    for spread in found.models:
        assert 1 <= spread.low <= spread.place.rank <= spread.high <= len(rows)
        assert 1 == pytest.approx(sum(spread.bands))
        assert 0 <= spread.top <= 1
    groups = [spread.group for spread in found.models]
    assert sorted(groups) == groups
    assert {*range(1, groups[-1] + 1)} == set(groups)


def test_blocks_do_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a block counts is its own: the first of two blocks is the run of one."""
    monkeypatch.setattr("openscore.analysis.sampling.BLOCK", 200)
    known = models("f p ?", "p p p", "? f u")
    one, two = (study(known, THREE, draws=draws) for draws in (200, 400))
    again = study(known, THREE, draws=400)
    assert one.shares != two.shares
    assert two.shares == again.shares
    assert [spread[1:] for spread in two.models] == [spread[1:] for spread in again.models]


def test_ranks_are_the_textbooks() -> None:
    """One more than the number of models that stand strictly before; the score before gates breaks ties."""
    registry = registry_of(models("f f f", "p p p", "f u f", "p p p", "u u u"))
    places = rank(registry, GATED)
    grid = Grid([place.assessment for place in places])
    generator = np.random.default_rng(3)
    from openscore.analysis.sampling import draw

    scores = grid.scores(draw(grid, 200, generator, None))
    ranker = Ranker(grid)
    ranks = ranker.ranks(ranker.keys(scores))
    for column in range(200):
        pairs = [
            tuple(round_half_up(float(points[number, column]), 1) for points in scores)
            for number in range(len(places))
        ]
        assert [sum(other > mine for other in pairs) for mine in pairs] == ranks[column].tolist()


def test_a_score_by_each_way_of_joining() -> None:
    """One half and one: three quarters in the mean, the root of a half, and the lesser."""
    made = rubric(
        [part("scope", PATHS[0], criterion_weight=1.0), part("methods", PATHS[1], criterion_weight=1.0)]
    )
    judged = [assess(record, made) for record in registry_of(models("p f", "u f", "n f"))]
    grid = Grid(judged)
    own = grid.own_draws()
    scores = grid.scores(own._replace(joins=np.array([0, 1, 2], dtype=np.int8))).capped
    assert np.allclose(scores, [[75, 100 * 0.5**0.5, 50], [50, 0, 0], [100, 100, 100]])


def test_contested_levels_move_only_who_stands_on_them() -> None:
    """The same draw for every model: the doubt is about the level."""
    judged = [assess(record, CONTESTED_THREE) for record in registry_of(models("p f f", "p p p", "f f f"))]
    grid = Grid(judged)
    draws = Draws(grid.own_draws().weights, arguments=np.array([[0.0, 1.0]] * 3))
    assert np.allclose(grid.scores(draws).capped, [[220 / 3, 290 / 3], [20, 90], [100, 100]])


def test_variance_goes_to_the_source_that_causes_it() -> None:
    """Two models of which only the unknown decides: all of the variance, and nothing together with others."""
    known = models("p p p", "p p ?")
    found = study(known, THREE, draws=4000, sources=(WEIGHTS, UNKNOWN))
    shares = {share.source: share for share in found.shares}
    assert shares[UNKNOWN].first > 0.9
    assert shares[UNKNOWN].total == pytest.approx(1, abs=0.1)
    assert abs(shares[WEIGHTS].first) < 0.1
    alone = study(known, THREE, draws=4000, sources=(UNKNOWN,))
    assert alone.shares[0].first == pytest.approx(1)
    assert alone.shares[0].total == pytest.approx(1)


def test_no_share_is_less_than_none_or_more_than_all() -> None:
    """However few the draws and the models are of which one is estimated."""
    for seed in range(20):
        found = study(models("p p p", "p p ?"), CONTESTED_THREE, draws=100, seed=seed)
        ends = [end for share in found.shares for end in (share.first, share.total)]
        assert all(0 <= end <= 1 for end in ends), (seed, ends)


def test_additive_shares_are_those_of_the_formula() -> None:
    """Jansen's estimators on a sum of two independent terms: each first-order index is its variance's share."""
    from openscore.analysis.sensitivity import _Split

    generator = np.random.default_rng(5)
    first, second = (
        {name: generator.normal(0, scale, (40_000, 1)) for name, scale in (("a", 2), ("b", 1))} for _ in "xy"
    )
    split = _Split(["a", "b"])
    split.add(first["a"] + first["b"], second["a"] + second["b"])
    split.add_mixed("a", first["a"] + first["b"], second["a"] + second["b"], second["a"] + first["b"])
    split.add_mixed("b", first["a"] + first["b"], second["a"] + second["b"], first["a"] + second["b"])
    a, b = split.shares({"a": 0.0, "b": 0.0})
    assert (a.first, a.total, b.first, b.total) == pytest.approx((0.8, 0.8, 0.2, 0.2), abs=0.03)


def test_what_is_told_apart() -> None:
    """A model that is better in everything has a group of its own; equals share one."""
    found = study(models("f f f", "p p p", "p p p", "u u u"), THREE)
    assert [1, 2, 2, 3] == [spread.group for spread in found.models]
    assert 1 == found.models[0].beats
    assert 0 == found.models[1].beats


@pytest.mark.parametrize(
    ("points", "message"),
    [([0.6, 0.9], "hold the level's own"), ([0.2, 1.1], "reach beyond"), ([-0.1, 0.6], "reach beyond")],
)
def test_contested_points_keep_the_order_of_levels(points: list[float], message: str) -> None:
    """A range that holds its own points and ends at its neighbours."""
    made = part("scope", PATHS[0], criterion_weight=1.0)
    made["levels"][2] = {**level("half", 0.5, {PATHS[0]: ["partial"]}), "contested": points}
    problems: list[tuple[Any, ...]] = []
    Rubric({**THREE.data, "criteria": [made]}, VOCABULARY, lambda *problem: problems.append(problem))
    assert ["malformed-level"] == [name for name, *_ in problems]
    assert message.split(maxsplit=1)[0] in problems[0][2]


def test_a_worst_of_group_and_classes_can_be_drawn() -> None:
    """The worst of a group is one question; a rubric of classes has no weights."""
    worst = rubric([group("both", [SCOPE, METHODS], "min", criterion_weight=1.0), {**METHODS, "id": "more"}])
    assert study(models("f p", "p f"), worst).models
    classes = next(one for one in RUBRICS if one.counts_classes)
    found = study({"a": {}, "b": {"weights.availability": "public"}}, classes)
    assert (UNKNOWN,) == found.sources
    rules = next(one for one in RUBRICS if one.has_rules)
    assert all(1 == pytest.approx(sum(spread.bands)) for spread in study({"a": {}, "b": {}}, rules).models)


def test_sensitivity_as_a_command(run: Run) -> None:
    """Table, JSON and CSV; the same seed writes the same bytes."""
    words = ["sensitivity", *SMALL, "--draws", "500"]
    shown = run(*words)
    assert (shown.code, shown.err) == (0, "")
    for word in ("Ranks", "Group", "500 draws, seed 1", *SOURCES):
        assert word in shown.out
    assert all(len(line) <= 80 for line in shown.out.splitlines())
    data = json.loads(run(*words, "--format", "json").out)
    assert "openscore.sensitivity/1" == data["schema"]
    assert run(*words, "--format", "json").out == json.dumps(data, ensure_ascii=False, indent=2) + "\n"
    assert set(SOURCES) == {one["id"] for one in data["sources"]}
    rows = list(csv.DictReader(io.StringIO(run(*words, "--format", "csv").out)))
    assert [one["id"] for one in data["models"]] == [row["id"] for row in rows]
    for one, row in zip(data["models"], rows, strict=True):
        assert one["ranks"]["low"] <= one["rank"] <= one["ranks"]["high"] == int(row["high"])
    other = run(*words, "--format", "json", "--seed", "2").out
    assert other != json.dumps(data, ensure_ascii=False, indent=2) + "\n"
    only = json.loads(
        run(*words, "--format", "json", "--source", "weights", "--concentration", "uniform").out
    )
    assert (["weights"], None) == (only["settings"]["sources"], only["settings"]["concentration"])


def test_the_plot_is_inert(run: Run) -> None:
    """An SVG that asks for nothing from elsewhere, with names as they are."""
    plot = run("sensitivity", *SMALL, "--draws", "200", "--format", "svg").out
    assert plot.startswith("<svg")
    assert "Shut [bold]&lt;b&gt;x&lt;/b&gt;[/]" in plot
    assert not re.search(r"<script|href=|url\(http|@import", plot)


def test_rank_with_uncertainty(run: Run) -> None:
    """Intervals and groups beside the ranks in every format, and none without the option."""
    words = ["rank", *SMALL, "--with-uncertainty"]
    shown = run(*words).out
    assert "Grp" in shown
    assert all(cell_len(line) <= 80 or COMMAND.fullmatch(line) for line in shown.splitlines())
    assert "| Rank | Ranks | Group |" in run(*words, "--format", "md").out
    for row in json.loads(run(*words, "--format", "json").out)["ranking"]:
        assert row["ranks"]["low"] <= row["rank"] <= row["ranks"]["high"]
        assert row["group"] >= 1
    plain = json.loads(run("rank", *SMALL, "--format", "json").out)["ranking"]
    assert {None} == {row["ranks"] for row in plain} | {row["group"] for row in plain}
    assert "Grp" not in run("rank", *SMALL).out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--draws", "1"], "wanted a whole number, 100"),
        (["--source", "wheights"], "did you mean 'weights'"),
        (["--concentration", "0"], "--concentration"),
        (["--rubric", "ntia-2024", "--source", "weights"], "nothing of that is uncertain"),
        (["--format", "png"], "wanted one of table"),
    ],
)
def test_bad_requests(run: Run, words: list[str], message: str) -> None:
    """One clear error, exit 2."""
    result = run("sensitivity", *SMALL, *words)
    assert (2, "") == (result.code, result.out)
    assert message in result.err


def test_the_default_rubric_marks_contested_levels() -> None:
    """Its ladders' middle rungs; their ends come from the drafts."""
    marked = [level for leaf in load_rubric().leaves() for level in leaf.levels if level.contested]
    assert marked
    assert all(level.points and 0 < level.points.low < 1 for level in marked)
    assert AGGREGATE in SOURCES
    assert CONTESTED in SOURCES
