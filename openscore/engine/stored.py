"""What may be true of every record of a registry for one rubric, as a snapshot keeps it.

That is worked out from facts, licenses and lineage alone, so it is the same as long as the files that
registry and rubric were read from are, and the code that works it out. Scores are not kept.
"""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from openscore.engine.lineage import FactReader, Way
from openscore.records.record import ModelRecord, Surroundings
from openscore.registry.registry import Registry
from openscore.rubric.rubric import Rubric
from openscore.snapshots import SnapshotFolder, key_of


class _Kept(NamedTuple):
    """What was worked out before."""

    paths: Sequence[str]
    ways: Mapping[str, Sequence[Sequence[Any]]]
    """By record, for every way in which it can be met: the model served, if any, and a mask per path."""


_KEPT: WeakKeyDictionary[Surroundings, dict[str, _Kept]] = WeakKeyDictionary()
"""What is kept of a registry, by the key of the rubric."""


def recall(registry: Registry, rubric: Rubric, snapshots: SnapshotFolder, *, keeps: bool = True) -> None:
    """Take over what may be true of the records of a registry, where that was worked out before.

    Args:
        registry: A registry; anything is kept only of one that was read from files, and is as they are.
        rubric: A rubric, of which the same holds.
        snapshots: Where it is kept.
        keeps: Whether to work it out for all records and keep it, if it is not there.
    """
    if not (registry.key and rubric.key):
        return
    key = key_of("ways", registry.key, rubric.key)
    snapshot = snapshots.get(key)
    kept = _unpacked(snapshot.head, registry) if snapshot else None
    if kept is None and keeps:
        kept = _worked_out(registry, rubric)
        snapshots.put(key, kept)
    if kept is not None:
        _KEPT.setdefault(registry, {})[rubric.key] = kept


class WayReader:
    """Gives the ways in which records can be met under a rubric, where possible those that are kept."""

    def __init__(self, rubric: Rubric) -> None:
        self._rubric = rubric

    @cached_property
    def _reader(self) -> FactReader:
        return FactReader(self._rubric)

    def ways(self, record: ModelRecord) -> tuple[Way, ...]:
        """Return every way in which a record can be met; more than one only for a service."""
        models, kept = record.registry.models, _KEPT.get(record.registry, {}).get(self._rubric.key)
        # A record with other facts may stand in the same registry.
        if kept is None or models.get(record.id) is not record or record.id not in kept.ways:
            return self._reader.ways(record)
        return tuple(
            Way(models.get(served) if served else None, dict(zip(kept.paths, masks, strict=True)))
            for served, *masks in kept.ways[record.id]
        )


def _worked_out(registry: Registry, rubric: Rubric) -> _Kept:
    reader = FactReader(rubric)
    ways = {record.id: reader.ways(record) for record in registry if record.kind in rubric.subjects}
    paths = next(([*first[0].masks] for first in ways.values()), [])
    rows = {
        id: [[way.served and way.served.id, *(way.masks[path] for path in paths)] for way in listed]
        for id, listed in ways.items()
    }
    return _Kept(paths, rows)


def _unpacked(head: Any, registry: Registry) -> _Kept | None:
    """Return what a snapshot keeps; None if it is something else."""
    try:
        kept = _Kept(*head)
        wide = len(kept.paths) + 1
        is_whole = kept.ways.keys() <= registry.models.keys() and all(
            rows and all(len(row) == wide for row in rows) for rows in kept.ways.values()
        )
    except (AttributeError, TypeError):
        return None
    return kept if is_whole else None
