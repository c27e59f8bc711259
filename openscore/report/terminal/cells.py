"""How many cells of a screen a text takes: wide characters take two, most others one."""

from __future__ import annotations

from functools import lru_cache
from itertools import chain

from openscore.report.text import DASH
from openscore.report.views.bars import ASCII, BLOCKS

ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"
ARROW = "\N{DOWNWARDS ARROW}"
OURS = "".join((*BLOCKS, *ASCII, DASH, ELLIPSIS, ARROW))
"""What tables are drawn with."""
LETTERS = (range(0xA1, 0x300), range(0x370, 0x400), range(0x2070, 0x209D))
"""Latin and Greek letters and small digits, of which names are made."""
_ONE_EACH = str.maketrans(dict.fromkeys([*map(ord, OURS), *chain(*LETTERS)], "x"))


@lru_cache(maxsize=4096)
def cell_len(text: str) -> int:
    """Return how many cells a text takes."""
    if _is_plain(text):
        return len(text)
    # Imported here: few names are written in other letters, and Rich measures all that there are.
    from rich import cells

    return cells.cell_len(text)


def set_cell_size(text: str, width: int) -> str:
    """Return a text cut, or filled with spaces, so that it takes so many cells."""
    if _is_plain(text):
        return text[:width].ljust(width)
    from rich import cells

    return cells.set_cell_size(text, width)


def _is_plain(text: str) -> bool:
    """Whether each character takes one cell, as far as that is known without a table."""
    return text.isprintable() and (text.isascii() or text.translate(_ONE_EACH).isascii())
