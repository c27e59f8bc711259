"""What scores a hub asks of an engine. Queries are in DuckDB's words, whatever the engine."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from openscore.hub.addresses import Place
from openscore.records.licenses import LicenseTable
from openscore.rubric.rubric import Rubric

Progress = Callable[[str, float, int], None]
"""Takes what is being done, how far it is (0 to 1), and of how many rows (0 where that is not known)."""


def silent(step: str, share: float, rows: int) -> None:
    """Show no progress."""


class Growth(NamedTuple):
    """A table that grows until nothing is new: what it begins with, and what follows from its rows."""

    table: str
    columns: tuple[str, ...]
    seed: str
    step: str
    """A query over the table itself, which stands for the rows that were new in the round before."""


class Engine(Protocol):
    """Keeps tables by name, and makes them by queries."""

    def found(self, inputs: Sequence[Place], targets: Sequence[Place]) -> Sequence[Place]:
        """Return the files at addresses, and look that nothing is where a run will write beyond this machine.

        Args:
            inputs: Files, folders and patterns.
            targets: What the run will write: unlike on this machine, nothing may be there beyond it.

        Raises:
            UsageError: If something is in the way, or there is nothing to read.
        """

    def read(self, inputs: Sequence[Place]) -> None:
        """Make `staged`: what `hub.staging` says of each row, and its `node`, a number by file and row.

        Raises:
            DataError: If a file cannot be read.
        """

    def make(self, table: str, sql: str, step: str = "") -> None:
        """Keep what a query gives as a table."""

    def define(self, view: str, sql: str) -> None:
        """Let a name stand for a query."""

    def fill(
        self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]], numbers: Collection[str] = ()
    ) -> None:
        """Make a table from a few rows; its columns are text, but for those of whole numbers."""

    def grow(self, growth: Growth, step: str) -> None:
        """Make a table by rounds, each from what was new in the one before; every row stands once."""

    def apply(self, rubric: Rubric, licenses: LicenseTable, *, lineage: bool) -> None:
        """Make `scores` of `facts`, and of the tables beside it (see `compile_rubric`)."""

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Return the rows of a query that gives few."""

    def count(self, table: str) -> int:
        """Return how many rows a table has."""

    def write_scored(self, sql: str, path: Place, rows: int, notes: Mapping[str, str]) -> None:
        """Write what a query gives as Parquet, with notes, whole or not at all; no row is held for long."""

    def write_listed(self, sql: str, path: Place) -> None:
        """Write what a query gives as CSV with a head, whole or not at all."""

    def close(self, *, is_done: bool = False) -> None:
        """Let go of all tables, and of the folder of the work if that is done."""
