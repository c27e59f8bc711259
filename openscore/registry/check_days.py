"""Days in a registry: none in the future, and none before what it follows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from openscore.errors import Problem
from openscore.language import tr
from openscore.toml import TomlFile

Json = Mapping[str, Any]
Place = tuple[str | int, ...]


def document_problems(
    file: TomlFile, where: Place, documents: Iterable[Json], today: date | None
) -> Iterator[Problem]:
    """Yield what is wrong with the days of documents: in the future, or read before published."""
    place = (*where, "documents")
    for document in documents:
        read, published = document["read"], document.get("published")
        if today and read > today.isoformat():
            message = tr("read on {document}, which is in the future", document=read)
            yield file.problem("future-date", place, message)
        seen = document.get("seen")
        if seen and today and seen > today.isoformat():
            message = tr("looked at on {seen}, which is in the future", seen=seen)
            yield file.problem("future-date", place, message)
        if published and published > read:
            message = tr("published on {published}, but read on {read}", published=published, read=read)
            yield file.problem("read-before-published", place, message, tr("one of the two days is wrong"))


def entry_problems(
    where: Place, entry: Json, files: Mapping[str, TomlFile], today: date | None
) -> Iterator[Problem]:
    """Yield what is wrong with the days of a model: dates, stages, history and `since` of facts."""
    for at, day, origin in _days(entry):
        if today and day > today.isoformat():
            # Any file that is laid over the first may have said it.
            message = tr("{day} is in the future", day=day)
            yield files[origin].problem("future-date", (*where, *at), message)
    for place, fact in _facts(entry):
        yield from _since_problems(files[fact["origin"]], (*where, *place), fact, entry["documents"])


def _days(entry: Json) -> Iterator[tuple[Place, str, str]]:
    """Yield place, day and file of every day that an entry states beside its documents."""
    for key, dated in entry["dates"].items():
        yield ("dates", key), dated["date"], dated["origin"]
    for name, key in (("history", "until"), ("stages", "date"), ("disputes", "day")):
        for place, item in enumerate(entry.get(name, ())):
            yield (name, place), item[key], item["origin"]
    for place, link in enumerate(entry["serves"]):
        for end in ("from", "until"):
            if link.get(end):
                yield ("serves", place), link[end], link["origin"]


def _facts(entry: Json) -> Iterator[tuple[Place, Json]]:
    for path, fact in entry["facts"].items():
        yield tuple(path.split(".", 1)), fact
    for place, change in enumerate(entry["history"]):
        yield ("history", place), change
    for key, part in entry.get("parts", {}).items():
        for aspect in ("availability", "license"):
            if aspect in part:
                yield ("parts", key, aspect), part[aspect]


def _since_problems(file: TomlFile, where: Place, fact: Json, documents: list[Json]) -> Iterator[Problem]:
    since = fact.get("since")
    if not since:
        return
    last = max((documents[place]["read"] for place in fact["sources"]), default=since)
    if since > last:
        message = tr("since {since}, but its documents were last read on {last}", since=since, last=last)
        yield file.problem("since-after-reading", where, message)
    if fact.get("until") and since >= fact["until"]:
        message = tr("since {since} is not before until {until}", since=since, until=fact["until"])
        yield file.problem("since-after-until", where, message)
