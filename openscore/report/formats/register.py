"""A register of models in use as CSV, Markdown, or a workbook."""

from __future__ import annotations

from collections.abc import Sequence

from openscore.check.register_columns import ColumnShape
from openscore.language import counted, tr
from openscore.report.formats.csv import to_csv
from openscore.report.formats.markdown import escape
from openscore.report.text import labeled
from openscore.report.views.register import Register, Row
from openscore.report.views.register_cells import said

FORMATS = ("csv", "xlsx", "md")


def render(register: Register, format: str) -> str | bytes:
    """Return a register in a format; of a workbook the bytes.

    Raises:
        UsageError: If it is a workbook and the extra `xlsx` is not installed.
    """
    if format == "xlsx":
        # Imported here: it needs a library that nothing else does.
        from openscore.report.formats.register_xlsx import workbook

        return workbook(register)
    if format == "md":
        return _markdown(register)
    return to_csv(register.titles(), map(register.line, register.rows))


def _markdown(register: Register) -> str:
    """Return a list for each row: a table of so many columns nobody reads."""
    shape = register.columns.shape
    lines = [f"# {escape(said(shape.title))}", "", _count(register), ""]
    for row in register.rows:
        by_word = {
            column.shows: row.cells.get(column.id, "")
            for column in shape.columns
            if isinstance(column.shows, str)
        }
        mark = "##" if row.kind == "model" else "###"
        lines += [f"{mark} {escape(by_word['name'])}", ""]
        lines += [
            _line(column, row.cells.get(column.id, "")) for column in shape.columns if _is_told(column, row)
        ]
        lines += [f"- {escape(labeled(title, row.own.get(title, '')))}" for title in register.own]
        lines.append("")
    lines += [f"## {tr('Who asks for what')}", ""]
    lines += [
        f"- {escape(said(column.title))}: {escape('; '.join(column.asked))}"
        for column in shape.columns
        if column.asked
    ]
    lines += [
        "",
        *(f"- {escape(source.id)}: {escape(source.title)}, {escape(source.url)}" for source in shape.sources),
    ]
    return "\n".join(lines).rstrip() + "\n"


def _is_told(column: ColumnShape, row: Row) -> bool:
    is_empty = not row.cells.get(column.id)
    return (
        row.kind in column.of
        and column.shows not in ("name", "filled")
        and not (column.shows == "changed" and is_empty)
    )


def _line(column: ColumnShape, text: str) -> str:
    shown = escape(" ".join(text.splitlines())) or f"*{tr('to be filled in')}*"
    return f"- **{escape(said(column.title))}**: {shown}"


def _count(register: Register) -> str:
    models: Sequence[Row] = [row for row in register.rows if row.kind == "model"]
    date = tr(", facts as of {day}", day=register.day) if register.day else ""
    return counted("{n} model{date}.", "{n} models{date}.", len(models), date=date)
