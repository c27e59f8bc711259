"""The rules of duties: answered for every combination, never twice, and in line with the license table."""

from __future__ import annotations

import copy
import re

import pytest

from openscore import DataError, Registry
from openscore.duty import Rules, load_rules
from openscore.duty.load import rules_from
from openscore.duty.proof import Finding, disagreements, prove
from openscore.resources import duties_file
from openscore.toml import TomlFile

TEXT = duties_file().read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def rules() -> Rules:
    return load_rules()


def problems(text: str) -> list[tuple[str, str]]:
    with pytest.raises(DataError) as error:
        rules_from(TomlFile("duties.toml", text))
    return [(problem.name, problem.message) for problem in error.value.problems]


def changed(was: str, becomes: str) -> str:
    assert TEXT.count(was) == 1, was
    return TEXT.replace(was, becomes)


def test_the_shipped_rules_are_proven(rules: Rules) -> None:
    """And every term, particular and fact of the user is asked of, or wholly told by what it says of others."""
    asked = {path for question in rules.questions for path in question.paths}
    assert {*rules.terms, *rules.asked} - asked == {"attribution"}
    told = [one["when"]["attribution"] for one in rules.data["narrowing"]]
    assert sorted(value for values in told for value in values) == sorted(rules.terms["attribution"].bits)


def test_no_license_maker_or_model_is_named(registry: Registry) -> None:
    """Rules read terms, so that a license of tomorrow needs no new one."""
    said = re.sub(r"(?m)^#.*$", "", TEXT).casefold()
    names = [*registry.licenses.licenses, *(maker["name"] for maker in registry.data["makers"].values())]
    found = [
        name for name in names if re.search(rf"\b{re.escape(name.casefold())}\b", said) and len(name) > 4
    ]
    assert found == []


def test_the_table_says_the_same_in_terms_and_particulars(registry: Registry, rules: Rules) -> None:
    """What a term rules out no particular has."""
    assert [*disagreements(rules, registry.licenses)] == []


GAP = '  { verdict = "know", when = { law = ["stated"] }'


def test_a_combination_without_an_answer_is_named() -> None:
    """With the values, so that somebody says what follows from them."""
    found = problems(changed(GAP, '  { verdict = "know", when = { law = ["silent"] }'))
    assert found == [("answers-contradict", "question 'law' has two answers for law = silent")]
    without = changed('  { verdict = "nothing", when = { law = ["silent"] }', GAP)
    assert ("answer-missing", "question 'law' has no answer for law = silent") in problems(without)


def test_an_answer_that_never_holds_is_named() -> None:
    """It says something that nobody will ever read."""
    never = '  { verdict = "know", when = { law = ["stated"], not = { law = ["stated"] } }, says = { en = "x", zh = "x" } },\n'
    found = problems(changed(GAP, never + GAP))
    assert found == [("unreachable-answer", "answer 2 of question 'law' never holds: x")]


def test_a_term_that_no_question_asks_is_named() -> None:
    """A term that somebody adds to the vocabulary has consequences, or is no term."""
    start = TEXT.index('[[questions]]\nid = "law"')
    without = (
        TEXT[:start] + TEXT[TEXT.index("# Where two license texts meet", start) :]
        if ("# Where two license texts meet" in TEXT)
        else TEXT[:start] + TEXT[TEXT.index("# Where two licenses meet", start) :]
    )
    assert problems(without) == [("unasked", "no question asks of 'law', or not of all its values")]


def test_slips_are_named() -> None:
    """An unknown term, an unknown value, a use without an act, and a key that nobody knows."""
    slips = {
        "unknown-term": changed("{ law = [\"stated\"] }", "{ lawe = [\"stated\"] }"),
        "unknown-value": changed("{ law = [\"stated\"] }", "{ law = [\"spoken\"] }"),
        "unknown-key": changed("one_work = true\nreached_when", "one_wrok = true\nreached_when"),
        "key-missing": TEXT.replace('acts = { copies = "unchanged", service = "no", outputs = "no" }\ntouches = ["weights"]', 'acts = { copies = "unchanged", outputs = "no" }\ntouches = ["weights"]'),
    }  # fmt: skip
    for name, text in slips.items():
        assert name in [found for found, _ in problems(text)], name


def test_every_use_is_a_full_list_of_acts(rules: Rules) -> None:
    """So that each question has one answer for each use, whatever is done."""
    acts = {path for path in rules.asked if path.startswith("acts.")}
    assert all(set(use.acts) == acts for use in rules.uses.values())


def test_what_is_said_is_said_in_both_languages(rules: Rules) -> None:
    """Each answer, each title: none is English in the Chinese or the reverse."""
    said = [answer.says for question in (*rules.questions, *rules.meetings) for answer in question.answers]
    said += [question.title for question in (*rules.questions, *rules.meetings)]
    assert all(re.search("[一-鿿]", one["zh"]) and one["en"].isascii() for one in said)


def test_each_answer_is_needed(rules: Rules) -> None:
    """Without any one of them some combination has no answer, and with one of them twice it has two."""
    for kind in ("questions", "meetings"):
        for place, question in enumerate(rules.data[kind]):
            for number in range(len(question["answers"])):
                for copies, name in ((0, "answer-missing"), (2, "answers-contradict")):
                    data = copy.deepcopy(dict(rules.data))
                    answers = data[kind][place]["answers"]
                    answers[number : number + 1] = [answers[number]] * copies
                    found = {one.name for one in prove_question(Rules(data, rules.vocabulary), kind, place)}
                    assert name in found, (question["id"], number)


def prove_question(rules: Rules, kind: str, place: int) -> list[Finding]:
    return [finding for finding in prove(rules) if finding.where == (kind, place)]
