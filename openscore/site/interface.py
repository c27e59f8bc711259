"""The static interface: what the pages say as files for programs, below one versioned path."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from openscore.engine import Ranked
from openscore.engine.assessment import PartResult
from openscore.interval import Interval
from openscore.language import ENGLISH, language, speak
from openscore.records.evidence import Evidence
from openscore.registry.cited import cited
from openscore.report.formats import shields
from openscore.report.formats.badge import badge_of, badge_svg
from openscore.report.formats.csv import ranking_csv
from openscore.report.formats.json_v1 import ranked_json, ranking_json, registry_json, rubric_json
from openscore.report.text import document, to_json
from openscore.report.views.packages import package_url
from openscore.report.views.rubric import rubric_data
from openscore.rubric.rubric import Rubric
from openscore.site.changes_pages import changes_data
from openscore.site.openapi import openapi
from openscore.site.places import API, hub_places, model_page, slug
from openscore.site.world import World


def interface_files(world: World) -> Iterator[tuple[str, str]]:
    """Yield the path and the text of every file of the interface."""
    for path, text in _files(world):
        yield f"{API}/{path}", text


def _files(world: World) -> Iterator[tuple[str, str]]:
    speak(ENGLISH)
    export = world.export(world.ranked)
    yield (
        "ranking.json",
        to_json(ranking_json(export.view, world.rubric, world.registry, world.version)) + "\n",
    )
    yield "ranking.csv", ranking_csv(export.view, export.registry)
    for id, ranked in world.rankings.items():
        view = world.export(ranked).view
        text = to_json(ranking_json(view, ranked[0].assessment.rubric, world.registry, world.version), None)
        yield f"rankings/{slug(id)}.json", text + "\n"
    for place in world.ranked:
        yield from _model(world, place)
    licenses = {id: cited(entry) for id, entry in world.registry.data["licenses"].items()}
    yield "licenses.json", document("licenses", {"licenses": licenses})
    yield "rubrics.json", document("rubrics", {"rubrics": [_named(rubric) for rubric in world.rubrics]})
    for rubric in world.rubrics:
        yield f"rubrics/{slug(rubric.id)}.json", document("rubric", {"rubric": rubric_data(rubric)})
    editions = [
        {"edition": one.name, "openscore": one.openscore, "models": one.models} for one in world.since
    ]
    yield "editions.json", document("editions", {"editions": editions})
    yield "changes.json", document("changes", {"rubric": world.rubric.id, "changes": changes_data(world)})
    yield "openapi.json", to_json(openapi(world)) + "\n"


def _named(rubric: Rubric) -> dict[str, Any]:
    return {"id": rubric.id, "version": rubric.version, "digest": rubric.digest, "title": rubric.title}


def _model(world: World, place: Ranked) -> Iterator[tuple[str, str]]:
    record = place.assessment.record
    name = slug(record.id)
    text = document("site-model", model_data(world, place))
    yield f"models/{name}.json", text
    for hub in hub_places(record):
        yield f"by-hub-id/{hub}.json", text
    if purl := package_url(record):
        yield f"by-purl/{purl.removeprefix('pkg:')}.json", text
    yield f"badges/{name}.json", shields.render(world.export([place]))
    for one in world.frame.languages:
        speak(one)
        ending = "" if one == ENGLISH else f".{one}"
        yield f"badges/{name}{ending}.svg", badge_svg(badge_of(place.assessment))
    speak(ENGLISH)


def model_data(world: World, place: Ranked) -> dict[str, Any]:
    """Return all that the page of a model says, as JSON data."""
    assessment, record = place.assessment, place.assessment.record
    base = world.frame.base_url
    return {
        "rubric": rubric_json(world.rubric),
        "registry": registry_json(world.registry),
        "model": ranked_json(place),
        "aliases": list(record.aliases),
        "hub_ids": list(hub_places(record)),
        "purl": package_url(record) or None,
        "code": world.codes[record.id],
        "page": f"{base}{language()}/{model_page(record.id)}" if base else f"../../../{language()}/{model_page(record.id)}",
        "answers": [_answer(result) for result in assessment.leaves()],
        "facts": [
            {"path": fact.path, "value": fact.value, **_evidence(fact.evidence)} for fact in record.facts()
        ],
        "frameworks": [
            {"rubric": id, "version": cell.assessment.rubric.version, "top": cell.assessment.rubric.top,
             "score": _range(cell.assessment.score), "percentiles": _range(cell.percentiles),
             "band": {"low": cell.assessment.bands[0].id, "high": cell.assessment.bands[1].id}}
            for id, cell in world.cells[record.id].items()
        ],
        "bases": [{"model": link.model, "relation": link.relation} for link in record.links],
        "serves": [link.model for link in record.serves],
    }  # fmt: skip


def _answer(result: PartResult) -> dict[str, Any]:
    return {
        "id": result.part.id,
        "points": None if result.value is None else _range(result.value.scaled(100).outwards(2)),
        "levels": [level.id for level in result.levels],
        "read": [path for path in result.read if not path.startswith("@")],
    }


def _evidence(evidence: Evidence) -> dict[str, Any]:
    return {
        "shows": evidence.shows,
        "sources": [
            {"url": source.url, "read": source.read.isoformat(), "by": source.by,
             "archived": source.archived or None,
             "published": source.published.isoformat() if source.published else None}
            for source in evidence.sources
        ],
    }  # fmt: skip


def _range(interval: Interval) -> dict[str, float]:
    return {"low": interval.low, "high": interval.high}
