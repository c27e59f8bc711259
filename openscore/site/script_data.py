"""What the script works with: what the search of a ranking looks through."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from openscore.engine import Ranked
from openscore.report.text import visible
from openscore.rubric.rubric import Rubric
from openscore.site.world import World


def ranking_data(world: World, rubric: Rubric, ranked: Sequence[Ranked]) -> dict[str, Any]:
    """Return the names, other spellings and verification codes of a ranking, in its order."""
    records = [place.assessment.record for place in ranked]
    return {
        "ids": [record.id for record in records],
        "names": [visible(record.name) for record in records],
        "makers": [visible(record.developer) for record in records],
        "aliases": [[visible(alias) for alias in record.aliases] for record in records],
        "codes": [world.codes[record.id] for record in records] if rubric is world.rubric else [],
    }
