"""The language in which people are spoken to: English in the code, others in catalogs.

A message is written once, in English, where it is said: `tr("no {kind} named '{name}'", ...)`. Its
translation stands in `openscore/locale/<language>/LC_MESSAGES/openscore.po`, the format that
translators' tools read. What machines read never passes through here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gettext import GNUTranslations

ENGLISH = "en"
LANGUAGES = (ENGLISH, "zh")
_LOCALE = Path(__file__).resolve().parent / "locale"
_spoken: ContextVar[str] = ContextVar("language", default=ENGLISH)


def speak(language: str) -> None:
    """Say everything from here on in a language.

    Args:
        language: One of `LANGUAGES`.
    """
    _spoken.set(language)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Say what is said inside in a language, one of `LANGUAGES`."""
    before = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(before)


def language() -> str:
    """Return the language that is spoken."""
    return _spoken.get()


def language_in(environment: Mapping[str, str]) -> str:
    """Return the language that a user's environment asks for, English if none of ours."""
    for name in ("OPENSCORE_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        if asked := environment.get(name):
            return next((known for known in LANGUAGES if asked.lower().startswith(known)), ENGLISH)
    return ENGLISH


def tr(message: str, /, **values: object) -> str:
    """Return a message in the language that is spoken.

    Args:
        message: The message in English; names in braces stand for values.
        values: What stands for the names.
    """
    text = message if _spoken.get() == ENGLISH else translated(message, _spoken.get())
    return text.format(**values) if values else text


def counted(one: str, many: str, n: float, /, **values: object) -> str:
    """Return a message that agrees with a number, in the language that is spoken.

    Args:
        one: What is said of exactly 1; both are messages of their own.
        many: What is said of any other number.
        n: Stands for `{n}`.
        values: What stands for the other names.
    """
    return tr(one if n == 1 else many, n=n, **values)


def noted(message: str) -> str:
    """Return the message as it is: it is said elsewhere, where `tr` gets it as a value."""
    return message


def translated(message: str, language: str) -> str:
    """Return a message in a language; in English where the catalog lacks it."""
    return _catalog(language).gettext(message) if message and language != ENGLISH else message


@cache
def _catalog(language: str) -> GNUTranslations:
    # Imported here: English needs no catalog.
    from gettext import GNUTranslations

    with (_LOCALE / language / "LC_MESSAGES" / "openscore.mo").open("rb") as file:
        return GNUTranslations(file)
