"""`hub score`, `hub summary` and `hub lineage`, on small hubs made for a test and on a real sample."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from conftest import Run
from property.strategies import registry_of
from readme import SAMPLE
from samples import entry

from openscore import Registry, assess, load_registry, load_rubric
from openscore.resources import rubric_files

duckdb = pytest.importorskip("duckdb", reason="the extra `hub` is not installed")
pytest.importorskip("sqlglot", reason="the extra `hub` is not installed")

from openscore.errors import DataError  # noqa: E402
from openscore.files import locked  # noqa: E402
from openscore.hub import engine_duckdb as duck  # noqa: E402
from openscore.hub.engine_duckdb import DuckEngine  # noqa: E402
from openscore.hub.score import HubRun  # noqa: E402
from openscore.hub.staging import FACTS  # noqa: E402

Json = dict[str, Any]


def model(id: str, *tags: str, **more: Any) -> Json:
    """Return a model as the hub's interface gives it."""
    return {"id": id, "author": id.partition("/")[0], "downloads": 10, "tags": list(tags), **more}


def public(id: str, license: str, *bases: str, relation: str = "finetune", **more: Any) -> Json:
    """Return a model whose files anyone can fetch."""
    links = (
        {"baseModels": {"relation": relation, "models": [{"id": base} for base in bases]}} if bases else {}
    )
    files = [{"rfilename": "model.safetensors"}]
    return model(id, f"license:{license}", gated=False, siblings=files, **links, **more)


def lines(path: Path, *models: Json | str) -> Path:
    """Write a file of JSON Lines; text stands as it is."""
    rows = [one if isinstance(one, str) else json.dumps(one) for one in models]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def scored(path: Path) -> dict[str, Json]:
    """Return what was written, by id."""
    cursor = duckdb.connect().execute(f"SELECT * FROM '{path}'")
    names = [column[0] for column in cursor.description]
    return {row[0]: dict(zip(names, row, strict=True)) for row in cursor.fetchall()}


class Gathered:
    """What a run has read: facts and links, as the query sees them and as the engine does."""

    def __init__(self, run: HubRun) -> None:
        run.work.mkdir(exist_ok=True)
        self.engine = engine = DuckEngine(run.work, memory="1GB", reads=run.inputs)
        run._gather(engine)
        columns = ", ".join(FACTS.values())
        self.facts: dict[str, dict[str, str]] = {}
        makers: dict[str, str] = {}
        for node, maker, *values in engine.rows(
            f"SELECT node, maker, {columns} FROM nodes JOIN profiles USING (profile)"
        ):
            self.facts[str(node)] = {path: value for path, value in zip(FACTS, values, strict=True) if value}
            makers[str(node)] = maker
        for place, record in enumerate(run._records, start=1):
            self.facts[str(-place)] = dict(record.values)
            makers[str(-place)] = run.registry.maker_of(record)
        bases: dict[str, list[str]] = {}
        copies, own = set(), set()
        for child, parent, copied, is_own in engine.rows("SELECT DISTINCT * FROM edges"):
            base = f"missing {is_own}" if parent is None else str(parent)
            bases.setdefault(str(child), []).append(base)
            copies.update([str(child)] if copied else [])
            own.update([(str(child), base)] if is_own else [])
        self.registry = registry_of({**self.facts, "missing True": {}, "missing False": {}}, bases)
        for id in copies:
            self.registry.data["models"][id]["bases"][0]["relation"] = "quantized"
        self.registry.maker_of = lambda record: makers.get(record.id, "")  # type: ignore[method-assign]
        self.registry.same_maker = lambda left, right: (left.id, right.id) in own  # type: ignore[method-assign]
        self.cyclic = {str(row[0]) for row in engine.rows(CYCLIC)}


def agrees(gathered: Gathered, run: HubRun) -> int:
    """Check that the engine says of the same facts and links what the query says; return how many."""
    run._judge(gathered.engine)
    found = {
        str(node): row
        for node, *row in gathered.engine.rows(
            "SELECT k.node, s.low, s.high, s.band_low, s.band_high, s.gates FROM keys k "
            "JOIN cases USING (profile, is_copy, above) JOIN scores s ON s.id = cases.place"
        )
    }
    for node, row in found.items():
        if node not in gathered.cyclic:
            result = assess(gathered.registry[node], run.rubric)
            gates = " ".join(one.gate.id + ("" if one.is_certain else "?") for one in result.gates)
            assert [*result.score, *[band.id for band in result.bands], gates] == row, gathered.facts[node]
    return len(found) - len(gathered.cyclic)


CYCLIC = """
WITH RECURSIVE up AS (SELECT child, parent FROM edges WHERE parent IS NOT NULL
  UNION SELECT up.child, e.parent FROM up JOIN edges e ON e.child = up.parent WHERE e.parent IS NOT NULL),
loops AS (SELECT DISTINCT child FROM up WHERE child = parent)
SELECT child FROM loops UNION SELECT up.child FROM up JOIN loops ON loops.child = up.parent
"""
"""Models in a cycle or above one: a registry refuses such, so the engine has no answer for them."""


@pytest.fixture(scope="module")
def sample(registry: Registry, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gathered]:
    """The sample of real metadata, read once for all rubrics."""
    folder = tmp_path_factory.mktemp("sample")
    gathered = Gathered(HubRun([SAMPLE], folder / "out.parquet", registry, load_rubric()))
    yield gathered
    gathered.engine.close()


@pytest.mark.skipif(not SAMPLE.is_file(), reason="the sample of real metadata is not here")
@pytest.mark.parametrize("id", list(rubric_files()))
def test_on_real_metadata_the_query_gives_the_engines_own_results(
    registry: Registry, id: str, sample: Gathered, tmp_path: Path
) -> None:
    """For every real row, lineage and records of the registry included."""
    assert agrees(sample, HubRun([SAMPLE], tmp_path / "out.parquet", registry, load_rubric(id))) > 4000


def test_metadata_becomes_facts_and_nothing_is_guessed(run: Run, registry: Registry, tmp_path: Path) -> None:
    """A gate, a license under `other`, misspelt keys, several licenses, lists: each as the page says."""
    card = json.dumps
    link = "https://huggingface.co/Qwen/Qwen2.5-72B-Instruct/blob/main/LICENSE"
    source = lines(
        tmp_path / "hub.jsonl",
        public("a/public", "apache-2.0"),
        {**public("a/click", "mit"), "gated": "auto"},
        {**public("a/ask", "mit"), "gated": "manual"},
        model("a/ungated-unknown", "license:mit", siblings=[{"rfilename": "w.gguf"}]),
        model("a/no-files", "license:mit", gated=False),
        model("a/none"),
        model("a/two", "license:mit", "license:cc-by-nc-4.0"),
        model("a/other", "license:other", cardData={"license": "other", "license_name": "llama3.1"}),
        model("a/contradiction", "license:other", cardData={"license_name": "apache-2.0"}),
        model("a/misspelt", cardData={"licence": "mit"}),
        model("a/capital", cardData={"License": ["mit", "apache-2.0"]}),
        model("a/family", "license:openrail"),
        model("a/invented", "license:quwen"),
        model("a/text-card", cardData=card({"licence": "mit"})),
        model("a/placeholder", "license:license"),
        model("a/nameless", "license:other"),
        model("a/link", "license:other", cardData={"license_name": "qwen", "license_link": link}),
        model("facebook/opt-1.3b", "license:other"),
    )
    out = tmp_path / "out.parquet"
    assert run("hub", "score", source, "-o", out, "--rubric", "release-gradient").code == 0, run.err
    assert "18 models scored" in run.err
    found = scored(out)
    assert {id: row["license"] for id, row in found.items()} == {
        "a/placeholder": "placeholder", "a/nameless": "placeholder",
        "a/link": "LicenseRef-scancode-qwen-2024", "facebook/opt-1.3b": "LicenseRef-openscore-opt-175b",
        "a/public": "Apache-2.0", "a/click": "MIT", "a/ask": "MIT", "a/ungated-unknown": "MIT",
        "a/no-files": "MIT", "a/none": None, "a/two": "MIT AND CC-BY-NC-4.0",
        "a/other": registry.licenses.resolve("llama3.1").expression, "a/contradiction": "ambiguous",
        "a/misspelt": "MIT", "a/capital": "MIT AND Apache-2.0", "a/family": "ambiguous",
        "a/invented": "unlisted", "a/text-card": "MIT",
    }  # fmt: skip
    access = {id: row["availability"] for id, row in found.items() if row["availability"]}
    assert access == {"a/public": "public", "a/click": "click-through", "a/ask": "approval"}


def test_base_models_are_found_wherever_a_hub_names_them(run: Run, tmp_path: Path) -> None:
    """In a column of either spelling, or in tags where there is no column or nothing in it."""
    base = {"relation": "merge", "models": [{"id": "z/base"}]}
    tags = ("license:mit", "base_model:z/base", "base_model:quantized:z/base")
    rows = [
        model("z/base", "license:cc-by-nc-4.0"),
        model("a/column", "license:mit", baseModels=base),
        model("a/snake", "license:mit", base_models=base, created_at="2024-01-02 00:00:00"),
        model("a/tags", *tags),
        model("a/null", *tags, baseModels=None),
        model("a/empty", *tags, baseModels={"relation": None, "models": []}),
        model("a/self", "license:mit", "base_model:a/self"),
    ]
    expected = {
        "z/base": (None, []), "a/column": ("merge", ["z/base"]), "a/snake": ("merge", ["z/base"]),
        "a/tags": ("quantized", ["z/base"]), "a/null": ("quantized", ["z/base"]),
        "a/empty": ("quantized", ["z/base"]), "a/self": (None, []),
    }  # fmt: skip
    source, out = lines(tmp_path / "hub.jsonl", *rows), tmp_path / "out.parquet"
    read = f"FROM read_json('{source}', format='nd')"
    tables = {
        "camel": f"SELECT * EXCLUDE (base_models) {read} WHERE id <> 'a/snake'",
        "snake": f"SELECT id, tags, base_models {read} WHERE id IN ('z/base', 'a/snake')",
        "tags": f"SELECT id, tags {read} WHERE NOT id IN ('a/column', 'a/snake')",
    }
    for name, query in tables.items():
        duckdb.connect().execute(f"COPY ({query}) TO '{tmp_path / name}.parquet' (FORMAT parquet)")
    for given in (source, *[tmp_path / f"{name}.parquet" for name in tables]):
        assert run("hub", "score", given, "-o", out, "--rubric", "ntia-2024").code == 0, run.err
        found = scored(out)
        known = {id: (row["relation"], row["bases"] or []) for id, row in found.items()}
        assert known == {id: expected[id] for id in found}, given
        alone = {"z/base", "a/self"}
        assert {id for id, row in found.items() if row["license_conflicts"]} == set(found) - alone


def test_lineage_survives_whatever_people_write(run: Run, registry: Registry, tmp_path: Path) -> None:
    """A cycle of three, a merge of a hundred, a missing parent, itself as parent, a deep chain, an own base."""
    rubric = load_rubric("osd-terms")
    chain = [public(f"c{place}/x", "mit", f"c{place - 1}/x") for place in range(1, 200)]
    source = lines(
        tmp_path / "hub.jsonl",
        public("c0/x", "cc-by-nc-4.0"),
        *chain,
        *[public(f"r/{one}", "mit", f"r/{(one + 1) % 3}") for one in range(3)],
        *[public(f"p/{place}", "gpl-3.0" if place == 7 else "apache-2.0") for place in range(100)],
        public("m/merge", "mit", *[f"p/{place}" for place in range(100)], relation="merge"),
        public("m/orphan", "mit", "gone/away"),
        public("m/self", "mit", "m/self"),
        public("own/base", "cc-by-nc-4.0"),
        public("own/x", "mit", "own/base"),
    )
    run_of = HubRun([source], tmp_path / "out.parquet", registry, rubric)
    gathered = Gathered(run_of)
    assert agrees(gathered, run_of) > 300
    gathered.engine.close()
    shutil.rmtree(run_of.work)
    assert run("hub", "score", source, "-o", tmp_path / "out.parquet", "--rubric", "osd-terms").code == 0
    found = scored(tmp_path / "out.parquet")
    assert found["c199/x"]["license_conflicts"] == ["CC-BY-NC-4.0"]
    assert found["own/x"]["license_conflicts"] is None
    assert found["r/0"]["low"] == found["m/self"]["low"] == found["p/1"]["low"]
    assert found["m/orphan"]["low"] < found["m/orphan"]["high"]
    shown = run("hub", "lineage", tmp_path / "out.parquet", "c2/x").out
    assert re.search(r"2 +c0/x +CC-BY-NC-4\.0 .*commercial \(1, ", shown, flags=re.DOTALL)
    assert len(run("hub", "lineage", tmp_path / "out.parquet", "c199/x").out.splitlines()) > 200
    assert "not in the file" in run("hub", "lineage", tmp_path / "out.parquet", "m/orphan").out
    around = run("hub", "lineage", tmp_path / "out.parquet", "r/0").out.splitlines()
    assert [line.split()[:2] for line in around[1:]] == [["0", "r/0"], ["1", "r/1"], ["2", "r/2"]]
    assert run("hub", "lineage", tmp_path / "out.parquet", "--format", "json").code == 0
    assert ("MIT", "CC-BY-NC-4.0", "199") in [
        (row["license"], row["base_license"], row["models"]) for row in json.loads(run.out)["hub-lineage"]
    ]


def test_an_account_licenses_its_own_as_it_likes_but_no_text_of_others(run: Run, tmp_path: Path) -> None:
    """Under its own text, under anybody's, under somebody else's, and under none that is known."""
    source = lines(
        tmp_path / "hub.jsonl",
        public("acme/llama", "llama2"), public("acme/free", "mit"), public("acme/nc", "cc-by-nc-4.0"),
        public("acme/vague", "other"), public("facebook/llama", "llama2"),
        *(public(f"acme/of-{base}", "mit", f"acme/{base}") for base in ("llama", "free", "nc", "vague")),
        public("facebook/of-llama", "mit", "facebook/llama"),
    )  # fmt: skip
    out = tmp_path / "out.parquet"
    assert 0 == run("hub", "score", source, "-o", out).code
    found = scored(out)
    free = found["acme/of-free"]
    ends = {id: (one["low"], one["high"]) for id, one in found.items()}
    assert ends["acme/of-free"] == ends["acme/of-nc"] == ends["facebook/of-llama"]
    assert ends["acme/of-llama"][1] < ends["acme/of-free"][1]
    assert ends["acme/of-vague"][0] < free["low"]
    assert ends["acme/of-vague"][1] == free["high"]
    conflicts = {id: one["license_conflicts"] for id, one in found.items() if one["license_conflicts"]}
    assert {"acme/of-llama": [found["acme/llama"]["license"]]} == conflicts
    told = run("hub", "lineage", out, "acme/of-llama").out
    assert "commercial" in told or "use-policy" in told
    assert "use-policy" not in run("hub", "lineage", out, "facebook/of-llama").out


def test_many_ways_up_are_no_more_work_than_the_models_on_them(run: Run, tmp_path: Path) -> None:
    """Merges of merges: 2^30 ways lead up, by way of 61 models."""
    pairs = [(f"d/{level}-{side}", level) for level in range(30) for side in "ab"]
    rows = [
        public(id, "mit", *([f"d/{level - 1}-a", f"d/{level - 1}-b"] if level else []), relation="merge")
        for id, level in pairs
    ]
    source = lines(
        tmp_path / "hub.jsonl", *rows, public("d/top", "mit", "d/29-a", "d/29-b", relation="merge")
    )
    out = tmp_path / "out.parquet"
    assert run("hub", "score", source, "-o", out, "--rubric", "ntia-2024").code == 0, run.err
    rows = json.loads(run("hub", "lineage", out, "d/top", "--format", "json").out)["hub-lineage"]
    assert len(rows) == 61
    assert [row["step"] for row in rows[:3]] == ["0", "1", "1"]


def test_a_record_of_the_registry_overrides_metadata(run: Run, tmp_path: Path) -> None:
    """Its facts were read by people."""
    (tmp_path / "own.toml").write_text(
        entry("demo", {"weights.availability": "public", "weights.license": "Apache-2.0"}).replace(
            'modality = ["text"]', 'modality = ["text"]\naliases = ["Some/Model"]'
        ),
        encoding="utf-8",
    )
    source = lines(
        tmp_path / "hub.jsonl",
        model("some/model", "license:cc-by-nc-4.0"),
        public("b/b", "mit", "some/model"),
    )
    words = ("--registry", tmp_path / "own.toml", "--standalone")
    assert run("hub", "score", source, "-o", tmp_path / "out.parquet", *words).code == 0, run.err
    found = scored(tmp_path / "out.parquet")
    assert (found["some/model"]["source"], found["some/model"]["license"]) == ("registry", "Apache-2.0")
    own = load_registry([tmp_path / "own.toml"], shipped=False)["demo"]
    result = assess(own, load_rubric())
    assert (found["some/model"]["low"], found["some/model"]["high"]) == result.score
    assert found["b/b"]["license_conflicts"] is None


def test_rows_that_cannot_be_read_are_counted_never_lost(run: Run, tmp_path: Path) -> None:
    """Each stands in the file of rejects with its line and the reason."""
    source = lines(
        tmp_path / "hub.jsonl",
        model("a/fine"),
        '{"id": "a/cut of',
        "[1, 2]",
        {"author": "nobody"},
        model("x" * 10_000),
        model("a/fine"),
        {"id": None, "tags": None, "cardData": None, "downloads": None},
        {"id": "a/odd", "tags": "text", "downloads": "many", "siblings": 3, "baseModels": []},
        {"id": "a/lost", "baseModels": [1]},
    )
    assert run("hub", "score", source, "-o", tmp_path / "out.parquet", "--rubric", "ntia-2024").code == 0, (
        run.err
    )
    assert sorted(scored(tmp_path / "out.parquet")) == ["a/fine", "a/odd"]
    assert "7 rows rejected" in run.err
    rejects = duckdb.connect().execute(f"SELECT row, reason FROM '{tmp_path}/out.rejects.csv'").fetchall()
    assert rejects == [
        (2, "the line is not JSON"), (3, "the line is not an object"), (4, "no id"),
        (5, "the id is longer than 500 characters"), (6, "the id stands in an earlier row"), (7, "no id"),
        (9, "the base models cannot be read"),
    ]  # fmt: skip


def test_lines_that_are_no_text_are_rejected_and_the_others_counted_on(run: Run, tmp_path: Path) -> None:
    """One broken line stops no run; line numbers stay those of the file, and no id acts in a spreadsheet."""
    source = tmp_path / "hub.jsonl"
    texts = [
        b'{"id": "a/one"}', b'{"id": "a/\xff"}', b'{"id": "a/two"}', b"{cut", b"\xfe\xfe", b'{"id": "a/one"}',
        b'{"id": "=1+1\\u001b[31m", "tags": []}', b'{"id": "=1+1\\u001b[31m"}',
    ]  # fmt: skip
    source.write_bytes(b"\n".join(texts) + b"\n")
    assert run("hub", "score", source, "-o", tmp_path / "out.parquet", "--rubric", "ntia-2024").code == 0
    assert len(scored(tmp_path / "out.parquet")) == 3
    rejects = (tmp_path / "out.rejects.csv").read_text(encoding="utf-8")
    found = duckdb.connect().execute(f"SELECT row, reason FROM '{tmp_path}/out.rejects.csv'").fetchall()
    assert found == [
        (2, "the line is not UTF-8 text"), (4, "the line is not JSON"), (5, "the line is not UTF-8 text"),
        (6, "the id stands in an earlier row"), (8, "the id stands in an earlier row"),
    ]  # fmt: skip
    assert ",'=1+1" in rejects
    assert "\x1b" not in rejects


def test_a_file_may_be_one_json_array(run: Run, tmp_path: Path) -> None:
    """As the interface of a hub answers; one that is cut off is told so."""
    whole = json.dumps([public("a/one", "mit"), model("a/two")], indent=1)
    (tmp_path / "hub.json").write_text(whole, encoding="utf-8")
    out = tmp_path / "out.parquet"
    assert run("hub", "score", tmp_path / "hub.json", "-o", out, "--rubric", "ntia-2024").code == 0, run.err
    assert {id: row["license"] for id, row in scored(out).items()} == {"a/one": "MIT", "a/two": None}
    (tmp_path / "cut.json").write_text(whole[:-20], encoding="utf-8")
    assert run("hub", "score", tmp_path / "cut.json", "-o", out, "--rubric", "ntia-2024").code == 2
    assert "Malformed JSON" in run.err


def parquet(path: Path, select: str) -> Path:
    duckdb.connect().execute(f"COPY (SELECT {select}) TO '{path}' (FORMAT parquet)")
    return path


def test_inputs_that_cannot_be_used_are_answered_clearly(run: Run, tmp_path: Path) -> None:
    """One line each, and no half file; columns that are missing are unknown."""
    out = tmp_path / "out.parquet"
    whole = parquet(tmp_path / "whole.parquet", "'a/a' AS id, 3 AS downloads")
    cut = tmp_path / "cut.parquet"
    cut.write_bytes(whole.read_bytes()[:200])
    (tmp_path / "empty.jsonl").touch()
    for path, expected in {
        cut: "is not a whole Parquet file",
        tmp_path / "empty.jsonl": "is empty",
        parquet(tmp_path / "bare.parquet", "1 AS downloads"): "has no column 'id'",
        parquet(tmp_path / "odd.parquet", "'a' AS id, 7 AS tags"): "column 'tags'",
        tmp_path / "nowhere.parquet": "no file at",
    }.items():
        assert run("hub", "score", path, "-o", out).code == 2, path
        assert expected in run.err
        assert not out.exists()
    assert run("hub", "score", whole, "-o", tmp_path / "out.csv").code == 2
    assert run("hub", "score", whole, "-o", out, "--rubric", "ntia-2024", "--memory-limit", "lots").code == 2
    assert run("hub", "score", whole, "-o", out, "--rubric", "ntia-2024").code == 0, run.err
    assert scored(out)["a/a"]["low"] == 0
    assert run("hub", "summary", whole).code == 2
    assert "is not a file of `openscore hub score`" in run.err


def test_a_stopped_run_leaves_no_half_file_and_can_go_on(registry: Registry, tmp_path: Path) -> None:
    """What was read is kept; without `resume` the next run begins anew."""
    rubric = load_rubric("ntia-2024")
    files = [lines(tmp_path / f"{place}.jsonl", model(f"a/{place}")) for place in range(3)]
    run = HubRun(files, tmp_path / "out.parquet", registry, rubric)

    class StoppedError(Exception):
        pass

    def stop(engine: DuckEngine, models: int) -> None:
        raise StoppedError

    run._write = stop  # type: ignore[method-assign]
    with pytest.raises(StoppedError):
        run.score()
    assert not run.output.exists()
    files[1].unlink()
    lines(files[1], model("a/other"), model("a/more"))
    again = HubRun(files, run.output, registry, rubric)
    assert again.score(resume=True).models == 4
    assert sorted(scored(run.output)) == ["a/0", "a/2", "a/more", "a/other"]
    assert not run.work.exists()


def test_one_run_writes_a_file_at_a_time(run: Run, tmp_path: Path) -> None:
    """Another is told so and changes nothing; afterwards no lock and no folder is left."""
    source, out = lines(tmp_path / "hub.jsonl", model("a/one")), tmp_path / "out.parquet"
    words = ("hub", "score", source, "-o", out, "--rubric", "ntia-2024")
    with locked(out, wait=0, busy="", hint=""):
        assert run(*words).code == 2
        assert "another run is writing" in run.err
        assert not out.exists()
    assert run(*words).code == 0, run.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["hub.jsonl", "out.parquet"]


def test_summary_weighs_models_and_downloads(run: Run, tmp_path: Path) -> None:
    """By any key, as table, JSON or CSV; hostile text does not reach the screen."""
    source = lines(
        tmp_path / "hub.jsonl",
        public("a/one", "mit"),
        {**model("b/two"), "downloads": 30},
        {**model("b/three"), "author": "\x1b[31mred"},
    )
    out = tmp_path / "out.parquet"
    assert run("hub", "score", source, "-o", out, "--rubric", "ntia-2024").code == 0, run.err
    table = run("hub", "summary", out).out
    assert table.startswith("3 models")
    assert max(map(len, table.splitlines())) <= 100
    found = json.loads(run("hub", "summary", out, "--by", "license", "--format", "json").out)
    assert (found["schema"], found["by"]) == ("openscore.hub-summary/1", "license")
    assert (found["overview"]["models"], found["overview"]["rubric"]) == (
        3,
        f"ntia-2024 {load_rubric('ntia-2024').version}",
    )
    assert [(group["name"], group["models"], group["downloads"]) for group in found["groups"]] == [
        (None, 2, pytest.approx(0.8)),
        ("MIT", 1, pytest.approx(0.2)),
    ]
    assert "license,models,share" in run("hub", "summary", out, "--by", "license", "--format", "csv").out
    for format in ("table", "csv"):
        assert "\x1b" not in run("hub", "summary", out, "--by", "author", "--format", format).out


def test_shares_are_of_all_models_and_what_is_not_there_is_not_weighed(run: Run, tmp_path: Path) -> None:
    """Also where no model has a license, or the hub does not say how often anything was fetched."""
    tags = {
        "a/none": [],
        "a/other": ["license:quwen"],
        "a/family": ["license:openrail"],
        "a/mit": ["license:mit"],
    }
    out = tmp_path / "out.parquet"
    for ids, without, unclear in ((list(tags), 0.25, 0.5), (["a/none"], 1.0, 0.0), (["a/mit"], 0.0, 0.0)):
        source = lines(tmp_path / "hub.jsonl", *({"id": id, "tags": tags[id]} for id in ids))
        assert run("hub", "score", source, "-o", out, "--rubric", "release-gradient").code == 0
        found = json.loads(run("hub", "summary", out, "--format", "json").out)["overview"]
        assert (found["without_license"], found["with_unclear_license"]) == (without, unclear)
        assert found["low_by_downloads"] is found["high_by_downloads"] is None
        assert "by downloads" not in run("hub", "summary", out).out


def test_the_summary_can_be_drawn(run: Run, tmp_path: Path) -> None:
    """A bar for each group's size and range; names stand in it as text, whatever they are."""
    pytest.importorskip("vl_convert", reason="the extra `report` is not installed")
    source = lines(tmp_path / "hub.jsonl", public("a/one", "mit"), {**model("b/x"), "author": "<script>&"})
    out = tmp_path / "out.parquet"
    assert run("hub", "score", source, "-o", out, "--rubric", "osai-14-2025").code == 0, run.err
    picture = run("hub", "summary", out, "--by", "author", "--format", "svg").out
    root = ElementTree.fromstring(picture)
    said = {element.text for element in root.iter() if element.tag.endswith("text")}
    assert {
        f"2 models by author, osai-14-2025 {load_rubric('osai-14-2025').version}",
        "<script>&",
        "share of downloads",
    } <= said
    assert not [element for element in root.iter() if element.tag.endswith("script")]


def test_what_does_not_fit_is_tried_by_fewer_threads_and_then_answered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files with huge pages fit few threads where they do not fit many; the hint says what to type."""
    engine = DuckEngine(tmp_path, memory="1GB", threads=6)
    whole = engine._execute
    threads = []

    def crowded(sql: str, step: str, rows: int) -> None:
        threads.append(engine.rows("SELECT current_setting('threads')")[0][0])
        if threads[-1] > 2 or "never" in sql:
            raise duckdb.OutOfMemoryException("Out of Memory Error: failed to allocate")
        whole(sql, step, rows)

    monkeypatch.setattr(engine, "_execute", crowded)
    engine.make("fits", "SELECT 1 AS one")
    assert engine.rows("FROM fits") == [(1,)]
    assert threads == [6, 3, 1]
    with pytest.raises(DataError, match="Out of Memory") as caught:
        engine.make("never", "SELECT 1")
    assert threads[-1] == 1
    assert "--memory-limit" in caught.value.hint


def test_without_a_thread_to_spare_nobody_is_told_and_all_is_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What tells how far a statement is needs a thread; the statement does not."""

    def refused(_: object) -> None:
        raise RuntimeError("can't start new thread")

    told: list[float] = []
    engine = DuckEngine(tmp_path, memory="1GB", threads=1, progress=lambda _, share, __: told.append(share))
    monkeypatch.setattr("threading.Thread.start", refused)
    engine.make("made", "SELECT 1 AS one", "working")
    assert ([(1,)], []) == (engine.rows("FROM made"), told)


def test_progress_is_told_in_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever waits learns what is being done, and of how many rows."""
    monkeypatch.setattr(duck, "PAUSE", 0.001)
    told = []
    engine = DuckEngine(tmp_path, memory="1GB", progress=lambda *words: told.append(words))
    engine.run("CREATE TABLE sums AS SELECT max(hash(range)) FROM range(50_000_000)", "adding", 50_000_000)
    assert told
    assert {(step, rows) for step, _, rows in told} == {("adding", 50_000_000)}
    assert all(0 <= share <= 1 for _, share, _ in told)


def test_ctrl_c_while_the_database_works_is_no_bug(tmp_path: Path) -> None:
    """What DuckDB makes of it becomes an interrupt again; any other error of it stays what it is."""

    class Busy:
        reason = "Query interrupted"

        def execute(self, sql: str) -> None:
            raise RuntimeError(self.reason)

    engine = DuckEngine(tmp_path, memory="1GB")
    engine.connection = Busy()
    with pytest.raises(KeyboardInterrupt):
        engine.run("SELECT 1")
    engine.connection.reason = "Something else"
    with pytest.raises(RuntimeError, match="Something else"):
        engine.run("SELECT 1")


def test_the_query_of_a_rubric_is_written_once(tmp_path: Path) -> None:
    """A second run, of another hub with other licenses, needs nothing of what writes SQL, and scores as if it did."""
    program = (
        "import sys; from openscore.cli.main import main; "
        "code = main(['hub', 'score', sys.argv[1], '-o', sys.argv[2], '--rubric', 'osaid-1.0']); "
        "print(code, 'sqlglot' in sys.modules)"
    )
    first = lines(tmp_path / "first.jsonl", public("a/one", "mit"), public("a/two", "apache-2.0", "a/one"))
    second = lines(
        tmp_path / "second.jsonl", public("b/one", "cc-by-nc-4.0"), public("b/two", "mit", "b/one")
    )

    def ran(source: Path, name: str, cache: str) -> str:
        environment = {**os.environ, "OPENSCORE_CACHE": str(tmp_path / cache)}
        words = [sys.executable, "-c", program, str(source), str(tmp_path / name)]
        return subprocess.run(
            words, env=environment, capture_output=True, encoding="utf-8", check=True
        ).stdout

    assert "0 True" == ran(first, "first.parquet", "kept").strip()
    assert "0 False" == ran(second, "second.parquet", "kept").strip()
    assert "0 True" == ran(second, "anew.parquet", "new").strip()
    assert scored(tmp_path / "second.parquet") == scored(tmp_path / "anew.parquet")
    for path in (tmp_path / "kept").rglob("*.snapshot"):
        path.write_bytes(path.read_bytes()[:-9] + b"damaged!\n")
    assert "0 True" == ran(second, "again.parquet", "kept").strip()
    assert scored(tmp_path / "again.parquet") == scored(tmp_path / "anew.parquet")


@pytest.mark.parametrize("far", ["s3a://bucket/hub.jsonl", "hdfs://host/hub.parquet", "file:///hub.parquet"])
def test_duckdb_is_given_no_address(run: Run, tmp_path: Path, far: str) -> None:
    """It would be taken for the path of a file: the message says which engine reaches it."""
    near = lines(tmp_path / "hub.jsonl", model("a/a"))
    output = far.replace("jsonl", "parquet")
    for source, written in ((far, tmp_path / "out.parquet"), (near, output)):
        assert run("hub", "score", source, "-o", written).code == 2
        named = far if source == far else output
        assert f"'{named}' is an address, wanted the path of a file of this machine" in run.err
        assert "--engine spark" in run.err
