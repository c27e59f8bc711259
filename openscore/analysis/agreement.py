"""How far rubrics agree on the order of models: Kendall's tau-b with a bootstrap interval."""

from __future__ import annotations

from collections.abc import Iterator
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
BLOCK = 1000
"""Draws that are worked on at a time: memory does not grow with their number."""


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
        one, other = np.array([[cell.assessment.score.low for cell in pair if cell] for pair in pairs]).T
        taus = TauB(one, other)
        drawn = _drawn(len(pairs), draws, np.random.default_rng(seed))
        low, high = _interval(np.concatenate([taus.of(counts) for counts in drawn]))
        tau = float(taus.of(np.ones((1, len(pairs))))[0])
        found.append(Agreement(table.rubrics[first], table.rubrics[second], len(pairs), tau, low, high))
    return tuple(found)


class TauB:
    """Kendall's tau-b of two lists of scores, over the models that a draw has, as often as it has them.

    A pair tied in either list counts for neither. All sums are of whole numbers, and exact.
    """

    def __init__(self, first: NDArray[np.float64], second: NDArray[np.float64]) -> None:
        import numpy as np

        one, other = (np.sign(scores[:, None] - scores[None, :]) for scores in (first, second))
        self._concordance = one * other
        self._ties = [_Ties(scores) for scores in (first, second)]

    def of(self, counts: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return tau-b of each draw, nan where one list ties all.

        Args:
            counts: How often each model was drawn, draws by models.
        """
        import numpy as np

        both = ((counts @ self._concordance) * counts).sum(axis=1)
        untied = np.sqrt(self._ties[0].untied(counts) * self._ties[1].untied(counts))
        taus: NDArray[np.float64] = np.full(len(counts), np.nan)
        np.divide(both, untied, out=taus, where=untied > 0)
        return taus


class _Ties:
    """Which models have the same score."""

    def __init__(self, scores: NDArray[np.float64]) -> None:
        import numpy as np

        self._order = np.argsort(scores, kind="stable")
        self._starts = np.unique(scores[self._order], return_index=True)[1]

    def untied(self, counts: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return for each draw how many ordered pairs of its models have different scores."""
        import numpy as np

        alike = np.add.reduceat(counts[:, self._order], self._starts, axis=1)
        untied: NDArray[np.float64] = counts.sum(axis=1) ** 2 - (alike**2).sum(axis=1)
        return untied


def _drawn(size: int, draws: int, generator: np.random.Generator) -> Iterator[NDArray[np.float64]]:
    """Yield how often each of `size` models is drawn, one row per draw, in blocks."""
    import numpy as np

    for start in range(0, draws, BLOCK):
        rows = min(BLOCK, draws - start)
        chosen = generator.integers(0, size, (rows, size)) + size * np.arange(rows)[:, None]
        yield np.bincount(chosen.ravel(), minlength=rows * size).reshape(rows, size).astype(np.float64)


def _interval(taus: NDArray[np.float64]) -> tuple[float, float]:
    """Return the bounds between which most of the draws of models lie; nan if no draw has an order."""
    import numpy as np

    known = taus[~np.isnan(taus)]
    if not known.size:
        return float("nan"), float("nan")
    low, high = np.quantile(known, [(1 - SHARE) / 2, (1 + SHARE) / 2])
    return float(low), float(high)


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
