"""Text that is markup already, for templates that escape all else."""

from __future__ import annotations

import re
from html import escape

from openscore.language import ENGLISH, language
from openscore.report.text import typed

_LATIN, _CHINESE = re.compile("[A-Za-z]"), re.compile("[\u2e80-\uffef]")


class Inert(str):
    """Text that can stand in a page as it is: whoever makes one has escaped what it holds."""

    __slots__ = ()

    def __html__(self) -> str:
        """Return it as templates ask for it."""
        return self


def heard(text: str) -> Inert:
    """Return a text as a screen reader should speak it: what has no translation is marked as English.

    What a data file marks as typed stands as such.

    Args:
        text: In the language that is spoken or, where a data file has none in it, in English.
    """
    is_foreign = language() != ENGLISH and _LATIN.search(text) and not _CHINESE.search(text)
    pieces = (f"<code>{escape(one)}</code>" if at % 2 else escape(one) for at, one in enumerate(typed(text)))
    shown = "".join(pieces)
    return Inert(f'<span lang="{ENGLISH}">{shown}</span>' if is_foreign else shown)
