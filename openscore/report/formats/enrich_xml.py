"""Put into CycloneDX in XML what its JSON would get: the same pieces, in the order that the schema wants."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from openscore.check.xml_nodes import Made, XmlNode
from openscore.report.formats import enrich_cyclonedx
from openscore.report.formats.bill_editing import XmlEditing

Json = dict[str, Any]

PART = (
    "supplier", "manufacturer", "authors", "author", "publisher", "provider", "group", "name", "version",
    "versionRange", "description", "scope", "endpoints", "authenticated", "x-trust-boundary", "trustZone",
    "hashes", "licenses", "copyright", "patentAssertions", "cpe", "purl", "omniborId", "swhid", "swid",
    "modified", "pedigree", "externalReferences", "properties", "components", "services", "evidence",
    "releaseNotes", "modelCard", "data",
)  # fmt: skip
"""What stands in a component or a service, in the order of the schema."""
CARD = (
    "modelParameters", "approach", "task", "architectureFamily", "modelArchitecture", "datasets", "inputs",
    "outputs", "quantitativeAnalysis", "considerations", "properties",
)  # fmt: skip
"""The same for model cards and for parameters in them."""
PEDIGREE = ("ancestors", "descendants", "variants", "commits", "patches", "notes")
BILL = ("metadata", "components")


def put(editing: XmlEditing, part: Json, found: enrich_cyclonedx.Wanted) -> tuple[str, ...]:
    """Put in what a part lacks; return what that is."""
    node = editing.node(part)
    names = []
    for key, value in sorted(found.members.items(), key=lambda one: PART.index(one[0])):
        _into(editing, node, _made(key, value), PART)
        names.append(key)
    for way, key, value in found.inner:
        inner = node
        for step in way:
            inner = inner.child(step) or inner
        _into(editing, inner, _made(key, value), PEDIGREE if "pedigree" in way else CARD)
        names.append(".".join((*way, key)))
    for key, items in found.items.items():
        listed = node.child(key)
        if listed is None:
            continue
        known = {one.attributes.get("name") for one in listed.children}
        missing = [item for item in items if item.get("name") not in known or key != "properties"]
        if missing:
            editing.xml.append(listed, [_item(key, item) for item in missing])
            names.append(key)
    return tuple(names)


def put_data(editing: XmlEditing, data: list[Json]) -> None:
    """Put components of data behind those that a bill has."""
    components = editing.xml.root.child("components")
    if data and components is not None:
        editing.xml.append(components, [_component(one) for one in data])
    elif data:
        editing.xml.put(editing.xml.root, _made("components", data), BILL)


def _into(editing: XmlEditing, node: XmlNode, made: Made, order: tuple[str, ...]) -> None:
    """Put an element in, or its parts into an empty one of its name."""
    there = node.child(made.name)
    if there is None:
        editing.xml.put(node, made, order)
    elif isinstance(made.inside, tuple):
        editing.xml.append(there, made.inside)
    else:
        editing.xml.replace(there, made)


ITEMS = {
    "externalReferences": "reference",
    "properties": "property",
    "components": "component",
    "ancestors": "component",
    "datasets": "ref",
}
"""What an item of a list is called."""


def _made(key: str, value: Any) -> Made:
    """Return a member of JSON as an element."""
    if isinstance(value, str):
        return Made(key, value)
    if key == "licenses":
        return Made(key, tuple(_license(one) for one in value))
    if isinstance(value, list):
        return Made(key, tuple(_item(key, one) for one in value))
    return Made(key, tuple(_members(value)))


def _members(value: Json) -> Iterable[Made]:
    for key, inner in value.items():
        if key == "data":  # Repeated, and no list.
            yield from (_made(key, one) for one in inner)
        else:
            yield _made(key, inner)


def _item(key: str, item: Json) -> Made:
    name = ITEMS[key]
    if name == "property":
        return Made(name, item["value"], (("name", item["name"]),))
    if name == "ref":
        return Made(name, item["ref"])
    if name == "component":
        return _component(item)
    type = (("type", item["type"]),)
    return Made(name, tuple(_made(one, item[one]) for one in ("url", "comment") if one in item), type)


def _component(item: Json) -> Made:
    attributes = [(key, item[key]) for key in ("type", "bom-ref") if key in item]
    rest = {key: value for key, value in item.items() if key not in ("type", "bom-ref")}
    placed = sorted(rest.items(), key=lambda one: PART.index(one[0]))
    return Made("component", tuple(_members(dict(placed))), tuple(attributes))


def _license(item: Json) -> Made:
    stated = item.get("license", item)
    attributes = tuple((key, stated[key]) for key in ("acknowledgement",) if key in stated)
    if "expression" in item:
        return Made("expression", item["expression"], attributes)
    return Made("license", (Made("name", stated["name"]),), attributes)
