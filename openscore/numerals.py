"""Numbers as people read them: no exponents, no minus before nothing, no words for what is no number."""

from __future__ import annotations

from math import isfinite

DIGITS = 4
"""Decimals of a number that is given as it is."""


def number(value: float) -> str:
    """Return a number without a needless decimal point; nothing for what is no number."""
    if not isfinite(value):
        return ""
    rounded = round(value, DIGITS)
    return str(int(rounded)) if rounded == int(rounded) else f"{rounded:.{DIGITS}f}".rstrip("0")


def decimals(value: float, digits: int) -> str:
    """Return a number with so many decimals; nothing for what is no number."""
    if not isfinite(value):
        return ""
    text = f"{value:.{digits}f}"
    return text.removeprefix("-") if float(text) == 0 else text


def signed(value: float, digits: int = 1) -> str:
    """Return a difference with its sign, or `0`."""
    text = decimals(value, digits)
    return "0" if not text or float(text) == 0 else text if text.startswith("-") else f"+{text}"
