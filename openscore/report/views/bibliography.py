"""The documents that a text leads to, numbered in the order in which it first does."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from openscore.check.addresses import address_of
from openscore.language import tr
from openscore.records.evidence import Source
from openscore.records.record import ModelRecord
from openscore.registry.registry import Registry
from openscore.report.text import sentences, shown_address, visible

_AT_COMMIT = re.compile(r"(/-)?/[^/]+/[0-9a-f]{40}(?=/|$)")
"""The steps of a repository's address that say at which commit, such as `/blob/` and the commit."""


class Refs(NamedTuple):
    """Numbers of the references that bear out what stands before them."""

    numbers: tuple[int, ...]

    @property
    def spans(self) -> tuple[tuple[int, ...], ...]:
        """The numbers as they are printed: three or more in a row as the first and the last."""
        spans: list[tuple[int, ...]] = []
        for number in self.numbers:
            if spans and number == spans[-1][-1] + 1:
                spans[-1] = (*spans[-1], number)
            else:
                spans.append((number,))
        return tuple(
            ends
            for span in spans
            for ends in ([(span[0], span[-1])] if len(span) > 2 else [(number,) for number in span])
        )


class Reference(NamedTuple):
    """One numbered document."""

    number: int
    text: str
    url: str


class Bibliography:
    """Numbers documents as they are cited; the same document read on another day is another reference."""

    def __init__(self, registry: Registry, records: Iterable[ModelRecord]) -> None:
        self._registry = registry
        self._numbers: dict[tuple[str, date | None], int] = {}
        self._entries: list[Reference] = []
        self._titles: dict[str, tuple[str, str]] = {}
        for member in (member for record in records for member in registry.lineage(record)):
            self._keep(member.data["documents"], "", visible(member.developer))
        for license in registry.licenses.licenses.values():
            self._keep(license.data["documents"].values(), visible(license.name), "")

    def _keep(self, documents: Iterable[Any], title: str, by: str) -> None:
        """Keep title and publisher of documents by address: the owner of a repository, or the maker."""
        for entry in documents:
            publisher = self._owner(entry["url"]) or by
            self._titles.setdefault(entry["url"], (visible(entry.get("title", "")) or title, publisher))

    def _owner(self, url: str) -> str:
        """Return the maker to whom a repository belongs; empty if the registry knows none."""
        place = address_of(url)
        owner = (place.maker or place.model.partition("/")[0]) if place else ""
        maker = self._registry.maker_names.get(owner.casefold())
        return visible(self._registry.data["makers"][maker]["name"]) if maker else ""

    @property
    def entries(self) -> tuple[Reference, ...]:
        """All that was cited, by number."""
        return tuple(self._entries)

    def cite(self, sources: Iterable[Source]) -> Refs:
        """Return the numbers of some documents, ascending."""
        return Refs(tuple(sorted({self._number(source) for source in sources})))

    def add(self, title: str, url: str) -> int:
        """Return the number of a document that is named by its title."""
        return self._numbered((url, None), f"{title}.")

    def _number(self, source: Source) -> int:
        return self._numbered((source.url, source.read), self._described(source))

    def _numbered(self, key: tuple[str, date | None], text: str) -> int:
        if key not in self._numbers:
            self._numbers[key] = len(self._numbers) + 1
            self._entries.append(Reference(self._numbers[key], text, shown_address(key[0])))
        return self._numbers[key]

    def _described(self, source: Source) -> str:
        """Return a document with its title, or else the place where it stands, its publisher and the day."""
        title, maker = self._titles.get(source.url, ("", ""))
        if not title:
            title = visible(place_name(source.url))
        by = {"maker": maker or tr("its own licensor"), "index": tr("another index")}
        published = tr(
            "Published by {by}, read {day}.", by=by.get(source.by, tr("a third party")), day=source.read
        )
        return sentences(tr("{headline}.", headline=title), published)


def host_name(url: str) -> str:
    """Return the host of an address; the address itself where it has none."""
    try:
        return urlsplit(url).hostname or url
    except ValueError:  # brackets around what is no number of a host
        return url


def place_name(url: str) -> str:
    """Return the host of an address and its path; at which commit stands in the address alone."""
    try:
        address = urlsplit(url)
    except ValueError:  # brackets around what is no number of a host
        return url
    path = _AT_COMMIT.sub("", address.path).strip("/")
    return f"{address.hostname}: {path}" if path else str(address.hostname)
