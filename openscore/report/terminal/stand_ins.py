"""What stands for characters that an encoding lacks: ASCII, as wide, so that tables keep their columns."""

from __future__ import annotations

from unicodedata import combining, east_asian_width, normalize

from openscore.report.text import visible

UNKNOWN = "?"
_ALIKE = {
    "-": "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2500\u2501",
    "|": "\u2502\u2503",
    "'": "\u2018\u2019\u201a\u201b\u2032",
    '"': "\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb",
    "~": "\u2026\u2248\u223c",
    ".": "\u00b7\u2022\u2219\u22c5\u3002",
    ",": "\u3001",
    "<": "\u2190\u2264\u2039\u300a\u3008",
    ">": "\u2192\u2265\u203a\u300b\u3009",
    "^": "\u2191",
    "v": "\u2193",
    "#": "\u2581\u2582\u2583\u2584\u2585\u2586\u2587\u2588\u2589\u258a\u258b\u258c\u258d\u258e\u258f\u2260",
    "/": "\u2591\u2592\u2593\u00f7\u2044",
    "o": "\u25cf\u25cb\u00f8",
    "x": "\u00d7\u2715\u2717",
    "+": "\u2713\u2714\u00b1",
    "[": "\u300c\u300e\u3010",
    "]": "\u300d\u300f\u3011",
    "O": "\u00d8",
    "a": "\u00e6",
    "A": "\u00c6",
    "d": "\u0111\u00f0",
    "D": "\u0110\u00d0",
    "e": "\u20ac",
    "i": "\u0131",
    "l": "\u0142",
    "L": "\u0141",
    "s": "\u00df",
}
"""Characters that decompose into nothing like them, by what they look like."""
_STAND_INS = {char: ascii for ascii, chars in _ALIKE.items() for char in chars}


def stand_in(char: str) -> str:
    r"""Return what stands for a character: `e` for one with an accent, `-` for a dash, else `?`.

    What cannot be seen becomes its escape, such as `\udcff` for a byte of a file name that is no text.
    """
    if combining(char):
        return ""
    if not char.isprintable():
        return visible(char)
    width = 2 if east_asian_width(char) in "WF" else 1
    plain = "".join(part for part in normalize("NFKD", char) if not combining(part))
    is_alike = plain.isascii() and 0 < len(plain) <= width
    return (_STAND_INS.get(char) or (plain if is_alike else UNKNOWN * width)).ljust(width)
