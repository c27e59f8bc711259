"""Tables with one model a row: CSV, lists in JSON, and JSON Lines."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Any

from openscore.check.located_json import LocatedJson
from openscore.check.uses import COLUMNS, HINT, Use, use_of
from openscore.language import tr
from openscore.toml import lines_of, unusable

DELIMITERS = ",;\t|"
"""What stands between the cells, the likeliest first: spreadsheets take what their language has."""
LICENSE = "license"
"""The column in which a table states the license of a model."""


def in_csv(text: str, file: str, column: str = "") -> Iterator[Use]:
    """Yield a use for each row of a table in CSV.

    Args:
        text: The table; its first row has the titles.
        file: Its name, for places and errors.
        column: The title of the column of models, case ignored; one that is known if empty.

    Raises:
        DataError: If it has no such column, or is no table.
    """
    wanted = _wanted(column)
    for delimiter in DELIMITERS:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        try:
            head = [title.strip().casefold() for title in next(rows, [])]
            if place := next((head.index(name) + 1 for name in wanted if name in head), 0):
                license = head.index(LICENSE) if LICENSE in head else len(head)
                yield from _rows(rows, place - 1, license, file)
                return
        except csv.Error as error:
            message = tr("not valid CSV: {error}", error=error)
            raise unusable(file, "broken-csv", message, rows.line_num) from error
    message = tr("no column is called {listed}", listed=", ".join(wanted))
    raise unusable(file, "unknown-format", message, 1, hint=tr(HINT))


def _rows(rows: Any, place: int, license: int, file: str) -> Iterator[Use]:
    line = rows.line_num + 1
    for row in rows:
        if len(row) > place and (name := row[place].strip()):
            stated = row[license].strip() if len(row) > license else ""
            yield use_of(name, file, line, (stated,) if stated else ())
        line = rows.line_num + 1


def in_json(text: str, file: str, column: str = "") -> list[Use] | None:
    """Return the models of a JSON list of names, or of objects that name one; None if it is neither.

    An object whose one list of objects has the column, as interfaces answer, is read where a column is named.

    Args:
        text: The JSON.
        file: Its name, for places and errors.
        column: The key of the name; one that is known if empty.

    Raises:
        DataError: If it is no JSON, or the named column is missing somewhere.
    """
    json = LocatedJson(text, file)
    whole = json.whole
    if isinstance(whole, dict) and column:
        lists = [item for item in whole.values() if isinstance(item, list) and _has(item, column)]
        whole = lists[0] if len(lists) == 1 else whole
    if not isinstance(whole, list):
        return None
    return _items(whole, json, file, column)


def in_json_lines(text: str, file: str, column: str = "") -> list[Use]:
    """Return the models of JSON Lines, each a name or an object that names one.

    Raises:
        DataError: If a line is no JSON, or names none.
    """
    uses: list[Use] = []
    for number, line in enumerate(lines_of(text), start=1):
        if line.strip():
            json = LocatedJson(line, file, number)
            uses += _items([json.whole], json, file, column)
    return uses


def _items(items: list[Any], json: LocatedJson, file: str, column: str) -> list[Use]:
    wanted = _wanted(column)
    uses = []
    for item in items:
        line = json.line(item)
        keys = {key.casefold(): key for key in item} if isinstance(item, dict) else {}
        name = item if isinstance(item, str) else None
        if found := next((keys[key] for key in wanted if key in keys), None):
            name = item[found]
        if not isinstance(name, str):
            message = tr("no name of a model stands under {listed}", listed=", ".join(wanted))
            raise unusable(file, "unknown-format", message, line, hint=tr(HINT))
        license = _license_of(item) if keys else ""
        if name.strip():
            uses.append(use_of(name.strip(), file, line, (license,) if license else ()))
    return uses


def _license_of(item: dict[str, Any]) -> str:
    """Return the license that a row states, in the ways of tables and of the metadata of the hub."""
    card = item.get("cardData")
    for place in (card if isinstance(card, dict) else {}, item):
        for key in ("license_name", LICENSE):
            stated = place.get(key)
            if isinstance(stated, list) and len(stated) == 1:
                stated = stated[0]
            if isinstance(stated, str) and stated.strip():
                return stated.strip()
    tags = item.get("tags")
    named = [tag for tag in tags if isinstance(tag, str)] if isinstance(tags, list) else []
    return next((tag.partition(":")[2] for tag in named if tag.startswith(f"{LICENSE}:")), "")


def _has(items: list[Any], column: str) -> bool:
    wanted = column.casefold()
    return bool(items) and all(isinstance(item, dict) and wanted in map(str.casefold, item) for item in items)


def _wanted(column: str) -> Sequence[str]:
    return (column.strip().casefold(),) if column else COLUMNS
