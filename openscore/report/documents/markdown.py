"""A page as Markdown; bars and plots are drawn with characters, so that it reads anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from openscore.language import tr
from openscore.report.documents.page import (
    Bar,
    Block,
    Cell,
    Heading,
    Item,
    Items,
    Page,
    Paragraph,
    Plot,
    Table,
)
from openscore.report.formats.markdown import escape
from openscore.report.views.bars import BLOCKS, split

WIDTH, NARROW = 40, 10


def render(page: Page) -> str:
    """Return the page as Markdown."""
    parts = [f"# {escape(page.title)}", *("\n".join(_lines(block)) for block in page.blocks)]
    return "\n\n".join(parts) + "\n"


def _lines(block: Block) -> Iterator[str]:
    if isinstance(block, Heading):
        yield f"{'#' * block.level} {escape(block.text)}"
    elif isinstance(block, Paragraph):
        text = escape(block.text)
        yield f"**{text}**" if block.style == "lead" else text
    elif isinstance(block, Items):
        for place, item in enumerate(block.entries, start=1):
            yield (f"{place}. " if block.is_numbered else "- ") + _item(item)
    elif isinstance(block, Table):
        yield f"*{escape(block.caption)}*"
        yield ""
        yield _row(block.header)
        yield _row(["---"] * len(block.header), is_rule=True)
        yield from map(_row, block.rows)
    else:
        yield from _plot(block)


def _item(item: Item) -> str:
    if not item.url:
        return escape(item.text)
    return f"{escape(item.text)} <{quote(item.url, safe=':/?#[]@!$&()*+,;=%~')}>"


def _row(cells: tuple[Cell, ...] | list[str], *, is_rule: bool = False) -> str:
    return "| " + " | ".join(cell if is_rule else _cell(cell) for cell in cells) + " |"  # type: ignore[misc]


def _cell(cell: Cell) -> str:
    if isinstance(cell, Bar):
        return "".join(split(cell.percent, NARROW, BLOCKS)) + " " + escape(cell.text)
    return escape(cell)


def _plot(plot: Plot) -> Iterator[str]:
    yield _row([tr("Openness"), tr("0 to 100"), tr("Score")])
    yield _row(["---"] * 3, is_rule=True)
    for mark in plot.marks:
        yield _row((mark.name, "".join(split(mark.percent, WIDTH, BLOCKS)), mark.shown))
    yield ""
    yield f"*{escape(plot.caption)}*"
