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
from property.strategies import (
    RUBRICS,
    SHIPPED,
    VOCABULARY,
    record_data,
    registry_of,
    values_of,
    with_shipped_licenses,
)
from property.worlds import EXPRESSIONS, MAKERS
from samples import BOTH, level, part

from openscore import Registry, Rubric, assess, load_rubric

duckdb = pytest.importorskip("duckdb", reason="the extra `hub` is not installed")
sqlglot = pytest.importorskip("sqlglot", reason="the extra `hub` is not installed")

from property.evaluators import by_engine, by_sql, models_of  # noqa: E402

from openscore.hub.column_names import fact_columns  # noqa: E402
from openscore.hub.compile import DIALECTS, compile_rubric, render  # noqa: E402
from openscore.hub.condition_cover import merged  # noqa: E402

any_rubric = pytest.mark.parametrize("rubric", RUBRICS, ids=lambda rubric: rubric.id)
quick = settings(max_examples=2, suppress_health_check=[HealthCheck.too_slow])


def some_records(chance: Random, rubric: Rubric, count: int) -> dict[str, dict[str, str]]:
    """Return records of every degree of completeness."""
    paths = fact_columns(rubric)
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


def test_an_owners_next_model_is_bound_by_the_same_licenses_as_in_the_engine() -> None:
    """By every license and expression there is, of a maker whom texts name and of one whom none does; `NONE` too."""
    entries: dict[str, Any] = {}
    for maker, place, license in (
        (maker, *numbered)
        for maker in MAKERS
        for numbered in enumerate((*EXPRESSIONS, *SHIPPED.licenses.licenses))
    ):
        for id, stated, bases in (
            (f"{maker}-{place}", license, []),
            (f"{maker}-{place}-next", "MIT", [f"{maker}-{place}"]),
        ):
            known = {"weights.availability": "public", "weights.license": stated}
            entries[id] = {**record_data(known, bases), "developer": MAKERS[maker]["name"]}
    registry = with_shipped_licenses(
        Registry({**SHIPPED.data, "models": entries, "makers": MAKERS}, VOCABULARY)
    )
    rubric = load_rubric("osaid-1.0")
    assert by_engine(registry, rubric) == by_sql(registry, rubric, lineage=True)


def test_a_rubric_may_ask_nothing_but_whether_a_license_is_on_a_list() -> None:
    """No fact has values of its own then, and no term is one that an entry may state."""
    levels = [level("met", 1, {"weights.license.in.liked": ["yes"]}), level("unmet", 0, None)]
    asked = {**part("liked", "weights.availability", criterion_weight=1.0), "levels": levels}
    lineage = {"worst": ["weights.license"]}
    data = {**BOTH.data, "criteria": [asked], "license_sets": {"liked": ["MIT"]}, "lineage": lineage}
    rubric = Rubric(data, VOCABULARY)
    registry = models_of(1, 60)
    assert by_engine(registry, rubric) == by_sql(registry, rubric, lineage=True)


def test_what_passes_along_a_line_is_said_in_the_same_words_under_every_rubric() -> None:
    """What distinguishes facts and terms stands in tables: a rubric that asks more has no longer derivations."""
    said = {
        name: {
            table.this.sql("duckdb")
            for rubric in RUBRICS
            for table in compile_rubric(rubric, SHIPPED.licenses, lineage=True).ctes
            if table.alias == name
        }
        for name in ("judged", "folded", "line", "shared")
    }
    assert {name: len(texts) for name, texts in said.items()} == dict.fromkeys(said, 1)


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("id", ["mof-1.0", "release-gradient"])
def test_every_dialect_can_be_written_and_read_again(id: str, dialect: str) -> None:
    """What is printed is SQL of that dialect."""
    rubric = load_rubric(id)
    text = render(compile_rubric(rubric, registry_of({}).licenses, lineage=bool(rubric.lineage)), dialect)
    assert sqlglot.parse_one(text, dialect=dialect)


def test_a_database_that_calls_columns_by_their_tables_is_told_their_names() -> None:
    """Where two tables of a join have a column of one name, it would call the chosen one `table.column`."""
    query = compile_rubric(load_rubric("osi-draft"), SHIPPED.licenses, lineage=True)
    tree = sqlglot.parse_one(render(query, "clickhouse"), dialect="clickhouse")
    chosen = [value for select in tree.find_all(sqlglot.exp.Select) for value in select.expressions]
    assert not [
        one for one in chosen if isinstance(one, sqlglot.exp.Column) and one.table and not one.is_star
    ]


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
    text = run("sql", "--dialect", "clickhouse").out
    assert "\n-- needs: SET join_use_nulls = 1, " in text
    assert ", enable_materialized_cte = 1, " in text
    assert " AS MATERIALIZED (" in text
    assert "-- needs" not in run("sql", "--dialect", "postgres").out
    assert "licenses AS MATERIALIZED (" in run.out
    assert "MATERIALIZED" not in run("sql", "--dialect", "bigquery").out


def test_a_dialect_that_is_not_there_is_answered_with_those_that_are(run: Run) -> None:
    """As with every closed list."""
    assert run("sql", "--dialect", "postgre").code == 2
    assert "did you mean 'postgres'?" in run.err
