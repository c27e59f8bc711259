"""Bands of a rubric: ranges of scores, or the answers to ordered rules; and the band that a gate leaves."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from openscore.errors import did_you_mean
from openscore.language import tr
from openscore.rubric.conditions import All, Complain, Condition, Where
from openscore.rubric.parts import Band

Read = Callable[[object, Where], Condition]
"""Compiles a condition that stands somewhere."""


def bands_of(
    entries: Sequence[Mapping[str, Any]], top: float, read: Read, complain: Complain
) -> tuple[Band, ...]:
    """Return the bands in the order of the file.

    Args:
        entries: What `shapes.BandShape` describes.
        top: The score of full openness.
        read: Compiles the conditions of rules.
        complain: Takes each problem.
    """
    if any(entry["floor"] is None for entry in entries):
        return tuple(
            _rule(entry, ("bands", place), place == len(entries) - 1, read, complain)
            for place, entry in enumerate(entries)
        )
    bands = tuple(
        Band(entry["id"], entry["title"], entry["floor"], entry["means"], None) for entry in entries
    )
    floors = [band.floor for band in bands]
    if floors[0] != 0 or sorted(set(floors)) != floors or floors[-1] > top:
        message = tr("bands must begin at 0 and rise without a gap, found floors {floors}", floors=floors)
        complain("band-gap", ("bands",), message, "")
    return bands


def _rule(entry: Mapping[str, Any], where: Where, is_last: bool, read: Read, complain: Complain) -> Band:
    if (
        entry["floor"] is not None
        or bool(entry["otherwise"]) != is_last
        or (entry["when"] is None) != is_last
    ):
        message = tr("bands are all ranges with 'floor', or all rules with 'when' and a last 'otherwise'")
        complain("band-gap", where, message, "")
    condition = read(entry["when"], (*where, "when")) if entry["when"] else All(())
    return Band(entry["id"], entry["title"], 0.0, entry["means"], condition)


def capped_band(id: str, bands: Sequence[Band], where: Where, complain: Complain) -> Band | None:
    """Return the band that a gate leaves, which is not the best; None, with a problem, if there is none."""
    has_rules = bands[0].condition is not None
    below = [] if has_rules else bands[:-1]
    found = next((band for band in below if band.id == id), None)
    if found is None:
        hint = did_you_mean(id, [band.id for band in below])
        if has_rules:
            hint = tr("where bands are rules, the rules themselves say what keeps a band away")
        message = tr("no band '{id}' that a gate could leave as the best", id=id)
        complain("unknown-band", where, message, hint)
    return found
