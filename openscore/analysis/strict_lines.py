"""The lines that a rubric draws: what a model meets or does not, as one condition over facts.

A line is a strict reading, a class, a rule band, an open gate, or all points. Levels, classes and required
elements are replaced by the conditions that decide them, so that the lines of two rubrics can be compared.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from openscore.language import LANGUAGES, noted, translated
from openscore.records.vocabulary import Title
from openscore.rubric.conditions import All, Any, Condition, In, Not
from openscore.rubric.parts import Level, Part
from openscore.rubric.rubric import CONFORMANCE, MET, Rubric


class StrictLine(NamedTuple):
    """Something that a model meets or not."""

    rubric: Rubric
    id: str
    """`conformance`, `class:ID`, `band:ID`, `gate:ID` or `all-points`."""
    title: Title
    condition: Condition
    """Over facts alone; holds where the line is surely met."""

    @property
    def name(self) -> str:
        """The line with its rubric, as it is typed."""
        return f"{self.rubric.id} {self.id}"

    @property
    def is_gate(self) -> bool:
        """Whether it says only that a gate stays open."""
        return self.id.startswith("gate:")


def lines_of(rubric: Rubric) -> tuple[StrictLine, ...]:
    """Return the lines of a rubric; all points, where it draws none of its own."""
    written = _Writer(rubric)
    found = list(written.lines())
    if all(line.is_gate for line in found):
        everything = All(tuple(written.complete(part, surely=True) for part in rubric.criteria))
        title = {spoken: translated(noted("all points"), spoken) for spoken in LANGUAGES}
        found.append(StrictLine(rubric, "all-points", title, everything))
    return tuple(found)


class _Writer:
    """Writes conditions of a rubric over facts alone."""

    def __init__(self, rubric: Rubric) -> None:
        self.rubric = rubric
        self._parts = {part.id: part for criterion in rubric.criteria for part in _all(criterion)}
        self._classes = {entry.id: entry for entry in rubric.classes}

    def lines(self) -> Iterator[StrictLine]:
        """Yield the lines that the rubric draws."""
        rubric = self.rubric
        if rubric.conformance:
            title = rubric.conformance.title
            yield StrictLine(rubric, "conformance", title, self._conformance(surely=True))
        for entry in rubric.classes:
            yield StrictLine(rubric, f"class:{entry.id}", entry.title, self._class(entry.id, surely=True))
        classes = {f"@class.{id}" for id in self._classes}
        better: list[Condition] = []
        for band in rubric.bands if rubric.has_rules else ():
            if band.condition is None or band is rubric.bands[-1]:
                continue
            better.append(self.over_facts(band.condition, surely=True))
            # A band that only says that a class is reached is that class.
            if not (isinstance(band.condition, In) and band.condition.path in classes):
                yield StrictLine(rubric, f"band:{band.id}", band.title, Any(tuple(better)))
        for gate in rubric.gates:
            opens = Not(self.over_facts(gate.condition, surely=False))
            opening = noted("the gate “{title}” stays open")
            title = {
                spoken: translated(opening, spoken).format(title=gate.title[spoken]) for spoken in LANGUAGES
            }
            yield StrictLine(rubric, f"gate:{gate.id}", title, opens)

    def over_facts(self, condition: Condition, *, surely: bool) -> Condition:
        """Return a condition without levels; it holds where the given one does surely, or may."""
        if isinstance(condition, Not):
            return Not(self.over_facts(condition.condition, surely=not surely))
        if isinstance(condition, In):
            return self._atom(condition, surely=surely)
        inner = tuple(self.over_facts(one, surely=surely) for one in condition.conditions)
        return All(inner) if isinstance(condition, All) else Any(inner)

    def _atom(self, atom: In, *, surely: bool) -> Condition:
        if not atom.path.startswith("@"):
            return atom
        if atom.path in (CONFORMANCE, *(f"@class.{id}" for id in self._classes)):
            return self._verdict(atom, surely=surely)
        part = self._parts[atom.path[1:]]
        scale = self.rubric.scale(atom.path)
        chosen = [
            place
            for place, level in enumerate(part.levels)
            if (scale.bits[level.id] & atom.allowed and _is_decided(level))
            or (not surely and not _is_decided(level))
        ]
        return self._reached(part, chosen, surely=surely)

    def _verdict(self, atom: In, *, surely: bool) -> Condition:
        if atom.allowed == atom.scale.full:
            return All(())
        if atom.allowed != atom.scale.bits[MET]:
            return Not(self._met(atom.path, surely=not surely))
        return self._met(atom.path, surely=surely)

    def _met(self, path: str, *, surely: bool) -> Condition:
        if path == CONFORMANCE:
            return self._conformance(surely=surely)
        return self._class(path.removeprefix("@class."), surely=surely)

    def _conformance(self, *, surely: bool) -> Condition:
        strict = self.rubric.conformance
        elements = strict.elements if strict else ()
        return All(tuple(self.over_facts(one.condition, surely=surely) for one in elements))

    def _class(self, id: str, *, surely: bool) -> Condition:
        entry = self._classes[id]
        counted = [self.complete(self._parts[part], surely=surely) for part in entry.counts]
        below = [self._class(entry.requires, surely=surely)] if entry.requires else []
        return All((*below, *counted))

    def complete(self, part: Part, *, surely: bool) -> Condition:
        """Return where a part has all points, or leaves the count."""
        if part.parts:
            return All(tuple(self.complete(inner, surely=surely) for inner in part.parts))
        full = [place for place, level in enumerate(part.levels) if _is_full(level, surely=surely)]
        return self._reached(part, full, surely=surely)

    def _reached(self, part: Part, places: list[int], *, surely: bool) -> Condition:
        """Return where one of these levels is the first that holds."""
        ways: list[Condition] = []
        for first, last in _runs(places):
            missed = (
                Not(self.over_facts(level.condition, surely=not surely)) for level in part.levels[:first]
            )
            run = part.levels[first : last + 1]
            # What holds first from here on lies in the run as soon as one of the run holds.
            within = Any(tuple(self.over_facts(level.condition, surely=surely) for level in run))
            ways.append(All((*missed, within)))
        return Any(tuple(ways))


def _runs(places: list[int]) -> Iterator[tuple[int, int]]:
    """Yield first and last of each run of neighbors."""
    start = 0
    for end in range(1, len(places) + 1):
        if end == len(places) or places[end] != places[end - 1] + 1:
            yield places[start], places[end - 1]
            start = end


def _is_decided(level: Level) -> bool:
    return level.points is None or level.points.is_certain


def _is_full(level: Level, *, surely: bool) -> bool:
    return level.points is None or (level.points.low if surely else level.points.high) >= 1.0


def _all(part: Part) -> Iterator[Part]:
    yield part
    for inner in part.parts:
        yield from _all(inner)
