"""Change a registry file piece by piece; every other byte of it stays as it is.

The pieces are lines: tables are put in, and taken out again, with the blank lines that belong to
them. What comes out is parsed and compared with the change as it was meant, so that a layout which
this editor does not understand ends in an error and never in a wrong file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import tomli

from openscore.errors import DataError, UsageError
from openscore.language import tr
from openscore.registry.toml_values import written, written_key
from openscore.toml import HEADER, KEY, TomlFile, steps

Path = tuple[str, ...]

GUESS = "# guess: "
"""What stands before a line that does not count until someone has confirmed it."""


class Block(NamedTuple):
    """One table of the text: its header and the lines up to its last key."""

    path: Path
    start: int
    """Index of the header's line."""
    end: int
    """Index after its last line that is neither blank nor a comment."""


@lru_cache(maxsize=32768)
def _named(line: str) -> Path:
    """Return the table that a line names, be it of an array; empty if none. Each edit asks of all lines."""
    header = re.match(HEADER, line)
    return steps(header[2]) if header else ()


class Editor:
    """The text of one registry file, and the data that it is meant to hold.

    Args:
        file: What to change.
        order: The names that tables of an entry may have, in the order in which they should stand.
    """

    def __init__(self, file: TomlFile, order: Sequence[str] = ()) -> None:
        self.label = file.label
        self.data: dict[str, Any] = {**file.parse()}
        """What is changed in it is copied first: others read what was parsed too."""
        self._lines = file.text.split("\n")
        self._found: list[Block] | None = None
        """The tables of the text, until a line of it changes."""
        self._return = "\r" if "\r\n" in file.text else ""
        self._places = {name: place for place, name in enumerate(order)}

    def file(self) -> TomlFile:
        """Return the changed file.

        Raises:
            DataError: If the text does not say what it is meant to; nothing should then be written.
        """
        file = TomlFile(self.label, "\n".join(self._lines))
        try:
            is_meant = file.parse() == self.data
        except DataError:
            is_meant = False
        if not is_meant:
            raise DataError(
                tr(
                    "'{label}' is laid out in a way that cannot be edited here, nothing was written",
                    label=self.label,
                ),
                hint=tr(
                    "edit it by hand: one `key = {...}` a line, below a `[models.<id>.<component>]` line"
                ),
            )
        return file

    def put(self, table: Path, key: str, value: object) -> None:
        """Set a key of a table; the table is made if there is none."""
        self._made(table)[key] = value
        line = f"{written_key(key)} = {written(value)}"
        block = self._block(table)
        if block is None:
            self._insert_block(table, [_header(table), line])
            return
        span = self._span(block, key)
        start, end = span or self._guessed(block, key) or (block.end, block.end)
        kept, behind = _comments(self._lines[start:end]) if span else ([], "")
        self._splice(start, end, [*kept, line + behind])

    def put_value(self, table: Path, key: str, value: Mapping[str, object]) -> None:
        """Set a key that holds a table: as a table of its own, or within one line where it stands so."""
        inner = (*table, key)
        if self._block(inner) is None and key in self._made(table):
            self.put(table, key, value)
            return
        for old in set(self._made(table).get(key, {})) - set(value):
            self.drop(inner, old)
        for name, part in value.items():
            self.put(inner, name, part)

    def drop_value(self, table: Path, key: str) -> None:
        """Take a key out of a table, be it a line of it or a table of its own.

        Raises:
            UsageError: If the table has no such key in this file.
        """
        if self._block((*table, key)) is None:
            self.drop(table, key)
            return
        self._take_out(self._below((*table, key)), blanks=1)
        self._made((*table, key)).clear()
        self._prune((*table, key))

    def guess(self, table: Path, key: str, value: object) -> None:
        """Write a key as a comment, which `put` replaces once someone has confirmed it."""
        self._made(table)
        block = self._block(table)
        line = f"{GUESS}{written_key(key)} = {written(value)}"
        if block is None:
            self._insert_block(table, [_header(table), line])
        else:
            self._splice(block.end, block.end, [line])

    def append(self, array: Path, item: Mapping[str, object]) -> None:
        """Add a table to an array of tables."""
        above = self._made(array[:-1])
        above[array[-1]] = [*above.get(array[-1], ()), dict(item)]
        lines = [f"{written_key(key)} = {written(value)}" for key, value in item.items()]
        self._insert_block(array, [f"[{_header(array)}]", *lines])

    def drop(self, table: Path, key: str) -> None:
        """Take a key out of a table, and the table with it if nothing is left in it.

        Raises:
            UsageError: If the table has no such key in this file.
        """
        block = self._block(table)
        span = self._span(block, key) if block else None
        if block is None or span is None:
            where = ".".join((*table, key))
            raise UsageError(
                tr("'{label}' does not say {where}", label=self.label, where=where),
                hint=tr("it may stand in another registry"),
            )
        del self._made(table)[key]
        start, end = span
        rest = self._lines[block.start + 1 : start] + self._lines[end : block.end]
        if any(line.strip() for line in rest):
            self._splice(start, end, [])
        else:
            is_whole_entry = self._below(table[:2]) == [block]
            self._take_out([block], blanks=2 if is_whole_entry else 1)
            self._prune(table)

    def drop_item(self, array: Path, place: int) -> None:
        """Take one table out of an array of tables."""
        above = self._made(array[:-1])
        above[array[-1]] = [item for other, item in enumerate(above[array[-1]]) if other != place]
        if not above[array[-1]]:
            del above[array[-1]]
        # One within a line is none of the tables: what the text then says is not what is meant.
        self._take_out(self._below(array)[place : place + 1], blanks=1)

    def drop_entry(self, entry: Path) -> None:
        """Take out a table with all tables below it.

        Raises:
            UsageError: If this file has no such table.
        """
        blocks = self._below(entry)
        if not blocks:
            raise UsageError(tr("'{label}' has no entry {listed}", label=self.label, listed=".".join(entry)))
        self._take_out(blocks, blanks=2)
        self._made(entry).clear()
        self._prune(entry)

    def _prune(self, table: Path) -> None:
        """Take empty tables that no line names any more out of the data."""
        while table and not self._at(table) and not self._block(table):
            del self._made(table[:-1])[table[-1]]
            table = table[:-1]

    def _at(self, table: Path) -> Mapping[str, Any]:
        node = self.data
        for step in table:
            node = node[step]
        return node

    def _made(self, table: Path) -> dict[str, Any]:
        """Return a table of the data to change it, made if there is none."""
        node = self.data
        for step in table:
            node[step] = {**node.get(step, {})}
            node = node[step]
        return node

    def _blocks(self) -> list[Block]:
        """Return every table of the text, in its order."""
        if self._found is None:
            found: list[tuple[Path, int]] = []
            for index, line in enumerate(self._lines):
                if line.lstrip().startswith("[") and (path := _named(line)):
                    found.append((path, index))
            limits = [*[start for _, start in found], len(self._lines)]
            self._found = [
                Block(path, start, self._content_end(start, limits[place]))
                for place, (path, start) in enumerate(found, start=1)
            ]
        return self._found

    def _content_end(self, start: int, limit: int) -> int:
        while limit > start + 1:
            line = self._lines[limit - 1].strip()
            if line.startswith(GUESS) or (line and not line.startswith("#")):
                break
            limit -= 1
        return limit

    def _block(self, table: Path) -> Block | None:
        return next((block for block in self._blocks() if block.path == table), None)

    def _below(self, entry: Path) -> list[Block]:
        return [block for block in self._blocks() if block.path[: len(entry)] == entry]

    def _span(self, block: Block, key: str) -> tuple[int, int] | None:
        """Return the lines of a key and its value, which may go over several."""
        for start in range(block.start + 1, block.end):
            named = re.match(KEY, self._lines[start])
            if named and steps(named[1]) == (key,):
                for end in range(start + 1, block.end + 1):
                    if _is_toml("\n".join(self._lines[start:end]).removesuffix("\r")):
                        return start, end
        return None

    def _guessed(self, block: Block, key: str) -> tuple[int, int] | None:
        """Return the line on which the key stands as a guess."""
        for index in range(block.start + 1, block.end):
            if self._lines[index].startswith(f"{GUESS}{written_key(key)} ="):
                return index, index + 1
        return None

    def _insert_block(self, table: Path, lines: list[str]) -> None:
        """Put a table where it belongs: beside its entry's other tables, or as a new entry by its id."""
        entry = table[:2]
        own = self._below(entry)
        place = self._place(table)
        if own:
            before = [block for block in own if self._place(block.path) <= place]
            if before:
                self._splice(before[-1].end, before[-1].end, ["", *lines])
            else:
                self._splice(own[0].start, own[0].start, [*lines, ""])
            return
        earlier = [
            block for block in self._blocks() if block.path[0] == entry[0] and block.path[1:2] < entry[1:]
        ]
        after = (earlier or self._blocks())[-1:]
        if after:
            self._splice(after[0].end, after[0].end, ["", "", *lines])
        elif self._lines == [""]:
            self._lines[:0] = [line + self._return for line in lines]
            self._found = None
        else:
            last = len(self._lines) - (self._lines[-1] == "")
            self._splice(last, last, ["", "", *lines])

    def _place(self, table: Path) -> int:
        return self._places.get(table[2], len(self._places)) if len(table) > 2 else -1

    def _splice(self, start: int, end: int, lines: Sequence[str]) -> None:
        """Replace lines; the last line of a text without a line break at its end stays without one."""
        fresh = [line + self._return for line in lines]
        if start == len(self._lines):
            self._lines[-1] += self._return
        self._lines[start:end] = fresh
        if self._lines:
            self._lines[-1] = self._lines[-1].removesuffix("\r")
        if len(fresh) != end - start:
            self._found = None

    def _take_out(self, blocks: Sequence[Block], blanks: int) -> None:
        for group in reversed(_runs(blocks, self._blocks())):
            start, end = group[0].start, group[-1].end
            for _ in range(blanks):
                if start and not self._lines[start - 1].strip():
                    start -= 1
            self._splice(start, end, [])


def _header(table: Path) -> str:
    return f"[{'.'.join(map(written_key, table))}]"


def _comments(lines: Sequence[str]) -> tuple[list[str], str]:
    """Return the comments inside a key's lines as lines of their own, and the one behind its end."""
    told = [line.removesuffix("\r") for line in lines]
    found = []
    for place, line in enumerate(told):
        above = "\n".join(told[:place])
        for mark in re.finditer("#", line):
            # A value that ends before the mark is whole, and one that goes on closes what it opened.
            rest = "\n".join((above, line[: mark.start()], *told[place + 1 :])).lstrip("\n")
            if _is_toml(rest) and tomli.loads(rest) == tomli.loads("\n".join(told)):
                found.append((place, line[mark.start() :]))
                break
    behind = [text for place, text in found if place == len(told) - 1]
    return [text for place, text in found if place < len(told) - 1], f" {behind[0]}" if behind else ""


def _is_toml(text: str) -> bool:
    try:
        tomli.loads(text)
    except ValueError:
        return False
    return True


def _runs(blocks: Sequence[Block], among: Sequence[Block]) -> list[list[Block]]:
    """Return the blocks in groups that stand together in the text."""
    chosen = {block.start for block in blocks}
    runs: list[list[Block]] = [[]]
    for block in among:
        if block.start in chosen:
            runs[-1].append(block)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]
