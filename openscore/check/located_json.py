"""JSON whose objects know on which line they begin."""

from __future__ import annotations

import json
import re
from functools import cached_property
from typing import Any

from openscore.language import tr
from openscore.toml import MOST_DIGITS, unusable

_BRACE = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|([{}])', re.DOTALL)
"""A text, in which braces mean nothing, or a brace."""


class _Object(dict[str, Any]):
    """An object of the file, with its place in the order in which objects end."""

    __slots__ = ("place",)
    place: int


class _TooLongError(ValueError):
    """A whole number of more digits than Python turns into one."""


class LocatedJson:
    """A JSON file, read in time that grows with its size alone."""

    def __init__(self, text: str, file: str, first: int = 1) -> None:
        """Read the text.

        Args:
            text: What should be JSON.
            file: Its name, for errors.
            first: The line of the file on which the text begins.

        Raises:
            DataError: If it is not JSON, nests too deep, or an object names a key twice: which of the two
                counts, readers of such a file do not agree on.
        """
        self._text = text
        self._file = file
        self._first = first
        self._count = 0
        self._twice: tuple[_Object, str] | None = None
        self.whole: Any = self._parsed()
        if self._twice:
            found, key = self._twice
            message = tr("'{key}' stands twice in one object", key=key)
            raise unusable(file, "duplicate-key", message, self.line(found))

    def line(self, part: object) -> int:
        """Return the line on which an object begins; the first for what is no object of the text."""
        return self._lines[part.place] if isinstance(part, _Object) else self._first

    def place(self, part: object) -> int | None:
        """Return the place of an object in the order in which objects end; None for what is no object."""
        return part.place if isinstance(part, _Object) else None

    def _parsed(self) -> Any:
        try:
            return json.loads(self._text, object_pairs_hook=self._object, parse_int=_whole)
        except json.JSONDecodeError as error:
            message = tr("not valid JSON: {reason}", reason=error.msg.lower())
            raise unusable(self._file, "broken-json", message, self._first + error.lineno - 1) from error
        except _TooLongError as error:
            digits = str(error)
            line = self._text.count("\n", 0, self._text.find(digits)) + self._first
            message = tr(
                "not valid JSON: {reason}",
                reason=tr(
                    "a number of {count} digits, at most {most} are read",
                    count=len(digits.lstrip("-")),
                    most=MOST_DIGITS,
                ),
            )
            raise unusable(self._file, "broken-json", message, line) from None
        except RecursionError as error:
            message = tr("brackets are nested too deep to read")
            raise unusable(self._file, "nested-too-deep", message) from error

    def _object(self, pairs: list[tuple[str, Any]]) -> _Object:
        """Keep an object; the reader calls this in the order in which objects end."""
        found = _Object(pairs)
        found.place = self._count
        self._count += 1
        if len(found) < len(pairs) and self._twice is None:
            keys = [key for key, _ in pairs]
            self._twice = found, next(key for key in keys if keys.count(key) > 1)
        return found

    @cached_property
    def _lines(self) -> list[int]:
        """The line on which each object begins, in the order in which they end."""
        line, counted = self._first, 0
        unended: list[int] = []
        lines = []
        for match in _BRACE.finditer(self._text):
            if match[1] == "{":
                line += self._text.count("\n", counted, match.start())
                counted = match.start()
                unended.append(line)
            elif match[1]:
                lines.append(unended.pop())
        return lines


def _whole(digits: str) -> int:
    try:
        return int(digits)
    except ValueError:
        raise _TooLongError(digits) from None
