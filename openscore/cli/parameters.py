"""What commands declare of their arguments and options: how each is spelled, read, explained and completed.

This is data, and needs no library: plain words are read by it alone, help is written from it, and Typer is
told of it where Typer is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from inspect import Parameter
from typing import Any, NamedTuple, Protocol, get_args

Item = str | tuple[str, str]
"""What completes a word, alone or with a help text."""


class Context(Protocol):
    """What is known of a command that is not typed to its end."""

    @property
    def params(self) -> Mapping[str, Any]:
        """The values that stand before, by name."""


Complete = Callable[[Context, str], Iterable[Item]]
"""Returns what can stand where a word begins so."""


class Declared(NamedTuple):
    """An argument or an option."""

    names: tuple[str, ...]
    """Spellings of an option, the one for messages first; none of an argument."""
    metavar: str
    """What help shows for the value; empty for a flag."""
    help: str
    parser: Callable[[Any], Any] | None = None
    """Returns what a text comes to; the text itself if there is none."""
    complete: Complete | None = None
    min: float | None = None
    max: float | None = None
    at_once: Callable[[Any], None] | None = None
    """What is done with the value before any other is read."""


def option(*names: str, metavar: str, help: str, complete: Complete | None = None) -> Declared:
    """Return an option that takes a text."""
    return Declared(names, metavar, help, complete=complete)


def argument(*, metavar: str, help: str, complete: Complete | None = None) -> Declared:
    """Return an argument that is a text."""
    return Declared((), metavar, help, complete=complete)


def flag(*names: str, help: str, at_once: Callable[[Any], None] | None = None) -> Declared:
    """Return an option that is there or not, and takes no value."""
    return Declared(names, "", help, at_once=at_once)


def declared(parameter: Parameter) -> Declared:
    """Return what the annotation of a parameter declares."""
    found: Declared = get_args(parameter.annotation)[1]
    return found


def option_names(parameter: Parameter) -> tuple[str, ...]:
    """Return the spellings of an option; none if the parameter is an argument."""
    return declared(parameter).names
