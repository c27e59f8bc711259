"""Any models side by side: a page for each rubric, with the data from which the script fills it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from openscore.analysis.compare import CERTAINTIES, alone, decompose
from openscore.engine import Assessment, Ranked
from openscore.engine.assessment import PartResult
from openscore.engine.reasons import Ground
from openscore.language import tr
from openscore.numerals import number
from openscore.report.text import labeled, titled, visible
from openscore.report.views.answers import answer
from openscore.report.views.naming import fact_name, names_apart, value_name
from openscore.report.views.ranking import short_band, shown_score
from openscore.site.places import compare_page, model_page, ranking_page, rubric_page, slug, up
from openscore.site.script_data import Table, ranking_data
from openscore.site.sheets import Sheet
from openscore.site.world import Standing, World

Values = Table[tuple[float, float] | None]


def compare_pages(world: World) -> Iterator[Sheet]:
    """Yield the page on which models stand side by side under each rubric that judges some of them."""
    for id in world.rankings:
        yield comparison(world, id)


def comparison(world: World, id: str) -> Sheet:
    """Return the page on which models stand side by side under a rubric."""
    path, chosen = compare_page(id, world.rubric.id), world.rubric.id
    here, ranked = up(path), world.rankings[id]
    about = tr("Two to five models: what each part adds, what drives the gap, and which facts differ.")
    content = {
        "ranking_href": here + ranking_page(id, chosen),
        "applied": ranked[0].assessment.rubric,
        "applied_href": here + rubric_page(id),
        "rubric_option": "" if id == chosen else f" --rubric {id}",
        "others": [
            (here + compare_page(other, chosen), titled(places[0].assessment.rubric.title), other == id)
            for other, places in world.rankings.items()
        ],
        "models": [
            (_page(world, record.id, here), visible(record.name), visible(record.id))
            for record in (place.assessment.record for place in ranked)
        ],
    }
    data = _data(world, ranked, here)
    return Sheet(path, "compare.html.j2", tr("Models side by side"), about, content, data)


def _page(world: World, id: str, here: str) -> str:
    return here + model_page(id) if id in world.places else ""


def _data(world: World, ranked: Sequence[Ranked], here: str) -> dict[str, Any]:
    """Return what each model would bring to any comparison, in the order of the ranking."""
    rubric, judged = ranked[0].assessment.rubric, [place.assessment for place in ranked]
    columns = zip(*(one.leaves() for one in judged), strict=True)
    texts: Table[str] = Table()
    values: Values = Table()
    return {
        "rubric": rubric.id,
        "top": number(rubric.top),
        "ids": [one.record.id for one in judged],
        "names": names_apart(judged),
        "pages": [_page(world, one.record.id, here) for one in judged],
        "ranks": [place.rank for place in ranked],
        "shown": [shown_score(one) for one in judged],
        "percents": [list(one.percent) for one in judged],
        "lows": [one.score.low for one in judged],
        "bands": [short_band(one) for one in judged],
        "terms": [
            {"id": term.id, "title": titled(term.title), "depth": term.depth, "points": term.points}
            for term in decompose(judged)
        ],
        "questions": [_question(world, judged, column, texts) for column in columns],
        "frameworks": [_framework(world, id, judged, here, values) for id in world.rankings],
        "certainties": {name: [tr(name), tr(means)] for name, means in CERTAINTIES.items()},
        "weighted": _weighted(world, ranked),
        "texts": list(texts),
        "values": [list(value) if value else None for value in values],
    }  # fmt: skip


def _weighted(world: World, ranked: Sequence[Ranked]) -> dict[str, Any] | None:
    """Return what the reader's weights need: what the ranking has, and terms as if each criterion were alone.

    The terms have a column for each way in which a model is judged, in the order of the models.
    """
    rubric = ranked[0].assessment.rubric
    data = ranking_data(world, rubric, ranked)
    if not data["rubric"]["reweights"]:
        return None
    ways = [one for each in world.ways[rubric.id] for one in each]
    terms = [
        {"criterion": place, "points": [round(points, 12) for points in term.points]}
        for place, term in alone(ways)
    ]
    return {**data, "terms": terms}


def _question(
    world: World, judged: list[Assessment], column: tuple[PartResult, ...], texts: Table[str]
) -> dict[str, Any]:
    """Return a question with the different outcomes, and for each model the number of its outcome."""
    outcomes: Table[tuple[int, ...]] = Table()
    of = []
    for one, result in zip(judged, column, strict=True):
        said = [answer(one, result), *(_fact(one, ground) for ground in world.grounds(one, result))]
        of.append(outcomes.place((result.mask, *map(texts.place, said))))
    part = column[0].part
    return {
        "id": part.id,
        "place": f"q-{slug(part.id)}",
        "title": titled(part.title),
        "outcomes": list(outcomes),
        "of": of,
    }


def _fact(assessment: Assessment, ground: Ground) -> str:
    """Return a fact behind an answer in a few words; the page of the model has its sources."""
    registry, vocabulary = assessment.record.registry, assessment.rubric.vocabulary
    name = fact_name(ground.path, vocabulary)
    if ground.record != assessment.record.id:
        name = labeled(visible(registry.models[ground.record].name), name)
    if ground.fact is None:
        return labeled(name, tr("unknown"))
    return labeled(name, value_name(ground.path, ground.fact.value, vocabulary, registry.licenses))


def _framework(world: World, id: str, judged: list[Assessment], here: str, values: Values) -> dict[str, Any]:
    """Return what decides who leads under a framework; None for a model that it does not judge."""
    rubric = world.rankings[id][0].assessment.rubric
    standings = [world.standings[id].get(one.record.id) for one in judged]
    return {
        "id": id,
        "title": titled(rubric.title),
        "page": here + rubric_page(id),
        "top": rubric.top,
        "classes": rubric.counts_classes,
        "of": [_standing(one, values) if one else None for one in standings],
    }


def _standing(one: Standing, values: Values) -> list[Any]:
    """Return a standing with the numbers of its criteria."""
    return [*one[:-1], [values.place(value) for value in one.criteria]]
