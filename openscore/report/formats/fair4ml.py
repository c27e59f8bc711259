"""FAIR4ML 0.1.0: models as JSON-LD on top of schema.org, with the score as an evaluation."""

from __future__ import annotations

from typing import Any

from openscore.engine.assessment import Assessment
from openscore.records.licenses import NONE
from openscore.report.text import titled, to_json, visible
from openscore.report.views.answers import OWNER, documents, headline, iri
from openscore.report.views.disputed import reserved
from openscore.report.views.export import Export

Json = dict[str, Any]

CONTEXT = {"@vocab": "https://schema.org/", "fair4ml": "https://w3id.org/fair4ml#"}


def render(export: Export) -> str:
    """Return a graph with one node a model."""
    nodes = [_node(place.assessment) for place in export.ranked]
    return to_json({"@context": CONTEXT, "@graph": nodes}) + "\n"


def _node(assessment: Assessment) -> Json:
    record = assessment.record
    node: Json = {
        "@id": f"urn:openscore:model:{record.id}",
        "@type": "fair4ml:MLModel",
        "name": visible(record.name),
        "alternateName": [visible(alias) for alias in record.aliases],
        "description": visible(record.summary),
        "author": {"@type": "Organization", "name": visible(record.developer)},
        "citation": [iri(source.url) for source in documents(record)],
        "fair4ml:modelCategory": list(record.modality),
        "fair4ml:hasEvaluation": _evaluation(assessment),
    }
    if record.released:
        node["datePublished"] = record.released.isoformat()
    stated = record.values.get("weights.license", NONE)
    if stated != NONE:
        node["license"] = visible(stated)
    if fact := record.fact("weights.availability"):
        node["conditionsOfAccess"] = f"{fact.value}: {visible(fact.evidence.shows)}"
    if record.links:
        bases = [{"@id": f"urn:openscore:model:{link.model}"} for link in record.links]
        node["fair4ml:fineTunedFrom"] = bases
    return node


def _evaluation(assessment: Assessment) -> Json:
    rubric, score = assessment.rubric, assessment.score
    return {
        "@type": "fair4ml:MLModelEvaluation",
        "name": titled(rubric.title),
        "version": f"{rubric.id} {rubric.version}",
        "identifier": rubric.digest,
        "author": {"@type": "Organization", "name": OWNER},
        "description": reserved(headline(assessment), assessment),
        "fair4ml:evaluationMetrics": {
            "@type": "PropertyValue",
            "name": "openness",
            "minValue": score.low,
            "maxValue": score.high,
        },
    }
