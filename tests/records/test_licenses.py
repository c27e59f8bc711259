"""Licenses: aliases, expressions, and the four states that earn nothing."""

from __future__ import annotations

import pytest

from openscore import Registry
from openscore.records.licenses import LicenseTable, Resolution


@pytest.fixture(scope="module")
def table(registry: Registry) -> LicenseTable:
    return registry.licenses


@pytest.fixture(scope="module")
def value(registry: Registry):
    def read(resolution: Resolution, term: str) -> tuple[str, ...]:
        return registry.vocabulary.license_scale(term).ids(resolution.masks[term])

    return read


@pytest.mark.parametrize(
    ("alias", "id"),
    [
        ("Apache 2.0", "Apache-2.0"),
        ("apache-2.0", "Apache-2.0"),
        ("mit", "MIT"),
        ("llama2", "LicenseRef-scancode-llama-2-license-2023"),
        ("gemma", "LicenseRef-scancode-gemma-tou-2025-03-24"),
        ("openrail++", "LicenseRef-scancode-bigscience-open-rail-m2"),
        ("cc-by-nc-4.0", "CC-BY-NC-4.0"),
    ],
)
def test_spellings_in_the_wild_resolve(table: LicenseTable, alias: str, id: str) -> None:
    """To exactly one version of one text."""
    resolution = table.resolve(alias)
    assert ("listed", id) == (resolution.state, resolution.expression)


@pytest.mark.parametrize("name", ["openrail", "cc", "gpl", "bsd", "modified-mit", "OpenRAIL"])
def test_family_names_abstain(table: LicenseTable, value, name: str) -> None:
    """A family differs in its terms from version to version: nothing is known of them."""
    resolution = table.resolve(name)
    assert "ambiguous" == resolution.state
    assert len(value(resolution, "commercial")) > 1


@pytest.mark.parametrize("name", ["other", "unknown", "license", "License", "[More Information Needed]"])
def test_placeholders_abstain_and_are_no_licenses(table: LicenseTable, value, name: str) -> None:
    """A template's word names nothing: that is another state than a license that nobody listed."""
    resolution = table.resolve(name)
    assert "placeholder" == resolution.state
    assert len(value(resolution, "commercial")) > 1


@pytest.mark.parametrize(
    "name",
    [
        "LicenseRef-nobody-knows-it",
        "EUPL-1.0",
        "modified MIT",
        "Apache",
        "MIT license (modified)",
        "(MIT",
        "",
        "MIT OR",
    ],
)
def test_what_is_not_listed_abstains(table: LicenseTable, value, name: str) -> None:
    """And nothing is guessed from likeness."""
    resolution = table.resolve(name)
    assert resolution.state in ("unlisted", "ambiguous")
    assert len(value(resolution, "outputs")) > 1


def test_no_license_stated_grants_nothing(table: LicenseTable, value) -> None:
    """It is a statement about the model, unlike a license that nobody looked up."""
    resolution = table.resolve("NONE")
    assert "none-stated" == resolution.state
    assert ("no-grant",) == value(resolution, "commercial")
    assert ("none-stated",) == value(resolution, "osi-approved")


def test_or_takes_the_better_branch_whole(table: LicenseTable, value) -> None:
    """The user may choose; rights of two branches are not mixed."""
    resolution = table.resolve("CC-BY-NC-4.0 OR MIT")
    assert ("MIT",) == resolution.licenses
    assert ("allowed",) == value(resolution, "commercial")
    assert "CC-BY-NC-4.0 OR MIT" == resolution.expression


def test_and_takes_the_worse_of_each_term(table: LicenseTable, value) -> None:
    """Both texts bind."""
    resolution = table.resolve("MIT AND CC-BY-NC-4.0")
    assert ("non-commercial",) == value(resolution, "commercial")
    assert ("no",) == value(resolution, "osi-approved")
    assert ("MIT", "CC-BY-NC-4.0") == resolution.licenses


def test_with_adds_the_limits_of_the_addition(table: LicenseTable, value) -> None:
    """The base counts, and then what the addition says."""
    addition = next(id for id, license in table.licenses.items() if license.is_addition)
    resolution = table.resolve(f"Apache-2.0 WITH {addition}")
    assert "listed" == resolution.state
    assert ("allowed",) == value(resolution, "redistribution")
    stated = table.licenses[addition].term("use-policy")
    assert stated is not None
    assert (stated.value,) == value(resolution, "use-policy")
    assert stated.value != "none"


@pytest.mark.parametrize("expression", ["MIT AND LicenseRef-nobody-knows-it", "MIT AND openrail"])
def test_an_unlisted_part_makes_the_whole_abstain(table: LicenseTable, value, expression: str) -> None:
    """What is not known could be the worst."""
    assert table.resolve(expression).state != "listed"
    assert len(value(table.resolve(expression), "commercial")) > 1


def test_an_unlisted_branch_leaves_the_listed_one(table: LicenseTable, value) -> None:
    """The user may choose the branch that is known."""
    resolution = table.resolve("LicenseRef-nobody-knows-it OR MIT")
    assert ("MIT",) == resolution.licenses


def test_nested_expressions_and_depth(table: LicenseTable, value) -> None:
    """Brackets are obeyed, and absurd depth abstains instead of failing."""
    nested = table.resolve("(MIT OR GPL-3.0-only) AND (CC-BY-NC-4.0 OR Apache-2.0)")
    assert ("allowed",) == value(nested, "commercial")
    assert table.resolve("(" * 5000 + "MIT" + ")" * 5000).state in ("listed", "unlisted")


def test_versions_that_people_mix_up_differ(table: LicenseTable, value) -> None:
    """Llama 2 forbids training other models on its outputs, Llama 3.1 does not."""
    assert ("no-training",) == value(table.resolve("llama2"), "outputs")
    assert ("naming",) == value(table.resolve("llama3.1"), "outputs")


def test_every_license_says_where_it_was_read(registry: Registry) -> None:
    """Each has a document with an address, and every limit cites a clause and says what it shows."""
    for license in registry.licenses.licenses.values():
        for id, term in registry.vocabulary.terms.items():
            stated = license.term(id)
            if stated and stated.value != term.scale.values[0].id:
                assert stated.clause, f"{license.id} {id}"
                assert stated.evidence.shows, f"{license.id} {id}"
            if stated:
                assert all(source.url.startswith("http") for source in stated.evidence.sources)
                assert stated.evidence.sources, f"{license.id} {id}"
