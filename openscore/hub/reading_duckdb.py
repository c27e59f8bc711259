"""How DuckDB reads the files of a run, each into a part of its own, which a later run may keep."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from openscore.errors import DataError
from openscore.hub.duckdb_text import file_named, unreadable
from openscore.hub.inputs import PACKED, is_parquet, layout, part_of
from openscore.hub.staging import Rows, readable, staged
from openscore.language import tr

if TYPE_CHECKING:
    from openscore.hub.engine_duckdb import DuckEngine

LONGEST_LINE = 100_000_000
"""Bytes of one model as JSON."""
LONGEST_PACKED_LINE = 10_000_000
"""The same in a packed file, of which several such lines are held at a time."""
UNREAD = "unread"
"""The table in which DuckDB keeps lines that it cannot read."""


def read(engine: DuckEngine, inputs: Sequence[Path]) -> None:
    """Make `staged` (see `Engine`) of the parts that an earlier run has read, and of what it has not."""
    parts = [part for place in range(len(inputs)) for part in _parts(engine, inputs, place)]
    # Numbers are places in the input, so that a run gives the same file each time.
    files = ", ".join(file_named(part) for part in parts)
    engine.define(
        "staged",
        "SELECT file * 10000000000 + row AS node, * "
        f"FROM read_parquet([{files}], union_by_name={len(parts) > len(inputs)})",
    )


def _parts(engine: DuckEngine, inputs: Sequence[Path], place: int) -> Iterator[Path]:
    """Read one file unless an earlier run has, and yield the part; lines that are no text apart."""
    path = inputs[place]
    query = staged(readable(_rows(path, place), column_types(engine, path), path))
    part = engine.folder / part_of(query, [path])
    beside = part.with_suffix(".unread")
    if not part.exists():
        beside.unlink(missing_ok=True)
        temporary = part.with_suffix(".half")
        step = tr("reading {file} ({place} of {count})", file=path.name, place=place + 1, count=len(inputs))
        engine.write(query, temporary, step, row_count(engine, path), source=path)
        if not is_parquet(path) and engine.has(UNREAD):
            engine.write(unread(place), beside, step)
            engine.run(f"DROP TABLE {UNREAD}; DROP TABLE {UNREAD}_scans")
        temporary.replace(part)
    yield part
    if beside.exists():
        yield beside


def _rows(path: Path, place: int) -> Rows:
    if is_parquet(path):
        return Rows(
            f"read_parquet({file_named(path)}, file_row_number=true)",
            f"{place} AS file, file_row_number + 1 AS row",
        )
    return Rows(_entries(path), f"{place} AS file, row_number() OVER () AS row")


def _entries(path: Path) -> str:
    """Return the entries of JSON, as `json`."""
    if laid := layout(path):
        return f"read_json_objects({file_named(path)}, format='{laid}', maximum_object_size={LONGEST_LINE})"
    is_packed = path.suffix.lower() in PACKED
    return (
        f"read_csv({file_named(path)}, columns={{'json': 'VARCHAR'}}, header=false, delim=chr(1), quote='', "
        f"escape='', auto_detect=false, max_line_size={LONGEST_PACKED_LINE if is_packed else LONGEST_LINE}, "
        f"strict_mode=false, store_rejects=true, rejects_table='{UNREAD}', rejects_scan='{UNREAD}_scans')"
    )


def column_types(engine: DuckEngine, path: Path) -> dict[str, str]:
    """Return the column types of a Parquet file; nothing for JSON.

    Raises:
        DataError: If the file is damaged.
    """
    if not is_parquet(path):
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
    """Return how many rows a Parquet file says it has; 0 for JSON, which says nothing.

    Raises:
        DataError: If the file is damaged.
    """
    if not is_parquet(path):
        return 0
    import duckdb

    try:
        [(rows,)] = engine.rows(f"SELECT num_rows FROM parquet_file_metadata({file_named(path)})")
    except duckdb.Error as error:
        raise unreadable(path, error) from error
    return int(rows)


def unread(file: int) -> str:
    """Return the query of the lines that no text could be made of, with the reason; part of what is staged.

    Args:
        file: Number of the file.
    """
    return (
        f"SELECT {file} AS file, CAST(line AS BIGINT) AS row, left(csv_line, 100) AS id, CASE error_type "
        "WHEN 'INVALID ENCODING' THEN 'the line is not UTF-8 text' "
        "ELSE 'the line cannot be read: ' || lower(CAST(error_type AS VARCHAR)) END AS reject "
        # A line counts once, though it had two errors or was read by two attempts.
        f"FROM {UNREAD} QUALIFY row_number() OVER (PARTITION BY line ORDER BY scan_id, byte_position) = 1"
    )
