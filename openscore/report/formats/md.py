"""Markdown: the whole report, readable in a ticket."""

from __future__ import annotations

from openscore.report.documents.dossier import dossier
from openscore.report.documents.markdown import render as render_page
from openscore.report.views.export import Export


def render(export: Export) -> str:
    """Return the report as Markdown."""
    return render_page(dossier(export))
