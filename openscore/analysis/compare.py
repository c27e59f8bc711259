"""Models side by side: an exact decomposition of the gap between scores, and who leads under which rubric."""

from collections.abc import Iterable, Iterator, Sequence
from math import fsum
from typing import NamedTuple

from openscore.engine import Assessment, assess
from openscore.engine.assessment import PartResult, weighted
from openscore.interval import Interval, shares
from openscore.language import noted
from openscore.records.record import ModelRecord
from openscore.records.vocabulary import Title
from openscore.rubric.rubric import Rubric

GATES, ROUNDING = "gates", "rounding"


class Term(NamedTuple):
    """What one part adds to the low end of each score."""

    id: str
    """Id of a criterion, a part or a class; `gates` and `rounding` for what they add or take."""
    title: Title
    depth: int
    """0 for the terms of which the score is the sum; deeper ones say of what these consist."""
    points: tuple[float, ...]
    """Points on the rubric's scale, by model."""


Difference = tuple[PartResult, ...]
"""The outcome of one question, by model."""


class Standing(NamedTuple):
    """Who leads under one rubric."""

    rubric: Rubric
    assessments: tuple[Assessment, ...]
    leaders: tuple[Assessment, ...]
    """The highest low end; several if they tie."""
    certainty: str
    """One of the `CERTAINTIES`."""


CERTAINTIES = {
    noted("tie"): noted("several lead together"),
    noted("open"): noted("facts that nobody has established can turn it"),
    noted("these weights"): noted("whatever the unknown facts are, under the rubric's weights"),
    noted("any weights"): noted("whatever the unknown facts and the weights of criteria are"),
}
"""How sure a lead is, from least to most."""


def decompose(assessments: Sequence[Assessment]) -> Iterator[Term]:
    """Yield what each part adds to the published low end of each score, under one rubric.

    The terms of depth 0 sum to the score. A part of which the worst of its own parts counts is told
    as one; what does not apply adds nothing, and its weight is the others'.
    """
    rubric = assessments[0].rubric
    tops = []
    if rubric.counts_classes:
        for place, entry in enumerate(rubric.classes):
            progress = (one.classes[place].progress.low for one in assessments)
            points = tuple(rubric.top * low / 100 / len(rubric.classes) for low in progress)
            tops.append(Term(entry.id, entry.title, 0, points))
        yield from tops
    else:
        worth = [rubric.top] * len(assessments)
        for term in _terms([one.criteria for one in assessments], worth, 0):
            tops += [term] if term.depth == 0 else []
            yield term
    before = [fsum(term.points[place] for term in tops) for place in range(len(assessments))]
    gates = [0.0] * len(assessments)
    if rubric.caps_scores:
        gates = _taken(assessments, before)
        yield Term(GATES, {"en": "gates", "zh": "门槛"}, 0, tuple(gates))
    rest = (
        one.score.low - points - gate for one, points, gate in zip(assessments, before, gates, strict=True)
    )
    yield Term(ROUNDING, {"en": "rounding", "zh": "舍入"}, 0, tuple(rest))


def alone(assessments: Sequence[Assessment]) -> Iterator[tuple[int, Term]]:
    """Yield the terms of each criterion, with its place, as if it alone were the score."""
    worth = [assessments[0].rubric.top] * len(assessments)
    for place in range(len(assessments[0].criteria)):
        for term in _terms([[one.criteria[place]] for one in assessments], worth, 0):
            yield place, term


def _taken(assessments: Sequence[Assessment], before: Sequence[float]) -> list[float]:
    """Return what gates take from each score, 0 or less."""
    top = assessments[0].rubric.top
    caps = [min((result.gate.cap for result in one.gates), default=top) for one in assessments]
    return [min(0.0, cap - points) for cap, points in zip(caps, before, strict=True)]


def _terms(results: Sequence[Sequence[PartResult]], worth: Sequence[float], depth: int) -> Iterator[Term]:
    """Yield the terms of siblings, each followed by its parts.

    Args:
        results: Outcomes of the same parts, by model.
        worth: Points that all siblings together are worth, by model.
        depth: How deep they lie.
    """
    each = [[points * share for share in _shares(row)] for row, points in zip(results, worth, strict=True)]
    for column, points in zip(zip(*results, strict=True), zip(*each, strict=True), strict=True):
        part = column[0].part
        lows = (result.value.low if result.value else 0.0 for result in column)
        added = tuple(most * low for most, low in zip(points, lows, strict=True))
        yield Term(part.id, part.title, depth, added)
        if part.parts and part.aggregate == "mean":
            yield from _terms([result.parts for result in column], points, depth + 1)


def _shares(results: Sequence[PartResult]) -> Iterator[float]:
    """Yield the share of each part in the low end of their mean; 0 where it does not apply."""
    found = iter(shares(weighted(results), low=True))
    for result in results:
        yield 0.0 if result.value is None else next(found)


def differences(assessments: Sequence[Assessment]) -> tuple[Difference, ...]:
    """Return the questions on which the models reach, or may reach, different levels."""
    columns = zip(*(one.leaves() for one in assessments), strict=True)
    return tuple(column for column in columns if len({result.mask for result in column}) > 1)


def standings(records: Sequence[ModelRecord], rubrics: Iterable[Rubric]) -> Iterator[Standing]:
    """Yield who leads under each rubric that judges all of these records."""
    for rubric in rubrics:
        if all(record.kind in rubric.subjects for record in records):
            judged = tuple(assess(record, rubric) for record in records)
            most = max(one.published.low for one in judged)
            leaders = tuple(one for one in judged if one.published.low == most)
            yield Standing(rubric, judged, leaders, _certainty(leaders, judged))


def _certainty(leaders: tuple[Assessment, ...], judged: tuple[Assessment, ...]) -> str:
    leader, *tied = leaders
    others = [one for one in judged if one is not leader]
    most = leader.published.low
    # Of those that lead together each may leave the rest behind.
    if any(_may_turn(one.published, most) for one in (judged if tied else others)):
        return "open"
    if tied:
        return "tie"
    return "any weights" if all(_outdoes(leader, one) for one in others) else "these weights"


def _may_turn(scored: Interval, most: float) -> bool:
    """Whether facts that nobody has established can change who has the most."""
    return scored.high > most or scored.low < scored.high == most


def _outdoes(leader: Assessment, other: Assessment) -> bool:
    """Whether no weights of criteria and no unknown facts can put the other before the leader."""
    if leader.rubric.counts_classes:
        return False
    pairs = [(mine.value, theirs.value) for mine, theirs in zip(leader.criteria, other.criteria, strict=True)]
    top = leader.rubric.top
    lowest = min((result.gate.cap for result in leader.gates), default=top)
    reach = min((result.gate.cap for result in other.gates if result.is_certain), default=top)
    # A criterion that applies to one of them alone moves the weights of the rest.
    return lowest >= reach and all(
        mine.low >= theirs.high if mine and theirs else mine is theirs for mine, theirs in pairs
    )
