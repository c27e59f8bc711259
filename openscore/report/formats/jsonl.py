"""JSON Lines: each line is the JSON export of one model, complete in itself."""

from __future__ import annotations

from openscore.report.formats.json_ import data_of
from openscore.report.text import to_json
from openscore.report.views.export import Export


def render(export: Export) -> str:
    """Return one JSON object a line."""
    each = (export._replace(ranked=(place,)) for place in export.ranked)
    return "".join(to_json(data_of(one), indent=None) + "\n" for one in each)
