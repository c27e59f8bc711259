"""Where a registry judges alike evidence unlike: places to read again, none of which need be wrong.

Each check is a question of its own, and says of what it finds where it stands and what the other side is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

from openscore.errors import Problem
from openscore.language import tr
from openscore.records.evidence import Evidence
from openscore.records.record import ModelRecord
from openscore.registry.groups import Groups
from openscore.registry.registry import Registry

MAKER = "maker"
NEAR = timedelta(days=3)
"""How far from a date a document of the maker may be published that could show it."""


class Said(NamedTuple):
    """One value, where it stands, and on what it rests."""

    record: ModelRecord
    path: str
    value: str
    evidence: Evidence

    @property
    def place(self) -> str:
        """The record and the path."""
        return f"{self.record.id} {self.path}"


class Difference(NamedTuple):
    """Places that a check found to differ."""

    name: str
    """Kebab-case name of the kind."""
    key: str
    """Where it stands: an entry and a path of it."""
    values: frozenset[str]
    """What stands against each other; with the place it says which difference this is."""
    message: str


class Settled(NamedTuple):
    """A difference that somebody read and found to be right."""

    key: str
    values: frozenset[str]
    day: date
    why: str


class Review(NamedTuple):
    """What the checks found in a registry."""

    open: tuple[Problem, ...]
    """What should be read again, by kind and then by place, as warnings."""
    settled: tuple[Settled, ...]
    """What was read and is right, in the order of the registry; what settles nothing is not among them."""


def review(registry: Registry) -> Review:
    """Return what should be read again, and what was.

    A difference is settled while its place and the values on both sides are those that were read. What
    settles nothing any more is named too, so that no reason outlives what it was given for.
    """
    records = list(registry)
    found = {difference: None for check in CHECKS for difference in check(records, registry)}
    said = [
        Settled(one["at"], frozenset(one["values"]), date.fromisoformat(one["day"]), one["why"])
        for one in registry.data.get("settled", ())
    ]
    known = {(one.key, one.values) for one in found}
    read = {(one.key, one.values) for one in said}
    left = [_warning(one.name, one.key, one.message) for one in found if (one.key, one.values) not in read]
    left += [
        _warning(
            "settles-nothing",
            one.key,
            tr("{values} do not differ here", values=" / ".join(sorted(one.values))),
        )
        for one in said
        if (one.key, one.values) not in known
    ]
    ordered = sorted(left, key=lambda problem: (problem.name, problem.key))
    return Review(tuple(ordered), tuple(one for one in said if (one.key, one.values) in known))


def inconsistencies(registry: Registry) -> tuple[Problem, ...]:
    """Return what should be read again, by kind and then by place, as warnings."""
    return review(registry).open


def same_document(records: Iterable[ModelRecord], _: Registry) -> Iterator[Difference]:
    """Facts of one path that rest on the same documents and have different values."""
    said = (
        Said(record, fact.path, fact.value, fact.evidence) for record in records for fact in record.facts()
    )
    yield from _differing(
        said,
        "same-document-other-value",
        lambda one: (one.path, _urls(one)),
    )


def same_words(records: Iterable[ModelRecord], registry: Registry) -> Iterator[Difference]:
    """Facts of one path of which the same is said to be shown, with different values.

    Licenses are left out: that a text covers the code is the same words of each text.
    """
    said = (
        Said(record, fact.path, fact.value, fact.evidence)
        for record in records
        for fact in record.facts()
        if not registry.vocabulary.is_license(fact.path)
    )
    yield from _differing(
        said, "same-words-other-value", lambda one: (one.path, one.evidence.shows.casefold())
    )


def within_a_maker(records: Iterable[ModelRecord], registry: Registry) -> Iterator[Difference]:
    """Facts of one path in several entries of a maker that share a document of the maker, and differ."""
    said: dict[tuple[str, str, str], list[Said]] = defaultdict(list)
    for record in records:
        for fact in record.facts():
            for source in fact.evidence.sources:
                if source.by == MAKER:
                    one = Said(record, fact.path, fact.value, fact.evidence)
                    said[_maker(record, registry), fact.path, source.url].append(one)
    for places in said.values():
        yield from _differing(places, "shared-document-other-value", lambda _: "")


def same_end(records: Iterable[ModelRecord], _: Registry) -> Iterator[Difference]:
    """Earlier values of one fact that end on different days by the same document."""
    said = (
        Said(record, change.fact.path, f"{change.fact.value} until {change.until}", change.fact.evidence)
        for record in records
        for change in record.history
    )
    yield from _differing(
        said,
        "same-document-other-day",
        lambda one: (one.path, one.value.partition(" ")[0], _urls(one)),
    )


def one_publisher(records: Iterable[ModelRecord], registry: Registry) -> Iterator[Difference]:
    """Documents that are called the maker's in one entry of a maker and a third party's in another."""
    said = (
        Said(record, f"documents.{key}", document["by"], Evidence((), document["url"]))
        for record in records
        for key, document in _documents(record)
    )
    yield from _differing(
        said, "same-document-other-publisher", lambda one: (_maker(one.record, registry), one.evidence.shows)
    )


def one_maker(records: Iterable[ModelRecord], registry: Registry) -> Iterator[Difference]:
    """Makers whose name is written in several ways that no entry of a maker binds."""
    spellings: dict[str, dict[str, str]] = defaultdict(dict)
    for record in records:
        owner = registry.maker_of(record) or record.developer
        spellings[_letters(record.developer)][owner] = record.developer
    for maker in Groups(registry).makers:
        for name in (maker.name, *maker.aliases):
            spellings[_letters(name)].setdefault(maker.id or maker.name, name)
    for names in spellings.values():
        if len(names) > 1:
            listed = ", ".join(sorted(names.values()))
            message = tr("one maker under several names: {listed}", listed=listed)
            yield Difference("one-maker-several-names", "makers", frozenset(names.values()), message)


def one_family(_: Iterable[ModelRecord], registry: Registry) -> Iterator[Difference]:
    """Families whose entries, those of smaller families among them, name several makers."""
    groups = Groups(registry)
    for family in groups.families.values():
        makers = {groups.maker_of(record).name for record in groups.members(family)}
        if len(makers) > 1:
            listed = ", ".join(sorted(makers))
            message = tr("one family of several makers: {listed}", listed=listed)
            place = f"families.{family.id}"
            yield Difference("one-family-several-makers", place, frozenset(makers), message)


def weak_dates(records: Iterable[ModelRecord], _: Registry) -> Iterator[Difference]:
    """Dates that rest on third parties though the entry cites a document of the maker of about that day."""
    for record in records:
        for key, entry in record.data["dates"].items():
            sources = record.evidence(entry).sources
            if any(source.by == MAKER for source in sources):
                continue
            day = record.dates[key]
            near = [
                name
                for name, document in _documents(record)
                if document["by"] == MAKER and _is_near(document, day)
            ]
            if near:
                message = tr(
                    "rests on third parties only, and the maker's '{listed}' is of that day",
                    listed="', '".join(near),
                )
                yield Difference("weak-date", f"{record.id} dates.{key}", frozenset(near), message)


CHECKS: tuple[Callable[[Iterable[ModelRecord], Registry], Iterator[Difference]], ...] = (
    same_document,
    same_words,
    within_a_maker,
    same_end,
    one_publisher,
    one_maker,
    one_family,
    weak_dates,
)


def _differing(said: Iterable[Said], name: str, key: Callable[[Said], object]) -> Iterator[Difference]:
    """Yield a problem for each place whose value is not that of most places with the same key."""
    alike: dict[object, list[Said]] = defaultdict(list)
    for one in said:
        alike[key(one)].append(one)
    for places in alike.values():
        values = [one.value for one in places]
        usual = max(sorted(set(values)), key=values.count)
        other = next(one for one in places if one.value == usual)
        for one in places:
            if one.value != usual:
                message = tr(
                    "{value} here and {usual} at {other}, on the same evidence",
                    value=one.value, usual=usual, other=other.place,
                )  # fmt: skip
                yield Difference(name, one.place, frozenset((one.value, usual)), message)


def _urls(one: Said) -> tuple[str, ...]:
    return tuple(sorted({source.url for source in one.evidence.sources}))


def _warning(name: str, key: str, message: str) -> Problem:
    return Problem(name, message, key=key, severity="warning")


def _documents(record: ModelRecord) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the documents of an entry; one that a later file took over by its key is its no longer."""
    for key, place in record.data["keys"].items():
        yield key, record.data["documents"][place]


def _maker(record: ModelRecord, registry: Registry) -> str:
    return registry.maker_of(record) or record.developer


def _letters(name: str) -> str:
    return "".join(filter(str.isalnum, name.casefold()))


def _is_near(document: dict[str, Any], day: date) -> bool:
    published = document.get("published")
    return published is not None and abs(date.fromisoformat(published) - day) <= NEAR
