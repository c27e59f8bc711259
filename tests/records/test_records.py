"""What a record says of its own days and links."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from property.strategies import ADDITIONS, SHIPPED, VOCABULARY, registry_of, with_additions

from openscore.records.disputes import disputes_of
from openscore.records.evidence import Source
from openscore.records.licenses import LicenseBrief, LicenseTable
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


def test_what_nobody_saw_and_nobody_dated_is_not_out_on_any_day() -> None:
    """Without a date and without a document there is no first day."""
    bare = record(dates={}, documents=[], facts={})
    assert date.max == bare.appeared
    assert bare.as_of(date(2030, 1, 1)) is None


PATH = "weights.availability"
PAGE = {"url": "https://example.org", "by": "maker", "archived": "", "title": "", "read": "2025-06-01"}


def on(
    day: date, *documents: dict[str, Any], earlier: tuple[dict[str, Any], ...] = (), **more: Any
) -> str | None:
    """Return what a release of January was known to be on a day."""
    said = {"sources": list(range(len(documents))), "shows": "x", "origin": "r.toml"}
    released = {"announced": {"date": "2025-01-01", "sources": [], "shows": "x"}}
    held = record(
        dates=released, documents=list(documents), facts={PATH: {"value": "public", **said, **more}},
        history=[{"fact": PATH, **said, **one} for one in earlier],
    ).as_of(day)  # fmt: skip
    assert held is not None
    return held.values.get(PATH)


def test_a_fact_is_known_from_the_last_day_of_the_documents_that_show_it() -> None:
    """Of those that say when they were published; where none does from the day it was read; by none from the release."""
    dated = [{**PAGE, "published": day} for day in ("2025-02-01", "2025-03-01")]
    for documents, day in ((dated, MARCH), ([PAGE, *dated], MARCH), ([PAGE], date(2025, 6, 1))):
        assert (None, "public") == (on(day - timedelta(days=1), *documents), on(day, *documents))
    assert "public" == on(date(2025, 1, 1))


def test_a_day_that_a_fact_names_goes_before_those_of_its_documents() -> None:
    """Whether it is earlier or later than they are; and whatever was there before."""
    page = {**PAGE, "published": "2025-03-01"}
    for day in (date(2025, 2, 1), APRIL):
        assert (None, "public") == (
            on(day - timedelta(days=1), page, since=f"{day}"),
            on(day, page, since=f"{day}"),
        )
    gone = {"value": "approval", "until": "2025-03-01"}
    assert on(MARCH, page, earlier=(gone,), since="2025-04-01") is None
    assert "public" == on(APRIL, page, earlier=(gone,), since="2025-04-01")


def test_an_earlier_value_holds_from_the_one_before_it_or_from_its_own_day() -> None:
    """The first from the release; the present one from the end of the last, whenever its page was published."""
    first, second = {"value": "none", "until": "2025-03-01"}, {"value": "approval", "until": "2025-04-01"}
    late = {**PAGE, "published": "2025-05-01"}
    days = (date(2025, 1, 1), date(2025, 2, 28), MARCH, date(2025, 3, 31), APRIL)
    assert ["none", "none", "approval", "approval", "public"] == [
        on(day, late, earlier=(second, first)) for day in days
    ]
    known = {**second, "since": "2025-03-15"}
    days = (MARCH, date(2025, 3, 14), date(2025, 3, 15), APRIL)
    assert [None, None, "approval", "public"] == [on(day, late, earlier=(first, known)) for day in days]


def test_a_record_may_be_supposed_to_be_another() -> None:
    """With other facts and without some, in the order of the vocabulary, told to be assumed; the rest stays."""
    held = record().supposing({PATH: None, "technical-report.detail": "full", "weights.license": "MIT"})
    assert ["weights.license", "technical-report.detail"] == list(held.values)
    assert {"assumed"} == {fact.evidence.shows for fact in held.facts()}
    assert {PATH: "approval"} == record().supposing({PATH: "approval"}).values
    assert {PATH: "public"} == record().values


def test_before_documents_had_days_facts_were_those_of_the_release() -> None:
    """Kept editions of then are read so still: each earlier value up to its end, the present one ever since."""
    said = {"fact": PATH, "sources": [0], "shows": "x", "origin": "r.toml"}
    earlier = [
        {**said, "value": "none", "until": "2025-03-01"},
        {**said, "value": "approval", "until": "2025-04-01"},
    ]
    held = record(dates={"announced": {"date": "2025-02-01"}}, history=earlier)
    held.registry.is_former = True
    then = [held.as_of(day) for day in (date(2025, 1, 31), date(2025, 2, 1), date(2025, 2, 28), MARCH, APRIL)]
    assert [None, "none", "none", "approval", "public"] == [one and one.values[PATH] for one in then]
    assert {"a"} == {one.id for one in then if one}
    undated = record(dates={})
    undated.registry.is_former = True
    assert undated.as_of(date(2030, 1, 1)) is None


def test_a_record_says_what_its_entry_says() -> None:
    """Its words, its facts with their evidence, and what they were before and until when."""
    said = {"sources": [0], "shows": "the page says so", "origin": "r.toml"}
    change = {**said, "fact": PATH, "value": "approval", "until": "2025-03-01"}
    held = record(
        sizes=["7B"], modality=["text", "code"], summary="A model.", documents=[PAGE],
        facts={PATH: {**said, "value": "public"}}, history=[change],
    )  # fmt: skip
    assert "ModelRecord('a')" == repr(held)
    assert (("7B",), ("text", "code"), "A model.") == (held.sizes, held.modality, held.summary)
    (fact,) = held.facts()
    assert (PATH, "public", "the page says so", "r.toml") == (
        fact.path,
        fact.value,
        fact.evidence.shows,
        fact.origin,
    )
    assert ["https://example.org"] == [source.url for source in fact.evidence.sources]
    ((was, until),) = held.history
    assert (PATH, "approval", MARCH) == (was.path, was.value, until)


def test_a_source_says_where_in_what_it_was_read() -> None:
    """With the digest of what was read, where somebody took one."""
    source = Source.of({**PAGE, "digest": "sha256:0", "section": "clause 2"})
    assert ("sha256:0", "clause 2", None) == (source.digest, source.section, source.published)
    assert ("", "") == (Source.of(PAGE).digest, Source.of(PAGE).section)


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
        ("MIT WITH LicenseRef-openscore-cohere-aup", "no", "no"),
        ("CC-BY-4.0 WITH LicenseRef-openscore-cohere-aup", "no", "no"),
        ("MIT WITH LicenseRef-openscore-gpt-oss-usage-policy", "yes", "no"),
        ("CC-BY-4.0 WITH LicenseRef-openscore-gpt-oss-usage-policy", "no", "yes"),
    ],
)
def test_an_approval_holds_for_every_text_that_binds(
    table: LicenseTable, license: str, approved: str, conforms: str
) -> None:
    """OSI approved MIT and no Creative Commons license; the Open Definition lists CC BY, and neither MIT nor CC BY-NC.

    What a text adds to another is no license and has no approval of its own: with a policy that lists forbidden
    uses the whole is not what was approved, with a reminder of law it still is.
    """
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


def test_an_approval_ends_with_what_is_added_against_the_definition(table: LicenseTable) -> None:
    """Whatever the term: a limit that a clause of the definition knows; an exception or another duty spares it."""
    facts = VOCABULARY.license_facts
    answers = {}
    for addition, (term, stated) in ADDITIONS.items():
        masks = with_additions(table).resolve(f"MIT WITH {addition}").masks
        answers[term, stated] = facts["osi-approved"].ids(masks["osi-approved"])
    ended = {said for said, answer in answers.items() if answer == ("no",)}
    assert {("yes",), ("no",)} == set(answers.values())
    assert {term for term, _ in ended} == {id for id, term in VOCABULARY.terms.items() if term.osd}
    assert {
        ("commercial", "non-commercial"), ("cap", "revenue"), ("regions", "limited"), ("use-policy", "fixed-list"),
        ("acceptance", "registration"), ("outputs", "naming"),
    } <= ended  # fmt: skip
    assert not ended & {("use-policy", "law-only"), ("acceptance", "by-use"), ("attribution", "badge")}


@pytest.mark.parametrize(
    ("expression", "inside"),
    [
        ("MIT", True),
        ("ISC", False),
        ("MIT AND MIT-0", True),
        ("MIT AND ISC", False),
        ("((", False),
        ("(MIT)", False),
    ],
)
def test_a_set_of_licenses_is_one_of_exact_names(table: LicenseTable, expression: str, inside: bool) -> None:
    """Another name is outside, and so is what is no expression."""
    assert inside is table.is_inside(expression, {"MIT", "MIT-0"})


def test_two_branches_that_nobody_listed_abstain(table: LicenseTable) -> None:
    """There is no branch to choose; with one that is listed there is."""
    nobody = "LicenseRef-nobody-knows"
    states = [table.resolve(one).state for one in (f"{nobody} OR {nobody}-either", f"{nobody} OR MIT")]
    assert ["unlisted", "listed"] == states
    masks = table.resolve(f"{nobody} OR {nobody}-either").masks
    scales = {"commercial": VOCABULARY.terms["commercial"].scale, "state": VOCABULARY.license_facts["state"]}
    assert ("unlisted",) == scales["state"].ids(masks["state"])
    everything = scales["commercial"].full & ~scales["commercial"].bits["not-applicable"]
    assert everything == masks["commercial"]


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


def test_a_text_says_with_which_others_a_joint_work_may_stand(table: LicenseTable) -> None:
    """LGPL 3.0, section 2.b: under the GNU GPL; the MIT license names none."""
    license = table.licenses["LGPL-3.0-only"]
    assert "GNU Lesser General Public License v3.0 only" == license.name
    assert "GPL-3.0-only" in license.compatible
    said = license.compatibility
    assert said is not None
    assert (", ".join(license.compatible), True, True) == (
        said.value,
        "2.b" in said.clause,
        bool(said.evidence.shows),
    )
    assert ((), None) == (table.licenses["MIT"].compatible, table.licenses["MIT"].compatibility)


def test_what_a_text_says_beside_its_terms_has_a_clause(table: LicenseTable) -> None:
    """MIT: its notice stays in every copy; of a particular that nobody judged nothing is said."""
    kept = table.licenses["MIT"].particular("notice")
    assert kept is not None
    assert ("kept", "condition paragraph") == (kept.value, kept.clause)
    assert table.licenses["MIT"].particular("no-such") is None


def test_a_license_is_found_by_its_spellings_and_its_places(table: LicenseTable) -> None:
    """Whatever the case, and spaces around it; by the address of its text where a card names none."""
    assert ["MIT", "MIT"] == [one and one.id for one in map(table.find, ("expat", " The MIT License "))]
    assert table.find("no such text") is None
    linked = [(id, link) for id, one in table.licenses.items() for link in one.data.get("links", ())]
    assert linked
    for id, link in linked:
        assert id == table.places.find(f"https://{link}", "somebody/else")


def test_what_is_judged_of_a_license_is_what_its_entry_says() -> None:
    """Without the evidence; a text that names nobody can be granted by anybody."""
    entry = {
        "name": "A Text", "kind": "addition", "aliases": ["a"], "osi_approved": False, "open_definition": "not-reviewed",
        "terms": {"commercial": {"value": "allowed", "clause": "1"}},
    }  # fmt: skip
    brief = LicenseBrief.of(entry)
    assert ("A Text", "addition", ["a"], False, "not-reviewed", {"commercial": "allowed"}, []) == tuple(brief)
    assert ["lab"] == LicenseBrief.of({**entry, "licensor": {"makers": ["lab"]}}).licensors


def test_a_limit_on_countries_has_no_number() -> None:
    """Texts that grant nothing in some countries say in which, and for whatever size."""
    found = [one.limit("countries") for one in SHIPPED.licenses.licenses.values()]
    countries = [one for one in found if one is not None]
    assert countries
    assert {(0, "", "")} == {one[:3] for one in countries}
    assert all(one.left_out for one in countries)


def test_what_is_remembered_of_expressions_is_what_they_came_to(table: LicenseTable) -> None:
    """Only compound ones are kept: a single name needs no parser."""
    resolved = {text: table.resolve(text) for text in ("MIT", "MIT AND ISC", "MIT OR CC-BY-NC-4.0")}
    kept = table.remembered()
    assert {"MIT AND ISC", "MIT OR CC-BY-NC-4.0"} == set(kept)
    again = LicenseTable({}, (), VOCABULARY)
    again.remember({text: list(one) for text, one in kept.items()})
    assert {text: resolved[text] for text in kept} == {text: again.resolve(text) for text in kept}
