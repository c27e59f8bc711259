"""What passes from base models to the models made from them, for all models at once.

Of a chain only the kinds of ancestors matter, not the ancestors: what is passed on is the set of
their profiles (distinct facts), of which there are few. A recursive query finds it, whatever the
depth, the number of parents or the cycles. Pairs of models and ancestors would be simpler and are
far too many: merges of merges have hundreds of ancestors each.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from openscore.hub.engine_duckdb import DuckEngine
from openscore.language import noted
from openscore.records.licenses import LicenseTable, Resolution
from openscore.records.vocabulary import Vocabulary

MISSING = 0
"""The profile of a base model of which nothing is known."""
FREE = ("nothing", "notices")
WHOLE = ("share-alike", "all-terms")
PASS_ON = "pass-on"  # noqa: S105  # a term of licenses


def pass_on(engine: DuckEngine) -> None:
    """Make `passed (child, profile)` of `edges (child, parent)` and `nodes (node, profile)`.

    Each round of the query hands on only what was new in the round before, and a pair counts once: so
    cycles end, and a model costs as much as it has kinds of ancestors.
    """
    engine.make(
        "passed",
        "WITH RECURSIVE passed AS ("
        f"SELECT e.child, COALESCE(n.profile, {MISSING}) AS profile "
        f"FROM edges e LEFT JOIN nodes n ON n.node = e.parent "
        "UNION SELECT e.child, p.profile FROM passed p JOIN edges e ON e.parent = p.child"
        ") SELECT DISTINCT child, profile FROM passed",
        noted("following base models"),
    )


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
    listed = {name: one for name, one in resolved.items() if one.state == "listed"}
    return [
        Conflict(name, base, terms)
        for name, one in listed.items()
        for base, other in listed.items()
        if (terms := _looser(one, other, vocabulary))
    ]


def _looser(own: Resolution, base: Resolution, vocabulary: Vocabulary) -> tuple[str, ...]:
    scale = vocabulary.terms[PASS_ON].scale
    passes = base.masks[PASS_ON]
    if passes & scale.mask(FREE):
        return ()
    is_whole = not passes & ~scale.mask(WHOLE)
    return tuple(
        id
        for id, term in vocabulary.terms.items()
        if (is_whole or (term.osd and id != PASS_ON))
        and own.masks[id].bit_length() < (base.masks[id] & -base.masks[id]).bit_length()
    )
