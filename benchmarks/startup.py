"""How long a ranking takes, as ratios within one run.

Prints the whole-process time of `openscore rank` over that of a bare import of the libraries that
it is made of, the time of one assessment with its trace, and both on registries of several sizes.
"""

from __future__ import annotations

import copy
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from openscore import Registry, assess, load_registry, load_rubric, rank
from openscore.engine.assess import Evaluator

BARE = "import typer, pydantic, rich.table, tomli"
ROUNDS = 15
SIZES = (1, 34, 3400)


def seconds(command: list[str], environment: dict[str, str]) -> float:
    """Return the whole-process time of one run."""
    start = time.perf_counter()
    subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start


def startup() -> None:
    """Time bare imports and rankings in turns, so that both see the same machine."""
    with tempfile.TemporaryDirectory() as cache:
        # As for a user: Python keeps the bytecode of what it has run before.
        environment = {**os.environ, "OPENSCORE_CACHE": cache}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        bare = [sys.executable, "-c", BARE]
        ranking = [sys.executable, "-m", "openscore", "rank"]
        cold = seconds(ranking, environment)
        seconds(bare, environment)
        turns = [tuple(seconds(command, environment) for command in (bare, ranking)) for _ in range(ROUNDS)]
    base, warm = (statistics.median(column) for column in zip(*turns, strict=True))
    print(f"bare import                    {base * 1000:7.1f} ms   1.00")
    print(f"openscore rank                 {warm * 1000:7.1f} ms   {warm / base:.2f}")
    print(f"openscore rank, first run      {cold * 1000:7.1f} ms   {cold / base:.2f}")


def multiplied(registry: Registry, size: int) -> Registry:
    """Return a registry of `size` records with fresh ids, each a copy of a real one."""
    originals = [record for record in registry if not record.data["bases"] and not record.data["serves"]]
    models = {}
    for number in range(size):
        entry = copy.deepcopy(originals[number % len(originals)].data)
        models[f"model-{number}"] = {**entry, "aliases": []}
    return Registry({**registry.data, "models": json.loads(json.dumps(models))}, registry.vocabulary)


def assessments() -> None:
    """Time single assessments, and rankings on registries of several sizes."""
    registry, rubric = load_registry(), load_rubric()
    for size in SIZES:
        copies = multiplied(registry, size)
        start = time.perf_counter()
        rank(copies, rubric)
        ranked = time.perf_counter() - start
        rounds = max(1, 3400 // size)
        start = time.perf_counter()
        for _ in range(rounds):
            for record in copies:
                assess(record, rubric)
        each = (time.perf_counter() - start) / rounds / size
        print(
            f"{size:5} records: {each * 1e6:6.1f} us per assessment, {ranked * 1000:8.2f} ms for the ranking"
        )
    evaluator = Evaluator(rubric)
    start = time.perf_counter()
    for record in registry:
        evaluator.assess(record)
    first = (time.perf_counter() - start) / len(registry)
    print(f"nothing remembered yet: {first * 1e6:.1f} us per assessment over {len(registry)} records")


if __name__ == "__main__":
    os.chdir(Path(__file__).resolve().parent.parent)
    startup()
    assessments()
