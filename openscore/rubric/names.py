"""Names in a rubric: what its conditions may read, ids by which things are told apart, and what they name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from openscore.records.expressions import expression_names, spdx_lacks
from openscore.records.licenses import LicenseTable
from openscore.records.vocabulary import LICENSE, Vocabulary
from openscore.rubric.conditions import Where

LABEL = "maker.label"
"""The fact that says what a maker calls a model."""


def asked(vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the paths that any condition may read: facts, and what licenses of components say."""
    said = (*vocabulary.license_facts, *vocabulary.terms)
    derived = (f"{component}.{LICENSE}.{id}" for component in vocabulary.licensed for id in said)
    return (*vocabulary.facts, *derived)


def repeated(data: Mapping[str, Any]) -> Iterator[tuple[Where, str]]:
    """Yield the place and the id of everything whose id was given before.

    Args:
        data: What `shapes.RubricShape` describes, without ladders.
    """
    for key, name in (
        ("references", "id"),
        ("classes", "id"),
        ("gates", "id"),
        ("bands", "id"),
        ("claims", "label"),
    ):
        yield from _twice(((key, place), entry[name]) for place, entry in enumerate(data[key]))
    elements = data["conformance"]["elements"] if data["conformance"] else ()
    yield from _twice((("conformance", "elements", place), one["id"]) for place, one in enumerate(elements))
    parts = [*_parts(data["criteria"], ("criteria",))]
    yield from _twice((where, part["id"]) for where, part in parts)
    for where, part in parts:
        levels = ((*where, "levels", place) for place in range(len(part["levels"])))
        yield from _twice(zip(levels, (level["id"] for level in part["levels"]), strict=True))


def unknown_labels(data: Mapping[str, Any], vocabulary: Vocabulary) -> Iterator[tuple[Where, str]]:
    """Yield the place and the label of every claim that no maker can make."""
    for place, entry in enumerate(data["claims"]):
        if entry["label"] not in vocabulary.scale(LABEL).bits:
            yield ("claims", place, "label"), entry["label"]


def unlisted(data: Mapping[str, Any], table: LicenseTable) -> Iterator[tuple[Where, str]]:
    """Yield the place and the name of everything in a set of licenses that no license is called.

    A license of the SPDX list may stand in a set, and in the license table or not: frameworks list them all.
    """
    for key, names in data["license_sets"].items():
        for place, expression in enumerate(names):
            for name in expression_names(expression) or (expression,):
                if table.find(name) is None and spdx_lacks(name):
                    yield ("license_sets", key, place), name


def _parts(entries: Iterable[Mapping[str, Any]], where: Where) -> Iterator[tuple[Where, Mapping[str, Any]]]:
    for place, entry in enumerate(entries):
        yield (*where, place), entry
        yield from _parts(entry["parts"], (*where, place, "parts"))


def _twice(named: Iterable[tuple[Where, str]]) -> Iterator[tuple[Where, str]]:
    known: set[str] = set()
    for where, id in named:
        if id in known:
            yield where, id
        known.add(id)
