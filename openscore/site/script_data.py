"""What the script works with: what the page shows in words, as numbers."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any, TypeVar

from openscore.engine import Assessment, Ranked
from openscore.report.text import titled, to_json
from openscore.resources import profile_files
from openscore.rubric.profile import load_profile, reweighted
from openscore.rubric.rubric import Rubric
from openscore.site.inert import Inert
from openscore.site.world import World

Entry = TypeVar("Entry", bound=Hashable)


class Table(dict[Entry, int]):
    """What stands once, with its number."""

    def place(self, entry: Entry) -> int:
        """Return the number of an entry, which is added if it is new."""
        return self.setdefault(entry, len(self))


Values = Table[tuple[float, float, bool] | None]
Way = tuple[tuple[int, ...], tuple[tuple[int, int], ...], tuple[int, ...]]
"""The numbers of the values of its criteria, its gates and, where rules decide, its bands."""


def ranking_data(world: World, rubric: Rubric, ranked: Sequence[Ranked]) -> dict[str, Any]:
    """Return what the script needs of a ranking beside what it knows of every model, row by row."""
    places = {id: place for place, id in enumerate(world.registry.models)}
    ids = [place.assessment.record.id for place in ranked]
    order = sorted(ranked, key=lambda place: _tie(place.assessment))
    ties = {place.assessment.record.id: number for number, place in enumerate(order)}
    values: Values = Table()
    judged: Table[Way] = Table()
    ways = [[judged.place(_way(one, values)) for one in each] for each in world.ways[rubric.id]]
    return {
        "models": [places[id] for id in ids],
        "ranks": [place.rank for place in ranked],
        "scores": [list(place.assessment.score) for place in ranked],
        "ties": [ties[id] for id in ids],
        "ways": ways,
        "judged": list(judged),
        "band": [rubric.bands.index(place.assessment.bands[0]) for place in ranked],
        "values": [list(value) if value else None for value in values],
        "rubric": _rubric(rubric),
        "profiles": profiles_of(rubric),
    }


def _tie(assessment: Assessment) -> tuple[str, str]:
    """Return what orders models of the same score, as rankings do."""
    record = assessment.record
    return record.name if assessment.rubric.tie_break == "name" else "", record.id


def _way(assessment: Assessment, values: Values) -> Way:
    """Return the numbers of its criteria, its gates and, where rules decide, its bands."""
    rubric = assessment.rubric
    criteria = (
        values.place((*result.value, result.is_optional) if result.value else None)
        for result in assessment.criteria
    )
    gates = ((rubric.gates.index(result.gate), int(result.is_certain)) for result in assessment.gates)
    bands = (rubric.bands.index(band) for band in assessment.bands if rubric.has_rules)
    return tuple(criteria), tuple(gates), tuple(bands)


def _rubric(rubric: Rubric) -> dict[str, Any]:
    """Return what turns criteria into scores and bands."""
    return {
        "id": rubric.id,
        "top": rubric.top,
        "digits": rubric.digits,
        "outward": rubric.goes_outward,
        "reweights": not rubric.counts_classes and len(rubric.criteria) > 1,
        "rules": rubric.has_rules,
        "criteria": [
            {"id": one.id, "title": titled(one.title), "weight": one.share} for one in rubric.criteria
        ],
        "gates": [
            {"cap": gate.cap, "band": rubric.bands.index(gate.band) if gate.band else None}
            for gate in rubric.gates
        ],
        "bands": [
            {"id": band.id, "title": titled(band.title), "floor": band.floor, "open": rubric.openness(band)}
            for band in rubric.bands
        ],
    }


def profiles_of(rubric: Rubric) -> list[dict[str, Any]]:
    """Return the shipped weights that fit the criteria of a rubric, in the order of these."""
    found = []
    for profile in map(load_profile, profile_files()):
        if not rubric.counts_classes and set(profile.weights) <= {one.id for one in rubric.criteria}:
            weights = [one.share for one in reweighted(rubric, profile, {}).criteria]
            title, why = titled(profile.title), titled(profile.why)
            found.append({"id": profile.id, "title": title, "why": why, "weights": weights})
    return found


def embedded(data: Mapping[str, Any]) -> Inert:
    """Return JSON that can stand in a page: no character of it ends the element that holds it."""
    text = to_json(data, indent=None)
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return Inert(text)


def assigned(name: str, data: Mapping[str, Any]) -> str:
    """Return data as a script of its own, which pages from a disk may load where they may not fetch."""
    return f"globalThis.{name}={embedded(data)};\n"
