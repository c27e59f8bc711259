"""`openscore sql`: a rubric as one query for a database."""

from __future__ import annotations

from typing import Annotated

from openscore.cli import completion
from openscore.cli.loading import registry_of, rubric_of
from openscore.cli.options import OutputOption, RegistryOption, RubricOption
from openscore.cli.output import write
from openscore.cli.parameters import flag, option
from openscore.cli.values import choice


def _dialects() -> tuple[str, ...]:
    from openscore.hub.compile import DIALECTS

    return DIALECTS


def command(
    rubric: RubricOption = "",
    dialect: Annotated[
        str,
        choice("--dialect", among=_dialects, metavar="NAME", help="duckdb, spark, bigquery, snowflake, ..."),
    ] = "duckdb",
    table: Annotated[str, option("--table", metavar="NAME", help="The table of facts.")] = "facts",
    lineage: Annotated[
        bool, flag("--lineage", help="Let base models count, by a table ancestors; see docs/scale.md.")
    ] = False,
    licenses: Annotated[
        list[str],
        option(
            "--license",
            metavar="EXPRESSION",
            help="An expression in the table, such as 'MIT OR 0BSD'.",
            complete=completion.licenses,
        ),
    ] = [],  # noqa: B006  # Typer copies it
    registry: RegistryOption = [],  # noqa: B006
    output: OutputOption = None,
) -> None:
    """Print a rubric as one SELECT over a wide table of facts."""
    from openscore import __version__
    from openscore.cli.extras import needs

    needs("hub", "sqlglot")
    from openscore.hub.column_names import fact_columns, snake
    from openscore.hub.compile import compile_rubric, header, render
    from openscore.hub.licensors import MAKER

    judged, table_of = rubric_of(rubric), registry_of(registry).licenses
    query = compile_rubric(judged, table_of, table=table, names=licenses, lineage=lineage)
    columns = [snake(path) for path in fact_columns(judged)] + [MAKER] * lineage
    lines = [*header(judged, __version__, columns, dialect), render(query, dialect) + ";"]
    write("\n".join(lines) + "\n", output, is_data=True)
