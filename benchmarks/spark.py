"""Score a generated hub on Spark, with two workers of one core and with one, and compare with DuckDB.

    python benchmarks/spark.py SAMPLE.parquet [ROWS]

Without ROWS it scores the sample itself. Workers are on this machine, each with 1 GB for its executor.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import duckdb
import pyspark
from hub_rows import multiply

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "hub"))

from spark_cluster import Log, cluster


def main() -> None:
    sample, *rows = sys.argv[1:]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "rows.parquet"
        if rows:
            multiply(sample, int(rows[0]), str(source))
        else:
            source = Path(sample)
        duck = folder / "duck.parquet"
        print(f"duckdb     {scored(source, duck, ())[0]:7.1f} s", flush=True)
        for workers in (2, 1):
            spark = folder / f"spark-{workers}.parquet"
            logs = folder / f"logs-{workers}"
            logs.mkdir()
            with cluster(
                Path(pyspark.__file__).parent, logs, os.environ, workers=workers, memory="1g"
            ) as nodes:
                pids = [process.pid for process in nodes.workers]
                seconds, peak = scored(source, spark, pids, "--engine", "spark", "--master", nodes.url)
            log = Log(logs)
            load, several = os.getloadavg()[1], len(log.stages)
            shared = sum(len(set(stage)) == workers for stage in log.stages)
            print(
                f"{workers} worker(s) {seconds:7.1f} s, load {load:.0f}; "
                f"rows that differ: {others(duck, spark)}; "
                f"plans in one task: {len(log.in_one_task())}; stages of several tasks, and of these by "
                f"all: {several}, {shared}; a worker's peak {peak / 1e6:.1f} GB",
                flush=True,
            )


def scored(source: Path, output: Path, workers: Sequence[int], *words: str) -> tuple[float, int]:
    """Return the seconds, and the most kilobytes that one of the workers held with its executor."""
    start = time.perf_counter()
    command = [sys.executable, "-m", "openscore", "hub", "score", str(source), "-o", str(output), *words]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    peak = 0
    while process.poll() is None:
        peak = max([peak, *map(resident, workers)])
        time.sleep(0.5)
    if process.returncode:
        raise SystemExit(f"it ended with {process.returncode}")
    return time.perf_counter() - start, peak


def others(duck: Path, spark: Path) -> int:
    """Return how many rows of either file the other has not."""
    left, right = f"FROM '{duck}'", f"FROM '{spark}/*.parquet'"
    counted = [f"(SELECT count(*) FROM ({a} EXCEPT ALL {b}))" for a, b in ((left, right), (right, left))]
    return int(duckdb.connect().execute(f"SELECT {' + '.join(counted)}").fetchone()[0])


def resident(worker: int) -> int:
    command = ["ps", "-o", "rss=", "--pid", str(worker), "--ppid", str(worker)]
    listed = subprocess.run(command, capture_output=True, encoding="ascii", check=False).stdout.split()
    return sum(map(int, listed))


if __name__ == "__main__":
    main()
