"""A registry as a snapshot keeps it: what is judged in the head, and each entry whole on its own line."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

from openscore.language import language
from openscore.records.licenses import LicenseBrief
from openscore.records.record import Brief
from openscore.records.vocabulary import Vocabulary
from openscore.registry.registry import Registry
from openscore.snapshots import Entry, Snapshot

Json = dict[str, Any]
_DAY = r'"(\d{4}-\d{2}-\d{2})"'
_WHOLE = ("makers", "families")
"""Tables that are one line each: hardly anything reads them."""


def packed(registry: Registry) -> tuple[Json, list[Any]]:
    """Return the head and the lines of a snapshot of a registry that was built from files."""
    data = registry.data
    models = {record.id: record.brief for record in registry}
    licenses = {id: license.brief for id, license in registry.licenses.licenses.items()}
    listed = {"models", "licenses", *_WHOLE}
    head = {
        "models": models,
        "licenses": licenses,
        "beside": {key: item for key, item in data.items() if key not in listed},
        "digest": registry.digest,
        "last_read": registry.last_read.isoformat() if models else "",
        "latest": max(re.findall(_DAY, json.dumps(data)), default=""),
        "language": language() if data["warnings"] else "",
    }
    lines = [*data["models"].values(), *data["licenses"].values(), *(data[key] for key in _WHOLE)]
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
        for kind, shape in (("models", Brief), ("licenses", LicenseBrief)):
            data[kind] = {id: Entry(next(lines), shape(*brief)) for id, brief in head[kind].items()}
        data.update({key: Entry(next(lines)) for key in _WHOLE})
        registry = Registry(data, vocabulary)
        registry.digest = str(head["digest"])
        if head["last_read"]:
            registry.last_read = date.fromisoformat(head["last_read"])
    except (AttributeError, KeyError, StopIteration, TypeError, ValueError):
        return None
    return registry if next(lines, None) is None else None
