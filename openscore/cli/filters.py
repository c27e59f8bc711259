"""Filters over assessments: `kind=service`, `maker.seat=FR`, `weights.availability=public`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from openscore.cli.values import one_of
from openscore.engine import Assessment
from openscore.errors import UsageError, did_you_mean
from openscore.language import tr
from openscore.records.record import ModelRecord
from openscore.records.vocabulary import UNKNOWN, Vocabulary
from openscore.registry.registry import Registry
from openscore.report.views.naming import SUBJECTS
from openscore.rubric.rubric import Rubric
from openscore.shape_problems import COUNTRY

if TYPE_CHECKING:
    from openscore.registry.groups import Groups

Keep = Callable[[Assessment], bool]

_IDENTITY: dict[str, Callable[[ModelRecord], Sequence[str]]] = {
    "id": lambda record: (record.id,),
    "name": lambda record: (record.name,),
    "kind": lambda record: (record.kind,),
    "modality": lambda record: record.modality,
    "released": lambda record: [str(record.released or "")[:length] for length in (4, 7, 10)],
}

_GROUPED: dict[str, Callable[[ModelRecord, Groups], Sequence[str]]] = {
    "family": lambda record, groups: [family.id for family in groups.families_of(record)],
    "maker": lambda record, groups: [(maker := groups.maker_of(record)).id or maker.name],
    "maker.kind": lambda record, groups: [groups.maker_of(record).body],
    "maker.seat": lambda record, groups: [groups.maker_of(record).country],
}
"""What is asked of the entries of a maker and a family."""

_FORMS = {
    "released": (r"\d{4}(-\d\d){0,2}", "2023, 2023-12, 2023-12-31"),
    "maker.seat": (rf"{COUNTRY}|{UNKNOWN}", "FR, CN, unknown"),
}
"""What values look like of which there is no list, with examples."""


def selection(filters: Sequence[str], band: str, registry: Registry, rubric: Rubric) -> Keep:
    """Return the test that all filters make together.

    Args:
        filters: Each `KEY=VALUE` or `KEY=VALUE,VALUE`; a key is one of identity or a fact path.
        band: Id of a band, or nothing.
        registry: Gives the facts that may be named.
        rubric: Gives the bands that may be named.

    Raises:
        UsageError: If a filter is malformed or names nothing.
    """
    tests = [_filter(text, registry) for text in filters]
    if band:
        one_of(band, [entry.id for entry in rubric.bands], "--band")
        tests.append(lambda assessment: assessment.bands[0].id == band)
    return lambda assessment: all(test(assessment) for test in tests)


def key_and_values(text: str, option: str, example: str) -> tuple[str, list[str]]:
    """Return the key and the values of `KEY=VALUE` or `KEY=VALUE,VALUE`.

    Raises:
        UsageError: If the text is something else.
    """
    key, equals, wanted = text.partition("=")
    values = [value.strip() for value in wanted.split(",")]
    if not equals or not all(values):
        raise UsageError(
            tr("{option} '{text}' is not KEY=VALUE", option=option, text=text),
            hint=tr("such as {option} {example}", option=option, example=example),
        )
    return key.strip(), values


def _filter(text: str, registry: Registry) -> Keep:
    key, listed = key_and_values(text, "--filter", "kind=service")
    known = [*_IDENTITY, *_GROUPED]
    key = key if key in known else registry.vocabulary.path(key)
    if key not in known and key not in registry.vocabulary.facts:
        guess = did_you_mean(key, [*sorted(known), *registry.vocabulary.facts])
        keys = tr("keys: {listed}, or a fact such as weights.availability", listed=", ".join(sorted(known)))
        raise UsageError(tr("no filter key '{key}'", key=key), hint=guess or keys)
    values = {_meant(key, value, registry).casefold() for value in listed}
    read = _reader(key, registry)
    return lambda assessment: not values.isdisjoint(item.casefold() for item in read(assessment.record))


def _reader(key: str, registry: Registry) -> Callable[[ModelRecord], Sequence[str]]:
    """Return what a record says under a key."""
    if key in _IDENTITY:
        return _IDENTITY[key]
    if key in _GROUPED:
        from openscore.registry.groups import Groups

        groups, ask = Groups(registry), _GROUPED[key]
        return lambda record: ask(record, groups)
    return lambda record: [record.values.get(key, UNKNOWN)]


def _meant(key: str, value: str, registry: Registry) -> str:
    """Return what a value of a filter stands for: a maker or a family by any of its names.

    Raises:
        UsageError: If it is nothing that a model could have under this key.
        UnknownNameError: If no maker or no family has the name.
    """
    if key in ("family", "maker"):
        from openscore.registry.groups import Groups

        groups = Groups(registry)
        found = groups.family(value) if key == "family" else groups.maker(value)
        return found.id or found.name
    option = f"--filter {key}"
    form, examples = _FORMS.get(key, (".*", ""))
    if not re.fullmatch(form, value, re.IGNORECASE | re.DOTALL):
        wanted = tr(
            "{option} is '{value}', wanted something like {listed}",
            option=option,
            value=value,
            listed=examples,
        )
        raise UsageError(wanted)
    known = _listed(key, registry.vocabulary)
    return one_of(value.casefold(), known, option) if known else value


def _listed(key: str, vocabulary: Vocabulary) -> list[str]:
    """Return the values that there are under a key; none where any text may be one."""
    if key in vocabulary.facts:
        return [] if vocabulary.is_license(key) else [*vocabulary.scale(key).bits, UNKNOWN]
    words: dict[str, Iterable[str]] = {
        "kind": SUBJECTS,
        "modality": vocabulary.modalities,
        "maker.kind": [*vocabulary.maker_kinds, UNKNOWN],
    }
    return list(words.get(key, ()))
