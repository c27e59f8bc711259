"""What entries and their lines leave possible of each fact and term, as plainly as it can be said.

Beside `plain.py`, which says what follows from that. Sets of values for bit masks, pairs of values for their
arithmetic, recursion for an order of work. What the text of a license says comes from the table of licenses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import reduce
from itertools import product
from typing import NamedTuple

from openscore import Rubric
from openscore.records.licenses import LicenseTable
from openscore.records.record import Link, ModelRecord
from openscore.records.vocabulary import Component, Scale

Values = frozenset[str]
Sets = dict[str, Values]
ABSENT, NO_GRANT, LICENSE = "not-applicable", "no-grant", "license"
NONE: Values = frozenset()


def pairs(left: Values, right: Values, joined: Callable[[str, str], Values]) -> Values:
    """Return what any value of one side and any of the other come to together."""
    return frozenset().union(*(joined(*two) for two in product(left, right)))


def last(scale: Scale, left: Values, right: Values) -> Values:
    """Return the later of two values in the list, whether they are in its order or not."""
    places = list(scale.bits)
    return pairs(left, right, lambda one, other: frozenset([max(one, other, key=places.index)]))


def ordered(scale: Scale) -> Values:
    """Return the values that stand in an order; one alone stands in none."""
    found = frozenset(value.id for value in scale.values if value.is_ordered)
    return found if len(found) > 1 else NONE


def worst(scale: Scale, left: Values, right: Values) -> Values:
    """Return the less open of two values; one out of the order gives way, and of two such either may be meant."""
    line = ordered(scale)

    def joined(one: str, other: str) -> Values:
        inside = [value for value in (one, other) if value in line]
        return (
            last(scale, frozenset(inside[:1]), frozenset(inside[-1:])) if inside else frozenset((one, other))
        )

    return pairs(left, right, joined)


def beside(scale: Scale, said: Values, original: Values) -> Values:
    """Return a fact of a copy: no more open than its original's, and what that does not have it has not either."""
    line = ordered(scale)
    if not line:
        return original
    end = max(line, key=list(scale.bits).index)

    def joined(one: str, other: str) -> Values:
        if other in line:
            return worst(scale, frozenset([one]), frozenset([other]))
        return frozenset([one if one == end else other])

    return pairs(said, original, joined)


class Line(NamedTuple):
    """As in `engine.lineage`: facts of copies and of originals, terms of its own, of bases, and what passes on."""

    said: Sets
    rest: Sets
    near: Sets
    far: Sets
    given: Sets
    others: Sets


class PlainLines:
    """Reads the records of one registry for one rubric."""

    def __init__(self, rubric: Rubric) -> None:
        self.rubric, self.vocabulary = rubric, rubric.vocabulary
        self.lines: dict[str, Line] = {}
        self.terms: dict[str, tuple[Component, str]] = {}
        """By path of a term of one component, that component and the term."""
        self.sets: dict[str, list[str]] = {}
        """By path of a term over several components, the paths of each of them."""
        self.facts: dict[str, Scale] = {}
        for path in rubric.paths:
            head, _, rest = path.partition(".")
            if rest.startswith(f"{LICENSE}."):
                members = rubric.term_sets.get(head, [head])
                listed = [f"{member}.{rest}" for member in members]
                for member, one in zip(members, listed, strict=True):
                    self.terms[one] = self.vocabulary.components[member], rest.removeprefix(f"{LICENSE}.")
                if head in rubric.term_sets:
                    self.sets[path] = listed
            else:
                self.facts[path] = rubric.scale(path)
        for path in self.sets:
            for member in self.sets[path]:
                component, _ = self.terms[member]
                if component.presence:
                    fact = f"{component.id}.{component.presence}"
                    self.facts[fact] = self.vocabulary.scale(fact)
        self.shared_terms = [
            path for path, (one, _) in self.terms.items() if f"{one.id}.{LICENSE}" in rubric.lineage
        ]

    def scale(self, path: str) -> Scale:
        """Return the values that a term of one component may have."""
        return self.vocabulary.license_scale(self.terms[path][1])

    def ways(self, record: ModelRecord) -> Iterator[tuple[str | None, Sets]]:
        """Yield what a record is met with, and what may then be true of every path."""
        served = live(record)
        for link in served:
            yield link.model, self.met(self.joined(record, [*record.links, link]))
        if not served:
            yield None, self.met(self.line(record))

    def line(self, record: ModelRecord) -> Line:
        """Return the line of a record over all of its links."""
        if record.id not in self.lines:
            self.lines[record.id] = self.joined(record, [*record.links, *live(record)])
        return self.lines[record.id]

    def joined(self, record: ModelRecord, links: Sequence[Link]) -> Line:
        """Return the line of a record over some of its links."""
        copies = is_copy(record)
        line = self.begun(record, copies=copies)
        for link in links:
            base = record.registry.models.get(link.model)
            above = self.line(base) if base else self.nothing_known()
            if copies and is_copied(record, link):
                self.copy(line, above)
            else:
                self.share(line, above, is_own=base is not None and record.registry.same_maker(record, base))
        for path in self.shared_terms:
            component, _ = self.terms[path]
            if not copies and not component.is_work and path in line.far and component.presence:
                fact = f"{component.id}.{component.presence}"
                state, scale = record.values.get(fact), self.vocabulary.scale(fact)
                if state is None:
                    line.far[path] |= {ABSENT}
                elif state not in scale.ids(scale.released) and state != ABSENT:
                    del line.far[path]
        if live(record):
            for path, mask in self.terms_of_use(record):
                line.near[path] = last(self.scale(path), line.near[path], mask) if path in line.near else mask
        return line

    def nothing_known(self) -> Line:
        """Return the line of a base that is not out yet."""
        terms = {path: everything(self.scale(path)) for path in self.terms}
        return self.of({path: everything(scale) for path, scale in self.facts.items()}, {}, terms)

    def begun(self, record: ModelRecord, *, copies: bool) -> Line:
        """Return what the entry alone says."""
        said = {path: frozenset([record.values[path]]) for path in self.facts if path in record.values}
        unsaid = {} if copies else {path: everything(scale) for path, scale in self.facts.items()}
        terms = {}
        for path, (component, term) in self.terms.items():
            found = self.entry(record, component, copies=copies).get(term)
            if found is not None:
                terms[path] = found
        line = self.of({} if copies else {**unsaid, **said}, said if copies else {}, terms)
        for path in line.given:
            component, _ = self.terms[path]
            whose = record.registry.is_others(record, f"{component.id}.{LICENSE}")
            if component.is_work and whose is not False:
                free = {self.scale(path).values[0].id} if whose is None else set()
                line.others[path] = line.given[path] | free
        return line

    def of(self, rest: Sets, said: Sets, terms: Sets) -> Line:
        """Return a line of one entry; what is licensed to nobody binds nobody."""
        given = {}
        for path in self.shared_terms:
            if path in terms:
                free = self.scale(path).values[0].id
                is_work = self.terms[path][0].is_work
                given[path] = frozenset(free if is_work and one == ABSENT else one for one in terms[path])
        return Line(said, rest, dict(terms), {}, given, {})

    def entry(self, record: ModelRecord, component: Component, *, copies: bool) -> Sets:
        """Return what an entry leaves of the terms of a component; what a copy leaves to its original is not there."""
        fact = f"{component.id}.{component.presence}"
        state = record.values.get(fact) if component.presence else None
        license = record.values.get(f"{component.id}.{LICENSE}")
        scale = self.vocabulary.scale(fact) if component.presence else None
        is_out = scale is None or state is None or state in scale.ids(scale.released)
        if copies and not component.is_work and (not is_out or license is None):
            return {}
        own = {term: record.values.get(f"terms.{term}") for term in self.vocabulary.terms}
        limits = {term: frozenset([value]) for term, value in own.items() if value is not None}
        if copies and (state == ABSENT or (is_out and license is None)):
            return limits
        stated = self.stated(record.registry.licenses, license) if license else {}
        may_be_absent = scale is not None and (not copies if state is None else not is_out)
        found = {}
        for term in {term for one, term in self.terms.values() if one is component}:
            scale_of_term = self.vocabulary.license_scale(term)
            possible = stated.get(term, everything(scale_of_term) - {ABSENT}) if is_out else NONE
            possible |= {ABSENT} if may_be_absent else NONE
            found[term] = last(scale_of_term, possible, limits[term]) if term in limits else possible
        return found

    def stated(self, table: LicenseTable, license: str) -> Sets:
        """Return what a license says, and in which sets of the rubric it is."""
        masks: Mapping[str, int] = table.resolve(license).masks
        found = {
            term: frozenset(self.vocabulary.license_scale(term).ids(mask)) for term, mask in masks.items()
        }
        for name, members in self.rubric.license_sets.items():
            answer = "yes" if table.is_inside(license, members) else "no"
            found[f"in.{name}"] = frozenset(["none-stated" if license == "NONE" else answer])
        return found

    def terms_of_use(self, record: ModelRecord) -> Iterator[tuple[str, Values]]:
        """Yield how a service binds what it gives; what it does not say may be anything but nothing."""
        for service in self.vocabulary.components.values():
            for path, (component, term) in self.terms.items():
                if component.id in service.binds and term in service.aspects:
                    value = record.values.get(f"{service.id}.{term}")
                    unsaid = everything(self.scale(path)) - {NO_GRANT, ABSENT}
                    yield path, unsaid if value is None else frozenset([value])

    def copy(self, line: Line, base: Line) -> None:
        """Take all over from an original."""
        for mine, theirs in ((line.said, base.said), (line.rest, base.rest)):
            for path, values in theirs.items():
                mine[path] = worst(self.facts[path], mine[path], values) if path in mine else values
        for path, values in base.near.items():
            line.near[path] = last(self.scale(path), line.near[path], values) if path in line.near else values
        for mine, theirs in ((line.far, base.far), (line.given, base.given), (line.others, base.given)):
            for path, values in theirs.items():
                self.fold(mine, path, values)

    def share(self, line: Line, base: Line, *, is_own: bool) -> None:
        """Take over from a base what the rubric lets models share with theirs."""
        for path in self.rubric.lineage:
            for theirs in (base.said, base.rest):
                if path in self.facts and path in theirs:
                    mine = line.rest.get(path)
                    line.rest[path] = worst(self.facts[path], mine, theirs[path]) if mine else theirs[path]
        for path in self.shared_terms:
            binding = base.others if is_own and self.terms[path][0].is_work else base.given
            if path in binding:
                for mine in (line.far, line.given, line.others):
                    self.fold(mine, path, binding[path])

    def fold(self, mine: Sets, path: str, values: Values) -> None:
        """Let a term count beside others: of data, one stage of training may have none."""
        joined = last if self.terms[path][0].is_work else worst
        mine[path] = joined(self.scale(path), mine[path], values) if path in mine else values

    def met(self, line: Line) -> Sets:
        """Return what may be true of every path that the rubric reads."""
        found: Sets = {}
        for path, scale in self.facts.items():
            rest = line.rest.get(path, everything(scale))
            found[path] = beside(scale, line.said[path], rest) if path in line.said else rest
        for path, (component, _) in self.terms.items():
            scale, joined = self.scale(path), last if component.is_work else worst
            near = line.near.get(path, everything(scale))
            found[path] = joined(scale, near, line.far[path]) if path in line.far else near
        for path, members in self.sets.items():
            scale = self.rubric.scale(path)
            granted = [self.granted(member, found) for member in members]
            found[path] = reduce(lambda left, right, scale=scale: worst(scale, left, right), granted)  # type: ignore[misc]
        return found

    def granted(self, path: str, sets: Sets) -> Values:
        """Return what one of several components grants: what is there and withheld grants nothing."""
        component, term = self.terms[path]
        if component.presence is None:
            return sets[path]
        fact = f"{component.id}.{component.presence}"
        scale, states = self.vocabulary.scale(fact), sets[fact]
        existing = states - {ABSENT}
        is_withheld = any(state not in scale.ids(scale.released) for state in existing)
        if not is_withheld and not (ABSENT in sets[path] and existing):
            return sets[path]
        nothing = NO_GRANT if NO_GRANT in self.vocabulary.license_scale(term).bits else "none-stated"
        return (sets[path] if ABSENT in states else sets[path] - {ABSENT}) | {nothing}


def everything(scale: Scale) -> Values:
    """Return all values of a scale."""
    return frozenset(scale.bits)


def live(record: ModelRecord) -> list[Link]:
    """Return what a service serves on the day."""
    return [link for link in record.serves if link.covers(record.registry.day)]


def is_copied(record: ModelRecord, link: Link) -> bool:
    """Whether a link leads from a copy to its original, or from a service to a model."""
    relation = record.registry.vocabulary.relations.get(link.relation)
    return link.relation == "serves" if relation is None else relation.is_copy


def is_copy(record: ModelRecord) -> bool:
    """Whether a record is another form of one other, or a service that serves something."""
    return bool(live(record)) or ([True] == [is_copied(record, link) for link in record.links])
