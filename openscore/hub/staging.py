"""From the columns of a model hub to facts: what metadata tells, and nothing that it does not.

Two steps. `readable` brings whatever file there is into the same few columns; `staged` makes facts
of them. Both are text of DuckDB, which `hub.spark_dialect` translates.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from openscore.errors import DataError
from openscore.hub.addresses import Place
from openscore.hub.base_models import BASE_NAMES, UNREADABLE, base_ids, base_relation, texts
from openscore.language import tr
from openscore.records.release_files import LEFTOVERS, WEIGHT_FILES

LONGEST_ID = 500
"""Characters; no hub allows half as many."""
TEXT, LISTS, STRUCT = "VARCHAR|JSON", r"VARCHAR\[\]", r"STRUCT\(.*\)"
NUMBER = r"U?(?:TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)|FLOAT|DOUBLE|DECIMAL\(.*\)"
MOMENT = r"TIMESTAMP(?:_\w+)?(?: WITH TIME ZONE)?"
"""Types of Parquet columns as DuckDB writes them, whole: what only begins alike is another type."""
WORDS = {
    TEXT: "VARCHAR",
    LISTS: "VARCHAR[]",
    STRUCT: "STRUCT",
    NUMBER: "BIGINT",
    "BOOLEAN": "BOOLEAN",
    "DATE": "DATE",
}
"""What an error calls them."""
BLANK = ""
"""The reason for which a blank line is no model, which nobody is told."""
FACTS = {
    "weights.license": "license",
    "weights.availability": "availability",
    "terms.regions": "regions",
    "pretraining-data.availability": "pretraining",
    "posttraining-data.availability": "posttraining",
}
"""The facts that metadata tells, with their columns."""


_JSON_BASES = "COALESCE({})".format(
    ", ".join(
        f"NULLIF(json_extract(line, '$.{place}'), CAST('null' AS JSON))"
        for place in (*BASE_NAMES, "cardData.base_model", "card_data.base_model")
    )
)
JSON_COLUMNS = {
    "id": "COALESCE(line ->> '$.id', line ->> '$.modelId')",
    "author": "line ->> '$.author'",
    "downloads": "TRY_CAST(line ->> '$.downloads' AS BIGINT)",
    "created": "TRY_CAST(COALESCE(line ->> '$.createdAt', line ->> '$.created_at') AS TIMESTAMP)",
    "tags": "TRY_CAST(line -> '$.tags' AS VARCHAR[])",
    "license_list": texts("json_extract(line, '$.license')"),
    "card": "COALESCE(line ->> '$.cardData', line ->> '$.card_data')",
    "gated": "line ->> '$.gated'",
    "private": "line ->> '$.private'",
    "disabled": "line ->> '$.disabled'",
    "files": "json_extract_string(line, '$.siblings[*].rfilename')",
    "tensors": "COALESCE(line ->> '$.safetensors', line ->> '$.gguf') IS NOT NULL",
    "base_list": base_ids("based"),
    "base_relation": base_relation("based"),
    "task": "line ->> '$.pipeline_tag'",
}
"""Each column that `staged` reads, from a line of JSON and what it has `based` the model on."""


class Rows(NamedTuple):
    """Where rows come from, as a query sees it."""

    source: str
    """What stands after FROM: the columns of a Parquet file, or a column `json`."""
    place: str
    """What stands after SELECT, and says where a row is: as `file` and `row` at least."""
    names: str = "file, row"
    """The columns of the place."""


def readable(rows: Rows, types: Mapping[str, str], path: Place) -> str:
    """Return the query that reads rows into the columns that `staged` reads.

    Args:
        rows: Of Parquet files with the same columns, or JSON, an entry a row; a blank one is no model.
        types: Of Parquet the type of each column, in DuckDB's words; empty for JSON.
        path: The file that errors name.

    Raises:
        DataError: If there is no column of ids, or a column has a type that holds nothing of the kind.
    """
    if types:
        columns = ", ".join(f"{sql} AS {column}" for column, sql in _parquet_columns(path, types).items())
        return f"SELECT {rows.place}, CAST(NULL AS VARCHAR) AS reject, {columns} FROM {rows.source}"
    lines = f"SELECT COALESCE(CAST(json AS VARCHAR), '') AS line, {rows.place} FROM {rows.source}"
    columns = ", ".join(f"{sql} AS {column}" for column, sql in JSON_COLUMNS.items())
    checked = (
        f"SELECT {rows.names}, CASE WHEN json_valid(line) THEN line ELSE '{{}}' END AS line, "
        f"CASE WHEN trim(line) = '' THEN '{BLANK}' WHEN NOT json_valid(line) THEN 'the line is not JSON' "
        f"WHEN json_type(line) <> 'OBJECT' THEN 'the line is not an object' END AS reject FROM ({lines})"
    )
    based = f"SELECT *, {_JSON_BASES} AS based FROM ({checked})"
    return f"SELECT {rows.names}, reject, {columns} FROM ({based})"


def _parquet_columns(path: Place, types: Mapping[str, str]) -> dict[str, str]:
    def pick(names: tuple[str, ...], kinds: Mapping[str, str], empty: str) -> str:
        for name in names:
            if name in types:
                for kind, sql in kinds.items():
                    if re.fullmatch(kind, types[name], re.DOTALL):
                        # What is put together with a text may not be taken for JSON.
                        is_json = types[name] == "JSON"
                        return sql.replace("@", f"(\"{name}\" ->> '$')" if is_json else f'"{name}"')
                raise DataError(
                    tr(
                        "column '{name}' of '{path}' is {types}, wanted one of {listed}",
                        name=name,
                        path=path,
                        types=types[name][:60],
                        listed=", ".join(WORDS.get(kind, kind) for kind in kinds if kind in WORDS) or TEXT,
                    ),
                    hint=tr("`DESCRIBE SELECT * FROM 'FILE'` in DuckDB shows the types"),
                )
        return f"CAST(NULL AS {empty})"

    if "id" not in types and "modelId" not in types:
        found = ", ".join(list(types)[:8])
        raise DataError(
            tr("'{path}' has no column 'id', found {found}", path=path, found=found),
            hint=tr("wanted: one row per model"),
        )
    as_text = {TEXT: "@", "BOOLEAN": "CAST(@ AS VARCHAR)"}
    list_of_text = {LISTS: "@", TEXT: "TRY_CAST(TRY_CAST(@ AS JSON) AS VARCHAR[])"}
    days = dict.fromkeys((MOMENT, "DATE", TEXT), "TRY_CAST(@ AS TIMESTAMP)")
    cards = {TEXT: "@", STRUCT: "CAST(to_json(@) AS VARCHAR)"}
    files = {
        r"STRUCT\((?:.*, )?rfilename VARCHAR.*\)\[\]": "list_transform(@, lambda file: file.rfilename)",
        LISTS: "@",
        TEXT: "json_extract_string(TRY_CAST(@ AS JSON), '$[*].rfilename')",
    }
    linked = r"STRUCT\(.*\bmodels STRUCT\([^()]*\bid VARCHAR[^()]*\)\[\].*\)"
    as_json = {STRUCT: "to_json(@)", rf"(?:{STRUCT}|VARCHAR)\[\]": "to_json(@)", TEXT: "json_quote(@)"}
    listed_bases = {linked: "list_transform(@.models, lambda base: base.id)"}
    listed_bases |= {kind: base_ids(sql) for kind, sql in as_json.items()}
    relations = {rf"(?=.*\brelation VARCHAR){linked}": "@.relation"}
    relations |= {kind: base_relation(sql) for kind, sql in as_json.items()}
    tensors = " OR ".join(f'"{name}" IS NOT NULL' for name in ("safetensors", "gguf") if name in types)
    return {
        "id": pick(("id", "modelId"), {TEXT: "@"}, "VARCHAR"),
        "author": pick(("author",), as_text, "VARCHAR"),
        "downloads": pick(("downloads",), dict.fromkeys((NUMBER, TEXT), "TRY_CAST(@ AS BIGINT)"), "BIGINT"),
        "created": pick(("createdAt", "created_at"), days, "TIMESTAMP"),
        "tags": pick(("tags",), list_of_text, "VARCHAR[]"),
        "license_list": pick(("license",), {kind: texts(sql) for kind, sql in as_json.items()}, "VARCHAR[]"),
        "card": pick(("cardData", "card_data"), cards, "VARCHAR"),
        "gated": pick(("gated",), as_text, "VARCHAR"),
        "private": pick(("private",), as_text, "VARCHAR"),
        "disabled": pick(("disabled",), as_text, "VARCHAR"),
        "files": pick(("siblings",), files, "VARCHAR[]"),
        "tensors": f"({tensors})" if tensors else "CAST(NULL AS BOOLEAN)",
        "base_list": pick(BASE_NAMES, listed_bases, "VARCHAR[]"),
        "base_relation": pick(BASE_NAMES, relations, "VARCHAR"),
        "task": pick(("pipeline_tag",), as_text, "VARCHAR"),
    }  # fmt: skip


def staged(source: str, place: str = Rows._field_defaults["names"]) -> str:
    """Return the query that makes facts of what was read.

    A license tag counts, else a column of licenses; under `other` the license's own name does; where
    there is neither, the card does, misspelt keys too; of several licenses all count. Files behind a
    gate are public, for a click or for a request only where the hub says so. A model made from others
    has no pre-training of its own, and a merge or a quantized copy no training at all.

    Args:
        source: A query with the columns of `readable`.
        place: Those that say where a row is.
    """
    prefixes = "'^(finetune|adapter|merge|quantized):'"
    bases = (
        "list_filter(COALESCE(CASE WHEN array_length(base_list) > 0 THEN base_list END, "
        f"list_distinct(list_transform(base_tags, lambda base: regexp_replace(base, {prefixes}, '')))), "
        "lambda base: base <> id)"
    )
    relation = (
        "NULLIF(COALESCE(base_relation, regexp_extract(list_filter(base_tags, "
        f"lambda base: regexp_matches(base, {prefixes}))[1], {prefixes}, 1)), '')"
    )
    has_files = (
        f"(tensors OR array_length(list_filter(files, lambda file: regexp_matches(file, '{WEIGHT_FILES}') "
        f"AND NOT regexp_matches(file, '{LEFTOVERS}'))) > 0)"
    )
    # A pass over tags is what costs most: it is left out where the hub says base models in columns.
    told = (
        "SELECT *, CASE WHEN COALESCE(array_length(base_list), 0) = 0 OR base_relation IS NULL "
        f"THEN {_without('base_model:')} END AS base_tags, {_without('license:')} AS license_tags "
        f"FROM ({source})"
    )
    first = (
        f"SELECT {place}, {_reject()} AS reject, id, author, "
        "CASE WHEN downloads >= 0 THEN downloads END AS downloads, created, "
        "task, card, CASE WHEN array_length(license_tags) > 0 THEN license_tags ELSE license_list END "
        f"AS licenses, {bases} AS bases, {relation} AS relation, "
        f"array_length({_tagged('dataset:')}) AS datasets, array_length({_tagged('arxiv:')}) AS papers, "
        f"CASE WHEN {has_files} AND COALESCE(lower(private), 'false') = 'false' "
        "AND COALESCE(lower(disabled), 'false') = 'false' THEN "
        "CASE lower(gated) WHEN 'false' THEN 'public' WHEN 'auto' THEN 'click-through' "
        f"WHEN 'manual' THEN 'approval' END END AS availability FROM ({told})"
    )
    link = _of_card("license_link", "TRY(json_extract_string(card, '$.license_link'))")
    regions = "CASE json_extract_string(card, '$.extra_gated_eu_disallowed') WHEN 'true' THEN 'limited' END"
    return (
        f"SELECT {place}, reject, CASE WHEN reject IS NULL THEN id ELSE left(id, 100) END AS id, "
        f"author, downloads, created, task, COALESCE({_license()}, '') AS raw, "
        # An address is of use only where the tag is a word for none of the known licenses.
        f"COALESCE(CASE WHEN array_length(licenses) = 1 THEN {link} END, '') AS link, "
        "COALESCE(availability, '') AS availability, "
        f"COALESCE({_of_card('_gated_eu_disallowed', regions)}, '') AS regions, "
        "CASE WHEN array_length(bases) > 0 THEN 'not-applicable' ELSE '' END AS pretraining, "
        "CASE WHEN array_length(bases) > 0 AND relation IN ('merge', 'quantized') THEN 'not-applicable' "
        f"ELSE '' END AS posttraining, bases, relation, datasets, papers FROM ({first})"
    )


def _reject() -> str:
    """Return why a row is no model; NULL where it is one."""
    return (
        "CASE WHEN reject IS NOT NULL THEN reject WHEN id IS NULL OR trim(id) = '' THEN 'no id' "
        "WHEN left(id, 1) IN ('[', '{') THEN 'the id is no text' "
        f"WHEN length(id) > {LONGEST_ID} THEN 'the id is longer than {LONGEST_ID} characters' "
        "WHEN array_length(list_filter(base_list, "
        f"lambda base: base IS NULL OR regexp_matches(base, '{UNREADABLE}'))) > 0 "
        "THEN 'the base models cannot be read' END"
    )


def _tagged(prefix: str) -> str:
    """Return the tags that begin with a prefix; `prefix` takes half the time of `starts_with`."""
    return f"list_filter(tags, lambda tag: prefix(tag, '{prefix}'))"


def _without(prefix: str) -> str:
    """Return what follows the prefix in the tags that begin with it."""
    return f"list_transform({_tagged(prefix)}, lambda tag: substr(tag, {len(prefix) + 1}))"


def _of_card(word: str, value: str) -> str:
    """Return what a card says, which is JSON only where it has a word in it; one with a rare letter is quick.

    The word is looked for first: of two conditions at once a database may try either.
    """
    return f"CASE WHEN contains(card, '{word}') THEN CASE WHEN json_valid(card) THEN {value} END END"


def _license() -> str:
    """Return the license that a row names: by its tags or a column, else by its card."""
    stated = [texts(f"json_extract(card, '$.{key}')") for key in ("license", "licence", "License")]
    by_card = ", ".join(f"NULLIF(array_to_string({listed}, ' AND '), '')" for listed in stated)
    return (
        "CASE WHEN array_length(licenses) > 1 THEN array_to_string(licenses, ' AND ') "
        "WHEN licenses[1] <> 'other' THEN licenses[1] "
        "WHEN array_length(licenses) = 1 "
        "THEN COALESCE('other: ' || TRY(json_extract_string(card, '$.license_name')), 'other') "
        f"ELSE {_of_card('icen', f'COALESCE({by_card})')} END"
    )
