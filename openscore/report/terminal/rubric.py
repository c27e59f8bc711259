"""A rubric on a terminal."""

from __future__ import annotations

from rich.text import Text

from openscore.report.terminal.outline import Outline
from openscore.report.terminal.screen import Screen
from openscore.report.views.rubric import Line, RubricView


def rubric_page(view: RubricView, screen: Screen) -> str:
    """Return a rubric as outlines, one for each section."""
    head = Outline(Text(view.title, style="bold"))
    for sentence in view.lead:
        head.add(sentence)
    outlines = [head]
    for section in view.sections:
        outline = Outline(Text(section.text, style="bold"))
        _add(outline, section.below)
        outlines.append(outline)
    return "\n".join(outline.render(screen) for outline in outlines)


def paragraph(text: str, screen: Screen) -> str:
    """Return a text, wrapped."""
    return Outline(text).render(screen)


def _add(above: Outline, lines: tuple[Line, ...]) -> None:
    for line in lines:
        text = Text(line.whole, style="dim" if line.is_quiet else "")
        is_whole = line.is_command or (line.is_quiet and " " not in line.text)
        _add(above.add(text, is_whole=is_whole), line.below)
