"""One criterion of a rubric: what the answers to its questions come to together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from openscore.engine.assessment import PartResult, weighted
from openscore.engine.question import Question, reader
from openscore.interval import Interval, mean_of, weighted_mean
from openscore.rubric.parts import Part
from openscore.rubric.rubric import Rubric


class Criterion:
    """A criterion, and its outcomes for every combination of facts that was met so far."""

    def __init__(self, rubric: Rubric, part: Part) -> None:
        """Take a criterion.

        Args:
            rubric: The rubric that it belongs to.
            part: Its questions, in groups or not.
        """
        self._part = part
        self._questions = [Question(rubric, leaf) for leaf in part.leaves()]
        own = {question.name for question in self._questions}
        self._key = reader([path for leaf in part.leaves() for path in leaf.paths if path not in own])
        self._met: dict[object, tuple[PartResult, dict[str, int]]] = {}
        self._groups: dict[tuple[PartResult, ...], PartResult] = {}

    def result(self, masks: dict[str, int]) -> PartResult:
        """Return the outcome, and let later conditions ask which levels are possible."""
        key = self._key(masks)
        met = self._met.get(key)
        if met is None:
            answers = [question.result(masks) for question in self._questions]
            levels = {question.name: masks[question.name] for question in self._questions}
            met = self._met[key] = (self._joined(self._part, iter(answers)), levels)
        masks.update(met[1])
        return met[0]

    def _joined(self, part: Part, answers: Iterator[PartResult]) -> PartResult:
        """Return the outcome of a part from those of its questions, in the order of the rubric."""
        if part.levels:
            return next(answers)
        parts = tuple([self._joined(one, answers) for one in part.parts])
        # What the parts of a group come to names the group too: each part stands in one.
        result = self._groups.get(parts)
        if result is None:
            result = self._groups[parts] = _group(part, parts)
        return result


def mean_over(results: Sequence[PartResult]) -> Interval | None:
    """Return the mean of the outcomes of parts that apply, by their shares; None if none does."""
    weights, values = [], []
    for result in results:
        if result.is_optional:
            return weighted_mean(weighted(results))
        if result.value is not None:
            weights.append(result.part.share)
            values.append(result.value)
    return mean_of(weights, values) if values else None


def _group(part: Part, parts: tuple[PartResult, ...]) -> PartResult:
    applicable = [(result.value, result.is_optional) for result in parts if result.value is not None]
    if part.aggregate != "min" or not applicable:
        value = mean_over(parts)
    else:
        # At its best every optional part falls away, or, where all are optional, all but the best one.
        certain = [value.high for value, is_optional in applicable if not is_optional]
        high = min(certain) if certain else max(value.high for value, _ in applicable)
        value = Interval(min(value.low for value, _ in applicable), high)
    return PartResult(part, value, all(result.is_optional for result in parts), parts=parts)
