"""Duties of models: worked out by hand from the clauses, and equal."""

from __future__ import annotations

import pytest
from samples import base, entry, made

from openscore import Registry, duties
from openscore.duty import Duties

RELEASED = {"weights.availability": "public"}


def told(found: Duties, *verdicts: str) -> dict[str, str]:
    """Return the clauses behind each question with one of these verdicts, licenses one after the other."""
    lines = [line for text in found.texts for line in text.lines if line.verdict in verdicts]
    clauses: dict[str, str] = {}
    for line in lines:
        said = "; ".join(said.clause for _, said in line.cited)
        clauses[line.question.id] = " | ".join(filter(None, (clauses.get(line.question.id, ""), said)))
    return clauses


def under(*licenses: str, relation: str = "") -> Registry:
    """Return models a, b, ... of one maker each, each under one of the licenses."""
    entries = [
        entry(id, {**RELEASED, "weights.license": license}).replace("Demo Lab", f"Lab {id}")
        for id, license in zip("abcdef", licenses, strict=False)
    ]
    return made(*entries)


def test_llama_2_in_a_product(registry: Registry) -> None:
    """Agreement 1.b.i, notice 1.b.iii, policy 1.b.iv, outputs 1.b.v, marks 5.a; below the cap of 2 nothing is barred."""
    found = duties(registry["llama-2"], "redistribute", users=1000)
    assert {
        "safeguards": "1.b.iv; policy, 4",
        "license-copy": "1.b.i",
        "notice": "1.b.iii",
        "pass-on": "1.b.i, 1.b.iv",
    } == told(found, "must")
    assert {"outputs": "1.b.v", "uses": "1.b.iv", "trademark": "5.a"} == told(found, "limit")
    assert {"purpose": "2", "cap": "2", "copies": "1.a, 1.b.i"} == told(found, "allowed")
    assert ({}, "conditions") == (told(found, "unknown", "barred"), found.verdict)


def test_llama_2_may_not_train_others(registry: Registry) -> None:
    """1.b.v bars outputs from improving any other language model."""
    found = duties(registry["llama-2"], "train-on-outputs", users=1000)
    assert ({"outputs": "1.b.v"}, "barred") == (told(found, "barred"), found.verdict)


def test_llama_3_1_tuned(registry: Registry) -> None:
    """The name begins with a word and a phrase is shown (1.b.i); a notice (1.b.iii) and the agreement (1.b.i) go along."""
    found = duties(registry["llama-3.1-405b"], "fine-tune-and-redistribute", users=700_000_000)
    musts = told(found, "must")
    assert {"license-copy", "notice", "naming", "display", "pass-on", "safeguards"} == set(musts)
    assert ("1.b.i", "1.b.i", "1.b.iii") == (musts["naming"], musts["display"], musts["notice"])
    words = [
        said.wording for one in found.texts for line in one.lines for _, said in line.cited if said.wording
    ]
    assert {"Llama", "Built with Llama"} <= set(words)


def test_the_cap_of_llama_3_1(registry: Registry) -> None:
    """More than 700 million users a month need another license (2); exactly so many do not; untold is unknown."""
    model = registry["llama-3.1-405b"]
    beyond = duties(model, "hosted-service", users=700_000_001)
    assert "cap" in told(beyond, "must")
    assert "cap" in told(duties(model, "hosted-service", users=700_000_000), "allowed")
    untold = duties(model, "hosted-service")
    line = next(line for line in untold.texts[0].lines if line.question.id == "cap")
    assert ("unknown", ("size",)) == (line.verdict, line.missing)


def test_llama_3_1_as_a_service(registry: Registry) -> None:
    """Making available a product or service brings copy and phrase (1.b.i), but no name and no notice file."""
    musts = told(duties(registry["llama-3.1-405b"], "hosted-service", users=5), "must")
    assert {"safeguards", "license-copy", "display", "pass-on"} == set(musts)


def test_gemma_as_a_service() -> None:
    """Its terms of 2025: copy and use limits for users (3.1), for which a hosted service is distribution (1.1.b)."""
    gemma = under("LicenseRef-scancode-gemma-tou-2025-03-24")["a"]
    found = duties(gemma, "hosted-service")
    assert {"license-copy": "3.1", "pass-on": "3.1"} == told(found, "must")
    assert {"uses": "3.2", "trademark": "4.2"} == told(found, "limit")
    tuned = duties(gemma, "fine-tune-and-redistribute")
    assert {"license-copy": "3.1", "notice": "3.1", "state-changes": "3.1", "pass-on": "3.1"} == told(
        tuned, "must"
    )
    assert {"outputs": "1.1.e, 3.1"} == told(duties(gemma, "train-on-outputs"), "must")


def test_qwen_under_its_own_license(registry: Registry) -> None:
    """Copy 3.a, changes 3.b, notice 3.c, phrase 5.b on what is made with it; a service shows no phrase."""
    qwen = registry["qwen2.5-72b"]
    tuned = duties(qwen, "fine-tune-and-redistribute", users=1)
    assert {
        "license-copy": "3.a",
        "notice": "3.c",
        "state-changes": "3.b",
        "display": "5.b",
    } == told(tuned, "must")
    assert {"license-copy": "3.a"} == told(
        duties(qwen, "hosted-service", users=1, components=["weights"]), "must"
    )
    assert {"outputs": "5.b"} == told(
        duties(qwen, "train-on-outputs", users=1, components=["weights"]), "must"
    )


def test_flux_dev_and_its_parts(registry: Registry) -> None:
    """The transformer is for non-commercial purposes (2.b), the autoencoder under Apache; of the encoders nothing is known."""
    barred = duties(registry["flux.1-dev"], "fine-tune-and-redistribute")
    assert {"purpose": "1.c, 2.b", "derived": "2.a, 2.b, 3"} == told(barred, "barred")
    allowed = duties(registry["flux.1-dev"], "fine-tune-and-redistribute", purpose="non-commercial")
    musts = told(allowed, "must")
    assert ("2.e, 6", "3.a | 4.a", "3.b, 4.b | 4.c, 4.d", "2.a, 3.a, 3.c") == (
        musts["safeguards"], musts["license-copy"], musts["notice"], musts["pass-on"],
    )  # fmt: skip
    covers = {cover.part: text.text.name for text in allowed.texts for cover in text.text.covers}
    assert {"Transformer", "Autoencoder", "Text encoders"} <= set(covers)
    assert "unknown" == allowed.verdict


def test_an_openrail_model() -> None:
    """Limits go on (4.a, 5) with copy (4.b), marks of change (4.c) and notices (4.d); a service counts."""
    model = under("openrail++")["a"]
    tuned = told(duties(model, "fine-tune-and-redistribute"), "must")
    assert ("4.b", "4.c", "4.d") == (tuned["license-copy"], tuned["state-changes"], tuned["notice"])
    assert {"license-copy", "pass-on"} == set(told(duties(model, "hosted-service"), "must"))
    assert {"uses": "5, Attachment A", "trademark": "8"} == told(duties(model, "hosted-service"), "limit")


def test_grok_1_and_olmo(registry: Registry) -> None:
    """Apache 2.0: nothing for a service, copy and notices with copies, marks of change with derived works."""
    for name in ("grok-1", "olmo-7b"):
        weights = {"components": ["weights"]}
        assert {} == told(duties(registry[name], "hosted-service", **weights), "must", "barred", "unknown")
        assert {"license-copy", "notice"} == set(
            told(duties(registry[name], "redistribute", **weights), "must")
        )
        tuned = duties(registry[name], "fine-tune-and-redistribute")
        assert {"license-copy": "4.a", "notice": "4.c, 4.d", "state-changes": "4.b"} == told(tuned, "must")


COMBINATIONS = [
    (("Apache-2.0", "MIT"), {}),
    (("llama3.1", "MIT"), {}),
    (("GPL-3.0-only", "Apache-2.0"), {}),
    (("GPL-2.0-only", "GPL-3.0-only"), {"whole-work": "contradict"}),
    (("GPL-2.0-or-later", "GPL-3.0-only"), {"whole-work": "stack"}),
    (("CC-BY-SA-4.0", "GPL-3.0-only"), {"whole-work": "stack"}),
    (("CC-BY-SA-4.0", "GPL-2.0-only"), {"whole-work": "contradict"}),
    (("GPL-3.0-only", "llama3.1"), {"whole-work": "contradict", "free-against-limits": "contradict"}),
    (
        ("CC-BY-SA-4.0", "CC-BY-NC-4.0"),
        {"whole-work": "contradict", "free-against-limits": "contradict", "derived-works": "contradict"},
    ),
    (("llama3.1", "LicenseRef-scancode-gemma-tou-2025-03-24"), {"whole-work": "stack"}),
    (("flux-1-dev-non-commercial-license", "openrail++"), {"whole-work": "stack"}),
    (("llama2", "Apache-2.0"), {"other-models": "unknown"}),
    (("llama2", "LicenseRef-scancode-tongyi-qianwen-2023"), {"other-models": "unknown"}),
    (("CC-BY-NC-SA-4.0", "CC-BY-NC-4.0"), {"whole-work": "stack"}),
    (("CC-BY-NC-SA-4.0", "Apache-2.0"), {}),
    (
        ("CC-BY-NC-SA-4.0", "CC-BY-SA-4.0"),
        {"whole-work": "contradict", "free-against-limits": "contradict", "derived-works": "contradict"},
    ),
    (
        ("CC-BY-SA-4.0", "CC-BY-NC-ND-4.0"),
        {"whole-work": "unknown", "free-against-limits": "contradict", "derived-works": "contradict"},
    ),
    (
        ("LicenseRef-openscore-gemma-terms-2024-04-01", "LicenseRef-scancode-bigscience-rail-1.0"),
        {"whole-work": "stack"},
    ),
    (
        ("flux-1-dev-non-commercial-license", "LicenseRef-openscore-ltx-2-community-2026-01"),
        {"whole-work": "unknown"},
    ),
    (
        ("llama3.1", "LicenseRef-openscore-exaone-ai-model-1.2-nc"),
        {"whole-work": "stack", "names": "contradict"},
    ),
    (("MPL-2.0", "GPL-3.0-only"), {"whole-work": "stack"}),
    (("GPL-2.0-only", "Apache-2.0"), {"patents": "unknown"}),
    (("AGPL-3.0-only", "LicenseRef-scancode-qwen-2024"), {"free-against-limits": "contradict"}),
    (("GPL-3.0-only", "CC-BY-ND-4.0"), {"whole-work": "unknown", "derived-works": "contradict"}),
    (("MIT", "MIT"), {}),
]


@pytest.mark.parametrize(("licenses", "expected"), COMBINATIONS)
def test_licenses_in_one_work(licenses: tuple[str, str], expected: dict[str, str]) -> None:
    """Worked out by hand: a merge of two models contradicts exactly where one work cannot satisfy both texts."""
    for order in (licenses, licenses[::-1]):
        both = under(*order)
        found = duties([both["a"], both["b"]], "fine-tune-and-redistribute", purpose="research")
        assert expected == {meeting.question.id: meeting.answer.verdict for meeting in found.meetings}
        apart = duties([both["a"], both["b"]], "hosted-service", purpose="research")
        assert () == apart.meetings


DATA = [
    (("ODbL-1.0", "CC-BY-SA-4.0"), {"whole-work": "contradict"}),
    (
        ("ODC-By-1.0", "CC-BY-NC-4.0"),
        {"whole-work": "contradict", "free-against-limits": "contradict", "derived-works": "contradict"},
    ),
    (("ODC-By-1.0", "CC-BY-4.0"), {}),
    (("CDLA-Permissive-2.0", "CC-BY-4.0"), {}),
]


@pytest.mark.parametrize(("licenses", "expected"), DATA)
def test_data_sets_in_one_work(licenses: tuple[str, str], expected: dict[str, str]) -> None:
    """Worked out by hand from ODbL 4.4, ODC-By 4.2.a and 4.4, and CC 3.b: sets that are joined and passed on meet as models do."""
    sets = [
        entry(id, {"pretraining-data.availability": "released", "pretraining-data.license": license})
        for id, license in zip("ab", licenses, strict=True)
    ]
    both = made(*sets)
    joined = duties(
        [both["a"], both["b"]],
        "fine-tune-and-redistribute",
        purpose="research",
        components=["pretraining-data"],
    )
    assert expected == {meeting.question.id: meeting.answer.verdict for meeting in joined.meetings}


def test_non_commercial_in_a_product() -> None:
    """CC BY-NC 4.0 grants no copies for commerce (1, 2.a.1); in a product it stands beside MIT, and no text meets the other."""
    both = under("CC-BY-NC-4.0", "MIT")
    sold = duties([both["a"], both["b"]], "embed-in-product", components=["weights"])
    assert ({"purpose", "copies"}, "barred", ()) == (set(told(sold, "barred")), sold.verdict, sold.meetings)
    given = duties(
        [both["a"], both["b"]], "embed-in-product", purpose="non-commercial", components=["weights"]
    )
    assert ({}, "conditions") == (told(given, "barred", "unknown"), given.verdict)


def test_two_names_cannot_both_stand_first() -> None:
    """Texts that set different words contradict; the same word is no contradiction."""
    license = '[licenses.LicenseRef-{id}]\nname = "{id}"\nosi_approved = false\nopen_definition = "not-reviewed"\n[licenses.LicenseRef-{id}.documents]\ntext = {{ url = "https://example.org/{id}", read = 2026-01-02, by = "maker" }}\n[licenses.LicenseRef-{id}.particulars]\nnaming = {{ value = "prefix", clause = "1", shows = "begins so", wording = "{word}" }}\n'
    for words, verdict in ((("Ape", "Bee"), "contradict"), (("Ape", "Ape"), None)):
        texts = [license.format(id=id, word=word) for id, word in zip("xy", words, strict=True)]
        models = [
            entry(id, {**RELEASED, "weights.license": f"LicenseRef-{text}"})
            for id, text in zip("ab", "xy", strict=True)
        ]
        registry = made(*texts, *models)
        found = duties([registry["a"], registry["b"]], "fine-tune-and-redistribute")
        names = [meeting.answer.verdict for meeting in found.meetings if meeting.question.id == "names"]
        assert ([verdict] if verdict else []) == names


def test_both_clauses_stand_behind_a_contradiction() -> None:
    """So that somebody can read them side by side."""
    both = under("GPL-2.0-only", "llama3.1")
    found = duties([both["a"], both["b"]], "fine-tune-and-redistribute")
    meeting = next(one for one in found.meetings if one.question.id == "whole-work")
    clauses = [[said.clause for _, said in cited] for cited in (meeting.left_cited, meeting.right_cited)]
    assert [["2.b, 6"], ["1.b.i-ii, 1.b.iv"]] == clauses
    assert "barred" == found.verdict


def test_what_a_text_says_of_the_other_stands_behind_it() -> None:
    """Where one names the other for joint works, that clause is cited too."""
    both = under("CC-BY-SA-4.0", "GPL-3.0-only")
    (meeting,) = duties([both["a"], both["b"]], "fine-tune-and-redistribute").meetings
    assert ["3.b", "1.c, 3.b.1"] == [said.clause for _, said in meeting.left_cited][-2:]
    assert "conditions" == duties([both["a"], both["b"]], "fine-tune-and-redistribute").verdict


def test_a_merge_is_under_the_licenses_of_its_bases(registry: Registry) -> None:
    """Each of another maker's base binds, with the clause of its own text; two of the same text bind once."""
    merged = entry("merged", {**RELEASED, "weights.license": "MIT"}) + "".join(
        base(id, "merged").replace("finetune", "merge") for id in ("a", "b", "c")
    )
    bases = [
        entry(id, {**RELEASED, "weights.license": license}).replace('developer = "', f'developer = "{id} ')
        for id, license in (
            ("a", "Apache-2.0"),
            ("b", "LicenseRef-scancode-gemma-tou-2025-03-24"),
            ("c", "Apache-2.0"),
        )
    ]
    found = duties(made(*bases, merged)["merged"], "redistribute")
    covers = {text.text.name: [cover.record.id for cover in text.text.covers] for text in found.texts}
    assert {
        "MIT": ["merged"],
        "Apache-2.0": ["a", "c"],
        "LicenseRef-scancode-gemma-tou-2025-03-24": ["b"],
    } == covers


def test_a_makers_own_base_binds_it_to_nothing() -> None:
    """It licenses its own work as it likes; a model that learned from outputs is bound where the text says so."""
    facts = {**RELEASED, "weights.license": "MIT"}
    own = made(
        entry("first", {**RELEASED, "weights.license": "openrail++"}),
        entry("next", facts) + base("first", "next"),
    )
    assert ["MIT"] == [text.text.name for text in duties(own["next"], "redistribute").texts]
    for license, reaches in (("openrail++", True), ("llama3.1", False)):
        teacher = entry("teacher", {**RELEASED, "weights.license": license}).replace(
            'developer = "', 'developer = "Other '
        )
        taught = entry("taught", facts) + base("teacher", "taught").replace("finetune", "distilled")
        found = duties(made(teacher, taught)["taught"], "redistribute")
        assert reaches == (len(found.texts) == 2)


def test_places_and_money() -> None:
    """A member of the European Union is one of those that a text leaves out as such; money in its currency only."""
    limits = (
        '[licenses.LicenseRef-x.terms]\nregions = { value = "limited", clause = "1", shows = "not there" }\n'
        'cap = { value = "revenue", clause = "2", shows = "small ones" }\n'
        '[licenses.LicenseRef-x.limits]\ncountries = { left_out = ["EU", "KR"], clause = "1", shows = "not there" }\n'
        'revenue = { more_than = 100, per = "year", currency = "EUR", clause = "2", shows = "small ones" }\n'
    )
    license = (
        '[licenses.LicenseRef-x]\nname = "X"\nosi_approved = false\nopen_definition = "not-reviewed"\n'
        '[licenses.LicenseRef-x.documents]\ntext = { url = "https://example.org/x", read = 2026-01-02, by = "maker" }\n'
    )
    model = made(license + limits, entry("a", {**RELEASED, "weights.license": "LicenseRef-x"}))["a"]

    def verdict(question: str, **more: object) -> str:
        lines = [line for text in duties(model, "internal", **more).texts for line in text.lines]
        return next(line.verdict for line in lines if line.question.id == question)

    assert ["barred", "barred", "limit", "unknown"] == [
        verdict("regions", countries=places) for places in (["DE"], ["US", "KR"], ["US", "GB"], [])
    ]
    assert ["allowed", "must", "unknown", "unknown"] == [
        verdict("cap", revenue=100, currency="EUR"),
        verdict("cap", revenue=101, currency="EUR"),
        verdict("cap", revenue=101, currency="USD"),
        verdict("cap"),
    ]


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        ({**RELEASED, "weights.license": "NONE"}, "barred"),
        ({**RELEASED, "weights.license": "LicenseRef-nobody"}, "unknown"),
        ({**RELEASED, "weights.license": "openrail"}, "unknown"),
        (RELEASED, "unknown"),
        ({}, "unknown"),
        ({"weights.availability": "undisclosed"}, "unknown"),
    ],
)
def test_what_cannot_be_read_is_said(facts: dict[str, str], verdict: str) -> None:
    """No license bars, an unknown one is unknown, and of files that nobody gets there is nothing to license."""
    found = duties(made(entry("a", facts))["a"], "internal", components=["weights"])
    assert [["license"]] == [[line.question.id for line in text.lines] for text in found.texts]
    assert verdict == found.texts[0].lines[0].verdict


def test_more_knowledge_never_changes_a_certain_verdict(registry: Registry) -> None:
    """What is certain without users, money and place stays so when they are told."""
    for name in ("llama-3.1-405b", "qwen2.5-72b", "gemma-2", "stable-diffusion-3.5-large"):
        for use in (
            "internal",
            "hosted-service",
            "redistribute",
            "fine-tune-and-redistribute",
            "train-on-outputs",
        ):
            untold = duties(registry[name], use)
            known = duties(registry[name], use, users=5, revenue=5, countries=["US"])
            for before, after in zip(untold.texts, known.texts, strict=True):
                certain = {
                    line.question.id: line.verdict for line in before.lines if line.verdict != "unknown"
                }
                later = {line.question.id: line.verdict for line in after.lines}
                assert certain.items() <= later.items()


def test_what_only_a_service_gives_is_never_simply_allowed(registry: Registry) -> None:
    """Nobody can pass on files that nobody gets, and of the rest the service's own terms tell."""
    service = {"weights.availability": "undisclosed", "service-terms.outputs": "no-competing"}
    model = made(entry("a", service))["a"]
    assert ("barred", "unknown") == (duties(model, "redistribute").verdict, duties(model, "internal").verdict)
    assert {"outputs": ""} == told(duties(model, "internal"), "limit")
    assert "unknown" == duties(registry["gpt-4"], "hosted-service").verdict


def test_a_service_is_under_the_terms_of_what_it_serves(registry: Registry) -> None:
    """Each model that it serves on the day counts, with what its license lists."""
    found = duties(registry["huggingchat"], "internal")
    served = {link.model for link in registry["huggingchat"].serves if link.covers(None)}
    assert served <= {cover.record.id for text in found.texts for cover in text.text.covers}


def test_of_a_base_that_was_not_out_yet_nothing_is_known() -> None:
    """On a day before it, the license of the model alone does not settle what its base asks."""
    model = entry("tuned", {**RELEASED, "weights.license": "MIT"}) + base("late", "tuned")
    late = entry("late", {**RELEASED, "weights.license": "Apache-2.0"}).replace("2025-03-04", "2025-12-04")
    both = made(late.replace("Somebody", "Other"), model)
    assert "conditions" == duties(both["tuned"], "redistribute").verdict
    then = both.as_of("2025-06-01")
    assert "unknown" == duties(then["tuned"], "redistribute").verdict


def test_a_text_that_only_adds_says_nothing_of_what_it_leaves(registry: Registry) -> None:
    """A usage policy beside a license limits uses, and neither grants nor frees anything."""
    found = duties(registry["gpt-oss-120b"], "fine-tune-and-redistribute")
    (addition,) = [one for one in found.texts if one.text.is_partial]
    assert all(line.cited for line in addition.lines)
    assert "pass-on" not in {line.question.id for line in addition.lines}
