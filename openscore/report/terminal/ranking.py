"""The ranking as a table for the terminal."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence

from openscore.engine import Assessment
from openscore.hints import to_type
from openscore.interval import Interval
from openscore.language import counted, noted, tr
from openscore.report.terminal.cells import ARROW, cell_len
from openscore.report.terminal.screen import Screen
from openscore.report.terminal.table import Cell, Column, Pieces, cut, table, written
from openscore.report.terminal.wrap import wrapped
from openscore.report.text import RANGE, labeled, ranks_text, titled
from openscore.report.views.bars import Glyphs, color, split, tick
from openscore.report.views.ranking import STAR, UNSURE, RankingView, RowView, is_rated, short_band
from openscore.rubric.conditions import paths_of
from openscore.rubric.rubric import CONFORMANCE

BAND, BAR, READ, TICKS, WEAKEST = "band", "bar", "read", "ticks", "weakest"
"""Columns that the legend explains."""


def ranking_table(view: RankingView, screen: Screen) -> str:
    """Return the ranking as a table with a legend, at most `screen.width` columns wide."""
    columns = _columns(view)
    rows = [_cells(row, view, screen.glyphs, columns) for row in view.rows]
    shown, places = table([*columns.values()], rows, screen, gap=1)
    named = {name for place, name in enumerate(columns) if place in places}
    notes: list[Pieces] = [
        [(line, "")] for line in wrapped(to_type(legend(view, screen, named)), screen.width)
    ]
    return shown + written([[], *notes], screen)


def _columns(view: RankingView) -> dict[str, Column]:
    """Return the columns from left to right, with what each is worth where there is little room."""
    letters = "".join(letter for letter, _, _ in view.columns)
    names = max([cell_len(tr("Model")), *(cell_len(row.name) + len(STAR) for row in view.rows)])
    weakest = max(cell_len(title) for title in (tr("Weakest"), *(title for _, _, title in view.columns)))
    ranks = {
        "ranks": Column(tr("Ranks"), 1, is_right=True),
        "group": Column(tr("Grp"), 2, is_right=True),
    }
    return {
        "#": Column("#", 3, is_right=True),
        **(ranks if any(row.ranks for row in view.rows) else {}),
        "model": Column(tr("Model"), good=14, best=names),
        "maker": Column(tr("Maker"), 7, good=6),
        "date": Column(tr("Date"), 6, good=7, best=10, steps=(7, 10)),
        **(
            {READ: Column(tr("Read"), 3, good=10, best=10)}
            if any(row.read is not None for row in view.rows)
            else {}
        ),
        BAR: Column(tr("Openness"), 4, good=8, best=48),
        "score": Column(tr("Score"), is_right=True, wraps=True),
        TICKS: Column(letters, 5, best=len(letters)),
        **(
            {WEAKEST: Column(_weakest_title, 8, good=1, best=weakest, steps=(weakest,))}
            if len(view.columns) > 1
            else {}
        ),
        BAND: Column(tr("Band"), wraps=True),
    }


def _weakest_title(width: int) -> Pieces:
    return [(ARROW if width == 1 else tr("Weakest"), "bold")]


def _cells(row: RowView, view: RankingView, glyphs: Glyphs, columns: Container[str]) -> list[Cell]:
    """Return the cells of a row, in the order of these columns."""
    return [
        str(row.rank),
        *([ranks_text(*row.ranks), str(row.group)] if row.ranks else []),
        lambda width: [(_named(row, width), "")],
        row.developer,
        lambda width: [(row.released[:width] or UNSURE, "")],
        *([row.read or UNSURE] if READ in columns else []),
        lambda width: bar(row.percent, width, glyphs),
        row.shown,
        lambda _: [_tick(criterion.value, glyphs) for criterion in row.criteria],
        *([lambda width: [(_weakest(row, view, width), "")]] if WEAKEST in columns else []),
        short_band(row.assessment),
    ]


def _named(row: RowView, width: int) -> str:
    """Return the name, cut if need be, and never the mark of a service."""
    mark = STAR if row.kind == "service" else ""
    return cut(row.name, width - len(mark)) + mark


def _weakest(row: RowView, view: RankingView, width: int) -> str:
    if width > 1 or not row.least:
        return row.least
    return next(letter for letter, id, _ in view.columns if id == row.weakest.id)


def bar(score: Interval, width: int, glyphs: Glyphs) -> Pieces:
    """Return the gradient bar of a score, with its unknown part hatched."""
    shown, unknown, rest = split(score, width, glyphs)
    tone = color(score.low)
    return [(shown, tone), (unknown, tone + " dim"), (rest, "dim")]


def _tick(value: Interval, glyphs: Glyphs) -> tuple[str, str]:
    style = color(value.low * 100)
    return tick(value.low, glyphs), style if value.is_certain else style + " dim"


def legend(view: RankingView, screen: Screen, columns: Container[str]) -> str:
    """Return the lines that explain the columns that are shown, and say where the numbers come from."""
    notes = []
    if BAR in columns:
        shown, unknown = screen.glyphs.fractions[-1], screen.glyphs.unknown
        message = noted("{shown} shown by evidence  {unknown} not established by anybody, so not counted")
        notes.append(tr(message, shown=shown, unknown=unknown))
    notes.append(_criteria(view, columns))
    if not all(row.score.is_certain for row in view.rows):
        notes.append(tr(RANGE))
    if any(row.ranks for row in view.rows):
        notes.append(tr("Ranks: 90% of draws of weights, unknown facts and contested levels."))
        notes.append(tr("Models of one group are not told apart by them; see `openscore sensitivity`."))
    if READ in columns:
        notes.append(tr("Read: the oldest reading of a document that the score rests on."))
    if view.weights:
        notes.append(view.weights)
    if view.services:
        notes.append(view.services)
    if BAND in columns:
        notes += _doubts([row.assessment for row in view.rows])
        notes += _strictest(view)
    return "\n".join([*notes, _origin(view)])


def _doubts(assessments: Sequence[Assessment]) -> Iterator[str]:
    """Yield what the marks of bands mean that are not established."""
    if not all(map(is_rated, assessments)):
        yield tr("not rated: what is known rules no band out.")
    if any(is_rated(one) and one.bands[0] is not one.bands[1] for one in assessments):
        yield tr("? the band could be higher once the unknown is known.")


def _strictest(view: RankingView) -> list[str]:
    """Return what the best band is held against, in full, where a model that is shown reaches it."""
    rubric = view.rows[0].assessment.rubric if view.rows else None
    if rubric is None or rubric.conformance is None or rubric.has_rules:
        return []
    best = rubric.bands[-1]
    # A score below the top need not meet every element, unless a gate asks for them.
    is_held = best.floor >= rubric.top or any(CONFORMANCE in paths_of(one.condition) for one in rubric.gates)
    if not is_held or best.id not in {band for row in view.rows for band in row.band_ids}:
        return []
    strict = tr(
        "{title} ({note})", title=titled(rubric.conformance.title), note=titled(rubric.conformance.note)
    )
    return [labeled(titled(best.title), strict)]


def _criteria(view: RankingView, columns: Container[str]) -> str:
    """Return what the letters of the criteria stand for, and what the ranking is not."""
    criteria = " \N{MIDDLE DOT} ".join(f"{letter} {title}" for letter, _, title in view.columns)
    message = noted("Openness is not quality, safety or worth.")
    if TICKS in columns:
        message = noted("{criteria}. Openness is not quality, safety or worth.")
        if WEAKEST in columns:
            message = noted("{criteria}; {arrow} the weakest. Openness is not quality, safety or worth.")
    return tr(message, criteria=criteria, arrow=ARROW)


def _origin(view: RankingView) -> str:
    count = counted("{n} model", "{n} models", view.total)
    if len(view.rows) < view.total:
        count = tr("{count} of {total} models", count=len(view.rows), total=view.total)
    message = noted("{count}, rubric {rubric_id} {rubric_version}{date}. Reasons: `openscore explain MODEL`.")
    if view.weights:
        message = noted(
            "{count}, rubric {rubric_id} {rubric_version}{date}. "
            "Reasons, at the rubric's own weights: `openscore explain MODEL`."
        )
    return tr(
        message,
        count=count,
        rubric_id=view.rubric_id,
        rubric_version=view.rubric_version,
        date=tr(", facts as of {day}", day=view.as_of) if view.as_of else "",
    )
