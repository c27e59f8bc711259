"""A registry as a snapshot keeps it.

What a ranking reads of each model stands in the head; the facts of each, and each entry whole, on a line of
its own, and what is judged of all licenses on one.
"""

from __future__ import annotations

import json
import re
from datetime import date
from functools import cache, partial
from typing import Any, NamedTuple

from openscore.language import language
from openscore.records.licenses import LicenseBrief
from openscore.records.record import Brief
from openscore.records.vocabulary import Vocabulary
from openscore.registry.registry import Registry
from openscore.snapshots import Entry, Line, Snapshot

Json = dict[str, Any]
_DAY = r'"(\d{4}-\d{2}-\d{2})"'
_WHOLE = ("makers", "families", "translations")
"""Tables that are one line each: hardly anything reads them."""


class Laid(NamedTuple):
    """What the first of some files come to."""

    files: int
    """How many they are."""
    data: Json
    """JSON data of the registry, for whoever lays the others over it to change."""


def packed(registry: Registry) -> tuple[Json, list[Any]]:
    """Return the head and the lines of a snapshot of a registry that was built from files."""
    data = registry.data
    briefs = {record.id: record.brief for record in registry}
    licenses = {id: license.brief for id, license in registry.licenses.licenses.items()}
    listed = {"models", "licenses", *_WHOLE}
    head = {
        "models": {id: brief._replace(values={}) for id, brief in briefs.items()},
        "licenses": [*licenses],
        "beside": {key: item for key, item in data.items() if key not in listed},
        "digest": registry.digest,
        "last_read": registry.last_read.isoformat() if briefs else "",
        "latest": max(re.findall(_DAY, json.dumps(data)), default=""),
        "language": language() if data["warnings"] else "",
    }
    lines: list[Any] = [dict(brief.values) for brief in briefs.values()]
    lines += [*data["models"].values(), licenses, *data["licenses"].values(), *(data[key] for key in _WHOLE)]
    return head, lines


def unpacked(snapshot: Snapshot, vocabulary: Vocabulary, today: date | None) -> Registry | None:
    """Return the registry of a snapshot.

    Args:
        snapshot: What `packed` gave.
        vocabulary: That of the time when it was packed.
        today: Dates after this day are errors; None leaves them unchecked.

    Returns:
        None if the snapshot is something else, if a date may be an error on this day, or if it has warnings
        in another language: the files have to be read then.
    """
    try:
        head, lines = snapshot.head, iter(snapshot.lines)
        if (today and head["latest"] > today.isoformat()) or head["language"] not in ("", language()):
            return None
        data: Json = dict(head["beside"])
        facts = {id: Entry(next(lines)) for id in head["models"]}
        data["models"] = {
            id: Entry(next(lines), partial(_brief, Brief(*brief), facts[id]))
            for id, brief in head["models"].items()
        }
        licenses = cache(next(lines))
        data["licenses"] = {
            id: Entry(next(lines), partial(_license, licenses, id)) for id in head["licenses"]
        }
        data.update({key: Entry(next(lines)) for key in _WHOLE})
        registry = Registry(data, vocabulary)
        registry.digest = str(head["digest"])
        if head["last_read"]:
            registry.last_read = date.fromisoformat(head["last_read"])
    except (AttributeError, KeyError, StopIteration, TypeError, ValueError):
        return None
    return registry if next(lines, None) is None else None


def plain(registry: Registry) -> Json:
    """Return the data of a registry that `unpacked` gave as if it had been read from files."""
    data = {key: item.plain if isinstance(item, Entry) else item for key, item in registry.data.items()}
    for key in ("models", "licenses"):
        data[key] = {id: entry.plain for id, entry in data[key].items()}
    return data


def _brief(told: Brief, values: Entry) -> Brief:
    return told._replace(values=values)


def _license(briefs: Line, id: str) -> LicenseBrief:
    return LicenseBrief(*briefs()[id])
