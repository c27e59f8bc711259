"""A page as Markdown; bars and plots are drawn with characters, so that it reads anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from openscore.language import tr
from openscore.report.documents.page import (
    Bar,
    Block,
    Cell,
    Check,
    Checks,
    Heading,
    Items,
    Page,
    Paragraph,
    Plot,
    References,
    Table,
    Text,
    runs,
)
from openscore.report.formats.markdown import escape
from openscore.report.text import DASH
from openscore.report.views.bars import BLOCKS, split
from openscore.report.views.bibliography import Reference, Refs

WIDTH, NARROW = 40, 10


def render(page: Page) -> str:
    """Return the page as Markdown."""
    parts = [f"# {escape(page.title)}", *("\n".join(_lines(block)) for block in page.blocks)]
    return "\n\n".join(parts) + "\n"


def _lines(block: Block) -> Iterator[str]:
    if isinstance(block, Heading):
        yield f"{'#' * block.level} {escape(block.text)}"
    elif isinstance(block, Paragraph):
        text = _text(block.text)
        yield f"**{text}**" if block.style == "lead" else text
    elif isinstance(block, Items):
        yield from (f"- {_text(item)}" for item in block.entries)
    elif isinstance(block, Checks):
        yield from map(_check, block.entries)
    elif isinstance(block, References):
        yield from map(_reference, block.entries)
    elif isinstance(block, Table):
        yield f"*{escape(block.caption)}*"
        yield ""
        yield _row(block.header)
        yield _row(["---"] * len(block.header), is_rule=True)
        yield from map(_row, block.rows)
    else:
        yield from _plot(block)


def _check(entry: Check) -> str:
    """Return a line to be ticked, with the key by which a later page finds it again."""
    return f"- [{'x' if entry.is_done else ' '}] {_text(entry.text)} <!-- {entry.key} -->"


def _text(text: Text) -> str:
    return "".join(escape(piece) if isinstance(piece, str) else _refs(piece) for piece in runs(text))


def _refs(refs: Refs) -> str:
    """Return numbers that lead to the anchors of their references."""
    spans = (DASH.join(f"[{number}](#ref-{number})" for number in span) for span in refs.spans)
    return f" \\[{', '.join(spans)}\\]"


def _reference(entry: Reference) -> str:
    """Return a reference with its anchor; the number is that of the text, whatever stands before it."""
    address = quote(entry.url, safe=":/?#[]@!$&()*+,;=%~")
    return f'{entry.number}. <a id="ref-{entry.number}"></a>{escape(entry.text)} <{address}>'


def _row(cells: tuple[Cell, ...] | list[str], *, is_rule: bool = False) -> str:
    return "| " + " | ".join(cell if is_rule else _cell(cell) for cell in cells) + " |"  # type: ignore[misc]


def _cell(cell: Cell) -> str:
    if isinstance(cell, Bar):
        return "".join(split(cell.percent, NARROW, BLOCKS)) + " " + escape(cell.text)
    return _text(cell)


def _plot(plot: Plot) -> Iterator[str]:
    yield _row([tr("Openness"), tr("0 to 100"), tr("Score")])
    yield _row(["---"] * 3, is_rule=True)
    for mark in plot.marks:
        yield _row((mark.name, "".join(split(mark.percent, WIDTH, BLOCKS)), mark.shown))
    yield ""
    yield f"*{escape(plot.caption)}*"
