"""Filters over assessments: `kind=service`, `maker.seat=FR`, `weights.availability=public`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from openscore.cli.values import one_of
from openscore.engine import Assessment
from openscore.errors import UsageError, did_you_mean
from openscore.language import tr
from openscore.records.record import ModelRecord
from openscore.records.vocabulary import UNKNOWN
from openscore.registry.registry import Registry
from openscore.rubric.rubric import Rubric

if TYPE_CHECKING:
    from openscore.registry.groups import Groups

Keep = Callable[[Assessment], bool]

_IDENTITY: dict[str, Callable[[ModelRecord], Sequence[str]]] = {
    "id": lambda record: (record.id,),
    "name": lambda record: (record.name,),
    "kind": lambda record: (record.kind,),
    "modality": lambda record: record.modality,
    "released": lambda record: (str(record.released or ""), str(record.released or "")[:4]),
}

_GROUPED: dict[str, Callable[[ModelRecord, Groups], Sequence[str]]] = {
    "family": lambda record, groups: [family.id for family in groups.families_of(record)],
    "maker": lambda record, groups: [(maker := groups.maker_of(record)).id or maker.name],
    "maker.kind": lambda record, groups: [groups.maker_of(record).body],
    "maker.seat": lambda record, groups: [groups.maker_of(record).country],
}
"""What is asked of the entries of a maker and a family."""


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
    values = {value.casefold() for value in listed}
    if key in _IDENTITY:
        read = _IDENTITY[key]
        return lambda assessment: not values.isdisjoint(item.casefold() for item in read(assessment.record))
    if key in _GROUPED:
        from openscore.registry.groups import Groups

        return _grouped(key, listed, Groups(registry))
    key = registry.vocabulary.path(key)
    if key in registry.vocabulary.facts:
        _check_values(key, values, registry)
        return lambda assessment: assessment.record.values.get(key, UNKNOWN).casefold() in values
    names = sorted([*_IDENTITY, *_GROUPED])
    guess = did_you_mean(key, [*names, *registry.vocabulary.facts])
    keys = tr("keys: {listed}, or a fact such as weights.availability", listed=", ".join(names))
    raise UsageError(tr("no filter key '{key}'", key=key), hint=guess or keys)


def _grouped(key: str, listed: Sequence[str], groups: Groups) -> Keep:
    """Return the test of a maker or a family; a name or an alias stands for its entry."""
    values = {_entry_named(key, value, groups).casefold() for value in listed}
    read = _GROUPED[key]
    return lambda assessment: (
        not values.isdisjoint(item.casefold() for item in read(assessment.record, groups))
    )


def _entry_named(key: str, value: str, groups: Groups) -> str:
    """Return what a value of a filter names, as the entry has it.

    Raises:
        UsageError: If the value is none that can be.
        UnknownNameError: If no family has the name.
    """
    if key == "family":
        return groups.family(value).id
    if key == "maker":
        maker = groups.find_maker(value)
        return (maker.id or maker.name) if maker else value
    if key == "maker.kind":
        return one_of(value, [*groups.registry.vocabulary.maker_kinds, UNKNOWN], f"--filter {key}")
    seats = {maker.country for maker in groups.makers}
    return one_of(value if value == UNKNOWN else value.upper(), sorted(seats), f"--filter {key}")


def _check_values(key: str, values: set[str], registry: Registry) -> None:
    if registry.vocabulary.is_license(key):
        return
    known = [*registry.vocabulary.scale(key).bits, UNKNOWN]
    for value in values:
        one_of(value, known, f"--filter {key}")
