"""Add what the registry knows to the models of a document of SPDX 2.3, as JSON.

That version has no kind for models and no model cards: data and base models become packages, and what is
known of training an annotation.
"""

from __future__ import annotations

from typing import Any

from openscore import __version__
from openscore.check import spdx
from openscore.records.expressions import expression_names, is_spdx_expression
from openscore.records.licenses import NONE
from openscore.records.record import ModelRecord
from openscore.report.formats.bill_editing import Editing
from openscore.report.formats.spdx_graph import (
    CLEANING,
    REFERENCE,
    SCOPE,
    TRAINING,
    license_text,
    released,
    told,
)
from openscore.report.formats.validate_spdx2 import SILENT, objects
from openscore.report.text import titled, visible
from openscore.report.views.answers import documents, iri
from openscore.report.views.packages import data_places, download_place, package_url
from openscore.report.views.register import DATA, is_asset

Json = dict[str, Any]

VERSION = "SPDX-2.3"
OURS = "SPDXRef-openscore-"
"""What ids of packages begin with that were added."""


class _Added:
    """What is added to a document beside its packages."""

    def __init__(self, whole: Json) -> None:
        self.ids = {str(one.get("SPDXID")) for one in objects(whole, "packages")}
        self.texts = {str(one.get("licenseId")) for one in objects(whole, "hasExtractedLicensingInfos")}
        self.packages: list[Json] = []
        self.relations: list[Json] = []
        self.licenses: list[Json] = []


def enrich(editing: Editing) -> None:
    """Put in what the models of a document lack and the registry has."""
    whole = editing.bill.whole
    added = _Added(whole)
    for use, part in spdx.placed_models_2(editing.bill):
        if part.get("SPDXID", "").startswith(OURS):
            continue
        record = editing.record(use)
        if record is None or not isinstance(part.get("SPDXID"), str):
            continue
        names = [*_members(editing, part, record, added), *_around(part["SPDXID"], record, added)]
        if names:
            editing.added.append((visible(use.name), tuple(names)))
    if added.packages:
        added.relations[:0] = _described(whole)
    for key, values in (
        ("packages", added.packages),
        ("relationships", added.relations),
        ("hasExtractedLicensingInfos", added.licenses),
    ):
        root = editing.json.root
        if values and key in root.members:
            editing.json.add_items(root.members[key], values)
        elif values:
            editing.json.add_member(root, key, values)


def _described(whole: Json) -> list[Json]:
    """Return what a document of one package need not say, and one of several has to."""
    packages, relations = objects(whole, "packages"), objects(whole, "relationships")
    kinds = {one.get("relationshipType") for one in relations}
    if len(packages) != 1 or whole.get("documentDescribes") or kinds & {"DESCRIBES", "DESCRIBED_BY"}:
        return []
    return [_relation(str(whole["SPDXID"]), "DESCRIBES", packages[0]["SPDXID"])]


def _members(editing: Editing, part: Json, record: ModelRecord, added: _Added) -> list[str]:
    node = editing.node(part)
    lacks: Json = {
        "licenseDeclared": _license(record, "weights", added)
        if part.get("licenseDeclared") in SILENT
        else "",
        "supplier": f"Organization: {visible(record.developer)}",
        "description": visible(record.summary),
        "releaseDate": released(record),
        "homepage": download_place(record),
    }
    names = []
    for key, value in lacks.items():
        if value in SILENT or part.get(key) not in SILENT:
            continue
        if key in node.members:
            editing.json.replace(node.members[key], value)
        else:
            editing.json.add_member(node, key, value)
        names.append(key)
    return [*names, *_noted(editing, part, record)]


def _noted(editing: Editing, part: Json, record: ModelRecord) -> list[str]:
    """Put in what is known of training as an annotation, with the documents; once for each state."""
    digest = editing.digest(record)
    if any(digest in str(one.get("comment")) for one in objects(part, "annotations")):
        return []
    read = [f"{iri(one.url)} (published by {one.by}, read {one.read})" for one in documents(record)]
    about = told(record, (*TRAINING, *CLEANING))
    note = {
        "annotationDate": f"{editing.registry.day or editing.registry.last_read}T00:00:00Z",
        "annotationType": "OTHER",
        "annotator": f"Tool: OpenScore-{__version__}",
        "comment": " ".join(filter(None, (f"{record.id} {digest}.", about, f"Documents: {'; '.join(read)}"))),
    }
    node = editing.node(part)
    if "annotations" in node.members:
        editing.json.add_items(node.members["annotations"], [note])
    else:
        editing.json.add_member(node, "annotations", [note])
    return ["annotations"]


def _around(id: str, record: ModelRecord, added: _Added) -> list[str]:
    """Add data and base models as packages, each once."""
    names = []
    for component in DATA:
        path = f"{component}.availability"
        made = f"{OURS}{record.id}-{component}"
        if path in record.values and is_asset(record, component) and made not in added.ids:
            added.packages.append(_data(made, record, component, added))
            added.relations.append(_relation(made, "DATA_FILE_OF", id))
            added.ids.add(made)
            names.append(component)
    models = record.registry.models
    for base in (models[link.model] for link in record.links if link.model in models):
        made = f"{OURS}{base.id}"
        relation = _relation(made, "ANCESTOR_OF", id)
        if made not in added.ids:
            added.packages.append(_base(made, base, added))
            added.ids.add(made)
        elif relation in added.relations or not any(one["SPDXID"] == made for one in added.packages):
            continue
        added.relations.append(relation)
        names.append(base.id)
    return names


def _relation(source: str, kind: str, target: str) -> Json:
    return {"spdxElementId": source, "relationshipType": kind, "relatedSpdxElement": target}


def _data(id: str, record: ModelRecord, component: str, added: _Added) -> Json:
    title = titled(record.registry.vocabulary.components[component].title)
    described = " ".join(filter(None, (told(record, (f"{component}.availability",)), told(record, SCOPE))))
    return {
        "SPDXID": id,
        "name": f"{visible(record.name)}: {title}",
        "downloadLocation": next(iter(data_places(record, component)), "NOASSERTION"),
        "filesAnalyzed": False,
        "licenseDeclared": _license(record, component, added) or "NOASSERTION",
        "primaryPackagePurpose": "OTHER",
        **({"description": described} if described else {}),
    }


def _base(id: str, record: ModelRecord, added: _Added) -> Json:
    package: Json = {
        "SPDXID": id,
        "name": visible(record.name),
        "downloadLocation": download_place(record) or "NOASSERTION",
        "filesAnalyzed": False,
        "supplier": f"Organization: {visible(record.developer)}",
        "licenseDeclared": _license(record, "weights", added) or "NOASSERTION",
    }
    if purl := package_url(record):
        package["externalRefs"] = [
            {"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl", "referenceLocator": purl}
        ]
    return package


def _license(record: ModelRecord, component: str, added: _Added) -> str:
    """Return a license as this version can state it; its own texts are named with their place."""
    stated = record.values.get(f"{component}.license")
    if stated is None or stated == NONE or not is_spdx_expression(stated):
        return ""
    for name in expression_names(stated):
        if name.startswith(REFERENCE) and name not in added.texts:
            added.texts.add(name)
            added.licenses.append(_text(name, record))
    return stated


def _text(name: str, record: ModelRecord) -> Json:
    title, text, place = license_text(record, name)
    seen = {"seeAlsos": [place]} if place else {}
    return {"licenseId": name, "name": title, "extractedText": text, **seen}
