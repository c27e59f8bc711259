"""Tests run in forked processes, each with a mutant: everything is imported and collected once.

The tests are collected by pytest as ever; in place of running them, this plugin runs them once to learn which
of them reach which block, and then for each mutant those that reach it, in a process of its own.
"""

from __future__ import annotations

import gc
import os
import pickle
import resource
import signal
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, sleep
from types import FunctionType
from typing import Any, NamedTuple, TypeVar

import pytest
from mutants.at_once import Witness
from mutants.blocks import Block, Blocks

KILLED, SLOW, ALIVE = "killed", "timed out", "alive"
Answer = TypeVar("Answer")


class Reach(NamedTuple):
    """What one test reached, and how long it took."""

    blocks: frozenset[Block]
    seconds: float
    has_passed: bool


class Session:
    """Pytest's plugin: learns what tests reach, and hands over to who has mutants."""

    def __init__(self, blocks: Blocks, work: Callable[[Session], None], learn_until: float) -> None:
        """Take what is to be done.

        Args:
            blocks: All that were compiled.
            work: What is done in place of running the tests.
            learn_until: After this moment it is not learned what further tests reach.
        """
        self._blocks, self._work, self._learn_until = blocks, work, learn_until
        self.items: dict[str, pytest.Item] = {}
        self.reach: dict[str, Reach] = {}
        self.shared: dict[str, set[Block]] = defaultdict(set)
        """What is reached for all tests of a file: while it is collected, or by what its tests share."""
        self.early: set[Block] = set()
        """What is reached while tests are collected, before any mutant."""
        self.live: list[FunctionType] = []
        """Every function there is once tests are collected."""
        self._failed = ""
        self._killers: Counter[str] = Counter()

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self) -> None:
        """Note what was reached before any test was looked for."""
        self.early |= self._blocks.taken()

    @pytest.hookimpl(wrapper=True)
    def pytest_make_collect_report(self, collector: pytest.Collector) -> Iterator[None]:
        """Note what a test file reaches by being imported."""
        self._blocks.taken()
        report = yield
        reached = self._blocks.taken()
        self.early |= reached
        self.shared[str(collector.path)] |= reached
        return report

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> Iterator[None]:
        """Note what is set up for a test, which others may share."""
        result = yield
        self.shared[str(item.path)] |= self._blocks.taken()
        return result

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note that a test fails."""
        if report.failed:
            self._failed = report.nodeid

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Do the work in place of running all tests."""
        self.items = {item.nodeid: item for item in session.items}
        self.live = [one for one in gc.get_objects() if isinstance(one, FunctionType)]
        gc.collect()
        gc.freeze()
        self._work(self)
        return True

    def learn(self, files: Sequence[str]) -> None:
        """Run the tests of some files once, in a process of its own, to learn what each of them reaches.

        Args:
            files: In the order in which there may be time for them.
        """
        places = {file: place for place, file in enumerate(files)}
        new = [item for id, item in self.items.items() if str(item.path) in places and id not in self.reach]
        ids = [item.nodeid for item in sorted(new, key=lambda item: places[str(item.path)])]
        if ids:
            reach, self.shared = answered(lambda: (self._reached(ids), self.shared))
            self.reach |= reach

    def reached_by(self, calls: Sequence[Callable[[], Any]]) -> list[set[Block]]:
        """Return what each of some calls reaches, when they are made one after the other."""

        def reached(call: Callable[[], Any]) -> set[Block]:
            self._blocks.taken()
            call()
            return self._blocks.taken()

        return answered(lambda: [reached(call) for call in calls])

    def _reached(self, ids: Sequence[str]) -> dict[str, Reach]:
        found = {}
        for id, has_failed in self._run(ids):
            blocks, seconds = frozenset(self._blocks.taken()), _spent() - self._begin
            found[id] = Reach(blocks, seconds, not has_failed)
            if monotonic() > self._learn_until:
                break
        return found

    def _run(self, ids: Sequence[str]) -> Iterator[tuple[str, bool]]:
        """Run tests one after the other, and yield whether each failed."""
        self._silence()
        items = [self.items[id] for id in ids]
        for item, following in zip(items, [*items[1:], None], strict=True):
            self._failed, self._begin = "", _spent()
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            yield item.nodeid, bool(self._failed)

    def _silence(self) -> None:
        plugins = next(iter(self.items.values())).config.pluginmanager
        if plugins.has_plugin("terminalreporter"):
            plugins.unregister(name="terminalreporter")

    def chosen(self, reaches: Callable[[set[Block] | frozenset[Block]], bool], seconds: float) -> list[str]:
        """Return the tests to try on a mutant, first those that in their time killed the most, and different ones.

        Args:
            reaches: Whether one of these blocks is the mutant's.
            seconds: How long all of them may take; one is taken however long it takes.
        """
        files = {path for path, blocks in self.shared.items() if reaches(blocks)}
        turns: Counter[str] = Counter()
        order = []
        for id, one in sorted(self.reach.items(), key=lambda pair: pair[1].seconds):
            is_direct = reaches(one.blocks)
            if one.has_passed and (is_direct or str(self.items[id].path) in files):
                test = id.partition("[")[0]
                turns[test] += 1
                cost = turns[test] * one.seconds / (1 + self._killers[test])
                order.append((not is_direct, cost, one.seconds, id))
        taken, spent = [], 0.0
        for *_, long, id in sorted(order):
            if not taken or spent + long <= seconds:
                taken.append(id)
                spent += long
        # What tests of one file share is then set up once.
        files_in_turn = list(dict.fromkeys(id.partition("::")[0] for id in taken))
        return sorted(taken, key=lambda name: files_in_turn.index(name.partition("::")[0]))

    def tried(
        self, mutate: Callable[[], Any], ids: Sequence[str], at_once: Sequence[Witness] = ()
    ) -> tuple[str, str]:
        """Return what becomes of a mutant when tests run up to the first that fails, and that test.

        Args:
            mutate: Makes the change.
            ids: Tests that are run.
            at_once: What is asked before, without pytest.
        """
        seconds = sum(self.reach[id].seconds for id in ids)
        in_turn = sorted(at_once, key=lambda one: -self._killers[one.test])
        with TemporaryDirectory() as folder:
            kept = Path(folder, "failed")

            def work() -> None:
                mutate()
                gc.disable()
                failed = next((one.test for one in in_turn if one.is_contradicted()), "")
                gc.enable()
                failed = failed or next((id for id, has_failed in self._run(ids) if has_failed), "")
                kept.write_text(failed, encoding="utf-8")

            if not forked(work, 5 + int(4 * seconds)):
                return SLOW, ""
            # Who ends without a word was brought down by the mutant.
            by = kept.read_text(encoding="utf-8") if kept.is_file() else "the process"
        self._killers[by.partition("[")[0]] += 1
        return (KILLED, by) if by else (ALIVE, "")


def _spent() -> float:
    """Return the seconds of work that this process and its own have done: others use the machine too."""
    used = [resource.getrusage(whose) for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def answered(work: Callable[[], Answer]) -> Answer:
    """Return what is worked out in a process of its own, which leaves nothing behind in this one."""
    with TemporaryDirectory() as folder:
        kept = Path(folder, "answer")
        forked(lambda: kept.write_bytes(pickle.dumps(work())))
        answer: Answer = pickle.loads(kept.read_bytes())
    return answer


def forked(work: Callable[[], Any], seconds: int = 3600) -> bool:
    """Do work in a process of its own, without a sound; return whether it ended in time, well or not.

    Args:
        work: What it does.
        seconds: Of work, since others use the machine too; of waiting it may be ten times as many.
    """
    child = os.fork()
    if not child:
        try:
            os.setsid()
            resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
            void = os.open(os.devnull, os.O_RDWR)
            for stream in (0, 1, 2):
                os.dup2(void, stream)
            work()
        finally:
            os._exit(0)
    end, pause = monotonic() + 10 * seconds, 0.001
    ended = status = 0
    try:
        while not ended:
            ended, status = os.waitpid(child, os.WNOHANG)
            if not ended and monotonic() > end:
                os.killpg(child, signal.SIGKILL)
            sleep(0 if ended else pause)
            pause = min(0.03, pause * 1.5)
    finally:
        if not ended:
            os.killpg(child, signal.SIGKILL)
    return not (os.WIFSIGNALED(status) and os.WTERMSIG(status) in (signal.SIGXCPU, signal.SIGKILL))
