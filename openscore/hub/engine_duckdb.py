"""DuckDB as the engine: a database in memory, which spills to a folder."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from openscore.errors import DataError, UsageError
from openscore.files import label_of
from openscore.language import noted, tr

PARQUET = "FORMAT parquet, COMPRESSION zstd, DICTIONARY_SIZE_LIMIT 1000, ROW_GROUP_SIZE 40960"
"""How files are written: columns of few values get a dictionary, the others do not try for long."""
PAUSE = 0.2
"""Seconds between two looks at how far a statement is."""
Progress = Callable[[str, float, int], None]
"""Takes what is being done, how far it is (0 to 1), and of how many rows (0 where that is not known)."""


def silent(step: str, share: float, rows: int) -> None:
    """Show no progress."""


class DuckEngine:
    """Runs statements on a database in memory."""

    def __init__(self, folder: Path, *, memory: str, threads: int = 0, progress: Progress = silent) -> None:
        """Open the database.

        Args:
            folder: For what does not fit into memory.
            memory: Such as `1GB`.
            threads: How many to use; 0 for all.
            progress: Told several times a second how far a long statement is.
        """
        import duckdb

        self._progress = progress
        try:
            self.connection = duckdb.connect()
            self.connection.execute(f"SET memory_limit = '{memory}'")
        except duckdb.Error as error:
            raise UsageError(
                tr("DuckDB cannot begin: {first_line}", first_line=_first_line(error))
            ) from error
        self.connection.execute(f"SET temp_directory = {quoted(folder / 'spill')}")
        self.connection.execute("SET preserve_insertion_order = false")
        self.connection.execute("SET enable_progress_bar = true")
        self.connection.execute("SET enable_progress_bar_print = false")
        if threads:
            self.connection.execute(f"SET threads = {threads}")

    def close(self) -> None:
        """Close the database."""
        self.connection.close()

    def run(self, sql: str, step: str = "", rows: int = 0) -> None:
        """Run a statement, and tell how far it is.

        Args:
            sql: The statement.
            step: What it does, for whoever waits; nothing is told without it.
            rows: How many rows it goes through, where that is known.

        Raises:
            DataError: If the data cannot be read, or does not fit.
        """
        import duckdb

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
        except (duckdb.InvalidInputException, duckdb.IOException, duckdb.OutOfMemoryException) as error:
            is_full = isinstance(error, duckdb.OutOfMemoryException)
            raise DataError(
                tr(
                    "DuckDB stopped while {step}: {first_line}",
                    step=tr(step or noted("working")),
                    first_line=_first_line(error),
                ),
                hint=tr("give it more: `--memory-limit 4GB`") if is_full else "",
            ) from error

    def _execute(self, sql: str, step: str, rows: int) -> None:
        done = threading.Event()
        watch = threading.Thread(target=self._watch, args=(done, step, rows), daemon=True)
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
            watch.join()

    def _watch(self, done: threading.Event, step: str, rows: int) -> None:
        while step and not done.wait(PAUSE):
            self._progress(step, max(0.0, self.connection.query_progress() / 100), rows)

    def make(self, table: str, sql: str, step: str = "") -> None:
        """Keep what a query gives as a table."""
        self.run(f"CREATE OR REPLACE TABLE {table} AS {sql}", step)

    def write(
        self, sql: str, path: Path, step: str, rows: int = 0, notes: Mapping[str, str] | None = None
    ) -> None:
        """Write what a query gives as a Parquet file, with notes in its metadata."""
        kept = ", ".join(f"{key}: {quoted(note)}" for key, note in (notes or {}).items())
        options = f"{PARQUET}, KV_METADATA {{{kept}}}" if kept else PARQUET
        self.run(f"COPY ({sql}) TO {quoted(path)} ({options})", step, rows)

    def fill(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Make a table of text columns from a few rows."""
        self.run(f"CREATE OR REPLACE TABLE {table} ({', '.join(f'{name} VARCHAR' for name in columns)})")
        listed = [list(values) for values in zip(*rows, strict=True)]
        if listed:  # A list per column and one statement: rows one at a time take a hundred times as long.
            values = ", ".join("unnest(CAST(? AS VARCHAR[]))" for _ in columns)
            self.connection.execute(f"INSERT INTO {table} SELECT {values}", listed)

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


def inert(text: str) -> str:
    """Return an expression for a text in which nothing acts, neither on a screen nor in a spreadsheet."""
    seen = f"regexp_replace({text}, '\\p{{C}}', '\N{REPLACEMENT CHARACTER}', 'g')"
    return f"CASE WHEN regexp_matches({seen}, '^\\s*[-=+@]') THEN chr(39) || {seen} ELSE {seen} END"


def quoted(value: str | Path) -> str:
    """Return a text or a path as a literal.

    Raises:
        UsageError: If it is the name of a file that is no text, which the database cannot take.
    """
    if label_of(str(value)) != str(value):
        raise UsageError(tr("DuckDB takes no file name that is not UTF-8: '{value}'", value=value))
    return "'" + str(value).replace("'", "''") + "'"


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0][:300]
