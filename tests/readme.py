"""Blocks of the README that the program prints: `make readme` writes them anew, a test compares them.

A block stands below a comment that holds its command: `<!-- run: openscore rank -->`. A command that
ends in `| tail -N` keeps the last N lines. A command that reads `scored.parquet` is given the scores of
the sample of real metadata; its block stays as it is where the sample is not at hand, which is said.

A block of TOML below `<!-- file: NAME -->` stands in a file of that name, behind what earlier blocks put there, or
behind another file (`<!-- file: NAME after OTHER -->`). The commands below it run in a folder with these files. A
command that ends in `2>&1` shows what it says of errors too, and may fail.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import chdir
from pathlib import Path

import published_values
from parity import PEERS

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = Path(os.environ.get("OPENSCORE_HUB_SAMPLE") or PEERS / "hub" / "hub_stats_frozen.parquet")
"""Real metadata of a model hub."""
SCORED = "scored.parquet"
PICTURE = re.compile(r"<!-- picture: (openscore .+? --format svg) -->\n!\[[^\]]+\]\(([^)]+)\)")
"""A picture below a comment that holds the command that draws it."""
MARK = "<!-- run: "
FILE = re.compile(r"<!-- file: (\S+?)(?: after (\S+))? -->\n```toml\n(.*?)```", flags=re.DOTALL)
BOTH = " 2>&1"
BLOCK = re.compile(rf"({MARK}(.+?) -->\n```text\n)(.*?)(```)", flags=re.DOTALL)


def blocks(page: str) -> dict[str, str]:
    """Return what a page shows of each command that it runs.

    Raises:
        ValueError: If a command has no block below it, or stands twice.
    """
    found = {block[2]: block[3] for block in BLOCK.finditer(page)}
    if len(found) != page.count(MARK):
        raise ValueError("a command of the page has no block of text below it, or stands twice")
    return found


def lacks_sample(command: str) -> bool:
    """Whether what a command prints cannot be told here."""
    return SCORED in command and not SAMPLE.is_file()


def refreshed(page: str, run: Callable[[list[str]], str]) -> str:
    """Return the page with every block as its command prints it."""

    def renewed(block: re.Match[str]) -> str:
        if lacks_sample(block[2]):
            sys.stderr.write(f"left as it is, the sample is not at {SAMPLE}: {block[2]}\n")
            return block[0]
        return block[1] + printed(block[2], run, page[: block.start()]) + block[4]

    blocks(page)
    return BLOCK.sub(renewed, page)


def files(page: str) -> dict[str, str]:
    """Return what the files hold that a page, or a part of it, puts together."""
    found: dict[str, str] = {}
    for name, below, text in FILE.findall(page):
        found[name] = found.get(below or name, "") + text
    return found


def printed(command: str, run: Callable[[list[str]], str], above: str = "") -> str:
    """Return what a command of a page prints, below what stands above it."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files(above).items():
            Path(folder, name).write_text(text, encoding="utf-8")
        with chdir(folder if files(above) else ROOT):
            return _printed(command, run)


def _printed(command: str, run: Callable[[list[str]], str]) -> str:
    command, _, tail = command.partition(" | tail -")
    program, *words = shlex.split(command)
    if program != "openscore":
        raise ValueError(f"a block runs '{program}'")
    if SCORED in words:
        words[words.index(SCORED)] = str(_scored(run))
    lines = run(words).rstrip("\n").splitlines()
    return "\n".join(lines[-int(tail) :] if tail else lines) + "\n"


def _scored(run: Callable[[list[str]], str]) -> Path:
    """Return the scores of the sample, which several blocks read: they are made once."""
    if not _KEPT:
        folder = tempfile.TemporaryDirectory()
        _KEPT.append(folder)
        run(["hub", "score", str(SAMPLE), "--output", str(Path(folder.name) / SCORED)])
    return Path(_KEPT[0].name) / SCORED


_KEPT: list[tempfile.TemporaryDirectory[str]] = []
"""The folder of the scores, which goes when the process ends."""


def pages() -> list[Path]:
    """Return the pages that show what a command prints."""
    found = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
    return [path for path in found if MARK in path.read_text(encoding="utf-8")]


def pictures() -> dict[Path, list[str]]:
    """Return the words of the command that draws each picture of the pages."""
    found = {}
    for path in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        for command, place in PICTURE.findall(path.read_text(encoding="utf-8")):
            found[path.parent / place] = shlex.split(command)[1:]
    return found


def _run(words: list[str]) -> str:
    both = words[-1] == BOTH.strip()
    command = [sys.executable, "-m", "openscore", *words[: len(words) - both]]
    found = {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        command, check=not both, capture_output=True, encoding="utf-8", env={**os.environ, **found}
    )
    return done.stderr + done.stdout if both else done.stdout


if __name__ == "__main__":
    for path in pages():
        path.write_text(refreshed(path.read_text(encoding="utf-8"), _run), encoding="utf-8")
    for path, words in pictures().items():
        path.write_text(_run(words), encoding="utf-8")
    published_values.renew()
