"""Read which models are in use: from a plain list, or from a bill of materials."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from openscore.check.bom import uses_in
from openscore.check.uses import COLUMNS, HINT, WANTED, Use, use_of
from openscore.files import label_of
from openscore.language import tr
from openscore.toml import read_text, unusable

_NO_NAME = re.compile(r"^(?:- |export )?[\w.\"'-]+\s*(?:=|:(?:\s|$))|.{300}")
"""What no name of a model is: a key of a configuration with its value, or more than a line of text."""
_LINE_END = re.compile(r"\r\n?|\n")
_COMMENT = re.compile(r"(?:^|\s)#.*")
_TAG_VALUE = re.compile(r"\s*SPDXVersion:")


class Inventory(NamedTuple):
    """What a file names."""

    uses: tuple[Use, ...]
    """In the order of the file."""
    is_bill: bool
    """Whether it is a bill of materials: one without models says something."""


def read_inventory(path: Path) -> Inventory:
    """Return the models that a file names.

    Args:
        path: A list with one name a line and comments after `#`, or a bill of materials as JSON. What
            it is, its content tells.

    Raises:
        DataError: If the file cannot be read, or it is something else.
    """
    file = label_of(path)
    text = read_text(path, WANTED)
    first = text.lstrip()[:1]
    if first in ("{", "["):
        return Inventory(tuple(uses_in(text, file)), first == "{")
    if first == "<" or path.suffix.casefold() == ".json" or _TAG_VALUE.match(text):
        raise unusable(
            file,
            "unknown-format",
            tr("neither a list of models nor JSON, {wanted} was expected", wanted=tr(WANTED)),
            hint=tr(HINT),
        )
    read = _columns if path.suffix.casefold() == ".csv" else _listed
    return Inventory(tuple(read(text, file)), is_bill=False)


def _listed(text: str, file: str) -> Iterator[Use]:
    """Yield a use for each line that says something.

    Raises:
        DataError: If some line is no name, so that the file is no list; what it says is not repeated.
    """
    for number, line in enumerate(_LINE_END.split(text), start=1):
        name = _COMMENT.sub("", line).strip()
        if _NO_NAME.search(name):
            raise unusable(
                file, "unknown-format", tr("this line is no name of a model"), number, hint=tr(HINT)
            )
        if name:
            yield use_of(name, file, number)


def _columns(text: str, file: str) -> Iterator[Use]:
    """Yield a use for each row of a table in CSV.

    Raises:
        DataError: If no column is known for that of models.
    """
    rows = csv.reader(io.StringIO(text))
    head = [title.strip().casefold() for title in next(rows, [])]
    place = next((head.index(name) for name in COLUMNS if name in head), None)
    if place is None:
        message = tr("no column is called {listed}", listed=", ".join(COLUMNS))
        raise unusable(file, "unknown-format", message, 1, hint=tr(HINT))
    for row in rows:
        if len(row) > place and (name := row[place].strip()):
            yield use_of(name, file, rows.line_num)
