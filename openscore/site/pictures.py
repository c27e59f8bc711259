"""Pictures as SVG inside a page: drawn here, without color of their own, so that the page's style decides."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape
from typing import Any, NamedTuple

from openscore.analysis.history import Step
from openscore.engine import Ranked
from openscore.interval import Interval
from openscore.language import tr
from openscore.report.terminal.wrap import wrapped
from openscore.report.text import visible
from openscore.site.inert import Inert

WIDTH, HEIGHT = 440, 220
LEFT, RIGHT, TOP, BOTTOM = 36, 12, 12, 26
BINS = 10
FULLEST = 93
"""Percent of the height that the fullest column takes; above it stands its number."""
NAME = 56
"""Cells of a line of a name that the picture has room for."""
LAYERS = 5
"""In which marks are drawn; each lets the ones below shine through."""


class Bin(NamedTuple):
    """A range of scores and the models in it."""

    low: int
    high: int
    models: int
    """Whose low end lies in it."""
    may_rise: int
    """Of these, how many may lie higher."""


def _markup(parts: Sequence[str], height: int, label: str, role: str = "img") -> Any:
    head = f'<svg class="plot" viewBox="0 0 {WIDTH} {height}" role="{role}" aria-label="{escape(label)}">'
    return Inert("".join([head, *parts, "</svg>"]))


def _y(percent: float, height: int = HEIGHT) -> float:
    return round(height - BOTTOM - percent / 100 * (height - TOP - BOTTOM), 1)


def _axis(height: int = HEIGHT) -> list[str]:
    """Return lines at each quarter of the score, with their numbers."""
    parts = []
    for tick in (0, 25, 50, 75, 100):
        y = _y(tick, height)
        parts.append(f'<path class="grid" d="M{LEFT} {y}H{WIDTH - RIGHT}"/>')
        parts.append(f'<text class="tick" x="{LEFT - 6}" y="{y + 4}" text-anchor="end">{tick}</text>')
    return parts


def by_date(ranked: Sequence[Ranked], links: Sequence[str]) -> Any:
    """Return all scores by the day of the release; where a score has two ends, a line joins them.

    Args:
        ranked: A ranking.
        links: The page of each model, in the same order.
    """
    dated = [
        (place.assessment.record.released, place.assessment, link)
        for place, link in zip(ranked, links, strict=True)
        if place.assessment.record.released
    ]
    if not dated:
        return ""
    first = min(day for day, _, _ in dated).year
    last = max(day for day, _, _ in dated).year + 1
    span = (date(last, 1, 1) - date(first, 1, 1)).days
    room = WIDTH - LEFT - RIGHT

    def x(day: date) -> float:
        return round(LEFT + (day - date(first, 1, 1)).days / span * room, 1)

    parts = _axis()
    for year in range(first, last):
        parts.append(
            f'<text class="tick" x="{x(date(year, 7, 1))}" y="{HEIGHT - 8}" text-anchor="middle">{year}</text>'
        )
    for day, one, link in dated:
        name = escape(visible(one.record.name))
        low, high = _y(one.percent.low), _y(one.percent.high)
        line = "" if low == high else f'<path class="reach" d="M{x(day)} {low}V{high}"/>'
        parts.append(
            f'{line}<a href="{escape(link)}" tabindex="-1" aria-label="{name}"><circle class="dot" cx="{x(day)}" cy="{low}" r="3.5">'
            f"<title>{name}</title></circle></a>"
        )
    label = tr("Scores by the day of the release, from 0 to 100; the table has the numbers.")
    return _markup(parts, HEIGHT, label, "group")


def spectrum(ranked: Sequence[Ranked]) -> Any:
    """Return all scores as lines from closed to open, as wide as there is room; the low ends, as ranked."""
    marks = _marks([f"M{place.assessment.percent.low:.1f} 0v10" for place in ranked])
    label = tr("All scores from closed to open, a line for each model; the ranking has the numbers.")
    return Inert(
        f'<svg class="plot spectrum" viewBox="0 0 100 10" preserveAspectRatio="none" role="img" aria-label="{escape(label)}">'
        f"{marks}</svg>"
    )


def _marks(drawn: Sequence[str]) -> str:
    """Return a mark for each model, in order: where many lie together, several layers make them dark."""
    return "".join(f'<path class="ticks" d="{"".join(drawn[layer::LAYERS])}"/>' for layer in range(LAYERS))


def bins_of(ranked: Sequence[Ranked]) -> list[Bin]:
    """Return how many scores lie in each tenth of the gradient; 100 counts to the last."""
    counts = [[0, 0] for _ in range(BINS)]
    for place in ranked:
        low, high = (min(BINS - 1, int(end * BINS / 100)) for end in place.assessment.percent)
        counts[low][0] += 1
        counts[low][1] += low != high
    step = 100 // BINS
    return [Bin(place * step, (place + 1) * step, *count) for place, count in enumerate(counts)]


def distribution(bins: Sequence[Bin]) -> Any:
    """Return the counts as columns; the upper part of each is hatched for those that may lie higher."""
    most = max([1, *(one.models for one in bins)])
    room = (WIDTH - LEFT - RIGHT) / len(bins)
    parts = [f'<path class="grid" d="M{LEFT} {HEIGHT - BOTTOM}H{WIDTH - RIGHT}"/>']
    for place, one in enumerate(bins):
        x = LEFT + place * room
        y, sure = _y(FULLEST * one.models / most), _y(FULLEST * (one.models - one.may_rise) / most)
        parts.append(_column(x, room, sure, HEIGHT - BOTTOM, 'class="column"'))
        if one.may_rise:
            parts.append(_column(x, room, y, sure, 'fill="url(#doubt)"'))
        if one.models:
            parts.append(
                f'<text class="tick" x="{x + room / 2:.1f}" y="{y - 4}" text-anchor="middle">{one.models}</text>'
            )
        parts.append(f'<text class="tick" x="{x:.1f}" y="{HEIGHT - 8}" text-anchor="middle">{one.low}</text>')
    parts.append(f'<text class="tick" x="{WIDTH - RIGHT}" y="{HEIGHT - 8}" text-anchor="middle">100</text>')
    return _markup(
        parts, HEIGHT, tr("How many models lie in each tenth of the gradient; the table has the numbers.")
    )


def _column(x: float, room: float, top: float, bottom: float, ink: str) -> str:
    return f'<rect {ink} x="{x + 4:.1f}" y="{top}" width="{room - 8:.1f}" height="{bottom - top:.1f}"/>'


def strips(rows: Sequence[tuple[str, Sequence[float], float]]) -> Any:
    """Return one line for each criterion, below its name, with a tick for each model and a mark at the median.

    Args:
        rows: Title, low ends from 0 to 100, and their median.
    """
    left, y = RIGHT, 0
    room = WIDTH - left - RIGHT
    parts = []
    for title, values, median in rows:
        for line in wrapped(title, NAME):
            y += 16
            parts.append(f'<text class="name" x="{left}" y="{y}">{escape(line)}</text>')
        y += 18
        parts.append(f'<path class="grid" d="M{left} {y}H{WIDTH - RIGHT}"/>')
        parts.append(_marks([f"M{left + value / 100 * room:.1f} {y - 7}v14" for value in sorted(values)]))
        parts.append(f'<path class="median" d="M{left + median / 100 * room:.1f} {y - 11}v22"/>')
        y += 16
    height = y + 18
    parts += [
        f'<text class="tick" x="{left + tick / 100 * room:.1f}" y="{height - 6}" text-anchor="middle">{tick}</text>'
        for tick in (0, 50, 100)
    ]
    return _markup(
        parts,
        height,
        tr("Each criterion: a line for each model, a bold one at the median; the table has the numbers."),
    )


def history_picture(history: Sequence[Step]) -> Any:
    """Return the life of a release as steps of its score; nothing where there are no two scores."""
    known = [(step.day, step.after.percent) for step in history if step.after]
    if len(known) < 2 or known[0][0] == known[-1][0]:
        return ""
    height = 150
    start, end = known[0][0], known[-1][0]
    room = WIDTH - LEFT - RIGHT - 40

    def x(day: date) -> float:
        return round(LEFT + (day - start).days / (end - start).days * room, 1)

    path = _steps(known, x, height, WIDTH - RIGHT)
    parts = [*_axis(height), *path]
    parts += [
        f'<circle class="dot" cx="{x(day)}" cy="{_y(percent.low, height)}" r="3.5"/>'
        for day, percent in known
    ]
    parts += [
        f'<text class="tick" x="{x(day)}" y="{height - 8}" text-anchor="{anchor}">{day.isoformat()}</text>'
        for day, anchor in ((start, "start"), (end, "middle"))
    ]
    return _markup(parts, height, tr("The score from the first day to the last; the table has the steps."))


def _steps(known: Sequence[tuple[date, Interval]], x: Any, height: int, end: float) -> list[str]:
    low = high = ""
    for day, percent in known:
        begin, then = ("H", "V") if low else ("M", " ")
        low += f"{begin}{x(day)}{then}{_y(percent.low, height)}"
        high += f"{begin}{x(day)}{then}{_y(percent.high, height)}"
    return [f'<path class="step high" d="{high}H{end}"/>', f'<path class="step" d="{low}H{end}"/>']
