"""A registry as a snapshot keeps it.

What a ranking reads of each model stands in the head; the facts of each, and each entry whole, on a line of
its own, and what is judged of all licenses on one.
"""

import json
import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache, partial
from typing import Any, NamedTuple

from openscore.language import language
from openscore.records.licenses import LicenseBrief
from openscore.records.record import Brief
from openscore.records.vocabulary import Vocabulary
from openscore.registry.registry import Registry
from openscore.snapshots import Entry, Line, Snapshot, SnapshotFolder, key_of

Json = dict[str, Any]
_DAY = rb'"(\d{4}-\d{2}-\d{2})"'
_WHOLE = ("makers", "families", "translations")
"""Tables that are one line each: hardly anything reads them."""


class Laid(NamedTuple):
    """What the first of some files come to."""

    files: int
    """How many they are."""
    data: Json
    """JSON data of the registry, for whoever lays the others over it to change."""


def packed(registry: Registry) -> tuple[Callable[[bytes], Json], list[Any]]:
    """Return what a snapshot keeps of a registry that was built from files.

    Returns:
        What gives the head, once the lines are written; and the lines.
    """
    data = registry.data
    briefs = {record.id: record.brief for record in registry}
    licenses = {id: license.brief for id, license in registry.licenses.licenses.items()}
    lines: list[Any] = [dict(brief.values) for brief in briefs.values()]
    lines += [*data["models"].values(), licenses, *data["licenses"].values(), *(data[key] for key in _WHOLE)]
    return partial(_head, registry, briefs), lines


def _head(registry: Registry, briefs: Mapping[str, Brief], lines: bytes) -> Json:
    data = registry.data
    beside = {key: item for key, item in data.items() if key not in {"models", "licenses", *_WHOLE}}
    days = (max(re.findall(_DAY, text), default=b"") for text in (lines, json.dumps(beside).encode()))
    return {
        "models": {id: brief._replace(values={}) for id, brief in briefs.items()},
        "licenses": [*data["licenses"]],
        "beside": beside,
        "latest": max(days).decode(),
        "language": language() if data["warnings"] else "",
    }


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
    except (AttributeError, KeyError, StopIteration, TypeError, ValueError):
        return None
    return registry if next(lines, None) is None else None


def remembered(snapshots: SnapshotFolder, key: str, name: str, work: Callable[[], str]) -> str:
    """Return what was worked out of a registry; what is not yet kept is worked out and kept.

    Args:
        snapshots: Where it is kept.
        key: That of the registry.
        name: What the result is called.
        work: Works it out.
    """
    key = key_of(name, key)
    kept = snapshots.get(key)
    if kept and isinstance(kept.head, str):
        return kept.head
    found = work()
    snapshots.put(key, found)
    return found


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
