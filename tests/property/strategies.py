"""Random records, masks and conditions over the shipped vocabulary."""

from __future__ import annotations

from copy import copy
from typing import Any

from hypothesis import strategies as st

from openscore import Registry, load_registry, load_rubric
from openscore.records.licenses import License, LicenseTable
from openscore.records.vocabulary import load_vocabulary
from openscore.resources import rubric_files
from openscore.rubric.conditions import All, Condition, In, Not
from openscore.rubric.conditions import Any as AnyOf

VOCABULARY = load_vocabulary()
SHIPPED = load_registry()
RUBRICS = [load_rubric(id) for id in rubric_files()]
"""Each proven once for all tests of a process."""
LICENSES = [
    *SHIPPED.licenses.licenses,
    "NONE",
    "openrail",
    "LicenseRef-nobody-knows-it",
    "MIT OR GPL-3.0-only",
    "MIT AND CC-BY-NC-4.0",
]
PATHS = tuple(path for path in VOCABULARY.facts if not path.startswith("fmti-"))
"""All facts but the hundreds of indicators of one index, each of which decides one point of its own."""
DOCUMENT = {"url": "https://example.org", "read": "2026-01-01", "by": "maker", "archived": "", "title": ""}


def values_of(path: str) -> list[str]:
    """Return every value that the fact at `path` may have; for licenses, a fair sample of names."""
    return LICENSES if VOCABULARY.is_license(path) else [value.id for value in VOCABULARY.values(path)]


CHOICES = {path: values_of(path) for path in PATHS}


def facts() -> st.SearchStrategy[dict[str, str]]:
    """Some facts, from none to a fifth of all, the rest unknown.

    Drawn as bytes at once, which takes a tenth of the time of a draw for each fact: the first says how
    many facts are known; of the two for each fact, one says whether it is, and one what it is. Bytes
    shrink to zeros, which is no fact at all.
    """

    def known(drawn: bytes) -> dict[str, str]:
        share, *rest = drawn
        pairs = zip(CHOICES.items(), rest[::2], rest[1::2], strict=True)
        return {
            path: values[chosen % len(values)] for (path, values), luck, chosen in pairs if 5 * luck < share
        }

    size = 1 + 2 * len(CHOICES)
    return st.binary(min_size=size, max_size=size).map(known)


def all_facts() -> st.SearchStrategy[dict[str, str]]:
    """Every fact known."""

    def known(drawn: bytes) -> dict[str, str]:
        pairs = zip(CHOICES.items(), drawn, strict=True)
        return {path: values[chosen % len(values)] for (path, values), chosen in pairs}

    return st.binary(min_size=len(CHOICES), max_size=len(CHOICES)).map(known)


def registry_of(models: dict[str, dict[str, str]], bases: dict[str, list[str]] | None = None) -> Registry:
    """Return a registry with these facts by model and path, and these base models; each has its own maker."""
    entries = {
        id: {**record_data(known, (bases or {}).get(id, [])), "developer": f"maker of {id}"}
        for id, known in models.items()
    }
    return with_shipped_licenses(Registry({**SHIPPED.data, "models": entries}, VOCABULARY))


def with_shipped_licenses(registry: Registry) -> Registry:
    """Give a registry on the shipped licenses their table, which takes longer to make than a judgment."""
    registry.licenses = copy(SHIPPED.licenses)
    return registry


ADDITIONS = {
    f"LicenseRef-adds-{term}-{value.id}": (term, value.id)
    for term in VOCABULARY.terms
    for value in VOCABULARY.values(f"terms.{term}")
}
"""For every value of every term a text that says it and nothing else, to stand after WITH."""


def with_additions(table: LicenseTable) -> LicenseTable:
    """Return a table that has these texts too."""
    unreviewed = {"kind": "addition", "aliases": [], "osi_approved": False, "open_definition": "not-reviewed"}
    added = {
        id: License(id, {**unreviewed, "name": id, "terms": {term: {"value": value}}})
        for id, (term, value) in ADDITIONS.items()
    }
    return LicenseTable({**table.licenses, **added}, table.ambiguous, VOCABULARY, table.placeholders)


def record_data(known: dict[str, str], bases: list[str]) -> dict[str, Any]:
    """Return the validated form of an entry with these facts."""
    evident = {"sources": [0], "shows": "it does", "origin": "test"}
    return {
        "name": "Demo", "developer": "Somebody", "kind": "model", "modality": ["text"], "sizes": [],
        "summary": "A model.", "aliases": [], "origin": "test", "keys": {"card": 0}, "documents": [DOCUMENT],
        "dates": {"announced": {"date": "2025-01-01", **evident}},
        "facts": {path: {"value": value, **evident} for path, value in known.items()},
        "bases": [{"model": base, "relation": "finetune", **evident} for base in bases],
        "serves": [], "history": [], "stages": [],
    }  # fmt: skip


SCALES = [
    VOCABULARY.scale(path)
    for path in ("weights.availability", "data-scope.detail", "weights.license.outputs")
]
NAMES = ("a", "b", "c")


def conditions() -> st.SearchStrategy[Condition]:
    """Trees of conditions over three facts named a, b and c."""

    def single(place: int) -> st.SearchStrategy[Condition]:
        scale = SCALES[place]
        return st.integers(1, scale.full).map(lambda allowed: In(NAMES[place], allowed, scale))

    leaves = st.one_of(*[single(place) for place in range(len(NAMES))])
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.lists(inner, min_size=1, max_size=3).map(lambda items: All(tuple(items))),
            st.lists(inner, min_size=1, max_size=3).map(lambda items: AnyOf(tuple(items))),
            inner.map(Not),
        ),
        max_leaves=6,
    )
