"""The compiled SQL says what the engine says, for every rubric and any facts."""

from __future__ import annotations

from itertools import product
from operator import and_
from random import Random
from typing import Any

import pytest
from conftest import Run
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from property.strategies import registry_of, values_of
from property.worlds import EXPRESSIONS, world

from openscore import Registry, Rubric, assess, load_rubric
from openscore.engine.lineage import is_copied, is_copy
from openscore.resources import rubric_files

duckdb = pytest.importorskip("duckdb", reason="the extra `hub` is not installed")
sqlglot = pytest.importorskip("sqlglot", reason="the extra `hub` is not installed")

from openscore.hub.compile import DIALECTS, compile_rubric, fact_columns, render  # noqa: E402
from openscore.hub.condition_cover import merged  # noqa: E402
from openscore.hub.sql_expressions import snake  # noqa: E402

RUBRICS = [load_rubric(id) for id in rubric_files()]
any_rubric = pytest.mark.parametrize("rubric", RUBRICS, ids=lambda rubric: rubric.id)
quick = settings(max_examples=2, suppress_health_check=[HealthCheck.too_slow])
Row = dict[str, Any]


def by_engine(registry: Registry, rubric: Rubric) -> dict[str, Row]:
    """Return what the engine says, in the words of the query."""
    rows = {}
    for record in registry:
        result = assess(record, rubric)
        row: Row = {"low": result.score.low, "high": result.score.high}
        row |= {"uncapped_low": result.uncapped.low, "uncapped_high": result.uncapped.high}
        row |= {"band_low": result.bands[0].id, "band_high": result.bands[1].id}
        row["gates"] = " ".join(one.gate.id + ("" if one.is_certain else "?") for one in result.gates)
        row["conformance"] = result.conformance
        for criterion in result.criteria:
            for end in ("low", "high"):
                value = criterion.value and getattr(criterion.value, end)
                row[f"{snake(criterion.part.id)}_{end}"] = None if value is None else pytest.approx(value)
        for one in result.classes:
            for end in ("low", "high"):
                row[f"class_{snake(one.entry.id)}_{end}"] = pytest.approx(getattr(one.progress, end))
        rows[record.id] = row
    return rows


def by_sql(registry: Registry, rubric: Rubric, *, lineage: bool = False) -> dict[str, Row]:
    """Return what the query says of the same records."""
    paths = fact_columns(rubric, registry.licenses)
    names = {value for record in registry for value in record.values.values()}
    con = duckdb.connect()
    con.execute("PRAGMA disable_optimizer")  # It takes longer than the query.
    con.execute(f"CREATE TABLE facts (id TEXT, {', '.join(f'{snake(path)} TEXT' for path in paths)})")
    rows = [[record.id, *[record.values.get(path) for path in paths]] for record in registry]
    con.executemany(f"INSERT INTO facts VALUES ({', '.join('?' * (1 + len(paths)))})", rows)
    if lineage:
        con.execute(BASES)
        con.executemany("INSERT INTO bases VALUES (?, ?, ?, ?)", links_of(registry))
        con.execute(ANCESTORS)
    query = compile_rubric(rubric, registry.licenses, names=sorted(names & {*EXPRESSIONS}), lineage=lineage)
    cursor = con.execute(render(query, "duckdb"))
    columns = [entry[0] for entry in cursor.description]
    return {row[0]: dict(zip(columns[1:], row[1:], strict=True)) for row in cursor.fetchall()}


BASES = "CREATE TABLE bases (id TEXT, base TEXT, is_copied BOOLEAN, is_own BOOLEAN)"
ANCESTORS = (
    "CREATE TABLE ancestors AS WITH RECURSIVE up AS ("
    "SELECT id, id AS ancestor, true AS is_near, false AS is_own FROM facts UNION "
    "SELECT up.id, base, up.is_near AND b.is_copied, b.is_own FROM up JOIN bases b ON b.id = up.ancestor) "
    "SELECT up.*, ancestor IN (SELECT id FROM bases WHERE is_copied) AS is_copy FROM up"
)
"""Makes the table that lineage reads, of `facts` and `bases`."""


def links_of(registry: Registry) -> list[list[Any]]:
    """Return the rows of `bases`: how each model of a registry was made from which."""
    rows = []
    for record in registry:
        for link in record.links:
            copied = is_copy(record) and is_copied(link, record)
            own = not copied and registry.same_maker(record, registry[link.model])
            rows.append([record.id, link.model, copied, own])
    return rows


def models_of(seed: int, size: int) -> Registry:
    """Return a random world without its services, which a table of models does not have."""
    made = world(seed, size).registry
    kept = {id: record.data for id, record in made.models.items() if record.kind == "model"}
    return Registry({**made.data, "models": kept}, made.vocabulary)


def some_records(chance: Random, rubric: Rubric, count: int) -> dict[str, dict[str, str]]:
    """Return records of every degree of completeness."""
    paths = fact_columns(rubric, registry_of({}).licenses)
    values = {path: values_of(path) for path in paths}
    records = {}
    for place in range(count):
        share = chance.choice((0.1, 0.3, 0.6, 0.9, 1.0))
        records[f"m{place}"] = {
            path: chance.choice(values[path]) for path in paths if chance.random() < share
        }
    return records


@any_rubric
@quick
@given(seed=st.integers(0, 2**32))
def test_the_query_gives_the_engines_own_intervals(rubric: Rubric, seed: int) -> None:
    """Scores, bands, gates, criteria and classes, to the last printed digit."""
    registry = registry_of(some_records(Random(seed), rubric, 120))
    assert by_engine(registry, rubric) == by_sql(registry, rubric)


@any_rubric
@quick
@given(seed=st.integers(0, 2**32))
def test_lineage_counts_as_in_the_engine(rubric: Rubric, seed: int) -> None:
    """Deep chains, copies, merges, an owner's own models, own terms, and ways that meet again."""
    registry = models_of(seed, 60)
    assert by_engine(registry, rubric) == by_sql(registry, rubric, lineage=True)


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("id", ["mof-1.0", "release-gradient"])
def test_every_dialect_can_be_written_and_read_again(id: str, dialect: str) -> None:
    """What is printed is SQL of that dialect."""
    rubric = load_rubric(id)
    text = render(compile_rubric(rubric, registry_of({}).licenses, lineage=bool(rubric.lineage)), dialect)
    assert sqlglot.parse_one(text, dialect=dialect)


@given(cells=st.sets(st.tuples(st.integers(1, 7), st.integers(1, 7), st.integers(1, 7)), min_size=1))
def test_merged_boxes_meet_exactly_what_the_cells_meet(cells: set[tuple[int, ...]]) -> None:
    """Joining boxes never changes what may be true."""
    boxes = merged(cells)
    for known in product((1, 2, 3, 4, 5, 6, 7), repeat=3):
        expected = any(all(map(and_, known, cell)) for cell in cells)
        assert expected == any(all(map(and_, known, box)) for box in boxes)


def test_the_command_prints_one_query_that_runs(run: Run) -> None:
    """The header names the rubric, its version and digest, and the columns that the query reads."""
    rubric = load_rubric("release-gradient")
    text = run("sql", "--rubric", "release-gradient", "--dialect", "duckdb").out
    assert f"-- rubric {rubric.id} {rubric.version} {rubric.digest}\n" in text
    columns = text.partition("-- reads: id, ")[2].partition("\n")[0].split(", ")
    con = duckdb.connect()
    con.execute(f"CREATE TABLE facts (id TEXT, {', '.join(f'{name} TEXT' for name in columns)})")
    con.execute("INSERT INTO facts (id) VALUES ('somebody/model')")
    found = con.execute(text).fetchone()
    result = assess(registry_of({"m": {}})["m"], rubric)
    assert found
    assert found[:3] == ("somebody/model", result.score.low, result.score.high)


def test_what_a_dialect_needs_is_said_above_the_query(run: Run) -> None:
    """One that fills missing rows of a join with zeros must be told not to; the others need nothing."""
    assert "\n-- needs: SET join_use_nulls = 1, " in run("sql", "--dialect", "clickhouse").out
    assert "-- needs" not in run("sql", "--dialect", "postgres").out
    assert "licenses AS MATERIALIZED (" in run.out
    assert "MATERIALIZED" not in run("sql", "--dialect", "bigquery").out


def test_a_dialect_that_is_not_there_is_answered_with_those_that_are(run: Run) -> None:
    """As with every closed list."""
    assert run("sql", "--dialect", "postgre").code == 2
    assert "did you mean 'postgres'?" in run.err
