"""A sample of the hostile inputs of all families; and that the oracles notice what they are there for."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from conftest import ROOT

pytest.importorskip("resource", reason="limits of a process are POSIX's")

from fuzz import oracle
from fuzz.families import FAMILIES, trial
from fuzz.oracle import Trial, each
from fuzz.outputs import told

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="limits and copies of a process are Linux's here"
)
SEED, COUNT = 19, 440


def test_no_hostile_input_breaks_anything() -> None:
    """Exits, tracebacks, time, memory, files and outputs, for a sample of every family."""
    pytest.importorskip("duckdb", reason="the extra `hub` is not installed")
    words = ("-m", "fuzz.run", str(COUNT), "--seed", str(SEED))
    done = subprocess.run(
        [sys.executable, *words],
        check=False,
        capture_output=True,
        encoding="utf-8",
        timeout=600,
        env={**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}"},
    )
    assert 0 == done.returncode, done.stdout + done.stderr
    assert done.stdout.rstrip().endswith("violating: 0"), done.stdout
    assert {family for family in FAMILIES if f"\n{family} " in f"\n{done.stdout}"} == set(FAMILIES)


def test_a_number_and_a_seed_make_the_same_input_again() -> None:
    """Of every family; what is no file is made by a function, of which the name of the file tells."""
    pytest.importorskip("duckdb", reason="the extra `hub` is not installed")
    for family in (
        "registry",
        "rubrics",
        "peers' files",
        "bills of materials",
        "policies and lists",
        "diff folders",
    ):
        assert trial(1, 5, family) == trial(1, 5, family)
        assert trial(1, 5, family) != trial(2, 5, family)


def _says(text: str, *, is_error: bool = False) -> Callable[[], object]:
    return lambda: (sys.stderr if is_error else sys.stdout).write(text)


def _writes(name: str, text: str = "") -> Callable[[], object]:
    return lambda: Path(name).write_text(text, encoding="utf-8")


def _never_ends() -> None:
    while True:
        pass


def _raises() -> None:
    raise ValueError("x")


FAULTS: dict[str, tuple[Callable[[], object], int]] = {
    "exit 70": (lambda: None, 70),
    "an exit without an error": (lambda: None, 3),
    "an output and an error": (_says("x"), 2),
    "traceback": (_says("Traceback (most recent call last):", is_error=True), 2),
    "raw U+202E in stdout": (_says("a\u202eb"), 0),
    "raw U+001B in stderr": (_says("\x1b[31m", is_error=True), 2),
    "file changed: 'here/r.toml'": (_writes("r.toml"), 0),
    "file changed: 'mine.csv'": (_writes("../mine.csv"), 0),
    "file vanished: 'here/r.toml'": (lambda: Path("r.toml").unlink(), 0),
    "file appeared: 'here/.part'": (_writes(".part"), 2),
    "file appeared: 'here/o.csv'": (_writes("o.csv"), 2),
    "formula '=1' in stdout": (_says("id\n=1\n"), 0),
    "formula '=1' in csv": (_writes("o.csv", "id\n=1\n"), 0),
    "<img onerror> in stdout": (_says("<img src=x onerror=alert(1)>"), 0),
    "<script> in stdout": (_says("<script>alert(1)</script>"), 0),
    "ended by SIGKILL": (lambda: os.kill(os.getpid(), 9), 0),
    "ended by SIGXCPU": (_never_ends, 0),
    "ended by ValueError: x": (_raises, 0),
    "ended by MemoryError: ": (lambda: bytearray(3_000_000_000), 0),
}
"""What a command might do, and its exit, by what the oracles say of it."""


def test_an_output_is_what_the_last_format_says() -> None:
    """A signed number in a table of text is no formula, whatever format was asked for before."""
    gain = "  +15.0 License restrictions\n"
    csv, table = ("rank", "--format", "csv"), "--format=table"
    assert ["formula '  +15.0 License restrictions' in stdout"] == list(told(gain, "stdout", csv))
    assert [] == list(told(gain, "stdout", (*csv, table)))
    assert 1 == len(list(told(gain, "stdout", ("rank", table, *csv[1:]))))


@pytest.mark.parametrize("says", FAULTS)
def test_the_oracles_notice(says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each fault by its name, and the trial behind it is tried all the same."""
    action, code = FAULTS[says]

    def called(words: Sequence[str]) -> int:
        if words[0] == "good":
            return 0
        action()
        if code == 2:
            sys.stderr.write("\nerror: x\n")
        return code

    monkeypatch.setattr(oracle, "main", called)
    monkeypatch.setattr(oracle, "SECONDS", 1)
    form = "csv" if "formula" in says else "html" if "<" in says else "text"
    trials = [
        Trial("demo", (word, form), {"r.toml": "kept"}, frozenset({"o.csv"})) for word in ("bad", "good")
    ]
    found = dict(each(list(enumerate(trials)), tmp_path))
    assert [says] == found[0].wrong
    assert [] == found[1].wrong
