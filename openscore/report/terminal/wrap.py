"""Text broken into lines that fit, by the cells that characters take: wide ones take two."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from openscore.report.terminal.cells import cell_len

if TYPE_CHECKING:
    from rich.text import Text

_WIDE = (
    "\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f"
    "\uff01-\uff60\uffe0-\uffe6\U0001f300-\U0001faff\U00020000-\U0003fffd"
)
_OPENING = "\uff08\u201c\u2018\u300a\u300c\u3010"
_CLOSING = "\uff0c\u3002\uff1b\uff1a\u3001\uff1f\uff01\uff09\u201d\u2019\u300b\u300d\u3011"
_COMMAND = "`openscore [^`]+`"
"""What is to be typed: over two lines it cannot be copied, so it stays whole, like an address."""
_PIECES = rf"( *)([{_OPENING}]*(?:[^ `{_WIDE}]*{_COMMAND}[^ `{_WIDE}]*|[{_WIDE}]|[^ {_WIDE}]+)[{_CLOSING}]*)"
"""What stays on one line: a word, a command, or a wide character with the marks that belong to it."""
_WORDS = rf"( *)([^ `]*{_COMMAND}[^ `]*|[^ ]+)"
"""The same where no character is wide."""
_JOINTS = r".*[- \u2013/_.,:;@&=?|]"
"""A part of a long word behind which it is best broken."""


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Return a pattern, compiled where a text is too long: that of wide ones takes longer than a page."""
    return re.compile(pattern)


def wrapped(text: str, width: int, *, is_cell: bool = False) -> Iterator[str]:
    """Yield the lines of a text, none but a command wider than `width`; what is indented goes on indented.

    Args:
        text: One paragraph a line.
        width: Cells, 2 or more.
        is_cell: Whether nothing may pass the width, a command neither.
    """
    for paragraph in text.split("\n"):
        words = paragraph.lstrip(" ")
        lead = " " * min(len(paragraph) - len(words), width // 2)
        for line in _lines(words, width - len(lead), is_cell):
            yield (lead + line).rstrip(" ")


def wrapped_text(text: Text, width: int) -> Iterator[Text]:
    """Yield the lines of a text with styles, broken where it is broken without them."""
    end = 0
    for line in wrapped(text.plain, width):
        words = line.lstrip(" ")
        start = text.plain.index(words, end)
        end = start + len(words)
        yield text.blank_copy(line[: len(line) - len(words)]).append_text(text[start:end])


def _lines(text: str, width: int, is_cell: bool) -> Iterator[str]:
    if cell_len(text) <= width:
        yield text
        return
    line = ""
    pieces = _PIECES if any("\u1100" <= char <= "\u115f" or char >= "\u2e80" for char in text) else _WORDS
    for space, word in _compiled(pieces).findall(text):
        if line and cell_len(line + space + word) > width:
            yield line
            line = ""
        else:
            line += space if line else ""
        is_whole = not is_cell and _compiled(_COMMAND).search(word)
        *full, rest = [word] if is_whole else _parts(word, width)
        yield from full
        line += rest
    yield line


def _parts(word: str, width: int) -> Iterator[str]:
    """Yield a word in parts that fit; all but the last are lines of their own."""
    while cell_len(word) > width:
        end = _fitting(word, width)
        joint = _compiled(_JOINTS).match(word, 0, end)
        cut = joint.end() if joint and joint.end() > end // 2 else end
        yield word[:cut]
        word = word[cut:]
    yield word


def _fitting(text: str, width: int) -> int:
    """Return how many characters fit; at least one, so that there is an end."""
    end, cells = 0, 0
    while end < len(text) and (cells := cells + cell_len(text[end])) <= width:
        end += 1
    return max(1, end)
