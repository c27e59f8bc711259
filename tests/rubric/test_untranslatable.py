"""What a framework says and a rubric cannot is data, and stands wherever the rubric is explained."""

from __future__ import annotations

import pytest
from conftest import Run

from openscore import load_rubric
from openscore.resources import rubric_files


@pytest.mark.parametrize("id", list(rubric_files()))
def test_every_shipped_rubric_says_what_it_cannot_say(id: str) -> None:
    """In both languages, as full sentences; no doubt is left to comments, which no program reads."""
    rubric = load_rubric(id)
    assert rubric.untranslatable
    for entry in rubric.untranslatable:
        for said in entry:
            assert (".", "。") == (said["en"][-1], said["zh"][-1]), said
    assert "ours in this encoding" not in rubric_files()[id].read_text(encoding="utf-8").casefold()


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(
    "command",
    [("explain", "olmo-7b", "--brief"), ("report", "--model", "olmo-7b", "--format", "md"), ("rubrics", "ntia-2024")],
)  # fmt: skip
def test_it_is_shown_to_readers(
    run: Run, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...], lang: str
) -> None:
    """The explanation, the report and the page of the rubric have every entry whole."""
    monkeypatch.setenv("COLUMNS", "4000")
    which = () if command[0] == "rubrics" else ("--rubric", "ntia-2024")
    shown = run(*command, *which, "--lang", lang).out
    wanted = [said[lang] for entry in load_rubric("ntia-2024").untranslatable for said in entry]
    assert 9 == len(wanted)
    assert not [text for text in wanted if text not in shown]
