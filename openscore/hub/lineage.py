"""What passes from base models to the models made from them, for all models at once.

Of a chain only the kinds of ancestors matter, not the ancestors: what is passed on is the set of
their profiles (distinct facts), of which there are few. A recursive query finds it, whatever the
depth, the number of parents or the cycles. Pairs of models and ancestors would be simpler and are
far too many: merges of merges have hundreds of ancestors each.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from openscore.engine.facts import Derived
from openscore.engine.lineage import is_copied, is_copy
from openscore.hub.duckdb_text import quoted
from openscore.hub.engine import Engine, Growth
from openscore.language import noted
from openscore.records.licenses import LicenseTable
from openscore.records.record import ModelRecord
from openscore.records.vocabulary import Vocabulary
from openscore.registry.registry import Registry

MISSING = 0
"""The profile of a base model of which nothing is known."""
FREE = ("nothing", "notices")
WHOLE = ("share-alike", "all-terms")
PASS_ON = "pass-on"  # noqa: S105  # a term of licenses


def link(engine: Engine, registry: Registry, records: Sequence[ModelRecord] | None) -> None:
    """Make `edges (child, parent, is_copied, is_own)`: which models were made from which; and `copies`.

    It is made of `models`, `curated` and `aliases`; `hub.line` says what the last two columns mean. Whose a
    model is, the first part of its id says.

    Args:
        engine: Where the tables are.
        registry: Knows the relations, and the makers of its own records.
        records: Records of the registry, which have the nodes -1, -2 and so on; None links nothing.
    """
    copies = ", ".join(
        quoted(id) for id, relation in registry.vocabulary.relations.items() if relation.is_copy
    )
    engine.make(
        "links",
        "SELECT node AS child, "
        f"array_length(bases) = 1 AND COALESCE(relation IN ({copies}), false) AS is_copied, "
        "lower(split_part(id, '/', 1)) AS maker, unnest(bases) AS base "
        f"FROM models WHERE {'false' if records is None else 'array_length(bases) > 0'}",
    )
    engine.define(
        "wanted",
        "SELECT m.id AS base, COALESCE(c.record, m.node) AS node FROM models m "
        "LEFT JOIN curated c ON c.node = m.node WHERE m.id IN (SELECT base FROM links) "
        "UNION SELECT l.base, a.node FROM (SELECT DISTINCT base FROM links) l "
        "JOIN aliases a ON a.name = lower(l.base)",
    )
    columns = ("child", "parent", "is_copied", "is_own")
    engine.fill("record_edges", columns, _edges(registry, records or ()), columns)
    engine.make(
        "edges",
        "SELECT l.child, w.node AS parent, l.is_copied, "
        "NOT l.is_copied AND l.maker = lower(split_part(l.base, '/', 1)) AS is_own "
        "FROM links l ANTI JOIN curated c ON c.node = l.child LEFT JOIN wanted w ON w.base = l.base "
        "UNION ALL SELECT child, parent, is_copied = 1, is_own = 1 FROM record_edges",
        noted("following base models"),
    )
    engine.define("copies", "SELECT DISTINCT child FROM edges WHERE is_copied")


def _edges(registry: Registry, records: Sequence[ModelRecord]) -> Iterator[tuple[int, int | None, int, int]]:
    """Yield the rows that link records of the registry to what they were made from."""
    places = {one.id: -place for place, one in enumerate(records, start=1)}
    for record in records:
        for made in record.links:
            base = registry.models.get(made.model)
            copied = is_copy(record) and is_copied(made, record)
            own = not copied and base is not None and registry.same_maker(record, base)
            yield places[record.id], places.get(made.model), int(copied), int(own)


def pass_on(engine: Engine) -> None:
    """Make `passed (child, profile, is_near, is_own, is_copy)`: what each model rests on, and how.

    It is made of `edges`, `copies` and `nodes (node, profile)`; `hub.line` says what
    the last three columns mean. Each round of the query hands on only what was new in the round before,
    and a row counts once: so cycles end, and a model costs as much as it has kinds of ancestors.
    """
    passed = Growth(
        "passed",
        ("child", "profile", "is_near", "is_own", "is_copy"),
        f"SELECT e.child, COALESCE(n.profile, {MISSING}), e.is_copied, e.is_own, c.child IS NOT NULL "
        "FROM edges e LEFT JOIN nodes n ON n.node = e.parent LEFT JOIN copies c ON c.child = e.parent",
        "SELECT e.child, p.profile, e.is_copied AND p.is_near, p.is_own, p.is_copy "
        "FROM passed p JOIN edges e ON e.parent = p.child",
    )
    engine.grow(passed, noted("following base models"))


class Conflict(NamedTuple):
    """A license that grants more than what a base model's license lets it grant."""

    license: str
    base: str
    """The license of the base model."""
    terms: tuple[str, ...]
    """Terms on which the base's license is stricter."""


def conflicts(names: Iterable[str], table: LicenseTable, vocabulary: Vocabulary) -> list[Conflict]:
    """Return every pair of licenses of which the first may not stand on a model made from the second.

    A share-alike license, or one that stays whole, passes on all of its terms, one that passes on its
    limits those that the Open Source Definition knows. Only what both texts settle counts.
    """
    resolved = {name: table.resolve(name) for name in sorted(set(names))}
    listed = {name: one.masks for name, one in resolved.items() if one.state == "listed"}
    granted = {
        name: {id: masks[id].bit_length() for id in vocabulary.terms} for name, masks in listed.items()
    }
    passed = {base: _passed_on(masks, vocabulary) for base, masks in listed.items()}
    return [
        Conflict(name, base, terms)
        for name, own in granted.items()
        for base, floors in passed.items()
        if (terms := tuple([id for id, floor in floors if own[id] < floor]))
    ]


def _passed_on(masks: Derived, vocabulary: Vocabulary) -> list[tuple[str, int]]:
    """Return the terms that a license passes on, each with the place of the most open value it may have."""
    scale = vocabulary.terms[PASS_ON].scale
    if masks[PASS_ON] & scale.mask(FREE):
        return []
    is_whole = not masks[PASS_ON] & ~scale.mask(WHOLE)
    return [
        (id, (masks[id] & -masks[id]).bit_length())
        for id, term in vocabulary.terms.items()
        if is_whole or (term.osd and id != PASS_ON)
    ]
