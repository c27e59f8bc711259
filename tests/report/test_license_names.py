"""People read the name of a license; its id stands where it has to be typed."""

from __future__ import annotations

import pytest
from conftest import Run

ID = "LicenseRef-scancode-llama-2-license-2023"
NAME = "Llama 2 Community License Agreement"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_card_names_licenses_and_says_once_what_to_type(run: Run, monkeypatch: pytest.MonkeyPatch, language: str) -> None:  # fmt: skip
    """In the table by name; the id stands in the command that shows its terms."""
    monkeypatch.setenv("COLUMNS", "200")
    out = run("show", "llama-2", "--lang", language).out
    assert out.count(ID) == 1
    assert f"`openscore licenses {ID}`" in out
    assert out.count(NAME) > 2


def test_an_explanation_names_the_license_whose_term_decides(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    """The id stands only in the fact, as it is typed."""
    monkeypatch.setenv("COLUMNS", "200")
    lines = run("explain", "llama-2").out.splitlines()
    assert [line for line in lines if ID in line and f"license = {ID}" not in line] == []
    assert any(f"{NAME}: royalty = none" in line for line in lines)


def test_a_line_of_models_names_licenses_beside_their_ids(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Name first, id in brackets."""
    monkeypatch.setenv("COLUMNS", "200")
    assert f"weights.license = {NAME} ({ID})" in run("lineage", "llama-2").out
