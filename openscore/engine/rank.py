"""Rank the records of a registry under one rubric."""

from collections.abc import Iterable
from operator import itemgetter
from typing import NamedTuple

from openscore.engine.assess import assess
from openscore.engine.assessment import Assessment
from openscore.records.record import ModelRecord
from openscore.rubric.rubric import Rubric


class Ranked(NamedTuple):
    """An assessment with its place."""

    rank: int
    """From 1; equals share a rank, and the next rank counts them all."""
    assessment: Assessment


def rank(records: Iterable[ModelRecord], rubric: Rubric) -> tuple[Ranked, ...]:
    """Return the records from most to least open, by the low end of the published score.

    Openness has to be shown: an unknown fact counts as the least open value that is possible.
    Records with the same published low end share a rank and stand in the order of their ids, or of their
    names where the rubric says so: nothing that is not printed puts one before the other.

    Args:
        records: Records of a registry, or the registry itself; kinds that the rubric does not judge
            are left out.
        rubric: The rubric to apply.
    """
    records = tuple(records)
    if not all(isinstance(record, ModelRecord) for record in records) or not isinstance(rubric, Rubric):
        raise TypeError("rank takes records and a rubric: rank(registry, load_rubric())")
    judged = (assess(record, rubric) for record in records if record.kind in rubric.subjects)
    ordered = sorted(((_order(assessment), assessment) for assessment in judged), key=itemgetter(0))
    ranked: list[Ranked] = []
    for place, (_, assessment) in enumerate(ordered, start=1):
        is_equal = bool(ranked) and ranked[-1].assessment.published.low == assessment.published.low
        ranked.append(Ranked(ranked[-1].rank if is_equal else place, assessment))
    return tuple(ranked)


def _order(assessment: Assessment) -> tuple[float, str, str]:
    record = assessment.record
    name = record.name if assessment.rubric.tie_break == "name" else ""
    return -assessment.published.low, name, record.id
