"""Mutants of the program: `python tests/mutants/programs.py [PACKAGE[/FILE] ...] [--sample N] [--changed REF]`.

One of the project's own, since the tools there are do not fit: mutmut 3 leaves out decorated functions (every
property and cached value) and all that stands outside of functions, and needs a copy of the tree; cosmic-ray and
mutatest start pytest anew for each mutant, which takes longer here than the tests that tell.

Everything is imported and collected once. For each mutant a process is forked in which the code of one function
is another, and the tests that reach its block run until one fails: those near the package first, for some seconds, and
of the whole of a package what survives is put to wider ones (`near.toml`). What was made before the fork (constants,
data that tests load when they are imported) rests on the code as it is: so what stands outside of functions, and
what is reached by then and survives, is tried in a fresh process that imports the mutant. Equivalents stand in `equivalents.toml`.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import re
import signal
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import monotonic
from types import CodeType, FunctionType
from typing import Any, NamedTuple

import hypothesis
import pytest
import tomli
from hypothesis import Phase

ROOT = Path(__file__).resolve().parents[2]
# Beside this file stand modules of plain names.
sys.path[:] = [
    str(ROOT),
    str(ROOT / "tests"),
    *(one for one in sys.path if one != str(Path(__file__).parent)),
]

from mutants.at_once import Witness, witnesses
from mutants.blocks import Block, Blocks, Importing
from mutants.session import ALIVE, KILLED, SLOW, Session
from mutants.syntax import sites

HERE = Path(__file__).resolve().parent
EQUIVALENT, UNREACHED, LEFT = "equivalent", "not reached", "not tried"
WIDER = 20
"""How many times as long as its near tests what survives them is tried."""
COLUMNS = ("mutants", KILLED, SLOW, EQUIVALENT, UNREACHED, ALIVE, LEFT, "score")


class Mutant(NamedTuple):
    """One change of one file."""

    package: str
    path: Path
    index: int
    line: int
    function: str
    block: int

    def code(self, importing: Importing) -> tuple[CodeType, str, str]:
        """Return the file's code with the change, and the statement before and after it."""
        tree = ast.parse(_text(self.path))
        was, now = sites(tree)[self.index].apply()
        return importing.compiled(ast.fix_missing_locations(tree), str(self.path)), was, now


class Judged(NamedTuple):
    """A mutant and what became of it."""

    mutant: Mutant
    verdict: str
    was: str
    now: str
    by: str = ""

    @property
    def survives(self) -> bool:
        """Whether no test told it."""
        return self.verdict in (ALIVE, UNREACHED)


class Settings(NamedTuple):
    """What there is of a run in `near.toml` and on the command line."""

    near: list[str]
    """Files of the tests of the packages, first those that name a module that is changed."""
    wide: list[str]
    """Files of the tests to which what survives those is put."""
    mutants: list[Mutant]
    end: float
    """After this moment no further mutant is tried."""
    seconds: float
    """How long the tests that a mutant is put to may take."""
    is_brief: bool
    """Whether what survives is left at that."""


@cache
def _text(path: Path) -> bytes:
    """Return a file as it was when the run began: somebody may write in it since."""
    return path.read_bytes()


def files_of(package: str) -> list[Path]:
    """Return the files of a package, or the one of that name: `engine`, `engine/assess`, `interval`."""
    folder = ROOT / "openscore" / package
    return sorted(folder.glob("*.py")) if folder.is_dir() else [folder.with_suffix(".py")]


def mutants_of(package: str) -> Iterator[Mutant]:
    """Yield every mutant of a package."""
    for path in files_of(package):
        for index, site in enumerate(sites(ast.parse(_text(path)))):
            yield Mutant(package.partition("/")[0], path, index, site.line, site.function, site.block)


def changed_lines(ref: str) -> dict[Path, set[int]]:
    """Return the lines of each file that are not as they were in a commit."""
    command = ["git", "diff", "-U0", ref, "--", "openscore"]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=True).stdout
    found: dict[Path, set[int]] = defaultdict(set)
    path = ROOT
    for line in told.splitlines():
        if line.startswith("+++ b/"):
            path = ROOT / line[6:]
        elif hunk := re.match(r"@@ -\S+ \+(\d+)(?:,(\d+))?", line):
            begin, count = int(hunk[1]), int(hunk[2] or 1)
            found[path] |= set(range(begin, begin + count))
    return found


class Run:
    """Tries mutants, one after the other."""

    def __init__(self, settings: Settings, importing: Importing) -> None:
        self._settings, self._importing = settings, importing
        self._live: dict[tuple[str, str, int], list[FunctionType]] = defaultdict(list)
        listed = tomli.loads((HERE / "equivalents.toml").read_text(encoding="utf-8"))
        self._excused = {
            (file, function, one["was"], one["now"])
            for file, functions in listed.items()
            for function, changes in functions.items()
            for one in changes
        }
        self._witnesses: dict[str, list[tuple[Witness, set[Block]]]] = {}
        self.judged: list[Judged] = []

    def work(self, session: Session) -> None:
        """Try every mutant, as long as there is time."""
        for one in session.live:
            code = one.__code__
            self._live[code.co_filename, code.co_qualname, code.co_firstlineno].append(one)
        seconds, wide = self._settings.seconds, self._settings.wide
        self.judged = self._round(session, self._settings.near, self._settings.mutants, seconds)
        if wide and (left := [one.mutant for one in self.judged if one.survives]):
            wider = self._round(session, wide, left, WIDER * seconds)
            now = {one.mutant: one for one in wider}
            self.judged = [now.get(one.mutant, one) for one in self.judged]
        for one in self.judged:
            if one.survives:
                print(_told(one))

    def _round(
        self, session: Session, files: Sequence[str], mutants: Sequence[Mutant], seconds: float
    ) -> list[Judged]:
        session.learn(files)
        failed = [id for id, one in session.reach.items() if not one.has_passed]
        told = f"{len(session.reach)} tests, {sum(one.seconds for one in session.reach.values()):.0f} s"
        print(f"{told}; left out, since they fail as it is: {', '.join(failed) or 'none'}", flush=True)
        judged = []
        for mutant in mutants:
            judged.append(self._judged(mutant, session, seconds))
            if os.environ.get("MUTANTS_TRACE"):
                one = judged[-1]
                print(
                    f"{monotonic():.1f} {one.verdict} {one.by} {mutant.path.name}:{mutant.line} {one.now}",
                    flush=True,
                )
        return judged

    def _judged(self, mutant: Mutant, session: Session, seconds: float) -> Judged:
        code, was, now = mutant.code(self._importing)
        file = str(mutant.path.relative_to(ROOT / "openscore"))
        if (file, mutant.function, was, now) in self._excused:
            return Judged(mutant, EQUIVALENT, was, now)
        if monotonic() > self._settings.end:
            return Judged(mutant, LEFT, was, now)
        path, block = str(mutant.path), (str(mutant.path), mutant.block)

        def reaches(blocks: Any) -> bool:
            return block in blocks if mutant.function else any(file == path for file, _ in blocks)

        is_early = not mutant.function or reaches(session.early)
        ids = session.chosen(reaches, seconds)
        if is_early and not ids:
            ids = session.chosen(bool, seconds)
        verdict, by = ALIVE if ids else UNREACHED, ""
        swap = self._swap(mutant, code)
        at_once = [one for one, blocks in self._at_once(mutant.package, session) if reaches(blocks)]
        if swap is not None and (ids or at_once):
            verdict, by = session.tried(swap, ids, at_once)
            verdict = UNREACHED if verdict == ALIVE and not ids else verdict
        may_wait = self._settings.is_brief or (self._settings.wide and seconds == self._settings.seconds)
        if verdict == ALIVE and (swap is None or is_early) and not may_wait:
            limit = 60 + 4 * sum(session.reach[id].seconds for id in ids)
            verdict, by = _tried_fresh(mutant, ids, limit), "a fresh process"
        return Judged(mutant, verdict, was, now, by)

    def _at_once(self, package: str, session: Session) -> list[tuple[Witness, set[Block]]]:
        if package not in self._witnesses:
            found = list(witnesses(package))
            reached = session.reached_by([one.said for one in found])
            self._witnesses[package] = list(zip(found, reached, strict=True))
        return self._witnesses[package]

    def _swap(self, mutant: Mutant, code: CodeType) -> Callable[[], None] | None:
        """Return what gives a function other code; None where that cannot be done."""
        new = next((one for one in _inner(code) if one.co_qualname == mutant.function), None)
        if not mutant.function or new is None:
            return None
        live = self._live[str(mutant.path), mutant.function, new.co_firstlineno]
        if not live or any(len(one.__code__.co_freevars) != len(new.co_freevars) for one in live):
            return None

        def swap() -> None:
            for one in live:
                one.__code__ = new

        return swap


def _inner(code: CodeType) -> Iterator[CodeType]:
    for one in code.co_consts:
        if isinstance(one, CodeType):
            yield one
            yield from _inner(one)


def _tried_fresh(mutant: Mutant, ids: Sequence[str], limit: float) -> str:
    """Return what becomes of a mutant in a process that imports it."""
    asked = json.dumps([str(mutant.path), mutant.index, list(ids)])
    command = [sys.executable, str(HERE / "programs.py"), "--fresh"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    ) as process:  # fmt: skip
        try:
            process.communicate(asked.encode(), timeout=limit)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, 9)
            return SLOW
    return ALIVE if process.returncode == 0 else KILLED


def _fresh() -> int:
    path, index, ids = json.load(sys.stdin)
    importing = Importing("openscore", Blocks())
    importing.begin()
    importing.changed[path] = Mutant("", Path(path), index, 0, "", 0).code(importing)[0]
    with TemporaryDirectory() as folder:
        return pytest.main([*PYTEST, "--basetemp", str(Path(folder, "tests")), "-x", *ids])


PYTEST = [
    "-q", "-p", "no:xdist", "-p", "no:cacheprovider", "-o", "tmp_path_retention_policy=none", "-W",
    "ignore::pytest.PytestAssertRewriteWarning", "--rootdir", str(ROOT),
]  # fmt: skip


def _told(one: Judged) -> str:
    place = f"{one.mutant.path.relative_to(ROOT)}:{one.mutant.line}: {one.verdict}: {one.mutant.function}"
    return f"  {place}\n    - {one.was}\n    + {one.now}"


def table(judged: Sequence[Judged]) -> Iterator[str]:
    """Yield a row for each package, one for each of its files, and one for all."""
    by_package: dict[str, Counter[str]] = defaultdict(Counter)
    for one in judged:
        for name in (one.mutant.package, f"{one.mutant.package}/{one.mutant.path.stem}", "all"):
            by_package[name][one.verdict] += 1
    yield f"{'package':<22}" + "".join(f"{name:>{len(name) + 2}}" for name in COLUMNS)
    for name, counts in sorted(by_package.items(), key=lambda pair: (pair[0] == "all", pair[0])):
        told_apart = counts.total() - counts[EQUIVALENT] - counts[LEFT]
        cells = "".join(f"{counts[column]:>{len(column) + 2}}" for column in COLUMNS[1:-1])
        score = (counts[KILLED] + counts[SLOW]) / max(1, told_apart)
        yield f"{name:<22}{counts.total():>9}{cells}{score:>7.1%}"


def _let_failures_be() -> None:
    """Let Hypothesis stop at what fails, and draw few examples: the least that fails takes longer than all tests."""
    phases = [Phase.explicit, Phase.generate]
    hypothesis.settings.register_profile(
        "mutants", hypothesis.settings.get_profile("ci"), phases=phases, max_examples=20
    )
    hypothesis.settings.load_profile("mutants")


def _settings(options: argparse.Namespace) -> Settings:
    listed = tomli.loads((HERE / "near.toml").read_text(encoding="utf-8"))
    wide, near = listed.pop("wide"), listed
    found = [one for package in options.packages or near for one in mutants_of(package)]
    if options.changed:
        lines = changed_lines(options.changed)
        found = [one for one in found if one.line in lines.get(one.path, ())]
    if options.at:
        places = {(path, int(line)) for path, _, line in (one.rpartition(":") for one in options.at)}
        found = [one for one in found if (str(one.path.relative_to(ROOT)), one.line) in places]
    luck = Random(options.seed)
    if options.sample:
        found = [
            one
            for package in near
            if (own := [mutant for mutant in found if mutant.package == package])
            for one in luck.sample(own, min(options.sample, len(own)))
        ]
    elif options.changed:
        luck.shuffle(found)
    wanted = options.tests or [
        test for package in dict.fromkeys(one.package for one in found) for test in near[package]
    ]
    names = {f"{one.package}.{one.path.stem}" for one in found}
    return Settings(
        _files(wanted, names), _files([] if options.changed or options.at or options.near or options.tests else wide, names), found,
        monotonic() + 60 * options.minutes, options.seconds, options.near,
    )  # fmt: skip


def _files(tests: Sequence[str], modules: set[str]) -> list[str]:
    places = [ROOT / test for test in tests]
    found = [[one] if one.is_file() else sorted(one.glob("test_*.py")) for one in places]
    texts = {str(one): one.read_text(encoding="utf-8") for listed in found for one in listed}
    return sorted(texts, key=lambda file: -sum(name in texts[file] for name in modules))


def main() -> int:
    """Print a row for each package and each survivor; return 1 if there is one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("packages", nargs="*", help="such as engine; all of near.toml by default")
    parser.add_argument("--sample", type=int, default=0, help="so many of each package")
    parser.add_argument("--seed", type=int, default=19)
    parser.add_argument("--changed", metavar="REF", help="only on lines that are not as in this commit")
    parser.add_argument("--minutes", type=float, default=600, help="after these no further mutant is tried")
    parser.add_argument(
        "--seconds", type=float, default=2.5, help="of tests for each mutant; short ones come first"
    )
    parser.add_argument(
        "--tests", nargs="*", metavar="FILE", help="these alone, in place of those of near.toml"
    )
    parser.add_argument(
        "--bare", action="store_true", help="those tests need no fixture of ours: it begins at once"
    )
    parser.add_argument("--at", nargs="*", metavar="FILE:LINE", help="only there")
    parser.add_argument(
        "--near", action="store_true", help="no wider tests and no fresh process for what survives"
    )
    parser.add_argument("--fresh", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # Whoever stops it stops what it has forked.
    os.environ["CI"] = "1"  # Hypothesis then draws the same examples each time.
    _let_failures_be()
    if options.fresh:
        return _fresh()
    settings = _settings(options)
    if not settings.mutants:
        print("no line of these packages is another")
        return 0
    blocks = Blocks()
    importing = Importing("openscore", blocks)
    importing.begin()
    run = Run(settings, importing)
    learn_until = (monotonic() + settings.end) / 2
    tests = sorted({*settings.near, *settings.wide})
    with TemporaryDirectory() as folder:
        # Pytest clears folders of older runs away, and this one takes long.
        place = ["--basetemp", str(Path(folder, "tests"))]
        bare = ["--noconftest"] if options.bare else []
        pytest.main([*PYTEST, *bare, *place, *tests], plugins=[Session(blocks, run.work, learn_until)])
    print(f"seed {options.seed}")
    print("\n".join(table(run.judged)))
    return int(any(one.survives for one in run.judged))


if __name__ == "__main__":
    sys.exit(main())
