"""The record of one release: identity, dated facts with their evidence, and lineage."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple, Protocol

from openscore.records.evidence import Evidence, Source
from openscore.records.licenses import LicenseTable
from openscore.records.vocabulary import Title, Vocabulary
from openscore.snapshots import Entry

RETIRED = "retired"


class Fact(NamedTuple):
    """A value of one aspect of one component, with its evidence."""

    path: str
    """Such as `weights.availability`."""
    value: str
    evidence: Evidence
    origin: str
    """The registry file that says so."""


class Link(NamedTuple):
    """A relation to another record of the registry."""

    model: str
    relation: str
    """finetune, adapter, merge, quantized or distilled; `serves` for a service."""
    start: date | None = None
    end: date | None = None

    def covers(self, day: date | None) -> bool:
        """Whether the relation holds on `day`; None asks for today, when no end is known."""
        if day is None:
            return self.end is None
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)


class Change(NamedTuple):
    """A value that a fact had until a date (exclusive)."""

    fact: Fact
    until: date


class Stage(NamedTuple):
    """A dated event in the life of a release."""

    day: date
    event: str
    evidence: Evidence


class Surroundings(Protocol):
    """What a record needs to know of the registry that it stands in."""

    models: "dict[str, ModelRecord]"
    day: date | None
    """The date of which the facts are; None for the latest known."""
    vocabulary: Vocabulary
    is_former: bool
    """Whether it was kept when facts were derived by other rules, and is judged by those."""

    @property
    def licenses(self) -> LicenseTable:
        """The license table."""

    def said(self, text: str) -> Title:
        """Return what a file says in English, by language."""

    def basis(self, record: "ModelRecord") -> dict[str, Any]:
        """Return what a judgment of a record rests on."""

    def lineage(self, record: "ModelRecord") -> "Iterator[ModelRecord]":
        """Yield a record and every record that it builds on or serves, each once."""

    def same_maker(self, left: "ModelRecord", right: "ModelRecord") -> bool:
        """Whether one maker made both."""

    def is_others(self, record: "ModelRecord", fact: str) -> bool | None:
        """Whether a record stands under a license that its own maker cannot grant; None if unknown."""


class Brief(NamedTuple):
    """What is judged of an entry, without the evidence for it: all that a ranking reads."""

    name: str
    developer: str
    kind: str
    modality: Sequence[str]
    aliases: Sequence[str]
    values: Mapping[str, str]
    """The value of every known fact, by path."""
    dates: Mapping[str, str]
    """ISO dates by what happened."""
    bases: Sequence[Sequence[str | None]]
    """Of each base model its id, the relation, and the first day and the day after the last, if known."""
    serves: Sequence[Sequence[str | None]]
    """The same of each model that a service serves."""

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> "Brief":
        """Return the brief of a validated entry."""
        links = (
            [
                [entry["model"], entry.get("relation", "serves"), entry.get("from"), entry.get("until")]
                for entry in data[kind]
            ]
            for kind in ("bases", "serves")
        )
        return cls(
            data["name"],
            data["developer"],
            data["kind"],
            data["modality"],
            data["aliases"],
            {path: entry["value"] for path, entry in data["facts"].items()},
            {key: entry["date"] for key, entry in data["dates"].items()},
            *links,
        )


class ModelRecord:
    """One release of a model, or a service that serves models.

    A thin view of validated data: facts are made when asked for, because a ranking reads only
    their values, and of an entry of a snapshot nothing else is parsed for it.
    """

    registry: Surroundings
    """The registry that it stands in, which gives licenses and base models; set by it."""

    def __init__(self, id: str, data: Mapping[str, Any]) -> None:
        self.id = id
        self.data = data
        """The validated entry, as plain JSON data; its digest is the record's digest."""

    def __repr__(self) -> str:
        return f"ModelRecord({self.id!r})"

    @cached_property
    def brief(self) -> Brief:
        """What is judged of it, without the evidence."""
        stored = self.data.brief if isinstance(self.data, Entry) else None
        return stored if isinstance(stored, Brief) else Brief.of(self.data)

    @property
    def name(self) -> str:
        """The maker's own name of the release."""
        return self.brief.name

    @property
    def developer(self) -> str:
        """Who made it."""
        return self.brief.developer

    @property
    def kind(self) -> str:
        """`model` or `service`."""
        return self.brief.kind

    @property
    def modality(self) -> tuple[str, ...]:
        """What the model works on: text, image, audio, video, code."""
        return tuple(self.brief.modality)

    @property
    def sizes(self) -> tuple[str, ...]:
        """Parameter counts as the maker gives them."""
        return tuple(self.data["sizes"])

    @property
    def aliases(self) -> tuple[str, ...]:
        """Other exact spellings, ids on model hubs among them."""
        return tuple(self.brief.aliases)

    @property
    def family(self) -> str:
        """Id of the family that binds it to its other sizes and versions; empty if none does."""
        return str(self.data.get("family", ""))

    @property
    def summary(self) -> str:
        """One neutral sentence."""
        return str(self.data["summary"])

    @cached_property
    def values(self) -> Mapping[str, str]:
        """The value of every known fact, by path."""
        values = self.brief.values
        return values.plain if isinstance(values, Entry) else values

    def fact(self, path: str) -> Fact | None:
        """Return the fact at `path` with its evidence; None if nobody has established it."""
        entry = self.data["facts"].get(path)
        return None if entry is None else self._fact(path, entry)

    def facts(self) -> tuple[Fact, ...]:
        """Return all facts, in the order of the vocabulary."""
        return tuple(self._fact(path, entry) for path, entry in self.data["facts"].items())

    @cached_property
    def dates(self) -> dict[str, date]:
        """Dates by what happened: announced, first-access, weights-released and so on."""
        return {key: date.fromisoformat(day) for key, day in self.brief.dates.items()}

    @cached_property
    def released(self) -> date | None:
        """The first day on which anything of it was public; None if no date is known."""
        return min((day for key, day in self.dates.items() if key != RETIRED), default=None)

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """Base models that this one was made from."""
        return tuple(map(_link, self.brief.bases))

    @cached_property
    def serves(self) -> tuple[Link, ...]:
        """Models that a service serves, with the time for each."""
        return tuple(map(_link, self.brief.serves))

    @cached_property
    def history(self) -> tuple[Change, ...]:
        """Earlier values of facts."""
        return tuple(
            Change(self._fact(entry["fact"], entry), date.fromisoformat(entry["until"]))
            for entry in self.data["history"]
        )

    @cached_property
    def stages(self) -> tuple[Stage, ...]:
        """Dated events, earliest first."""
        stages = (
            Stage(date.fromisoformat(entry["date"]), entry["event"], self.evidence(entry))
            for entry in self.data["stages"]
        )
        return tuple(sorted(stages, key=lambda stage: stage.day))

    @cached_property
    def appeared(self) -> date:
        """The first day on which it is known to be out: its release, or what was first read of it."""
        return self.released or _shown_on(self.data["documents"]) or date.max

    def as_of(self, day: date) -> "ModelRecord | None":
        """Return the record as it was at the start of `day`; None if it was not out yet.

        No fact is projected back: it holds from `since`, else from the day on which its documents were
        published, else read, and is unknown before. What cannot change once the model is made holds from the
        release. An earlier value holds until its date: the first from the release, each later from the last.
        """
        if self.registry.is_former:
            return self._projected_back(day)
        if self.appeared > day:
            return None
        changes: dict[str, list[Mapping[str, Any]]] = {}
        for change in sorted(self.data["history"], key=lambda entry: str(entry["until"])):
            changes.setdefault(change["fact"], []).append(change)
        paths = dict.fromkeys((*self.data["facts"], *changes))
        known = ((path, self._entry_on(day, path, changes.get(path, []))) for path in paths)
        facts = {path: entry for path, entry in known if entry is not None}
        return ModelRecord(self.id, {**self.data, "facts": facts})

    def _entry_on(self, day: date, path: str, earlier: list[Mapping[str, Any]]) -> Mapping[str, Any] | None:
        """Return what was known of a fact on a day; None if nothing was."""
        before: date | None = None
        for change in earlier:
            until = date.fromisoformat(change["until"])
            if day < until:
                kept = {key: change[key] for key in ("value", "sources", "shows", "origin")}
                since = _day(change.get("since"))
                return kept if since is None or since <= day else None
            before = until
        entry: Mapping[str, Any] = self.data["facts"].get(path, {})
        start = _day(entry.get("since")) or before or self._shown.get(path, date.max)
        return entry if entry and start <= day else None

    @cached_property
    def _shown(self) -> dict[str, date]:
        """The day from which each fact holds that says none and has no history."""
        return {path: self._shown_from(path, entry) for path, entry in self.data["facts"].items()}

    def _shown_from(self, path: str, entry: Mapping[str, Any]) -> date:
        if self.registry.vocabulary.is_lasting(path, entry["value"]):
            return self.appeared
        documents = [self.data["documents"][place] for place in entry["sources"]]
        published = [document["published"] for document in documents if document.get("published")]
        # What was read later only confirms it: the last of the dated documents shows all of it.
        return date.fromisoformat(max(published)) if published else _shown_on(documents) or self.appeared

    def _projected_back(self, day: date) -> "ModelRecord | None":
        """Return the record of a day by the rules of before documents had days."""
        if self.released is None or self.released > day:
            return None
        facts = dict(self.data["facts"])
        for change in sorted(self.data["history"], key=lambda entry: str(entry["until"]), reverse=True):
            if day < date.fromisoformat(change["until"]):
                facts[change["fact"]] = {key: change[key] for key in ("value", "sources", "shows", "origin")}
        return ModelRecord(self.id, {**self.data, "facts": facts})

    def supposing(self, changes: Mapping[str, str | None]) -> "ModelRecord":
        """Return the record as it would be with other values of facts; None takes a fact away.

        It stands in the same registry, which still holds the record as it is.
        """
        places = {path: place for place, path in enumerate(self.registry.vocabulary.facts)}
        facts = {path: entry for path, entry in self.data["facts"].items() if path not in changes}
        assumed = {"sources": [], "shows": "assumed", "origin": "assumed"}
        facts.update({path: {"value": value, **assumed} for path, value in changes.items() if value})
        ordered = dict(sorted(facts.items(), key=lambda item: places.get(item[0], len(places))))
        record = ModelRecord(self.id, {**self.data, "facts": ordered})
        record.registry = self.registry
        return record

    def evidence(self, entry: Mapping[str, Any]) -> Evidence:
        """Return the evidence of one entry of the data."""
        documents = (self.data["documents"][place] for place in entry["sources"])
        return Evidence(tuple(map(Source.of, documents)), entry["shows"])

    def _fact(self, path: str, entry: Mapping[str, Any]) -> Fact:
        return Fact(path, entry["value"], self.evidence(entry), entry["origin"])


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _shown_on(documents: Iterable[Mapping[str, Any]]) -> date | None:
    """Return the first day on which any of these documents is known to have been there."""
    days = [document.get("published") or document["read"] for document in documents]
    return date.fromisoformat(min(days)) if days else None


def _link(brief: Sequence[str | None]) -> Link:
    model, relation, start, end = brief
    return Link(str(model), str(relation), _day(start), _day(end))
