"""The ranking as a table for the terminal."""

from __future__ import annotations

import io
from typing import NamedTuple

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from openscore.interval import Interval
from openscore.report.bars import BLOCKS, Glyphs, color, split, tick
from openscore.report.text import score_range
from openscore.report.view import RankingView, RowView

UNSURE = "?"


class Screen(NamedTuple):
    """What the output can show."""

    width: int = 80
    """Columns."""
    has_color: bool = False
    glyphs: Glyphs = BLOCKS


def console_for(screen: Screen) -> Console:
    """Return a console that takes no text for markup and writes nothing by itself."""
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


def render(renderable: RenderableType, screen: Screen) -> str:
    """Return what Rich makes of an object, as text that ends in a line break."""
    console = console_for(screen)
    with console.capture() as capture:
        console.print(renderable)
    return "".join(line.rstrip() + "\n" for line in capture.get().splitlines())


class _Layout(NamedTuple):
    """Widths of the columns that stretch, by the width of the screen."""

    model: int
    maker: int
    date: int
    bar: int
    band: int
    weakest: int


def _layout(width: int) -> _Layout:
    if width >= 160:
        return _Layout(36, 24, 10, 48, 20, 22)
    if width >= 110:
        return _Layout(28, 14, 10, 18, 19, 8)
    return _Layout(max(14, width - 60), 8, 7, 9, 13, 1)


def ranking_table(view: RankingView, screen: Screen) -> str:
    """Return the ranking as a table with a legend, at most `screen.width` columns wide."""
    layout = _layout(screen.width)
    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, header_style="bold")
    letters = "".join(letter for letter, _, _ in view.columns)
    table.add_column("#", justify="right", no_wrap=True)
    table.add_column("Model", width=layout.model, no_wrap=True)
    table.add_column("Maker", width=layout.maker, no_wrap=True)
    table.add_column("Date", width=layout.date, no_wrap=True)
    table.add_column("Openness", width=layout.bar, no_wrap=True)
    table.add_column("Score", justify="right", no_wrap=True)
    table.add_column(letters, width=len(letters), no_wrap=True)
    table.add_column(
        "Weakest" if layout.weakest > 1 else "\N{DOWNWARDS ARROW}", width=layout.weakest, no_wrap=True
    )
    table.add_column("Band", width=layout.band, no_wrap=True)
    for row in view.rows:
        table.add_row(*_cells(row, view, layout, screen.glyphs))
    return render(table, screen) + "\n" + render(Text(legend(view, screen)), screen)


def _cells(row: RowView, view: RankingView, layout: _Layout, glyphs: Glyphs) -> list[Text]:
    letter = next(letter for letter, id, _ in view.columns if id == row.weakest.id)
    name = row.name + (" *" if row.kind == "service" else "")
    band = row.band if row.band_ids[0] == row.band_ids[1] else row.band + UNSURE
    return [
        Text(str(row.rank)),
        Text(name, overflow="ellipsis"),
        Text(row.developer, overflow="ellipsis"),
        Text(row.released[: layout.date] or UNSURE),
        bar(row.score, layout.bar, glyphs),
        Text(score_range(*row.score)),
        Text("").join(_tick(criterion.value, glyphs) for criterion in row.criteria),
        Text(letter if layout.weakest == 1 else row.weakest.title, overflow="ellipsis"),
        Text(band, overflow="ellipsis"),
    ]


def bar(score: Interval, width: int, glyphs: Glyphs) -> Text:
    """Return the gradient bar of a score, with its unknown part hatched."""
    shown, unknown, rest = split(score, width, glyphs)
    tone = color(score.low)
    return Text.assemble((shown, tone), (unknown, tone + " dim"), (rest, "dim"))


def _tick(value: Interval, glyphs: Glyphs) -> Text:
    style = color(value.low * 100)
    return Text(tick(value.low, glyphs), style if value.is_certain else style + " dim")


def legend(view: RankingView, screen: Screen) -> str:
    """Return the lines that explain the table and say where the numbers come from."""
    shown, unknown = screen.glyphs.fractions[-1], screen.glyphs.unknown
    criteria = " \N{MIDDLE DOT} ".join(f"{letter} {title.lower()}" for letter, _, title in view.columns)
    date = f", facts as of {view.as_of}" if view.as_of else ""
    notes = [
        f"{shown} shown by evidence  {unknown} not established by anybody, so not counted",
        f"{criteria}; \N{DOWNWARDS ARROW} the weakest. Openness is not quality, safety or worth.",
    ]
    if any(row.kind == "service" for row in view.rows):
        notes.append("* a service, judged by the model that it serves.")
    if any(row.band_ids[0] != row.band_ids[1] for row in view.rows):
        notes.append("? the band could be higher once the unknown is known.")
    count = (
        f"{len(view.rows)} of {view.total} models" if len(view.rows) < view.total else f"{view.total} models"
    )
    notes.append(
        f"{count}, rubric {view.rubric_id} {view.rubric_version}{date}. Reasons: `openscore explain MODEL`."
    )
    return "\n".join(notes)
