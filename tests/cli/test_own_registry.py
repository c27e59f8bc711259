"""A registry of one's own, from an empty folder: what a newcomer types works, and what does not says what would."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import Run
from samples import entry

BEGIN = [
    "add", "helper-7b", "--name", "Helper 7B", "--developer", "Acme", "--modality", "text", "--summary", "For robots.",
    "--registry", "mine.toml",
]  # fmt: skip


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, few: None) -> None:
    """An empty folder."""
    monkeypatch.chdir(tmp_path)


def test_what_needs_no_source_is_stated_without_one(run: Run, empty: None) -> None:
    """Where a model belongs and what it is called, as with `set`; of other entries all has a source."""
    run("add", "families.helper", "--name", "Helper", "--registry", "mine.toml")
    assert run(*BEGIN, "--fact", "family=helper", "--fact", "aliases=acme/helper,h7").code == 0
    text = Path("mine.toml").read_text(encoding="utf-8")
    assert 'family = "helper"' in text
    assert 'aliases = ["acme/helper", "h7"]' in text
    url = ("--url", "https://example.org/", "--registry", "mine.toml")
    refused = run("add", "makers.acme", "--name", "Acme", "--fact", "kind=company", *url)
    assert (refused.code, "is not FACT=VALUE:SHOWS" in refused.err) == (2, True)


@pytest.mark.parametrize(
    "words",
    [
        ("add", "makers.acme", "--name", "Acme", "--fact", "seat=DE: an imprint"),
        ("add", "licenses.LicenseRef-acme", "--name", "A", "--fact", "terms.outputs=free:2"),
        (*BEGIN[:-2], "--fact", "weights.availability=public: files are listed"),
        ("set", "helper-7b", "weights.availability", "public", "--shows", "x"),
    ],
)
def test_a_hint_names_no_option_that_the_command_lacks(run: Run, empty: None, words: tuple[str, ...]) -> None:
    """A fact without a source: what is told to be typed can be typed."""
    run(*BEGIN[:-2])
    refused = run(*words)
    assert refused.code == 2
    named = set(re.findall(r"--[a-z]+", refused.err.partition("hint: ")[2]))
    assert named
    assert named <= set(re.findall(r"--[a-z]+", run(words[0], "--help").out))


@pytest.mark.parametrize(
    "words",
    [
        ("set", "helper-7b", "weights.availability", "public", "--url", "https://example.org/", "--shows", "x"),
        ("settle", "d.toml", "--keep"),
    ],
)  # fmt: skip
def test_a_model_of_another_file_is_told_with_the_option(
    run: Run, empty: None, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    """Also where the environment names the file: it is read below what is edited, and not edited."""
    run(*BEGIN)
    said = ("--who", "J", "--url", "https://example.org/x", "--shows", "x", "-o", "d.toml")
    run("dispute", "helper-7b", "weights.availability", "public", *said, "--registry", "mine.toml")
    Path("models.toml").write_text(entry("other", {}), encoding="utf-8")
    monkeypatch.setenv("OPENSCORE_REGISTRY", "mine.toml")
    result = run(*words)
    assert result.code == 2
    assert "--registry names the file to edit" in result.err
    assert run(*words, "--registry", "mine.toml").code == 0


def test_a_base_that_is_left_out_is_told_with_the_option_that_left_it_out(run: Run, empty: None) -> None:
    """And no option is blamed for a base that is nowhere."""
    run(*BEGIN)
    url = ("--url", "https://example.org/", "--shows", "x", "--registry", "mine.toml")
    assert run("set", "helper-7b", "bases.gpt-2", "finetune", *url).code == 0
    assert "leave out --standalone" in run("rank", "--standalone", "--registry", "mine.toml").err
    text = Path("mine.toml").read_text(encoding="utf-8")
    Path("mine.toml").write_text(text.replace('"gpt-2"', '"gpt-0"'), encoding="utf-8")
    assert "--standalone" not in run("rank", "--registry", "mine.toml").err


def test_what_a_check_found_is_said_in_the_language(run: Run, empty: None) -> None:
    """Bands from one to another, and a fact that is unknown; what programs read stays."""
    run(*BEGIN)
    Path("models.txt").write_text("helper-7b\n", encoding="utf-8")
    words = (
        "check",
        "models.txt",
        "--registry",
        "mine.toml",
        "--min-band",
        "osaid-aligned",
        "--require",
        "weights=public",
    )
    said = run(*words, "--lang", "zh").out
    assert "closed至osaid-aligned" in said
    assert not re.search(r" to |unknown", said)
    assert '"found": "closed to osaid-aligned"' in run(*words, "--lang", "zh", "--format", "json").out
