"""Masks of what may be true of facts and license terms, as SQL: of one row, and the worst of several.

What is written here for whole tables, `records.vocabulary` and `engine.facts` do for single values.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlglot import exp

from openscore.hub.column_names import snake
from openscore.hub.sql_expressions import (
    Sql,
    both,
    column,
    either,
    extreme,
    has,
    number,
    text,
    when,
)
from openscore.records.vocabulary import LICENSE, NOT_APPLICABLE, Scale


def fact(path: str) -> exp.Column:
    """Return the column of a fact."""
    return column(snake(path), "f")


def gone(component: str) -> str:
    """Return the name of the column that says whether a component has nothing to license."""
    return f"{snake(component)}_gone"


def others(component: str) -> str:
    """Return the name of the column that says whether only others can grant a component's license."""
    return f"{snake(component)}_others"


def own_term(term: str) -> str:
    """Return the name of the column of a term that an entry itself states; 0 where it states none."""
    return f"own_{snake(term)}"


def own_bound(term: str) -> Sql:
    """Return a term that an entry itself states; NULL where it states none."""
    return exp.Nullif(this=column(own_term(term), "f"), expression=number(0))


def value_mask(path: str, scale: Scale, unknown: Sql | None = None, without: Collection[str] = ()) -> Sql:
    """Return the bit of a fact's value; where it is unknown another mask, by default all bits."""
    cases = [exp.If(this=text(id), true=number(bit)) for id, bit in scale.bits.items() if id not in without]
    return exp.Case(this=fact(path), ifs=cases, default=unknown or number(scale.full))


def term_mask(component: str, stated: Sql, scale: Scale) -> Sql:
    """Return what may be true of a term of a component: nothing covers what is not released."""
    absent = scale.bits[NOT_APPLICABLE]
    is_gone = column(gone(component), "f")
    unknown = is_gone.copy().is_(exp.null())
    return when([(unknown, either([stated, number(absent)])), (is_gone, number(absent))], stated.copy())


def copied_mask(component: str, stated: Sql, own: Sql | None, scale: Scale) -> Sql:
    """Return the same of a copy, which leaves to its original what it does not say: NULL is no bound."""
    is_gone = column(gone(component), "f")
    unsaid = fact(f"{component}.{LICENSE}").is_(exp.null())
    return when([(is_gone, number(scale.bits[NOT_APPLICABLE])), (unsaid, own or exp.null())], stated)


def stated(path: str, own_terms: Collection[str]) -> str:
    """Return the name of the column of a term of a component, what the entry itself states counted in."""
    return snake(path) + ("_stated" if path.partition(f".{LICENSE}.")[2] in own_terms else "")


def lowest(left: Sql, right: Sql) -> Sql:
    """Return what may be true of the last of two values of a scale (see `engine.facts.lowest`).

    Each stands several times in it, and so had better be a column. A mask without any bit sets no bound.
    """
    floor = extreme([_low_bit(left.copy()), _low_bit(right.copy())], low=False)
    return both(either([left, right]), exp.Neg(this=exp.paren(floor, copy=False)))


def lowest_of_all(mask: Sql) -> Sql:
    """Return the same over the rows of a group; NULL sets no bound."""
    floor = exp.Max(this=_low_bit(mask.copy()))
    return both(exp.BitwiseOrAgg(this=mask), exp.Neg(this=floor))


def worst(masks: Sequence[Sql], scale: Scale) -> Sql:
    """Return what may be true of the least open of several facts (see `Scale.worst`)."""
    if len(masks) == 1:
        return masks[0]
    joined = either([both(mask.copy(), number(scale.ordered)) for mask in masks])
    floor = extreme([_floor(mask.copy(), scale) for mask in masks], low=False)
    result = both(joined, exp.Neg(this=floor))
    loose = scale.full & ~scale.ordered
    if not loose:
        return result
    parts = [both(mask.copy(), number(loose)) for mask in masks]
    if loose & (loose - 1):
        are_all = exp.and_(*[has(mask.copy(), loose) for mask in masks], copy=False)
        return either([result, when([(are_all, either(parts))], number(0))])
    shared = parts[0]
    for part in parts[1:]:
        shared = both(shared, part)
    return either([result, shared])


def worst_of_all(mask: Sql, scale: Scale) -> Sql:
    """Return the same over the rows of a group; NULL does not count."""
    loose = scale.full & ~scale.ordered
    joined = exp.BitwiseOrAgg(this=both(mask.copy(), number(scale.ordered)))
    result = both(joined, exp.Neg(this=exp.Max(this=_floor(mask.copy(), scale))))
    if not loose:
        return result
    part = both(mask.copy(), number(loose))
    if loose & (loose - 1):
        are_all = exp.GT(this=exp.Min(this=part.copy()), expression=number(0))
        return either([result, when([(are_all, exp.BitwiseOrAgg(this=part))], number(0))])
    return either([result, exp.BitwiseAndAgg(this=part)])


def _low_bit(mask: Sql) -> Sql:
    return both(mask, exp.Neg(this=exp.paren(mask.copy(), copy=False)))


def _floor(mask: Sql, scale: Scale) -> Sql:
    """Return the most open value that a mask allows, as a bit; values out of the order are no bound."""
    if loose := scale.full & ~scale.ordered:
        return when([(has(mask.copy(), loose), number(1))], _low_bit(mask))
    return _low_bit(mask)
