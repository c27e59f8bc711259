"""The JSON that a shields.io endpoint badge reads, for one model."""

from __future__ import annotations

from openscore.report.formats.badge import badge_of
from openscore.report.text import to_json
from openscore.report.views.export import Export


def render(export: Export) -> str:
    """Return the endpoint's JSON."""
    badge = badge_of(export.ranked[0].assessment)
    data = {"schemaVersion": 1, "label": badge.label, "message": badge.message, "color": badge.color}
    return to_json(data) + "\n"
