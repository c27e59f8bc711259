"""A later file may say a document of an entry anew, under its key: every command goes on with what it says now."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from cli.test_language import HUMAN, MACHINE, REGISTRY
from conftest import Run

from openscore.report.formats import FORMATS

HERE = [words for words in HUMAN.values() if words[-1] == REGISTRY[-1]]
CALLS = [
    *HERE,
    *([*words, *REGISTRY] for words in MACHINE),
    *(["export", format, "wide", *REGISTRY] for format in FORMATS),
    ["validate", "--consistency", *REGISTRY[1:]],
]
DOCUMENT = '{key} = {{ url = "https://example.org/anew", read = 2026-10-01, by = "maker" }}\n'


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that takes over every document of every entry, but for one fact of each entry says nothing else."""
    text = ""
    for id, entry in tomllib.loads(Path(REGISTRY[-1]).read_text(encoding="utf-8"))["models"].items():
        documents = entry.get("documents", {})
        if not documents:
            continue
        text += f'[models."{id}".documents]\n' + "".join(DOCUMENT.format(key=key) for key in documents)
        said = f'{{ value = "NONE", sources = ["{next(iter(documents))}"], shows = "it says so" }}'
        text += f'[models."{id}".evaluation-code]\nlicense = {said}\n'
    path = tmp_path_factory.mktemp("over") / "models.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("words", CALLS, ids=lambda words: " ".join(words[: words.index("--registry")]))
def test_a_document_that_is_taken_over_stops_nothing(run: Run, file: Path, words: list[str]) -> None:
    result = run(*words, "--registry", file)
    assert result.code in {0, 3}, result.err
