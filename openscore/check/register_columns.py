"""The columns of a register of models in use: a data file says which there are and what fills them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Annotated, Literal, NamedTuple

from pydantic import Field, ValidationError

from openscore.errors import DataError
from openscore.language import LANGUAGES, tr
from openscore.registry.shape import Shape
from openscore.resources import register_files
from openscore.rubric.shapes import TitleShape
from openscore.shape_problems import shape_problems
from openscore.toml import read_toml

Kind = Literal["model", "data"]
"""What a row is about: a model or a service, or one of its data sets."""
Word = Literal[
    "row", "asset", "named", "name", "identifier", "maker", "maker-seat", "released", "description", "grade",
    "grade-range", "license", "license-text", "license-read", "judge", "bases", "data-rows", "download",
    "sizes", "modality", "references", "data-source", "data-availability", "purpose", "redistributable",
    "evidence", "changed", "filled",
]  # fmt: skip
"""What can fill a cell beside a fact, a term and the verdict of a rubric."""


class FactShape(Shape):
    """A fact that fills a cell."""

    fact: str
    """Its path."""


class TermShape(Shape):
    """What a license says, base models included, that fills a cell."""

    term: str
    """Its path, such as `weights.license.regions`."""


class RubricShape(Shape):
    """The band under a rubric that fills a cell."""

    rubric: str
    """Its id."""


class ChoiceShape(Shape):
    """One of the values that a cell may have."""

    id: str
    """The component of data for which the program chooses it."""
    title: TitleShape


class ColumnShape(Shape):
    """One column."""

    id: str
    title: TitleShape
    of: Annotated[list[Kind], Field(min_length=1)]
    """The kinds of rows that have it."""
    means: TitleShape
    shows: Word | FactShape | TermShape | RubricShape | None = None
    """What fills it; None for what people fill in."""
    asked: list[str] = []
    """Who asks for it: the id of a source, and the place in it."""
    choices: list[ChoiceShape] = []
    quiet: bool = False
    """Whether nobody is told that it changed."""

    @property
    def is_of_people(self) -> bool:
        """Whether people fill it in, and the program never does."""
        return self.shows is None


class GradeShape(Shape):
    """One value of the grade."""

    title: TitleShape
    band: str
    """The band that it stands for."""
    when: dict[str, list[str]] = {}
    """Values of facts without which the band is not this value."""


class GradesShape(Shape):
    """All values of the grade, most open first."""

    rubric: str
    values: list[GradeShape]


class SourceShape(Shape):
    """Where columns come from."""

    id: str
    title: str
    url: str
    read: date
    shows: str


class RegisterShape(Shape):
    """A file of columns."""

    id: str
    version: str
    title: TitleShape
    sources: list[SourceShape]
    grade: GradesShape
    columns: list[ColumnShape]


class Columns(NamedTuple):
    """The columns of one kind of register."""

    shape: RegisterShape

    def named(self, title: str) -> ColumnShape | None:
        """Return the column of a title in any language, case ignored; None if it is somebody's own."""
        wanted = title.strip().casefold()
        return next(
            (column for column in self.shape.columns if wanted in (*_titles(column), column.id)),
            None,
        )

    @property
    def rubrics(self) -> tuple[str, ...]:
        """Ids of the rubrics that fill cells."""
        shown = (column.shows for column in self.shape.columns)
        found = [self.shape.grade.rubric, *(one.rubric for one in shown if isinstance(one, RubricShape))]
        return tuple(dict.fromkeys(found))

    def showing(self, word: Word) -> ColumnShape:
        """Return the column that a word fills."""
        return next(column for column in self.shape.columns if column.shows == word)


def _titles(column: ColumnShape) -> Iterator[str]:
    return (getattr(column.title, language).casefold() for language in LANGUAGES)


@cache
def load_columns(id: str) -> Columns:
    """Load shipped columns.

    Raises:
        DataError: If the file is damaged.
    """
    file = read_toml(register_files()[id])
    try:
        return Columns(RegisterShape.model_validate(file.parse()))
    except ValidationError as error:
        problems = shape_problems(file, error, RegisterShape)
        raise DataError(tr("cannot use '{label}'", label=file.label), problems=problems) from error
