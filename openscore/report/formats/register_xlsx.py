"""A register as a workbook: titles stay in sight, choices stand in lists, and no cell computes anything."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

from openscore.check.former_register import EXTRA
from openscore.check.register_columns import ColumnShape
from openscore.installation import not_installed
from openscore.language import tr
from openscore.report.terminal.cells import cell_len
from openscore.report.text import shown_address
from openscore.report.views.register import Register
from openscore.report.views.register_cells import said

MOST_LETTERS = 32_767
"""What a cell of a workbook holds."""
WIDTHS = (15, 44)
"""Least and most letters that a column is wide."""
HEAD = 45.0
"""Points that the row of titles is high: three lines."""
A3, PAGES_ACROSS = 8, 4
"""What is printed: the code of the paper, and how many sheets of it stand side by side."""
TO_FILL, OF_MODEL, MARKED = "FFF8E1", "E8EEF7", "FDECEA"
"""Grounds of cells that people fill in, of rows of models, and of what changed or is not in the registry."""
INK = "1F2933"


def workbook(register: Register) -> bytes:
    """Return the bytes of a workbook; equal registers give equal sheets.

    Raises:
        UsageError: If the extra `xlsx` is not installed.
    """
    try:
        import openpyxl
    except ImportError as error:
        raise not_installed(tr("workbooks need openpyxl"), EXTRA) from error
    book = openpyxl.Workbook()
    made = datetime.fromisoformat(register.day) if register.day else datetime(2000, 1, 1)  # noqa: DTZ001
    book.properties.creator, book.properties.created, book.properties.modified = "OpenScore", made, made
    book.properties.title = said(register.columns.shape.title)
    _sheet(book.active, register)
    _about(book.create_sheet(tr("About")), register)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _put(cell: Any, text: str) -> None:
    """Write a text that stays one, whatever it begins with."""
    cell.value = text[:MOST_LETTERS]
    cell.data_type = "s"
    cell.quotePrefix = True


def _sheet(sheet: Any, register: Register) -> None:
    sheet.title = tr("Register")
    titles = register.titles()
    for place, title in enumerate(titles, start=1):
        _put(sheet.cell(1, place), title)
    for line, row in enumerate(register.rows, start=2):
        for place, text in enumerate(register.line(row), start=1):
            if text:
                _put(sheet.cell(line, place), text)
    _dress(sheet, register, titles)
    _offer(sheet, register)


def _dress(sheet: Any, register: Register, titles: list[str]) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    grounds = {color: PatternFill("solid", fgColor=color) for color in (TO_FILL, OF_MODEL, MARKED, INK)}
    for place in range(1, len(titles) + 1):
        cell = sheet.cell(1, place)
        cell.font, cell.fill = Font(bold=True, color="FFFFFF"), grounds[INK]
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        longest = max(
            (len(str(sheet.cell(line, place).value or "")) for line in range(2, sheet.max_row + 1)), default=0
        )
        sheet.column_dimensions[get_column_letter(place)].width = min(max(longest + 2, WIDTHS[0]), WIDTHS[1])
    shown = [
        *register.columns.shape.columns[:-2],
        *([None] * len(register.own)),
        *register.columns.shape.columns[-2:],
    ]
    for line, row in enumerate(register.rows, start=2):
        for place, column in enumerate(shown, start=1):
            cell = sheet.cell(line, place)
            text = str(cell.value or "")
            # Rows of one line: programs do not agree on how high wrapped addresses are. What is longer than
            # its cell ends with it: in the next one it would seem to be somebody's entry.
            has_lines = "\n" in text
            way = "fill" if cell_len(text) > WIDTHS[1] and not has_lines else None
            cell.alignment = Alignment(wrap_text=has_lines, vertical="top", horizontal=way)
            if color := _ground(column, row.kind, is_known=row.is_known, is_empty=not cell.value):
                cell.fill = grounds[color]
    sheet.column_dimensions[get_column_letter(len(titles))].hidden = True
    sheet.freeze_panes = sheet.cell(2, 5)
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(titles) - 1)}{max(sheet.max_row, 2)}"
    sheet.row_dimensions[1].height = HEAD
    page = sheet.page_setup
    page.orientation, page.paperSize, page.fitToWidth, page.fitToHeight = "landscape", A3, PAGES_ACROSS, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"


def _ground(column: ColumnShape | None, kind: str, *, is_known: bool, is_empty: bool) -> str:
    if column is None or kind not in column.of:
        return ""
    if column.shows == "changed":
        return "" if is_empty else MARKED
    if column.is_of_people or column.shows == "judge":
        return TO_FILL
    if column.shows in ("asset", "name"):
        return OF_MODEL if is_known and kind == "model" else "" if is_known else MARKED
    return ""


def _offer(sheet: Any, register: Register) -> None:
    """Let cells with a closed list of values offer it."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    last = max(sheet.max_row, 2)
    for place, column in enumerate(register.columns.shape.columns, start=1):
        grades = register.columns.shape.grade.values if column.shows == "grade" else ()
        titles = [*(one.title for one in grades), *(one.title for one in column.choices)]
        if offered := [said(title) for title in titles]:
            rule = DataValidation(type="list", formula1=f'"{",".join(offered)}"', allow_blank=True)
            rule.showErrorMessage, rule.error = True, tr("one of: {listed}", listed=", ".join(offered))
            letter = get_column_letter(place)
            rule.add(f"{letter}2:{letter}{last}")
            sheet.add_data_validation(rule)


def _about(sheet: Any, register: Register) -> None:
    from openpyxl.styles import Alignment, Font

    shape = register.columns.shape
    lines = [
        [said(shape.title), f"{shape.id} {shape.version}", register.day],
        [],
        [tr("Column"), tr("What it says"), tr("Filled in by"), tr("Asked by")],
    ]
    for column in shape.columns:
        who = tr("people") if column.is_of_people else tr("the program")
        lines.append([said(column.title), said(column.means), who, "; ".join(column.asked)])
    lines += [
        [],
        *(
            [source.id, source.title, shown_address(source.url), source.read.isoformat()]
            for source in shape.sources
        ),
    ]
    for line, texts in enumerate(lines, start=1):
        for place, text in enumerate(texts, start=1):
            cell = sheet.cell(line, place)
            _put(cell, text)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(bold=line in (1, 3))
    for letter, width in zip("ABCD", (34, 70, 18, 60), strict=True):
        sheet.column_dimensions[letter].width = width
