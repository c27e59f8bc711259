"""Days of publication, makers, families and parts: read, checked, written back, and free where unused."""

from __future__ import annotations

import json
from datetime import date

import pytest
from samples import base, entry, made

from openscore import DataError, Registry, assess
from openscore.analysis.citation import code_of
from openscore.analysis.edition import kept_edition
from openscore.registry.dump import registry_file, to_toml
from openscore.registry.load import registry_from
from openscore.resources import edition_files
from openscore.toml import TomlFile

FULL = """
[makers.lab]
name = "Somebody"
aliases = ["Somebody Else"]
[makers.lab.documents]
about = { url = "https://example.org/about", read = 2026-01-02, by = "maker", published = 2025-01-01 }
[makers.lab.seat]
value = "CH"
sources = ["about"]
shows = "an address in Zurich"
[makers.lab.kind]
value = "university"
sources = ["about"]
shows = "it is an institute of a university"
[families.line]
name = "Demo 1"
"""
CIRCLE = """
[families.one]
name = "One"
part_of = "two"
[families.two]
name = "Two"
part_of = "one"
"""
PARTS = """
[models.demo.parts.text-encoder]
availability = { value = "public", sources = ["card"], shows = "its files are listed" }
license = { value = "MIT", sources = ["card"], shows = "its folder has an MIT license" }
"""


def problems(*texts: str, today: date | None = None) -> dict[str, str]:
    files = [TomlFile(f"{place}.toml", text) for place, text in enumerate(texts)]
    with pytest.raises(DataError) as caught:
        registry_from(files, today=today)
    return {problem.name: problem.message for problem in caught.value.problems}


def published(day: str, text: str | None = None) -> str:
    return (text or entry()).replace('by = "maker" }', f'by = "maker", published = {day} }}')


def whole(access: str, license: str) -> str:
    return entry(facts={"weights.availability": access, "weights.license": license})


def since(day: str) -> str:
    fact = f'value = "public", since = {day}, sources = ["card"], shows = "files are listed"'
    return entry() + f"\n[models.demo.weights]\navailability = {{ {fact} }}\n"


def test_a_document_keeps_its_day_of_publication() -> None:
    """It reaches the evidence of every fact that cites it; without one it is not known."""
    facts = {"weights.availability": "public"}
    dated = made(published("2025-12-24", entry(facts=facts)))["demo"].fact("weights.availability")
    bare = made(entry(facts=facts))["demo"].fact("weights.availability")
    assert dated is not None
    assert bare is not None
    assert [date(2025, 12, 24)] == [source.published for source in dated.evidence.sources]
    assert [None] == [source.published for source in bare.evidence.sources]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (published("2026-01-03"), "read-before-published"),
        (since("2026-01-03"), "since-after-reading"),
        (entry().replace('["text"]', '["smell"]'), "unknown-modality"),
        (entry() + entry("root") + base("root").replace("finetune", "cousin"), "unknown-relation"),
        (entry().replace("summary", 'family = "line"\nsummary'), "unknown-family"),
        (entry() + '[families.demo]\nname = "One"\n', "duplicate-alias"),
        (entry() + '[families.one]\nname = "One"\npart_of = "two"\n', "unknown-family"),
        (entry() + CIRCLE, "family-cycle"),
        (whole("public", "MIT") + PARTS.replace('"public"', '"pubic"'), "unknown-value"),
        (whole("public", "MIT") + PARTS.replace('"MIT"', '"MITT"'), "unknown-license"),
        (whole("public", "MIT") + PARTS.replace('"public"', '"approval"'), "part-below-whole"),
        (whole("public", "Apache-2.0") + PARTS, "part-below-whole"),
        (entry() + FULL.replace('"university"', '"uni"'), "unknown-value"),
        (entry() + FULL + '[makers.two]\nname = "somebody else"\n', "duplicate-alias"),
        (entry() + FULL + '[families.two]\nname = "line"\n', "duplicate-alias"),
    ],
)
def test_what_cannot_be_is_named(text: str, problem: str) -> None:
    """Days that contradict each other, words that no list has, names that mean two things."""
    assert problem in problems(text)


def test_a_document_of_a_maker_is_not_read_in_the_future() -> None:
    """The days of makers are checked like those of models."""
    assert "future-date" in problems(entry() + FULL, today=date(2026, 1, 1))


def test_a_maker_is_found_by_any_of_its_names() -> None:
    """By name and alias, case ignored; a developer without an entry has none."""
    registry = made(FULL, entry(), entry("other").replace('"Somebody"', '"SOMEBODY else"'),
                    entry("third").replace('"Somebody"', '"Nobody"'))  # fmt: skip
    assert ["lab", "lab", ""] == [registry.maker_of(record) for record in registry]


def test_all_of_it_is_written_back_as_it_was_read() -> None:
    """An export of a record holds its maker, its family and its parts, and gives the same digests."""
    text = since("2025-06-01").replace("summary", 'family = "line"\nsummary')
    text += 'license = { value = "MIT AND Apache-2.0", sources = ["card"], shows = "two licenses" }\n' + PARTS
    registry = made(FULL, text)
    again = made(to_toml(registry_file(registry, registry)))
    assert registry.digest == again.digest
    assert registry.record_digest(registry["demo"]) == again.record_digest(again["demo"])


def test_what_is_not_used_changes_no_digest() -> None:
    """An entry is cited by what it says: keys that it does not have are not in the basis of its digest."""
    basis = json.dumps(made(entry(facts={"weights.license": "MIT"})).basis(made(entry())["demo"]))
    assert not [key for key in ("published", "since", "family", "parts", "makers") if f'"{key}"' in basis]


@pytest.mark.parametrize("name", list(edition_files()))
def test_what_was_cited_from_a_kept_edition_is_computed_again(name: str) -> None:
    """Code by code, score and digest: nothing that shapes and rules gained since counts in it."""
    kept = kept_edition(name)
    rubric = kept.edition.rubric("osi-draft")
    judged = [record for record in kept.edition.registry if record.kind in rubric.subjects]
    assert kept.codes["osi-draft"] == [str(code_of(assess(record, rubric))) for record in judged]


def test_every_developer_and_licensor_is_a_maker_with_an_entry(registry: Registry) -> None:
    """So that whose a model is, and who can grant a license, are facts with sources, not spellings."""
    assert [] == sorted({record.developer for record in registry if not registry.maker_of(record)})
    named = {maker for one in registry.licenses.licenses.values() for maker in one.brief.licensors}
    assert named <= registry.data["makers"].keys()
