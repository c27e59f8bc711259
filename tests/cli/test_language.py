"""The languages: every message has its translation, and every command speaks them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import messages
import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo
from conftest import ROOT, Run
from samples import COMMAND

from openscore.cli.declare import COMMANDS
from openscore.language import ENGLISH, LANGUAGES
from openscore.records.vocabulary import load_vocabulary

REGISTRY = ["--standalone", "--registry", str(ROOT / "tests" / "golden" / "registry.toml")]
OTHERS = [language for language in LANGUAGES if language != ENGLISH]
FIELD = re.compile(r"\{[^{}]*\}")
OPTION = re.compile(r"(?<![\w-])--?[a-z][a-z-]*")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
MIXED = re.compile(r".*[\u4e00-\u9fff%][,;:] ?[\u4e00-\u9fff].*")

HUMAN = {
    "rank": ["rank", *REGISTRY],
    "rank-uncertain": ["rank", *REGISTRY, "--with-uncertainty"],
    "rank-md": ["rank", *REGISTRY, "--format", "md"],
    "show": ["show", "wide", *REGISTRY],
    "explain": ["explain", "wide", *REGISTRY],
    "explain-to": ["explain", "wide", "--to", "nearly-open", *REGISTRY],
    "cite": ["cite", "wide", *REGISTRY],
    "verify": ["verify", "llama-2:osi-draft@1.0.0:1-2:000000000000"],
    "compare": ["compare", "wide", "desk", *REGISTRY],
    "sensitivity": ["sensitivity", "--draws", "100", *REGISTRY],
    "lineage": ["lineage", "wide", *REGISTRY],
    "profile": ["profile", "--weight", "data=40", *REGISTRY],
    "what-if": ["what-if", "wide", "weights.license=MIT", *REGISTRY],
    "history": ["history", "wide", *REGISTRY],
    "diff": ["diff", "now", "now"],
    "matrix": ["matrix", "--rubric", "osi-draft", *REGISTRY],
    "agreement": ["agreement", "osi-draft", "osaid-0.0.8", *REGISTRY],
    "models": ["models", *REGISTRY],
    "families": ["families", *REGISTRY],
    "family": ["show", "demo", *REGISTRY],
    "makers": ["makers", *REGISTRY],
    "maker": ["makers", "open-lab", *REGISTRY],
    "facts": ["facts"],
    "rubrics": ["rubrics"],
    "licenses": ["licenses", "MIT"],
    "add": ["add", "new", "--registry", "absent.toml"],
    "set": ["set", "wide", "weights.availability", "public", "--registry", "absent.toml"],
    "remove": ["remove", "wide", "--registry", "absent.toml"],
    "duties": ["duties", "wide", "--for", "redistribute", *REGISTRY],
    "check": ["check", "absent.txt"],
    "register": ["register", "absent.txt"],
    "enrich": ["enrich", "absent.json"],
    "import": ["import", "mot", "absent.yml"],
    "export": ["export", "md", "wide", *REGISTRY],
    "report": ["report", "--model", "wide", *REGISTRY],
    "badge": ["badge", "wide", *REGISTRY],
    "validate": ["validate", "--rubric", "osi-draft"],
    "schema": ["schema", "nothing"],
    "hub": ["hub", "score", "absent.parquet"],
    "help": ["help", "show"],
    "site": ["site", "build"],
    "sql": ["sql", "--rubric", "nothing"],
    "sources": ["sources", "archive"],
    "dispute": ["dispute", "wide", "weights.license"],
    "settle": ["settle", "absent.toml"],
}
"""A call of each command that says something to people, be it an error."""
MACHINE = [
    ["rank", "--format", "json"],
    ["rank", "--format", "csv"],
    ["compare", "wide", "desk", "--format", "json"],
    ["history", "wide", "--format", "json"],
    ["models", "--format", "json"],
    ["models", "--format", "csv"],
    ["what-if", "wide", "weights.license=MIT", "--format", "json"],
    ["export", "json", "wide"],
    ["export", "cyclonedx", "wide"],
    ["export", "sarif", "wide"],
    ["export", "shields", "wide"],
]


def _said(run: Run, *words: str) -> tuple[int, str, str]:
    found = run(*words)
    return found.code, found.out, found.err


@pytest.fixture(scope="module")
def collected() -> dict[str, str]:
    return messages.collected()


@pytest.mark.parametrize("language", OTHERS)
def test_every_message_is_translated(collected: dict[str, str], language: str) -> None:
    """The catalog has what is said and nothing else; run `make messages` and fill in what is missing."""
    stored = {one.id: one.string for one in messages.catalog(language) if one.id}
    assert set(stored) == set(collected)
    assert not [message for message, said in stored.items() if not said]


@pytest.mark.parametrize("language", OTHERS)
def test_translations_keep_what_stands_for_values_and_options(language: str) -> None:
    """Names in braces, commands in backquotes, options, and space at the ends are those of the message."""
    for one in messages.catalog(language):
        if one.id:
            for kept in (FIELD, OPTION, re.compile("`[^`]+`")):
                assert sorted(kept.findall(one.id)) == sorted(kept.findall(one.string)), one.id
            assert one.id.endswith("\n") == one.string.endswith("\n"), one.id


@pytest.mark.parametrize("language", OTHERS)
def test_the_compiled_catalog_is_that_of_translators(language: str) -> None:
    """What the program reads is what translators edit; how a tool lays out either file does not count."""
    with messages.files(language)[1].open("rb") as file:
        compiled = read_mo(file)
    stored = messages.catalog(language)
    assert _contents(stored) == _contents(compiled)
    assert [(one.locations, one.flags) for one in messages.updated(language)] == [
        (one.locations, one.flags) for one in stored
    ]


def _contents(catalog: Catalog) -> dict[str, str]:
    return {one.id: one.string for one in catalog if one.id}


def test_every_command_is_called() -> None:
    """No command is left out of these tests."""
    assert {words[0] for words in HUMAN.values()} == set(COMMANDS)


@pytest.mark.parametrize("name", HUMAN)
def test_every_command_speaks_chinese(run: Run, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Asked for by an option or by the environment; the same words in both cases."""
    words = HUMAN[name]
    said = _said(run, *words, "--lang", "zh")
    assert CHINESE.search("".join(said[1:]))
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert _said(run, *words) == said
    english = _said(run, *words, "--lang", "en")
    assert english[0] == said[0]
    assert english[1:] != said[1:]


@pytest.mark.parametrize("name", COMMANDS)
def test_help_is_chinese(run: Run, name: str) -> None:
    """The description and the words around it."""
    said = run(name, "--help", "--lang", "zh").out
    assert "\u9009\u9879" in said
    assert "\u663e\u793a\u6b64\u5e2e\u52a9" in said


@pytest.mark.parametrize("words", MACHINE, ids=" ".join)
def test_machine_formats_are_the_same_in_every_language(run: Run, words: list[str]) -> None:
    """What programs read does not change."""
    english = _said(run, *words, *REGISTRY)
    assert english[0] == 0
    assert _said(run, *words, *REGISTRY, "--lang", "zh") == english


@pytest.mark.parametrize("width", [80, 120])
def test_chinese_lines_fit_the_screen(run: Run, monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    """Wide characters count as two columns, in tables and in notes."""
    from rich.cells import cell_len

    monkeypatch.setenv("COLUMNS", str(width))
    for name in ("rank", "rank-uncertain", "show", "profile", "models", "rubrics", "facts"):
        for line in run(*HUMAN[name], "--lang", "zh").out.splitlines():
            assert cell_len(line) <= width or COMMAND.fullmatch(line), (name, line)


def _untranslated(value: object, path: str) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("en"), str) and not {*LANGUAGES} <= set(value):
            yield path
        for key, inner in value.items():
            yield from _untranslated(inner, f"{path}.{key}")
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _untranslated(inner, f"{path}.{place}")


@pytest.mark.parametrize("path", sorted((ROOT / "rubrics").rglob("*.toml")), ids=lambda path: path.stem)
def test_titles_of_rubrics_are_translated(path: Path) -> None:
    """Titles of rubrics, parts, levels, gates, bands, classes, profiles and facts."""
    assert not [*_untranslated(tomllib.loads(path.read_text(encoding="utf-8")), path.stem)]


def test_titles_of_the_vocabulary_are_translated() -> None:
    """Titles of components, of scales and of their values."""
    vocabulary = load_vocabulary()
    scales = [vocabulary.scale(path) for path in vocabulary.facts if not vocabulary.is_license(path)]
    scales += [term.scale for term in vocabulary.terms.values()]
    scales += [vocabulary.membership, *vocabulary.license_facts.values()]
    titles = [component.title for component in vocabulary.components.values()]
    titles += [scale.title for scale in scales]
    titles += [value.title for scale in scales for value in scale.values]
    assert not [title["en"] for title in titles if not {*LANGUAGES} <= set(title)]


@pytest.mark.parametrize("command", HUMAN)
@pytest.mark.parametrize("language", OTHERS)
def test_what_is_said_has_the_marks_of_its_language(run: Run, command: str, language: str) -> None:
    """Between Chinese words no comma, colon or semicolon of English stands."""
    result = run(*HUMAN[command], "--lang", language)
    assert [] == MIXED.findall(result.out + result.err)
