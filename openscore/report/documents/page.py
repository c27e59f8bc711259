"""A page as a list of blocks: what it says, before it becomes Markdown, HTML or a document."""

from __future__ import annotations

from typing import Literal, NamedTuple

from openscore.interval import Interval
from openscore.language import ENGLISH


class Heading(NamedTuple):
    """A heading; the title of the page is none."""

    text: str
    level: int = 2


class Paragraph(NamedTuple):
    """A paragraph."""

    text: str
    style: Literal["", "lead", "note"] = ""
    """A lead says the main thing first; a note is small print."""


class Item(NamedTuple):
    """One item of a list."""

    text: str
    url: str = ""
    """Address that the item leads to."""


class Items(NamedTuple):
    """A list."""

    entries: tuple[Item, ...]
    is_numbered: bool = False


class Bar(NamedTuple):
    """A score drawn as a bar, in a cell of a table."""

    percent: Interval
    """0 to 100."""
    text: str


Cell = str | Bar


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


class Plot(NamedTuple):
    """Scores on one gradient, with all others of the registry behind them."""

    caption: str
    alt: str
    """What it shows, for who cannot see it."""
    marks: tuple[Mark, ...]
    others: tuple[float, ...]
    """Low ends of all scores of the registry, 0 to 100."""
    zones: tuple[tuple[float, str], ...]
    """Where each band begins, 0 to 100, with its title; empty if bands are no ranges."""


Block = Heading | Paragraph | Items | Table | Plot


class Page(NamedTuple):
    """A page of inert text."""

    title: str
    blocks: tuple[Block, ...]
    lang: str = ENGLISH
