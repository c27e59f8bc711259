"""What fills the cells of a register: facts, terms of licenses, verdicts of rubrics, and what a record is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from openscore.check.register_columns import (
    Columns,
    ColumnShape,
    FactShape,
    GradeShape,
    RubricShape,
    TermShape,
)
from openscore.engine import assess
from openscore.language import tr
from openscore.records.evidence import Source
from openscore.records.record import ModelRecord
from openscore.records.vocabulary import LICENSE, UNKNOWN
from openscore.registry.groups import Groups
from openscore.registry.registry import Registry
from openscore.report.text import (
    between,
    bracketed,
    labeled,
    listed,
    parted,
    titled,
    visible,
)
from openscore.report.views.packages import data_places, download_place, package_url
from openscore.report.views.register_terms import ASKED, Terms, addresses
from openscore.rubric.rubric import Rubric
from openscore.rubric.shapes import TitleShape

WEIGHTS = "weights"
DOCUMENTS = ("model-card.detail", "technical-report.detail", "paper.detail")
"""Facts whose documents a register refers to."""
SILENT = ("changed", "filled", "judge")
"""What may be empty: it is not of the model."""


def said(title: TitleShape) -> str:
    """Return a title of a data file in the language that is spoken."""
    return titled(title.model_dump())


class Cells(NamedTuple):
    """What one row is about."""

    key: str
    kind: str
    named: str
    name: str = ""
    license: str = ""
    """What a list states for a model that the registry lacks."""
    record: ModelRecord | None = None
    component: str = WEIGHTS
    """Whose license and evidence count."""
    below: str = ""
    """Rows of its data."""
    package: str = ""
    """Package URL of the very release that a list names."""


class Filler:
    """Fills the rows of one registry."""

    def __init__(self, registry: Registry, columns: Columns, rubrics: Mapping[str, Rubric], by: str) -> None:
        self._registry = registry
        self._columns = columns
        self._rubrics = rubrics
        self._by = visible(by)
        self._groups = Groups(registry)
        self._vocabulary = registry.vocabulary
        paths = [path for column in columns.shape.columns for path in _paths(column)]
        data = [id for id, one in self._vocabulary.components.items() if one.is_licensed]
        paths += [f"{id}.{LICENSE}.{ASKED}" for id in data]
        asking = rubrics[columns.shape.grade.rubric].asking(dict.fromkeys(paths), {})
        self._terms = Terms(registry, asking)

    def filled(self, cells: Cells) -> dict[str, str]:
        """Return the cells of a row that the registry fills, by column."""
        return {
            column.id: self._cell(column, cells)
            for column in self._columns.shape.columns
            if cells.kind in column.of and not column.is_of_people
        }

    def unlisted(self, cells: Cells) -> dict[str, str]:
        """Return those of a row on what the registry lacks: unknown, but for what its list says."""
        known = {
            "row": cells.key,
            "asset": tr("not in the registry"),
            "named": cells.named,
            "name": cells.name,
            "license": tr("{license}, as the list states", license=cells.license) if cells.license else "",
            "judge": self._by,
        }
        return {
            column.id: known.get(str(column.shows), "") or ("" if column.shows in SILENT else tr("unknown"))
            for column in self._columns.shape.columns
            if cells.kind in column.of and not column.is_of_people
        }

    def _cell(self, column: ColumnShape, cells: Cells) -> str:
        record, shows = cells.record, column.shows
        if record is None:
            raise TypeError("a row that the registry fills has a record")
        if isinstance(shows, FactShape):
            return self._value(record, shows.fact)
        if isinstance(shows, TermShape):
            return self._terms.term(record, shows.term)
        if isinstance(shows, RubricShape):
            return self._verdict(record, self._rubrics[shows.rubric])
        own: dict[str, Callable[[], str]] = {
            "row": lambda: cells.key,
            "asset": lambda: tr("data set") if cells.component != WEIGHTS else tr(record.kind),
            "named": lambda: cells.named,
            "name": lambda: self._name(record, cells.component),
            "identifier": lambda: cells.package or package_url(record),
            "maker": lambda: visible(record.developer),
            "maker-seat": lambda: self._seat(record),
            "released": lambda: record.released.isoformat() if record.released else "",
            "description": lambda: titled(record.registry.said(record.summary)),
            "grade": lambda: self._grade(record),
            "grade-range": lambda: self._grade_range(record),
            "license": lambda: self._terms.license(record, cells.component),
            "license-text": lambda: self._terms.texts(record, cells.component),
            "license-read": lambda: self._terms.read_on(record, cells.component),
            "bases": lambda: self._bases(record),
            "data-rows": lambda: cells.below or tr("not applicable"),
            "download": lambda: download_place(record),
            "sizes": lambda: visible(listed(record.sizes)),
            "modality": lambda: self._modality(record),
            "references": lambda: addresses(self._documents(record, DOCUMENTS)),
            "data-source": lambda: self._data_source(record, cells.component),
            "data-availability": lambda: self._value(record, f"{cells.component}.availability"),
            "purpose": lambda: self._purpose(column, cells.component),
            "redistributable": lambda: self._terms.redistributable(record, cells.component),
            "evidence": lambda: addresses(self._documents(record, _facts(cells.component))),
        }
        if shows in SILENT:
            return self._by if shows == "judge" else ""
        return own[str(shows)]() or tr("unknown")

    def _name(self, record: ModelRecord, component: str) -> str:
        name = visible(record.name)
        if component == WEIGHTS:
            return name
        return labeled(name, titled(self._vocabulary.components[component].title))

    def _seat(self, record: ModelRecord) -> str:
        seat = self._groups.maker_of(record).country
        return "" if seat == UNKNOWN else seat

    def _value(self, record: ModelRecord, path: str) -> str:
        """Return a fact by its name; of a copy that of its original where it says nothing."""
        value = self._terms.only(record, path)
        return titled(value.title) if value else tr("unknown")

    def _verdict(self, record: ModelRecord, rubric: Rubric) -> str:
        if record.kind not in rubric.subjects:
            return tr("not applicable")
        low, high = assess(record, rubric).bands
        if low.id == high.id:
            return titled(low.title)
        return labeled(tr("unknown"), between(titled(low.title), titled(high.title)))

    def _grade(self, record: ModelRecord) -> str:
        low, high = self._grades(record)
        return low if low == high else tr("unknown")

    def _grade_range(self, record: ModelRecord) -> str:
        low, high = self._grades(record)
        return tr("no other") if low == high else between(low, high)

    def _grades(self, record: ModelRecord) -> tuple[str, str]:
        """Return the least and the most open grade that the facts leave."""
        grade = self._columns.shape.grade
        bands = assess(record, self._rubrics[grade.rubric]).bands
        named = (
            next((one for one in grade.values if one.band == band.id and _holds(one, record)), None)
            for band in bands
        )
        low, high = (said(one.title) if one else tr("none of the five") for one in named)
        return low, high

    def _bases(self, record: ModelRecord) -> str:
        models = self._registry.models
        found = (models[link.model] for link in (*record.links, *record.serves) if link.model in models)
        bases = [
            bracketed(visible(base.name), self._terms.license(base, WEIGHTS) or tr("license unknown"))
            for base in found
        ]
        return parted(dict.fromkeys(bases)) or tr("none on record")

    def _modality(self, record: ModelRecord) -> str:
        known = self._vocabulary.modalities
        return listed(titled(known[id].title) if id in known else visible(id) for id in record.modality)

    def _documents(self, record: ModelRecord, facts: tuple[str, ...]) -> tuple[Source, ...]:
        found = (record.fact(path) for path in facts)
        return tuple(dict.fromkeys(one for fact in found if fact for one in fact.evidence.sources))

    def _data_source(self, record: ModelRecord, component: str) -> str:
        path = f"{component}.availability"
        value = self._terms.only(record, path)
        if value is not None and not value.is_released:
            return tr("not given out")
        return "; ".join(data_places(record, component))

    def _purpose(self, column: ColumnShape, component: str) -> str:
        return next((said(one.title) for one in column.choices if one.id == component), "")


def _paths(column: ColumnShape) -> Iterator[str]:
    if isinstance(column.shows, FactShape):
        yield column.shows.fact
    elif isinstance(column.shows, TermShape):
        yield column.shows.term
    elif column.shows == "data-availability":
        yield from ("pretraining-data.availability", "posttraining-data.availability")


def _facts(component: str) -> tuple[str, ...]:
    return (f"{component}.{LICENSE}", f"{component}.availability")


def _holds(grade: GradeShape, record: ModelRecord) -> bool:
    return all(record.values.get(path) in values for path, values in grade.when.items())
