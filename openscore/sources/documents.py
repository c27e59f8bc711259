"""The documents of a registry, each address once, with the entries and facts that rest on it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from openscore.registry.registry import Registry
from openscore.toml import read_toml

Json = Mapping[str, Any]


class Place(NamedTuple):
    """Where a document stands in a registry."""

    kind: str
    """`models`, `licenses` or `makers`."""
    id: str
    key: str
    origin: str
    """Name of the registry file."""


class Document(NamedTuple):
    """One document that facts rest on."""

    url: str
    read: date
    """The latest day on which somebody read it."""
    by: str
    archived: str
    digest: str
    """What was recorded of it; empty if nothing was."""
    places: tuple[Place, ...]
    facts: tuple[str, ...]
    """What rests on it, such as `example-7b.weights.license`, in the order of the registry."""

    @property
    def address(self) -> str:
        """Where its bytes stand: that of the file, where the address is that of a page that shows one."""
        return file_address(self.url)


def documents_of(registry: Registry, models: Collection[str] = ()) -> tuple[Document, ...]:
    """Return the documents of a registry by address, in its order.

    Args:
        registry: The registry.
        models: Ids of models; if there are some, only what stands in their entries.
    """
    found: dict[str, list[tuple[Place, Json, list[str]]]] = {}
    for kind in ("models",) if models else ("models", "licenses", "makers"):
        for id, entry in registry.data[kind].items():
            if models and id not in models:
                continue
            for key, document, facts in _documents(entry):
                place = Place(kind, id, key, entry["origin"])
                listed = [f"{id}.{fact}" for fact in facts]
                found.setdefault(document["url"], []).append((place, document, listed))
    return tuple(_joined(url, listed) for url, listed in found.items())


def _joined(url: str, listed: list[tuple[Place, Json, list[str]]]) -> Document:
    documents = [document for _, document, _ in listed]
    last = max(documents, key=lambda document: str(document["read"]))
    return Document(
        url,
        date.fromisoformat(last["read"]),
        last["by"],
        next((one["archived"] for one in documents if one["archived"]), ""),
        next((one["digest"] for one in documents if one.get("digest")), ""),
        tuple(place for place, _, _ in listed),
        tuple(fact for _, _, facts in listed for fact in facts),
    )


def _documents(entry: Json) -> Iterator[tuple[str, Json, list[str]]]:
    """Yield the key of every document of an entry, the document, and what rests on it."""
    documents = entry["documents"]
    if isinstance(documents, Mapping):
        resting: dict[str, list[str]] = {key: [] for key in documents}
        for term, said in entry["terms"].items():
            for key in said["sources"]:
                resting.setdefault(key, []).append(term)
        yield from ((key, document, resting[key]) for key, document in documents.items())
        return
    keys = {place: key for key, place in entry["keys"].items()}
    by_place: dict[int, list[str]] = {place: [] for place in range(len(documents))}
    for path, said in _evident(entry):
        for place in said["sources"]:
            by_place[place].append(path)
    for place, document in enumerate(documents):
        if place in keys:  # What a later file took over by name is no longer the entry's.
            yield keys[place], document, by_place[place]


def _evident(entry: Json) -> Iterator[tuple[str, Json]]:
    yield from entry.get("facts", {}).items()
    yield from ((f"dates.{key}", dated) for key, dated in entry.get("dates", {}).items())
    for name in ("bases", "serves", "history", "stages"):
        yield from ((name, item) for item in entry.get(name, ()))
    for key, part in entry.get("parts", {}).items():
        yield from ((f"parts.{key}.{name}", said) for name, said in part.items() if isinstance(said, Mapping))
    yield from ((key, entry[key]) for key in ("seat", "kind") if isinstance(entry.get(key), Mapping))


@cache
def _pages() -> tuple[tuple[re.Pattern[str], str], ...]:
    pages: Iterable[Json] = read_toml(Path(__file__).with_name("file_addresses.toml")).parse()["pages"]
    return tuple((_pattern(one["page"]), one["file"]) for one in pages)


def _pattern(page: str) -> re.Pattern[str]:
    escaped = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/?#]+)", re.escape(page))
    return re.compile(escaped.replace("(?P<path>[^/?#]+)", "(?P<path>[^?#]+)"))


def file_address(url: str) -> str:
    """Return where the bytes of a file stand; the address itself where it is no page that shows one."""
    plain = url.partition("#")[0]
    for pattern, file in _pages():
        if named := pattern.fullmatch(plain):
            return file.format(**named.groupdict())
    return plain
