"""Bills of materials: CycloneDX as JSON or XML, SPDX 2 and SPDX 3 as JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from openscore.check.addresses import Address, address_of, hub_id
from openscore.check.located_json import LocatedJson
from openscore.check.located_xml import LocatedXml
from openscore.check.uses import HINT, WANTED, Use
from openscore.errors import DataError
from openscore.language import noted, tr
from openscore.toml import unusable

NAMELESS = "(no name)"
OF_A_MODEL = ("data", "file")
"""Kinds of components that are no models, also where their package URL is on the hub of models."""
MODEL = "machine-learning-model"
NO_ASSERTION = ("", "NONE", "NOASSERTION")
"""What SPDX writes where it states nothing."""


def uses_in(text: str, file: str) -> Iterator[Use]:
    """Yield the models that a bill of materials names, in its order.

    Args:
        text: CycloneDX in JSON or XML (components of the kind for models, or with a model card, or with a
            package URL of the model hub; nested ones too), or JSON of SPDX 2 (packages with such a package
            URL or download location, since its packages have no kind for models) or of SPDX 3 (AI packages,
            packages whose purpose is a model, and those with such a URL).
        file: Its name, for places and errors.

    Raises:
        DataError: If it is none of these, or a part has the wrong shape.
    """
    if text.lstrip().startswith("<"):
        yield from Bill(LocatedXml(text, file), file).cyclonedx()
        return
    bill = Bill(LocatedJson(text, file), file)
    if bill.whole.get("bomFormat") == "CycloneDX":
        yield from bill.cyclonedx()
    elif "spdxVersion" in bill.whole:
        yield from bill.spdx_2()
    elif _is_spdx_3(bill.whole.get("@context")):
        yield from bill.spdx_3()
    else:
        raise unusable(
            file,
            "unknown-format",
            tr("JSON of another kind, {wanted} was expected", wanted=tr(WANTED)),
            hint=tr(HINT),
        )


class Bill:
    """One file."""

    def __init__(self, located: LocatedJson | LocatedXml, file: str) -> None:
        self.file = file
        self._located = located
        whole = located.whole
        self.whole: dict[str, Any] = whole if isinstance(whole, dict) else {}

    def cyclonedx(self) -> Iterator[Use]:
        """Yield the models of what the bill is about, and of its components."""
        yield from self._inside(self.inner(self.inner(self.whole, "metadata"), "component"))
        yield from self._inside({"components": self.whole.get("components")})

    def _inside(self, component: dict[str, Any]) -> Iterator[Use]:
        """Yield the models of a component and of those inside it, but not its own files."""
        waiting = [(component, "")]
        while waiting:
            part, around = waiting.pop()
            address = address_of(self.word(part, "purl")) or Address()
            kind = part.get("type")
            # On a host of code any library may lie; there only its kind tells a model.
            hub = "" if address.maker else address.model
            is_file = bool(address.other and hub and hub == around)
            is_model = (kind == MODEL and not is_file) or "modelCard" in part
            if is_model or (hub and not address.other and kind not in OF_A_MODEL):
                yield self.use(part, address, self.word(part, "group"), self._cyclonedx_licenses(part))
                around = hub
            waiting += [(inner, around) for inner in reversed(self.several(part, "components"))]

    def _cyclonedx_licenses(self, part: dict[str, Any]) -> tuple[str, ...]:
        stated = []
        for item in self.several(part, "licenses"):
            license = self.inner(item, "license")
            stated.append(
                self.word(item, "expression") or self.word(license, "id") or self.word(license, "name")
            )
        return tuple(filter(None, stated))

    def spdx_2(self) -> Iterator[Use]:
        """Yield the packages that come from the model hub."""
        for package in self.several(self.whole, "packages"):
            locators = [self.word(ref, "referenceLocator") for ref in self.several(package, "externalRefs")]
            if hub := _first_hub_id([*locators, self.word(package, "downloadLocation")]):
                stated = [self.word(package, key) for key in ("licenseDeclared", "licenseConcluded")]
                license = next((one for one in stated if one not in NO_ASSERTION), "")
                yield self.use(package, Address(hub), licenses=(license,) if license else ())

    def spdx_3(self) -> Iterator[Use]:
        """Yield the packages that are models; files belong to packages, and data sets are none."""
        elements = self.several(self.whole, "@graph") if "@graph" in self.whole else [self.whole]
        licenses = self._spdx_3_licenses(elements)
        for element in elements:
            keys = {_local(key): key for key in element}
            kinds = _kinds(element)
            purposes = {
                _local(purpose)
                for key in ("primaryPurpose", "additionalPurpose")
                for purpose in _words(element.get(keys.get(key, "")))
            }
            if kinds & {"File", "DatasetPackage"}:
                continue
            hub = _first_hub_id(self._spdx_3_addresses(element, keys))
            if hub or "AIPackage" in kinds or "model" in purposes:
                yield self.use(element, Address(hub), licenses=licenses.get(_id_of(element), ()))

    def _spdx_3_addresses(self, element: dict[str, Any], keys: dict[str, str]) -> list[str]:
        identifiers = [
            self.word(identifier, key)
            for identifier in self.several(element, keys.get("externalIdentifier", ""))
            for key in identifier
            if _local(key) == "identifier"
        ]
        named = [self.word(element, keys[key]) for key in ("packageUrl", "downloadLocation") if key in keys]
        return [*identifiers, *named]

    def _spdx_3_licenses(self, elements: list[dict[str, Any]]) -> dict[str, tuple[str, ...]]:
        """Return the licenses by the element that declares them, or else is concluded to have them."""
        expressions: dict[str, str] = {}
        stated: dict[str, dict[str, list[str]]] = {"hasConcludedLicense": {}, "hasDeclaredLicense": {}}
        for element in elements:
            keys = {_local(key): key for key in element}
            if "licenseExpression" in keys:
                expressions[_id_of(element)] = self.word(element, keys["licenseExpression"])
            elif "name" in keys and any("License" in kind for kind in _kinds(element)):
                expressions[_id_of(element)] = self.word(element, keys["name"])
            for relation in _words(element.get(keys.get("relationshipType", ""))):
                for source in _words(element.get(keys.get("from", ""))):
                    found = stated.setdefault(_local(relation), {}).setdefault(source, [])
                    found += _words(element.get(keys.get("to", "")))
        # What is declared stands behind what is concluded, and replaces it.
        joined = {**stated["hasConcludedLicense"], **stated["hasDeclaredLicense"]}
        return {
            source: tuple(
                license
                for id in ids
                # A license of the SPDX list is named by its address and needs no element.
                if (license := expressions.get(id, id.rpartition("/")[2])) not in NO_ASSERTION
            )
            for source, ids in joined.items()
        }

    def use(
        self, part: dict[str, Any], address: Address, group: str = "", licenses: tuple[str, ...] = ()
    ) -> Use:
        """Return the use that a part of the file states; the hub's id is the most exact name."""
        name = next((key for key in part if _local(key) == "name"), "name")
        plain = self.word(part, name) or NAMELESS
        line = self._located.line(part)
        if address.maker and not group:
            repository = address.model.rpartition("/")[2]
            return Use(address.model, self.file, line, repository, address.maker, licenses=licenses)
        if group and (address.maker or not address.model):
            return Use(f"{group}/{plain}", self.file, line, plain, group, licenses=licenses)
        return Use(address.model or plain, self.file, line, licenses=licenses)

    def inner(self, part: dict[str, Any], key: str) -> dict[str, Any]:
        """Return the object under a key; an empty one if there is none."""
        value = part.get(key)
        if value in (None, ""):
            return {}
        if not isinstance(value, dict):
            raise self._misshapen(part, key, noted("an object"))
        return value

    def several(self, part: dict[str, Any], key: str) -> list[dict[str, Any]]:
        """Return the objects under a key."""
        value = part.get(key)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self._misshapen(part, key, noted("a list of objects"))
        return value

    def word(self, part: dict[str, Any], key: str) -> str:
        """Return the text under a key; '' if there is none."""
        value = part.get(key)
        if value is None:
            return ""
        if not isinstance(value, str):
            raise self._misshapen(part, key, noted("text"))
        return value.strip()

    def _misshapen(self, part: dict[str, Any], key: str, wanted: str) -> DataError:
        return unusable(
            self.file,
            "wrong-type",
            tr("'{key}' is not {wanted}", key=key, wanted=tr(wanted)),
            self._located.line(part),
        )


def _is_spdx_3(context: object) -> bool:
    """Whether the context of JSON-LD, one or several, is that of SPDX."""
    listed = context if isinstance(context, list) else [context]
    named = [item for one in listed for item in (one.values() if isinstance(one, dict) else [one])]
    return any(isinstance(item, str) and "spdx.org" in item for item in named)


def _kinds(element: dict[str, Any]) -> set[str]:
    return {_local(kind) for kind in _words(element.get("type", element.get("@type")))}


def _id_of(element: dict[str, Any]) -> str:
    return next((id for key in ("spdxId", "@id") for id in _words(element.get(key))), "")


def _first_hub_id(addresses: list[str]) -> str:
    return next(filter(None, map(hub_id, addresses)), "")


def _local(name: str) -> str:
    """Return a name of SPDX 3 without its prefix or address, as `AIPackage` of `ai:AIPackage`."""
    return re.split(r"[_:/#]", name)[-1]


def _words(value: object) -> list[str]:
    """Return one text or a list of texts as a list; of anything else nothing."""
    listed = value if isinstance(value, list) else [value]
    return [item for item in listed if isinstance(item, str)]
