"""Files and options of strangers: what they are named or hold acts on nothing, and nothing of theirs is lost."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from conftest import Run
from hub.test_score import lines, model, public, scored
from hypothesis import given
from hypothesis import strategies as st

duckdb = pytest.importorskip("duckdb", reason="the extra `hub` is not installed")
pytest.importorskip("sqlglot", reason="the extra `hub` is not installed")

from openscore.cli.main import main  # noqa: E402
from openscore.errors import UsageError  # noqa: E402
from openscore.hub.duckdb_text import file_named, quoted  # noqa: E402
from openscore.hub.engine_duckdb import DuckEngine  # noqa: E402

SMALL = ("--rubric", "release-gradient")
"""A rubric with few questions: what is tried here goes on before any of them is asked."""
ONE = public("acme/one", "mit")
INJECTIONS = ["1GB'; COPY (SELECT 42 AS x) TO 'injected.csv'; --", "1GB' --", "much", "", "-1GB", "0"]
NAMES = ["j*.jsonl", "a[1].jsonl", "a[!x].jsonl", "q?.jsonl", "o'clock.jsonl", "=cmd|x.jsonl", "--help.jsonl"]


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """A scored file, and the notes that are in it; it is made once, and read by several tests."""
    folder = tmp_path_factory.mktemp("ours")
    made = str(folder / "o.parquet")
    assert main(["hub", "score", str(lines(folder / "i.jsonl", ONE)), "-o", made]) == 0
    notes = (
        duckdb.connect()
        .sql(f"SELECT decode(key), decode(value) FROM parquet_kv_metadata('{made}')")
        .fetchall()
    )
    return made, ", ".join(f"{key}: '{value}'" for key, value in notes)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_an_option_never_reaches_the_database_as_a_statement(run: Run, tmp_path: Path) -> None:
    """Whatever the memory limit says; nothing is written then."""
    lines(tmp_path / "i.jsonl", ONE)
    for value in INJECTIONS:
        result = run("hub", "score", *SMALL, "i.jsonl", "-o", "o.parquet", f"--memory-limit={value}")
        assert (result.code, "wanted a size such as 2GB" in result.err) == (2, True), value
    assert ["i.jsonl"] == [path.name for path in tmp_path.iterdir()]


@pytest.mark.parametrize("name", NAMES)
def test_the_file_that_is_named_is_read_and_no_other(run: Run, tmp_path: Path, name: str) -> None:
    """Also where its name is a pattern that others match; in the rejects it is inert."""
    for other in ("jx.jsonl", "a1.jsonl", "ay.jsonl", "qx.jsonl"):
        lines(tmp_path / other, public("acme/other", "mit"))
    lines(tmp_path / name, ONE, "not JSON")
    assert run("hub", "score", *SMALL, "-o", "o.parquet", "--", name).code == 0
    assert ["acme/one"] == list(scored(tmp_path / "o.parquet"))
    rejects = (tmp_path / "o.rejects.csv").read_text(encoding="utf-8")
    assert rejects.startswith("file,row,id,reason\n")
    assert "\n=" not in rejects
    assert "\n-" not in rejects


def test_what_a_run_that_fails_leaves_behind_it_says(run: Run, tmp_path: Path) -> None:
    """The rows of a good file before a broken one wait for `--resume`; where there are none, nothing is left."""
    (tmp_path / "b.jsonl").touch()
    assert run("hub", "score", *SMALL, "b.jsonl", "-o", "o.parquet").code == 2
    assert ["b.jsonl"] == [path.name for path in tmp_path.iterdir()]
    lines(tmp_path / "a.jsonl", ONE)
    result = run("hub", "score", *SMALL, "a.jsonl", "b.jsonl", "-o", "o.parquet")
    assert (2, True) == (result.code, "stays for `--resume`: .o.parquet.work" in result.err)
    assert [".o.parquet.work", "a.jsonl", "b.jsonl"] == sorted(path.name for path in tmp_path.iterdir())
    lines(tmp_path / "b.jsonl", public("acme/two", "mit"))
    assert run("hub", "score", *SMALL, "a.jsonl", "b.jsonl", "-o", "o.parquet", "--resume").code == 0
    assert ["a.jsonl", "b.jsonl", "o.parquet"] == sorted(path.name for path in tmp_path.iterdir())


@given(st.text(st.sampled_from("ab*?[]!-\\ '"), min_size=1, max_size=8))
def test_a_pattern_is_only_ever_the_name_that_it_spells(name: str) -> None:
    """For all names of characters that act in patterns, beside files of similar names."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        for other in ("a", "b", "ab", "aa", "ba", "a-b"):
            Path(folder, f"{other}.csv").write_text("other", encoding="utf-8")
        wanted = Path(folder, f"{name}.csv")
        wanted.write_text("wanted", encoding="utf-8")
        if "\\" in name and not set("*?[").isdisjoint(name):
            with pytest.raises(UsageError, match="cannot read a file named"):
                file_named(wanted)
            return
        query = f"SELECT content FROM read_text({file_named(wanted)})"
        assert [("wanted",)] == duckdb.connect().execute(query).fetchall()


def test_the_database_touches_nothing_else(tmp_path: Path) -> None:
    """Neither another file, nor another folder, nor an extension from anywhere."""
    mine, other = tmp_path / "mine", tmp_path / "other.txt"
    mine.mkdir()
    other.write_text("secret", encoding="utf-8")
    engine = DuckEngine(mine, memory="1GB", reads=[lines(tmp_path / "i.jsonl", ONE)])
    assert 1 == len(engine.rows(f"SELECT content FROM read_text({file_named(tmp_path / 'i.jsonl')})"))
    for sql in (
        f"SELECT content FROM read_text({file_named(other)})",
        f"COPY (SELECT 1) TO {file_named(tmp_path / 'new.csv')}",
        "INSTALL httpfs",
        "SET enable_external_access = true",
    ):
        with pytest.raises(duckdb.Error):
            engine.rows(sql)
    engine.close()
    assert not (tmp_path / "new.csv").exists()


def test_what_is_not_ours_stays(run: Run, tmp_path: Path) -> None:
    """An input that is also the output, by any name; a file of rejects and a folder that no run made."""
    path = lines(tmp_path / "i.jsonl", ONE)
    before = path.read_bytes()
    (tmp_path / "link.parquet").symlink_to(path)
    assert run("hub", "score", *SMALL, "i.jsonl", "-o", "first.parquet").code == 0
    for words in (["i.jsonl", "-o", "link.parquet"], ["first.parquet", "-o", "./first.parquet"]):
        result = run("hub", "score", *SMALL, *words)
        assert (result.code, "is also an input" in result.err) == (2, True)
    assert path.read_bytes() == before
    (tmp_path / "o.rejects.csv").write_text("somebody's own", encoding="utf-8")
    result = run("hub", "score", *SMALL, "i.jsonl", "-o", "o.parquet")
    assert (result.code, "is in the way" in result.err) == (2, True)
    assert "somebody's own" == (tmp_path / "o.rejects.csv").read_text(encoding="utf-8")
    (tmp_path / ".p.parquet.work").mkdir()
    (tmp_path / ".p.parquet.work" / "theirs.txt").write_text("theirs", encoding="utf-8")
    assert run("hub", "score", *SMALL, "i.jsonl", "-o", "p.parquet").code == 2
    assert (tmp_path / ".p.parquet.work" / "theirs.txt").exists()


def test_rejects_of_an_earlier_run_go_when_there_are_none(run: Run, tmp_path: Path) -> None:
    """They are known by their head."""
    lines(tmp_path / "i.jsonl", ONE, "not JSON")
    assert run("hub", "score", *SMALL, "i.jsonl", "-o", "o.parquet").code == 0
    assert (tmp_path / "o.rejects.csv").exists()
    lines(tmp_path / "i.jsonl", ONE)
    assert run("hub", "score", *SMALL, "i.jsonl", "-o", "o.parquet").code == 0
    assert not (tmp_path / "o.rejects.csv").exists()


TYPES = {
    "id": ["42", "[1]", "{'a': 1}"],
    "downloads": ["[1]", "{'a': 1}", "DATE '2024-01-01'", "true"],
    "tags": ["1", "[[1]]", "{'a': 1}"],
    "siblings": ["1", "[1]", "{'a': 1}"],
    "baseModels": ["1", "true", "DATE '2024-01-01'"],
    "createdAt": ["[TIMESTAMP '2024-01-01']", "1.5"],
    "gated": ["1", "['auto']"],
    "license": ["1", "[1]"],
}


@pytest.mark.parametrize("column", TYPES)
def test_a_column_of_another_type_is_named(run: Run, tmp_path: Path, column: str) -> None:
    """With its file and type, also where the type only begins like one that is read."""
    for value in TYPES[column]:
        rest = "'acme/one' AS id" if column != "id" else "1 AS other"
        duckdb.connect().execute(f"COPY (SELECT {value} AS {column}, {rest}) TO 'i.parquet'")
        result = run("hub", "score", *SMALL, "i.parquet", "-o", "o.parquet")
        assert result.code == 2, value
        assert f"column '{column}' of 'i.parquet' is " in result.err
        assert not (tmp_path / "o.parquet").exists()


def test_a_number_out_of_range_is_none(run: Run, tmp_path: Path) -> None:
    """The row is scored all the same."""
    for number in ("18446744073709551615::UBIGINT", "-1"):
        duckdb.connect().execute(f"COPY (SELECT 'acme/one' AS id, {number} AS downloads) TO 'i.parquet'")
        assert run("hub", "score", *SMALL, "i.parquet", "-o", "o.parquet").code == 0
        assert scored(tmp_path / "o.parquet")["acme/one"]["downloads"] is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("id,license\nacme/one,mit\n", "the line is not JSON"),
        ('{"models": [{"id": "acme/one"}]}', "no id"),
        ('{"id": ["acme/one"]}', "the id is no text"),
        ('{"id": {"name": "acme/one"}}', "the id is no text"),
        ("[1]", "the line is not an object"),
    ],
)
def test_where_no_row_is_a_model_the_first_reason_is_told(
    run: Run, tmp_path: Path, text: str, reason: str
) -> None:
    """With its file and row, so that nobody has to open the list of rejects for it."""
    (tmp_path / "i.jsonl").write_text(text, encoding="utf-8")
    result = run("hub", "score", *SMALL, "i.jsonl", "-o", "o.parquet")
    assert (3, f"error: there is no model in the input; i.jsonl:1: {reason}") == (
        result.code,
        result.err.splitlines()[0],
    )


@pytest.mark.parametrize(("command", "more"), [("summary", ()), ("trend", ()), ("lineage", ("acme/one",))])
def test_a_scored_file_is_never_written_over(
    run: Run, tmp_path: Path, command: str, more: tuple[str, ...]
) -> None:
    """Nor is one that is not there taken for one that is no scored file."""
    lines(tmp_path / "2025-01-01.jsonl", model("acme/one"))
    assert run("hub", "score", *SMALL, "2025-01-01.jsonl", "--dated", "-o", "days").code == 0
    (file,) = (tmp_path / "days").glob("*.parquet")
    whole = file.read_bytes()
    result = run("hub", command, file, *more, "-o", file)
    assert (2, "") == (result.code, result.out)
    assert "is an input, nothing was written" in result.err
    assert whole == file.read_bytes()
    absent = run("hub", command, "absent.parquet")
    assert 2 == absent.code
    assert "not a file of" not in absent.err


def test_no_name_is_no_folder(run: Run, tmp_path: Path) -> None:
    """A variable of a script that is not set does not stand for the folder in which it runs."""
    lines(tmp_path / "2025-01-01.jsonl", model("acme/one"))
    for words in (("score", "", "-o", "o.parquet"), ("trend", ""), ("summary", ""), ("lineage", "")):
        result = run("hub", *words)
        assert (2, "") == (result.code, result.out)
        assert "is empty, wanted the path of a file" in result.err


def test_damage_anywhere_in_a_file_is_one_error(run: Run, tmp_path: Path) -> None:
    """Each byte in turn, at distances: read as it is, or refused with the name of the file; never a bug."""
    query = "SELECT 'acme/' || range AS id, range AS downloads, ['license:mit'] AS tags FROM range(50)"
    duckdb.connect().execute(f"COPY ({query}) TO 'good.parquet'")
    whole = (tmp_path / "good.parquet").read_bytes()
    refused = 0
    for place in range(0, len(whole), max(1, len(whole) // 25)):
        (tmp_path / "i.parquet").write_bytes(
            whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :]
        )
        result = run("hub", "score", *SMALL, "i.parquet", "-o", "o.parquet", "--threads", "1")
        assert result.code in (0, 2, 3), place
        refused += result.code == 2
        assert result.code != 2 or "i.parquet" in result.err
    assert refused > 3


BASES = {
    "fields in another order": "{'models': [{'id': 'acme/base', '_id': 'x'}], 'relation': 'finetune'}",
    "no relation": "{'models': [{'_id': 'x', 'id': 'acme/base'}]}",
    "ids as they are": "['acme/base']",
    "a list of objects": "[{'id': 'acme/base'}]",
    "JSON text": '\'{"relation": "finetune", "models": [{"id": "acme/base"}]}\'',
    "JSON text of a list": "'[\"acme/base\"]'",
    "JSON text of an id": "'\"acme/base\"'",
    "an id": "'acme/base'",
    "an address": "'https://huggingface.co/acme/base'",
    "ids by relation": "{'finetune': ['acme/base'], 'adapter': NULL}",
    "JSON text by relation": '\'{"finetune": "acme/base"}\'',
}


@pytest.mark.parametrize("form", BASES)
def test_base_models_are_found_in_every_form(run: Run, tmp_path: Path, form: str) -> None:
    """A model made from another is never scored as if it were not."""
    rows = f"SELECT 'acme/child' AS id, ['license:mit'] AS tags, {BASES[form]} AS baseModels"
    duckdb.connect().execute(f"COPY ({rows}) TO 'i.parquet'")
    assert run("hub", "score", *SMALL, "i.parquet", "-o", "o.parquet").code == 0
    assert scored(tmp_path / "o.parquet")["acme/child"]["bases"] == ["acme/base"]


LICENSES = {
    "a text": "mit",
    "a list": ["mit"],
    "gaps in a list": ["", None, "mit"],
    "a list as text": '["mit"]',
    "a text as JSON": '"mit"',
}


@pytest.mark.parametrize("form", LICENSES)
def test_a_license_is_found_in_a_column_as_in_a_card(run: Run, tmp_path: Path, form: str) -> None:
    """In whatever form; a tag says more than the column, and the column more than the card."""
    column = {"license": LICENSES[form]}
    rows = [
        model("acme/column", **column, cardData={"license": "cc0-1.0"}),
        model("acme/tag", "license:apache-2.0", **column),
        model("acme/card", license=None, cardData=column),
    ]
    lines(tmp_path / "i.jsonl", *rows)
    kind = "VARCHAR[]" if isinstance(LICENSES[form], list) else "VARCHAR"
    read = f"SELECT id, tags, license, to_json(cardData) AS cardData FROM read_json('i.jsonl', columns={{id: 'VARCHAR', tags: 'VARCHAR[]', license: '{kind}', cardData: 'JSON'}})"
    duckdb.connect().execute(f"COPY ({read}) TO 'i.parquet'")
    for file in ("i.jsonl", "i.parquet"):
        assert run("hub", "score", *SMALL, file, "-o", "o.parquet").code == 0
        found = {id: row["license"] for id, row in scored(tmp_path / "o.parquet").items()}
        assert {"acme/column": "MIT", "acme/tag": "Apache-2.0", "acme/card": "MIT"} == found, file


def test_a_column_of_json_says_what_the_same_text_says(run: Run, tmp_path: Path) -> None:
    """Whatever its type is called, and whatever it is of."""
    texts = {
        "id": "acme/child", "author": "acme", "gated": "manual", "pipeline_tag": "x", "downloads": "3", "createdAt": "2025-01-02",
        "tags": '["license:mit"]', "cardData": '{"license": "mit"}', "siblings": '[{"rfilename": "a.safetensors"}]',
        "baseModels": '{"relation": "finetune", "models": [{"id": "acme/base"}]}',
    }  # fmt: skip
    rows = {}
    for kind in ("VARCHAR", "JSON"):
        plain = kind == "VARCHAR"
        cells = [
            f"{quoted(text)}::{kind}" if plain or text[0] in "[{" else f"to_json({quoted(text)})"
            for text in texts.values()
        ]
        named = ", ".join(f"{cell} AS {name}" for cell, name in zip(cells, texts, strict=True))
        duckdb.connect().execute(f"COPY (SELECT {named}) TO 'i.parquet'")
        assert run("hub", "score", *SMALL, "i.parquet", "-o", "o.parquet").code == 0
        rows[kind] = scored(tmp_path / "o.parquet")
    assert rows["VARCHAR"] == rows["JSON"]
    assert ("approval", "MIT", ["acme/base"], 3) == tuple(
        rows["JSON"]["acme/child"][name] for name in ("availability", "license", "bases", "downloads")
    )


IN_JSON = {
    "an id": {"baseModels": "acme/base"},
    "ids": {"baseModels": ["acme/base"]},
    "objects": {"base_models": [{"id": "acme/base"}]},
    "a list in an object": {"baseModels": {"models": ["acme/base"]}},
    "one object": {"baseModels": {"id": "acme/base"}},
    "by relation": {"baseModels": {"finetune": ["acme/base"]}},
    "objects by relation": {"baseModels": {"finetune": [{"id": "acme/base"}]}},
    "one by relation": {"base_model": {"finetune": "acme/base"}},
    "text": {"baseModels": '{"relation": "finetune", "models": [{"id": "acme/base"}]}'},
    "a list as text": {"base_model": '["acme/base"]'},
    "the card": {"cardData": {"license": "mit", "base_model": "acme/base"}},
    "a list of the card": {"card_data": {"base_model": ["acme/base"]}, "baseModels": None},
    "tags": {"tags": ["base_model:acme/base", "base_model:quantized:acme/base"]},
    "one tag": {"tags": ["base_model:quantized:acme/base"], "baseModels": {"models": []}},
}


@pytest.mark.parametrize("form", IN_JSON)
def test_base_models_are_found_in_json_too(run: Run, tmp_path: Path, form: str) -> None:
    """Wherever metadata names them, and in whatever form."""
    lines(tmp_path / "i.jsonl", model("acme/child", **IN_JSON[form]))
    assert run("hub", "score", *SMALL, "i.jsonl", "-o", "o.parquet").code == 0
    assert scored(tmp_path / "o.parquet")["acme/child"]["bases"] == ["acme/base"]


UNREADABLE = [5, True, [5], [["acme/base"]], {"models": [{"x": 1}]}, {"models": {"a": "b"}}, "{torn", ["{torn"],
              {"relation": "finetune"}, {"models": "[1"}, "acme base\n", {"finetune": 1}]  # fmt: skip


def test_base_models_that_cannot_be_read_reject_the_row(run: Run, tmp_path: Path) -> None:
    """Scored as if it had none, a model made from another would come out more open than it is."""
    rows = [model(f"acme/{place}", baseModels=bases) for place, bases in enumerate(UNREADABLE)]
    lines(tmp_path / "i.jsonl", model("acme/well", baseModels={}), *rows)
    assert run("hub", "score", *SMALL, "i.jsonl", "-o", "o.parquet").code == 0
    assert ["acme/well"] == list(scored(tmp_path / "o.parquet"))
    told = (tmp_path / "o.rejects.csv").read_text(encoding="utf-8")
    assert len(UNREADABLE) == told.count("the base models cannot be read")


def test_leftovers_of_a_training_and_disabled_models_are_not_released(run: Run, tmp_path: Path) -> None:
    """Files with the endings of weights that hold none, and files that the hub has shut."""

    def files(*names: str) -> list[dict[str, str]]:
        return [{"rfilename": name} for name in names]

    lines(
        tmp_path / "i.jsonl",
        model(
            "acme/left", gated=False, siblings=files("training_args.bin", "optimizer.pt", "a/rng_state_0.pth")
        ),
        model("acme/both", gated=False, siblings=files("training_args.bin", "model.safetensors")),
        model("acme/shut", gated=False, siblings=files("model.safetensors"), disabled=True),
    )
    assert run("hub", "score", *SMALL, "i.jsonl", "-o", "o.parquet").code == 0
    found = {id: row["availability"] for id, row in scored(tmp_path / "o.parquet").items()}
    assert {"acme/left": None, "acme/both": "public", "acme/shut": None} == found


def test_json_is_read_packed_and_over_several_lines(run: Run, tmp_path: Path) -> None:
    """A packed file, one object, several objects, one array."""
    text = json.dumps(ONE)
    (tmp_path / "packed.jsonl.gz").write_bytes(gzip.compress(f"{text}\n".encode()))
    (tmp_path / "pretty.json").write_text(json.dumps(ONE, indent=2), encoding="utf-8")
    (tmp_path / "two.json").write_text("\n".join([json.dumps(ONE, indent=2)] * 2), encoding="utf-8")
    (tmp_path / "array.json").write_text(json.dumps([ONE], indent=2), encoding="utf-8")
    for name in ("packed.jsonl.gz", "pretty.json", "two.json", "array.json"):
        assert run("hub", "score", *SMALL, name, "-o", "o.parquet").code == 0, name
        assert scored(tmp_path / "o.parquet")["acme/one"]["availability"] == "public", name
    (tmp_path / "torn.jsonl.gz").write_bytes(gzip.compress(text.encode())[:-9])
    (tmp_path / "false.jsonl.gz").write_bytes(text.encode())
    head = gzip.compress(text.encode())[:10]
    (tmp_path / "damaged.jsonl.gz").write_bytes(head + b"\xff" * 40)
    for name in ("torn.jsonl.gz", "false.jsonl.gz", "damaged.jsonl.gz"):
        result = run("hub", "score", *SMALL, name, "-o", "p.parquet")
        assert (result.code, name in result.err) == (2, True)


@pytest.mark.parametrize("note", ["\\u001b[31mred", "<script>", "x", "osi-draft 1.0.0", ""])
def test_a_scored_file_from_elsewhere_is_refused(run: Run, tmp_path: Path, note: str) -> None:
    """One without our notes, or with notes that try to act; nothing of it is printed raw."""
    text = json.loads(f'"{note}"')
    columns = (
        "'closed' AS band_low, 'closed' AS band_high, 1 AS low, 2 AS high, 'x' AS source, 1 AS downloads"
    )
    more = "NULL AS license, NULL AS availability, 0 AS datasets, NULL AS license_conflicts"
    notes = f", KV_METADATA {{rubric: '{text}', top: 'nan', digits: '99999'}}" if note else ""
    duckdb.connect().execute(f"COPY (SELECT {columns}, {more}) TO 'i.parquet' (FORMAT parquet{notes})")
    for format in ("table", "json", "csv", "svg"):
        result = run("hub", "summary", "i.parquet", "--format", format)
        assert (result.code, result.out) == (2, "")
        assert "\x1b" not in result.err
    assert tmp_path.joinpath("i.parquet").exists()


FORGED = {
    "text for scores": {"low": "'a'"},
    "no score": {"low": "NULL::DOUBLE"},
    "a score that is none": {"high": "'nan'::DOUBLE"},
    "a score above the top": {"high": "101.0"},
    "ends that are crossed": {"low": "3.0"},
    "a band that is a list": {"band_low": "NULL::VARCHAR[]"},
    "no id": {"id": "NULL::VARCHAR"},
}


@pytest.mark.parametrize("kind", FORGED)
def test_notes_of_ours_make_no_scores_of_the_rows(run: Run, ours: tuple[str, str], kind: str) -> None:
    """What says that it was scored, and has rows that no run writes, is refused by all that read it."""
    made, kept = ours
    changed = ", ".join(
        f"{value} AS {name}" for name, value in {"low": "1.0", "high": "2.0", **FORGED[kind]}.items()
    )
    query = f"SELECT * REPLACE ({changed}) FROM '{made}'"
    duckdb.connect().sql(f"COPY ({query}) TO 'forged.parquet' (FORMAT parquet, KV_METADATA {{{kept}}})")
    for words in (["summary"], ["summary", "--format", "json"], ["lineage"]):
        result = run("hub", words[0], "forged.parquet", *words[1:])
        assert (result.code, result.out) == (2, ""), result.err
        assert "'forged.parquet' is not a file of `openscore hub score`" in result.err


def test_a_license_that_the_table_no_longer_has(run: Run, ours: tuple[str, str]) -> None:
    """A scored file may be older than the table: its pairs are shown, without clauses."""
    made, kept = ours
    query = f"SELECT * REPLACE (['LicenseRef-gone'] AS license_conflicts) FROM '{made}'"
    duckdb.connect().sql(f"COPY ({query}) TO 'older.parquet' (FORMAT parquet, KV_METADATA {{{kept}}})")
    result = run("hub", "lineage", "older.parquet", "--format", "json")
    assert result.code == 0
    (row,) = json.loads(result.out)["hub-lineage" if "hub-lineage" in json.loads(result.out) else "rows"]
    assert ("LicenseRef-gone", "") == (row["base_license"], row["stricter_on"])


def test_a_folder_that_a_pattern_meets_is_read_as_one_that_is_named(run: Run, tmp_path: Path) -> None:
    """With the files in it and below."""
    (tmp_path / "day-1" / "parts").mkdir(parents=True)
    lines(tmp_path / "day-1" / "parts" / "a.jsonl", model("acme/one"))
    assert run("hub", "score", *SMALL, "day-*", "-o", "o.parquet").code == 0
    assert ["acme/one"] == list(scored(tmp_path / "o.parquet"))
