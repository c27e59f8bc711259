"""What readers filter, sort and compare models by: one shape for the maker, the year and every fact."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from openscore.language import tr
from openscore.records.record import RETIRED, ModelRecord
from openscore.records.vocabulary import UNKNOWN
from openscore.report.text import titled, visible
from openscore.report.views.naming import fact_name, value_name
from openscore.site.places import model_page
from openscore.site.world import World

AVAILABILITY, WITHDRAWN, LICENSE = "weights.availability", "withdrawn", "weights.license"


class Facet(NamedTuple):
    """One question, and what holds of each model."""

    id: str
    title: str
    of: Sequence[Sequence[tuple[str, str]]]
    """For each model the ids and titles that hold of it; none where nobody has established it."""


def models_data(world: World) -> dict[str, Any]:
    """Return what the script knows of every model, whatever the rubric, in the language that is spoken."""
    records = list(world.registry)
    return {
        "ids": [record.id for record in records],
        "names": [visible(record.name) for record in records],
        "pages": [model_page(record.id) if record.id in world.places else "" for record in records],
        "codes": [world.codes.get(record.id, "") for record in records],
        "aliases": [[visible(alias) for alias in record.aliases] for record in records],
        "facets": [_coded(facet) for facet in _facets(world, records)],
        "facts": [_coded(facet) for facet in _facts(world, records)],
    }


def _coded(facet: Facet) -> dict[str, Any]:
    """Return a facet in which every value is named once, and models have its number."""
    values: dict[tuple[str, str], int] = {}
    of = [[values.setdefault(value, len(values)) for value in listed] for listed in facet.of]
    return {"id": facet.id, "title": facet.title, "values": [list(value) for value in values], "of": of}


def _facets(world: World, records: Sequence[ModelRecord]) -> Iterator[Facet]:
    words, groups = world.registry.vocabulary.modalities, world.groups
    makers = [groups.maker_of(record) for record in records]
    yield Facet("maker", tr("Maker"), [[(maker.id or maker.name, visible(maker.name))] for maker in makers])
    yield Facet("country", tr("Country"), [[_seat(maker.country)] for maker in makers])
    modality = [
        [(one, titled(words[one].title) if one in words else visible(one)) for one in record.modality]
        for record in records
    ]
    yield Facet("modality", tr("Modality"), modality)
    years = [str(record.released.year) if record.released else "" for record in records]
    yield Facet("year", tr("Year"), [[(year, year)] if year else [] for year in years])
    yield Facet("license", tr("License"), [list(_licenses(record)) for record in records])
    families = [
        [(family.id, visible(family.name)) for family in groups.families_of(record)] for record in records
    ]
    yield Facet("family", tr("Family"), families)
    yield Facet("kind", tr("Kind"), [[(record.kind, tr(record.kind))] for record in records])
    yield Facet("status", tr("Status"), [list(_status(record)) for record in records])


def _seat(country: str) -> tuple[str, str]:
    return country, tr("unknown") if country == UNKNOWN else visible(country)


def _licenses(record: ModelRecord) -> Iterator[tuple[str, str]]:
    table, stated = record.registry.licenses, record.values.get(LICENSE)
    for id in table.resolve(stated).licenses if stated else ():
        yield id, visible(table.licenses[id].name)


def _status(record: ModelRecord) -> Iterator[tuple[str, str]]:
    is_withdrawn = record.values.get(AVAILABILITY) == WITHDRAWN
    if RETIRED in record.dates:
        yield RETIRED, tr("retired")
    if is_withdrawn:
        yield WITHDRAWN, tr("weights withdrawn")
    if RETIRED not in record.dates and not is_withdrawn:
        yield "current", tr("neither retired nor withdrawn")


def _facts(world: World, records: Sequence[ModelRecord]) -> Iterator[Facet]:
    """Yield every fact that is established of some model, in the order of their names."""
    vocabulary, table = world.registry.vocabulary, world.registry.licenses
    names: Mapping[str, str] = {
        path: fact_name(path, vocabulary) for path in sorted({path for one in records for path in one.values})
    }
    for path, name in sorted(names.items(), key=lambda pair: pair[1]):
        stated = [record.values.get(path, "") for record in records]
        titles = {value: value_name(path, value, vocabulary, table) for value in set(stated) if value}
        yield Facet(path, name, [[(value, titles[value])] if value else [] for value in stated])
