"""The evaluators side by side: what the engine, the compiled query and the plain evaluator say of every record.

Needs the extra `hub`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import duckdb
import pytest
from property.plain import Plain
from property.plain_lines import PlainLines
from property.strategies import SHIPPED, with_shipped_licenses
from property.worlds import EXPRESSIONS, World, world

from openscore import Registry, Rubric, assess
from openscore.engine.lineage import is_copied, is_copy
from openscore.hub.column_names import fact_columns, snake
from openscore.hub.compile import compile_rubric, render
from openscore.hub.licensors import MAKER
from openscore.records.record import ModelRecord

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
    paths, con = _prepared(rubric, lineage=lineage)
    con.execute("DELETE FROM facts; DELETE FROM bases; DELETE FROM ancestors")
    _insert(con, "facts", [facts_of_row(record, paths) for record in registry])
    if lineage:
        _insert(con, "bases", links_of(registry))
        con.execute(f"INSERT INTO ancestors {CLOSURE}")
    cursor = con.execute("EXECUTE query")
    columns = [entry[0] for entry in cursor.description]
    return {row[0]: dict(zip(columns[1:], row[1:], strict=True)) for row in cursor.fetchall()}


def _insert(con: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Sequence[Any]]) -> None:
    """Insert rows a column at a time, in a fiftieth of the time of `executemany`."""
    if rows:
        columns = [list(column) for column in zip(*rows, strict=True)]
        con.execute(f"INSERT INTO {table} SELECT {', '.join(['unnest(?)'] * len(columns))}", columns)


def by_plain(registry: Registry, rubric: Rubric) -> dict[str, Row]:
    """Return what the plain evaluator says, of a service what it comes to with the least open of its models."""
    plain, lines = _plain(rubric), PlainLines(rubric)
    return {
        record.id: _least([plain.row(sets) for _, sets in lines.ways(record)], rubric) for record in registry
    }


@cache
def _plain(rubric: Rubric) -> Plain:
    return Plain(rubric)


def _least(rows: Sequence[Row], rubric: Rubric) -> Row:
    if len(rows) == 1:
        return rows[0]
    ends = ("low", "high", "uncapped_low", "uncapped_high")
    row: Row = {end: min(one[end] for one in rows) for end in ends}
    bands = [band.id for band in rubric.bands]
    openness = {id: rubric.openness(band) for id, band in zip(bands, rubric.bands, strict=True)}
    row |= {
        key: min((one[key] for one in rows), key=openness.__getitem__) for key in ("band_low", "band_high")
    }
    return {
        **row,
        "conformance": min((one["conformance"] for one in rows), key=["unmet", "unknown", "met", ""].index),
    }


def facts_of_row(record: ModelRecord, paths: Sequence[str]) -> list[str | None]:
    """Return the row of `facts` of a record: id, values, and its maker."""
    registry = record.registry
    assert isinstance(registry, Registry)
    return [record.id, *[record.values.get(path) for path in paths], registry.maker_of(record) or None]


@cache
def _prepared(rubric: Rubric, *, lineage: bool) -> tuple[tuple[str, ...], duckdb.DuckDBPyConnection]:
    """Return the columns that the query reads, and a database in which it is prepared for any records.

    To write it and to plan it takes longer than to run it.
    """
    paths = fact_columns(rubric)
    con = duckdb.connect()
    con.execute("PRAGMA disable_optimizer")  # It takes longer than the query.
    columns = ", ".join(f"{snake(path)} TEXT" for path in (*paths, MAKER))
    con.execute(f"CREATE TABLE facts (id TEXT, {columns})")
    con.execute(f"{BASES}; {ANCESTORS}")
    query = compile_rubric(rubric, SHIPPED.licenses, names=sorted(EXPRESSIONS), lineage=lineage)
    con.execute(f"PREPARE query AS {render(query, 'duckdb')}")
    return tuple(paths), con


BASES = "CREATE TABLE bases (id TEXT, base TEXT, is_copied BOOLEAN, is_own BOOLEAN)"
CLOSURE = (
    "WITH RECURSIVE up AS ("
    "SELECT id, id AS ancestor, true AS is_near, false AS is_own FROM facts UNION "
    "SELECT up.id, base, up.is_near AND b.is_copied, b.is_own FROM up JOIN bases b ON b.id = up.ancestor) "
    "SELECT up.*, ancestor IN (SELECT id FROM bases WHERE is_copied) AS is_copy FROM up"
)
"""The rows of the table that lineage reads, from `facts` and `bases`."""
ANCESTORS = f"CREATE TABLE ancestors AS {CLOSURE}"


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


def joined(worlds: Sequence[World]) -> Registry:
    """Return all but the services of several worlds in one registry, each id behind the seed of its world."""
    entries: dict[str, Any] = {}
    for one in worlds:
        for record in one.records:
            if record.kind != "service":
                bases = [{**base, "model": f"w{one.seed}-{base['model']}"} for base in record.data["bases"]]
                entries[f"w{one.seed}-{record.id}"] = {**record.data, "bases": bases}
    first = worlds[0].registry
    made = Registry({**first.data, "models": entries}, first.vocabulary)
    return with_shipped_licenses(made)
