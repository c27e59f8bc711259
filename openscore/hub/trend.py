"""How a hub changes: shares of bands, licenses that change, and licenses looser than a base's, day by day."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from openscore.days import is_day
from openscore.errors import DataError, UsageError
from openscore.hub.summary import COLUMNS, checked, query, query_over, whole
from openscore.language import tr

BY = ("month", "day")
_DAY = re.compile(r"(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)")


class Moment(NamedTuple):
    """A hub on one day. Shares are of the models, 0 to 1."""

    day: str
    models: int
    came: int
    """Models that the snapshot before did not have; 0 for the first."""
    went: int
    """Models that only the snapshot before had."""
    relicensed: int
    """Models that have another license than in the snapshot before."""
    looser: float
    """Share whose license grants more than a base model passes on."""
    bands: Mapping[str, float]
    """Share of each band of the low end."""
    downloads: Mapping[str, float]
    """Share of the downloads of each band."""


class Change(NamedTuple):
    """Models whose license changed from one snapshot to the next; None is none, or none that is known."""

    before: str | None
    after: str | None
    models: int


class Trend(NamedTuple):
    """What became of a hub."""

    rubric: str
    moments: tuple[Moment, ...]
    changes: tuple[Change, ...]
    """Over all of it, the most frequent first."""


def by_day(paths: Iterable[Path]) -> dict[str, list[Path]]:
    """Return files by the day that the name of each has, the earliest first.

    Raises:
        UsageError: If a name has none, or several.
    """
    found: dict[str, list[Path]] = {}
    for path in paths:
        days = [day for day in _DAY.findall(path.name) if is_day(day)]
        if len(days) != 1:
            raise UsageError(
                tr("which day '{path}' is of, its name does not say", path=path),
                hint=tr("give it a name such as hub-2026-01-31.parquet"),
            )
        found.setdefault(days[0], []).append(path)
    return dict(sorted(found.items()))


def trend(paths: Sequence[Path], by: str, top: int) -> Trend:
    """Return what became of a hub over several scored snapshots.

    Args:
        paths: Files of `hub score --dated`, each of one day, or one of several of a day.
        by: One of `BY`: every snapshot counts, or the last one of each month.
        top: How many changes of licenses to list.

    Raises:
        DataError: If a file has no day, two have the same, or they are scored by different rubrics.
    """
    kept = _files({whole(path) for path in paths})
    if by == "month":
        kept = dict({day[:7]: (day, path) for day, path in kept.items()}.values())
    rubrics = {checked(path)[0] for path in kept.values()}
    if len(rubrics) > 1:
        raise DataError(
            tr("the files are scored by different rubrics: {listed}", listed=", ".join(sorted(rubrics)))
        )
    steps = [_Step((), 0, 0), *(_step(*pair) for pair in pairwise(kept.values()))]
    moments = tuple(_moment(day, path, step) for (day, path), step in zip(kept.items(), steps, strict=True))
    changes: Counter[tuple[str | None, str | None]] = Counter()
    for step in steps:
        changes.update({(one.before, one.after): one.models for one in step.changes})
    listed = sorted(changes.items(), key=lambda one: (-one[1], str(one[0])))[:top]
    return Trend(rubrics.pop(), moments, tuple(Change(*pair, count) for pair, count in listed))


class _Step(NamedTuple):
    """What lies between two snapshots."""

    changes: tuple[Change, ...]
    came: int
    went: int


def _files(paths: Iterable[Path]) -> dict[str, Path]:
    found: dict[str, Path] = {}
    for path in sorted(paths):
        try:
            days = query_over({"scored": path}, "SELECT DISTINCT day FROM scored LIMIT 2", {"day": "VARCHAR"})
        except DataError:
            checked(path)  # What is no scored file at all is told as that; this one lacks only a day.
            days = []
        if len(days) != 1 or not is_day(str(days[0][0])):
            raise DataError(
                tr("'{path}' is not of one day", path=path), hint=tr("`openscore hub score --dated`")
            )
        day = str(days[0][0])
        if day in found:
            raise DataError(tr("'{path}' and '{other}' are of the same day", path=path, other=found[day]))
        found[day] = path
    return dict(sorted(found.items()))


def _moment(day: str, path: Path, step: _Step) -> Moment:
    [(models, looser)] = query(
        path, "SELECT count(*), avg(CAST(license_conflicts IS NOT NULL AS INTEGER)) FROM scored"
    )
    bands = query(
        path,
        "SELECT band_low, count(*) / sum(count(*)) OVER (), "
        "COALESCE(sum(downloads) / sum(sum(downloads)) OVER (), 0) FROM scored GROUP BY 1 ORDER BY 1",
    )
    relicensed = sum(one.models for one in step.changes)
    shares = ({band: row[place] for band, *row in bands} for place in (0, 1))
    return Moment(day, models, step.came, step.went, relicensed, looser, *shares)


def _step(before: Path, after: Path) -> _Step:
    rows = query_over(
        {"old": before, "new": after},
        "SELECT o.id IS NULL, n.id IS NULL, o.license, n.license, count(*) "
        "FROM old o FULL JOIN new n ON o.id = n.id "
        "WHERE o.id IS NULL OR n.id IS NULL OR o.license IS DISTINCT FROM n.license GROUP BY ALL",
        {"id": COLUMNS["id"], "license": COLUMNS["license"]},
    )
    return _Step(
        tuple(Change(old, new, n) for has_come, has_gone, old, new, n in rows if not (has_come or has_gone)),
        sum(n for has_come, *_, n in rows if has_come),
        sum(n for _, has_gone, *_, n in rows if has_gone),
    )
