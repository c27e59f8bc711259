"""DuckDB as the engine: a database in memory, which spills to a folder."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from openscore.errors import DataError, UsageError
from openscore.hub.addresses import Place, on_this_machine
from openscore.hub.duckdb_text import NO_EXTENSIONS, first_line, quoted, shut_in, unreadable
from openscore.hub.engine import Growth, Progress, silent
from openscore.hub.kept_query import kept_query
from openscore.hub.places import remove, replace
from openscore.hub.reading_duckdb import read
from openscore.language import noted, tr
from openscore.records.licenses import LicenseTable
from openscore.rubric.rubric import Rubric
from openscore.snapshots import NOWHERE, SnapshotFolder

PARQUET = "FORMAT parquet, COMPRESSION zstd, DICTIONARY_SIZE_LIMIT 1000, ROW_GROUP_SIZE 40960"
"""How files are written: columns of few values get a dictionary, the others do not try for long."""
PAUSE = 0.2
"""Seconds between two looks at how far a statement is."""


class DuckEngine:
    """Runs statements on a database in memory."""

    def __init__(
        self,
        folder: Path,
        *,
        memory: str,
        threads: int = 0,
        progress: Progress = silent,
        reads: Sequence[Path] = (),
        snapshots: SnapshotFolder = NOWHERE,
    ) -> None:
        """Open the database, which can touch nothing but a folder and the files that it shall read.

        Args:
            folder: For what does not fit into memory, and all that is written.
            memory: Such as `1GB`.
            threads: How many to use; 0 for all.
            progress: Told several times a second how far a long statement is.
            reads: The files of others.
            snapshots: Where the query of a rubric is kept.

        Raises:
            UsageError: If DuckDB cannot begin, as with too little memory.
        """
        import duckdb

        self.folder = folder
        self._progress = progress
        self._snapshots = snapshots
        try:
            self.connection = duckdb.connect(config={"memory_limit": memory, **NO_EXTENSIONS})
        except duckdb.Error as error:
            raise UsageError(tr("DuckDB cannot begin: {first_line}", first_line=first_line(error))) from error
        self.connection.execute(f"SET temp_directory = {quoted(folder / 'spill')}")
        shut_in(self.connection, [folder], reads)
        self.connection.execute("SET preserve_insertion_order = false")
        self.connection.execute("SET enable_progress_bar = true")
        self.connection.execute("SET enable_progress_bar_print = false")
        if threads:
            self.connection.execute(f"SET threads = {threads}")

    def close(self, *, is_done: bool = False) -> None:
        """Close the database."""
        self.connection.close()
        if is_done:
            remove(self.folder)

    def run(self, sql: str, step: str = "", rows: int = 0, source: Path | None = None) -> None:
        """Run a statement, and tell how far it is.

        Args:
            sql: The statement.
            step: What it does, for whoever waits; nothing is told without it.
            rows: How many rows it goes through, where that is known.
            source: The file that it reads: whatever goes wrong then is said of that file.

        Raises:
            DataError: If the data cannot be read, or does not fit.
        """
        import duckdb

        kinds = (duckdb.InvalidInputException, duckdb.IOException, duckdb.OutOfMemoryException)

        try:
            while True:
                try:
                    return self._execute(sql, step, rows)
                except duckdb.OutOfMemoryException:
                    # Some files have pages of more than 100 MB, of which each thread holds some.
                    threads = int(self.rows("SELECT current_setting('threads')")[0][0])
                    if threads == 1:
                        raise
                    self.connection.execute(f"SET threads = {threads // 2}")
        except duckdb.Error as error:
            is_full = isinstance(error, duckdb.OutOfMemoryException)
            if source is not None and not is_full:
                raise unreadable(source, error) from error
            if not isinstance(error, kinds):
                raise
            raise DataError(
                tr(
                    "DuckDB stopped while {step}: {first_line}",
                    step=tr(step or noted("working")),
                    first_line=first_line(error),
                ),
                hint=tr("give it more: `--memory-limit 4GB`") if is_full else "",
            ) from error

    def _execute(self, sql: str, step: str, rows: int) -> None:
        done = threading.Event()
        watch = threading.Thread(target=self._watch, args=(done, step, rows), daemon=True)
        if step:
            # Where the system has no thread to spare, nobody is told how far it is.
            with suppress(RuntimeError):
                watch.start()
        try:
            self.connection.execute(sql)
        except RuntimeError as error:
            # This is what becomes of Ctrl-C while DuckDB works.
            if "interrupt" in str(error).lower():
                raise KeyboardInterrupt from error
            raise
        finally:
            done.set()
            if watch.ident is not None:
                watch.join()

    def _watch(self, done: threading.Event, step: str, rows: int) -> None:
        while not done.wait(PAUSE):
            self._progress(step, max(0.0, self.connection.query_progress() / 100), rows)

    def found(self, inputs: Sequence[Place], targets: Sequence[Place]) -> Sequence[Place]:
        """Refuse what has an address (see `Engine`)."""
        for place in (*inputs, *targets):
            on_this_machine(place)
        return inputs

    def read(self, inputs: Sequence[Place]) -> None:
        """Make `staged` (see `Engine`)."""
        read(self, list(map(on_this_machine, inputs)))

    def make(self, table: str, sql: str, step: str = "") -> None:
        """Keep what a query gives as a table."""
        self.run(f"CREATE OR REPLACE TABLE {table} AS {sql}", step)

    def define(self, view: str, sql: str) -> None:
        """Let a name stand for a query."""
        self.run(f"CREATE OR REPLACE VIEW {view} AS {sql}")

    def grow(self, growth: Growth, step: str) -> None:
        """Make a table by rounds, each from what was new in the one before; every row stands once."""
        table, columns, seed, following = growth
        self.make(
            table,
            f"WITH RECURSIVE {table} ({', '.join(columns)}) AS ({seed} UNION {following}) FROM {table}",
            step,
        )

    def apply(self, rubric: Rubric, licenses: LicenseTable, *, lineage: bool) -> None:
        """Make `scores` of `facts`, and of the tables beside it (see `compile_rubric`)."""
        # Its tables are small and its steps in order: to look for better ones takes as long as to run it.
        self.run("PRAGMA disable_optimizer")
        query = kept_query(rubric, licenses, self._snapshots, lineage=lineage)
        self.make("scores", query, noted("applying the rubric"))
        self.run("PRAGMA enable_optimizer")

    def write_scored(self, sql: str, path: Place, rows: int, notes: Mapping[str, str]) -> None:
        """Write what a query gives as one Parquet file, with notes in its metadata."""
        # Joins as they stand: the wide rows stream past tables of numbers, and are not held to be looked up.
        self.run("SET disabled_optimizers = 'join_order,build_side_probe_side'")
        half = self.folder / "output.half"
        self.write(sql, half, noted("writing"), rows, notes=notes)
        replace(half, on_this_machine(path))
        self.run("SET disabled_optimizers = ''")

    def write_listed(self, sql: str, path: Place) -> None:
        """Write what a query gives as CSV with a head."""
        half = self.folder / "rejects.csv"
        self.run(f"COPY ({sql}) TO {quoted(half)} (HEADER)")
        replace(half, on_this_machine(path))

    def write(
        self,
        sql: str,
        path: Path,
        step: str,
        rows: int = 0,
        *,
        notes: Mapping[str, str] | None = None,
        source: Path | None = None,
    ) -> None:
        """Write what a query gives as a Parquet file, with notes in its metadata."""
        kept = ", ".join(f"{key}: {quoted(note)}" for key, note in (notes or {}).items())
        options = f"{PARQUET}, KV_METADATA {{{kept}}}" if kept else PARQUET
        self.run(f"COPY ({sql}) TO {quoted(path)} ({options})", step, rows, source)

    def fill(
        self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]], numbers: Collection[str] = ()
    ) -> None:
        """Make a table from a few rows; its columns are text, but for those of whole numbers."""
        # A list per column and one statement: rows one at a time take a hundred times as long.
        lists = [list(values) for values in zip(*rows, strict=True)] or [[] for _ in columns]
        kinds = {name: "BIGINT" if name in numbers else "VARCHAR" for name in columns}
        values = ", ".join(f"unnest(CAST(? AS {kind}[])) AS {name}" for name, kind in kinds.items())
        self.connection.execute(f"CREATE OR REPLACE TABLE {table} AS SELECT {values}", lists)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Return the rows of a query that gives few."""
        return self.connection.execute(sql).fetchall()

    def has(self, table: str) -> bool:
        """Return whether a table has any rows."""
        return bool(self.rows(f"SELECT 1 FROM duckdb_tables() WHERE table_name = '{table}'")) and bool(
            self.count(table)
        )

    def count(self, table: str) -> int:
        """Return how many rows a table has."""
        return int(self.rows(f"SELECT count(*) FROM {table}")[0][0])
