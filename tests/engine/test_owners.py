"""What an owner can license anew, and what only another can grant."""

from __future__ import annotations

from typing import Any

import pytest
from property.strategies import SHIPPED, VOCABULARY, record_data, with_shipped_licenses

from openscore import Registry, assess, load_rubric
from openscore.analysis.lineage import lineage
from openscore.engine.lineage import behind
from openscore.records.licenses import LicenseTable

LLAMA = "LicenseRef-scancode-llama-2-license-2023"
NAMED = "LicenseRef-openscore-mistral-mrl-0.1"
TERM = "weights.license.commercial"


def line(license: str | None, maker: str = "Lab", child: str = "MIT", **more: str) -> Registry:
    """Return a base under a license, or under none that is known, and what its own maker made from it."""
    facts = {"weights.availability": "public", **more}
    base = facts | ({"weights.license": license} if license else {})
    entries: dict[str, Any] = {
        "base": record_data(base, []),
        "child": record_data(facts | {"weights.license": child}, ["base"]),
    }
    data = {**SHIPPED.data, "models": {id: {**one, "developer": maker} for id, one in entries.items()}}
    return with_shipped_licenses(Registry(data, VOCABULARY))


def score(registry: Registry) -> tuple[float, float]:
    return tuple(assess(registry["child"], load_rubric("osi-draft")).score)  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("expression", "maker", "expected"),
    [
        (LLAMA, "lab", True), (LLAMA, "", True), (LLAMA, "meta", False), ("MIT", "lab", False),
        ("NONE", "lab", False), (None, "lab", None), ("openrail", "lab", None),
        (f"MIT AND {LLAMA}", "lab", True), (f"MIT OR {LLAMA}", "lab", False),
        (f"{NAMED} AND {LLAMA}", "meta", True), (f"{LLAMA} AND LicenseRef-nobody-knows-it", "meta", None),
    ],
)  # fmt: skip
def test_a_text_that_names_its_licensor_is_nobody_elses_to_grant(
    registry: Registry, expression: str | None, maker: str, expected: bool | None
) -> None:
    """Alone and in expressions; what nobody has resolved may be anybody's."""
    assert registry.licenses.is_others(expression, maker) is expected


def test_an_owner_licenses_its_own_as_it_likes() -> None:
    """Under a text that anybody can use, and under its own: the base's terms do not count."""
    free = score(line("MIT"))
    assert free == score(line("CC-BY-NC-4.0")) == score(line("NONE"))
    assert free == score(line(LLAMA, "Meta"))


def test_an_owner_cannot_grant_what_another_licensed_to_it() -> None:
    """MIT on a model made from one of its own under Llama 2's text is worth what Llama 2's text is."""
    assert score(line(LLAMA)) == score(line("MIT", child=LLAMA)) == score(line(LLAMA, child=LLAMA))
    assert score(line(LLAMA)) < score(line("MIT"))


def test_a_base_of_which_no_license_is_known_may_be_under_any() -> None:
    """The low end is what the strictest text would leave, the high end what the owner grants."""
    low, high = score(line(None))
    assert high == score(line("MIT"))[1]
    assert low <= score(line(LLAMA))[0]
    assert score(line("openrail")) == (low, high)


def test_what_is_not_released_binds_nobody() -> None:
    """Whose text it would stand under is no matter where nothing was licensed."""
    kept = {"weights.availability": "undisclosed"}
    shut = line(LLAMA).supposing("base", kept)
    assert score(shut) == score(line("MIT").supposing("base", kept))


def test_the_reasons_name_what_binds() -> None:
    """A base under somebody else's text stands behind the terms of what its owner made from it."""
    rubric = load_rubric("osi-draft")

    def behind_it(registry: Registry) -> list[str]:
        return [one.record.id for one in behind(registry["child"], TERM, rubric)]

    assert "base" in behind_it(line(LLAMA))
    assert "base" in behind_it(line(None))
    assert "base" not in behind_it(line("CC-BY-NC-4.0"))


def test_the_lineage_names_a_looser_license_than_a_text_of_others_passes_on() -> None:
    """MIT over Llama 2 is a conflict for the owner of the base too, and none for Meta."""
    rubric = load_rubric("osi-draft")
    assert {LLAMA} == {one.license for one in lineage(line(LLAMA)["child"], rubric).looser}
    assert () == lineage(line(LLAMA, "Meta")["child"], rubric).looser
    assert () == lineage(line("CC-BY-SA-4.0")["child"], rubric).looser


def test_a_citation_rests_on_whose_the_base_is_where_a_text_names_somebody() -> None:
    """Another maker's entry would give another score, so the digest has the maker."""
    ours, theirs = line(LLAMA), line(LLAMA, "Meta")
    assert {"base": "meta"} == theirs.basis(theirs["child"])["makers"]
    assert {"base": ""} == ours.basis(ours["child"])["makers"]
    assert "makers" not in line("MIT").basis(line("MIT")["child"])


def test_every_licensor_has_an_entry_and_names_a_clause(registry: Registry) -> None:
    """Of the shipped table; the texts of Meta, Google, Stability AI and Tencent are among them."""
    table: LicenseTable = registry.licenses
    stated = {id: one.data["licensor"] for id, one in table.licenses.items() if "licensor" in one.data}
    makers = {maker for one in stated.values() for maker in one["makers"]}
    assert {"meta", "google", "stability-ai", "tencent"} <= makers <= registry.data["makers"].keys()
    assert all(one["clause"] and one["shows"] for one in stated.values())
    assert not any(table.licenses[id].data["osi_approved"] for id in stated)
