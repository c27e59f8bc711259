"""Filters over assessments: `kind=service`, `released=2024`, `weights.availability=public`."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from openscore.cli.values import one_of
from openscore.engine import Assessment
from openscore.errors import UsageError, did_you_mean
from openscore.language import tr
from openscore.records.record import ModelRecord
from openscore.registry.registry import Registry
from openscore.rubric.rubric import Rubric

Keep = Callable[[Assessment], bool]

_IDENTITY: dict[str, Callable[[ModelRecord], Sequence[str]]] = {
    "id": lambda record: (record.id,),
    "name": lambda record: (record.name,),
    "maker": lambda record: (record.developer,),
    "kind": lambda record: (record.kind,),
    "modality": lambda record: record.modality,
    "released": lambda record: (str(record.released or ""), str(record.released or "")[:4]),
}


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
    key = registry.vocabulary.path(key)
    if key in registry.vocabulary.facts:
        _check_values(key, values, registry)
        return lambda assessment: assessment.record.values.get(key, "unknown").casefold() in values
    guess = did_you_mean(key, [*_IDENTITY, *registry.vocabulary.facts])
    keys = tr("keys: {listed}, or a fact such as weights.availability", listed=", ".join(_IDENTITY))
    raise UsageError(tr("no filter key '{key}'", key=key), hint=guess or keys)


def _check_values(key: str, values: set[str], registry: Registry) -> None:
    if registry.vocabulary.is_license(key):
        return
    known = [*registry.vocabulary.scale(key).bits, "unknown"]
    for value in values:
        one_of(value, known, f"--filter {key}")
