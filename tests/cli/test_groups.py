"""Makers and families: what shows them, lists them, filters by them, and refuses what they are not."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from conftest import Run
from samples import entry

MAKERS = """
[makers.lab]
name = "Somebody"
aliases = ["Somebody Else"]
[makers.lab.documents]
about = { url = "https://example.org/about", read = 2026-01-02, by = "maker" }
[makers.lab.seat]
value = "CH"
sources = ["about"]
shows = "an address in Zurich"
[makers.lab.kind]
value = "university"
sources = ["about"]
shows = "an institute of a university"
[families.line]
name = "The Line"
aliases = ["Demo line"]
[families.line-2]
name = "Line 2"
part_of = "line"
"""


@pytest.fixture
def words(tmp_path: Path) -> list[str]:
    """A line of three: two of its second version, and one of a maker that has no entry."""
    file = tmp_path / "mine.toml"
    of_line, of_second = ('family = "line"\nsummary', 'family = "line-2"\nsummary')
    public = entry("small", {"weights.availability": "public", "weights.license": "MIT"}, name="Small")
    shut = entry("large", {"weights.availability": "undisclosed"}, name="Large")
    first = entry("first", name="First").replace('"Somebody"', '"Nobody"').replace("summary", of_line)
    other = entry("other", name="Demo line").replace('"Somebody"', '"SOMEBODY else"')
    text = [MAKERS, public.replace("summary", of_second), shut.replace("summary", of_second), first, other]
    file.write_text("".join(text), encoding="utf-8")
    return ["--standalone", "--registry", str(file)]


def typed(command: str, words: list[str]) -> str:
    """Return a command as it is told to who chose the data by these words."""
    standalone, *registry = words
    return " ".join(["openscore", command, *registry, standalone])


def ranked(run: Run, *words: str) -> list[str]:
    return [row["id"] for row in json.loads(run("rank", "--format", "json", *words).out)["ranking"]]


def listed(run: Run, *words: str) -> list[str]:
    return [row["id"] for row in json.loads(run("models", "--format", "json", *words).out)["models"]]


def test_a_family_is_shown_with_what_it_binds_and_how_they_differ(
    run: Run, words: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Most open first, also what its smaller families bind; each answer stands with the models that have it."""
    text = run("show", "line", *words).out
    assert text.startswith("The Line  family with 3 entries, by Somebody and Nobody\n")
    assert "smaller families: line-2" in text
    table, answers = text.split("What differs")
    assert table.index("small") < table.index("large")
    assert table.index("small") < table.index("first")
    assert "MIT" in table
    access = next(line for line in answers.splitlines() if "public download" in line)
    assert access.split()[-1] == "small"
    monkeypatch.setenv("COLUMNS", "400")
    second = run("show", "line-2", *words).out
    assert f"part of: The Line (`{typed('show line', words)}`)" in second
    assert "first" not in second


def test_a_family_answers_as_explain_does(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is unknown is said to be that, and never looks like one answer from two that are possible."""
    monkeypatch.setenv("COLUMNS", "400")
    explained = {
        line.partition(": ")[2].rpartition(" (")[0] for line in run("explain", "llama-1").out.splitlines()
    }
    told = run("show", "llama").out.partition("What differs")[2].splitlines()[1:]
    answers = {cells[-2] for line in told if "llama-1," in f"{line}," and (cells := re.split(r"  +", line))}
    assert any(answer.startswith("unknown: ") for answer in answers)
    assert answers <= explained


def test_a_name_means_a_model_before_a_family_and_an_id_before_either_alias(
    run: Run, words: list[str]
) -> None:
    """The id of a family is its own; a name that a model has too is the model's."""
    assert run("show", "LINE", *words).out.startswith("The Line  family")
    assert run("show", "the line", *words).out.startswith("The Line  family")
    assert run("show", "demo line", *words).out.startswith("Demo line  SOMEBODY else, 2025-03-04, model\n")


def test_a_model_says_to_which_family_it_belongs(
    run: Run, words: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """And one without a family says nothing of it."""
    monkeypatch.setenv("COLUMNS", "400")
    told = run("show", "small", *words).out
    assert f"family: line-2; `{typed('show line-2', words)}` lists its models" in told
    assert "family" not in run("show", "other", *words).out


@pytest.mark.parametrize("rest", ["", "--filter=family=line", "--filter=family=the line"])
def test_a_ranking_keeps_one_family_with_its_smaller_ones(run: Run, words: list[str], rest: str) -> None:
    """By option or filter, by id or name; ranks and the shape of the JSON stay those of the whole ranking."""
    asked = [rest] if rest else ["--family", "line"]
    assert {"small", "large", "first"} == set(ranked(run, *asked, *words))
    whole = json.loads(run("rank", "--format", "json", *words).out)
    part = json.loads(run("rank", "--format", "json", *asked, *words).out)
    assert whole.keys() == part.keys()
    assert part["ranking"] == [row for row in whole["ranking"] if row["id"] != "other"]


@pytest.mark.parametrize(
    ("filter", "kept"),
    [
        ("maker=somebody else", {"small", "large", "other"}),
        ("maker=lab", {"small", "large", "other"}),
        ("maker=Nobody", {"first"}),
        ("maker.seat=ch", {"small", "large", "other"}),
        ("maker.seat=unknown", {"first"}),
        ("maker.kind=university,company", {"small", "large", "other"}),
        ("maker.kind=unknown", {"first"}),
        ("family=line-2", {"small", "large"}),
    ],
)
def test_a_ranking_is_filtered_by_what_is_known_of_makers(
    run: Run, words: list[str], filter: str, kept: set[str]
) -> None:
    """Any name of a maker stands for all that it made; what nobody has established is `unknown`."""
    assert kept == set(ranked(run, "--filter", filter, *words))


def test_models_are_listed_by_family_and_maker(run: Run, words: list[str]) -> None:
    """Each alone, and both together."""
    assert {"small", "large", "first"} == set(listed(run, "--family", "line", *words))
    assert {"small", "large", "other"} == set(listed(run, "--maker", "Somebody", *words))
    assert {"small", "large"} == set(listed(run, "--maker", "lab", "--family", "demo line", *words))
    assert 3 == run("models", "--maker", "Nobody", "--family", "line-2", *words).code


def test_makers_and_families_are_listed(run: Run, words: list[str]) -> None:
    """With how many models they have; a maker without an entry has no id, and nothing is known of it."""
    makers = json.loads(run("makers", "--format", "json", *words).out)["makers"]
    assert [("", "Nobody", "1"), ("lab", "Somebody", "3")] == [
        (row["id"], row["name"], row["models"]) for row in makers
    ]
    assert [("unknown", "unknown"), ("university", "CH")] == [(row["kind"], row["seat"]) for row in makers]
    one = json.loads(run("makers", "somebody else", "--format", "json", *words).out)["makers"]
    assert makers[1:] == one
    families = json.loads(run("families", "--format", "json", *words).out)["families"]
    assert [("line", "3", ""), ("line-2", "2", "line")] == [
        (row["id"], row["models"], row["part_of"]) for row in families
    ]


def test_a_maker_is_shown_with_its_sources_and_models(run: Run, words: list[str]) -> None:
    """Seat and kind with what was read; where nobody has established them it says so."""
    text = run("makers", "somebody", *words).out
    for said in ("kind: university (an institute of a university)", "seat: CH (an address in Zurich)",
                 "https://example.org/about (maker, read 2026-01-02)", "also written: Somebody Else", "small"):  # fmt: skip
        assert said in text
    assert "seat: unknown" in run("makers", "nobody", *words).out


def test_a_registry_without_families_says_so(run: Run, tmp_path: Path) -> None:
    """Nothing matched, as with a filter that keeps nothing."""
    file = tmp_path / "bare.toml"
    file.write_text(entry(), encoding="utf-8")
    result = run("families", "--standalone", "--registry", file)
    assert (result.code, result.err) == (3, "error: the registry has no families\n")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["show", "lin-2"], "no model named 'lin-2'\nhint: did you mean 'line-2'"),
        (["explain", "line"], "no model named 'line'\nhint: it is a family: `openscore show line --registry"),
        (["rank", "--family", "lime"], "no family named 'lime'\nhint: did you mean 'line'"),
        (["models", "--maker", "Sombody"], "no maker named 'Sombody'\nhint: did you mean 'somebody'"),
        (["makers", "zzz"], "no maker named 'zzz'\nhint: `openscore makers --registry "),
        (["rank", "--filter", "maker=Sombody"], "no maker named 'Sombody'\nhint: did you mean 'somebody'"),
        (["rank", "--filter", "maker.kind=uni"], "--filter maker.kind is 'uni', wanted one of company"),
    ],
)
def test_what_is_no_maker_or_family_is_named_with_near_names(
    run: Run, words: list[str], asked: list[str], said: str
) -> None:
    """A usage error, with what to type next."""
    result = run(*asked, *words)
    assert result.code == 2
    assert said in result.err
