"""From a wide table of facts to masks of what may be true: the engine's derivations, as SQL.

A fact that is NULL is unknown: its mask has every bit. What `engine.facts` says of one entry is written
here once for all rows, step by step, so that each step can be read in the printed query; what
`engine.lineage` folds along a line is in `hub.line`.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

from openscore.engine.facts import EntryReader, Member, nothing_granted
from openscore.hub.column_names import snake
from openscore.hub.license_tables import LICENSES, license_terms, mask_column
from openscore.hub.licensors import GRANTED, MAKER, MAY_BE, OTHERS, is_shared_work
from openscore.hub.line import LineTables
from openscore.hub.masks import fact, gone, lowest, others, own_term, stated, term_mask, value_mask, worst
from openscore.hub.sql_expressions import (
    Sql,
    both,
    column,
    either,
    every,
    has,
    named,
    number,
    some,
    text,
    when,
    widened,
)
from openscore.records.licenses import LicenseTable
from openscore.records.vocabulary import LICENSE, MEMBERSHIP, NOT_APPLICABLE, TERMS, Scale
from openscore.rubric.rubric import Rubric

FACTS = "facts"


class FactTables:
    """The common tables that turn facts into masks, for one rubric."""

    def __init__(self, rubric: Rubric, licenses: LicenseTable) -> None:
        """Prepare the tables.

        Args:
            rubric: Whose paths are needed.
            licenses: What licenses permit, require and limit.
        """
        self.rubric = rubric
        self.vocabulary = rubric.vocabulary
        self._licenses = licenses
        self.entries = EntryReader(rubric)
        self.terms = license_terms(rubric)
        self._own_terms = [term for term in self.terms if term in self.vocabulary.terms]

    def tables(self, source: str, *, lineage: bool) -> Iterator[tuple[str, exp.Query]]:
        """Yield the common tables by name, in order; the last, `known`, has a mask for every path.

        They read `licenses` and, with lineage, `granted` (see `license_tables`).
        """
        if self.terms:
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
            mask = value_mask(f"{TERMS}.{term}", scale, number(0), without=[NOT_APPLICABLE])
            query = query.select(named(mask, own_term(term)), copy=False)
        return query

    def _stated(self) -> exp.Query:
        """Give each term of a component what its license and the entry's own terms say of it together."""
        query = widened("licensed", ())
        for used in self.entries.components.values():
            for term, path in used:
                if term in self._own_terms:
                    together = lowest(column(snake(path)), column(own_term(term)))
                    query = query.select(named(together, stated(path, self._own_terms)), copy=False)
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
        said, unlisted = column(mask_column(term), _alias(component)), self._unlisted(term, scale)
        stated: Sql = exp.Coalesce(this=said, expressions=[number(unlisted)])
        possible = scale.full & ~scale.bits[NOT_APPLICABLE]
        if unlisted != possible:
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
    return when([(some([has(state, member.withheld), lost]), either([spared, nothing]))], mask)


def _granted_column(path: str) -> str:
    return f"{snake(path)}_granted"


def _granted_alias(component: str) -> str:
    return f"{snake(component)}_granted"


def _alias(component: str) -> str:
    return f"{snake(component)}_{LICENSE}"
