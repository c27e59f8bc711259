"""Element by element: what a bill states, what the registry could add, and what our own bills leave out."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, Run
from rich.cells import cell_len

from openscore.check.elements import coverage, load_elements
from openscore.check.register_columns import load_columns
from openscore.language import LANGUAGES
from openscore.resources import element_files

GOLDEN = ROOT / "tests" / "golden" / "registry.toml"
SMALL = ["--standalone", "--registry", str(GOLDEN)]
G7 = "g7-sbom-ai"
Json = dict[str, Any]

CYCLONEDX: Json = {
    "bomFormat": "CycloneDX",
    "specVersion": "1.6",
    "version": 3,
    "metadata": {
        "timestamp": "2026-11-01T10:00:00Z",
        "tools": [{"name": "maker", "version": "1"}],
        "component": {"type": "application", "name": "app", "version": "2"},
    },
    "components": [
        {"type": "machine-learning-model", "name": "open-one", "version": "7", "hashes": [{"alg": "SHA-256", "content": "0" * 64}]},
        {"type": "machine-learning-model", "name": "own", "licenses": []},
        {"type": "data", "bom-ref": "set", "name": "our own set", "licenses": [{"license": {"id": "MIT"}}]},
    ],
}  # fmt: skip
XML = """<bom xmlns="http://cyclonedx.org/schema/bom/1.6" version="3">
  <metadata><timestamp>2026-11-01T10:00:00Z</timestamp><tools><tool><name>maker</name><version>1</version></tool></tools>
    <component type="application"><name>app</name><version>2</version></component></metadata>
  <components>
    <component type="machine-learning-model"><name>open-one</name><version>7</version>
      <hashes><hash alg="SHA-256">00</hash></hashes></component>
    <component type="machine-learning-model"><name>own</name></component>
    <component type="data" bom-ref="set"><name>our own set</name><licenses><license><id>MIT</id></license></licenses></component>
  </components>
</bom>
"""
SPDX_2: Json = {
    "spdxVersion": "SPDX-2.3",
    "SPDXID": "SPDXRef-DOCUMENT",
    "creationInfo": {"created": "2026-11-01T10:00:00Z", "creators": ["Tool: maker-1"]},
    "documentDescribes": ["SPDXRef-app"],
    "packages": [
        {"SPDXID": "SPDXRef-app", "name": "app", "versionInfo": "2", "supplier": "NOASSERTION"},
        {
            "SPDXID": "SPDXRef-m", "name": "one", "licenseDeclared": "NOASSERTION",
            "downloadLocation": "git+https://huggingface.co/lab/one",
        },
    ],
    "relationships": [{"spdxElementId": "SPDXRef-app", "relationshipType": "DEPENDS_ON", "relatedSpdxElement": "SPDXRef-m"}],
}  # fmt: skip


def states(run: Run, file: Path, *more: object) -> dict[str, dict[str, str]]:
    """Return the state of each element by the name of its part; '' for the bill itself."""
    result = run("check", file, "--elements", G7, "--format", "json", *SMALL, *more)
    assert result.code == 0, result.err
    [found] = json.loads(result.out)["files"]
    assert found["counts"] == {
        state: sum(
            one["state"] == state for part in found["parts"] if part["in_bill"] for one in part["elements"]
        )
        for state in ("stated", "addable", "missing", "no-place")
    }
    told: dict[str, dict[str, str]] = {}
    for part in found["parts"]:
        told.setdefault(part["name"], {}).update({one["id"]: one["state"] for one in part["elements"]})
    return told


def saved(folder: Path, name: str, content: object) -> Path:
    file = folder / name
    file.write_text(content if isinstance(content, str) else json.dumps(content, indent=1), encoding="utf-8")
    return file


def test_the_list_has_the_fifty_elements_of_the_seven_clusters() -> None:
    """Numbered without gaps; each cluster has a part of a bill, and columns name only elements that there are."""
    elements = load_elements(G7)
    found = Counter(one.id.rpartition("-")[0] for one in elements.elements)
    assert found == {"MD": 10, "SLP": 9, "MDL": 13, "DP": 10, "INF": 2, "SP": 4, "KPI": 2}
    assert {cluster.id for cluster in elements.clusters} == set(found)
    for id, count in found.items():
        numbered = [one.id for one in elements.elements if one.id.startswith(f"{id}-")]
        assert numbered == [f"{id}-{number:02}" for number in range(1, count + 1)]
    asked = {place.partition(": ")[2] for one in load_columns(elements.columns).shape.columns for place in one.asked if place.startswith("g7")}  # fmt: skip
    assert asked <= {one.id for one in elements.elements}


@pytest.mark.parametrize("id", element_files())
@pytest.mark.parametrize("content", [CYCLONEDX, SPDX_2, XML])
def test_every_place_of_every_list_can_be_looked_at(id: str, content: object) -> None:
    """No step of a path is malformed."""
    text = content if isinstance(content, str) else json.dumps(content)
    assert coverage(text, "bom", load_elements(id)).parts[0].scope == "document"


@pytest.mark.parametrize(("name", "content"), [("bom.json", CYCLONEDX), ("bom.xml", XML)])
def test_what_a_bill_states_is_told_part_by_part(
    run: Run, tmp_path: Path, name: str, content: object
) -> None:
    """The same of JSON and of XML; what the registry knows could be added, and what is empty states nothing."""
    told = states(run, saved(tmp_path, name, content))
    bill, app, one, own = (told[part] for part in ("", "app", "open-one", "own"))
    assert {id for id, state in bill.items() if state == "stated"} == {
        "MD-02", "MD-03", "MD-04", "MD-06", "MD-07", "MD-09",
    }  # fmt: skip
    assert (app["SLP-01"], app["SLP-02"], app["SLP-04"], app["SLP-03"]) == (
        "stated",
        "stated",
        "stated",
        "missing",
    )
    assert {id for id, state in one.items() if state == "stated"} == {"MDL-01", "MDL-03", "MDL-07", "MDL-08"}
    assert {id for id, state in one.items() if state == "addable"} == {
        "MDL-04", "MDL-05", "MDL-06", "MDL-11", "MDL-12",
    }  # fmt: skip
    assert set(own.values()) == {"stated", "missing"}
    assert own["MDL-12"] == "missing"
    assert told["our own set"]["DP-10"] == "stated"
    assert told["our own set"]["DP-09"] == "missing"
    assert told["Open One 7B: Pre-training data"]["DP-10"] == "addable"


def test_what_a_format_has_no_place_for_is_told_apart(run: Run, tmp_path: Path) -> None:
    """And what SPDX writes where it states nothing is nothing."""
    told = states(run, saved(tmp_path, "bom.spdx.json", SPDX_2))
    assert (told[""]["MD-06"], told[""]["MD-01"], told[""]["MD-08"]) == ("stated", "missing", "no-place")
    assert (told["app"]["SLP-02"], told["app"]["SLP-03"]) == ("stated", "missing")
    assert (told["one"]["MDL-12"], told["one"]["MDL-13"], told["one"]["MDL-11"]) == (
        "missing",
        "stated",
        "no-place",
    )


@pytest.mark.parametrize("format", ["cyclonedx", "spdx"])
@pytest.mark.parametrize(
    "models", [["open-one", "wide", "shut"], ["olmo-3", "llama-3.1-405b", "gpt-5.5", "ace2-era5"]]
)
def test_our_own_bills_leave_out_nothing_that_the_registry_has(
    run: Run, tmp_path: Path, format: str, models: list[str]
) -> None:
    """Of every model and all of its data: no element is there to add."""
    registry = SMALL if "wide" in models else []
    file = tmp_path / "bom.json"
    assert run("export", format, *models, *registry, "-o", file).code == 0
    result = run("check", file, "--elements", G7, "--format", "json", *registry)
    [found] = json.loads(result.out)["files"]
    assert {part["model"] for part in found["parts"] if part["scope"] == "model"} == set(models)
    assert [(part["name"], one["id"]) for part in found["parts"] for one in part["elements"] if one["state"] == "addable"] == []  # fmt: skip
    assert any(part["scope"] == "data" and part["in_bill"] for part in found["parts"])


def test_elements_are_told_to_readers_in_both_languages(run: Run, tmp_path: Path) -> None:
    """With what the registry has, and text of a bill that cannot act."""
    hostile = {**CYCLONEDX, "components": [{"type": "machine-learning-model", "name": "a\x1b[31mred\u202e"}]}
    file = saved(tmp_path, "bom.json", hostile)
    english = run("check", file, "--elements", G7, *SMALL).out
    assert "\x1b" not in english
    assert "\u202e" not in english
    assert "Models: a\\u001b[31mred\\u202e (line" in english
    chinese = run("check", file, "--elements", G7, *SMALL, "--lang", "zh").out
    assert "模型许可证" in chinese


def _hostile(whole: object) -> Iterator[object]:
    """Yield a document once for each text in it, with a next line and a direction override behind that one."""
    if isinstance(whole, str):
        yield f"{whole}\x85\u202e"
        return
    pairs = list(whole.items() if isinstance(whole, dict) else enumerate(whole))  # type: ignore[call-overload]
    for place, part in pairs:
        if isinstance(part, str | dict | list):
            for one in _hostile(part):
                changed = {**dict(pairs), place: one}
                yield changed if isinstance(whole, dict) else list(changed.values())


@pytest.mark.parametrize("bill", [CYCLONEDX, SPDX_2], ids=["cyclonedx", "spdx"])
def test_no_text_of_a_bill_acts_on_the_screen(run: Run, tmp_path: Path, bill: dict[str, object]) -> None:
    """Not its format's version either, which stands in the first line."""
    for hostile in _hostile(bill):
        said = run("check", saved(tmp_path, "bom.json", hostile), "--elements", G7, *SMALL)
        assert not {"\x85", "\u202e"} & {*said.out, *said.err}, hostile


@pytest.mark.parametrize("language", LANGUAGES)
def test_elements_fit_any_screen(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    """From 40 columns on no line is wider, and what is told is all there, in as many lines as it takes."""
    long = {"type": "machine-learning-model", "name": "open-one", "version": "v" * 90}
    file = saved(tmp_path, "bom.json", {**CYCLONEDX, "components": [long, {**long, "name": "模" * 60}]})
    told = set()
    for width in (*range(40, 84), 120, 200):
        monkeypatch.setenv("COLUMNS", str(width))
        lines = run("check", file, "--elements", G7, *SMALL, "--lang", language).out.splitlines()
        assert max(map(cell_len, lines)) <= width
        told.add("".join("".join(lines).split()))
    assert len(told) == 1


def test_elements_ask_nothing_else(run: Run, tmp_path: Path) -> None:
    """An option that asks something of models, a list that is none and a file that is no bill are refused."""
    file = saved(tmp_path, "bom.json", CYCLONEDX)
    for words, said in (
        (["--min-score", "3"], "--elements asks what bills state"),
        (["--baseline", "x"], "--baseline"),
        (["--format", "sarif"], "wanted one of text, json"),
    ):
        result = run("check", file, "--elements", G7, *words, *SMALL)
        assert (result.code, result.out) == (2, "")
        assert said in result.err
    result = run("check", file, "--elements", "g7-sbom", *SMALL)
    assert (result.code, result.out) == (2, "")
    assert "did you mean 'g7-sbom-ai'?" in result.err
    for content in ("[]", "{}", "SPDXVersion: SPDX-2.3\n", "<a/>", "models"):
        result = run("check", saved(tmp_path, "no.json", content), "--elements", G7, *SMALL)
        assert (result.code, result.out) == (2, "")
        assert result.err.startswith("error: cannot use ")
