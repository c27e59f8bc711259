"""Any models side by side: one page, and the data from which the script fills it for those chosen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from openscore.analysis.compare import CERTAINTIES, decompose
from openscore.engine import Assessment
from openscore.engine.assessment import PartResult
from openscore.engine.reasons import Ground, grounds
from openscore.language import tr
from openscore.numerals import number
from openscore.report.text import labeled, titled, visible
from openscore.report.views.answers import answer
from openscore.report.views.naming import fact_name, value_name
from openscore.report.views.ranking import short_band, shown_score
from openscore.site.places import COMPARE, model_page, ranking_page, rubric_page, slug, up
from openscore.site.script_data import Table
from openscore.site.sheets import Sheet
from openscore.site.world import World

Values = Table[tuple[float, float] | None]


def compare_pages(world: World) -> Iterator[Sheet]:
    """Yield the page on which models stand side by side."""
    about = tr("Two to five models: what each part adds, what drives the gap, and which facts differ.")
    content = {
        "ranking_href": up(COMPARE) + ranking_page(world.rubric.id, world.rubric.id),
        "rubric_href": up(COMPARE) + rubric_page(world.rubric.id),
        "rubric_title": titled(world.rubric.title),
        "models": [
            (up(COMPARE) + model_page(one.id), visible(one.name), visible(one.id)) for one in world.judged
        ],
    }
    yield Sheet(COMPARE, "compare.html.j2", tr("Models side by side"), about, content)


def compare_data(world: World) -> dict[str, Any]:
    """Return what each model would bring to any comparison, in the order of the ranking."""
    judged = [place.assessment for place in world.ranked]
    columns = zip(*(one.leaves() for one in judged), strict=True)
    texts: Table[str] = Table()
    values: Values = Table()
    return {
        "rubric": world.rubric.id,
        "top": number(world.rubric.top),
        "ids": [one.record.id for one in judged],
        "names": [visible(one.record.name) for one in judged],
        "pages": [model_page(one.record.id) for one in judged],
        "ranks": [place.rank for place in world.ranked],
        "shown": [shown_score(one) for one in judged],
        "percents": [list(one.percent) for one in judged],
        "lows": [one.score.low for one in judged],
        "bands": [short_band(one) for one in judged],
        "terms": [
            {"id": term.id, "title": titled(term.title), "depth": term.depth, "points": term.points}
            for term in decompose(judged)
        ],
        "questions": [_question(judged, column, texts) for column in columns],
        "frameworks": [_framework(world, id, judged, values) for id in world.rankings],
        "certainties": {name: [tr(name), tr(means)] for name, means in CERTAINTIES.items()},
        "texts": list(texts),
        "values": [list(value) if value else None for value in values],
    }  # fmt: skip


def _question(judged: list[Assessment], column: tuple[PartResult, ...], texts: Table[str]) -> dict[str, Any]:
    """Return a question with the different outcomes, and for each model the number of its outcome."""
    outcomes: Table[tuple[int, ...]] = Table()
    of = []
    for one, result in zip(judged, column, strict=True):
        said = [answer(one, result), *(_fact(one, ground) for ground in grounds(one, result))]
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


def _framework(world: World, id: str, judged: list[Assessment], values: Values) -> dict[str, Any]:
    """Return what decides who leads under a framework; None for a model that it does not judge."""
    rubric = world.rankings[id][0].assessment.rubric
    cells = [world.cells[one.record.id].get(id) for one in judged]
    return {
        "id": id,
        "title": titled(rubric.title),
        "page": rubric_page(id),
        "top": rubric.top,
        "classes": rubric.counts_classes,
        "of": [_standing(cell.assessment, values) if cell else None for cell in cells],
    }


def _standing(one: Assessment, values: Values) -> list[Any]:
    """Return both ends, the score as written, the caps of gates that may and that do close, and criteria."""
    top = one.rubric.top
    lowest = min((result.gate.cap for result in one.gates), default=top)
    reach = min((result.gate.cap for result in one.gates if result.is_certain), default=top)
    criteria = [values.place(tuple(result.value) if result.value else None) for result in one.criteria]  # type: ignore[arg-type]
    return [*one.score, shown_score(one), lowest, reach, criteria]
