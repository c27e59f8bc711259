"""What a maker could publish: other values of a record's own facts, and which of them hang together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from openscore.engine.facts import base_facts
from openscore.records.record import ModelRecord
from openscore.records.vocabulary import LICENSE, MEMBERSHIP, NOT_APPLICABLE, TERMS, Scale
from openscore.rubric.rubric import Rubric


def acts(record: ModelRecord, rubric: Rubric) -> dict[str, list[str]]:
    """Return the values that a maker could give each fact, without those that others outdo.

    What does not apply stays so: that no such thing exists is no act. Of own terms, only those that
    the record has can be given up.
    """
    found = {path: _values(path, record, rubric) for path in _own_facts(rubric)}
    return {path: values for path, values in found.items() if values}


def _own_facts(rubric: Rubric) -> Iterator[str]:
    """Yield the facts of a record on which the rubric can rest, in the order of the vocabulary."""
    vocabulary = rubric.vocabulary
    read = {fact for path in rubric.paths for fact in base_facts(path, rubric)}
    licensed = {path.partition(".")[0] for path in read if vocabulary.is_license(path)}
    for path in vocabulary.facts:
        component, _, aspect = path.partition(".")
        # Whether there is anything to license is a fact of the same component.
        if path in read or (component in licensed and aspect != LICENSE) or (licensed and component == TERMS):
            yield path


def _values(path: str, record: ModelRecord, rubric: Rubric) -> list[str]:
    known = record.values.get(path)
    if rubric.vocabulary.is_license(path):
        return [names[0] for names in open_licenses(path, record, rubric) if names[0] != known]
    if known == NOT_APPLICABLE or (path.startswith(TERMS) and known is None):
        return []
    scale = rubric.vocabulary.scale(path)
    values = [one.id for one in rubric.vocabulary.values(path) if one.id not in (known, NOT_APPLICABLE)]
    if rubric.is_monotone:
        return [id for id in values if scale.bits[id] == 1 or not scale.bits[id] & scale.ordered]
    return values


def open_licenses(path: str, record: ModelRecord, rubric: Rubric) -> list[list[str]]:
    """Return the licenses that no other outdoes in anything that the rubric reads of a component.

    Those that are equal in it stand together, most used in the registry first.
    """
    table = record.registry.licenses
    names = [
        (read.split(".", 2)[2], rubric.scale(read))
        for read in rubric.paths
        if read != path and path in base_facts(read, rubric)
    ]
    groups: dict[tuple[int, ...], list[str]] = {}
    for id, license in table.licenses.items():
        if not license.is_addition:
            masks = {**table.resolve(id).masks, **dict(_memberships(id, record, rubric))}
            groups.setdefault(tuple(masks[name] for name, _ in names), []).append(id)
    used = Counter(other.values.get(path) for other in record.registry.models.values())
    scales = [scale for _, scale in names]
    return [
        sorted(listed, key=lambda name: -used[name])
        for masks, listed in groups.items()
        if not any(other != masks and outdoes(other, masks, scales) for other in groups)
    ]


def _memberships(license: str, record: ModelRecord, rubric: Rubric) -> Iterator[tuple[str, int]]:
    bits = rubric.vocabulary.membership.bits
    for name, members in rubric.license_sets.items():
        inside = record.registry.licenses.is_inside(license, members)
        yield f"{MEMBERSHIP}.{name}", bits["yes" if inside else "no"]


def outdoes(left: Sequence[int], right: Sequence[int], scales: Sequence[Scale]) -> bool:
    """Whether what may be true on one side is surely as open as on the other, on every scale."""
    return all(
        mine == theirs
        or (
            mine & ~scale.ordered == theirs & ~scale.ordered
            and (mine & scale.ordered).bit_length() <= (theirs & -theirs).bit_length()
        )
        for mine, theirs, scale in zip(left, right, scales, strict=True)
    )


def clusters(facts: Collection[str], rubric: Rubric) -> list[list[str]]:
    """Return facts without own terms by what hangs together: read by one question, or of one component."""
    vocabulary = rubric.vocabulary
    together = [{path for path in facts if path.partition(".")[0] == id} for id in vocabulary.components]
    reads: dict[str, set[str]] = {}
    for leaf in rubric.leaves():
        # A question may read another one, which stands before it.
        read = [reads.get(path) or {*base_facts(path, rubric)} for path in leaf.paths]
        reads[f"@{leaf.id}"] = set().union(*read)
    together += reads.values()
    merged: list[set[str]] = []
    for one in together:
        joined = one.intersection(facts)
        if joined:
            touched = [other for other in merged if other & joined]
            merged = [other for other in merged if other not in touched] + [joined.union(*touched)]
    order = {path: place for place, path in enumerate(facts)}
    listed = [sorted(one, key=order.__getitem__) for one in merged]
    return sorted(listed, key=lambda one: order[one[0]])
