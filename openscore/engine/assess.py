"""Assess one record under one rubric.

Facts are finite, so most records share most of their part outcomes: each distinct one is worked
out once per rubric and then looked up.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

from openscore.engine.assessment import (
    ZERO,
    Assessment,
    ClassResult,
    ElementResult,
    GateResult,
    PartResult,
)
from openscore.engine.criterion import Criterion, mean_over
from openscore.engine.former import FormerReader
from openscore.engine.lineage import Way
from openscore.engine.question import reader
from openscore.engine.stored import WayReader
from openscore.interval import Interval, Weighted, weighted_mean
from openscore.records.record import ModelRecord
from openscore.rubric.conditions import FALSE, TRUE, UNKNOWN, Condition, paths_of
from openscore.rubric.parts import Band, Element
from openscore.rubric.rubric import CONFORMANCE, MET, UNMET, Rubric


def assess(record: ModelRecord, rubric: Rubric) -> Assessment:
    """Return the assessment of one record of a registry.

    Args:
        record: A record that stands in a registry, which gives its licenses and base models.
        rubric: The rubric to apply.

    Returns:
        Scores from 0 to 100 as intervals: `low` counts every unknown fact as the least open value
        that is possible, `high` as the most open one.
    """
    if not isinstance(record, ModelRecord) or not isinstance(rubric, Rubric):
        raise TypeError("assess takes a record and a rubric: assess(registry[name], load_rubric())")
    return _evaluator(rubric).assess(record)


def assess_each(record: ModelRecord, rubric: Rubric) -> tuple[Assessment, ...]:
    """Return what an assessment is the least of: of a service one for each model that it serves, else one.

    Args:
        record: A record that stands in a registry.
        rubric: The rubric to apply.
    """
    return _evaluator(rubric).assess_each(record)


@lru_cache(maxsize=64)
def _evaluator(rubric: Rubric) -> "Evaluator":
    return Evaluator(rubric)


class Evaluator:
    """Applies one rubric to many records."""

    def __init__(self, rubric: Rubric) -> None:
        self.rubric = rubric
        self._reader = WayReader(rubric)
        self._criteria = [Criterion(rubric, criterion) for criterion in rubric.criteria]
        self._verdicts: dict[tuple[object, ...], _Verdict] = {}
        self._element_key = _facts_of([element.condition for element in _elements(rubric)])
        outer = [gate.condition for gate in rubric.gates]
        outer += [band.condition for band in rubric.bands if band.condition is not None]
        self._gate_key = _facts_of(outer)
        self._elements = [
            [ElementResult(element, truth) for truth in (FALSE, UNKNOWN, TRUE)]
            for element in _elements(rubric)
        ]
        self._strict: dict[object, tuple[tuple[ElementResult, ...], int]] = {}

    @cached_property
    def _former(self) -> FormerReader:
        return FormerReader(self.rubric)

    def assess(self, record: ModelRecord) -> Assessment:
        """Return the assessment of one record; of a service, the least that it comes to with any model."""
        judged = self.assess_each(record)
        return judged[0] if len(judged) == 1 else _least(judged)

    def assess_each(self, record: ModelRecord) -> tuple[Assessment, ...]:
        """Return what one record comes to with each model that it serves; a model serves itself alone."""
        if record.registry.is_former:
            return (self._assess(record, Way(None, self._former.masks(record))),)
        return tuple([self._assess(record, way) for way in self._reader.ways(record)])

    def _assess(self, record: ModelRecord, way: Way) -> Assessment:
        masks = way.masks
        criteria = tuple([criterion.result(masks) for criterion in self._criteria])
        elements = self._conformance(masks)
        key = (*criteria, *elements, self._gate_key(masks))
        verdict = self._verdicts.get(key)
        if verdict is None:
            verdict = self._verdicts[key] = self._verdict(criteria, masks)
        else:
            self._mark(verdict.classes, masks)
        return Assessment(record, self.rubric, *verdict, criteria, elements, masks, way.served)

    def _conformance(self, masks: dict[str, int]) -> tuple[ElementResult, ...]:
        if self.rubric.conformance is None:
            return ()
        key = self._element_key(masks)
        met = self._strict.get(key)
        if met is None:
            results = [by_truth[by_truth[0].element.condition.decide(masks)] for by_truth in self._elements]
            bits = self.rubric.scale(CONFORMANCE).bits
            truth = min(result.truth for result in results)
            mask = (bits[MET] if truth != FALSE else 0) | (bits[UNMET] if truth != TRUE else 0)
            met = self._strict[key] = tuple(results), mask
        masks[CONFORMANCE] = met[1]
        return met[0]

    def _verdict(self, criteria: tuple[PartResult, ...], masks: dict[str, int]) -> "_Verdict":
        rubric = self.rubric
        classes = self._classes(criteria)
        self._mark(classes, masks)
        mean = mean_over(criteria)
        if rubric.counts_classes:
            mean = weighted_mean(Weighted(1.0, result.progress.scaled(0.01)) for result in classes)
        uncapped = ZERO if mean is None else mean.scaled(rubric.top)
        gates = []
        low, high = uncapped
        for gate in rubric.gates:
            truth = gate.condition.decide(masks)
            if truth != FALSE:
                gates.append(GateResult(gate, truth == TRUE))
                low = min(low, gate.cap)
                high = min(high, gate.cap) if truth == TRUE else high
        exact = Interval(low, high)
        bands = self._bands(exact.rounded(rubric.digits), gates, masks)
        return _Verdict(self._stated(exact), self._stated(uncapped), exact, tuple(gates), classes, bands)

    def _stated(self, exact: Interval) -> Interval:
        digits = self.rubric.digits
        return exact.outwards(digits) if self.rubric.goes_outward else exact.rounded(digits)

    def _classes(self, criteria: tuple[PartResult, ...]) -> tuple[ClassResult, ...]:
        """Return the progress of each class; it is nothing while a required class is not complete."""
        if not self.rubric.classes:
            return ()
        found = {result.part.id: result for criterion in criteria for result in _all_parts(criterion)}
        progress: dict[str, Interval] = {}
        for entry in self.rubric.classes:
            mean = (mean_over(tuple(found[id] for id in entry.counts)) or ZERO).scaled(100.0)
            before = progress[entry.requires] if entry.requires else Interval(FULL, FULL)
            progress[entry.id] = Interval(
                mean.low if before.low >= FULL else 0.0, mean.high if before.high >= FULL else 0.0
            )
        return tuple(ClassResult(entry, progress[entry.id]) for entry in self.rubric.classes)

    def _mark(self, classes: tuple[ClassResult, ...], masks: dict[str, int]) -> None:
        """Let conditions ask whether a class is reached."""
        for entry, (low, high) in classes:
            bits = self.rubric.scale(f"@class.{entry.id}").bits
            is_met, is_unmet = high >= FULL, low < FULL
            masks[f"@class.{entry.id}"] = (bits[MET] if is_met else 0) | (bits[UNMET] if is_unmet else 0)

    def _bands(
        self, score: Interval, gates: Sequence[GateResult], masks: dict[str, int]
    ) -> tuple[Band, Band]:
        """Return the bands of the low and of the high end of the scores as the rubric rounds them."""
        if not self.rubric.has_rules:
            certain = [result for result in gates if result.is_certain]
            return self._left(score.low, gates), self._left(score.high, certain)
        possible = []
        for band in self.rubric.bands:
            truth = band.condition.decide(masks) if band.condition else TRUE
            if truth != FALSE:
                possible.append(band)
            if truth == TRUE:
                break
        return possible[-1], possible[0]

    def _left(self, score: float, closed: Sequence[GateResult]) -> Band:
        """Return the band of a score, or the best that closed gates leave."""
        capped = [result.gate.band for result in closed if result.gate.band]
        return min((self.rubric.band_of(score), *capped), key=self.rubric.openness)


def _least(judged: Sequence[Assessment]) -> Assessment:
    """Return the least open of several assessments, no more open in anything than any other of them."""
    least = min(judged, key=lambda one: (one.exact, one.uncapped))
    openness = least.rubric.openness
    lows, highs = zip(*(one.bands for one in judged), strict=True)
    elements = tuple(
        ElementResult(results[0].element, min(result.truth for result in results))
        for results in zip(*(one.elements for one in judged), strict=True)
    )
    return least._replace(
        score=_lowest(one.score for one in judged),
        uncapped=_lowest(one.uncapped for one in judged),
        exact=_lowest(one.exact for one in judged),
        bands=(min(lows, key=openness), min(highs, key=openness)),
        elements=elements,
    )


def _lowest(intervals: Iterable[Interval]) -> Interval:
    return Interval(*map(min, zip(*intervals, strict=True)))


class _Verdict(NamedTuple):
    """What follows from the outcomes of the criteria."""

    score: Interval
    uncapped: Interval
    exact: Interval
    gates: tuple[GateResult, ...]
    classes: tuple[ClassResult, ...]
    bands: tuple[Band, Band]


FULL = 100.0


def _all_parts(result: PartResult) -> Iterator[PartResult]:
    yield result
    for part in result.parts:
        yield from _all_parts(part)


def _elements(rubric: Rubric) -> tuple[Element, ...]:
    return rubric.conformance.elements if rubric.conformance else ()


def _facts_of(conditions: list[Condition]) -> Callable[[Mapping[str, int]], object]:
    """Return what reads the masks that decide conditions, beside those of classes."""
    read = (path for condition in conditions for path in paths_of(condition))
    return reader(path for path in read if not path.startswith("@class."))
