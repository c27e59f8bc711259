"""What a rubric is made of: levels, parts, classes, gates, bands and required elements."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from openscore.interval import Interval
from openscore.records.vocabulary import Title
from openscore.rubric.cells import Cell, cells_of
from openscore.rubric.conditions import Condition


class Level(NamedTuple):
    """One rung of an answer."""

    id: str
    title: Title
    points: Interval | None
    """0 to 1; an interval where the framework leaves the answer open; None where the part does not
    apply and leaves the denominator."""
    condition: Condition
    """Holds always for the level that catches the rest."""
    contested: Interval | None = None
    """Points that can be argued for, 0 to 1; None where the framework leaves no doubt."""


def misplaced(levels: Sequence[Level]) -> Iterator[int]:
    """Yield the places of levels whose contested points could change the order of levels."""
    for place, level in enumerate(levels):
        if level.contested is None:
            continue
        if level.points is None or not level.contested.low <= level.points.low <= level.contested.high:
            yield place
            continue
        for other in levels:
            points = other.contested or other.points
            if other is level or other.points is None or points is None:
                continue
            if other.points.low > level.points.low and points.low < level.contested.high:
                yield place
            if other.points.low < level.points.low and points.high > level.contested.low:
                yield place


class Itself:
    """Of what is large and shared, two are equal if they are one and the same.

    A class that has this and a named tuple for bases is what a frozen data class would be. The module for
    those is not imported: it takes a tenth of the time of a ranking.
    """

    __slots__ = ()
    __eq__ = object.__eq__
    __ne__ = object.__ne__
    __hash__ = object.__hash__


class _PartFields(NamedTuple):
    id: str
    title: Title
    share: float
    """Importance among its siblings; for a criterion, its weight in the score."""
    source: str
    why: str
    aggregate: str
    levels: tuple[Level, ...]
    parts: "tuple[Part, ...]"
    paths: tuple[str, ...]
    """Every path that the levels read, each once."""


class Part(Itself, _PartFields):
    """A question with levels, or a group of further parts."""

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """Boxes of facts that cover every combination, one level each; none for a group.

        They are made when they are first asked for: where all facts are known, conditions decide.
        """
        return cells_of([level.condition for level in self.levels]) if self.levels else ()

    def leaves(self) -> "Iterator[Part]":
        """Yield every question below, or itself."""
        if self.levels:
            yield self
        for part in self.parts:
            yield from part.leaves()


class Class(NamedTuple):
    """A class that a release qualifies for when everything that it counts is complete."""

    id: str
    title: Title
    counts: tuple[str, ...]
    """Ids of parts; their mean is the progress."""
    requires: str | None
    """The class that must be complete before any progress counts here."""
    source: str


class Band(NamedTuple):
    """A named range of scores, or the answer to an ordered rule."""

    id: str
    title: Title
    floor: float
    """Lowest score of the band; 0 for a rule."""
    means: Title
    condition: Condition | None
    """The rule; None where the floor decides."""


class Gate(NamedTuple):
    """A condition under which the band, or the score, cannot exceed a cap."""

    id: str
    title: Title
    cap: float
    """The best score that is left; the rubric's top where the gate limits the band alone."""
    band: Band | None
    """The best band that is left; None where the gate limits the score."""
    condition: Condition
    source: str
    why: str


class Element(NamedTuple):
    """One required element of a strict definition."""

    id: str
    title: Title
    condition: Condition
    source: str


class Claim(NamedTuple):
    """What a maker's label claims."""

    label: str
    title: Title
    condition: Condition
    source: str


class Conformance(NamedTuple):
    """The strict reading beside the score."""

    title: Title
    draft: str
    note: Title
    elements: tuple[Element, ...]


class Untranslatable(NamedTuple):
    """Something of the framework that the rubric cannot say as it is said there."""

    what: Title
    """What the framework says, or leaves unsaid."""
    why: Title
    """Why it cannot be said with our facts."""
    instead: Title
    """What the rubric does instead."""
