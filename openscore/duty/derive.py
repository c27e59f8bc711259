"""Duties of a use: every question asked of every text that binds it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from openscore.duty.meetings import Meeting, meetings
from openscore.duty.rules import (
    BARRED,
    CONTRADICT,
    NOTHING,
    STATE,
    UNKNOWN,
    Answer,
    Masks,
    Question,
    Rules,
    Use,
)
from openscore.duty.texts import LicenseText, Said, binding_texts
from openscore.errors import UnknownNameError, UsageError
from openscore.language import tr
from openscore.records.licenses import NO_CLAUSE, Limit
from openscore.records.record import ModelRecord
from openscore.rubric.conditions import atoms

SIZE, PLACE, PURPOSE = "size", "place", "purpose"


class User(NamedTuple):
    """What is known of somebody who uses a model."""

    use: str
    """Id of a use."""
    purpose: str = "commercial"
    """commercial, non-commercial or research."""
    users: int | None = None
    """How many use what is made with it in a month; None if not told."""
    revenue: int | None = None
    """Revenue of a year in units of `currency`; None if not told."""
    currency: str = "USD"
    """ISO 4217."""
    countries: tuple[str, ...] = ()
    """Where it is used, ISO 3166-1 alpha-2; empty if not told."""

    def known(self, rules: Rules) -> User:
        """Return the same with countries in capitals.

        Raises:
            UnknownNameError: If there is no such use or purpose.
            UsageError: If a country is none.
        """
        purposes = rules.asked[PURPOSE].bits
        for kind, name, known in ((tr("use"), self.use, rules.uses), (tr("purpose"), self.purpose, purposes)):
            if name not in known:
                raise UnknownNameError.of(kind, name, known, "openscore duties --help")
        for country in self.countries:
            if not re.fullmatch("[A-Za-z]{2}", country):
                message = tr("'{country}' is no country, wanted two letters such as DE", country=country)
                raise UsageError(message)
        return self._replace(countries=tuple(country.upper() for country in self.countries))


class Line(NamedTuple):
    """What one text comes to in one question."""

    question: Question
    verdict: str
    """allowed, must, barred, limit, know or unknown."""
    answers: tuple[Answer, ...]
    """The answer; several where it is unknown which."""
    missing: tuple[str, ...]
    """Paths that nobody has established, or that were not told, and that leave it open."""
    cited: tuple[tuple[str, Said], ...]
    """Terms that stand behind it, by id."""


class TextDuties(NamedTuple):
    """What one text comes to."""

    text: LicenseText
    lines: tuple[Line, ...]
    """In the order of the questions; what asks nothing is left out."""


class Duties(NamedTuple):
    """All that a use of models asks."""

    rules: Rules
    user: User
    use: Use
    components: tuple[str, ...]
    records: tuple[ModelRecord, ...]
    texts: tuple[TextDuties, ...]
    meetings: tuple[Meeting, ...]
    """Of texts that come together in one work; those that do not touch are left out."""

    @property
    def verdict(self) -> str:
        """`barred`, `unknown`, `conditions` or `allowed`: the first that holds."""
        lines = [line for one in self.texts for line in one.lines]
        met = {one.answer.verdict for one in self.meetings}
        found = {line.verdict for line in lines}
        if BARRED in found or CONTRADICT in met:
            return BARRED
        if any(map(_may_bar, lines)) or UNKNOWN in met:
            return UNKNOWN
        return "conditions" if found & {"must", "limit", UNKNOWN} or met else "allowed"


def duties(
    records: Sequence[ModelRecord], user: User, rules: Rules, components: Sequence[str] = ()
) -> Duties:
    """Return what a use of models asks, along their lines.

    Args:
        records: Models that are used together.
        user: What is done, by whom and where.
        rules: By which it follows.
        components: What is taken, instead of what the use touches.

    Raises:
        UnknownNameError: If there is no such use, purpose or component.
        UsageError: If a country is none.
    """
    user = user.known(rules)
    for record in records:
        licensed = record.registry.vocabulary.licensed
        for name in components:
            if name not in licensed:
                raise UnknownNameError.of(tr("component"), name, licensed, "openscore facts")
    use = rules.uses[user.use]
    taken = tuple(dict.fromkeys(components)) or use.touches
    texts = binding_texts(records, taken, rules)
    asked = tuple(TextDuties(text, tuple(_lines(text, user, use, rules))) for text in texts)
    met = meetings(texts, taken[0], use, rules) if use.is_one_work else ()
    return Duties(rules, user, use, taken, tuple(records), asked, met)


def _lines(text: LicenseText, user: User, use: Use, rules: Rules) -> Iterator[Line]:
    masks = {**_told(text, user, use, rules), **text.masks(rules)}
    listed = rules.scale(STATE).bits["listed"]
    for question in rules.questions:
        # Of a text that nobody can read, only that can be said.
        if STATE not in question.paths and text.state != listed:
            continue
        # What only adds to another text answers what it speaks of itself.
        if text.is_partial and not any(id in text.said for id in question.cites):
            continue
        line = _line(question, masks, text)
        if line.verdict != NOTHING:
            yield line


def _line(question: Question, masks: Masks, text: LicenseText) -> Line:
    possible = question.possible(masks)
    verdicts = {answer.verdict for answer in possible}
    missing: tuple[str, ...] = ()
    if len(verdicts) > 1 or (len(possible) > 1 and verdicts != {NOTHING}):
        missing = tuple(_missing(question, masks))
        verdict = UNKNOWN
    else:
        verdict = verdicts.pop()
    return Line(question, verdict, possible, missing, _cited(question, possible, text))


def _missing(question: Question, masks: Masks) -> Iterator[str]:
    """Yield what would tell more if it were known."""
    for path, scale in question.scales.items():
        mask = masks[path]
        values = [bit for bit in scale.bits.values() if bit & mask]
        outcomes = {question.places({**masks, path: bit}) for bit in values}
        if len(outcomes) > 1:
            yield path


def _cited(question: Question, possible: Sequence[Answer], text: LicenseText) -> tuple[tuple[str, Said], ...]:
    """Return the terms behind what may be answered; one that says nothing only where none says something."""
    said = [(id, text.said[id]) for id in question.cites if id in text.said]
    read = {atom.path for answer in possible for atom in atoms(answer.condition)}
    # A term that sums up others stands behind them, and is cited where none of them is known.
    behind = [one for one in said if one[0] in read] or said
    return tuple([one for one in behind if one[1].clause != NO_CLAUSE] or behind)


def _told(text: LicenseText, user: User, use: Use, rules: Rules) -> dict[str, int]:
    """Return what is known of the user, measured by this text."""
    bits = {id: scale.bits for id, scale in rules.asked.items()}
    full = {id: scale.full for id, scale in rules.asked.items()}
    limits = {id: text.license.limit(id) for id in ("users", "revenue", "countries")} if text.license else {}
    sizes = [_beyond(user, id, limit) for id in ("users", "revenue") if (limit := limits.get(id))]
    told = {**full, **use.acts, PURPOSE: bits[PURPOSE][user.purpose]}
    if any(sizes):
        told[SIZE] = bits[SIZE]["beyond"]
    elif sizes and None not in sizes:
        told[SIZE] = bits[SIZE]["within"]
    places = limits.get("countries")
    if places and user.countries:
        left_out = {one for id in places.left_out for one in rules.groups.get(id, {id})} | {*places.left_out}
        told[PLACE] = bits[PLACE]["left-out" if left_out.intersection(user.countries) else "inside"]
    return told


def _beyond(user: User, id: str, limit: Limit) -> bool | None:
    """Whether the user is beyond a limit; None where what was told does not say it."""
    if id == "revenue":
        told = user.revenue if user.currency == limit.currency else None
        return None if told is None else told > limit.more_than
    if user.users is None:
        return None
    if limit.per == "month":
        return user.users > limit.more_than
    # In a shorter time there are at most as many, in a longer one at least.
    if limit.per == "day":
        return False if user.users <= limit.more_than else None
    return True if user.users > limit.more_than else None


def _may_bar(line: Line) -> bool:
    """Whether a line leaves open if the use is barred."""
    verdicts = {answer.verdict for answer in line.answers}
    return line.verdict == UNKNOWN and bool(verdicts & {BARRED, UNKNOWN})
