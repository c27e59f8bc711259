"""What rules, licenses and histories say, in words."""

from __future__ import annotations

import re
from collections.abc import Iterable

from openscore.analysis.history import CHANGED, DATED, SERVES, SHOWN, TOLD, Event
from openscore.engine.assessment import GateResult
from openscore.language import counted, noted, tr
from openscore.numerals import number
from openscore.records.disputes import Dispute
from openscore.records.licenses import NO_CLAUSE, License
from openscore.records.vocabulary import LICENSE, MEMBERSHIP, UNKNOWN
from openscore.registry.registry import Registry
from openscore.report.text import enumerated, labeled, listed, sentences, titled, visible
from openscore.report.views.naming import fact_name, value_name
from openscore.rubric.conditions import All, Any, Condition, In, Not
from openscore.rubric.parts import Gate, Part
from openscore.rubric.rubric import Rubric

PLACES = (
    noted("preamble"), noted("opening"), noted("opening paragraph"), noted("opening paragraphs"),
    noted("introductory paragraph"), noted("first paragraph"), noted("1st paragraph"), noted("2nd paragraph"),
    noted("third paragraph"), noted("second and third paragraph"), noted("revision paragraph"),
    noted("last paragraph"), noted("last para."), noted("last part"), noted("permission"),
    noted("permission paragraph"),
    noted("conditions"), noted("condition paragraph"), noted("third condition"), noted("patent paragraph"),
    noted("policy"), noted("use policy"), noted("whole text"), noted("full text"), noted("section not seen"),
    noted("notice to user"), noted("appendix"), noted("addendum"), noted("card"), noted("termination"),
    noted("reuse"), noted("rights"), noted("giving back"), noted("help"), noted("personal data"),
    noted("copyright notice"), noted("definitions"), noted("opening definitions"), noted("compatibility"),
    noted("condition"), noted("gate"), noted("grant"), noted("figures"), noted("prohibited uses"),
    noted("last point"), noted("README and card"), noted("1st and 4th sentence"), noted("2nd sentence"),
    noted("3rd sentence"), noted("4th sentence"),
)  # fmt: skip
"""Places in a text that bear no heading of their own; the license table writes them so."""
COUNTED = (
    noted("para. {number}"), noted("exception {number}"), noted("key things {number}"),
    noted("Article {number}"), noted("Exhibit {number}"), noted("Attachment {number}"),
)  # fmt: skip
"""Places that bear a number or a letter behind a word."""
SHOWN_FACTS = 3
"""How many of the facts that a day shows first are named."""
NUMBERED = re.compile(r"\d|[IVX]+\b|[A-Z]\.?\d")
"""How a place in a text begins that has a number."""


def weight_phrase(criterion: Part, rubric: Rubric) -> str:
    """Return how much a criterion weighs; nothing where the score counts classes, and not criteria."""
    if rubric.counts_classes:
        return ""
    return tr("{share}% of the score", share=share_of(criterion, rubric.criteria))


def share_of(part: Part, among: Iterable[Part]) -> str:
    """Return the percentage that a part has of those with which it stands, itself among them."""
    return number(round(100 * part.share / sum(one.share for one in among), 1))


def condition_phrase(condition: Condition, rubric: Rubric | None = None) -> str:
    """Return a condition in words.

    Args:
        condition: Any.
        rubric: Whose condition it is, for readers who type nothing: facts and values stand under their names.
            None for what can be typed, as `weights.availability = public and ...`.
    """
    if isinstance(condition, In):
        values = condition.scale.ids(condition.allowed)
        if rubric is None:
            return f"{condition.path} = {tr(' or ').join(values)}"
        named = tr(" or ").join(titled(condition.scale.value(id).title) for id in values)
        return labeled(asked_name(condition.path, rubric), named)
    if isinstance(condition, Not):
        return tr("not ({condition})", condition=condition_phrase(condition.condition, rubric))
    if not condition.conditions:
        return tr("always")
    is_all = isinstance(condition, All)
    joiner = tr(" and ") if is_all else tr(" or ")
    if rubric is not None:
        joiner = tr("; and ") if is_all else tr("; or ")
    return joiner.join(_bracketed(inner, condition, rubric) for inner in condition.conditions)


def _bracketed(inner: Condition, outer: All | Any, rubric: Rubric | None) -> str:
    phrase = condition_phrase(inner, rubric)
    nested = isinstance(inner, All | Any) and type(inner) is not type(outer)
    return f"({phrase})" if nested else phrase


def asked_name(path: str, rubric: Rubric) -> str:
    """Return what a condition asks by its name: a fact, a term of licenses, the level that a part reached."""
    if path.startswith("@"):
        return titled(rubric.scale(path).title)
    subject, _, derived = path.partition(f".{LICENSE}.")
    component = rubric.vocabulary.components.get(subject)
    if not derived and not component and subject not in rubric.term_sets:
        return fact_name(path, rubric.vocabulary)
    of = titled(component.title) if component else named_set(subject)
    if not derived:
        return of
    kind, _, members = derived.partition(".")
    if kind == MEMBERSHIP:
        return tr("license of {component} in the set {name}", component=of, name=named_set(members))
    return tr("{component}, {aspect}", component=of, aspect=titled(rubric.scale(path).title))


def named_set(id: str) -> str:
    """Return a set of components or of licenses that a rubric names."""
    return tr("“{name}”", name=visible(id))


def clause_phrase(clause: str) -> str:
    """Return where a license says something: `clause 2`, or that no clause does."""
    if clause == NO_CLAUSE:
        return tr("no clause limits it")
    # Some places have no number, such as the opening or an exhibit: they are named as they are.
    if not NUMBERED.match(clause) or clause in PLACES:
        return place_phrase(clause)
    return tr("clause {clause}", clause=place_phrase(clause))


def event_phrase(event: Event, registry: Registry, *, is_typed: bool = False) -> str:
    """Return what changed in a release: facts, values and models by name, or as they are typed."""
    subject, before, after = event.subject, event.before, event.after
    if event.kind == DATED:
        return visible(tr(subject.replace("-", " ")))
    if event.kind == TOLD:
        return titled(registry.said(subject))
    if event.kind == CHANGED:
        if not is_typed:
            before, after = (_value(subject, value, registry) for value in (before, after))
            subject = fact_name(subject, registry.vocabulary)
        return visible(tr("{path}: {value} becomes {new}", path=subject, value=before, new=after))
    model = subject if is_typed or not subject else registry.models[subject].name
    if event.kind == SHOWN:
        paths = event.facts[:SHOWN_FACTS]
        facts = listed(paths if is_typed else (fact_name(path, registry.vocabulary) for path in paths))
        facts += tr(" and more") if len(paths) < len(event.facts) else ""
        said = noted("first shown of {model}: {facts}") if model else noted("first shown: {facts}")
        return visible(tr(said, model=model, facts=facts))
    said = noted("serves {model}") if event.kind == SERVES else noted("no longer serves {model}")
    return tr(said, model=visible(model))


def _value(path: str, value: str, registry: Registry) -> str:
    if value == UNKNOWN:
        return tr("unknown")
    return value_name(path, value, registry.vocabulary, registry.licenses)


def granted_phrase(license: License, registry: Registry) -> str:
    """Return who alone can grant a license, with the place in the text; empty where anybody can."""
    licensor = license.data.get("licensor")
    if not licensor:
        return ""
    makers = registry.data["makers"]
    return tr(
        "granted by {makers} alone: {shows} ({clause})",
        makers=visible(enumerated([makers[id]["name"] if id in makers else id for id in licensor["makers"]])),
        shows=titled(registry.said(licensor["shows"])),
        clause=clause_phrase(licensor["clause"]),
    )


def particular_phrase(license: License, id: str, registry: Registry) -> str:
    """Return what a license says on a particular, with the words that it sets; empty if nothing."""
    stated, words = license.particular(id), visible(license.wording(id))
    shows = titled(registry.said(stated.evidence.shows)) if stated and stated.evidence.shows else ""
    return labeled(shows, tr("“{name}”", name=words)) if words else shows


def place_phrase(clause: str) -> str:
    """Return places in a text: common ones in the language that is spoken, headings as the text has them."""
    if clause == NO_CLAUSE:
        return tr("none")
    parts = re.split(r"([;,:]\s+)", visible(clause))
    joints = {";": tr("; "), ",": tr(", "), ":": tr("{label}: {text}", label="", text="")}
    return "".join(joints[part[0]] if place % 2 else _place(part) for place, part in enumerate(parts))


def _place(part: str) -> str:
    for counted_place in COUNTED:
        word, _, _ = counted_place.partition("{")
        if part.startswith(word):
            return tr(counted_place, number=part.removeprefix(word))
    return tr(part) if part in PLACES else part


def points_phrase(points: float) -> str:
    """Return points with one decimal where they have one: `1 point`, `2.5 points`."""
    return counted("{shown} point", "{shown} points", round(points, 1), shown=number(round(points, 1)))


def gate_line(result: GateResult) -> str:
    """Return what a gate that closes, or may close, does."""
    message = noted("{title} closes: {limit}")
    if not result.is_certain:
        message = noted("{title} may close: {limit}")
    return tr(message, title=titled(result.gate.title), limit=limit_phrase(result.gate))


def limit_phrase(gate: Gate) -> str:
    """Return what a closed gate leaves: `band at most “Closed”`, or of a gate on the score `at most 19`."""
    if gate.band:
        return tr("band at most “{band}”", band=titled(gate.band.title))
    return tr("at most {cap}", cap=number(gate.cap))


def untranslatable_phrases(rubric: Rubric) -> tuple[str, ...]:
    """Return what of its framework a rubric cannot say, each with why and what it does instead."""
    return tuple(
        sentences(titled(entry.what), titled(entry.why), titled(entry.instead))
        for entry in rubric.untranslatable
    )


WORDS = (
    noted("model"), noted("service"), noted("developer"),
    noted("finetune"), noted("adapter"), noted("merge"), noted("quantized"), noted("distilled"),
    noted("serves"),
    noted("maker"), noted("third-party"), noted("index"),
    noted("conformant"), noted("rejected"), noted("not-reviewed"),
    noted("announced"), noted("first access"), noted("general availability"), noted("weights released"),
    noted("retired"),
    noted("weights"), noted("unknown"), noted("aggregate"), noted("contested"),
)  # fmt: skip
"""Words of data files and options that stand in sentences."""


def dispute_phrase(dispute: Dispute) -> str:
    """Return who holds a fact to be what, and what the answer was."""
    said = tr(
        "disputed by {who} on {day}: {value}; {shows}",
        who=visible(dispute.who),
        day=dispute.day,
        value=visible(dispute.value),
        shows=visible(dispute.evidence.shows).rstrip("."),
    )
    if not dispute.answer:
        return tr("{said} (open)", said=said)
    return tr("{said} (answered: {answer})", said=said, answer=visible(dispute.answer).rstrip("."))
