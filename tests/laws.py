"""The laws of the design over many random records, and the evaluators beside each other.

`make laws RECORDS=100000` puts every law and every evaluator to the test, `make differential N=1000000` the evaluators
alone: the engine, the compiled query in DuckDB and the plain evaluator of the corpus. Every rubric takes its turn.

Prints how many records each rubric judged, how often each hard case came up, and what is broken with the seed of its
world, so that `world(seed)` of `tests/property/worlds.py` makes it again. A case that never came up is a failure too.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from typing import NamedTuple

from property.evaluators import by_engine, by_plain, by_sql, joined
from property.laws import HARD, LAWS, OF_ONE, meet, shapes
from property.worlds import World, world
from rich.console import Console
from rich.progress import track

from openscore import Registry, Rubric, assess, load_rubric
from openscore.resources import rubric_files

MOST = {True: 40, False: 100}
"""Worlds of one batch at most, with the laws and without: one rubric, one query."""


class Batch(NamedTuple):
    """What some worlds showed."""

    rubric: str
    records: int
    compared: int
    """Records of which the evaluators' answers were held against each other."""
    met: Counter[str]
    broken: list[str]


class Plan(NamedTuple):
    """Which worlds are made, and what is tried in them."""

    seed: int
    together: int
    """Worlds of one batch."""
    with_laws: bool


def batch(plan: Plan, place: int) -> Batch:
    """Put some worlds to the test under one rubric, each rubric in its turn."""
    ids = list(rubric_files())
    rubric = load_rubric(ids[place % len(ids)])
    worlds = [world(plan.seed + place * plan.together + number) for number in range(plan.together)]
    met: Counter[str] = Counter()
    broken = list(_broken_laws(worlds, rubric, met)) if plan.with_laws else []
    records = joined(worlds)
    if not plan.with_laws:
        for record in records:
            meet(assess(record, rubric), met)
    broken += _differing(records, rubric)
    count = sum(len(one.registry.models) for one in worlds) if plan.with_laws else len(records.models)
    return Batch(rubric.id, count, len(records.models), met, broken)


def _broken_laws(worlds: list[World], rubric: Rubric, met: Counter[str]) -> Iterator[str]:
    for one in worlds:
        shapes(one, met)
        for name, law in LAWS.items():
            for found in law(one, rubric, met):
                yield f"seed {one.seed}: {rubric.id}: {name}: {found}"


def _differing(records: Registry, rubric: Rubric) -> Iterator[str]:
    """Yield where an evaluator says something else than the engine; ids begin with the seed of their world."""
    ours = by_engine(records, rubric)
    for name, theirs in (
        ("query", by_sql(records, rubric, lineage=True)),
        ("plain", by_plain(records, rubric)),
    ):
        for id, row in ours.items():
            if row != theirs.get(id):
                yield f"{id}: {rubric.id}: engine {row}, {name} {theirs.get(id)}"


def batches(records: int, seed: int, *, with_laws: bool, processes: int) -> Iterator[Batch]:
    """Yield batches until about so many records were judged, under each rubric as many worlds as under any."""
    rubrics = len(rubric_files())
    size = 10 if with_laws else 8
    together = max(1, min(MOST[with_laws], records // (size * rubrics)))
    rounds = max(1, round(records / (size * rubrics * together)))
    console = Console(stderr=True)
    plan = Plan(seed, together, with_laws)
    with ProcessPoolExecutor(max_workers=processes) as pool:
        found = pool.map(partial(batch, plan), range(rounds * rubrics))
        try:
            yield from track(
                found, "laws", total=rounds * rubrics, console=console, disable=not console.is_terminal
            )
        finally:
            pool.shutdown(cancel_futures=True)


def main() -> int:
    """Run as a command; 1 if something is broken or a hard case never came up."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("records", type=int, nargs="?", default=10_000)
    parser.add_argument("--seed", type=int, help="a fresh one if left out")
    parser.add_argument(
        "--evaluators", action="store_true", help="hold the evaluators against each other, no laws"
    )
    parser.add_argument("--processes", type=int, default=min(2, os.cpu_count() or 1))
    parser.add_argument(
        "--seconds", type=float, default=0, help="stop after so many seconds, whatever is left"
    )
    words = parser.parse_args()
    seed = int.from_bytes(os.urandom(4)) if words.seed is None else words.seed
    print(f"seed {seed}", flush=True)
    judged: Counter[str] = Counter()
    met: Counter[str] = Counter()
    broken: list[str] = []
    compared, began = 0, time.monotonic()
    for one in batches(words.records, seed, with_laws=not words.evaluators, processes=words.processes):
        judged[one.rubric] += one.records
        compared += one.compared
        met += one.met
        broken += one.broken
        for text in one.broken:
            print(f"broken: {text}", flush=True)
        if words.seconds and time.monotonic() - began > words.seconds:
            break
    for name, count in sorted(judged.items()):
        print(f"{name:24} {count:>9,} records")
    for name, count in sorted(met.items()):
        print(f"met: {name:55} {count:>9,}")
    never = [name for name in (OF_ONE if words.evaluators else HARD) if not met[name]]
    laws = 0 if words.evaluators else len(LAWS)
    print(f"{sum(judged.values()):,} records, seed {seed}, {laws} laws, {time.monotonic() - began:,.0f} s")
    print(
        f"{compared:,} records by engine, query and plain evaluator; broken: {len(broken)}; never met: {never or 'nothing'}"
    )
    return bool(broken or never)


if __name__ == "__main__":
    sys.exit(main())
