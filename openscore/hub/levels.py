"""From masks of facts to the levels that are still possible, and their points."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlglot import exp

from openscore.hub.column_names import snake
from openscore.hub.condition_cover import Box, merged
from openscore.hub.sql_expressions import (
    Sql,
    add,
    column,
    double,
    every,
    extreme,
    has,
    named,
    number,
    over,
    present,
    some,
    times,
    when,
    widened,
)
from openscore.rubric.conditions import All, Any, Condition, In, Not
from openscore.rubric.parts import Part
from openscore.rubric.rubric import Rubric


class LevelTables:
    """The common tables that turn masks of facts into points, for one rubric."""

    def __init__(self, rubric: Rubric) -> None:
        self.rubric = rubric

    def tables(self, source: str) -> Iterator[tuple[str, exp.Query]]:
        """Yield the common tables by name, in order; each adds columns to the one before it.

        A question may read the levels of earlier ones, a group joins earlier groups: so there is one
        table for each storey.
        """
        leaves = list(self.rubric.leaves())
        depth: dict[str, int] = {}
        for leaf in leaves:
            depth[f"@{leaf.id}"] = 1 + max((depth.get(path, 0) for path in leaf.paths), default=0)
        for storey in range(1, max(depth.values()) + 1):
            here = [leaf for leaf in leaves if depth[f"@{leaf.id}"] == storey]
            columns = [named(self._mask(leaf), snake(leaf.id)) for leaf in here]
            yield f"levels_{storey}", widened(source, columns)
            source = f"levels_{storey}"
        columns = [one for leaf in leaves for one in self._points(leaf)]
        yield "points", widened(source, columns)
        source = "points"
        for storey, groups in enumerate(_storeys(self.rubric.criteria), start=1):
            columns = [one for group in groups for one in _group(group)]
            yield f"groups_{storey}", widened(source, columns)
            source = f"groups_{storey}"

    def _mask(self, leaf: Part) -> Sql:
        """Return the mask of the levels that may be reached: those of which a box may hold."""
        scale = self.rubric.scale(f"@{leaf.id}")
        masks: list[Sql] = []
        for place, level in enumerate(leaf.levels):
            boxes = merged(cell.masks for cell in leaf.cells if cell.level == place)
            possible = some([self._box(leaf, box) for box in boxes])
            masks.append(when([(possible, number(scale.bits[level.id]))], number(0)))
        return add(masks)

    def _box(self, leaf: Part, box: Box) -> Sql:
        tests = [
            has(mask_of(path, self.rubric), bits, self.rubric.scale(path))
            for path, bits in zip(leaf.paths, box, strict=True)
            if bits != self.rubric.scale(path).full
        ]
        return every(tests)

    def _points(self, leaf: Part) -> Iterator[Sql]:
        mask, bits = column(snake(leaf.id)), self.rubric.scale(f"@{leaf.id}").bits
        for end, is_low in (("low", True), ("high", False)):
            by_points: dict[float, int] = {}
            for level in leaf.levels:
                if level.points is not None:
                    points = level.points.low if is_low else level.points.high
                    by_points[points] = by_points.get(points, 0) | bits[level.id]
            ladder = sorted(by_points.items(), reverse=not is_low)
            cases = [(has(mask.copy(), ids), number(points)) for points, ids in ladder]
            yield named(double(when(cases)), f"{snake(leaf.id)}_{end}")
        if outside := sum(bits[level.id] for level in leaf.levels if level.points is None):
            yield named(has(mask.copy(), outside), f"{snake(leaf.id)}_optional")


def mask_of(path: str, rubric: Rubric) -> Sql:
    """Return the mask of a fact or of a question's levels, as conditions see it.

    Where the framework leaves an answer open, whoever asks for a level gets none: all are possible.
    """
    mask = column(snake(path))
    if path.startswith("@"):
        leaf = next((leaf for leaf in rubric.leaves() if f"@{leaf.id}" == path), None)
        scale = rubric.scale(path)
        if undecided := leaf and sum(
            scale.bits[level.id] for level in leaf.levels if level.points and not level.points.is_certain
        ):
            return when([(has(mask, undecided), number(scale.full))], mask.copy())
    return mask


def possibly(condition: Condition, rubric: Rubric) -> Sql:
    """Return whether a condition may hold."""
    if isinstance(condition, In):
        return has(mask_of(condition.path, rubric), condition.allowed, condition.scale)
    if isinstance(condition, Not):
        return exp.not_(surely(condition.condition, rubric))
    join = every if isinstance(condition, All) else some
    return join([possibly(inner, rubric) for inner in condition.conditions])


def surely(condition: Condition, rubric: Rubric) -> Sql:
    """Return whether a condition holds whatever the unknown facts turn out to be."""
    if isinstance(condition, In):
        denied = condition.scale.full & ~condition.allowed
        return exp.not_(has(mask_of(condition.path, rubric), denied, condition.scale))
    if isinstance(condition, Not):
        return exp.not_(possibly(condition.condition, rubric))
    join = some if isinstance(condition, Any) else every
    return join([surely(inner, rubric) for inner in condition.conditions])


def may_fall_away(part: Part) -> bool:
    """Whether some facts make the part not applicable."""
    if part.levels:
        return any(level.points is None for level in part.levels)
    return all(may_fall_away(inner) for inner in part.parts)


def _storeys(criteria: Sequence[Part]) -> list[list[Part]]:
    """Return all groups, those of questions first, so that each follows what it is made of."""
    storeys: list[list[Part]] = []

    def place(part: Part) -> int:
        if part.levels:
            return 0
        storey = max(place(inner) for inner in part.parts)
        while len(storeys) <= storey:
            storeys.append([])
        storeys[storey].append(part)
        return storey + 1

    for part in criteria:
        place(part)
    return storeys


def _group(group: Part) -> Iterator[Sql]:
    name = snake(group.id)
    for end, is_low in (("low", True), ("high", False)):
        worst = _least if group.aggregate == "min" else mean
        yield named(worst(group.parts, low=is_low), f"{name}_{end}")
    if may_fall_away(group):
        yield named(every([column(f"{snake(part.id)}_optional") for part in group.parts]), f"{name}_optional")


def mean(parts: Sequence[Part], *, low: bool) -> Sql:
    """Return the least (or greatest) weighted mean over every choice of the parts that may fall away.

    The extreme is reached by taking all optional parts up to some value, so each value that they may have
    is tried as that bound; see `interval.weighted_mean`, which finds it by sorting.
    """
    optional = [part for part in parts if may_fall_away(part)]
    if not optional:
        return _weighted([(part, None) for part in parts], low=low)
    end = "low" if low else "high"
    tried = []
    for bound in (None, *_bounds(optional, end)):
        counts: list[tuple[Part, Sql | None]] = []
        for part in parts:
            inside: Sql | None = None
            if part in optional:
                inside = exp.not_(column(f"{snake(part.id)}_optional"))
                if bound is not None:
                    value, limit = column(f"{snake(part.id)}_{end}"), bound.copy()
                    within = value <= limit if low else value >= limit
                    inside = some([inside, within])
            counts.append((part, inside))
        tried.append(present(_weighted(counts, low=low), low=low))
    return _where_any(parts, end, extreme(tried, low=low))


def _where_any(parts: Sequence[Part], end: str, result: Sql) -> Sql:
    """Return a result, but NULL where no part has a value.

    NULLIF would say the whole result twice, for that is what databases make of it.
    """
    if not all(map(may_fall_away, parts)):
        return result
    values = [column(f"{snake(part.id)}_{end}") for part in parts]
    return when([(some([exp.not_(value.is_(exp.null()), copy=False) for value in values]), result)])


def _bounds(optional: Sequence[Part], end: str) -> list[Sql]:
    """Return the values that parts may have: those of their levels, or their columns if fewer."""
    values = {getattr(level.points, end) for part in optional for level in part.levels if level.points}
    if all(part.levels for part in optional) and len(values) < len(optional):
        return [double(number(value)) for value in sorted(values)]
    return [column(f"{snake(part.id)}_{end}") for part in optional]


def _weighted(counts: Sequence[tuple[Part, Sql | None]], *, low: bool) -> Sql:
    end = "low" if low else "high"
    above, below = [], []
    for part, inside in counts:
        weighted, weight = times(number(part.share), column(f"{snake(part.id)}_{end}")), number(part.share)
        if inside is not None:
            weighted = when([(inside, weighted)], number(0))
            weight = when([(inside.copy(), weight)], number(0))
        above.append(weighted)
        below.append(weight)
    total = add(below)
    if all(inside is not None for _, inside in counts):
        total = exp.Nullif(this=total, expression=number(0))
    return over(add(above), total)


def _least(parts: Sequence[Part], *, low: bool) -> Sql:
    """Return the least of the parts; at best those that may fall away do, or all but the best one."""
    end = "low" if low else "high"
    values = [column(f"{snake(part.id)}_{end}") for part in parts]
    least = _where_any(parts, end, extreme([present(value, low=True) for value in values], low=True))
    optional = [part for part in parts if may_fall_away(part)]
    if low or not optional:
        return least
    certain = [
        when([(exp.not_(column(f"{snake(part.id)}_optional")), value.copy())]) if part in optional else value
        for part, value in zip(parts, values, strict=True)
    ]
    best = extreme([present(value.copy(), low=False) for value in values], low=False)
    floor = extreme([present(value, low=True) for value in certain], low=True)
    no_floor, nothing = (present(exp.null(), low=end).expressions[0] for end in (True, False))
    return exp.Coalesce(
        this=exp.Nullif(this=floor, expression=no_floor),
        expressions=[exp.Nullif(this=best, expression=nothing)],
    )
