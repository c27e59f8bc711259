"""Ranks of many draws at once, and what they add up to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openscore.analysis.bounds import best_band
from openscore.analysis.score_arrays import GATE_LUCK, Draws, Grid, Scores
from openscore.engine.assessment import Assessment

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.integer]

LOW_HIGH = (True, False)
MOST_DIGITS = 4
"""Decimals of a score that count for a rank; no published framework has more."""


class Ranker:
    """Turns scores into ranks as the engine does: by published digits, equals share."""

    def __init__(self, grid: Grid) -> None:
        import numpy as np

        self.unit = 10.0 ** min(grid.rubric.digits, MOST_DIGITS)
        self.top = int(grid.rubric.top * self.unit)
        self.bits = max(1, (grid.size - 1).bit_length())
        largest = (self.top + 1) << self.bits
        self.type: type[np.signedinteger] = np.int32 if largest < 2**31 else np.int64

    def keys(self, scores: Scores) -> Ints:
        """Return a whole number for each score by draws and models, lower for a better place.

        The model's number is in the low bits, so that one sort of plain numbers gives the order.
        """
        import numpy as np

        keys = self.published(scores.capped)
        np.subtract(self.top, keys, out=keys)
        keys <<= self.bits
        keys |= np.arange(len(keys), dtype=self.type)[:, None]
        return np.ascontiguousarray(keys.T)

    def published(self, points: NDArray[np.float64]) -> Ints:
        """Return scores in units of their last published digit, halves rounded up."""
        whole = points * self.unit
        whole += 0.5 + 1e-9  # As in `interval.round_half_up`; a score is never negative.
        return whole.astype(self.type)

    def order(self, keys: Ints) -> tuple[Ints, Ints]:
        """Return the models from best to worst in each draw, and their ranks from 0; equals share one."""
        import numpy as np

        ordered = np.sort(keys, axis=1)
        models = ordered & ((1 << self.bits) - 1)
        ordered >>= self.bits
        places = np.arange(keys.shape[1], dtype=self.type)
        ranks = np.zeros_like(models)
        np.multiply(places[1:], ordered[:, 1:] != ordered[:, :-1], out=ranks[:, 1:])
        np.maximum.accumulate(ranks, axis=1, out=ranks)
        return models, ranks

    def ranks(self, keys: Ints) -> Ints:
        """Return the ranks from 0, by draws and models."""
        import numpy as np

        models, ranks = self.order(keys)
        found = np.empty_like(ranks)
        np.put_along_axis(found, models, ranks, axis=1)
        return found


class Tally:
    """Counts of ranks and bands by model over all draws."""

    def __init__(self, grid: Grid, ranker: Ranker, assessments: list[Assessment]) -> None:
        import numpy as np

        self.ranker = ranker
        self.draws = 0
        self.ranks = np.zeros((grid.size, grid.size), dtype=np.int64)
        """By model and rank from 0."""
        self.bands = np.zeros((grid.size, len(grid.rubric.bands)), dtype=np.int64)
        """By model and band, in the order of the rubric."""
        self.beats = np.zeros(max(0, grid.size - 1), dtype=np.int64)
        """In how many draws each model stands strictly before the next one."""
        self.open = grid.open
        self.has_rules = grid.rubric.has_rules
        bands = grid.rubric.bands
        self.ends = np.array([[bands.index(band) for band in one.bands] for one in assessments])
        limits = [[best_band(one, low=low) for low in LOW_HIGH] for one in assessments]
        self.limits = np.array([[bands.index(band) for band in ends] for ends in limits])
        """By model: the best band that gates leave, at the low and at the high end."""
        floors = [round(band.floor * ranker.unit) for band in bands]
        self.band_of = np.searchsorted(floors, np.arange(ranker.top + 1), side="right") - 1

    def add(self, draws: Draws, scores: Scores, keys: Ints) -> None:
        """Count one block of draws; models stand in the order of the ranking."""
        import numpy as np

        self.draws += len(keys)
        models, ranks = self.ranker.order(keys)
        models *= len(self.ranks)
        models += ranks
        self.ranks += np.bincount(models.ravel(), minlength=self.ranks.size).reshape(self.ranks.shape)
        bare = keys >> self.ranker.bits
        self.beats += (bare[:, :-1] < bare[:, 1:]).sum(axis=0)
        bands = self._bands(draws, scores)
        bands += (np.arange(len(bands)) * self.bands.shape[1]).astype(bands.dtype)[:, None]
        self.bands += np.bincount(bands.ravel(), minlength=self.bands.size).reshape(self.bands.shape)

    def _bands(self, draws: Draws, scores: Scores) -> Ints:
        import numpy as np

        if not self.has_rules:
            bands: Ints = self.band_of[self.ranker.published(scores.capped)]
            low, high = self.limits.T[:, :, None]
            limits = np.repeat(low, bands.shape[1], axis=1)
            if draws.luck is not None:
                limits[self.open] = np.where(draws.luck < GATE_LUCK, low[self.open], high[self.open])
            np.minimum(bands, limits, out=bands)
            return bands
        # Rules stand best first, and the high end is the better one.
        found = np.repeat(self.ends[:, :1], scores.capped.shape[1], axis=1)
        if draws.luck is not None:
            low, high = self.ends[self.open].T[:, :, None]
            found[self.open] = low - (draws.luck * (low - high + 1)).astype(int)
        return found

    def quantile(self, share: float) -> Ints:
        """Return the rank, from 1, that this share of the draws does not pass."""
        return _quantile(self.ranks, share * self.draws)


def _quantile(counts: Ints, reach: float) -> Ints:
    found: Ints = (counts.cumsum(axis=1) < reach - 1e-9).sum(axis=1) + 1
    return found
