"""An assessment at the low or at the high end of what is known."""

from __future__ import annotations

from collections.abc import Sequence

from openscore.engine.assessment import Assessment, PartResult, weighted
from openscore.interval import Interval, shares
from openscore.rubric.parts import Band


def end_of(interval: Interval, *, low: bool) -> float:
    """Return one bound of an interval."""
    return interval.low if low else interval.high


def cap_of(assessment: Assessment, *, low: bool) -> float:
    """Return the lowest cap of the gates that close, at the low end also of those that may."""
    caps = (result.gate.cap for result in assessment.gates if low or result.is_certain)
    return min(caps, default=assessment.rubric.top)


def best_band(assessment: Assessment, *, low: bool) -> Band:
    """Return the best band that closed gates leave, at the low end also those that may close."""
    rubric = assessment.rubric
    bands = (result.gate.band for result in assessment.gates if low or result.is_certain)
    best = max(rubric.bands, key=rubric.openness)
    return min((band for band in bands if band), key=rubric.openness, default=best)


def is_apart(assessment: Assessment) -> bool:
    """Whether the ends of some question or gate are apart."""
    values = (result.value for result in assessment.leaves() if result.value)
    return (
        any(not value.is_certain for value in values)
        or any(len(result.levels) > 1 for result in assessment.leaves())
        or any(not result.is_certain for result in assessment.gates)
    )


def counted(results: Sequence[PartResult], *, low: bool, is_counted: bool) -> list[tuple[bool, float]]:
    """Return, for each question below, whether it counts at an end, and its points there."""
    taken = iter(shares(weighted(results), low=low))
    found: list[tuple[bool, float]] = []
    for result in results:
        counts = result.value is not None and next(taken) > 0 and is_counted
        if result.parts and result.part.aggregate == "mean":
            found += counted(result.parts, low=low, is_counted=counts)
        else:
            points = end_of(result.value, low=low) if result.value and counts else 0.0
            found.append((counts, points))
    return found
