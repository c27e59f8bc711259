"""The models of a CycloneDX bill of materials."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from openscore.check.addresses import Address, address_of, hub_id
from openscore.check.bill import Bill
from openscore.check.uses import Use

OF_A_MODEL = ("data", "file")
"""Kinds of components that are no models, also where their package URL is on the hub of models."""
MODEL = "machine-learning-model"
KIN = ("ancestors", "descendants", "variants")
"""Lists of a pedigree: what a component was made from, what was made of it, and what stands beside it."""


def models_of(bill: Bill) -> Iterator[Use]:
    """Yield the models of a bill in its order, nested ones too; see `placed_models`."""
    yield from (use for use, _ in placed_models(bill))


def placed_models(bill: Bill, *, kin: bool = True) -> Iterator[tuple[Use, dict[str, Any]]]:
    """Yield the models of a bill in its order, nested ones too, each with the part that states it.

    Those are: what the bill is about, its components and hosted services, what its formulation was made
    with, and the pedigree of each. A service is a model only where its address or its model card is one
    of the hub: services have no kind that tells.

    Args:
        bill: The bill.
        kin: Whether what a pedigree names counts too.

    Raises:
        DataError: If a part has the wrong shape.
    """
    waiting = [(part, service, "") for part, service in reversed(list(_outermost(bill)))]
    while waiting:
        part, is_service, around = waiting.pop()
        found, around = (_service(bill, part), "") if is_service else _component(bill, part, around)
        if found:
            yield found, part
        waiting += [(inner, service, around) for inner, service in reversed(list(_within(bill, part)))]
        waiting += [(one, False, "") for one in reversed(list(_kin(bill, part))) if kin]


def parts_of(bill: Bill) -> Iterator[tuple[dict[str, Any], bool]]:
    """Yield all components and services of a bill in its order, nested ones too; true beside a service.

    Raises:
        DataError: If a part has the wrong shape.
    """
    waiting = [(part, service) for part, service in reversed(list(_outermost(bill)))]
    while waiting:
        part, is_service = waiting.pop()
        yield part, is_service
        waiting += reversed(list(_within(bill, part)))


def data_of(datasets: object) -> Iterator[dict[str, Any]]:
    """Yield the data sets that a model card names, in JSON or as XML is read: whole, or with `ref`."""
    for one in datasets if isinstance(datasets, list) else [datasets]:
        if isinstance(one, str) and one:
            yield {"ref": one}
        elif isinstance(one, dict) and "type" not in one and "dataset" in one:
            yield from data_of(one["dataset"])
            yield from data_of(one.get("ref"))
        elif isinstance(one, dict) and isinstance(one.get("ref"), list):
            yield from data_of(one["ref"])
        elif isinstance(one, dict):
            yield one


def _outermost(bill: Bill) -> Iterator[tuple[dict[str, Any], bool]]:
    """Yield the parts that the bill names itself, each with whether it is a service."""
    if about := bill.inner(bill.inner(bill.whole, "metadata"), "component"):
        yield about, False
    yield from _within(bill, bill.whole)
    for formula in bill.several(bill.whole, "formulation"):
        yield from _within(bill, formula)


def _within(bill: Bill, part: dict[str, Any]) -> Iterator[tuple[dict[str, Any], bool]]:
    for key in ("components", "services"):
        for inner in bill.several(part, key):
            yield inner, key == "services"


def _kin(bill: Bill, part: dict[str, Any]) -> Iterator[dict[str, Any]]:
    pedigree = bill.inner(part, "pedigree")
    for key in KIN:
        yield from bill.several(pedigree, key)


def _component(bill: Bill, part: dict[str, Any], around: str) -> tuple[Use | None, str]:
    """Return the use that a component states, and the id on the hub of what its inner parts belong to."""
    address = address_of(bill.word(part, "purl")) or Address()
    kind = part.get("type")
    # On a host of code any library may lie; there only its kind tells a model.
    hub = "" if address.maker else address.model
    is_file = bool(address.other and hub and hub == around)
    is_model = (kind == MODEL and not is_file) or "modelCard" in part
    if is_model or (hub and not address.other and kind not in OF_A_MODEL):
        group, version = bill.word(part, "group"), bill.word(part, "version")
        return bill.use(part, address, group, _licenses(bill, part), version=version), hub
    return None, around


def _service(bill: Bill, part: dict[str, Any]) -> Use | None:
    for reference in bill.several(part, "externalReferences"):
        if hub := hub_id(bill.word(reference, "url")):
            version = bill.word(part, "version")
            return bill.use(part, Address(hub), licenses=_licenses(bill, part), version=version)
    return None


def _licenses(bill: Bill, part: dict[str, Any]) -> tuple[str, ...]:
    stated = []
    for item in bill.several(part, "licenses"):
        license = bill.inner(item, "license")
        stated.append(bill.word(item, "expression") or bill.word(license, "id") or bill.word(license, "name"))
    return tuple(filter(None, stated))
