"""From a wide table of facts to masks of what may be true: the engine's derivations, as SQL.

A fact that is NULL is unknown: its mask has every bit. What `engine.facts` says of one entry is written
here once for all rows, step by step, so that each step can be read in the printed query; what
`engine.lineage` folds along a line is in `hub.line`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlglot import exp

from openscore.engine.facts import EntryReader, Member, nothing_granted
from openscore.hub.licensors import GRANTED, MAKER, MAY_BE, OTHERS, Licensors, is_shared_work
from openscore.hub.line import LineTables
from openscore.hub.masks import fact, gone, others, own_term, stated, term_mask, value_mask, with_own, worst
from openscore.hub.sql_expressions import (
    Sql,
    both,
    column,
    either,
    every,
    has,
    named,
    number,
    snake,
    text,
    when,
    widened,
)
from openscore.records.licenses import NONE, LicenseTable, Resolution
from openscore.records.vocabulary import LICENSE, MEMBERSHIP, NOT_APPLICABLE, TERMS, Scale
from openscore.rubric.rubric import Rubric

FACTS = "facts"
LICENSES = "licenses"


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
        self.entries = EntryReader(rubric)
        self.terms = sorted({term for used in self.entries.components.values() for term, _ in used})
        self._own_terms = [term for term in self.terms if term in self.vocabulary.terms]
        self._licensors = Licensors(licenses, self._names)

    @property
    def columns(self) -> tuple[str, ...]:
        """The paths of the facts that the query reads, sorted; each is a column of text."""
        read = set(self.entries.plain)
        for component in self.entries.components:
            read.add(f"{component}.{LICENSE}")
            if aspect := self.entries.presence[component]:
                read.add(f"{component}.{aspect}")
        read.update(f"{TERMS}.{term}" for term in self._own_terms)
        return tuple(sorted(read))

    def tables(self, source: str, *, lineage: bool) -> Iterator[tuple[str, exp.Query]]:
        """Yield the common tables by name, in order; the last, `known`, has a mask for every path."""
        if self.terms:
            yield LICENSES, self._license_rows()
            if lineage:
                yield GRANTED, self._licensors.rows()
            yield "licensed", self._licensed(source, lineage=lineage)
            yield "stated", self._stated()
            source = "stated"
        if lineage:
            yield from LineTables(self.rubric, self.entries).tables(source)
        else:
            yield "own", self._own(source)
        met = "line" if lineage else "own"
        if self._members():
            yield "met", self._met(met)
            met = "met"
        yield "known", self._known(met)

    def _license_rows(self) -> exp.Query:
        """List every name that a license may stand under, with a mask for each term."""
        rows: dict[str, Resolution] = {}
        for name in self._names:
            rows.setdefault(name.casefold(), self._licenses.resolve(name))
        tuples = [
            (name, self._licensors.state(name), *[self._mask_of(resolved, term) for term in self.terms])
            for name, resolved in sorted(rows.items())
        ]
        columns = ["name", OTHERS, *[_mask(term) for term in self.terms]]
        values = exp.values(tuples, alias="listed", columns=columns)
        return exp.select(*map(column, columns)).from_(values)

    def _mask_of(self, resolved: Resolution, term: str) -> int:
        name = term.removeprefix(f"{MEMBERSHIP}.")
        if name == term:
            return resolved.masks[term]
        inside = self._licenses.is_inside(resolved.expression, self.rubric.license_sets[name])
        answer = "none-stated" if resolved.state == "none-stated" else "yes" if inside else "no"
        return self.vocabulary.membership.bits[answer]

    def _licensed(self, source: str, *, lineage: bool) -> exp.Query:
        """Give each component what its license says, if anything is released, and the entry's own terms.

        A component has one column more: whether there is nothing to license, NULL where that is unknown.
        """
        query = exp.select("f.*").from_(exp.to_table(source).as_("f"))
        for component in self.entries.components:
            alias = _alias(component)
            query = query.join(
                exp.to_table(LICENSES).as_(alias),
                on=column("name", alias).eq(exp.Lower(this=fact(f"{component}.{LICENSE}"))),
                join_type="left",
            )
        for component in self._granted_works() if lineage else ():
            query = query.join(
                exp.to_table(GRANTED).as_(_granted_alias(component)),
                on=exp.and_(
                    column("name", _granted_alias(component)).eq(column("name", _alias(component))),
                    column(MAKER, _granted_alias(component)).eq(column(MAKER, "f")),
                    copy=False,
                ),
                join_type="left",
            )
            query = query.select(named(self._others(component), others(component)), copy=False)
        for component, used in self.entries.components.items():
            query = query.select(named(self._gone(component), gone(component)), copy=False)
            for term, path in used:
                query = query.select(named(self._covered(component, term), snake(path)), copy=False)
        for term in self._own_terms:
            scale = self.vocabulary.license_scale(term)
            mask = value_mask(f"{TERMS}.{term}", scale, exp.null(), without=[NOT_APPLICABLE])
            query = query.select(named(mask, own_term(term)), copy=False)
        return query

    def _stated(self) -> exp.Query:
        """Give each term of a component what its license and the entry's own terms say of it together."""
        query = widened("licensed", ())
        for used in self.entries.components.values():
            for term, path in used:
                if term in self._own_terms:
                    query = query.select(
                        named(with_own(path, term), stated(path, self._own_terms)), copy=False
                    )
        return query

    def _granted_works(self) -> list[str]:
        """Return the components of which an owner's own license does not bind its next model."""
        return [id for id in self.entries.components if is_shared_work(id, self.rubric)]

    @staticmethod
    def _others(component: str) -> Sql:
        """Return whether only others than the row's maker can grant the license of a component."""
        is_granted = exp.not_(column("name", _granted_alias(component)).is_(exp.null()), copy=False)
        stated = exp.Coalesce(this=column(OTHERS, _alias(component)), expressions=[number(MAY_BE)])
        return when([(is_granted, number(0))], stated)

    def _gone(self, component: str) -> Sql:
        aspect = self.entries.presence[component]
        if aspect is None:
            return exp.false()
        states = self.vocabulary.scale(f"{component}.{aspect}")
        unreleased = states.ids(states.full & ~states.released)
        state = fact(f"{component}.{aspect}")
        # A dialect may take a comparison with NULL for false.
        unknown = state.copy().is_(exp.null())
        return when([(unknown, exp.null())], state.isin(*[text(id) for id in unreleased]))

    def _covered(self, component: str, term: str) -> Sql:
        """Return what the license says of a term, where anything is released."""
        scale = self.vocabulary.license_scale(term)
        stated: Sql = exp.Coalesce(
            this=column(_mask(term), _alias(component)), expressions=[number(self._unlisted(term, scale))]
        )
        possible = scale.full & ~scale.bits[NOT_APPLICABLE]
        if self._unlisted(term, scale) != possible:
            unstated = fact(f"{component}.{LICENSE}").is_(exp.null())
            stated = when([(unstated, number(possible))], stated)
        return stated

    def _unlisted(self, term: str, scale: Scale) -> int:
        """Return what may be true of a term of a license that is not in the table."""
        if term.startswith(f"{MEMBERSHIP}."):
            return scale.bits["no"]
        abstained = self._licenses.resolve("LicenseRef-not-in-the-table").masks
        return abstained[term]

    def _own(self, source: str) -> exp.Query:
        """Give every fact and every term of a component its mask, for rows that stand alone."""
        query = exp.select(column("id", "f")).from_(exp.to_table(source).as_("f"))
        for path, scale in self.entries.plain.items():
            query = query.select(named(value_mask(path, scale), snake(path)), copy=False)
        for component, used in self.entries.components.items():
            for _, path in used:
                said = column(stated(path, self._own_terms), "f")
                mask = term_mask(component, said, self.entries.terms[path])
                query = query.select(named(mask, snake(path)), copy=False)
        return query

    def _members(self) -> dict[str, Member]:
        """Return what stands in any set of components of which the worst license counts, by its path."""
        return {member.path: member for members in self.entries.sets.values() for member in members}

    def _met(self, source: str) -> exp.Query:
        """Give each member of a set what it grants there, once for all sets and all that they ask of it."""
        query = widened(source, ())
        for path, member in self._members().items():
            scale = self.entries.terms[path]
            query = query.select(named(_granted(member, scale), _granted_column(path)), copy=False)
        return query

    def _known(self, source: str) -> exp.Query:
        """Give every path that the rubric reads its mask: of several components, the worst."""
        query = exp.select(column("id", "k")).from_(exp.to_table(source).as_("k"))
        for path in self.rubric.paths:
            mask: Sql = column(snake(path), "k")
            if members := self.entries.sets.get(path):
                granted = [column(_granted_column(member.path), "k") for member in members]
                mask = worst(granted, self.rubric.scale(path))
            query = query.select(named(mask, snake(path)), copy=False)
        return query


def _granted(member: Member, scale: Scale) -> Sql:
    """Return what one of a set grants: what is withheld grants nothing, what does not exist is no limit."""
    mask = column(snake(member.path))
    if not member.presence:
        return mask
    state, nothing = column(snake(member.presence)), number(nothing_granted(scale))
    spared = when(
        [(has(state.copy(), member.inapplicable), mask.copy())],
        both(mask.copy(), number(scale.full & ~scale.bits[NOT_APPLICABLE])),
    )
    lost = every([has(mask.copy(), scale.bits[NOT_APPLICABLE]), has(state.copy(), member.existing)])
    granted = either([spared, nothing])
    return when([(has(state, member.withheld), granted), (lost, granted.copy())], mask)


def _granted_column(path: str) -> str:
    return f"{snake(path)}_granted"


def _granted_alias(component: str) -> str:
    return f"{snake(component)}_granted"


def _alias(component: str) -> str:
    return f"{snake(component)}_{LICENSE}"


def _mask(term: str) -> str:
    """Return the name of a term's column, apart from words that SQL reserves, such as `grant`."""
    return f"{snake(term)}_mask"
