"""Print a list as a table, JSON or CSV."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated

from openscore.cli.output import write
from openscore.cli.screen import screen
from openscore.cli.values import choice
from openscore.report.terminal.lists import Row, list_table

FORMATS = ("table", "json", "csv")
FormatOption = Annotated[str, choice("--format", among=FORMATS, help="Output format.")]


def write_list(
    rows: Iterable[Row], kind: str, *, narrow: Sequence[str], format: str, output: Path | None
) -> None:
    """Write rows that have the same keys; see `list_text`."""
    text = list_text(rows, kind, narrow=narrow, format=format, output=output)
    write(text, output, is_data=format != "table")


def list_text(
    rows: Iterable[Row], kind: str, *, narrow: Sequence[str], format: str, output: Path | None
) -> str:
    """Return rows that have the same keys as text.

    Args:
        rows: At least one row.
        kind: Plural name of what is listed, for the JSON schema's name.
        narrow: Keys that a table shows on a narrow screen.
        format: One of `FORMATS`.
        output: File for which it is, or nothing.
    """
    listed = list(rows)
    if format == "json":
        from openscore.report.text import document

        return document(kind, {kind: listed})
    if format == "csv":
        from openscore.report.formats.csv import to_csv

        return to_csv([*listed[0]], (row.values() for row in listed))
    return list_table(listed, screen(output), narrow)
