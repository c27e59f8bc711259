"""Disputes: shown beside the fact, without a word to the score, until a maintainer settles them."""

from __future__ import annotations

import csv
import io
import json
import re
import shlex
import tomllib
from datetime import date
from pathlib import Path

import pytest
from conftest import Run
from hypothesis import given
from hypothesis import strategies as st
from samples import HOSTILE, entry, made

from openscore import assess, load_rubric
from openscore.analysis.citation import codes_in
from openscore.registry import edit
from openscore.registry.disputes import dispute_file
from openscore.registry.dump import to_toml
from openscore.registry.edit import Sourced
from openscore.registry.toml_values import written
from openscore.report.formats import FORMATS
from openscore.report.views.disputed import disputed_names
from openscore.report.views.naming import typed_name
from openscore.resources import registry_files
from openscore.toml import TomlFile

DAY = date(2026, 1, 2)
WHO = ("--who", "Jane Doe", "--url", "https://example.org/claim", "--shows", "the file is MIT")


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A registry of one model, laid over the shipped licenses alone."""
    monkeypatch.setattr(edit, "registry_files", lambda: registry_files()[:1])
    path = tmp_path / "own.toml"
    path.write_text(
        entry(facts={"weights.availability": "public", "weights.license": "Apache-2.0"}), encoding="utf-8"
    )
    return path


def disputed(run: Run, file: Path, *words: str) -> Path:
    path = file.with_name("dispute.toml")
    result = run("dispute", "demo", *words, *WHO, "--registry", file, "-o", path)
    assert result.code == 0, result.err
    return path


def test_a_dispute_is_shown_beside_the_fact_and_changes_nothing(run: Run, file: Path) -> None:
    """Score and code are those without it; reasons, card and pages say who holds what, and that it is open."""
    path = disputed(run, file, "weights.license", "MIT")
    (code,) = codes_in(run("cite", "demo", "--registry", file).out)
    for words in (
        ("explain", "demo"),
        ("verify", str(code)),
        ("report", "--model", "demo"),
        ("show", "demo"),
        ("export", "md", "demo"),
        ("export", "html", "demo"),
    ):
        told = " ".join(run(*words, "--registry", file, "--registry", path).out.split())
        assert "isputed by Jane Doe on " in told
        assert "the file is MIT (open)" in told
    for style in ("footnote", "bibtex", "biblatex", "csl-json", "ris", "cff", "apa"):
        reference = run("cite", "demo", "--style", style, "--registry", file, "--registry", path).out
        assert codes_in(reference) == (code,)
        assert "isputed: Weights, license" in reference


def test_an_answered_dispute_is_no_reservation_of_a_citation(run: Run, file: Path) -> None:
    """What is settled is told where there is room for the answer, and no reference warns of it."""
    path = disputed(run, file, "weights.license", "MIT")
    assert run("settle", path, "--registry", file, "--answer", "the file is of another release").code == 0
    assert "isputed" not in run("cite", "demo", "--registry", file).out
    assert "another release" in run("report", "--model", "demo", "--registry", file).out


BASE = """
[[models.made.bases]]
model = "demo"
relation = "finetune"
sources = ["card"]
shows = "the card says so"
"""
SCORELESS = {"shields": "a badge of two phrases", "croissant": "columns of a table", "cff": "the registry"}
"""Formats that do not go into one score, and what they tell of."""


@pytest.mark.parametrize("format", sorted(FORMATS.keys() - SCORELESS.keys()))
def test_what_leaves_with_a_score_says_that_a_fact_behind_it_is_disputed(
    run: Run, file: Path, format: str
) -> None:
    """In words where it has words, else by the fact's path."""
    path = disputed(run, file, "weights.license", "MIT")
    told = run("export", format, "demo", "--standalone", "--registry", file, "--registry", path)
    said = re.sub(r"\[\s*(?=\")|(?<=\")\s*\]", "", told.out)
    signs = ("isputed by Jane Doe on", "isputed: Weights, license", '"disputed": "weights.license"')
    assert any(sign in said for sign in signs) or said.endswith(",weights.license\n"), told.err or said


def test_a_ranking_names_what_is_disputed_until_it_is_answered(run: Run, file: Path) -> None:
    """Also one of a model that it was made from; as CSV and as JSON, so that a program can mark it."""
    described = {"pretraining-data.availability": "described"}
    tuned = entry("made", {"weights.availability": "public"}, BASE)
    file.write_text(entry(facts=described) + tuned, encoding="utf-8")
    path = disputed(run, file, "pretraining-data.availability")

    def told(*more: object) -> dict[str, str]:
        words = ("rank", "--standalone", "--registry", file, *more, "--format")
        rows = {row["id"]: row["disputed"] for row in csv.DictReader(io.StringIO(run(*words, "csv").out))}
        ranked = json.loads(run(*words, "json").out)["ranking"]
        assert rows == {row["id"]: " ".join(row["disputed"]) for row in ranked}
        return rows

    assert told() == {"demo": "", "made": ""}
    own = "pretraining-data.availability"
    assert told("--registry", path) == {"demo": own, "made": f"demo:{own}"}
    assert run("settle", path, "--registry", file, "--answer", "the card is of another release").code == 0
    assert told() == {"demo": "", "made": ""}


@pytest.mark.parametrize(
    "fact", ["weights.availability", "weights.license", "training-code.license", "pretraining-data.license"]
)
def test_what_is_disputed_is_named_where_its_path_is_given(fact: str) -> None:
    """Each fact once, whether own or a base's, established or not, of something that was released or not."""
    facts = {"weights.availability": "public", "training-code.availability": "undisclosed"}
    value = "approval" if fact == "weights.availability" else "MIT"
    held = "".join(
        f'[[models.demo.disputes]]\nfact = "{fact}"\nvalue = "{value}"\nwho = "{who}"\nday = {DAY}\n'
        'sources = ["card"]\nshows = "the card says so"\n'
        for who in ("Jane", "John")
    )
    registry = made(entry(facts=facts) + held, entry("made", {"weights.availability": "public"}, BASE))
    told = {record.id: assess(record, load_rubric()) for record in registry}
    for id, path in (("demo", fact), ("made", f"demo:{fact}")):
        assert told[id].disputed in ((), (path,)), id
        assert disputed_names(told[id]) == "".join(typed_name(told[id], one) for one in told[id].disputed)
        assert len(told[id].disputes) == 2 * len(told[id].disputed)
    assert told["demo"].disputed


def test_an_applied_dispute_is_the_fact_with_its_source(run: Run, file: Path) -> None:
    """The value, the source and the words of the dispute stand in the registry; nothing is left of the dispute."""
    path = disputed(run, file, "weights.license", "MIT")
    result = run("settle", path, "--apply", "--registry", file)
    assert result.out.startswith("applied: demo: weights.license = MIT\ndemo: score ")
    text = file.read_text(encoding="utf-8")
    assert 'license = { value = "MIT", sources = ["claim"], shows = "the file is MIT" }' in text
    assert 'claim = { url = "https://example.org/claim"' in text
    assert "disputes" not in text


def test_an_answered_dispute_stays_with_its_answer(run: Run, file: Path) -> None:
    """Whoever reads the fact reads the dispute and why it was not followed."""
    path = disputed(run, file, "weights.availability")
    assert run("settle", path, "--answer", "the files are there", "--registry", file).code == 0
    told = " ".join(run("explain", "demo", "--registry", file).out.split())
    assert "unknown; the file is MIT (answered: the files are there)" in told
    assert run("validate", "--registry", file, "--rubric", "osi-draft").code == 0


def test_what_is_settled_again_replaces_what_it_came_to_before(run: Run, file: Path) -> None:
    """Kept, then answered: one dispute, with its answer; applied: none is left, and no other goes with it."""
    path = disputed(run, file, "weights.license", "MIT")
    other = disputed(run, file, "weights.availability").rename(file.with_name("other.toml"))
    path = disputed(run, file, "weights.license", "MIT")
    assert run("settle", other, "--keep", "--registry", file).code == 0
    kept = file.read_bytes()
    for way in (("--keep",), ("--keep",), ("--answer", "no"), ("--answer", "not so")):
        assert run("settle", path, *way, "--registry", file).code == 0
        assert file.read_text("utf-8").count("[[models.demo.disputes]]") == 2
    assert "(answered: not so)" in " ".join(run("show", "demo", "--registry", file).out.split())
    assert run("settle", path, "--apply", "--registry", file).code == 0
    text = file.read_text("utf-8")
    assert text.count("[[models.demo.disputes]]") == 1
    assert 'fact = "weights.availability"' in text
    assert kept != file.read_bytes()


def test_what_is_told_to_type_shows_the_dispute(run: Run, file: Path) -> None:
    """With the registry over which the file is to be laid, also where a name has a space."""
    own = file.rename(file.with_name("my own.toml"))
    path = file.with_name("a dispute.toml")
    said = run("dispute", "demo", "weights.license", "MIT", *WHO, "--registry", own, "-o", path).err
    program, *words = shlex.split(said.rpartition("to see it: ")[2])
    assert program == "openscore"
    assert "disputed by Jane Doe" in " ".join(run(*words).out.split())


def test_a_dispute_within_a_line_is_left_to_hands(run: Run, file: Path) -> None:
    """What an export brings back stands in one line, which the editor does not take apart."""
    path = disputed(run, file, "weights.license", "MIT")
    [dispute] = tomllib.loads(path.read_text("utf-8"))["models"]["demo"]["disputes"]
    told = {**dispute, "sources": ["card"]}
    file.write_text(
        file.read_text("utf-8").replace("[models.demo]\n", f"[models.demo]\ndisputes = {written([told])}\n"),
        encoding="utf-8",
    )
    before = file.read_bytes()
    for way in (("--apply",), ("--keep",)):
        result = run("settle", path, *way, "--registry", file)
        assert (2, before) == (result.code, file.read_bytes())
        assert "edit it by hand" in result.err


def test_several_people_dispute_side_by_side(run: Run, file: Path) -> None:
    """A second file takes nothing of the first away."""
    one = disputed(run, file, "weights.license", "MIT")
    two = one.rename(one.with_name("two.toml"))
    one = disputed(run, file, "weights.license", "BSD-3-Clause")
    told = run("explain", "demo", "--registry", file, "--registry", one, "--registry", two).out
    assert told.count("disputed by Jane Doe") == 2


def test_a_dispute_comes_back_from_an_export(run: Run, file: Path, tmp_path: Path) -> None:
    """The facts of an export hold the dispute, and what reads them shows it."""
    path = disputed(run, file, "weights.license", "MIT")
    text = run("export", "json", "demo", "--registry", file, "--registry", path).out
    (tmp_path / "export.json").write_text(text, encoding="utf-8")
    back = run("import", "json", tmp_path / "export.json")
    (tmp_path / "back.toml").write_text(back.out, encoding="utf-8")
    told = run("explain", "demo", "--standalone", "--registry", tmp_path / "back.toml").out
    assert "disputed by Jane Doe" in told


@pytest.mark.parametrize("key", ["fact", "value", "who", "day", "sources", "shows", "url", "read", "by"])
@pytest.mark.parametrize("instead", [None, [1], {"a": "b"}])
def test_what_somebody_sends_is_looked_at_before_it_is_settled(
    run: Run, file: Path, key: str, instead: object
) -> None:
    """Whatever is left out of it or is of another kind is a problem of that file, and nothing is written."""
    path, before = disputed(run, file, "weights.license", "MIT"), file.read_bytes()
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    [dispute], [document] = data["models"]["demo"]["disputes"], data["models"]["demo"]["documents"].values()
    holder = dispute if key in dispute else document
    del holder[key]
    if instead is not None:
        holder[key] = instead
    path.write_text(to_toml(data), encoding="utf-8")
    for way in (("--apply",), ("--keep",), ("--answer", "no")):
        result = run("settle", path, *way, "--registry", file)
        assert (2, "", before) == (result.code, result.out, file.read_bytes()), result.err
        assert "dispute.toml:" in result.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("weights.licence", "MIT", *WHO), "did you mean 'weights.license'"),
        (("weights.availability", "publik", *WHO), "did you mean 'public'"),
        (("weights.license", "MIT"), "who, which source"),
        (("weights.license", "Apach-2.0", *WHO), "Apach-2.0"),
        (("weights.license", "MIT", *WHO, "--url", "example.org"), "no http or https address"),
        (("weights.license", "MIT", *WHO, "--archived", "x"), "no http or https address"),
    ],
)
def test_a_dispute_that_says_too_little_is_refused(
    run: Run, file: Path, words: tuple[str, ...], said: str
) -> None:
    """A misspelt fact or value, and a dispute without name or source, is one error with what to type."""
    result = run("dispute", "demo", *words, "--registry", file)
    assert result.code == 2
    assert said in result.err


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ('"MIT"', '"Apach-2.0"', "unknown-license"),
        ('"weights.license"', '"weights.lisence"', "unknown-fact"),
        ("day = 20", "day = 29", "future-date"),
        ('sources = ["dispute-1"]', 'sources = ["other"]', "unknown-document"),
        ("who =", "hwo =", "unknown-key"),
    ],
)
def test_a_damaged_dispute_is_a_problem_of_its_file(
    run: Run, file: Path, old: str, new: str, kind: str
) -> None:
    """What is wrong in it is named with its file."""
    path = disputed(run, file, "weights.license", "MIT")
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    result = run("rank", "--registry", file, "--registry", path)
    assert result.code == 2
    assert f"[{kind}]" in result.err
    assert str(path) in result.err


@pytest.mark.parametrize("words", [(), ("--apply", "--keep"), ("--answer", "x", "--apply")])
def test_settling_is_one_of_three(run: Run, file: Path, words: tuple[str, ...]) -> None:
    """None or two ways at once are refused, and nothing is written."""
    path, before = disputed(run, file, "weights.license", "MIT"), file.read_bytes()
    assert run("settle", path, *words, "--registry", file).code == 2
    assert run("settle", file, "--apply", "--registry", file).code == 2
    assert file.read_bytes() == before


def test_hostile_text_is_inert(run: Run, file: Path) -> None:
    """Markup and escapes in a name or a claim reach neither the terminal nor a page as such."""
    path = file.with_name("dispute.toml")
    told = ("--who", HOSTILE, "--url", "https://example.org", "--shows", HOSTILE)
    assert run("dispute", "demo", "weights.license", "MIT", *told, "--registry", file, "-o", path).code == 0
    shown = run("explain", "demo", "--registry", file, "--registry", path).out
    assert "\x1b]" not in shown
    page = run("export", "html", "demo", "--registry", file, "--registry", path).out
    assert "<script>alert" not in page


@given(st.text(min_size=1).filter(str.strip), st.text(min_size=1, max_size=500).filter(str.strip))
def test_any_words_come_back(who: str, shows: str) -> None:
    """Whatever text a dispute has, its file is read back as it was written."""
    if any(0xD800 <= ord(char) < 0xE000 for char in who + shows):
        return
    sourced = Sourced(shows, ("https://example.org",), (), DAY)
    told = {"fact": "weights.license", "value": "MIT", "who": who, "day": DAY}
    parsed = TomlFile("d", dispute_file("demo", told, sourced)).parse()["models"]["demo"]["disputes"][0]
    assert (parsed["who"], parsed["shows"]) == (who, shows)
