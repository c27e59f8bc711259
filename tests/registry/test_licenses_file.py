"""The license table as a file: what is said once, and whose text is whose."""

from __future__ import annotations

import pytest
from samples import entry, made

from openscore import DataError, Registry
from openscore.registry.load import licenses_file

DOCUMENT = '{ url = "https://example.org/license", read = 2026-01-02, by = "maker" }'
COMMON = f"""
[common.mild.documents]
text = {DOCUMENT.replace("license", "mild")}
[common.mild.terms]
commercial = {{ value = "allowed", clause = "1" }}
outputs = {{ value = "free", clause = "2" }}

[common.strict.terms]
commercial = {{ value = "research-only", clause = "9", shows = "research only" }}
"""


def licensed(common: str, terms: str = "") -> str:
    """Return a license that takes over what these tables say."""
    return (
        f'{COMMON}\n[licenses.LicenseRef-x]\nname = "X"\nosi_approved = false\n'
        f'open_definition = "not-reviewed"\ncommon = {common}\n'
        f"[licenses.LicenseRef-x.documents]\nown = {DOCUMENT}\n[licenses.LicenseRef-x.terms]\n{terms}\n"
    )


def problems(*texts: str) -> list[tuple[str, str]]:
    with pytest.raises(DataError) as error:
        made(entry(), *texts)
    return [(problem.name, problem.message) for problem in error.value.problems]


def test_a_license_has_what_it_shares_with_others() -> None:
    """Terms and documents of a common table count as its own."""
    license = made(entry(), licensed('["mild"]')).licenses.licenses["LicenseRef-x"]
    commercial = license.term("commercial")
    assert commercial is not None
    assert ("allowed", "1", "https://example.org/mild") == (
        commercial.value,
        commercial.clause,
        commercial.evidence.sources[0].url,
    )


def test_the_later_table_goes_before_the_earlier_and_the_entry_before_both() -> None:
    """So that an exception is said where it is one."""
    both = licensed('["mild", "strict"]')
    own = licensed(
        '["mild", "strict"]',
        'commercial = { value = "paid", clause = "3", shows = "a fee", sources = ["own"] }',
    )
    values = [
        made(entry(), text).licenses.licenses["LicenseRef-x"].data["terms"]["commercial"]["value"]
        for text in (both, own)
    ]
    assert ["research-only", "paid"] == values


def test_a_table_that_nobody_wrote_is_named() -> None:
    """With the one that was probably meant."""
    assert [("unknown-common", "no table [common.mile]")] == problems(licensed('["mile"]'))


def test_a_slip_in_a_common_table_is_a_problem_of_every_license_that_takes_it_over() -> None:
    """What is inherited is checked like what is written."""
    wrong = licensed('["mild"]').replace('value = "free"', 'value = "fee"')
    assert ["unknown-value"] == [name for name, _ in problems(wrong)]


@pytest.mark.parametrize("stated", ["{}", "MIT OR {}", "MIT AND {}", "({} OR MIT) AND Apache-2.0"])
def test_a_slip_in_a_license_under_which_a_model_stands_is_named(stated: str) -> None:
    """Models are checked beside the licenses, whatever is wrong there: a value that is none says nothing."""
    slipped = licensed(
        '["mild"]', 'commercial = { value = "alowed", clause = "3", shows = "x", sources = ["own"] }'
    )
    used = entry("user", {"weights.license": stated.format("LicenseRef-x")})
    assert [("unknown-value", True)] == [
        (name, "'alowed' is not one of" in message) for name, message in problems(slipped, used)
    ]


@pytest.mark.parametrize("place", ["license", "common", "model"])
def test_a_mirror_is_never_the_maker(place: str) -> None:
    """Whoever keeps a copy is not who wrote it, wherever the copy is cited."""
    mirror = 'mirrors = ["https://copies.example/"]\n'
    copy = "https://copies.example/text"
    texts = {
        "license": mirror + licensed('["mild"]').replace("https://example.org/license", copy),
        "common": mirror + licensed('["mild"]').replace("https://example.org/mild", copy),
        "model": mirror + entry(id="copied").replace("https://example.org/copied", copy),
    }
    assert ["mirror-as-maker"] == [name for name, _ in problems(texts[place])]


def test_a_maker_may_be_read_in_a_copy() -> None:
    """The address is the maker's, and the copy stands beside it."""
    text = 'mirrors = ["https://copies.example/"]\n' + licensed('["mild"]')
    beside = text.replace('license", read', 'license", archived = "https://copies.example/text", read')
    source = made(entry(), beside).licenses.licenses["LicenseRef-x"].data["documents"]["own"]
    assert ("maker", "https://copies.example/text") == (source["by"], source["archived"])


def test_two_licenses_never_claim_one_place() -> None:
    """Neither an address nor a repository; and what is claimed rests on a document."""
    place = (
        'links = ["example.org/terms"]\nhub = [{ repository = "a/b*", sources = ["own"], shows = "so" }]\n'
    )
    first = licensed('["mild"]').replace("common = ", place + "common = ")
    second = first.replace(COMMON, "").replace("LicenseRef-x", "LicenseRef-y").replace('"own"', '"none"')
    found = problems(first, second.replace('common = ["mild"]', "common = []"))
    assert ["duplicate-place", "duplicate-place", "unknown-document"] == [name for name, _ in found]


def test_an_address_stands_as_it_is_compared() -> None:
    """A scheme or a revision in the table would never match a card."""
    link = 'links = ["https://example.org/Terms/"]\n'
    found = problems(licensed('["mild"]').replace("common = ", link + "common = "))
    assert [("unplain-link", "'https://example.org/Terms/' is not a plain address")] == found


def test_what_is_said_once_is_said_for_several() -> None:
    """A common table that fewer than two licenses use belongs into the license."""
    data = licenses_file().parse()
    users = [key for license in data["licenses"].values() for key in license.get("common", ())]
    assert not [key for key in data["common"] if users.count(key) < 2]


def test_every_approved_license_of_the_spdx_list_is_there(registry: Registry) -> None:
    """By its id, and by the short names that model hubs and old lists have."""
    table = registry.licenses
    assert 140 <= sum(license.data["osi_approved"] for license in table.licenses.values())
    for tag in HUB_TAGS_APPROVED.split():
        found = table.find(tag)
        assert found is not None, tag
        assert found.data["osi_approved"], tag


HUB_TAGS_APPROVED = """
afl-3.0 agpl-3.0 apache-2.0 artistic-2.0 bsd-2-clause bsd-3-clause bsl-1.0 ecl-2.0 epl-1.0 epl-2.0 eupl-1.1
eupl-1.2 gpl-2.0 gpl-3.0 isc lgpl-2.1 lgpl-3.0 lppl-1.3c mit mpl-2.0 ms-pl ncsa ofl-1.1 osl-3.0 postgresql
unlicense zlib
"""


LICENSOR = (
    '[licenses.LicenseRef-y]\nname = "Y"\nosi_approved = false\nopen_definition = "not-reviewed"\n'
    'licensor = {{ makers = ["{maker}"], clause = "1", shows = "it says so", sources = ["{source}"] }}\n'
    "[licenses.LicenseRef-y.documents]\nown = {document}\n"
)
LAB = '[makers.lab]\nname = "The Lab"\n'


def test_a_licensor_is_cited_from_a_document() -> None:
    """One that the license does not list is named as a problem; else the makers are kept."""
    said = LICENSOR.format(maker="lab", source="own", document=DOCUMENT)
    license = made(entry(), LAB, said).licenses.licenses["LicenseRef-y"]
    assert ["lab"] == [*license.brief.licensors]
    unknown = LICENSOR.format(maker="lab", source="none", document=DOCUMENT)
    assert [("unknown-document", "no document 'none' in this license")] == problems(LAB, unknown)


ASKED = """
[licenses.LicenseRef-x.particulars]
naming = { value = "prefix", clause = "4", shows = "names begin so", sources = ["own"], wording = "X" }
patent = { value = "silent", clause = "none", sources = ["own"] }
[licenses.LicenseRef-x.limits]
users = { more_than = 10, per = "month", clause = "5", shows = "for small ones", sources = ["own"] }
"""
NAMED = """
[licenses.LicenseRef-x.compatible]
licenses = ["LicenseRef-nobody"]
clause = "6"
shows = "it names it"
sources = ["own"]
"""
CAPPED = 'cap = { value = "users", clause = "5", shows = "for small ones", sources = ["own"] }'


def test_particulars_are_read_with_clause_and_wording() -> None:
    """And a limit with its number, so that a duty can be told for one user's size."""
    text = licensed('["mild"]', CAPPED + ASKED)
    license = made(entry(), text).licenses.licenses["LicenseRef-x"]
    naming, limit = license.particular("naming"), license.limit("users")
    assert naming is not None
    assert limit is not None
    assert ("prefix", "4", "X") == (naming.value, naming.clause, license.wording("naming"))
    assert (10, "month", "", "5") == (limit.more_than, limit.per, limit.currency, limit.clause)
    assert license.particular("display") is None


def test_no_score_and_no_citation_rests_on_particulars() -> None:
    """What is asked of users can be told and mended without moving a digest or a code."""
    bare, asked = (
        made(entry(facts={"weights.license": "LicenseRef-x"}), licensed('["mild"]', CAPPED + more))
        for more in ("", ASKED)
    )
    assert bare.digest == asked.digest
    assert [bare.record_digest(one) for one in bare] == [asked.record_digest(one) for one in asked]


@pytest.mark.parametrize(
    ("was", "becomes", "name"),
    [
        ('value = "prefix"', 'value = "suffix"', "unknown-value"),
        ("naming =", "nameing =", "unknown-term"),
        (', shows = "names begin so"', "", "evidence-missing"),
        ('clause = "none", sources = ["own"]', 'clause = "none", sources = ["away"]', "unknown-document"),
        (CAPPED, "", "limit-without-term"),
        ("[licenses.LicenseRef-x.limits]", NAMED + "[licenses.LicenseRef-x.limits]", "unknown-license"),
        ('per = "month"', 'per = "month", currency = "USD"', "limit-currency"),
    ],
)
def test_a_slip_in_a_particular_is_named(was: str, becomes: str, name: str) -> None:
    """As one in a term is; what a text does not speak of needs no words on what it shows."""
    text = licensed('["mild"]', CAPPED + ASKED)
    assert was in text
    assert [name] == [found for found, _ in problems(text.replace(was, becomes))]
