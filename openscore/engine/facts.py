"""What a record's own entry says of the facts and license terms that a rubric reads.

Everything is a bit mask of possible values (see `records.vocabulary`). The derivations are declared
by rubric and vocabulary; none of them knows a component or a term by name. What a record shares with
the models that it rests on is in `engine.lineage`.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from operator import itemgetter
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
)
from openscore.rubric.rubric import Rubric

Masks = dict[str, int]
Derived = Mapping[str, int]
_Said = tuple[str, str | None, str | None]
"""A component, the value of the fact that says whether there is any, and its license."""
_Known = dict[tuple[bool, tuple[str | None, ...]], dict[_Said, Masks]]


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
    existing: int
    """Values with which there is such a thing."""
    inapplicable: int
    """Values with which there is none."""


class EntryReader:
    """Reads entries for one rubric, remembering what many of them share."""

    def __init__(self, rubric: Rubric) -> None:
        self.rubric = rubric
        self.vocabulary = rubric.vocabulary
        self.plain = {path: rubric.scale(path) for path in rubric.paths if not derived_from(path, rubric)}
        """Facts that are read as they are said, with their scales."""
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
        self.open = {path: scale.full for path, scale in self.plain.items()}
        """What may be true of these facts where nothing is said."""
        self._bits = {path: scale.bits for path, scale in self.plain.items()}
        self._together = [(path, _reader(members)) for path, members in self.sets.items()]
        self._own_terms = [f"{TERMS}.{term}" for term in self.vocabulary.terms]
        self._said_of = {
            component: (f"{component}.{self.presence[component]}", f"{component}.{LICENSE}")
            for component in self.components
        }
        self._scales = {
            **self.vocabulary.license_facts,
            **{id: term.scale for id, term in self.vocabulary.terms.items()},
            **{f"{MEMBERSHIP}.{name}": self.vocabulary.membership for name in rubric.license_sets},
        }
        self._bound = self._terms_of_use()
        self._worst: dict[tuple[object, ...], int] = {}
        self._known: WeakKeyDictionary[LicenseTable, _Known] = WeakKeyDictionary()

    def _member(self, component: str, term: str) -> Member:
        aspect, path = self.presence[component], f"{component}.{LICENSE}.{term}"
        if aspect is None:
            return Member(path, "", 0, 0, 0)
        presence = f"{component}.{aspect}"
        scale = self.plain.setdefault(presence, self.vocabulary.scale(presence))
        inapplicable = scale.bits[NOT_APPLICABLE]
        existing = scale.full & ~inapplicable
        return Member(path, presence, existing & ~scale.released, existing, inapplicable)

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

    def entry(self, record: ModelRecord, *, is_copy: bool) -> Own:
        """Return what the entry says; a copy leaves to its original what it does not say."""
        values = record.values
        facts = {path: self._bits[path][value] for path, value in values.items() if path in self._bits}
        own_terms = tuple([values.get(path) for path in self._own_terms])
        table = record.registry.licenses
        known = self._known_of(table, own_terms, is_copy=is_copy)
        terms: Masks = {}
        for component, (presence, license) in self._said_of.items():
            if is_copy and self._is_left_out(component, values):
                continue
            said = component, values.get(presence), values.get(license)
            found = known.get(said)
            if found is None:
                found = known[said] = self._component(said, table, own_terms, is_copy=is_copy)
            terms.update(found)
        return Own(facts, terms)

    def _known_of(
        self, table: LicenseTable, own_terms: tuple[str | None, ...], *, is_copy: bool
    ) -> dict[_Said, Masks]:
        """Return what was worked out for entries with the same table and the same terms of their own."""
        known = self._known.get(table)
        if known is None:
            known = self._known[table] = {}
        return known.setdefault((is_copy, own_terms), {})

    def _is_left_out(self, component: str, values: Mapping[str, str]) -> bool:
        """Whether a copy licenses none of it, as with data: the terms of its original's then count."""
        known = self.vocabulary.components[component]
        state = values.get(f"{component}.{known.presence}")
        is_withheld = state is not None and not self._is_released(component, state)
        return not known.is_work and (is_withheld or f"{component}.{LICENSE}" not in values)

    def terms_of_use(self, record: ModelRecord) -> Masks:
        """Return what the terms of a service leave of the terms of what it serves."""
        values = record.values
        return {
            path: self.terms[path].bits[values[fact]] if fact in values else unsaid
            for fact, path, unsaid in self._bound
        }

    def withheld(self, component: str, record: ModelRecord) -> bool | None:
        """Return whether there is such a thing, and nobody gets it; None where that is not known."""
        aspect = self.presence[component]
        if aspect is None:
            return False
        state = record.values.get(f"{component}.{aspect}")
        return None if state is None else state in self.kept_back(component)

    def kept_back(self, component: str) -> tuple[str, ...]:
        """Return the states of a component with which there is such a thing, and nobody gets it."""
        scale = self.vocabulary.scale(f"{component}.{self.presence[component]}")
        return scale.ids(scale.full & ~scale.released & ~scale.bits[NOT_APPLICABLE])

    def unknown(self) -> Own:
        """Return what is known of a record that is not there: nothing."""
        return Own(self.open, {path: scale.full for path, scale in self.terms.items()})

    def together(self, masks: Masks) -> Masks:
        """Add to facts and terms what may be true of sets of licenses: they count as their worst."""
        for path, read in self._together:
            known = read(masks)
            found = self._worst.get((path, known))
            if found is None:
                found = self._worst[path, known] = self._worst_of(path, masks)
            masks[path] = found
        return masks

    def _worst_of(self, path: str, masks: Masks) -> int:
        scale = self.rubric.scale(path)
        granted = [
            _granted(masks[one.path], masks[one.presence] if one.presence else 0, one, scale)
            for one in self.sets[path]
        ]
        return reduce(scale.worst, granted)

    def _component(
        self, said: _Said, table: LicenseTable, own_terms: Sequence[str | None], *, is_copy: bool
    ) -> Masks:
        """Return what may be true of every license term that is read of one component, by path."""
        component, state, license = said
        release = self._release(component, state, is_copy=is_copy)
        # That there is no such thing, a copy cannot say: its original has it all the same.
        if is_copy and (state == NOT_APPLICABLE or (license is None and release[0])):
            derived = self._only(own_terms)
        else:
            stated = license_masks(self.rubric, table, license) if license else {}
            derived = self._derive(release, stated, own_terms)
        return {path: derived[term] for term, path in self.components[component] if term in derived}

    def _derive(
        self, release: tuple[bool, bool], stated: Derived, own_terms: Sequence[str | None]
    ) -> Derived:
        is_released, is_absent = release
        masks = {}
        for derived, scale in self._scales.items():
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
        return {id: term.scale.bits[value] for (id, term), value in stated if value is not None}

    def _release(self, component: str, state: str | None, *, is_copy: bool) -> tuple[bool, bool]:
        """Return whether the component may be released, and whether it may not be."""
        aspect = self.presence[component]
        if aspect is None:
            return True, False
        if state is None:  # Whether the original of a copy is released, the original says.
            return True, not is_copy
        is_released = self._is_released(component, state)
        return is_released, not is_released

    def _is_released(self, component: str, state: str) -> bool:
        scale = self.vocabulary.scale(f"{component}.{self.presence[component]}")
        return bool(scale.bits[state] & scale.released)


def _reader(members: Sequence[Member]) -> Callable[[Masks], object]:
    """Return what reads all that decides over a set of licenses."""
    paths = (*(one.path for one in members), *(one.presence for one in members if one.presence))
    return itemgetter(*paths)


def nothing_granted(scale: Scale) -> int:
    """Return the value of a term, or of a fact about licenses, with which nothing is granted."""
    return scale.bits.get(NO_GRANT) or scale.bits["none-stated"]


def _granted(mask: int, state: int, member: Member, scale: Scale) -> int:
    """Return what one of a set grants: what is withheld grants nothing, what does not exist is no limit."""
    absent = scale.bits[NOT_APPLICABLE]
    # Along a line nothing may be granted of what some copy of it had once released.
    if state & member.withheld or (mask & absent and state & member.existing):
        mask |= nothing_granted(scale)
        if not state & member.inapplicable:
            mask &= ~absent
    return mask


def lowest(left: int, right: int) -> int:
    """Return what may be true of the last of two values of a scale, whether in its order or not."""
    floor = max(left & -left, right & -right)
    return (left | right) & -floor


def derived_from(path: str, rubric: Rubric) -> tuple[str, ...]:
    """Return the components whose licenses decide a path; empty for a plain fact."""
    head, _, aspect = path.partition(".")
    if not aspect.startswith(LICENSE + "."):
        return ()
    return tuple(rubric.term_sets.get(head, (head,)))


def license_masks(rubric: Rubric, table: LicenseTable, license: str) -> Derived:
    """Return what a license says, and in which of the rubric's sets it is."""
    masks = dict(table.resolve(license).masks)
    for name, members in rubric.license_sets.items():
        inside = "yes" if table.is_inside(license, members) else "no"
        answer = inside if license != NONE else "none-stated"
        masks[f"{MEMBERSHIP}.{name}"] = rubric.vocabulary.membership.bits[answer]
    return masks


def base_facts(path: str, rubric: Rubric) -> tuple[str, ...]:
    """Return the facts of a record that a path rests on."""
    components = derived_from(path, rubric)
    return tuple(f"{component}.{LICENSE}" for component in components) or (path,)
