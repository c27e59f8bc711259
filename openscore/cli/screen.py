"""What the terminal of this process can show."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from openscore.cli.output import can_say, goes_to_stdout
from openscore.report.terminal.screen import Screen
from openscore.report.views.bars import ASCII, BLOCKS

if TYPE_CHECKING:
    from rich.console import Console

NARROWEST = 20
"""Columns below which nothing can be read; whoever says fewer does not know the width."""
USUAL = 80
"""Columns where nothing says how many there are."""
OFF = ("", "0")


def screen(output: Path | str | None = None) -> Screen:
    """Return width, color and glyphs for standard output, or for a file, which has no colors.

    The width is that of the terminal or of `COLUMNS`, else 80. Blocks need an encoding that has them.
    """
    width = max(NARROWEST, _columns())
    if not goes_to_stdout(output):
        return Screen(width)
    has_blocks = can_say(BLOCKS.fractions + BLOCKS.levels + BLOCKS.unknown)
    return Screen(width, has_color(os.environ, sys.stdout.isatty()), BLOCKS if has_blocks else ASCII)


def _columns() -> int:
    """Return the width as `shutil.get_terminal_size` does, whose module brings archives along."""
    named = os.environ.get("COLUMNS", "")  # What no screen could have, and no number hold, says nothing.
    if re.fullmatch(r"0*[1-9]\d{0,5}", named, re.ASCII):
        return int(named)
    if sys.__stdout__ is None:
        return USUAL
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns or USUAL
    except (ValueError, OSError):  # It is closed, or no terminal.
        return USUAL


def progress_console() -> Console:
    """Return a console for bars on standard error, which draws nothing where that is no terminal."""
    from rich.console import Console

    is_terminal = sys.stderr.isatty()
    return Console(stderr=True, force_terminal=is_terminal, no_color=not has_color(os.environ, is_terminal))


@contextmanager
def progress_bar(what: str, total: int, done: int = 0) -> Iterator[Callable[..., None]]:
    """Show a bar on standard error while something goes on; nothing is left of it, nor drawn in a pipe.

    Args:
        what: What goes on, in the language that is spoken.
        total: Steps of the whole.
        done: Steps that were made before.

    Yields:
        What tells of steps that were made: of one, or of as many as it is given.
    """
    if not sys.stderr.isatty():
        yield lambda _steps=1: None
        return
    from rich.progress import Progress

    with Progress(console=progress_console(), transient=True) as bar:
        task = bar.add_task(what, total=total, completed=done)
        yield lambda steps=1: bar.advance(task, steps)


def has_color(environment: Mapping[str, str], is_terminal: bool) -> bool:
    """Return whether the environment lets a stream have colors.

    A `NO_COLOR` that is not empty wins (no-color.org; Python and CMake let it win too), then
    `FORCE_COLOR` or `CLICOLOR_FORCE` other than 0, then `CLICOLOR=0` and `TERM=dumb`; else a terminal
    has colors.
    """
    if environment.get("NO_COLOR"):
        return False
    if any(environment.get(name, "") not in OFF for name in ("FORCE_COLOR", "CLICOLOR_FORCE")):
        return True
    return is_terminal and environment.get("CLICOLOR") != "0" and environment.get("TERM") != "dumb"
