"""Golden files: each output on a small made-up registry. `--update-golden` writes them anew, for review."""

from __future__ import annotations

import re

import pytest
from conftest import ROOT, Run

GOLDEN = ROOT / "tests" / "golden"
REGISTRY = ["--standalone", "--registry", "registry.toml"]

OUTPUTS = {
    "rank-80.txt": (80, ["rank"]),
    "rank-120.txt": (120, ["rank"]),
    "rank-200.txt": (200, ["rank"]),
    "rank-zh.txt": (80, ["rank", "--lang", "zh"]),
    "rank.json": (80, ["rank", "--format", "json"]),
    "rank.csv": (80, ["rank", "--format", "csv"]),
    "rank.md": (80, ["rank", "--format", "md"]),
    "show.txt": (80, ["show", "wide"]),
    "show-family.txt": (80, ["show", "demo"]),
    "maker.txt": (80, ["makers", "open-lab"]),
    "explain.txt": (80, ["explain", "wide"]),
    "explain-service.txt": (80, ["explain", "desk", "--brief"]),
    "cite.txt": (80, ["cite", "wide", "--accessed", "2026-11-22"]),
    "models.txt": (80, ["models"]),
}


def steady(text: str) -> str:
    """Return the text without digests, which move with every edit of the licenses and the rubric."""
    text = re.sub(r"sha256:[0-9a-f]{64}", "sha256:DIGEST", text)
    return re.sub(r"\[[0-9a-f]{12}\]", "[DIGEST]", text)


@pytest.mark.parametrize("name", OUTPUTS)
def test_output(run: Run, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest, name: str) -> None:
    """The output is what was reviewed."""
    width, words = OUTPUTS[name]
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.chdir(GOLDEN)
    result = run(*words, *REGISTRY)
    assert (result.code, result.err) == (0, "")
    file = GOLDEN / name
    if request.config.getoption("--update-golden"):
        file.write_text(steady(result.out), encoding="utf-8")
    assert file.read_text(encoding="utf-8") == steady(result.out)


def test_no_golden_file_is_left_over() -> None:
    """Every file in the folder belongs to a test."""
    assert {*OUTPUTS, "registry.toml"} == {path.name for path in GOLDEN.iterdir()}
