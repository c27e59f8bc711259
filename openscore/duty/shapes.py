"""The shape of the file of rules, for validation."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from openscore.registry.shape import Country, Shape
from openscore.registry.shape import Key as Id
from openscore.rubric.shapes import Text, TitleShape

Table = dict[str, Any]
Verdict = Literal["allowed", "must", "barred", "limit", "know", "unknown", "nothing"]


class ValueShape(Shape):
    """A value of a closed list."""

    id: Id
    title: TitleShape
    means: Text


class AskedShape(Shape):
    """A fact of the user, or of a pair of texts, with the values that it can have."""

    id: Id
    title: TitleShape
    option: str = ""
    """With which options of the command line it is told."""
    values: Annotated[list[ValueShape], Field(min_length=2)]


class UseShape(Shape):
    """Something that may be done with a model."""

    id: Id
    title: TitleShape
    means: TitleShape
    acts: dict[Id, Id]
    """The value of each `acts.<key>`."""
    touches: Annotated[list[Id], Field(min_length=1)]
    """Components that it takes; the first is the thing itself."""
    one_work: bool = False
    """Whether several models become one work, so that their licenses meet."""
    reached_when: Table | None = None
    """Of the one work, which licenses reach it; all if left out."""


class AnswerShape(Shape):
    """What follows from some combinations of values."""

    verdict: Verdict
    when: Table
    """Sets of allowed values, joined by all, any and not."""
    says: TitleShape


class QuestionShape(Shape):
    """A question to one license text; exactly one answer holds for every combination of values."""

    id: Id
    title: TitleShape
    cites: Annotated[list[Id], Field(min_length=1)]
    """Terms whose clauses stand behind the answer."""
    answers: Annotated[list[AnswerShape], Field(min_length=2)]


class MeetingAnswerShape(Shape):
    """What follows where two texts meet in one work."""

    verdict: Literal["contradict", "stack", "unknown", "nothing"]
    when: Table
    """As for a question; terms stand behind `left.` and `right.`."""
    says: TitleShape


class MeetingShape(Shape):
    """A question to a pair of license texts."""

    id: Id
    title: TitleShape
    answers: Annotated[list[MeetingAnswerShape], Field(min_length=2)]


class NarrowingShape(Shape):
    """What values of terms say of other terms."""

    when: dict[Id, list[Id]]
    then: dict[Id, list[Id]]


class RulesShape(Shape):
    """A file of rules."""

    id: Id
    version: Annotated[str, StringConstraints(pattern=r"^\d+\.\d+\.\d+$")]
    disclaimer: TitleShape
    uses: Annotated[list[UseShape], Field(min_length=1)]
    asked: list[AskedShape]
    reach: dict[Id, Table] = {}
    """By relation: when the license of a base reaches the model; always if a relation is left out."""
    narrowing: list[NarrowingShape] = []
    groups: dict[Id | Country, list[Country]] = {}
    """Groups of countries that licenses name together."""
    questions: Annotated[list[QuestionShape], Field(min_length=1)]
    pair: list[AskedShape] = []
    meetings: list[MeetingShape] = []
