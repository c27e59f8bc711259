"""Bills of materials state name and version apart; where only both together name a model, they do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import Run
from samples import entry

CONTEXT = "https://spdx.org/rdf/3.0.1/spdx-context.jsonld"
KIND = "machine-learning-model"
ALIASES = {
    "shape-one": "Lab/Shape-v1-4",
    "tone-one": "Lab/Tone-2.0",
    "tone-two": "Lab/Tone-v2.0",
    "plain": "Lab/Plain",
    "plain-two": "Lab/Plain-2",
}
PURL = "pkg:huggingface/Lab/Shape@0a1b2c"


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a registry of models whose names end in versions, which is the current one."""
    monkeypatch.chdir(tmp_path)
    text = "".join(map(entry, ALIASES))
    for id, alias in ALIASES.items():
        text = text.replace(f"[models.{id}]\n", f'[models.{id}]\naliases = ["{alias}"]\n', 1)
    (tmp_path / "registry.toml").write_text(text, encoding="utf-8")
    return tmp_path


def cyclonedx(**component: str) -> str:
    return json.dumps({"bomFormat": "CycloneDX", "components": [{"type": KIND, **component}]})


def models(run: Run, text: str, name: str = "bill.json") -> list[str | None]:
    """Return the ids that a bill's models are found under."""
    Path(name).write_text(text, encoding="utf-8")
    result = run("check", name, "--format", "json", "--standalone", "--registry", "registry.toml")
    return [one["model"] for one in json.loads(result.out)["models"]]


SPDX_2 = {"name": "Shape", "versionInfo": "1.4", "downloadLocation": "https://huggingface.co/Lab/Shape"}
SPDX_3 = {"type": "ai_AIPackage", "name": "Lab/Shape", "software_packageVersion": "1.4"}
XML = f"""<bom xmlns="http://cyclonedx.org/schema/bom/1.6"><components>
<component type="{KIND}"><name>Lab/Shape</name><version>1.4</version></component></components></bom>
"""
TAGS = """SPDXVersion: SPDX-2.3
PackageName: Shape
PackageVersion: 1.4
PackageDownloadLocation: git+https://huggingface.co/Lab/Shape
"""
FORMS = {
    "maker in the name": ("a.json", cyclonedx(name="Lab/Shape", version="1.4")),
    "maker as the group": ("a.json", cyclonedx(group="Lab", name="Shape", version="v1.4")),
    "address on the hub": ("a.json", cyclonedx(name="shape", version="1.4", purl=PURL)),
    "a hosted service": ("a.json", json.dumps({"bomFormat": "CycloneDX", "services": [
        {"name": "s", "version": "1-4", "externalReferences": [{"url": "https://huggingface.co/Lab/Shape"}]}]})),
    "XML": ("a.xml", XML),
    "SPDX 2": ("a.json", json.dumps({"spdxVersion": "SPDX-2.3", "packages": [SPDX_2]})),
    "tags": ("a.spdx", TAGS),
    "SPDX 3": ("a.json", json.dumps({"@context": CONTEXT, "@graph": [SPDX_3]})),
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_a_name_counts_with_its_version_in_every_form_of_bills(run: Run, shelf: Path, form: str) -> None:
    """However the bill writes the two, and whatever marks stand in the alias."""
    name, text = FORMS[form]
    assert ["shape-one"] == models(run, text, name)


def test_that_version_and_name_were_joined_is_noted_once_for_each_use(run: Run, shelf: Path) -> None:
    """A reader sees what was taken for what; a name that is one by itself needs no note."""
    Path("bill.json").write_text(cyclonedx(name="Lab/Shape", version="1.4"), encoding="utf-8")
    said = run("check", "bill.json", "--standalone", "--registry", "registry.toml").err
    assert "note: bill.json:1: 'Lab/Shape' in version '1.4' is taken for shape-one" in said
    Path("bill.json").write_text(cyclonedx(name="Lab/Shape-v1.4", version="1.4"), encoding="utf-8")
    assert "note" not in run("check", "bill.json", "--standalone", "--registry", "registry.toml").err


@pytest.mark.parametrize(
    ("component", "model"),
    [
        ({"name": "Lab/Tone", "version": "2.0"}, None),  # with and without a v it would be two
        ({"group": "Others", "name": "Shape", "version": "1.4"}, None),
        ({"name": "Lab/Shape", "version": "0a1b2c"}, None),
        ({"name": "Lab/Shape"}, None),
        ({"name": "Lab/Plain", "version": "2"}, "plain"),  # a name that is one stands, whatever its version
    ],
)
def test_what_could_be_two_or_is_of_others_is_found_under_nothing(
    run: Run, shelf: Path, component: dict[str, str], model: str | None
) -> None:
    """Nothing is guessed from a version."""
    assert [model] == models(run, cyclonedx(**component))
