"""Registries: overlays, history, lineage, services, digests."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from samples import base, dispute, entry, history, made, serves

from openscore import Registry, Rubric, UnknownNameError, assess
from openscore.registry.cited import documents_cited


def published(text: str) -> str:
    """Give the documents of an entry the day on which its model came out."""
    return text.replace('by = "maker" }', 'by = "maker", published = 2025-03-04 }')


def test_a_later_file_wins_fact_by_fact_and_keeps_its_origin() -> None:
    """An overlay changes what it names, and every fact knows its file."""
    overlay = (
        '[models.demo.documents]\nnew = { url = "https://example.org/new", read = 2026-02-01, by = "third-party" }\n'
        '[models.demo.weights]\navailability = { value = "approval", sources = ["new"], shows = "a form now" }\n'
    )
    record = made(entry(facts={"weights.availability": "public", "weights.license": "MIT"}), overlay)["demo"]
    changed, kept = record.fact("weights.availability"), record.fact("weights.license")
    assert changed is not None
    assert kept is not None
    assert ("approval", "1.toml", "https://example.org/new") == (
        changed.value, changed.origin, changed.evidence.sources[0].url,
    )  # fmt: skip
    assert ("MIT", "0.toml", "https://example.org/demo") == (
        kept.value,
        kept.origin,
        kept.evidence.sources[0].url,
    )


def test_an_overlay_may_cite_documents_of_the_entry_below() -> None:
    """Documents are those of the entry, whichever file brought them."""
    overlay = '[models.demo.weights]\navailability = { value = "approval", sources = ["card"], shows = "a form now" }\n'
    fact = made(entry(), overlay)["demo"].fact("weights.availability")
    assert fact is not None
    assert "https://example.org/demo" == fact.evidence.sources[0].url


def test_history_gives_the_value_of_the_day() -> None:
    """A value holds until its date, exclusive; of several, the first change after the day counts."""
    registry = made(
        entry(facts={"weights.license": "MIT"})
        + history("weights.license", "CC-BY-NC-4.0", "2025-06-01")
        + history("weights.license", "Apache-2.0", "2025-09-01")
    )

    def license(day: str) -> str:
        return registry.as_of(date.fromisoformat(day))["demo"].values["weights.license"]

    assert ["CC-BY-NC-4.0", "CC-BY-NC-4.0", "Apache-2.0", "Apache-2.0", "MIT", "MIT"] == [
        license(day)
        for day in ("2025-03-04", "2025-05-31", "2025-06-01", "2025-08-31", "2025-09-01", "2026-01-01")
    ]
    assert "MIT" == registry["demo"].values["weights.license"]


def test_no_fact_is_projected_back() -> None:
    """It holds from `since`, else from the latest day of its dated documents, else from when it was read."""
    undated = entry(facts={"weights.availability": "public"})
    dated = published(undated)
    since = dated.replace('value = "public",', 'value = "public", since = 2025-05-01,')
    late = dated.replace("published = 2025-03-04", "published = 2025-07-01")

    def known(text: str, day: str) -> bool:
        record = made(text).as_of(date.fromisoformat(day))["demo"]
        return "weights.availability" in record.values

    assert [True, True] == [known(dated, day) for day in ("2025-03-04", "2026-01-02")]
    assert [False, True] == [known(since, day) for day in ("2025-04-30", "2025-05-01")]
    assert [False, True] == [known(undated, day) for day in ("2026-01-01", "2026-01-02")]
    assert [False, True] == [known(late, day) for day in ("2025-06-30", "2025-07-01")]


def test_what_does_not_exist_never_did() -> None:
    """What cannot change once the model is made holds from the release, whenever somebody read it."""
    text = entry(facts={"data-labeling.detail": "not-applicable"})
    assert "not-applicable" == made(text).as_of(date(2025, 3, 4))["demo"].values["data-labeling.detail"]


def test_what_has_no_date_is_there_from_its_first_document() -> None:
    """And what a day leaves out is told apart: what came out later, and what has no date."""
    late, bare = entry("late").replace("2025-03-04", "2025-12-04"), published(entry("bare"))
    registry = made(entry(), late, bare[: bare.index("[models.bare.dates]")])
    assert ["bare", "demo"] == sorted(registry.as_of(date(2025, 3, 4)).models)
    later, unread = registry.left_out(date(2025, 3, 3))
    assert (["demo", "late"], ["bare"]) == ([one.id for one in later], [one.id for one in unread])


def test_what_was_not_out_is_not_ranked() -> None:
    """A record is there from its first date on."""
    registry = made(entry())
    assert "demo" not in registry.as_of(date(2025, 3, 3)).models
    assert "demo" in registry.as_of(date(2025, 3, 4)).models


def test_a_derived_model_has_the_worst_of_its_line(rubric: Rubric) -> None:
    """Data and terms of the base count; what only the model has of its own stays its own."""
    facts = {
        "weights.availability": "public",
        "weights.license": "MIT",
        "pretraining-data.availability": "not-applicable",
    }
    registry = made(
        entry(
            "root",
            {
                "weights.license": "CC-BY-NC-4.0",
                "weights.availability": "approval",
                "pretraining-data.availability": "vague",
            },
        ).replace('"Somebody"', '"Somebody Else"'),
        entry(facts=facts) + base("root"),
    )
    masks = assess(registry["demo"], rubric).masks
    assert ("vague",) == rubric.scale("pretraining-data.availability").ids(
        masks["pretraining-data.availability"]
    )
    assert ("non-commercial",) == rubric.scale("weights.license.commercial").ids(
        masks["weights.license.commercial"]
    )
    assert ("public",) == rubric.scale("weights.availability").ids(masks["weights.availability"])


def test_an_unknown_of_the_base_is_named(rubric: Rubric) -> None:
    """The missing fact is told with the model that it belongs to."""
    registry = made(entry("root"), entry(facts={"data-scope.detail": "not-applicable"}) + base("root"))
    assert "root:data-scope.detail" in assess(registry["demo"], rubric).unknown


def test_lineage_reaches_over_several_steps_and_several_parents(rubric: Rubric) -> None:
    """The worst over all ancestors counts."""
    shared = {"weights.availability": "public", "data-scope.detail": "not-applicable"}
    registry = made(
        entry("good", {**shared, "data-scope.detail": "full"}),
        entry("poor", {**shared, "data-scope.detail": "undisclosed"}),
        entry("middle", shared) + base("poor", "middle") + base("good", "middle"),
        entry(facts=shared) + base("middle"),
    )
    scale = rubric.scale("data-scope.detail")
    assert ("undisclosed",) == scale.ids(assess(registry["demo"], rubric).masks["data-scope.detail"])


def test_a_service_is_judged_by_what_it_serves_on_the_day(rubric: Rubric) -> None:
    """Its own facts stand; the rest is that of the served model; with none served it is unknown."""
    service = entry(facts={"service.availability": "hosted"}).replace(
        'name = "Demo"', 'name = "Demo"\nkind = "service"'
    )
    registry = made(
        published(entry("open", {"weights.availability": "public"})),
        published(entry("shut", {"weights.availability": "undisclosed"})),
        service + serves("open", "2025-03-04", "2025-06-01") + serves("shut", "2025-06-01", "2025-09-01"),
    )

    def weights(day: date | None) -> tuple[str, ...]:
        then = registry.as_of(day) if day else registry
        return rubric.scale("weights.availability").ids(
            assess(then["demo"], rubric).masks["weights.availability"]
        )

    assert ("public",) == weights(date(2025, 4, 1))
    assert ("undisclosed",) == weights(date(2025, 7, 1))
    assert len(weights(None)) > 1


def test_a_service_that_withholds_is_not_credited_with_the_terms_of_its_model(rubric: Rubric) -> None:
    """What the service says of the weights decides on their license too."""
    shut = entry(facts={"weights.availability": "undisclosed"}).replace(
        'name = "Demo"', 'name = "Demo"\nkind = "service"'
    )
    registry = made(
        entry("open", {"weights.availability": "public", "weights.license": "MIT"}),
        shut + serves("open", "2025-03-04"),
    )
    path = "weights.license.commercial"
    assert ("not-applicable",) == rubric.scale(path).ids(assess(registry["demo"], rubric).masks[path])


def test_registries_do_not_share_what_was_remembered(rubric: Rubric) -> None:
    """One after the other, with other licenses under the same id."""
    path = "weights.license.commercial"
    for value in ("threshold", "research-only", "allowed") * 5:
        shows = "so it says"
        license = (
            '[licenses.Odd]\nname = "Odd"\nosi_approved = false\nopen_definition = "rejected"\n'
            '[licenses.Odd.documents]\ntext = { url = "https://example.org", read = 2026-01-01, by = "maker" }\n'
            f'[licenses.Odd.terms]\ncommercial = {{ value = "{value}", clause = "1", shows = "{shows}" }}\n'
        )
        registry = made(license, entry(facts={"weights.availability": "public", "weights.license": "Odd"}))
        assert (value,) == rubric.scale(path).ids(assess(registry["demo"], rubric).masks[path])


def test_own_terms_count_beside_the_license(rubric: Rubric) -> None:
    """What the maker adds to a free license limits it."""
    plain = made(entry(facts={"weights.availability": "public", "weights.license": "MIT"}))["demo"]
    limited = made(
        entry(facts={"weights.availability": "public", "weights.license": "MIT", "terms.regions": "limited"})
    )["demo"]
    path = "weights.license.regions"
    assert ("all",) == rubric.scale(path).ids(assess(plain, rubric).masks[path])
    assert ("limited",) == rubric.scale(path).ids(assess(limited, rubric).masks[path])


def test_digests_follow_content_and_nothing_else(tmp_path: Path) -> None:
    """Comments, order, document keys and file names do not count; a value does."""
    facts = {"weights.availability": "public", "weights.license": "MIT"}
    one, two = entry("one", facts), entry("two", facts)
    plain = made(one, two)
    shuffled = made("# a comment\n" + two.replace("card =", "page =").replace('["card"]', '["page"]') + one)
    assert plain.digest == shuffled.digest
    changed = made(one, two.replace('"public"', '"approval"'))
    assert plain.digest != changed.digest
    assert plain.record_digest(plain["one"]) == changed.record_digest(changed["one"])
    assert plain.record_digest(plain["two"]) != changed.record_digest(changed["two"])


def test_the_day_of_a_registry_is_that_of_what_its_digest_covers() -> None:
    """What no fact rests on, such as a document of a dispute, dates nothing, however late it was read."""
    late = """
[models.demo.documents]
claim = { url = "https://example.org/claim", read = 2099-01-01, by = "third-party" }
"""
    late += dispute("weights.license", "MIT", source="claim").replace("2026-01-02", "2099-01-01")
    text = entry(facts={"weights.license": "Apache-2.0"})
    plain, disputed = made(text), made(text, late)
    assert (disputed.digest, disputed.last_read) == (plain.digest, plain.last_read)


def test_every_document_of_the_shipped_registry_shows_something(registry: Registry) -> None:
    """A document that nothing names was left over by an edit, or its fact was forgotten."""
    unnamed = []
    for record in registry:
        documents, disputes = record.data["documents"], record.data.get("disputes", ())
        named = documents_cited(record.data) + [documents[key] for one in disputes for key in one["sources"]]
        unnamed += [f"{record.id}: {document['url']}" for document in documents if document not in named]
    assert unnamed == []


def test_a_model_that_was_not_tuned_is_its_own_base(registry: Registry) -> None:
    """Its weights are those from before any tuning: access to them is one fact, now and in history."""
    differing = []
    for record in registry:
        facts = record.data["facts"]
        own, base_of = ("weights.availability", "base-weights.availability")
        tuned_from = {base["relation"] for base in record.data["bases"]} & {
            "finetune",
            "continued-pretraining",
        }
        if facts.get("posttraining-data.availability", {}).get("value") != "not-applicable" or (
            base_of not in facts and (tuned_from or own not in facts)
        ):
            continue
        told = {
            path: [(change.fact.value, change.until) for change in record.history if change.fact.path == path]
            + [(facts.get(path, {}).get("value"), None)]
            for path in (own, base_of)
        }
        if told[own] != told[base_of]:
            differing.append(record.id)
    assert differing == []


def test_the_digest_of_a_record_covers_its_base_and_its_licenses() -> None:
    """Whatever can move the score is in it."""
    root, child = entry("root", {"weights.license": "MIT"}), entry() + base("root")
    before, after = made(root, child), made(root.replace("MIT", "Apache-2.0"), child)
    assert before.record_digest(before["demo"]) != after.record_digest(after["demo"])


def test_names_and_aliases_find_a_record(registry: Registry) -> None:
    """Case does not count; near names are offered for the rest."""
    assert registry["llama-2"] is registry["Llama-2"]
    assert registry["GPT-2"].id == "gpt-2"
    with pytest.raises(UnknownNameError) as caught:
        registry["lama-2"]
    assert "did you mean 'llama-2'" in caught.value.hint


def test_errors_survive_a_process_boundary() -> None:
    """They pickle with their hints and problems."""
    import pickle

    from openscore import DataError, Problem

    error = DataError("broken", hint="mend it", problems=[Problem("odd", "is odd", "file", 3)])
    copy = pickle.loads(pickle.dumps(error))
    assert (error.message, error.hint, error.problems) == (copy.message, copy.hint, copy.problems)
