"""Bills of materials in all their forms: what in them is a model, with its line and its licenses."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from conftest import Run

from openscore.check.bill import NAMELESS
from openscore.check.inventory import read_inventory
from openscore.errors import DataError


def found(folder: Path, name: str, text: str) -> list[tuple[str, int, tuple[str, ...]]]:
    file = folder / name
    file.write_text(text, encoding="utf-8", newline="")
    inventory = read_inventory(file)
    assert inventory.is_bill
    return [(use.name, use.line, use.licenses) for use in inventory.uses]


def named(folder: Path, name: str, text: str) -> list[str]:
    return [use for use, _, _ in found(folder, name, text)]


# SPDX 2 in tag-value -------------------------------------------------------------------------------

TAGS = """# an application

SPDXVersion: SPDX-2.3
DataLicense: CC0-1.0
SPDXID: SPDXRef-DOCUMENT
DocumentName: app
DocumentComment: <text>Several lines,
PackageName: which name nothing
</text>
Created: 2026-01-01T00:00:00Z

##### Package: app
PackageName: app
SPDXID: SPDXRef-app
PackageVersion: 1.0
PackageDownloadLocation: NOASSERTION
Relationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-app

FileName: ./model.bin
SPDXID: SPDXRef-file
LicenseConcluded: MIT

PackageName: tiny
SPDXID: SPDXRef-tiny
PackageVersion: 0a1b
PackageDownloadLocation: git+https://huggingface.co/Lab/Tiny@0a1b
PackageLicenseConcluded: MIT
PackageLicenseDeclared: NOASSERTION
PackageComment: <text>one line</text>
Relationship: SPDXRef-app DEPENDS_ON SPDXRef-tiny

PackageName: big
SPDXID: SPDXRef-big
PackageDownloadLocation: NONE
PackageLicenseDeclared: Apache-2.0
PackageLicenseConcluded: MIT
ExternalRef: PACKAGE-MANAGER purl pkg:huggingface/Lab/Big@1
ExternalRefComment: where it lies

PackageName: numbers
PackageDownloadLocation: https://example.org/numbers.tgz
ExternalRef: PACKAGE-MANAGER purl pkg:pypi/numbers@2

PackageName: weights of big
PrimaryPackagePurpose: FILE
PackageDownloadLocation: https://huggingface.co/Lab/Big/resolve/main/model.safetensors

LicenseID: LicenseRef-1
ExtractedText: <text>PackageName: no
</text>
"""


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_tag_value_names_the_packages_of_the_hub(tmp_path: Path, end: str) -> None:
    """Each on the line of its name, with what is declared before what is concluded; no text, file or relation."""
    read = found(tmp_path, "app.spdx", TAGS.replace("\n", end))
    assert [("Lab/Tiny", 23, ("MIT",)), ("Lab/Big", 32, ("Apache-2.0",))] == read


def test_tag_value_and_json_say_the_same(tmp_path: Path) -> None:
    """A package that is a file counts where it alone names the model, in both forms."""
    tags = "SPDXVersion: SPDX-2.2\n" + "".join(
        f"PackageName: {name}\nPrimaryPackagePurpose: {kind}\nPackageDownloadLocation: https://hf.co/{place}\n"
        for name, kind, place in (("a", "FILE", "Lab/A"), ("b", "FILE", "Lab/B"), ("c", "OTHER", "Lab/A"))
    )
    packages = [
        {"name": "a", "primaryPackagePurpose": "FILE", "downloadLocation": "https://hf.co/Lab/A"},
        {"name": "b", "primaryPackagePurpose": "FILE", "downloadLocation": "https://hf.co/Lab/B"},
        {"name": "c", "primaryPackagePurpose": "OTHER", "downloadLocation": "https://hf.co/Lab/A"},
    ]
    bill = json.dumps({"spdxVersion": "SPDX-2.2", "packages": packages})
    assert ["Lab/B", "Lab/A"] == named(tmp_path, "a.spdx", tags) == named(tmp_path, "a.json", bill)


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("secret4711\n", 2, "neither a tag"),
        ("PackageDownloadLocation: NONE\n", 2, "before any package"),
        ("PackageName: a\nPackageDownloadLocation: b\nPackageDownloadLocation: c\n", 4, "twice"),
        ("PackageName: a\nPackageComment: <text>secret4711\nPackageName: b\n", 3, "ends this text"),
        ("PackageName: a\nExternalRef: purl pkg:huggingface/Lab/A\n", 3, "a locator"),
        ("SPDXVersion: SPDX-9\n", 2, "a version of SPDX that has no tags"),
    ],
)
def test_broken_tags_are_refused_with_their_line(
    run: Run, tmp_path: Path, text: str, line: int, message: str
) -> None:
    """One error; what stands on the line is not repeated."""
    file = tmp_path / "a.spdx"
    file.write_text(f"SPDXVersion: SPDX-2.3\n{text}", encoding="utf-8")
    result = run("check", file)
    assert (2, "") == (result.code, result.out)
    assert re.search(rf"^\S*a\.spdx:{line}: ", result.err, re.MULTILINE)
    assert message in " ".join(result.err.split())
    assert "secret" not in result.err


@pytest.mark.parametrize(
    "repeated",
    [
        lambda times: "x" * times,
        lambda times: f"PackageName: a\nPackageComment: {'<text>' * times}",
        lambda times: "PackageName: a\nPackageDownloadLocation: https://hf.co/Lab/A\n" * times,
    ],
)
def test_the_time_for_tags_grows_with_their_size_alone(
    tmp_path: Path, repeated: Callable[[int], str]
) -> None:
    """Ten times as much takes some ten times as long, and not a hundred; of broken lines too."""
    taken = []
    for times in (3_000, 30_000):
        text = f"SPDXVersion: SPDX-2.3\n{repeated(times)}\n"
        began = time.process_time()
        with suppress(DataError):
            named(tmp_path, "a.spdx", text)
        taken.append(time.process_time() - began)
    assert taken[1] < 40 * max(taken[0], 0.005)


# CycloneDX -----------------------------------------------------------------------------------------

MODEL = {"type": "machine-learning-model"}
PLACES = {
    "bomFormat": "CycloneDX",
    "specVersion": "1.6",
    "metadata": {"component": {**MODEL, "name": "subject", "pedigree": {
        "ancestors": [{**MODEL, "group": "Lab", "name": "base", "pedigree": {
            "ancestors": [{**MODEL, "name": "first"}]}}],
        "descendants": [{**MODEL, "name": "tuned"}],
        "variants": [{**MODEL, "name": "small"}, {"type": "data", "name": "numbers"}],
        "notes": "none"}}},
    "components": [{"type": "application", "name": "app", "components": [{**MODEL, "name": "inside"}]}],
    "services": [
        {"name": "chat", "endpoints": ["https://example.org"], "services": [
            {"name": "inner", "licenses": [{"license": {"id": "MIT"}}],
             "externalReferences": [{"type": "model-card", "url": "https://huggingface.co/Lab/Served"}]}]},
        {"name": "store", "externalReferences": [{"type": "website", "url": "https://example.org/hf.co"}]},
    ],
    "formulation": [{"bom-ref": "f", "components": [{**MODEL, "name": "helper"}], "services": [{"name": "s"}]}],
}  # fmt: skip
IN_THEM = ["subject", "Lab/base", "first", "tuned", "small", "inside", "Lab/Served", "helper"]
SAME = """<bom xmlns="http://cyclonedx.org/schema/bom/1.6"><metadata>
<component type="machine-learning-model"><name>subject</name><pedigree>
<ancestors><component type="machine-learning-model"><group>Lab</group><name>base</name><pedigree>
<ancestors><component type="machine-learning-model"><name>first</name></component></ancestors></pedigree></component></ancestors>
<descendants><component type="machine-learning-model"><name>tuned</name></component></descendants>
<variants><component type="machine-learning-model"><name>small</name></component>
<component type="data"><name>numbers</name></component></variants><notes>none</notes></pedigree></component></metadata>
<components><component type="application"><name>app</name>
<components><component type="machine-learning-model"><name>inside</name></component></components></component></components>
<services><service><name>chat</name><endpoints><endpoint>https://example.org</endpoint></endpoints>
<services><service><name>inner</name><licenses><license><id>MIT</id></license></licenses><externalReferences>
<reference type="model-card"><url>https://huggingface.co/Lab/Served</url></reference></externalReferences></service></services></service>
<service><name>store</name><externalReferences>
<reference type="website"><url>https://example.org/hf.co</url></reference></externalReferences></service></services>
<formulation><formula bom-ref="f"><components>
<component type="machine-learning-model"><name>helper</name></component></components>
<services><service><name>s</name></service></services></formula></formulation></bom>
"""  # fmt: skip


@pytest.mark.parametrize(("name", "text"), [("bom.json", json.dumps(PLACES)), ("bom.xml", SAME)])
def test_every_place_of_a_bill_is_read(tmp_path: Path, name: str, text: str) -> None:
    """Its subject, pedigrees, inner parts, services that refer to the hub, and formulation, in either form."""
    assert IN_THEM == named(tmp_path, name, text)


@pytest.mark.parametrize(
    "part",
    [
        {"services": {}},
        {"services": [{"externalReferences": "x"}]},
        {"services": [{"externalReferences": [{"url": 1}]}]},
        {"formulation": [[]]},
        {"components": [{"pedigree": []}]},
        {"components": [{"pedigree": {"ancestors": {"name": "a"}}}]},
    ],
)
def test_places_of_a_wrong_shape_are_refused(tmp_path: Path, part: dict[str, object]) -> None:
    """A model in what cannot be read would pass unseen."""
    with pytest.raises(DataError) as error:
        named(tmp_path, "bom.json", json.dumps({"bomFormat": "CycloneDX", **part}))
    assert "is not " in str(error.value.problems[0])


# SPDX 3 --------------------------------------------------------------------------------------------

CONTEXT = "https://spdx.org/rdf/3.0.1/spdx-context.jsonld"
TERMS = "https://spdx.org/rdf/3.0.1/terms"
FORMS = {
    "a graph": {"@graph": [
        {"type": "ai_AIPackage", "spdxId": "urn:a", "name": "one"},
        {"type": "simplelicensing_LicenseExpression", "spdxId": "urn:l", "simplelicensing_licenseExpression": "MIT"},
        {"type": "Relationship", "from": "urn:a", "to": ["urn:l"], "relationshipType": "hasDeclaredLicense"},
    ]},
    "elements inside others": {
        "type": "SpdxDocument", "spdxId": "urn:d", "rootElement": [{"type": "Bom", "element": [
            {"type": "ai_AIPackage", "spdxId": "urn:a", "name": "one"},
            {"type": "Relationship", "relationshipType": "hasConcludedLicense", "from": {"spdxId": "urn:a"}, "to": [
                {"type": "simplelicensing_LicenseExpression", "spdxId": "urn:l",
                 "simplelicensing_licenseExpression": "MIT"}]},
        ]}]},
    "whole addresses": {"@graph": [
        {"@type": [f"{TERMS}/AI/AIPackage"], "@id": "urn:a", f"{TERMS}/Core/name": [{"@value": "one"}]},
        {"@type": [f"{TERMS}/SimpleLicensing/LicenseExpression"], "@id": "urn:l",
         f"{TERMS}/SimpleLicensing/licenseExpression": [{"@value": "MIT"}]},
        {"@type": [f"{TERMS}/Core/Relationship"], f"{TERMS}/Core/from": [{"@id": "urn:a"}],
         f"{TERMS}/Core/to": [{"@id": "urn:l"}],
         f"{TERMS}/Core/relationshipType": [{"@id": f"{TERMS}/Core/RelationshipType/hasDeclaredLicense"}]},
    ]},
    "prefixes": {"@graph": [
        {"@type": "ai:AIPackage", "@id": "urn:a", "core:name": "one"},
        {"@type": "core:Relationship", "core:from": {"@id": "urn:a"}, "core:to": {"@id": "https://spdx.org/licenses/MIT"},
         "core:relationshipType": "core:hasDeclaredLicense"},
    ]},
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_spdx_3_is_read_in_every_form_of_json_ld(tmp_path: Path, form: str) -> None:
    """With its license: plain, nested, by prefix, or with whole addresses."""
    bill = {"@context": CONTEXT, **FORMS[form]}
    assert [("one", ("MIT",))] == [(n, ls) for n, _, ls in found(tmp_path, "a.spdx3.json", json.dumps(bill))]


def test_one_identifier_that_is_no_list_still_names_the_model(tmp_path: Path) -> None:
    """As JSON-LD writes lists of one; and what is no text is refused, since a model could hide in it."""
    package = {"type": "software_Package", "name": "x", "externalIdentifier": {
        "type": "ExternalIdentifier", "identifier": "pkg:huggingface/Lab/One"}}  # fmt: skip
    assert ["Lab/One"] == named(tmp_path, "a.json", json.dumps({"@context": CONTEXT, "@graph": [package]}))
    with pytest.raises(DataError):
        named(
            tmp_path,
            "b.json",
            json.dumps({"@context": CONTEXT, "@graph": [{**package, "software_packageUrl": 1}]}),
        )


def test_what_a_model_comes_in_is_no_second_model(tmp_path: Path) -> None:
    """An archive of the name of an AI package is its; one of another name, or without any, is a model."""
    archive = {"type": "software_Package", "software_primaryPurpose": "model"}
    graph = [
        {**archive, "spdxId": "urn:a", "name": "words"},
        {"type": "ai_AIPackage", "spdxId": "urn:b", "name": "words"},
        {**archive, "spdxId": "urn:c", "name": "lines"},
        {"type": "ai_AIPackage", "spdxId": "urn:d"},
        {**archive, "spdxId": "urn:e"},
    ]
    bill = json.dumps({"@context": CONTEXT, "@graph": graph})
    assert ["words", "lines", NAMELESS, NAMELESS] == named(tmp_path, "a.spdx3.json", bill)


def test_an_application_of_files_has_one_model(tmp_path: Path) -> None:
    """Its code and its weights are files, also those whose purpose is a model; its data are no model."""
    files = [
        {"type": "software_File", "name": "model.py", "software_primaryPurpose": "model", "software_additionalPurpose": ["source"]},
        {"type": "software_File", "name": "weights.bin", "software_primaryPurpose": "model"},
        {"type": "dataset_DatasetPackage", "name": "lines"},
        {"type": "software_Package", "name": "the application", "software_downloadLocation": "https://github.com/somebody/app"},
        {"type": "ai_AIPackage", "name": "reader of moods", "software_primaryPurpose": "model"},
    ]  # fmt: skip
    bill = {"@context": CONTEXT, "@graph": [{"type": "CreationInfo", "@id": "_:c"}, *files]}
    assert ["reader of moods"] == named(tmp_path, "a.json", json.dumps(bill, indent=1))
