"""Time `hub score` on a generated hub: seconds of the processor, memory, and how many plain scans that is.

    python benchmarks/hub.py SAMPLE.parquet [ROWS ...]

A plain scan reads the same columns of the same file with DuckDB and adds up their lengths. Each number is
the better of two runs, the start of the program included; what else the machine does counts for little.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import duckdb
from hub_rows import multiply

SCAN = """
SELECT sum(length(id)), sum(length(author)), sum(downloads), max("createdAt"), sum(len(tags)),
  sum(length(array_to_string(tags, ''))), sum(length("cardData")), count(safetensors), count(gguf),
  sum(len("baseModels".models)), sum(length(pipeline_tag)) FROM '{path}'
"""


def main() -> None:
    sample = sys.argv[1]
    print("     rows   scan s  score s  ratio  with lineage  ratio  peak MB")
    for rows in [int(word) for word in sys.argv[2:]] or [100_000, 1_000_000, 3_000_000]:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "rows.parquet"
            multiply(sample, rows, str(path))
            scan = timed(read, path)
            plain = timed(score, path, "--no-lineage")
            whole = timed(score, path)
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(
            f"{rows:>9}  {scan:7.2f}  {plain:7.1f}  {plain / scan:5.1f}  {whole:12.1f}  {whole / scan:5.1f}  "
            f"{peak:7.0f}",
            flush=True,
        )


def timed(work: Callable[..., None], *words: object) -> float:
    """Return the processor's seconds of the better of two runs."""
    seconds = []
    for _ in range(2):
        start = sum(os.times()[:4])
        work(*words)
        seconds.append(sum(os.times()[:4]) - start)
    return min(seconds)


def read(path: Path) -> None:
    duckdb.connect().execute(SCAN.format(path=path)).fetchall()


def score(path: Path, *words: str) -> None:
    output = str(path.with_name("out.parquet"))
    command = [sys.executable, "-m", "openscore", "hub", "score", str(path), "-o", output, *words]
    subprocess.run(command, check=True, capture_output=True)


if __name__ == "__main__":
    main()
