"""Alike evidence that is judged unlike is named, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Run
from samples import entry, made

from openscore import Registry
from openscore.analysis.consistency import CHECKS, inconsistencies, review


def pair(first: dict[str, str], second: dict[str, str], *more: str) -> Registry:
    """Return a registry of two entries that cite the same card."""
    other = entry("other", second).replace("https://example.org/other", "https://example.org/demo")
    return made(entry("demo", first), other, *more)


def names(registry: Registry) -> list[tuple[str, str]]:
    """Return kind and place of all that is found."""
    return [(problem.name, problem.key) for problem in inconsistencies(registry)]


def test_equal_evidence_and_equal_values_are_well() -> None:
    """Nothing is found in a pair that agrees, nor in one whose documents differ."""
    facts = {"weights.availability": "public", "weights.license": "MIT"}
    assert [] == names(pair(facts, facts))
    apart = made(
        entry("demo", {"weights.availability": "public"}),
        entry("other", {"weights.availability": "approval"}).replace("the card says so", "a form is shown"),
    )
    assert [] == names(apart)


def test_the_same_document_and_another_value() -> None:
    """Of two that differ, the one that stands alone or comes last in the alphabet is named, with the other."""
    found = inconsistencies(pair({"weights.availability": "public"}, {"weights.availability": "approval"}))
    kinds = {problem.name for problem in found}
    assert {"same-document-other-value", "same-words-other-value", "shared-document-other-value"} == kinds
    assert all("on the same evidence" in problem.message for problem in found)
    assert all(problem.severity == "warning" for problem in found)


def test_the_same_words_about_a_license_are_no_finding() -> None:
    """Each text covers the code in the same words; the same document is another matter."""
    known = {"weights.license": "MIT"}, {"weights.license": "Apache-2.0"}
    assert [] == names(made(entry("demo", known[0]), entry("other", known[1])))
    assert "same-words-other-value" not in {name for name, _ in names(pair(*known))}
    assert "same-document-other-value" in {name for name, _ in names(pair(*known))}


def test_the_same_document_and_another_day() -> None:
    """Two steps of history that one document dates differently."""
    step = (
        '\n[[models.{id}.history]]\nfact = "weights.availability"\nvalue = "public"\nuntil = {day}\n'
        'sources = ["card"]\nshows = "it was taken down"\n'
    )
    known = {"weights.availability": "approval"}
    other = entry("other", known, step.format(id="other", day="2025-07-01"))
    registry = made(
        entry("demo", known, step.format(id="demo", day="2025-06-01")),
        other.replace("https://example.org/other", "https://example.org/demo"),
    )
    found = names(registry)
    assert 1 == len([name for name, _ in found if name == "same-document-other-day"])


def test_one_document_has_one_publisher() -> None:
    """Called the maker's here and a third party's there."""
    other = entry("other").replace("https://example.org/other", "https://example.org/demo")
    text = entry("demo") + other.replace('by = "maker"', 'by = "third-party"')
    assert [("same-document-other-publisher", "other documents.card")] == names(made(text)) or [
        ("same-document-other-publisher", "demo documents.card")
    ] == names(made(text))


def test_one_maker_is_written_in_one_way() -> None:
    """Case and marks aside, two spellings are one maker."""
    text = entry("demo") + entry("other").replace('"Somebody"', '"Some-Body"')
    assert [("one-maker-several-names", "makers")] == names(made(text))


@pytest.mark.parametrize(
    ("maker", "count"),
    [("Some-Body", 1), ("SOMEBODY", 0), ("Somebody Else", 1), ("Somebody", 0)],
)
def test_an_entry_of_a_maker_binds_its_spellings(maker: str, count: int) -> None:
    """Its name and its aliases, case aside; what only looks like one of them is named."""
    entries = '[makers.lab]\nname = "Somebody"\naliases = ["Somebody-Else"]\n'
    text = entries + entry("demo").replace('"Somebody"', f'"{maker}"')
    assert [("one-maker-several-names", "makers")] * count == names(made(text))


@pytest.mark.parametrize(("maker", "found"), [("Somebody", []), ("Nobody", ["line"]), ("Some Body", [])])
def test_one_family_has_one_maker(maker: str, found: list[str]) -> None:
    """Also over smaller families, which need not be named themselves; names of one entry are one maker."""
    makers = '[makers.lab]\nname = "Somebody"\naliases = ["Some Body"]\n'
    families = '[families.line]\nname = "Line"\n[families.part]\nname = "Part"\npart_of = "line"\n'
    of_line, of_part = (f'family = "{family}"\nsummary' for family in ("line", "part"))
    first = entry("demo").replace("summary", of_line)
    other = entry("other").replace("summary", of_part).replace('"Somebody"', f'"{maker}"')
    registry = made(makers + families + first + other)
    expected = [("one-family-several-makers", f"families.{family}") for family in found]
    assert expected == [pair for pair in names(registry) if pair[0].startswith("one-family")]


@pytest.mark.parametrize(("published", "count"), [("2025-03-05", 1), ("2025-03-20", 0), ("", 0)])
def test_a_date_rests_on_the_makers_document_where_there_is_one_of_that_day(
    published: str, count: int
) -> None:
    """Within three days of it."""
    day = f", published = {published}" if published else ""
    post = f'post = {{ url = "https://example.org/post", read = 2026-01-02, by = "maker"{day} }}\n'
    text = (
        entry("demo")
        .replace('by = "maker"', 'by = "third-party"')
        .replace("[models.demo.documents]\n", f"[models.demo.documents]\n{post}")
    )
    assert [("weak-date", "demo dates.announced")] * count == names(made(text))


def test_each_check_says_what_it_looks_for_and_is_asked_for_by_an_option(
    run: Run, registry: Registry
) -> None:
    """`validate --consistency` warns, and a warning is no failure."""
    assert all(check.__doc__ for check in CHECKS)
    result = run("validate", "--rubric", "osi-draft")
    assert (0, True) == (result.code, "errors: 0, warnings: 0" in result.out)
    result = run("validate", "--rubric", "osi-draft", "--consistency")
    assert 0 == result.code
    assert result.err.count("warning: ") == len(inconsistencies(registry))


SETTLED = '\n[[settled]]\nat = "{at}"\nvalues = ["public", "{value}"]\nday = 2026-01-02\nwhy = "two channels, <b>read</b>"\n'


def settled(value: str = "approval", *, at: str = "demo weights.availability") -> Registry:
    """Return two entries that differ, one of them with this value, and a settled difference of another."""
    facts = {"weights.availability": "public"}, {"weights.availability": value}
    return pair(*facts, SETTLED.format(at=at, value="approval"))


def test_a_difference_that_was_read_is_settled_for_every_check_that_names_it() -> None:
    """With its day and its reason, and whichever side is named."""
    found = review(settled())
    assert () == found.open
    ((one),) = found.settled
    assert ("demo weights.availability", {"public", "approval"}) == (one.key, one.values)
    assert ("2026-01-02", "two channels, <b>read</b>") == (one.day.isoformat(), one.why)


@pytest.mark.parametrize(
    ("registry", "listed"),
    [
        (settled("click-through"), True),
        (settled("public"), False),
        (settled(at="other weights.availability"), True),
    ],
    ids=["a value changed", "both agree now", "another place"],
)
def test_what_settles_nothing_is_named_and_what_differs_is_named_again(
    registry: Registry, *, listed: bool
) -> None:
    """So that a reason does not outlive the facts that it was given for."""
    found = {problem.name for problem in review(registry).open}
    assert () == review(registry).settled
    assert "settles-nothing" in found
    assert listed == ("same-document-other-value" in found)


def test_settled_differences_are_shown_and_change_no_digest(run: Run, tmp_path: Path) -> None:
    """Below what is well, with the reason; a judgment does not rest on them."""
    facts = {"weights.availability": "public"}, {"weights.availability": "approval"}
    plain = pair(*facts)
    assert plain.digest == settled().digest
    text = entry("aa-one", facts[0]) + entry("aa-two", facts[1]).replace("/aa-two", "/aa-one")
    path = tmp_path / "r.toml"
    path.write_text(
        text.replace("example.org/demo", "example.org/one")
        + SETTLED.format(at="aa-one weights.availability", value="approval"),
        encoding="utf-8",
    )
    result = run("validate", "--rubric", "osi-draft", "--consistency", "--registry", path)
    assert "settled on 2026-01-02: aa-one weights.availability: approval / public: two channels" in result.out
