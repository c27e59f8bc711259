"""Exports: each format by its own validator, hostile text inert, and the way back to equal assessments."""

from __future__ import annotations

import csv
import hashlib
import io
import itertools
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import check_jsonschema
import html5lib
import jsonschema
import pytest
import yaml
from conftest import ROOT, Run
from samples import entry

from openscore import Registry, Rubric, assess, load_registry, load_rubric, rank
from openscore.registry.dump import registry_file, to_toml
from openscore.report.formats import FORMATS
from openscore.resources import rubric_files

GOLDEN = ROOT / "tests" / "golden" / "registry.toml"
SMALL = ["--standalone", "--registry", str(GOLDEN)]


@pytest.fixture(scope="module")
def small() -> Registry:
    return load_registry([GOLDEN], shipped=False)


# --- the way back


@pytest.mark.parametrize("format", ["json", "jsonl"])
def test_an_export_read_back_gives_equal_assessments(run: Run, tmp_path: Path, format: str) -> None:
    """Same scores, bands, traces, digests, makers and families, from the exported file alone."""
    there, back = tmp_path / f"there.{format}", tmp_path / "back.toml"
    assert run("export", format, "-o", there, *SMALL).code == 0
    assert run("import", "json", there, "-o", back).code == 0
    before, after = (load_registry([path], shipped=False) for path in (GOLDEN, back))
    assert set(before.models) == set(after.models)
    for kind in ("makers", "families"):
        assert before.data[kind].keys() == after.data[kind].keys() != set()
    for id in ("osi-draft", "mof-1.0", "osaid-1.0"):
        rubric = load_rubric(id)
        for one, other in zip(rank(before, rubric), rank(after, rubric), strict=True):
            assert (one.rank, one.assessment.record.id) == (other.rank, other.assessment.record.id)
            for name in ("score", "uncapped", "bands", "criteria", "unknown", "conformance"):
                assert getattr(one.assessment, name) == getattr(other.assessment, name)
    for record in before:
        assert before.record_digest(record) == after.record_digest(after[record.id])


def test_every_shipped_record_survives_the_way_back(
    registry: Registry, rubric: Rubric, tmp_path: Path
) -> None:
    """History, services, base models and all: the digest covers every fact, source and license."""
    file = tmp_path / "all.toml"
    file.write_text(to_toml(registry_file(registry, registry)), encoding="utf-8")
    back = load_registry([file], shipped=False)
    for record in registry:
        assert registry.record_digest(record) == back.record_digest(back[record.id]), record.id
        assert assess(record, rubric).score == assess(back[record.id], rubric).score


def test_a_license_of_an_overlay_travels_with_the_model(run: Run, tmp_path: Path) -> None:
    """Also the branch of an OR that does not count, and names with quotes in them."""
    overlay = tmp_path / "own.toml"
    license = """
[licenses."LicenseRef-own"]
name = "Own \\"terms\\""
osi_approved = false
open_definition = "not-reviewed"
[licenses."LicenseRef-own".documents]
text = { url = "https://example.org/terms", read = 2026-01-02, by = "maker" }
[licenses."LicenseRef-own".terms]
"""
    facts = {"weights.availability": "public", "weights.license": "LicenseRef-own OR MIT"}
    overlay.write_text(entry(facts=facts, name='An \\"odd\\" \\\\name') + license, encoding="utf-8")
    there, back = tmp_path / "there.json", tmp_path / "back.toml"
    assert run("export", "json", "demo", "--registry", overlay, "-o", there).code == 0
    result = run("import", "json", there, "-o", back)
    assert (result.code, result.err) == (0, "")
    before = load_registry([overlay], shipped=False)
    after = load_registry([back], shipped=False)
    assert after["demo"].name == 'An "odd" \\name'
    assert "LicenseRef-own" in after.licenses.licenses
    assert before.record_digest(before["demo"]) == after.record_digest(after["demo"])


OWN = """
[licenses."LicenseRef-{id}"]
name = "Own {id}"
osi_approved = false
open_definition = "not-reviewed"
{more}
[licenses."LicenseRef-{id}".documents]
text = {{ url = "https://example.org/{id}", read = 2026-01-02, by = "maker" }}
[licenses."LicenseRef-{id}".terms]
"""
NAMING = (
    'compatible = {{ licenses = ["LicenseRef-{}"], clause = "3", sources = ["text"], shows = "it names it" }}'
)


def test_what_own_files_say_beside_the_facts_travels_with_them(run: Run, tmp_path: Path) -> None:
    """Of several exports at once: licenses that another names, in turn; translations; names of no one license."""
    said = {"alpha": ("It is one.", "其一。"), "beta": ("It is two.", "其二。")}
    there = []
    for id, (english, chinese) in said.items():
        chain = [NAMING.format(f"{id}-2"), NAMING.format(f"{id}-3"), ""]
        licenses = [OWN.format(id=f"{id}-{place}", more=more) for place, more in enumerate(chain, start=1)]
        model = entry(id, {"weights.license": f"LicenseRef-{id}-1"}, name=id)
        text = model.replace("A model for a test.", english) + "".join(licenses)
        overlay, export = tmp_path / f"{id}.toml", tmp_path / f"{id}.json"
        overlay.write_text(
            f'ambiguous = ["own-{id}"]\nplaceholders = ["no-{id}"]\n{text}[translations.zh]\n"{english}" = "{chinese}"\n',
            "utf-8",
        )
        assert run("export", "json", id, "--registry", overlay, "-o", export).code == 0, run.err
        there.append(export)
    back = tmp_path / "back.toml"
    assert run("import", "json", *there, "-o", back).code == 0, run.err
    after = load_registry([back], shipped=False)
    assert {f"LicenseRef-{id}-{place}" for id in said for place in (1, 2, 3)} <= {*after.licenses.licenses}
    assert {"own-alpha", "own-beta"} <= {*after.data["ambiguous"]}
    assert {"no-alpha", "no-beta"} <= {*after.data["placeholders"]}
    assert dict(said.values()).items() <= after.data["translations"]["zh"].items()


def test_what_is_no_export_is_refused(run: Run, tmp_path: Path) -> None:
    """One clear error, with the line."""
    file = tmp_path / "no.json"
    for text, said in (
        ("[1, 2]", "[not-an-export]"),
        ('{"facts": {"models": {}}}\n{"x": 1}\n', "no.json:1"),
        ("", "no.json: "),
        (" \n\n", "no.json: "),
        ('{"facts": {"models": {}}}', "[not-an-export]"),
        ("hello", "[broken-json]"),
        ('{"facts": {"models": {"x": {"name": 3}}}}', "models.x"),
    ):
        file.write_text(text, encoding="utf-8")
        result = run("import", "json", file)
        assert (result.code, result.out) == (2, ""), text
        assert said in result.err
    assert run("import", "json", tmp_path / "none.json").code == 2


def test_json_lines_are_whole_exports(run: Run) -> None:
    """Each line is what the export of that model alone is."""
    lines = run("export", "jsonl", *SMALL).out.splitlines()
    assert [json.loads(line)["ranking"][0]["id"] for line in lines] == ["open-one", "wide", "desk", "shut"]
    alone = run("export", "json", "wide", *SMALL).out
    assert json.loads(lines[1]) == json.loads(alone)
    assert set(json.loads(alone)["facts"]["models"]) == {"wide", "open-one"}


# --- each format by its own validator


def test_json_is_what_its_schema_says(run: Run) -> None:
    """The schema covers the facts too: unknown keys and values are errors."""
    schema = json.loads(run("schema", "export").out)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    data = json.loads(run("export", "json", *SMALL).out)
    assert [error.message for error in validator.iter_errors(data)] == []
    data["facts"]["models"]["wide"]["weights"]["availability"]["value"] = "openish"
    data["facts"]["models"]["wide"]["colour"] = "red"
    assert len(list(validator.iter_errors(data))) == 2


def test_csv_is_the_table_of_the_ranking(run: Run) -> None:
    """One row a model, and no cell begins a formula."""
    result = run("export", "csv", *SMALL)
    assert result.out == run("rank", "--format", "csv", *SMALL).out
    rows = list(csv.DictReader(io.StringIO(result.out)))
    assert [row["id"] for row in rows] == ["open-one", "wide", "desk", "shut"]
    assert rows[3]["developer"] == "'=Closed()"
    assert len(list(csv.DictReader(io.StringIO(run("export", "csv", "wide", "shut", *SMALL).out)))) == 2
    registry = json.loads(run("rank", "--format", "json", *SMALL).out)["registry"]
    assert {(row["registry_digest"], row["facts_read"]) for row in rows} == {
        (registry["digest"], "2026-01-04")
    }


def cyclonedx_errors(text: str) -> str:
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    return str(JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) or "")


def test_cyclonedx_is_valid_and_says_the_score(run: Run) -> None:
    """The strict schema holds, every reference leads somewhere, and each answer has its evidence."""
    text = run("export", "cyclonedx", *SMALL).out
    assert cyclonedx_errors(text) == ""
    bom = json.loads(text)
    refs: list[str] = []

    def walk(item: object) -> None:
        if isinstance(item, dict):
            refs.extend([item["bom-ref"]] if "bom-ref" in item else [])
            for value in item.values():
                walk(value)
        elif isinstance(item, list):
            for value in item:
                walk(value)

    walk(bom)
    assert len(refs) == len(set(refs))
    for claim in bom["declarations"]["claims"]:
        assert {claim["target"], *claim["evidence"]} <= set(refs)
    for attestation in bom["declarations"]["attestations"]:
        for mapping in attestation["map"]:
            assert {mapping["requirement"], *mapping["claims"]} <= set(refs)
            assert 0 <= mapping["conformance"]["score"] <= 1 if "conformance" in mapping else True
    first, second = bom["components"][:2]
    assert first["licenses"] == [{"expression": "Apache-2.0", "acknowledgement": "declared"}]
    assert second["pedigree"]["ancestors"][0]["name"] == "Open One 7B"
    assert text == run("export", "cyclonedx", *SMALL).out
    bom["components"][0]["licenses"] = [{"license": {"id": "unknown"}}]
    assert cyclonedx_errors(json.dumps(bom))


def test_spdx_is_read_by_its_own_model(run: Run) -> None:
    """Types, cardinalities and references hold; licenses, data and base models are related."""
    from spdx_python_model import v3_0_1 as spdx

    text = run("export", "spdx", *SMALL).out
    objects = spdx.SHACLObjectSet()
    spdx.JSONLDDeserializer().read(io.BytesIO(text.encode()), objects)
    assert not objects.missing_ids
    spdx.JSONLDSerializer().write(objects, io.BytesIO())  # Checks how often each property may stand.
    models = {model.name: model for model in objects.foreach_type(spdx.ai_AIPackage)}
    assert set(models) == {
        "Open One 7B",
        "通义千问大模型一二三四五六七八九十",
        "Desk",
        "Shut [bold]<b>x</b>[/]",
    }
    assert "100.0 of 100" in models["Open One 7B"].ai_standardCompliance[0]
    graph = json.loads(text)["@graph"]
    relations = {
        (item["from"].split(":")[-1], item["relationshipType"], item["to"][0].split(":")[-1])
        for item in graph
        if item["type"] == "Relationship"
    }
    assert ("model/open-one", "hasDeclaredLicense", "license/Apache-2.0") in relations
    assert ("model/open-one", "ancestorOf", "model/wide") in relations
    assert ("model/open-one", "trainedOn", "data/open-one/pretraining-data") in relations
    assert ("model/desk", "dependsOn", "model/shut") in relations
    data = next(item for item in graph if item.get("spdxId", "").endswith("data/open-one/pretraining-data"))
    assert data["dataset_datasetAvailability"] == "directDownload"
    broken = text.replace('"software_primaryPurpose": "model"', '"software_primaryPurpose": "toy"')
    with pytest.raises(ValueError, match="toy"):
        spdx.JSONLDDeserializer().read(io.BytesIO(broken.encode()), spdx.SHACLObjectSet())


def test_spdx_says_what_each_name_of_a_license_stands_for(run: Run, tmp_path: Path) -> None:
    """Names that are none of SPDX's list are elements of the document; of one that nobody has, that is said."""
    from spdx_python_model import v3_0_1 as spdx

    file = tmp_path / "own.toml"
    stated = {"weights.license": "LicenseRef-alpha AND (MIT OR LicenseRef-nowhere)"}
    file.write_text(entry("own", stated) + OWN.format(id="alpha", more=""), encoding="utf-8")
    text = run("export", "spdx", "own", "--registry", file).out
    objects = spdx.SHACLObjectSet()
    spdx.JSONLDDeserializer().read(io.BytesIO(text.encode()), objects)
    assert not objects.missing_ids
    (expression,) = objects.foreach_type(spdx.simplelicensing_LicenseExpression)
    texts = {one._id: one for one in objects.foreach_type(spdx.simplelicensing_SimpleLicensingText)}
    said = {
        one.key: texts[one.value].simplelicensing_licenseText
        for one in expression.simplelicensing_customIdToUri
    }
    assert said == {
        "LicenseRef-alpha": "The text stands at https://example.org/alpha",
        "LicenseRef-nowhere": "The text is not at hand.",
    }


def test_sarif_is_what_its_schema_says(run: Run) -> None:
    """By the classes made from the schema; results point at the line of the fact."""
    from pydantic_sarif.model import StaticAnalysisResultsFormatSarifVersion210JsonSchema as Sarif

    text = run("export", "sarif", "wide", *SMALL).out
    Sarif.model_validate_json(text)
    ran = json.loads(text)["runs"][0]
    rules = {rule["id"] for rule in ran["tool"]["driver"]["rules"]}
    assert {result["ruleId"] for result in ran["results"]} == rules
    lines = GOLDEN.read_text(encoding="utf-8").splitlines()
    placed = next(result for result in ran["results"] if "Weights: " in result["message"]["text"])
    place = placed["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"].endswith("golden/registry.toml")
    assert lines[place["region"]["startLine"] - 1].startswith('availability = { value = "click-through"')
    assert {result["kind"] for result in ran["results"]} <= {"pass", "fail", "open", "notApplicable"}
    for result in ran["results"]:
        assert (result["level"] == "none") == (result["kind"] != "fail")
    with pytest.raises(ValueError, match="colour"):
        Sarif.model_validate_json(text.replace('"ruleId"', '"colour"'))


SHIELDS = {
    "type": "object",
    "required": ["schemaVersion", "label", "message"],
    "additionalProperties": False,
    "properties": {
        "schemaVersion": {"const": 1},
        "label": {"type": "string"},
        "message": {"type": "string", "minLength": 1},
        "color": {"type": "string", "pattern": "^#[0-9a-f]{6}$"},
    },
}
"""What shields.io documents of its endpoint badge; it publishes no schema."""


def test_shields_and_the_badge_say_the_same(run: Run) -> None:
    """One model at a time; the picture is XML without anything from elsewhere."""
    data = json.loads(run("export", "shields", "wide", *SMALL).out)
    jsonschema.validate(data, SHIELDS)
    picture = ElementTree.fromstring(run("badge", "wide", *SMALL).out)
    texts = [item.text for item in picture.iter("{http://www.w3.org/2000/svg}text")]
    assert texts == [data["label"], data["message"]]
    assert "href" not in run("badge", "wide", *SMALL).out
    result = run("export", "shields", *SMALL)
    assert (result.code, result.out) == (2, "")
    assert "holds one model" in result.err


def test_the_citation_file_is_valid(run: Run) -> None:
    """By the schema of the format."""
    vendored = Path(check_jsonschema.__file__).parent / "builtin_schemas" / "vendor"
    schema = json.loads((vendored / "citation-file-format.json").read_text(encoding="utf-8"))
    for models in ((), ("shut",)):
        data = yaml.safe_load(run("export", "cff", *models, *SMALL).out)
        jsonschema.validate(data, schema)
        assert data["type"] == "dataset"
    assert data["title"].endswith("Shut [bold]<b>x</b>[/]")


def test_croissant_describes_the_table(run: Run) -> None:
    """The table's digest and columns are the described ones."""
    table = run("export", "csv", *SMALL).out
    data = json.loads(run("export", "croissant", *SMALL).out)
    assert data["distribution"][0]["sha256"] == hashlib.sha256(table.encode()).hexdigest()
    columns = [field["source"]["extract"]["column"] for field in data["recordSet"][0]["field"]]
    assert columns == table.splitlines()[0].split(",")


JUDGED = [id for id in rubric_files() if "model" in load_rubric(id).subjects]


@pytest.mark.parametrize("rubric", JUDGED)
def test_croissant_tells_what_each_column_holds(run: Run, rubric: str) -> None:
    """In a sentence of its own, in the language that the description says it is in; also where it is not spoken."""
    data = json.loads(run("export", "croissant", "--rubric", rubric, "--lang", "zh", *SMALL).out)
    fields = data["recordSet"][0]["field"]
    told = [field["description"] for field in fields]
    assert len(set(told)) == len(told)
    assert all(text.endswith(".") and text != field["name"] for text, field in zip(told, fields, strict=True))
    assert data["@context"]["@language"] == "en"
    assert not re.search(r"[\u4e00-\u9fff]", data["description"] + "".join(told))


def test_croissant_is_read_by_its_own_library(run: Run, tmp_path: Path) -> None:
    """Without an issue, and its records are the rows."""
    croissant = pytest.importorskip("mlcroissant", reason="mlcroissant is not installed (240 MB)")
    assert run("export", "csv", "-o", tmp_path / "openscore.csv", *SMALL).code == 0
    assert run("export", "croissant", "-o", tmp_path / "croissant.json", *SMALL).code == 0
    dataset = croissant.Dataset(tmp_path / "croissant.json")
    assert not dataset.metadata.issues.report()
    rows = list(dataset.records("models"))
    assert [row["models/id"] for row in rows] == [b"open-one", b"wide", b"desk", b"shut"]
    assert rows[0]["models/score_low"] == 100.0


def test_fair4ml_uses_only_its_terms(run: Run) -> None:
    """Every prefixed name is one of the vocabulary of version 0.1.0."""
    terms = {
        "MLModel",
        "MLModelEvaluation",
        "modelCategory",
        "hasEvaluation",
        "fineTunedFrom",
        "evaluationMetrics",
    }
    text = run("export", "fair4ml", *SMALL).out
    assert set(re.findall(r'"fair4ml:(\w+)"', text)) == terms
    graph = json.loads(text)["@graph"]
    assert {"@id": "urn:openscore:model:open-one"} == graph[1]["fair4ml:fineTunedFrom"][0]
    assert graph[0]["fair4ml:hasEvaluation"]["fair4ml:evaluationMetrics"]["minValue"] == 100


# --- pages


def test_html_is_whole_and_well_formed(run: Run) -> None:
    """Strictly parsed, nothing loaded from elsewhere, and fit for screen readers."""
    for words in (
        ("export", "html"),
        ("report", "--model", "wide", "--model", "open-one", "--format", "html"),
    ):
        text = run(*words, *SMALL).out
        tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)
        assert not list(tree.iter("script"))
        assert all(
            image.get("src", "").startswith("data:image/svg+xml;base64,") for image in tree.iter("img")
        )
        assert all(image.get("alt") for image in tree.iter("img"))
        assert not list(tree.iter("link"))
        assert not re.search(r"url\((?!#)", text)
        assert tree.get("lang") == "en"
        levels = [int(node.tag[1]) for node in tree.iter() if re.fullmatch(r"h[1-6]", str(node.tag))]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
        for table in tree.iter("table"):
            assert table.find("caption") is not None
            assert all(cell.get("scope") for cell in table.iter("th"))


def test_the_brief_has_what_a_reader_looks_for(run: Run) -> None:
    """Title, summary, plot, tables, method, limits and references, in this order, in each format."""
    text = run("report", "--model", "wide", *SMALL).out
    assert text.startswith("# How open is 通义千问大模型一二三四五六七八九十?\n\n**")
    parts = [
        "| Openness |",
        "## Scores",
        "## What was found",
        "## License terms",
        "## Method",
        "### Bands",
        "## Limits",
        "## To verify",
        "sha256:",
        "## References",
    ]
    places = [text.index(part) for part in parts]
    assert places == sorted(places)
    assert "between 0 and" not in text
    assert "https://example.org/open-one/paper" in text, "documents of the base model count too"
    assert "openscore report --model wide --rubric osi-draft" in text


def test_the_brief_as_a_document(run: Run, tmp_path: Path) -> None:
    """The same headings and tables, with the plot as a picture that is described."""
    import docx

    file = tmp_path / "brief.docx"
    assert run("report", "--model", "wide", "--model", "shut", "-o", file, *SMALL).code == 0
    document = docx.Document(str(file))
    headings = [
        item.text for item in document.paragraphs if item.style and str(item.style.name).startswith("Heading")
    ]
    sections = ["Scores", "What was found", "License terms", "Method", "Bands", "Limits", "To verify"]
    assert headings == [*sections, "References"]
    assert [cell.text for cell in document.tables[0].rows[0].cells][2:] == [
        "通义千问大模型一二三四五六七八九十",
        "Shut [bold]<b>x</b>[/]",
    ]
    assert len(document.inline_shapes) == 1
    assert "Openness from 0 to 100" in document.inline_shapes[0]._inline.docPr.get("descr")
    result = run("report", "--model", "wide", "--format", "docx", *SMALL)
    assert (result.code, result.out) == (2, "")
    assert "--output FILE" in result.err


def test_every_rubric_and_a_past_day_give_a_brief(run: Run) -> None:
    """Also rubrics whose bands are rules and those that judge services only by their models."""
    for rubric in ("mof-1.0", "osaid-1.0", "release-gradient", "osd-terms"):
        result = run("report", "--model", "wide", "--rubric", rubric, *SMALL)
        assert (result.code, result.err) == (0, ""), rubric
        assert run("report", "--model", "wide", "--rubric", rubric, "--format", "html", *SMALL).code == 0
    assert "--as-of 2025-06-30" in run("report", "--model", "wide", "--as-of", "2025-06-30", *SMALL).out


def test_a_brief_on_nothing_or_of_no_kind_is_refused(run: Run, tmp_path: Path) -> None:
    """One clear error each."""
    assert "--model MODEL" in run("report").err
    assert (
        "wanted one of md, html, docx"
        in run("report", "--model", "wide", "-o", tmp_path / "x.pdf", *SMALL).err
    )
    assert "no model named 'wild'" in run("report", "--model", "wild", *SMALL).err
    assert not list(tmp_path.glob("x.*"))


@pytest.mark.parametrize(
    ("module", "words"),
    [
        ("jinja2", ("export", "html")),
        ("vl_convert", ("report", "--model", "wide", "--format", "html")),
        ("vl_convert", ("sensitivity", "--format", "svg")),
        ("docx", ("report", "--model", "wide", "-o", "x.docx")),
    ],
)
def test_what_is_not_installed_is_named(
    run: Run, monkeypatch: pytest.MonkeyPatch, module: str, words: tuple[str, ...]
) -> None:
    """The extra to install is told, and nothing is written."""
    monkeypatch.setitem(sys.modules, module, None)
    result = run(*words, *SMALL)
    assert (result.code, result.out) == (2, "")
    assert "hint: install it: " in result.err
    assert "-m pip install " in result.err


# --- hostile text

HOSTILE = "</title></style>--></svg><script>document.title='acted'</script><img src=x onerror=\"document.title='acted'\">"
TRICKS = [
    '=HYPERLINK("http://evil.example/","x")',
    "| a | b |\n|---|---|\n[click](javascript:alert(1)) ![i](http://evil.example/i.png) ``` <b>x</b>",
    "{{ 7*7 }} {% raw %} {0} $(id) `id`",
    "a\u202egnp.exe \u2066x\u2069 \x1b[31mred\x1b[0m \u200bzero \u2028line",
    '": [ - x: &a *a !!python/object:os.system # y',
]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """A registry whose every free text is an attack."""
    lines = []
    for place, text in enumerate([HOSTILE, *TRICKS]):
        quoted = json.dumps(text)
        base = (
            f'bases = [{{ model = "m{place - 1}", relation = "finetune", sources = ["card"], shows = {quoted} }}]'
            if place
            else ""
        )
        lines.append(f"""
[models.m{place}]
name = {quoted}
developer = {quoted}
modality = ["text"]
sizes = [{quoted}]
aliases = [{json.dumps(text + str(place))}]
summary = {quoted}
{base}
[models.m{place}.documents]
card = {{ url = "https://example.org/\\"onload=alert(1)<{place}>`|)", read = 2026-01-02, by = "maker", title = {quoted} }}
[models.m{place}.dates]
announced = {{ date = 2025-03-04, sources = ["card"], shows = {quoted} }}
[models.m{place}.weights]
availability = {{ value = "public", sources = ["card"], shows = {quoted} }}
license = {{ value = "LicenseRef-scancode-llama-2-license-2023", sources = ["card"], shows = {quoted} }}
[models.m{place}.pretraining-data]
availability = {{ value = "vague", sources = ["card"], shows = {quoted} }}
""")
    file = tmp_path_factory.mktemp("hostile") / "registry.toml"
    file.write_text("".join(lines), encoding="utf-8")
    return ["--standalone", "--registry", str(file)]


ALL = [("export", name) for name, format in FORMATS.items() if not format.is_single]
ONE = [
    ("export", "shields", "m0"),
    ("export", "shields", "m4"),
    ("badge", "m0"),
    ("badge", "m4"),
    ("report", "--model", "m0", "--model", "m4"),
    ("report", "--model", "m2", "--format", "html"),
]


@pytest.mark.parametrize("words", [*ALL, *ONE], ids=" ".join)
def test_nothing_invisible_and_no_markup_gets_out(
    run: Run, hostile: list[str], words: tuple[str, ...]
) -> None:
    """In every format: no control character, no override of direction, no live tag of a name."""
    result = run(*words, *hostile)
    assert (result.code, result.err) == (0, "")
    assert result.out.replace("\n", "").isprintable()
    kind = "html" if "html" in words else words[1] if words[0] == "export" else words[0]
    if kind in ("html", "md", "report", "badge"):
        assert "<script" not in result.out
        assert "<img src=x" not in result.out
    if kind in ("md", "report"):
        # The numbers of references are links of our own, within the page.
        assert not re.search(r"(?<!\\)\]\((?!#ref-\d+\))", result.out)
    if kind == "badge":
        ElementTree.fromstring(result.out)
    if kind == "csv":
        cells = [cell for row in csv.reader(io.StringIO(result.out)) for cell in row]
        assert not [cell for cell in cells if cell.lstrip().startswith(("=", "+", "@", "\uff1d"))]
    if kind == "cyclonedx":
        assert cyclonedx_errors(result.out) == ""
    if kind == "cff":
        assert yaml.safe_load(result.out)["type"] == "dataset"
    if kind == "sarif":
        texts = [entry["message"]["text"] for entry in json.loads(result.out)["runs"][0]["results"]]
        assert not [text for text in texts if re.search(r"(?<!\\)\[", text)]
    if kind in ("json", "spdx", "fair4ml", "croissant", "shields"):
        json.loads(result.out)


def test_hostile_records_survive_the_way_back(run: Run, hostile: list[str], tmp_path: Path) -> None:
    """What is escaped in an export is the same text again once read."""
    there, back = tmp_path / "there.jsonl", tmp_path / "back.toml"
    assert run("export", "jsonl", "-o", there, *hostile).code == 0
    assert run("import", "json", there, "-o", back).code == 0
    before, after = (load_registry([path], shipped=False) for path in (hostile[-1], back))
    for record in before:
        assert before.record_digest(record) == after.record_digest(after[record.id])
        assert record.name == after[record.id].name


CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None
)


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed")
@pytest.mark.parametrize(
    "words",
    [("export", "html"), ("report", "--model", "m0", "--model", "m2", "--format", "html"), ("badge", "m0")],
    ids=" ".join,
)
def test_no_script_runs_in_a_browser(
    run: Run, hostile: list[str], tmp_path: Path, words: tuple[str, ...]
) -> None:
    """Chromium builds the page and nothing of a name acts; the same text unescaped does act."""
    kind = "svg" if words[0] == "badge" else "html"
    page, live = tmp_path / f"page.{kind}", tmp_path / "live.html"
    page.write_text(run(*words, *hostile).out, encoding="utf-8")
    live.write_text(f"<!DOCTYPE html><title>{HOSTILE}</title>", encoding="utf-8")

    def built(file: Path) -> str:
        command = [
            CHROMIUM,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--virtual-time-budget=2000",
            f"--user-data-dir={tmp_path / 'profile'}",
            "--dump-dom",
            file.as_uri(),
        ]
        return subprocess.run(
            [str(word) for word in command], capture_output=True, encoding="utf-8", timeout=120, check=True
        ).stdout

    assert "<title>acted</title>" in built(live)
    text = built(page)
    assert "<title>acted</title>" not in text
    tree = html5lib.parse(text, namespaceHTMLElements=False)
    assert not list(tree.iter("script"))
    assert not [node for node in tree.iter() if {"onerror", "onload"} & set(node.attrib)]
