"""What a record says of its own days and links."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from property.strategies import SHIPPED, VOCABULARY, registry_of

from openscore.records.disputes import disputes_of
from openscore.records.licenses import LicenseTable
from openscore.records.record import Link, ModelRecord

MARCH, APRIL = date(2025, 3, 1), date(2025, 4, 1)


@pytest.mark.parametrize(
    ("start", "end", "day", "covered"),
    [
        (MARCH, APRIL, date(2025, 2, 28), False),
        (MARCH, APRIL, MARCH, True),  # from its first day
        (MARCH, APRIL, date(2025, 3, 31), True),
        (MARCH, APRIL, APRIL, False),  # up to, and not with, the day on which it ended
        (None, APRIL, date(1990, 1, 1), True),
        (MARCH, None, date(2030, 1, 1), True),
        (None, None, MARCH, True),
        (MARCH, None, None, True),  # today
        (MARCH, APRIL, None, False),
    ],
)
def test_a_link_holds_from_its_first_day_until_it_ends(
    start: date | None, end: date | None, day: date | None, covered: bool
) -> None:
    """A service serves one model until the day on which it serves the next: on no day both."""
    assert covered is Link("a", "serves", start, end).covers(day)


def record(**more: Any) -> ModelRecord:
    made = registry_of({"a": {"weights.availability": "public"}})["a"]
    changed = ModelRecord("a", {**made.data, **more})
    changed.registry = made.registry
    return changed


def test_a_release_is_the_first_day_on_which_anything_was_public() -> None:
    """Whatever came first; that a service was retired is no release, be it the only day that is known."""
    days = {"announced": "2025-02-01", "weights-released": "2025-01-01", "retired": "2024-01-01"}
    entries = {key: {"date": day, "sources": [0], "shows": "x"} for key, day in days.items()}
    assert date(2025, 1, 1) == record(dates=entries).released
    assert record(dates={"retired": entries["retired"]}).released is None


def test_without_a_date_a_release_is_known_from_the_first_day_on_which_something_of_it_was_seen() -> None:
    """A document that says when it was published was there by then, whenever it was read."""
    page = {"url": "https://example.org", "by": "maker", "archived": "", "title": ""}
    early, late = {**page, "read": "2026-01-01", "published": "2025-03-01"}, {**page, "read": "2025-04-01"}
    assert MARCH == record(dates={}, documents=[late, early]).appeared
    assert APRIL == record(dates={}, documents=[late]).appeared
    assert record(dates={}, documents=[late, early]).as_of(date(2025, 2, 28)) is None


def test_disputes_of_one_fact_are_those_of_that_fact() -> None:
    """With who holds what, since when, and the answer if there is one."""
    said = {"who": "a reader", "value": "partial", "day": "2025-03-01", "sources": [0], "shows": "a page"}
    two = [{**said, "fact": "data-scope.detail", "answer": "seen"}, {**said, "fact": "data-methods.detail"}]
    held = record(disputes=two)
    assert ["data-scope.detail", "data-methods.detail"] == [one.path for one in disputes_of(held)]
    (one,) = disputes_of(held, "data-scope.detail")
    assert ("partial", "a reader", MARCH, "seen") == (one.value, one.who, one.day, one.answer)
    assert "a page" == one.evidence.shows
    assert [""] == [other.answer for other in disputes_of(held, "data-methods.detail")]


def test_what_happened_to_a_release_is_told_in_order_of_its_days() -> None:
    """Each with its day, its words and its evidence, however the file orders them."""
    entry = {"sources": [0], "shows": "the page says so"}
    told = [
        {**entry, "date": "2025-04-01", "event": "second"},
        {**entry, "date": "2025-03-01", "event": "first"},
    ]
    stages = record(stages=told).stages
    assert [(MARCH, "first"), (APRIL, "second")] == [(one.day, one.event) for one in stages]
    assert {"the page says so"} == {one.evidence.shows for one in stages}


@pytest.fixture
def table() -> LicenseTable:
    """The shipped licenses, of which nothing was resolved before."""
    shipped = SHIPPED.licenses
    return LicenseTable(shipped.licenses, shipped.ambiguous, VOCABULARY, shipped.placeholders)


@pytest.mark.parametrize(
    ("license", "approved", "conforms"),
    [
        ("MIT", "yes", "no"),
        ("CC-BY-4.0", "no", "yes"),
        ("CC-BY-NC-4.0", "no", "no"),
        ("CC0-1.0 AND CC-BY-4.0", "no", "yes"),
        ("MIT AND CC-BY-4.0", "no", "no"),
        ("MIT AND CC-BY-NC-4.0", "no", "no"),
    ],
)
def test_an_approval_holds_for_every_text_that_binds(
    table: LicenseTable, license: str, approved: str, conforms: str
) -> None:
    """OSI approved MIT and no Creative Commons license; the Open Definition lists CC BY, and neither MIT nor CC BY-NC."""
    masks = table.resolve(license).masks
    scales = VOCABULARY.license_facts
    assert (approved,) == scales["osi-approved"].ids(masks["osi-approved"])
    assert (conforms,) == scales["open-definition"].ids(masks["open-definition"])
    assert ("listed",) == scales["state"].ids(masks["state"])


def test_a_term_that_a_text_leaves_open_may_be_anything_that_a_text_can_say(table: LicenseTable) -> None:
    """Never that nothing is granted, and never that no license applies: there is one."""
    left_open = 0
    for id, license in table.licenses.items():
        if license.is_addition:
            continue
        masks = table.resolve(id).masks
        for term, entry in VOCABULARY.terms.items():
            stated, said = license.brief.terms.get(term), entry.scale.ids(masks[term])
            left_open += stated is None
            sayable = tuple(one.id for one in VOCABULARY.values(f"terms.{term}"))
            assert said == (sayable if stated is None else (stated,)), (id, term)
    assert left_open > 0


def test_an_addition_adds_only_what_it_says(table: LicenseTable) -> None:
    """Where it is silent, the base decides."""
    additions = [id for id, license in table.licenses.items() if license.is_addition]
    assert additions
    for id in additions:
        whole, base = table.resolve(f"MIT WITH {id}").masks, table.resolve("MIT").masks
        silent = set(VOCABULARY.terms) - set(table.licenses[id].brief.terms)
        assert silent
        assert {term: base[term] for term in silent} == {term: whole[term] for term in silent}


@pytest.mark.parametrize(
    ("expression", "inside"),
    [("MIT", True), ("ISC", False), ("MIT AND MIT-0", True), ("MIT AND ISC", False), ("((", False)],
)
def test_a_set_of_licenses_is_one_of_exact_names(table: LicenseTable, expression: str, inside: bool) -> None:
    """Another name is outside, and so is what is no expression."""
    assert inside is table.is_inside(expression, {"MIT", "MIT-0"})


def test_two_branches_that_nobody_listed_abstain(table: LicenseTable) -> None:
    """There is no branch to choose; with one that is listed there is."""
    nobody = "LicenseRef-nobody-knows"
    states = [table.resolve(one).state for one in (f"{nobody} OR {nobody}-either", f"{nobody} OR MIT")]
    assert ["unlisted", "listed"] == states


def test_a_limit_on_size_has_its_number_its_unit_and_its_clause(table: LicenseTable) -> None:
    """Llama 2, section 2: more than 700 million users a month need a license of their own; of revenue it says nothing."""
    license = table.licenses["LicenseRef-scancode-llama-2-license-2023"]
    limit = license.limit("users")
    assert limit is not None
    assert (700_000_000, "month", "", ()) == limit[:4]
    assert "2" in limit.clause
    assert limit.evidence.shows
    assert license.limit("revenue") is None
    assert "" == license.wording("no-such")


def test_what_is_remembered_of_expressions_is_what_they_came_to(table: LicenseTable) -> None:
    """Only compound ones are kept: a single name needs no parser."""
    resolved = {text: table.resolve(text) for text in ("MIT", "MIT AND ISC", "MIT OR CC-BY-NC-4.0")}
    kept = table.remembered()
    assert {"MIT AND ISC", "MIT OR CC-BY-NC-4.0"} == set(kept)
    again = LicenseTable(table.licenses, (), VOCABULARY)
    again.remember({text: list(one) for text, one in kept.items()})
    assert {text: resolved[text] for text in kept} == {text: again.resolve(text) for text in kept}
