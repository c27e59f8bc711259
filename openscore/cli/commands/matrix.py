"""`openscore matrix`: every model under every rubric."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

from openscore.cli import completion
from openscore.cli.listing import FormatOption
from openscore.cli.loading import registry_of, rubric_of, take_over
from openscore.cli.options import AsOfOption, OutputOption, RegistryOption, StandaloneOption
from openscore.cli.output import write
from openscore.cli.parameters import option
from openscore.cli.screen import screen
from openscore.cli.values import choice
from openscore.errors import NothingMatchedError
from openscore.language import tr
from openscore.resources import rubric_files

if TYPE_CHECKING:
    from openscore.analysis.matrix import Matrix
    from openscore.registry.registry import Registry
    from openscore.rubric.rubric import Rubric

RubricsOption = Annotated[
    list[str],
    option(
        "--rubric",
        metavar="ID|PATH",
        help="Use this rubric; repeatable, all if left out.",
        complete=completion.rubrics,
    ),
]

LevelOption = Annotated[
    str,
    choice("--level", among=("model", "developer"), help="What is compared: models, or who makes them."),
]


def compared(registry: Registry, level: str, rubrics: Sequence[Rubric]) -> Matrix:
    """Return the matrix of the models of a registry, or of their developers."""
    for rubric in rubrics:
        take_over(registry, rubric, keeps=True)
    if level == "developer":
        from openscore.analysis.developers import developer_matrix

        return developer_matrix(registry, rubrics)
    from openscore.analysis.matrix import matrix

    return matrix(registry, rubrics)


def command(
    rubric: RubricsOption = [],  # noqa: B006  # Typer copies it
    registry: RegistryOption = [],  # noqa: B006
    standalone: StandaloneOption = False,
    level: LevelOption = "model",
    as_of: AsOfOption = None,
    format: FormatOption = "table",
    output: OutputOption = None,
) -> None:
    """Show every model under every rubric: percentiles, and scores on each rubric's own scale."""
    from openscore.report.analyses.matrix import matrix_csv, matrix_json, matrix_table
    from openscore.report.text import document

    loaded = registry_of(registry, standalone=standalone, as_of=as_of)
    table = compared(loaded, level, [rubric_of(name) for name in rubric or rubric_files()])
    if not table.rubrics:
        raise NothingMatchedError(tr("none of the rubrics judges a model of the registry"))
    if format == "json":
        write(document("matrix", matrix_json(table, loaded)), output, is_data=True)
    elif format == "csv":
        write(matrix_csv(table), output, is_data=True)
    else:
        write(matrix_table(table, screen(output)), output)
