"""Text that is markup already, for templates that escape all else."""

from __future__ import annotations

import re
from html import escape

from openscore.language import ENGLISH, language

_LATIN, _CHINESE = re.compile("[A-Za-z]"), re.compile("[\u2e80-\uffef]")


class Inert(str):
    """Text that can stand in a page as it is: whoever makes one has escaped what it holds."""

    __slots__ = ()

    def __html__(self) -> str:
        """Return it as templates ask for it."""
        return self


def heard(text: str) -> Inert:
    """Return a text as a screen reader should speak it: what has no translation is marked as English.

    Args:
        text: In the language that is spoken or, where a data file has none in it, in English.
    """
    is_foreign = language() != ENGLISH and _LATIN.search(text) and not _CHINESE.search(text)
    return Inert(f'<span lang="{ENGLISH}">{escape(text)}</span>' if is_foreign else escape(text))
