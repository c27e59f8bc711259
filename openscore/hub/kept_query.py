"""The query of a rubric for this machine's database, written once for each rubric and kept.

It holds what the rubric and the vocabulary say and no license: what licenses say stands in tables. So it is
the same for every hub, and to write it anew takes as long as to run it for a small one.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

from openscore.records.licenses import LicenseTable
from openscore.resources import digest_of_files
from openscore.rubric.rubric import Rubric
from openscore.snapshots import SnapshotFolder

DIALECT = "duckdb"


def kept_query(
    rubric: Rubric, licenses: LicenseTable, snapshots: SnapshotFolder | None, *, lineage: bool
) -> str:
    """Return the query that scores the rows of `facts`, where possible as it was kept.

    Args:
        rubric: Any rubric; only that of one that was read from a file is kept.
        licenses: What licenses permit, require and limit.
        snapshots: Where it is kept; None writes it each time.
        lineage: Whether base models count.
    """
    text = f"query {rubric.key} {_writing_digest()} {lineage}"
    key = hashlib.sha256(text.encode()).hexdigest() if snapshots and rubric.key else ""
    snapshot = snapshots.get(key) if snapshots and key else None
    if snapshot and isinstance(snapshot.head, str):
        return snapshot.head
    # Imported here: whoever finds the query kept needs nothing of what writes it.
    from openscore.hub.compile import compile_rubric, render

    query = render(compile_rubric(rubric, licenses, lineage=lineage, has_licenses=True), DIALECT)
    if snapshots and key:
        snapshots.put(key, query)
    return query


@cache
def _writing_digest() -> str:
    """Return a digest of all that decides how a rubric is written as SQL."""
    return f"{version('sqlglot')} {digest_of_files(sorted(Path(__file__).parent.glob('*.py')))}"
