"""What a model is as a package, and where it can be fetched; nothing where that is not sure."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from openscore.check.addresses import hub_id, is_data_set
from openscore.records.record import ModelRecord
from openscore.report.views.answers import documents, iri

WEIGHTS = "weights.availability"
GIVEN_OUT = ("public", "click-through", "approval", "research-circle")
"""With these the maker's files are there to be fetched, if perhaps not by everybody."""


def package_url(record: ModelRecord) -> str:
    """Return the package URL of a model on its hub; empty if its weights lie nowhere sure."""
    id = _repository(record)
    return f"pkg:huggingface/{quote(id)}" if id else ""


def named_package(record: ModelRecord, name: str) -> str:
    """Return the package URL of one release of a record that a list names by its id on the hub.

    Args:
        record: Whose weights are given out by its maker on the hub.
        name: As the list has it; empty is returned unless it is such an id.
    """
    alias = next((alias for alias in record.aliases if alias.casefold() == name.casefold()), "")
    home = _repository(record).partition("/")[0]
    owner, slash, model = alias.partition("/")
    return (
        f"pkg:huggingface/{quote(alias)}" if slash and model and owner.casefold() == home.casefold() else ""
    )


def download_place(record: ModelRecord) -> str:
    """Return where the maker gives the weights out, behind a gate or not; empty if nowhere sure."""
    id = _repository(record)
    return f"https://huggingface.co/{quote(id)}" if id else ""


def data_places(record: ModelRecord, component: str) -> list[str]:
    """Return where data of a model lie on the hub, by the documents of their facts; none if nowhere sure."""
    fact = record.fact(f"{component}.availability")
    scale = record.registry.vocabulary.scale(f"{component}.availability")
    if fact is None or not scale.value(fact.value).is_released:
        return []
    found = (source.url for source in fact.evidence.sources)
    return [iri(url) for url in dict.fromkeys(found) if is_data_set(url)]


def _repository(record: ModelRecord) -> str:
    """Return the id on the hub that is an alias of the record, and that its maker's own documents are at.

    A copy of somebody else, a page on the model and another model's repository are none.
    """
    if record.values.get(WEIGHTS) not in GIVEN_OUT:
        return ""
    known = {alias.casefold() for alias in record.aliases}
    return next((id for id in _own_places(record) if id.casefold() in known), "")


def _own_places(record: ModelRecord) -> Iterator[str]:
    fact = record.fact(WEIGHTS)
    for source in (*(fact.evidence.sources if fact else ()), *documents(record)):
        if source.by == "maker" and (id := hub_id(source.url)).count("/") == 1:
            yield id
