"""Why an assessment came out as it did, and what would raise it."""

from collections.abc import Iterator
from typing import NamedTuple

from openscore.engine.assessment import ZERO, Assessment, PartResult
from openscore.engine.lineage import behind, unreleased
from openscore.records.licenses import LicenseTerm
from openscore.records.record import Fact
from openscore.rubric.parts import Level, Part


class LicenseGround(NamedTuple):
    """What the text of one license says on the term that decided."""

    license: str
    term: str
    stated: LicenseTerm | None
    """None where nobody has established it."""


class Ground(NamedTuple):
    """One fact that a part rests on."""

    record: str
    """Id of the record that it belongs to: the model itself, a base model, or a served one."""
    path: str
    fact: Fact | None
    """None where nobody has established it."""
    licenses: tuple[LicenseGround, ...] = ()


class Step(NamedTuple):
    """A level of one part that would raise the score."""

    part: Part
    level: Level
    gain: float
    """Points on the rubric's scale, before gates that cap the score, that the low end would rise by."""
    is_open_question: bool
    """Whether establishing an unknown fact could be enough."""


def grounds(assessment: Assessment, result: PartResult) -> tuple[Ground, ...]:
    """Return the facts that decided a part, with their evidence and the clauses of licenses.

    Where a part reads what other parts reached, theirs decided it too. A fact that nobody has established
    decided nothing where the answer is certain without it.
    """
    found: dict[tuple[str, str], Ground] = {}
    for ground in _grounds(assessment, result):
        if ground.fact is None and len(result.levels) == 1:
            continue
        key = ground.record, ground.path
        found[key] = _merged(found[key], ground) if key in found else ground
    return tuple(found.values())


def _grounds(assessment: Assessment, result: PartResult) -> Iterator[Ground]:
    for path in result.read:
        if path.startswith("@"):
            for leaf in assessment.leaves():
                if leaf.part.id == path[1:]:
                    yield from grounds(assessment, leaf)
        else:
            yield from _grounds_of(assessment, path)


def _grounds_of(assessment: Assessment, path: str) -> Iterator[Ground]:
    for record, name in behind(assessment.record, path, assessment.rubric, assessment.served):
        fact = record.fact(name)
        if fact is not None:
            is_license = assessment.rubric.vocabulary.is_license(name)
            terms = _clauses(assessment, fact, path.rpartition(".")[2]) if is_license else ()
            yield Ground(record.id, name, fact, tuple(terms))
        elif state := unreleased(record, name):
            yield Ground(record.id, state.path, state)
        else:
            yield Ground(record.id, name, None)


def _clauses(assessment: Assessment, fact: Fact, term: str) -> Iterator[LicenseGround]:
    table = assessment.record.registry.licenses
    if term in assessment.rubric.vocabulary.terms:
        for id in table.resolve(fact.value).licenses:
            yield LicenseGround(id, term, table.licenses[id].term(term))


def _merged(earlier: Ground, later: Ground) -> Ground:
    terms = dict.fromkeys((*earlier.licenses, *later.licenses))
    return earlier._replace(licenses=tuple(terms))


def steps(assessment: Assessment) -> tuple[Step, ...]:
    """Return the best level of each part that is not there yet, largest gain first.

    Gains are those of one step taken alone and before gates that cap the score; ties
    stand in the order of the rubric.
    """
    total = sum(criterion.part.share for criterion in assessment.criteria)
    found = [
        step
        for criterion in assessment.criteria
        for step in _steps(criterion, assessment.rubric.top * criterion.part.share / total)
    ]
    return tuple(sorted(found, key=lambda step: -step.gain))


def _steps(result: PartResult, points: float) -> Iterator[Step]:
    """Yield the step of every question below, `points` being what the whole part is worth."""
    if result.parts:
        present = [part for part in result.parts if part.value is not None]
        total = sum(part.part.share for part in present)
        for part in present:
            yield from _steps(part, points * part.part.share / total)
    elif result.value is not None:
        best = max(result.part.levels, key=lambda level: (level.points or ZERO).low)
        gain = points * ((best.points or ZERO).low - result.value.low)
        if gain > 0:
            yield Step(result.part, best, gain, best in result.levels)
