"""The guide to rubrics and the commands it rests on: all that a rubric can say is told, and what is wrong, mended."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import ROOT, Run
from samples import RUBRIC, entry
from test_checked import problems

from openscore import load_rubric
from openscore.language import LANGUAGES, speak
from openscore.records.vocabulary import LICENSE, MEMBERSHIP, load_vocabulary
from openscore.report.text import told
from openscore.resources import rubric_files
from openscore.rubric.names import asked
from openscore.rubric.shapes import (
    CriterionShape,
    GateShape,
    LadderLevelShape,
    LadderShape,
    RubricShape,
)
from openscore.site.inert import heard

GUIDE = (ROOT / "docs" / "write-a-rubric.md").read_text(encoding="utf-8")
OUT = '"weights.availability" = ["public", "click-through"]'
SHAPES = (RubricShape, CriterionShape, LadderShape, LadderLevelShape, GateShape)


@pytest.mark.parametrize("word", sorted({word for shape in SHAPES for word in shape.model_fields}))
def test_the_guide_names_every_word_of_a_rubric(word: str) -> None:
    """A word that the language gains is told in the guide."""
    assert re.search(rf"(?<![\w-]){word}(?![\w-])", GUIDE)


@pytest.mark.parametrize("id", rubric_files())
def test_all_that_shipped_rubrics_ask_can_be_looked_up(id: str) -> None:
    """But for sets of licenses and of components, which are the rubric's own."""
    rubric = load_rubric(id)
    known = asked(load_vocabulary())
    for path in rubric.paths:
        head, _, rest = path.partition(".")
        if f".{LICENSE}.{MEMBERSHIP}." not in path:
            assert (f"weights.{rest}" if head in rubric.term_sets else path) in known


@pytest.mark.parametrize("language", LANGUAGES)
def test_values_that_follow_from_a_license_are_told(language: str) -> None:
    """In every language, each with its own sentence."""
    vocabulary = load_vocabulary()
    speak(language)
    values = [value for scale in vocabulary.license_facts.values() for value in scale.values]
    values += vocabulary.terms["outputs"].scale.values
    assert all(value.means for value in values)
    assert all((told(value.means) == value.means) == (language == "en") for value in values)


def test_what_a_license_says_is_shown_with_its_values(run: Run) -> None:
    """A condition may ask for `no-grant`, which no entry may state."""
    assert "no-grant" in run("facts", "weights.license.commercial").out
    assert "no-grant" not in run("facts", "terms.commercial").out


@pytest.mark.usefixtures("few")
def test_a_slip_in_a_term_of_a_license_is_answered_by_the_term(run: Run, tmp_path: Path) -> None:
    """In a rubric, in a policy, and where a fact is looked up."""
    slip, guess = "weights.license.comercial", "did you mean 'weights.license.commercial'"
    (found,) = problems(RUBRIC.replace(OUT, f'"{slip}" = ["allowed"]'))
    models = tmp_path / "models.txt"
    models.write_text("gpt-2\n", encoding="utf-8")
    said = [found.hint, run("check", models, "--require", f"{slip}=allowed").err, run("facts", slip).err]
    assert [guess in text for text in said] == [True] * 3


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (OUT, '"weights.availability" = ["public", "approval"]'),
        ('[[criteria.levels]]\n  id = "kept"', None),
        ("[[bands]]", '[[gates]]\nid = "g"\ntitle = { en = "x", zh = "x" }\ncap = 10\nwhen = { "weights.availability" = ["public"] }\nsource = "x"\n\n[[bands]]'),
    ],
    ids=["level", "unreachable", "gate"],
)  # fmt: skip
def test_what_a_proof_refutes_says_what_to_do(old: str, new: str | None) -> None:
    """Not where the words of the language are listed, which whoever got so far knows."""
    if new is None:
        new = f'[[criteria.levels]]\nid = "again"\ntitle = {{ en = "x", zh = "x" }}\npoints = 0\nwhen = {{ {OUT} }}\n{old}'
    found = problems(RUBRIC.replace(old, new, 1))
    assert found
    assert not [one for one in found if not one.hint or "openscore schema" in one.hint]


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize(
    ("words", "option"),
    [
        (["rank", "--rubric", "registry.toml"], "--registry registry.toml"),
        (["rank", "--registry", "rubric.toml"], "--rubric rubric.toml"),
        (["diff", "rubric.toml", "now"], "--rubric rubric.toml"),
    ],
)
def test_a_file_of_another_kind_is_named_as_what_it_is(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], option: str
) -> None:
    """One problem, not one for each of its keys, and the option that takes it."""
    monkeypatch.chdir(tmp_path)
    Path("rubric.toml").write_text(RUBRIC, encoding="utf-8")
    Path("registry.toml").write_text(entry("demo", {"weights.availability": "public"}), encoding="utf-8")
    result = run(*words)
    assert result.code == 2
    assert re.findall(r"\[([a-z-]+)\]", result.err) == ["another-kind"]
    assert f"hint: it is named with `{option}`" in result.err


@pytest.mark.usefixtures("few")
def test_two_states_are_judged_by_a_rubric_of_ones_own(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither holds it; a shipped one that a state lacks is answered by those that it has."""
    monkeypatch.chdir(tmp_path)
    Path("mine.toml").write_text(RUBRIC, encoding="utf-8")
    for name, value in (("a.toml", "undisclosed"), ("b.toml", "public")):
        Path(name).write_text(entry("demo", {"weights.availability": value}), encoding="utf-8")
    told = run("diff", "a.toml", "b.toml", "--rubric", "mine.toml", "--scores", "--format", "csv").out
    assert told.splitlines()[1].startswith("demo,0.0,100.0,")
    Path("state").mkdir()
    Path("state", "models.toml").write_text(Path("a.toml").read_text(encoding="utf-8"), encoding="utf-8")
    refused = run("diff", "state", "b.toml")
    assert (refused.code, "a rubric file judges any state" in refused.err) == (2, True)


@pytest.mark.usefixtures("few")
def test_what_is_not_known_here_is_not_told_as_gone(run: Run, tmp_path: Path) -> None:
    """Of a citation file whose rubric is nowhere, the model and the licenses are what they were."""
    registry, mine, citation = tmp_path / "r.toml", tmp_path / "mine.toml", tmp_path / "cited.json"
    registry.write_text(
        entry("demo", {"weights.availability": "public", "weights.license": "MIT"}), encoding="utf-8"
    )
    mine.write_text(RUBRIC, encoding="utf-8")
    run("cite", "demo", "--registry", registry, "--rubric", mine, "--style", "file", "-o", citation)
    result = run("verify", citation, "--registry", registry)
    assert result.code == 1
    assert "--registry and --rubric name files that have them" in result.out
    assert [line.strip() for line in result.out.splitlines()[2:]] == ["rubrics.demo: demo -> (absent)"]


def test_what_a_rubric_wrote_without_a_stop_does_not_run_on(run: Run, tmp_path: Path) -> None:
    """What a band means stands in reports before other sentences, in each language with its stop."""
    mine = tmp_path / "mine.toml"
    means = 'means = { en = "Something is missing", zh = "缺少某物" }'
    mine.write_text(re.sub(r"means = \{.*\}", means, RUBRIC), encoding="utf-8")
    words = ("report", "--model", "gpt-4", "--rubric", mine)
    assert "Something is missing. It ranks" in run(*words).out
    assert "缺少某物。在" in run(*words, "--lang", "zh").out


def test_what_a_rubric_marks_as_typed_stands_as_such_on_its_page() -> None:
    """Of the site; markup in a text of a data file stays text."""
    assert heard("Say `openscore rank <b>` & `x`.") == (
        "Say <code>openscore rank &lt;b&gt;</code> &amp; <code>x</code>."
    )
    assert heard("a ` alone") == "a ` alone"
