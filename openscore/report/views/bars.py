"""Bars that show a score with its unknown part, in color or without."""

from functools import lru_cache
from typing import NamedTuple

from openscore.interval import Interval

_EIGHTHS = " \u258f\u258e\u258d\u258c\u258b\u258a\u2589\u2588"
_LEVELS = "\u2581\u2582\u2583\u2584\u2585\u2586\u2587\u2588"


class Glyphs(NamedTuple):
    """The characters that bars are made of."""

    fractions: str
    """From empty to full, in equal steps."""
    unknown: str
    rest: str
    levels: str
    """From lowest to highest, for bars of one character."""


BLOCKS = Glyphs(_EIGHTHS, "\N{MEDIUM SHADE}", "\N{MIDDLE DOT}", _LEVELS)
ASCII = Glyphs(" #", "/", ".", "012345678")

CLOSED, MIDDLE, OPEN = (228, 59, 59), (151, 151, 151), (0, 102, 255)
"""Red, gray and blue: told apart with any color vision, and length says the same."""


def split(score: Interval, width: int, glyphs: Glyphs) -> tuple[str, str, str]:
    """Return the shown, the unknown and the empty part of a bar of `width` characters.

    Args:
        score: 0 to 100.
        width: Characters in all.
        glyphs: What to draw with.
    """
    steps = len(glyphs.fractions) - 1
    filled = round(score.low / 100 * width * steps)
    shown = glyphs.fractions[-1] * (filled // steps)
    if filled % steps and len(shown) < width:
        shown += glyphs.fractions[filled % steps]
    reach = width if score.high >= 100 else round(score.high / 100 * width)
    unknown = glyphs.unknown * max(0, reach - len(shown))
    if not unknown and score.high - score.low >= 100 / width / 2 and len(shown) < width:
        unknown = glyphs.unknown
    return shown, unknown, glyphs.rest * (width - len(shown) - len(unknown))


def tick(value: float, glyphs: Glyphs) -> str:
    """Return one character for a value from 0 to 1."""
    top = len(glyphs.levels) - 1
    return glyphs.levels[min(top, int(value * top + 0.5))]


@lru_cache(maxsize=1024)
def color(score: float) -> str:
    """Return the color of a score (0-100) as `#rrggbb`, from red over gray to blue."""
    start, end, share = (CLOSED, MIDDLE, score / 50) if score < 50 else (MIDDLE, OPEN, score / 50 - 1)
    mixed = [round(low + (high - low) * share) for low, high in zip(start, end, strict=True)]
    return "#" + bytes(mixed).hex()
