"""Write records back in the shape of a registry file, with all that their assessment rests on."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from openscore.days import is_day
from openscore.files import label_of
from openscore.language import noted, tr
from openscore.records.expressions import expression_names
from openscore.records.licenses import COMPATIBLE
from openscore.records.record import ModelRecord
from openscore.registry.build import IDENTITY, LISTS
from openscore.registry.check_names import texts
from openscore.registry.registry import Registry
from openscore.registry.shapes import RegistryShape
from openscore.registry.toml_values import written, written_key
from openscore.toml import lines_of, read_text, unusable

Json = dict[str, Any]

NO_LICENSES = ("ambiguous", "placeholders")
"""Lists of names that stand where a license should and are none."""
_DAYS = ("read", "date", "from", "until", "released", "published", "since", "seen", "day")


def registry_file(registry: Registry, records: Iterable[ModelRecord]) -> Json:
    """Return records as the data of one registry file, complete in itself.

    Base models and served models come along, and so does every license that a fact names: whoever
    loads the file gets the same assessments, whatever else the own registry says.

    Returns:
        JSON data of the shape of a registry file; days are ISO dates.
    """
    members: dict[str, ModelRecord] = {}
    for record in records:
        members.update({member.id: member for member in registry.lineage(record)})
    data: Json = {}
    if index := next(iter(_indices(registry, members.values())), ""):
        data["imported"] = index
    licenses = registry.data["licenses"]
    named = set(_license_names(registry, members.values()))
    while others := {one for id in named for one in _compatible(licenses[id])} - named:
        named |= others
    data["licenses"] = {
        id: {key: item for key, item in entry.items() if key != "origin" and item is not None}
        for id, entry in licenses.items()
        if id in named
    }
    data |= {kind: list(dict.fromkeys(registry.data[kind])) for kind in NO_LICENSES if registry.data[kind]}
    data |= _makers_and_families(registry, members.values())
    data["models"] = {id: _model(record) for id, record in members.items()}
    if translations := _translations(registry, data):
        data["translations"] = translations
    return data


def _translations(registry: Registry, data: Json) -> Json:
    """Return the translations of what the data say."""
    said = texts(data)
    known: Mapping[str, Mapping[str, str]] = registry.data.get("translations", {})
    kept = {
        language: {text: other for text, other in words.items() if text in said}
        for language, words in known.items()
    }
    return {language: words for language, words in kept.items() if words}


def _makers_and_families(registry: Registry, members: Iterable[ModelRecord]) -> Json:
    """Return the entries of makers and families that the records name; nothing where they name none."""
    found: dict[str, Json] = {"makers": {}, "families": {}}
    for member in members:
        if id := registry.maker_of(member):
            found["makers"][id] = _maker(registry.data["makers"][id])
        family = member.family
        while family:
            entry = registry.data["families"][family]
            found["families"][family] = {key: item for key, item in entry.items() if item and key != "origin"}
            family = entry.get("part_of", "")
    return {kind: dict(sorted(entries.items())) for kind, entries in found.items() if entries}


def _maker(entry: Json) -> Json:
    keys = {place: key for key, place in entry["keys"].items()}
    kept = {key: entry[key] for key in ("name", "aliases") if entry[key]}
    if entry["documents"]:
        kept["documents"] = _documents(entry["documents"], keys)
    for key in ("seat", "kind"):
        if key in entry:
            kept[key] = _evident(entry[key], keys)
    return kept


def _documents(documents: Iterable[Json], keys: Mapping[int, str]) -> Json:
    return {
        keys[place]: {key: item for key, item in document.items() if item}
        for place, document in enumerate(documents)
    }


def _evident(entry: Mapping[str, Any], keys: Mapping[int, str]) -> Json:
    """Put the keys of documents back, and leave out what no file has."""
    kept = {key: item for key, item in entry.items() if key != "origin" and item is not None}
    return {**kept, "sources": [keys[place] for place in entry["sources"]]}


def _indices(registry: Registry, members: Iterable[ModelRecord]) -> Iterator[str]:
    """Yield the index of every record that was imported from one."""
    for member in members:
        for fact in member.data["facts"].values():
            if fact["origin"] in registry.data["imported"]:
                yield registry.data["imported"][fact["origin"]]


def _license_names(registry: Registry, members: Iterable[ModelRecord]) -> Iterator[str]:
    """Yield the id of every license that a fact names or named, in whatever branch."""
    for member in members:
        stated = [(path, fact["value"]) for path, fact in member.data["facts"].items()]
        stated += [(change["fact"], change["value"]) for change in member.data["history"]]
        for path, value in stated:
            if registry.vocabulary.is_license(path):
                for name in (value, *expression_names(value)):
                    if license := registry.licenses.find(name):
                        yield license.id


def _compatible(license: Json) -> Iterable[str]:
    """Return the licenses that another names, without which it cannot be read."""
    named: Iterable[str] = license.get(COMPATIBLE, {}).get("licenses", ())
    return named


def _model(record: ModelRecord) -> Json:
    data = record.data
    keys = {place: key for key, place in data["keys"].items()}
    keys |= {place: f"earlier.{place}" for place in range(len(data["documents"])) if place not in keys}
    model: Json = {key: data[key] for key in (*IDENTITY, "family") if data.get(key)}
    model["documents"] = _documents(data["documents"], keys)
    model["dates"] = {key: _evident(dated, keys) for key, dated in data["dates"].items()}
    for path, fact in data["facts"].items():
        component, _, aspect = path.partition(".")
        model.setdefault(component, {})[aspect] = _evident(fact, keys)
    for key in LISTS:
        if data[key]:
            model[key] = [_evident(item, keys) for item in data[key]]
    if data.get("disputes"):
        model["disputes"] = [_evident(item, keys) for item in data["disputes"]]
    if data.get("parts"):
        model["parts"] = {key: _part(part, keys) for key, part in data["parts"].items()}
    return model


def _part(part: Json, keys: Mapping[int, str]) -> Json:
    return {key: _evident(item, keys) if isinstance(item, Mapping) else item for key, item in part.items()}


def exported_facts(paths: Iterable[Path]) -> Json:
    """Return one registry file of all that is inside JSON or JSON Lines files that OpenScore exported.

    Raises:
        DataError: If a file cannot be read or is no such export.
    """
    merged: Json = {"licenses": {}, "models": {}}
    for label, line, found in chain.from_iterable(map(_objects, paths)):
        facts = found.get("facts") if isinstance(found, Mapping) else None
        models = facts.get("models") if isinstance(facts, Mapping) else None
        if not (isinstance(facts, Mapping) and models and isinstance(models, Mapping)):
            raise unusable(label, "not-an-export", tr("no facts of OpenScore in it"), line)
        try:
            RegistryShape.model_validate(facts, strict=False)  # JSON has no days
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(step) for step in first["loc"])
            raise unusable(label, "not-an-export", f"{where}: {first['msg'].lower()}", line) from error
        if odd := next(_odd_days(facts), ""):
            message = tr("{where}: not a date such as 2023-12-31", where=odd)
            raise unusable(label, "not-an-export", message, line)
        merged["licenses"] |= facts.get("licenses", {})
        merged["models"] |= facts["models"]
        for kind in ("makers", "families"):
            if kind in facts:
                merged[kind] = {**merged.get(kind, {}), **facts[kind]}
        for kind in NO_LICENSES:
            merged[kind] = list(dict.fromkeys([*merged.get(kind, ()), *facts.get(kind, ())]))
        for language, words in facts.get("translations", {}).items():
            merged.setdefault("translations", {}).setdefault(language, {}).update(words)
        merged |= {key: facts[key] for key in ("imported",) if key in facts}
    return merged


def _objects(path: Path) -> list[tuple[str, int | None, Any]]:
    """Parse a file as one object, or as one a line, each with the file and its line; nothing if empty."""
    text, label = read_text(path, noted("an export of OpenScore")), label_of(path)
    try:
        return [(label, None, json.loads(text))]
    except (ValueError, RecursionError):
        lines = [(number, line) for number, line in enumerate(lines_of(text), start=1) if line.strip()]
    parsed: list[tuple[str, int | None, Any]] = []
    for number, line in lines:
        try:
            parsed.append((label, number, json.loads(line)))
        except (ValueError, RecursionError) as error:
            raise unusable(label, "broken-json", tr("neither JSON nor JSON Lines"), number) from error
    return parsed or [(label, None, None)]


def to_toml(data: Mapping[str, Any]) -> str:
    """Return the data of a registry file as TOML; days may be ISO dates, as JSON has them."""
    data = _with_days(data)
    lines = [f"{key} = {written(data[key])}" for key in ("imported", *NO_LICENSES) if key in data]
    for kind in ("licenses", "makers", "families", "models"):
        for id, entry in data.get(kind, {}).items():
            name = f"{kind}.{written_key(id)}"
            lines += ["", f"[{name}]"]
            tables = {key: item for key, item in entry.items() if isinstance(item, Mapping)}
            lines += [f"{key} = {written(item)}" for key, item in entry.items() if key not in tables]
            for key, table in tables.items():
                lines += ["", f"[{name}.{written_key(key)}]"]
                lines += [f"{written_key(inner)} = {written(item)}" for inner, item in table.items()]
    for language, words in data.get("translations", {}).items():
        lines += ["", f"[translations.{language}]"]
        lines += [f"{written_key(text)} = {written(other)}" for text, other in words.items()]
    return "\n".join(lines).lstrip("\n") + "\n"


def _with_days(item: Any, path: tuple[str, ...] = ()) -> Any:
    """Return what a registry file holds with its days as days, and without what it leaves open."""
    if isinstance(item, Mapping):
        stated = {name: value for name, value in item.items() if value is not None}
        return {name: _with_days(value, (*path, name)) for name, value in stated.items()}
    if isinstance(item, list):
        return [_with_days(value, (*path, str(place))) for place, value in enumerate(item)]
    is_stated = path[-1] in _DAYS and isinstance(item, str) and is_day(item)
    return date.fromisoformat(item) if is_stated else item


def _odd_days(item: Any, path: tuple[str, ...] = ()) -> Iterator[str]:
    """Yield the key of everything that stands for a day and is none."""
    if isinstance(item, Mapping | list):
        named = item.items() if isinstance(item, Mapping) else enumerate(item)
        for name, value in named:
            yield from _odd_days(value, (*path, str(name)))
    elif path[-1] in _DAYS and item is not None and not (isinstance(item, str) and is_day(item)):
        yield ".".join(path)
