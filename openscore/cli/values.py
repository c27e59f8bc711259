"""Kinds of values that options take: how they are read, what help says of them, what completes them.

Typer converts nothing here by itself: each kind has a parser of ours, so that what is wrong is said in
one way, in the language that is spoken, with near names, whatever version of Typer is installed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import wraps
from pathlib import Path
from typing import Any

from openscore.cli.parameters import Context, Declared
from openscore.days import day_of
from openscore.errors import OpenScoreError, UsageError, did_you_mean
from openscore.language import noted, tr

_SIZE = r"(?i:(?=.*[1-9])\d{1,6}(?:\.\d{1,3})? ?[KMGT]i?B)"


class WordError(OpenScoreError):
    """What is wrong with a word: no `ValueError`, of which Typer would keep the message and lose the hint."""


def _said(parse: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Return the parser as Typer can be given it."""

    @wraps(parse)
    def parser(value: Any) -> Any:
        try:
            return parse(value)
        except UsageError as error:
            raise WordError(error.message, hint=error.hint) from error

    return parser


def choice(
    *names: str, among: Sequence[str] | Callable[[], Iterable[str]], help: str, metavar: str = ""
) -> Declared:
    """Return an option that takes one of a closed list.

    Args:
        names: Spellings of the option, the one for messages first.
        among: The list; a function where it stands in a module that few commands need.
        help: What it decides.
        metavar: What help shows for the value; the whole list if left out.
    """

    def known() -> tuple[str, ...]:
        return tuple(among() if callable(among) else among)

    def parse(value: str) -> str:
        return one_of(value, known(), names[0])

    def complete(_context: Context, _incomplete: str) -> list[str]:
        return list(known())

    return Declared(names, metavar or "|".join(known()), help, _said(parse), complete)


def whole_number(*names: str, low: int, high: int | None = None, help: str, metavar: str = "N") -> Declared:
    """Return an option that takes a whole number, bounds included."""

    def parse(value: str | int) -> int:
        return whole_of(value, names[0], low, high)

    return Declared(names, metavar, help, _said(parse), min=low, max=high)


def number(*names: str, low: float, high: float | None = None, help: str, metavar: str = "N") -> Declared:
    """Return an option that takes a number, bounds included."""

    def parse(value: str | float) -> float:
        return number_of(value, names[0], low, high)

    return Declared(names, metavar, help, _said(parse), min=low, max=high)


def size(*names: str, help: str) -> Declared:
    """Return an option that takes an amount of memory, such as `2GB`."""

    def parse(value: str) -> str:
        if not re.fullmatch(_SIZE, value):
            raise UsageError(
                tr("{option} is '{value}', wanted a size such as 2GB", option=names[0], value=value)
            )
        return value

    return Declared(names, "SIZE", help, _said(parse))


def day(*names: str, help: str) -> Declared:
    """Return an option that takes a day as ISO date."""

    def parse(value: str | date) -> date:
        return value if isinstance(value, date) else day_of(value, names[0])

    return Declared(names, "DATE", help, _said(parse))


def file_path(*names: str, help: str, metavar: str = "FILE") -> Declared:
    """Return an option that takes the path of a file; whether it is there, its reader says."""
    return Declared(names, metavar, help, _said(_path_of(names[0])))


def file_argument(*, help: str, metavar: str) -> Declared:
    """Return an argument that is the path of a file."""
    return Declared((), metavar, help, _said(_path_of(metavar)))


def place(*names: str, help: str, metavar: str = "FILE") -> Declared:
    """Return what takes the path of a file, or an address, of which a path would drop a stroke."""

    def parse(value: str) -> str:
        _path_of((*names, metavar)[0])(value)
        return value

    return Declared(names, metavar, help, _said(parse))


def _path_of(name: str) -> Callable[[str | Path], Path]:
    def parse(value: str | Path) -> Path:
        if value == "":
            raise UsageError(tr("{option} is empty, wanted the path of a file", option=name))
        return Path(value)

    return parse


def one_of(value: str, known: Sequence[str], option: str) -> str:
    """Return the value if it is one of the known ones.

    Raises:
        UsageError: If it is not; names near ones.
    """
    if value in known:
        return value
    hint = did_you_mean(value, known)
    raise UsageError(
        tr(
            "{option} is '{value}', wanted one of {listed}",
            option=option,
            value=value,
            listed=", ".join(known),
        ),
        hint=hint,
    )


def whole_of(value: str | int, option: str, low: int, high: int | None = None) -> int:
    """Return the whole number that an option gives.

    Raises:
        UsageError: If it is none, or out of bounds.
    """
    try:
        found = int(value)
    except ValueError:
        found = low - 1
    if found < low or (high is not None and found > high):
        raise _out_of_bounds(value, option, low, high, is_whole=True)
    return found


def number_of(value: str | float, option: str, low: float, high: float | None = None) -> float:
    """Return the number that an option gives.

    Raises:
        UsageError: If it is none, or out of bounds.
    """
    try:
        found = float(value)
    except ValueError:
        found = float("nan")
    if not low <= found <= (float("inf") if high is None else high) or found == float("inf"):
        raise _out_of_bounds(value, option, low, high, is_whole=False)
    return found


def bounds_of(low: float, high: float | None) -> str:
    """Return the bounds of a number in words."""
    if high is None:
        return tr("{low} or more", low=_plain(low))
    return tr("{low} to {high}", low=_plain(low), high=_plain(high))


def _out_of_bounds(
    value: object, option: str, low: float, high: float | None, *, is_whole: bool
) -> UsageError:
    wanted = noted("{option} is '{value}', wanted a number, {bounds}")
    if is_whole:
        wanted = noted("{option} is '{value}', wanted a whole number, {bounds}")
    return UsageError(tr(wanted, option=option, value=value, bounds=bounds_of(low, high)))


def _plain(value: float) -> str:
    """Return a bound without an exponent."""
    return f"{value:f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
