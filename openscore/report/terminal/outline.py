"""An indented outline of lines, wrapped to the screen."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from openscore.report.terminal.screen import Screen, console_for
from openscore.report.terminal.wrap import wrapped_text

INDENT = "  "


class Outline:
    """A line with further lines below it."""

    def __init__(self, text: Text | str, *, is_whole: bool = False) -> None:
        self.text = Text(text) if isinstance(text, str) else text
        self.is_whole = is_whole
        """Whether the line is never broken: an address over two lines cannot be copied."""
        self.below: list[Outline] = []

    def add(self, text: Text | str, *, is_whole: bool = False) -> Outline:
        """Add a line below this one and return it."""
        line = Outline(text, is_whole=is_whole)
        self.below.append(line)
        return line

    def render(self, screen: Screen) -> str:
        """Return the outline as text; what is too long goes on with a deeper indent."""
        console = console_for(screen)
        with console.capture() as capture:
            for line in self._lines(screen.width, 0):
                console.print(line, soft_wrap=True)
        return "".join(line.rstrip() + "\n" for line in capture.get().splitlines())

    def _lines(self, width: int, depth: int) -> Iterator[Text]:
        lead = INDENT * depth
        if self.is_whole:
            yield Text(lead) + self.text
        else:
            lines = wrapped_text(self.text, max(20, width - len(lead) - len(INDENT)))
            for place, line in enumerate(lines):
                yield Text(lead + (INDENT if place else "")) + line
        for outline in self.below:
            yield from outline._lines(width, depth + 1)
