"""How well the registry is known: which facts a rubric needs, and on what they rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from math import fsum
from typing import NamedTuple

from openscore.engine.age import facts_read
from openscore.engine.assess import assess
from openscore.engine.rank import rank
from openscore.records.record import ModelRecord
from openscore.records.vocabulary import Vocabulary
from openscore.rubric.rubric import Rubric

MAKER = "maker"
AGES = (30, 90, 180, 365)
"""Days since a reading within which coverage is told."""


class Coverage(NamedTuple):
    """What is known of one model, of one component, or of all."""

    subject: str
    needed: int
    """Facts that the rubric reads and that count."""
    known: int
    first_party: int
    """Known facts that rest on a text of the maker, among others or alone."""
    sources: int
    """Sources of the known facts, each fact's counted."""
    read: tuple[date, ...]
    """The earliest reading that each known fact rests on, earliest first."""
    missing: tuple[str, ...]
    """Facts that nobody has established."""

    @property
    def oldest(self) -> date | None:
        """The earliest reading of all."""
        return self.read[0] if self.read else None

    def within(self, days: int, today: date) -> int:
        """Return how many facts are known from readings of at most so many days ago alone."""
        return sum((today - day).days <= days for day in self.read)


Needed = Mapping[ModelRecord, tuple[str, ...]]
"""The facts of each record that count."""


def needed_facts(records: Iterable[ModelRecord], rubric: Rubric) -> Needed:
    """Return the facts of each record that the rubric reads, and those unknown ones that widen its score.

    An unknown fact that cannot change the score is not asked for, nor is what a base model or a
    served model answers for.
    """
    read = facts_read(rubric)
    needed = {}
    for record in records:
        missing = [fact for fact in assess(record, rubric).unknown if ":" not in fact]
        needed[record] = (*[fact for fact in read if fact in record.values], *missing)
    return needed


class Width(NamedTuple):
    """How wide the scores of records are on average, in percent of the rubric's scale."""

    mean: float
    undecided: float
    """What of it records have whose facts are all known: there the framework itself leaves levels open."""


def mean_width(records: Iterable[ModelRecord], rubric: Rubric) -> Width | None:
    """Return how wide the scores are: 0 if every score is one number; None if no record is judged."""
    judged = [ranked.assessment for ranked in rank(records, rubric)]
    if not judged:
        return None
    widths = [(one.percent.high - one.percent.low, bool(one.unknown)) for one in judged]
    undecided = fsum(width for width, has_unknown in widths if not has_unknown)
    return Width(fsum(width for width, _ in widths) / len(widths), undecided / len(widths))


def by_model(needed: Needed) -> tuple[Coverage, ...]:
    """Return the coverage of each record, least known first."""
    found = [_coverage(record.id, [(record, fact) for fact in facts]) for record, facts in needed.items()]
    return tuple(sorted(found, key=lambda one: (_share(one), one.subject)))


def by_component(needed: Needed, vocabulary: Vocabulary) -> tuple[Coverage, ...]:
    """Return the coverage of each component over all records, in the order of the vocabulary."""
    facts: dict[str, list[tuple[ModelRecord, str]]] = {id: [] for id in vocabulary.components}
    for record, fact in _pairs(needed):
        facts[fact.partition(".")[0]].append((record, fact))
    return tuple(_coverage(id, listed) for id, listed in facts.items() if listed)


def in_all(needed: Needed) -> Coverage:
    """Return the coverage of the registry."""
    return _coverage("all", _pairs(needed))


class Stale(NamedTuple):
    """A model of which something that decides was read too long ago."""

    record: ModelRecord
    oldest: date
    """The earliest reading among its documents."""
    documents: int
    """Documents to be read again."""
    deciding: int
    """Documents on which a fact that the rubric reads rests."""


def stale(records: Iterable[ModelRecord], rubric: Rubric, before: date) -> tuple[Stale, ...]:
    """Return the records of which a document that decides was read before a day, oldest first.

    A document decides if a known fact that the rubric reads rests on it; one on which several facts rest
    counts once.
    """
    read = facts_read(rubric)
    found = []
    for record in records:
        facts = (record.fact(path) for path in read)
        documents = {source for fact in facts if fact for source in fact.evidence.sources}
        overdue = [one.read for one in documents if one.read < before]
        if overdue:
            found.append(Stale(record, min(overdue), len(overdue), len(documents)))
    return tuple(sorted(found, key=lambda one: (one.oldest, one.record.id)))


def _pairs(needed: Needed) -> Iterator[tuple[ModelRecord, str]]:
    return ((record, fact) for record, facts in needed.items() for fact in facts)


def _coverage(subject: str, facts: Iterable[tuple[ModelRecord, str]]) -> Coverage:
    needed = first_party = sources = 0
    days, missing = [], []
    for record, path in facts:
        needed += 1
        fact = record.fact(path)
        if fact is None:
            missing.append(path)
            continue
        read = fact.evidence.sources
        sources += len(read)
        first_party += any(source.by == MAKER for source in read)
        days.append(min(source.read for source in read))
    return Coverage(subject, needed, len(days), first_party, sources, tuple(sorted(days)), tuple(missing))


def _share(one: Coverage) -> float:
    return one.known / one.needed if one.needed else 1.0
