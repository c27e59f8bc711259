"""Models by rubrics: each score on its own scale, and as a percentile among the models judged."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from openscore.engine import Assessment, assess
from openscore.interval import Interval
from openscore.records.record import ModelRecord
from openscore.rubric.rubric import Rubric


class Cell(NamedTuple):
    """One model under one rubric."""

    assessment: Assessment
    percentile: float
    """Share of the judged models with a lower low end, equals counted half; 0 to 100."""
    percentiles: Interval
    """Least and most that the share can be, whatever the unknown facts of all of them turn out to be."""


class Matrix(NamedTuple):
    """Cells by model and rubric."""

    rubrics: tuple[Rubric, ...]
    rows: tuple[tuple[ModelRecord, tuple[Cell | None, ...]], ...]
    """One row per model, one cell per rubric; None where the rubric does not judge its kind."""
    left_out: tuple[Rubric, ...] = ()
    """Rubrics that judge none of the models."""

    @property
    def is_alone(self) -> bool:
        """Whether there is nothing beside which a percentile would say anything."""
        return len(self.rows) == 1

    @property
    def is_of_developers(self) -> bool:
        """Whether a row is a developer with all that it made."""
        return all(record.kind == "developer" for record, _ in self.rows)


def matrix(records: Iterable[ModelRecord], rubrics: Sequence[Rubric]) -> Matrix:
    """Return the matrix of these records and rubrics; rubrics that judge none of them are left out."""
    listed = list(records)
    judged = [
        [assess(record, rubric) if record.kind in rubric.subjects else None for record in listed]
        for rubric in rubrics
    ]
    return joined(listed, rubrics, columns_of(judged))


Judged = Sequence[Assessment | None]
"""What one rubric says of each row; None where it does not judge it."""


def columns_of(judged: Iterable[Judged]) -> list[list[Cell | None]]:
    """Return the cells of each rubric that judges anything, with their percentiles."""
    return [_column(column) for column in judged if any(column)]


def joined(
    subjects: Sequence[ModelRecord], rubrics: Sequence[Rubric], columns: Sequence[Sequence[Cell | None]]
) -> Matrix:
    """Return the matrix of what is judged, with the rubrics that judge none of it."""
    kept = tuple(next(cell for cell in column if cell).assessment.rubric for column in columns)
    rows = tuple((one, tuple(column[place] for column in columns)) for place, one in enumerate(subjects))
    left_out = tuple(rubric for rubric in rubrics if rubric not in kept)
    return Matrix(kept, tuple(row for row in rows if any(row[1])), left_out)


def _column(judged: Judged) -> list[Cell | None]:
    scores = [assessment.published for assessment in judged if assessment]
    lows, highs = sorted(score.low for score in scores), sorted(score.high for score in scores)
    return [
        Cell(
            assessment,
            _percentile(assessment.published.low, lows),
            _percentiles(assessment.published, lows, highs),
        )
        if assessment
        else None
        for assessment in judged
    ]


def _percentile(value: float, ordered: Sequence[float]) -> float:
    below, upto = bisect_left(ordered, value), bisect_right(ordered, value)
    return 50 * (below + upto) / len(ordered)


def _percentiles(score: Interval, lows: Sequence[float], highs: Sequence[float]) -> Interval:
    """Return the percentile with all others at their best, and at their worst."""
    # Among its own kind stands the model itself, which is never below or above itself.
    best_below, best_upto = bisect_left(highs, score.low), bisect_right(highs, score.low)
    worst_below, worst_upto = bisect_left(lows, score.high), bisect_right(lows, score.high)
    itself = 0 if score.is_certain else 1
    return Interval(
        50 * (best_below + best_upto + itself) / len(lows),
        50 * (worst_below + worst_upto - itself) / len(lows),
    )
