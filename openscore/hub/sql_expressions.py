"""The few words of SQL that a rubric needs, as sqlglot trees.

Masks are integers, as in the engine: bit *i* stands for the *i*-th value of a scale. Trees are built in
place: sqlglot would copy all that a node is made of each time that it makes one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import reduce

from sqlglot import exp, parse_one

from openscore.records.vocabulary import Scale

Sql = exp.Expr
TOP = 1.0 + 1.0
"""Above every share of points; `-TOP` is below: what stands for a part that does not apply."""


def column(name: str, table: str = "") -> exp.Column:
    """Return a column, quoted only where its name needs it."""
    return exp.column(exp.to_identifier(name), table=table or None)


def number(value: float) -> Sql:
    """Return a number; whole ones stand without a point."""
    if value < 0:
        return exp.Neg(this=number(-value))
    return exp.Literal.number(int(value) if value == int(value) else repr(value))


def text(value: str) -> Sql:
    """Return a string literal."""
    return exp.Literal.string(value)


def named(value: Sql, name: str) -> Sql:
    """Return a value with the name of its column."""
    return exp.alias_(value, exp.to_identifier(name), copy=False)


def widened(source: str, columns: Iterable[Sql]) -> exp.Select:
    """Return all columns of a table, and more."""
    return exp.Select().select("*", *columns, copy=False).from_(source, copy=False)


def constants(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> exp.Select:
    """Return a table of constants, which has at least one row."""
    values = exp.values([tuple(row) for row in rows], alias="listed", columns=columns)
    return exp.select(*map(column, columns)).from_(values)


def parsed(sql: str) -> exp.Query:
    """Return a query that is written in DuckDB's words."""
    return parse_one(sql, dialect="duckdb", into=exp.Select)


def both(left: Sql, right: Sql) -> Sql:
    """Return the bits that both masks have."""
    return exp.BitwiseAnd(this=_single(left), expression=_single(right))


def has(mask: Sql, bits: int, scale: Scale | None = None) -> Sql:
    """Return whether a mask has any of the bits; with a scale, a comment names their values."""
    test = exp.NEQ(this=both(mask, number(bits)), expression=number(0))
    if scale is not None:
        test.expression.add_comments([f" {', '.join(scale.ids(bits))} "])
    return test


def when(cases: Iterable[tuple[Sql, Sql]], otherwise: Sql | None = None) -> Sql:
    """Return the value of the first case that holds."""
    ifs = [exp.If(this=condition, true=value) for condition, value in cases]
    if not ifs:
        return otherwise or exp.null()
    return exp.Case(ifs=ifs, default=otherwise)


def extreme(values: Sequence[Sql], *, low: bool) -> Sql:
    """Return the least (or greatest) of several values, of which none is NULL."""
    if len(values) == 1:
        return values[0]
    kind = exp.Least if low else exp.Greatest
    return kind(this=values[0], expressions=list(values[1:]), ignore_nulls=True)


def present(value: Sql, *, low: bool) -> Sql:
    """Return the value, or what loses every comparison where it is NULL."""
    return exp.Coalesce(this=value, expressions=[number(TOP if low else -TOP)])


def add(values: Sequence[Sql]) -> Sql:
    """Return a sum."""
    return reduce(lambda left, right: exp.Add(this=left, expression=right), values)


def times(left: Sql, right: Sql) -> Sql:
    """Return a product."""
    return exp.Mul(this=_single(left), expression=_single(right))


def over(left: Sql, right: Sql) -> Sql:
    """Return a quotient of floating-point numbers."""
    return exp.Div(this=_single(left), expression=_single(right), typed=False, safe=False)


def double(value: Sql) -> Sql:
    """Return the value as a floating-point number, whatever a dialect makes of a literal."""
    return exp.cast(value, "DOUBLE", copy=False)


def every(conditions: Sequence[Sql]) -> Sql:
    """Return whether all conditions hold."""
    return exp.and_(*conditions, copy=False) if conditions else exp.true()


def some(conditions: Sequence[Sql]) -> Sql:
    """Return whether any condition holds."""
    return exp.or_(*conditions, copy=False) if conditions else exp.false()


def _single(value: Sql) -> Sql:
    """Return the value, in brackets where it is made of several."""
    is_joined = isinstance(value, exp.Binary | exp.Neg | exp.Connector) and not isinstance(value, exp.Dot)
    return exp.paren(value, copy=False) if is_joined else value
