"""Conditions in words that can be typed: fact paths and values."""

from __future__ import annotations

import re

from openscore.engine.assessment import GateResult
from openscore.language import counted, noted, tr
from openscore.numerals import number
from openscore.records.licenses import NO_CLAUSE
from openscore.report.text import sentences, titled, visible
from openscore.rubric.conditions import All, Any, Condition, In, Not
from openscore.rubric.parts import Gate
from openscore.rubric.rubric import Rubric

NUMBERED = re.compile(r"\d|[IVX]+\b|[A-Z]\.?\d")
"""How a place in a text begins that has a number."""


def condition_phrase(condition: Condition) -> str:
    """Return a condition as `weights.availability = public and ...`."""
    if isinstance(condition, In):
        return f"{condition.path} = {tr(' or ').join(condition.scale.ids(condition.allowed))}"
    if isinstance(condition, Not):
        return tr("not ({condition})", condition=condition_phrase(condition.condition))
    if not condition.conditions:
        return tr("always")
    joiner = tr(" and ") if isinstance(condition, All) else tr(" or ")
    return joiner.join(_bracketed(inner, condition) for inner in condition.conditions)


def _bracketed(inner: Condition, outer: All | Any) -> str:
    phrase = condition_phrase(inner)
    nested = isinstance(inner, All | Any) and type(inner) is not type(outer)
    return f"({phrase})" if nested else phrase


def clause_phrase(clause: str) -> str:
    """Return where a license says something: `clause 2`, or that no clause does."""
    if clause == NO_CLAUSE:
        return tr("no clause limits it")
    # Some places have no number, such as the opening or an exhibit: they are named as they are.
    if not NUMBERED.match(clause):
        return visible(clause)
    return tr("clause {clause}", clause=visible(clause))


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
