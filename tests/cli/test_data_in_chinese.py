"""What data files say in English alone stands in the catalogs, and is said in the language that is spoken."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from conftest import ROOT, Run

from openscore import Rubric, load_registry
from openscore.language import translated
from openscore.records.vocabulary import load_vocabulary
from openscore.site.build import files_of
from openscore.site.model_page import model_pages
from openscore.site.world import Frame, World

HAN = re.compile(r"[\u4e00-\u9fff]")


def test_values_and_reasons_are_chinese(run: Run) -> None:
    """`facts FACT`, and the reasons of gates in explanations and documents."""
    out = run("facts", "weights.availability", "--lang", "zh").out
    assert "任何人都可从开发者渠道下载" in out
    assert "Anyone can" not in out
    for words in (("explain", "llama-2"), ("report", "--model", "llama-2"), ("export", "md", "llama-2")):
        text = run(*words, "--lang", "zh").out
        assert "One sentence on the data" not in text
        assert "关于数据的一句话" in text


@pytest.mark.parametrize("scale", [*load_vocabulary().scales.values(), *(term.scale for term in load_vocabulary().terms.values())], ids=lambda scale: scale.id)  # fmt: skip
def test_each_value_says_in_chinese_when_it_holds(scale) -> None:
    """Every value of every scale."""
    for value in scale.values:
        assert HAN.search(translated(value.means, "zh")), value.id


SAID = "供本地使用的小型模型。"
FILE = """
[models.desk-two]
name = "Desk Two"
developer = "Desk"
modality = ["text"]
summary = "A small model for local use."

[translations.zh]
"A small model for local use." = "%s"
"""
PEOPLE = [
    ["show", "desk-two"],
    ["export", "md", "desk-two"],
    ["export", "html", "desk-two"],
    ["register", "models.txt"],
]
PROGRAMS = ["cyclonedx", "spdx"]


@pytest.fixture
def given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A registry whose one model is summed up in both languages, and a list that names the model."""
    monkeypatch.chdir(tmp_path)
    Path("models.txt").write_text("desk-two\n", encoding="utf-8")
    Path("desk.toml").write_text(FILE % SAID, encoding="utf-8")
    return ["--standalone", "--registry", str(ROOT / "tests/golden/registry.toml"), "--registry", "desk.toml"]


@pytest.mark.parametrize("words", PEOPLE, ids=" ".join)
def test_people_read_a_summary_in_their_language(run: Run, given: list[str], words: list[str]) -> None:
    """In the terminal, in documents and in the register; never in both."""
    english, chinese = (run(*words, *given, "--lang", language).out for language in ("en", "zh"))
    assert SAID not in english
    assert "for local use" not in chinese
    assert SAID in "".join(chinese.split())


@pytest.mark.usefixtures("given")
def test_the_page_of_a_model_sums_it_up_in_its_language(rubric: Rubric) -> None:
    """In each folder of the site in its own."""
    known = load_registry([ROOT / "tests/golden/registry.toml", "desk.toml"], shipped=False)
    world = World(known, [rubric], rubric.id, Frame(("en", "zh"), date(2026, 11, 27)))
    files = dict(files_of(world, (model_pages,), has_interface=False))
    pages = {one: files[f"{one}/models/desk-two.html"] for one in ("en", "zh")}
    assert {one: ("for local use" in page, SAID in page) for one, page in pages.items()} == {
        "en": (True, False),
        "zh": (False, True),
    }


@pytest.mark.parametrize("format", PROGRAMS)
def test_programs_read_a_summary_in_english(run: Run, given: list[str], format: str) -> None:
    """Whatever is spoken: what is exchanged between programs does not change with who wrote it."""
    out = run("export", format, "desk-two", *given, "--lang", "zh").out
    assert "A small model for local use." in out
    assert SAID not in out
