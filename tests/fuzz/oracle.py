"""What must hold of a command whatever it is given, and the copies of this process in which that is tried.

A trial runs the command line's `main` in a fork: in a folder of its own, with limits on processor time and memory. A
copy does many trials, one after the other; if one of them ends it, that is found, and another copy does the rest.
"""

from __future__ import annotations

import io
import json
import os
import re
import resource
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from fuzz.outputs import told

from openscore.cli.main import main

SECONDS = 20
"""Of processor time for one command; the commands take hundredths of one."""
WAIT = 600
"""Of time for one command, for what waits without working: a machine that does other things too slows all down."""
LARGE = 1 << 30
"""Bytes of a file that is all holes, of which only the size is looked at."""
ROOM = 1_500_000_000
"""Bytes that a command may take beyond what the process had before it."""
CODES = frozenset({0, 1, 2, 3, 130})
Made = str | bytes | Callable[[Path], None]


class Trial(NamedTuple):
    """One command with what it finds in its folder."""

    family: str
    words: tuple[str, ...]
    files: dict[str, Made]
    """Content by name; what makes something else than a file is called with its path."""
    outputs: frozenset[str] = frozenset()
    """What the command may write anew."""
    edited: frozenset[str] = frozenset()
    """What it may change: if it fails, nothing of that either."""
    stdin: bytes = b""
    environment: tuple[tuple[str, str], ...] = ()
    resumed: str = ""
    """A folder that a run which failed may leave, if it says so."""
    same_as_without: str = ""
    """A file whose absence may not change what is printed, such as a damaged cache."""


class Outcome(NamedTuple):
    """What a trial came to."""

    code: int
    wrong: list[str]
    said: str
    """The first line of standard error, to tell findings apart."""


def state(folder: Path) -> dict[str, bytes | str]:
    """Return everything in a folder: files with their bytes, the rest with its kind."""
    found: dict[str, bytes | str] = {}
    for parent, folders, names in os.walk(folder):
        for name in (*folders, *names):
            path = Path(parent, name)
            key = os.fsdecode(os.path.relpath(path, folder))
            if path.is_symlink():
                found[key] = f"link to {path.readlink()}"
            elif path.is_file():
                size = path.stat().st_size
                found[key] = path.read_bytes() if size < LARGE else f"{size} bytes"
            else:
                found[key] = "folder" if path.is_dir() else "node"
    return found


class Place:
    """The folder of one trial, with what is around it."""

    def __init__(self, trial: Trial, kept: Path) -> None:
        self.trial = trial
        self.around = Path(tempfile.mkdtemp(dir=kept))
        self.folder = self.around / "here"
        self.folder.mkdir()
        (self.around / "mine.csv").write_text("somebody's own", "utf-8")
        for name, content in trial.files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if callable(content):
                content(path)
            else:
                path.write_bytes(
                    content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
                )
        self.before = state(self.around)

    def wrong(self, code: int, err: str) -> Iterator[str]:
        """Yield what a command did to files that it should not have done."""
        if code == 2 and self.trial.resumed and self.trial.resumed in err:
            shutil.rmtree(self.folder / self.trial.resumed)
        after = state(self.around)
        # What was rejected is told where nothing was left, too.
        allowed = {
            f"here/{name}"
            for name in self.trial.outputs
            if code in (0, 1) or (code == 3 and "rejects" in name)
        }
        edited = {f"here/{name}" for name in self.trial.edited if code == 0}
        for name in sorted(self.before.keys() | after.keys()):
            if self.before.get(name) != after.get(name) and name not in allowed | edited:
                what = "vanished" if name not in after else "changed" if name in self.before else "appeared"
                yield f"file {what}: {name[:80]!r}"
        for name in allowed:
            if name in after and isinstance(content := after[name], bytes):
                yield from told(content.decode("utf-8", "replace"), name)

    def clear(self) -> None:
        """Take everything away."""
        shutil.rmtree(self.around, ignore_errors=True)


class Streams:
    """Standard output and error of a copy, read back after each trial."""

    def __init__(self) -> None:
        self.held = [os.memfd_create(name) for name in ("out", "err", "in")]

    def open(self, stdin: bytes) -> None:
        """Empty them."""
        for held in self.held:
            os.ftruncate(held, 0)
            os.lseek(held, 0, os.SEEK_SET)
        os.write(self.held[2], stdin)
        os.lseek(self.held[2], 0, os.SEEK_SET)
        for held, number in zip(self.held, (1, 2, 0), strict=True):
            os.dup2(held, number)
        sys.stdout = io.TextIOWrapper(os.fdopen(1, "wb", closefd=False), encoding="utf-8")
        sys.stderr = io.TextIOWrapper(
            os.fdopen(2, "wb", closefd=False), encoding="utf-8", errors="backslashreplace"
        )
        sys.stdin = io.TextIOWrapper(os.fdopen(0, "rb", closefd=False), encoding="utf-8")

    def read(self) -> tuple[str, str]:
        """Return what was written."""
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        texts = []
        for held in self.held[:2]:
            size = os.lseek(held, 0, os.SEEK_END)
            texts.append(os.pread(held, min(size, 20_000_000), 0).decode("utf-8", "replace"))
        return texts[0], texts[1]


def tried(trial: Trial, streams: Streams, kept: Path) -> Outcome:
    """Run one trial in this process and say what is wrong with what it did."""
    place = Place(trial, kept)
    before = Path.cwd()
    os.chdir(place.folder)
    around = dict(os.environ)
    os.environ |= dict(trial.environment)
    try:
        code, out, err = _called(trial, streams)
        wrong = []
        if code not in CODES:
            wrong.append(f"exit {code}")
        if "Traceback" in err:
            wrong.append("traceback")
        if code == 2 and out:
            wrong.append("an output and an error")
        if code in (2, 3) and not re.search(r"^(error: |\u9519\u8bef\uff1a)", err, re.MULTILINE):
            wrong.append("an exit without an error")
        wrong += told(out, "stdout", trial.words)
        wrong += told(err, "stderr")
        if trial.same_as_without:
            shutil.rmtree(place.folder / trial.same_as_without, ignore_errors=True)
            again = _called(trial, streams)
            wrong += (
                [] if (code, out) == again[:2] else [f"exit {code} became {again[0]} without a damaged cache"]
            )
        else:
            wrong += place.wrong(code, err)
    finally:
        os.chdir(before)
        os.environ.clear()
        os.environ |= around
        place.clear()
    return Outcome(code, wrong, err.strip().partition("\n")[0][:160])


def _called(trial: Trial, streams: Streams) -> tuple[int, str, str]:
    streams.open(trial.stdin)
    signal.alarm(WAIT)
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    # What draws plots sets addresses aside by the gigabyte, and uses few of them.
    draws = any(word.endswith("svg") for word in trial.words)
    size = resource.RLIM_INFINITY if draws else pages * resource.getpagesize() + ROOM
    resource.setrlimit(resource.RLIMIT_AS, (size, resource.RLIM_INFINITY))
    spent = resource.getrusage(resource.RUSAGE_SELF)
    resource.setrlimit(
        resource.RLIMIT_CPU, (int(spent.ru_utime + spent.ru_stime) + SECONDS, resource.RLIM_INFINITY)
    )
    code = main(list(trial.words))
    resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    signal.alarm(0)
    return code, *streams.read()


def _copy(trials: Sequence[tuple[int, Trial]], kept: Path, report: int) -> None:
    """Do trials in this copy of the process, and tell of each as soon as it is done."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    streams = Streams()
    for number, trial in trials:
        outcome = tried(trial, streams, kept)
        os.write(report, (json.dumps([number, *outcome]) + "\n").encode("utf-8", "surrogateescape"))


def each(trials: Sequence[tuple[int, Trial]], kept: Path) -> Iterator[tuple[int, Outcome]]:
    """Yield what each trial came to, by its number.

    Args:
        trials: With their numbers.
        kept: A folder that exists, in which each has a folder of its own.
    """
    left = list(trials)
    while left:
        read, write = os.pipe()
        child = os.fork()
        if child == 0:
            try:
                os.close(read)
                _copy(left, kept, write)
            except BaseException as error:  # noqa: BLE001 - what ends a copy is told of, whatever it is
                os.write(write, (json.dumps(["ended", f"{type(error).__name__}: {error}"]) + "\n").encode())
            finally:
                os._exit(0)
        os.close(write)
        with os.fdopen(read, encoding="utf-8") as pipe:
            lines = [json.loads(line) for line in pipe]
        _, status = os.waitpid(child, 0)
        ended = lines.pop()[1] if lines and lines[-1][0] == "ended" else ""
        for (number, _), (_, code, wrong, said) in zip(left, lines, strict=False):
            yield number, Outcome(code, wrong, said)
        left = left[len(lines) :]
        if left:
            number, _ = left.pop(0)
            ending = os.waitstatus_to_exitcode(status)
            name = signal.Signals(-ending).name if ending < 0 else ended or f"exit {ending}"
            yield number, Outcome(ending, [f"ended by {name}"], "")
