"""Bills of others that are enriched: valid before and after, all else as it was, twice as once."""

from __future__ import annotations

import io
import json
import re
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from bills_of_models import cyclonedx_card, spdx_3_sbom
from conftest import ROOT, Run
from test_exports import HOSTILE, TRICKS

from openscore import load_registry
from openscore.errors import DataError
from openscore.report.formats.enrich import enriched
from openscore.report.formats.validate_bills import check_cyclonedx

GOLDEN = ROOT / "tests" / "golden" / "registry.toml"
SMALL = ["--standalone", "--registry", str(GOLDEN)]
Json = dict[str, Any]

MODELS = [
    {"type": "machine-learning-model", "bom-ref": "one", "name": "open-one", "purl": "pkg:generic/one@1"},
    {
        "type": "machine-learning-model", "bom-ref": "wide", "name": "wide", "publisher": "our shop",
        "licenses": [{"license": {"name": "our own terms"}}],
        "modelCard": {"modelParameters": {"task": "chat"}},
        "externalReferences": [{"type": "website", "url": "https://example.org/wide"}],
        "pedigree": {"notes": "tuned by us"},
    },
    {"type": "machine-learning-model", "bom-ref": "own", "name": "own model"},
    {"type": "library", "bom-ref": "lib", "name": "torch", "version": "2", "purl": "pkg:pypi/torch@2"},
]  # fmt: skip


def cyclonedx(version: str = "1.6", **more: Any) -> Json:
    return {
        "$schema": f"http://cyclonedx.org/schema/bom-{version}.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": version,
        "version": 1,
        "metadata": {"component": {"type": "application", "bom-ref": "app", "name": "app"}},
        "components": MODELS,
        "dependencies": [{"ref": "app", "dependsOn": ["one", "wide", "lib"]}],
        **more,
    }


def spdx_2(**more: Any) -> Json:
    return {
        "spdxVersion": "SPDX-2.3", "dataLicense": "CC0-1.0", "SPDXID": "SPDXRef-DOCUMENT", "name": "app",
        "documentNamespace": "https://example.org/app-1",
        "creationInfo": {"created": "2026-11-01T10:00:00Z", "creators": ["Tool: maker-1"]},
        "packages": [
            {"SPDXID": "SPDXRef-one", "name": "one", "downloadLocation": "https://huggingface.co/lab/open-one", "licenseDeclared": "NOASSERTION"},
            {"SPDXID": "SPDXRef-wide", "name": "wide", "downloadLocation": "https://huggingface.co/lab/wide", "licenseDeclared": "MIT", "supplier": "Person: me"},
            {"SPDXID": "SPDXRef-torch", "name": "torch", "downloadLocation": "NOASSERTION"},
        ],
        "relationships": [{"spdxElementId": "SPDXRef-DOCUMENT", "relationshipType": "DESCRIBES", "relatedSpdxElement": "SPDXRef-wide"}],
        **more,
    }  # fmt: skip


def spdx_3(**more: Any) -> Json:
    def element(type: str, id: str, **fields: object) -> Json:
        return {"type": type, "spdxId": f"urn:x:{id}", "creationInfo": "_:c", **fields}

    made = {
        "type": "CreationInfo",
        "@id": "_:c",
        "specVersion": "3.0.1",
        "created": "2026-11-01T10:00:00Z",
        "createdBy": ["urn:x:me"],
    }
    silent = "expandedlicensing_NoAssertionLicense"
    return {
        "@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld",
        "@graph": [
            made,
            element("Person", "me", name="me"),
            element("ai_AIPackage", "one", name="open-one", software_packageVersion="1"),
            element("ai_AIPackage", "wide", name="wide", summary="our tuned model", suppliedBy="urn:x:me"),
            element("Relationship", "r1", **{"from": "urn:x:one", "relationshipType": "hasDeclaredLicense", "to": [silent]}),
            element("software_Package", "torch", name="torch"),
            element("SpdxDocument", "doc", rootElement=["urn:x:wide"], profileConformance=["core", "ai"]),
        ],
        **more,
    }  # fmt: skip


BILLS = {
    **{f"cyclonedx-{version}": cyclonedx(version) for version in ("1.5", "1.6", "1.7")},
    **{f"cyclonedx-{version}-card": cyclonedx_card(version) for version in ("1.5", "1.6", "1.7")},
    "spdx-2.3": spdx_2(),
    "spdx-3.0.1": spdx_3(),
    "spdx-3.0.1-sbom": spdx_3_sbom(),
}


@pytest.fixture(scope="module")
def registry() -> Any:
    text = GOLDEN.read_text(encoding="utf-8")
    for name in ("open-one", "wide"):
        text = re.sub(rf"(?m)^\[models\.{name}\]\n", rf'\g<0>aliases = ["lab/{name}"]\n', text)
    return text


@pytest.fixture(scope="module")
def known(registry: str, tmp_path_factory: pytest.TempPathFactory) -> Any:
    file = tmp_path_factory.mktemp("known") / "registry.toml"
    file.write_text(registry, encoding="utf-8")
    return load_registry([file], shipped=False)


def valid(text: str) -> str:
    """Return what a validator of the format's makers has against a bill; empty if nothing."""
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    bill = json.loads(text)
    if "specVersion" in bill:
        return str(
            JsonStrictValidator(SchemaVersion.from_version(bill["specVersion"])).validate_str(text) or ""
        )
    if "@graph" in bill:
        from spdx_python_model import v3_0_1 as spdx

        objects = spdx.SHACLObjectSet()
        spdx.JSONLDDeserializer().read(io.BytesIO(text.encode()), objects)
        spdx.JSONLDSerializer().write(objects, io.BytesIO())
        return str(objects.missing_ids or "")
    tools = pytest.importorskip(
        "spdx_tools.spdx.parser.jsonlikedict.json_like_dict_parser", reason="no spdx-tools here"
    )
    from spdx_tools.spdx.validation.document_validator import validate_full_spdx_document

    document = tools.JsonLikeDictParser().parse(bill)
    return "; ".join(one.validation_message for one in validate_full_spdx_document(document))


LAYOUTS = [
    *((name, 2) for name in BILLS),
    ("cyclonedx-1.6", None),
    ("cyclonedx-1.6", "\t"),
    ("spdx-3.0.1", None),
]


@pytest.mark.parametrize(("name", "indent"), LAYOUTS)
def test_an_enriched_bill_is_valid_and_says_no_more_the_second_time(
    known: Any, name: str, indent: Any
) -> None:
    """By the validators of the formats' makers; written on one line, with spaces or with tabs."""
    text = json.dumps(BILLS[name], indent=indent)
    assert valid(text) == ""
    once = enriched(text.encode(), name, known)
    assert valid(once.content.decode()) == ""
    assert len(once.added) == 2
    again = enriched(once.content, name, known)
    assert (again.content, again.added) == (once.content, ())


@pytest.mark.parametrize("name", BILLS)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_what_a_bill_stated_stays_byte_by_byte(known: Any, name: str, newline: str) -> None:
    """Every line that was there is there in its order, but for commas and what asserted nothing; marks stay."""
    text = json.dumps(BILLS[name], indent=4).replace("\n", newline) + newline
    made = enriched(b"\xef\xbb\xbf" + text.encode(), name, known).content
    assert made.startswith(b"\xef\xbb\xbf{")
    left = iter(line.rstrip(",") for line in made[3:].decode().split(newline))
    silent = re.compile(r'NOASSERTION|NoAssertionLicense|"to": \[|^\s*\],?$')
    kept = [line.rstrip(",") for line in text.split(newline) if not silent.search(line)]
    assert all(line in left for line in kept)
    assert ("\r" in made.decode()) == (newline == "\r\n")
    assert made.decode().count("\r\n") in (0, made.decode().count("\n"))


def test_a_cyclonedx_bill_gets_what_it_lacks_and_keeps_what_it_states(known: Any) -> None:
    """License, data sets, base models, card, documents; each stated once, and nothing of others is touched."""
    made = enriched(json.dumps(cyclonedx()).encode(), "bom.json", known)
    bill = json.loads(made.content)
    one, wide, own, lib, *data = bill["components"]
    assert one["licenses"] == [{"expression": "Apache-2.0", "acknowledgement": "declared"}]
    assert one["supplier"] == {"name": "Open Lab"}
    assert one["modelCard"]["modelParameters"]["datasets"] == [
        {"ref": "openscore:data:open-one:pretraining-data"}
    ]
    assert one["purl"] == "pkg:generic/one@1"
    assert "supplier" not in wide
    assert wide["licenses"] == MODELS[1]["licenses"]
    assert wide["modelCard"]["modelParameters"]["task"] == "chat"
    assert wide["pedigree"]["notes"] == "tuned by us"
    assert [base["name"] for base in wide["pedigree"]["ancestors"]] == ["Open One 7B"]
    urls = [reference["url"] for reference in wide["externalReferences"]]
    assert urls == ["https://example.org/wide", "https://example.com/report"]
    assert (own, lib) == (MODELS[2], MODELS[3])
    assert [part["bom-ref"] for part in data] == [
        "openscore:data:open-one:pretraining-data", "openscore:data:wide:posttraining-data",
    ]  # fmt: skip
    assert data[0]["licenses"] == [{"expression": "ODC-By-1.0", "acknowledgement": "declared"}]
    assert bill["dependencies"] == cyclonedx()["dependencies"]
    assert made.unknown == ("own model",)
    assert made.kept == (
        "wide: license “our own terms” is kept, the registry has “LicenseRef-scancode-llama-2-license-2023”",
    )


def test_the_elements_that_a_bill_lacked_are_stated_afterwards(
    run: Run, tmp_path: Path, registry: str
) -> None:
    """What `check --elements` said could be added, of models that the registry knows."""
    file, base, made = tmp_path / "bom.json", tmp_path / "registry.toml", tmp_path / "made.json"
    file.write_text(json.dumps(cyclonedx()), encoding="utf-8")
    base.write_text(registry, encoding="utf-8")
    own = ["--standalone", "--registry", base]
    result = run("enrich", file, "-o", made, *own)
    assert result.code == 0
    assert "added to open-one: " in result.err

    def addable(bill: Path) -> list[str]:
        told = json.loads(run("check", bill, "--elements", "g7-sbom-ai", "--format", "json", *own).out)
        parts = told["files"][0]["parts"]
        return [one["id"] for part in parts for one in part["elements"] if one["state"] == "addable"]

    assert "MDL-12" in addable(file)
    assert addable(made) == []


def test_spdx_3_gets_licenses_data_and_base_models(known: Any) -> None:
    """A license that asserts nothing gives way; a package that is described keeps its words."""
    bill = json.loads(enriched(json.dumps(spdx_3()).encode(), "bom.json", known).content)
    by_id = {one.get("spdxId", one.get("@id")): one for one in bill["@graph"]}
    assert by_id["urn:x:r1"]["to"][0].endswith(":license/Apache-2.0")
    assert by_id["urn:x:wide"]["summary"] == "our tuned model"
    assert by_id["urn:x:wide"]["suppliedBy"] == "urn:x:me"
    relations = {
        (one["from"].split(":")[-1], one["relationshipType"], one["to"][0].split(":")[-1])
        for one in bill["@graph"]
        if one["type"] == "Relationship"
    }
    assert ("one", "trainedOn", "data/open-one/pretraining-data") in relations
    assert ("model/open-one", "ancestorOf", "wide") in relations
    assert ("wide", "hasDeclaredLicense", "license/LicenseRef-scancode-llama-2-license-2023") in relations


def test_spdx_2_gets_licenses_data_and_base_models(known: Any) -> None:
    """As packages with relations; a license of its own kind is named with the place of its text."""
    made = enriched(json.dumps(spdx_2()).encode(), "bom.json", known)
    bill = json.loads(made.content)
    packages = {one["SPDXID"]: one for one in bill["packages"]}
    assert packages["SPDXRef-one"]["licenseDeclared"] == "Apache-2.0"
    assert packages["SPDXRef-wide"]["licenseDeclared"] == "MIT"
    assert packages["SPDXRef-wide"]["supplier"] == "Person: me"
    assert packages["SPDXRef-torch"] == spdx_2()["packages"][2]
    relations = {
        (one["spdxElementId"], one["relationshipType"], one["relatedSpdxElement"])
        for one in bill["relationships"]
    }
    assert ("SPDXRef-openscore-open-one-pretraining-data", "DATA_FILE_OF", "SPDXRef-one") in relations
    assert ("SPDXRef-openscore-open-one", "ANCESTOR_OF", "SPDXRef-wide") in relations
    assert made.kept[0].startswith("lab/wide: license “MIT” is kept")


def test_a_document_of_one_package_says_what_it_describes_once_there_are_more(known: Any) -> None:
    """One package alone needs no such relation, several do."""
    bill = spdx_2(packages=spdx_2()["packages"][:1], relationships=[])
    made = enriched(json.dumps(bill).encode(), "bom.json", known).content
    described = {"spdxElementId": "SPDXRef-DOCUMENT", "relationshipType": "DESCRIBES", "relatedSpdxElement": "SPDXRef-one"}  # fmt: skip
    assert described in json.loads(made)["relationships"]
    assert valid(made.decode()) == ""
    assert enriched(made, "bom.json", known).added == ()


def test_a_shipped_registry_enriches_bills_as_generators_write_them(run: Run, tmp_path: Path) -> None:
    """Models of the hub by package URL, some with a revision, nested and as a service; all valid."""
    bill = cyclonedx(
        components=[
            {
                "type": "application", "name": "app",
                "components": [
                    {"type": "machine-learning-model", "name": "r1", "version": "1", "purl": "pkg:huggingface/deepseek-ai/DeepSeek-R1@abc"},
                    {"type": "machine-learning-model", "name": "code", "purl": "pkg:huggingface/codellama/CodeLlama-7b-hf"},
                ],
            },
        ],
        services=[{"name": "olmo", "externalReferences": [{"type": "website", "url": "https://huggingface.co/allenai/Olmo-3-7B-Think"}]}],
    )  # fmt: skip
    file, made = tmp_path / "bom.json", tmp_path / "made.json"
    file.write_text(json.dumps(bill, indent=2), encoding="utf-8")
    assert run("enrich", file, "-o", made).code == 0
    text = made.read_text(encoding="utf-8")
    assert valid(text) == ""
    inner = json.loads(text)["components"][0]["components"]
    assert inner[0]["licenses"][0]["expression"] == "MIT"
    assert inner[1]["pedigree"]["ancestors"][0]["name"] == "Llama 2"
    assert json.loads(text)["services"][0]["properties"][0] == {"name": "openscore:model", "value": "olmo-3"}
    assert run("enrich", made).out == text


def test_what_cannot_be_enriched_is_one_clear_error(run: Run, tmp_path: Path) -> None:
    """Of another kind or version, not valid, or no bill at all; nothing is written."""
    bills: list[tuple[Any, str]] = [
        ("hello", "[broken-json]"),
        ({}, "[unknown-format]"),
        ([], "[unknown-format]"),
        (cyclonedx("1.4"), "CycloneDX 1.4 cannot be enriched"),
        (cyclonedx(components=[{"type": "toy", "name": "open-one"}]), "does not hold CycloneDX 1.6"),
        (cyclonedx(components=[{"type": "machine-learning-model", "name": 3}]), "[not-valid]"),
        ({**spdx_2(), "spdxVersion": "SPDX-2.2"}, "SPDX 2.2 cannot be enriched"),
        ({**spdx_2(), "dataLicense": ""}, "lacks 'dataLicense'"),
        (spdx_2(packages=[{"SPDXID": "SPDXRef-a", "name": "a", "downloadLocation": "NONE", "licenseDeclared": "no license"}]), "a license expression"),
        (spdx_2(relationships=[{"spdxElementId": "SPDXRef-x", "relationshipType": "CONTAINS", "relatedSpdxElement": "SPDXRef-one"}]), "names nothing"),
        ({**spdx_3(), "@context": "https://spdx.org/rdf/3.1/spdx-context.jsonld"}, "no document of SPDX 3.0.1"),
        ({**spdx_3(), "@graph": [{"type": "ai_AIPackage", "spdxId": "urn:x:a", "toy": 1}]}, "does not hold SPDX 3.0.1"),
    ]  # fmt: skip
    file = tmp_path / "bom.json"
    for bill, said in bills:
        file.write_text(bill if isinstance(bill, str) else json.dumps(bill), encoding="utf-8")
        result = run("enrich", file, "-o", tmp_path / "made.json", *SMALL)
        assert (result.code, result.out) == (2, ""), bill
        assert result.err.startswith("error: cannot use "), bill
        assert said in result.err
        assert not (tmp_path / "made.json").exists()


ADDRESSES = {
    "https://example.org": True,
    "http://example.org:8080/a/b;c=1?q=%C3%A9&x=(1)#part/2?": True,
    "https://例え.example/é": True,
    "urn:x:a": True,
    "a/../b": True,
    "https://example.org/a b": False,
    "https://example.org/%zz": False,
    "https://example.org/a#b#c": False,
    "https://example.org/<a>": False,
    "https://exa mple.org": False,
    "http://[::1": False,
}


def test_addresses_are_told_apart_as_the_grammar_does() -> None:
    """A pattern lets usual ones pass ahead of the grammar; what it does not know the grammar judges."""
    from jsonschema import FormatChecker

    grammar = FormatChecker(["iri-reference"])
    assert {one: grammar.conforms(one, "iri-reference") for one in ADDRESSES} == ADDRESSES
    for address, is_one in ADDRESSES.items():
        link = {"type": "website", "url": address}
        bill = json.dumps(cyclonedx(components=[{**MODELS[2], "externalReferences": [link]}]))
        refused = nullcontext() if is_one else pytest.raises(DataError, match=r"bom\.json")
        with refused:
            check_cyclonedx(bill, "bom.json", "1.6")


def test_a_check_leaves_the_test_of_addresses_to_others_as_it_was() -> None:
    """Whoever uses the library in the same process gets the library's own answers, also after a bill is refused."""
    from jsonschema import Draft7Validator

    before = dict(Draft7Validator.FORMAT_CHECKER.checkers)
    assert "iri-reference" in before
    check_cyclonedx(json.dumps(cyclonedx()), "bom.json", "1.6")
    with pytest.raises(DataError, match=r"bom\.json"):
        check_cyclonedx('{"bomFormat": "CycloneDX"}', "bom.json", "1.6")
    assert before == Draft7Validator.FORMAT_CHECKER.checkers


def test_a_bill_is_never_written_over(run: Run, tmp_path: Path) -> None:
    """The house rule: an output replaces no input."""
    file = tmp_path / "bom.json"
    file.write_text(json.dumps(cyclonedx()), encoding="utf-8")
    result = run("enrich", file, "-o", file, *SMALL)
    assert result.code == 2
    assert "is an input, nothing was written" in result.err
    assert json.loads(file.read_text(encoding="utf-8")) == cyclonedx()


@pytest.mark.parametrize("kind", ["cyclonedx", "spdx-2.3", "spdx-3.0.1"])
def test_hostile_text_of_registry_and_bill_stays_text(tmp_path: Path, kind: str) -> None:
    """Markup, escapes and what turns the line around: valid, escaped where it is added, kept where it was."""
    texts = [HOSTILE, *TRICKS]
    entries = [
        f'[models.m{place}]\nname = {json.dumps(text)}\ndeveloper = {json.dumps(text)}\nmodality = ["text"]\n'
        f'summary = {json.dumps(text)}\naliases = ["lab/m{place}"]\n'
        f'[models.m{place}.documents]\ncard = {{ url = "https://example.org/<{place}>\'|)", read = 2026-01-02, by = "maker" }}\n'
        f'[models.m{place}.pretraining-data]\navailability = {{ value = "vague", sources = ["card"], shows = {json.dumps(text)} }}\n'
        for place, text in enumerate(texts)
    ]
    file = tmp_path / "registry.toml"
    file.write_text("\n".join(entries), encoding="utf-8")
    known = load_registry([file], shipped=False)
    named = [f"m{place}" for place in range(len(texts))]
    bills = {
        "cyclonedx": cyclonedx(
            components=[{"type": "machine-learning-model", "name": name, "version": texts[0]} for name in named],
            dependencies=[],
        ),
        "spdx-2.3": spdx_2(
            packages=[{"SPDXID": f"SPDXRef-{name}", "name": texts[0], "downloadLocation": f"https://huggingface.co/lab/{name}"} for name in named],
            relationships=[{"spdxElementId": "SPDXRef-DOCUMENT", "relationshipType": "DESCRIBES", "relatedSpdxElement": "SPDXRef-m0"}],
        ),
        "spdx-3.0.1": spdx_3(
            **{"@graph": [spdx_3()["@graph"][0], spdx_3()["@graph"][1]] + [{"type": "ai_AIPackage", "spdxId": f"urn:x:{name}", "creationInfo": "_:c", "name": name} for name in named]}
        ),
    }  # fmt: skip
    text = json.dumps(bills[kind], indent=1)
    made = enriched(text.encode(), "bom.json", known)
    assert len(made.added) == len(texts)
    assert valid(made.content.decode()) == ""
    assert made.content.decode().replace("\n", "").isprintable()
    assert enriched(made.content, "bom.json", known).added == ()


def test_a_bill_that_is_nested_deep_or_says_a_key_twice_is_refused(known: Any) -> None:
    """What readers do not agree on is not edited."""
    for text in ('{"bomFormat": "CycloneDX", "bomFormat": "CycloneDX"}', "[" * 100_000):
        with pytest.raises(DataError):
            enriched(text.encode(), "bom.json", known)


def test_without_the_extra_a_bill_is_not_written(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Since it could not be checked; what to install is told."""
    import sys

    monkeypatch.setitem(sys.modules, "cyclonedx.validation.json", None)
    file = tmp_path / "bom.json"
    file.write_text(json.dumps(cyclonedx()), encoding="utf-8")
    result = run("enrich", file, *SMALL)
    assert (result.code, result.out) == (2, "")
    assert "[bills]" in result.err
