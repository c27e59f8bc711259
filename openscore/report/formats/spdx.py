"""SPDX 3.0.1 with its AI and dataset profiles, as JSON-LD.

The profile has no place for a score: it stands as a statement of compliance in words, and as an
annotation with the whole result for programs.
"""

from __future__ import annotations

from openscore.engine.assessment import Assessment
from openscore.report.formats.json_ import data_of
from openscore.report.formats.spdx_graph import CONTEXT, MADE, Graph, Json
from openscore.report.text import titled, to_json
from openscore.report.views.answers import OWNER, day, headline
from openscore.report.views.disputed import reserved
from openscore.report.views.export import Export
from openscore.toml import canonical, digest_of


def render(export: Export) -> str:
    """Return one document with all models."""
    return to_json({"@context": CONTEXT, "@graph": _elements(export)}) + "\n"


def _elements(export: Export) -> list[Json]:
    """Return the information on the document's making, the document, and its elements."""
    digest = digest_of([export.registry.digest, export.rubric.digest, export.openscore])
    graph = Graph(f"urn:openscore:{digest}:", MADE)
    maker = graph.add("Agent", "agent/openscore", name=OWNER)
    tool = graph.add("Tool", "tool/openscore", name=f"OpenScore {export.openscore}")
    for place in export.ranked:
        _assessed(graph, export, place.assessment)
    made = {
        "type": "CreationInfo",
        "@id": MADE,
        "specVersion": "3.0.1",
        "created": day(export),
        "createdBy": [maker],
        "createdUsing": [tool],
        "comment": f"OpenScore {export.openscore}",
    }
    roots = [graph.space + f"model/{place.assessment.record.id}" for place in export.ranked]
    names = list(graph.elements)
    profiles = ["core", "software", "ai", "dataset", "simpleLicensing"]
    graph.add(
        "SpdxDocument", "document", name="Openness of AI models", rootElement=roots, element=names,
        profileConformance=profiles,
    )  # fmt: skip
    return [made, *graph.elements.values()]


def _assessed(graph: Graph, export: Export, assessment: Assessment) -> None:
    record = assessment.record
    for member in export.registry.lineage(record):
        if graph.space + f"model/{member.id}" not in graph.elements:
            graph.model(member)
    rubric = assessment.rubric
    stated = f"{titled(rubric.title)} ({rubric.id} {rubric.version}): "
    package = graph.elements[graph.space + f"model/{record.id}"]
    package["ai_standardCompliance"] = [stated + reserved(headline(assessment), assessment)]
    place = next(place for place in export.ranked if place.assessment is assessment)
    result = data_of(export._replace(ranked=(place,)))
    del result["facts"]
    graph.add(
        "Annotation", f"assessment/{record.id}", annotationType="review", contentType="application/json",
        subject=package["spdxId"], statement=canonical(result),
    )  # fmt: skip
