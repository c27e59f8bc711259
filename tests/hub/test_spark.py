"""A rubric on a Spark cluster gives what it gives in DuckDB, row for row."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep

import pytest
from conftest import Run
from hub.test_score import lines, model, public, scored
from readme import SAMPLE

pyspark = pytest.importorskip("pyspark", reason="the extra `spark` is not installed")
pytest.importorskip("sqlglot", reason="the extra `hub` is not installed")
pytestmark = [
    pytest.mark.skipif(shutil.which("java") is None, reason="there is no Java here"),
    pytest.mark.filterwarnings("ignore"),
]

HOST = "127.0.0.1"


@pytest.fixture(scope="module")
def master(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A standalone master with two workers on the loopback."""
    with pytest.MonkeyPatch.context() as patch:
        yield from cluster(tmp_path_factory.mktemp("cluster"), patch)


def cluster(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Start the nodes, give the address of the master, and stop them."""
    home = Path(pyspark.__file__).parent
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = probe.getsockname()[1]
    # The driver listens where the workers look for it, whatever the name of the machine resolves to.
    monkeypatch.setenv("SPARK_LOCAL_IP", HOST)
    monkeypatch.setenv("PYSPARK_SUBMIT_ARGS", "--conf spark.executor.memory=512m pyspark-shell")
    own = {"SPARK_HOME": str(home), "SPARK_WORKER_DIR": str(folder), "SPARK_DAEMON_MEMORY": "256m"}
    url = f"spark://{HOST}:{port}"
    at = ["--host", HOST, "--webui-port", "0"]
    nodes = [["master.Master", *at, "--port", str(port)]]
    nodes += [["worker.Worker", *at, "--cores", "1", "--memory", "1g", url]] * 2
    started: list[subprocess.Popen[bytes]] = []
    try:
        for name, *words in nodes:
            launcher = [str(home / "bin" / "spark-class"), f"org.apache.spark.deploy.{name}", *words]
            with (folder / f"node-{len(started)}.log").open("wb") as log:
                started.append(subprocess.Popen(launcher, env={**os.environ, **own}, stdout=log, stderr=log))
            answers(port, started[0])
        yield url
    finally:
        for process in reversed(started):
            process.terminate()
            process.wait(timeout=20)


def answers(port: int, process: subprocess.Popen[bytes]) -> None:
    """Wait until a process listens."""
    end = monotonic() + 60
    while monotonic() < end and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return
        sleep(0.2)
    pytest.fail("the master does not answer")


def made(folder: Path) -> Path:
    """Return a small hub with chains, gates and licenses of every kind."""
    licenses = ("mit", "apache-2.0", "cc-by-nc-4.0", "openrail", "other", "unknown-thing")
    return lines(
        folder / "hub.jsonl",
        *[
            public(f"m/{place}", license, *([f"m/{place // 2}"] if place % 3 else []))
            for place, license in enumerate(licenses * 4)
        ],
        model("m/none"),
        {**public("m/gated", "mit", "m/2", "m/4"), "gated": "manual"},
    )


@pytest.mark.parametrize("hub", ["made", "real"])
def test_a_cluster_says_what_duckdb_says(run: Run, master: str, tmp_path: Path, hub: str) -> None:
    """Every column of every row, base models included."""
    if hub == "real" and not SAMPLE.is_file():
        pytest.skip("the sample of real metadata is not here")
    source = SAMPLE if hub == "real" else made(tmp_path)
    words = ("--rubric", "osd-terms") if hub == "made" else ()
    assert run("hub", "score", source, "-o", tmp_path / "duck.parquet", *words).code == 0, run.err
    words = (*words, "--engine", "spark", "--master", master)
    assert run("hub", "score", source, "-o", tmp_path / "spark.parquet", *words).code == 0, run.err
    found = scored(tmp_path / "spark.parquet")
    assert len(found) == (4167 if hub == "real" else 26)
    assert found == scored(tmp_path / "duck.parquet")


def test_spark_and_its_master_go_together(run: Run, tmp_path: Path) -> None:
    """One without the other is answered before anything starts."""
    source = lines(tmp_path / "hub.jsonl", model("a/a"))
    out = tmp_path / "out.parquet"
    assert run("hub", "score", source, "-o", out, "--engine", "spark").code == 2
    assert "`--engine spark` and `--master` go together" in run.err
    assert run("hub", "score", source, "-o", out, "--engine", "sparc", "--master", "local").code == 2
