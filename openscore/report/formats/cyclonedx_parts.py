"""What CycloneDX says of a record, piece by piece: for a bill made of records, and for a bill of others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from openscore.records.evidence import Source
from openscore.records.expressions import is_spdx_expression
from openscore.records.licenses import NONE
from openscore.records.record import ModelRecord
from openscore.report.text import labeled, titled, visible
from openscore.report.views.answers import PREFIX, documents, iri
from openscore.report.views.packages import data_places, package_url
from openscore.report.views.register import DATA, is_asset

Json = dict[str, Any]

CARD = "model-card.detail"
METHODS = "data-methods.detail"
PROVENANCE = "data-provenance.detail"
ABOUT_DATA = ("data-scope.detail", PROVENANCE, "data-cleaning.detail", "data-labeling.detail")
"""Facts of a model that describe its data."""


def prop(name: str, value: str) -> Json:
    """Return a property under our prefix."""
    return {"name": PREFIX + name, "value": visible(value)}


def licenses(stated: str | None, *, acknowledged: bool = True) -> list[Json]:
    """Return a license: an expression if it is one, else its bare name; nothing if none is stated.

    Args:
        stated: The value of a license's fact; None if unknown.
        acknowledged: Whether to say that it is what the maker declares, which needs version 1.6.
    """
    if stated is None or stated == NONE:
        return []
    declared: Json = {"acknowledgement": "declared"} if acknowledged else {}
    if is_spdx_expression(stated):
        return [{"expression": stated, **declared}]
    return [{"license": {"name": visible(stated), **declared}}]


def ancestors(record: ModelRecord) -> list[Json]:
    """Return the models that one was made from or serves, as components of a pedigree."""
    models = record.registry.models
    found = (models[link.model] for link in (*record.links, *record.serves) if link.model in models)
    return [_ancestor(one) for one in found]


def _ancestor(record: ModelRecord) -> Json:
    name, maker = visible(record.name), visible(record.developer)
    ancestor = {"type": "machine-learning-model", "name": name, "supplier": {"name": maker}}
    return ancestor | ({"purl": purl} if (purl := package_url(record)) else {})


def references(record: ModelRecord) -> list[Json]:
    """Return every document that the record rests on."""
    return [_reference(record, source) for source in documents(record)]


def _reference(record: ModelRecord, source: Source) -> Json:
    card = record.fact(CARD)
    is_card = card is not None and source in card.evidence.sources
    comment = f"published by {source.by}, read {source.read}"
    return {"type": "model-card" if is_card else "documentation", "url": iri(source.url), "comment": comment}


def release(record: ModelRecord) -> Json:
    """Return the day on which a model came out, where the format has a place for a day."""
    if record.released is None:
        return {}
    return {"releaseNotes": {"type": "release", "timestamp": f"{record.released}T00:00:00Z"}}


def training(refs: list[str]) -> Json:
    """Return the parameters of a model card: the data by reference."""
    return {"modelParameters": {"datasets": [{"ref": ref} for ref in refs]}} if refs else {}


def data_components(record: ModelRecord, prefix: str, *, acknowledged: bool = True) -> Iterator[Json]:
    """Yield the data of a model as components: what is known of how it can be had, its license, what it is.

    Args:
        record: A record of a registry.
        prefix: What references to them begin with.
        acknowledged: As for `licenses`.
    """
    for component in DATA:
        facts = {path: value for path, value in record.values.items() if path.startswith(component + ".")}
        if not facts or not is_asset(record, component):
            continue
        title = titled(record.registry.vocabulary.components[component].title)
        described = {path: record.values[path] for path in ABOUT_DATA if path in record.values}
        places = data_places(record, component)
        data: Json = {
            "type": "dataset",
            "name": title,
            "contents": {
                **({"url": places[0]} if places else {}),
                "properties": [prop(path, value) for path, value in {**facts, **described}.items()],
            },
        }
        about = told(record, (f"{component}.availability",))
        scope = told(record, ABOUT_DATA[:1])
        if text := " ".join(filter(None, (about, scope))):
            data["description"] = text
        made: Json = {
            "type": "data",
            "bom-ref": f"{prefix}{record.id}:{component}",
            "name": labeled(visible(record.name), title),
        }
        if about:
            made["description"] = about
        if stated := licenses(facts.get(f"{component}.license"), acknowledged=acknowledged):
            made["licenses"] = stated
        if provenance := told(record, (PROVENANCE,)):
            made["pedigree"] = {"notes": provenance}
        if places:
            made["externalReferences"] = [{"type": "distribution", "url": place} for place in places]
        yield made | {"data": [data]}


def told(record: ModelRecord, paths: tuple[str, ...]) -> str:
    """Return facts with what their sources show, one sentence each; empty if nothing is known of them."""
    facts = [fact for path in paths if (fact := record.fact(path))]
    return " ".join(f"{fact.path} = {fact.value}: {visible(fact.evidence.shows)}." for fact in facts)
