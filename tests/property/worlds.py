"""Random registries over the whole vocabulary: services, developers, copies, merges, own terms, makers, days.

A world is made from a seed alone, so that a failure is repeated by its number, a hundred thousand
records are made in a minute, and the same worlds serve the property tests and the long run of
`tests/laws.py`. What is hard is drawn often, not as rarely as life has it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any, NamedTuple

from property.strategies import SHIPPED, VOCABULARY, with_shipped_licenses

from openscore import Registry
from openscore.engine.lineage import is_copy
from openscore.records.record import ModelRecord
from openscore.records.vocabulary import LICENSE, NOT_APPLICABLE, TERMS

Json = dict[str, Any]

ADDITIONS = sorted(id for id, license in SHIPPED.licenses.licenses.items() if license.is_addition)
TEXTS = sorted(id for id, license in SHIPPED.licenses.licenses.items() if not license.is_addition)
FREE = ("MIT", "Apache-2.0")
EXPRESSIONS = [
    *TEXTS,
    *(f"{base} WITH {addition}" for base in FREE for addition in ADDITIONS),
    "NONE", "openrail", "LicenseRef-nobody-knows-it", "MIT OR GPL-3.0-only", "MIT AND CC-BY-NC-4.0",
    "MIT AND LicenseRef-nobody-knows-it", "(MIT OR CC-BY-NC-4.0) AND Apache-2.0",
]  # fmt: skip
INDICATORS = tuple(path for path in VOCABULARY.facts if path.startswith("fmti-"))
TERM_PATHS = tuple(f"{TERMS}.{term}" for term in VOCABULARY.terms)
SERVICE_TERMS = tuple(path for path in VOCABULARY.facts if path.startswith("service-terms."))
PLAIN = tuple(
    path
    for path in VOCABULARY.facts
    if path not in INDICATORS and path not in TERM_PATHS and path not in SERVICE_TERMS
)
COPIES = [id for id, relation in VOCABULARY.relations.items() if relation.is_copy]
LICENSOR = "meta"
"""A maker whom texts of the table name as their licensor."""
DEVELOPERS = (
    "Lab",
    "Lab Research",
    "LAB",
    "Other",
    "Granter",
    "Granter",
    "Granter",
    "Granter",
    "Granter Research",
)
MAKERS: Json = {
    id: {"name": name, "aliases": [f"{name} Research"], "keys": {}, "documents": [], "origin": "test"}
    for id, name in (("lab", "Lab"), (LICENSOR, "Granter"))
}
GRANTED = sorted(id for id, one in SHIPPED.licenses.licenses.items() if LICENSOR in one.brief.licensors)
"""Texts that nobody but that maker can grant."""
FIRST, LAST = date(2024, 1, 1), date(2026, 1, 1)
EVIDENT: Json = {"sources": [0], "shows": "it does", "origin": "test"}


class World(NamedTuple):
    """A random registry."""

    registry: Registry
    seed: int

    @property
    def records(self) -> Iterator[ModelRecord]:
        """All of its records."""
        return iter(self.registry)


def value_of(path: str, luck: Random, openness: float) -> str:
    """Draw a value of a fact: its most open one as often as `openness` says, else any."""
    if VOCABULARY.is_license(path):
        free = luck.random() < openness
        return luck.choice(FREE if free else GRANTED if luck.random() < 0.2 else EXPRESSIONS)
    values = VOCABULARY.values(path)
    return values[0].id if luck.random() < openness else luck.choice(values).id


def facts_of(luck: Random, *, is_service: bool = False) -> dict[str, str]:
    """Draw the facts of one record: some are nearly all known, some nearly none, some nearly all open."""
    openness = luck.choice((1.0, 0.97, 0.9, 0.6, 0.2, 0.0))
    known = luck.choice((0.0, 0.05, 0.2) if is_service else (1.0, 0.97, 0.9, 0.5, 0.1))
    facts = {path: value_of(path, luck, openness) for path in PLAIN if luck.random() < known}
    if luck.random() < 0.3:
        for path in luck.sample(TERM_PATHS, luck.randint(1, 3)):
            facts[path] = value_of(path, luck, 0.3)
        if luck.random() < 0.5:
            facts.pop("weights.availability", None)
    if luck.random() < (0.8 if is_service else 0.2):
        facts |= {path: value_of(path, luck, 0.6) for path in SERVICE_TERMS if luck.random() < 0.7}
    if luck.random() < 0.1:
        facts |= {path: value_of(path, luck, openness) for path in INDICATORS if luck.random() < known}
    return facts


def indicators_of(luck: Random) -> dict[str, str]:
    """Draw the answers of a maker to the questions of an index of makers."""
    openness, known = luck.choice((0.97, 0.6, 0.2)), luck.choice((1.0, 0.97, 0.5, 0.1))
    return {path: value_of(path, luck, openness) for path in INDICATORS if luck.random() < known}


def entry_of(luck: Random, facts: dict[str, str], *, kind: str = "model") -> Json:
    """Return the validated form of an entry: documents with and without a day, `since`, history."""
    documents = [_document(luck) for _ in range(luck.randint(1, 3))]
    released = _day(luck)
    return {
        "name": "Demo", "developer": luck.choice(DEVELOPERS), "kind": kind, "modality": ["text"],
        "sizes": [], "summary": "A model.", "aliases": [], "origin": "test",
        "keys": {f"d{place}": place for place in range(len(documents))}, "documents": documents,
        "dates": {"announced": {"date": released.isoformat(), **EVIDENT}},
        "facts": {path: _fact(luck, value, len(documents)) for path, value in facts.items()},
        "bases": [], "serves": [], "history": _history(luck, facts, released), "stages": [],
    }  # fmt: skip


def _document(luck: Random) -> Json:
    document: Json = {
        "url": "https://example.org", "read": LAST.isoformat(), "by": "maker", "archived": "", "title": "",
    }  # fmt: skip
    if luck.random() < 0.6:
        document["published"] = _day(luck).isoformat()
    return document


def _day(luck: Random) -> date:
    return FIRST + timedelta(days=luck.randint(0, (LAST - FIRST).days))


def _fact(luck: Random, value: str, documents: int) -> Json:
    sources = sorted(luck.sample(range(documents), luck.randint(1, documents)))
    fact = {"value": value, **EVIDENT, "sources": sources}
    return {**fact, "since": _day(luck).isoformat()} if luck.random() < 0.1 else fact


def _history(luck: Random, facts: dict[str, str], released: date) -> list[Json]:
    if not facts or luck.random() < 0.6:
        return []
    paths = luck.sample(sorted(facts), min(len(facts), luck.randint(1, 3)))
    return [
        {
            "fact": path,
            "value": value_of(path, luck, 0.3),
            "until": min(LAST, released + timedelta(days=luck.randint(1, 600))).isoformat(),
            **EVIDENT,
        }
        for path in paths
        for _ in range(luck.randint(1, 2))
    ]


def world(seed: int, size: int = 8) -> World:
    """Return the world of a seed: models that are made from each other, and services that serve them."""
    luck = Random(seed)  # nothing secret
    entries: dict[str, Json] = {}
    for place in range(size):
        entry = entry_of(luck, facts_of(luck))
        if place and luck.random() < 0.6:
            entry["bases"] = _bases(luck, list(entries))
            if luck.random() < 0.5:
                entry["developer"] = entries[entry["bases"][0]["model"]]["developer"]
        if luck.random() < 0.15:
            entry["parts"] = _parts(luck)
        entries[f"m{place}"] = entry
    models = list(entries)
    for place in range(max(1, size // 3)):
        entry = entry_of(luck, facts_of(luck, is_service=True), kind="service")
        entry["serves"] = _serves(luck, models)
        entries[f"s{place}"] = entry
    if luck.random() < 0.4:
        entries["d0"] = entry_of(luck, indicators_of(luck), kind="developer")
    makers = MAKERS if luck.random() < 0.7 else {}
    for place in range(max(1, size // 3)):
        if luck.random() < 0.2:  # Trained on for the service alone, or on what an earlier one said.
            entries[f"s{place}"]["bases"] = _bases(luck, [*models, *(f"s{one}" for one in range(place))])
    registry = Registry({**SHIPPED.data, "models": entries, "makers": makers}, VOCABULARY)
    return World(with_shipped_licenses(registry), seed)


def _bases(luck: Random, above: Sequence[str]) -> list[Json]:
    """Mostly the nearest model, so that lines grow deep; sometimes several, so that ways multiply."""
    chosen = {above[-1]} if luck.random() < 0.7 else {luck.choice(above)}
    if luck.random() < 0.3:
        chosen.add(luck.choice(above))
    relations = COPIES if len(chosen) == 1 and luck.random() < 0.4 else list(VOCABULARY.relations)
    return [{"model": model, "relation": luck.choice(relations), **EVIDENT} for model in sorted(chosen)]


def _parts(luck: Random) -> Json:
    return {
        f"part-{place}": {
            "title": "part",
            "availability": _fact(luck, value_of("weights.availability", luck, 0.5), 1),
            "license": _fact(luck, value_of(f"weights.{LICENSE}", luck, 0.5), 1),
        }
        for place in range(luck.randint(1, 2))
    }


def _serves(luck: Random, models: Sequence[str]) -> list[Json]:
    """One to three models, now and then one that is served no more."""
    links = []
    for model in luck.sample(models, min(len(models), luck.choice((0, 1, 1, 2, 2, 3)))):
        link: Json = {"model": model, **EVIDENT}
        if luck.random() < 0.4:
            link["from"] = _day(luck).isoformat()
        if luck.random() < 0.15:
            link["until"] = LAST.isoformat()
        links.append(link)
    return links


def filled(record: ModelRecord, luck: Random) -> Registry | None:
    """Return the world with one unknown fact of a record filled in; None if nothing is unknown.

    What a copy or a service leaves to its original is not unknown.
    """
    open_ones = SERVICE_TERMS if is_copy(record) else (*PLAIN, *SERVICE_TERMS)
    if record.kind == "developer":
        open_ones = INDICATORS
    paths = [path for path in open_ones if path not in record.values]
    if not paths:
        return None
    path = luck.choice(paths)
    if "weights.availability" in paths and record.values.keys() & {*TERM_PATHS} and luck.random() < 0.5:
        path = "weights.availability"
    registry = record.registry
    assert isinstance(registry, Registry)
    return registry.supposing(record.id, {path: value_of(path, luck, 0.3)})


def applies(record: ModelRecord) -> bool:
    """Whether nothing of a record is said not to apply."""
    return NOT_APPLICABLE not in record.values.values()


def own_terms_added(record: ModelRecord, luck: Random) -> Registry:
    """Return the world with one more term that the entry itself states."""
    path = luck.choice([path for path in TERM_PATHS if path not in record.values] or TERM_PATHS)
    registry = record.registry
    assert isinstance(registry, Registry)
    known = record.values.get(path)
    return registry.supposing(record.id, {path: known or value_of(path, luck, 0.3)})
