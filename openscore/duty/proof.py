"""Proofs about rules: they answer every combination of values, never twice, and ask of every term."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from openscore.duty.rules import Question, Rules
from openscore.language import tr
from openscore.records.licenses import License, LicenseTable
from openscore.rubric.conditions import TRUE, Where


class Finding(NamedTuple):
    """Something that does not hold, with a counter-example."""

    name: str
    where: Where
    message: str


def prove(rules: Rules) -> Iterator[Finding]:
    """Yield everything that is wrong with the rules' meaning; nothing if all is proven."""
    for question in (*rules.questions, *rules.meetings):
        yield from _prove(question)
    asked = {path for question in rules.questions for path in question.paths}
    for path, scale in {**rules.terms, **rules.asked}.items():
        # What a term says may wholly be told by what it says of others.
        told = 0
        for one in rules.data["narrowing"]:
            told |= scale.mask(one["when"].get(path, ()))
        if path not in asked and told != scale.full:
            message = tr("no question asks of '{path}', or not of all its values", path=path)
            yield Finding("unasked", ("questions",), message)


def disagreements(rules: Rules, table: LicenseTable) -> Iterator[str]:
    """Yield where a license says one thing in its terms and another in its particulars, as people read it."""
    for id, license in table.licenses.items():
        said = {path: rules.scale(path).bits[value] for path, value in _established(license, rules)}
        masks = {path: said.get(path, scale.full) for path, scale in rules.terms.items()}
        for rule in rules.narrowings:
            for path, allowed in rule.then.items() if rule.when.decide(masks) == TRUE else ():
                if not masks[path] & allowed:
                    value, wanted = (rules.scale(path).ids(mask) for mask in (masks[path], allowed))
                    yield f"{id}: {path} = {value[0]}, wanted {' or '.join(wanted)}"


def _established(license: License, rules: Rules) -> Iterator[tuple[str, str]]:
    for path in rules.terms:
        stated = license.term(path) or license.particular(path)
        if stated:
            yield path, stated.value


def _prove(question: Question) -> Iterator[Finding]:
    if not question.cells:
        message = tr("question '{id}' reads too much at once", id=question.id)
        yield Finding("too-many-cells", question.where, message)
    reached = set()
    for cell in question.cells:
        facts = dict(zip(question.paths, cell.masks, strict=True))
        holding = [
            place for place, answer in enumerate(question.answers) if answer.condition.decide(facts) == TRUE
        ]
        reached.update(holding)
        if len(holding) != 1:
            shown = _facts(question, cell.masks)
            if holding:
                message = tr("question '{id}' has two answers for {facts}", id=question.id, facts=shown)
                yield Finding("answers-contradict", question.where, message)
            else:
                message = tr("question '{id}' has no answer for {facts}", id=question.id, facts=shown)
                yield Finding("answer-missing", question.where, message)
            return
    for place, answer in enumerate(question.answers):
        if question.cells and place not in reached:
            message = tr(
                "answer {number} of question '{id}' never holds: {says}",
                number=place + 1,
                id=question.id,
                says=answer.says["en"],
            )
            yield Finding("unreachable-answer", question.where, message)


def _facts(question: Question, masks: Sequence[int]) -> str:
    """Return one combination of values as people read it."""
    values = (
        f"{path} = {scale.ids(mask)[0]}"
        for (path, scale), mask in zip(question.scales.items(), masks, strict=True)
    )
    return ", ".join(values)
