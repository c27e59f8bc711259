"""Snapshots of validated data: what was parsed and checked once need not be again.

A snapshot is a file of JSON lines, keyed by the digest of everything that went in: a head, which is parsed
when the snapshot is opened, and further lines, each of which is read, checked and parsed when something of it
is asked for: what a command costs depends on what it reads, and not on what there is. A folder of snapshots
belongs to OpenScore alone: it bears a mark, all names in it have one form, and whatever else is there is
neither read nor touched. It is safe to delete at any time, while commands run too; damaged, missing or
unwritable snapshots only cost time.
"""

import errno
import hashlib
import json
import os
import re
import stat
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import accumulate
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

MAGIC = b"openscore-snapshot/2"
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
_BLOCK = 1 << 16
"""Bytes that are read at once where one line is asked for: its neighbors are likely to follow."""
_CHECKED = 32
"""Hexadecimal digits of the checksum of a line."""

Line = Callable[[], Any]
"""Returns the data of a line."""


class Entry(Mapping[str, Any]):
    """An object of a snapshot: parsed when something of it is asked for."""

    __slots__ = ("_brief", "_data", "_line")

    def __init__(self, line: Line, brief: Line | None = None) -> None:
        """Take an object.

        Args:
            line: Returns it.
            brief: Returns what is known of it without parsing.
        """
        self._line = line
        self._brief = brief
        self._data: dict[str, Any] | None = None

    @property
    def brief(self) -> Any:
        """What is known of it without parsing; None if nothing is."""
        return self._brief and self._brief()

    @property
    def plain(self) -> dict[str, Any]:
        """The object itself."""
        return self._parsed()

    def _parsed(self) -> dict[str, Any]:
        if self._data is None:
            self._data = self._line()
        return self._data

    def __getitem__(self, key: str) -> Any:
        return self._parsed()[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._parsed())

    def __len__(self) -> int:
        return len(self._parsed())

    def __repr__(self) -> str:
        return repr(self._parsed())


class Snapshot(NamedTuple):
    """What stands in one snapshot."""

    head: Any
    """JSON data."""
    lines: Sequence[Line]


class _Lines:
    """The lines behind the head, which stay in the file until they are asked for."""

    def __init__(self, path: Path, begins: int, index: tuple[list[int], str], anew: Line | None) -> None:
        """Take the lines of a file.

        Args:
            path: The file.
            begins: Where the first line does.
            index: The length of each line, and the checksums of all.
            anew: Makes all of them again, should the file be damaged or gone.
        """
        self._path = path
        self._lengths, self._sums = index
        self._places = list(accumulate(self._lengths, initial=begins))
        self._anew = anew
        self._made: Sequence[Any] | None = None
        self._block, self._at = b"", 0

    def listed(self) -> list[Line]:
        """Return what returns the data of each line."""
        return [partial(self._line, number) for number in range(len(self._lengths))]

    @property
    def end(self) -> int:
        """Where the last line ends."""
        return self._places[-1]

    def _line(self, number: int) -> Any:
        if self._made is None:
            text = self._text(self._places[number], self._lengths[number])
            if _sum(text) == self._sums[number * _CHECKED :][:_CHECKED]:
                return json.loads(text)
            self._made = self._anew() if self._anew else ()
        return self._made[number]

    def _text(self, begins: int, length: int) -> bytes:
        start = begins - self._at
        if start < 0 or start + length > len(self._block):
            self._at, start = begins, 0
            try:
                with _opened(self._path) as (file, _):
                    file.seek(begins)
                    self._block = file.read(max(length, _BLOCK))
            except OSError:
                self._block = b""
        return self._block[start : start + length]


class SnapshotFolder:
    """Keeps snapshots by key in a folder, behind those that came with the program."""

    KEPT = 240
    """Room for every shipped rubric and some registries, each with what was worked out of it; older snapshots
    beyond this number are deleted when one is written."""

    def __init__(self, folder: Path | None, shipped: Path | None = None) -> None:
        """Take a folder, which need not be there yet.

        Args:
            folder: Where to keep snapshots; None keeps none.
            shipped: A folder in which nothing is ever written, looked into first.
        """
        self.folder = folder
        self._shipped = shipped

    def get(self, key: str, anew: Line | None = None) -> Snapshot | None:
        """Return the snapshot for a key; None if there is none that is whole.

        Args:
            key: 64 hexadecimal digits.
            anew: Returns the data of all lines, where one proves damaged when it is asked for.
        """
        for folder in (self._shipped, self.folder):
            if folder and (found := _snapshot(folder / f"{key}{SUFFIX}", key, anew)):
                return found
        return None

    def put(self, key: str, head: object, entries: Sequence[object] = ()) -> None:
        """Store the data for `key`, whole or not at all.

        Args:
            key: 64 hexadecimal digits.
            head: JSON data, or what gives them of the text of the lines.
            entries: JSON data of each line.
        """
        if self.folder is None:
            return
        try:
            lines = [_line(entry) for entry in entries]
            said = head(b"".join(lines)) if callable(head) else head
            told = _line([said, [len(line) for line in lines], "".join(map(_sum, lines))])
            _claim(self.folder)
            _replace(self.folder / f"{key}{SUFFIX}", b"".join((_first_line(key, told), told, *lines)))
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


NOWHERE = SnapshotFolder(None)
"""Keeps nothing."""


def key_of(*parts: object) -> str:
    """Return the key of what was worked out of these parts: JSON data, which other parts never come to."""
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _line(data: object) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _sum(line: bytes) -> str:
    return hashlib.sha256(line).hexdigest()[:_CHECKED]


def _first_line(key: str, head: bytes) -> bytes:
    """Return the line that says whose snapshot it is, and how long the line below it is and what."""
    return f"{MAGIC.decode()} {key} {hashlib.sha256(head).hexdigest()} {len(head)}\n".encode()


def _snapshot(path: Path, key: str, anew: Line | None) -> Snapshot | None:
    """Return the snapshot that a file holds; None if it is not that of `key`, or its head is damaged."""
    try:
        with _opened(path) as (file, size):
            first = file.readline(_BLOCK)
            *_, length = first.split()
            told = file.read(min(int(length), size))
        if first != _first_line(key, told):
            return None
        head, lengths, sums = json.loads(told)
        lines = _Lines(path, len(first) + len(told), (lengths, sums), anew)
        return Snapshot(head, lines.listed()) if lines.end == size else None
    except (OSError, TypeError, ValueError, RecursionError):
        return None


@contextmanager
def _opened(path: Path) -> Iterator[tuple[BinaryIO, int]]:
    """Open an ordinary file, with its size.

    Raises:
        OSError: If there is none, a link to one included, or it is too large.
    """
    flags = (
        os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    )
    if not hasattr(os, "O_NOFOLLOW") and path.is_symlink():
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
    with os.fdopen(os.open(path, flags), "rb") as file:
        found = os.fstat(file.fileno())
        if not stat.S_ISREG(found.st_mode) or found.st_size > MAX_BYTES:
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        yield file, found.st_size


def _read(path: Path) -> bytes | None:
    """Return what is in an ordinary file; None if there is none, a link to one included."""
    try:
        with _opened(path) as (file, size):
            return file.read(size)
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
