"""What was printed is remembered for the same words, files and language, and for nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import ROOT, Run
from samples import entry

from openscore.cli.commands import rank as command


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[int]:
    """Count how often a ranking is made, with nothing remembered at first."""
    monkeypatch.setenv("OPENSCORE_CACHE", str(tmp_path / "cache"))
    made: list[int] = []
    inner = command.rank

    def rank(*words: object) -> object:
        made.append(1)
        return inner(*words)  # type: ignore[arg-type]

    monkeypatch.setattr(command, "rank", rank)
    return made


def test_the_same_is_made_once(run: Run, counted: list[int], tmp_path: Path) -> None:
    """Twice the same words over the same files; then a file, a word, the width or the cache is another."""
    path = tmp_path / "r.toml"
    path.write_text(entry("demo", {"weights.availability": "public"}), encoding="utf-8")
    words = ["rank", "--standalone", "--registry", path]
    first = run(*words).out
    assert (run(*words).out, len(counted)) == (first, 1)
    path.write_text(entry("demo", {"weights.availability": "approval"}), encoding="utf-8")
    second = run(*words).out
    assert second != first
    assert len(counted) == 2
    assert run(*words, "--format", "csv").out != second
    assert len(counted) == 3
    assert run(*words).out == second
    assert len(counted) == 3


def test_the_width_of_the_screen_and_the_rubric_count(
    run: Run, counted: list[int], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A wider screen shows more; an edited rubric scores otherwise."""
    rubric = tmp_path / "mine.toml"
    text = (ROOT / "rubrics" / "osi-draft.toml").read_text(encoding="utf-8")
    rubric.write_text(text, encoding="utf-8")
    first = run("rank", "--rubric", rubric, "--top", 40).out
    monkeypatch.setenv("COLUMNS", "120")
    assert run("rank", "--rubric", rubric, "--top", 40).out != first
    monkeypatch.setenv("COLUMNS", "80")
    rubric.write_text(text.replace("criterion_weight = 25", "criterion_weight = 60", 1), encoding="utf-8")
    assert run("rank", "--rubric", rubric, "--top", 40).out != first
    assert len(counted) == 3


def test_a_threshold_is_never_answered_from_memory(run: Run, counted: list[int], tmp_path: Path) -> None:
    """The exit code needs the scores."""
    assert run("rank", "--top", 1).code == 0
    assert run("rank", "--top", 3, "--fail-under", 0).code == 0
    assert run("rank", "--filter", "id=gpt-4", "--fail-under", 90).code == 1
    assert run("rank", "--filter", "id=gpt-4", "--fail-under", 90).code == 1
    assert len(counted) == 4


def test_damage_only_costs_time(run: Run, counted: list[int], tmp_path: Path) -> None:
    """What is remembered is broken, and made again."""
    first = run("rank", "--top", 3).out
    for file in (tmp_path / "cache").glob("*.json"):
        file.write_text("{", encoding="utf-8")
    assert run("rank", "--top", 3).out == first
    assert len(counted) == 2


def test_errors_are_not_remembered(run: Run, counted: list[int]) -> None:
    """They are said again."""
    for _ in range(2):
        assert run("rank", "--filter", "maker=nobody").code == 3
