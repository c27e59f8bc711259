"""From masks of facts to the levels that are still possible, and their points."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlglot import exp

from openscore.hub.column_names import snake
from openscore.hub.condition_cover import Box, merged
from openscore.hub.means import ENDS, may_fall_away, with_means
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
    present,
    some,
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
            means = {snake(group.id): group.parts for group in groups if group.aggregate != "min"}
            least = [group for group in groups if group.aggregate == "min"]
            others = [one for group in least for one in _leasts(group)]
            others += [_optional(group) for group in groups if may_fall_away(group)]
            yield from with_means(source, f"groups_{storey}", means, *others)
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


def _optional(group: Part) -> Sql:
    """Return whether a group falls away: all of its parts do."""
    optional = [column(f"{snake(part.id)}_optional", "s") for part in group.parts]
    return named(every(optional), f"{snake(group.id)}_optional")


def _leasts(group: Part) -> Iterator[Sql]:
    for end, is_low in ENDS:
        yield named(_least(group.parts, low=is_low), f"{snake(group.id)}_{end}")


def _least(parts: Sequence[Part], *, low: bool) -> Sql:
    """Return the least of the parts; at best those that may fall away do, or all but the best one."""
    end = "low" if low else "high"
    values = [column(f"{snake(part.id)}_{end}") for part in parts]
    least = exp.Nullif(
        this=extreme([present(value, low=True) for value in values], low=True),
        expression=present(exp.null(), low=True).expressions[0],
    )
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
