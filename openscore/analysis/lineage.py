"""The line of models that one was made from, and the terms that hold along it.

Nothing here judges whether anybody may do what they did: a license that is looser than what the
text of a base model's license passes on is only named, with the clause. A maker's own base binds it
to nothing but to what only others can grant. Each model is followed once, however many ways lead to it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import NamedTuple

from openscore.engine.lineage import live
from openscore.records.licenses import LicenseTerm
from openscore.records.record import Link, ModelRecord
from openscore.records.vocabulary import LICENSE, Scale
from openscore.rubric.rubric import Rubric

DISTILLED, OUTPUTS, INHERITS = "distilled", "outputs", "inherits"
ON_DERIVED = "pass-on"
"""The term that says what a text lays upon derived works."""


class TermRange(NamedTuple):
    """What may be true of one term of one component: as declared, and over the whole line."""

    component: str
    term: str
    declared: tuple[str, ...]
    """Values from least to most restrictive; several where it is not known."""
    effective: tuple[str, ...]


class Looser(NamedTuple):
    """A term on which a declared license is looser than what a base model's text passes on."""

    component: str
    term: str
    declared: str
    base: str
    """Id of the record whose license passes the term on."""
    license: str
    passed: str
    """The value that the text of that license has."""
    rule: LicenseTerm
    """What the text says on derived works, with its clause."""


class Node(NamedTuple):
    """One model of the line."""

    record: ModelRecord
    link: Link | None
    """How the model above was made from it; None for the first."""
    licenses: tuple[tuple[str, str], ...]
    """Declared license by component; only those that are known."""
    terms: tuple[TermRange, ...]
    looser: tuple[Looser, ...]
    bases: tuple[Node, ...]
    is_repeated: bool = False
    """Whether it stands above already, with what it was made from."""


def lineage(record: ModelRecord, rubric: Rubric) -> Node:
    """Return the tree of what a record was made from.

    Args:
        record: A record of a registry.
        rubric: Says which licenses a derived model shares with its base models.
    """
    return _node(record, rubric, None, set())


def _node(record: ModelRecord, rubric: Rubric, link: Link | None, seen: set[str]) -> Node:
    if record.id in seen:
        return Node(record, link, (), (), (), (), is_repeated=True)
    seen.add(record.id)
    bases = tuple(
        _node(record.registry.models[one.model], rubric, one, seen)
        for one in (*record.links, *live(record))
        if one.model in record.registry.models
    )
    paths = [path for path in record.registry.vocabulary.facts if path in rubric.lineage]
    shared = [path for path in paths if record.registry.vocabulary.is_license(path)]
    licenses = tuple((path, record.values[path]) for path in shared if path in record.values)
    terms = tuple(term for path in shared for term in _terms(record, path))
    looser = tuple(one for path, value in licenses for one in _looser(record, path, value))
    return Node(record, link, licenses, terms, looser, bases)


def _line(record: ModelRecord, path: str) -> Iterator[tuple[Link, ModelRecord]]:
    """Yield every base model whose license binds, nearest first and each once, with a link to it."""
    seen: set[tuple[str, bool]] = set()
    told: set[str] = set()
    waiting = deque([record])
    while waiting:
        here = waiting.popleft()
        for link in here.links:
            base = record.registry.models.get(link.model)
            if base is None or (base.id, is_own := record.registry.same_maker(here, base)) in seen:
                continue
            seen.add((base.id, is_own))
            waiting.append(base)
            is_free = is_own and record.registry.is_others(base, path) is not True
            if not is_free and base.id not in told:
                told.add(base.id)
                yield link, base


def _terms(record: ModelRecord, path: str) -> Iterator[TermRange]:
    table = record.registry.licenses
    members = [record, *[base for _, base in _line(record, path)]]
    stated = [table.resolve(one.values[path]).masks for one in members if path in one.values]
    if path not in record.values or not stated:
        return
    for id, term in record.registry.vocabulary.terms.items():
        effective = stated[0][id]
        for masks in stated[1:]:
            effective = term.scale.worst(effective, masks[id])
        ids = term.scale.ids
        yield TermRange(path.removesuffix(f".{LICENSE}"), id, ids(stated[0][id]), ids(effective))


def _looser(record: ModelRecord, path: str, declared: str) -> Iterator[Looser]:
    table, vocabulary = record.registry.licenses, record.registry.vocabulary
    own = table.resolve(declared)
    for link, base in _line(record, path):
        for id in table.resolve(base.values.get(path, "")).licenses if path in base.values else ():
            license = table.licenses[id]
            rule = license.term(ON_DERIVED)
            if rule is None or (link.relation == DISTILLED and not _reaches_outputs(license.term(OUTPUTS))):
                continue
            for term in vocabulary.terms[ON_DERIVED].scale.value(rule.value).carries:
                scale, stated = vocabulary.terms[term].scale, license.term(term)
                if stated and _is_looser(scale, own.masks[term], stated.value):
                    value = scale.ids(own.masks[term])[-1]
                    component = path.removesuffix(f".{LICENSE}")
                    yield Looser(component, term, value, base.id, id, stated.value, rule)


def _reaches_outputs(outputs: LicenseTerm | None) -> bool:
    return outputs is not None and outputs.value == INHERITS


def _is_looser(scale: Scale, mask: int, value: str) -> bool:
    """Whether all that may be true is less restrictive than the value."""
    ordered = mask & scale.ordered
    return bool(ordered) and ordered == mask and ordered < scale.bits[value]
