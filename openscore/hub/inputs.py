"""The files of a run: which there are, and how JSON lies in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path

from openscore.errors import DataError, UsageError
from openscore.files import is_file, is_folder, is_special, reason_of
from openscore.hub.addresses import Address, Place, place_of
from openscore.language import tr

SUFFIXES = (".parquet", ".jsonl", ".ndjson", ".json", ".jsonl.gz", ".ndjson.gz", ".json.gz")
PACKED = (".gz",)
FEW = 50_000_000
"""Bytes of input that are few for a cluster."""
HEAD = 1000
"""Bytes by which the layout of a file is told."""
LINES, ARRAY, UNSTRUCTURED = "", "array", "unstructured"
"""How JSON lies in a file: an entry a line, one array, or objects over several lines."""


def input_places(names: Iterable[str]) -> list[Place]:
    """Return the same, and addresses as they stand: what is there, a cluster finds out.

    Raises:
        UsageError: If there is none.
    """
    places = [place_of(name) for name in names]
    far = [place for place in places if isinstance(place, Address)]
    near = [str(place) for place in places if isinstance(place, Path)]
    return [*(input_files(near) if near or not far else ()), *far]


def input_files(names: Iterable[str]) -> list[Path]:
    """Return the files that names, folders and patterns stand for, sorted.

    Raises:
        UsageError: If there is none.
    """
    from glob import glob

    found: set[Path] = set()
    for name in names:
        path = Path(name)
        is_there = is_folder(path) or is_file(path)
        for met in [path] if is_there else map(Path, glob(name, recursive=True)):  # noqa: PTH207  # it may be absolute
            if is_folder(met):
                found |= {file for file in met.rglob("*") if is_input(file.name) and file.is_file()}
            else:
                found.add(met)
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


def is_input(name: str) -> bool:
    """Return whether a file of a folder is read, by its name."""
    return name.lower().endswith(SUFFIXES)


def size_of(place: Place) -> int:
    """Return the bytes of a file."""
    return place.size if isinstance(place, Address) else place.stat().st_size


def are_few(places: Iterable[Place]) -> bool:
    """Return whether files are known to have few bytes together."""
    return sum(map(size_of, places)) < FEW


def is_parquet(path: Place) -> bool:
    """Return whether a file is Parquet, and not JSON.

    Raises:
        DataError: If it is empty or not to be read.
    """
    try:
        is_empty = not path.size if isinstance(path, Address) else not _head(path, 1)
    except OSError as error:
        reason = reason_of(error)
        raise DataError(tr("'{path}' cannot be read: {reason}", path=path, reason=reason)) from error
    if is_empty:
        raise DataError(tr("'{path}' is empty", path=path))
    return path.suffix.lower() == ".parquet"


def part_of(query: str, files: Sequence[Place]) -> str:
    """Return by what name what a query reads of files is kept, as long as they stay what they are."""
    states = " ".join(
        f"{file.size} {file.modified}"
        if isinstance(file, Address)
        else f"{file.stat().st_size} {file.stat().st_mtime_ns}"
        for file in files
    )
    return f"{sha256(f'{query} {states}'.encode()).hexdigest()}.parquet"


def layout(path: Path) -> str:
    """Return how JSON lies in a file: `LINES`, `ARRAY` or `UNSTRUCTURED`.

    Raises:
        DataError: If it is packed in a way that it does not have.
    """
    return layout_of(_unpacked_head(path))


def layout_of(head: bytes) -> str:
    """Return how JSON lies in a file that begins so."""
    begun = head.lstrip()
    if begun[:1] == b"[":
        return ARRAY
    first, has_more, _ = begun.partition(b"\n")
    if begun[:1] == b"{" and has_more and first.strip() == b"{":
        return UNSTRUCTURED
    return LINES


def _head(path: Path, length: int = HEAD) -> bytes:
    with path.open("rb") as file:
        return file.read(length)


def _unpacked_head(path: Path) -> bytes:
    """Return how a file begins; of a packed one, how its content does."""
    if path.suffix.lower() not in PACKED:
        return _head(path)
    import gzip
    import zlib

    try:
        with gzip.open(path) as unpacked:
            return unpacked.read(HEAD)
    except (OSError, EOFError, zlib.error) as error:
        raise DataError(tr("'{path}' cannot be unpacked: {reason}", path=path, reason=error)) from error
