"""The rules by which facts were derived until November 2026.

What was cited from an edition of that time is computed again by the rules of that time; nothing else uses
them. They joined the facts of a service and its models one by one, bound a maker to its own earlier license,
and knew no copies. The rules of today are in `engine.lineage`.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple
from weakref import WeakKeyDictionary

from openscore.engine.facts import Derived, Masks, base_facts, derived_from, license_masks
from openscore.records.licenses import LicenseTable
from openscore.records.record import Link, ModelRecord
from openscore.records.vocabulary import LICENSE, MEMBERSHIP, NOT_APPLICABLE, TERMS, Scale, Vocabulary
from openscore.rubric.rubric import Rubric


class FormerReader:
    """Computes the masks of records for one rubric, remembering what many records share."""

    def __init__(self, rubric: Rubric) -> None:
        self.rubric = rubric
        self.vocabulary = rubric.vocabulary
        self._scales = {path: rubric.scale(path) for path in rubric.paths}
        self._plain = [(path, rubric.scale(path)) for path in rubric.paths if not derived_from(path, rubric)]
        self._derived: dict[tuple[str, ...], list[tuple[str, str]]] = {}
        for path in rubric.paths:
            if components := derived_from(path, rubric):
                self._derived.setdefault(components, []).append((path, path.split(".", 2)[2]))
        self._inherited = {path for path in rubric.paths if _is_inherited(path, rubric)}
        self._own_terms = [f"{TERMS}.{term}" for term in self.vocabulary.terms]
        self._presence = {
            component.id: next((aspect for aspect in component.aspects if aspect != LICENSE), None)
            for component in self.vocabulary.components.values()
        }
        self._license_scales = [
            *_vocabulary_scales(self.vocabulary),
            *((f"{MEMBERSHIP}.{name}", self.vocabulary.membership) for name in rubric.license_sets),
        ]
        self._shared: WeakKeyDictionary[LicenseTable, _Shared] = WeakKeyDictionary()

    def masks(self, record: ModelRecord) -> Masks:
        """Return what may be true of every path of the rubric, lineage included."""
        own = self._own(record)
        if not record.data["bases"] and not record.data["serves"]:
            return own
        day = record.registry.day
        for links, paths in (
            (record.links, self._inherited),
            # A service is its served model, save for what is known of the service itself.
            (tuple(link for link in record.serves if link.covers(day)), self._unsaid(record)),
        ):
            for masks in (self._linked(record, link) for link in links):
                for path in paths:
                    own[path] = self._worst(self._scales[path], own[path], masks[path])
        return own

    @staticmethod
    def _worst(scale: Scale, left: int, right: int) -> int:
        if left == right and not left & (left - 1):
            return left  # The same single value on both sides, which is most often so.
        ordered = scale.ordered
        shared = left & right & ~ordered
        # One value on both sides out of the order stays; of two different ones either may be meant.
        return scale.worst(left, right) & (ordered | shared) or left | right

    def _linked(self, record: ModelRecord, link: Link) -> Masks:
        target = record.registry.models.get(link.model)
        if target is None:  # Not out yet on the registry's date.
            return {path: scale.full for path, scale in self._scales.items()}
        known = self._cache(record).by_record
        if target not in known:
            known[target] = self.masks(target)
        return known[target]

    def _cache(self, record: ModelRecord) -> "_Shared":
        """Return what is remembered for the record's registry; it lives as long as that."""
        table = record.registry.licenses
        cache = self._shared.get(table)
        if cache is None:
            cache = self._shared[table] = _Shared({}, {}, WeakKeyDictionary())
        return cache

    def _unsaid(self, record: ModelRecord) -> set[str]:
        """Return the paths about which a service's own entry says nothing.

        They are set to `not-applicable` by `_own`, which gives way to the served model.
        """
        said = set(record.values)
        unsaid = set()
        for path in self._scales:
            needed = [path]
            for component in derived_from(path, self.rubric):
                needed += [f"{component}.{LICENSE}", f"{component}.{self._presence[component]}"]
            if not said.intersection(needed):
                unsaid.add(path)
        return unsaid

    def _own(self, record: ModelRecord) -> Masks:
        values = record.values
        masks = {}
        for path, scale in self._plain:
            value = values.get(path)
            masks[path] = scale.full if value is None else scale.bits[value]
        own_terms = tuple([values.get(path) for path in self._own_terms])
        for components, wanted in self._derived.items():
            members = [self._component(record, component, own_terms) for component in components]
            derived = members[0] if len(members) == 1 else self._set(record, members)
            for path, term in wanted:
                masks[path] = derived[term]
        if record.data["serves"] and _is_served(record):
            for path in self._unsaid(record):
                masks[path] = self._scales[path].bits.get(NOT_APPLICABLE, self._scales[path].full)
        return masks

    def _component(self, record: ModelRecord, component: str, own_terms: tuple[str | None, ...]) -> Derived:
        """Return what may be true of every license term of one component."""
        aspect = self._presence[component]
        state = record.values.get(f"{component}.{aspect}") if aspect else None
        license = record.values.get(f"{component}.{LICENSE}")
        known = self._cache(record).by_license
        release = self._release(component, state)
        key = (release, license, own_terms)
        if key not in known:
            known[key] = self._derive(record, release, license, own_terms)
        return known[key]

    def _derive(
        self,
        record: ModelRecord,
        release: tuple[bool, bool],
        license: str | None,
        own_terms: Sequence[str | None],
    ) -> Derived:
        is_released, is_absent = release
        resolved = license_masks(self.rubric, record.registry.licenses, license) if license else {}
        masks = {}
        for derived, scale in self._license_scales:
            absent = scale.bits[NOT_APPLICABLE]
            possible = resolved.get(derived, scale.full & ~absent) if is_released else 0
            masks[derived] = possible | (absent if is_absent else 0)
        for term, value in zip(self.vocabulary.terms, own_terms, strict=True):
            if value is not None and is_released:
                scale = self.vocabulary.terms[term].scale
                masks[term] = scale.worst(masks[term], scale.bits[value])
        return masks

    def _release(self, component: str, state: str | None) -> tuple[bool, bool]:
        """Return whether the component may be released, and whether it may not be."""
        aspect = self._presence[component]
        if aspect is None:
            return True, False
        if state is None:
            return True, True
        scale = self.vocabulary.scale(f"{component}.{aspect}")
        is_released = bool(scale.bits[state] & scale.released)
        return is_released, not is_released

    def _set(self, record: ModelRecord, members: Sequence[Derived]) -> Derived:
        """Return the worst of every term over several components; those not released do not count."""
        known = self._cache(record).by_set
        # Members are remembered as long as this is, so that no other can have the same identity.
        key = tuple(map(id, members))
        if key not in known:
            masks = {}
            for derived, scale in self._license_scales:
                mask = members[0][derived]
                for member in members[1:]:
                    mask = self._worst(scale, mask, member[derived])
                masks[derived] = mask
            known[key] = masks
        return known[key]


class _Shared(NamedTuple):
    """What records of one registry share."""

    by_license: dict[tuple[object, ...], Derived]
    by_set: dict[tuple[int, ...], Derived]
    by_record: WeakKeyDictionary[ModelRecord, Masks]


def _vocabulary_scales(vocabulary: Vocabulary) -> Iterator[tuple[str, Scale]]:
    yield from vocabulary.license_facts.items()
    for id, term in vocabulary.terms.items():
        yield id, term.scale


def _is_inherited(path: str, rubric: Rubric) -> bool:
    return all(fact in rubric.lineage for fact in base_facts(path, rubric))


def _is_served(record: ModelRecord) -> bool:
    return any(link.covers(record.registry.day) for link in record.serves)
