"""Many scores at once: one rubric and many models as matrices, weights drawn by the thousand.

For models to which the same parts apply, the scores of all draws are one matrix product. The low end
of the rubric's own weights is, to the last published digit, what the engine says.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from openscore.analysis.bounds import cap_of, counted, end_of, is_apart
from openscore.engine.assessment import Assessment, PartResult
from openscore.interval import Interval
from openscore.rubric.parts import Level

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

TINY = 1e-300
"""Keeps a sum of weights that are all next to nothing from being divided by."""
GATE_LUCK = 0.5
"""A gate that may close is closed where a model's luck is below this."""
MEAN, GEOMETRIC, MINIMUM = range(3)
"""Ways to join the criteria: the rubric's weighted mean, the weighted geometric mean, the worst."""


class Group(NamedTuple):
    """Siblings whose weights are drawn together."""

    weights: tuple[float, ...]
    """The rubric's own, summing to 1."""
    children: tuple[int, ...]
    """Place of a question, or `~place` of a group."""


class End(NamedTuple):
    """Models at the low or at the high end of what is known of them, in an order of its own."""

    models: NDArray[np.intp]
    """Their places; those to which the same questions apply stand together."""
    patterns: tuple[tuple[NDArray[np.bool_], slice], ...]
    """Which questions apply, and the rows for which it is just these."""
    points: Floats
    """Models by columns: the points of each question, then a mark for each contested level reached."""
    caps: Floats
    """By model; the rubric's top where no gate closes."""


class Draws(NamedTuple):
    """One draw of everything uncertain per column."""

    weights: tuple[Floats, ...]
    """By group: children by draws (or one column), each column summing to 1."""
    luck: Floats | None = None
    """Models whose ends are apart by draws: where between them each stands; None for the low end."""
    joins: NDArray[np.int8] | None = None
    """How criteria are joined, by draw; None for the rubric's way."""
    arguments: Floats | None = None
    """Contested levels by draws, 0 to 1: where in its range each stands; None for its own points."""


class Scores(NamedTuple):
    """Scores by models and draws, not rounded."""

    capped: Floats
    uncapped: Floats


class Grid:
    """One rubric and the assessments of many models under it."""

    def __init__(self, assessments: Sequence[Assessment]) -> None:
        import numpy as np

        self.rubric = assessments[0].rubric
        self.size = len(assessments)
        self.groups: list[Group] = []
        self._questions: list[PartResult] = []
        self._criterion: list[int] = []
        if self.rubric.counts_classes:
            count = len(self.rubric.classes)
            self.groups.append(Group((1 / count,) * count, tuple(range(count))))
            self._criterion += range(count)
        else:
            self._grow(assessments[0].criteria, None)
        contested = (level for result in self._questions for level in result.part.levels if level.contested)
        self.contested: tuple[Level, ...] = tuple(contested)
        owners = [
            place
            for place, result in enumerate(self._questions)
            for level in result.part.levels
            if level.contested
        ]
        self._columns = np.array([*range(len(self._criterion)), *owners])
        self._criteria = np.array(self._criterion)[self._columns]
        self.low = self._end(assessments, range(self.size), low=True)
        apart = [place for place, one in enumerate(assessments) if is_apart(one)]
        self.high = self._end(assessments, apart, low=False)
        self.open = self.high.models
        """Models whose ends are apart."""
        self._caps = np.empty((self.size, 1))
        self._caps[self.low.models] = self.low.caps
        self._gated = np.flatnonzero((self._caps[self.open] != self.high.caps).ravel())

    def _grow(self, results: Sequence[PartResult], criterion: int | None) -> int:
        """Add a group and all below it; a group of which the worst counts is one question."""
        place = len(self.groups)
        total = sum(result.part.share for result in results)
        weights = tuple(result.part.share / total for result in results)
        self.groups.append(Group(weights, ()))
        children = []
        for number, result in enumerate(results):
            own = number if criterion is None else criterion
            if result.parts and result.part.aggregate == "mean":
                children.append(~self._grow(result.parts, own))
            else:
                children.append(len(self._questions))
                self._questions.append(result)
                self._criterion.append(own)
        self.groups[place] = Group(weights, tuple(children))
        return place

    def _end(self, assessments: Sequence[Assessment], places: Iterable[int], *, low: bool) -> End:
        import numpy as np

        found: dict[tuple[bool, ...], list[int]] = {}
        rows = {place: self._row(assessments[place], low=low) for place in places}
        for place, row in rows.items():
            found.setdefault(tuple(applies for applies, _ in row), []).append(place)
        models = [place for members in found.values() for place in members]
        ends = np.cumsum([0, *map(len, found.values())]).tolist()
        return End(
            np.array(models, dtype=np.intp),
            tuple((np.array(kind), slice(*ends[place : place + 2])) for place, kind in enumerate(found)),
            np.array(
                [
                    [*(points for _, points in rows[place]), *self._marks(assessments[place], low=low)]
                    for place in models
                ]
            ),
            np.array([[cap_of(assessments[place], low=low)] for place in models]),
        )

    def _row(self, assessment: Assessment, *, low: bool) -> list[tuple[bool, float]]:
        """Return, for each question, whether it counts and with what points."""
        if self.rubric.counts_classes:
            return [(True, end_of(result.progress, low=low) / 100) for result in assessment.classes]
        return list(counted(assessment.criteria, low=low, is_counted=True))

    def _marks(self, assessment: Assessment, *, low: bool) -> list[float]:
        reached = set()
        for result in assessment.leaves():
            levels = [level for level in result.levels if level.points is not None]
            if levels:
                chosen = (min if low else max)(levels, key=lambda level: level.points or Interval(0, 0))
                reached.add((result.part.id, chosen.id))
        return [
            float((result.part.id, level.id) in reached)
            for result in self._questions
            for level in result.part.levels
            if level.contested
        ]

    def own_draws(self) -> Draws:
        """Return the rubric's own weights and points, as one draw."""
        import numpy as np

        return Draws(tuple(np.array(group.weights)[:, None] for group in self.groups))

    def scores(self, draws: Draws) -> Scores:
        """Return the scores of every model in every draw, 0 to the rubric's top.

        A gate that may close is closed in the lower part of a model's luck.
        """
        import numpy as np

        count = max(drawn.shape[-1] for drawn in (*draws.weights, *draws[1:]) if drawn is not None)
        uncapped = np.empty((self.size, count))
        uncapped[self.low.models] = self._uncapped(self.low, draws, count)
        if draws.luck is None or not self.open.size:
            return Scores(np.minimum(uncapped, self._caps), uncapped)
        between, low = self._uncapped(self.high, draws, count), uncapped[self.open]
        between -= low
        between *= draws.luck
        between += low
        uncapped[self.open] = between
        capped = np.minimum(uncapped, self._caps)
        places = self.open[self._gated]
        caps = np.where(draws.luck[self._gated] < GATE_LUCK, self._caps[places], self.high.caps[self._gated])
        capped[places] = np.minimum(uncapped[places], caps)
        return Scores(capped, uncapped)

    def _uncapped(self, end: End, draws: Draws, count: int) -> Floats:
        """Return scores by model of an end and draw, before gates."""
        import numpy as np

        scores = np.empty((len(end.models), count))
        moves = None if draws.arguments is None else self._moves(draws.arguments)
        for applies, rows in end.patterns:
            criteria, inner = self._spread(applies, draws.weights, moves, count)
            columns = slice(None, None if draws.arguments is not None else len(applies))
            points = end.points[rows, columns]
            if draws.joins is None:
                np.matmul(points, criteria[self._criteria[columns]] * inner, out=scores[rows])
            else:
                for join in (MEAN, GEOMETRIC, MINIMUM):
                    chosen = np.flatnonzero(draws.joins == join)
                    scores[rows, chosen] = self._joined(join, points, criteria[:, chosen], inner[:, chosen])
        scores *= self.rubric.top
        return scores

    def _joined(self, join: int, points: Floats, criteria: Floats, inner: Floats) -> Floats:
        """Return scores from 0 to 1 of models to which the same questions apply."""
        import numpy as np

        owners = self._criteria[: len(inner)]
        if join == MEAN:
            mean: Floats = points @ (criteria[owners] * inner)
            return mean
        found = np.full((len(points), inner.shape[1]), 0.0 if join == GEOMETRIC else 1.0)
        for place in np.flatnonzero(criteria.any(axis=1)):
            value = np.clip(points[:, owners == place] @ inner[owners == place], 0.0, 1.0)
            if join == MINIMUM:
                np.minimum(found, value, out=found)
            else:
                with np.errstate(divide="ignore"):  # Nothing in one criterion is nothing in all.
                    found += criteria[place] * np.log(value)
        return found if join == MINIMUM else np.exp(found)

    def _spread(
        self, applies: NDArray[np.bool_], drawn: Sequence[Floats], moves: Floats | None, count: int
    ) -> tuple[Floats, Floats]:
        """Return the weights of criteria, and those of questions inside their criterion, by draws.

        What does not apply leaves its weight to its siblings. Behind the questions stands each contested
        level, with the points that it gains or loses.
        """
        import numpy as np

        inner = np.zeros((len(applies), count))

        def counts(child: int) -> bool:
            return any(map(counts, self.groups[~child].children)) if child < 0 else bool(applies[child])

        def weights_of(place: int) -> Floats:
            kept = np.array([counts(child) for child in self.groups[place].children])
            weights = drawn[place]
            if kept.all():
                return weights
            kept_weights: Floats = weights * kept[:, None]
            kept_weights /= np.maximum(kept_weights.sum(axis=0), TINY)
            return kept_weights

        def fill(child: int, factor: Floats | float) -> None:
            if child >= 0:
                inner[child] = factor * applies[child]
            elif counts(child):
                for below, weights in zip(self.groups[~child].children, weights_of(~child), strict=True):
                    fill(below, factor * weights)

        for child in self.groups[0].children:
            fill(child, 1.0)
        if moves is not None:
            inner = np.vstack([inner, inner[self._columns[len(applies) :]] * moves])
        criteria = weights_of(0)
        return np.broadcast_to(criteria, (len(criteria), count)), inner

    def _moves(self, arguments: Floats) -> Floats:
        """Return how many points each contested level gains or loses."""
        import numpy as np

        ranges = np.array([level.contested for level in self.contested])
        own = np.array([level.points.low for level in self.contested if level.points])
        moves: Floats = (ranges[:, 0] - own)[:, None] + arguments * (ranges[:, 1] - ranges[:, 0])[:, None]
        return moves
