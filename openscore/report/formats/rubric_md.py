"""A rubric as Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from openscore.report.formats.markdown import escape
from openscore.report.views.rubric import Line, RubricView


def render(view: RubricView) -> str:
    """Return a rubric as Markdown: a heading for each section, nested lists below."""
    parts = [f"# {escape(view.title)}", *map(escape, view.lead)]
    for section in view.sections:
        parts += [f"## {escape(section.text)}", "\n".join(_items(section.below, 0))]
    return "\n\n".join(parts) + "\n"


def _items(lines: tuple[Line, ...], depth: int) -> Iterator[str]:
    for line in lines:
        is_address = line.is_quiet and " " not in line.text
        yield "  " * depth + "- " + (f"<{line.text}>" if is_address else escape(line.whole))
        yield from _items(line.below, depth + 1)
