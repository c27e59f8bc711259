"""The summary of a scored hub: table, JSON, CSV and plot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from openscore.hub.summary import Group, Overview
from openscore.language import counted, tr
from openscore.report.terminal.lists import Row, list_table
from openscore.report.terminal.screen import Screen
from openscore.report.terminal.wrap import wrapped
from openscore.report.text import between, document, visible

ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"
LONGEST = 30


def summary_table(found: Overview, groups: Sequence[Group], by: str, screen: Screen) -> str:
    """Return what the file holds in a few lines, and a table of the groups."""
    narrow = (by, "models", "share", "downloads", "low", "high", "untold")
    rows = [{**_row(group, by, max(1, found.digits)), by: short(name_of(group))} for group in groups]
    told = "".join(f"{line}\n" for line in wrapped(_told(found).rstrip("\n"), screen.width))
    return f"{told}\n{list_table(rows, screen, narrow)}"


def summary_csv(groups: Sequence[Group], by: str) -> str:
    """Return one row per group; shares are from 0 to 1."""
    from openscore.report.formats.csv import to_csv

    header = [by, *Group._fields[1:]]
    return to_csv(header, ([visible(group.name or ""), *group[1:]] for group in groups))


def summary_json(found: Overview, groups: Sequence[Group], by: str) -> str:
    """Return a document `openscore.hub-summary/1`; shares are from 0 to 1."""
    named = [
        dict(zip(("name", *Group._fields[1:]), (group.name, *group[1:]), strict=True)) for group in groups
    ]
    content = {"overview": found._asdict(), "by": by, "groups": named}
    return document("hub-summary", content)


def summary_svg(found: Overview, groups: Sequence[Group], by: str) -> str:
    """Return a picture: how large each group is, by models and by downloads, and where its scores lie."""
    from openscore.report.documents.plot import group_svg

    scale = 100 / found.top
    rows: list[dict[str, Any]] = [
        {
            "name": bare(name_of(group)), "share": group.share, "downloads": group.downloads,
            "low": group.low * scale, "high": group.high * scale,
        }
        for group in groups
    ]  # fmt: skip
    models = counted("{n:,} model", "{n:,} models", found.models)
    title = tr("{models} by {by}, {rubric}", models=models, by=tr(by), rubric=found.rubric)
    return group_svg(rows, title)


def name_of(group: Group) -> str:
    """Return the name of a group without what acts on a screen."""
    if group.ends is None:
        return tr("not given")
    low, high = map(visible, group.ends)
    return low if low == high else between(low, high)


def bare(name: str) -> str:
    """Return a name without the source of a license's id, which says little."""
    return name.removeprefix("LicenseRef-").removeprefix("scancode-").removeprefix("openscore-")


def short(name: str) -> str:
    """Return a name as a narrow table has room for it."""
    shown = bare(name)
    return shown if len(shown) <= LONGEST else shown[: LONGEST - 1] + ELLIPSIS


def _row(group: Group, by: str, digits: int) -> Row:
    return {
        by: name_of(group),
        "models": str(group.models),
        "share": f"{group.share:.1%}",
        "downloads": f"{group.downloads:.1%}",
        "low": f"{group.low:.{digits}f}",
        "high": f"{group.high:.{digits}f}",
        "untold": f"{group.untold:.0%}",
    }


def _told(found: Overview) -> str:
    digits = max(1, found.digits)
    weighed = ""
    if found.low_by_downloads is not None and found.high_by_downloads is not None:
        low, high = (f"{end:.{digits}f}" for end in (found.low_by_downloads, found.high_by_downloads))
        weighed = tr("by downloads {low} to {high}; ", low=low, high=high)
    scores = {"low": f"{found.low:.{digits}f}", "high": f"{found.high:.{digits}f}", "weighed": weighed}
    return tr(
        "{models}, {curated} of them by the registry; rubric {rubric}\n"
        "mean score {low} to {high}; {weighed}"
        "band certain for {told:.1%}\n"
        "not told by metadata: a license for {without_license:.1%}, its terms for "
        "{with_unclear_license:.1%} more,\n"
        "who can get the weights for {without_access:.1%}\n"
        "{with_datasets:.1%} name datasets; {with_conflict:.1%} grant more than a base model passes on\n",
        **{**found._asdict(), **scores, "models": counted("{n} model", "{n} models", found.models)},
    )
