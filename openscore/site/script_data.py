"""What the script works with: what the page shows in words, as numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from openscore.engine import Ranked
from openscore.report.text import titled, to_json
from openscore.rubric.rubric import Rubric
from openscore.site.inert import Inert
from openscore.site.world import World


def ranking_data(world: World, rubric: Rubric, ranked: Sequence[Ranked]) -> dict[str, Any]:
    """Return what the script needs of a ranking beside what it knows of every model, row by row."""
    places = {id: place for place, id in enumerate(world.registry.models)}
    ids = [place.assessment.record.id for place in ranked]
    bands = {band.id: titled(band.title) for band in rubric.bands}
    return {
        "models": [places[id] for id in ids],
        "codes": [world.codes[id] for id in ids] if rubric is world.rubric else [],
        "criteria": [{"id": one.id, "title": titled(one.title)} for one in rubric.criteria],
        "bands": [list(pair) for pair in bands.items()],
        "band": [list(bands).index(place.assessment.bands[0].id) for place in ranked],
        "lows": [
            [None if result.value is None else result.value.low for result in place.assessment.criteria]
            for place in ranked
        ],
    }


def embedded(data: Mapping[str, Any]) -> Inert:
    """Return JSON that can stand in a page: no character of it ends the element that holds it."""
    text = to_json(data, indent=None)
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return Inert(text)


def assigned(name: str, data: Mapping[str, Any]) -> str:
    """Return data as a script of its own, which pages from a disk may load where they may not fetch."""
    return f"globalThis.{name}={embedded(data)};\n"
