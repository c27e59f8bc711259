"""CycloneDX 1.6: models as components of a bill of materials, the assessment as declarations.

The rubric is a standard with its questions as requirements; each answer is a claim with its evidence
and a conformance from 0 to 1. What nobody has established lowers the confidence, never the claim.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from openscore.engine.assessment import Assessment, PartResult
from openscore.records.evidence import Source
from openscore.records.record import ModelRecord
from openscore.report.formats import cyclonedx_parts as parts
from openscore.report.formats.cyclonedx_parts import METHODS, prop
from openscore.report.text import titled, to_json, visible
from openscore.report.views.answers import (
    OWNER,
    answer,
    day,
    headline,
    iri,
    points,
)
from openscore.report.views.disputed import reserved
from openscore.report.views.evidence import reasoning, sources_of
from openscore.report.views.export import Export
from openscore.report.views.packages import package_url
from openscore.rubric.parts import Part
from openscore.toml import digest_of

Json = dict[str, Any]

DATA = "data:"
"""What references to data begin with."""


def render(export: Export) -> str:
    """Return one bill of materials for all models."""
    assessments = [place.assessment for place in export.ranked]
    records = [assessment.record for assessment in assessments]
    data = [one for record in records for one in parts.data_components(record, DATA)]
    bom = {
        "components": [*(_component(export, assessment) for assessment in assessments), *data],
        "dependencies": _dependencies(records),
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
            "lifecycles": [{"name": "desk review", "description": "Facts read in published documents."}],
            "tools": {"components": [_tool(export)]},
            "manufacturer": {"name": OWNER},
            "properties": [prop("registry-digest", export.registry.digest)],
        },
    }
    return to_json(head | bom) + "\n"


def _tool(export: Export) -> Json:
    return {"type": "application", "name": "OpenScore", "version": export.openscore}


def _component(export: Export, assessment: Assessment) -> Json:
    record = assessment.record
    component: Json = {
        "type": "machine-learning-model",
        "bom-ref": _ref(record),
        "supplier": {"name": visible(record.developer)},
        "name": visible(record.name),
        "description": visible(record.summary),
    }
    if purl := package_url(record):
        component["purl"] = purl
    if stated := parts.licenses(record.values.get("weights.license")):
        component["licenses"] = stated
    if bases := parts.ancestors(record):
        component["pedigree"] = {"ancestors": bases}
    data = [one["bom-ref"] for one in parts.data_components(record, DATA)]
    methods = {"properties": [prop(METHODS, parts.told(record, (METHODS,)))]} if record.fact(METHODS) else {}
    return (
        component
        | {"externalReferences": parts.references(record)}
        | parts.release(record)
        | {"modelCard": parts.training(data) | methods}
        | {
            "properties": [
                prop("score", headline(assessment)),
                *[prop("disputed", path) for path in assessment.disputed],
                prop("record-digest", export.registry.record_digest(record)),
                *[prop("modality", one) for one in record.modality],
                *[prop("parameters", size) for size in record.sizes],
                *[prop(path, value) for path, value in record.values.items()],
            ]
        }
    )


def _ref(record: ModelRecord) -> str:
    return f"model:{record.id}"


def _dependencies(records: Sequence[ModelRecord]) -> list[Json]:
    """Return for each model the models that it was made from or serves, as far as the bill has them."""
    here = {record.id for record in records}
    found = []
    for record in records:
        bases = dict.fromkeys(link.model for link in (*record.links, *record.serves) if link.model in here)
        entry: Json = {"ref": _ref(record)}
        found.append(entry | ({"dependsOn": [f"model:{id}" for id in bases]} if bases else {}))
    return found


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
    summary = f"{visible(assessment.record.name)}: {reserved(headline(assessment), assessment)}"
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
