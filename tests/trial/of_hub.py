"""Cases of `hub`: what tables of strangers hold, and what their names do."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from trial.table import FEW_QUESTIONS, Place, case, needs

ROW = '{"id":"J/1"}\n'


def table(query: str, name: str) -> dict[str, bytes]:
    """Return a Parquet file of a query."""
    needs("duckdb")
    import tempfile

    import duckdb

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "made.parquet")
        duckdb.connect().sql(query).write_parquet(str(path))
        return {name: path.read_bytes()}


def child(link: str) -> str:
    """Return a query of a base under Llama 2's license and a model that its own maker made from it."""
    return (
        "SELECT unnest(['acme/base', 'acme/child']) id, unnest(['acme', 'acme']) author, unnest([['license:llama2'], ['license:mit']]) tags, "
        "'false' gated, ['model.safetensors'] siblings, " + link
    )


ORDERED = (
    "unnest([NULL, {'models': [{'_id': '1', 'id': 'acme/base'}], 'relation': 'finetune'}]) AS \"baseModels\""
)
TEXT = 'unnest([NULL, \'{"relation":"finetune","models":[{"id":"acme/base"}]}\']) AS "baseModels"'


@case(lambda: {**table(child(ORDERED), "fields.parquet"), **table(child(TEXT), "text.parquet")})
def hub_base_models_in_other_shapes(place: Place) -> None:
    """A model is at most its base, however the link is written; nobody owns what Meta alone can grant."""
    for name in [name for name in place.names() if name.endswith(".parquet")]:
        rows = place.scored(name)
        base = rows.pop("acme/base")
        (child,) = rows.values()
        assert ["acme/base"] == child["bases"]
        assert child["low"] == base["low"]


@case({"i.jsonl": ROW, "o.rejects.csv": "somebody's own"})
def hub_deletes_a_file_of_the_same_name(place: Place) -> None:
    """What no run of ours wrote stays."""
    needs("duckdb", "sqlglot")
    before = (place.folder / "o.rejects.csv").read_bytes()
    place.run("hub", "score", "i.jsonl", "-o", "o.parquet", *FEW_QUESTIONS)
    assert before == (place.folder / "o.rejects.csv").read_bytes()


@case({"x.jsonl": ROW + "no\n"})
def hub_file_name_acts_in_rejects(place: Place) -> None:
    """The name of a file is text in a spreadsheet."""
    needs("duckdb", "sqlglot")
    name = "=cmd|\x1bx.jsonl"
    (place.folder / name).write_bytes((place.folder / "x.jsonl").read_bytes())
    place.passed("hub", "score", name, "-o", "o.parquet", *FEW_QUESTIONS)
    rejects = (place.folder / "o.rejects.csv").read_text("utf-8")
    assert "\x1b" not in rejects
    (row,) = list(csv.DictReader(rejects.splitlines()))
    assert row["file"].lstrip("'\"").startswith("=cmd")
    assert not row["file"].startswith("=")


@case({"jx.jsonl": '{"id":"J/2"}\n', "star.jsonl": ROW})
def hub_file_name_with_a_star(place: Place) -> None:
    """A name is a name, also where others match it as a pattern."""
    name = "j*.jsonl"
    (place.folder / name).write_bytes((place.folder / "star.jsonl").read_bytes())
    assert ["J/1"] == list(place.scored(name, *FEW_QUESTIONS))


@case({"i.jsonl": ROW})
def hub_memory_limit_runs_sql(place: Place) -> None:
    """The value of an option is no statement."""
    needs("duckdb", "sqlglot")
    before = place.names()
    value = "1GB'; COPY (SELECT 42 AS x) TO 'injected.csv'; --"
    place.refused("hub", "score", "i.jsonl", "-o", "o.parquet", "--memory-limit", value, names="memory-limit")
    assert before == place.names()


@case(lambda: table("SELECT 'org/m0' id, ['license:mit'] tags", "i.parquet"))
def hub_output_is_the_input(place: Place) -> None:
    """Scores never replace what is scored, by whatever name."""
    needs("duckdb", "sqlglot")
    before = (place.folder / "i.parquet").read_bytes()
    (place.folder / "link.parquet").symlink_to("i.parquet")
    (place.folder / "hard.parquet").hardlink_to("i.parquet")
    for name in ("i.parquet", "./i.parquet", "link.parquet", "hard.parquet"):
        place.refused("hub", "score", "i.parquet", "-o", name, names="parquet")
        assert before == (place.folder / "i.parquet").read_bytes()


@case(lambda: table("SELECT 'a' id, [5::BIGINT] downloads", "i.parquet"))
def parquet_column_of_another_type(place: Place) -> None:
    """A column is told with its type and file."""
    needs("duckdb", "sqlglot")
    told = place.refused("hub", "score", "i.parquet", "-o", "o.parquet", "--threads", "1", names="i.parquet")
    assert "downloads" in told
    assert "BIGINT[]" in told


def flipped() -> dict[str, bytes]:
    """Return a Parquet file one of whose bits in the last block is another."""
    (name, content), *_ = table(
        "SELECT 'org/m' || range id, range downloads FROM range(30)", "i.parquet"
    ).items()
    return {name: content[:-60] + bytes([content[-60] ^ 0x40]) + content[-59:]}


@case(flipped)
def parquet_with_a_flipped_bit(place: Place) -> None:
    """A damaged file is an error of the file, or its rows are the ones that were written."""
    needs("duckdb", "sqlglot")
    result = place.run("hub", "score", "i.parquet", "-o", "o.parquet", "--threads", "1")
    assert result.code in {0, 2, 3}, result.err
    assert ("i.parquet" in result.err) or 0 == result.code


HOSTILE_NOTE = "<svg onload=alert(1)>\x1b[31m\u202e"


def noted() -> dict[str, bytes]:
    """Return a Parquet file with the columns of a scored one and a note of a stranger about its rubric."""
    needs("duckdb")
    import tempfile

    import duckdb

    columns: dict[str, Any] = {
        "id": "'a'", "author": "'x'", "downloads": "NULL::BIGINT", "created": "now()::TIMESTAMP", "task": "'t'",
        "license_tag": "'mit'", "license": "'MIT'", "availability": "'public'", "source": "'metadata'",
        "relation": "NULL::VARCHAR", "bases": "['b']", "datasets": "1", "papers": "0", "low": "NULL::DOUBLE",
        "high": "2.0", "band_low": "'closed'", "band_high": "'open'", "license_conflicts": "['x']",
    }  # fmt: skip
    selected = ", ".join(f"{value} AS {name}" for name, value in columns.items())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "made.parquet")
        note = HOSTILE_NOTE.replace("'", "''")
        duckdb.connect().sql(
            f"COPY (SELECT {selected}) TO '{path}' (FORMAT parquet, KV_METADATA {{rubric: '{note}', top: '100'}})"
        )
        return {"i.parquet": path.read_bytes()}


@case(noted)
def scored_file_from_elsewhere(place: Place) -> None:
    """What `hub score` did not write is no scored file, whatever columns it has; nothing of it is raw."""
    needs("duckdb", "sqlglot")
    for words in (
        ("summary",),
        ("summary", "--format", "svg"),
        ("summary", "--format", "json"),
        ("lineage",),
    ):
        told = place.refused(
            "hub", words[0], "i.parquet", *words[1:], *LINEAGE.get(words[0], ()), names="i.parquet"
        )
        assert "\x1b" not in told
        assert "\u202e" not in told


LINEAGE = {"lineage": ("a",)}
"""What the command wants beside the file."""
