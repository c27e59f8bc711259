"""SARIF 2.1.0: each question of the rubric is a rule, each answer a result at the line of its fact."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from openscore.engine.assessment import Assessment, PartResult
from openscore.engine.reasons import Ground, grounds
from openscore.files import is_special
from openscore.report.text import inert, titled, to_json, visible
from openscore.report.views.answers import answer, headline, iri, points
from openscore.report.views.evidence import reasoning
from openscore.report.views.export import Export
from openscore.resources import data_folder
from openscore.rubric.parts import Part
from openscore.toml import find_line

Json = dict[str, Any]


def render(export: Export) -> str:
    """Return one run with a result for every question of every model."""
    rules = [_rule(part) for part in export.rubric.leaves()]
    driver = {"name": "OpenScore", "version": export.openscore, "rules": rules}
    results = [
        _result(export, place.assessment, result)
        for place in export.ranked
        for result in place.assessment.leaves()
    ]
    rubric = {"id": export.rubric.id, "version": export.rubric.version, "digest": export.rubric.digest}
    properties = {
        "rubric": rubric,
        "registry": {"digest": export.registry.digest, "asOf": export.as_of or None},
        "scores": {
            place.assessment.record.id: {
                "low": place.assessment.score.low,
                "high": place.assessment.score.high,
                "stated": headline(place.assessment),
            }
            for place in export.ranked
        },
    }
    run = {"tool": {"driver": driver}, "results": results, "properties": properties}
    schema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
    return to_json({"$schema": schema, "version": "2.1.0", "runs": [run]}) + "\n"


def _rule(part: Part) -> Json:
    return {
        "id": part.id,
        "shortDescription": {"text": inert(titled(part.title))},
        "fullDescription": {"text": inert(visible(part.source))},
        "help": {"text": inert(visible(part.why or part.source))},
    }


def _result(export: Export, assessment: Assessment, result: PartResult) -> Json:
    record = assessment.record
    kind, level = _verdict(result)
    said = f"{visible(record.name)}: {titled(result.part.title)}: {answer(assessment, result)}"
    text = f"{said} ({points(result)}). {reasoning(assessment, result)}".strip()
    value = result.value
    reached = "+".join(level.id for level in result.levels)
    return {
        "ruleId": result.part.id,
        "kind": kind,
        "level": level,
        "message": {"text": inert(text)},
        "locations": [_location(assessment, ground) for ground in grounds(assessment, result)[:1]],
        "fingerprints": {"openscore/v1": f"{export.rubric.id}/{record.id}/{result.part.id}/{reached}"},
        "properties": {"model": record.id, "points": None if value is None else list(value)},
    }


def _verdict(result: PartResult) -> tuple[str, str]:
    """Return kind and level: what is open in part is a note, what is not open a warning."""
    if result.value is None:
        return "notApplicable", "none"
    low, high = result.value
    if low == 1:
        return "pass", "none"
    if low < high:
        return "open", "none"
    return "fail", "warning" if low == 0 else "note"


def _location(assessment: Assessment, ground: Ground) -> Json:
    record = assessment.record.registry.models[ground.record]
    path = ("models", ground.record, *ground.path.split(".", 1))
    origin = ground.fact.origin if ground.fact else str(record.data["origin"])
    physical: Json = {"artifactLocation": {"uri": iri(Path(origin).as_posix())}}
    if line := find_line(text_of(origin), path):
        physical["region"] = {"startLine": line}
    return {
        "physicalLocation": physical,
        "logicalLocations": [{"fullyQualifiedName": ".".join(path)}],
    }


@cache
def text_of(origin: str) -> str:
    """Return the registry file that a fact came from; nothing if it is no longer there."""
    for path in (Path(origin), data_folder() / origin):
        try:
            if not is_special(path):  # A pipe that was read is not read again.
                return path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            continue
    return ""
