"""Which record of a registry a name in use means: exactly one, or none; nothing is guessed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from openscore.check.uses import Use, is_elsewhere
from openscore.records.record import ModelRecord
from openscore.registry.registry import Registry

_TIER = re.compile(r":(?:beta|exacto|extended|floor|free|nitro|online|thinking)$", re.IGNORECASE)
"""How a router serves a model stands behind its name; the model is the same."""
_MAKER_FIRST = re.compile(r"([^/:.]+)[:.](.+)", re.DOTALL)


class Lookup:
    """The names of one registry."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry
        self._known: dict[tuple[str, ...], tuple[str | None, bool]] = {}

    def record(self, use: Use) -> ModelRecord | None:
        """Return the record that a use names; None if none is named, or more than one could be.

        A name that is none by itself counts with its version behind it: `demo` in `1.5` is `demo-v1.5`.
        """
        id, _ = self._meant(use)
        return None if id is None else self.registry.models[id]

    def is_joined(self, use: Use) -> bool:
        """Whether only name and version together name the record of a use."""
        return self._meant(use)[1]

    def _meant(self, use: Use) -> tuple[str | None, bool]:
        key = (use.name, use.plain, use.maker, use.version)
        if key not in self._known:
            alone = next(filter(None, self._found(use)), None)
            joined = self._joined(use) if alone is None and use.version else None
            self._known[key] = alone or joined, joined is not None
        return self._known[key]

    def _found(self, use: Use) -> Iterator[str | None]:
        name = _TIER.sub("", use.name)
        yield self.registry.find(use.name)
        yield self.registry.find(name)
        short = name if is_elsewhere(name) else "/".join(name.split("/")[-2:])
        yield self.registry.find(short)
        if use.maker and use.plain:
            yield self._made_by(use.maker, _TIER.sub("", use.plain))
        elif parts := _MAKER_FIRST.fullmatch(name):
            yield self._made_by(parts[1], parts[2])
        yield self._spelled(short)

    def _joined(self, use: Use) -> str | None:
        """Return the one record that a name with its version means, of the maker that is stated."""
        ids: set[str] = set()
        for mark in ("-", "-v"):
            ids |= self._all(f"{use.name}{mark}{use.version}")
            theirs = self._all(f"{use.plain}{mark}{use.version}") if use.plain else ()
            ids.update(id for id in theirs if self._is_theirs(use.maker, self.registry.models[id]))
        return next(iter(ids)) if len(ids) == 1 else None

    def _all(self, name: str) -> set[str]:
        """Return every record that a name may mean: that of the exact name, or all that are spelled so."""
        found = self.registry.find(name)
        return {found} if found else self._spellings.get(_spelling(name), set())

    def _made_by(self, maker: str, plain: str) -> str | None:
        """Return what a maker calls by a name, if the maker is that of the record."""
        found = self.registry.find(plain) or self._spelled(plain)
        return found if found and self._is_theirs(maker, self.registry.models[found]) else None

    def _spelled(self, name: str) -> str | None:
        """Return the one model of a name that differs in case and marks alone."""
        ids = self._spellings.get(_spelling(name), set())
        return next(iter(ids)) if len(ids) == 1 else None

    def _is_theirs(self, maker: str, record: ModelRecord) -> bool:
        entry = self.registry.data.get("makers", {}).get(self.registry.maker_of(record), {})
        named = (record.developer, self.registry.maker_of(record), entry.get("name", ""))
        return _letters(maker) in map(_letters, filter(None, (*named, *entry.get("aliases", ()))))

    @cached_property
    def _spellings(self) -> dict[str, set[str]]:
        spellings: dict[str, set[str]] = {}
        for name in self.registry.names:
            if id := self.registry.find(name):
                spellings.setdefault(_spelling(name), set()).add(id)
        return spellings


def _letters(name: str) -> str:
    return re.sub(r"[\W_]+", "", name.casefold())


def _spelling(name: str) -> str:
    """Return a name without its marks: `Demo-1.5 7B` and `demo 1-5-7b` are one, `demo-15-7b` is another."""
    steps = [re.sub(r"[\s._-]+", "-", step) for step in name.casefold().split("/")]
    return "/".join(re.sub(r"(?<=[^\W\d])-(?=\d)|(?<!\d)-(?!\d)|(?<=\d)-(?=\D)", "", step) for step in steps)
