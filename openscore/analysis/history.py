"""What changed in the life of a release, and what it did to the score."""

from datetime import date, timedelta
from typing import NamedTuple

from openscore.engine import Assessment, assess
from openscore.records.vocabulary import UNKNOWN
from openscore.registry.registry import Registry
from openscore.rubric.rubric import Rubric

DATED, CHANGED, SERVES, LEFT, TOLD = "dated", "changed", "serves", "left", "told"


class Event(NamedTuple):
    """Something that changed; it is put into words where it is shown."""

    kind: str
    """`DATED`, `CHANGED`, `SERVES`, `LEFT` or `TOLD`."""
    subject: str
    """The key of a date, the path of a fact, the id of a model that is served, or what the registry says."""
    before: str = ""
    after: str = ""
    """Of a fact, the values."""


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
    steps = []
    for day in sorted(events):
        # Nothing can have been out before the first day that there is.
        eve = day - timedelta(days=1) if day > date.min else None
        before = _on(id, eve, registry, rubric) if eve else None
        steps.append(Step(day, tuple(events[day]), before, _on(id, day, registry, rubric)))
    return tuple(steps)


def _on(id: str, day: date, registry: Registry, rubric: Rubric) -> Assessment | None:
    line = registry.lineage(registry.models[id])
    record = registry.as_of(day, line).models.get(id)
    return assess(record, rubric) if record else None
