"""Spark as the engine: a cluster that keeps tables as Parquet in the folder of the run."""

from __future__ import annotations

import json
import os
import shutil
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from openscore.errors import DataError, UsageError
from openscore.hub.addresses import Address, Place, absolute, address_of, addressed, on_this_machine
from openscore.hub.compile import compile_rubric, render
from openscore.hub.duckdb_text import first_line, quoted
from openscore.hub.engine import Growth, Progress, silent
from openscore.hub.inputs import are_few, is_input
from openscore.hub.places import remove, replace
from openscore.hub.reading_spark import named, read
from openscore.hub.spark_dialect import spark
from openscore.language import noted, tr
from openscore.records.licenses import LicenseTable
from openscore.rubric.rubric import Rubric

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

REMOTE = "sc://"
"""How the address of a server of Spark Connect begins."""
SETTINGS = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.codegen.hugeMethodLimit": "8000",  # Bytes of a method beyond which Java never compiles it.
    "spark.sql.ui.explainMode": "simple",
}
LOCAL_SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
    # Each group, sort and table for a join takes at least a page, which may be 64 MB, for however few rows.
    "spark.buffer.pageSize": "2m",
}
QUICK = "-XX:TieredStopAtLevel=1"
"""Spares Java the second compiler, which only pays for itself where many rows go through."""
INTERPRETED = {"spark.sql.codegen.wholeStage": "false", "spark.sql.codegen.factoryMode": "NO_CODEGEN"}
"""To compile queries takes Java longer than to interpret them where there are few rows."""
PARTED = {"spark.sql.codegen.wholeStage": "false"}
"""Each expression compiled by itself: all of a long query in one piece Java only ever interprets, so that
reading takes twice the time."""
LIGHT = ("hashes", "links", "named", "nodes", "rejects")
"""Tables that are sooner worked out each time than written: rows of few columns, or few rows."""
SHORT = 10_000
"""Characters of a table of few rows that are no burden to each query that reads it."""
FEWEST_TASKS, ROWS_OF_A_TASK = 8, 20_000
"""Into how many tasks a step is parted, beside what Spark does of its own."""


class SparkEngine:
    """Runs statements on a cluster; all of its nodes see the folder of the run, and the input."""

    def __init__(
        self, folder: Place, master: str, progress: Progress = silent, *, is_little: bool = False
    ) -> None:
        """Begin a session.

        Args:
            folder: For tables, and all that is written.
            master: Such as `spark://host:7077`, `local[2]`, or `sc://host` for Spark Connect.
            progress: Told what is being done.
            is_little: Whether there is little to read.

        Raises:
            UsageError: If there is no Java, or no client of Spark Connect.
            DataError: If the cluster does not answer.
        """
        self.folder = absolute(folder)
        self._progress = progress
        self.session = _session(master, is_little=is_little)
        self._set(SETTINGS)

    def close(self, *, is_done: bool = False) -> None:
        """End the session, and remove the folder of the run: one beyond this machine always."""
        if isinstance(self.folder, Address):
            with suppress(DataError):  # Of a cluster that is lost nothing can be removed.
                self._drop(self.folder)
        self.session.stop()
        if is_done and isinstance(self.folder, Path):
            remove(self.folder)

    def found(self, inputs: Sequence[Place], targets: Sequence[Place]) -> Sequence[Place]:
        """Return the files at addresses, and look that nothing is in the way (see `Engine`)."""
        for target in targets:
            if isinstance(target, Address) and self.files(target):
                hint = tr("give another name with -o")
                raise UsageError(tr("'{path}' is in the way", path=target), hint=hint)
        found = sorted({file for place in inputs for file in self.files(place) if is_input(file.name)})
        if not found:
            raise UsageError(tr("no file at '{listed}'", listed=", ".join(map(str, inputs))))
        return found

    def files(self, place: Place) -> list[Address]:
        """Return the files at a place, those of folders within it too; a pattern stands for several."""
        from pyspark.errors import AnalysisException

        name = str(place) if isinstance(place, Address) else named(addressed(place))
        reader = self.session.read.format("binaryFile").option("recursiveFileLookup", "true")
        try:
            with self.doing(""):
                rows = reader.load(name).select("path", "length", "modificationTime").collect()
        except DataError as error:
            cause = error.__cause__
            if isinstance(cause, AnalysisException) and cause.getCondition() == "PATH_NOT_FOUND":
                return []
            raise
        return [address_of(row[0])._replace(size=row[1], modified=str(row[2])) for row in rows]

    def _drop(self, folder: Address) -> None:
        """Remove a folder beyond this machine, as that of a database of its own: Spark removes no other."""
        name = f"openscore_{sha256(str(folder).encode()).hexdigest()}"
        with self.doing(""):
            self.session.sql(f"CREATE DATABASE {name} LOCATION {quoted(str(folder))}")
            self.session.sql(f"DROP DATABASE {name} CASCADE")

    @contextmanager
    def doing(self, step: str, rows: int = 0) -> Iterator[None]:
        """Tell what is done meanwhile, and what stopped it.

        Raises:
            DataError: If the cluster stops.
        """
        from py4j.protocol import Py4JError
        from pyspark.errors import PySparkException

        if step:
            self._progress(step, 0.0, rows)
        try:
            yield
        except (PySparkException, Py4JError) as error:
            raise DataError(
                tr(
                    "Spark stopped while {step}: {reason}",
                    step=tr(step or noted("working")),
                    reason=first_line(error),
                )
            ) from error

    def read(self, inputs: Sequence[Place]) -> None:
        """Make `staged` (see `Engine`)."""
        if are_few(inputs):
            self._set(INTERPRETED)
        with self._meanwhile(PARTED):
            read(self, inputs)
        # Spark joins what little remains in a task, and does not part what is too much for one.
        parts = FEWEST_TASKS + self.count("parts") // ROWS_OF_A_TASK
        self._set({"spark.sql.shuffle.partitions": str(parts)})

    def query(self, sql: str) -> DataFrame:
        """Return what a query in DuckDB's words gives, not yet worked out."""
        return self.session.sql(spark(sql))

    def define(self, view: str, sql: str) -> None:
        """Let a name stand for a query."""
        with self.doing(""):
            self.query(sql).createOrReplaceTempView(view)

    def make(self, table: str, sql: str, step: str = "") -> None:
        """Keep what a query gives as a table, unless it is sooner worked out again (see `LIGHT`)."""
        with self.doing(step):
            frame = self.query(sql)
            if table not in LIGHT:
                frame = self.keep(frame, self.folder / "tables" / table)
            frame.createOrReplaceTempView(table)

    def keep(self, frame: DataFrame, path: Place) -> DataFrame:
        """Write what a query gives, and return what was written: whatever node is lost, it is there."""
        frame.write.mode("overwrite").parquet(str(path))
        return self.opened(frame, path)

    def open(self, table: str, paths: Sequence[Place]) -> None:
        """Let a name stand for folders of Parquet with the same columns."""
        with self.doing(""):
            frame = self.session.read.parquet(str(paths[0]))
            self.opened(frame, *paths).createOrReplaceTempView(table)

    def opened(self, like: DataFrame, *paths: Place) -> DataFrame:
        """Return the rows of folders of Parquet that have the columns of a query."""
        return self.session.read.schema(like.schema).parquet(*map(str, paths))

    def fill(
        self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]], numbers: Collection[str] = ()
    ) -> None:
        """Make a table from a few rows; its columns are text, but for those of whole numbers."""
        from pyspark.sql.functions import from_json, inline, lit

        # One text of JSON, which needs no file that all nodes see, and no Python where they are.
        listed = json.dumps([dict(zip(columns, row, strict=True)) for row in rows])
        schema = ", ".join(f"`{name}`: {'BIGINT' if name in numbers else 'STRING'}" for name in columns)
        with self.doing(""):
            frame = self.session.range(1).select(inline(from_json(lit(listed), f"array<struct<{schema}>>")))
            if len(listed) > SHORT:
                frame = self.keep(frame, self.folder / "tables" / table)
            frame.createOrReplaceTempView(table)

    def publish(self, write: Callable[[Place], object], target: Place) -> None:
        """Write what takes its place at once; beyond this machine nothing moves, and Spark marks the end."""
        if isinstance(target, Address):
            write(target)
        else:
            half = on_this_machine(self.folder) / f"{target.name}.half"
            write(half)
            replace(half, target)

    def grow(self, growth: Growth, step: str) -> None:
        """Make a table by rounds, each from what was new in the one before; every row stands once."""
        table, columns, seed, following = growth
        alike = " AND ".join(f"o.{column} = n.{column}" for column in columns)
        folder = self.folder / "tables" / table
        with self.doing(step):
            frame = self.query(seed).toDF(*columns).distinct()
            rounds = [folder / "round-0"]
            new = self.keep(frame, rounds[0])
            while not new.isEmpty():
                new.createOrReplaceTempView(table)
                found = self.query(following).toDF(*columns)
                found.createOrReplaceTempView(f"{table}_found")
                self.opened(frame, *rounds).createOrReplaceTempView(f"{table}_old")
                fresh = self.query(
                    f"SELECT DISTINCT n.* FROM {table}_found n ANTI JOIN {table}_old o ON {alike}"
                )
                rounds.append(folder / f"round-{len(rounds)}")
                new = self.keep(fresh, rounds[-1])
            self.opened(frame, *rounds).createOrReplaceTempView(table)

    def apply(self, rubric: Rubric, licenses: LicenseTable, *, lineage: bool) -> None:
        """Make `scores` of `facts`, and of the tables beside it (see `compile_rubric`)."""
        from sqlglot import exp

        query = compile_rubric(rubric, licenses, lineage=lineage, has_licenses=True)
        tables = [*((table.alias, table.this) for table in query.ctes), ("scores", query)]
        query.set("with_", None)
        sources = {name: [one.name for one in body.find_all(exp.Table)] for name, body in tables}
        times = Counter(name for names in sources.values() for name in names)
        # However large the hub: its cases are few, and the query is long.
        with self.doing(noted("applying the rubric")), self._meanwhile(INTERPRETED):
            # What is read more than once Spark would work out as often; all else is part of what reads it.
            for name, body in tables:
                frame = self.session.sql(render(body, "spark"))
                if name == "scores" or (sources[name] and times[name] > 1):
                    frame = self.keep(frame, self.folder / "tables" / name)
                frame.createOrReplaceTempView(name)

    @contextmanager
    def _meanwhile(self, settings: Mapping[str, str]) -> Iterator[None]:
        """Let settings hold for a while."""
        before = {key: str(self.session.conf.get(key)) for key in settings}
        self._set(settings)
        yield
        self._set(before)

    def _set(self, settings: Mapping[str, str]) -> None:
        for key, value in settings.items():
            self.session.conf.set(key, value)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Return the rows of a query that gives few."""
        with self.doing(""):
            return [tuple(row) for row in self.query(sql).collect()]

    def count(self, table: str) -> int:
        """Return how many rows a table has."""
        with self.doing(""):
            return int(self.session.table(table).count())

    def write_scored(self, sql: str, path: Place, rows: int, notes: Mapping[str, str]) -> None:
        """Write what a query gives as a folder of Parquet files, with notes beside a column of each."""
        with self.doing(noted("writing"), rows):
            frame = self.query(sql).withMetadata("id", dict(notes))
            writer = frame.write.mode("overwrite").option("compression", "zstd")
            self.publish(lambda place: writer.parquet(str(place)), path)

    def write_listed(self, sql: str, path: Place) -> None:
        """Write what a query gives as a folder of CSV files, each with a head."""
        with self.doing(noted("writing")):
            writer = self.query(sql).write.mode("overwrite").option("header", "true").option("escape", '"')
            self.publish(lambda place: writer.csv(str(place)), path)


def _session(master: str, *, is_little: bool) -> SparkSession:
    if not master.startswith(REMOTE) and not shutil.which("java") and "JAVA_HOME" not in os.environ:
        raise UsageError(tr("Spark needs Java, which is not here"), hint=tr("install Java 17 or newer"))
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.appName("openscore")
    try:
        if master.startswith(REMOTE):
            return builder.remote(master).getOrCreate()
        settings = dict(LOCAL_SETTINGS)
        if is_little or not master.startswith("local"):  # Then the driver only plans.
            settings["spark.driver.defaultJavaOptions"] = QUICK
        if is_little:
            settings["spark.executor.defaultJavaOptions"] = QUICK
        for key, value in settings.items():
            builder = builder.config(key, value)
        return builder.master(master).getOrCreate()
    except (PySparkException, Py4JError) as error:
        raise DataError(
            tr("Spark at '{master}' does not answer: {reason}", master=master, reason=first_line(error))
        ) from error
