"""How long drawn ranks take, as a ratio to the matrix products that they cannot do without.

Prints it for 10,000 and 100,000 draws of 300 models under the default rubric, with the peak memory of
the process, which must not grow with the draws.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import resource
import time
from pathlib import Path

import numpy as np
from startup import multiplied

from openscore import load_registry, load_rubric, rank
from openscore.analysis.sampling import BLOCK, CONTESTED, UNKNOWN, WEIGHTS
from openscore.analysis.score_arrays import Grid
from openscore.analysis.sensitivity import Settings, sensitivity, spread_of
from openscore.engine import Ranked

MODELS = 300
ROUNDS = 5
SOURCES = (WEIGHTS, UNKNOWN, CONTESTED)


def products(ranked: tuple[Ranked, ...], draws: int) -> float:
    """Return the time of the matrix products alone, in the same blocks, low and high ends."""
    grid = Grid([place.assessment for place in ranked])
    weights = np.random.default_rng(1).random((grid.low.points.shape[1], BLOCK))
    start = time.perf_counter()
    for _ in range(draws // BLOCK):
        for end in (grid.low, grid.high):
            for _, rows in end.patterns:
                end.points[rows] @ weights
    return time.perf_counter() - start


def least(ranked: tuple[Ranked, ...], draws: int) -> float:
    """Return the time of what else any drawn rank needs: one random number for each score, and a sort."""
    generator = np.random.default_rng(1)
    start = time.perf_counter()
    for _ in range(draws // BLOCK):
        np.sort((generator.random((BLOCK, len(ranked))) * 2**30).astype(np.int32), axis=1)
    return time.perf_counter() - start


def main() -> None:
    """Print ratios and memory."""
    ranked = rank(multiplied(load_registry(), MODELS), load_rubric())
    for draws in (10_000, 100_000):
        settings = Settings(draws=draws, sources=SOURCES)
        rounds = ROUNDS if draws == 10_000 else 1
        bare, more, whole = [], [], []
        for _ in range(rounds):
            bare.append(products(ranked, draws))
            more.append(least(ranked, draws))
            start = time.perf_counter()
            spread_of(ranked, settings)
            whole.append(time.perf_counter() - start)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{draws:7,} draws x {MODELS} models: {min(whole):6.2f} s, products alone {min(bare):6.2f} s, "
            f"ratio {min(whole) / min(bare):.1f}, to products, random numbers and one sort "
            f"{min(whole) / (min(bare) + min(more)):.1f}, peak memory {memory:.0f} MB"
        )
    start = time.perf_counter()
    sensitivity(ranked, Settings())
    print(f" 10,000 draws x {MODELS} models with shares of every source: {time.perf_counter() - start:.2f} s")


if __name__ == "__main__":
    os.chdir(Path(__file__).resolve().parent.parent)
    main()
