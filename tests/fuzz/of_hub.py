"""Metadata of hubs as strangers may write it: other types, empty values at every depth, long texts, names that act."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

from fuzz import inputs
from fuzz.mutate import DAYS, NUMBERS, hostile, mutated
from fuzz.oracle import Made, Trial

GRADIENT = ("--rubric", "release-gradient")
COLUMNS = (
    "id", "modelId", "author", "downloads", "likes", "createdAt", "created_at", "tags", "cardData", "card_data", "gated", "private",
    "disabled", "siblings", "safetensors", "gguf", "baseModels", "base_models", "base_model", "pipeline_tag",
)  # fmt: skip
TYPES = (
    "VARCHAR", "VARCHAR[]", "VARCHAR[][]", "JSON", "STRUCT(rfilename VARCHAR)[]", "STRUCT(id VARCHAR)", "BIGINT", "HUGEINT", "UBIGINT",
    "STRUCT(relation VARCHAR, models STRUCT(id VARCHAR)[])", "MAP(VARCHAR, VARCHAR)", "DECIMAL(38, 10)", "DOUBLE", "FLOAT", "BOOLEAN",
    "TINYINT", "DATE", "TIME", "TIMESTAMP", "TIMESTAMP_NS", "TIMESTAMPTZ", "INTERVAL", "UUID", "BLOB", "BIGINT[]", "ENUM('mit', 'a')",
)  # fmt: skip
FILES = (
    "i.jsonl",
    "i.ndjson",
    "i.json",
    "i.jsonl.gz",
    "i[1].jsonl",
    "q?.jsonl",
    "o'clock.jsonl",
    "=cmd|x.jsonl",
    "\u202ei.jsonl",
    "a/i.jsonl",
)


def anything(luck: Random, depth: int = 0) -> Any:
    """Return a value of JSON: of any kind, empty at any depth."""
    inner = lambda: anything(luck, depth + 1)  # noqa: E731
    kinds: tuple[Callable[[], Any], ...] = (
        lambda: None, lambda: luck.choice((True, False, 0, -1, 2**63, 2**64, 10**40, 1.5, 1e308)), lambda: luck.choice(DAYS),
        lambda: hostile(luck), lambda: luck.choice(("", " ", "mit", "license:mit", "base_model:lab/root", "lab/root", "manual", "\u0000")),
        lambda: "x" * luck.choice((501, 5_000, 200_000)), lambda: [inner() for _ in range(luck.choice((0, 1, 3)))],
        lambda: {luck.choice((*COLUMNS, "id", "models", "relation", "license", "rfilename", "", "\u202e")): inner() for _ in range(luck.choice((0, 1, 3)))},
        lambda: [[None], {}, [{}], {"models": [None]}, {"models": {"id": None}}][luck.randrange(5)],
    )  # fmt: skip
    return luck.choices(kinds, (3, 4, 1, 3, 4, 1, 3, 3, 2) if depth < 4 else (3, 4, 1, 3, 4, 0, 0, 0, 0))[0]()


def rows(luck: Random) -> list[str]:
    """Return models as lines of JSON, of which some have values or keys of another kind, or a key twice."""
    plain = [json.loads(line) for line in inputs.HUB.splitlines()]
    written = []
    for _ in range(luck.choice((1, 3, 8))):
        row = dict(luck.choice(plain))
        for name in luck.sample(COLUMNS, luck.choice((0, 1, 1, 3))):
            row[luck.choice((name, name, name, name.upper()))] = anything(luck)
        text = json.dumps(row, ensure_ascii=luck.random() < 0.5)
        if luck.random() < 0.15:
            text = f'{text[:-1]}, "{luck.choice(COLUMNS)}": {json.dumps(anything(luck))}}}'
        if luck.random() < 0.1:
            text = text.replace("10", luck.choice(NUMBERS), 1)
        written.append(luck.choice((text,) * 12 + (json.dumps(anything(luck)), "", "{", "\x00")))
    return written


def of_lines(luck: Random, name: str) -> bytes:
    """Return JSON Lines, one list or lines over lines, packed where the name says so."""
    lines = rows(luck)
    form = luck.randrange(8)
    text = "\n".join(lines)
    if form == 0:
        text = f"[{','.join(lines)}]"
    elif form == 1:
        text = "\n".join(line.replace("{", "{\n", 1) for line in lines)
    content = text.encode("utf-8", "surrogatepass")
    content = mutated(luck, content) if luck.random() < 0.2 else content
    return gzip.compress(content) if name.endswith(".gz") else content


def of_columns(seed: float) -> Callable[[Path], None]:
    """Write a table of Parquet whose columns are of any type and hold what of a hostile text fits it."""

    def made(path: Path) -> None:
        import duckdb

        luck = Random(seed)
        names = ["id", *luck.sample(COLUMNS[1:], luck.choice((1, 3, 6)))]
        names += luck.choice(([], [], ['"; --'], ["\u202e\x1b[31m"], ["ID "], [""]))
        kinds = ["VARCHAR" if name == "id" and luck.random() < 0.8 else luck.choice(TYPES) for name in names]
        with duckdb.connect() as con:
            columns = ", ".join(
                f'"{name.replace(chr(34), chr(34) * 2) or "empty"}" {kind}'
                for name, kind in zip(names, kinds, strict=True)
            )
            con.execute(f"CREATE TABLE t ({columns})")
            casts = ", ".join(f"TRY_CAST(? AS {kind})" for kind in kinds)
            for number in range(luck.choice((0, 1, 4))):
                con.execute(
                    f"INSERT INTO t SELECT {casts}",
                    [f"lab/m{number}" if name == "id" else _cell(luck) for name in names],
                )
            con.execute(f"COPY t TO '{path}' (FORMAT parquet)")

    return made


def _cell(luck: Random) -> str | None:
    value = anything(luck)
    return value if value is None or isinstance(value, str) else json.dumps(value)


def hub(luck: Random) -> Trial:
    """Parquet and JSON Lines of a hub, scored files, and what is said of them."""
    outputs = frozenset({"o.parquet", "o.rejects.csv"})
    words: tuple[str, ...]
    files: dict[str, Made] = {}
    kind = luck.randrange(10)
    if kind < 5:
        for name in luck.sample(FILES, luck.choice((1, 1, 1, 2))):
            files[name] = of_lines(luck, name)
    elif kind < 7:
        files["i.parquet"] = of_columns(luck.random())
    elif kind == 7:
        files["i.parquet"] = mutated(luck, inputs.hub_table())
    else:
        asked = luck.choice(("summary", "lineage", "trend"))
        forms = ("table", "json", "csv", "svg")[: 3 if asked == "lineage" else 4]
        words = ("hub", asked, "s.parquet", "--format", luck.choice(forms))
        return Trial("hub", words, {"s.parquet": mutated(luck, inputs.scored())})
    more = luck.choice(((), (), ("--no-lineage",), ("--threads", "1")))
    named = tuple(files) if luck.random() < 0.8 else (".",)
    return Trial(
        "hub",
        ("hub", "score", *GRADIENT, "-o", "o.parquet", *more, "--", *named),
        files,
        outputs,
        resumed=".o.parquet.work",
    )
