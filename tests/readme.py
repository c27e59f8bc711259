"""Blocks of the README that the program prints: `make readme` writes them anew, a test compares them.

A block stands below a comment that holds its command: `<!-- run: openscore rank -->`. A command that
ends in `| tail -N` keeps the last N lines. A command that reads `scored.parquet` is given the scores of
the sample of real metadata; its block stays as it is where the sample is not at hand.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from parity import PEERS

ROOT = Path(__file__).resolve().parent.parent
PAGES = ("README.md", "README.zh-CN.md", "docs/uncertainty.md", "docs/scale.md")
SAMPLE = Path(os.environ.get("OPENSCORE_HUB_SAMPLE") or PEERS / "hub" / "hub_stats_frozen.parquet")
"""Real metadata of a model hub."""
SCORED = "scored.parquet"
BLOCK = re.compile(r"(<!-- run: (.+?) -->\n```text\n)(.*?)(```)", flags=re.DOTALL)


def refreshed(page: str, run: Callable[[list[str]], str]) -> str:
    """Return the page with every block as its command prints it."""

    def printed(block: re.Match[str]) -> str:
        if SCORED in block[2] and not SAMPLE.is_file():
            return block[0]
        return block[1] + _output(block[2], run) + block[4]

    return BLOCK.sub(printed, page)


def _output(command: str, run: Callable[[list[str]], str]) -> str:
    command, _, tail = command.partition(" | tail -")
    program, *words = shlex.split(command)
    if program != "openscore":
        raise ValueError(f"a block runs '{program}'")
    with tempfile.TemporaryDirectory() as folder:
        if SCORED in words:
            scored = str(Path(folder) / SCORED)
            words[words.index(SCORED)] = scored
            run(["hub", "score", str(SAMPLE), "--output", scored])
        lines = run(words).rstrip("\n").splitlines()
    return "\n".join(lines[-int(tail) :] if tail else lines) + "\n"


def pages() -> list[Path]:
    """Return the pages that there are."""
    return [ROOT / name for name in PAGES if (ROOT / name).exists()]


def _run(words: list[str]) -> str:
    command = [sys.executable, "-m", "openscore", *words]
    return subprocess.run(command, check=True, capture_output=True, encoding="utf-8", cwd=ROOT).stdout


if __name__ == "__main__":
    for path in pages():
        path.write_text(refreshed(path.read_text(encoding="utf-8"), _run), encoding="utf-8")
