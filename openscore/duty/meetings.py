"""Where two license texts meet in one work: what both ask, and whether one work can satisfy both."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from openscore.duty.rules import (
    CONTRADICT,
    LEFT,
    NOTHING,
    RIGHT,
    UNKNOWN,
    Answer,
    Masks,
    Question,
    Rules,
    Use,
)
from openscore.duty.texts import LicenseText, Said
from openscore.records.licenses import COMPATIBLE
from openscore.rubric.conditions import FALSE, atoms

NAMING, WITH_A_WORD = "naming", ("part", "prefix")
WORSE = (CONTRADICT, UNKNOWN, "stack", NOTHING)
"""Verdicts on a pair, the worst first."""


class Meeting(NamedTuple):
    """What one question says of two texts in one work."""

    question: Question
    left: LicenseText
    right: LicenseText
    answer: Answer
    """Its verdict is `unknown` too where it is not known which answer holds."""
    left_cited: tuple[tuple[str, Said], ...]
    """Terms of the left text that stand behind it, by id."""
    right_cited: tuple[tuple[str, Said], ...]


def meetings(texts: Sequence[LicenseText], component: str, use: Use, rules: Rules) -> tuple[Meeting, ...]:
    """Return where the texts that reach one work meet, each pair once a question.

    Args:
        texts: All texts of a use.
        component: The thing that becomes one work.
        use: Says which texts reach the work.
        rules: Hold the questions.
    """
    reaching = [
        (text, masks)
        for text in texts
        if text.license and any(cover.component == component for cover in text.covers)
        if use.reached.decide(masks := text.masks(rules)) != FALSE
    ]
    found = (
        _meeting(question, left, right, rules)
        for left, right in combinations(reaching, 2)
        for question in rules.meetings
    )
    return tuple(meeting for meeting in found if meeting is not None)


_Side = tuple[LicenseText, Masks]


def _meeting(question: Question, one: _Side, other: _Side, rules: Rules) -> Meeting | None:
    """Return what is worse of asking in one order and in the other; None if they do not touch."""
    asked = [_asked(question, *sides, rules) for sides in ((one, other), (other, one))]
    worst = min(asked, key=lambda meeting: WORSE.index(meeting.answer.verdict))
    return None if worst.answer.verdict == NOTHING else worst


def _asked(question: Question, left: _Side, right: _Side, rules: Rules) -> Meeting:
    pair = {
        **rules.pair_mask("same", _sameness(left[0], right[0])),
        **rules.pair_mask("words", _same_words(left, right, rules)),
    }
    masks = {
        **pair,
        **{LEFT + id: mask for id, mask in left[1].items()},
        **{RIGHT + id: mask for id, mask in right[1].items()},
    }
    possible = question.possible(masks)
    answer = min(possible, key=lambda one: WORSE.index(one.verdict))
    if len({one.verdict for one in possible}) > 1:
        answer = answer._replace(verdict=UNKNOWN)
    mine, theirs = _read(answer, LEFT, left), _read(answer, RIGHT, right)
    # Where one side alone decides, what the other says of the same stands beside it.
    cited = (
        (*_said(mine or theirs, left[0]), *_named(left[0], right[0])),
        (*_said(theirs or mine, right[0]), *_named(right[0], left[0])),
    )
    return Meeting(question, left[0], right[0], answer, *cited)


def _named(text: LicenseText, other: LicenseText) -> Iterator[tuple[str, Said]]:
    """Yield what a text says of the other, if it names it for joint works."""
    if text.license and other.license and other.license.id in text.license.compatible:
        stated = text.license.compatibility
        if stated:
            yield COMPATIBLE, Said(stated.value, stated.clause, stated.evidence, "")


def _read(answer: Answer, side: str, text: _Side) -> list[str]:
    """Return the terms of one side because of which the answer holds, or may."""
    tests = [(atom.path.removeprefix(side), atom) for atom in atoms(answer.condition)]
    paths = (id for id, test in tests if test.path.startswith(side) and test.allowed & text[1][id])
    return list(dict.fromkeys(paths))


def _said(ids: Sequence[str], text: LicenseText) -> tuple[tuple[str, Said], ...]:
    return tuple((id, text.said[id]) for id in ids if id in text.said)


def _sameness(left: LicenseText, right: LicenseText) -> str:
    if left.name == right.name:
        return "yes"
    one, other = left.license, right.license
    named = one and other and (other.id in one.compatible or one.id in other.compatible)
    return "named" if named else "no"


def _same_words(left: _Side, right: _Side, rules: Rules) -> str:
    """Return whether at most one word is set for names; empty where nobody has read what a text sets."""
    scale = rules.terms[NAMING]
    words = set()
    for text, masks in (left, right):
        said = text.said.get(NAMING)
        if masks[NAMING] & scale.mask(WITH_A_WORD) and not (said and said.wording):
            return ""
        words |= {said.wording} if said and said.wording else set()
    return "same" if len(words) < 2 else "other"
