"""What the terms of a model let a reader do: those of its license, of its line, and its maker's own."""

from __future__ import annotations

from typing import NamedTuple

from openscore.records.licenses import NONE
from openscore.records.record import ModelRecord
from openscore.records.vocabulary import TERMS
from openscore.report.phrases import clause_phrase
from openscore.report.text import titled, told, visible
from openscore.report.views.naming import license_name, term_name, value_name
from openscore.site.places import license_page

WEIGHTS = "weights.availability"
LICENSE = "weights.license"


class Limit(NamedTuple):
    """A term that binds somebody."""

    title: str
    value: str
    means: str
    """When the value holds, in a sentence."""
    said: tuple[tuple[str, str], ...]
    """Clause and what the text says there; several where several licenses hold."""


class Terms(NamedTuple):
    """What a reader may do with a model."""

    access: str
    """Whether and how anybody gets the weights; empty where nobody has established it."""
    license: str
    """Names of the license of the weights; empty where nobody has established it."""
    is_stated: bool
    links: tuple[tuple[str, str], ...]
    """Name and page of each license of the expression."""
    limits: tuple[Limit, ...]
    free: tuple[str, ...]
    """Titles of the terms that bind nobody."""
    open: tuple[str, ...]
    """Titles of the terms that nobody has established."""


def terms_of(record: ModelRecord, here: str) -> Terms:
    """Return what the license of the weights, and the maker's own terms, say on every term.

    Args:
        record: A record of a registry.
        here: The way from the page to the folder of its language.
    """
    table, vocabulary = record.registry.licenses, record.registry.vocabulary
    access, license = record.values.get(WEIGHTS, ""), record.values.get(LICENSE, "")
    named = value_name(WEIGHTS, access, vocabulary, table) if access else ""
    found = table.resolve(license) if license else None
    links = tuple(
        (visible(table.licenses[id].name), here + license_page(id))
        for id in (found.licenses if found else ())
    )
    limits: list[Limit] = []
    free: list[str] = []
    unknown: list[str] = []
    for term in vocabulary.terms if found and found.licenses else ():
        limit, state = _limit(record, term, found.licenses, found.masks[term])  # type: ignore[union-attr]
        if limit:
            limits.append(limit)
        else:
            (unknown if state == "unknown" else free).append(term_name(term, vocabulary))
    shown = license_name(license, table) if license else ""
    return Terms(
        named, shown, bool(license) and license != NONE, links, tuple(limits), tuple(free), tuple(unknown)
    )


def _limit(record: ModelRecord, term: str, licenses: tuple[str, ...], mask: int) -> tuple[Limit | None, str]:
    """Return what binds on one term, if anything, and else whether that is known."""
    table, vocabulary = record.registry.licenses, record.registry.vocabulary
    scale, own = vocabulary.terms[term].scale, record.fact(f"{TERMS}.{term}")
    said = [
        (clause_phrase(stated.clause), titled(record.registry.said(stated.evidence.shows)))
        for id in licenses
        if (stated := table.licenses[id].term(term)) and not scale.bits[stated.value] & 1
    ]
    if own is not None and not scale.bits[own.value] & 1:
        said.append(("", titled(record.registry.said(own.evidence.shows))))
        mask = scale.worst(mask, scale.bits[own.value])
    ids = scale.ids(mask)
    if len(ids) > 1:
        return None, "unknown"
    if not ids or mask & 1:
        return None, "free"
    value = value_name(f"{TERMS}.{term}", ids[0], vocabulary, table)
    means = told(scale.value(ids[0]).means)
    return Limit(term_name(term, vocabulary), value, means, tuple(said)), "bound"
