"""What a record's own entry says of the facts and license terms that a rubric reads.

Everything is a bit mask of possible values (see `records.vocabulary`). The derivations are declared
by rubric and vocabulary; none of them knows a component or a term by name. What a record shares with
the models that it rests on is in `engine.lineage`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from typing import NamedTuple
from weakref import WeakKeyDictionary

from openscore.records.licenses import NONE, LicenseTable
from openscore.records.record import ModelRecord
from openscore.records.vocabulary import (
    LICENSE,
    MEMBERSHIP,
    NO_GRANT,
    NOT_APPLICABLE,
    TERMS,
    Scale,
    Vocabulary,
)
from openscore.rubric.rubric import Rubric

Masks = dict[str, int]
Derived = Mapping[str, int]


class Own(NamedTuple):
    """What an entry says: only what it says, and of licenses what follows from that."""

    facts: Masks
    """By path; what is not there, the entry does not say."""
    terms: Masks
    """By `<component>.license.<term>`; for a copy without what its entry leaves to its original."""


class Member(NamedTuple):
    """A component of a set of which the worst license counts."""

    path: str
    """What its license says of the term."""
    presence: str
    """The fact that says whether there is anything to license; empty if it has none."""
    withheld: int
    """Values of that fact with which there is such a thing, and nobody gets it."""
    inapplicable: int
    """Values with which there is no such thing."""


class EntryReader:
    """Reads entries for one rubric, remembering what many of them share."""

    def __init__(self, rubric: Rubric) -> None:
        self.rubric = rubric
        self.vocabulary = rubric.vocabulary
        self.plain = {path: rubric.scale(path) for path in rubric.paths if not derived_from(path, rubric)}
        self.sets: dict[str, tuple[Member, ...]] = {}
        """Paths over the licenses of several components, with their members."""
        self.presence = {id: one.presence for id, one in self.vocabulary.components.items()}
        used: dict[str, dict[str, None]] = {}
        for path in rubric.paths:
            components, term = derived_from(path, rubric), path.split(".", 2)[-1]
            for component in components:
                used.setdefault(component, {})[term] = None
            if path.partition(".")[0] in rubric.term_sets:
                self.sets[path] = tuple(self._member(component, term) for component in components)
        self.components = {
            component: [(term, f"{component}.{LICENSE}.{term}") for term in terms]
            for component, terms in used.items()
        }
        self.terms = {
            path: self.vocabulary.license_scale(term)
            for listed in self.components.values()
            for term, path in listed
        }
        self._own_terms = [f"{TERMS}.{term}" for term in self.vocabulary.terms]
        self._scales = [
            *_vocabulary_scales(self.vocabulary),
            *((f"{MEMBERSHIP}.{name}", self.vocabulary.membership) for name in rubric.license_sets),
        ]
        self._bound = self._terms_of_use()
        self._worst: dict[tuple[str, tuple[tuple[int, int], ...]], int] = {}
        self._known: WeakKeyDictionary[LicenseTable, dict[tuple[object, ...], Derived]] = WeakKeyDictionary()

    def _member(self, component: str, term: str) -> Member:
        aspect, path = self.presence[component], f"{component}.{LICENSE}.{term}"
        if aspect is None:
            return Member(path, "", 0, 0)
        presence = f"{component}.{aspect}"
        scale = self.plain.setdefault(presence, self.vocabulary.scale(presence))
        inapplicable = scale.bits.get(NOT_APPLICABLE, 0)
        return Member(path, presence, scale.full & ~scale.released & ~inapplicable, inapplicable)

    def _terms_of_use(self) -> list[tuple[str, str, int]]:
        """Return which terms of a service bind what: its fact, the path, and what may be true unsaid."""
        found = []
        for service in self.vocabulary.components.values():
            for component in service.binds:
                for term, path in self.components.get(component, ()):
                    if term in service.aspects:
                        scale = self.vocabulary.terms[term].scale
                        unsaid = scale.full & ~scale.mask([NO_GRANT, NOT_APPLICABLE])
                        found.append((f"{service.id}.{term}", path, unsaid))
        return found

    def entry(self, record: ModelRecord, *, is_copy: bool = False) -> Own:
        """Return what the entry says; a copy leaves to its original what it does not say."""
        values = record.values
        facts = {path: scale.bits[values[path]] for path, scale in self.plain.items() if path in values}
        own_terms = tuple([values.get(path) for path in self._own_terms])
        terms: Masks = {}
        for component, used in self.components.items():
            if is_copy and self._is_left_out(component, values):
                continue
            derived = self._component(record, component, own_terms, is_copy=is_copy)
            for term, path in used:
                if term in derived:
                    terms[path] = derived[term]
        return Own(facts, terms)

    def _is_left_out(self, component: str, values: Mapping[str, str]) -> bool:
        """Whether a copy licenses none of it, as with data: the terms of its original's then count."""
        if self.vocabulary.components[component].is_work:
            return False
        state = values.get(presence := f"{component}.{self.presence[component]}")
        scale = self.vocabulary.scale(presence) if state else None
        is_withheld = scale is not None and not scale.bits[state or ""] & scale.released
        return is_withheld or f"{component}.{LICENSE}" not in values

    def terms_of_use(self, record: ModelRecord) -> Masks:
        """Return what the terms of a service leave of the terms of what it serves."""
        values = record.values
        return {
            path: self.terms[path].bits[values[fact]] if fact in values else unsaid
            for fact, path, unsaid in self._bound
        }

    def withheld(self, component: str, record: ModelRecord) -> tuple[bool, bool]:
        """Return whether there may be such a thing that nobody gets, and whether that is known."""
        aspect = self.presence[component]
        if aspect is None:
            return False, True
        state = record.values.get(f"{component}.{aspect}")
        return state is None or state in self.kept_back(component), state is not None

    def kept_back(self, component: str) -> tuple[str, ...]:
        """Return the states of a component with which there is such a thing, and nobody gets it."""
        scale = self.vocabulary.scale(f"{component}.{self.presence[component]}")
        return scale.ids(scale.full & ~scale.released & ~scale.bits.get(NOT_APPLICABLE, 0))

    def unknown(self) -> Own:
        """Return what is known of a record that is not there: nothing."""
        facts = {path: scale.full for path, scale in self.plain.items()}
        return Own(facts, {path: scale.full for path, scale in self.terms.items()})

    def together(self, facts: Masks, terms: Masks) -> Masks:
        """Return what may be true of every path of the rubric; sets of licenses count as their worst."""
        masks = {**facts, **terms}
        for path, members in self.sets.items():
            known = tuple([(masks[one.path], masks.get(one.presence, 0)) for one in members])
            found = self._worst.get((path, known))
            if found is None:
                scale = self.rubric.scale(path)
                granted = [
                    _granted(mask, state, one, scale)
                    for (mask, state), one in zip(known, members, strict=True)
                ]
                found = self._worst[path, known] = reduce(scale.worst, granted)
            masks[path] = found
        return masks

    def _component(
        self, record: ModelRecord, component: str, own_terms: Sequence[str | None], *, is_copy: bool
    ) -> Derived:
        """Return what may be true of every license term of one component."""
        aspect = self.presence[component]
        state = record.values.get(f"{component}.{aspect}") if aspect else None
        license = record.values.get(f"{component}.{LICENSE}")
        release = self._release(component, state, is_copy=is_copy)
        table = record.registry.licenses
        known = self._known.get(table)
        if known is None:
            known = self._known[table] = {}
        key = (release, license, is_copy, *own_terms)
        if key not in known:
            stated = self._resolved(table, license) if license else None
            if is_copy and stated is None and release[0]:
                known[key] = self._only(own_terms)
            else:
                known[key] = self._derive(release, stated or {}, own_terms)
        return known[key]

    def _derive(
        self, release: tuple[bool, bool], stated: Derived, own_terms: Sequence[str | None]
    ) -> Derived:
        is_released, is_absent = release
        masks = {}
        for derived, scale in self._scales:
            absent = scale.bits[NOT_APPLICABLE]
            possible = stated.get(derived, scale.full & ~absent) if is_released else 0
            masks[derived] = possible | (absent if is_absent else 0)
        for term, mask in self._only(own_terms).items():
            # Where there may be nothing to license, own terms do not make it be there.
            masks[term] = lowest(masks[term], mask)
        return masks

    def _only(self, own_terms: Sequence[str | None]) -> Derived:
        """Return the terms that the entry states beside any license."""
        stated = zip(self.vocabulary.terms.items(), own_terms, strict=True)
        return {
            id: term.scale.bits[value]
            for (id, term), value in stated
            if value is not None and value != NOT_APPLICABLE
        }

    def _resolved(self, table: LicenseTable, license: str) -> Derived:
        """Return what a license says, and in which of the rubric's sets it is."""
        resolution = table.resolve(license)
        masks = dict(resolution.masks)
        for name, members in self.rubric.license_sets.items():
            inside = "yes" if table.is_inside(license, members) else "no"
            answer = inside if license != NONE else "none-stated"
            masks[f"{MEMBERSHIP}.{name}"] = self.vocabulary.membership.bits[answer]
        return masks

    def _release(self, component: str, state: str | None, *, is_copy: bool) -> tuple[bool, bool]:
        """Return whether the component may be released, and whether it may not be."""
        aspect = self.presence[component]
        if aspect is None:
            return True, False
        if state is None:  # Whether the original of a copy is released, the original says.
            return True, not is_copy
        scale = self.vocabulary.scale(f"{component}.{aspect}")
        is_released = bool(scale.bits[state] & scale.released)
        return is_released, not is_released


def nothing_granted(scale: Scale) -> int:
    """Return the value of a term, or of a fact about licenses, with which nothing is granted."""
    return scale.bits.get(NO_GRANT) or scale.bits["none-stated"]


def _granted(mask: int, state: int, member: Member, scale: Scale) -> int:
    """Return what one of a set grants: what is withheld grants nothing, what does not exist is no limit."""
    if state & member.withheld:
        mask |= nothing_granted(scale)
        if not state & member.inapplicable:
            mask &= ~scale.bits[NOT_APPLICABLE]
    return mask


def lowest(left: int, right: int) -> int:
    """Return what may be true of the last of two values of a scale, whether in its order or not."""
    floor = max(left & -left, right & -right)
    return (left | right) & -floor


def _vocabulary_scales(vocabulary: Vocabulary) -> Iterator[tuple[str, Scale]]:
    yield from vocabulary.license_facts.items()
    for id, term in vocabulary.terms.items():
        yield id, term.scale


def derived_from(path: str, rubric: Rubric) -> tuple[str, ...]:
    """Return the components whose licenses decide a path; empty for a plain fact."""
    head, _, aspect = path.partition(".")
    if not aspect.startswith(LICENSE + "."):
        return ()
    return tuple(rubric.term_sets.get(head, (head,)))


def base_facts(path: str, rubric: Rubric) -> tuple[str, ...]:
    """Return the facts of a record that a path rests on."""
    components = derived_from(path, rubric)
    return tuple(f"{component}.{LICENSE}" for component in components) or (path,)
