"""The shape of a rubric file, for validation and for editors."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9.-]*$", max_length=80)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=4000)]
Url = Annotated[str, StringConstraints(pattern=r"^https?://[^\s/]+")]
ConditionTable = dict[str, Any]


class Shape(BaseModel):
    """Base of all shapes: unknown keys are errors, field literals become descriptions."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class TitleShape(Shape):
    """A text by language."""

    en: Text
    zh: Text


class ReferenceShape(Shape):
    """A document that the rubric rests on."""

    id: Id
    title: Text
    url: Url


class LevelShape(Shape):
    """One rung of an answer; the first whose condition holds is reached."""

    id: Id
    title: TitleShape
    points: Annotated[float, Field(ge=0, le=1)] | None = None
    """Share of the part's points, 0 to 1."""
    not_applicable: bool = False
    """Instead of points: the part does not apply and leaves the denominator."""
    when: ConditionTable | None = None
    """Sets of allowed values by fact, joined by all, any and not."""
    otherwise: Literal[True] | None = None
    """Reached when no earlier level is."""


class PartShape(Shape):
    """A question with levels, or a group of further parts."""

    id: Id
    title: TitleShape
    share: Annotated[float, Field(gt=0)] = 1.0
    """Importance among its siblings; only ratios count."""
    source: Text
    """Clause or page that it comes from."""
    why: str = ""
    """Why it is decided this way, where the source leaves room."""
    aggregate: Literal["mean", "min"] = "mean"
    """How further parts are joined: weighted mean, or the worst."""
    levels: list[LevelShape] = []
    parts: list[PartShape] = []


class CriterionShape(PartShape):
    """A top-level group with its weight in the score."""

    criterion_weight: Annotated[float, Field(gt=0)]
    """Importance in the score, in any unit; only ratios count."""


class GateShape(Shape):
    """A condition under which the score cannot exceed a cap."""

    id: Id
    title: TitleShape
    cap: Annotated[float, Field(ge=0, le=100)]
    when: ConditionTable
    source: Text
    why: str = ""


class BandShape(Shape):
    """A named range of scores, from `floor` up to the next band's floor."""

    id: Id
    title: TitleShape
    floor: Annotated[float, Field(ge=0, lt=100)]
    means: TitleShape


class ElementShape(Shape):
    """One required element of a strict definition."""

    id: Id
    title: TitleShape
    when: ConditionTable
    source: Text


class ConformanceShape(Shape):
    """The strict reading beside the score: every element is required."""

    title: TitleShape
    draft: Text
    """The definition and version whose elements are listed."""
    note: TitleShape
    elements: Annotated[list[ElementShape], Field(min_length=1)]


class LineageShape(Shape):
    """Which facts a derived model shares with the models that it was made from."""

    worst: list[Text]
    """Fact paths that count as the worst over the model and its base models."""


class RubricShape(Shape):
    """One rubric."""

    id: Id
    version: Annotated[str, StringConstraints(pattern=r"^\d+\.\d+\.\d+$")]
    title: TitleShape
    summary: TitleShape
    monotone: bool
    """Whether making one fact more open never lowers the score; proven by `validate`."""
    digits: Annotated[int, Field(ge=0, le=6)] = 1
    """Decimals of published scores; halves round up."""
    references: Annotated[list[ReferenceShape], Field(min_length=1)]
    lineage: LineageShape = LineageShape(worst=[])
    term_sets: dict[Id, Annotated[list[Id], Field(min_length=1)]] = {}
    """Named sets of components; `<name>.license.<term>` is the worst term over those released."""
    criteria: Annotated[list[CriterionShape], Field(min_length=1)]
    gates: list[GateShape] = []
    bands: Annotated[list[BandShape], Field(min_length=1)]
    conformance: ConformanceShape | None = None
