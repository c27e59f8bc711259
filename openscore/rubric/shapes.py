"""The shape of a rubric file, for validation and for editors."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from openscore.registry.shape import Key as Id
from openscore.registry.shape import Shape
from openscore.shape_problems import URL

Text = Annotated[str, StringConstraints(min_length=1, max_length=4000)]
Url = Annotated[str, StringConstraints(pattern=URL)]
Number = Annotated[float, Field(ge=0, le=1e9)]
Amount = Annotated[float, Field(ge=1e-9, le=1e9)]
"""A number of which sums and ratios stay numbers."""
ConditionTable = dict[str, Any]


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
    points: Number | None = None
    """Points, 0 to the rubric's `full_points`."""
    not_applicable: bool = False
    """Instead of points: the part does not apply and leaves the denominator."""
    undecided: bool = False
    """Instead of points: the facts are known and the framework leaves the answer open."""
    contested: Annotated[list[Number], Field(min_length=2, max_length=2)] | None = None
    """Fewest and most points that can be argued for; the score takes `points`, draws lie between."""
    when: ConditionTable | None = None
    """Sets of allowed values by fact, joined by all, any and not."""
    otherwise: Literal[True] | None = None
    """Reached when no earlier level is."""


class LadderLevelShape(LevelShape):
    """One rung of an answer that several questions share."""

    asked: bool = False
    """Reached when the question's own `when` holds."""


class LadderShape(Shape):
    """Levels that several questions share; `{fact}` in a condition stands for what the question asks."""

    fact: Text | None = None
    """What `{fact}` stands for where a question does not say; `{id}` in it is the question's id."""
    source: Text | None = None
    """Clause or page of a question that does not say; `{title}` in it is the question's English title."""
    levels: Annotated[list[LadderLevelShape], Field(min_length=1)]


class PartShape(Shape):
    """A question with levels, or a group of further parts."""

    id: Id
    title: TitleShape
    share: Amount = 1.0
    """Importance among its siblings; only ratios count."""
    source: Text | None = None
    """Clause or page that it comes from; only where the ladder says it may it be left out."""
    why: str = ""
    """Why it is decided this way, where the source leaves room."""
    ladder: Id | None = None
    """Instead of levels: the ladder that has them; a group's is that of its questions without levels."""
    fact: Text | None = None
    """What `{fact}` stands for in the ladder: a fact, or a component of which the ladder names facts."""
    when: ConditionTable | None = None
    """The condition of the ladder's levels that are `asked`."""
    aggregate: Literal["mean", "min"] = "mean"
    """How further parts are joined: weighted mean, or the worst."""
    levels: list[LevelShape] = []
    parts: list[PartShape] = []


class CriterionShape(PartShape):
    """A top-level group with its weight in the score."""

    criterion_weight: Amount
    """Importance in the score, in any unit; only ratios count."""


class GateShape(Shape):
    """A condition under which the band, or the score, cannot exceed a cap."""

    id: Id
    title: TitleShape
    cap: Annotated[float, Field(ge=0, le=100)] | Id
    """The best band that is left, by its id: the score stays as it is. Or the best score, as a number."""
    when: ConditionTable
    source: Text
    why: str = ""


class BandShape(Shape):
    """A named range of scores, from `floor` up to the next band's floor."""

    id: Id
    title: TitleShape
    floor: Number | None = None
    """Lowest score of the band; all bands of a rubric have one, or none has."""
    when: ConditionTable | None = None
    """Instead of a floor: the first band, from the best down, whose condition holds."""
    otherwise: Literal[True] | None = None
    means: TitleShape


class ClassShape(Shape):
    """A class that a release qualifies for when everything that it counts is complete."""

    id: Id
    title: TitleShape
    counts: Annotated[list[Id], Field(min_length=1)]
    """Ids of the parts of which it is made; their mean is the progress."""
    requires: Id | None = None
    """The class that must be complete before any progress counts here."""
    source: Text


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
    elements: list[ElementShape] = []
    """If left out, every question is an element, and its best level is required."""


class ClaimShape(Shape):
    """What a maker's label claims, so that it can be held against the facts."""

    label: Id
    """Value of the fact `maker.label`."""
    title: TitleShape
    """What the label claims."""
    when: ConditionTable
    source: Text


class LineageShape(Shape):
    """Which facts a derived model shares with the models that it was made from."""

    worst: list[Text]
    """Fact paths that count as the worst over the model and its base models."""


class UntranslatableShape(Shape):
    """Something of the framework that a rubric over our facts cannot say as it is said there."""

    what: TitleShape
    """What the framework says, or leaves unsaid."""
    why: TitleShape
    """Why it cannot be said with our facts."""
    instead: TitleShape
    """What the rubric does instead."""


class RubricShape(Shape):
    """One rubric."""

    id: Id
    version: Annotated[str, StringConstraints(pattern=r"^\d+\.\d+\.\d+$")]
    title: TitleShape
    summary: TitleShape
    monotone: bool
    """Whether making one fact more open never lowers the score; proven by `validate`."""
    subjects: list[Literal["model", "service", "developer"]] = ["model", "service"]
    """Kinds of records that the framework judges."""
    aggregate: Literal["mean", "classes"] = "mean"
    """What the score is: the weighted mean of the criteria, or the mean progress of the classes."""
    top: Amount = 100
    """The score of full openness, on the framework's own scale."""
    full_points: Amount = 1
    """The points of a best level, on the framework's own scale."""
    tie_break: Literal["id", "name"] = "id"
    """How equals are ordered."""
    digits: Annotated[int, Field(ge=0, le=6)] = 1
    """Decimals of published scores; halves round up."""
    rounding: Literal["nearest", "outward"] = "nearest"
    """How two ends of a score are rounded: as a known score is, or so that they contain what is possible.

    A framework that publishes numbers rounds them as it does, and its number of what is known stays its
    number beside what is not. A scale of our own, or for a framework without numbers, goes outwards.
    """
    references: Annotated[list[ReferenceShape], Field(min_length=1)]
    lineage: LineageShape = LineageShape(worst=[])
    term_sets: dict[Id, Annotated[list[Id], Field(min_length=1)]] = {}
    """Named sets of components; `<name>.license.<term>` is the worst term over those released."""
    license_sets: dict[Id, Annotated[list[Text], Field(min_length=1)]] = {}
    """Named sets of licenses; `<component>.license.in.<name>` says whether an expression stays inside."""
    ladders: dict[Id, LadderShape] = {}
    """Levels that several questions share."""
    criteria: Annotated[list[CriterionShape], Field(min_length=1)]
    classes: list[ClassShape] = []
    gates: list[GateShape] = []
    bands: Annotated[list[BandShape], Field(min_length=1)]
    conformance: ConformanceShape | None = None
    claims: list[ClaimShape] = []
    untranslatable: list[UntranslatableShape] = []
    """What of the framework the rubric cannot say as it is said there."""
