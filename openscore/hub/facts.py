"""From a wide table of facts to masks of what may be true: the engine's derivations, as SQL.

A fact that is NULL is unknown: its mask has every bit. What `engine.facts` does for one record is
written here once for all rows, step by step, so that each step can be read in the printed query.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from sqlglot import exp

from openscore.engine.facts import derived_from, is_inherited
from openscore.errors import DataError
from openscore.hub.sql_expressions import (
    Sql,
    both,
    column,
    either,
    extreme,
    has,
    named,
    number,
    snake,
    some,
    text,
    when,
)
from openscore.language import tr
from openscore.records.licenses import NONE, LicenseTable, Resolution
from openscore.records.vocabulary import LICENSE, MEMBERSHIP, NOT_APPLICABLE, TERMS, Scale
from openscore.rubric.rubric import Rubric

FACTS = "facts"
LICENSES = "licenses"
ANCESTORS = "ancestors"


class Derived(NamedTuple):
    """A path that rests on the licenses of some components."""

    path: str
    components: tuple[str, ...]
    term: str
    scale: Scale


class FactTables:
    """The common tables that turn facts into masks, for one rubric."""

    def __init__(
        self, rubric: Rubric, licenses: LicenseTable, names: Iterable[str] = (), *, is_closed: bool = False
    ) -> None:
        """Prepare the tables.

        Args:
            rubric: Whose paths are needed.
            licenses: What licenses permit, require and limit.
            names: Further expressions that the license columns may hold, such as `MIT OR Apache-2.0`.
            is_closed: Whether they hold nothing else.
        """
        self.rubric = rubric
        self.vocabulary = rubric.vocabulary
        self._licenses = licenses
        members = [name for listed in rubric.license_sets.values() for name in listed]
        known = () if is_closed else (*licenses.names, *sorted(licenses.ambiguous), *members)
        self._names = (*known, *names, NONE)
        self.plain = [path for path in rubric.paths if not derived_from(path, rubric)]
        self.derived = [
            Derived(path, components, path.split(".", 2)[2], rubric.scale(path))
            for path in rubric.paths
            if (components := derived_from(path, rubric))
        ]
        self.inherited = [path for path in rubric.paths if is_inherited(path, rubric)]
        self.components = sorted({component for one in self.derived for component in one.components})
        self.terms = sorted({one.term for one in self.derived})
        self._covers = sorted({(component, one.term) for one in self.derived for component in one.components})
        self._own_terms = [term for term in self.terms if term in self.vocabulary.terms]
        self._presence = {
            component: next(
                (aspect for aspect in self.vocabulary.components[component].aspects if aspect != LICENSE),
                None,
            )
            for component in self.components
        }

    @property
    def columns(self) -> tuple[str, ...]:
        """The paths of the facts that the query reads, sorted; each is a column of text."""
        read = set(self.plain)
        for component in self.components:
            read.add(f"{component}.{LICENSE}")
            if aspect := self._presence[component]:
                read.add(f"{component}.{aspect}")
        read.update(f"{TERMS}.{term}" for term in self._own_terms)
        return tuple(sorted(read))

    def tables(self, source: str, *, lineage: bool) -> Iterator[tuple[str, exp.Query]]:
        """Yield the common tables by name, in order; the last, `known`, has a mask for every path."""
        if self.derived:
            yield LICENSES, self._license_rows()
        last = "known" if not lineage or not self.inherited else "own"
        if self.derived:
            yield "licensed", self._licensed(source)
            yield "together", self._together("licensed")
            source = "together"
        yield last, self._known(source)
        if last != "known":
            yield "passed_on", self._passed_on(last)
            yield "known", self._inherited(last)

    def _license_rows(self) -> exp.Query:
        """List every name that a license may stand under, with a mask for each term."""
        rows: dict[str, Resolution] = {}
        for name in self._names:
            rows.setdefault(name.casefold(), self._licenses.resolve(name))
        tuples = [
            (name, *[self._mask_of(resolved, term) for term in self.terms])
            for name, resolved in sorted(rows.items())
        ]
        columns = ["name", *[_mask(term) for term in self.terms]]
        values = exp.values(tuples, alias="listed", columns=columns)
        return exp.select(*map(column, columns)).from_(values)

    def _mask_of(self, resolved: Resolution, term: str) -> int:
        name = term.removeprefix(f"{MEMBERSHIP}.")
        if name == term:
            return resolved.masks[term]
        inside = self._licenses.is_inside(resolved.expression, self.rubric.license_sets[name])
        answer = "none-stated" if resolved.state == "none-stated" else "yes" if inside else "no"
        return self.vocabulary.membership.bits[answer]

    def _licensed(self, source: str) -> exp.Query:
        """Give each component the masks of its license; nothing covers what is not released."""
        query = exp.select("f.*").from_(exp.to_table(source).as_("f"))
        for component in self.components:
            alias = _alias(component)
            query = query.join(
                exp.to_table(LICENSES).as_(alias),
                on=column("name", alias).eq(exp.Lower(this=_fact(f"{component}.{LICENSE}"))),
                join_type="left",
            )
        for component, term in self._covers:
            mask = self._covered(component, term, self.vocabulary.license_scale(term))
            query = query.select(named(mask, _name(component, term)), copy=False)
        for term in self._own_terms:
            mask = _value_mask(f"{TERMS}.{term}", self.vocabulary.license_scale(term), otherwise=exp.null())
            query = query.select(named(mask, f"own_{_mask(term)}"), copy=False)
        return query

    def _covered(self, component: str, term: str, scale: Scale) -> Sql:
        """Return what the license says of a term, before terms of the record's own."""
        absent = scale.bits[NOT_APPLICABLE]
        alias = _alias(component)
        stated: Sql = exp.Coalesce(
            this=column(_mask(term), alias), expressions=[number(self._unlisted(term, scale))]
        )
        unstated = _fact(f"{component}.{LICENSE}").is_(exp.null())
        if self._unlisted(term, scale) != scale.full & ~absent:
            stated = when([(unstated, number(scale.full & ~absent))], stated)
        aspect = self._presence[component]
        if aspect is None:
            return stated
        states = self.vocabulary.scale(f"{component}.{aspect}")
        state = _fact(f"{component}.{aspect}")
        gone = state.isin(*[text(id) for id in states.ids(states.full & ~states.released)])
        return when(
            [(state.copy().is_(exp.null()), either([stated, number(absent)])), (gone, number(absent))],
            stated.copy(),
        )

    def _unlisted(self, term: str, scale: Scale) -> int:
        """Return what may be true of a term of a license that is not in the table."""
        if term.startswith(f"{MEMBERSHIP}."):
            return scale.bits["no"]
        abstained = self._licenses.resolve("LicenseRef-not-in-the-table").masks
        return abstained[term]

    def _together(self, source: str) -> exp.Query:
        """Give every path that rests on licenses the worst over its components."""
        query = exp.select("f.*").from_(exp.to_table(source).as_("f"))
        for one in self.derived:
            masks = [column(_name(component, one.term), "f") for component in one.components]
            query = query.select(named(worst(masks, one.scale), _mask(one.path)), copy=False)
        return query

    def _known(self, source: str) -> exp.Query:
        """Give every path that the rubric reads its mask, the record's own terms included."""
        query = exp.select(column("id", "f")).from_(exp.to_table(source).as_("f"))
        for path in self.plain:
            query = query.select(named(_value_mask(path, self.rubric.scale(path)), snake(path)), copy=False)
        for one in self.derived:
            mask: Sql = column(_mask(one.path), "f")
            if one.term in self._own_terms:
                own = column(f"own_{_mask(one.term)}", "f")
                stays = some([own.is_(exp.null()), mask.eq(one.scale.bits[NOT_APPLICABLE])])
                mask = when([(stays, mask)], worst([mask, own], one.scale))
            query = query.select(named(mask, snake(one.path)), copy=False)
        return query

    def _passed_on(self, own: str) -> exp.Query:
        """Give every inherited path the worst over the ancestors, of whom each model is one itself."""
        query = exp.select(column("id", "a")).from_(exp.to_table(ANCESTORS).as_("a"))
        query = query.join(
            exp.to_table(own).as_("k"), on=column("id", "k").eq(column("ancestor", "a")), join_type="left"
        )
        for path in self.inherited:
            scale = self.rubric.scale(path)
            mask = exp.Coalesce(this=column(snake(path), "k"), expressions=[number(scale.full)])
            query = query.select(named(_worst_of_all(mask, scale), snake(path)), copy=False)
        return query.group_by(column("id", "a"))

    def _inherited(self, own: str) -> exp.Query:
        query = exp.select(column("id", "k")).from_(exp.to_table(own).as_("k"))
        query = query.join(
            exp.to_table("passed_on").as_("p"), on=column("id", "p").eq(column("id", "k")), join_type="left"
        )
        for path in self.rubric.paths:
            mask: Sql = column(snake(path), "k")
            if path in self.inherited:
                mask = exp.Coalesce(this=column(snake(path), "p"), expressions=[mask])
            query = query.select(named(mask, snake(path)), copy=False)
        return query


def worst(masks: Sequence[Sql], scale: Scale) -> Sql:
    """Return what may be true of the least open of several facts (see `Scale.worst`)."""
    if len(masks) == 1:
        return masks[0]
    joined = either([both(mask, number(scale.ordered)) for mask in masks])
    floor = extreme([_floor(mask.copy(), scale) for mask in masks], low=False)
    result = both(joined, exp.Neg(this=floor))
    if loose := scale.full & ~scale.ordered:
        shared = masks[0].copy()
        for mask in masks[1:]:
            shared = both(shared, mask.copy())
        result = either([result, both(shared, number(loose))])
    return result


def _worst_of_all(mask: Sql, scale: Scale) -> Sql:
    """Return the same over the rows of a group."""
    loose = scale.full & ~scale.ordered
    if loose & (loose - 1):
        raise DataError(
            tr("lineage over '{id}' has no worst value", id=scale.id),
            hint=tr("leave the fact out of lineage"),
        )
    joined = exp.BitwiseOrAgg(this=both(mask, number(scale.ordered)))
    floor = exp.Max(this=_floor(mask.copy(), scale))
    result = both(joined, exp.Neg(this=floor))
    return either([result, exp.BitwiseAndAgg(this=both(mask.copy(), number(loose)))]) if loose else result


def _floor(mask: Sql, scale: Scale) -> Sql:
    """Return the most open value that a mask allows, as a bit; values out of the order are no bound."""
    lowest = both(mask, exp.Neg(this=mask.copy()))
    if loose := scale.full & ~scale.ordered:
        return when([(has(mask.copy(), loose), number(1))], lowest)
    return lowest


def _value_mask(path: str, scale: Scale, otherwise: Sql | None = None) -> Sql:
    value = _fact(path)
    cases = [exp.If(this=text(id), true=number(bit)) for id, bit in scale.bits.items()]
    return exp.Case(this=value, ifs=cases, default=otherwise or number(scale.full))


def _fact(path: str) -> exp.Column:
    return column(snake(path), "f")


def _alias(component: str) -> str:
    return f"{snake(component)}_{LICENSE}"


def _name(component: str, term: str) -> str:
    return f"{snake(component)}_{snake(term)}"


def _mask(term: str) -> str:
    """Return the name of a term's column, apart from words that SQL reserves, such as `grant`."""
    return f"{snake(term)}_mask"
