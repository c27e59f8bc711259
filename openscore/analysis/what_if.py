"""What other facts would do to a score and a rank."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from openscore.engine import Ranked, rank
from openscore.records.vocabulary import UNKNOWN
from openscore.registry.registry import Registry
from openscore.rubric.rubric import Rubric


class Move(NamedTuple):
    """One model before and after."""

    before: Ranked
    after: Ranked


class WhatIf(NamedTuple):
    """What follows from supposed facts."""

    changes: tuple[tuple[str, str, str], ...]
    """Path of each fact, its value and the supposed one."""
    model: Move
    others: tuple[Move, ...]
    """Models whose own score moves too, because they rest on this one."""


def what_if(registry: Registry, id: str, changes: Mapping[str, str | None], rubric: Rubric) -> WhatIf:
    """Return what other facts of one record would change.

    Args:
        registry: Holds the record and those that it is ranked among.
        id: Id of a record that the rubric judges.
        changes: Supposed values by path; None for a fact that nobody would have established.
        rubric: The rubric to apply.
    """
    before = {place.assessment.record.id: place for place in rank(registry, rubric)}
    after = {place.assessment.record.id: place for place in rank(registry.supposing(id, changes), rubric)}
    values = registry.models[id].values
    return WhatIf(
        tuple((path, values.get(path, UNKNOWN), value or UNKNOWN) for path, value in changes.items()),
        Move(before[id], after[id]),
        tuple(
            Move(place, after[other])
            for other, place in before.items()
            if other != id and place.assessment.score != after[other].assessment.score
        ),
    )
