"""One question of a rubric: which levels a record may reach, and what that is worth."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import and_, itemgetter

from openscore.engine.assessment import ZERO, PartResult
from openscore.interval import Interval
from openscore.rubric.conditions import FALSE, TRUE, paths_of
from openscore.rubric.parts import Part
from openscore.rubric.rubric import Rubric


class Question:
    """A part with levels, and its outcomes for every combination of facts that was met so far."""

    def __init__(self, rubric: Rubric, part: Part) -> None:
        self._part = part
        self.name = f"@{part.id}"
        """How conditions ask which level was reached."""
        self._scale = rubric.scale(self.name)
        self._key = reader(part.paths)
        self._bits = [self._scale.bits[level.id] for level in part.levels]
        self._read: dict[int, tuple[str, ...]] = {}
        self._results: dict[object, PartResult] = {}

    def result(self, masks: dict[str, int]) -> PartResult:
        """Return the outcome, and let later conditions ask which levels are possible."""
        key = self._key(masks)
        result = self._results.get(key)
        if result is None:
            result = self._results[key] = self._outcome(masks)
        masks[self.name] = result.mask
        return result

    def _outcome(self, masks: dict[str, int]) -> PartResult:
        possible = _possible_places(self._part, masks)
        levels = [self._part.levels[place] for place in possible]
        points = [level.points for level in levels if level.points is not None]
        value = Interval(min(points).low, max(point.high for point in points)) if points else None
        mask = sum(self._bits[place] for place in possible)
        if any(not point.is_certain for point in points):
            mask = self._scale.full  # The framework leaves it open: whoever asks for a level gets no answer.
        levels.sort(key=lambda level: -(level.points or ZERO).low)
        is_optional = len(points) < len(levels)
        last = possible[-1]
        if last not in self._read:
            self._read[last] = _read(self._part, possible)
        return PartResult(self._part, value, is_optional, tuple(levels), self._read[last], mask)


def reader(paths: Iterable[str]) -> Callable[[Mapping[str, int]], object]:
    """Return what reads the masks of paths at once."""
    listed = list(dict.fromkeys(paths))
    return itemgetter(*listed) if listed else _nothing


def _nothing(_: Mapping[str, int]) -> None:
    """Read what a question without conditions reads."""


def _possible_places(part: Part, masks: Mapping[str, int]) -> list[int]:
    """Return the places of the levels that may be reached, sorted."""
    for place, level in enumerate(part.levels):
        truth = level.condition.decide(masks)
        if truth == TRUE:
            return [place]
        if truth != FALSE:
            break
    # Which levels an open condition leaves, only the cells tell exactly.
    known = [masks[path] for path in part.paths]
    return sorted({cell.level for cell in part.cells if all(map(and_, known, cell.masks))})


def _read(part: Part, possible: Sequence[int]) -> tuple[str, ...]:
    """Return the paths that were read to find the possible levels."""
    tried = part.levels[: possible[-1] + 1]
    return tuple(dict.fromkeys(path for level in tried for path in paths_of(level.condition)))
