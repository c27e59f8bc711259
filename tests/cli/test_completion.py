"""What a shell completes, tried in a real one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT, Run

from openscore.cli.declare import COMMANDS
from openscore.records.vocabulary import load_vocabulary
from openscore.resources import edition_files, rubric_files
from openscore.rubric.load import load_rubric

BASH, FISH = shutil.which("bash"), shutil.which("fish")
SCRIPT = """
eval "$(_OPENSCORE_COMPLETE=source_bash openscore)"
while IFS= read -r line; do
    IFS='|' read -ra COMP_WORDS <<< "$line|"
    COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
    COMPREPLY=()
    $(complete -p openscore | sed 's/.*-F \\([^ ]*\\) .*/\\1/') openscore
    (IFS='|'; echo "${COMPREPLY[*]}")
done
"""
"""Calls what bash would call for each line of words; the last word is the one that is being typed."""

IN_FISH = {
    "openscore ra": {"rank"},
    "openscore rank --as": {"--as-of"},
    "openscore show olmo-2": {"olmo-2"},
    "openscore explain olmo-2 --rubric osaid-0": {"osaid-0.0.6", "osaid-0.0.8", "osaid-0.0.9"},
}
IN_BASH = {
    "openscore|ra": {"rank"},
    "openscore|show|olmo-2": {"olmo-2"},
    "openscore|explain|olmo-2|--rubric|osaid-0": {"osaid-0.0.6", "osaid-0.0.8", "osaid-0.0.9"},
    "openscore|what-if|olmo-2|weights.availability|=|pub": {"public"},
}
SMALL = f"--standalone --registry {ROOT / 'tests' / 'golden' / 'registry.toml'}"
BANDS = {band.id for band in load_rubric("").bands}
ANSWERS = {
    "help ra": {"rank"},
    "rank --as": {"--as-of"},
    "rank --format ": {"table", "json", "csv", "md", "svg"},
    "rank --band ": BANDS,
    "rank --rubric osaid-1.0 --band ": {band.id for band in load_rubric("osaid-1.0").bands},
    "explain olmo-2 --rubric ": set(rubric_files()),
    "diff ": {"now", *edition_files()},
    "set olmo-2 weights.avail": {"weights.availability"},
    "set olmo-2 weights.availability pub": {"public"},
    "what-if olmo-2 weights.availability=pub": {"weights.availability=public"},
    "licenses LicenseRef-scancode-llama-2": {"LicenseRef-scancode-llama-2-license-2023"},
    "hub sum": {"summary"},
    f"rank {SMALL} --family ": {"demo"},
    f"models {SMALL} --maker ": {"open-lab", "Closed", "=Closed()", "\u793a\u4f8b\u5b9e\u9a8c\u5ba4"},
    f"makers {SMALL} The": {"The Open Lab"},
    f"show {SMALL} de": {"demo", "desk"},
    "facts ": set(load_vocabulary().facts),
    "": set(COMMANDS),
    "show no-such-model-at-all": set(),
    "show x --registry absent.toml --rubric absent.toml --as-of 2023": set(),
}


@pytest.mark.skipif(BASH is None, reason="there is no bash here")
def test_bash_completes_commands_models_rubrics_and_values(tmp_path: Path) -> None:
    """Also where it parts words, as at the equals sign of a supposed fact."""
    program = tmp_path / "openscore"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m openscore "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [str(BASH), "--norc", "-c", SCRIPT], input="".join(f"{line}\n" for line in IN_BASH), env=environment,
        cwd=tmp_path, capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    assert done.stderr == ""
    answers = done.stdout.splitlines()
    assert list(IN_BASH.values()) == [set(filter(None, answer.split("|"))) for answer in answers]


@pytest.mark.skipif(FISH is None, reason="there is no fish here")
@pytest.mark.parametrize("line", IN_FISH)
def test_fish_completes_commands_options_models_and_rubrics(tmp_path: Path, line: str) -> None:
    """With the script that the program prints for it."""
    program = tmp_path / "openscore"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m openscore "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT), "HOME": str(tmp_path)}
    script = f'_OPENSCORE_COMPLETE=source_fish openscore | source; complete -C "{line}"'
    done = subprocess.run(
        [str(FISH), "--no-config", "-c", script], env=environment,
        cwd=tmp_path, capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    assert done.stderr == ""
    assert IN_FISH[line] == {answer.partition("\t")[0] for answer in done.stdout.splitlines()}


@pytest.mark.parametrize("words", ANSWERS)
def test_what_can_stand_next(run: Run, monkeypatch: pytest.MonkeyPatch, words: str) -> None:
    """As fish asks: the line in one variable, an answer a line; nothing where a file cannot be read."""
    monkeypatch.setenv("_OPENSCORE_COMPLETE", "complete_fish")
    monkeypatch.setenv("_TYPER_COMPLETE_FISH_ACTION", "get-args")
    monkeypatch.setenv("_TYPER_COMPLETE_ARGS", f"openscore {words}")
    answers = {line.partition("\t")[0] for line in run().out.splitlines()}
    assert run.err == ""
    assert ANSWERS[words] == set(filter(None, answers))


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_gets_its_script(run: Run, monkeypatch: pytest.MonkeyPatch, shell: str) -> None:
    """Which names the program and how to ask it."""
    monkeypatch.setenv("_OPENSCORE_COMPLETE", f"source_{shell}")
    script = run().out
    assert run.code == 0
    assert f"_OPENSCORE_COMPLETE=complete_{shell}" in script
    assert script.rstrip().splitlines()[-1].split()[0] in ("complete", "compdef")
