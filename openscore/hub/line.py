"""What passes along lines of models, as SQL: `engine.lineage` for all rows at once.

A table `ancestors` has a row for each model and each of those that it rests on, itself among them, and how:
`is_near` if only copies lie between, `is_own` if the ancestor is the same maker's as the model that was made
from it, `is_copy` if the ancestor is a copy itself, which leaves unsaid facts to its original.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

from openscore.engine.facts import EntryReader
from openscore.hub.column_names import snake
from openscore.hub.licensors import IS, MAY_BE, is_shared_work
from openscore.hub.masks import (
    copied_mask,
    fact,
    gone,
    lowest,
    lowest_of_all,
    others,
    own_bound,
    stated,
    term_mask,
    value_mask,
    worst,
    worst_of_all,
)
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
from openscore.records.vocabulary import LICENSE, NOT_APPLICABLE, Scale
from openscore.rubric.rubric import Rubric

ANCESTORS = "ancestors"
WAYS = ("is_near", "is_own", "is_copy")
"""Columns of `ancestors` that say how an ancestor counts."""


class LineTables:
    """The common tables that fold what counts along a line, for one rubric."""

    def __init__(self, rubric: Rubric, entries: EntryReader) -> None:
        self._entries = entries
        self._rubric = rubric
        self._lineage = rubric.lineage
        self._own_terms = rubric.vocabulary.terms
        self._works = {id for id, component in rubric.vocabulary.components.items() if component.is_work}

    def tables(self, source: str) -> Iterator[tuple[str, exp.Query]]:
        """Yield the common tables by name, in order; the last, `line`, has a mask for each fact and term."""
        yield "members", self._members(source)
        yield "bounds", self._bounds()
        yield "folded", self._folded()
        yield "line", self._line()

    def _members(self, source: str) -> exp.Query:
        """Say of each ancestor what its own entry says; NULL where a copy leaves it to its original."""
        query = exp.select(*[column(name, "a") for name in ("id", *WAYS)]).from_(
            exp.to_table(ANCESTORS).as_("a")
        )
        query = query.join(
            exp.to_table(source).as_("f"), on=column("id", "f").eq(column("ancestor", "a")), join_type="left"
        )
        for path, scale in self._entries.plain.items():
            unsaid = when([(column("is_copy", "a"), exp.null())], number(scale.full))
            query = query.select(named(value_mask(path, scale, unsaid), snake(path)), copy=False)
        for component, used in self._entries.components.items():
            for term, path in used:
                mask = self._term(component, term, path, self._entries.terms[path])
                query = query.select(named(mask, snake(path)), copy=False)
        for component in self._beside():
            query = query.select(named(self._held(component), _held(component)), copy=False)
        for component in self._entries.components:
            if is_shared_work(component, self._rubric):
                stated = exp.Coalesce(this=column(others(component), "f"), expressions=[number(MAY_BE)])
                query = query.select(named(stated, others(component)), copy=False)
        return query

    def _beside(self) -> list[str]:
        """Return the components, no works, of which the license is shared: the data of several stages."""
        shared = [id for id in self._entries.components if f"{id}.{LICENSE}" in self._lineage]
        return [id for id in shared if id not in self._works and self._entries.presence[id]]

    def _held(self, component: str) -> Sql:
        """Return whether an ancestor withholds a component (see `FactReader._withhold`), or may."""
        state = fact(f"{component}.{self._entries.presence[component]}")
        kept = state.copy().isin(*[text(id) for id in self._entries.kept_back(component)])
        return when([(state.is_(exp.null()), number(MAY_BE)), (kept, number(IS))], number(0))

    def _term(self, component: str, term: str, path: str, scale: Scale) -> Sql:
        said = column(stated(path, self._own_terms), "f")
        own = own_bound(term) if term in self._own_terms else None
        is_missing = column("id", "f").is_(exp.null())
        return when(
            [
                (is_missing, number(scale.full)),
                (column("is_copy", "a"), self._copied(component, said, own, scale)),
            ],
            term_mask(component, said.copy(), scale),
        )

    def _copied(self, component: str, stated: Sql, own: Sql | None, scale: Scale) -> Sql:
        mask = copied_mask(component, stated, own, scale)
        aspect = self._entries.presence[component]
        if component in self._works:
            if not aspect:
                return mask
            absent = fact(f"{component}.{aspect}").eq(text(NOT_APPLICABLE))
            return when([(absent, own.copy() if own else exp.null())], mask)
        none = [column(gone(component), "f"), fact(f"{component}.{LICENSE}").is_(exp.null())]
        return when([(one, exp.null()) for one in none], mask)

    def _bounds(self) -> exp.Query:
        """Say of each ancestor what of it counts near to the model, and what beyond; NULL is nothing."""
        near, is_copy = column("is_near"), column("is_copy")
        query = widened("members", ())
        for path in self._entries.plain:
            copies = every([near.copy(), is_copy.copy()])
            rest: Sql = exp.not_(exp.paren(copies.copy()), copy=False)
            if path not in self._lineage:
                rest = every([near.copy(), exp.not_(is_copy.copy(), copy=False)])
            for name, rows in (("said", copies), ("rest", rest)):
                mask = when([(rows, column(snake(path)))])
                query = query.select(named(mask, f"{name}_{snake(path)}"), copy=False)
        for path, scale in self._entries.terms.items():
            mask = column(snake(path))
            query = query.select(named(when([(near.copy(), mask)]), f"near_{snake(path)}"), copy=False)
            if self._is_shared(path):
                bound = self._bound(path, mask.copy(), scale)
                query = query.select(named(bound, f"far_{snake(path)}"), copy=False)
        return query

    def _folded(self) -> exp.Query:
        """Fold each fact over copies and over the rest, each term over what is near and over the bases."""
        query = exp.select(column("id", "m")).from_(exp.to_table("bounds").as_("m"))
        for path, scale in self._entries.plain.items():
            for name in (f"said_{snake(path)}", f"rest_{snake(path)}"):
                query = query.select(named(worst_of_all(column(name, "m"), scale), name), copy=False)
        for path, scale in self._entries.terms.items():
            name = f"near_{snake(path)}"
            near = exp.Coalesce(this=lowest_of_all(column(name, "m")), expressions=[number(scale.full)])
            query = query.select(named(near, name), copy=False)
            if self._is_shared(path):
                query = query.select(named(self._far(path, scale), f"far_{snake(path)}"), copy=False)
        own = every([column("is_near", "m"), exp.not_(column("is_copy", "m"), copy=False)])
        for component in self._beside():
            held = exp.Max(this=when([(own.copy(), column(_held(component), "m"))], number(0)))
            query = query.select(named(held, _held(component)), copy=False)
        return query.group_by(column("id", "m"))

    def _is_shared(self, path: str) -> bool:
        return f"{path.partition('.')[0]}.{LICENSE}" in self._lineage

    def _is_work(self, path: str) -> bool:
        return path.partition(".")[0] in self._works

    def _far(self, path: str, scale: Scale) -> Sql:
        """Return what bases lay upon a term: of a work 0 where nothing, of data NULL."""
        mask = column(f"far_{snake(path)}", "m")
        if self._is_work(path):
            return exp.Coalesce(this=lowest_of_all(mask), expressions=[number(0)])
        return worst_of_all(mask, scale)

    def _bound(self, path: str, mask: Sql, scale: Scale) -> Sql:
        """Return what an ancestor's license lays upon the model; NULL is nothing.

        An owner's own license of its own work does not bind it, what only others can grant does, and what
        may be either may.
        """
        far: Sql = exp.not_(column("is_near"), copy=False)
        if not self._is_work(path):
            return when([(far, mask)])
        bound = _as_bound(mask, scale)
        state = column(others(path.partition(".")[0]))
        is_strange = some([exp.not_(column("is_own"), copy=False), state.copy().eq(number(IS))])
        doubted = [far.copy(), state.eq(number(MAY_BE))]
        strange = [far, exp.paren(is_strange, copy=False)]
        return when([(every(strange), bound), (every(doubted), either([bound.copy(), number(1)]))])

    def _line(self) -> exp.Query:
        query = exp.select(column("id", "l")).from_(exp.to_table("folded").as_("l"))
        for path, scale in self._entries.plain.items():
            query = query.select(named(_met(path, scale), snake(path)), copy=False)
        for path, scale in self._entries.terms.items():
            near, far = column(f"near_{snake(path)}", "l"), column(f"far_{snake(path)}", "l")
            mask = self._joined(path, near, far, scale) if self._is_shared(path) else near
            query = query.select(named(mask, snake(path)), copy=False)
        return query

    def _joined(self, path: str, near: Sql, far: Sql, scale: Scale) -> Sql:
        """Return what may be true of a term where bases count: what is withheld has none but its own."""
        component = path.partition(".")[0]
        if self._is_work(path):
            return lowest(near, far)
        joined = worst([near, far], scale)
        alone: list[tuple[Sql, Sql]] = [(far.copy().is_(exp.null()), near.copy())]
        if component not in self._beside():
            return when(alone, joined)
        doubted = worst([near.copy(), either([far.copy(), number(scale.bits[NOT_APPLICABLE])])], scale)
        held = column(_held(component), "l")
        withheld = [(held.eq(number(IS)), near.copy()), (held.copy().eq(number(MAY_BE)), doubted)]
        return when([*alone, *withheld], joined)


def _held(component: str) -> str:
    """Return the name of the column that says whether a component is withheld."""
    return f"{snake(component)}_held"


def _met(path: str, scale: Scale) -> Sql:
    """Return a fact of a copy beside its original's (see `engine.lineage.FactReader`)."""
    said = column(f"said_{snake(path)}", "l")
    rest: Sql = exp.Coalesce(this=column(f"rest_{snake(path)}", "l"), expressions=[number(scale.full)])
    if not scale.ordered:
        return rest
    loose = scale.full & ~scale.ordered
    if not loose:
        return when([(said.is_(exp.null()), rest)], worst([said.copy(), rest.copy()], scale))
    ordered = both(rest.copy(), number(scale.ordered))
    found = when([(has(rest.copy(), scale.ordered), worst([said.copy(), ordered], scale))], number(0))
    last = 1 << scale.ordered.bit_length() - 1
    spared = when([(has(said.copy(), scale.full & ~last), both(rest.copy(), number(loose)))], number(0))
    kept = when([(has(rest.copy(), loose), either([both(said.copy(), number(last)), spared]))], number(0))
    return when([(said.is_(exp.null()), rest)], either([found, kept]))


def _as_bound(mask: Sql, scale: Scale) -> Sql:
    """Return what a license lays upon others: where nothing is licensed, nothing."""
    absent = scale.bits[NOT_APPLICABLE]
    rest = both(mask.copy(), number(scale.full & ~absent))
    return when([(has(mask, absent), either([rest, number(1)]))], rest.copy())
