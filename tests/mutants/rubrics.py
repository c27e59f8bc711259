"""Mutants of the shipped rubrics: `python tests/mutants/rubrics.py [RUBRIC ...]`.

Each number, word, list member and condition of a rubric file is changed, one at a time and in memory, and
held against what states the framework once more: the cases of `tests/cases`, the tables of what answers are
worth, and published results; the columns say how many each of them noticed. The proofs of `validate` come
last: a mutant that only they refuse is counted apart, since they know no framework. What is left survives,
unless trying all facts shows that none tells it apart: then it is equivalent.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from time import perf_counter
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from mutants.operators import Known, Mutant, mutants
from mutants.witnesses import EQUIVALENT, REFUSED, SURVIVES, WITNESSES, Witnesses
from property.strategies import VOCABULARY

from openscore.engine.facts import base_facts
from openscore.resources import rubric_files
from openscore.toml import find_line

COLUMNS = ("mutants", *WITNESSES, "worth alone", REFUSED, EQUIVALENT, SURVIVES, "score")


class Judged(NamedTuple):
    """A mutant and who noticed it."""

    mutant: Mutant
    verdict: tuple[str, ...]


def known_to(of: Witnesses) -> Known:
    """Return what could stand in places of a rubric."""
    raw, rubric = of.file.parse(), of.rubric
    asked = _asked(raw["criteria"], raw.get("ladders", {}), None)

    def values(path: str, ladder: str) -> Sequence[str]:
        facts = [fact for name, fact in asked if name == ladder] if "{fact}" in path else [""]
        scales = [rubric.scale(path.replace("{fact}", fact)).bits for fact in facts]
        return [id for id in scales[0] if all(id in scale for scale in scales)] if scales else []

    facts = sorted({fact for path in rubric.paths for fact in base_facts(path, rubric)})
    return Known(values, VOCABULARY.licensed, [fact for fact in facts if fact in VOCABULARY.facts])


def _asked(
    entries: Sequence[Mapping[str, Any]], ladders: Mapping[str, Any], inherited: str | None
) -> list[tuple[str, str]]:
    """Return each ladder with each fact that a question asks it of."""
    found = []
    for entry in entries:
        ladder = entry.get("ladder", inherited)
        if ladder and not entry.get("parts") and not entry.get("levels"):
            fact = entry.get("fact") or ladders[ladder].get("fact", "").replace("{id}", entry["id"])
            found.append((ladder, fact))
        found += _asked(entry.get("parts", []), ladders, ladder)
    return found


def judged(witnesses: Witnesses) -> Iterator[Judged]:
    """Yield every mutant of a rubric with who noticed it."""
    for mutant in mutants(witnesses.file.parse(), known_to(witnesses)):
        yield Judged(mutant, witnesses.verdict(mutant.data))


def main() -> int:
    """Print a row for each rubric, and a line for each survivor; return 1 if there is one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rubrics", nargs="*", help="ids; all shipped rubrics by default")
    parser.add_argument("--refused", action="store_true", help="also list what only the proofs refuse")
    parser.add_argument(
        "--changed", metavar="REF", help="only those of which something is not as in this commit"
    )
    options = parser.parse_args()
    wanted = options.rubrics or _changed_since(options.changed)
    print(f"{'rubric':<18}" + "".join(f"{name:>{len(name) + 2}}" for name in COLUMNS))
    total: Counter[str] = Counter()
    begin = perf_counter()
    for id in wanted:
        witnesses = Witnesses(id)
        found = list(judged(witnesses))
        counts = _counted(found)
        total += counts
        print(_row(id, counts))
        for line in _lines(witnesses, found, (SURVIVES, REFUSED) if options.refused else (SURVIVES,)):
            print(line)
    print(_row("all", total))
    print(f"{total['mutants'] / (perf_counter() - begin):.0f} mutants a second")
    return int(bool(total[SURVIVES]))


def _changed_since(ref: str | None) -> list[str]:
    """Return the rubrics of which the file or what is stated of it changed; all without a commit."""
    if ref is None:
        return list(rubric_files())
    command = ["git", "diff", "--name-only", ref, "--", "rubrics", "tests/cases", "tests/published"]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=True).stdout
    changed = {Path(line).stem for line in told.splitlines()}
    return [id for id in rubric_files() if id in changed]


def _counted(found: Sequence[Judged]) -> Counter[str]:
    counts = Counter(name for one in found for name in one.verdict)
    counts["mutants"] = len(found)
    counts["worth alone"] = sum(one.verdict == ("worth",) for one in found)
    return counts


def _lines(witnesses: Witnesses, found: Sequence[Judged], shown: Sequence[str]) -> Iterator[str]:
    for mutant, (verdict, *_) in found:
        if verdict in shown:
            line = find_line(witnesses.file.text, mutant.where)
            place = ".".join(map(str, mutant.where))
            yield f"  {witnesses.file.label}:{line}: {verdict}: {place}: {mutant.what}"


def _row(name: str, counts: Counter[str]) -> str:
    told_apart = counts["mutants"] - counts[EQUIVALENT]
    cells = "".join(f"{counts[column]:>{len(column) + 2}}" for column in COLUMNS[:-1])
    return f"{name:<18}{cells}{1 - counts[SURVIVES] / max(1, told_apart):>{len(COLUMNS[-1]) + 2}.1%}"


if __name__ == "__main__":
    sys.exit(main())
