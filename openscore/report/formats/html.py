"""HTML: the whole report as one file for screen, print and screen readers."""

from __future__ import annotations

from openscore.report.documents.dossier import dossier
from openscore.report.documents.html import render as render_page
from openscore.report.views.export import Export


def render(export: Export) -> str:
    """Return the report as HTML."""
    return render_page(dossier(export))
