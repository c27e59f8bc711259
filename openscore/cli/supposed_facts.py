"""Supposed facts on the command line: `weights.license=Apache-2.0`."""

from __future__ import annotations

from collections.abc import Sequence

from openscore.cli.values import one_of
from openscore.errors import UnknownNameError, UsageError, did_you_mean
from openscore.language import tr
from openscore.records.vocabulary import UNKNOWN
from openscore.registry.registry import Registry


def facts_of(words: Sequence[str], registry: Registry) -> dict[str, str | None]:
    """Return supposed values by path; None for `unknown`.

    Raises:
        UsageError: If a word is not `FACT=VALUE`, or names no fact or value.
        UnknownNameError: If the license table has no such license.
    """
    found: dict[str, str | None] = {}
    for word in words:
        key, equals, value = word.partition("=")
        if not equals or not value:
            raise UsageError(
                tr("'{word}' is not FACT=VALUE", word=word), hint=tr("such as weights.license=Apache-2.0")
            )
        path = registry.vocabulary.path(key)
        if path not in registry.vocabulary.facts:
            guess = did_you_mean(path, registry.vocabulary.facts)
            raise UsageError(
                tr("no fact '{path}'", path=path), hint=guess or tr("such as weights.availability")
            )
        if path in found:
            raise UsageError(tr("fact '{path}' is given twice", path=path))
        found[path] = None if value == UNKNOWN else _value(path, value, registry)
    return found


def _value(path: str, value: str, registry: Registry) -> str:
    vocabulary, licenses = registry.vocabulary, registry.licenses
    if not vocabulary.is_license(path):
        return one_of(value, [*(one.id for one in vocabulary.values(path)), UNKNOWN], path)
    resolution = licenses.resolve(value)
    if resolution.state == "unlisted":
        raise UnknownNameError.of(tr("license"), value, licenses.names, "openscore licenses")
    return resolution.expression
