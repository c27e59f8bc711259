"""How long commands take, as ratios within one run: medians, of processor time and whole processes.

Prints the time of the commands that people type every day over that of a bare import of the libraries
that they are made of, the seconds of the large ones, and the time of single assessments and of rankings.
"""

from __future__ import annotations

import argparse
import copy
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from operator import truediv
from pathlib import Path

from generated import registry_text

from openscore import Registry, assess, load_registry, load_rubric, rank
from openscore.analysis.citation import code_of
from openscore.engine.assess import Evaluator
from openscore.resources import registry_files, rubric_files

ROOT = Path(__file__).resolve().parent.parent
BARE = ("-c", "import typer, pydantic, rich.table, tomli")
PROGRAM = ("-m", "openscore")
ROUNDS = 15
GENERATED_ROUNDS = 5
SIZES = (1, 34, 3400)
COMMANDS = ("rank", "rank --format json", "show olmo-7b", "explain olmo-7b", "cite olmo-7b")
FIRST = "rank, first run"
CODES, COMPONENTS = 2_000, 60_000


def seconds(words: Sequence[str], cache: str) -> float:
    """Return the processor time of one run, which other work on the machine disturbs least."""
    # As for a user: Python keeps the bytecode of what it has run before.
    environment = {**os.environ, "OPENSCORE_CACHE": cache}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    ended = subprocess.run(
        [sys.executable, *words],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    assert ended.returncode in (0, 1), words  # 1: a threshold or a policy failed
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def startup(folder: Path) -> None:
    """Time bare imports and commands in turns, so that both see the same machine."""
    columns = {command: [*PROGRAM, *command.split()] for command in COMMANDS}
    cache = str(folder / "cache")
    for words in (BARE, *columns.values()):
        seconds(words, cache)
    bare: list[float] = []
    ratios: dict[str, list[float]] = {name: [] for name in (*COMMANDS, FIRST)}
    for turn in range(ROUNDS):
        bare.append(seconds(BARE, cache))
        for name, words in columns.items():
            ratios[name].append(seconds(words, cache) / bare[-1])
        ratios[FIRST].append(seconds((*PROGRAM, "rank"), str(folder / f"new-{turn}")) / bare[-1])
    print(f"bare import            {statistics.median(bare) * 1000:7.1f} ms  1.00")
    for name, found in ratios.items():
        print(f"openscore {name:20}        {statistics.median(found):.2f}")


def large(folder: Path) -> None:
    """Time what is asked of many models, codes or components at once."""
    codes, bill = folder / "codes.txt", folder / "bill.json"
    registry = load_registry()
    cited = [
        str(code_of(place.assessment)) for id in rubric_files() for place in rank(registry, load_rubric(id))
    ]
    codes.write_text("\n".join(cited[:CODES]), encoding="utf-8")
    part = '{"type":"machine-learning-model","name":"gpt-2"}'
    bill.write_text(
        '{"bomFormat":"CycloneDX","components":[' + ",\n".join([part] * COMPONENTS) + "]}", encoding="utf-8"
    )
    for name, words in (
        ("agreement", ("agreement",)),
        (f"verify, {len(cited[:CODES]):,} codes", ("verify", str(codes))),
        (f"check, {COMPONENTS:,} components", ("check", str(bill))),
    ):
        taken = [seconds((*PROGRAM, *words), str(folder / "cache")) for _ in range(ROUNDS)]
        print(f"openscore {name:30} {statistics.median(taken):.2f} s")


def multiplied(registry: Registry, size: int) -> Registry:
    """Return a registry of `size` records with fresh ids, each a copy of a real one."""
    originals = [record for record in registry if not record.data["bases"] and not record.data["serves"]]
    models = {}
    for number in range(size):
        entry = copy.deepcopy(originals[number % len(originals)].data)
        models[f"model-{number}"] = {**entry, "aliases": []}
    return Registry({**registry.data, "models": json.loads(json.dumps(models))}, registry.vocabulary)


def generated(folder: Path, count: int) -> None:
    """Time the program on a registry of `count` generated entries: checking it, then what is asked daily."""
    file = folder / f"{count}.toml"
    text = registry_text(registry_files()[1], count)
    file.write_text(text, encoding="utf-8")
    options = ("--standalone", "--registry", str(file))
    shown = next(iter(load_registry([file], shipped=False))).id
    cache = folder / f"cache-{count}"
    timed = {"validate": [], "first run": [], "rank": [], "show": []}  # type: dict[str, list[float]]
    bare = []
    for _ in range(GENERATED_ROUNDS):
        shutil.rmtree(cache, ignore_errors=True)
        bare.append(seconds(BARE, str(cache)))
        validated = ("validate", "--registry", str(file), "--rubric", "osi-draft")
        timed["validate"].append(seconds((*PROGRAM, *validated), ""))
        timed["first run"].append(seconds((*PROGRAM, "rank", *options), str(cache)))
        timed["rank"].append(seconds((*PROGRAM, "rank", *options), str(cache)))
        timed["show"].append(seconds((*PROGRAM, "show", shown, *options), str(cache)))
    print(f"{count:,} entries, {len(text) / 1e6:.1f} MB:")
    for name, taken in timed.items():
        spent, of_bare = statistics.median(taken), statistics.median(map(truediv, taken, bare))
        print(f"  {name:12} {spent:6.2f} s  {of_bare:6.2f}  {spent / count * 1000:6.2f} ms an entry")


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


def sizes() -> list[int]:
    """Return the numbers of entries that are asked for on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, nargs="+", default=[], metavar="N", help="only time N entries")
    found: list[int] = parser.parse_args().entries
    return found


if __name__ == "__main__":
    asked = sizes()
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    from hatch_build import PLACE, prepare

    shutil.rmtree(ROOT / PLACE, ignore_errors=True)
    prepare(ROOT, ROOT / PLACE)  # as an install does
    with tempfile.TemporaryDirectory() as scratch:
        for count in asked:
            generated(Path(scratch), count)
        if not asked:
            startup(Path(scratch))
            large(Path(scratch))
    if not asked:
        assessments()
