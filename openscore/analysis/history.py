"""What changed in the life of a release, and what it did to the score."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from openscore.engine import Assessment, assess
from openscore.records.record import ModelRecord
from openscore.records.vocabulary import UNKNOWN
from openscore.registry.registry import Registry
from openscore.rubric.rubric import Rubric

DATED, CHANGED, SERVES, LEFT, TOLD, SHOWN = "dated", "changed", "serves", "left", "told", "shown"


class Event(NamedTuple):
    """Something that changed; it is put into words where it is shown."""

    kind: str
    """`DATED`, `CHANGED`, `SERVES`, `LEFT`, `TOLD` or `SHOWN`."""
    subject: str
    """The key of a date, the path of a fact, the id of a model that is served, what the registry says, or the
    id of a model of the line of which something is shown first; empty for the record itself."""
    before: str = ""
    after: str = ""
    """Of a fact, the values."""
    facts: tuple[str, ...] = ()
    """What is shown first on the day, by path."""


class Step(NamedTuple):
    """One day on which something changed."""

    day: date
    events: tuple[Event, ...]
    before: Assessment | None
    """The assessment on the day before; None where it was not out yet."""
    after: Assessment | None


def steps_of(id: str, registry: Registry, rubric: Rubric) -> tuple[Step, ...]:
    """Return the steps of one record, earliest first, the first date of all among them.

    Args:
        id: Id of a record.
        registry: The registry with the latest known facts.
        rubric: The rubric to apply on the days.
    """
    record = registry.models[id]
    events: dict[date, list[Event]] = {}
    for key, day in record.dates.items():
        events.setdefault(day, []).append(Event(DATED, key))
    for change in record.history:
        later = registry.as_of(change.until, [record]).models.get(id)
        new = later.values.get(change.fact.path, UNKNOWN) if later else UNKNOWN
        event = Event(CHANGED, change.fact.path, change.fact.value, new)
        events.setdefault(change.until, []).append(event)
    for link in record.serves:
        if link.start:
            events.setdefault(link.start, []).append(Event(SERVES, link.model))
        if link.end:
            events.setdefault(link.end, []).append(Event(LEFT, link.model))
    for stage in record.stages:
        events.setdefault(stage.day, []).append(Event(TOLD, stage.event))
    return tuple(_steps(id, events, registry, rubric)) if events else ()


def _steps(
    id: str, events: Mapping[date, Collection[Event]], registry: Registry, rubric: Rubric
) -> Iterator[Step]:
    """Yield a step for each day with events, and for each on which what is first shown moves the result."""
    line = tuple(registry.lineage(registry.models[id]))
    shown = _shown(line)
    first = min(events)
    before: Assessment | None = None
    # On all days between these nothing is known that was not known before.
    for day in sorted(events.keys() | shown.keys()):
        record = registry.as_of(day, line).models.get(id)
        after = assess(record, rubric) if record else None
        told = [*events.get(day, ())]
        if day > first and _result(before) != _result(after):
            told += _first_shown(id, told, shown.get(day, {}))
        if told:
            yield Step(day, tuple(told), before, after)
        before = after


def _shown(line: Collection[ModelRecord]) -> dict[date, dict[str, list[str]]]:
    """Return by day, and by record, the facts that are not known as on the day before."""
    found: dict[date, dict[str, list[str]]] = {}
    for record in line:
        known: Mapping[str, str] = {}
        for link in (*record.links, *record.serves):
            found.update({day: found.get(day, {}) for day in (link.start, link.end) if day})
        for day in sorted(set(_days(record.data))):
            then = record.as_of(day)
            values = then.values if then else {}
            if values != known:
                found.setdefault(day, {})[record.id] = [
                    path for path, value in values.items() if known.get(path) != value
                ]
            known = values
    return found


def _days(data: Mapping[str, Any]) -> Iterator[date]:
    """Yield every day on which what is known of an entry can become something else."""
    for entry in (*data["documents"], *data["facts"].values(), *data["history"], *data["dates"].values()):
        for key in ("published", "read", "since", "until", "date"):
            if day := entry.get(key):
                yield date.fromisoformat(day)


def _first_shown(id: str, told: Collection[Event], shown: Mapping[str, list[str]]) -> Iterator[Event]:
    changed = {event.subject for event in told if event.kind == CHANGED}
    for model, paths in shown.items():
        if facts := tuple(path for path in paths if model != id or path not in changed):
            yield Event(SHOWN, "" if model == id else model, facts=facts)


def _result(assessment: Assessment | None) -> object:
    return (assessment.score, assessment.bands) if assessment else None
