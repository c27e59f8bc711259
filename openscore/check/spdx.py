"""The models of an SPDX bill of materials: those of version 2, and those of version 3."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from openscore.check.addresses import Address, hub_id
from openscore.check.bill import Bill
from openscore.check.uses import Use
from openscore.language import noted

NO_ASSERTION = ("", "NONE", "NOASSERTION", "NoneLicense", "NoAssertionLicense")
"""What SPDX writes where it states nothing; the last two end the addresses that version 3 has for that."""
NO_MODELS = frozenset({"File", "Snippet", "DatasetPackage"})
"""Kinds of elements of version 3 that are no models, whatever their purpose is."""


def models_of_2(bill: Bill) -> Iterator[Use]:
    """Yield the packages of version 2 that are models; see `placed_models_2`."""
    yield from (use for use, _ in placed_models_2(bill))


def placed_models_2(bill: Bill) -> Iterator[tuple[Use, dict[str, Any]]]:
    """Yield the packages that come from the model hub, as version 2 has no kind for models.

    A package that is a file counts where no other package names its model.

    Raises:
        DataError: If a part has the wrong shape.
    """
    found = [
        (package, hub) for package in bill.several(bill.whole, "packages") if (hub := _hub_2(bill, package))
    ]
    whole = {hub for package, hub in found if not _is_file(package)}
    for package, hub in found:
        if hub not in whole or not _is_file(package):
            stated = [bill.word(package, key) for key in ("licenseDeclared", "licenseConcluded")]
            license = next((one for one in stated if one not in NO_ASSERTION), "")
            licenses, version = (license,) if license else (), bill.word(package, "versionInfo")
            yield bill.use(package, Address(hub), licenses=licenses, version=version), package


def _hub_2(bill: Bill, package: dict[str, Any]) -> str:
    locators = [bill.word(ref, "referenceLocator") for ref in bill.several(package, "externalRefs")]
    return _first_hub_id([*locators, bill.word(package, "downloadLocation")])


def _is_file(package: dict[str, Any]) -> bool:
    return package.get("primaryPackagePurpose") == "FILE"


def models_of_3(bill: Bill) -> Iterator[Use]:
    """Yield the packages of version 3 that are models; see `placed_models_3`."""
    yield from (use for use, _ in placed_models_3(bill))


def placed_models_3(bill: Bill) -> Iterator[tuple[Use, dict[str, Any]]]:
    """Yield the packages that are models; files belong to packages, and data sets are none.

    A package that has the name of an AI package is what that one comes in, and no second model.

    Raises:
        DataError: If a part has the wrong shape.
    """
    elements = list(elements_of(bill.whole))
    licenses = _licenses(bill, elements)
    described = {_text(bill, one, "name") for one in elements if "AIPackage" in kinds_of(one)} - {""}
    for element in elements:
        kinds = kinds_of(element)
        if kinds & NO_MODELS:
            continue
        purposes = {
            local_name(purpose)
            for key in ("primaryPurpose", "additionalPurpose")
            for purpose in words_of(_under(element, key))
        }
        hub = _first_hub_id(_addresses(bill, element))
        name = _text(bill, element, "name")
        if hub or "AIPackage" in kinds or ("model" in purposes and name not in described):
            version = _text(bill, element, "packageVersion")
            mine = licenses.get(id_of(element), ())
            yield bill.use(element, Address(hub), licenses=mine, name=name, version=version), element


def is_3(context: object) -> bool:
    """Whether the context of JSON-LD, one or several, is that of SPDX."""
    listed = context if isinstance(context, list) else [context]
    named = [item for one in listed for item in (one.values() if isinstance(one, dict) else [one])]
    return any(isinstance(item, str) and "spdx.org" in item for item in named)


def elements_of(whole: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the elements in the order of the file: those of the graph, and those written inside others."""
    waiting: list[Any] = [whole]
    while waiting:
        part = waiting.pop()
        if isinstance(part, list):
            waiting += reversed(part)
        elif isinstance(part, dict):
            if kinds_of(part):
                yield part
            waiting += reversed([value for key, value in part.items() if key != "@context"])


def _text(bill: Bill, element: dict[str, Any], key: str) -> str:
    return next(iter(_texts(bill, element, key)), "")


def _addresses(bill: Bill, element: dict[str, Any]) -> list[str]:
    named = _under(element, "externalIdentifier")
    listed = named if isinstance(named, list) else [named]
    identifiers = [
        text for item in listed if isinstance(item, dict) for text in _texts(bill, item, "identifier")
    ]
    return [
        *identifiers,
        *_texts(bill, element, "packageUrl"),
        *_texts(bill, element, "downloadLocation"),
    ]


def _licenses(bill: Bill, elements: list[dict[str, Any]]) -> dict[str, tuple[str, ...]]:
    """Return the licenses by the element that declares them, or else is concluded to have them."""
    expressions: dict[str, str] = {}
    stated: dict[str, dict[str, list[str]]] = {"hasConcludedLicense": {}, "hasDeclaredLicense": {}}
    for element in elements:
        if expression := _texts(bill, element, "licenseExpression"):
            expressions[id_of(element)] = expression[0]
        elif any("License" in kind for kind in kinds_of(element)):
            expressions.update({id_of(element): name for name in _texts(bill, element, "name")})
        for relation in words_of(_under(element, "relationshipType")):
            for source in words_of(_under(element, "from")):
                found = stated.setdefault(local_name(relation), {}).setdefault(source, [])
                found += words_of(_under(element, "to"))
    # What is declared stands behind what is concluded, and replaces it.
    joined = {**stated["hasConcludedLicense"], **stated["hasDeclaredLicense"]}
    return {
        source: tuple(
            license
            for id in ids
            # A license of the SPDX list is named by its address and needs no element.
            if local_name(license := expressions.get(id, id.rpartition("/")[2])) not in NO_ASSERTION
        )
        for source, ids in joined.items()
    }


def kinds_of(element: dict[str, Any]) -> set[str]:
    """Return the kinds of an element, without what stands before their names."""
    return {local_name(kind) for kind in words_of(element.get("type", element.get("@type")))}


def id_of(element: dict[str, Any]) -> str:
    """Return the id of an element; '' if it has none."""
    return next((id for key in ("spdxId", "@id") for id in words_of(element.get(key))), "")


def _under(element: dict[str, Any], wanted: str) -> Any:
    """Return what stands under a key, which may have a prefix or be an address."""
    return next((value for key, value in element.items() if local_name(key) == wanted), None)


def _texts(bill: Bill, element: dict[str, Any], wanted: str) -> list[str]:
    """Return the texts under a key.

    Raises:
        DataError: If something else stands there.
    """
    value = _under(element, wanted)
    found = words_of(value)
    if value is not None and len(found) != (len(value) if isinstance(value, list) else 1):
        raise bill.misshapen(element, wanted, noted("text"))
    return [text.strip() for text in found]


def words_of(value: object) -> list[str]:
    """Return texts and references, one or a list, as JSON-LD writes both: plain or as an object."""
    listed = map(_plain, value if isinstance(value, list) else [value])
    return [item for item in listed if isinstance(item, str)]


def _plain(item: object) -> object:
    if isinstance(item, dict):
        return next((item[key] for key in ("@value", "@id", "spdxId") if key in item), None)
    return item


def _first_hub_id(addresses: list[str]) -> str:
    """Return the id on the hub that the first address of a model there names; '' if none does."""
    return next(filter(None, map(hub_id, addresses)), "")


def local_name(name: str) -> str:
    """Return a name of SPDX 3 without its prefix or address, as `AIPackage` of `ai:AIPackage`."""
    return re.split(r"[_:/#]", name)[-1]
