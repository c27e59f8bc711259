"""Add what the registry knows to the models of a CycloneDX bill, in version 1.5 to 1.7."""

from __future__ import annotations

from typing import Any

from openscore.check import cyclonedx
from openscore.check.bill import Bill
from openscore.records.record import ModelRecord
from openscore.report.formats import cyclonedx_parts as parts
from openscore.report.formats.cyclonedx_parts import METHODS, prop
from openscore.report.text import visible

Json = dict[str, Any]

VERSIONS = ("1.5", "1.6", "1.7")
"""Those that have model cards and that are still in use."""
ACKNOWLEDGED = ("1.6", "1.7")
"""Those in which a license may be said to be declared."""
DATA = "openscore:data:"
"""What references to data that were added begin with."""
MAKERS = ("supplier", "manufacturer", "publisher", "author", "authors")


class Wanted:
    """What a part of a bill lacks and the registry has."""

    def __init__(self) -> None:
        self.members: dict[str, Any] = {}
        """Members to put into the part itself."""
        self.inner: list[tuple[tuple[str, ...], str, Any]] = []
        """Members to put into objects inside it: the way to the object, the name, the value."""
        self.items: dict[str, list[Json]] = {}
        """Items to put at the end of lists of the part."""
        self.data: list[Json] = []
        """Components of data to put into the bill."""

    def __bool__(self) -> bool:
        return bool(self.members or self.inner or self.items)


def wanted(part: Json, record: ModelRecord, digest: str, version: str, *, is_service: bool) -> Wanted:
    """Return what a component or service lacks and the registry has: nothing that it states is touched.

    Args:
        part: As it was read.
        record: What it means.
        digest: Of the record, which the part then carries.
        version: That of the bill.
        is_service: Whether it is a service, which has neither model card nor pedigree.
    """
    found = Wanted()
    acknowledged = version in ACKNOWLEDGED
    if not part.get("description"):
        found.members["description"] = visible(record.summary)
    _append(found, part, "externalReferences", parts.references(record), "url")
    own = [prop("model", record.id), prop("record-digest", digest)]
    own += [prop("modality", one) for one in record.modality]
    _append(found, part, "properties", own, "name")
    if is_service:
        return found
    if not any(part.get(key) for key in MAKERS):
        found.members["supplier"] = {"name": visible(record.developer)}
    stated = parts.licenses(record.values.get("weights.license"), acknowledged=acknowledged)
    if stated and not part.get("licenses"):
        found.members["licenses"] = stated
    if not part.get("releaseNotes"):
        found.members |= parts.release(record)
    _pedigree(found, part, record)
    _card(found, part, record, acknowledged=acknowledged)
    return found


def _append(found: Wanted, part: Json, key: str, items: list[Json], name: str) -> None:
    """Want the items of a list that it lacks, told by one of their members."""
    there = part.get(key) or []
    known = {item.get(name) for item in there if isinstance(item, dict)}
    missing = [item for item in items if item[name] not in known]
    if missing and part.get(key) is None:
        found.members[key] = missing
    elif missing:
        found.items[key] = missing


def _pedigree(found: Wanted, part: Json, record: ModelRecord) -> None:
    bases = parts.ancestors(record)
    pedigree = part.get("pedigree")
    if bases and not pedigree:
        found.members["pedigree"] = {"ancestors": bases}
    elif bases and isinstance(pedigree, dict) and not pedigree.get("ancestors"):
        found.inner.append((("pedigree",), "ancestors", bases))


def _card(found: Wanted, part: Json, record: ModelRecord, *, acknowledged: bool) -> None:
    """Want a model card with the data of training, or that of it which is not there."""
    data = list(parts.data_components(record, DATA, acknowledged=acknowledged))
    refs = [{"ref": one["bom-ref"]} for one in data]
    card = part.get("modelCard")
    if not card:
        methods = (
            {"properties": [prop(METHODS, parts.told(record, (METHODS,)))]} if record.fact(METHODS) else {}
        )
        made = parts.training([one["ref"] for one in refs]) | methods
        if made:
            found.members["modelCard"] = made
            found.data = data
        return
    parameters = card.get("modelParameters") if isinstance(card, dict) else None
    if not data or (parameters and parameters.get("datasets")):
        return
    found.data = data
    if parameters:
        found.inner.append((("modelCard", "modelParameters"), "datasets", refs))
    else:
        found.inner.append((("modelCard",), "modelParameters", {"datasets": refs}))


def services_of(bill: Bill) -> set[int]:
    """Return which parts of a bill are services, by identity."""
    return {id(part) for part, is_service in cyclonedx.parts_of(bill) if is_service}


def models(bill: Bill) -> list[tuple[Any, Json]]:
    """Return the models of a bill with the parts that state them; those of a pedigree are not its own."""
    return list(cyclonedx.placed_models(bill, kin=False))
