"""CSV: the ranking as a table in which no text acts as a formula."""

from __future__ import annotations

from openscore.report.formats.csv import ranking_csv
from openscore.report.views.export import Export


def render(export: Export) -> str:
    """Return one row a model."""
    return ranking_csv(export.view, export.registry)
