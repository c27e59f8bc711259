"""Snapshots of validated data: what was parsed and checked once need not be again.

A snapshot is a file of JSON lines, keyed by the digest of everything that went in: a head, which is
parsed when the snapshot is opened, and entries, each of which is parsed when something of it is asked
for. A folder of snapshots belongs to OpenScore alone: it bears a mark, all names in it have one form,
and whatever else is there is neither read nor touched. It is safe to delete at any time; damaged,
missing or unwritable snapshots only cost time.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import stat
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

MAGIC = b"openscore-snapshot/1"
SUFFIX, UNFINISHED = ".snapshot", ".part"
MARK = "CACHEDIR.TAG"
"""Name of the mark; see https://bford.info/cachedir/, by which backups know what to leave out."""
_MARK_TEXT = b"""Signature: 8a477f597d28d172789f06886806bc55
# This folder holds snapshots of validated data, written by OpenScore. It may be deleted at any time.
"""
_NAME = rf"[0-9a-f]{{64}}(?:\{SUFFIX}|\.\w+\{UNFINISHED})"
MAX_BYTES = 200_000_000
"""No snapshot is larger; what is, is none."""
ABANDONED = 24 * 3600
"""Seconds after which an unfinished file is that of a run that was killed."""


class Entry(Mapping[str, Any]):
    """An object of a snapshot: parsed when something of it is asked for."""

    __slots__ = ("_data", "_text", "brief")

    def __init__(self, text: bytes | memoryview, brief: Any = None) -> None:
        """Take an object.

        Args:
            text: Its JSON.
            brief: What is known of it without parsing.
        """
        self.brief = brief
        self._text = text
        self._data: dict[str, Any] | None = None

    def _parsed(self) -> dict[str, Any]:
        if self._data is None:
            self._data = json.loads(bytes(self._text))
        return self._data

    def __getitem__(self, key: str) -> Any:
        return self._parsed()[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._parsed())

    def __len__(self) -> int:
        return len(self._parsed())

    def __repr__(self) -> str:
        return repr(self._parsed())


class Snapshot:
    """What stands in one snapshot."""

    def __init__(self, head: Any, lines: Sequence[memoryview]) -> None:
        self.head = head
        """JSON data."""
        self.lines = lines
        """JSON texts of the entries."""

    @classmethod
    def read(cls, content: bytes, key: str) -> Snapshot | None:
        """Return the snapshot that a file holds; None if it is not that of `key`, or damaged."""
        begins = content.find(b"\n") + 1
        whole = memoryview(content)  # Most of it is never asked for, so nothing is copied.
        if not begins or content[: begins - 1] != _first_line(key, whole[begins:]):
            return None
        lines = []
        while (end := content.find(b"\n", begins)) >= 0:
            lines.append(whole[begins:end])
            begins = end + 1
        head, *lines = *lines, whole[begins:]
        try:
            return cls(json.loads(bytes(head)), lines)
        except (ValueError, RecursionError):
            return None


class SnapshotFolder:
    """Keeps snapshots by key in a folder, behind those that came with the program."""

    KEPT = 96
    """Room for every shipped rubric and some registries; older snapshots beyond this number are deleted
    when one is written."""

    def __init__(self, folder: Path | None, shipped: Path | None = None) -> None:
        """Take a folder, which need not be there yet.

        Args:
            folder: Where to keep snapshots; None keeps none.
            shipped: A folder in which nothing is ever written, looked into first.
        """
        self.folder = folder
        self._shipped = shipped

    def get(self, key: str) -> Snapshot | None:
        """Return the snapshot for `key`, 64 hexadecimal digits; None if there is none that is whole."""
        for folder in (self._shipped, self.folder):
            content = _read(folder / f"{key}{SUFFIX}") if folder else None
            if content is not None and (found := Snapshot.read(content, key)):
                return found
        return None

    def put(self, key: str, head: object, entries: Sequence[object] = ()) -> None:
        """Store the data for `key`, whole or not at all."""
        if self.folder is None:
            return
        try:
            rest = b"\n".join(map(_line, (head, *entries)))
            _claim(self.folder)
            _replace(self.folder / f"{key}{SUFFIX}", _first_line(key, rest) + b"\n" + rest)
            self._prune(self.folder)
        except (OSError, ValueError):
            return

    def _prune(self, folder: Path) -> None:
        snapshots: list[tuple[float, Path]] = []
        unfinished: list[tuple[float, Path]] = []
        for path in folder.iterdir():
            found = path.lstat()
            if re.fullmatch(_NAME, path.name) and stat.S_ISREG(found.st_mode):
                (snapshots if path.name.endswith(SUFFIX) else unfinished).append((found.st_mtime, path))
        stale = [path for _, path in sorted(snapshots, reverse=True)[self.KEPT :] if _is_ours(path)]
        stale += [path for written, path in unfinished if written < time.time() - ABANDONED]
        for path in stale:
            path.unlink(missing_ok=True)


def _line(data: object) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def _first_line(key: str, rest: bytes | memoryview) -> bytes:
    """Return the line that says whose snapshot it is, and what all the rest of the file must be."""
    return b" ".join((MAGIC, key.encode(), hashlib.sha256(rest).hexdigest().encode()))


def _read(path: Path) -> bytes | None:
    """Return what is in an ordinary file; None if there is none, a link to one included."""
    flags = (
        os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    )
    try:
        if not hasattr(os, "O_NOFOLLOW") and path.is_symlink():
            return None
        with os.fdopen(os.open(path, flags), "rb") as file:
            found = os.fstat(file.fileno())
            if not stat.S_ISREG(found.st_mode) or found.st_size > MAX_BYTES:
                return None
            return file.read(MAX_BYTES)
    except OSError:
        return None


def _is_ours(path: Path) -> bool:
    """Whether a file begins as a snapshot does."""
    with path.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC


def _claim(folder: Path) -> None:
    """Make the folder and mark it as ours.

    Raises:
        OSError: If that cannot be, or somebody else has put something there.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if not stat.S_ISDIR(folder.lstat().st_mode):
        raise NotADirectoryError(str(folder))
    mark = folder / MARK
    if _read(mark) == _MARK_TEXT:
        return
    # A mark that is not there yet, or no more, is made where nothing else says whose the folder is.
    if any(path.name != MARK and not re.fullmatch(_NAME, path.name) for path in folder.iterdir()):
        raise FileExistsError(str(folder))
    _replace(mark, _MARK_TEXT, "0" * 64)


def _replace(path: Path, content: bytes, stem: str = "") -> None:
    """Put a file in the place of whatever file or link has its name, which is not followed."""
    import tempfile

    prefix = f"{stem or path.stem}."
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=prefix, suffix=UNFINISHED)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
