"""A page as a list of blocks: what it says, before it becomes Markdown, HTML or a document."""

from __future__ import annotations

from datetime import date
from typing import Literal, NamedTuple

from openscore.interval import Interval
from openscore.language import ENGLISH
from openscore.report.views.bibliography import Reference, Refs


class Cited(NamedTuple):
    """Text that leads to references."""

    pieces: tuple[str | Refs, ...]


Text = str | Cited


class Heading(NamedTuple):
    """A heading; the title of the page is none."""

    text: str
    level: int = 2


class Paragraph(NamedTuple):
    """A paragraph."""

    text: Text
    style: Literal["", "lead", "note"] = ""
    """A lead says the main thing first; a note is small print."""


class Items(NamedTuple):
    """A list."""

    entries: tuple[Text, ...]


class Check(NamedTuple):
    """Something that a reader ticks off."""

    text: Text
    key: str
    """What it is known by in another edition of the page, such as `3f2a9c04`."""
    is_done: bool = False


class Checks(NamedTuple):
    """A list to be ticked off."""

    entries: tuple[Check, ...]


class References(NamedTuple):
    """The documents that the text leads to, by number."""

    entries: tuple[Reference, ...]


class Bar(NamedTuple):
    """A score drawn as a bar, in a cell of a table."""

    percent: Interval
    """0 to 100."""
    text: str


Cell = Text | Bar


class Table(NamedTuple):
    """A table whose first column names the rows."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


class Mark(NamedTuple):
    """One score of a plot."""

    name: str
    percent: Interval
    shown: str
    band: str


class Plot(NamedTuple):
    """Scores on one gradient, with all others of the registry behind them."""

    caption: str
    alt: str
    """What it shows, for who cannot see it."""
    marks: tuple[Mark, ...]
    others: tuple[float, ...]
    """Low ends of all scores of the registry, 0 to 100."""


Block = Heading | Paragraph | Items | Checks | References | Table | Plot


def runs(text: Text) -> tuple[str | Refs, ...]:
    """Return the pieces of a text; text without references is one."""
    return text.pieces if isinstance(text, Cited) else (text,)


def joined(texts: list[Text], joiner: str) -> Text:
    """Return texts one after the other."""
    pieces: list[str | Refs] = []
    for text in texts:
        pieces += [joiner] if pieces else []
        pieces += runs(text)
    return Cited(tuple(pieces))


class Page(NamedTuple):
    """A page of inert text."""

    title: str
    blocks: tuple[Block, ...]
    lang: str = ENGLISH
    made: date | None = None
    """The day on which it was made, for formats that keep one."""
