"""How sure ranks are: intervals of ranks as lines, a table of sources, JSON, CSV and a plot."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from rich.text import Text

from openscore.analysis.sampling import SOURCES
from openscore.analysis.sensitivity import Sensitivity, Settings, Spread
from openscore.language import counted, tr
from openscore.numerals import decimals, number
from openscore.registry.registry import Registry
from openscore.report.documents.plot import by, drawn
from openscore.report.formats.csv import to_csv
from openscore.report.formats.json_v1 import registry_json, rubric_json
from openscore.report.terminal.lists import Row, list_table
from openscore.report.terminal.screen import Screen, render
from openscore.report.terminal.table import Cell, Column, table
from openscore.report.text import listed, ranks_text, visible
from openscore.report.views.bars import BLOCKS, color
from openscore.rubric.rubric import Rubric

SOURCE_KEYS = ("source", "total", "first_order", "alone_ranks", "what")
"""Keys of the table of sources, what is worth most first."""


def sensitivity_table(found: Sensitivity, rubric: Rubric, screen: Screen) -> str:
    """Return one line per model with its interval of ranks, and one row per source of uncertainty."""
    count = len(found.models)
    columns = (
        Column("#", 2, is_right=True),
        Column(tr("Model"), good=14),
        Column(lambda width: [(f"1{str(count).rjust(width - 1)}", "bold")], 7, good=10, best=60),
        Column(tr("Ranks"), is_right=True, wraps=True),
        Column(tr("Median"), 1, is_right=True),
        Column(tr("Group"), 4, is_right=True),
        Column(tr("Band"), 3, is_right=True),
        Column(f"Top{found.settings.top}", 5, is_right=True),
        Column(tr("Next"), 6, is_right=True),
    )
    rows = [_cells(spread, rubric, count, screen) for spread in found.models]
    shown = table(columns, rows, screen, gap=1)[0]
    shown += "\n" + render(Text("\n".join(_notes(found, rubric))), screen)
    sources = [*_source_rows(found)]
    return shown + "\n" + list_table(sources, screen, SOURCE_KEYS) if sources else shown


def _cells(spread: Spread, rubric: Rubric, count: int, screen: Screen) -> list[Cell]:
    one = spread.place.assessment
    tone = color(one.percent.low)
    return [
        str(spread.place.rank),
        visible(one.record.name),
        lambda width: [(_line(spread, count, width, screen), tone)],
        ranks_text(spread.low, spread.high),
        str(spread.median),
        str(spread.group),
        _percent(spread.bands[rubric.bands.index(one.bands[0])]),
        _percent(spread.top),
        "" if spread.beats is None else _percent(spread.beats),
    ]


def _line(spread: Spread, count: int, width: int, screen: Screen) -> str:
    """Draw the interval of ranks, with the median in it."""
    bar, point = (
        ("\N{BOX DRAWINGS HEAVY HORIZONTAL}", "\N{BLACK CIRCLE}") if screen.glyphs is BLOCKS else "-o"
    )
    step = (width - 1) / max(1, count - 1)
    low, median, high = (round((rank - 1) * step) for rank in (spread.low, spread.median, spread.high))
    drawn = [bar if low <= place <= high else " " for place in range(width)]
    drawn[median] = point
    return "".join(drawn)


def _percent(share: float) -> str:
    return f"{100 * share:.0f}%"


def _notes(found: Sensitivity, rubric: Rubric) -> Iterator[str]:
    settings = found.settings
    yield tr("Ranks: 90% of the draws, and the published rank. Group: one group is not told apart.")
    yield tr("Band: share of draws in the published band. Next: before the next model.")
    yield _settings(settings)
    drawn = listed(map(tr, found.sources))
    yield tr(
        "{models}, rubric {id} {version}. Drawn: {drawn}.",
        models=counted("{n} model", "{n} models", len(found.models)),
        id=rubric.id,
        version=rubric.version,
        drawn=drawn,
    )


def _settings(settings: Settings) -> str:
    around = tr("any weights alike")
    if settings.concentration is not None:
        around = tr(
            "weights around the rubric's (concentration {concentration})",
            concentration=number(settings.concentration),
        )
    return tr(
        "{draws} draws, seed {seed}, {around}.", draws=settings.draws, seed=settings.seed, around=around
    )


def _source_rows(found: Sensitivity) -> Iterator[Row]:
    for share in found.shares:
        yield {
            "source": tr(share.source),
            "alone_ranks": decimals(share.width, 1),
            "first_order": decimals(share.first, 2),
            "total": decimals(share.total, 2),
            "what": tr(SOURCES[share.source]),
        }


def sensitivity_csv(found: Sensitivity, rubric: Rubric) -> str:
    """Return one row per model."""
    bands = [f"band_{band.id}" for band in rubric.bands]
    header = [
        "rank", "id", "name", "median", "low", "high", "group", "top", "beats_next", *bands, "rubric",
        "rubric_version",
    ]  # fmt: skip
    records = [spread.place.assessment.record for spread in found.models]
    rows = (
        [
            spread.place.rank, record.id, visible(record.name), spread.median,
            spread.low, spread.high, spread.group, spread.top, spread.beats, *spread.bands,
            rubric.id, rubric.version,
        ]
        for spread, record in zip(found.models, records, strict=True)
    )  # fmt: skip
    return to_csv(header, rows)


def sensitivity_json(found: Sensitivity, rubric: Rubric, registry: Registry) -> dict[str, object]:
    """Return the content of `openscore.sensitivity/1`."""
    settings = found.settings
    return {
        "rubric": rubric_json(rubric),
        "registry": registry_json(registry),
        "settings": {
            "draws": settings.draws,
            "seed": settings.seed,
            "concentration": settings.concentration,
            "sources": list(found.sources),
            "top": settings.top,
        },
        "sources": [
            {
                "id": share.source,
                "alone_width": share.width,
                "first_order": share.first,
                "total": share.total,
            }
            for share in found.shares
        ],
        "models": [_model(spread, rubric) for spread in found.models],
    }


def _model(spread: Spread, rubric: Rubric) -> dict[str, object]:
    record = spread.place.assessment.record
    return {
        "rank": spread.place.rank,
        "id": record.id,
        "name": visible(record.name),
        "ranks": {"low": spread.low, "median": spread.median, "high": spread.high},
        "group": spread.group,
        "bands": {band.id: share for band, share in zip(rubric.bands, spread.bands, strict=True)},
        "top": spread.top,
        "beats_next": spread.beats,
    }


def sensitivity_svg(found: Sensitivity, rubric: Rubric) -> str:
    """Return a plot of the intervals of ranks as SVG.

    Raises:
        UsageError: If the libraries of the extra `report` are not installed.
    """
    records = [spread.place.assessment.record for spread in found.models]
    used = Counter(record.name for record in records)
    rows = [
        {
            "model": visible(record.name if used[record.name] == 1 else f"{record.name} ({record.id})"),
            "low": spread.low,
            "high": spread.high,
            "median": spread.median,
            "rank": spread.place.rank,
        }
        for spread, record in zip(found.models, records, strict=True)
    ]
    told = tr("rank: published (tick), median (dot), 90 % of draws (line)")
    place = {"type": "quantitative", "scale": {"domain": [0, len(rows) + 1], "nice": False}}
    line, tick, dot = (
        {"type": "rule", "strokeWidth": 5, "color": "#9fb6d8"},
        {"type": "tick", "thickness": 2, "color": "#222222"},
        {"type": "circle", "size": 45, "opacity": 1, "color": "#0050c8"},
    )
    chart = {
        "data": {"values": rows},
        "encoding": {"y": by("model", "nominal", sort=None, axis={"labelLimit": 240})},
        "layer": [
            {
                "mark": line,
                "encoding": {"x": {**place, "field": "low", "title": told}, "x2": {"field": "high"}},
            },
            {"mark": tick, "encoding": {"x": {**place, "field": "rank"}}},
            {"mark": dot, "encoding": {"x": {**place, "field": "median"}}},
        ],
        "width": 460,
        "height": {"step": 15},
        "title": {
            "text": tr("How sure is a rank? {rubric}", rubric=f"{rubric.id} {rubric.version}"),
            "subtitle": _settings(found.settings),
        },
    }
    return drawn(chart) + "\n"
