"""`openscore check`: what lists and bills of materials name, held against a policy."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from datetime import date
from pathlib import Path
from urllib.parse import unquote

import pytest
import yaml
from conftest import ROOT, Run
from hypothesis import given, settings
from hypothesis import strategies as st
from property.strategies import DOCUMENT, facts, registry_of
from samples import HOSTILE, entry

from openscore import Registry, Rubric, load_rubric
from openscore.check.addresses import Address, address_of, hub_id
from openscore.check.findings import MOST_GUESSES, NOT_JUDGED, NOT_SHOWN, UNKNOWN_MODEL, UNMET, Known, check
from openscore.check.inventory import read_inventory
from openscore.check.policy import Demand, DemandShape
from openscore.check.uses import Use
from openscore.engine import assess
from openscore.engine.age import oldest_reading

OPEN = {"weights.availability": "public", "weights.license": "Apache-2.0"}
GATED = {"weights.availability": "approval", "weights.license": "LicenseRef-scancode-llama-2-license-2023"}
USE = Use("demo", "models.txt", 1)


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a registry of three models, which is the current one."""
    monkeypatch.chdir(tmp_path)
    text = entry("open-one", OPEN) + entry("gated-one", GATED) + entry("dark-one")
    for id, alias in (("open-one", "Lab/Open-One"), ("gated-one", "Lab/Gated-One")):
        text = text.replace(f"[models.{id}]\n", f'[models.{id}]\naliases = ["{alias}"]\n', 1)
    (tmp_path / "registry.toml").write_text(text, encoding="utf-8")
    return tmp_path


REGISTRY = ("--standalone", "--registry", "registry.toml")


@pytest.mark.parametrize(("days", "code"), [(0, 1), (200_000, 0)])
def test_evidence_may_be_no_older_than_wanted(run: Run, shelf: Path, days: int, code: int) -> None:
    """A score whose oldest reading is older than the days given is a finding that names the day."""
    (shelf / "models.txt").write_text("open-one\n", encoding="utf-8")
    result = run("check", "models.txt", "--max-evidence-age", str(days), *REGISTRY)
    assert result.code == code
    assert ("osi-draft shows 2026-01-02, wanted evidence-age<=0" in result.out) == bool(code)


def test_the_age_of_evidence_is_that_of_the_oldest_reading_in_the_line(rubric: Rubric) -> None:
    """What a fact of a base model rests on makes the score of the derived model as old."""
    read = {"pretraining-data.availability": "public"}
    for bases, wanted in (({"made": ["base"]}, date(2020, 1, 2)), ({}, None)):
        registry = registry_of({"base": read, "made": {}}, bases)
        registry.data["models"]["base"]["documents"] = [{**DOCUMENT, "read": "2020-01-02"}]
        assert oldest_reading(registry["base"], rubric) == date(2020, 1, 2)
        assert oldest_reading(registry["made"], rubric) == wanted


def uses(file: Path, text: str) -> list[tuple[str, int]]:
    file.write_text(text, encoding="utf-8")
    return [(use.name, use.line) for use in read_inventory(file).uses]


def demand(rubric: Rubric, **shape: object) -> Demand:
    def refuse(name: str, where: object, message: str, hint: str) -> None:
        raise AssertionError(message)

    return Demand(rubric, DemandShape.model_validate(shape), registry_of({}).licenses, refuse)


# Lists -------------------------------------------------------------------------------------------


def test_a_list_has_one_name_a_line(tmp_path: Path) -> None:
    """Comments go, a hub's address or package URL becomes the id on that hub, all else stays as it is."""
    text = """# ours
Lab/Open-One   # pinned
Lab/C#-Model
  Some Name 7B

https://huggingface.co/Lab/Open-One/tree/main?x=1
pkg:huggingface/Lab/Open%2DOne@ab12
Lab/Open-One@ab12
git+https://hf.co/Lab/Open-One.git@ab12
https://example.org/Lab/Open-One
a@b
"""
    assert [
        ("Lab/Open-One", 2),
        ("Lab/C#-Model", 3),
        ("Some Name 7B", 4),
        ("Lab/Open-One", 6),
        ("Lab/Open-One", 7),
        ("Lab/Open-One", 8),
        ("Lab/Open-One", 9),
        ("https://example.org/Lab/Open-One", 10),
        ("a@b", 11),
    ] == uses(tmp_path / "models.txt", text)


@given(
    st.lists(
        st.text(st.characters(categories=("L", "N"), include_characters=" -_'()"), min_size=1, max_size=40)
        .map(str.strip)
        .filter(lambda name: name[:1].isalnum() and len(name.split()) < 10),
        max_size=8,
    )
)
@settings(max_examples=50)
def test_no_line_is_lost(names: list[str]) -> None:
    """Every line that says something is a use, on its line, whatever it says."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        text = "".join(f"{name}\n" for name in ["first", *names])
        expected = [(name, line) for line, name in enumerate(["first", *names], start=1) if name]
        assert expected == uses(Path(folder) / "models.txt", text)


def test_data_sets_and_other_hosts_are_no_models() -> None:
    """An address names a model only where that is certain."""
    assert "" == hub_id("https://huggingface.co/datasets/Lab/Set")
    assert "" == hub_id("https://huggingface.co/")
    assert "" == hub_id("https://huggingface.co.example.org/Lab/Open-One")
    assert "" == hub_id("pkg:pypi/demo@1.0")
    assert "gpt2" == hub_id("https://huggingface.co/gpt2")


ADDRESSES = {
    "hf.co/Lab/Open-One": Address("Lab/Open-One"),
    "huggingface.co/Lab/Open-One/blob/main/README.md": Address("Lab/Open-One"),
    "hf://Lab/Open-One@ab12": Address("Lab/Open-One"),
    "hf://models/Lab/Open-One/file.bin": Address("Lab/Open-One"),
    "hf://datasets/Lab/Set": Address(other="a data set"),
    "https://huggingface.co/collections/Lab/some": Address(other="a page of the hub"),
    "https://huggingface.co/": Address(other="a page of the hub"),
    "pkg:huggingface/datasets/Lab/Set": Address(other="a data set"),
    "pkg:huggingface/Lab/Open-One@ab#config.json": Address("Lab/Open-One", other="a file of a model"),
    "pkg:huggingface/Lab/Open-One@ab?repository_url=https://huggingface.co": Address("Lab/Open-One"),
    "pkg:huggingface/Lab/Open-One@ab?repository_url=https%3A//hub.example.org": Address(
        "pkg:huggingface/Lab/Open-One@ab?repository_url=https%3A//hub.example.org"
    ),
    "pkg:huggingface/datasets/Lab/Set@ab#part.csv": Address(other="a data set"),
    "pkg:github/Lab/Open-One@v1": Address("github.com/Lab/Open-One", maker="Lab"),
    "https://github.com/Lab/Open-One/tree/main": Address("github.com/Lab/Open-One", maker="Lab"),
    "git@github.com:Lab/Open-One.git": Address("github.com/Lab/Open-One", maker="Lab"),
    "git@hf.co:Lab/Open-One": Address("Lab/Open-One"),
    "https://user@huggingface.co/Lab/Open-One.git": Address("Lab/Open-One"),
    "hf.co/Lab/Open-One:Q4_K_M": Address("Lab/Open-One"),
    "hf-hub:Lab/Open-One": Address("Lab/Open-One"),
    "https://huggingface.co/api/models/Lab/Open-One": Address("Lab/Open-One"),
    "https://huggingface.co/api/datasets/Lab/Set": Address(other="a data set"),
    "https://huggingface.co/spaces/Lab/Page": Address(other="a page of the hub"),
    "https://huggingface.co.example.org/Lab/Open-One": None,
    "https://example.org/hf.co/Lab/Open-One": None,
    "pkg:pypi/demo": None,
    "Lab/Open-One": None,
}


@pytest.mark.parametrize("text", ADDRESSES)
def test_an_address_leads_to_a_model_or_says_to_what_else(text: str) -> None:
    """Pages, data sets, files and other hubs are no models that the registry lacks."""
    assert ADDRESSES[text] == address_of(text)


def test_what_is_no_model_is_noted_and_no_finding(run: Run, shelf: Path) -> None:
    """On standard error, with its line; the models beside it are judged."""
    (shelf / "models.txt").write_text("open-one\nhf.co/datasets/Lab/Set\n", encoding="utf-8")
    result = run("check", "models.txt", *REGISTRY)
    assert (0, "") == (result.code, result.out)
    assert "models.txt:2: 'hf.co/datasets/Lab/Set' is a data set, no model" in result.err
    assert "models: 1, findings: 0" in result.err


@pytest.mark.parametrize(
    "text", ["key: x", "- name: chat", "a = 1", "KEY=x", "export KEY=x", '"key": x', "x" * 400]
)
def test_what_is_no_list_is_refused_without_a_word_of_it(run: Run, shelf: Path, text: str) -> None:
    """A configuration file may hold a key."""
    (shelf / "config.yaml").write_text(f"open-one\n{text} secret-4711\n", encoding="utf-8")
    result = run("check", "config.yaml", *REGISTRY)
    assert (2, "") == (result.code, result.out)
    assert "config.yaml:2: this line is no name of a model" in result.err
    assert "4711" not in result.err


def test_tables_and_json_lists_name_models_in_a_column(run: Run, shelf: Path) -> None:
    """By the title of the column; without one, nothing is guessed."""
    (shelf / "a.csv").write_text('license,Model\nmit,"open-one"\nmit,nobody\n', encoding="utf-8")
    assert [("open-one", 2), ("nobody", 3)] == [
        (use.name, use.line) for use in read_inventory(shelf / "a.csv").uses
    ]
    (shelf / "b.json").write_text('[{"name": "open-one"},\n {"name": "nobody"}]', encoding="utf-8")
    assert [("open-one", 1), ("nobody", 2)] == [
        (use.name, use.line) for use in read_inventory(shelf / "b.json").uses
    ]
    (shelf / "c.json").write_text('["open-one", "Lab/Open-One@ab"]', encoding="utf-8")
    assert ["open-one", "Lab/Open-One"] == [use.name for use in read_inventory(shelf / "c.json").uses]
    (shelf / "d.csv").write_text("a,b\nopen-one,x\n", encoding="utf-8")
    (shelf / "e.json").write_text('[{"title": "open-one"}]', encoding="utf-8")
    for name in ("d.csv", "e.json"):
        result = run("check", name, *REGISTRY)
        assert (2, "") == (result.code, result.out)
        assert name in result.err


def test_a_provider_before_the_name_has_to_be_the_maker(run: Run, tmp_path: Path) -> None:
    """As routers write it; whatever case and marks the maker's name has."""
    (tmp_path / "list.txt").write_text(
        "openai/gpt-4\nmistralai/mistral-7b-v0.1\ngoogle/claude-2\n", encoding="utf-8"
    )
    result = run("check", tmp_path / "list.txt", "--format", "json")
    assert ["google/claude-2"] == [one["name"] for one in json.loads(result.out)["findings"]]


def test_every_model_is_found_by_the_name_that_tables_print(registry: Registry) -> None:
    """As long as it is the name of one model only."""
    names = [record.name for record in registry]
    for record in registry:
        if names.count(record.name) == 1:
            assert registry[record.name] is record


@pytest.mark.parametrize("name", ["--baseline=x.bom.json", "--output=models.txt", "-o/models.txt"])
def test_names_of_files_are_never_options(
    run: Run, shelf: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Whoever adds a file to a repository does not decide what a hook accepts or writes."""
    monkeypatch.chdir(shelf)
    (shelf / "models.txt").write_text("nobody\n", encoding="utf-8")
    assert 1 == run("check", "models.txt", "--format", "json", "-o", "x.bom.json", *REGISTRY).code
    before = (shelf / "models.txt").read_bytes()
    Path(name).parent.mkdir(exist_ok=True)
    Path(name).write_text("open-one\n", encoding="utf-8")
    result = run("check", *REGISTRY, "models.txt", name)
    assert result.code in (1, 2)
    assert before == (shelf / "models.txt").read_bytes()
    assert "nobody" in result.out or result.code == 2


def test_the_hook_runs_on_every_name_that_bills_have() -> None:
    """Those of the findings, and no file of other kinds."""
    import yaml

    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    pattern = next(hook["files"] for hook in hooks if hook["id"] == "openscore-check")
    for name in ("bom.json", "sub/bom.json", "aibom.json", "a.cdx.json", "a.spdx.json", "demo.spdx3.json",
                 "x.bom.json", "models.txt", "a/models.txt", "src/app.spdx"):  # fmt: skip
        assert re.search(pattern, name), name
    for name in ("package.json", "my-models.txt", "bombom.json.txt", "spdx.json.md"):
        assert not re.search(pattern, name), name


CYCLONEDX = {
    "bomFormat": "CycloneDX",
    "specVersion": "1.6",
    "metadata": {"component": {"type": "application", "name": "App", "components": [
        {"type": "machine-learning-model", "name": "inside"}]}},
    "components": [
        {"type": "library", "name": "demo", "purl": "pkg:pypi/demo@1.0"},
        {"type": "machine-learning-model", "name": "x", "purl": "pkg:huggingface/Lab/Open-One@ab12"},
        {"type": "machine-learning-model", "group": "Somebody", "name": "gated-one"},
        {"type": "machine-learning-model", "group": "Another", "name": "gated-one"},
        {"type": "data", "name": "y", "modelCard": {}, "components": [
            {"type": "library", "name": "z", "purl": "pkg:huggingface/Lab/Deep"}]},
    ],
}  # fmt: skip
SPDX_2 = {
    "spdxVersion": "SPDX-2.3",
    "packages": [
        {"name": "demo", "SPDXID": "SPDXRef-1", "downloadLocation": "NOASSERTION"},
        {"name": "x", "downloadLocation": "git+https://huggingface.co/Lab/Open-One@ab12"},
        {
            "name": "y",
            "externalRefs": [{"referenceType": "purl", "referenceLocator": "pkg:huggingface/Lab/Y"}],
        },
    ],
}
SPDX_3 = {
    "@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld",
    "@graph": [
        {"type": "CreationInfo", "@id": "_:a"},
        {"type": "ai_AIPackage", "name": "open-one"},
        {"type": "software_Package", "name": "x", "software_primaryPurpose": "model"},
        {"type": "software_Package", "name": "y", "software_packageUrl": "pkg:huggingface/Lab/Y@1"},
        {"type": "software_Package", "name": "z", "software_primaryPurpose": "library"},
        {"type": "ai_AIPackage", "name": "q", "externalIdentifier": [
            {"externalIdentifierType": "packageUrl", "identifier": "pkg:huggingface/Lab/Q"}]},
        {"type": "ai_AIPackage", "spdxId": "https://example.org/nameless"},
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("bill", "names"),
    [
        (
            CYCLONEDX,
            ["inside", "Lab/Open-One", "Somebody/gated-one", "Another/gated-one", "y", "Lab/Deep"],
        ),
        (SPDX_2, ["Lab/Open-One", "Lab/Y"]),
        (SPDX_3, ["open-one", "x", "Lab/Y", "Lab/Q", "(no name)"]),
        ({"@context": SPDX_3["@context"], "type": "ai_AIPackage", "name": "alone"}, ["alone"]),
        ({"bomFormat": "CycloneDX"}, []),
    ],
    ids=["CycloneDX", "SPDX 2", "SPDX 3", "SPDX 3 of one element", "empty"],
)
def test_bills_of_materials(tmp_path: Path, bill: dict[str, object], names: list[str]) -> None:
    """Their models, nested ones too, each on the line on which it begins; nothing else."""
    file = tmp_path / "bill.json"
    text = json.dumps(bill, indent=1)
    found = uses(file, text)
    assert names == [name for name, _ in found]
    for _, line in found:
        assert "{" in text.splitlines()[line - 1]
    assert [(name, 1) for name in names] == uses(file, json.dumps(bill))


def test_a_part_begins_where_it_stands(tmp_path: Path) -> None:
    """The line is that of its opening bracket."""
    text = '{"bomFormat": "CycloneDX",\n\n"components": [\n  {"type": "library", "name": "}{"},\n  {\n    "name": "a",\n    "type": "machine-learning-model"}]}'
    assert [("a", 5)] == uses(tmp_path / "bill.json", text)


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.json", "{", "not valid JSON"),
        ("a.json", '{"a": ' * 100_000, "nested too deep"),
        ("a.json", '{"packages": []}', "JSON of another kind"),
        ("a.json", "demo\n", "neither a list of models nor JSON"),
        ("a.txt", "<bom/>", "XML of another kind"),
        ("a.spdx", "SPDXVersion: SPDX-2.3\ndemo\n", "a.spdx:2: this line is neither a tag with its value nor"),
        ("a.json", '{"bomFormat": "CycloneDX",\n"components": {}}', "'components' is not a list of objects"),
        ("a.json", '{"bomFormat": "CycloneDX", "components": ["x"]}', "'components' is not a list of objects"),
        ("a.json", '{"bomFormat": "CycloneDX", "metadata": []}', "'metadata' is not an object"),
        ("a.json", '{"spdxVersion": "SPDX-2.3", "packages": [{"downloadLocation": 1}]}', "is not text"),
    ],
)  # fmt: skip
def test_what_is_neither_is_refused(run: Run, tmp_path: Path, name: str, text: str, message: str) -> None:
    """Exit 2, nothing on standard output, one clear error."""
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    result = run("check", file)
    assert (2, "") == (result.code, result.out)
    assert message in result.err
    assert "Traceback" not in result.err


# Findings ----------------------------------------------------------------------------------------


def test_one_line_per_finding(run: Run, shelf: Path) -> None:
    """With file and line; an unknown model is a finding, and what passes is silent."""
    (shelf / "models.txt").write_text(
        "Lab/Open-One\nlab/gated-one\n\nLab/Gated-Onne # a slip\n", encoding="utf-8"
    )
    result = run("check", "models.txt", "--require", "weights=public", *REGISTRY)
    assert 1 == result.code
    assert [
        "models.txt:2: lab/gated-one: osi-draft shows approval, wanted weights.availability=public [requirement-unmet]",
        "models.txt:4: Lab/Gated-Onne: not in the registry [unknown-model]",
    ] == result.out.splitlines()
    assert "'lab/gated-one'" in result.err
    assert "models: 3, findings: 2, accepted by the baseline: 0" in result.err


def test_exit_codes(run: Run, shelf: Path) -> None:
    """0 where all pass, 1 for a finding, 2 for bad usage, 3 where no model is named."""
    (shelf / "models.txt").write_text("open-one\n", encoding="utf-8")
    (shelf / "none.txt").write_text("# nothing\n", encoding="utf-8")
    assert 0 == run("check", "models.txt", *REGISTRY).code
    assert 0 == run("check", "models.txt", "none.txt", "--require", "weights=public", *REGISTRY).code
    assert 1 == run("check", "models.txt", "--min-band", "osaid-aligned", *REGISTRY).code
    assert 2 == run("check", "models.txt", "absent.txt", *REGISTRY).code
    assert 3 == run("check", "none.txt", *REGISTRY).code


def test_a_maker_beside_the_name_has_to_be_the_maker(run: Run, shelf: Path) -> None:
    """A bare name of another maker is another model."""
    (shelf / "bill.json").write_text(json.dumps(CYCLONEDX, indent=1), encoding="utf-8")
    result = run("check", "bill.json", "--format", "json", *REGISTRY)
    named = {use["name"]: use["model"] for use in json.loads(result.out)["models"]}
    assert "gated-one" == named["Somebody/gated-one"]
    assert None is named["Another/gated-one"]


def test_the_threshold_itself_passes(rubric: Rubric) -> None:
    """At the low end: equality passes, a tenth more does not."""
    registry = registry_of({"demo": {**OPEN, "data-scope.detail": "undisclosed"}})
    low, high = assess(registry["demo"], rubric).score
    assert low < high < 100
    for least, names in ((low, []), (low + 0.1, [NOT_SHOWN]), (high, [NOT_SHOWN]), (high + 0.1, [UNMET])):
        findings = check([USE], registry, [demand(rubric, min_score=least)]).findings
        assert names == [finding.name for finding in findings]


@pytest.mark.parametrize("name", ["osi-draft", "mof-1.0", "ntia-2024"])
@given(known=facts())
@settings(max_examples=25)
def test_bands_pass_from_the_one_reached(name: str, known: dict[str, str]) -> None:
    """The band of the low end and all less open ones pass, whether bands are ranges or rules."""
    judged = load_rubric(name)
    registry = registry_of({"demo": known})
    low, high = assess(registry["demo"], judged).bands
    rising = judged.bands[::-1] if judged.has_rules else judged.bands
    for place, band in enumerate(rising):
        findings = check([USE], registry, [demand(judged, min_band=band.id)]).findings
        expected = [] if place <= rising.index(low) else [NOT_SHOWN if place <= rising.index(high) else UNMET]
        assert expected == [finding.name for finding in findings]


@given(known=facts(), root=facts())
@settings(max_examples=15)
def test_requirements_read_what_the_rubric_reads(known: dict[str, str], root: dict[str, str]) -> None:
    """Where a rubric asks for the same path, lineage included, it finds the same."""
    judged = load_rubric("osi-draft")
    registry = registry_of({"demo": known, "root": root}, {"demo": ["root"]})
    assessment = assess(registry["demo"], judged)
    for path in judged.paths:
        scale, possible = judged.scale(path), assessment.masks[path]
        asked = demand(judged, require={path: [scale.values[0].id]})
        assert possible == asked.reader.masks(registry["demo"])[path]
        name = NOT_SHOWN if possible & 1 else UNMET
        expected = [] if possible == 1 else [name]
        assert expected == [finding.name for finding in check([USE], registry, [asked]).findings]


@given(known=facts())
@settings(max_examples=25)
def test_a_baseline_accepts_what_it_was_made_of(known: dict[str, str]) -> None:
    """All of it and nothing else; another demand is not covered."""
    judged = load_rubric("osi-draft")
    registry = registry_of({"demo": known})
    demands = [demand(judged, min_score=100, min_band="osaid-aligned", require={"weights": ["public"]})]
    both = [USE, Use("nobody", "models.txt", 2)]
    first = check(both, registry, demands)
    baseline = [Known(one.subject, one.found, one.shortfall) for one in first.findings]
    moved = [use._replace(line=use.line + 7) for use in both]
    again = check(moved, registry, demands, baseline)
    assert ((), len(first.findings), ()) == (again.findings, len(again.accepted), again.gone)
    more = check(both, registry, [*demands, demand(judged, require={"@conformance": ["met"]})], baseline)
    names = {"met": [], "unknown": [NOT_SHOWN], "unmet": [UNMET]}[
        assess(registry["demo"], judged).conformance
    ]
    assert [("@conformance=met", name) for name in names] == [
        (one.requirement, one.name) for one in more.findings
    ]


def test_a_baseline_covers_less_but_never_more(rubric: Rubric) -> None:
    """A score that fell, or another value, is a new finding; one that rose is not."""
    registry = registry_of({"demo": OPEN})
    (finding,) = check([USE], registry, [demand(rubric, min_score=100)]).findings
    (fact,) = check([USE], registry, [demand(rubric, require={"weights.license": ["MIT"]})]).findings
    known = Known(finding.subject, "other", finding.shortfall)
    assert known.covers(finding)
    assert known.covers(finding._replace(shortfall=finding.shortfall - 1))
    assert not known.covers(finding._replace(shortfall=finding.shortfall + 1))
    assert not Known(fact.subject, "MIT", fact.shortfall).covers(fact)


def test_a_shortfall_is_what_the_low_end_lacks(rubric: Rubric) -> None:
    """In points of the score, and in steps of the bands: what a baseline accepts stays accepted only while it holds."""
    demands = [demand(rubric, min_score=99.5), demand(rubric, min_band="osaid-aligned")]
    for known, band in (({}, "closed"), (OPEN, "")):
        registry = registry_of({"demo": known})
        judged = assess(registry["demo"], rubric)
        score, steps = check([USE], registry, demands).findings
        assert 99.5 - judged.score.low == pytest.approx(score.shortfall)
        assert band in ("", judged.bands[0].id)
        order = [one.id for one in rubric.bands]
        assert len(order) - 1 - order.index(judged.bands[0].id) == steps.shortfall


def test_a_baseline_does_not_accept_a_score_that_fell(rubric: Rubric) -> None:
    """The same demand on the same model, whose license was found to be a narrower one."""
    before, after = (
        registry_of({"demo": {**OPEN, "weights.license": license}}) for license in ("MIT", "CC-BY-NC-4.0")
    )
    demands = [demand(rubric, min_score=100)]
    baseline = [
        Known(one.subject, one.found, one.shortfall) for one in check([USE], before, demands).findings
    ]
    assert 1 == len(baseline)
    assert 1 == len(check([USE], after, demands, baseline).findings)


def test_licenses_are_held_as_expressions(rubric: Rubric) -> None:
    """OR needs one side of the list, AND both; an alias in the list is the license."""
    cases = {
        "MIT OR GPL-3.0-only": [],
        "MIT AND CC-BY-NC-4.0": [UNMET],
        "Apache-2.0": [],
        "NONE": [UNMET],
        "openrail": [UNMET],
    }
    asked = demand(rubric, require={"weights.license": ["apache 2.0", "mit"]})
    for license, names in cases.items():
        registry = registry_of({"demo": {"weights.availability": "public", "weights.license": license}})
        findings = check([USE], registry, [asked]).findings
        assert names == [finding.name for finding in findings], license
    unknown = registry_of({"demo": {"weights.availability": "public"}})
    assert [NOT_SHOWN] == [one.name for one in check([USE], unknown, [asked]).findings]


def test_the_terms_of_a_base_model_count(rubric: Rubric) -> None:
    """A derived model under a free license is held to what it was made from."""
    registry = registry_of({"demo": OPEN, "root": GATED}, {"demo": ["root"]})
    (finding,) = check(
        [USE], registry, [demand(rubric, require={"weights.license": ["Apache-2.0"]})]
    ).findings
    assert (UNMET, f"Apache-2.0, root: {GATED['weights.license']}") == (finding.name, finding.found)


def test_what_a_rubric_does_not_judge_is_a_finding() -> None:
    """It is not passed over."""
    judged = next(r for r in map(load_rubric, ("fmti-2023-10", "fmti-2025-12")) if "model" not in r.subjects)
    (finding,) = check([USE], registry_of({"demo": {}}), [demand(judged, min_score=1)]).findings
    assert NOT_JUDGED == finding.name


# Policy and baseline files -----------------------------------------------------------------------


def test_a_policy_file_has_demands_by_rubric(run: Run, shelf: Path) -> None:
    """It counts beside the options."""
    (shelf / "models.txt").write_text("open-one\n", encoding="utf-8")
    (shelf / "policy.toml").write_text(
        '[rubrics.osi-draft]\nmin_band = "closed"\nmin_score = 99\n'
        '[rubrics.osi-draft.require]\nweights = ["public", "click-through"]\n"weights.license.commercial" = ["allowed"]\n'
        '[rubrics."mof-1.0"]\nmin_band = "class-iii"\n',
        encoding="utf-8",
    )
    words = (
        "check",
        "models.txt",
        "--policy",
        "policy.toml",
        "--require",
        "@conformance=met",
        "--format",
        "json",
    )
    found = json.loads(run(*words, *REGISTRY).out)
    wanted = {(one["rubric"], one["requirement"]) for one in found["findings"]}
    assert {
        ("osi-draft", "score>=99"),
        ("mof-1.0", "band>=class-iii"),
        ("osi-draft", "@conformance=met"),
    } == wanted


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("[rubric.x]\n", 1, "unknown key 'rubric'"),
        ("[rubrics.osi-draf]\n", 1, "no rubric named 'osi-draf'"),
        ("[rubrics.osi-draft]\nmin_bnd = 1\n", 2, "unknown key 'min_bnd'"),
        ('[rubrics.osi-draft]\nmin_band = "open"\n', 2, "'open' is not one of closed"),
        ("[rubrics.osi-draft]\nmin_score = 101\n", 2, "101 is above the top score 100"),
        ("[rubrics.osi-draft]\nmin_score = nan\n", 2, "min_score"),
        ('[rubrics.osi-draft.require]\n\nwights = ["public"]\n', 3, "no fact 'wights'"),
        ('[rubrics.osi-draft.require]\nweights = ["publik"]\n', 2, "'publik' is not one of public"),
        ('[rubrics.osi-draft.require]\nweights = "public"\n', 2, "weights"),
        ("[rubrics.osi-draft.require]\nweights = []\n", 2, "weights"),
        ('[rubrics.osi-draft.require]\n"weights.license" = ["Apache-3"]\n', 2, "no license 'Apache-3'"),
        ("", None, "rubrics"),
    ],
)
def test_a_policy_is_checked(run: Run, shelf: Path, text: str, line: int | None, message: str) -> None:
    """A slip would make a policy that never fails; it is an error with its line."""
    (shelf / "models.txt").write_text("open-one\n", encoding="utf-8")
    (shelf / "policy.toml").write_text(text, encoding="utf-8")
    result = run("check", "models.txt", "--policy", "policy.toml", *REGISTRY)
    assert (2, "") == (result.code, result.out)
    assert message in result.err
    assert (f"policy.toml:{line}: " if line else "policy.toml: ") in result.err


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--min-band", "opn-weights"], "did you mean 'open-weights'"),
        (["--min-score", "nan"], "wanted a number, 0 or more"),
        (["--require", "weights"], "is not KEY=VALUE"),
        (["--require", "weights=public,"], "is not KEY=VALUE"),
        (["--require", "weights=publik"], "did you mean 'public'"),
        (["--require", "wights=public"], "did you mean 'weights'"),
        (["--require", "weights=public", "--require", "weights=approval"], "names 'weights' twice"),
        (["--rubric", "mof-1.0"], "--rubric needs --min-band, --min-score, --require or --max-evidence-age"),
        (["--format", "xml"], "wanted one of text, json, github, sarif"),
        (["--baseline", "absent.json"], "no such file"),
        (["--baseline", "models.txt"], "not valid JSON"),
        (["--baseline", "other.json"], "no result of `openscore check`"),
    ],
)
def test_bad_usage(run: Run, shelf: Path, words: list[str], message: str) -> None:
    """Exit 2, what was found, what was wanted."""
    (shelf / "models.txt").write_text("open-one\n", encoding="utf-8")
    (shelf / "other.json").write_text('{"schema": "openscore.ranking/1"}', encoding="utf-8")
    result = run("check", "models.txt", *REGISTRY, *words)
    assert (2, "") == (result.code, result.out)
    assert message in result.err


def test_a_json_result_is_a_baseline(run: Run, shelf: Path) -> None:
    """It accepts again what it lists, says what is gone, and a result beside a baseline keeps what it accepts."""
    words = ("--min-score", "90", *REGISTRY)
    (shelf / "models.txt").write_text("gated-one\nnobody\n", encoding="utf-8")
    assert 1 == run("check", "models.txt", "--format", "json", "--output", "known.json", *words).code
    again = run("check", "models.txt", "--baseline", "known.json", *words)
    assert (0, "") == (again.code, again.out)
    assert "accepted by the baseline: 2" in again.err
    second = json.loads(
        run("check", "models.txt", "--baseline", "known.json", "--format", "json", *words).out
    )
    assert (0, 2) == (len(second["findings"]), len(second["accepted"]))
    (shelf / "models.txt").write_text("gated-one\n", encoding="utf-8")
    assert (
        "drop it from the baseline: models.txt: nobody [unknown-model]"
        in run("check", "models.txt", "--baseline", "known.json", *words).err
    )


# Formats -----------------------------------------------------------------------------------------


def test_the_formats_of_code_hosts(run: Run, shelf: Path) -> None:
    """Workflow commands and SARIF carry the same finding with file and line."""
    name = "my models, 100%.txt"
    (shelf / name).write_text("open-one\nnobody\n", encoding="utf-8")
    (line,) = run("check", name, "--format", "github", *REGISTRY).out.splitlines()
    place = "file=my models%2C 100%25.txt,line=2,title=unknown-model"
    assert f"::error {place}::nobody: not in the registry" == line
    log = json.loads(run("check", name, "--format", "sarif", *REGISTRY).out)
    (result,) = log["runs"][0]["results"]
    where = result["locations"][0]["physicalLocation"]
    assert (UNKNOWN_MODEL, 2) == (result["ruleId"], where["region"]["startLine"])
    assert name == unquote(where["artifactLocation"]["uri"])


def test_sarif_explains_its_rules_and_makes_no_links(run: Run, shelf: Path) -> None:
    """By the classes made from the schema; a rule says what it means and what to do, and a name is text."""
    from pydantic_sarif.model import StaticAnalysisResultsFormatSarifVersion210JsonSchema as Sarif

    names = ["first", "gated-one", "[here](https://example.org)", "{0}"]
    (shelf / "models.json").write_text(json.dumps(names), encoding="utf-8")
    text = run("check", "models.json", "--format", "sarif", "--min-band", "osaid-aligned", *REGISTRY).out
    Sarif.model_validate_json(text)
    ran = json.loads(text)["runs"][0]
    rules = {rule["id"]: rule for rule in ran["tool"]["driver"]["rules"]}
    assert {result["ruleId"] for result in ran["results"]} == set(rules)
    assert UNKNOWN_MODEL in rules
    for rule in rules.values():
        told = [rule[key]["text"] for key in ("shortDescription", "fullDescription", "help")]
        assert len(set(told)) == 3
    said = " ".join(result["message"]["text"] for result in ran["results"])
    assert r"\[here\](https://example.org)" in said
    assert "{{0}}" in said


@pytest.mark.parametrize("format", ["text", "json", "github", "sarif", "junit"])
def test_hostile_names_are_inert(run: Run, shelf: Path, format: str) -> None:
    """What a list names reaches the screen escaped, and begins no command of a code host."""
    names = ["first", *HOSTILE.values(), "\x1b[31mred", "::error::boo", "\ufffe", "]]>", "a\x00b"]
    (shelf / "models.json").write_text(json.dumps(names, indent=0), encoding="utf-8")
    result = run("check", "models.json", "--format", format, *REGISTRY)
    assert 1 == result.code
    for text in (result.out, result.err):
        assert text.replace("\n", "").isprintable()
    if format == "github":
        assert all(line.startswith("::error file=models.json,line=") for line in result.out.splitlines())


# The action and the hook -------------------------------------------------------------------------


def test_the_action_passes_its_inputs_as_words(shelf: Path) -> None:
    """Its script runs the command with each input as one option, and nothing in an input can run."""
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    step = action["runs"]["steps"][-1]
    assert {f"${{{{ inputs.{name} }}}}" for name in action["inputs"]} == set(step["env"].values())
    assert "${{" not in step["run"]
    program = shelf / "openscore" / "bin" / "openscore"
    program.parent.mkdir(parents=True)
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m openscore "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    (shelf / "my models.txt").write_text("gated-one\n", encoding="utf-8")
    given = {
        "FILES": "my models.txt\n",
        "REQUIRE": "weights=public\r\nweights.license=$(touch ran),MIT\n",
        "REGISTRY": "registry.toml",
        "STANDALONE": "true",
        "FORMAT": "github",
    }
    environment = {**os.environ, "RUNNER_TEMP": str(shelf), "PYTHONPATH": str(ROOT)}
    environment |= dict.fromkeys(step["env"], "") | given

    def script() -> subprocess.CompletedProcess[str]:
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
        return subprocess.run(
            command, env=environment, cwd=shelf, capture_output=True, encoding="utf-8", check=False
        )

    refused = script()
    assert (2, "") == (refused.returncode, refused.stdout)
    assert "no license '$(touch ran)'" in refused.stderr
    assert not (shelf / "ran").exists()
    environment["REQUIRE"] = "weights=public\n\n"
    found = script()
    assert 1 == found.returncode
    assert found.stdout.startswith("::error file=my models.txt,line=1,title=requirement-unmet::gated-one: ")


def test_the_action_and_the_hook_name_real_options(run: Run) -> None:
    """Every input of the action but the files is an option; the hooks run commands that there are."""
    text = run("check", "--help").out
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    for name in set(action["inputs"]) - {"files"}:
        assert f"--{name}" in text, name
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert {"openscore validate", "openscore check"} == {hook["entry"] for hook in hooks}


def test_the_guide_is_right(run: Run, shelf: Path) -> None:
    """Its policy can be used as it stands, and its options and kinds of findings are real."""
    guide = (ROOT / "docs" / "check.md").read_text(encoding="utf-8")
    (policy,) = re.findall(r"```toml\n(.*?)```", guide, flags=re.DOTALL)
    (shelf / "policy.toml").write_text(policy, encoding="utf-8")
    (shelf / "models.txt").write_text("gated-one\n", encoding="utf-8")
    words = re.findall(r"^\| `(--(?:require|min)[^`]*)`", guide, flags=re.MULTILINE)
    assert 6 == len(words)
    for word in words:
        chosen = word.replace(" ID", "=open-weights").replace(" SCORE", "=60").replace(" ", "=", 1)
        assert 1 == run("check", "models.txt", chosen, *REGISTRY).code, word
    assert 1 == run("check", "models.txt", "--policy", "policy.toml", *REGISTRY).code
    for kind in (UNKNOWN_MODEL, NOT_JUDGED, UNMET, NOT_SHOWN):
        assert f"`{kind}`" in guide


def test_near_names_are_looked_up_once_each_and_not_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that stands in a list a hundred times is looked up once, and of very many the first."""
    looked_up: list[str] = []

    def guess(name: str, known: object) -> str:
        looked_up.append(name)
        return f"near {name}"

    monkeypatch.setattr("openscore.check.findings.did_you_mean", guess)
    names = [f"nobody-{place}" for place in range(MOST_GUESSES + 50) for _ in range(3)]
    found = check([Use(name, "models.txt", 1) for name in names], registry_of({}), []).findings
    assert looked_up == list(dict.fromkeys(names))[:MOST_GUESSES]
    assert [f"near {name}" if name in looked_up else "" for name in names] == [one.near for one in found]


def test_a_model_that_is_used_twice_has_its_findings_twice(registry: Registry, rubric: Rubric) -> None:
    """What is worked out once for a model stands on each line that names it."""
    twice = [USE, USE._replace(name="gpt-2", line=2), USE._replace(name="gpt-2", line=9)]
    found = check(twice, registry, [demand(rubric, min_score=100)]).findings
    assert [(UNKNOWN_MODEL, 1), (UNMET, 2), (UNMET, 9)] == [(one.name, one.use.line) for one in found]
    assert found[1] == found[2]._replace(use=found[1].use)
