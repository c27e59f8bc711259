"""A register of models in use: a row for each model and each of its data sets, as inert text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from openscore.check.addresses import DATA_SET
from openscore.check.lookup import Lookup
from openscore.check.register_columns import Columns
from openscore.check.uses import Use
from openscore.language import tr
from openscore.records.record import ModelRecord
from openscore.records.vocabulary import NOT_APPLICABLE
from openscore.registry.registry import Registry
from openscore.report.text import listed, visible
from openscore.report.views.packages import named_package
from openscore.report.views.register_cells import Cells, Filler, said
from openscore.rubric.rubric import Rubric

DATA = ("pretraining-data", "posttraining-data")
"""Components that are data sets, each an asset of its own."""
MODEL_ROW, DATA_ROW = "model", "data"


@dataclass
class Row:
    """One asset."""

    key: str
    """The id of the record, with the component behind `#`; `?` and the name where the registry has none."""
    kind: str
    cells: dict[str, str]
    """Inert text by column; what the program does not know says so, what people fill in is not there."""
    own: dict[str, str] = field(default_factory=dict)
    """Cells of columns that people added, by title."""
    is_known: bool = True
    names: tuple[str, ...] = ()
    """As the lists name the model."""


class Register(NamedTuple):
    """All rows under their columns."""

    columns: Columns
    rows: tuple[Row, ...]
    own: tuple[str, ...] = ()
    """Titles of columns that people added, behind those of the data file."""
    day: str = ""
    """ISO date of the facts."""

    def titles(self) -> list[str]:
        """Return the titles of all columns; those of people stand before what the program notes."""
        *shown, changed, filled = (said(column.title) for column in self.columns.shape.columns)
        return [*shown, *self.own, changed, filled]

    def line(self, row: Row) -> list[str]:
        """Return the cells of a row in the order of the titles."""
        *shown, changed, filled = (row.cells.get(column.id, "") for column in self.columns.shape.columns)
        return [*shown, *(row.own.get(title, "") for title in self.own), changed, filled]


def register(
    uses: Iterable[Use],
    registry: Registry,
    columns: Columns,
    rubrics: Mapping[str, Rubric],
    *,
    by: str = "",
    day: str = "",
) -> Register:
    """Return the register of models in use, in the order of the lists, each with its data below it.

    Args:
        uses: What the lists name; what one record means is one row.
        registry: Where the names are looked up.
        columns: Which columns there are.
        rubrics: By id those that the columns name.
        by: Who judged; empty for nobody.
        day: ISO date of the facts.
    """
    filler = Filler(registry, columns, rubrics, by)
    lookup = Lookup(registry)
    grouped: dict[str, list[Use]] = {}
    records: dict[str, ModelRecord | None] = {}
    for use in uses:
        record = None if use.is_no_model else lookup.record(use)
        key = record.id if record else f"?{visible(use.name)}".casefold()
        grouped.setdefault(key, []).append(use)
        records[key] = record
    rows = [row for key, named in grouped.items() for row in _rows(key, records[key], named, filler)]
    return Register(columns, tuple(rows), day=day)


def is_asset(record: ModelRecord, component: str) -> bool:
    """Whether a model has such data; data of which nothing is known are there too."""
    return record.values.get(f"{component}.availability") != NOT_APPLICABLE


def _rows(key: str, record: ModelRecord | None, uses: list[Use], filler: Filler) -> Iterator[Row]:
    names = tuple(dict.fromkeys(visible(use.name) for use in uses))
    named = listed(visible(f"{use.name} ({use.file}:{use.line})") for use in uses)
    if record is None:
        kind = DATA_ROW if uses[0].is_no_model == DATA_SET else MODEL_ROW
        stated = listed(dict.fromkeys(visible(one) for use in uses for one in use.licenses))
        cells = Cells(key, kind, named, names[0], license=stated)
        yield Row(key, kind, filler.unlisted(cells), is_known=False, names=names)
        return
    parts = [part for part in DATA if is_asset(record, part)]
    below = [f"{key}#{part}" for part in parts]
    package = next((found for use in uses if (found := named_package(record, use.name))), "")
    model = Cells(key, MODEL_ROW, named, record=record, below=listed(below), package=package)
    yield Row(key, MODEL_ROW, filler.filled(model), names=names)
    for part, place in zip(parts, below, strict=True):
        of = tr("data of {model}", model=visible(record.name))
        data = Cells(place, DATA_ROW, of, record=record, component=part)
        yield Row(place, DATA_ROW, filler.filled(data))
