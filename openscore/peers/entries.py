"""What a reader gives: entries of an imported registry, and the problems that it met."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import tomli

from openscore.errors import Problem
from openscore.files import label_of
from openscore.language import tr
from openscore.peers.files import read_yaml
from openscore.resources import import_files


class ImportedFact(NamedTuple):
    """One answer of the index."""

    path: str
    value: str
    shows: str


@dataclass
class Entry:
    """One subject of the index."""

    id: str
    name: str
    developer: str
    url: str
    file: str
    kind: str = "model"
    aliases: tuple[str, ...] = ()
    facts: list[ImportedFact] = field(default_factory=list)


class Recipe(NamedTuple):
    """How an index writes its files: one file of rubrics/imports/."""

    id: str
    data: dict[str, Any]

    @classmethod
    def of(cls, index: str) -> Recipe:
        """Read the recipe of an index, one of `resources.import_files`."""
        return cls(index, tomli.loads(import_files()[index].read_text(encoding="utf-8")))

    @property
    def title(self) -> str:
        """Name of the index."""
        return str(self.data["title"])

    def address(self, file: str) -> str:
        """Return the address of one of its files."""
        return str(self.data["url"]).replace("{file}", re.sub(r"\s", "%20", file))

    def entry(self, path: Path, data: Any) -> Entry | None:
        """Return the subject that a file with these data is about, without facts; None if unnamed."""
        name = text_of(dig(data, self.data["name"]))
        if not name:
            return None
        developer = text_of(dig(data, self.data["developer"])) or "unknown"
        aliases = tuple(alias for keys in self.data["aliases"] if (alias := text_of(dig(data, keys))))
        return Entry(slug(name), name, developer, self.address(path.name), label_of(path), aliases=aliases)

    def opened(self, path: Path) -> tuple[Entry, dict[str, Any]] | Problem:
        """Return the subject of a YAML file, without facts, and what it holds; or what is wrong with it."""
        data = read_yaml(path)
        if isinstance(data, Problem):
            return data
        entry = self.entry(path, data)
        if entry is None:
            message = tr("no name, so the index leaves it out too")
            return Problem("key-missing", message, label_of(path))
        return entry, data


def dig(data: Any, path: Sequence[str]) -> Any:
    """Return what stands at a path of keys; None if anything on the way is missing."""
    for key in path:
        if not isinstance(data, dict):
            return None
        data = data.get(key)
    return data


def text_of(value: Any) -> str:
    """Return a value as one line of text; lists are joined, nothing else is."""
    if isinstance(value, list):
        return "; ".join(text_of(item) for item in value[:20])
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return " ".join(str(value).split())[:1500]
    return ""


def slug(text: str) -> str:
    """Return a key made of a name: lower case, only letters, digits and dashes."""
    return re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-")[:60] or "unnamed"


def unique_id(wanted: str, taken: Iterable[str]) -> str:
    """Return the id, with a number behind it if it is taken."""
    known = set(taken)
    number, id = 2, wanted
    while id in known:
        id, number = f"{wanted}-{number}", number + 1
    return id


class Sheet(NamedTuple):
    """A file that was read, and what is wrong in it."""

    entries: list[Entry]
    problems: list[Problem]
