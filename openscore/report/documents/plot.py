"""Draw scores on the gradient: charts in Vega-Lite, drawn without any network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from openscore.errors import UsageError
from openscore.installation import not_installed
from openscore.language import counted, noted, tr
from openscore.report.documents.page import Plot
from openscore.report.text import is_wide
from openscore.report.views.bars import CLOSED, MIDDLE, OPEN, color

WIDTH, ROW = 620, 38
EDGE, SPARE = 5, 2.5
"""Pixels around a drawing, and more for each letter in a font that is not here to be measured."""
TICKS = 6
"""Days that an axis of days names at most."""
FONT = "DejaVu Sans, Arial, sans-serif"
LOOK = {"font": FONT, "view": {"stroke": None}}
TITLED = {**LOOK, "title": {"anchor": "start", "fontSize": 13}}
LABELS = {"ticks": False, "domain": False, "labelPadding": 8}
"""How the names on an axis stand."""

Json = dict[str, Any]


def svg(plot: Plot) -> str:
    """Return the plot as SVG."""
    return drawn(_chart(plot))


def png(plot: Plot) -> bytes:
    """Return the plot as PNG, fine enough for print."""
    return bytes(_converter().vegalite_to_png(_chart(plot), scale=3))


def drawn(chart: Json) -> str:
    """Return a chart as SVG.

    Args:
        chart: In Vega-Lite.

    Raises:
        UsageError: If the libraries of the extra `report` are not installed.
    """
    return str(_converter().vegalite_to_svg(chart))


def _converter() -> Any:
    try:
        import vl_convert
    except ImportError as error:
        raise missing(noted("plots")) from error
    return vl_convert


def missing(what: str) -> UsageError:
    """Return the error for a part of OpenScore that was not installed."""
    return not_installed(tr("{what} need more than is installed", what=tr(what)), "report")


def by(field: str, type: str = "quantitative", **more: Any) -> Json:
    """Return a channel of a chart that goes by a field; without a title of its own."""
    return {"field": field, "type": type, "title": None, **more}


def _chart(plot: Plot) -> Json:
    """Return one bar a model with its score and band, and ticks of all other scores."""
    rest = counted("{n} other", "{n} others", len(plot.others))
    names = [*dict.fromkeys(mark.name for mark in plot.marks), rest]
    rows = [
        {
            "name": mark.name,
            "low": mark.percent.low,
            "high": mark.percent.high,
            "shown": f"{mark.shown} {mark.band}",
            "zero": 0,
        }
        for mark in plot.marks
    ]
    labels = {"labelFontSize": 13, "labelLimit": 210, **LABELS}
    y = by("name", "nominal", sort=names, scale={"domain": names}, axis=labels)
    text = {"type": "text", "align": "left", "dx": 6, "fontSize": 13, "fontWeight": "bold"}
    bar, tick = (
        {"type": "bar", "height": 16},
        {"type": "tick", "thickness": 1.5, "opacity": 0.55, "height": 14},
    )
    scores = {"data": {"values": rows}}
    others = {"data": {"values": [{"name": rest, "low": low} for low in plot.others]}}
    faint = {**bar, "opacity": 0.35}
    return {
        "layer": [
            {
                **scores,
                "mark": faint,
                "encoding": {"x": _score("low"), "x2": {"field": "high"}, "color": _TONE},
            },
            {
                **scores,
                "mark": bar,
                "encoding": {"x": _score("zero"), "x2": {"field": "low"}, "color": _TONE},
            },
            {**scores, "mark": text, "encoding": {"x": _score("high"), "text": by("shown", "nominal")}},
            {**others, "mark": tick, "encoding": {"x": _score("low"), "color": _TONE}},
        ],
        "encoding": {"y": y},
        "width": WIDTH,
        "height": ROW * len(names),
        "background": "white",
        "padding": {"left": EDGE, "top": EDGE, "bottom": EDGE, "right": EDGE + _spare(plot)},
        "config": LOOK,
    }


def _spare(plot: Plot) -> float:
    """Return the room that East Asian scores want beyond what is measured, as readers have other fonts."""
    shown = [f"{mark.shown} {mark.band}" for mark in plot.marks]
    return SPARE * max((len(text) for text in shown if any(map(is_wide, text))), default=0)


_COLORS = ["#{:02x}{:02x}{:02x}".format(*color) for color in (CLOSED, MIDDLE, OPEN)]
_TONE = by("low", scale={"domain": [0, 50, 100], "range": _COLORS}, legend=None)
"""The color of a score by its low end."""


def _score(field: str) -> Json:
    """Return the axis on which a score lies."""
    axis = {"values": list(range(0, 101, 10)), "grid": False}
    return by(field, axis=axis, scale={"domain": [0, 100], "nice": False})


def group_svg(rows: Sequence[Mapping[str, Any]], title: str) -> str:
    """Return groups as SVG: on the left how large each is, on the right where its scores lie.

    Args:
        rows: With `name`, `share` and `downloads` (0 to 1), `low` and `high` (0 to 100).
        title: What stands above.
    """
    names = [row["name"] for row in rows]
    size = {"width": WIDTH // 2, "height": ROW * len(names)}
    told = tr("mean score, from shown to possible")
    return drawn(
        {
            "hconcat": [{**_sizes(rows, names), **size}, {**_ranges(rows, names), **size, "title": told}],
            "resolve": {"scale": {"color": "independent"}},
            "background": "white",
            "title": title,
            "config": TITLED,
        }
    )


def _sizes(rows: Sequence[Mapping[str, Any]], names: Sequence[str]) -> Json:
    """Return bars of the shares of groups."""
    labels = {"share": tr("share of models"), "downloads": tr("share of downloads")}
    kinds = list(labels.values())
    shares = [
        {"name": row["name"], "of": label, "share": row[key]} for row in rows for key, label in labels.items()
    ]
    tones = {"domain": kinds, "range": ["#3b6ea5", "#b9c9dc"]}
    return {
        "data": {"values": shares},
        "mark": "bar",
        "encoding": {
            "x": by("share", axis={"format": "%", "tickCount": 5}),
            "y": by("name", "nominal", sort=names, axis={"labelFontSize": 12, "labelLimit": 230, **LABELS}),
            "yOffset": by("of", "nominal", sort=kinds),
            "color": by("of", "nominal", scale=tones, legend={"orient": "top"}),
        },
    }


def _ranges(rows: Sequence[Mapping[str, Any]], names: Sequence[str]) -> Json:
    """Return bars from the mean of what is shown to that of what is possible."""
    bar, tick = {"type": "bar", "height": 8, "opacity": 0.35}, {"type": "tick", "thickness": 4, "height": 16}
    return {
        "data": {"values": [dict(row) for row in rows]},
        "encoding": {"x": _score("low"), "y": by("name", "nominal", sort=names, axis=None), "color": _TONE},
        "layer": [{"mark": bar, "encoding": {"x2": {"field": "high"}}}, {"mark": tick}],
    }


def trend_plot(rows: Sequence[Mapping[str, Any]], bands: Sequence[str], title: str) -> str:
    """Return shares over time as SVG, one band upon the other, the most open on top.

    Args:
        rows: With `day` (ISO date), `band` and `share` (0 to 1), of every day each band that is met.
        bands: Titles of all bands of the rubric, the least open first: each has its place on the gradient.
        title: What stands above.
    """
    met = [band for band in bands if band in {row["band"] for row in rows}]
    tones = [color(100 * bands.index(band) / max(1, len(bands) - 1)) for band in met]
    days = sorted({row["day"] for row in rows})
    told = [date.fromisoformat(day) for day in days[:: -(-len(days) // TICKS)]]
    ticks = [{"year": day.year, "month": day.month, "date": day.day} for day in told]
    return drawn(
        {
            "data": {"values": [{**row, "place": -met.index(row["band"])} for row in rows]},
            "mark": {"type": "area", "stroke": "white", "strokeWidth": 1},
            "encoding": {
                "x": by("day", "temporal", axis={"grid": False, "format": "%Y-%m-%d", "values": ticks}),
                "y": by("share", stack="normalize", axis={"format": "%", "tickCount": 5}),
                "color": by("band", "nominal", scale={"domain": met[::-1], "range": tones[::-1]}),
                "order": by("place", sort="descending"),
            },
            "width": WIDTH,
            "height": WIDTH // 2,
            "background": "white",
            "title": title,
            "config": TITLED,
        }
    )
