"""How a hub changes: table, JSON, CSV and plot."""

from __future__ import annotations

from collections.abc import Mapping

from openscore.hub.trend import Trend
from openscore.language import tr
from openscore.report.analyses.hub import short
from openscore.report.terminal.lists import Row, list_table
from openscore.report.terminal.screen import Screen
from openscore.report.terminal.wrap import wrapped
from openscore.report.text import document, visible


def trend_table(found: Trend, titles: Mapping[str, str], screen: Screen) -> str:
    """Return a row for each snapshot, and the most frequent changes of licenses.

    Args:
        found: What became of a hub.
        titles: Titles of bands by id, the least open first; bands that it lacks come last, by id.
        screen: What the output can show.
    """
    bands = _bands(found, titles)
    rows: list[Row] = [
        {
            "day": one.day,
            "models": f"{one.models:,}",
            **{titles.get(band, visible(band)): f"{one.bands.get(band, 0):.1%}" for band in bands},
            "looser": f"{one.looser:.1%}",
            "relicensed": f"{one.relicensed:,}",
            "came": f"{one.came:,}",
            "went": f"{one.went:,}",
        }
        for one in found.moments
    ]
    open_most = [titles.get(band, visible(band)) for band in reversed(bands)]
    narrow = ("day", "models", "looser", "relicensed", *open_most[:1])
    explained = tr(
        "Shares are of the models of the day, by the band that is shown. looser: a license that grants more "
        "than a base model passes on. relicensed, came, went: since the row before. Rubric {rubric}.",
        rubric=found.rubric,
    )
    text = (
        list_table(rows, screen, narrow)
        + "\n"
        + "".join(f"{line}\n" for line in wrapped(explained, screen.width))
    )
    if not found.changes:
        return text
    changes: list[Row] = [
        {"from": _named(one.before), "to": _named(one.after), "models": f"{one.models:,}"}
        for one in found.changes
    ]
    return f"{text}\n{list_table(changes, screen, ('from', 'to', 'models'))}"


def trend_json(found: Trend, by: str) -> str:
    """Return a document `openscore.hub-trend/1`; shares are from 0 to 1."""
    content = {
        "rubric": found.rubric,
        "by": by,
        "moments": [one._asdict() for one in found.moments],
        "changes": [one._asdict() for one in found.changes],
    }
    return document("hub-trend", content)


def trend_csv(found: Trend) -> str:
    """Return one row for each snapshot and band; shares are from 0 to 1."""
    from openscore.report.formats.csv import to_csv

    header = ["day", "models", "came", "went", "relicensed", "looser", "band", "share", "downloads"]
    return to_csv(
        header,
        (
            [*one[:6], visible(band), share, one.downloads[band]]
            for one in found.moments
            for band, share in one.bands.items()
        ),
    )


def trend_svg(found: Trend, titles: Mapping[str, str]) -> str:
    """Return a picture: the share of each band over time, the most open on top."""
    from openscore.report.documents.plot import trend_plot

    bands = _bands(found, titles)
    rows = [
        {"day": one.day, "band": titles.get(band, visible(band)), "share": one.bands.get(band, 0.0)}
        for one in found.moments
        for band in bands
    ]
    listed = list(dict.fromkeys((*titles.values(), *(titles.get(band, visible(band)) for band in bands))))
    return trend_plot(rows, listed, tr("Shares of bands, {rubric}", rubric=found.rubric))


def _bands(found: Trend, titles: Mapping[str, str]) -> list[str]:
    met = {band for one in found.moments for band in one.bands}
    return [*(band for band in titles if band in met), *sorted(met - titles.keys())]


def _named(license: str | None) -> str:
    return tr("not given") if license is None else short(visible(license))
