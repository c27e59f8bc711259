"""What every answer, share, gate and band of a rubric is worth, in the form of `tests/cases/worth`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import tomli
from rubric.decisions import CASES

from openscore import Rubric
from openscore.rubric.parts import Level, Part

SCALE = ("monotone", "subjects", "aggregate", "top", "full_points", "tie_break", "digits", "rounding")


def stated(id: str) -> dict[str, Any]:
    """Return what the corpus says of a rubric, without the sources."""
    return {key: value for key, value in _corpus(id).items() if key != "sources"}


def sources(id: str) -> dict[str, str]:
    """Return by section where the numbers of a rubric come from."""
    return _corpus(id)["sources"]


def _corpus(id: str) -> dict[str, Any]:
    return tomli.loads((CASES / "worth" / f"{id}.toml").read_text(encoding="utf-8"))


def worth(rubric: Rubric) -> dict[str, Any]:
    """Everything in a rubric that is a number or a list and no condition."""
    data = rubric.data
    listed = ((f"{place}: {share:g}", id) for (place, share), id in shares(data["criteria"], "criteria"))
    return {
        "scale": {key: data.get(key, "nearest") for key in SCALE},
        "shares": dict(grouped(listed)),
        "worst_counts": [part["id"] for part in parts(data["criteria"]) if part["aggregate"] == "min"],
        "points": dict(grouped((answers(leaf, data["full_points"]), leaf.id) for leaf in rubric.leaves())),
        "classes": {one.id: [*one.counts, f"after {one.requires}"] for one in rubric.classes},
        "gates": {gate.id: gate.band.id if gate.band else gate.cap for gate in rubric.gates},
        "bands": [band.id if band.condition else f"{band.id} from {band.floor:g}" for band in rubric.bands],
        "lineage": sorted(rubric.lineage),
        "term_sets": {name: list(components) for name, components in rubric.term_sets.items()},
        "license_sets": {name: sorted(members) for name, members in rubric.license_sets.items()},
    }


def answers(leaf: Part, full: float) -> str:
    """`full 1, half 0.5 (0.4 to 0.6), none 0`: points on the framework's own scale, contested ones behind."""
    return ", ".join(answer(level, full) for level in leaf.levels)


def answer(level: Level, full: float) -> str:
    """One of them; `-` leaves the denominator."""
    if level.points is None:
        return f"{level.id} -"
    low, high = (end * full for end in level.points)
    told = f"{level.id} {low:g}" if low == high else f"{level.id} {low:g} to {high:g}"
    if level.contested is None:
        return told
    return f"{told} ({level.contested.low * full:g} to {level.contested.high * full:g})"


def parts(entries: list[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Yield every entry of a rubric's criteria, from the top down."""
    for entry in entries:
        yield entry
        yield from parts(entry["parts"])


def shares(entries: list[Mapping[str, Any]], where: str) -> Iterator[tuple[tuple[str, float], str]]:
    """Yield the share of each entry with what it is a share of."""
    for entry in entries:
        yield (where, entry.get("criterion_weight", entry["share"])), entry["id"]
        yield from shares(entry["parts"], entry["id"])


def grouped(pairs: Iterable[tuple[Any, str]]) -> list[tuple[Any, list[str]]]:
    """Return what pairs say, each key once."""
    found: dict[Any, list[str]] = {}
    for key, id in pairs:
        found.setdefault(key, []).append(id)
    return list(found.items())
