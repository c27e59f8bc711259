"""What is read as a list of models: bills in XML, tables, folders, patterns, and names in their many spellings."""

from __future__ import annotations

import io
import json
import re
import sys
from pathlib import Path

import pytest
import yaml
from conftest import ROOT, Run

from openscore import Registry
from openscore.check.inventory import read_inventory
from openscore.check.lookup import Lookup
from openscore.check.places import NAMES, files_of
from openscore.check.uses import use_of
from openscore.errors import DataError, NothingMatchedError

XML = """<?xml version="1.0" encoding="UTF-8"?>
<bom xmlns="http://cyclonedx.org/schema/bom/{version}" xmlns:x="urn:more" serialNumber="urn:uuid:1" version="1">
  <metadata>
    <component type="application" bom-ref="app"><name>App</name></component>
  </metadata>
  <components>
    <component type="library"><name>demo</name><purl>pkg:pypi/demo@1.0</purl></component>
    <component type="machine-learning-model" bom-ref="m">
      <group>Somebody</group>
      <name>gated &amp; one</name>
      <licenses><license><id>MIT</id></license><license><name>Own</name></license></licenses>
      <x:component type="machine-learning-model"><x:name>not ours</x:name></x:component>
      <components>
        <component type="file"><name>a.bin</name><purl>pkg:huggingface/Lab/Open-One@1#a.bin</purl></component>
        <component type="container"><name>b</name><purl>pkg:huggingface/Lab/Open-One@1</purl></component>
      </components>
    </component>
    <component type="data"><name>set</name><purl>pkg:huggingface/datasets/Lab/Set</purl></component>
    <component type="library"><name>card</name><licenses><expression>MIT OR GPL-2.0-only</expression></licenses>
      <modelCard bom-ref="c"/></component>
  </components>
</bom>
"""


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def names(path: Path, column: str = "") -> list[tuple[str, int]]:
    return [(use.name, use.line) for use in read_inventory(path, column).uses]


def refused(path: Path, column: str = "") -> str:
    with pytest.raises(DataError) as error:
        read_inventory(path, column)
    return "\n".join(map(str, error.value.problems))


# Bills of materials in XML -----------------------------------------------------------------------


@pytest.mark.parametrize("version", ["1.4", "1.5", "1.6", "1.7"])
def test_a_bill_in_xml_names_what_the_same_in_json_does(tmp_path: Path, version: str) -> None:
    """By kind, by package URL and by model card, each on its line; elements of other vocabularies are none."""
    found = read_inventory(written(tmp_path / "bom.xml", XML.format(version=version)))
    assert found.is_bill
    assert [
        ("Somebody/gated & one", 8, ("MIT", "Own")),
        ("Lab/Open-One", 15, ()),
        ("card", 19, ("MIT OR GPL-2.0-only",)),
    ] == [(use.name, use.line, use.licenses) for use in found.uses]


HOSTILE_XML = {
    "an entity of its own": ('<!DOCTYPE bom [<!ENTITY a "b">]>\n<bom>&a;</bom>', "document type"),
    "an entity that grows": (
        '<!DOCTYPE b [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><b>&b;</b>',
        "document type",
    ),
    "a file of the machine": ('<!DOCTYPE b [<!ENTITY a SYSTEM "file:///etc/passwd">]><b>&a;</b>', "document type"),
    "an address": ('<!DOCTYPE b SYSTEM "http://127.0.0.1:9/x.dtd"><b/>', "document type"),
    "no such entity": (XML.format(version="1.6").replace("&amp;", "&boo;"), "bom.xml:10: not valid XML"),
    "an end too few": (XML.format(version="1.6")[:-8], "not valid XML"),
    "elements without end": (
        f'<bom xmlns="http://cyclonedx.org/schema/bom/1.6">{"<a>" * 100_000}',
        "nested too deep",
    ),
    "another kind": ("<html><body/></html>", "XML of another kind"),
    "another kind of that name": ('<bom xmlns="urn:other"/>', "XML of another kind"),
    "text for a list": (
        '<bom xmlns="http://cyclonedx.org/schema/bom/1.6"><components>\n<component>x</component></components></bom>',
        "not a list of objects",
    ),
    "a name twice": (XML.format(version="1.6").replace("<name>card", "<name>a</name><name>card"), "bom.xml:19: 'name' is not text"),
}  # fmt: skip


@pytest.mark.parametrize("kind", HOSTILE_XML)
def test_hostile_xml_is_refused_with_its_line(tmp_path: Path, kind: str) -> None:
    """Nothing is expanded, nothing fetched, and what is broken is told."""
    text, message = HOSTILE_XML[kind]
    told = refused(written(tmp_path / "bom.xml", text))
    assert message in told
    assert re.search(r"bom\.xml:\d+: ", told)


def test_a_bill_in_xml_without_models_is_well(run: Run, tmp_path: Path) -> None:
    """Like one in JSON."""
    bill = written(
        tmp_path / "bom.xml", '<bom xmlns="http://cyclonedx.org/schema/bom/1.5"><components/></bom>'
    )
    assert 0 == run("check", bill).code


# Tables ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_column_is_named_whatever_stands_between(tmp_path: Path, delimiter: str) -> None:
    """Titles in any case; rows with a line break in a cell keep their line; a license goes along."""
    rows = [["Team", "Base LLM", "License"], ['"a\nb"', "gpt-2", "mit"], ["c", "demo", ""], ["d", "", "mit"]]
    file = written(tmp_path / "in.csv", "".join(delimiter.join(row) + "\n" for row in rows))
    assert [("gpt-2", 2), ("demo", 4)] == names(file, "base llm")
    assert [("mit",), ()] == [use.licenses for use in read_inventory(file, "base llm").uses]
    assert "no column is called base" in refused(file, "base")


def test_json_lists_have_a_column_too(tmp_path: Path) -> None:
    """Also one list inside an answer, JSON Lines, and the license that hub metadata states."""
    rows = [
        {"base": "Lab/A", "cardData": {"license": "mit"}},
        {"base": "Lab/B", "tags": ["x", "license:apache-2.0"]},
        {"base": "Lab/C", "cardData": {"license": "other", "license_name": "own-1.0"}},
    ]
    found = read_inventory(written(tmp_path / "a.json", json.dumps(rows)), "base").uses
    assert [("Lab/A", ("mit",)), ("Lab/B", ("apache-2.0",)), ("Lab/C", ("own-1.0",))] == [
        (use.name, use.licenses) for use in found
    ]
    answer = written(tmp_path / "b.json", json.dumps({"object": "list", "data": rows}))
    assert ["Lab/A", "Lab/B", "Lab/C"] == [name for name, _ in names(answer, "base")]
    lines = written(tmp_path / "c.jsonl", "".join(json.dumps(row) + "\n\n" for row in rows))
    assert [("Lab/A", 1), ("Lab/B", 3), ("Lab/C", 5)] == names(lines, "base")
    assert "c.jsonl:1" in refused(lines)
    written(tmp_path / "d.json", json.dumps([rows[0], {"other": 1}], indent=0))
    assert re.search(
        r"d\.json:\d+: no name of a model stands under base", refused(tmp_path / "d.json", "base")
    )
    assert "e.jsonl:2: not valid JSON" in refused(written(tmp_path / "e.jsonl", '"gpt-2"\n{\n'))


NO_LISTS = {
    "a private key": "-----BEGIN PRIVATE KEY-----\nsecret4711\n",
    "settings": "MODEL=x\nAPI_KEY=secret4711\n",
    "a script": "#!/bin/sh\necho secret4711\n",
    "a section": "[default]\nsecret4711\n",
    "YAML": "models:\n- secret4711\n",
    "a list in YAML": "gpt-2\n- secret4711\n",
    "Python": 'gpt-2\nprint("secret4711")\n',
    "Markdown": "# Title\n\nThis page tells about secret4711.\n",
    "a link": "gpt-2\nsee [secret4711](https://example.org)\n",
    "a table": "model,key\ngpt-2,secret4711\n",
    "a table with tabs": "model\tkey\ngpt-2\tsecret4711\n",
    "a page": "gpt-2\n<p>secret4711</p>\n",
    "a long line": "gpt-2\n" + "secret4711" * 50,
    "many words": "gpt-2\n" + "secret4711 " * 20,
    "a requirement": "gpt-2\nsecret4711==1.0\n",
    "control characters": "gpt-2\nsecret4711\x07\n",
    "tag-value": "SPDXVersion: SPDX-2.3\nsecret4711\n",
}


@pytest.mark.parametrize("kind", NO_LISTS)
def test_what_is_no_list_is_refused_and_none_of_it_printed(run: Run, tmp_path: Path, kind: str) -> None:
    """It may hold a key; the line is told by its number."""
    for name in ("models.txt", "config"):
        result = run("check", written(tmp_path / name, NO_LISTS[kind]))
        assert (2, "") == (result.code, result.out)
        assert name in result.err
        assert "4711" not in result.err


def test_all_names_that_the_registry_has_are_names_in_a_list(registry: Registry, tmp_path: Path) -> None:
    """Whatever marks they have."""
    known = [*registry.names, *(record.name for record in registry)]
    file = written(tmp_path / "models.txt", "".join(f"{name}\n" for name in known))
    assert known == [name for name, _ in names(file)]


# Names -------------------------------------------------------------------------------------------

SPELLINGS = {
    "openai/gpt-4": "gpt-4",
    "openai:gpt-4": "gpt-4",
    "openrouter/openai/gpt-4": "gpt-4",
    "openai/gpt-4:online": "gpt-4",
    "anthropic.claude-2": "claude-2",
    "Anthropic/Claude 2": "claude-2",
    "google/claude-2": None,
    "github.com/openai/gpt-2": "gpt-2",
    "pkg:github/openai/gpt-2@v1": "gpt-2",
    "pkg:github/somebody/gpt-2": None,
    "https://example.org/openai/gpt-4": None,
    "https://example.org/openai-community/gpt2": None,
    "hub.example.org/openai-community/gpt2": None,
    "together_ai/meta-llama/Llama-2-7b-chat-hf": "llama-2",
    "hf.co/bigscience/bloom": "bloom",
    "hf://bigscience/bloom@main": "bloom",
    "huggingface.co/bigscience/bloom/tree/main": "bloom",
    "pkg:huggingface/bigscience/bloom?repository_url=https://hub.example.org": None,
    "gpt-40": None,
    "gpt-4-turbo-of-mine": None,
}


@pytest.mark.parametrize("name", SPELLINGS)
def test_a_name_is_found_in_every_form_of_routers_and_hubs(registry: Registry, name: str) -> None:
    """With the maker that the registry gives, whatever case and marks; other hosts and makers are others."""
    record = Lookup(registry).record(use_of(name, "models.txt", 1))
    assert SPELLINGS[name] == (record.id if record else None)


def test_names_that_two_models_have_but_for_marks_are_neither(registry: Registry) -> None:
    """Nothing is guessed: digits that a mark parts stay apart."""
    lookup = Lookup(registry)
    for record in registry:
        for name in (record.id, *record.aliases):
            found = lookup.record(use_of(name, "models.txt", 1))
            assert found is record, name


# Places ------------------------------------------------------------------------------------------


def test_a_folder_means_the_lists_and_bills_in_it(tmp_path: Path) -> None:
    """Those with the names that the hook knows; not those of packages or hidden folders."""
    for name in (
        "models.txt",
        "a/x.bom.json",
        "a/b/bom.xml",
        "a/notes.txt",
        ".git/bom.json",
        "node_modules/bom.json",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        written(tmp_path / name, "gpt-2\n")
    assert ["models.txt", "a/x.bom.json", "a/b/bom.xml"] == [
        str(file.relative_to(tmp_path)) for file in files_of([tmp_path])
    ]
    assert [tmp_path / "a/x.bom.json"] == files_of([tmp_path / "a/**/*.json", tmp_path / "a/x.bom.json"])
    for name in ("nothing*", "a/b/c"):
        (tmp_path / "a/b/c").mkdir(exist_ok=True)
        with pytest.raises(NothingMatchedError):
            files_of([tmp_path / name])


@pytest.mark.parametrize("pattern", ["**x.json", "a/**x.json", "a/x**", "***.json", "a/***/x.json"])
def test_stars_beside_others_are_one_star(tmp_path: Path, pattern: str) -> None:
    """Whatever a version of Python takes them for."""
    for place in ("x.json", "a/x.json", "a/b/x.json"):
        (tmp_path / place).parent.mkdir(exist_ok=True)
        written(tmp_path / place, "[]")
    found = files_of([tmp_path / pattern])
    assert found == files_of([tmp_path / re.sub(r"\*+", "*", pattern)])


@pytest.mark.parametrize("char", "\x85\u2028\u2029")
def test_json_lines_end_where_lines_do(tmp_path: Path, char: str) -> None:
    """And not at what stands in a text, or is no end of a line anywhere but in Python."""
    rows = [
        json.dumps({"model": name, "note": f"a{char}b"}, ensure_ascii=False) for name in ("gpt-2", "bloom")
    ]
    lines = written(tmp_path / "a.jsonl", "\r\n".join(rows) + "\n")
    assert [("gpt-2", 1), ("bloom", 2)] == [(use.name, use.line) for use in read_inventory(lines).uses]


def test_a_file_whose_name_looks_like_a_pattern_is_itself(tmp_path: Path) -> None:
    """A pattern never stands for the file that has that name."""
    for name in ("m[1].txt", "m1.txt", "m*.txt"):
        written(tmp_path / name, "gpt-2\n")
    assert [tmp_path / "m[1].txt", tmp_path / "m*.txt"] == files_of(
        [tmp_path / "m[1].txt", tmp_path / "m*.txt"]
    )


def test_standard_input_is_a_list(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of any kind that a file could be."""
    for text, code in (
        ("gpt-2\n", 0),
        ("nobody-at-all\n", 1),
        (XML.format(version="1.6"), 1),
        ('["gpt-2"]', 0),
    ):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
        assert code == run("check", "-").code


def test_the_hook_and_a_folder_go_by_the_same_names() -> None:
    """So that what a commit is stopped for is what is checked in a whole repository."""
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    hook = next(hook for hook in hooks if hook["id"] == "openscore-check")
    assert NAMES == hook["files"]
    assert hook["entry"].startswith("openscore check")


def test_a_bill_with_60000_models_takes_no_time_for_their_lines(run: Run, tmp_path: Path) -> None:
    """Each is found on its line; the time grows with the size alone."""
    part = '{"type":"machine-learning-model","name":"gpt-2"}'
    text = '{"bomFormat":"CycloneDX","components":[' + ",\n".join([part] * 60_000) + "]}"
    found = names(written(tmp_path / "b.json", text))
    assert [("gpt-2", line) for line in range(1, 60_001)] == found


# Bills of the projects that publish examples, written anew -----------------------------------------

APPLICATION = {
    "@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld",
    "@graph": [
        {"type": "CreationInfo", "@id": "_:made", "specVersion": "3.0.1"},
        {"type": "software_Package", "spdxId": "urn:a:1", "name": "reader", "software_primaryPurpose": "application"},
        {"type": "software_Package", "spdxId": "urn:a:2", "name": "numbers", "software_primaryPurpose": "library"},
        {"type": "ai_AIPackage", "spdxId": "urn:a:3", "name": "gpt-2", "software_primaryPurpose": "model"},
        {"type": "software_Package", "spdxId": "urn:a:4", "name": "word-reader", "software_primaryPurpose": "model"},
        *(
            {"type": "software_File", "spdxId": f"urn:a:f{n}", "name": f"part-{n}", "software_primaryPurpose": "model"}
            for n in range(5)
        ),
        {"type": "dataset_DatasetPackage", "spdxId": "urn:a:5", "name": "lines", "software_primaryPurpose": "data"},
        {"type": "simplelicensing_LicenseExpression", "spdxId": "urn:a:6", "simplelicensing_licenseExpression": "MIT"},
        {"type": "Relationship", "from": "urn:a:4", "to": ["urn:a:6"], "relationshipType": "hasDeclaredLicense"},
        {"type": "Relationship", "from": "urn:a:3", "to": ["urn:a:5"], "relationshipType": "trainedOn"},
    ],
}  # fmt: skip
CARD = {
    "bomFormat": "CycloneDX",
    "specVersion": "1.5",
    "components": [
        {
            "type": "machine-learning-model",
            "publisher": "Somebody",
            "group": "openai-community",
            "name": "gpt2",
            "purl": "pkg:huggingface/openai-community/gpt2@0a1b",
            "licenses": [{"license": {"id": "MIT"}}],
            "modelCard": {
                "modelParameters": {
                    "approach": {"type": "supervised"},
                    "datasets": [
                        {"type": "dataset", "name": "lines", "contents": {"url": "https://example.org"}}
                    ],
                }
            },
        },
        {"type": "data", "name": "lines", "data": [{"type": "dataset", "name": "lines"}]},
    ],
}


@pytest.mark.parametrize(
    ("bill", "models"),
    [
        (APPLICATION, [("gpt-2", ()), ("word-reader", ("MIT",))]),
        (CARD, [("openai-community/gpt2", ("MIT",))]),
    ],
    ids=["an application in SPDX 3", "a model card in CycloneDX"],
)
def test_bills_of_applications_count_models_alone(
    tmp_path: Path, bill: dict[str, object], models: list[tuple[str, tuple[str, ...]]]
) -> None:
    """Not their files, their data, nor what they are used in; with the license that is declared."""
    found = read_inventory(written(tmp_path / "bill.json", json.dumps(bill))).uses
    assert models == [(use.name, use.licenses) for use in found]


def test_an_output_never_replaces_an_input(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By whatever path it is named, a link included."""
    monkeypatch.chdir(tmp_path)
    file = written(tmp_path / "models.txt", "gpt-2\n")
    (tmp_path / "link.txt").symlink_to(file)
    for output in ("models.txt", str(file), "link.txt", "./models.txt"):
        result = run("check", "models.txt", "--format", "json", "-o", output)
        assert 2 == result.code
        assert "is an input" in result.err
        assert "gpt-2\n" == file.read_text(encoding="utf-8")
