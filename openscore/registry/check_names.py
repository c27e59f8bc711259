"""Makers, families, modalities, relations: words that must be known, names that must mean one thing."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any

from openscore.errors import Problem, did_you_mean
from openscore.language import tr
from openscore.records.license_places import plain_address
from openscore.records.vocabulary import Vocabulary
from openscore.registry.check_days import document_problems
from openscore.registry.cited import SCALARS
from openscore.toml import TomlFile

Json = Mapping[str, Any]
Files = Mapping[str, TomlFile]
Place = tuple[str | int, ...]
UNUSED_TRANSLATION = "unused-translation"


def name_problems(data: Json, files: Files, vocabulary: Vocabulary, today: date | None) -> Iterator[Problem]:
    """Yield what is wrong with makers and families, and with the words that models use."""
    for kind in ("makers", "families"):
        yield from owner_problems(data[kind], files, kind)
    for id, maker in data["makers"].items():
        file, where = files[maker["origin"]], ("makers", id)
        yield from document_problems(file, where, maker["documents"], today)
        if "kind" in maker:
            place, kind = (*where, "kind"), maker["kind"]["value"]
            yield from _known(file, place, "unknown-value", kind, vocabulary.maker_kinds)
    yield from _family_problems(data, files)
    for id, entry in data["models"].items():
        yield from _word_problems(files[entry["origin"]], id, entry, data["families"], vocabulary)


def _family_problems(data: Json, files: Files) -> Iterator[Problem]:
    """Yield every family with the id of a model or service, part of an unknown one, or leading to itself."""
    families, models = data["families"], data["models"]
    for id, family in families.items():
        file, where = files[family["origin"]], ("families", id)
        if id in models and models[id]["kind"] != "developer":
            message = tr("'{name}' already means '{other}'", name=id, other=f"models.{id}")
            yield file.problem("duplicate-alias", where, message)
        if larger := family.get("part_of"):
            yield from _known(file, (*where, "part_of"), "unknown-family", larger, families)
        trail = [id]
        while (above := families.get(trail[-1], {}).get("part_of")) and above not in trail:
            trail.append(above)
        if above == id:
            message = tr("a family cannot be part of itself: {loop}", loop=" -> ".join([*trail, id]))
            yield file.problem("family-cycle", (*where, "part_of"), message)


def mirror_problems(data: Json, files: Files) -> Iterator[Problem]:
    """Yield every copy of a text, kept by others, that is called the maker's own."""
    mirrors = tuple(data["mirrors"])
    for kind in ("licenses", "makers", "models"):
        for id, entry in data[kind].items():
            documents = entry["documents"]
            for document in documents.values() if isinstance(documents, Mapping) else documents:
                url = document["url"]
                if document["by"] == "maker" and url.startswith(mirrors):
                    message = tr("'{url}' is a copy that others keep, not the maker's own", url=url)
                    hint = tr("call it third-party, or give the maker's address and the copy as 'archived'")
                    place = (kind, id, "documents")
                    yield files[entry["origin"]].problem("mirror-as-maker", place, message, hint)


def place_problems(data: Json, files: Files) -> Iterator[Problem]:
    """Yield what is wrong with the places of licenses: two that claim one, documents that nobody lists."""
    owners: dict[str, str] = {}
    for id, entry in data["licenses"].items():
        file, where = files[entry["origin"]], ("licenses", id)
        links, hub = entry.get("links", ()), entry.get("hub", ())
        for place in (*links, *(one["repository"] for one in hub)):
            other = owners.setdefault(place.casefold(), id)
            if other != id:
                message = tr("'{name}' already means '{other}'", name=place, other=other)
                yield file.problem("duplicate-place", where, message)
        for link in links:
            if plain_address(f"https://{link}") != link.casefold():
                plain = plain_address(link if "://" in link else f"https://{link}")
                message = tr("'{link}' is not a plain address", link=link)
                yield file.problem(
                    "unplain-link", (*where, "links"), message, tr("write '{plain}'", plain=plain)
                )
        for key in entry.get("licensor", {"sources": ()})["sources"]:
            if key not in entry["documents"]:
                message = tr("no document '{key}' in this license", key=key)
                yield file.problem("unknown-document", (*where, "licensor"), message)
        for one in hub:
            for key in one["sources"]:
                if key not in entry["documents"]:
                    message = tr("no document '{key}' in this license", key=key)
                    yield file.problem("unknown-document", (*where, "hub"), message)


def texts(data: Json) -> set[str]:
    """Return every text that stands as a value in JSON data."""
    found: set[str] = set()
    queue: list[Any] = [data]
    for one in queue:
        for item in one if isinstance(one, list) else one.values():
            if type(item) is str:
                found.add(item)
            elif type(item) not in SCALARS and isinstance(item, (list, dict, Mapping)):
                queue.append(item)
    return found


def translation_problems(data: Json, files: Files) -> Iterator[Problem]:
    """Yield every translation of what no file says, most likely a sentence that was changed since."""
    said = texts({kind: data[kind] for kind in ("models", "licenses", "makers", "families")})
    for language, words in data["translations"].items():
        for text in words:
            if text not in said:
                file = next(file for file in files.values() if _translates(file, language, text))
                place = ("translations", language, text)
                message = tr("no file says what this translates")
                yield file.problem(UNUSED_TRANSLATION, place, message)._replace(severity="warning")


def _translates(file: TomlFile, language: str, text: str) -> bool:
    return text in file.parse().get("translations", {}).get(language, {})


def owner_problems(entries: Json, files: Files, kind: str) -> Iterator[Problem]:
    """Yield every name or alias that two entries claim."""
    owners: dict[str, str] = {}
    for id, entry in entries.items():
        names = {id, *entry["aliases"]}
        if kind in ("makers", "families"):
            names.add(entry["name"])
        for name in sorted({name.casefold() for name in names}):
            other = owners.setdefault(name, id)
            if other != id:
                message = tr("'{name}' already means '{other}'", name=name, other=other)
                yield files[entry["origin"]].problem("duplicate-alias", (kind, id), message)


def _word_problems(
    file: TomlFile, id: str, entry: Json, families: Json, vocabulary: Vocabulary
) -> Iterator[Problem]:
    where = ("models", id)
    for word in entry["modality"]:
        yield from _known(file, (*where, "modality"), "unknown-modality", word, vocabulary.modalities)
    for place, link in enumerate(entry["bases"]):
        known = vocabulary.relations
        yield from _known(file, (*where, "bases", place), "unknown-relation", link["relation"], known)
    if family := entry.get("family"):
        yield from _known(file, (*where, "family"), "unknown-family", family, families)


def _known(
    file: TomlFile, where: Place, problem: str, word: str, known: Collection[str]
) -> Iterator[Problem]:
    if word not in known:
        message = tr("'{value}' is not one of {listed}", value=word, listed=", ".join(known))
        yield file.problem(problem, where, message, did_you_mean(word, known))
