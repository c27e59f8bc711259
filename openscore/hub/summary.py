"""How the scores of a scored file are distributed."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from openscore.errors import DataError
from openscore.files import is_special, remember_input
from openscore.hub.duckdb_text import NO_EXTENSIONS, file_named, quoted, shut_in
from openscore.hub.places import is_whole
from openscore.language import tr

NOTED = re.compile(r"([a-z0-9][\w.-]{0,60} \d+\.\d+\.\d+) sha256:[0-9a-f]{64} (\d+(?:\.\d+)?) (\d)")
"""What the notes of a scored file say: rubric, its version and digest, its highest score, its digits."""
NOTED_BY_SPARK = "org.apache.spark.sql.parquet.row.metadata"
"""The key of the schema that Spark writes into its files."""
COLUMNS = {
    "id": "VARCHAR", "author": "VARCHAR", "downloads": "BIGINT", "created": "TIMESTAMP", "task": "VARCHAR",
    "license": "VARCHAR", "availability": "VARCHAR", "source": "VARCHAR", "relation": "VARCHAR",
    "bases": "VARCHAR[]", "datasets": "BIGINT", "license_conflicts": "VARCHAR[]", "low": "DOUBLE",
    "high": "DOUBLE", "band_low": "VARCHAR", "band_high": "VARCHAR",
}  # fmt: skip
"""Columns of a scored file that are read, with their types: a file of others may have any."""
MEMORY = "1GB"
"""What a query may use before it spills to the disk, as when snapshots of tens of millions are compared."""
KEYS = {
    "band": ("band_low", "band_high"),
    "license": ("license", "license"),
    "author": ("author", "author"),
    "task": ("task", "task"),
    "year": ("CAST(year(created) AS VARCHAR)", "CAST(year(created) AS VARCHAR)"),
}
"""What models can be grouped by, as columns of a scored file: its low end and its high end."""


class Group(NamedTuple):
    """Models that share a key."""

    ends: tuple[str, str] | None
    """Both ends of the key, which only of bands are two; None where the file does not say it."""
    models: int
    share: float
    """Of all models, 0 to 1."""
    downloads: float
    """Share of all downloads, 0 to 1."""
    low: float
    """Mean of the low ends, each model counting once; on the rubric's scale."""
    high: float
    untold: float
    """Share of the group whose band cannot be told, 0 to 1."""

    @property
    def name(self) -> str | None:
        """The key as programs read it."""
        return self.ends and " to ".join(dict.fromkeys(self.ends))


class Overview(NamedTuple):
    """What a scored file holds, and what metadata could not tell. Shares are of all models, 0 to 1."""

    rubric: str
    """Id and version."""
    top: float
    """The highest score there is."""
    digits: int
    """Decimals of a score."""
    models: int
    curated: int
    """Models whose facts are those of the registry."""
    low: float
    high: float
    low_by_downloads: float | None
    high_by_downloads: float | None
    """None where nobody is told to have fetched anything."""
    told: float
    """Share whose band is certain."""
    without_license: float
    """Share that names no license, or has a placeholder in its place."""
    with_unclear_license: float
    """Share whose license is not in the table, or only a family of licenses."""
    without_access: float
    """Share of which it is not told who can get the weights."""
    with_datasets: float
    with_conflict: float
    """Share whose license grants more than a base model passes on."""


def summarized(path: Path, by: str, top: int) -> tuple[Overview, list[Group]]:
    """Return what a scored file holds, and its groups by a key of `KEYS`, the largest first.

    Raises:
        DataError: If the file was not written by `hub score`.
    """
    notes = checked(path)
    return _overview(path, notes), _groups(path, by, top)


def _groups(path: Path, by: str, top: int) -> list[Group]:
    low, high = KEYS[by]
    rows = query(
        path,
        f"SELECT {low} AS low_end, {high} AS high_end, count(*) AS models, count(*) / sum(count(*)) OVER (), "
        "COALESCE(sum(downloads) / sum(sum(downloads)) OVER (), 0), avg(low), avg(high), "
        "count(*) FILTER (WHERE band_low <> band_high) / count(*) "
        f"FROM scored GROUP BY 1, 2 ORDER BY models DESC, 1, 2 LIMIT {top}",
    )
    return [Group(None if low is None else (low, high), *rest) for low, high, *rest in rows]


def _overview(path: Path, notes: tuple[str, float, int]) -> Overview:
    [row] = query(
        path,
        "SELECT count(*), count(*) FILTER (WHERE source = 'registry'), avg(low), avg(high), "
        "sum(low * downloads) / NULLIF(sum(downloads), 0), "
        "sum(high * downloads) / NULLIF(sum(downloads), 0), "
        "avg(CAST(band_low = band_high AS INTEGER)), "
        "avg(CAST(COALESCE(license, 'placeholder') = 'placeholder' AS INTEGER)), "
        "avg(CAST(COALESCE(license, '') IN ('unlisted', 'ambiguous') AS INTEGER)), "
        "avg(CAST(availability IS NULL AND source = 'metadata' AS INTEGER)), "
        "avg(CAST(COALESCE(datasets, 0) > 0 AS INTEGER)), "
        "avg(CAST(license_conflicts IS NOT NULL AS INTEGER)) "
        "FROM scored",
    )
    return Overview(*notes, *row)


def checked(path: Path) -> tuple[str, float, int]:
    """Return by which rubric a file says that it was scored, its top and its digits.

    Raises:
        DataError: If the file was not written by `hub score`: it does not say so, or its rows cannot be.
    """
    notes = _notes(path)
    [(models, odd)] = query(
        path,
        "SELECT count(*), count(*) FILTER (WHERE id IS NULL OR band_low IS NULL OR band_high IS NULL "
        f"OR NOT COALESCE(low BETWEEN 0 AND high AND high <= {notes[1]}, false)) FROM scored",
    )
    if odd or not models:
        raise _not_scored(path, tr("its rows are no scores"))
    return notes


def _notes(path: Path) -> tuple[str, float, int]:
    import duckdb

    if is_special(path):
        raise DataError(tr("'{path}' is a device or a pipe, a file was expected", path=path))

    first = _files(path)[0]
    told_in = f"SELECT decode(key), decode(value) FROM parquet_kv_metadata({file_named(first)})"
    try:
        told = _rows(told_in, first)
    except duckdb.Error as error:
        raise _not_scored(path, error) from error
    notes = dict(told)
    if NOTED_BY_SPARK in notes:
        notes |= _beside_columns(notes[NOTED_BY_SPARK])
    told_by = NOTED.fullmatch(" ".join(notes.get(key, "") for key in ("rubric", "top", "digits")))
    if not told_by:
        raise _not_scored(path, tr("it does not say by which rubric"))
    return told_by[1], float(told_by[2]), int(told_by[3])


def _beside_columns(schema: str) -> dict[str, str]:
    """Return the notes that Spark keeps beside columns; nothing where it is no schema of Spark."""
    try:
        fields = json.loads(schema)["fields"]
        return {key: str(note) for field in fields for key, note in field["metadata"].items()}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}


def whole(path: Path) -> Path:
    """Return the folder that Spark wrote a file into as one of several; any other file as it is."""
    return path.parent if is_whole(path.parent) else path


def _files(path: Path) -> list[Path]:
    """Return the files of what `hub score` wrote: several in a folder where Spark did the work."""
    if not path.is_dir():
        return [path]
    files = sorted(path.glob("*.parquet"))
    if not files or not is_whole(path):
        raise _not_scored(path, tr("a folder that Spark has not written to its end"))
    return files


def query(path: Path, sql: str) -> list[tuple[Any, ...]]:
    """Return the rows of a query over the table `scored`.

    Raises:
        DataError: If the file was not written by `hub score`.
    """
    return query_over({"scored": path}, sql)


def query_over(
    tables: Mapping[str, Path], sql: str, columns: Mapping[str, str] = COLUMNS
) -> list[tuple[Any, ...]]:
    """Return the rows of a query over several scored files.

    Args:
        tables: Files by the names that the query has for them.
        sql: The query.
        columns: What is read of each, with its type.

    Raises:
        DataError: If one of them was not written by `hub score`.
    """
    import duckdb

    read = ", ".join(f"CAST({name} AS {type}) AS {name}" for name, type in columns.items())
    files = {name: _files(path) for name, path in tables.items()}
    named = [
        f"{name} AS (SELECT {read} FROM read_parquet([{', '.join(map(file_named, listed))}]))"
        for name, listed in files.items()
    ]
    try:
        return _rows(f"WITH {', '.join(named)} {sql}", *chain.from_iterable(files.values()))
    except duckdb.Error as error:
        raise _not_scored(next(iter(tables.values())), error) from error


def _not_scored(path: Path, reason: object) -> DataError:
    first_line = str(reason).strip().partition("\n")[0][:300]
    return DataError(
        tr("'{path}' is not a file of `openscore hub score`: {reason}", path=path, reason=first_line),
        hint=tr("`openscore hub score INPUT -o OUT.parquet`"),
    )


def _rows(sql: str, *paths: Path) -> list[tuple[Any, ...]]:
    import duckdb

    for path in paths:
        remember_input(path.stat())
    config = {"memory_limit": MEMORY, **NO_EXTENSIONS}
    with TemporaryDirectory(prefix="openscore-") as folder, duckdb.connect(config=config) as connection:
        connection.execute(f"SET temp_directory = {quoted(folder)}")
        shut_in(connection, [Path(folder)], paths)
        return connection.execute(sql).fetchall()
