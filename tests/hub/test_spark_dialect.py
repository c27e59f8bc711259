"""Every query of a run is one of Spark's too, and what Spark writes is read; no Spark is needed for either."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import Run
from hub.test_score import lines, model, public

pytest.importorskip("sqlglot", reason="the extra `hub` is not installed")
duckdb = pytest.importorskip("duckdb", reason="the extra `hub` is not installed")

from openscore.hub.engine_duckdb import DuckEngine  # noqa: E402
from openscore.hub.reading_spark import PLACE  # noqa: E402
from openscore.hub.spark_dialect import spark  # noqa: E402
from openscore.hub.staging import Rows, readable, staged  # noqa: E402
from openscore.hub.summary import NOTED_BY_SPARK  # noqa: E402

SMALL = ("--rubric", "osd-terms")


def test_sqlglot_can_say_all_of_it_in_sparks_words(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For each kind of file; what has no counterpart is an error there, and no guess."""
    said: list[str] = []
    for name in ("make", "define"):
        whole = getattr(DuckEngine, name)

        def told(engine: DuckEngine, table: str, sql: str, *rest: str, whole: object = whole) -> None:
            if table not in ("staged", "scores", "passed"):  # These each engine makes its own way.
                said.append(spark(sql))
            whole(engine, table, sql, *rest)  # type: ignore[operator]

        monkeypatch.setattr(DuckEngine, name, told)
    source = lines(tmp_path / "hub.jsonl", public("a/a", "mit"), public("a/b", "mit", "a/a"), model(""))
    assert run("hub", "score", source, "-o", tmp_path / "o.parquet", *SMALL).code == 0, run.err
    assert len(said) > 15
    columns = {"id": "VARCHAR", "tags": "VARCHAR", "siblings": "VARCHAR", "baseModels": "STRUCT(a BIGINT)"}
    read = [readable(Rows("source", PLACE), types, source) for types in ({}, columns)]
    said.extend(spark(staged(query)) for query in read)
    assert not any("JSON_" in one or "lambda" in one for one in said)


@pytest.mark.parametrize("what", ["summary", "lineage", "trend"])
def test_a_folder_that_spark_has_written_is_read_like_a_file(run: Run, tmp_path: Path, what: str) -> None:
    """By whom it was scored stands in the schema of each file; without the mark of its end it is nothing."""
    source = lines(
        tmp_path / "hub-2026-01-31.jsonl", public("a/a", "mit"), public("a/b", "apache-2.0", "z/c")
    )
    lines(source, public("a/a", "mit"), public("z/c", "cc-by-nc-4.0"), public("a/b", "apache-2.0", "z/c"))
    assert run("hub", "score", source, "-o", tmp_path / "one", "--dated", *SMALL).code == 0, run.err
    [one] = (tmp_path / "one").iterdir()
    folder = tmp_path / "several" / one.name
    folder.mkdir(parents=True)
    as_spark_writes(one, folder)
    words = ("--format", "json")
    assert run("hub", what, folder, *words).code == 2
    (folder / "_SUCCESS").touch()
    asked = [tmp_path / "one", tmp_path / "several"] if what == "trend" else [one, folder]
    said = []
    for path in asked:
        assert run("hub", what, path, *words).code == 0, run.err
        said.append(json.loads(run.out))
    assert said[0] == said[1]


def as_spark_writes(scored: Path, folder: Path) -> None:
    """Write a scored file as two, each with the notes where Spark keeps them."""
    with duckdb.connect() as connection:
        told = connection.execute(f"SELECT decode(key), decode(value) FROM parquet_kv_metadata('{scored}')")
        fields = [{"name": "day", "metadata": {}}, {"name": "id", "metadata": dict(told.fetchall())}]
        schema = json.dumps({"fields": fields}).replace("'", "''")
        for part, is_left in enumerate(("id = 'a/a'", "id <> 'a/a'")):
            connection.execute(
                f"COPY (FROM '{scored}' WHERE {is_left}) TO '{folder / f'part-{part}.parquet'}' "
                f"(FORMAT parquet, KV_METADATA {{'{NOTED_BY_SPARK}': '{schema}'}})"
            )


def test_neither_engine_takes_the_place_of_what_is_not_its_own(run: Run, tmp_path: Path) -> None:
    """A folder at the output's place stays unless Spark has written it; then a file takes its place."""
    source = lines(tmp_path / "hub.jsonl", public("a/a", "mit"))
    out = tmp_path / "o.parquet"
    out.mkdir()
    (out / "mine.txt").touch()
    assert run("hub", "score", source, "-o", out, *SMALL).code == 2
    assert "is in the way, and not ours" in run.err
    (out / "_SUCCESS").touch()
    assert run("hub", "score", source, "-o", out, *SMALL).code == 0, run.err
    assert out.is_file()
