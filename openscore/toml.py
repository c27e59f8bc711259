"""Read TOML with clear errors, and find the line of a key when something is wrong with it."""

from __future__ import annotations

import codecs
import hashlib
import json
import re
import sys
from collections.abc import Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from openscore.errors import DataError, Problem
from openscore.files import is_folder, label_of, read_bytes, reason_of
from openscore.language import noted, tr

_NAME = r"""[A-Za-z0-9_-]+|"[^"]*"|'[^']*'"""
HEADER = r"^\s*(\[\[?)\s*(.+?)\s*\]\]?\s*(?:#.*)?$"
"""Pattern of a line that begins a table: its brackets and its dotted key."""
KEY = rf"^\s*((?:{_NAME})(?:\s*\.\s*(?:{_NAME}))*)\s*="
"""Pattern of a line that begins with a key: its dotted key."""

MOST_DIGITS = sys.get_int_max_str_digits()
"""Python turns no number of more decimal digits into an integer."""
_TOO_LONG = rf"(?<![\w.])\d(?:_?\d){{{MOST_DIGITS},}}"

MOST_NESTED = 100
"""Tables and lists inside each other; registries and rubrics have a dozen, and who goes on through more
than some hundreds runs into a limit of Python or of a library."""
MAX_BYTES = 20_000_000
"""A larger file is refused: a registry of 10,000 releases stays below it."""


class TomlFile:
    """The content of one TOML file and the name under which the user knows it."""

    def __init__(self, label: str, content: str | bytes) -> None:
        """Take a file.

        Args:
            label: Its name.
            content: Its text, or the bytes of it, which are decoded when the text is asked for.
        """
        self.label = label
        self._content = content

    def named(self, label: str) -> TomlFile:
        """Return the same file under another name."""
        return TomlFile(label, self._content)

    @cached_property
    def text(self) -> str:
        """The text.

        Raises:
            DataError: If it is none.
        """
        if isinstance(self._content, str):
            return self._content
        return decoded(self._content, self.label)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the content, in hexadecimal."""
        content = self._content
        if isinstance(content, str):
            content = content.encode("utf-8", "surrogatepass")
        return hashlib.sha256(content).hexdigest()

    @property
    def has_mark(self) -> bool:
        """Whether the content begins with a byte order mark, which is no part of the text."""
        return isinstance(self._content, bytes) and self._content.startswith(codecs.BOM_UTF8)

    def parse(self) -> Mapping[str, Any]:
        """Return the parsed table, which is shared by all who ask for that of the same text.

        Raises:
            DataError: If the text is not TOML.
        """
        try:
            return _parsed(self.text)
        except RecursionError as error:
            raise self._unusable("nested-too-deep", tr("brackets are nested too deep to read")) from error
        except ValueError as error:
            message, line = self._reason(error)
            raise self._unusable(
                "broken-toml", tr("not valid TOML: {message}", message=message), line
            ) from error

    def _reason(self, error: ValueError) -> tuple[str, int | None]:
        """Return what the parser complains of, and on which line."""
        digits = None if hasattr(error, "lineno") else re.search(_TOO_LONG, self.text)
        if digits is None:
            return getattr(error, "msg", str(error)).lower(), getattr(error, "lineno", None)
        message = tr(
            "a number of {count} digits, at most {most} are read", count=len(digits[0]), most=MOST_DIGITS
        )
        return message, self.text.count("\n", 0, digits.start()) + 1

    def problem(self, name: str, path: tuple[str | int, ...], message: str, hint: str = "") -> Problem:
        """Return a problem at the key `path`, with its line."""
        key = ".".join(str(step) for step in path)
        return Problem(name, message, self.label, find_line(self.text, path), key, hint)

    def _unusable(self, name: str, message: str, line: int | None = None) -> DataError:
        return unusable(self.label, name, message, line)


@lru_cache(maxsize=8)
def _parsed(text: str) -> Mapping[str, Any]:
    """Return what a text says; an edit asks several times what the registry below it says."""
    # Imported here: what was validated before is not parsed.
    import tomli

    parsed = tomli.loads(text)
    if _is_deeper(parsed, MOST_NESTED):
        raise RecursionError
    return parsed


def _is_deeper(data: Any, most: int) -> bool:
    """Return whether tables and lists stand inside each other more than so many times."""
    storey: list[Any] = [data]
    for _ in range(most):
        tables = (one.values() if isinstance(one, dict) else one for one in storey)
        storey = [inner for table in tables for inner in table if isinstance(inner, (dict, list))]
        if not storey:
            return False
    return True


def unusable(label: str, name: str, message: str, line: int | None = None, hint: str = "") -> DataError:
    """Return the error for a file that cannot be used at all."""
    return DataError(
        tr("cannot use '{label}'", label=label), hint=hint, problems=[Problem(name, message, label, line)]
    )


def read_toml(path: Path) -> TomlFile:
    """Read a TOML file as text.

    Raises:
        DataError: If there is no such file, or it is a folder or too large. That it is binary is said when
            its text is asked for.
    """
    return TomlFile(label_of(path), read_bounded(path, noted("a TOML file")))


def read_text(path: Path, wanted: str, most: int = MAX_BYTES) -> str:
    """Return the text of a file.

    Args:
        path: The file; `-` is standard input.
        wanted: What the file should be, such as `a TOML file`.
        most: How many bytes it may have.

    Raises:
        DataError: If there is no such file, or it is a folder, binary, or too large.
    """
    return decoded(read_bounded(path, wanted, most), label_of(path))


def decoded(content: bytes, label: str) -> str:
    """Return the text of a file that was read; a byte order mark is no part of it.

    Raises:
        DataError: If it is no UTF-8.
    """
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise unusable(label, "not-text", tr("not UTF-8 text (byte {start})", start=error.start)) from error


def read_bounded(path: Path, wanted: str, most: int = MAX_BYTES) -> bytes:
    """Return the bytes of a file; see `read_text`."""
    label = label_of(path)
    if is_folder(path):
        raise unusable(label, "not-a-file", tr("this is a folder, {wanted} was expected", wanted=tr(wanted)))
    try:
        content = read_bytes(path, most)
    except OSError as error:
        message = tr("cannot be read: {reason}", reason=reason_of(error))
        raise unusable(label, "cannot-read", message) from error
    if len(content) > most:
        found = tr("larger than {most:.0f} MB, and no more is read", most=most / 1e6)
        raise unusable(label, "file-too-large", found)
    return content


def lines_of(text: str) -> list[str]:
    """Return the lines of a text as editors count them, and as TOML and JSON Lines part them.

    `str.splitlines` parts at further characters too, which stand in comments and texts as others do.
    """
    return re.split(r"\r\n?|\n", text)


_canonical = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode


class Once(dict[str, Any]):
    """Part of JSON data that stands in many texts: it is written once."""

    @cached_property
    def canonical(self) -> str:
        """As `canonical` writes it."""
        return _canonical(self)


def canonical(data: object) -> str:
    """Return JSON that depends on the content alone: sorted keys, no spaces."""
    return _canonical(data)


def digest_of(data: object) -> str:
    """Return `sha256:` and the digest of the canonical JSON of `data`."""
    return _digest(canonical(data))


def digest_of_parts(data: Mapping[str, Any]) -> str:
    """Return what `digest_of` does, of tables in which there are parts that are written once."""
    return _digest(_joined(data))


def _joined(data: Mapping[str, Any]) -> str:
    parts = ((key, data[key]) for key in sorted(data))
    return "{" + ",".join(f"{_canonical(key)}:{_written(part)}" for key, part in parts) + "}"


def _written(part: Any) -> str:
    if isinstance(part, Once):
        return part.canonical
    return _joined(part) if isinstance(part, dict) else _canonical(part)


def _digest(text: str) -> str:
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def find_line(text: str, path: tuple[str | int, ...]) -> int | None:
    """Return the line of the deepest key on `path` that the text names, from 1; None if none is."""
    lines = _line_by_key(text)
    for depth in range(len(path), 0, -1):
        if line := lines.get(path[:depth]):
            return line
    return None


@lru_cache(maxsize=8)
def _line_by_key(text: str) -> dict[tuple[str | int, ...], int]:
    """Return the first line of every key and table that the text names.

    The scan follows table headers, keys, and inline tables of an array that each begin a line; what
    stands inside an inline table resolves to its line. It never decides anything, it only helps a
    reader to find the place.
    """
    heads, keys, opens = (re.compile(one) for one in (HEADER, KEY, r"\s*\[\s*(?:#.*)?"))
    prefix: tuple[str | int, ...] = ()
    array: tuple[str | int, ...] = ()
    indents: dict[tuple[str | int, ...], int] = {}
    counts: dict[tuple[str | int, ...], int] = {}
    lines: dict[tuple[str | int, ...], int] = {}
    for number, line in enumerate(lines_of(text), start=1):
        if header := heads.match(line):
            found = prefix = _resolve(steps(header[2]), counts, is_array=header[1] == "[[")
            array = ()
        elif key := keys.match(line):
            found = prefix + steps(key[1])
            array = found if opens.fullmatch(line, key.end()) else ()
        elif array and (begins := line.find("{")) >= 0 and line[:begins].isspace():
            # What is indented deeper stands inside one of the tables.
            if begins != indents.setdefault(array, begins):
                continue
            counts[array] = counts.get(array, -1) + 1
            found = (*array, counts[array])
        else:
            continue
        # Where one is known, all that it stands under are.
        while found and found not in lines:
            lines[found] = number
            found = found[:-1]
    return lines


@lru_cache(maxsize=4096)
def steps(dotted: str) -> tuple[str, ...]:
    """Return the steps of a dotted key, without their quotes."""
    step = r"""[A-Za-z0-9_-]+|"([^"]*)"|'([^']*)'"""
    return tuple(match[1] or match[2] or match[0] for match in re.finditer(step, dotted))


def _resolve(
    named: tuple[str | int, ...], counts: dict[tuple[str | int, ...], int], *, is_array: bool
) -> tuple[str | int, ...]:
    """Put the running index after every step that is an array of tables."""
    resolved: tuple[str | int, ...] = ()
    for position, step in enumerate(named):
        resolved += (step,)
        last = position == len(named) - 1
        if last and is_array:
            counts[resolved] = counts.get(resolved, -1) + 1
        if resolved in counts:
            resolved += (counts[resolved],)
    return resolved
