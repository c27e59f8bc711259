"""What data files say in English alone stands in the catalogs, and is said in the language that is spoken."""

from __future__ import annotations

import re

import pytest
from conftest import Run

from openscore.language import translated
from openscore.records.vocabulary import load_vocabulary

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
