"""Duties as people read them: what is barred, what has to be done, what limits, what is unknown."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from openscore.duty import Cover, Duties, LicenseText, Line, Meeting
from openscore.duty.rules import STATE, UNKNOWN
from openscore.duty.texts import SERVICE_TERMS, Said
from openscore.language import noted, tr
from openscore.records.evidence import Source
from openscore.records.licenses import NO_CLAUSE
from openscore.records.vocabulary import TERMS
from openscore.registry.registry import Registry
from openscore.report.phrases import clause_phrase
from openscore.report.text import bracketed, labeled, listed, parted, sentences, titled, visible

HEADLINES = {
    "barred": noted("This use is barred."),
    "unknown": noted("Whether this use is allowed is not known."),
    "conditions": noted("This use is allowed, if what has to be done is done and the limits are kept."),
    "allowed": noted("This use is allowed, and nothing has to be done."),
}
SECTIONS = {
    "barred": noted("Barred"),
    "contradict": noted("Texts that contradict each other"),
    "must": noted("To do"),
    "limit": noted("Not allowed within it"),
    UNKNOWN: noted("Unknown"),
    "stack": noted("Texts that meet"),
    "allowed": noted("Allowed"),
    "know": noted("To know"),
}
"""The sections in their order, by verdict."""
DIGITS = 8


class Entry(NamedTuple):
    """One thing that somebody reads, and may tick off."""

    key: str
    """Known by it in another edition: it changes when what is asked changes."""
    says: str
    """What follows, with the words that are set."""
    behind: tuple[tuple[str, tuple[Source, ...]], ...]
    """License, clause and what it says, each with where it was read."""
    covers: str
    """What of which models the license covers; empty where all lines are of one text."""


class Section(NamedTuple):
    """Everything of one verdict."""

    verdict: str
    title: str
    entries: tuple[Entry, ...]


class DutiesView(NamedTuple):
    """All that a use asks, in words."""

    title: str
    headline: str
    told: tuple[str, ...]
    """What was asked: the use, what it takes, and what is known of the user."""
    sections: tuple[Section, ...]
    disclaimer: str


def duties_view(found: Duties, registry: Registry) -> DutiesView:
    """Return duties in words, in the language that is spoken."""
    teller = _Teller(found, registry)
    by_verdict: dict[str, list[Entry]] = {verdict: [] for verdict in SECTIONS}
    for asked in found.texts:
        unread = [line for line in asked.lines if teller.is_unread(line)]
        for line in asked.lines:
            if line not in unread:
                by_verdict[line.verdict].append(teller.line(asked.text, line))
        if unread:
            by_verdict[UNKNOWN].append(teller.unread(asked.text, unread))
    for meeting in found.meetings:
        by_verdict[meeting.answer.verdict].append(teller.meeting(meeting))
    sections = (
        Section(verdict, tr(SECTIONS[verdict]), tuple(entries))
        for verdict, entries in by_verdict.items()
        if entries
    )
    return DutiesView(
        tr("Duties: {names}", names=listed(visible(record.name) for record in found.records)),
        tr(HEADLINES[found.verdict]),
        tuple(teller.told()),
        tuple(sections),
        titled(found.rules.disclaimer),
    )


class _Teller:
    """Puts lines into words."""

    def __init__(self, found: Duties, registry: Registry) -> None:
        self.found = found
        self.registry = registry
        self.rules = found.rules

    def told(self) -> Iterator[str]:
        """Yield what was asked, and what was told of the user."""
        user, use = self.found.user, self.found.use
        yield labeled(tr("Use"), sentences(tr("{headline}.", headline=titled(use.title)), titled(use.means)))
        components = (self.registry.vocabulary.components[id] for id in self.found.components)
        yield labeled(tr("What it takes"), listed(titled(one.title) for one in components))
        purpose = self.rules.asked["purpose"].value(user.purpose)
        yield labeled(titled(self.rules.asked["purpose"].title), titled(purpose.title))
        if user.users is not None:
            yield labeled(tr("Users in a month"), f"{user.users:,}")
        if user.revenue is not None:
            yield labeled(tr("Revenue in a year"), f"{user.revenue:,} {visible(user.currency)}")
        if user.countries:
            yield labeled(tr("Countries"), listed(visible(one) for one in user.countries))

    def is_unread(self, line: Line) -> bool:
        """Whether a line is open because nobody has read what the text says on something."""
        options = [self.rules.options.get(id) for id in line.missing]
        return line.verdict == UNKNOWN and bool(options) and not any(options) and STATE not in line.missing

    def line(self, text: LicenseText, line: Line) -> Entry:
        """Return one line, with the words that are set."""
        words = [said.wording for _, said in line.cited if said.wording]
        says = self._answers(line)
        if words and line.verdict == "must":
            says = tr("{says} “{words}”", says=says, words=visible(parted(words)))
        behind = self._behind(text, line.cited)
        return Entry(_key(line.question.id, text, line.cited), says, behind, self._covers(text))

    def unread(self, text: LicenseText, lines: Iterable[Line]) -> Entry:
        """Return all that nobody has read of one text."""
        titles = listed(titled(line.question.title) for line in lines)
        says = tr("Nobody has established what the text says on: {titles}.", titles=titles)
        return Entry(_key("unread", text, ()), says, ((self._name(text), ()),), self._covers(text))

    def meeting(self, meeting: Meeting) -> Entry:
        """Return what two texts come to in one work."""
        sides = ((meeting.left, meeting.left_cited), (meeting.right, meeting.right_cited))
        behind = [one for text, cited in sides for one in self._behind(text, cited)]
        says = labeled(titled(meeting.question.title), titled(meeting.answer.says))
        key = _key(meeting.question.id, meeting.left, meeting.left_cited)
        return Entry(key, says, tuple(behind), "")

    def _answers(self, line: Line) -> str:
        if line.verdict != UNKNOWN or len(line.answers) == 1:
            return titled(line.answers[0].says)
        if STATE in line.missing:
            return tr("The license is not established.")
        options = [option for id in line.missing if (option := self.rules.options.get(id))]
        # In quotes, since an answer may be a sentence with a colon of its own.
        either = tr(" or ").join(tr("“{name}”", name=titled(one.says).rstrip(".。")) for one in line.answers)
        says = tr("{title}: either {answers}.", title=titled(line.question.title), answers=either)
        return sentences(says, tr("To tell: {options}.", options=listed(options)) if options else "")

    def _behind(
        self, text: LicenseText, cited: Iterable[tuple[str, Said]]
    ) -> tuple[tuple[str, tuple[Source, ...]], ...]:
        behind = tuple((self._clause(text, said), said.evidence.sources) for _, said in cited)
        return behind or ((self._name(text), ()),)

    def _clause(self, text: LicenseText, said: Said) -> str:
        where = self._name(text)
        if said.clause == NO_CLAUSE:
            where = tr("{license}, no clause", license=where)
        elif said.clause:
            where = tr("{license}, {clause}", license=where, clause=clause_phrase(said.clause))
        shows = titled(self.registry.said(said.evidence.shows)) if said.evidence.shows else ""
        return labeled(where, shows) if shows else where

    def _name(self, text: LicenseText) -> str:
        if text.license:
            return visible(text.license.name)
        cover = text.covers[0]
        if cover.component in (TERMS, SERVICE_TERMS):
            kinds = {TERMS: noted("terms of the release"), SERVICE_TERMS: noted("terms of the service")}
            return labeled(visible(cover.record.name), tr(kinds[cover.component]))
        stated = text.name if not text.name.startswith(cover.record.id) else ""
        return visible(stated) or self._covered(cover)

    def _covers(self, text: LicenseText) -> str:
        if len(self.found.texts) == 1 or not text.said:  # What is no text is named by what it covers.
            return ""
        return parted(self._covered(cover) for cover in text.covers)

    def _covered(self, cover: Cover) -> str:
        component = self.registry.vocabulary.components.get(cover.component)
        thing = titled(component.title) if component else tr("use")
        if cover.part:
            thing = bracketed(thing, visible(cover.part))
        return labeled(visible(cover.record.name), thing)


def _key(question: str, text: LicenseText, cited: Iterable[tuple[str, Said]]) -> str:
    """Return what an entry is known by: a digest of what is asked, not of how it is told."""
    parts = [question, text.name, *(f"{id}={said.value}@{said.clause}{said.wording}" for id, said in cited)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:DIGITS]
