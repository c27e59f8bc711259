"""What the engine reads from entries and their lines is what a plain reading of the rules gives."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from property.plain_lines import PlainLines, Sets, is_copied, is_copy, live
from property.strategies import RUBRICS, VOCABULARY
from property.worlds import SERVICE_TERMS, value_of, world

from openscore import Registry, Rubric, load_rubric
from openscore.engine.facts import base_facts
from openscore.engine.lineage import FactReader, behind
from openscore.records.record import ModelRecord
from openscore.records.vocabulary import Scale

Readings = dict[str, list[tuple[str | None, Sets]]]

# No seed is simpler than another: there is nothing to shrink.
some = settings(
    max_examples=1,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)


def plainly(rubric: Rubric, registry: Registry) -> Readings:
    """Return what may be true of every path of every record in every way, and over all, by the plain reading."""
    plain, scales = PlainLines(rubric), scales_of(rubric)
    return {
        record.id: [
            (id, {path: sets[path] for path in scales})
            for id, sets in (*plain.ways(record), ("", plain.met(plain.line(record))))
        ]
        for record in registry
    }


def by_engine(rubric: Rubric, registry: Registry) -> Readings:
    """Return the same as the engine reads it."""
    reader, scales = FactReader(rubric), scales_of(rubric)
    return {
        record.id: [
            (served, {path: frozenset(scale.ids(masks[path])) for path, scale in scales.items()})
            for served, masks in met(reader, record)
        ]
        for record in registry
    }


def met(reader: FactReader, record: ModelRecord) -> Iterator[tuple[str | None, dict[str, int]]]:
    """Yield what may be true of a record with each model that it serves, and over all of them."""
    for way in reader.ways(record):
        yield way.served and way.served.id, way.masks
    yield "", reader.masks(record)


def scales_of(rubric: Rubric) -> dict[str, Scale]:
    return {path: rubric.scale(path) for path in rubric.paths if not path.startswith("@")}


@pytest.mark.parametrize("rubric", RUBRICS, ids=lambda rubric: rubric.id)
@some
@example(0)
@example(1)
@given(seed=st.integers(0, 2**32))
def test_every_path_of_every_record_may_be_what_a_plain_reading_leaves(rubric: Rubric, seed: int) -> None:
    """In any world: copies, merges, services with each of their models, owners, own terms, and withheld data."""
    registry = world(seed).registry
    assert plainly(rubric, registry) == by_engine(rubric, registry)


def named(record: ModelRecord, path: str, rubric: Rubric, served: str | None) -> Iterator[tuple[str, str]]:
    """Yield the facts that count, way by way: near ones all, those of bases where they are shared and bind."""
    facts = {*base_facts(path, rubric)}
    term = path.rpartition(".")[2]
    uses = [
        f"{service.id}.{term}"
        for service in VOCABULARY.components.values()
        if term in service.aspects and any(f"{id}.license" in facts for id in service.binds)
    ]

    def along(here: ModelRecord, *, is_near: bool, is_own: bool) -> Iterator[tuple[str, str]]:
        for fact in facts:
            component = VOCABULARY.components[fact.partition(".")[0]]
            is_granted = is_own and component.is_work and VOCABULARY.is_license(fact)
            binds = not is_granted or here.registry.is_others(here, fact) is not False
            if (is_near or (fact in rubric.lineage and binds)) and (fact in here.values or not is_copy(here)):
                yield here.id, fact
        if is_near and live(here):
            yield from ((here.id, use) for use in uses)
        for link in (*here.links, *live(here)):
            base = here.registry.models.get(link.model)
            is_beside = here is record and link.relation == "serves" and served not in (None, link.model)
            if base and not is_beside:
                copied = is_copy(here) and is_copied(here, link)
                own = not copied and here.registry.same_maker(here, base)
                yield from along(base, is_near=is_near and copied, is_own=own)

    yield from along(record, is_near=True, is_own=False)


BEHIND = ("osi-draft", "osaid-0.0.8")
TELLING = (2, 3, 4, 5, 12)
"""Worlds that tell what the examples of the other tests leave: without a rule of lines, or with another, each is wrong."""


def asking_all() -> Rubric:
    """Return a rubric that asks what every license says, of each component and of pairs, and shares all of them."""
    data, licensed = load_rubric(BEHIND[0]).data, VOCABULARY.licensed
    pairs = {f"pair-{one}": [one, other] for one, other in pairwise(licensed)}
    shared = sorted({*data["lineage"]["worst"], *(f"{id}.license" for id in licensed)})
    more = {"id": "asking-all", "term_sets": {**data["term_sets"], **pairs}, "lineage": {"worst": shared}}
    rubric = Rubric({**data, **more}, VOCABULARY)
    terms = ("commercial", "osi-approved", "in.few")
    paths = [f"{id}.license.{term}" for id in (*licensed, *pairs) for term in terms]
    facts = [path for path in rubric.paths if ".license." not in path]
    return rubric.asking([*facts, *paths], {"few": frozenset({"MIT", "Apache-2.0"})})


ASKING_ALL = asking_all()
Grounds = dict[tuple[str, str | None, str], set[tuple[str, str]]]


def named_plainly(rubric: Rubric, registry: Registry) -> Grounds:
    """Return by record, served model and path the facts that count."""
    return {
        (record.id, served, path): {*named(record, path, rubric, served)}
        for record in registry
        for served in (None, *(link.model for link in live(record)))
        for path in rubric.paths
    }


def named_by_engine(rubric: Rubric, registry: Registry) -> Grounds:
    """Return the same as explanations name them, each once."""
    found: Grounds = {}
    for record in registry:
        for served in (None, *(link.model for link in live(record))):
            for path in rubric.paths:
                facts = [*behind(record, path, rubric, registry[served] if served else None)]
                assert len(facts) == len({(one.record.id, one.fact) for one in facts})
                found[record.id, served, path] = {(one.record.id, one.fact) for one in facts}
    return found


@pytest.mark.parametrize("id", BEHIND)
@some
@example(0)
@example(1)
@given(seed=st.integers(0, 2**32))
def test_behind_a_path_stand_the_facts_that_count_for_it_and_no_others(id: str, seed: int) -> None:
    """Those of every way along the line, each once, and the terms of use under which a service gives it."""
    rubric, registry = load_rubric(id), world(seed).registry
    assert named_plainly(rubric, registry) == named_by_engine(rubric, registry)


@pytest.mark.parametrize("seed", TELLING)
@pytest.mark.parametrize("rubric", [*map(load_rubric, BEHIND), ASKING_ALL], ids=lambda rubric: rubric.id)
def test_each_rule_of_lines_counts_in_some_world_and_stands_behind_its_paths(
    rubric: Rubric, seed: int
) -> None:
    """Own and others' bases, what is beside data that are withheld, copies that say more than their originals."""
    registry = world(seed).registry
    assert plainly(rubric, registry) == by_engine(rubric, registry)
    assert named_plainly(rubric, registry) == named_by_engine(rubric, registry)


@pytest.mark.parametrize("id", BEHIND)
@some
@given(seed=st.integers(0, 2**32))
def test_what_moves_a_path_stands_behind_it(id: str, seed: int) -> None:
    """Another value of a fact or license anywhere in a world moves only paths that name it, before or after."""
    rubric, luck = load_rubric(id), Random(seed)  # nothing secret
    reader = FactReader(rubric)
    before = world(seed, 5).registry
    listed = {fact for path in rubric.paths for fact in base_facts(path, rubric)} | {*SERVICE_TERMS}
    # Whether there is anything to license has a question of its own.
    licensed = {f"{id}.{VOCABULARY.components[id].presence}" for id in VOCABULARY.licensed}
    facts = sorted(fact for fact in listed - licensed if not fact.startswith("@"))
    for member in before:
        for fact in luck.sample(facts, 3):
            after = before.supposing(member.id, {fact: value_of(fact, luck, 0.3)})
            for record in before:
                for path in moved(record, after[record.id], reader).intersection(rubric.paths):
                    told = [*behind(record, path, rubric), *behind(after[record.id], path, rubric)]
                    assert (member.id, fact) in {(one.record.id, one.fact) for one in told}, record.id


def moved(one: ModelRecord, other: ModelRecord, reader: FactReader) -> set[str]:
    """Return the paths of which something else may be true."""
    return {
        path
        for left, right in zip(reader.ways(one), reader.ways(other), strict=True)
        for path, mask in left.masks.items()
        if mask != right.masks[path]
    }
