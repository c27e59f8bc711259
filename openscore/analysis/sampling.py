"""Draws of everything uncertain in a ranking, seeded and in blocks."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from openscore.analysis.score_arrays import TINY, Draws, Grid
from openscore.language import noted

if TYPE_CHECKING:
    import numpy as np

WEIGHTS, UNKNOWN, AGGREGATE, CONTESTED = "weights", "unknown", "aggregate", "contested"
SOURCES = {
    WEIGHTS: noted("weights of criteria and parts"),
    UNKNOWN: noted("facts that nobody has established"),
    AGGREGATE: noted("how criteria are joined: mean, geometric mean or minimum"),
    CONTESTED: noted("points of levels that the rubric marks as contested"),
}
_FIELDS = {WEIGHTS: "weights", UNKNOWN: "luck", AGGREGATE: "joins", CONTESTED: "arguments"}
BLOCK = 1000
"""Draws that are worked on at a time: memory does not grow with their number."""


def sources_of(grid: Grid) -> tuple[str, ...]:
    """Return the sources that can move a score of this grid at all."""
    is_weighted = not grid.rubric.counts_classes
    present = {
        WEIGHTS: is_weighted and any(len(group.children) > 1 for group in grid.groups),
        UNKNOWN: bool(grid.open.size),
        AGGREGATE: is_weighted and len(grid.groups[0].children) > 1,
        CONTESTED: bool(grid.contested),
    }
    return tuple(source for source, is_present in present.items() if is_present)


def blocks(draws: int, seed: int) -> Iterator[tuple[int, np.random.Generator]]:
    """Yield the size of each block and its own generator, so that a block never depends on another."""
    import numpy as np

    for number, start in enumerate(range(0, draws, BLOCK)):
        yield min(BLOCK, draws - start), np.random.default_rng([seed, number])


def draw(grid: Grid, count: int, generator: np.random.Generator, concentration: float | None) -> Draws:
    """Return draws of every source.

    Args:
        grid: What is drawn for.
        count: How many.
        generator: Where chance comes from.
        concentration: How closely the weights of siblings stay around the rubric's: they are drawn from
            a Dirichlet distribution with these times the concentration as its parameters. None draws
            uniformly from all weights that are possible.
    """
    import numpy as np

    weights = []
    for group in grid.groups:
        own = np.array(group.weights)
        shapes = np.ones(len(own)) if concentration is None else own * concentration
        drawn = np.maximum(generator.standard_gamma(shapes[:, None], (len(own), count)), TINY)
        weights.append(drawn / drawn.sum(axis=0))
    luck = generator.random((grid.open.size, count)) if grid.open.size else None
    joins = generator.integers(0, 3, count, dtype=np.int8)
    arguments = generator.random((len(grid.contested), count)) if grid.contested else None
    return Draws(tuple(weights), luck, joins, arguments)


def only(draws: Draws, sources: Collection[str], otherwise: Draws) -> Draws:
    """Return the draws of some sources, and those of the others from elsewhere."""
    kept = {_FIELDS[source]: getattr(draws, _FIELDS[source]) for source in sources}
    return otherwise._replace(**kept)
