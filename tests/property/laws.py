"""The laws of the design, as what must not be found in a world; for property tests and for long runs.

Each law yields what breaks it, in words; nothing if it holds. `met` counts how often a hard case came up,
so that a law which nothing ever puts to the test is noticed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from random import Random

from property.strategies import VOCABULARY, with_shipped_licenses
from property.worlds import GRANTED, LAST, LICENSOR, World, applies, filled, own_terms_added

from openscore import Registry, Rubric, assess, rank
from openscore.engine import Assessment
from openscore.engine.facts import derived_from
from openscore.engine.lineage import is_copy, live
from openscore.interval import DUST
from openscore.records.record import ModelRecord
from openscore.rubric.conditions import TRUE, paths_of

Law = Callable[[World, Rubric, Counter[str]], Iterator[str]]


def judged(registry: Registry, rubric: Rubric) -> dict[str, Assessment]:
    """Assess every record that the rubric judges."""
    return {record.id: assess(record, rubric) for record in registry if record.kind in rubric.subjects}


def meet(one: Assessment, met: Counter[str]) -> None:
    """Count what an assessment has that a law could fail at."""
    certain = {result.gate.id for result in one.gates if result.is_certain}
    met["low end above the middle"] += one.score.low > one.rubric.top / 2
    met["an unknown widens the score"] += not one.score.is_certain
    met["bands of both ends differ"] += one.bands[0] is not one.bands[1]
    met["a gate closes for certain"] += bool(certain)
    met["a gate may close"] += len(certain) < len(one.gates)
    met["every gate stays open"] += bool(one.rubric.gates) and not one.gates
    for verdict in ("met", "unmet", "unknown"):
        met[f"required elements {verdict}"] += one.conformance == verdict


def shapes(world: World, met: Counter[str]) -> None:
    """Count what the records of a world are made of."""
    for record in world.records:
        data = record.data
        met["services"] += record.kind == "service"
        met["developers"] += record.kind == "developer"
        met["merges"] += len(record.links) > 1
        met["lines of three steps or more"] += depth(record) >= 3
        met["WITH"] += " WITH " in " ".join(record.values.values())
        met["history"] += bool(record.history)
        met["facts with a day of their own"] += any("since" in fact for fact in data["facts"].values())
        met["parts with access of their own"] += bool(data.get("parts"))
        met["models that are served no more"] += any("until" in link for link in data["serves"])


def outside(inner: Assessment, outer: Assessment) -> str:
    """Say where an assessment leaves the intervals of another; empty if nowhere."""
    for name in ("score", "uncapped"):
        one, other = getattr(inner, name), getattr(outer, name)
        if one.low < other.low or one.high > other.high:
            return f"{name} {one} is outside {other}"
    openness = inner.rubric.openness
    lowest, highest = map(openness, outer.bands)
    if not lowest <= openness(inner.bands[0]) <= openness(inner.bands[1]) <= highest:
        return f"bands {inner.bands} are outside {outer.bands}"
    if outer.conformance not in ("unknown", inner.conformance):
        return f"conformance {outer.conformance} became {inner.conformance}"
    return ""


def above(left: Assessment, right: Assessment) -> str:
    """Say in what one assessment is more open than another; empty if in nothing.

    Scores are compared as nothing has rounded them: one that is certain is stated to the nearest, two ends go
    outwards, so that of two stated ends the higher may be the lower by one unit of the last decimal.
    """
    unit = 10.0**-left.rubric.digits
    for name, room in (("exact", DUST), ("uncapped", unit + DUST)):
        one, other = getattr(left, name), getattr(right, name)
        if one.low > other.low + room or one.high > other.high + room:
            return f"{name} {one} is above {other}"
    openness = left.rubric.openness
    if any(openness(mine) > openness(theirs) for mine, theirs in zip(left.bands, right.bands, strict=True)):
        return "the band is above"
    met = zip(left.elements, right.elements, strict=True)
    return "".join(
        f"{mine.element.id} is met here alone" for mine, theirs in met if mine.truth > theirs.truth
    )


def intervals_are_in_order(world: World, rubric: Rubric, met: Counter[str]) -> Iterator[str]:
    """`low <= high`, and scores lie on the rubric's scale."""
    for id, one in judged(world.registry, rubric).items():
        met["records"] += 1
        meet(one, met)
        if one.score != one.uncapped and not rubric.caps_scores:
            yield f"{id}: a gate on bands made {one.score} of {one.uncapped}"
        if not 0 <= one.score.low <= one.score.high <= rubric.top or one.uncapped.low > one.uncapped.high:
            yield f"{id}: {one.score}, {one.uncapped}"


def an_unknown_stays_inside(world: World, rubric: Rubric, met: Counter[str]) -> Iterator[str]:
    """Filling in an unknown never leaves the interval, of the record or of any that rests on it."""
    before = judged(world.registry, rubric)
    for record in world.records:
        registry = filled(record, Random(f"{world.seed} {record.id}"))  # nothing secret
        if registry is None:
            continue
        met["filled in"] += 1
        has_terms = any(path.startswith("terms.") for path in record.values)
        met["filled in beside own terms"] += has_terms
        met["an availability is filled in beside own terms"] += has_terms and registry[
            record.id
        ].values.keys() - record.values.keys() == {"weights.availability"}
        for id, one in judged(registry, rubric).items():
            if found := outside(one, before[id]):
                yield f"{id}: {found}"


def own_terms_grant_nothing(world: World, rubric: Rubric, met: Counter[str]) -> Iterator[str]:
    """A term that an entry adds never makes anything more open."""
    before = judged(world.registry, rubric)
    for record in world.records:
        registry = own_terms_added(record, Random(f"{world.seed} {record.id}"))
        met["own terms added"] += 1
        if record.id in before and rubric.is_monotone:
            after = assess(registry[record.id], rubric)
            if after.exact.low > before[record.id].exact.low + DUST:
                yield f"{record.id}: {after.exact} after {before[record.id].exact}"


def a_base_makes_nothing_more_open(world: World, rubric: Rubric, met: Counter[str]) -> Iterator[str]:
    """What a model was made from only limits it, save where something of its own does not apply."""
    for record in world.records:
        if is_copy(record) or not record.links or record.kind not in rubric.subjects or not applies(record):
            continue
        met["models made from others"] += 1
        entries = {id: one.data for id, one in world.registry.models.items()}
        entries[record.id] = {**record.data, "bases": []}
        alone = Registry({**world.registry.data, "models": entries}, world.registry.vocabulary)
        made, free = assess(record, rubric), assess(alone[record.id], rubric)
        if made.exact.low > free.exact.high + DUST:
            yield f"{record.id}: {made.exact} with its bases, {free.exact} without"


def a_copy_is_at_most_its_original(world: World, rubric: Rubric, met: Counter[str]) -> Iterator[str]:
    """Quantized files and adapters are nowhere more open than what they are made from."""
    found = judged(world.registry, rubric)
    for record in world.records:
        if record.kind == "model" and is_copy(record) and record.id in found:
            met["copies"] += 1
            original = record.links[0].model
            met["copies of copies"] += is_copy(world.registry[original])
            if says := above(found[record.id], found[original]):
                yield f"{record.id} of {original}: {says}"


def a_service_is_at_most_each_model(world: World, rubric: Rubric, met: Counter[str]) -> Iterator[str]:
    """Of all that it serves on the day, model by model; what does not apply to those may apply to a base of its own."""
    found = judged(world.registry, rubric)
    for record in world.records:
        served = [link.model for link in live(record) if link.model in found and not record.links]
        met["services of several models"] += len(served) > 1
        for model in served if record.id in found else ():
            met["served models"] += 1
            if says := above(found[record.id], found[model]):
                yield f"{record.id} with {model}: {says}"


def what_is_closed_meets_no_element(world: World, rubric: Rubric, met: Counter[str]) -> Iterator[str]:
    """An element about the terms of several components is not met while one of them is withheld."""
    for id, one in judged(world.registry, rubric).items():
        values = world.registry[id].values
        for result in one.elements:
            asked = {
                component
                for path in paths_of(result.element.condition)
                for component in derived_from(path, rubric)
            }
            shut = {
                component for component in asked if values.get(f"{component}.availability") == "undisclosed"
            }
            met["closed components beside open ones"] += bool(shut) and any(
                values.get(f"{component}.availability") == "public" for component in asked
            )
            if shut and result.truth == TRUE:
                yield f"{id}: {result.element.id} is met, {', '.join(shut)} undisclosed"


def order_never_counts(world: World, rubric: Rubric, met: Counter[str]) -> Iterator[str]:
    """Whichever record stands first, and is assessed first, scores and ranks are the same."""
    there = [
        (one.rank, one.assessment.record.id, one.assessment.score) for one in rank(world.registry, rubric)
    ]
    models = dict(reversed(world.registry.models.items()))
    entries = {id: record.data for id, record in models.items()}
    back = Registry({**world.registry.data, "models": entries}, world.registry.vocabulary)
    met["rankings"] += 1
    if there != [(one.rank, one.assessment.record.id, one.assessment.score) for one in rank(back, rubric)]:
        yield "the ranking depends on the order"


def an_owner_binds_nobody_twice(world: World, rubric: Rubric, met: Counter[str]) -> Iterator[str]:
    """What a maker did to its own earlier license alone changes nothing of what it made from that model."""
    for record in world.records:
        if is_copy(record) or record.kind not in rubric.subjects or len(record.links) != 1:
            continue
        base = world.registry[record.links[0].model]
        if base.links or not world.registry.same_maker(record, base):
            continue
        met["an owner's own derivatives"] += 1
        met["an owner whom texts name"] += world.registry.maker_of(base) == LICENSOR
        texts = ["MIT", "CC-BY-NC-4.0", *(GRANTED if world.registry.maker_of(base) == LICENSOR else ())]
        found = {
            text: assess(
                world.registry.supposing(base.id, {"weights.license": text})[record.id], rubric
            ).score
            for text in (texts[0], Random(f"{world.seed} {record.id}").choice(texts[1:]))  # nothing secret
        }
        if len({*found.values()}) > 1:
            yield f"{record.id} of {base.id}: {found}"


def an_owner_grants_no_text_of_others(world: World, rubric: Rubric, met: Counter[str]) -> Iterator[str]:
    """A base under a text that somebody else alone can grant binds its owner as it binds a stranger."""
    for record in world.records:
        if is_copy(record) or record.kind not in rubric.subjects or len(record.links) != 1:
            continue
        base = world.registry[record.links[0].model]
        foreign = world.registry.maker_of(base) != LICENSOR
        if base.links or not foreign or not world.registry.same_maker(record, base):
            continue
        met["owners under a text of others"] += 1
        text = Random(f"{world.seed} {record.id}").choice(GRANTED)  # nothing secret
        works = [path for path in rubric.lineage if VOCABULARY.is_license(path)]
        own = world.registry.supposing(base.id, dict.fromkeys(works, text))
        entries = {id: one.data for id, one in own.models.items()}
        entries[base.id] = {**entries[base.id], "developer": "Stranger"}
        strange = with_shipped_licenses(Registry({**own.data, "models": entries}, own.vocabulary))
        bound, free = assess(own[record.id], rubric), assess(strange[record.id], rubric)
        if bound.score != free.score:
            yield f"{record.id} of {base.id} under {text}: {bound.score}, of a stranger's {free.score}"


def nothing_is_projected_back(world: World, rubric: Rubric, met: Counter[str]) -> Iterator[str]:
    """Before any source of a changeable fact was published, and without history, it is unknown."""
    vocabulary = world.registry.vocabulary
    for record in world.records:
        earlier = {change["fact"] for change in record.data["history"]}
        facts = record.data["facts"]
        few = Random(f"{world.seed} {record.id}").sample(
            sorted(facts), min(TRIED, len(facts))
        )  # nothing secret
        for path, fact in ((path, facts[path]) for path in few):
            if path in earlier or "since" in fact or vocabulary.is_lasting(path, fact["value"]):
                continue
            documents = [record.data["documents"][place] for place in fact["sources"]]
            first = min(document.get("published", document["read"]) for document in documents)
            eve = date.fromisoformat(first) - timedelta(days=1)
            then = record.as_of(eve)
            met["days before any source"] += then is not None
            if then is not None and path in then.values:
                yield f"{record.id}: {path} is known on {eve}"


def today_is_today(world: World, rubric: Rubric, met: Counter[str]) -> Iterator[str]:
    """As of the last day on which anything was read, all is as it is without a day."""
    there = [
        (one.rank, one.assessment.record.id, one.assessment.score) for one in rank(world.registry, rubric)
    ]
    then = world.registry.as_of(LAST)
    met["todays"] += 1
    if there != [(one.rank, one.assessment.record.id, one.assessment.score) for one in rank(then, rubric)]:
        yield "as of today differs from today"


TRIED = 4
"""Facts of each record for which days of the past are tried; other worlds try others."""
LAWS: dict[str, Law] = {
    law.__name__: law
    for law in (
        intervals_are_in_order,
        an_unknown_stays_inside,
        own_terms_grant_nothing,
        a_base_makes_nothing_more_open,
        a_copy_is_at_most_its_original,
        a_service_is_at_most_each_model,
        what_is_closed_meets_no_element,
        order_never_counts,
        an_owner_binds_nobody_twice,
        an_owner_grants_no_text_of_others,
        nothing_is_projected_back,
        today_is_today,
    )
}
OF_ONE = (
    "low end above the middle", "an unknown widens the score", "bands of both ends differ",
    "a gate closes for certain", "a gate may close", "every gate stays open",
    "required elements met", "required elements unmet", "required elements unknown",
)  # fmt: skip
"""Cases of single assessments that must come up."""
HARD = (
    *OF_ONE,
    "services", "developers", "merges", "lines of three steps or more", "WITH", "history",
    "facts with a day of their own", "parts with access of their own", "models that are served no more",
    "days before any source", "filled in beside own terms", "an availability is filled in beside own terms",
    "copies", "copies of copies", "served models", "services of several models", "models made from others",
    "closed components beside open ones", "an owner's own derivatives", "an owner whom texts name",
    "owners under a text of others",
)  # fmt: skip
"""Cases that must come up, or the laws say nothing."""


def depth(record: ModelRecord) -> int:
    """Return how many steps the longest line above a record has."""
    bases = [record.registry.models[link.model] for link in record.links]
    return 1 + max(map(depth, bases)) if bases else 0
