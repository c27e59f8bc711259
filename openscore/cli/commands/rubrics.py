"""`openscore rubrics`: which frameworks can be applied, and what one of them asks."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from openscore.cli import completion
from openscore.cli.listing import write_list
from openscore.cli.loading import rubric_of
from openscore.cli.options import OutputOption
from openscore.cli.output import write
from openscore.cli.screen import screen
from openscore.cli.values import choice
from openscore.errors import UsageError
from openscore.language import tr
from openscore.report.terminal.lists import rubric_row
from openscore.resources import rubric_files
from openscore.rubric.rubric import Rubric


def command(
    rubric: Annotated[
        str,
        typer.Argument(
            metavar="RUBRIC", help="Id or file; all if left out.", autocompletion=completion.rubrics
        ),
    ] = "",
    format: Annotated[
        str, choice("--format", among=("table", "md", "json", "csv"), help="Output format.")
    ] = "table",
    output: OutputOption = None,
) -> None:
    """List the shipped rubrics, or show what one of them asks, what is worth what, and what it cannot say."""
    if not rubric:
        if format == "md":
            raise UsageError(tr("a list has no format '{format}'", format=format), hint="--format table")
        rows = (rubric_row(rubric_of(id)) for id in rubric_files())
        write_list(rows, "rubrics", narrow=("id", "summary", "version"), format=format, output=output)
        return
    if format == "csv":
        raise UsageError(tr("a rubric has no format '{format}'", format=format), hint="--format json")
    _show(rubric_of(rubric), format, output)


def _show(rubric: Rubric, format: str, output: Path | None) -> None:
    from openscore.report.views.rubric import rubric_data, rubric_view

    if format == "json":
        from openscore.report.text import document

        write(document("rubric", {"rubric": rubric_data(rubric)}), output, is_data=True)
    elif format == "md":
        from openscore.report.formats.rubric_md import render

        write(render(rubric_view(rubric)), output, is_data=True)
    else:
        from openscore.report.terminal.rubric import rubric_page

        write(rubric_page(rubric_view(rubric), screen(output)), output)
