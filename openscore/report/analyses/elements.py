"""Element by element what a bill of materials states, what the registry could add, and what is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from openscore.check.elements import Coverage, ElementShape, ElementsShape, Part
from openscore.check.lookup import Lookup
from openscore.check.register_columns import Columns
from openscore.language import counted, noted, tr
from openscore.records.record import ModelRecord
from openscore.report.terminal.cells import cell_len
from openscore.report.terminal.screen import Screen
from openscore.report.terminal.table import Column, table
from openscore.report.terminal.wrap import wrapped
from openscore.report.text import bracketed, labeled, listed, visible
from openscore.report.views.register import DATA, is_asset
from openscore.report.views.register_cells import Cells, Filler, said

State = Literal["stated", "addable", "missing", "no-place"]
STATES: dict[State, str] = {
    "stated": noted("stated"),
    "addable": noted("to add"),
    "missing": noted("missing"),
    "no-place": noted("no place"),
}
"""What can be said of an element, as people read it."""


class Line(NamedTuple):
    """What is said of one element in one part."""

    element: ElementShape
    state: State
    detail: str
    """Where it is stated, or what the registry has."""


class Told(NamedTuple):
    """One part of a bill, told."""

    part: Part
    model: str
    """Id of the record; empty if there is none."""
    is_in_bill: bool
    """Whether the bill has the part; else only the registry knows of it."""
    lines: tuple[Line, ...]


class Teller:
    """Tells what bills state, beside what one registry has."""

    def __init__(self, elements: ElementsShape, columns: Columns, filler: Filler, lookup: Lookup) -> None:
        self._elements = elements
        self._columns = columns
        self._filler = filler
        self._lookup = lookup
        self._known: dict[tuple[str, str], dict[str, str]] = {}

    def told(self, coverage: Coverage) -> tuple[Told, ...]:
        """Return the parts of a bill, and below its models the data that only the registry knows of."""
        found = []
        for part in coverage.parts:
            record = self._lookup.record(part.use) if part.use else None
            added = self._added(record, "weights") if record else {}
            found.append(Told(part, record.id if record else "", True, tuple(_lines(part, added))))
        for one in list(found):
            if one.model and not one.part.has_data:
                found += self._data(self._lookup.registry.models[one.model], one.part)
        return tuple(found)

    def _data(self, record: ModelRecord, model: Part) -> Iterator[Told]:
        """Yield the data of a model that the registry knows of and its bill does not name."""
        elements = [one for one in self._elements.elements if self._elements.cluster(one).of == "data"]
        for component in DATA:
            if f"{component}.availability" not in record.values or not is_asset(record, component):
                continue
            added = self._added(record, component)
            name = added.get("DP-01", "") or component
            part = Part("data", name, model.line, None, ())
            lines = (
                Line(one, "addable" if one.id in added else "missing", added.get(one.id, ""))
                for one in elements
            )
            yield Told(part, record.id, False, tuple(lines))

    def _added(self, record: ModelRecord, component: str) -> dict[str, str]:
        """Return what the registry has on a model or its data, by id of the element; worked out once."""
        key = (record.id, component)
        if key not in self._known:
            self._known[key] = self._worked_out(record, component)
        return self._known[key]

    def _worked_out(self, record: ModelRecord, component: str) -> dict[str, str]:
        kind = "model" if component == "weights" else "data"
        cells = self._filler.filled(Cells(record.id, kind, "", record=record, component=component))
        nothing = {"", tr("unknown"), tr("not applicable"), tr("not given out"), tr("none on record")}
        found: dict[str, list[str]] = {}
        for column in self._columns.shape.columns:
            text = cells.get(column.id, "")
            for place in column.asked if text not in nothing else ():
                asker, _, id = place.partition(": ")
                if asker == self._elements.asker:
                    shown = text if isinstance(column.shows, str) else labeled(said(column.title), text)
                    found.setdefault(id, []).append(shown)
        return {id: listed(dict.fromkeys(texts)) for id, texts in found.items()}


def _lines(part: Part, added: dict[str, str]) -> Iterator[Line]:
    for one in part.stated:
        if one.place:
            yield Line(one.element, "stated", one.place)
        elif one.element.id in added:
            yield Line(one.element, "addable", added[one.element.id])
        else:
            yield Line(one.element, "missing" if one.has_place else "no-place", "")


def counts(told: Iterable[Told]) -> dict[State, int]:
    """Return how many elements of the bill's own parts are in each state."""
    found = Counter(line.state for one in told if one.is_in_bill for line in one.lines)
    return {state: found[state] for state in STATES}


def elements_text(coverage: Coverage, told: Sequence[Told], elements: ElementsShape, screen: Screen) -> str:
    """Return what one bill states, for reading, in lines that are nowhere wider than the screen."""
    models = sum(part.scope == "model" for part in coverage.parts)
    shown = counted("{n} model", "{n} models", models)
    texts = [labeled(visible(coverage.file), listed([visible(coverage.format), shown]))]
    for one in told:
        for cluster in elements.clusters:
            mine = [line for line in one.lines if elements.cluster(line.element) is cluster]
            if mine:
                texts += ["", _head(one, said(cluster.title)), _table(mine, screen)]
    number = counts(told)
    texts += ["", listed(labeled(tr(title), str(number[state])) for state, title in STATES.items())]
    return "\n".join(line for text in texts for line in wrapped(text, screen.width)) + "\n"


def _table(lines: Sequence[Line], screen: Screen) -> str:
    width = max(cell_len(tr(state)) for state in STATES.values())
    columns = [Column("", best=width), Column(""), Column("", good=20, wraps=True)]
    return table(columns, [_row(line) for line in lines], screen)[0].rstrip("\n")


def _row(line: Line) -> tuple[str, str, str]:
    title = said(line.element.title)
    text = labeled(title, line.detail) if line.state == "addable" else title
    return tr(STATES[line.state]), line.element.id, text


def _head(one: Told, title: str) -> str:
    if not one.part.name:
        return title
    name = labeled(title, visible(one.part.name))
    if not one.is_in_bill:
        return bracketed(name, tr("not in the bill"))
    place = tr("line {line}", line=one.part.line)
    if one.part.use is None:
        return bracketed(name, place)
    known = (
        tr("in the registry as {model}", model=visible(one.model)) if one.model else tr("not in the registry")
    )
    return bracketed(name, listed([place, known]))


def elements_json(coverage: Coverage, told: Sequence[Told]) -> dict[str, object]:
    """Return what one bill states, as data."""
    return {
        "file": coverage.file,
        "format": coverage.format,
        "counts": counts(told),
        "parts": [
            {
                "scope": one.part.scope,
                "name": one.part.name,
                "line": one.part.line,
                "in_bill": one.is_in_bill,
                "model": one.model or None,
                "elements": [
                    {
                        "id": line.element.id,
                        "state": line.state,
                        "place": line.detail if line.state == "stated" else None,
                        "registry": line.detail if line.state == "addable" else None,
                    }
                    for line in one.lines
                ],
            }
            for one in told
        ],
    }
