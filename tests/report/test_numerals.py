"""Numbers and counts as people read them."""

from __future__ import annotations

import math

import pytest
from conftest import Run
from hypothesis import given
from hypothesis import strategies as st
from samples import entry

from openscore.language import counted, speak
from openscore.numerals import decimals, number, signed
from openscore.report.formats.csv import to_csv
from openscore.report.phrases import clause_phrase, points_phrase


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (5.0, "5"), (2.5, "2.5"), (0.1 + 0.2, "0.3"), (100 / 3, "33.3333"), (1e9, "1000000000"), (12345678.5, "12345678.5"),
        (-0.0, "0"), (-1e-9, "0"), (-2.5, "-2.5"), (1e-7, "0"), (math.nan, ""), (math.inf, ""), (-math.inf, ""), (7, "7"),
    ],
)  # fmt: skip
def test_a_number_as_it_is(value: float, expected: str) -> None:
    """No exponent, no needless point, no minus before nothing, nothing for what is no number."""
    assert expected == number(value)


@pytest.mark.parametrize(
    ("value", "digits", "expected"),
    [
        (-0.001, 2, "0.00"),
        (0.005, 1, "0.0"),
        (-0.26, 1, "-0.3"),
        (1234567.0, 1, "1234567.0"),
        (math.nan, 2, ""),
    ],
)
def test_a_number_with_decimals(value: float, digits: int, expected: str) -> None:
    """What rounds to nothing has no sign."""
    assert expected == decimals(value, digits)


@pytest.mark.parametrize(("value", "expected"), [(0.04, "0"), (-0.04, "0"), (1.0, "+1.0"), (-2.5, "-2.5")])
def test_a_difference_has_its_sign(value: float, expected: str) -> None:
    """Unless there is none."""
    assert expected == signed(value)


@given(st.floats(allow_nan=True, allow_infinity=True, width=64))
def test_no_number_is_written_as_programs_do(value: float) -> None:
    """Whatever it is."""
    for text in (number(value), decimals(value, 2), signed(value)):
        assert not set(text) & set("enif")
        assert text.strip("-0.") or not text.startswith("-")


@pytest.mark.parametrize(
    ("n", "expected"), [(0, "0 models"), (1, "1 model"), (2, "2 models"), (21, "21 models")]
)
def test_counts_agree_in_number(n: int, expected: str) -> None:
    """One form is for exactly one; in Chinese there is no difference to be seen."""
    assert expected == counted("{n} model", "{n} models", n)
    speak("zh")
    assert f"{n} \u4e2a\u6a21\u578b" == counted("{n} model", "{n} models", n)


def test_points_and_clauses() -> None:
    """A point is one, also after rounding; a term that no clause sets has none."""
    assert ["1 point", "1 point", "0.9 points", "2.5 points"] == [*map(points_phrase, (1.0, 1.04, 0.9, 2.5))]
    assert ("clause 2", "no clause limits it") == (clause_phrase("2"), clause_phrase("none"))


def test_cells_of_a_csv_are_numbers() -> None:
    """What is no number is empty, as what is not there."""
    assert "a,b,c\n0.0,,1.5\n" == to_csv(["a", "b", "c"], [[-0.0, math.nan, 1.5]])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["rank"], "1 model, rubric"),
        (["rank", "--format", "md"], "1 of 1 model, rubric"),
        (["report", "--model", "demo"], "Registry of 1 release,"),
        (["validate", "--rubric", "osi-draft"], "models, "),
    ],
)
def test_a_registry_of_one_model(run: Run, tmp_path, words: list[str], said: str) -> None:
    """It is not said to have some."""
    file = tmp_path / "r.toml"
    file.write_text(entry(facts={"weights.availability": "public"}), encoding="utf-8")
    standalone = [] if words[0] == "validate" else ["--standalone"]
    result = run(*words, *standalone, "--registry", file)
    assert result.code == 0
    assert said in result.out
    assert "1 models" not in result.out


def test_agreement_that_cannot_be_told_is_empty(run: Run) -> None:
    """A rubric that gives all the same score agrees with none, and `nan` is no word."""
    result = run("agreement", "aa-openness-1", "eu-ai-act-53-2", "--draws", "20")
    assert result.code == 0
    assert "nan" not in result.out.replace("finan", "")
