"""What a text tells to type next: as its reader types it, who may have chosen other data than the usual."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextvars import ContextVar

_COMMAND = re.compile(r"`(openscore [^`]+)`")
_complete: ContextVar[Callable[[str], str]] = ContextVar("complete", default=str)


def complete_by(complete: Callable[[str], str]) -> None:
    """Complete every command that is told to be typed from here on.

    Args:
        complete: Returns a command with the options that say which data are meant.
    """
    _complete.set(complete)


def completed(command: str) -> str:
    """Return a command as the reader can type it."""
    return _complete.get()(command)


def to_type(text: str) -> str:
    """Return a text in which each command that is marked as one is completed."""
    return _COMMAND.sub(lambda found: f"`{completed(found[1])}`", text)
