"""Multiply a real sample of hub metadata to any number of rows, with fresh ids and chains that hold.

    python benchmarks/hub_rows.py SAMPLE.parquet 1000000 OUT.parquet [SEED]

Each copy of the sample is a small hub of its own: ids get the number of the copy, and so do base models,
in their column and in tags, so that chains keep their length. One link in ten goes to another copy, chosen
by the seed. Every card says its copy too: in a real hub hardly two cards are equal, and a file that repeats
them is read from a dictionary in a fraction of the time. Sizes of cards, tags and chains are the sample's,
and so are the bytes of a row, within a tenth: the codec is the sample's own, which finds no copy of a text
that lies as far back as the copy before. Groups of rows are small, so that pages are about as large as other
writers make them; DuckDB's own are up to 128 MB.
"""

from __future__ import annotations

import sys

import duckdb


def multiply(sample: str, rows: int, output: str, seed: int = 1) -> None:
    connection = duckdb.connect()
    connection.execute("SET memory_limit = '1GB'")
    connection.execute("SET preserve_insertion_order = false")
    count = connection.execute(f"SELECT count(*) FROM '{sample}'").fetchone()[0]
    copies = -(-rows // count)
    connection.execute(
        "CREATE MACRO renamed(base, id, copy) AS base || '~' || CASE WHEN hash(base, id, copy, "
        f"{seed}) % 10 = 0 THEN hash(id, copy, {seed}) % {copies} ELSE copy END"
    )
    prefix = "'^base_model:([a-z]+:)?'"
    columns = {
        "id": "id || '~' || copy",
        "tags": (
            "list_transform(tags, lambda tag: CASE WHEN starts_with(tag, 'base_model:') THEN "
            f"regexp_extract(tag, {prefix}) || renamed(regexp_replace(tag, {prefix}, ''), id, copy) "
            "ELSE tag END)"
        ),
        "cardData": "regexp_replace(cardData, '^\\{\"', '{\"copy\": ' || copy || ', \"')",
        "baseModels": (
            "CASE WHEN baseModels.models IS NULL THEN NULL ELSE {'relation': baseModels.relation, 'models': "
            "list_transform(baseModels.models, lambda base: "
            "{'_id': base._id, 'id': renamed(base.id, id, copy)})} END"
        ),
    }
    changed = ", ".join(f'{sql} AS "{name}"' for name, sql in columns.items())
    connection.execute(
        f"COPY (SELECT * EXCLUDE (copy) REPLACE ({changed}) FROM '{sample}' "
        f"CROSS JOIN (SELECT range AS copy FROM range({copies})) LIMIT {rows}) "
        f"TO '{output}' (FORMAT parquet, COMPRESSION snappy, DICTIONARY_SIZE_LIMIT 1000, "
        "ROW_GROUP_SIZE 20480)"
    )


if __name__ == "__main__":
    multiply(sys.argv[1], int(sys.argv[2]), sys.argv[3], int(sys.argv[4]) if len(sys.argv) > 4 else 1)
