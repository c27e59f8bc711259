"""`openscore sql`: a rubric as one query for a database."""

from __future__ import annotations

from typing import Annotated

import typer

from openscore.cli.options import (
    OutputOption,
    RegistryOption,
    RubricOption,
    one_of,
    registry_of,
    rubric_of,
    write,
)


def command(
    rubric: RubricOption = "",
    dialect: Annotated[
        str, typer.Option("--dialect", metavar="NAME", help="duckdb, spark, bigquery, snowflake, ...")
    ] = "duckdb",
    table: Annotated[str, typer.Option("--table", metavar="NAME", help="The table of facts.")] = "facts",
    lineage: Annotated[
        bool, typer.Option("--lineage", help="Let base models count, by a table ancestors (id, ancestor).")
    ] = False,
    licenses: Annotated[
        list[str],
        typer.Option(
            "--license", metavar="EXPRESSION", help="An expression in the table, such as 'MIT OR 0BSD'."
        ),
    ] = [],  # noqa: B006  # Typer copies it
    registry: RegistryOption = [],  # noqa: B006
    output: OutputOption = "",
) -> None:
    """Print a rubric as one SELECT over a wide table of facts."""
    from openscore import __version__
    from openscore.cli.extras import needs

    needs("hub", "sqlglot")
    from openscore.hub.compile import DIALECTS, compile_rubric, fact_columns, header, render
    from openscore.hub.sql_expressions import snake

    one_of(dialect, DIALECTS, "--dialect")
    judged, table_of = rubric_of(rubric), registry_of(registry).licenses
    query = compile_rubric(judged, table_of, table=table, names=licenses, lineage=lineage)
    columns = [snake(path) for path in fact_columns(judged, table_of)]
    lines = [*header(judged, __version__, columns, dialect), render(query, dialect) + ";"]
    write("\n".join(lines) + "\n", output, is_data=True)
