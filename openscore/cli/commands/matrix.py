"""`openscore matrix`: every model under every rubric."""

from __future__ import annotations

from typing import Annotated

from openscore.cli import completion
from openscore.cli.listing import FormatOption
from openscore.cli.loading import registry_of, rubric_of
from openscore.cli.options import AsOfOption, OutputOption, RegistryOption, StandaloneOption
from openscore.cli.output import write
from openscore.cli.parameters import option
from openscore.cli.screen import screen
from openscore.errors import NothingMatchedError
from openscore.language import tr
from openscore.resources import rubric_files

RubricsOption = Annotated[
    list[str],
    option(
        "--rubric",
        metavar="ID|PATH",
        help="Use this rubric; repeatable, all if left out.",
        complete=completion.rubrics,
    ),
]


def command(
    rubric: RubricsOption = [],  # noqa: B006  # Typer copies it
    registry: RegistryOption = [],  # noqa: B006
    standalone: StandaloneOption = False,
    as_of: AsOfOption = None,
    format: FormatOption = "table",
    output: OutputOption = None,
) -> None:
    """Show every model under every rubric: percentiles, and scores on each rubric's own scale."""
    from openscore.analysis.matrix import matrix
    from openscore.report.analyses.matrix import matrix_csv, matrix_json, matrix_table
    from openscore.report.text import document

    loaded = registry_of(registry, standalone=standalone, as_of=as_of)
    table = matrix(loaded, [rubric_of(name) for name in rubric or rubric_files()])
    if not table.rubrics:
        raise NothingMatchedError(tr("none of the rubrics judges a model of the registry"))
    if format == "json":
        write(document("matrix", matrix_json(table, loaded)), output, is_data=True)
    elif format == "csv":
        write(matrix_csv(table), output, is_data=True)
    else:
        write(matrix_table(table, screen(output)), output)
