"""Cases of `check`: lists, bills of materials, baselines and names."""

from __future__ import annotations

import json
import re

import yaml
from conftest import ROOT
from trial.table import Place, case

MODEL = '{"type":"machine-learning-model","name":"gpt-2"}'
BILL = {"bomFormat": "CycloneDX", "specVersion": "1.6"}


@case({"models.txt": "lab/not-there\n"})
def baseline_from_another_folder(place: Place) -> None:
    """A baseline is about contents: the same list by its whole path, or from the folder above, is known."""
    place.run("check", "models.txt", "--format", "json", "-o", "baseline.json")
    assert 1 == place.run("check", "models.txt").code
    assert 0 == place.run("check", place.folder / "models.txt", "--baseline", "baseline.json").code
    here = place.folder.name
    (place.folder / "below").mkdir()
    done = place.started("check", f"../../{here}/models.txt", "--baseline", "../baseline.json", where="below")
    assert 0 == done.returncode, done.stderr


@case()
def bill_with_60000_models(place: Place) -> None:
    """Lines are counted once, whatever the number of models: ten times as many take about ten times as long."""
    times = []
    for count, calls in ((6_000, 3), (60_000, 1)):
        bill = '{"bomFormat":"CycloneDX","components":[' + ",\n".join([MODEL] * count) + "]}"
        (place.folder / "b.json").write_text(bill, encoding="utf-8")
        from openscore.check.inventory import read_inventory

        times.append(place.seconds(lambda: read_inventory(place.folder / "b.json"), calls))
    assert times[1] < 30 * times[0]
    assert [] == place.found("b.json")


@case({
    "models.txt": "gpt-4\n",
    "--baseline=app/x.bom.json": json.dumps({"schema": "openscore.check/1", "openscore": "0.1.0", "findings": [
        {"finding": "requirement-unmet", "file": "models.txt", "line": 1, "name": "gpt-4", "model": "gpt-4",
         "rubric": "osi-draft", "requirement": "band>=open-weights", "found": "closed"}]}),
})  # fmt: skip
def file_name_that_is_an_option(place: Place) -> None:
    """What a hook appends are names; a file that is called like an option decides nothing."""
    if not (place.folder / "--baseline=app").is_dir():
        (place.folder / "--baseline=app").mkdir()
        (place.folder / "x.bom.json").rename(place.folder / "--baseline=app" / "x.bom.json")
        (place.folder / "app").mkdir()
        (place.folder / "app" / "x.bom.json").symlink_to("../accept.json")
    words = ("check", "--min-band", "open-weights", "models.txt")
    named = place.run(*words, "--baseline=app/x.bom.json")
    assert named.code in {1, 2}, named.err
    assert 1 == place.run(*words).code


@case({"plain.cdx.json": json.dumps({**BILL, "components": [{"type": "library", "name": "demo"}]})})
def hook_file_names(place: Place) -> None:
    """The hook runs at every name of a bill, and a bill without models stops no commit."""
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    (pattern,) = (hook["files"] for hook in hooks if "openscore-check" == hook["id"])
    names = ("bom.json", "sub/bom.json", "aibom.json", "demo.spdx3.json", "plain.cdx.json")
    assert all(re.search(pattern, name) for name in names)
    assert 0 == place.run("check", "plain.cdx.json").code


@case({"list.txt": "hf.co/bigscience/bloom\nhf://bigscience/bloom\npkg:huggingface/datasets/a/b\n"
                   "https://huggingface.co/collections/a/b\n"})  # fmt: skip
def hub_addresses(place: Place) -> None:
    """Short addresses name the model; data sets and pages of the hub are no models."""
    out = place.run("check", "list.txt", "--format", "json")
    assert ["bloom", "bloom"] == [one["model"] for one in json.loads(out.out)["models"]]
    assert 0 == out.code
    assert all(what in place.run("check", "list.txt").err for what in ("a data set", "a page of the hub"))


@case({"config.yaml": "chat:\n  model: openai/gpt-4\n  api_key: not-a-real-key\n",
       "models.csv": "model,license\nopenai-community/gpt2,mit\nbigscience/bloom,other\n"})  # fmt: skip
def lists_that_are_none(place: Place) -> None:
    """A configuration is refused without a line of it; a table is read by its column."""
    assert "not-a-real-key" not in place.refused("check", "config.yaml", names="config.yaml")
    assert [] == place.found("models.csv")


@case({"model.cdx.json": json.dumps({
    **BILL,
    "metadata": {"component": {"type": "machine-learning-model", "name": "demo-7b", "components": [
        {"type": "file", "name": "a.json", "purl": "pkg:huggingface/acme/demo-7b@1#a.json"}]}},
    "components": [
        {"type": "machine-learning-model", "name": "gpt2", "purl": "pkg:huggingface/openai-community/gpt2@1"},
        {"type": "data", "name": "set", "purl": "pkg:huggingface/datasets/acme/set@1"},
        {"type": "data", "name": "ratings", "purl": "pkg:huggingface/acme/ratings@1"}]})})  # fmt: skip
def ml_bom_parts_and_datasets(place: Place) -> None:
    """Files of a model and data sets are no models of their own."""
    (name,) = place.found("model.cdx.json")
    assert name.endswith("demo-7b")
    place.run("check", "model.cdx.json", "--format", "json")
    assert 2 == len(json.loads(place.run.out)["models"])


@case({"names.txt": "Gemma 3\nCommand R\nPythia 12B\n"})
def names_as_the_table_prints_them(place: Place) -> None:
    """What is printed as a name is found as one, and an export knows all of its own models."""
    assert [] == place.found("names.txt")
    place.passed("export", "cyclonedx", "-o", "all.json")
    assert [] == place.found("all.json")


@case({"list.txt": "openai/gpt-4\nanthropic/claude-2\ngoogle/claude-2\n"})
def provider_and_model(place: Place) -> None:
    """The maker before the slash is the maker of the record, or it is another model."""
    assert ["google/claude-2"] == place.found("list.txt")


CONTEXT = "https://spdx.org/rdf/3.0.1/spdx-context.jsonld"


@case({"model.spdx3.json": json.dumps({"@context": CONTEXT, "@graph": [
    {"type": "ai_AIPackage", "spdxId": "urn:a", "name": "gpt2", "software_primaryPurpose": "model"},
    {"type": "software_File", "spdxId": "urn:b", "name": "./a.bin", "software_primaryPurpose": "model"},
    {"type": "dataset_DatasetPackage", "spdxId": "urn:c", "name": "prompts"}]})})  # fmt: skip
def spdx3_files_of_a_model(place: Place) -> None:
    """Files whose purpose is a model belong to the package."""
    assert [] == place.found("model.spdx3.json")
    assert 1 == len(json.loads(place.run.out)["models"])


@case({"model.spdx3.json": json.dumps({"@context": CONTEXT, "@graph": [
    {"type": "software_Package", "spdxId": "urn:b", "name": "acme-demo-9b", "software_additionalPurpose": ["model"]},
    {"@type": ["ai_AIPackage"], "@id": "urn:c", "name": "acme-demo-8b"}]})})  # fmt: skip
def spdx3_unseen_models(place: Place) -> None:
    """An additional purpose is a purpose, and a list of one type is that type."""
    assert {"acme-demo-9b", "acme-demo-8b"} == set(place.found("model.spdx3.json"))
