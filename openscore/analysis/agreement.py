"""How far rubrics agree on the order of models: Kendall's tau-b with a bootstrap interval.

Ignorance is never compared: two models whose scores under a rubric overlap have no order there, and count
only where both rubrics can tell theirs.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from statistics import median
from typing import TYPE_CHECKING, Any, NamedTuple

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
    compared: float
    """Share of the pairs of these models of which both rubrics tell the order, or a tie; 0 to 1."""
    tau: float
    """Kendall's tau-b: 1 for the same order, -1 for the reverse; nan where one of them orders none."""
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

    pairs = list(combinations(range(len(table.rubrics)), 2))
    compared = [_compared(table, first, second) for first, second in pairs]
    sizes: dict[int, list[TauB]] = {}
    for taus in compared:
        sizes.setdefault(taus.models, []).append(taus)
    # Whoever compares as many models meets the same draws: they are made once.
    bounds: dict[TauB, tuple[float, float]] = {}
    for size, listed in sizes.items():
        drawn = _drawn(size, draws, np.random.default_rng(seed))
        found = np.concatenate([np.stack([taus.of(counts) for taus in listed]) for counts in drawn], axis=1)
        bounds.update({taus: _interval(row) for taus, row in zip(listed, found, strict=True)})
    return tuple(
        Agreement(
            table.rubrics[first], table.rubrics[second], taus.models, taus.compared, taus.once, *bounds[taus]
        )
        for (first, second), taus in zip(pairs, compared, strict=True)
    )


def _compared(table: Matrix, first: int, second: int) -> TauB:
    """Return the comparison of two rubrics over the models that both judge."""
    import numpy as np

    pairs = [(row[first], row[second]) for _, row in table.rows if row[first] and row[second]]
    columns = zip(*pairs, strict=True) if pairs else ((), ())
    one, other = (
        np.array([cell.assessment.published for cell in cells if cell]).reshape(-1, 2) for cells in columns
    )
    return TauB(one, other)


class TauB:
    """Kendall's tau-b of two lists of scores, over the models that a draw has, as often as it has them.

    A pair counts where both lists tell which is higher, or that both are equal; one that is tied in either
    list counts for neither. All sums are of whole numbers, and exact.
    """

    def __init__(self, first: NDArray[np.float64], second: NDArray[np.float64]) -> None:
        """Take two lists of the same models.

        Args:
            first: Low and high end of each score, models by 2.
            second: The same under another rubric.
        """
        import numpy as np

        self.models = len(first)
        """How many models both lists have."""
        alike, place = np.unique(np.hstack([first, second]), axis=0, return_inverse=True)
        sizes = np.bincount(place.ravel(), minlength=len(alike))
        # Models that stand alike under both are as one that is drawn as often as all of them together.
        self._order = np.argsort(place.ravel(), kind="stable")
        self._begins = np.cumsum(sizes) - sizes
        (above, told), (other, other_told) = (_above(scores) for scores in np.hsplit(alike, 2))
        # Of two models one is met above the other, never both: each pair counts once.
        kind = exact_kind(self.models)
        self._signs = (
            (above & other).astype(kind) - (above & other.T),
            (above & other_told).astype(kind),
            (other & told).astype(kind),
        )
        both_told, pairs = told & other_told, self.models * (self.models - 1)
        themselves = sizes @ both_told.diagonal()
        self.compared = float((sizes @ both_told @ sizes - themselves) / pairs) if pairs else 0.0
        """Share of the pairs that count, or are tied; 0 to 1."""

    @property
    def once(self) -> float:
        """Tau-b of each model taken once."""
        import numpy as np

        return float(self.of(np.ones((1, self.models)))[0])

    def of(self, counts: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
        """Return tau-b of each draw, nan where one list orders none.

        Args:
            counts: How often each model was drawn, draws by models.
        """
        import numpy as np

        if not self.models:
            return np.full(len(counts), np.nan)
        drawn = np.add.reduceat(counts[:, self._order], self._begins, axis=1)
        counts = drawn.astype(exact_kind(self.models), copy=False)
        both, first, second = (
            np.einsum("ij,ij->i", counts @ signs, counts).astype(np.float64) for signs in self._signs
        )
        untied = np.sqrt(first * second)
        taus: NDArray[np.float64] = np.full(len(counts), np.nan)
        np.divide(both, untied, out=taus, where=untied > 0)
        return taus


def exact_kind(models: int) -> type[np.floating[Any]]:
    """Return the shortest kind of number in which all sums over the pairs of a draw are exact."""
    import numpy as np

    return np.float32 if models**2 < 2 ** (np.finfo(np.float32).nmant + 1) else np.float64


def _above(scores: NDArray[np.float64]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return whether of two models the first is surely higher, and whether their order or tie is told."""
    low, high = scores.T
    above = low[:, None] > high[None, :]
    is_equal = (low[:, None] == high[None, :]) & (high[:, None] == low[None, :])
    return above, above | above.T | is_equal


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
    """Return the models that the first two rubrics of the table surely place apart, furthest first."""
    found = []
    columns = [[row[place] for _, row in table.rows if row[place]] for place in range(2)]
    for record, (first, second, *_) in table.rows:
        if first and second and apart(first, second) > 0:
            stricter = min(first, second, key=lambda cell: cell.percentiles)
            others = [cell.assessment.criteria for cell in columns[stricter is second] if cell]
            found.append(Disagreement(record, first, second, _cause(stricter, others)))
    found.sort(key=lambda one: (-apart(one.first, one.second), one.record.id))
    return tuple(found[:most])


def apart(first: Cell, second: Cell) -> float:
    """Return how far two percentiles of a model lie apart at least; 0 where they may be the same."""
    one, other = first.percentiles, second.percentiles
    return max(one.low - other.high, other.low - one.high, 0.0)


def _cause(cell: Cell, others: list[tuple[PartResult, ...]]) -> PartResult:
    """Return the criterion in which the model surely falls furthest behind the median, by weight."""

    def shortfall(place: int) -> float:
        result = cell.assessment.criteria[place]
        typical = median((criteria[place].value or ZERO).low for criteria in others)
        return result.part.share * (typical - (result.value or ZERO).high)

    places = range(len(cell.assessment.criteria))
    return cell.assessment.criteria[max(places, key=shortfall)]
