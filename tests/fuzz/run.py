"""Hostile inputs of every reader through the command line: `make fuzz N=100000 SEED=7`.

Prints by family how many inputs were tried, how they ended, and what violates: exits other than 0, 1, 2, 3 and 130,
tracebacks, limits of time and memory, files that are not the command's to change, characters, formulas and markup that
act in an output. Each kind of violation is told with one number, and `--one NUMBER` shows that input again.

A small generator of the project's own, because no library does this: Hypothesis, which draws the records of the laws, has
neither limits of time and memory nor a process for each input, and spends more on drawing and shrinking a text than the
command takes; Atheris counts branches of Python and C in one process, which the first limit ends, and would first
have to find out by itself what TOML, YAML, XML and Parquet are, where mutations of valid samples begin behind the parser.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import importlib
import logging
import os
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from fuzz import inputs
from fuzz.families import FAMILIES, trial
from fuzz.of_data import OURS, VIEWS
from fuzz.oracle import Outcome, Trial, each
from samples import few_of_the_licenses, fewest_of_the_shipped

from openscore.registry import edit, load

TOGETHER = 60
"""Trials of one copy of the process."""
IMPORTED = (
    "jsonschema", "cyclonedx.validation.json", "spdx_python_model.bindings.v3_0_1", "openpyxl", "openscore.analysis.score_arrays",
    "openscore.cli.bill_elements", "openscore.duty.shapes", "openscore.report.formats.enrich", "openscore.report.formats.validate_bills",
)  # fmt: skip
"""What many commands import when they come to it."""


def prepare(home: Path) -> None:
    """Lay files over three shipped models and what they name, away from what is whoever's who runs this."""
    models = fewest_of_the_shipped()
    licenses = few_of_the_licenses(models, inputs.REGISTRY, '"MIT" "CC-BY-4.0" "GPL-2.0-only" "Apache-2.0"')
    shipped = [home / "licenses.toml", home / "models.toml"]
    for path, text in zip(shipped, (licenses, models), strict=True):
        path.write_text(text, encoding="utf-8")
    for module in (edit, load):
        module.registry_files = lambda: shipped  # type: ignore[attr-defined]
    for name in [name for name in os.environ if name.startswith(("OPENSCORE_", "LC_", "LANG"))]:
        del os.environ[name]
    os.environ |= {
        "OPENSCORE_CACHE": str(home / "cache"),
        "HOME": str(home),
        "COLUMNS": "80",
        "OPENBLAS_NUM_THREADS": "1",
    }
    logging.disable()
    inputs.exports(), inputs.options(), inputs.scored(), inputs.hub_table(), inputs.code(), inputs.kept()
    # What each copy would have to import and to read anew; what draws starts threads, of which a copy has none.
    for name in IMPORTED:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    with inputs.small():
        for view in VIEWS:
            if "svg" not in view:
                inputs.said(*view, *OURS)
    gc.freeze()


def outcomes(numbers: range, seed: int, home: Path, family: str = "") -> Iterator[tuple[int, Trial, Outcome]]:
    """Yield every trial with what it came to."""
    kept = home / "trials"
    kept.mkdir(exist_ok=True)
    for first in range(numbers.start, numbers.stop, TOGETHER):
        some = {
            number: trial(seed, number, family)
            for number in range(first, min(first + TOGETHER, numbers.stop))
        }
        for number, outcome in each(list(some.items()), kept):
            yield number, some[number], outcome


def spent() -> float:
    """Return the seconds of processor time of this process and its copies."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def kind_of(one: Trial, outcome: Outcome) -> str:
    """Return what a violation has in common with others of its kind."""
    return f"{one.family}: {one.words[0]}: {'; '.join(outcome.wrong)}: {outcome.said[:70]}"


def table(tried: Counter[str], codes: Counter[tuple[str, int]], wrong: Counter[str]) -> Iterator[str]:
    """Yield the lines by family."""
    yield f"{'family':22} {'inputs':>9} {'exit 0':>8} {'1':>7} {'2':>8} {'3':>6} {'violating':>10}"
    for family in FAMILIES:
        by_code = [codes[family, code] for code in (0, 1, 2, 3)]
        yield f"{family:22} {tried[family]:>9,} {by_code[0]:>8,} {by_code[1]:>7,} {by_code[2]:>8,} {by_code[3]:>6,} {wrong[family]:>10,}"


def shown(one: Trial) -> None:
    """Print an input whole."""
    print("words:", *map(repr, one.words))
    for name, content in one.files.items():
        print(f"--- {name!r}:", content if not callable(content) else "(made)")


def main() -> int:
    """Run as a command; 1 if anything violates."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int, nargs="?", default=2_500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--seconds", type=float, default=0, help="stop after so many seconds")
    parser.add_argument("--family", choices=list(FAMILIES), default="")
    parser.add_argument("--one", type=int, help="show one input")
    words = parser.parse_args()
    tried: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    codes: Counter[tuple[str, int]] = Counter()
    kinds: dict[str, list[int]] = {}
    began = time.monotonic()
    with tempfile.TemporaryDirectory(dir="/dev/shm" if os.access("/dev/shm", os.W_OK) else None) as home:
        prepare(Path(home))
        if words.one is not None:
            shown(trial(words.seed, words.one, words.family))
        last = words.first + words.count if words.one is None else words.one + 1
        numbers = range(words.first if words.one is None else words.one, last)
        for number, one, outcome in outcomes(numbers, words.seed, Path(home), words.family):
            tried[one.family] += 1
            codes[one.family, outcome.code] += 1
            if outcome.wrong:
                wrong[one.family] += 1
                known = kinds.setdefault(kind_of(one, outcome), [])
                known.append(number)
                if len(known) == 1:
                    print(f"violates: number {number}: {kind_of(one, outcome)!r}", flush=True)
            if words.one is not None:
                print(outcome)
            if words.seconds and time.monotonic() - began > words.seconds:
                break
    for line in table(tried, codes, wrong):
        print(line)
    for kind, listed in kinds.items():
        print(f"{len(listed):>6} {kind!r}, such as {listed[:3]}")
    total = sum(tried.values())
    print(
        f"{total:,} inputs, seed {words.seed}, {time.monotonic() - began:,.0f} s, {spent():,.0f} s of processor time; violating: {sum(wrong.values())}"
    )
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
