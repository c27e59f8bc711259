"""What a terminal can show, and the console that draws for it."""

from typing import TYPE_CHECKING, NamedTuple

from openscore.report.views.bars import BLOCKS, Glyphs

if TYPE_CHECKING:
    from rich.console import Console, RenderableType


class Screen(NamedTuple):
    """What the output can show."""

    width: int = 80
    """Columns."""
    has_color: bool = False
    glyphs: Glyphs = BLOCKS


def console_for(screen: Screen) -> "Console":
    """Return a console that takes no text for markup and writes nothing by itself."""
    # Imported here: a ranking without color needs no console, and it is half of Rich.
    import io

    from rich.console import Console

    return Console(
        file=io.StringIO(),
        width=screen.width,
        force_terminal=screen.has_color,
        color_system="truecolor" if screen.has_color else None,
        legacy_windows=False,
        highlight=False,
        markup=False,
        emoji=False,
    )


def render(renderable: "RenderableType", screen: Screen) -> str:
    """Return what Rich makes of an object, as text that ends in a line break; what is only text, we break."""
    from rich.text import Text

    from openscore.report.terminal.wrap import wrapped_text

    console = console_for(screen)
    lines = wrapped_text(renderable, screen.width) if isinstance(renderable, Text) else (renderable,)
    with console.capture() as capture:
        for line in lines:
            console.print(line)
    return "".join(line.rstrip() + "\n" for line in capture.get().splitlines())
