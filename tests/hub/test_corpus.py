"""The conformance corpus by SQL: the steps of the compiled query, each given what a case says it knows.

Every step of the query is a table that reads the one before. A case knows some facts, or levels that earlier
questions reached: a table of those stands in for the step before, and the step itself is run as it is compiled.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import pytest
from property.strategies import RUBRICS
from rubric.decisions import cases_of, each, questions
from rubric.worth import stated

from openscore import Rubric

duckdb = pytest.importorskip("duckdb", reason="the extra `hub` is not installed")
pytest.importorskip("sqlglot", reason="the extra `hub` is not installed")

from sqlglot import exp  # noqa: E402

from openscore.hub.aggregation import ScoreTables  # noqa: E402
from openscore.hub.column_names import snake  # noqa: E402
from openscore.hub.compile import render  # noqa: E402
from openscore.hub.levels import LevelTables  # noqa: E402

any_rubric = pytest.mark.parametrize("rubric", RUBRICS, ids=lambda rubric: rubric.id)
SOURCE = "known"
LAST = "result"
NOT_BY_SQL = {
    "claims": "whether a maker's label is borne out is told of single records; the query has no column for it",
    "scale": "how a rubric is read, not what is done with facts",
    "shares": "a sum over all questions of a record: the laws compare it on whole records",
    "worst_counts": "as shares",
    "classes": "as shares",
    "gates": "caps are part of a score: the laws compare them on whole records; whether a gate closes is run here",
    "lineage": "which facts of base models count: the laws compare it on lines of models",
    "term_sets": "as lineage, of several licenses",
    "license_sets": "as lineage, of names of licenses",
}
"""Parts of the corpus that no step of the query answers alone, with the reason."""
BY_SQL = {"levels", "gates", "elements", "bands", "points"}
Row = dict[str, Any]


class Step(NamedTuple):
    """One table of the compiled query."""

    name: str
    body: exp.Query
    before: str
    """The table that it reads."""


def steps(rubric: Rubric) -> dict[str, Step]:
    """Return the steps from masks of facts to the verdict, by name."""
    scores = ScoreTables(rubric)
    named = list(LevelTables(rubric).tables(SOURCE))
    named += scores.tables(named[-1][0])
    named.append((LAST, scores.result().from_(named[-1][0], copy=False)))
    before = [SOURCE, *[name for name, _ in named]]
    return {name: Step(name, body, read) for (name, body), read in zip(named, before, strict=False)}


def answers(step: Step, rubric: Rubric, rows: Sequence[Mapping[str, Any]]) -> list[Row]:
    """Return what a step says of rows of which each knows some columns; of the rest anything may be true.

    Args:
        step: A step of the query.
        rubric: Its rubric.
        rows: Masks by path, and numbers by column.
    """
    levels = {f"@{leaf.id}" for leaf in rubric.leaves()}
    paths = {snake(path): path for path in {*rubric.paths, *levels, *_read_by_conditions(rubric)}}
    columns = sorted({one.name for one in step.body.find_all(exp.Column)} - {"id"})
    full = {name: rubric.scale(paths[name]).full for name in columns if name in paths}
    con = duckdb.connect()
    con.execute("PRAGMA disable_optimizer")
    kinds = ", ".join(f'"{name}" {"INTEGER" if name in full else "DOUBLE"}' for name in columns)
    con.execute(f'CREATE TABLE "{step.before}" (id INTEGER, {kinds})')
    given = [{snake(path): value for path, value in row.items()} for row in rows]
    values = [
        [place, *[row.get(name, full.get(name, 0)) for name in columns]] for place, row in enumerate(given)
    ]
    con.executemany(f'INSERT INTO "{step.before}" VALUES ({", ".join("?" * (1 + len(columns)))})', values)
    query = con.execute(f"SELECT * FROM ({render(step.body, 'duckdb')}) ORDER BY id")
    names = [column[0] for column in query.description]
    return [dict(zip(names, row, strict=True)) for row in query.fetchall()]


def _read_by_conditions(rubric: Rubric) -> set[str]:
    return {path for question in questions(rubric) for path in question.paths}


class Case(NamedTuple):
    """Facts of one question, and what they leave."""

    question: str
    masks: dict[str, int]
    outcomes: set[str]
    is_open: bool
    """Whether it asks for a level that the framework gives no certain points: whoever asks for it gets none."""


def cases(rubric: Rubric, kind: str) -> Iterator[Case]:
    """Yield the cases of a kind; one that lists several values of a fact stands for each of them."""
    asked = {question.id: question for question in questions(rubric) if question.kind == kind}
    undecided = {
        (f"@{leaf.id}", level.id)
        for leaf in rubric.leaves()
        for level in leaf.levels
        if level.points and not level.points.is_certain
    }
    for (of, id), listed in cases_of(rubric.id).items():
        for case in listed if of == kind else ():
            level = case["level"]
            for given in each(case["facts"]):
                outcomes = {level} if isinstance(level, str) else set(level)
                yield Case(id, asked[id].masks(given), outcomes, bool(undecided & {*given.items()}))


@any_rubric
def test_every_case_of_a_question_leaves_its_levels(rubric: Rubric) -> None:
    """Whatever the query was not told it takes for unknown, as the engine does."""
    compiled = steps(rubric)
    storeys: dict[str, list[Case]] = defaultdict(list)
    made = {
        leaf.id: name
        for leaf in rubric.leaves()
        for name, step in compiled.items()
        if name.startswith("levels_") and snake(leaf.id) in step.body.named_selects
    }
    for case in cases(rubric, "levels"):
        storeys[made[case.question]].append(case)
    assert storeys
    for name, listed in storeys.items():
        found = answers(compiled[name], rubric, [case.masks for case in listed])
        for case, row in zip(listed, found, strict=True):
            scale = rubric.scale(f"@{case.question}")
            assert case.outcomes == set(scale.ids(row[snake(case.question)])), case


@any_rubric
def test_every_case_of_a_gate_closes_it_or_leaves_it_open(rubric: Rubric) -> None:
    """For certain: a gate that only may close stands with a question mark."""
    listed = list(cases(rubric, "gates"))
    assert bool(listed) == bool(rubric.gates)
    rows = answers(steps(rubric)["capped"], rubric, [case.masks for case in listed]) if listed else []
    for case, row in zip(listed, rows, strict=True):
        closed = [name for name in row["gates"].split() if name.rstrip("?") == case.question]
        expected = [case.question] if case.outcomes == {"yes"} else []
        assert ([f"{case.question}?"] if case.is_open else expected) == closed, case


@any_rubric
def test_every_case_of_an_element_meets_it_or_not(rubric: Rubric) -> None:
    """Surely, or not even possibly."""
    listed = list(cases(rubric, "elements"))
    rows = answers(steps(rubric)["elements"], rubric, [case.masks for case in listed]) if listed else []
    for case, row in zip(listed, rows, strict=True):
        ends = {row[f"element_{snake(case.question)}_{word}"] for word in ("surely", "possibly")}
        assert ends == ({True, False} if case.is_open else {case.outcomes == {"yes"}}), case


@any_rubric
def test_every_case_of_a_rule_gives_its_band(rubric: Rubric) -> None:
    """At both ends."""
    listed = list(cases(rubric, "bands"))
    assert bool(listed) == rubric.has_rules
    rows = answers(steps(rubric)[LAST], rubric, [case.masks for case in listed]) if listed else []
    for case, row in zip(listed, rows, strict=True):
        assert case.outcomes == {row["band_low"], row["band_high"]}, case


@any_rubric
def test_every_level_is_worth_its_points(rubric: Rubric) -> None:
    """A level that leaves the denominator has none, and says so."""
    said = stated(rubric.id)
    full = said["scale"]["full_points"]
    listed = []
    for ladder, leaves in said["points"].items():
        for answer in ladder.replace(" to ", "-").split(", "):
            level, points = answer.partition(" (")[0].rsplit(" ", 1)
            ends = None if points == "-" else [float(end) / full for end in points.split("-")]
            listed += [(leaf, level, ends) for leaf in leaves]
    masks = [{f"@{leaf}": rubric.scale(f"@{leaf}").bits[level]} for leaf, level, _ in listed]
    rows = answers(steps(rubric)["points"], rubric, masks)
    assert {leaf.id for leaf in rubric.leaves()} == {leaf for leaf, _, _ in listed}
    for (leaf, level, ends), row in zip(listed, rows, strict=True):
        found = [row[f"{snake(leaf)}_{end}"] for end in ("low", "high")]
        expected = [None, None] if ends is None else [ends[0], ends[-1]]
        assert expected == pytest.approx(found), (leaf, level)
        assert ends is not None or row[f"{snake(leaf)}_optional"]


@any_rubric
def test_every_band_begins_where_it_is_said_to(rubric: Rubric) -> None:
    """At its floor, and one step of the last decimal below it the band before, where no gate limits it."""
    listed = [band.rpartition(" from ") for band in stated(rubric.id)["bands"]]
    floors = [(id, float(floor)) for id, is_floor, floor in listed if is_floor]
    step, last = steps(rubric)[LAST], len(rubric.bands) - 1
    unit = 10.0**-rubric.digits
    tried = [(floor, id) for id, floor in floors]
    tried += [(floor - unit, before) for (before, _), (_, floor) in pairwise(floors)]
    names = ("low", "high", "ranked_low", "ranked_high")
    limits = {"limit_low": last, "limit_high": last}
    rows = (
        answers(step, rubric, [dict.fromkeys(names, score) | limits for score, _ in tried]) if tried else []
    )
    for (score, band), row in zip(tried, rows, strict=True):
        assert (band, band) == (row["band_low"], row["band_high"]), score
    assert bool(tried) != rubric.has_rules


@any_rubric
def test_what_sql_does_not_run_is_named(rubric: Rubric) -> None:
    """Each part of the corpus is run by the query, or has a reason why it is not."""
    kinds = {kind for kind, _ in cases_of(rubric.id)} | stated(rubric.id).keys()
    assert kinds <= BY_SQL | NOT_BY_SQL.keys()
    assert all(NOT_BY_SQL.values())
