"""Tables in which no text acts: not on a notebook's page, and not in a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

FORMULA = "=+-@\uff1d\uff0b\uff0d\uff20"
"""Characters with which a formula begins; in Chinese and Japanese the wide ones begin one too."""


def html_table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table as HTML; the first cell of each row names it."""
    # Imported here: a notebook needs it, and no command does; it brings a list of 2,231 characters.
    from html import escape

    def shown(cell: object) -> str:
        text = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in str(cell))
        return escape(text)

    head = "".join(f'<th scope="col">{shown(cell)}</th>' for cell in header)
    body = "".join(
        f'<tr><th scope="row">{shown(first)}</th>'
        + "".join(f"<td>{shown(cell)}</td>" for cell in rest)
        + "</tr>"
        for first, *rest in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
