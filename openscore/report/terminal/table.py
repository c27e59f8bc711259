"""Tables that fit the screen: columns give way, then fall away, and what is said is not cut."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from openscore.report.terminal.cells import ELLIPSIS, cell_len, set_cell_size
from openscore.report.terminal.screen import Screen, render
from openscore.report.terminal.wrap import wrapped

LEAST = 12
"""Cells to which a column that cannot fall away is narrowed where all others have fallen away."""

Pieces = list[tuple[str, str]]
"""A line of text in pieces, each with its style."""
Cell = str | tuple[str, str] | Callable[[int], Pieces]
"""Text, text with a style, or what draws itself for a width."""


class Column(NamedTuple):
    """A column, and how it gives way."""

    title: Cell
    worth: int = 0
    """Columns fall away from the highest number on; 0 stays as long as anything can be read."""
    good: int = 0
    """Cells without which it is not worth its place; those of its content if that is narrower, or if 0."""
    best: int = 0
    """Cells that it takes where there is room, to be given for what draws itself; those of its text if 0."""
    steps: tuple[int, ...] = ()
    """The only widths that it can have, ascending."""
    is_right: bool = False
    wraps: bool = False
    """Whether text goes on in further lines; it is cut otherwise."""
    is_solid: bool = False
    """Whether it gets the room for all of its text before others get more than is good for them."""


def table(
    columns: Sequence[Column], rows: Sequence[Sequence[Cell]], screen: Screen, *, gap: int = 2
) -> tuple[str, tuple[int, ...]]:
    """Return a table that is nowhere wider than the screen, and the places of the columns that it has.

    Args:
        columns: All that there are.
        rows: A cell for each column.
        screen: What the output can show.
        gap: Spaces between columns.
    """
    best = [column.best or _content(place, columns, rows) for place, column in enumerate(columns)]
    widths = fit(columns, best, screen.width, gap)
    header = [(column.title, "bold") if isinstance(column.title, str) else column.title for column in columns]
    lines: list[Pieces] = []
    for row in (header, *rows) if any(column.title for column in columns) else rows:
        lines += _lines(row, columns, widths, gap)
    return written(lines, screen), tuple(widths)


def _content(place: int, columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> int:
    texts = [_text(columns[place].title), *[_text(row[place]) for row in rows]]
    return max(1, *map(cell_len, texts))


def _text(cell: Cell) -> str:
    if isinstance(cell, str):
        return cell
    return cell[0] if isinstance(cell, tuple) else ""


def fit(columns: Sequence[Column], best: Sequence[int], width: int, gap: int) -> dict[int, int]:
    """Return the widths of the columns that are shown, by place.

    Args:
        columns: All columns.
        best: Cells that each takes where there is room.
        width: Cells in all.
        gap: Cells between two columns.
    """
    good = [_good(column, most) for column, most in zip(columns, best, strict=True)]
    shown: dict[int, int] = {}
    for place in sorted(range(len(columns)), key=lambda place: columns[place].worth):
        is_lasting = columns[place].worth == 0
        least = min(good[place], LEAST) if is_lasting else good[place]
        # What may fall away comes only where all that has to stay is at its good width.
        others = sum(shown.values()) if is_lasting else sum(good[other] for other in shown)
        if shown and others + least + gap * len(shown) > width:
            break
        shown[place] = least
    if len(shown) == 1:
        shown = {place: min(least, width) for place, least in shown.items()}
    spare = width - sum(shown.values()) - gap * (len(shown) - 1)
    # What is not to be cut or broken comes first.
    whole = {place: least for place, least in enumerate(good) if least == best[place]}
    spare = _grown(shown, whole, spare)
    spare = _grown(shown, dict(enumerate(good)), spare)
    # A step that would take most of the room waits until the others have what they want.
    spare = _stepped(shown, columns, spare, spare // 3)
    free = {place: best[place] for place in shown if not columns[place].steps}
    spare = _grown(shown, {place: most for place, most in free.items() if columns[place].is_solid}, spare)
    spare = _grown(shown, free, spare)
    _stepped(shown, columns, spare, spare)
    return dict(sorted(shown.items()))


def _good(column: Column, best: int) -> int:
    if not column.good:
        return best
    # A character of two cells has to stand in a line of text that goes on.
    return min(max(column.good, 2) if column.wraps else column.good, best)


def _grown(widths: dict[int, int], wanted: dict[int, int], spare: int) -> int:
    """Widen columns alike as far as is wanted and there is room; return what is left of the room."""
    while spare > 0 and (short := [place for place in widths if widths[place] < wanted.get(place, 0)]):
        for place in short[:spare]:
            widths[place] += 1
        spare -= len(short[:spare])
    return spare


def _stepped(widths: dict[int, int], columns: Sequence[Column], spare: int, most: int) -> int:
    """Widen columns that go by steps, each step by `most` at most; return what is left of the room."""
    for place, width in widths.items():
        for step in columns[place].steps:
            if width < step and step - widths[place] <= min(spare, most):
                spare -= step - widths[place]
                widths[place] = step
    return spare


def _lines(row: Sequence[Cell], columns: Sequence[Column], widths: dict[int, int], gap: int) -> list[Pieces]:
    """Return the lines of a row: as many as the cell with most text has."""
    cells = [
        (_fitted(row[place], columns[place], width), width, columns[place].is_right)
        for place, width in widths.items()
    ]
    between = (" " * gap, "")
    lines: list[Pieces] = []
    for number in range(max(len(cell) for cell, _, _ in cells)):
        line: Pieces = []
        for cell, width, is_right in cells:
            pieces = cell[number] if number < len(cell) else []
            free = (" " * (width - sum([cell_len(text) for text, _ in pieces])), "")
            line += (free, *pieces, between) if is_right else (*pieces, free, between)
        lines.append(line)
    return lines


def _fitted(cell: Cell, column: Column, width: int) -> list[Pieces]:
    """Return the lines of a cell, none wider than its column."""
    if callable(cell):
        return [cell(width)]
    text, style = (cell, "") if isinstance(cell, str) else cell
    if cell_len(text) <= width:
        return [[(text, style)]]
    if column.wraps and width > 1:
        return [[(line, style)] for line in wrapped(text, width, is_cell=True)]
    return [[(cut(text, width), style)]]


def cut(text: str, width: int) -> str:
    """Return a text that fits, with an ellipsis where something is left out."""
    return text if cell_len(text) <= width else set_cell_size(text, width - 1) + ELLIPSIS


def written(lines: Sequence[Pieces], screen: Screen) -> str:
    """Return lines as text; Rich's own texts are needed only for color."""
    if screen.has_color:
        from rich.text import Text

        wide = screen._replace(width=1000)
        return "".join(render(Text.assemble(*line), wide) for line in lines)
    return "".join("".join([text for text, _ in line]).rstrip() + "\n" for line in lines)
