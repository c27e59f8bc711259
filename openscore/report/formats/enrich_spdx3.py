"""Add what the registry knows to the models of a document of SPDX 3.0.1, as JSON-LD."""

from __future__ import annotations

from typing import Any

from openscore import __version__
from openscore.check import spdx
from openscore.language import tr
from openscore.records.record import ModelRecord
from openscore.report.formats.bill_editing import Editing
from openscore.report.formats.spdx_graph import (
    CONTEXT,
    NO_ASSERTION,
    TRAINING,
    Graph,
    references,
    released,
    told,
)
from openscore.report.text import visible
from openscore.report.views.answers import OWNER
from openscore.report.views.packages import package_url
from openscore.report.views.register import DATA
from openscore.toml import unusable

Json = dict[str, Any]

GRAPH = "@graph"
MADE = "_:openscore-enrichment"
OURS = "urn:openscore:"
"""What ids of elements begin with that were added."""


def check_fit(whole: Json, file: str) -> None:
    """Check that a document is written as version 3.0.1 writes JSON-LD: its context, and one graph.

    Raises:
        DataError: If it is not.
    """
    if whole.get("@context") != CONTEXT or not isinstance(whole.get(GRAPH), list):
        message = tr("no document of SPDX 3.0.1 with its context and one graph")
        raise unusable(
            file, "unknown-format", message, hint=tr("versions that can: {listed}", listed="2.3, 3.0.1")
        )


def enrich(editing: Editing) -> None:
    """Put in what the models of a document lack and the registry has."""
    elements = list(spdx.elements_of(editing.bill.whole))
    there = {spdx.id_of(one) for one in elements}
    space = f"{OURS}{editing.registry.digest}:"
    graph = Graph(space, MADE, there)
    maker = graph.add("Agent", "agent/openscore", name=OWNER)
    tool = graph.add("Tool", "tool/openscore", name=f"OpenScore {__version__}")
    made: Json = {
        "type": "CreationInfo",
        "@id": MADE,
        "specVersion": "3.0.1",
        "created": f"{editing.registry.day or editing.registry.last_read}T00:00:00Z",
        "createdBy": [maker],
        "createdUsing": [tool],
    }
    ends = _Ends(elements)
    for use, part in spdx.placed_models_3(editing.bill):
        if spdx.id_of(part).startswith(OURS):
            continue
        record = editing.record(use)
        if record is not None and isinstance(part.get("spdxId"), str):
            names = [*_members(editing, part, record, graph), *_around(editing, part, record, graph, ends)]
            if names:
                editing.added.append((visible(use.name), tuple(names)))
    if not editing.added:
        return
    head = [] if MADE in there else [made]
    editing.json.add_items(editing.json.root.members[GRAPH], [*head, *graph.elements.values()])


class _Ends:
    """The relations of a document, by what stands at their ends."""

    def __init__(self, elements: list[Json]) -> None:
        self.out: dict[tuple[str, str], list[Json]] = {}
        self.into: dict[tuple[str, str], list[Json]] = {}
        for one in elements:
            for kind in spdx.words_of(one.get("relationshipType")):
                for source in spdx.words_of(one.get("from")):
                    self.out.setdefault((source, kind), []).append(one)
                for target in spdx.words_of(one.get("to")):
                    self.into.setdefault((target, kind), []).append(one)


def _members(editing: Editing, part: Json, record: ModelRecord, graph: Graph) -> list[str]:
    """Put in the members that a package lacks."""
    node = editing.node(part)
    is_ai = "AIPackage" in spdx.kinds_of(part)
    stated = {spdx.local_name(key) for key, value in part.items() if value not in (None, "", [], {})}
    lacks: Json = {}
    if not stated & {"summary", "description"}:
        lacks["summary"] = visible(record.summary)
    if not stated & {"suppliedBy", "originatedBy"}:
        lacks["suppliedBy"] = graph.maker(record)
    if "releaseTime" not in stated and released(record):
        lacks["releaseTime"] = released(record)
    if not stated & {"packageUrl", "externalIdentifier"} and package_url(record):
        lacks["software_packageUrl"] = package_url(record)
    if is_ai and "informationAboutTraining" not in stated and told(record, TRAINING):
        lacks["ai_informationAboutTraining"] = told(record, TRAINING)
    if is_ai and "domain" not in stated and record.modality:
        lacks["ai_domain"] = list(record.modality)
    for key, value in lacks.items():
        editing.json.add_member(node, key, value)
    return [*lacks, *_references(editing, part, record)]


def _references(editing: Editing, part: Json, record: ModelRecord) -> list[str]:
    """Put in the documents that a package does not refer to."""
    there = part.get("externalRef")
    known = {
        place
        for one in (there if isinstance(there, list) else [])
        if isinstance(one, dict)
        for place in spdx.words_of(one.get("locator"))
    }
    missing = [one for one in references(record) if one["locator"][0] not in known]
    node = editing.node(part)
    if missing and there is None:
        editing.json.add_member(node, "externalRef", missing)
    elif missing and isinstance(there, list):
        editing.json.add_items(node.members["externalRef"], missing)
    return ["externalRef"] if missing else []


def _around(editing: Editing, part: Json, record: ModelRecord, graph: Graph, ends: _Ends) -> list[str]:
    """Add the license, data and base models that nothing of the document relates to a package."""
    id = part["spdxId"]
    return [
        *_license(editing, id, record, graph, ends),
        *_data(id, record, graph, ends),
        *_bases(id, record, graph, ends),
    ]


def _license(editing: Editing, id: str, record: ModelRecord, graph: Graph, ends: _Ends) -> list[str]:
    relation = "hasDeclaredLicense"
    stated = ends.out.get((id, relation), [])
    targets = [target for one in stated for target in spdx.words_of(one.get("to"))]
    if any(spdx.local_name(target) not in spdx.NO_ASSERTION for target in targets):
        return []
    declared = graph.declared(record, "weights")
    if declared == NO_ASSERTION or declared in targets:
        return []
    if stated:  # It asserts nothing so far, and one package has one declared license.
        editing.json.replace(editing.node(stated[0]).members["to"], [declared])
    else:
        graph.relate(id, relation, declared)
    return [relation]


def _data(id: str, record: ModelRecord, graph: Graph, ends: _Ends) -> list[str]:
    relation = "trainedOn"
    if (id, relation) in ends.out:
        return []
    before = len(graph.elements)
    for component in DATA:
        graph.dataset(record, component, id)
    return [relation] if len(graph.elements) > before else []


def _bases(id: str, record: ModelRecord, graph: Graph, ends: _Ends) -> list[str]:
    if (id, "ancestorOf") in ends.into or (id, "descendantOf") in ends.out:
        return []
    models = record.registry.models
    bases = [models[link.model] for link in record.links if link.model in models]
    for base in bases:
        package = graph.package(base)
        graph.licensed(base, "weights", package)
        graph.relate(package, "ancestorOf", id)
    return ["ancestorOf"] if bases else []
