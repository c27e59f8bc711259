"""Numbers that are known only between two bounds."""

from __future__ import annotations

from collections.abc import Iterable
from math import floor, fsum
from typing import NamedTuple


class Interval(NamedTuple):
    """A closed interval; `low == high` where nothing is unknown."""

    low: float
    high: float

    @property
    def is_certain(self) -> bool:
        """Whether both bounds are the same number."""
        return self.low == self.high

    def scaled(self, factor: float) -> Interval:
        """Return the interval times a positive factor."""
        return Interval(self.low * factor, self.high * factor)

    def rounded(self, digits: int) -> Interval:
        """Return both bounds rounded half up to `digits` decimals."""
        return Interval(round_half_up(self.low, digits), round_half_up(self.high, digits))


class Weighted(NamedTuple):
    """One term of a weighted mean."""

    weight: float
    """Positive, in any unit; only ratios count."""
    value: Interval
    optional: bool = False
    """Whether the term may turn out not to apply, and then leaves the denominator."""


def weighted_mean(terms: Iterable[Weighted]) -> Interval | None:
    """Return the bounds of a weighted mean; None if no term is left.

    `fsum` rounds once, so that the order of the terms cannot move the last digit.
    """
    listed = list(terms)
    if not listed:
        return None
    return Interval(_bound(listed, low=True), _bound(listed, low=False))


def _bound(terms: list[Weighted], *, low: bool) -> float:
    """Return the lowest (or highest) mean over every choice of the optional terms.

    Taking optional terms from the most extreme one inwards, as long as each still moves the
    mean outwards, reaches the extreme: a term beyond the mean pulls it, one before it does not.
    """
    chosen = [
        (term.weight, term.value.low if low else term.value.high) for term in terms if not term.optional
    ]
    spare = sorted(
        ((term.value.low if low else term.value.high, term.weight) for term in terms if term.optional),
        reverse=not low,
    )
    for value, weight in spare:
        if chosen and (value >= _mean(chosen) if low else value <= _mean(chosen)):
            break
        chosen.append((weight, value))
    return _mean(chosen)


def _mean(pairs: list[tuple[float, float]]) -> float:
    return fsum(weight * value for weight, value in pairs) / fsum(weight for weight, _ in pairs)


def round_half_up(number: float, digits: int) -> float:
    """Round to `digits` decimals, halves upwards.

    The small addend takes back what binary fractions lose, so that 0.285 gives 0.29; the same
    arithmetic can be written in any database.
    """
    scale = 10.0**digits
    return floor(number * scale + 0.5 + 1e-9) / scale
