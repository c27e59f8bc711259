"""DuckDB's words for texts and files, and what a connection may touch."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from openscore.errors import DataError, UsageError
from openscore.files import label_of
from openscore.language import tr
from openscore.tables import FORMULA

NO_EXTENSIONS: Final[dict[str, Any]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}
"""Nothing is fetched from anywhere."""
PATTERN = "*?["
"""Characters that act in the names of files which DuckDB reads."""


def inert(text: str) -> str:
    """Return an expression for a text in which nothing acts, neither on a screen nor in a spreadsheet."""
    seen = f"regexp_replace({text}, '\\p{{C}}', '\N{REPLACEMENT CHARACTER}', 'g')"
    begins = f"^[\\s\\p{{Z}}]*[{re.escape(FORMULA)}]"
    return f"CASE WHEN regexp_matches({seen}, '{begins}') THEN chr(39) || {seen} ELSE {seen} END"


def quoted(value: str | Path) -> str:
    """Return a text or a path as a literal.

    Raises:
        UsageError: If it is the name of a file that is no text, which the database cannot take.
    """
    if label_of(str(value)) != str(value):
        raise UsageError(tr("DuckDB takes no file name that is not UTF-8: '{value}'", value=value))
    return "'" + str(value).replace("'", "''") + "'"


def file_named(path: Path) -> str:
    """Return the literal that reads the file of exactly this name, which DuckDB would take for a pattern.

    Raises:
        UsageError: If the name has a backslash beside characters of a pattern, which DuckDB cannot spell.
    """
    name = path.absolute().as_posix()
    if not set(PATTERN).isdisjoint(name):
        if "\\" in name:
            raise UsageError(
                tr("DuckDB cannot read a file named '{path}'", path=path), hint=tr("give it another name")
            )
        name = "".join(f"[{char}]" if char in PATTERN else char for char in name)
    return quoted(name)


def shut_in(connection: Any, folders: Sequence[Path], files: Sequence[Path]) -> None:
    """Let a connection touch some folders and files, and nothing else on the machine or beyond it."""
    for setting, paths in (("allowed_directories", folders), ("allowed_paths", files)):
        named = {str(path.absolute()) for path in paths} | {file_named(path)[1:-1] for path in paths}
        connection.execute(f"SET {setting} = [{', '.join(map(quoted, sorted(named)))}]")
    connection.execute("SET enable_external_access = false")


def unreadable(path: Path, error: Exception) -> DataError:
    """Return the error for a file that DuckDB cannot read."""
    return DataError(
        tr("'{path}' cannot be read as it is: {reason}", path=path, reason=first_line(error)),
        hint=tr("fetch it again"),
    )


def first_line(error: Exception) -> str:
    """Return what an error says first."""
    return str(error).strip().partition("\n")[0][:300]
