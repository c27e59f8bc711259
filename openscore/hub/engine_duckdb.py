"""DuckDB as the engine: a database in memory, which spills to a folder."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from openscore.errors import DataError, UsageError
from openscore.files import label_of
from openscore.language import noted, tr

PARQUET = "FORMAT parquet, COMPRESSION zstd, DICTIONARY_SIZE_LIMIT 1000, ROW_GROUP_SIZE 40960"
"""How files are written: columns of few values get a dictionary, the others do not try for long."""
NO_EXTENSIONS: Final[dict[str, Any]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}
"""Nothing is fetched from anywhere."""
PATTERN = "*?["
"""Characters that act in the names of files which DuckDB reads."""
PAUSE = 0.2
"""Seconds between two looks at how far a statement is."""
Progress = Callable[[str, float, int], None]
"""Takes what is being done, how far it is (0 to 1), and of how many rows (0 where that is not known)."""


def silent(step: str, share: float, rows: int) -> None:
    """Show no progress."""


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
    ) -> None:
        """Open the database, which can touch nothing but a folder and the files that it shall read.

        Args:
            folder: For what does not fit into memory, and all that is written.
            memory: Such as `1GB`.
            threads: How many to use; 0 for all.
            progress: Told several times a second how far a long statement is.
            reads: The files of others.

        Raises:
            UsageError: If DuckDB cannot begin, as with too little memory.
        """
        import duckdb

        self._progress = progress
        try:
            self.connection = duckdb.connect(config={"memory_limit": memory, **NO_EXTENSIONS})
        except duckdb.Error as error:
            raise UsageError(
                tr("DuckDB cannot begin: {first_line}", first_line=_first_line(error))
            ) from error
        self.connection.execute(f"SET temp_directory = {quoted(folder / 'spill')}")
        shut_in(self.connection, [folder], reads)
        self.connection.execute("SET preserve_insertion_order = false")
        self.connection.execute("SET enable_progress_bar = true")
        self.connection.execute("SET enable_progress_bar_print = false")
        if threads:
            self.connection.execute(f"SET threads = {threads}")

    def close(self) -> None:
        """Close the database."""
        self.connection.close()

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
        kinds = ", ".join(f"{name} {'INTEGER' if name in numbers else 'VARCHAR'}" for name in columns)
        self.run(f"CREATE OR REPLACE TABLE {table} ({kinds})")
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


def file_named(path: Path) -> str:
    """Return the literal that reads the file of exactly this name, which DuckDB would take for a pattern.

    Raises:
        UsageError: If the name has a backslash beside characters of a pattern, which DuckDB cannot spell.
    """
    name = path.absolute().as_posix()
    if not set(PATTERN).isdisjoint(name):
        if "\\" in name:
            raise UsageError(
                tr("DuckDB cannot read a file named '{path}'", path=path), hint=tr("give it another name")
            )
        name = "".join(f"[{char}]" if char in PATTERN else char for char in name)
    return quoted(name)


def shut_in(connection: Any, folders: Sequence[Path], files: Sequence[Path]) -> None:
    """Let a connection touch some folders and files, and nothing else on the machine or beyond it."""
    for setting, paths in (("allowed_directories", folders), ("allowed_paths", files)):
        named = {str(path.absolute()) for path in paths} | {file_named(path)[1:-1] for path in paths}
        connection.execute(f"SET {setting} = [{', '.join(map(quoted, sorted(named)))}]")
    connection.execute("SET enable_external_access = false")


def unreadable(path: Path, error: Exception) -> DataError:
    """Return the error for a file that DuckDB cannot read."""
    return DataError(
        tr("'{path}' cannot be read as it is: {reason}", path=path, reason=_first_line(error)),
        hint=tr("fetch it again"),
    )


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0][:300]
