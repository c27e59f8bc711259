"""The tag-value form of SPDX 2 as the objects that its JSON has, each knowing the line on which it begins."""

from __future__ import annotations

import re
from typing import Any

from openscore.errors import DataError
from openscore.language import tr
from openscore.toml import unusable

BEGINS = re.compile(r"(?:#[^\r\n]*|\s)*SPDXVersion:")
"""How such a bill begins; comments and empty lines may stand before."""
_VERSION = re.compile(r"SPDX-[12]\.\d+")
_LINE_END = re.compile(r"\r\n?|\n")
_TAG = re.compile(r"\s*([A-Za-z][A-Za-z0-9]*):\s*(.*)")
_OPENING, _CLOSING = "<text>", "</text>"
_LOCATOR = 3
"""Words of an external reference: its category, its kind, and where it leads to."""
_KEYS = {
    "PackageName": "name",
    "PackageVersion": "versionInfo",
    "PackageDownloadLocation": "downloadLocation",
    "PackageLicenseDeclared": "licenseDeclared",
    "PackageLicenseConcluded": "licenseConcluded",
    "PrimaryPackagePurpose": "primaryPackagePurpose",
}
"""What is read of a package, and the key that JSON has for it; each stands once."""
_REFERENCE = "ExternalRef"


class Package(dict[str, Any]):
    """A package, with the line of its name."""

    __slots__ = ("line",)
    line: int


class LocatedTags:
    """A bill of materials in tag-value, of which packages are read: files and relations are none."""

    def __init__(self, text: str, file: str) -> None:
        """Read the text.

        Args:
            text: What should be tags with their values.
            file: Its name, for errors.

        Raises:
            DataError: If a line is neither a tag with its value nor a comment, a text has no end, the version
                is another, a tag of a package stands before any or twice, or a reference is cut short.
        """
        self._file = file
        self._packages: list[Package] = []
        self.whole: dict[str, Any] = {"packages": self._packages}
        self._texts = _LINE_END.split(text)
        number = 0
        while number < len(self._texts):
            number = self._read(number)

    def line(self, part: object) -> int:
        """Return the line on which a package begins, from 1; 1 for what is none."""
        return part.line if isinstance(part, Package) else 1

    def _read(self, number: int) -> int:
        """Read the tag on a line, counted from 0; return the line after its value."""
        text = self._texts[number].strip()
        if not text or text.startswith("#"):
            return number + 1
        if not (found := _TAG.fullmatch(text)):
            message = tr("this line is neither a tag with its value nor a comment")
            raise self._problem("unknown-format", message, number)
        value, after = self._value(found[2], number)
        self._take(found[1], value, number)
        return after

    def _value(self, text: str, number: int) -> tuple[str, int]:
        """Return a value, which between its marks goes over lines, and the line after it."""
        if not text.startswith(_OPENING):
            return text, number + 1
        lines = [text.removeprefix(_OPENING)]
        while _CLOSING not in lines[-1]:
            if number + len(lines) >= len(self._texts):
                raise self._problem("broken-tags", tr("no {mark} ends this text", mark=_CLOSING), number)
            lines.append(self._texts[number + len(lines)])
        return "\n".join(lines).partition(_CLOSING)[0].strip(), number + len(lines)

    def _take(self, tag: str, value: str, number: int) -> None:
        if tag == "SPDXVersion":
            if not _VERSION.fullmatch(value):
                raise self._problem("unknown-format", tr("a version of SPDX that has no tags"), number)
            self.whole["spdxVersion"] = value
        elif tag == "PackageName":
            package = Package(name=value, externalRefs=[])
            package.line = number + 1
            self._packages.append(package)
        elif tag in _KEYS or tag == _REFERENCE:
            self._of_package(tag, value, number)

    def _of_package(self, tag: str, value: str, number: int) -> None:
        if not self._packages:
            message = tr("'{tag}' stands before any package", tag=tag)
            raise self._problem("misplaced-tag", message, number)
        package = self._packages[-1]
        if tag == _REFERENCE:
            words = value.split()
            if len(words) != _LOCATOR:
                wanted = tr("a category, a kind and a locator")
                message = tr("'{key}' is not {wanted}", key=tag, wanted=wanted)
                raise self._problem("wrong-type", message, number)
            package["externalRefs"].append({"referenceLocator": words[-1]})
        elif _KEYS[tag] in package:
            # Which of two counts, readers do not agree on.
            message = tr("'{key}' stands twice in one package", key=tag)
            raise self._problem("duplicate-key", message, number)
        else:
            package[_KEYS[tag]] = value

    def _problem(self, name: str, message: str, number: int) -> DataError:
        return unusable(self._file, name, message, number + 1)
