"""What files say in English has a place for its Chinese: said once, beside what it translates or in another file."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest
from samples import entry, made
from test_licenses_file import COMMON, licensed
from translations import LICENSES, MODELS, ordered, said

from openscore import DataError, load_registry
from openscore.registry.dump import registry_file, to_toml

CHINESE = '[translations.zh]\n"research only" = "仅限研究"\n'


def test_a_sentence_is_translated_once_for_all_that_say_it() -> None:
    """Two licenses with the same words, translated in a further file."""
    one = licensed('["mild", "strict"]')
    other = one[len(COMMON) :].replace("LicenseRef-x", "LicenseRef-y")
    registry = made(entry(), one + other, CHINESE)
    for id in ("LicenseRef-x", "LicenseRef-y"):
        term = registry.licenses.licenses[id].term("commercial")
        assert term is not None
        assert registry.said(term.evidence.shows) == {"en": "research only", "zh": "仅限研究"}


def test_a_later_file_translates_anew() -> None:
    """As with facts: the later file wins, sentence by sentence."""
    registry = made(entry(), licensed('["mild", "strict"]'), CHINESE, CHINESE.replace("仅限研究", "只供研究"))
    assert registry.said("research only")["zh"] == "只供研究"
    assert registry.said("something else") == {"en": "something else"}


def test_a_translation_of_what_nobody_says_is_named() -> None:
    """A sentence that was changed leaves its translation behind, and is told so."""
    text = licensed('["mild", "strict"]') + CHINESE.replace("research only", "research alone")
    found = made(entry(), text).warnings
    assert [(one.name, one.severity) for one in found] == [("unused-translation", "warning")]
    lines = text.splitlines()
    assert lines[found[0].line - 1].startswith('"research alone"')


@pytest.mark.parametrize("wrong", ['[translations.xx]\na = "b"\n', '[translations.zh]\na = ""\n'])
def test_a_translation_is_into_a_language_of_ours_and_not_empty(wrong: str) -> None:
    """What nobody could read is refused."""
    with pytest.raises(DataError):
        made(entry(), licensed('["mild", "strict"]'), wrong)


def test_translations_change_no_digest() -> None:
    """What was cited stays what it was when somebody translates it."""
    plain, told = (made(entry(), licensed('["mild", "strict"]'), *more) for more in ((), (CHINESE,)))
    assert plain.digest == told.digest
    assert told.said("research only") != plain.said("research only")


def test_an_exported_registry_takes_along_the_translations_of_what_it_says() -> None:
    """And of nothing else; it reads back as it was."""
    registry = load_registry()
    data = registry_file(registry, [registry["llama-2"]])
    kept = data["translations"]["zh"]
    texts = json.dumps({key: item for key, item in data.items() if key != "translations"}, ensure_ascii=False)
    assert kept
    assert all(json.dumps(sentence, ensure_ascii=False)[1:-1] in texts for sentence in kept)
    assert tomllib.loads(to_toml(data))["translations"]["zh"] == kept


@pytest.mark.parametrize("path", [LICENSES, MODELS], ids=lambda path: path.name)
def test_each_sentence_of_a_shipped_file_has_its_chinese_and_none_is_left_over(path: Path) -> None:
    """As `python tests/translations.py` puts them: in the order of the file; a summary is a sentence and ends as one."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    words = data["translations"]["zh"]
    assert [*words] == [sentence for sentence in dict.fromkeys(said(data)) if sentence]
    assert [other for other in words.values() if not re.search(r"[\u4e00-\u9fff]", other)] == []
    if path == MODELS:
        assert [other for other in words.values() if not other.endswith("。")] == []


SUMMED = """[models.x]
summary = "One."

[families.y]
summary = "Two."
"""


def test_summaries_are_put_in_order_and_what_lacks_its_chinese_is_named() -> None:
    """Those of models and families, once each; what nobody says any more goes, what stands below stays."""
    table = '[translations.zh]\n"Two." = "二。"\n"Gone." = "去。"\n'
    below = '\n[models.z]\nsummary = "Three."\nname = "Z"\n'
    text, missing = ordered(SUMMED + table + below, {"One.": "一。", "Elsewhere.": "别。"})
    data = tomllib.loads(text)
    assert data["translations"] == {"zh": {"One.": "一。", "Two.": "二。"}}
    assert data["models"]["z"] == {"summary": "Three.", "name": "Z"}
    assert missing == ["Three."]
    assert [*data["translations"]["zh"]] == ["One.", "Two."]
    assert ordered(text, {}) == (text, missing)
