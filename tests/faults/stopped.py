"""Runs a command many times, each time stopped, or refused by the system, at the next step of its writing.

A step is a line of the modules that write. Each run is a copy (a fork) of one process that has imported all, so
that hundreds of them take seconds. The driver prints what each run came to as JSON.

usage: stopped.py KIND,KIND FOLDER WORD... where a kind is kill, limit or a name of errno
"""

from __future__ import annotations

import errno
import json
import lzma
import os
import re
import resource
import shutil
import signal
import sys
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from types import FrameType
from typing import Any

from openscore import files, snapshots
from openscore.analysis import edition
from openscore.cli.main import main
from openscore.hub import places, score
from openscore.registry import edit
from openscore.resources import registry_files
from openscore.site import build

WRITERS = {module.__file__ for module in (files, snapshots, edition, places, score, build)}
WRITING = {
    "write_whole", "_replace", "_begun", "_clear", "abandoned", "locked", "put", "_claim", "keep", "_take_place", "mend",
    "build", "held", "clear", "_read", "_write", "_write_rejects",
}  # fmt: skip
"""Functions of theirs that change something; reading is no step."""
CALLS = re.compile(r"mkstemp|mkdtemp|fdopen|\.write|flush|fsync|chmod|\.replace\(|\.rename|mkdir|os\.open")
"""What a line holds on which the system may refuse."""
MOST, FEW = 24, 6
"""Steps at which a command is stopped at most, spread over all of them; fewer of what takes its time."""
PAGES = 24
"""Files of a site that are written."""
DONE, LIMITS = -1, (0, 1, 100, 4000)


def lines_of(name: str) -> list[str]:
    return Path(name).read_text(encoding="utf-8").splitlines()


class Step:
    """Counts the lines of the modules that write, and acts on one of them."""

    def __init__(self, wanted: int, act: Callable[[], None], only: re.Pattern[str] | None = None) -> None:
        self.wanted, self.act, self.only = wanted, act, only
        self.count = 0
        self._text = {name: lines_of(name) for name in WRITERS if name}

    def trace(self, frame: FrameType, event: str, _: object) -> Any:
        name = frame.f_code.co_filename
        if name not in self._text or frame.f_code.co_name not in WRITING:
            return None
        if event == "line":
            line = self._text[name][frame.f_lineno - 1]
            if self.only is None or self.only.search(line):
                self.count += 1
                if self.count == self.wanted:
                    self.act()
        return self.trace


def kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def refuse(number: int) -> Callable[[], None]:
    def act() -> None:
        raise OSError(number, os.strerror(number))

    return act


def command(words: list[str]) -> int:
    """Run a command, or keep an edition, which is one of `make`."""
    if words[0] != "keep":
        return main(words)
    stored = {"openscore": "1.0", "files": {"models.toml": ""}, "codes": []}
    edition.packed = lambda *_: lzma.compress(json.dumps(stored).encode())
    edition.__file__ = str(Path("openscore", "analysis", "edition.py").absolute())
    Path("openscore").mkdir(exist_ok=True)
    try:
        edition.keep(words[1], "1.0")
    except OSError:
        return 2
    return 0


def run(words: list[str], step: Step | None) -> int:
    """Run a command in a copy of this process; returns how it ended, a signal as a negative number."""
    child = os.fork()
    if child == 0:
        code = 70
        try:
            quiet = os.open(os.devnull, os.O_WRONLY)
            os.dup2(quiet, 1)
            os.dup2(quiet, 2)
            sys.settrace(step.trace if step else None)
            code = command(words)
        finally:
            sys.settrace(None)
            os._exit(code)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def steps_of(words: list[str], only: re.Pattern[str] | None) -> int:
    """Return how many steps a whole run has."""
    step = Step(0, kill, only)
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        sys.settrace(step.trace)
        command(words)
        sys.settrace(None)
        os.write(write, str(step.count).encode())
        os._exit(0)
    os.waitpid(child, 0)
    os.close(write)
    with os.fdopen(read) as pipe:
        return int(pipe.read() or 0)


def state(folder: Path) -> dict[str, str]:
    """Return every file of a folder with its content."""
    return {
        str(path.relative_to(folder)): path.read_bytes().hex()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def fresh(kept: Path, folder: Path) -> None:
    shutil.rmtree(folder)
    shutil.copytree(kept, folder)


def main_(kind: str, folder: Path, words: list[str]) -> dict[str, Any]:
    # Laid over the shipped licenses alone: to check all shipped models for each of many runs takes its time.
    edit.registry_files = lambda: registry_files()[:1]
    # The pages of a site are many, and all are written alike.
    build.files_of = lambda world, pages=build.files_of: islice(pages(world), PAGES)
    os.chdir(folder)
    kept = folder.with_name(folder.name + "-kept")
    if kept.exists():
        fresh(kept, folder)
    else:
        shutil.copytree(folder, kept)
    os.chdir(folder)
    run(words, None)  # What is kept in the cache is kept then.
    fresh(kept, folder)
    os.chdir(folder)
    before = state(folder)
    only = None if kind == "kill" else CALLS
    count = len(LIMITS) if kind == "limit" else steps_of(words, only)
    after = state(folder)
    chosen = range(1, count + 1)
    most = FEW if words[0] in ("hub", "site") else MOST
    if count > most:
        chosen = sorted({1 + place * (count - 1) // (most - 1) for place in range(most)})
    runs = []
    for wanted in chosen:
        fresh(kept, folder)
        os.chdir(folder)
        if kind == "limit":
            code = limited(words, LIMITS[wanted - 1])
        else:
            act = kill if kind == "kill" else refuse(getattr(errno, kind))
            code = run(words, Step(wanted, act, only))
        stopped = state(folder)
        again = run(words, None) if kind in ("kill", "limit") else code
        runs.append(
            {"step": wanted, "code": code, "stopped": stopped, "again": again, "after": state(folder)}
        )
    return {"before": before, "whole": after, "runs": runs}


def limited(words: list[str], size: int) -> int:
    """Run a command that may write no file beyond a size."""
    child = os.fork()
    if child == 0:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
        code = 70
        try:
            quiet = os.open(os.devnull, os.O_WRONLY)
            os.dup2(quiet, 1)
            os.dup2(quiet, 2)
            code = command(words)
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def once(folder: Path, words: list[str]) -> int:
    """Run a command once, as the only one of this process."""
    edit.registry_files = lambda: registry_files()[:1]
    os.chdir(folder)
    return main(words)


if __name__ == "__main__" and sys.argv[1] == "once":
    sys.exit(once(Path(sys.argv[2]), sys.argv[3:]))
elif __name__ == "__main__":
    place, called = Path(sys.argv[2]).resolve(), sys.argv[3:]
    found = {kind: main_(kind, place, called) for kind in sys.argv[1].split(",")}
    sys.stdout.write(json.dumps(found))
