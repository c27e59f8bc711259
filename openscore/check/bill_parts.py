"""The parts of a bill of materials in one shape, whatever its format: itself, its system, models, data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, NamedTuple

from openscore.check import cyclonedx, spdx
from openscore.check.addresses import is_data_set
from openscore.check.bill import NAMELESS, Bill
from openscore.check.located_json import LocatedJson
from openscore.check.located_tags import BEGINS
from openscore.check.located_xml import LocatedXml
from openscore.check.uses import HINT, WANTED, Use
from openscore.language import tr
from openscore.toml import unusable

Kind = Literal["cyclonedx", "spdx3", "spdx2"]
Json = dict[str, Any]


class Place(NamedTuple):
    """One part of a bill."""

    part: Json
    """What it states; of SPDX with its relations under `relation` and `related`."""
    name: str
    line: int
    use: Use | None = None


class Parts(NamedTuple):
    """A bill of materials by its parts."""

    kind: Kind
    format: str
    document: Json
    systems: tuple[Place, ...]
    models: tuple[Place, ...]
    data: tuple[Place, ...]


def parts_of(text: str, file: str) -> Parts:
    """Return the parts of a bill.

    Args:
        text: CycloneDX as JSON or XML, SPDX 2 or 3 as JSON.
        file: Its name, for places and errors.

    Raises:
        DataError: If it is none of these.
    """
    if BEGINS.match(text):
        message = tr("tags and values name packages alone")
        raise unusable(file, "unknown-format", message, hint=tr("give the same bill as JSON"))
    if text.lstrip().startswith("<"):
        return _cyclonedx(Bill(LocatedXml(text, file), file))
    bill = Bill(LocatedJson(text, file), file)
    if bill.whole.get("bomFormat") == "CycloneDX":
        return _cyclonedx(bill)
    if "spdxVersion" in bill.whole:
        return _spdx_2(bill)
    if spdx.is_3(bill.whole.get("@context")):
        return _spdx_3(bill)
    message = tr("JSON of another kind, {wanted} was expected", wanted=tr(WANTED))
    raise unusable(file, "unknown-format", message, hint=tr(HINT))


def _place(bill: Bill, part: Json, stated: Json, use: Use | None = None) -> Place:
    name = part.get("name")
    return Place(stated, name if isinstance(name, str) and name else NAMELESS, bill.line(part), use)


def _cyclonedx(bill: Bill) -> Parts:
    about = bill.inner(bill.inner(bill.whole, "metadata"), "component")
    models = [(use, part) for use, part in cyclonedx.placed_models(bill, kin=False)]
    used: set[str] = set()
    inline: list[Json] = []
    for _, part in models:
        card = bill.inner(part, "modelCard")
        for one in cyclonedx.data_of(bill.inner(card, "modelParameters").get("datasets")):
            if isinstance(one.get("ref"), str):
                used.add(one["ref"])
            else:
                inline.append(one)
    version = bill.whole.get("specVersion") or bill.version
    parts = cyclonedx.parts_of(bill)
    data = [part for part, is_service in parts if not is_service and part.get("type") == "data"]
    found = [_place(bill, part, {**part, "used": part.get("bom-ref") in used or None}) for part in data]
    found += [_place(bill, part, {**part, "used": True}) for part in inline]
    return Parts(
        "cyclonedx",
        f"CycloneDX {version}",
        {**bill.whole, "format": "CycloneDX", "specVersion": version},
        (_place(bill, about, {**about, "bill": bill.whole}),) if about else (),
        tuple(_place(bill, part, part, use) for use, part in models),
        tuple(found),
    )


def _spdx_2(bill: Bill) -> Parts:
    relation, related = _relations(
        (one.get("spdxElementId"), one.get("relationshipType"), one.get("relatedSpdxElement"))
        for one in bill.several(bill.whole, "relationships")
    )

    def placed(part: Json, use: Use | None = None) -> Place:
        id = part.get("SPDXID")
        return _place(
            bill, part, {**part, "relation": relation.get(id, {}), "related": related.get(id, {})}, use
        )

    packages = bill.several(bill.whole, "packages")
    described = set(bill.whole.get("documentDescribes") or ())
    described |= {one for found in relation.values() for one in found.get("DESCRIBES", ())}
    models = [placed(part, use) for use, part in spdx.placed_models_2(bill)]
    return Parts(
        "spdx2",
        f"SPDX {bill.word(bill.whole, 'spdxVersion').removeprefix('SPDX-')}",
        {**bill.whole, "format": "SPDX"},
        tuple(placed(part) for part in packages if part.get("SPDXID") in described),
        tuple(models),
        tuple(placed(part) for part in packages if _is_data_set(bill, part)),
    )


def _is_data_set(bill: Bill, package: Json) -> bool:
    places = [bill.word(ref, "referenceLocator") for ref in bill.several(package, "externalRefs")]
    return any(map(is_data_set, [*places, bill.word(package, "downloadLocation")]))


def _spdx_3(bill: Bill) -> Parts:
    elements = list(spdx.elements_of(bill.whole))
    relation, related = _relations(
        (source, spdx.local_name(kind), target)
        for one in elements
        for kind in spdx.words_of(one.get("relationshipType"))
        for source in spdx.words_of(one.get("from"))
        for target in spdx.words_of(one.get("to"))
        if spdx.local_name(target) not in spdx.NO_ASSERTION
    )

    def placed(part: Json, use: Use | None = None) -> Place:
        id = spdx.id_of(part)
        plain = {spdx.local_name(key): value for key, value in part.items()}
        return _place(
            bill, part, {**plain, "relation": relation.get(id, {}), "related": related.get(id, {})}, use
        )

    document: Json = {"format": "SPDX"}
    roots: set[str] = set()
    for one in elements:
        plain = {spdx.local_name(key): value for key, value in one.items()}
        for kind in spdx.kinds_of(one):
            document.setdefault(kind, []).append(plain)
        if spdx.kinds_of(one) & {"SpdxDocument", "Sbom", "Bom"}:
            roots |= set(spdx.words_of(plain.get("rootElement")))
    models = [placed(part, use) for use, part in spdx.placed_models_3(bill)]
    inner = {spdx.id_of(one) for one in elements if spdx.kinds_of(one) & {"Sbom", "Bom"}}
    version = next(
        (one["specVersion"] for one in document.get("CreationInfo", ()) if "specVersion" in one), "3"
    )
    return Parts(
        "spdx3",
        f"SPDX {version}",
        document,
        tuple(placed(one) for one in elements if spdx.id_of(one) in roots - inner),
        tuple(models),
        tuple(placed(one) for one in elements if "DatasetPackage" in spdx.kinds_of(one)),
    )


_Related = dict[object, dict[str, list[object]]]


def _relations(found: Iterator[tuple[object, object, object]]) -> tuple[_Related, _Related]:
    """Return by element what it stands in relation to, and what stands in relation to it."""
    relation: _Related = {}
    related: _Related = {}
    for source, kind, target in found:
        if isinstance(source, str) and isinstance(kind, str) and isinstance(target, str):
            relation.setdefault(source, {}).setdefault(kind, []).append(target)
            related.setdefault(target, {}).setdefault(kind, []).append(source)
    return relation, related
