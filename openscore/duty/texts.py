"""The license texts that bind a use of a model: its own, those of its parts, and those along its line.

What binds follows the engine's rules of lineage: one maker's own base binds it to nothing but to what only
others can grant; a copy that says nothing is under the license of its original; a service is under the
terms of what it serves, and under its own. Of `OR` the branch counts that the table takes.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from openscore.duty.rules import STATE, Rules
from openscore.engine.lineage import is_copied, is_copy, live
from openscore.records.evidence import Evidence
from openscore.records.expressions import expression_parts
from openscore.records.licenses import NONE, License
from openscore.records.record import ModelRecord
from openscore.records.vocabulary import LICENSE, NOT_APPLICABLE, TERMS
from openscore.rubric.conditions import FALSE, Condition

SERVICE_TERMS = "service-terms"


class Cover(NamedTuple):
    """Something that a text covers."""

    record: ModelRecord
    component: str
    part: str
    """What the part of the release is called; empty for the whole component."""
    subject: ModelRecord
    """The model of which the use is, in whose line the record is."""


class Said(NamedTuple):
    """What a text says on a term, with its clause."""

    value: str
    clause: str
    """Section of the text; empty where a fact of the model says it."""
    evidence: Evidence
    wording: str
    """The very words that are set; empty if none are."""


class LicenseText(NamedTuple):
    """One text that binds, or what stands in place of one."""

    name: str
    """Its id; else what stands as the license, or the fact that is unknown."""
    license: License | None
    state: int
    """Mask of the state of the license: listed, none-stated, and so on."""
    said: Mapping[str, Said]
    """Established terms and particulars, by id."""
    is_partial: bool
    """Whether it only adds to another text, so that it sets no limit where it says nothing."""
    covers: tuple[Cover, ...]

    def masks(self, rules: Rules) -> dict[str, int]:
        """Return what may be true of its state and of every term."""
        masks = {STATE: self.state}
        for id, scale in rules.terms.items():
            known = self.said.get(id)
            unsaid = 1 if self.is_partial and self.license else scale.full
            masks[id] = scale.bits[known.value] if known else unsaid
        return rules.narrowed(masks)


def binding_texts(
    records: Sequence[ModelRecord], components: Sequence[str], rules: Rules
) -> tuple[LicenseText, ...]:
    """Return every text that binds a use of models, each once, with all that it covers.

    Args:
        records: Models or services.
        components: What the use takes; the first is the thing itself.
        rules: Say when a base's license reaches a model.
    """
    found: dict[str, LicenseText] = {}
    for record in records:
        for component in components:
            for text in _texts(record, component, rules, is_needed=component == components[0]):
                known = found.get(text.name)
                covers = (*known.covers, *text.covers) if known else text.covers
                found[text.name] = text._replace(covers=tuple(dict.fromkeys(covers)))
        for text in (*_added(record), *_absent(record, components[0], rules)):
            found.setdefault(text.name, text)
    return tuple(found.values())


def _texts(record: ModelRecord, component: str, rules: Rules, *, is_needed: bool) -> Iterator[LicenseText]:
    for member, conditions in _line(record, component, rules, is_derived=is_needed):
        is_left_out = is_copy(member) and f"{component}.{LICENSE}" not in member.values
        is_beside = not is_needed or member is not record
        if is_left_out or (is_beside and _is_withheld(member, component)):
            continue
        for text in _stated(member, component, record, rules):
            masks = text.masks(rules)
            if all(condition.decide(masks) != FALSE for condition in conditions):
                yield text


def _line(
    record: ModelRecord, component: str, rules: Rules, *, is_derived: bool
) -> Iterator[tuple[ModelRecord, tuple[Condition, ...]]]:
    """Yield each model whose license binds, nearest first and once, with what must hold of its text.

    Code beside a model is its own: only the thing itself is made from that of its bases.
    """
    registry, vocabulary = record.registry, record.registry.vocabulary
    path = f"{component}.{LICENSE}"
    is_work = is_derived and vocabulary.components[component].is_work
    yield record, ()
    told, seen = {record.id}, {(record.id, ())}
    waiting: deque[tuple[ModelRecord, tuple[str, ...]]] = deque([(record, ())])
    while waiting:
        here, relations = waiting.popleft()
        for link in (*here.links, *live(here)):
            base = registry.models.get(link.model)
            copied = is_copied(link, here)
            if base is None or not (is_work or copied):
                continue
            reached = (*relations, *([link.relation] if link.relation in rules.reach else ()))
            if (base.id, reached) in seen:
                continue
            seen.add((base.id, reached))
            waiting.append((base, reached))
            is_own = not copied and registry.same_maker(here, base)
            is_free = is_own and registry.is_others(base, path) is False
            if not is_free and base.id not in told:
                told.add(base.id)
                yield base, tuple(rules.reach[one] for one in reached)


def _is_withheld(record: ModelRecord, component: str) -> bool:
    """Whether it is known that nobody gets it, or that there is no such thing."""
    presence = record.registry.vocabulary.components[component].presence
    state = record.values.get(f"{component}.{presence}") if presence else None
    if state is None:
        return False
    scale = record.registry.vocabulary.scale(f"{component}.{presence}")
    return not scale.bits[state] & scale.released


def _stated(record: ModelRecord, component: str, subject: ModelRecord, rules: Rules) -> Iterator[LicenseText]:
    """Yield the texts under which a record puts a component, those of its parts among them."""
    whole = Cover(record, component, "", subject)
    if _is_withheld(record, component):
        yield _unread(f"{record.id} {component}", NOT_APPLICABLE, whole, rules)
        return
    parts = _parts(record, component, subject)
    names = [name for _, license in parts for name in _names(license, record)]
    for cover, license in parts:
        yield from _of_expression(license, cover, rules)
    stated = record.values.get(f"{component}.{LICENSE}")
    if stated is None and not parts:
        yield from _of_expression(None, whole, rules)
    for name in _names(stated, record) if stated else ():
        # What the parts are under is told with the parts.
        if name not in names:
            yield from _of_expression(name, whole, rules)


def _parts(record: ModelRecord, component: str, subject: ModelRecord) -> list[tuple[Cover, str | None]]:
    """Return the parts of a release that are out, with the license of each, if it is known."""
    if component != "weights":
        return []
    scale = record.registry.vocabulary.scale("weights.availability")
    found = []
    for part in record.data.get("parts", {}).values():
        state = part.get("availability", {}).get("value")
        if state is None or scale.bits[state] & scale.released:
            cover = Cover(record, component, part["title"], subject)
            found.append((cover, part.get("license", {}).get("value")))
    return found


def _names(expression: str | None, record: ModelRecord) -> tuple[str, ...]:
    """Return the texts of an expression that all bind, by the ids of the table where it has them."""
    if expression is None:
        return ()
    resolution = record.registry.licenses.resolve(expression)
    if resolution.licenses or resolution.state == "none-stated":
        return resolution.licenses or (NONE,)
    names = [record.registry.licenses.resolve(one) for one in expression_parts(expression)]
    return tuple(name for one in names for name in (one.licenses or (one.expression,)))


def _of_expression(expression: str | None, cover: Cover, rules: Rules) -> Iterator[LicenseText]:
    if expression is None:
        path = f"{cover.component}.{LICENSE}"
        name = f"{cover.record.id} {path}" + (f" {cover.part}" if cover.part else "")
        yield _unread(name, "", cover, rules)
        return
    for name in _names(expression, cover.record):
        license = cover.record.registry.licenses.licenses.get(name)
        if license is None:
            state = cover.record.registry.licenses.resolve(name).state
            label = name if state != "none-stated" else f"{cover.record.id} {cover.component} {NONE}"
            yield _unread(label, state, cover, rules)
        else:
            listed = rules.scale(STATE).bits["listed"]
            yield LicenseText(name, license, listed, _said(license, rules), license.is_addition, (cover,))


def _unread(name: str, state: str, cover: Cover, rules: Rules) -> LicenseText:
    """Return what stands in place of a text of which nothing can be told."""
    scale = rules.scale(STATE)
    mask = scale.bits[state] if state else scale.full & ~scale.bits[NOT_APPLICABLE]
    return LicenseText(name, None, mask, {}, is_partial=False, covers=(cover,))


def _said(license: License, rules: Rules) -> dict[str, Said]:
    found = {}
    for id in rules.terms:
        stated = license.term(id) or license.particular(id)
        if stated:
            found[id] = Said(stated.value, stated.clause, stated.evidence, license.wording(id))
    return found


def _absent(record: ModelRecord, component: str, rules: Rules) -> Iterator[LicenseText]:
    """Yield what stands for bases that are not in the registry of the day: nothing is known of them."""
    registry = record.registry
    waiting, seen = [record], {record.id}
    while waiting:
        here = waiting.pop()
        for link in (*here.links, *live(here)):
            if link.model not in registry.models:
                yield _unread(link.model, "", Cover(here, component, link.model, record), rules)
            elif link.model not in seen:
                seen.add(link.model)
                waiting.append(registry.models[link.model])


def _added(record: ModelRecord) -> Iterator[LicenseText]:
    """Yield what a model's entry says beside any license: terms of its own, and terms of its service."""
    vocabulary = record.registry.vocabulary
    own = {id: f"{TERMS}.{id}" for id in vocabulary.terms}
    service = {id: f"{SERVICE_TERMS}.{id}" for id in vocabulary.terms}
    # Who gets the weights need not use the service.
    is_served = bool(live(record)) or _is_withheld(record, "weights")
    for kind, paths in ((TERMS, own), (SERVICE_TERMS, service if is_served else {})):
        said = {}
        for id, path in paths.items():
            fact = record.fact(path)
            if fact and fact.value in vocabulary.terms[id].scale.bits and fact.value != NOT_APPLICABLE:
                said[id] = Said(fact.value, "", fact.evidence, "")
        if said:
            listed = vocabulary.license_facts[STATE].bits["listed"]
            cover = Cover(record, kind, "", record)
            yield LicenseText(f"{record.id} {kind}", None, listed, said, is_partial=True, covers=(cover,))
