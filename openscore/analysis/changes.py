"""What changed between two states of the data: facts, license terms, clauses of rubrics, scores."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from openscore.engine import Ranked, rank
from openscore.interval import Interval
from openscore.language import tr
from openscore.records.record import ModelRecord
from openscore.registry.cited import NOT_TOLD, cited
from openscore.registry.registry import Registry
from openscore.rubric.rubric import Rubric
from openscore.toml import canonical

ABSENT = "(absent)"
_NAMES = ("id", "fact", "model", "label", "path")
"""Keys by which an item of a list is told from its neighbors."""


class Change(NamedTuple):
    """One thing that is not what it was."""

    subject: str
    """Such as `models.example`, `licenses.MIT` or `rubrics.example`."""
    path: str
    """What of it, such as `weights.availability`."""
    old: str
    new: str
    reason: str = ""
    """What the history of the record says on it."""


class Moved(NamedTuple):
    """A subject before and after."""

    id: str
    before: Ranked | None
    """None where it was not there."""
    after: Ranked | None

    @property
    def is_score(self) -> bool:
        """Whether the score or the band is another, or there was none before or is none now."""
        return _published(self.before) != _published(self.after)


def basis_changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Change]:
    """Return what changed between two bases, each `{"models": ..., "licenses": ..., "rubrics": ...}`.

    Args:
        old: Data as `Registry.basis` gives it, and rubrics by id.
        new: The same of a later state.
    """
    return [change for part in ("models", "licenses", "rubrics") for change in _part(part, old, new)]


def registry_basis(registry: Registry) -> dict[str, Any]:
    """Return records and licenses of a registry as a basis, with what licenses ask and nothing cites."""
    return {
        "models": {record.id: cited(record.data) for record in registry},
        "licenses": cited(registry.data["licenses"], left_out=NOT_TOLD),
    }


def moves(old: Registry, old_rubric: Rubric, new: Registry, new_rubric: Rubric) -> list[Moved]:
    """Return every subject that either registry has, with its place before and after.

    Subjects stand in the order of the new ranking; those that are gone come last.
    """
    before = {place.assessment.record.id: place for place in rank(old, old_rubric)}
    after = {place.assessment.record.id: place for place in rank(new, new_rubric)}
    return [Moved(id, before.get(id), after.get(id)) for id in dict.fromkeys((*after, *before))]


def explained(change: Change, record: ModelRecord | None) -> Change:
    """Return the change with the reason that the history of the record gives, if it gives one."""
    if record is None:
        return change
    known = [
        entry for entry in record.history if entry.fact.path == change.path and entry.fact.value == change.old
    ]
    if not known:
        return change
    last = max(known, key=lambda entry: entry.until)
    return change._replace(reason=tr("since {day}: {shows}", day=last.until, shows=last.fact.evidence.shows))


def _published(place: Ranked | None) -> tuple[Interval, tuple[str, ...]] | None:
    if place is None:
        return None
    return place.assessment.score, tuple(band.id for band in place.assessment.bands)


def _part(part: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    before, after = old.get(part, {}), new.get(part, {})
    for name in sorted({*before, *after}):
        subject = f"{part}.{name}"
        if name not in after:
            yield Change(subject, "", name, ABSENT)
        elif name not in before:
            yield Change(subject, "", ABSENT, name)
        else:
            left, right = _flat(before[name]), _flat(after[name])
            for path in dict.fromkeys((*left, *right)):
                if left.get(path) != right.get(path):
                    yield Change(subject, path, left.get(path, ABSENT), right.get(path, ABSENT))


def _flat(data: Any) -> dict[str, str]:
    """Return every statement by its path; the value of a fact stands at the path of the fact itself."""
    return dict(_statements(data, ()))


def _statements(data: Any, path: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    if isinstance(data, Mapping):
        for key, item in data.items():
            if key == "facts" and not path:
                yield from _statements(item, ())
            elif key == "value":
                yield ".".join(path), str(item)
            elif key in ("sources", "shows") and "sources" in data:
                yield ".".join((*path, f"({key})")), _text(item)
            else:
                yield from _statements(item, (*path, key))
    elif isinstance(data, list) and any(isinstance(item, Mapping) for item in data):
        for place, item in enumerate(data):
            yield from _statements(item, (*path, _name(item, place)))
    elif data != []:
        yield ".".join(path), _text(data)


def _name(item: Any, place: int) -> str:
    """Return by what an item of a list is told from the others: its name, and its day if it has one."""
    if isinstance(item, Mapping):
        words = [str(item[key]) for key in _NAMES if item.get(key)][:1]
        words += [str(item[key]) for key in ("until", "date") if item.get(key)]
        if words:
            return " ".join(words)
    return str(place + 1)


def _text(value: Any) -> str:
    if isinstance(value, str | int | float | date) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, list) and all(isinstance(item, Mapping) and "url" in item for item in value):
        return " ".join(str(item["url"]) for item in value)
    return canonical(value)
