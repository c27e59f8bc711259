"""How far rubrics agree on the order of models: Kendall's tau-b with a bootstrap interval."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from openscore.analysis.matrix import Cell, Matrix
from openscore.engine.assessment import ZERO, PartResult
from openscore.records.record import ModelRecord
from openscore.rubric.rubric import Rubric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SHARE = 0.9
"""Share of the bootstrap draws inside the interval."""


class Agreement(NamedTuple):
    """Agreement of two rubrics."""

    first: Rubric
    second: Rubric
    models: int
    """How many models both judge."""
    tau: float
    """Kendall's tau-b: 1 for the same order, -1 for the reverse; nan where one of them ties all."""
    low: float
    high: float
    """Bounds of the 90 % bootstrap interval over models."""


class Disagreement(NamedTuple):
    """A model that two rubrics place differently."""

    record: ModelRecord
    first: Cell
    second: Cell
    criterion: PartResult
    """Criterion of the stricter rubric that costs most against its median model."""


def agreements(table: Matrix, *, draws: int, seed: int) -> tuple[Agreement, ...]:
    """Return the agreement of every pair of rubrics.

    Args:
        table: Models by rubrics.
        draws: Bootstrap draws per pair.
        seed: Seed of the draws; the same seed gives the same bounds.
    """
    # Imported here: only this analysis needs numbers in bulk.
    import numpy as np

    found = []
    for first, second in combinations(range(len(table.rubrics)), 2):
        pairs = [(row[first], row[second]) for _, row in table.rows if row[first] and row[second]]
        scores = np.array([[cell.assessment.score.low for cell in pair if cell] for pair in pairs])
        signs = [np.sign(column[:, None] - column[None, :]) for column in scores.T]
        low, high = _interval(signs, draws, np.random.default_rng(seed))
        rubrics = table.rubrics[first], table.rubrics[second]
        found.append(Agreement(*rubrics, len(pairs), _tau_b(*signs), low, high))
    return tuple(found)


def _interval(
    signs: Sequence[NDArray[np.float64]], draws: int, generator: np.random.Generator
) -> tuple[float, float]:
    """Return the bounds between which most of the draws of models lie; nan if no draw has an order."""
    import numpy as np

    size = len(signs[0])
    samples = (np.ix_(chosen, chosen) for chosen in generator.integers(0, size, (draws, size)))
    taus = np.array([_tau_b(*(sign[sample] for sign in signs)) for sample in samples])
    known = taus[~np.isnan(taus)]
    if not known.size:
        return float("nan"), float("nan")
    low, high = np.quantile(known, [(1 - SHARE) / 2, (1 + SHARE) / 2])
    return float(low), float(high)


def _tau_b(first: NDArray[np.float64], second: NDArray[np.float64]) -> float:
    """Return tau-b from the signs of all differences; a pair tied in either counts for neither."""
    untied = float((first * first).sum()) * float((second * second).sum())
    return float((first * second).sum()) / untied**0.5 if untied else float("nan")


def disagreements(table: Matrix, *, most: int) -> tuple[Disagreement, ...]:
    """Return the models that the first two rubrics of the table place most differently."""
    found = []
    columns = [[row[place] for _, row in table.rows if row[place]] for place in range(2)]
    for record, (first, second, *_) in table.rows:
        if first and second:
            stricter = min(first, second, key=lambda cell: cell.percentile)
            others = [cell.assessment.criteria for cell in columns[stricter is second] if cell]
            found.append(Disagreement(record, first, second, _cause(stricter, others)))
    found.sort(key=lambda one: (-abs(one.first.percentile - one.second.percentile), one.record.id))
    return tuple(found[:most])


def _cause(cell: Cell, others: list[tuple[PartResult, ...]]) -> PartResult:
    """Return the criterion in which the model falls furthest behind the median, by weight."""

    def shortfall(place: int) -> float:
        result = cell.assessment.criteria[place]
        typical = median((criteria[place].value or ZERO).low for criteria in others)
        return result.part.share * (typical - (result.value or ZERO).low)

    places = range(len(cell.assessment.criteria))
    return cell.assessment.criteria[max(places, key=shortfall)]
