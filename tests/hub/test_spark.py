"""A whole run on a Spark cluster gives what it gives in DuckDB, row for row, whatever node is lost."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import Run
from hub.spark_cluster import WAIT, Cluster, Log, cluster, until
from hub.test_score import Json, lines, model, public, scored

pyspark = pytest.importorskip("pyspark", reason="the extra `spark` is not installed")
pytest.importorskip("sqlglot", reason="the extra `hub` is not installed")
duckdb = pytest.importorskip("duckdb", reason="the extra `hub` is not installed")
pytestmark = [
    pytest.mark.skipif(shutil.which("java") is None, reason="there is no Java here"),
    pytest.mark.filterwarnings("ignore"),
]


RUBRIC = ("--rubric", "osd-terms")
"""One that asks little, and so takes little time; that others give the same, `make bench-spark` shows."""


@pytest.fixture
def nodes(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cluster]:
    """A standalone master with two workers."""
    for name in ("SPARK_LOCAL_IP", "PYSPARK_SUBMIT_ARGS"):
        monkeypatch.setenv(name, "")  # So that it is put back.
    home = Path(pyspark.__file__).parent
    with cluster(home, tmp_path_factory.mktemp("cluster"), os.environ) as started:
        yield started


def hub(folder: Path) -> Path:
    """Make a small hub in files of every kind: chains, cycles, licenses and base models in every form."""
    folder.mkdir()
    licenses = ("mit", "apache-2.0", "cc-by-nc-4.0", "openrail", "other", "unknown-thing")
    chains = [
        public(f"m/{place}", license, *([f"m/{place // 2}"] if place % 3 else []))
        for place, license in enumerate(licenses * 4)
    ]
    lines(folder / "a.jsonl", *chains, "", "{not JSON", "[1]", model("m/2"), model(""), model("m/none"))
    bases: list[Any] = [
        "m/4", ["m/4", "m/missing"], {"id": "m/4"}, {"models": [{"id": "m/4"}], "relation": "quantized"},
        {"finetune": ["m/4", {"id": "m/7"}]}, {"merge": ["m/4"], "adapter": "m/7"}, '["m/7"]', "[", 3, None,
        "https://huggingface.co/m/4", {"relation": "adapter"}, ["m/form-13"], ["m/form-14"], ["m/form-12"],
    ]  # fmt: skip
    forms: list[Json] = [{**public(f"m/form-{at}", "mit"), "baseModels": one} for at, one in enumerate(bases)]
    with gzip.open(folder / "b.jsonl.gz", "wt", encoding="utf-8") as packed:
        packed.writelines(json.dumps(one) + "\n" for one in forms)
    card = {"license": ["mit", "cc-by-4.0"], "extra_gated_eu_disallowed": True, "base_model": "m/form-3"}
    named = {"license_name": "llama3", "license_link": "https://example.org/LICENSE"}
    others: list[Json] = [
        {
            **public("m/gated", "mit", "m/2", "m/4"),
            "gated": "manual",
            "createdAt": "2024-05-06T07:08:09.000Z",
        },
        model("n/card", cardData=card),
        model("n/text", cardData=json.dumps({"licence": "apache-2.0"})),
        model("n/named", "license:other", "dataset:a", "arxiv:1", cardData=named),
        model("n/tags", "base_model:m/4", "base_model:quantized:m/4", "license:mit", "license:apache-2.0"),
        model("m/3"),
    ]
    (folder / "c.json").write_text(json.dumps(others), encoding="utf-8")
    single = [{**one, "id": f"p/{at}"} for at, one in enumerate(others)]
    text = "\n".join(json.dumps(one, indent=1) for one in single)
    (folder / "d [1].json").write_text(text, encoding="utf-8")
    table = "SELECT 'q/' || range AS id, ['license:mit'] AS tags, 'false' AS gated FROM range(9)"
    duckdb.connect().execute(f"COPY ({table}) TO '{folder / 'e.parquet'}' (FORMAT parquet)")
    return folder


def test_a_cluster_says_what_duckdb_says(run: Run, nodes: Cluster, tmp_path: Path) -> None:
    """Every column of every row, wherever the cluster reads and writes; no step goes through one task.

    Folders and files go by their scheme, JSON by every layout; both workers have their part; nothing that lies
    where the output is to be is overwritten, and no work is left there.
    """
    source = hub(tmp_path / "hub")
    duck, far = tmp_path / "duck.parquet", tmp_path / "far"
    assert run("hub", "score", source, "-o", duck, *RUBRIC).code == 0, run.err
    counted = run.err
    words = ["hub", "score", source.as_uri(), "-o", f"{far.as_uri()}/spark.parquet", *RUBRIC]
    words += ["--engine", "spark", "--master", nodes.url]
    assert run(*words).code == 0, run.err
    assert run.err.replace(f"{far.as_uri()}/spark.", f"{tmp_path}/duck.") == counted
    assert {path.name for path in far.iterdir()} == {"spark.parquet", "spark.rejects.csv"}
    spark = far / "spark.parquet"
    found = scored(spark / "*.parquet")
    assert len(found) == 24 + 1 + 12 + 5 + 6 + 9
    assert found == scored(duck)
    said = "SELECT * FROM read_csv('{}', header=true) ORDER BY ALL"
    rejects = [said.format(one) for one in (far / "spark.rejects.csv/*.csv", tmp_path / "duck.rejects.csv")]
    of_spark, of_duck = (duckdb.connect().execute(one).fetchall() for one in rejects)
    assert [(file.removeprefix("file://"), *rest) for file, *rest in of_spark] == of_duck
    for one in (spark, duck):
        assert run("hub", "summary", one, "--format", "json").code == 0, run.err
        assert json.loads(run.out)["overview"]["models"] == len(found)
    assert run("hub", "lineage", spark).out == run("hub", "lineage", duck).out
    log = Log(nodes.events)
    assert log.in_one_task() == []
    assert {worker for stage in log.stages for worker in stage} == {"0", "1"}
    assert run(*words[:-1], "local").code == 2  # Whose cluster it is makes no difference to that.
    assert f"'{spark.as_uri()}' is in the way" in run.err


def test_a_lost_worker_is_made_up_for_and_a_lost_driver_leaves_nothing(
    run: Run, nodes: Cluster, tmp_path: Path
) -> None:
    """A killed driver writes no output; the next run keeps what it has read, and ends though a worker dies."""
    source = lines(tmp_path / "hub.jsonl", *[public(f"m/{at}", "mit", f"m/{at - 1}") for at in range(6)])
    duck, spark = tmp_path / "duck.parquet", tmp_path / "spark.parquet"
    assert run("hub", "score", source, "-o", duck, *RUBRIC).code == 0, run.err
    work = tmp_path / ".spark.parquet.work"
    words = ["hub", "score", str(source), "-o", str(spark), *RUBRIC]
    words += ["--engine", "spark", "--master", nodes.url]
    command = [sys.executable, "-m", "openscore", *words]
    first = subprocess.Popen(command, start_new_session=True, stderr=subprocess.DEVNULL)
    until(lambda: any(work.glob("tables/repeated/_SUCCESS")), first)
    os.killpg(first.pid, signal.SIGKILL)
    first.wait()
    assert not spark.exists()
    [part] = work.glob("*.parquet")
    kept = part.stat().st_mtime_ns
    second = subprocess.Popen([*command, "--resume"], start_new_session=True, stderr=subprocess.DEVNULL)
    until(lambda: any(work.glob("tables/alike/_SUCCESS")), second)
    assert part.stat().st_mtime_ns == kept
    nodes.workers[0].kill()
    assert second.wait(timeout=WAIT) == 0
    assert scored(spark / "*.parquet") == scored(duck)


def test_spark_and_its_master_go_together(run: Run, tmp_path: Path) -> None:
    """One without the other is answered before anything starts."""
    source = lines(tmp_path / "hub.jsonl", model("a/a"))
    out = tmp_path / "out.parquet"
    assert run("hub", "score", source, "-o", out, "--engine", "spark").code == 2
    assert "`--engine spark` and `--master` go together" in run.err
    assert run("hub", "score", source, "-o", out, "--engine", "sparc", "--master", "local").code == 2
