"""Models of which nothing is known yet, as whoever begins an entry has them: every command and file says so."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli.test_language import HUMAN, MACHINE, REGISTRY
from conftest import Run

from openscore.report.formats import FORMATS
from openscore.report.formats.citations import STYLES

EMPTY = """
[models.{id}]
name = "{id}"
developer = "Somebody"
modality = ["text"]
summary = "Nobody has looked yet"
"""
HERE = [
    [word for word in words if word not in REGISTRY]
    for name, words in HUMAN.items()
    if words[-1] == REGISTRY[-1] and name not in {"family", "maker"}
]
CALLS = [
    *HERE,
    *MACHINE,
    *(["export", format, "wide"] for format in FORMATS),
    *(["cite", "wide", "--style", style] for style in STYLES),
]


@pytest.fixture(params=["no document", "a document of which nothing is said"])
def file(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    text = "".join(EMPTY.format(id=id) for id in ("wide", "desk"))
    if request.param != "no document":
        text += '[models.wide.documents]\ncard = { url = "https://example.org", read = 2026-01-02, by = "maker" }\n'
    path = tmp_path / "models.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("words", CALLS, ids=" ".join)
def test_nothing_is_no_error_of_the_program(run: Run, file: Path, words: list[str]) -> None:
    """Whatever needs a fact refuses in words; nothing ends as a fault of the program."""
    result = run(*words, "--standalone", "--registry", file)
    assert result.code in {0, 3}, result.err
    assert result.out or result.err.startswith("error: "), result.err
