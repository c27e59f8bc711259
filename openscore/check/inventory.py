"""Read which models are in use: from a plain list, a table, or a bill of materials."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from openscore.check.bom import uses_in
from openscore.check.located_tags import BEGINS
from openscore.check.tables import in_csv, in_json, in_json_lines
from openscore.check.uses import HINT, WANTED, Use, use_of
from openscore.files import label_of
from openscore.language import tr
from openscore.toml import lines_of, read_text, unusable

_ADDRESS = re.compile(r"(?:[\w+]+://|pkg:|git@|(?:[\w-]+\.)+[a-z]{2,}/)[^\s\"'<>`{}|\\]{1,500}")
_NO_NAME = re.compile(
    r"""^[-*+>!%&'"(.,:~]      # bullets, quotes, options, and keys that begin with dashes
    | ^[^\s/]+\s*=             # a setting
    | [={}<>|;\\"`$\t\x00-\x1f\x7f]
    | ,(?!\ (?:[^\s,]+,\ )*[^\s,]+\ and\ |\ [^()]*\))  # cells; one name may be that of several
    | ^\[ | \]\(               # a section, a link
    | :(?:\s|$)                # a key of a configuration with its value
    | [.!?]$ | \.\s            # a sentence
    | (?:\S+\s+){12}\S         # and what is longer than any name
    | .{160}
    """,
    re.VERBOSE,
)
"""What no name of a model is: settings, code, markup, sentences, keys in armor, tables."""
_COMMENT = re.compile(r"(?:^|\s)#.*")
_TABLES = (".csv", ".tsv")
_JSON_LINES = (".jsonl", ".ndjson")


class Inventory(NamedTuple):
    """What a file names."""

    uses: tuple[Use, ...]
    """In the order of the file."""
    is_bill: bool
    """Whether it is a bill of materials: one without models says something."""


def read_inventory(path: Path, column: str = "") -> Inventory:
    """Return the models that a file names.

    Args:
        path: A list with one name a line and comments after `#`, a table, or a bill of materials; `-` is
            standard input. What it is, its content tells, and of tables the end of its name or the column.
        column: Where a table has the names of models; a bill of materials is read without it.

    Raises:
        DataError: If the file cannot be read, or it is something else.
    """
    file = label_of(path)
    text = read_text(path, WANTED)
    first, suffix = text.lstrip()[:1], path.suffix.casefold()
    if suffix in _JSON_LINES:
        return Inventory(tuple(in_json_lines(text, file, column)), is_bill=False)
    if first in ("{", "["):
        listed = in_json(text, file, column) if column or first == "[" else None
        return Inventory(tuple(uses_in(text, file) if listed is None else listed), is_bill=listed is None)
    if first == "<" or BEGINS.match(text):
        return Inventory(tuple(uses_in(text, file)), is_bill=True)
    if suffix in (".json", ".xml"):
        raise unusable(
            file,
            "unknown-format",
            tr("neither a list of models nor JSON, {wanted} was expected", wanted=tr(WANTED)),
            hint=tr(HINT),
        )
    uses = in_csv(text, file, column) if suffix in _TABLES or column else _listed(text, file)
    return Inventory(tuple(uses), is_bill=False)


def _listed(text: str, file: str) -> Iterator[Use]:
    """Yield a use for each line that says something.

    Raises:
        DataError: If some line is no name, so that the file is no list; what it says is not repeated.
    """
    for number, line in enumerate(lines_of(text), start=1):
        name = _COMMENT.sub("", line).strip()
        if (number == 1 and line.startswith("#!")) or (
            name and _NO_NAME.search(name) and not _ADDRESS.fullmatch(name)
        ):
            raise unusable(
                file, "unknown-format", tr("this line is no name of a model"), number, hint=tr(HINT)
            )
        if name:
            yield use_of(name, file, number)
