"""Facts, values and licenses under their own names, for readers who type none of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from openscore.engine.assessment import Assessment
from openscore.engine.reasons import Ground
from openscore.language import noted, tr
from openscore.records.licenses import NONE, LicenseTable
from openscore.records.vocabulary import LICENSE, TERMS, Vocabulary
from openscore.report.text import bracketed, labeled, titled, visible
from openscore.rubric.rubric import Rubric

SUBJECTS = {"model": noted("models"), "service": noted("services"), "developer": noted("developers")}
"""What several of a kind are called."""

_NAMES = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+-]*")


def names_apart(judged: Iterable[Assessment]) -> list[str]:
    """Return the names of models that stand side by side; those that are alike with the ids behind."""
    named = [(visible(one.record.name), one.record.id) for one in judged]
    often = Counter(name for name, _ in named)
    return [bracketed(name, id) if often[name] > 1 else name for name, id in named]


def fact_name(path: str, vocabulary: Vocabulary) -> str:
    """Return a fact by its name, such as `Weights` or `Weights, license`; an unknown path as it is."""
    id, _, aspect = path.partition(".")
    if id == TERMS and aspect in vocabulary.terms:
        return titled(vocabulary.terms[aspect].scale.title)
    component = vocabulary.components.get(id)
    if component is None:
        return visible(path)
    title = titled(component.title)
    if aspect == component.presence:
        return title
    named = tr("license") if aspect == LICENSE else _aspect(aspect, component.aspects, vocabulary)
    return tr("{component}, {aspect}", component=title, aspect=named)


def ground_name(assessment: Assessment, ground: Ground) -> str:
    """Return the name of a fact, behind that of its model where it is another than the assessed one."""
    name = fact_name(ground.path, assessment.rubric.vocabulary)
    if ground.record == assessment.record.id:
        return name
    return labeled(visible(assessment.record.registry.models[ground.record].name), name)


def _aspect(aspect: str, aspects: object, vocabulary: Vocabulary) -> str:
    """Return the name of an aspect: of its scale, where no other aspect has the same."""
    scales = dict(aspects)  # type: ignore[call-overload]
    scale = scales.get(aspect)
    if scale in vocabulary.terms:
        return titled(vocabulary.terms[scale].scale.title).lower()
    if scale in vocabulary.scales and list(scales.values()).count(scale) == 1:
        return titled(vocabulary.scales[scale].title).lower()
    return visible(aspect.replace("-", " "))


def value_name(path: str, value: str, vocabulary: Vocabulary, licenses: LicenseTable) -> str:
    """Return the value of a fact by its name; a license by the name of its text."""
    if vocabulary.is_license(path):
        return license_name(value, licenses)
    try:
        return titled(vocabulary.scale(path).value(value).title)
    except KeyError:
        return visible(value)


def license_name(expression: str, licenses: LicenseTable) -> str:
    """Return a license by the name of its text; of an expression each, joined as it joins them."""
    if expression == NONE:
        return tr("none stated")

    def named(match: re.Match[str]) -> str:
        found = licenses.licenses.get(match[0])
        return found.name if found else match[0]

    return visible(_NAMES.sub(named, licenses.resolve(expression).expression))


def term_name(term: str, vocabulary: Vocabulary) -> str:
    """Return a term of licenses by its name."""
    return titled(vocabulary.terms[term].scale.title)


def unknown_names(assessment: Assessment) -> tuple[tuple[str, str], ...]:
    """Return what nobody has established and what widens the score: each by its name, and as it is typed."""
    return tuple((typed_name(assessment, typed), visible(typed)) for typed in assessment.unknown)


def typed_name(assessment: Assessment, typed: str) -> str:
    """Return the name of a fact, or of a term of a license, that is written as `Assessment.unknown` is."""
    vocabulary, registry = assessment.rubric.vocabulary, assessment.record.registry
    owner, _, path = typed.rpartition(":")
    if owner in registry.licenses.licenses and path in vocabulary.terms:
        return labeled(visible(registry.licenses.licenses[owner].name), term_name(path, vocabulary))
    name = fact_name(path, vocabulary)
    return labeled(visible(registry.models[owner].name), name) if owner in registry.models else name


def subjects_of(rubric: Rubric) -> list[str]:
    """Return the kinds of things that a rubric judges, as several of them are called."""
    return [tr(SUBJECTS.get(kind, kind)) for kind in rubric.data["subjects"]]
