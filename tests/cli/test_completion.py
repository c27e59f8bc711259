"""What a shell completes, tried in a real one."""

from __future__ import annotations

import os
import select
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

BASH, FISH, ZSH = shutil.which("bash"), shutil.which("fish"), shutil.which("zsh")
PATIENCE = 120.0
"""Seconds for what takes two; a slow machine is no failure."""
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
    "show dolly-v1-": {"dolly-v1-6b"},
    "facts ": set(load_vocabulary().facts),
    "": set(COMMANDS),
    "show no-such-model-at-all": set(),
    "show x --registry absent.toml --rubric absent.toml --as-of 2023": set(),
}


@pytest.mark.skipif(BASH is None, reason="there is no bash here")
def test_bash_completes_commands_models_rubrics_and_values(tmp_path: Path) -> None:
    """Also where it parts words, as at the equals sign of a supposed fact."""
    done = subprocess.run(
        [str(BASH), "--norc", "-c", SCRIPT], input="".join(f"{line}\n" for line in IN_BASH), env=_with_program(tmp_path),
        cwd=tmp_path, capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    assert done.stderr == ""
    answers = done.stdout.splitlines()
    assert list(IN_BASH.values()) == [set(filter(None, answer.split("|"))) for answer in answers]


@pytest.mark.skipif(FISH is None, reason="there is no fish here")
def test_fish_completes_commands_options_models_and_rubrics(tmp_path: Path) -> None:
    """With the script that the program prints for it."""
    asked = "".join(f'complete -C "{line}"; echo; ' for line in IN_FISH)
    script = f"_OPENSCORE_COMPLETE=source_fish openscore | source; {asked}"
    done = subprocess.run(
        [str(FISH), "--no-config", "-c", script], env=_with_program(tmp_path),
        cwd=tmp_path, capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    assert done.stderr == ""
    answers = done.stdout.removesuffix("\n\n").split("\n\n")
    assert list(IN_FISH.values()) == [
        {answer.partition("\t")[0] for answer in lines.splitlines()} for lines in answers
    ]


@pytest.mark.skipif(ZSH is None, reason="there is no zsh here")
def test_the_first_tab_of_a_session_of_zsh_completes(tmp_path: Path) -> None:
    """With the file and the settings that `--install-completion` writes for it, and nothing else."""
    import pty  # there is none where there is no zsh

    environment = _with_program(tmp_path)
    install = [str(ZSH), "-f", "-c", "openscore --install-completion; true"]  # asked by zsh, as by a user
    told = subprocess.run(
        install, env=environment, cwd=tmp_path, capture_output=True, encoding="utf-8", check=True
    )
    assert told.stderr == ""
    assert (
        told.stdout
        == f"zsh completes from now on, by {tmp_path / '.zfunc' / '_openscore'}; open a new terminal\n"
    )
    with (tmp_path / ".zshrc").open("a", encoding="utf-8") as settings:
        settings.write("\nPS1='ready '\n")
    here, there = pty.openpty()
    running = subprocess.Popen(
        [str(ZSH), "-i"], env={**environment, "TERM": "vt100"}, cwd=tmp_path,
        stdin=there, stdout=there, stderr=there, start_new_session=True,
    )  # fmt: skip
    try:
        assert "ready " in _until(here, "ready ")
        os.write(here, b"openscore explain olmo-2 --rubric osaid-0.0.6 --as\t")
        assert "--as-of" in _until(here, "--as-of")
    finally:
        running.kill()
        running.wait()
        os.close(here)
        os.close(there)


def _with_program(folder: Path) -> dict[str, str]:
    """Put the program into a folder; return an environment that has it on its path and is at home there."""
    program = folder / "openscore"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m openscore "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    path = f"{folder}{os.pathsep}{os.environ['PATH']}"
    return {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT), "HOME": str(folder), "ZDOTDIR": str(folder)}


def _until(terminal: int, wanted: str) -> str:
    """Read what a terminal shows until something wanted is there, or nothing more comes."""
    shown = ""
    while wanted not in shown and select.select([terminal], [], [], PATIENCE)[0]:
        shown += os.read(terminal, 4096).decode("utf-8", "replace")
    return shown


def test_where_no_shell_of_those_runs_one_error_says_so(tmp_path: Path) -> None:
    """A plain `sh` cannot complete; nothing is written."""
    told = subprocess.run(
        ["sh", "-c", "openscore --install-completion --lang zh; exit $?"], env=_with_program(tmp_path),
        cwd=tmp_path, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert (told.returncode, told.stdout) == (2, "")
    assert [line.partition("\uff1a")[0] for line in told.stderr.splitlines()] == [
        "\u9519\u8bef",
        "\u63d0\u793a",
    ]
    assert [path.name for path in tmp_path.iterdir()] == ["openscore"]


@pytest.mark.parametrize("words", ANSWERS)
def test_what_can_stand_next(run: Run, monkeypatch: pytest.MonkeyPatch, words: str) -> None:
    """As fish asks: the line in one variable, an answer a line, each once; nothing where a file cannot be read."""
    monkeypatch.setenv("_OPENSCORE_COMPLETE", "complete_fish")
    monkeypatch.setenv("_TYPER_COMPLETE_FISH_ACTION", "get-args")
    monkeypatch.setenv("_TYPER_COMPLETE_ARGS", f"openscore {words}")
    answers = [line.partition("\t")[0] for line in run().out.splitlines()]
    assert run.err == ""
    assert sorted(ANSWERS[words]) == sorted(filter(None, answers))


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_gets_its_script(run: Run, monkeypatch: pytest.MonkeyPatch, shell: str) -> None:
    """Which names the program and how to ask it."""
    monkeypatch.setenv("_OPENSCORE_COMPLETE", f"source_{shell}")
    script = run().out
    assert run.code == 0
    assert f"_OPENSCORE_COMPLETE=complete_{shell}" in script
    declares = "compdef" if shell == "zsh" else "complete"
    assert [line for line in script.splitlines() if line.split()[:1] == [declares] and "openscore" in line]
