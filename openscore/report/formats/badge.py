"""A badge with a score: drawn here, without any service."""

from __future__ import annotations

from html import escape
from typing import NamedTuple

from rich.cells import cell_len

from openscore.engine.assessment import Assessment
from openscore.interval import Interval
from openscore.language import tr
from openscore.numerals import number
from openscore.report.text import labeled, visible
from openscore.report.views.bars import color
from openscore.report.views.ranking import short_band, shown_score

_CELL, _PAD, _HEIGHT = 6.6, 7, 22


class Badge(NamedTuple):
    """What a badge says."""

    model: str
    label: str
    message: str
    color: str
    """As `#rrggbb`."""
    percent: Interval


def badge_of(assessment: Assessment) -> Badge:
    """Return what the badge of one assessment says."""
    message = f"{shown_score(assessment)}/{number(assessment.rubric.top)} {short_band(assessment)}"
    name = visible(assessment.record.name)
    return Badge(name, tr("openness"), message, color(assessment.percent.low), assessment.percent)


def badge_svg(badge: Badge) -> str:
    """Return the badge as SVG; the line below the score shows it from 0 to 100, its unknown part pale."""
    left, right = (round(cell_len(text) * _CELL + 2 * _PAD) for text in (badge.label, badge.message))
    width = left + right
    said = escape(labeled(badge.model, f"{badge.label} {badge.message}"))
    low, high = (round(right * end / 100, 1) for end in badge.percent)
    ink = _ink(badge.color)
    return f"""\
<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{_HEIGHT}" role="img" aria-label="{said}">
<title>{said}</title>
<rect width="{width}" height="{_HEIGHT}" rx="3" fill="#333"/>
<path d="M{left} 0h{right - 3}a3 3 0 0 1 3 3v{_HEIGHT - 6}a3 3 0 0 1-3 3h-{right - 3}z" fill="{badge.color}"/>
<rect x="{left}" y="{_HEIGHT - 3}" width="{high}" height="2" fill="{ink}" opacity=".45"/>
<rect x="{left}" y="{_HEIGHT - 3}" width="{low}" height="2" fill="{ink}"/>
<g font-family="Verdana,DejaVu Sans,sans-serif" font-size="11" text-anchor="middle">
{_text(badge.label, left / 2, left, "#fff")}
{_text(badge.message, left + right / 2, right, ink)}
</g>
</svg>
"""


def _text(text: str, x: float, room: int, ink: str) -> str:
    """Return one text, fitted to its field whatever the font."""
    length = room - 2 * _PAD
    return f'<text x="{x:g}" y="14" textLength="{length}" fill="{ink}">{escape(text)}</text>'


def _ink(background: str) -> str:
    """Return black or white, whichever stands out more."""
    red, green, blue = (_linear(int(background[at : at + 2], 16)) for at in (1, 3, 5))
    light = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return "#000" if (light + 0.05) / 0.05 > 1.05 / (light + 0.05) else "#fff"


def _linear(channel: int) -> float:
    """Return the intensity of a color channel (0-255), after WCAG 2.2, relative luminance."""
    share = channel / 255
    return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)
