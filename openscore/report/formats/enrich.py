"""Add what a registry knows to the models of a bill of materials, and leave all else as it is."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from typing import Any, NamedTuple

from openscore.check import spdx
from openscore.check.uses import HINT, WANTED
from openscore.errors import DataError
from openscore.language import tr
from openscore.registry.registry import Registry
from openscore.report.formats import enrich_cyclonedx, enrich_spdx2, enrich_spdx3, enrich_xml
from openscore.report.formats.bill_editing import Editing, XmlEditing
from openscore.report.formats.validate_bills import check_cyclonedx, check_spdx_3
from openscore.report.formats.validate_spdx2 import check_spdx_2
from openscore.report.text import visible
from openscore.toml import decoded, unusable

Json = dict[str, Any]


class Enriched(NamedTuple):
    """A bill to which something was added."""

    content: bytes
    """Equal to that of the bill if there was nothing to add."""
    added: tuple[tuple[str, tuple[str, ...]], ...]
    """Of each model of the bill, by its name there, what was added, as the format calls it."""
    kept: tuple[str, ...]
    """In words: what the bill states otherwise than the registry, and keeps."""
    unknown: tuple[str, ...]
    """Models that the registry lacks."""


def enriched(content: bytes, file: str, registry: Registry) -> Enriched:
    """Return a bill with what the registry knows of its models.

    Args:
        content: CycloneDX 1.5 to 1.7 as JSON or XML, or SPDX 2.3 or 3.0.1 as JSON.
        file: Its name, for errors.
        registry: Where its models are looked up.

    Raises:
        DataError: If it is none of these, or does not hold its schema before anything is added.
        UsageError: If the extra that brings the schemas is not installed.
    """
    text = decoded(content, file)
    way = _xml if text.lstrip().startswith("<") else _json
    editing, enrich, check = way(text, file, registry)
    check(text)
    enrich()
    made = editing.edited()
    if made != text:
        check(made)
    mark = codecs.BOM_UTF8 if content.startswith(codecs.BOM_UTF8) else b""
    return Enriched(
        mark + made.encode("utf-8", "surrogatepass"),
        tuple(editing.added),
        tuple(dict.fromkeys(editing.kept)),
        tuple(dict.fromkeys(editing.unknown)),
    )


_Way = tuple[Editing | XmlEditing, Callable[[], None], Callable[[str], None]]
"""A bill with what enriches it, and what holds its text against its format."""


def _xml(text: str, file: str, registry: Registry) -> _Way:
    editing = XmlEditing(text, file, registry)
    version = _fit_cyclonedx(editing.version, file)
    return (
        editing,
        lambda: _cyclonedx(editing, version),
        lambda one: check_cyclonedx(one, file, version, is_xml=True),
    )


def _json(text: str, file: str, registry: Registry) -> _Way:
    editing = Editing(text, file, registry)
    whole = editing.bill.whole
    if whole.get("bomFormat") == "CycloneDX":
        version = _fit_cyclonedx(editing.bill.word(whole, "specVersion"), file)
        return editing, lambda: _cyclonedx(editing, version), lambda one: check_cyclonedx(one, file, version)
    if spdx.is_3(whole.get("@context")):
        enrich_spdx3.check_fit(whole, file)
        return editing, lambda: enrich_spdx3.enrich(editing), lambda one: check_spdx_3(one, file)
    if "spdxVersion" in whole:
        version = editing.bill.word(whole, "spdxVersion")
        if version != enrich_spdx2.VERSION:
            raise _unfit(file, "SPDX", version.removeprefix("SPDX-"), "2.3, 3.0.1")
        return editing, lambda: enrich_spdx2.enrich(editing), lambda one: check_spdx_2(one, file)
    message = tr("JSON of another kind, {wanted} was expected", wanted=tr(WANTED))
    raise unusable(file, "unknown-format", message, hint=tr(HINT))


def _fit_cyclonedx(version: str, file: str) -> str:
    if version not in enrich_cyclonedx.VERSIONS:
        raise _unfit(file, "CycloneDX", version, ", ".join(enrich_cyclonedx.VERSIONS))
    return version


def _unfit(file: str, format: str, version: str, known: str) -> DataError:
    message = tr("{format} {version} cannot be enriched", format=format, version=visible(version) or "?")
    return unusable(file, "unknown-format", message, hint=tr("versions that can: {listed}", listed=known))


def _cyclonedx(editing: Editing | XmlEditing, version: str) -> None:
    bill = editing.bill
    services = enrich_cyclonedx.services_of(bill)
    there = _refs(bill.whole)
    data: dict[str, Json] = {}
    for use, part in enrich_cyclonedx.models(bill):
        record = editing.record(use)
        if record is None:
            continue
        digest = editing.digest(record)
        found = enrich_cyclonedx.wanted(part, record, digest, version, is_service=id(part) in services)
        put = (
            enrich_xml.put(editing, part, found)
            if isinstance(editing, XmlEditing)
            else _put(editing, part, found)
        )
        if put:
            editing.added.append((visible(use.name), put))
            data |= {one["bom-ref"]: one for one in found.data if one["bom-ref"] not in there}
    if isinstance(editing, XmlEditing):
        enrich_xml.put_data(editing, [*data.values()])
    else:
        _put_data(editing, [*data.values()])


def _put(editing: Editing, part: Json, found: enrich_cyclonedx.Wanted) -> tuple[str, ...]:
    """Put in what a part lacks; return what that is."""
    node = editing.node(part)
    for key, value in found.members.items():
        if key in node.members:  # It is there and empty.
            editing.json.replace(node.members[key], value)
        else:
            editing.json.add_member(node, key, value)
    names = [*found.members]
    for way, key, value in found.inner:
        inner = node
        for step in way:
            inner = inner.members[step]
        if key in inner.members:
            editing.json.replace(inner.members[key], value)
        else:
            editing.json.add_member(inner, key, value)
        names.append(".".join((*way, key)))
    for key, items in found.items.items():
        editing.json.add_items(node.members[key], items)
        names.append(key)
    return tuple(names)


def _put_data(editing: Editing, data: list[Json]) -> None:
    root = editing.json.root
    if data and "components" in root.members:
        editing.json.add_items(root.members["components"], data)
    elif data:
        editing.json.add_member(root, "components", data)


def _refs(whole: object) -> set[object]:
    """Return all references that a bill gives its parts."""
    found: set[object] = set()
    waiting = [whole]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            found |= {part["bom-ref"]} if isinstance(part.get("bom-ref"), str) else set()
            waiting += part.values()
        elif isinstance(part, list):
            waiting += part
    return found
