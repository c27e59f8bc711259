"""The query of a rubric for this machine's database, written once for each rubric and kept.

It holds what the rubric and the vocabulary say and no license: what licenses say stands in tables. So it is
the same for every hub, and to write it anew takes as long as to run it for a small one.
"""

from __future__ import annotations

from functools import cache
from importlib.metadata import version
from pathlib import Path

from openscore.records.licenses import LicenseTable
from openscore.resources import digest_of_files
from openscore.rubric.rubric import Rubric
from openscore.snapshots import SnapshotFolder, key_of

DIALECT = "duckdb"


def kept_query(rubric: Rubric, licenses: LicenseTable, snapshots: SnapshotFolder, *, lineage: bool) -> str:
    """Return the query that scores the rows of `facts`, where possible as it was kept.

    Args:
        rubric: Any rubric; only that of one that was read from a file is kept.
        licenses: What licenses permit, require and limit.
        snapshots: Where it is kept.
        lineage: Whether base models count.
    """
    key = key_of("query", rubric.key, *_writing(), lineage) if rubric.key else ""
    snapshot = snapshots.get(key) if key else None
    if snapshot and isinstance(snapshot.head, str):
        return snapshot.head
    # Imported here: whoever finds the query kept needs nothing of what writes it.
    from openscore.hub.compile import compile_rubric, render

    query = render(compile_rubric(rubric, licenses, lineage=lineage, has_licenses=True), DIALECT)
    if key:
        snapshots.put(key, query)
    return query


@cache
def _writing() -> tuple[str, str]:
    """Return what decides how a rubric is written as SQL."""
    return version("sqlglot"), digest_of_files(sorted(Path(__file__).parent.glob("*.py")))
