"""JSON: the ranking, and the facts behind it as a registry file that can be imported again."""

from __future__ import annotations

from typing import Any

from openscore.registry.dump import registry_file
from openscore.report.formats.json_v1 import EXPORT, ranking_json
from openscore.report.text import to_json
from openscore.report.views.export import Export


def render(export: Export) -> str:
    """Return one JSON object."""
    return to_json(data_of(export)) + "\n"


def data_of(export: Export) -> dict[str, Any]:
    """Return the data of `openscore.export/1`: a ranking, and the registry file that it rests on."""
    ranking = ranking_json(export.view, export.rubric, export.registry, export.openscore)
    records = [place.assessment.record for place in export.ranked]
    return {**ranking, "schema": EXPORT, "facts": registry_file(export.registry, records)}
