"""What commands declare of their arguments and options: how each is spelled, read, explained and completed.

This is data, and needs no library: plain words are read by it alone, help is written from it, and Typer is
told of it where Typer is asked.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, NamedTuple, Protocol, get_args, get_origin, get_type_hints

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


NEEDED: Final = object()
"""Stands for the default of a parameter that has none."""


class Parameter(NamedTuple):
    """A parameter of a command."""

    name: str
    annotation: Any
    """An annotated type: that of the value, with what is declared."""
    default: Any = NEEDED

    @property
    def declared(self) -> Declared:
        """What is declared of it."""
        found: Declared = get_args(self.annotation)[1]
        return found

    @property
    def is_list(self) -> bool:
        """Whether it takes any number of values."""
        return get_origin(get_args(self.annotation)[0]) is list

    @property
    def type(self) -> Any:
        """The type of a value, or of each of them."""
        kind = get_args(self.annotation)[0]
        return get_args(kind)[0] if self.is_list else kind


def parameters_of(function: Callable[..., None]) -> list[Parameter]:
    """Return the parameters of a command in their order, each annotated with what is declared of it."""
    defaults = defaults_of(function)
    hints = get_type_hints(function, include_extras=True)
    return [Parameter(name, hints[name], default) for name, default in defaults.items()]


def defaults_of(function: Callable[..., None]) -> dict[str, Any]:
    """Return the default of each parameter of a command; `NEEDED` where it has none."""
    # As `inspect.signature` finds them, which is slow to import.
    while hasattr(function, "__wrapped__"):
        function = function.__wrapped__
    names = [name for name in function.__annotations__ if name != "return"]
    stated = function.__defaults__ or ()
    return dict(zip(names, [*[NEEDED] * (len(names) - len(stated)), *stated], strict=True))
