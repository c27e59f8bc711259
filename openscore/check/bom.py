"""Bills of materials in JSON: CycloneDX, SPDX 2 and SPDX 3."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from openscore.check.addresses import hub_id
from openscore.check.located_json import LocatedJson
from openscore.check.uses import COLUMNS, HINT, WANTED, Use, use_of
from openscore.errors import DataError
from openscore.language import noted, tr
from openscore.toml import unusable

NAMELESS = "(no name)"
OF_A_MODEL = ("data", "file")
"""Kinds of components that are no models, also where their package URL is on the hub of models."""


def uses_in(text: str, file: str) -> Iterator[Use]:
    """Yield the models that a bill of materials names, in its order.

    Args:
        text: JSON of CycloneDX (components of the kind for models, or with a model card, or with a
            package URL of the model hub; nested ones too), of SPDX 2 (packages with such a package URL or
            download location, since its packages have no kind for models) or of SPDX 3 (AI packages,
            packages whose purpose is a model, and those with such a URL).
        file: Its name, for places and errors.

    Raises:
        DataError: If it is none of these, or a part has the wrong shape.
    """
    bill = _Bill(text, file)
    whole = bill.whole
    if whole.get("bomFormat") == "CycloneDX":
        yield from bill.cyclonedx(bill.inner(bill.inner(whole, "metadata"), "component"))
        yield from bill.cyclonedx({"components": whole.get("components")})
    elif "spdxVersion" in whole:
        yield from bill.spdx_2()
    elif _is_spdx_3(whole.get("@context")):
        yield from bill.spdx_3()
    elif listed := bill.listed():
        yield from listed
    else:
        raise unusable(
            file,
            "unknown-format",
            tr("JSON of another kind, {wanted} was expected", wanted=tr(WANTED)),
            hint=tr(HINT),
        )


class _Bill:
    """One file."""

    def __init__(self, text: str, file: str) -> None:
        self.file = file
        self._json = LocatedJson(text, file)
        whole = self._json.whole
        self.whole: dict[str, Any] = whole if isinstance(whole, dict) else {}

    def listed(self) -> list[Use]:
        """Return the models of a list of names, or of objects with one; nothing if it is another list."""
        whole = self._json.whole if isinstance(self._json.whole, list) else []
        uses = []
        for item in whole:
            name = item
            if isinstance(item, dict):
                name = next((item[key] for key in COLUMNS if key in item), None)
            if not isinstance(name, str):
                return []
            uses.append(use_of(name, self.file, self._json.line(item)))
        return uses

    def cyclonedx(self, component: dict[str, Any]) -> Iterator[Use]:
        """Yield the models of a component and of those inside it."""
        waiting = [component]
        while waiting:
            part = waiting.pop()
            hub = hub_id(self.word(part, "purl"))
            kind = part.get("type")
            is_model = kind == "machine-learning-model" or "modelCard" in part
            if is_model or (hub and kind not in OF_A_MODEL):
                yield self.use(part, hub, self.word(part, "group"))
            waiting += reversed(self.several(part, "components"))

    def spdx_2(self) -> Iterator[Use]:
        """Yield the packages that come from the model hub."""
        for package in self.several(self.whole, "packages"):
            locators = [self.word(ref, "referenceLocator") for ref in self.several(package, "externalRefs")]
            if hub := _first_hub_id([*locators, self.word(package, "downloadLocation")]):
                yield self.use(package, hub)

    def spdx_3(self) -> Iterator[Use]:
        """Yield the packages that are models; files belong to packages, and data sets are none."""
        elements = self.several(self.whole, "@graph") if "@graph" in self.whole else [self.whole]
        for element in elements:
            keys = {_local(key): key for key in element}
            kinds = {_local(kind) for kind in _words(element.get("type", element.get("@type")))}
            purposes = {
                _local(purpose)
                for key in ("primaryPurpose", "additionalPurpose")
                for purpose in _words(element.get(keys.get(key, "")))
            }
            if kinds & {"File", "DatasetPackage"}:
                continue
            identifiers = self.several(element, keys.get("externalIdentifier", ""))
            addresses = [
                self.word(identifier, key)
                for identifier in identifiers
                for key in identifier
                if _local(key) == "identifier"
            ]
            addresses += [
                self.word(element, keys[key]) for key in ("packageUrl", "downloadLocation") if key in keys
            ]
            hub = _first_hub_id(addresses)
            if hub or "AIPackage" in kinds or "model" in purposes:
                yield self.use(element, hub)

    def use(self, part: dict[str, Any], hub: str, maker: str = "") -> Use:
        """Return the use that a part of the file states; the hub's id is the most exact name."""
        name = next((key for key in part if _local(key) == "name"), "name")
        plain = self.word(part, name) or NAMELESS
        line = self._json.line(part)
        if hub or not maker:
            return Use(hub or plain, self.file, line)
        return Use(f"{maker}/{plain}", self.file, line, plain, maker)

    def inner(self, part: dict[str, Any], key: str) -> dict[str, Any]:
        """Return the object under a key; an empty one if there is none."""
        value = part.get(key)
        if value is None:
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
            self._json.line(part),
        )


def _is_spdx_3(context: object) -> bool:
    """Whether the context of JSON-LD, one or several, is that of SPDX."""
    listed = context if isinstance(context, list) else [context]
    named = [item for one in listed for item in (one.values() if isinstance(one, dict) else [one])]
    return any(isinstance(item, str) and "spdx.org" in item for item in named)


def _first_hub_id(addresses: list[str]) -> str:
    return next(filter(None, map(hub_id, addresses)), "")


def _local(name: str) -> str:
    """Return a name of SPDX 3 without its prefix or address, as `AIPackage` of `ai:AIPackage`."""
    return re.split(r"[_:/#]", name)[-1]


def _words(value: object) -> list[str]:
    """Return one text or a list of texts as a list; of anything else nothing."""
    listed = value if isinstance(value, list) else [value]
    return [item for item in listed if isinstance(item, str)]
