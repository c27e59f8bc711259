"""`openscore rubrics`: which frameworks can be applied, and what one of them asks."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from openscore.cli import completion
from openscore.cli.listing import list_text, write_list
from openscore.cli.loading import registry_of, rubric_of, snapshots
from openscore.cli.options import OutputOption
from openscore.cli.output import write
from openscore.cli.parameters import argument, flag, option
from openscore.cli.screen import screen
from openscore.cli.values import choice
from openscore.errors import UsageError
from openscore.language import tr
from openscore.report.terminal.lists import rubric_row
from openscore.resources import rubric_files
from openscore.rubric.rubric import Rubric

if TYPE_CHECKING:
    from openscore.analysis.implication import Answer
    from openscore.report.views.rubric import RubricView


def command(
    rubric: Annotated[
        str,
        argument(metavar="RUBRIC", help="Id or file; all if left out.", complete=completion.rubrics),
    ] = "",
    against: Annotated[
        list[str],
        option(
            "--against",
            metavar="ID|PATH",
            help="Does what meets RUBRIC meet this one? Repeatable; without RUBRIC, each against each.",
            complete=completion.rubrics,
        ),
    ] = [],  # noqa: B006  # Typer copies it
    widths: Annotated[
        bool, flag("--widths", help="Tell how wide the scores of the registry are on average.")
    ] = False,
    format: Annotated[
        str, choice("--format", among=("table", "md", "json", "csv"), help="Output format.")
    ] = "table",
    output: OutputOption = None,
) -> None:
    """List the shipped rubrics, or show what one of them asks, what is worth what, and what it cannot say."""
    if against:
        _compare(rubric, against, format, output)
        return
    if not rubric:
        _list(format, output, widths=widths)
        return
    if widths:
        raise UsageError(tr("--widths is for the list of rubrics"), hint="`openscore rubrics --widths`")
    if format == "csv":
        raise UsageError(tr("a rubric has no format '{format}'", format=format), hint="--format json")
    _show(rubric_of(rubric), format, output)


def _list(format: str, output: Path | None, *, widths: bool) -> None:
    if format == "md":
        raise UsageError(tr("a list has no format '{format}'", format=format), hint="--format table")
    rubrics = map(rubric_of, rubric_files())
    if not widths:
        rows = map(rubric_row, rubrics)
        write_list(rows, "rubrics", narrow=("id", "summary", "version"), format=format, output=output)
        return
    from openscore.report.analyses.coverage import width_row

    registry = registry_of([])
    measured = [width_row(rubric, registry) for rubric in rubrics]
    write_list(measured, "widths", narrow=tuple(measured[0]), format=format, output=output)


def _compare(rubric: str, against: Sequence[str], format: str, output: Path | None) -> None:
    from openscore.analysis.implication import Side, implications, plain_model
    from openscore.report.views.implications import implications_data, implications_view

    registry = registry_of([])
    others = [Side(rubric_of(id), registry) for id in against]
    if rubric:
        own = Side(rubric_of(rubric), registry)
        pairs = [(own, other) for other in others]
    else:
        pairs = [(one, other) for one in others for other in others]
    found = implications(pairs, snapshots=snapshots())
    if format == "json":
        from openscore.report.text import document

        content = implications_data(answer for answers in found for answer in answers)
        write(document("implications", content), output, is_data=True)
    elif format == "csv" or not rubric:
        if rubric or format == "md":
            raise UsageError(tr("a comparison has no format '{format}'", format=format), hint="--format json")
        _write_lattice([answer for answers in found for answer in answers], format, output)
    else:
        model = plain_model(registry).id
        _write_views([implications_view(answers, model) for answers in found], format, output)


def _write_lattice(answers: Sequence[Answer], format: str, output: Path | None) -> None:
    from openscore.report.views.implications import MARKS, SCOPE, WORDS, lattice_rows

    strict = {
        (answer.premise.name, answer.conclusion.name): answer
        for answer in answers
        if not (answer.premise.is_gate or answer.conclusion.is_gate)
    }
    from openscore.report.terminal.rubric import paragraph

    rows = lattice_rows(strict, MARKS if format == "table" else WORDS)
    text = list_text(rows, "implications", narrow=tuple(rows[0]), format=format, output=output)
    if format == "table":
        legend = tr("+ what meets the row meets the column, proven; - it need not; 0 nothing meets the row.")
        text += "\n" + paragraph(f"{legend} {tr(SCOPE)}", screen(output))
    write(text, output, is_data=format != "table")


def _write_views(views: Sequence[RubricView], format: str, output: Path | None) -> None:
    if format == "md":
        from openscore.report.formats.rubric_md import render

        write("\n".join(map(render, views)), output, is_data=True)
        return
    from openscore.report.terminal.rubric import rubric_page

    write("\n".join(rubric_page(view, screen(output)) for view in views), output)


def _show(rubric: Rubric, format: str, output: Path | None) -> None:
    from openscore.report.views.rubric import rubric_data, rubric_view

    if format == "json":
        from openscore.report.text import document

        write(document("rubric", {"rubric": rubric_data(rubric)}), output, is_data=True)
    else:
        _write_views([rubric_view(rubric)], format, output)
