"""What licenses say is said in Chinese to who reads Chinese: on pages, in the terminal and in documents."""

from __future__ import annotations

import re

import pytest
from conftest import SHIPPED, Run
from translations import LICENSES, said

from openscore.language import noted, speak
from openscore.records.licenses import License
from openscore.report.phrases import PLACES, clause_phrase
from openscore.report.terminal.lists import license_card
from openscore.report.terminal.screen import Screen
from openscore.toml import TomlFile

HAN = re.compile(r"[\u4e00-\u9fff]")
PROSE = re.compile(r"(?:\b[a-z]{2,}[ ,;]+){3}")
"""Four words of a sentence, which no name of a license is."""
DATA = TomlFile(LICENSES.name, LICENSES.read_text(encoding="utf-8")).parse()
SENTENCES = frozenset(sentence for sentence in said(DATA) if sentence)


@pytest.fixture
def _chinese():
    speak("zh")
    yield
    speak("en")


def test_each_sentence_of_the_table_has_its_chinese() -> None:
    """None is missing, none is left over, and none has the punctuation of English between its clauses."""
    words = DATA["translations"]["zh"]
    assert SENTENCES == set(words)
    assert [chinese for chinese in words.values() if not HAN.search(chinese) or ";" in chinese] == []


@pytest.mark.usefixtures("_chinese")
@pytest.mark.parametrize("license", SHIPPED.licenses.licenses.values(), ids=lambda one: one.id)
def test_a_card_holds_no_english_sentence(license: License) -> None:
    """Below the head, which names the license and its sources; terms that a text defines stand in brackets."""
    card = license_card(license, SHIPPED, Screen(400))
    told = card[card.index("\n\n") :] if "\n\n" in card else card
    assert [sentence for sentence in SENTENCES if sentence in card] == []
    below = [line for line in told.splitlines() if "http" not in line and license.name not in line]
    assert [line for line in below if PROSE.search(re.sub(r"“[^”]*”|\([^)]*\)|：.*", "", line))] == []


@pytest.mark.usefixtures("_chinese")
def test_places_without_a_heading_are_chinese_and_headings_stay() -> None:
    """So that a heading is found in the text; only common words for a place are ours."""
    assert clause_phrase("5.a, Exhibit A") == "条款 5.a、附件A"
    assert clause_phrase("GPL 5.c, 10; exception 1") == "GPL 5.c、10；例外1"
    assert clause_phrase("Grant of License") == "Grant of License"
    assert [place for place in PLACES if not HAN.search(clause_phrase(noted(place)))] == []


def test_explanations_and_documents_say_it_too(run: Run) -> None:
    """Wherever a term decides."""
    cap = "在发布之日月活跃用户超过7亿者须向Meta申请许可"
    english = "whoever had more than 700 million monthly users"
    for words in (
        ("licenses", "LicenseRef-scancode-llama-2-license-2023"),
        ("explain", "llama-2"),
        ("report", "--model", "llama-2"),
        ("export", "html", "llama-2"),
        ("export", "md", "llama-2"),
    ):
        text = "".join(run(*words, "--lang", "zh").out.split())
        assert cap in text, words
        assert english.replace(" ", "") not in text, words


def test_columns_of_a_table_of_terms_have_different_heads(run: Run) -> None:
    """What is asked, and where the text says it, are two words; a reference ends as Chinese does."""
    text = run("report", "--model", "llama-2", "--lang", "zh", "--format", "md").out
    header = next(line for line in text.splitlines() if "条文" in line)
    heads = [head.strip() for head in header.strip("|").split("|")]
    assert len(heads) == len(set(heads))
    assert "。由 Meta 发布" in text or "。由Meta发布" in text
