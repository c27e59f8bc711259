"""Tables for notebooks, in which no text acts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape


def html_table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table as HTML; the first cell of each row names it."""
    head = "".join(f'<th scope="col">{_shown(cell)}</th>' for cell in header)
    body = "".join(
        f'<tr><th scope="row">{_shown(first)}</th>'
        + "".join(f"<td>{_shown(cell)}</td>" for cell in rest)
        + "</tr>"
        for first, *rest in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _shown(cell: object) -> str:
    return escape("".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in str(cell)))
