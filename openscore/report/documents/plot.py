"""Draw scores on the gradient with Altair, without any network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from openscore.errors import UsageError
from openscore.installation import not_installed
from openscore.language import counted, noted, tr
from openscore.report.documents.page import Plot
from openscore.report.views.bars import CLOSED, MIDDLE, OPEN, color

WIDTH, ROW = 620, 38
TICKS = 6
"""Days that an axis of days names at most."""
FONT = "DejaVu Sans, Arial, sans-serif"


def svg(plot: Plot) -> str:
    """Return the plot as SVG."""
    return str(_converter().vegalite_to_svg(_chart(plot)))


def png(plot: Plot) -> bytes:
    """Return the plot as PNG, fine enough for print."""
    return bytes(_converter().vegalite_to_png(_chart(plot), scale=3))


def _converter() -> Any:
    try:
        import vl_convert
    except ImportError as error:
        raise missing(noted("plots")) from error
    return vl_convert


def missing(what: str) -> UsageError:
    """Return the error for a part of OpenScore that was not installed."""
    return not_installed(tr("{what} need more than is installed", what=tr(what)), "report")


def _altair() -> Any:
    try:
        import altair
    except ImportError as error:
        raise missing(noted("plots")) from error
    return altair


def _chart(plot: Plot) -> dict[str, Any]:
    """Return the Vega-Lite chart: one bar a model with its score and band, ticks of all other scores."""
    altair = _altair()
    rest = counted("{n} other", "{n} others", len(plot.others))
    names = [*dict.fromkeys(mark.name for mark in plot.marks), rest]
    rows = [
        {
            "name": mark.name,
            "low": mark.percent.low,
            "high": mark.percent.high,
            "shown": f"{mark.shown} {mark.band}",
        }
        for mark in plot.marks
    ]
    scores = altair.Chart(altair.Data(values=[{**row, "zero": 0} for row in rows]))
    others = altair.Chart(altair.Data(values=[{"name": rest, "low": low} for low in plot.others]))
    y = altair.Y("name:N", title=None, sort=names, scale=altair.Scale(domain=names))
    y = y.axis(labelFontSize=13, labelLimit=210, ticks=False, domain=False, labelPadding=8)
    tone = _tone(altair)
    shown = {"align": "left", "dx": 6, "fontSize": 13, "fontWeight": "bold"}
    layers = [
        scores.mark_bar(height=16, opacity=0.35).encode(x=_x(altair, "low"), x2="high:Q", y=y, color=tone),
        scores.mark_bar(height=16).encode(x=_x(altair, "zero"), x2="low:Q", y=y, color=tone),
        scores.mark_text(**shown).encode(x=_x(altair, "high"), y=y, text="shown:N"),
        others.mark_tick(thickness=1.5, opacity=0.55, height=14).encode(x=_x(altair, "low"), y=y, color=tone),
    ]
    chart = altair.layer(*layers).properties(width=WIDTH, height=ROW * len(names), background="white")
    chart = chart.configure(font=FONT, view=altair.ViewConfig(stroke=None))
    return dict(chart.to_dict())


def _tone(altair: Any) -> Any:
    """Return the color of a score by its low end."""
    colors = ["#{:02x}{:02x}{:02x}".format(*color) for color in (CLOSED, MIDDLE, OPEN)]
    return altair.Color("low:Q", scale=altair.Scale(domain=[0, 50, 100], range=colors), legend=None)


def _x(altair: Any, field: str) -> Any:
    axis = altair.Axis(values=list(range(0, 101, 10)), grid=False)
    return altair.X(f"{field}:Q", title=None, axis=axis, scale=altair.Scale(domain=[0, 100], nice=False))


def group_svg(rows: Sequence[Mapping[str, Any]], title: str) -> str:
    """Return groups as SVG: on the left how large each is, on the right where its scores lie.

    Args:
        rows: With `name`, `share` and `downloads` (0 to 1), `low` and `high` (0 to 100).
        title: What stands above.
    """
    altair = _altair()
    names = [row["name"] for row in rows]
    labels = {"share": tr("share of models"), "downloads": tr("share of downloads")}
    shares = [
        {"name": row["name"], "of": label, "share": row[key]} for row in rows for key, label in labels.items()
    ]
    y = altair.Y("name:N", title=None, sort=names)
    named = y.axis(labelFontSize=12, labelLimit=230, ticks=False, domain=False, labelPadding=8)
    tones = altair.Scale(domain=list(labels.values()), range=["#3b6ea5", "#b9c9dc"])
    sizes = altair.Chart(altair.Data(values=shares)).mark_bar()
    sizes = sizes.encode(
        x=altair.X("share:Q", title=None, axis=altair.Axis(format="%", tickCount=5)),
        y=named,
        yOffset=altair.YOffset("of:N", sort=list(labels.values())),
        color=altair.Color("of:N", title=None, scale=tones, legend=altair.Legend(orient="top")),
    )
    tone = _tone(altair)
    spans = altair.Chart(altair.Data(values=[dict(row) for row in rows]))
    bare = y.axis(None)
    ranges = altair.layer(
        spans.mark_bar(height=8, opacity=0.35).encode(x=_x(altair, "low"), x2="high:Q", y=bare, color=tone),
        spans.mark_tick(thickness=4, height=16).encode(x=_x(altair, "low"), y=bare, color=tone),
    )
    height = ROW * len(names)
    ranges = ranges.properties(
        width=WIDTH // 2, height=height, title=tr("mean score, from shown to possible")
    )
    chart = altair.hconcat(sizes.properties(width=WIDTH // 2, height=height), ranges)
    chart = chart.resolve_scale(color="independent").properties(background="white", title=title)
    chart = chart.configure(font=FONT, view=altair.ViewConfig(stroke=None))
    chart = chart.configure_title(anchor="start", fontSize=13)
    return str(_converter().vegalite_to_svg(dict(chart.to_dict())))


def trend_plot(rows: Sequence[Mapping[str, Any]], bands: Sequence[str], title: str) -> str:
    """Return shares over time as SVG, one band upon the other, the most open on top.

    Args:
        rows: With `day` (ISO date), `band` and `share` (0 to 1), of every day each band that is met.
        bands: Titles of all bands of the rubric, the least open first: each has its place on the gradient.
        title: What stands above.
    """
    altair = _altair()
    met = [band for band in bands if band in {row["band"] for row in rows}]
    tones = [color(100 * bands.index(band) / max(1, len(bands) - 1)) for band in met]
    days = sorted({row["day"] for row in rows})
    told = [date.fromisoformat(day) for day in days[:: -(-len(days) // TICKS)]]
    ticks = [altair.DateTime(year=day.year, month=day.month, date=day.day) for day in told]
    data = altair.Data(values=[{**row, "place": -met.index(row["band"])} for row in rows])
    chart = altair.Chart(data).mark_area(stroke="white", strokeWidth=1)
    chart = chart.encode(
        x=altair.X("day:T", title=None, axis=altair.Axis(grid=False, format="%Y-%m-%d", values=ticks)),
        y=altair.Y("share:Q", stack="normalize", title=None, axis=altair.Axis(format="%", tickCount=5)),
        color=altair.Color("band:N", title=None, scale=altair.Scale(domain=met[::-1], range=tones[::-1])),
        order=altair.Order("place:Q", sort="descending"),
    )
    chart = chart.properties(width=WIDTH, height=WIDTH // 2, background="white", title=title)
    chart = chart.configure(font=FONT, view=altair.ViewConfig(stroke=None))
    chart = chart.configure_title(anchor="start", fontSize=13)
    return str(_converter().vegalite_to_svg(dict(chart.to_dict())))
