"""Models of which nothing is known yet, as whoever begins an entry has them: every command and file says so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from cli.test_language import HUMAN, MACHINE, REGISTRY
from conftest import Run
from samples import RUBRIC

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


def test_what_there_is_nothing_to_tell_of_is_left_out(run: Run, file: Path) -> None:
    """No heading without a table below it, no legend of what is not shown, no rank among no others."""
    alone = file.with_name("alone.toml")
    alone.write_text(EMPTY.format(id="wide"), encoding="utf-8")
    words = ("--standalone", "--registry", alone)
    card = run("show", "wide", *words).out
    assert "Component" not in card
    assert "rank 1" not in card
    assert "Nobody has looked yet" in card
    assert "Terms that bind" not in run("lineage", "wide", *words).out
    brief = run("report", "--model", "wide", *words).out
    assert "ranks" not in brief
    assert not re.search(r"^#+ .*\n+#{1,2} ", "\n".join(brief.splitlines()[1:]), re.MULTILINE), (
        "an empty section"
    )
    assert (
        "It ranks 1 of 2 releases."
        in run("report", "--model", "wide", "--standalone", "--registry", file).out
    )


def test_no_band_is_named_where_none_is_known(run: Run, file: Path) -> None:
    """A badge and a shield say what the tables say."""
    for words in (["badge", "wide"], ["export", "shields", "wide"]):
        said = run(*words, "--standalone", "--registry", file).out
        assert "not rated" in said
        assert "Closed" not in said


def test_models_of_one_name_are_told_apart(run: Run, file: Path) -> None:
    """Side by side they have their ids behind their names."""
    file.write_text(file.read_text("utf-8").replace('name = "desk"', 'name = "wide"'), encoding="utf-8")
    words = ("wide", "desk", "--standalone", "--registry", file)
    told = run("compare", *words).out
    assert "wide (wide) less wide (desk): 0 points" in told
    brief = run("report", *(f"--model={id}" for id in words[:2]), *words[2:]).out
    assert "| wide (desk) | wide (wide) |" in brief


def test_a_name_of_one_letter_leaves_its_heading_whole(run: Run, file: Path) -> None:
    file.write_text(re.sub('name = ".*"', 'name = "A"', file.read_text("utf-8")), encoding="utf-8")
    assert "# Model " in run("rank", "--standalone", "--registry", file).out


def test_one_maker_in_two_spellings_is_one_maker(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "models.toml"
    maker = '[makers.acme]\nname = "Acme"\naliases = ["Acme Inc."]\n[families.line]\nname = "Line"\n'
    models = [
        EMPTY.format(id=id).replace("Somebody", name) + 'family = "line"\n'
        for id, name in (("wide", "Acme"), ("desk", "Acme Inc."))
    ]
    file.write_text(maker + "".join(models), encoding="utf-8")
    assert "Acme Inc." not in run("families", "--standalone", "--registry", file).out


def test_a_page_says_what_a_band_means_only_where_it_is_known(run: Run, file: Path, tmp_path: Path) -> None:
    """What the lowest band means is not true of a model of which nothing is known."""
    pages = tmp_path / "site"
    words = ("site", "build", "-o", pages, "--rubric", "osi-draft", "--standalone", "--registry", file)
    assert run(*words).code == 0
    page = (pages / "en" / "models" / "wide.html").read_text(encoding="utf-8")
    assert '<p class="band"><b>not rated</b></p>' in page


def test_of_a_single_criterion_none_is_the_weakest(run: Run, file: Path) -> None:
    """A column that says the same in each row, whatever the models are, is none."""
    own = file.with_name("own.toml")
    own.write_text(RUBRIC, encoding="utf-8")
    told = run("rank", "--standalone", "--registry", file, "--rubric", own).out
    assert "eakest" not in told
    assert "W Weights. Openness is not quality, safety or worth." in told
