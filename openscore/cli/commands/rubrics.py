"""`openscore rubrics`: which frameworks can be applied."""

from __future__ import annotations

from openscore.cli.listing import FormatOption, write_list
from openscore.cli.loading import rubric_of
from openscore.cli.options import OutputOption
from openscore.report.terminal.lists import rubric_row
from openscore.resources import rubric_files


def command(format: FormatOption = "table", output: OutputOption = None) -> None:
    """List the shipped rubrics."""
    rows = (rubric_row(rubric_of(id)) for id in rubric_files())
    write_list(rows, "rubrics", narrow=("id", "summary", "version"), format=format, output=output)
