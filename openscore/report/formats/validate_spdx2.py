"""Hold a document of SPDX 2.3 as JSON against what its specification asks of the parts that are ever added.

No library of its makers that is at hand brings the schema, so this knows documents, packages, licenses and
relations, and says nothing of the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from openscore.check.located_json import LocatedJson
from openscore.language import tr
from openscore.records.expressions import expression_names, is_spdx_expression
from openscore.report.text import visible
from openscore.toml import unusable

Json = dict[str, Any]
Problem = tuple[str, object]

SILENT: tuple[object, ...] = (None, "", [], "NONE", "NOASSERTION")
"""What states nothing."""
REFERENCE = "LicenseRef-"
_ID = re.compile(r"SPDXRef-[A-Za-z0-9.-]+")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
DOCUMENT = ("SPDXID", "name", "dataLicense", "documentNamespace", "creationInfo")
PACKAGE = ("SPDXID", "name", "downloadLocation")
"""Members that every package must have."""
DAYS = ("releaseDate", "builtDate", "validUntilDate")
LICENSES = ("licenseDeclared", "licenseConcluded")


def check_spdx_2(text: str, file: str) -> None:
    """Check a document.

    Raises:
        DataError: If something is missing, stands twice, or names what is not there.
    """
    located = LocatedJson(text, file)
    whole = located.whole
    for message, part in (*_missing(whole), *_ids(whole), *_packages(whole), *_relations(whole)):
        raise unusable(file, "not-valid", message, located.line(part))


def objects(whole: Json, key: str) -> list[Json]:
    """Return the objects of the list under a key; none where there is no list."""
    found = whole.get(key)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _missing(whole: Json) -> Iterator[Problem]:
    for key in DOCUMENT:
        if not whole.get(key):
            yield tr("lacks '{path}'", path=key), whole
    for package in objects(whole, "packages"):
        for key in PACKAGE:
            if not isinstance(package.get(key), str):
                yield tr("lacks '{path}'", path=key), package


def _ids(whole: Json) -> Iterator[Problem]:
    known = {str(whole.get("SPDXID"))}
    for key in ("packages", "files", "snippets"):
        for part in objects(whole, key):
            id = str(part.get("SPDXID"))
            if not _ID.fullmatch(id):
                yield tr("'{key}' is not {wanted}", key="SPDXID", wanted="SPDXRef-..."), part
            elif id in known:
                yield tr("'{key}' stands twice", key=visible(id)), part
            known.add(id)


def _packages(whole: Json) -> Iterator[Problem]:
    texts = {one.get("licenseId") for one in objects(whole, "hasExtractedLicensingInfos")}
    for package in objects(whole, "packages"):
        for key in DAYS:
            if key in package and not _TIME.fullmatch(str(package[key])):
                yield tr("'{key}' is not {wanted}", key=key, wanted="YYYY-MM-DDThh:mm:ssZ"), package
        for key in LICENSES:
            if (stated := package.get(key)) not in SILENT:
                yield from ((message, package) for message in _license(key, stated, texts))


def _license(key: str, stated: object, texts: set[object]) -> Iterator[str]:
    if not isinstance(stated, str) or not is_spdx_expression(stated):
        yield tr("'{key}' is not {wanted}", key=key, wanted=tr("a license expression"))
    elif any(one.startswith(REFERENCE) and one not in texts for one in expression_names(stated)):
        yield tr("'{key}' names a license that the document does not hold", key=key)


def _relations(whole: Json) -> Iterator[Problem]:
    parts = (one for key in ("packages", "files", "snippets") for one in objects(whole, key))
    ids = {str(whole.get("SPDXID")), *(str(one.get("SPDXID")) for one in parts)}
    for relation in objects(whole, "relationships"):
        for key in ("spdxElementId", "relatedSpdxElement"):
            named = str(relation.get(key, ""))
            if named not in ids and named not in SILENT and not named.startswith("DocumentRef-"):
                yield tr("'{key}' names nothing of the document", key=key), relation
