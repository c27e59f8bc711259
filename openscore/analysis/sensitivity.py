"""How sure ranks are: Monte Carlo over weights, unknown facts, the way of joining, and contested levels.

The practice of composite indicators: OECD and JRC, Handbook on Constructing Composite Indicators (2008);
Saisana, Saltelli and Tarantola, Uncertainty and sensitivity analysis techniques as tools for the quality
assessment of composite indicators, J. R. Stat. Soc. A 168 (2005). Shares of variance are estimated as in
Jansen, Analysis of variance designs for model output, Comput. Phys. Commun. 117 (1999).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from openscore.analysis.rank_intervals import Ranker, Tally
from openscore.analysis.sampling import blocks, draw, only, sources_of
from openscore.analysis.score_arrays import Draws, Grid
from openscore.engine import Ranked

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SHARE = 0.9
"""Share of the draws inside an interval of ranks."""
SURE = 0.95
"""Share of the draws in which one model has to beat another before they are told apart."""
CONCENTRATION = 40.0
KEPT = 10_000
"""Draws in which models are compared pair by pair for groups."""


class Settings(NamedTuple):
    """What is drawn, and how often."""

    draws: int = 10_000
    seed: int = 1
    concentration: float | None = CONCENTRATION
    """How closely weights stay around the rubric's; None for any weights alike."""
    sources: tuple[str, ...] = ()
    """Which sources of uncertainty; all that there are if empty."""
    top: int = 10


class Spread(NamedTuple):
    """How sure the rank of one model is."""

    place: Ranked
    median: int
    low: int
    """The interval holds 90 % of the draws, and the published rank."""
    high: int
    group: int
    """From 1; models that the draws do not tell apart share one."""
    bands: tuple[float, ...]
    """Share of the draws in each band, in the order of the rubric."""
    top: float
    """Share of the draws in which it is among the first."""
    beats: float | None
    """Share of the draws in which it stands before the next model; None for the last."""


class Share(NamedTuple):
    """What one source of uncertainty does to ranks."""

    source: str
    width: float
    """Mean width of the intervals if it were the only source."""
    first: float
    """Share of the variance of ranks that it causes on its own (first-order Sobol index)."""
    total: float
    """The same with its part in what sources cause together (total Sobol index)."""


class Sensitivity(NamedTuple):
    """How sure a ranking is."""

    models: tuple[Spread, ...]
    sources: tuple[str, ...]
    """The sources that were drawn."""
    shares: tuple[Share, ...]
    """By source; empty if they were not asked for."""
    settings: Settings


Tick = Callable[[int], None]
"""Is told how many draws are done."""


def spread_of(ranked: Sequence[Ranked], settings: Settings, tick: Tick | None = None) -> Sensitivity:
    """Return how sure each rank is, without asking what causes it."""
    return _Study(ranked, settings, is_split=False).run(tick)


def sensitivity(ranked: Sequence[Ranked], settings: Settings, tick: Tick | None = None) -> Sensitivity:
    """Return how sure each rank is, and how much of that each source of uncertainty causes.

    Args:
        ranked: A whole ranking under one rubric, best first.
        settings: What to draw; the same settings give the same result to the last bit.
        tick: Is told how many draws are done, after each block.
    """
    return _Study(ranked, settings, is_split=True).run(tick)


class _Study:
    """The draws of one ranking."""

    def __init__(self, ranked: Sequence[Ranked], settings: Settings, *, is_split: bool) -> None:
        self.ranked = ranked
        self.settings = settings
        assessments = [place.assessment for place in ranked]
        self.grid = Grid(assessments)
        self.ranker = Ranker(self.grid)
        present = sources_of(self.grid)
        self.sources = tuple(source for source in present if source in (settings.sources or present))
        self.tally = Tally(self.grid, self.ranker, assessments)
        split = self.sources if is_split else ()
        self.alone = {source: Tally(self.grid, self.ranker, assessments) for source in split}
        self.kept: list[NDArray[np.integer]] = []

    def run(self, tick: Tick | None) -> Sensitivity:
        """Draw all blocks and sum up."""
        own = self.grid.own_draws()
        split = _Split(self.alone)
        for count, generator in blocks(self.settings.draws, self.settings.seed):
            first = self._draw(count, generator, own)
            keys = self._count(self.tally, first)
            if self.tally.draws <= KEPT:
                self.kept.append(keys >> self.ranker.bits)
            if self.alone:
                self._split(split, first, keys, self._draw(count, generator, own), own)
            if tick:
                tick(count)
        shares = split.shares({source: self._width(tally) for source, tally in self.alone.items()})
        return Sensitivity(self._spreads(), self.sources, shares, self.settings)

    def _draw(self, count: int, generator: np.random.Generator, own: Draws) -> Draws:
        return only(draw(self.grid, count, generator, self.settings.concentration), self.sources, own)

    def _count(self, tally: Tally, draws: Draws) -> NDArray[np.integer]:
        scores = self.grid.scores(draws)
        keys = self.ranker.keys(scores)
        tally.add(draws, scores, keys)
        return keys

    def _split(
        self, split: _Split, first: Draws, keys: NDArray[np.integer], second: Draws, own: Draws
    ) -> None:
        """Count the draws that tell the sources apart: one taken from elsewhere, or alone."""
        ranks = self.ranker.ranks(keys), self._ranks(second)
        split.add(*ranks)
        for source in self.sources:
            split.add_mixed(source, *ranks, self._ranks(only(second, [source], first)))
            self._count(self.alone[source], only(first, [source], own))

    def _ranks(self, draws: Draws) -> NDArray[np.integer]:
        return self.ranker.ranks(self.ranker.keys(self.grid.scores(draws)))

    def _width(self, tally: Tally) -> float:
        low, high = (tally.quantile(share) for share in ((1 - SHARE) / 2, (1 + SHARE) / 2))
        return float((high - low).mean())

    def _spreads(self) -> tuple[Spread, ...]:
        tally, count = self.tally, self.tally.draws
        low, median, high = (tally.quantile(share) for share in ((1 - SHARE) / 2, 0.5, (1 + SHARE) / 2))
        top = tally.ranks[:, : self.settings.top].sum(axis=1) / count
        groups = self._groups()
        return tuple(
            Spread(
                place,
                int(median[number]),
                min(int(low[number]), place.rank),
                max(int(high[number]), place.rank),
                groups[number],
                tuple((tally.bands[number] / count).tolist()),
                float(top[number]),
                float(tally.beats[number] / count) if number < len(tally.beats) else None,
            )
            for number, place in enumerate(self.ranked)
        )

    def _groups(self) -> list[int]:
        """Return the group of each model: a new one begins where the group's first surely beats the model."""
        import numpy as np

        keys = np.concatenate(self.kept)
        groups, leader = [1], 0
        for number in range(1, len(self.ranked)):
            is_apart = (keys[:, leader] < keys[:, number]).mean() >= SURE
            leader = number if is_apart else leader
            groups.append(groups[-1] + is_apart)
        return [int(group) for group in groups]


class _Split:
    """Sums of squares from which shares of variance are estimated."""

    def __init__(self, sources: Iterable[str]) -> None:
        self.variance = 0.0
        self.own = dict.fromkeys(sources, 0.0)
        self.rest = dict.fromkeys(sources, 0.0)

    def add(self, first: NDArray[np.integer], second: NDArray[np.integer]) -> None:
        """Add ranks of independent draws: half their squared distance is the variance."""
        self.variance += _squares(first, second)

    def add_mixed(
        self,
        source: str,
        first: NDArray[np.integer],
        second: NDArray[np.integer],
        mixed: NDArray[np.integer],
    ) -> None:
        """Add ranks of the first draws, of the second, and of the first with one source of the second."""
        self.own[source] += _squares(second, mixed)
        self.rest[source] += _squares(first, mixed)

    def shares(self, widths: dict[str, float]) -> tuple[Share, ...]:
        """Return the shares of the variance over all models; none of it where no rank moves.

        Of few draws, or of few models, the estimates lie beyond what a share can be: they end there.
        """
        whole = self.variance or 1.0
        is_moving = self.variance > 0
        return tuple(
            Share(
                source,
                width,
                max(0.0, 1 - self.own[source] / whole) * is_moving,
                min(1.0, self.rest[source] / whole),
            )
            for source, width in widths.items()
        )


def _squares(left: NDArray[np.integer], right: NDArray[np.integer]) -> float:
    import numpy as np

    apart = (left - right).astype(np.float64).ravel()
    return float(apart @ apart)
