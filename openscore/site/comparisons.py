"""How the scores of a site compare: with those of kept editions, and with those of other rubrics."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from openscore.analysis.agreement import Agreement, agreements
from openscore.analysis.changes import Moved, moves
from openscore.analysis.edition import kept_edition
from openscore.analysis.implication import Answer, Side, implications
from openscore.analysis.matrix import Matrix
from openscore.analysis.strict_lines import lines_of
from openscore.errors import OpenScoreError
from openscore.registry.registry import Registry
from openscore.resources import edition_files
from openscore.rubric.rubric import Rubric
from openscore.snapshots import SnapshotFolder

DRAWS, SEED = 500, 1
"""Of the bootstrap, as `openscore agreement` has them."""


class Since(NamedTuple):
    """What became of the scores since an edition."""

    name: str
    openscore: str
    models: int
    moved: tuple[Moved, ...]


def since_editions(registry: Registry, rubric: Rubric, shown: str) -> tuple[Since, ...]:
    """Return what changed since each kept edition that has the rubric, the latest first.

    Args:
        registry: The records as they are.
        rubric: Under which they are compared.
        shown: Name of the edition that they are of, which is left out; empty for the data as they are.
    """
    found = []
    for name in sorted(edition_files(), reverse=True):
        if name == shown:
            continue
        try:
            kept = kept_edition(name)
            old = kept.edition.registry
            moved = moves(old, kept.edition.rubric(rubric.id), registry, rubric)
        except OpenScoreError:
            continue  # An edition of another rubric, or of data that this version cannot read.
        found.append(Since(name, kept.openscore, len(old), tuple(one for one in moved if one.is_score)))
    return tuple(found)


def agreement_with(table: Matrix, chosen: Rubric) -> tuple[Agreement, ...]:
    """Return how far each rubric of a table agrees with the chosen one."""
    place = table.rubrics.index(chosen)
    found: list[Agreement] = []
    for other in range(len(table.rubrics)):
        if other != place:
            rows = tuple((record, (cells[place], cells[other])) for record, cells in table.rows)
            pair = Matrix((chosen, table.rubrics[other]), rows)
            if sum(all(cells) for _, cells in rows) > 1:
                found += agreements(pair, draws=DRAWS, seed=SEED)
    return tuple(found)


def relations_with(
    registry: Registry, chosen: Rubric, others: Iterable[Rubric], snapshots: SnapshotFolder
) -> tuple[Answer, ...]:
    """Return whether what meets a line of the chosen rubric meets each line of the others.

    The reverse is asked of rubrics that draw a line of their own: who has all points under one that draws
    none is a question that nobody asks, and its search is long.

    Args:
        registry: Its license table is used; nothing is found where no model of it stands for itself alone.
        chosen: The rubric of the site.
        others: Rubrics that judge models.
        snapshots: Where answers are kept.
    """
    try:
        own = Side(chosen, registry)
        pairs: list[tuple[Side, Side]] = []
        for other in others:
            side = Side(other, registry)
            pairs.append((own, side))
            if not any(line.id == "all-points" for line in lines_of(other)):
                pairs.append((side, own))
    except OpenScoreError:
        return ()
    found = implications(pairs, gates=False, snapshots=snapshots)
    return tuple(answer for answers in found for answer in answers)
