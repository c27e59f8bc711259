"""Models that the registry lacks, what is accepted of a list that moved, and reports in the form of tests."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from conftest import Run
from samples import HOSTILE, entry

REGISTRY = ("--standalone", "--registry", "registry.toml")
OPEN = {"weights.availability": "public", "weights.license": "Apache-2.0"}


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a registry of one model, and a bill with that one and three others."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "registry.toml").write_text(entry("open-one", OPEN), encoding="utf-8")
    parts = [
        ("open-one", []),
        ("free", [{"license": {"id": "MIT"}}]),
        ("bound", [{"expression": "MIT OR CC-BY-NC-4.0"}, {"license": {"name": "CC-BY-NC-4.0"}}]),
        ("vague", [{"license": {"name": "cc"}}]),
        ("silent", []),
    ]
    bill = {
        "bomFormat": "CycloneDX",
        "components": [
            {"type": "machine-learning-model", "name": name, "licenses": licenses} for name, licenses in parts
        ],
    }
    (tmp_path / "bom.json").write_text(json.dumps(bill), encoding="utf-8")
    return tmp_path


def check(run: Run, *words: str) -> tuple[int, dict[str, list[dict[str, str]]], str]:
    result = run("check", *words, "--format", "json", *REGISTRY)
    return result.code, json.loads(result.out), result.err


ASKED = ("--require", "weights.license.commercial=allowed", "--unknown", "by-license")


def test_a_stated_license_is_judged_by_the_same_terms_and_said_to_be(run: Run, shelf: Path) -> None:
    """MIT permits commercial use, a license that bars it does not, a family of licenses shows nothing."""
    code, data, err = check(run, "bom.json", *ASKED)
    assert 1 == code
    assert [
        ("bound", "requirement-unmet", "stated-license"),
        ("vague", "requirement-not-shown", "stated-license"),
        ("silent", "unknown-model", None),
    ] == [(one["name"], one["finding"], one["judged_by"]) for one in data["findings"]]
    assert {
        "open-one": "registry",
        "free": "stated-license",
        "bound": "stated-license",
        "vague": "stated-license",
        "silent": None,
    } == {one["name"]: one["judged_by"] for one in data["models"]}
    assert "free is not in the registry: judged by its stated license alone (MIT)" in err


def test_a_list_of_licenses_is_asked_of_the_stated_one(run: Run, shelf: Path) -> None:
    """As SPDX reads it: one side of OR is enough, and all that are stated have to pass."""
    asked = ("--require", "weights.license=MIT,Apache-2.0", "--unknown", "by-license")
    named = {one["name"]: one["finding"] for one in check(run, "bom.json", *asked)[1]["findings"]}
    assert {
        "bound": "requirement-unmet",
        "vague": "requirement-not-shown",
        "silent": "unknown-model",
    } == named


def test_what_a_license_cannot_show_is_not_shown(run: Run, shelf: Path) -> None:
    """A band, a score and a fact need the registry; where nothing is asked of licenses, none is judged."""
    asked = (*ASKED, "--min-band", "closed", "--min-score", "1", "--require", "weights=public")
    _, data, _ = check(run, "bom.json", *asked)
    assert ["score>=1", "band>=closed", "weights.availability=public"] == [
        one["requirement"] for one in data["findings"] if one["name"] == "free"
    ]
    assert {"requirement-not-shown"} == {one["finding"] for one in data["findings"] if one["name"] == "free"}
    _, data, _ = check(run, "bom.json", "--require", "weights=public", "--unknown", "by-license")
    assert ["unknown-model"] * 4 == [one["finding"] for one in data["findings"]]


def test_unknown_models_can_be_a_warning(run: Run, shelf: Path) -> None:
    """Told in every format, and nothing fails for it."""
    code, data, _ = check(run, "bom.json", "--unknown", "warn")
    assert (0, ["warning"] * 4) == (code, [one["severity"] for one in data["findings"]])
    result = run("check", "bom.json", "--unknown", "warn", "--format", "github", *REGISTRY)
    assert 0 == result.code
    assert ["::warning"] * 4 == [line.split(" ")[0] for line in result.out.splitlines()]
    assert 1 == run("check", "bom.json", "--unknown", "fail", *REGISTRY).code


def test_a_baseline_goes_by_what_it_says_and_not_by_where(run: Run, shelf: Path) -> None:
    """The same list under another name, in another folder, or spelled otherwise; a new model is not covered."""
    words = ("--require", "@conformance=met")
    Path("list.txt").write_text("open-one\nnobody\n", encoding="utf-8")
    assert 1 == run("check", "list.txt", *words, "--format", "json", "-o", "base.json", *REGISTRY).code
    (shelf / "a" / "b").mkdir(parents=True)
    moved = shelf / "a" / "b" / "other.txt"
    moved.write_text("# moved\n\nNOBODY\nOpen-One\n", encoding="utf-8")
    for file in (str(moved), "a/b/other.txt", str(shelf / "list.txt"), "list.txt"):
        result = run("check", file, *words, "--baseline", "base.json", *REGISTRY)
        assert (0, "") == (result.code, result.out), file
    moved.write_text("open-one\nsomebody\n", encoding="utf-8")
    result = run("check", str(moved), *words, "--baseline", "base.json", *REGISTRY)
    assert 1 == result.code
    assert 1 == len(result.out.splitlines())


@pytest.mark.parametrize(
    "names", [["open-one", "nobody"], ["open-one"], [*HOSTILE.values(), "a\ufffe\x00]]>&<"]]
)
def test_a_report_of_tests_counts_every_model(run: Run, shelf: Path, names: list[str]) -> None:
    """Well-formed XML whose counts are those of its cases, whatever the names."""
    Path("list.json").write_text(json.dumps(names), encoding="utf-8")
    text = run("check", "list.json", "--format", "junit", *REGISTRY).out
    root = ElementTree.fromstring(text)
    (suite,) = root.findall("testsuite")
    cases = suite.findall("testcase")
    failed = [case for case in cases if case.find("failure") is not None]
    assert len(names) == len(cases) == int(suite.get("tests") or 0)
    assert (
        len([name for name in names if name != "open-one"]) == len(failed) == int(suite.get("failures") or 0)
    )
    assert {"testsuites", "testsuite", "properties", "testcase", "failure", "system-out", "system-err"} >= {
        element.tag for element in root.iter()
    }
    assert all(set(case.keys()) == {"name", "classname", "time"} for case in cases)


def test_warnings_of_a_report_of_tests_fail_nothing(run: Run, shelf: Path) -> None:
    """They stand in the output of the suite."""
    result = run("check", "bom.json", "--unknown", "warn", "--format", "junit", *REGISTRY)
    suite = ElementTree.fromstring(result.out)[0]
    assert ("5", "0") == (suite.get("tests"), suite.get("failures"))
    assert 4 == (suite.findtext("system-out") or "").count("[unknown-model]")
