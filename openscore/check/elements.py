"""What a bill of materials states of a list of elements, and where: the list is a data file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Literal, NamedTuple

from pydantic import ValidationError

from openscore.check.bill_parts import Parts, parts_of
from openscore.check.register_columns import SourceShape
from openscore.check.uses import Use
from openscore.errors import DataError, UnknownNameError
from openscore.language import tr
from openscore.registry.shape import Shape
from openscore.resources import element_files
from openscore.rubric.shapes import TitleShape
from openscore.shape_problems import shape_problems
from openscore.toml import read_toml

Scope = Literal["document", "system", "model", "data"]
SILENT = ("", "NONE", "NOASSERTION", "noAssertion")
"""What formats write where they state nothing."""
_STEP = re.compile(r"(?P<key>[^\[]+)(?:\[(?P<sign>[!^]?)(?:(?P<of>[^=\]]+)=)?(?P<value>[^\]]+)\])?")


class ClusterShape(Shape):
    """Elements of one part of a bill."""

    id: str
    title: TitleShape
    of: Scope
    held: list[str] = []
    """Places in a model that name such parts."""


class ElementShape(Shape):
    """One element."""

    id: str
    """That of its cluster, and a number."""
    title: TitleShape
    cyclonedx: list[str] = []
    """Places that state it."""
    spdx3: list[str] = []
    spdx2: list[str] = []


class ElementsShape(Shape):
    """A list of elements."""

    id: str
    version: str
    title: TitleShape
    columns: str
    """Id of the columns of a register: what fills the column that an element asks for, could be added."""
    asker: str
    """Id of this list among the sources of those columns."""
    sources: list[SourceShape]
    clusters: list[ClusterShape]
    elements: list[ElementShape]

    def cluster(self, element: ElementShape) -> ClusterShape:
        """Return the cluster of an element."""
        return next(one for one in self.clusters if one.id == element.id.rpartition("-")[0])


class Stated(NamedTuple):
    """What one part of a bill says on one element."""

    element: ElementShape
    place: str
    """Where it is stated; empty if it is not."""
    has_place: bool
    """Whether the format has a place for it."""


class Part(NamedTuple):
    """One part of a bill with the elements of its clusters."""

    scope: Scope
    name: str
    """As the bill names it; empty for the bill itself."""
    line: int
    use: Use | None
    """The model, where it is one."""
    stated: tuple[Stated, ...]
    has_data: bool = False
    """Whether it is a model of which the bill names data."""


class Coverage(NamedTuple):
    """What a bill states, part by part."""

    file: str
    format: str
    """Such as `CycloneDX 1.6`."""
    parts: tuple[Part, ...]


@cache
def load_elements(id: str) -> ElementsShape:
    """Load a shipped list of elements.

    Raises:
        UnknownNameError: If there is none of this id.
        DataError: If the file is damaged.
    """
    files = element_files()
    if id not in files:
        raise UnknownNameError.of(tr("list of elements"), id, files, "openscore check --help")
    file = read_toml(files[id])
    try:
        return ElementsShape.model_validate(file.parse())
    except ValidationError as error:
        problems = shape_problems(file, error, ElementsShape)
        raise DataError(tr("cannot use '{label}'", label=file.label), problems=problems) from error


def coverage(text: str, file: str, elements: ElementsShape) -> Coverage:
    """Return which elements a bill states, for the bill, its system, and each model and data set.

    Args:
        text: A bill of materials in JSON or XML.
        file: Its name, for errors.
        elements: The list.

    Raises:
        DataError: If it is no bill that can be read so.
    """
    bill = parts_of(text, file)
    found = [
        Part("document", "", 1, None, _stated(bill, bill.document, "document", elements)),
        *_placed(bill, "system", bill.systems, elements),
        *_placed(bill, "model", bill.models, elements),
        *_placed(bill, "data", bill.data, elements),
    ]
    return Coverage(file, bill.format, tuple(found))


def _placed(bill: Parts, scope: Scope, parts: Any, elements: ElementsShape) -> Iterator[Part]:
    held = [place for cluster in elements.clusters for place in cluster.held]
    for one in parts:
        has_data = any(_says(one.part, place) for place in held)
        yield Part(scope, one.name, one.line, one.use, _stated(bill, one.part, scope, elements), has_data)


def _stated(
    bill: Parts, part: Mapping[str, Any], scope: Scope, elements: ElementsShape
) -> tuple[Stated, ...]:
    found = []
    for element in elements.elements:
        if elements.cluster(element).of == scope:
            places: list[str] = getattr(element, bill.kind)
            place = next((one for one in places if _says(part, one)), "")
            found.append(Stated(element, place, bool(places)))
    return tuple(found)


def _says(part: object, place: str) -> bool:
    """Whether something that is not silent stands at a place."""
    return any(_is_said(one) for one in _at([part], place.split(".")))


def _is_said(value: object) -> bool:
    return value is not None and value not in SILENT and value not in ([], {})


def _at(parts: list[Any], steps: list[str]) -> list[Any]:
    for step in steps:
        match = _STEP.fullmatch(step)
        if match is None:
            raise ValueError(f"no place: {step}")
        inner = [part[match["key"]] for part in parts if isinstance(part, dict) and match["key"] in part]
        flat = [item for value in inner for item in (value if isinstance(value, list) else [value])]
        parts = [item for item in flat if _fits(item, match)]
    return parts


def _fits(item: object, match: re.Match[str]) -> bool:
    value = match["value"]
    if value is None:
        return True
    if match["of"]:
        return isinstance(item, dict) and item.get(match["of"]) == value
    if match["sign"] == "!":
        return item != value
    return isinstance(item, str) and item.startswith(value)
