"""What was found on looking at a document, and what that says of what was recorded."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple, TextIO

from openscore.files import write_whole
from openscore.sources.digests import Digests
from openscore.sources.documents import Document
from openscore.sources.web import ROBOTS
from openscore.toml import lines_of

MAX_LINE = 20_000
"""Characters of a line of notes; a longer one is none of ours."""
LEAST = 1000
"""Lines that a file of notes may have in vain."""


class Look(NamedTuple):
    """What an address answered."""

    url: str
    """The address that was asked."""
    at: str
    """When, in UTC, such as `2026-11-27T08:00:00+00:00`."""
    status: int
    bytes: str = ""
    text: str = ""
    """The digests of what was sent; empty where nothing was."""
    moved: str = ""
    etag: str = ""
    modified: str = ""
    """What the server calls this state, to ask later only for another."""
    failure: str = ""

    @property
    def digests(self) -> Digests:
        """The digests of what was sent."""
        return Digests(self.bytes, self.text)

    @property
    def day(self) -> str:
        """The day of the look, in UTC."""
        return self.at[:10]


class State(StrEnum):
    """What a look says of a document."""

    SAME = "same"
    CHANGED = "changed"
    """What stands there is something else than what was recorded."""
    NEW = "unrecorded"
    """It is there, and no digest of it was recorded."""
    GONE = "gone"
    """The server says that there is nothing (404 or 410)."""
    BARRED = "barred"
    """The server lets programs or strangers not look (robots.txt, 401, 403, 451)."""
    UNREACHABLE = "unreachable"
    """No answer, or one that says nothing of the document."""


def state(document: Document, look: Look) -> State:
    """Return what a look says of a document."""
    if look.failure:
        return State.BARRED if look.failure == ROBOTS else State.UNREACHABLE
    if look.status in (404, 410):
        return State.GONE
    if look.status in (401, 403, 451):
        return State.BARRED
    if look.status != 200:
        return State.UNREACHABLE
    if not document.digest:
        return State.NEW
    return State.SAME if look.digests.like(document.digest) == document.digest else State.CHANGED


class Notes:
    """Looks kept from earlier runs, a line each: what was looked at today need not be again.

    Lines that are damaged, as the last one of a run that was killed, are passed over. The last look at
    an address counts.
    """

    def __init__(self, lines: Iterable[str] = ()) -> None:
        self._looks: dict[str, Look] = {}
        self._passed = 0
        """Lines that count no more: others came after them, or they are damaged."""
        for line in lines:
            look = _read(line) if len(line) <= MAX_LINE else None
            self._passed += look is None or look.url in self._looks
            if look:
                self._looks[look.url] = look

    @classmethod
    def of(cls, path: Path | None) -> Notes:
        """Read the notes of a file; none where there is no file, or it cannot be read."""
        try:
            return cls(filter(None, lines_of(path.read_text("utf-8", "replace"))) if path else ())
        except OSError:
            return cls()

    def tidy(self, path: Path) -> None:
        """Leave in the file the last look at each address, where most of its lines count no more.

        Whoever looks at the same moment loses what was noted in between, and looks again.
        """
        if self._passed > max(len(self._looks), LEAST) and not path.is_symlink():
            lines = (_line(look) for look in self._looks.values())
            with suppress(OSError):  # It only costs time to read them all.
                write_whole(path, "".join(lines))

    def get(self, url: str) -> Look | None:
        """Return the last look at an address."""
        return self._looks.get(url)

    def fresh(self, url: str, now: datetime, hours: float) -> Look | None:
        """Return the last look at an address if it is recent and told something."""
        look = self._looks.get(url)
        if look is None or look.failure or look.status >= 429:
            return None
        return look if (now - datetime.fromisoformat(look.at)).total_seconds() < hours * 3600 else None


def note(file: TextIO, look: Look) -> None:
    """Write a look behind what was noted; it is on its way to the disk when this returns."""
    file.write(_line(look))
    file.flush()


def _line(look: Look) -> str:
    return json.dumps(look._asdict(), ensure_ascii=False) + "\n"


def _read(line: str) -> Look | None:
    try:
        found = json.loads(line)
        look = Look(**found)
        moment = datetime.fromisoformat(look.at)
    except (ValueError, TypeError, RecursionError):
        return None
    texts = all(isinstance(one, str) for name, one in look._asdict().items() if name != "status")
    return look if texts and isinstance(look.status, int) and moment.tzinfo == UTC else None


def conditions(look: Look | None) -> Mapping[str, str]:
    """Return the headers that ask only for another state than that of the last look."""
    if look is None or not look.bytes:
        return {}
    return {
        name: value
        for name, value in (("If-None-Match", look.etag), ("If-Modified-Since", look.modified))
        if value
    }


class Seen(NamedTuple):
    """A document and what was found on looking at it."""

    document: Document
    look: Look

    @property
    def state(self) -> State:
        """What the look says of the document."""
        return state(self.document, self.look)


def opened(path: Path) -> TextIO:
    """Open the file of notes to write behind it; a link in its place is not followed.

    Raises:
        OSError: If it cannot be, or something else than an ordinary file has its name.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
    return os.fdopen(os.open(path, flags, 0o600), "a", encoding="utf-8")
