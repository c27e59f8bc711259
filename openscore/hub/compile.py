"""A rubric as one SELECT over a wide table of facts.

The query says what the engine does for one record, for all rows at once and in the same steps:
masks of what may be true, levels that are still possible, points from low to high, gates, band.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sqlglot import exp
from sqlglot.dialects.dialect import Dialect, rename_func
from sqlglot.generator import Generator

from openscore import numerals
from openscore.hub.aggregation import ScoreTables
from openscore.hub.facts import FACTS, FactTables
from openscore.hub.levels import LevelTables
from openscore.hub.license_tables import license_tables
from openscore.hub.sql_expressions import constants
from openscore.records.licenses import LicenseTable
from openscore.rubric.rubric import Rubric

KEEPS = ("duckdb", "postgres", "clickhouse")
"""Dialects that can be told to work out each common table once. Without it they write each table into the
next, which has its columns several times: the query grows with every storey until it fits no memory."""
NEEDS = {
    "clickhouse": "SET join_use_nulls = 1, max_query_size = 10000000, max_expanded_ast_elements = 50000000, "
    "enable_materialized_cte = 1, query_plan_enable_optimizations = 0",
}
"""What has to be typed before the query, where a dialect's habits are in its way."""
DIALECTS = ("duckdb", "spark", "bigquery", "snowflake", "trino", "clickhouse", "postgres")


def compile_rubric(
    rubric: Rubric,
    licenses: LicenseTable,
    *,
    table: str = FACTS,
    names: Iterable[str] = (),
    lineage: bool = False,
    has_licenses: bool = False,
) -> exp.Select:
    """Return the query that scores every row of a table of facts.

    Args:
        rubric: Any rubric.
        licenses: What licenses permit, require and limit.
        table: A table with `id` and one text column per fact that the rubric reads, such as
            `weights_availability`; NULL is unknown.
        names: License expressions that the license columns may hold beside the names of the table.
        lineage: Whether facts that the rubric lets base models share are the worst over the rows of a
            table `ancestors (id, ancestor, is_near, is_own, is_copy)`, in which every model is also its own
            ancestor; `hub.line` says what its columns mean, and `hub.licensors` what the column `maker` is
            that the table of facts then has.
        has_licenses: Whether the tables of `license_tables` are there already, and need not be written.

    Returns:
        One row per id: `low`, `high`, `uncapped_low`, `uncapped_high`, `band_low`, `band_high`, `gates`
        (ids; a question mark after one that only may close), `conformance`, and `<id>_low`, `<id>_high`
        for each criterion (0 to 1, NULL where it does not apply) and class (0 to 100).

    Raises:
        DataError: If lineage has no worst value of a fact, or two names make one column.
    """
    scores = ScoreTables(rubric)
    facts = FactTables(rubric, licenses)
    tables: list[tuple[str, exp.Query]] = []
    if facts.terms and not has_licenses:
        tables += _license_tables(rubric, licenses, names, lineage=lineage)
    tables += facts.tables(table, lineage=lineage)
    tables += LevelTables(rubric).tables(tables[-1][0])
    tables += scores.tables(tables[-1][0])
    query = scores.result().from_(tables[-1][0], copy=False)
    for name, body in tables:
        query = query.with_(name, as_=body, copy=False)
    return query


def _license_tables(
    rubric: Rubric, licenses: LicenseTable, names: Iterable[str], *, lineage: bool
) -> Iterator[tuple[str, exp.Query]]:
    """Yield what every license says that may stand in the facts, as tables of constants."""
    members = [name for listed in rubric.license_sets.values() for name in listed]
    known = (*licenses.names, *sorted(licenses.ambiguous), *members, *names)
    for listed in license_tables(rubric, licenses, known)[: 2 if lineage else 1]:
        yield listed.name, constants(listed.columns, listed.rows)


def render(query: exp.Query, dialect: str) -> str:
    """Write a query in a dialect, one column or condition a line and one license a line; it is used up."""
    if dialect in KEEPS:
        for table in query.ctes:
            table.set("materialized", True)
    base = Dialect.get_or_raise(dialect).generator_class
    changed: dict[type[exp.Expr], Any] = {exp.Tuple: _on_one_line}
    if dialect == "clickhouse":  # It has no operators for bits, and calls columns by their tables if it can.
        for select in query.find_all(exp.Select):
            select.set("expressions", [_with_its_name(value) for value in select.expressions])
        changed |= {exp.BitwiseAnd: rename_func("bitAnd"), exp.BitwiseOr: rename_func("bitOr")}
    generator = type("Lines", (base,), {"TRANSFORMS": {**base.TRANSFORMS, **changed}})
    return str(generator(dialect=dialect, pretty=True, max_text_width=100).generate(query, copy=False))


def _with_its_name(value: exp.Expr) -> exp.Expr:
    is_named = not isinstance(value, exp.Column) or value.is_star or not value.table
    return value if is_named else exp.alias_(value, value.name)


def _on_one_line(generator: Generator, row: exp.Tuple) -> str:
    return f"({', '.join(generator.sql(value) for value in row.expressions)})"


def header(rubric: Rubric, version: str, columns: Iterable[str], dialect: str) -> Iterator[str]:
    """Yield the comment lines that say what a printed query is, and what it reads."""
    yield f"-- rubric {rubric.id} {rubric.version} {rubric.digest}"
    top = numerals.number(rubric.top)
    yield f"-- written by openscore {version}; scores are from 0 to {top}, NULL facts are unknown"
    yield "-- reads: id, " + ", ".join(columns)
    if dialect in NEEDS:
        yield f"-- needs: {NEEDS[dialect]}"
