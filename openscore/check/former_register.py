"""Read a register that people filled in back from its file: CSV, or a workbook."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, time
from pathlib import Path
from typing import Any, NamedTuple
from zipfile import ZipFile

from openscore.check.register_columns import Columns, ColumnShape
from openscore.check.tables import DELIMITERS
from openscore.errors import DataError
from openscore.files import label_of
from openscore.installation import not_installed
from openscore.language import ENGLISH, LANGUAGES, noted, tr
from openscore.tables import FORMULA
from openscore.toml import decoded, read_bounded, unusable

EXTRA = "xlsx"
MOST_UNPACKED = 200_000_000
"""Bytes to which a workbook may unpack."""
_WORKBOOK = b"PK\x03\x04"
_MADE_INERT = re.compile(rf"'(?=\s*[{re.escape(FORMULA)}])")
WANTED = noted("a register that `openscore register` wrote, as CSV or XLSX")


class FormerRow(NamedTuple):
    """A row as it was filled in."""

    key: str
    cells: Mapping[str, str]
    """By column of the data file."""
    own: Mapping[str, str]
    """By title of a column that people added."""
    written: Mapping[str, str]
    """By column the digest of what the program wrote."""


class FormerRegister(NamedTuple):
    """A register as people left it."""

    rows: tuple[FormerRow, ...]
    own: tuple[str, ...]
    """Titles of columns that people added, in their order."""
    language: str
    """The language in which the program wrote it."""


def read_register(path: Path, columns: Columns) -> FormerRegister:
    """Return a register that was written before, with what people made of it.

    Args:
        path: CSV with whatever separates its cells, or a workbook; of that the first sheet with the titles.
        columns: What its titles mean, in any language; others are columns of people.

    Raises:
        DataError: If it cannot be read or is no register.
        UsageError: If it is a workbook and the extra for that is not installed.
    """
    label = label_of(path)
    content = read_bounded(path, WANTED)
    tables = (
        _sheets(content, label) if content.startswith(_WORKBOOK) else _table(decoded(content, label), label)
    )
    row = columns.showing("row")
    for table in tables:
        for place, titles in enumerate(table[:20]):
            found = [columns.named(title) for title in titles]
            if row in found:
                return _register(titles, found, table[place + 1 :], columns, label)
    message = tr("no column is called {listed}", listed=row.title.en)
    raise unusable(label, "unknown-format", message, hint=tr("{wanted} is read", wanted=tr(WANTED)))


def _register(
    titles: Sequence[str],
    known: Sequence[ColumnShape | None],
    lines: Iterable[Sequence[str]],
    columns: Columns,
    label: str,
) -> FormerRegister:
    row, filled = columns.showing("row").id, columns.showing("filled").id
    named = [one.id for one in known if one]
    if twice := next((id for id in named if named.count(id) > 1), ""):
        raise unusable(label, "duplicate-key", tr("two columns are called '{title}'", title=twice))
    own = tuple(dict.fromkeys(title for title, one in zip(titles, known, strict=True) if not one and title))
    rows, language = [], ENGLISH
    for line in lines:
        if not any(line):
            continue
        cells = {one.id: text for one, text in zip(known, line, strict=False) if one}
        added = {
            title: text for title, one, text in zip(titles, known, line, strict=False) if not one and title
        }
        spoken, written = _written(cells.get(filled, ""))
        language = spoken or language
        rows.append(FormerRow(cells.get(row, ""), cells, added, written))
    return FormerRegister(tuple(rows), own, language)


def _written(text: str) -> tuple[str, dict[str, str]]:
    """Return the language and the digests that the program noted."""
    spoken, _, rest = text.partition(" ")
    pairs = (part.partition(":") for part in rest.split())
    return spoken if spoken in LANGUAGES else "", {id: digest for id, _, digest in pairs if digest}


def _table(text: str, label: str) -> Iterator[list[list[str]]]:
    """Yield the table that each separator gives, the likeliest first."""
    for delimiter in DELIMITERS:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        try:
            yield [[_text(cell) for cell in row] for row in rows]
        except csv.Error as error:
            message = tr("not valid CSV: {error}", error=error)
            raise unusable(label, "broken-csv", message, rows.line_num) from error


def _sheets(content: bytes, label: str) -> Iterator[list[list[str]]]:
    try:
        import openpyxl
    except ImportError as error:
        raise not_installed(tr("workbooks need openpyxl"), EXTRA) from error
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            if sum(one.file_size for one in archive.infolist()) > MOST_UNPACKED:
                raise unusable(label, "file-too-large", tr("the workbook unpacks to too much"))
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        for sheet in book.worksheets:
            yield [[_text(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
        book.close()
    except DataError:
        raise
    # A damaged workbook may fail in any part of its readers, by whatever its parts are packed with.
    except Exception as error:
        raise unusable(label, "broken-workbook", tr("no workbook that can be read")) from error


def _text(cell: Any) -> str:
    """Return a cell as text: a day as ISO date, a whole number without a point."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return (cell.date() if cell.time() == time() else cell).isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return _MADE_INERT.sub("", str(cell), count=1).strip() if isinstance(cell, str) else str(cell)
