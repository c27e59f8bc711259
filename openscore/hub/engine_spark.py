"""Spark as the engine that applies a rubric: the query that is printed, on a cluster."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from openscore.errors import DataError, UsageError
from openscore.hub.compile import render
from openscore.language import tr

if TYPE_CHECKING:
    from sqlglot import exp


def run_on_spark(query: exp.Select, tables: Mapping[str, Path], output: Path, master: str) -> None:
    """Run a query on a cluster, and write what it gives as a folder of Parquet files.

    Args:
        query: What `compile_rubric` gives.
        tables: Parquet files by the names under which the query reads them; all workers see them.
        output: The folder to write; all workers see it too.
        master: Such as `spark://host:7077`, or `local[2]`.

    Raises:
        UsageError: If there is no Java.
        DataError: If the cluster does not answer, or stops.
    """
    if not shutil.which("java") and "JAVA_HOME" not in os.environ:
        raise UsageError(tr("Spark needs Java, which is not here"), hint=tr("install Java 17 or newer"))
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    try:
        session = (
            SparkSession.builder.master(master)
            .appName("openscore")
            .config("spark.ui.enabled", "false")
            .config("spark.ui.showConsoleProgress", "false")
            .config("spark.log.level", "ERROR")
            # To compile so long a query takes Java longer than to interpret it for the few rows there are.
            .config("spark.sql.codegen.wholeStage", "false")
            .config("spark.sql.codegen.factoryMode", "NO_CODEGEN")
            .config("spark.sql.shuffle.partitions", "4")
            .getOrCreate()
        )
    except (PySparkException, Py4JError) as error:
        raise DataError(
            tr("Spark at '{master}' does not answer: {reason}", master=master, reason=_first_line(error))
        ) from error
    try:
        for name, path in tables.items():
            session.read.parquet(str(path.absolute())).createOrReplaceTempView(name)
        rest = query.copy()
        # Each table is read more than once, and Spark would work it out as often.
        for table in rest.ctes:
            body = session.sql(render(table.this, "spark"))
            body.localCheckpoint().createOrReplaceTempView(table.alias)
        rest.set("with_", None)
        session.sql(render(rest, "spark")).write.parquet(str(output.absolute()))
    except (PySparkException, Py4JError) as error:
        raise DataError(
            tr("Spark stopped while applying the rubric: {reason}", reason=_first_line(error))
        ) from error
    finally:
        session.stop()


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0][:300]
