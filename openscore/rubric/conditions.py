"""Conditions over facts: sets of allowed values joined by all, any and not, three-valued.

A condition is decided on masks of what may be true (see `records.vocabulary`), so an unknown fact
makes it unknown unless the rest settles it. The same tree can be written as SQL.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from openscore.errors import did_you_mean
from openscore.language import tr
from openscore.records.vocabulary import Scale

FALSE, UNKNOWN, TRUE = 0, 1, 2
"""Truth values in Kleene's order: `all` is the minimum, `any` the maximum, `not` the mirror."""


class In(NamedTuple):
    """The fact at `path` has one of the allowed values."""

    path: str
    allowed: int
    scale: Scale

    def decide(self, masks: Mapping[str, int]) -> int:
        """Return FALSE, UNKNOWN or TRUE for what may be true."""
        possible = masks[self.path]
        if not possible & self.allowed:
            return FALSE
        return UNKNOWN if possible & ~self.allowed else TRUE


class All(NamedTuple):
    """Every one of the conditions holds."""

    conditions: "tuple[Condition, ...]"

    def decide(self, masks: Mapping[str, int]) -> int:
        """Return FALSE, UNKNOWN or TRUE for what may be true."""
        least = TRUE
        for condition in self.conditions:
            truth = condition.decide(masks)
            if truth == FALSE:
                return FALSE
            least = min(least, truth)
        return least


class Any(NamedTuple):
    """At least one of the conditions holds."""

    conditions: "tuple[Condition, ...]"

    def decide(self, masks: Mapping[str, int]) -> int:
        """Return FALSE, UNKNOWN or TRUE for what may be true."""
        most = FALSE
        for condition in self.conditions:
            truth = condition.decide(masks)
            if truth == TRUE:
                return TRUE
            most = max(most, truth)
        return most


class Not(NamedTuple):
    """The condition does not hold."""

    condition: "Condition"

    def decide(self, masks: Mapping[str, int]) -> int:
        """Return FALSE, UNKNOWN or TRUE for what may be true."""
        return TRUE - self.condition.decide(masks)


Condition = In | All | Any | Not


def atoms(condition: Condition) -> Iterator[In]:
    """Yield every test of a single fact in the tree."""
    if isinstance(condition, In):
        yield condition
    elif isinstance(condition, Not):
        yield from atoms(condition.condition)
    else:
        for inner in condition.conditions:
            yield from atoms(inner)


def paths_of(condition: Condition) -> Iterator[str]:
    """Yield every path that the condition reads, as often as it does."""
    for atom in atoms(condition):
        yield atom.path


Where = tuple[str | int, ...]
Complain = Callable[[str, Where, str, str], None]


def parse_condition(
    table: object, where: Where, scale_of: Callable[[str, Where], Scale | None], complain: Complain
) -> Condition:
    """Make a condition of a TOML table; keys side by side must all hold.

    Args:
        table: Such as `{"weights.availability" = ["public"]}` or `{any = [{...}, {...}]}`.
        where: Place of the table in the file, for problems.
        scale_of: Gives the scale of a path, or complains and gives None.
        complain: Takes the name, place, message and hint of a problem.
    """
    if not isinstance(table, dict) or not table:
        complain("malformed-condition", where, tr("a condition is a table with at least one key"), "")
        return All(())
    conditions: list[Condition] = []
    for key, value in table.items():
        place = (*where, key)
        if key in ("all", "any"):
            items = value if isinstance(value, list) else []
            if not items:
                complain("malformed-condition", place, tr("'{key}' needs a list of conditions", key=key), "")
            inner = tuple(
                parse_condition(item, (*place, index), scale_of, complain) for index, item in enumerate(items)
            )
            conditions.append(All(inner) if key == "all" else Any(inner))
        elif key == "not":
            conditions.append(Not(parse_condition(value, place, scale_of, complain)))
        elif (scale := scale_of(key, place)) is not None:
            conditions.append(In(key, _allowed(value, scale, place, complain), scale))
    return conditions[0] if len(conditions) == 1 else All(tuple(conditions))


def _allowed(value: object, scale: Scale, where: Where, complain: Complain) -> int:
    if not isinstance(value, list) or not value:
        complain("malformed-condition", where, tr('allowed values are a list, such as ["public"]'), "")
        return 0
    known = [id for id in value if isinstance(id, str) and id in scale.bits]
    for id in value:
        if id not in known:
            complain(
                "unknown-value",
                where,
                tr("{id!r} is not one of {listed}", id=id, listed=", ".join(scale.bits)),
                did_you_mean(str(id), scale.bits),
            )
    return scale.mask(known)


def is_upward(condition: Condition) -> bool:
    """Whether making any single fact more open can never turn the condition from true to false."""
    if isinstance(condition, In):
        return _is_top(condition.allowed & condition.scale.ordered, condition.scale.ordered)
    if isinstance(condition, Not):
        return is_downward(condition.condition)
    return all(is_upward(inner) for inner in condition.conditions)


def is_downward(condition: Condition) -> bool:
    """Whether making any single fact more open can never turn the condition from false to true."""
    if isinstance(condition, In):
        return _is_top(~condition.allowed & condition.scale.ordered, condition.scale.ordered)
    if isinstance(condition, Not):
        return is_upward(condition.condition)
    return all(is_downward(inner) for inner in condition.conditions)


def _is_top(mask: int, ordered: int) -> bool:
    """Whether `mask` holds the most open values without a gap (open values have low bits), or none."""
    below = (1 << mask.bit_length()) - 1
    return mask == ordered & below
