"""The ranking under one rubric, with its plots; each with the table of what it shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median
from typing import Any, NamedTuple

from openscore.engine import Ranked
from openscore.engine.assessment import ZERO
from openscore.interval import Interval
from openscore.language import counted, tr
from openscore.numerals import number
from openscore.report.text import score_range, titled
from openscore.report.views.ranking import RowView, letters_of, row_view, short_band
from openscore.rubric.rubric import Rubric
from openscore.site.pictures import bins_of, by_date, distribution, spectrum, strips
from openscore.site.places import compare_page, maker_page, model_page, ranking_page, rubric_page, up
from openscore.site.script_data import ranking_data
from openscore.site.sheets import Sheet
from openscore.site.world import World


class Row(NamedTuple):
    """One model of the table."""

    view: RowView
    band: str
    href: str
    maker_href: str
    criteria: tuple[tuple[Interval, str, str], ...]
    """Percent, points in words, and title of each."""


def ranking_pages(world: World) -> Iterator[Sheet]:
    """Yield the ranking under every rubric that judges some of the models."""
    for id, ranked in world.rankings.items():
        yield _sheet(world, ranked[0].assessment.rubric, ranked, ranking_page(id, world.rubric.id))


def own_ranking(world: World) -> Sheet:
    """Return the ranking under the chosen rubric, the first page of the site."""
    return _sheet(world, world.rubric, world.ranked, ranking_page(world.rubric.id, world.rubric.id))


def _sheet(world: World, rubric: Rubric, ranked: Sequence[Ranked], path: str) -> Sheet:
    here = up(path)
    is_own = rubric is world.rubric
    title = (
        tr("How open are AI models?") if is_own else tr("Ranking under {title}", title=titled(rubric.title))
    )
    about = tr(
        "{models} from most to least open, by published evidence.",
        models=counted("{n} release", "{n} releases", len(ranked)),
    )
    titles = [titled(criterion.title) for criterion in rubric.criteria]
    content = {
        "rows": [_row(world, place, here) for place in ranked],
        "criteria": list(zip(letters_of(titles), titles, strict=True)),
        "applied": rubric,
        "applied_href": here + rubric_page(rubric.id),
        "is_own": is_own,
        "compare_href": here + compare_page(rubric.id, world.rubric.id),
        "top": number(rubric.top),
        "others": [
            (
                here + ranking_page(id, world.rubric.id),
                titled(places[0].assessment.rubric.title),
                id == rubric.id,
            )
            for id, places in world.rankings.items()
        ],
        **_plots(ranked, here),
    }
    return Sheet(path, "ranking.html.j2", title, about, content, ranking_data(world, rubric, ranked))


def _row(world: World, place: Ranked, here: str) -> Row:
    record = place.assessment.record
    view = row_view(place.rank, place.assessment)
    return Row(
        view,
        short_band(place.assessment),
        here + model_page(record.id) if record.id in world.places else "",
        here + maker_page(world.groups.maker_of(record)),
        tuple(
            (result.value.scaled(100), score_range(*result.value.scaled(100)), titled(result.part.title))
            if result.value
            else (ZERO, tr("not applicable"), titled(result.part.title))
            for result in place.assessment.criteria
        ),
    )


def _plots(ranked: Sequence[Ranked], here: str) -> dict[str, Any]:
    bins = bins_of(ranked)
    strip_rows = []
    for place, criterion in enumerate(ranked[0].assessment.criteria):
        values = [
            value.low * 100 for one in ranked if (value := one.assessment.criteria[place].value) is not None
        ]
        strip_rows.append((titled(criterion.part.title), values, median(values or [0.0])))
    dated = sorted(
        (place for place in ranked if place.assessment.record.released),
        key=lambda place: str(place.assessment.record.released),
    )
    return {
        "spectrum": spectrum(ranked),
        "date_plot": by_date(ranked, [here + model_page(place.assessment.record.id) for place in ranked]),
        "years": _years(dated),
        "bins": bins,
        "distribution": distribution(bins),
        "strips": strips(strip_rows),
        "strip_rows": [(title, len(values), round(middle, 1)) for title, values, middle in strip_rows],
    }


def _years(dated: Sequence[Ranked]) -> list[tuple[Any, ...]]:
    """Return for each year how many came out, the lowest, the median and the highest score."""
    found: dict[str, list[float]] = {}
    for place in dated:
        found.setdefault(str(place.assessment.record.released)[:4], []).append(place.assessment.percent.low)
    return [
        (year, len(lows), *(number(round(value, 1)) for value in (min(lows), median(lows), max(lows))))
        for year, lows in found.items()
    ]
