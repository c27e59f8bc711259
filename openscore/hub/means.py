"""Weighted means of parts of which some may fall away, as SQL (see `interval.weighted_mean`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sqlglot import exp

from openscore.hub.column_names import snake
from openscore.hub.sql_expressions import (
    Sql,
    add,
    column,
    constants,
    named,
    number,
    over,
    some,
    times,
    when,
)
from openscore.rubric.parts import Part

ENDS = (("low", True), ("high", False))


def may_fall_away(part: Part) -> bool:
    """Whether some facts make the part not applicable."""
    if part.levels:
        return any(level.points is None for level in part.levels)
    return all(may_fall_away(inner) for inner in part.parts)


def with_means(
    source: str, table: str, listed: Mapping[str, Sequence[Part]], *more: Sql
) -> Iterator[tuple[str, exp.Query]]:
    """Yield a table that has the columns of another, `<name>_low` and `<name>_high` for each mean, and more.

    The extreme over every choice is reached by taking all that may fall away up to some value: the value of
    each is tried as that bound, in a row of its own, and the least (or greatest) of a model's rows is kept.
    """
    tried = {name: parts for name, parts in listed.items() if any(map(may_fall_away, parts))}
    columns = [
        column(f"{name}_{end}", "t") if name in tried else named(_weighted(name, parts, end), f"{name}_{end}")
        for name, parts in listed.items()
        for end, _ in ENDS
    ]
    query = exp.select("s.*", *columns, *more, copy=False).from_(exp.to_table(source).as_("s"))
    if tried:
        places = range(1 + max(map(len, tried.values())))
        yield f"{table}_bounds", constants(("place",), [(place,) for place in places])
        yield f"{table}_tried", _tried(source, f"{table}_bounds", tried)
        query = query.join(
            exp.to_table(f"{table}_tried").as_("t"), on=column("id", "t").eq(column("id", "s"))
        )
    yield table, query


def _tried(source: str, places: str, means: Mapping[str, Sequence[Part]]) -> exp.Query:
    """Return the extremes of means over all rows that a model has: one for each bound, and one for none."""
    parts = {part.id: part for listed in means.values() for part in listed}
    names = [f"{snake(part.id)}_{end}" for part in parts.values() for end, _ in ENDS]
    names += [f"{snake(part.id)}_optional" for part in parts.values() if may_fall_away(part)]
    bounds, values, extremes = [], [], []
    for name, listed in means.items():
        for end, is_low in ENDS:
            cases = [
                (column("place", "b").eq(number(place)), column(f"{snake(part.id)}_{end}", "s"))
                for place, part in enumerate(listed, start=1)
                if may_fall_away(part)
            ]
            bounds.append(named(when(cases), f"{name}_{end}_bound"))
            values.append(named(_weighted(name, listed, end), f"{name}_{end}"))
            kind = exp.Min if is_low else exp.Max
            extremes.append(named(kind(this=column(f"{name}_{end}", "found")), f"{name}_{end}"))
    rows = exp.select("s.id", *[column(one, "s") for one in names], *bounds, copy=False)
    rows = rows.from_(exp.to_table(source).as_("s")).join(exp.to_table(places).as_("b"), join_type="cross")
    each = exp.select("id", *values, copy=False).from_(rows.subquery("tries", copy=False))
    return exp.select("id", *extremes, copy=False).from_(each.subquery("found", copy=False)).group_by("id")


def _weighted(name: str, parts: Sequence[Part], end: str) -> Sql:
    """Return the mean of what counts: all that cannot fall away, and the rest up to the bound."""
    above, below = [], []
    for part in parts:
        value, share = column(f"{snake(part.id)}_{end}"), number(part.share)
        weighted = times(share.copy(), value)
        if may_fall_away(part):
            bound = column(f"{name}_{end}_bound")
            within = value.copy() <= bound if end == "low" else value.copy() >= bound
            inside = some([exp.not_(column(f"{snake(part.id)}_optional")), within])
            weighted, share = when([(inside, weighted)], number(0)), when([(inside.copy(), share)], number(0))
        above.append(weighted)
        below.append(share)
    total: Sql = add(below)
    if all(map(may_fall_away, parts)):
        total = exp.Nullif(this=total, expression=number(0))
    return over(add(above), total)
