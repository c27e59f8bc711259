"""The laws of the design over many random records, and SQL beside the engine: `make laws RECORDS=100000`.

Prints how many records each rubric judged, how often each hard case came up, and every law that was
broken with the seed of its world, so that `world(seed)` of `tests/property/worlds.py` makes it again.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from typing import NamedTuple

from property.evaluators import by_engine, by_sql, joined
from property.laws import HARD, LAWS
from property.worlds import world
from rich.console import Console
from rich.progress import track

from openscore import load_rubric
from openscore.resources import rubric_files

TOGETHER = 40
"""Worlds of one batch: one rubric, one query."""


class Batch(NamedTuple):
    """What some worlds showed."""

    rubric: str
    records: int
    compared: int
    """Models of which the query's answer was held against the engine's."""
    met: Counter[str]
    broken: list[str]


def batch(seed: int, place: int) -> Batch:
    """Put some worlds to the test under one rubric, each rubric in its turn."""
    ids = list(rubric_files())
    rubric = load_rubric(ids[place % len(ids)])
    worlds = [world(seed + place * TOGETHER + number) for number in range(TOGETHER)]
    met: Counter[str] = Counter()
    broken = [
        f"seed {one.seed}: {rubric.id}: {name}: {found}"
        for one in worlds
        for name, law in LAWS.items()
        for found in law(one, rubric, met)
    ]
    models = joined(worlds)
    ours, theirs = by_engine(models, rubric), by_sql(models, rubric, lineage=True)
    broken += [
        f"{id}: {rubric.id}: engine {ours[id]}, query {theirs.get(id)}"
        for id in ours
        if ours[id] != theirs.get(id)
    ]
    return Batch(rubric.id, sum(len(one.registry.models) for one in worlds), len(ours), met, broken)


def batches(records: int, seed: int) -> Iterator[Batch]:
    """Yield batches until so many records were judged, two processes at work."""
    size = len(world(seed).registry.models) * TOGETHER
    places = range(-(-records // size))
    console = Console(stderr=True)
    with ProcessPoolExecutor(max_workers=min(2, os.cpu_count() or 1)) as pool:
        found = pool.map(partial(batch, seed), places)
        yield from track(found, "laws", total=len(places), console=console, disable=not console.is_terminal)


def main() -> int:
    """Run as a command; 1 if a law is broken or a hard case never came up."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("records", type=int, nargs="?", default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    words = parser.parse_args()
    judged: Counter[str] = Counter()
    met: Counter[str] = Counter()
    broken: list[str] = []
    compared = 0
    for one in batches(words.records, words.seed):
        judged[one.rubric] += one.records
        compared += one.compared
        met += one.met
        broken += one.broken
    for name, count in sorted(judged.items()):
        print(f"{name:24} {count:>9,} records")
    for name, count in sorted(met.items()):
        print(f"met: {name:55} {count:>9,}")
    for text in broken:
        print(f"broken: {text}")
    never = [name for name in HARD if not met[name]]
    total = f"{sum(judged.values()):,} records, seed {words.seed}, {len(LAWS)} laws"
    print(f"{total}; {compared:,} models by SQL too; broken: {len(broken)}; never met: {never or 'nothing'}")
    return bool(broken or never)


if __name__ == "__main__":
    sys.exit(main())
