"""Numbers that are known only between two bounds."""

from collections.abc import Iterable, Sequence
from math import ceil, floor, fsum
from typing import NamedTuple

DUST = 1e-9
"""What binary fractions may lose; bounds that lie closer together are one number."""


class Interval(NamedTuple):
    """A closed interval; `low == high` where nothing is unknown."""

    low: float
    high: float

    @property
    def is_certain(self) -> bool:
        """Whether both bounds are the same number."""
        return self.low == self.high

    def scaled(self, factor: float) -> "Interval":
        """Return the interval times a positive factor."""
        return Interval(self.low * factor, self.high * factor)

    def rounded(self, digits: int) -> "Interval":
        """Return both bounds rounded half up to `digits` decimals."""
        return Interval(round_half_up(self.low, digits), round_half_up(self.high, digits))

    def outwards(self, digits: int) -> "Interval":
        """Return the interval to `digits` decimals: the low end rounded down, the high end up.

        One number is rounded half up. What binary fractions lose widens nothing.
        """
        if self.high - self.low <= DUST:
            return Interval(self.low, self.low).rounded(digits)
        scale = 10.0**digits
        return Interval(floor(self.low * scale + DUST) / scale, ceil(self.high * scale - DUST) / scale)


class Weighted(NamedTuple):
    """One term of a weighted mean."""

    weight: float
    """Positive, in any unit; only ratios count."""
    value: Interval
    optional: bool = False
    """Whether the term may turn out not to apply, and then leaves the denominator."""

    def end(self, *, low: bool) -> float:
        """Return one bound of the value."""
        return self.value.low if low else self.value.high


def weighted_mean(terms: Iterable[Weighted]) -> Interval | None:
    """Return the bounds of a weighted mean; None if no term is left.

    `fsum` rounds once, so that the order of the terms cannot move the last digit.
    """
    listed = list(terms)
    if not listed:
        return None
    if any(optional for _, _, optional in listed):
        return Interval(_bound(listed, low=True), _bound(listed, low=False))
    return mean_of([weight for weight, _, _ in listed], [value for _, value, _ in listed])


def mean_of(weights: Sequence[float], values: Sequence[Interval]) -> Interval:
    """Return the weighted mean of one or more values, of which none is optional; see `weighted_mean`."""
    total = fsum(weights)
    low = fsum([weight * value[0] for weight, value in zip(weights, values, strict=True)]) / total
    if all([low == high for low, high in values]):  # noqa: C419  # a list is faster
        return Interval(low, low)
    return Interval(
        low, fsum([weight * value[1] for weight, value in zip(weights, values, strict=True)]) / total
    )


def shares(terms: Sequence[Weighted], *, low: bool) -> list[float]:
    """Return the share that each term has in the denominator of one bound; 0 for one that falls away."""
    counted = _counted(terms, low=low)
    total = fsum(terms[place].weight for place in counted)
    return [term.weight / total if place in counted else 0.0 for place, term in enumerate(terms)]


def _bound(terms: Sequence[Weighted], *, low: bool) -> float:
    return _mean([(terms[place].weight, terms[place].end(low=low)) for place in _counted(terms, low=low)])


def _counted(terms: Sequence[Weighted], *, low: bool) -> list[int]:
    """Return the places of the terms that give the lowest (or highest) mean over every choice.

    Taking optional terms from the most extreme one inwards, as long as each still moves the
    mean outwards, reaches the extreme: a term beyond the mean pulls it, one before it does not.
    """
    if not any(term.optional for term in terms):
        return list(range(len(terms)))
    ends = [(term.weight, term.end(low=low)) for term in terms]
    counted = [place for place, term in enumerate(terms) if not term.optional]
    spare = [place for place, term in enumerate(terms) if term.optional]
    for place in sorted(spare, key=lambda place: ends[place][::-1], reverse=not low):
        value = ends[place][1]
        if counted:
            mean = _mean([ends[taken] for taken in counted])
            if value >= mean if low else value <= mean:
                break
        counted.append(place)
    return counted


def _mean(pairs: list[tuple[float, float]]) -> float:
    return fsum(weight * value for weight, value in pairs) / fsum(weight for weight, _ in pairs)


def round_half_up(number: float, digits: int) -> float:
    """Round to `digits` decimals, halves upwards.

    The small addend takes back what binary fractions lose, so that 0.285 gives 0.29; the same
    arithmetic can be written in any database.
    """
    scale = 10.0**digits
    return floor(number * scale + 0.5 + DUST) / scale
