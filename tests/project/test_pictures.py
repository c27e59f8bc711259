"""Pictures of the pages are drawn by the program, say what the ranking says, and are inert."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest
import readme
from conftest import ROOT, Run

from openscore import Registry, Rubric, assess
from openscore.report.views.ranking import shown_score

PICTURES = readme.pictures()


def texts(svg: str) -> set[str]:
    """Return the texts of a picture."""
    return {
        "".join(node.itertext()) for node in ElementTree.fromstring(svg).iter() if node.tag.endswith("}text")
    }


@pytest.mark.parametrize("path", PICTURES, ids=lambda path: path.name)
def test_a_picture_has_every_model_that_its_command_names(
    path: Path, registry: Registry, rubric: Rubric
) -> None:
    """By name, with the score and the band as they are now: `make readme` renews it."""
    words = PICTURES[path]
    ids = words[words.index("--filter") + 1].removeprefix("id=").split(",")
    found = texts(path.read_text(encoding="utf-8"))
    for id in ids:
        assert registry[id].name in found
        judged = assess(registry[id], rubric)
        band = judged.bands[0].title["zh" if "zh" in path.name else "en"]
        doubt = "" if judged.bands[0] is judged.bands[1] else "?"
        assert f"{shown_score(judged)} {band}{doubt}" in found
    assert len(ids) == 10


def test_both_pages_begin_with_one() -> None:
    """The English page and the Chinese one, above the first command."""
    assert {path.parent for path in PICTURES} == {ROOT / "docs"}
    for page in ("README.md", "README.zh-CN.md"):
        text = (ROOT / page).read_text(encoding="utf-8")
        assert 0 < text.index("<!-- picture: ") < text.index("make rank")


def test_a_ranking_as_a_picture(run: Run) -> None:
    """Any selection under any rubric; where nothing is unknown too."""
    result = run("rank", "--filter", "id=olmo-2,gpt-4", "--format", "svg")
    assert (result.code, result.err) == (0, "")
    assert {"OLMo 2", "GPT-4"} <= texts(result.out)
    assert run("rank", "--rubric", "mof-1.0", "--top", "2", "--format", "svg").code == 0
