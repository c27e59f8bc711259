"""The table of cases that an outside trial left, one folder each, and the place in which one is tried."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import timeit
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from conftest import ROOT, Run

TRIAL = ROOT.parent / "shared" / "cases"
"""Where the trial keeps its folders; a clone has none, and the small inputs here stand for them."""

FEW_QUESTIONS = ("--rubric", "release-gradient")
"""For `hub score`, where what is tried goes on before any question of a rubric is asked."""

Files = Mapping[str, str | bytes]


class Place:
    """A folder that holds the files of one case, in which commands are run as its README says."""

    def __init__(self, folder: Path, run: Run) -> None:
        self.folder = folder
        self.run = run

    def started(self, *words: str, where: str = "", **more: str) -> subprocess.CompletedProcess[bytes]:
        """Run the program in a process of its own, under settings of the environment."""
        return subprocess.run(
            [sys.executable, "-m", "openscore", *words],
            check=False,
            cwd=self.folder / where,
            capture_output=True,
            timeout=60,
            env={**os.environ, "PYTHONPATH": str(ROOT), **more},
        )

    @staticmethod
    def seconds(call: Callable[[], object], calls: int = 3) -> float:
        """Return how long the quickest of some calls takes."""
        return min(timeit.repeat(call, number=1, repeat=calls))

    def refused(self, *words: str, names: str = "") -> str:
        """Run a command that has to end with one error of the input; return what it says."""
        result = self.run(*words)
        assert 2 == result.code, result.err
        assert "" == result.out
        assert result.err.startswith("error: ")
        assert names in result.err
        return result.err

    def passed(self, *words: str) -> str:
        """Run a command that has to succeed; return what it prints."""
        result = self.run(*words)
        assert 0 == result.code, result.err
        return result.out

    def found(self, *words: str) -> list[str]:
        """Return the names of the models that `check` has findings of."""
        result = self.run("check", *words, "--format", "json")
        assert result.code in {0, 1}, result.err
        return [finding["name"] for finding in json.loads(result.out)["findings"]]

    def accepted(self, source: str) -> str:
        """Return what `add` writes of a model if every guess from its files is accepted."""
        said = {"name": "Demo 7B", "developer": "Example Lab", "modality": "text", "summary": "Made up.",
                "url": "https://example.org/card", "registry": "drafted.toml",
                "fact": "dates.announced=2026-01-02:it says so"}  # fmt: skip
        options = [word for option, value in said.items() for word in (f"--{option}", value)]
        self.passed("add", "demo-7b", "--from", source, "--accept", "all", *options)
        return (self.folder / "drafted.toml").read_text(encoding="utf-8")

    def scored(self, name: str, *words: str) -> dict[str, dict[str, Any]]:
        """Return what `hub score` says of the models of a file, by id."""
        needs("duckdb", "sqlglot")
        import duckdb

        self.passed("hub", "score", name, "-o", "of-a-run.parquet", *words)
        rows = duckdb.connect().sql("SELECT * FROM 'of-a-run.parquet'")
        found = {row[0]: dict(zip(rows.columns, row, strict=True)) for row in rows.fetchall()}
        for left in ("of-a-run.parquet", "of-a-run.rejects.csv"):
            (self.folder / left).unlink(missing_ok=True)
        return found

    def code_of(self, model: str) -> str:
        """Return the verification code under which a model is cited today."""
        (code,) = re.findall(
            rf"{model}:\S+:[0-9a-f]{{12}}", self.passed("cite", model, "--style", "footnote")
        )
        return str(code)

    def names(self) -> list[str]:
        """Return the names of what is in the folder."""
        return sorted(path.name for path in self.folder.iterdir())


class Case(NamedTuple):
    """What is expected of one folder, and the small inputs that stand for its own."""

    claim: Callable[[Place], Any]
    own: Callable[[], Files]


CASES: dict[str, Case] = {}
"""By the name of the folder."""


def case(
    own: Files | Callable[[], Files] | None = None,
) -> Callable[[Callable[[Place], Any]], Callable[[Place], Any]]:
    """Enter a function as the claim of the folder that has its name, with hyphens."""

    def entered(claim: Callable[[Place], Any]) -> Callable[[Place], Any]:
        made = own if callable(own) else lambda: own or {}
        CASES[claim.__name__.replace("_", "-")] = Case(claim, made)
        return claim

    return entered


def needs(*modules: str) -> None:
    """Skip where an extra is not installed."""
    for module in modules:
        pytest.importorskip(module)
