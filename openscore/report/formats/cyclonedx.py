"""CycloneDX 1.6: models as components of a bill of materials, the assessment as declarations.

The rubric is a standard with its questions as requirements; each answer is a claim with its evidence
and a conformance from 0 to 1. What nobody has established lowers the confidence, never the claim.
"""

from __future__ import annotations

from typing import Any
from uuid import NAMESPACE_URL, uuid5

from openscore.engine.assessment import Assessment, PartResult
from openscore.records.evidence import Source
from openscore.records.expressions import is_spdx_expression
from openscore.records.licenses import NONE
from openscore.records.record import ModelRecord
from openscore.report.text import titled, to_json, visible
from openscore.report.views.answers import (
    OWNER,
    PREFIX,
    answer,
    day,
    documents,
    headline,
    iri,
    points,
)
from openscore.report.views.evidence import reasoning, sources_of
from openscore.report.views.export import Export
from openscore.report.views.packages import package_url
from openscore.rubric.parts import Part
from openscore.toml import digest_of

Json = dict[str, Any]

DATASETS = ("pretraining-data", "posttraining-data")
CARD = "model-card.detail"


def render(export: Export) -> str:
    """Return one bill of materials for all models."""
    assessments = [place.assessment for place in export.ranked]
    bom = {
        "components": [_component(export, assessment) for assessment in assessments],
        "definitions": {"standards": [_standard(export)]},
        "declarations": {
            "assessors": [{"bom-ref": "assessor", "thirdParty": True, "organization": {"name": OWNER}}],
            "attestations": [_attestation(assessment) for assessment in assessments],
            "claims": [claim for assessment in assessments for claim in _claims(assessment)],
            "evidence": [entry for assessment in assessments for entry in _evidence(assessment)],
        },
    }
    head = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid5(NAMESPACE_URL, digest_of(bom))}",
        "version": 1,
        "metadata": {
            "timestamp": day(export),
            "tools": {"components": [_tool(export)]},
            "properties": [_property("registry-digest", export.registry.digest)],
        },
    }
    return to_json(head | bom) + "\n"


def _tool(export: Export) -> Json:
    return {"type": "application", "name": "OpenScore", "version": export.openscore}


def _property(name: str, value: str) -> Json:
    return {"name": PREFIX + name, "value": visible(value)}


def _component(export: Export, assessment: Assessment) -> Json:
    record = assessment.record
    component: Json = {
        "type": "machine-learning-model",
        "bom-ref": f"model:{record.id}",
        "supplier": {"name": visible(record.developer)},
        "name": visible(record.name),
        "description": visible(record.summary),
    }
    if purl := package_url(record):
        component["purl"] = purl
    if licenses := _licenses(record):
        component["licenses"] = licenses
    ancestors = [record.registry.models[link.model] for link in (*record.links, *record.serves)]
    if ancestors:
        component["pedigree"] = {"ancestors": [_ancestor(model) for model in ancestors]}
    return component | {
        "externalReferences": [_reference(record, source) for source in documents(record)],
        "modelCard": {"modelParameters": {"datasets": _datasets(record)}},
        "properties": [
            _property("score", headline(assessment)),
            _property("record-digest", export.registry.record_digest(record)),
            *[_property(path, value) for path, value in record.values.items()],
        ],
    }


def _ancestor(record: ModelRecord) -> Json:
    name, maker = visible(record.name), visible(record.developer)
    ancestor = {"type": "machine-learning-model", "name": name, "supplier": {"name": maker}}
    return ancestor | ({"purl": purl} if (purl := package_url(record)) else {})


def _licenses(record: ModelRecord) -> list[Json]:
    """Return the license of the weights: an expression if it is one, else its bare name."""
    stated = record.values.get("weights.license", NONE)
    if stated == NONE:
        return []
    if is_spdx_expression(stated):
        return [{"expression": stated, "acknowledgement": "declared"}]
    return [{"license": {"name": visible(stated), "acknowledgement": "declared"}}]


def _datasets(record: ModelRecord) -> list[Json]:
    """Return what is known of the data of each phase of training."""
    vocabulary = record.registry.vocabulary
    found = []
    for component in DATASETS:
        facts = {path: value for path, value in record.values.items() if path.startswith(component + ".")}
        if facts:
            properties = [_property(path, value) for path, value in facts.items()]
            name = titled(vocabulary.components[component].title)
            found.append({"type": "dataset", "name": name, "contents": {"properties": properties}})
    return found


def _reference(record: ModelRecord, source: Source) -> Json:
    card = record.fact(CARD)
    is_card = card is not None and source in card.evidence.sources
    comment = f"published by {source.by}, read {source.read}"
    return {"type": "model-card" if is_card else "documentation", "url": iri(source.url), "comment": comment}


def _standard(export: Export) -> Json:
    rubric = export.rubric
    return {
        "bom-ref": f"rubric:{rubric.id}",
        "name": titled(rubric.title),
        "version": rubric.version,
        "description": f"{titled(rubric.summary)} {rubric.digest}",
        "owner": OWNER,
        "requirements": [entry for part in rubric.criteria for entry in _requirements(part, "")],
        "levels": [
            {
                "bom-ref": f"band:{band.id}",
                "identifier": band.id,
                "title": titled(band.title),
                "description": titled(band.means),
            }
            for band in rubric.bands
        ],
    }


def _requirements(part: Part, parent: str) -> list[Json]:
    """Return a part and all below it; each names the part that it belongs to."""
    ref = f"requirement:{part.id}"
    entry = {"bom-ref": ref, "identifier": part.id, "title": titled(part.title), "text": part.source}
    if parent:
        entry["parent"] = parent
    below = [inner for child in part.parts for inner in _requirements(child, ref)]
    return [entry, *below]


def _claim_ref(assessment: Assessment, result: PartResult) -> str:
    return f"claim:{assessment.record.id}:{result.part.id}"


def _attestation(assessment: Assessment) -> Json:
    summary = f"{visible(assessment.record.name)}: {headline(assessment)}"
    return {
        "summary": summary,
        "assessor": "assessor",
        "map": [_mapping(assessment, result) for result in assessment.leaves()],
    }


def _mapping(assessment: Assessment, result: PartResult) -> Json:
    entry: Json = {
        "requirement": f"requirement:{result.part.id}",
        "claims": [_claim_ref(assessment, result)],
    }
    if result.value is not None:
        low, high = result.value
        rationale = f"{answer(assessment, result)} ({points(result)})"
        entry["conformance"] = {"score": low, "rationale": rationale}
        entry["confidence"] = {"score": round(1 - (high - low), 4)}
    return entry


def _claims(assessment: Assessment) -> list[Json]:
    places = _places(assessment)
    return [
        {
            "bom-ref": _claim_ref(assessment, result),
            "target": f"model:{assessment.record.id}",
            "predicate": f"{titled(result.part.title)}: {answer(assessment, result)}",
            "reasoning": reasoning(assessment, result),
            "evidence": [places[source] for source in sources_of(assessment, result)],
        }
        for result in assessment.leaves()
    ]


def _places(assessment: Assessment) -> dict[Source, str]:
    """Return the name of every document that an answer rests on."""
    used = dict.fromkeys(
        source for result in assessment.leaves() for source in sources_of(assessment, result)
    )
    return {source: f"evidence:{assessment.record.id}:{place}" for place, source in enumerate(used, start=1)}


def _evidence(assessment: Assessment) -> list[Json]:
    return [
        {
            "bom-ref": ref,
            "description": f"published by {source.by}",
            "created": f"{source.read}T00:00:00Z",
            "data": [{"name": "document", "contents": {"url": iri(source.url)}}],
        }
        for source, ref in _places(assessment).items()
    ]
