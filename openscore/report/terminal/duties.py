"""Duties on the screen."""

from __future__ import annotations

from rich.text import Text

from openscore.duty import Duties
from openscore.language import tr
from openscore.registry.registry import Registry
from openscore.report.terminal.outline import Outline
from openscore.report.terminal.screen import Screen
from openscore.report.text import DASH
from openscore.report.views.bibliography import Bibliography, Refs
from openscore.report.views.duties import DutiesView, Entry


def duties_text(
    view: DutiesView, found: Duties, registry: Registry, screen: Screen, *, sources: bool = True
) -> str:
    """Return duties as an outline, section by section, with the numbered documents below.

    Args:
        view: What is told.
        found: Of what.
        registry: Gives titles of documents.
        screen: For which it is wrapped.
        sources: Whether the documents are told.
    """
    bibliography = Bibliography(registry, found.records)
    head = Outline(Text(view.title, "bold"))
    head.below += [Outline(one) for one in view.told]
    outlines = [head, Outline(Text(view.headline, "bold"))]
    for section in view.sections:
        outline = Outline(Text(section.title, "bold"))
        outline.below += [_entry(entry, bibliography, sources=sources) for entry in section.entries]
        outlines.append(outline)
    if sources and bibliography.entries:
        references = Outline(Text(tr("References"), "bold"))
        for entry in bibliography.entries:
            line = references.add(f"{entry.number}. {entry.text}")
            line.add(entry.url, is_whole=True)
        outlines.append(references)
    outlines.append(Outline(view.disclaimer))
    return "\n".join(outline.render(screen) for outline in outlines)


def _entry(entry: Entry, bibliography: Bibliography, *, sources: bool) -> Outline:
    outline = Outline(entry.says)
    for said, read in entry.behind:
        refs = _numbers(bibliography.cite(read)) if sources and read else ""
        outline.add(said + refs)
    if entry.covers:
        outline.add(Text(entry.covers, "dim"))
    return outline


def _numbers(refs: Refs) -> str:
    spans = (DASH.join(map(str, span)) for span in refs.spans)
    return f" [{', '.join(spans)}]"
