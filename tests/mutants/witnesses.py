"""What notices that a rubric is another: cases, what answers are worth, published numbers, and the proofs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import product
from typing import Any, NamedTuple

import tomli
from conftest import ROOT
from property.strategies import SHIPPED, VOCABULARY, registry_of
from pydantic import ValidationError
from rubric.decisions import Question, cases_of, otherwise, questions
from rubric.worth import stated, worth

from openscore import Rubric, assess, load_rubric
from openscore.errors import DataError
from openscore.records.record import ModelRecord
from openscore.rubric.cells import cells_of
from openscore.rubric.conditions import All, Condition, In, Not, atoms
from openscore.rubric.ladders import Expansion
from openscore.rubric.load import rubric_file
from openscore.rubric.proof import prove
from openscore.rubric.shapes import RubricShape

WITNESSES = ("cases", "worth", "published")
"""Checks that state what a framework says."""
REFUSED, EQUIVALENT, SURVIVES = "refused", "equivalent", "survives"


class Made(NamedTuple):
    """A rubric that a mutant makes, and whether it would be loaded."""

    rubric: Rubric | None
    """None where nothing can be made of it."""
    is_refused: bool


class Witnesses:
    """All that is stated of one shipped rubric, read once."""

    def __init__(self, id: str) -> None:
        self.file = rubric_file(id)
        self.rubric = load_rubric(id)
        self.stated = stated(id)
        self._corpus = cases_of(id)
        self._questions = {(one.kind, one.id): one for one in questions(self.rubric)}

    def verdict(self, data: Mapping[str, Any]) -> tuple[str, ...]:
        """Return all who notice a mutant; if nobody does, `refused` by the proofs, or `equivalent`, or `survives`."""
        made = self.made(data)
        if made.rubric is not None:
            found = tuple(name for name in WITNESSES if self.notices(name, made.rubric))
            if found:
                return found
        if made.rubric is None or made.is_refused or any(prove(made.rubric)):
            return (REFUSED,)
        return (EQUIVALENT if self._is_equivalent(made.rubric) else SURVIVES,)

    def made(self, data: Mapping[str, Any]) -> Made:
        """Return the rubric that parsed data make."""
        problems: list[object] = []
        try:
            shape = RubricShape.model_validate(data).model_dump(mode="json")
            expansion = Expansion(self.file, shape)
            rubric = Rubric(expansion.data, VOCABULARY, lambda *problem: problems.append(problem))
        except (AttributeError, DataError, KeyError, TypeError, ValidationError, ValueError):
            return Made(None, True)
        return Made(rubric, bool(problems or expansion.problems))

    def notices(self, witness: str, rubric: Rubric) -> bool:
        """Whether one kind of check fails."""
        if witness == "worth":
            return worth(rubric) != self.stated
        if witness == "published":
            return self._published != self._results(rubric)
        now = {(one.kind, one.id): one for one in questions(rubric)}
        moved = {
            key: cases
            for key, cases in self._corpus.items()
            if key not in now or not _is_same(now[key], self._questions[key])
        }
        return any(otherwise(rubric, moved))

    @cached_property
    def _rows(self) -> list[tuple[Mapping[str, Any], ModelRecord]]:
        path = ROOT / "tests" / "published" / f"{self.rubric.id}.toml"
        rows = tomli.loads(path.read_text(encoding="utf-8"))["rows"] if path.is_file() else []
        return [
            (row, SHIPPED[row["model"]] if "model" in row else registry_of({"demo": row["facts"]})["demo"])
            for row in rows
        ]

    @cached_property
    def _published(self) -> list[object]:
        return self._results(self.rubric)

    def _results(self, rubric: Rubric) -> list[object]:
        """Return what published rows rest on; that it is what was published `tests/parity.py` says."""
        try:
            return [_result(row, record, rubric) for row, record in self._rows]
        except (AttributeError, IndexError, KeyError, StopIteration, TypeError, ZeroDivisionError) as error:
            return [type(error)]

    def _is_equivalent(self, rubric: Rubric) -> bool:
        """Whether answers are worth the same and no facts tell two rubrics apart, by trying all that matter."""
        if worth(rubric) != worth(self.rubric):
            return False
        now = {(one.kind, one.id): one for one in questions(rubric)}
        if (
            list(now) != list(self._questions)
            or rubric.conformance is None != self.rubric.conformance is None
        ):
            return False
        return all(_is_same(one, now[key]) or _agree(one, now[key]) for key, one in self._questions.items())


def _result(row: Mapping[str, Any], record: ModelRecord, rubric: Rubric) -> object:
    judged = assess(record, rubric)
    if "band" in row:
        return [band.id for band in judged.bands]
    if "part" in row:
        leaves = (leaf for criterion in judged.criteria for leaf in criterion.leaves())
        return [level.id for level in next(leaf.levels for leaf in leaves if leaf.part.id == row["part"])]
    return judged.score


def _is_same(one: Question, other: Question) -> bool:
    """Whether two questions are written alike."""
    return one.outcomes == other.outcomes and all(map(_is_alike, one.conditions, other.conditions))


def _is_alike(one: Condition, other: Condition) -> bool:
    if type(one) is not type(other):
        return False
    if isinstance(one, In) and isinstance(other, In):
        return (one.path, one.allowed, one.scale.bits) == (other.path, other.allowed, other.scale.bits)
    if isinstance(one, Not) and isinstance(other, Not):
        return _is_alike(one.condition, other.condition)
    return len(one.conditions) == len(other.conditions) and all(
        map(_is_alike, one.conditions, other.conditions)
    )


def _agree(one: Question, other: Question) -> bool:
    """Whether two questions have the same outcomes for all facts, known or not, and read the same."""
    if one.outcomes != other.outcomes or one.paths != other.paths:
        return False
    tests = [*one.conditions, *other.conditions]
    joint = cells_of([*tests, All(())])
    full = [dict(zip(_paths(tests), cell.masks, strict=True)) for cell in joint]
    if not full or any(one.outcome(masks) != other.outcome(masks) for masks in full):
        return False
    return one.kind == "levels" or all(
        [first.decide(masks) for first in one.conditions]
        == [second.decide(masks) for second in other.conditions]
        for masks in _unknown(_paths(tests), full)
    )


def _unknown(paths: Sequence[str], full: Sequence[Mapping[str, int]]) -> list[dict[str, int]]:
    """Return every choice of what may be true of each path, values that nothing tells apart as one."""
    groups = [sorted({masks[path] for masks in full}) for path in paths]
    unions = [
        [sum(one for one, take in zip(group, chosen, strict=True) if take) for chosen in product((0, 1), repeat=len(group))][1:]
        for group in groups
    ]  # fmt: skip
    return [dict(zip(paths, masks, strict=True)) for masks in product(*unions)]


def _paths(conditions: Sequence[Condition]) -> list[str]:
    return list(dict.fromkeys(atom.path for one in conditions for atom in atoms(one)))
