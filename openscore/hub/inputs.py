"""The files of a run: which there are, and what they hold."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from openscore.errors import DataError, UsageError
from openscore.files import is_file, is_folder, is_special, reason_of
from openscore.hub.engine_duckdb import DuckEngine, file_named, unreadable
from openscore.language import tr

SUFFIXES = (".parquet", ".jsonl", ".ndjson", ".json", ".jsonl.gz", ".ndjson.gz", ".json.gz")


def column_types(engine: DuckEngine, path: Path) -> dict[str, str]:
    """Return the column types of a Parquet file; nothing for JSON Lines.

    Raises:
        DataError: If the file is damaged, empty or not to be read.
    """
    try:
        with path.open("rb") as file:
            is_empty = not file.read(1)
    except OSError as error:
        reason = reason_of(error)
        raise DataError(tr("'{path}' cannot be read: {reason}", path=path, reason=reason)) from error
    if is_empty:
        raise DataError(tr("'{path}' is empty", path=path))
    if path.suffix.lower() != ".parquet":
        return {}
    import duckdb

    try:
        described = engine.rows(f"DESCRIBE SELECT * FROM read_parquet({file_named(path)})")
    except duckdb.Error as error:
        reason = str(error).strip().partition("\n")[0]
        raise DataError(
            tr("'{path}' is not a whole Parquet file: {reason}", path=path, reason=reason),
            hint=tr("fetch it again"),
        ) from error
    return {row[0]: row[1] for row in described}


def row_count(engine: DuckEngine, path: Path) -> int:
    """Return how many rows a Parquet file says it has; 0 for JSON Lines, which say nothing.

    Raises:
        DataError: If the file is damaged.
    """
    if path.suffix.lower() != ".parquet":
        return 0
    import duckdb

    try:
        [(rows,)] = engine.rows(f"SELECT num_rows FROM parquet_file_metadata({file_named(path)})")
    except duckdb.Error as error:
        raise unreadable(path, error) from error
    return int(rows)


def input_files(names: Iterable[str]) -> list[Path]:
    """Return the files that names, folders and patterns stand for, sorted.

    Raises:
        UsageError: If there is none.
    """
    from glob import glob

    found: set[Path] = set()
    for name in names:
        path = Path(name)
        if is_folder(path):
            found |= {
                file for file in path.rglob("*") if file.name.lower().endswith(SUFFIXES) and file.is_file()
            }
        elif is_file(path):
            found.add(path)
        else:
            found |= {Path(file) for file in glob(name, recursive=True)}  # noqa: PTH207  # the pattern may be absolute
    if not found:
        kinds = ", ".join(SUFFIXES)
        raise UsageError(
            tr("no file at '{listed}'", listed=", ".join(names)),
            hint=tr("a file, a folder or a pattern; {kinds}", kinds=kinds),
        )
    for path in found:
        if is_special(path):
            raise DataError(tr("'{path}' is a device or a pipe, a file was expected", path=path))
    return sorted(found)
