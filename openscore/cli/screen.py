"""What the terminal of this process can show."""

from __future__ import annotations

import os
import shutil
import sys

from openscore.report.terminal.screen import Screen
from openscore.report.views.bars import ASCII, BLOCKS

NARROWEST = 60


def screen(output: str = "") -> Screen:
    """Return width, color and glyphs for standard output, or for a file.

    The width is that of the terminal or of `COLUMNS`, else 80. Colors need a terminal without
    `NO_COLOR`, or `FORCE_COLOR`. Blocks need an encoding that has them.
    """
    width = max(NARROWEST, shutil.get_terminal_size((80, 24)).columns)
    is_terminal = sys.stdout.isatty() and not output
    has_color = bool(os.environ.get("FORCE_COLOR")) or (is_terminal and os.environ.get("TERM") != "dumb")
    if os.environ.get("NO_COLOR"):
        has_color = False
    encoding = "utf-8" if output else (sys.stdout.encoding or "ascii")
    return Screen(width, has_color, BLOCKS if _has_blocks(encoding) else ASCII)


def _has_blocks(encoding: str) -> bool:
    try:
        (BLOCKS.fractions + BLOCKS.levels + BLOCKS.unknown).encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True
