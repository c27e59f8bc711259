"""The files of a run: which there are, and how JSON lies in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path

from openscore.errors import DataError, UsageError
from openscore.files import is_file, is_folder, is_special, reason_of
from openscore.language import tr

SUFFIXES = (".parquet", ".jsonl", ".ndjson", ".json", ".jsonl.gz", ".ndjson.gz", ".json.gz")
PACKED = (".gz",)
HEAD = 1000
"""Bytes by which the layout of a file is told."""
LINES, ARRAY, UNSTRUCTURED = "", "array", "unstructured"
"""How JSON lies in a file: an entry a line, one array, or objects over several lines."""


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


def is_parquet(path: Path) -> bool:
    """Return whether a file is Parquet, and not JSON.

    Raises:
        DataError: If it is empty or not to be read.
    """
    try:
        with path.open("rb") as file:
            is_empty = not file.read(1)
    except OSError as error:
        reason = reason_of(error)
        raise DataError(tr("'{path}' cannot be read: {reason}", path=path, reason=reason)) from error
    if is_empty:
        raise DataError(tr("'{path}' is empty", path=path))
    return path.suffix.lower() == ".parquet"


def part_of(folder: Path, query: str, files: Sequence[Path]) -> Path:
    """Return where what a query reads of files is kept, as long as they stay what they are."""
    states = " ".join(f"{state.st_size} {state.st_mtime_ns}" for state in (file.stat() for file in files))
    return folder / f"{sha256(f'{query} {states}'.encode()).hexdigest()}.parquet"


def layout(path: Path) -> str:
    """Return how JSON lies in a file: `LINES`, `ARRAY` or `UNSTRUCTURED`.

    Raises:
        DataError: If it is packed in a way that it does not have.
    """
    begun = _head(path).lstrip()
    if begun[:1] == b"[":
        return ARRAY
    first, has_more, _ = begun.partition(b"\n")
    if begun[:1] == b"{" and has_more and first.strip() == b"{":
        return UNSTRUCTURED
    return LINES


def _head(path: Path) -> bytes:
    """Return how a file begins; of a packed one, how its content does."""
    suffix = path.suffix.lower()
    if suffix not in PACKED:
        with path.open("rb") as file:
            return file.read(HEAD)
    import gzip
    import zlib

    try:
        with gzip.open(path) as unpacked:
            return unpacked.read(HEAD)
    except (OSError, EOFError, zlib.error) as error:
        raise DataError(tr("'{path}' cannot be unpacked: {reason}", path=path, reason=error)) from error
