"""The ranking as a table for the terminal."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len, set_cell_size

from openscore.interval import Interval
from openscore.language import tr
from openscore.report.terminal.screen import Screen, render
from openscore.report.text import ranks_text
from openscore.report.views.bars import Glyphs, color, split, tick
from openscore.report.views.ranking import RankingView, RowView

if TYPE_CHECKING:
    from rich.text import Text

UNSURE = "?"
_WIDE = r"[\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff01-\uff60]"
_PIECES = re.compile(rf"( *)([（“]*(?:{_WIDE}|[^ \u2e80-\uffff]+)[，。；：、？！）”]*)")
"""What stays on one line: a word, or a wide character with the marks that belong to it."""

Cell = list[tuple[str, str]]
"""Pieces of text, each with its style."""


class _Column(NamedTuple):
    """A column of the ranking."""

    title: str
    width: int
    is_right: bool = False


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
    columns = _columns(view, screen.width)
    header: list[Cell] = [[(column.title, "bold")] for column in columns]
    rows = [header, *[_cells(row, view, columns, screen.glyphs) for row in view.rows]]
    lines = [_line(cells, columns) for cells in rows]
    notes: list[Cell] = [[(line, "")] for line in _wrapped(legend(view, screen), screen.width)]
    return _written([*lines, [], *notes], screen)


def _columns(view: RankingView, width: int) -> tuple[_Column, ...]:
    ranks = [ranks_text(*row.ranks) for row in view.rows if row.ranks]
    extra = (_Column(tr("Ranks"), 5, is_right=True), _Column(tr("Grp"), 3, is_right=True)) if ranks else ()
    layout = _layout(width - 10 * bool(ranks))
    if ranks and width < 110:
        layout = layout._replace(date=4, bar=8)
    letters = "".join(letter for letter, _, _ in view.columns)
    scores = max(len(row.shown) for row in view.rows)
    return (
        _Column("#", max(len(str(row.rank)) for row in view.rows), is_right=True),
        *extra,
        _Column(tr("Model"), layout.model),
        _Column(tr("Maker"), layout.maker),
        _Column(tr("Date"), layout.date),
        _Column(tr("Openness"), layout.bar),
        _Column(tr("Score"), max(5, scores), is_right=True),
        _Column(letters, len(letters)),
        _Column(tr("Weakest") if layout.weakest > 1 else "\N{DOWNWARDS ARROW}", layout.weakest),
        _Column(tr("Band"), layout.band),
    )


def _line(cells: Sequence[Cell], columns: Sequence[_Column]) -> Cell:
    line: Cell = []
    for cell, column in zip(cells, columns, strict=True):
        line += _fitted(cell, column)
        line.append((" ", ""))
    return line


def _fitted(cell: Cell, column: _Column) -> Cell:
    """Return the cell padded or cut to the width of its column, wide characters counted as two."""
    free = column.width - sum([cell_len(text) for text, _ in cell])
    if free < 0:
        text, style = "".join(text for text, _ in cell), cell[0][1]
        return [(set_cell_size(text, column.width - 1) + "\N{HORIZONTAL ELLIPSIS}", style)]
    if not free:
        return cell
    padding = (" " * free, "")
    return [padding, *cell] if column.is_right else [*cell, padding]


def _wrapped(text: str, width: int) -> Iterator[str]:
    """Break lines between words and between wide characters, which count as two."""
    for note in text.splitlines():
        line = ""
        for space, word in _PIECES.findall(note):
            if line and cell_len(line + space + word) > width:
                yield line
                line = ""
            line += space + word if line else word
        yield line


def _written(lines: Sequence[Cell], screen: Screen) -> str:
    """Return the lines as text; Rich's own texts are needed only for color."""
    if screen.has_color:
        from rich.text import Text

        wide = screen._replace(width=1000)
        return "".join(render(Text.assemble(*line), wide) for line in lines)
    return "".join("".join([text for text, _ in line]).rstrip() + "\n" for line in lines)


def _cells(row: RowView, view: RankingView, columns: Sequence[_Column], glyphs: Glyphs) -> list[Cell]:
    widths = [column.width for column in columns[-8:]]
    letter = next(letter for letter, id, _ in view.columns if id == row.weakest.id)
    weakest = letter if widths[6] == 1 else row.weakest.title
    plain = [str(row.rank), *([ranks_text(*row.ranks), str(row.group)] if row.ranks else [])]
    plain += [row.name + (" *" if row.kind == "service" else ""), row.developer]
    plain.append(row.released[: widths[2]] or UNSURE)
    return [
        *[[(text, "")] for text in plain],
        _bar(row.percent, widths[3], glyphs),
        [(row.shown, "")],
        [_tick(criterion.value, glyphs) for criterion in row.criteria],
        [("" if row.weakest.value.low == 1 else weakest, "")],
        [(row.band if row.band_ids[0] == row.band_ids[1] else row.band + UNSURE, "")],
    ]


def bar(score: Interval, width: int, glyphs: Glyphs) -> Text:
    """Return the gradient bar of a score, with its unknown part hatched."""
    from rich.text import Text

    return Text.assemble(*_bar(score, width, glyphs))


def _bar(score: Interval, width: int, glyphs: Glyphs) -> Cell:
    shown, unknown, rest = split(score, width, glyphs)
    tone = color(score.low)
    return [(shown, tone), (unknown, tone + " dim"), (rest, "dim")]


def _tick(value: Interval, glyphs: Glyphs) -> tuple[str, str]:
    style = color(value.low * 100)
    return tick(value.low, glyphs), style if value.is_certain else style + " dim"


def legend(view: RankingView, screen: Screen) -> str:
    """Return the lines that explain the table and say where the numbers come from."""
    shown, unknown = screen.glyphs.fractions[-1], screen.glyphs.unknown
    criteria = " \N{MIDDLE DOT} ".join(f"{letter} {title}" for letter, _, title in view.columns)
    date = tr(", facts as of {day}", day=view.as_of) if view.as_of else ""
    notes = [
        tr(
            "{shown} shown by evidence  {unknown} not established by anybody, so not counted",
            shown=shown,
            unknown=unknown,
        ),
        tr(
            "{criteria}; {arrow} the weakest. Openness is not quality, safety or worth.",
            criteria=criteria,
            arrow="\N{DOWNWARDS ARROW}",
        ),
    ]
    if any(row.ranks for row in view.rows):
        notes.append(tr("Ranks: 90% of draws of weights, unknown facts and contested levels."))
        notes.append(tr("Models of one group are not told apart by them; see `openscore sensitivity`."))
    if view.weights:
        notes.append(view.weights)
    if any(row.kind == "service" for row in view.rows):
        notes.append(tr("* a service, judged by the model that it serves."))
    if any(row.band_ids[0] != row.band_ids[1] for row in view.rows):
        notes.append(tr("? the band could be higher once the unknown is known."))
    count = tr("{total} models", total=view.total)
    if len(view.rows) < view.total:
        count = tr("{count} of {total} models", count=len(view.rows), total=view.total)
    notes.append(
        tr(
            "{count}, rubric {rubric_id} {rubric_version}{date}. Reasons: `openscore explain MODEL`.",
            count=count,
            rubric_id=view.rubric_id,
            rubric_version=view.rubric_version,
            date=date,
        )
    )
    return "\n".join(notes)
