"""What Spark says otherwise than DuckDB: all queries are written in DuckDB's words, and translated here.

What the two differ in beyond words stands here too, and nowhere else:

- JSON is text; it is taken apart as a VARIANT, which has no object with the same key twice and neither NaN
  nor a comma before a bracket's end, and does not look at what follows a whole text.
- An element outside of a list is NULL by `get` alone.
- There is no whole number wider than 64 bits; sums of hashes are decimals.
- Hashes are other numbers; they serve only to tell apart, and none is written.
"""

from __future__ import annotations

from typing import Any

from sqlglot import ErrorLevel, exp, parse_one
from sqlglot.dialects.dialect import Dialect
from sqlglot.generator import Generator

FUNCTIONS = {
    "hash": "xxhash64({all})",
    "json_exists": "try_variant_get(try_parse_json({0}), {1}, 'variant') IS NOT NULL",
    "json_quote": "to_json(CAST({0} AS VARIANT))",
    "json_valid": "(try_parse_json({0}) IS NOT NULL)",
    "prefix": "startswith({0}, {1})",
    "to_json": "to_json({0}, map('ignoreNullFields', 'false'))",
}
"""DuckDB's functions that sqlglot hands on by their names."""
VALUES = "map_values(from_json({0}, 'map<string, variant>'))"
ITEMS = "coalesce(try_variant_get({0}, '{1}', 'array<variant>'), array())"
WHOLE, ALL, ALL_OF_ALL, EACH = "$", "$.*", "$.*[*]", "[*]"
"""Paths into JSON, and the end of one that gives a list."""


def spark(sql: str) -> str:
    """Return a query of DuckDB in the words of Spark.

    Raises:
        UnsupportedError: If it says what Spark has no words for.
    """
    base = Dialect.get_or_raise("spark").generator_class
    generator = type("Spark", (base,), {"TRANSFORMS": {**base.TRANSFORMS, **_TRANSFORMS}})
    written = generator(dialect="spark", unsupported_level=ErrorLevel.RAISE)
    return str(written.generate(parse_one(sql, dialect="duckdb"), copy=False))


def _call(generator: Generator, call: exp.Anonymous) -> str:
    values = [generator.sql(value) for value in call.expressions]
    if template := FUNCTIONS.get(str(call.this).lower()):
        return template.format(*values, all=", ".join(values))
    return str(generator.func(str(call.this), *call.expressions))


def _path(node: exp.Expr) -> str:
    return str(node.expression.sql("duckdb")).strip("'")


def _text(generator: Generator, node: exp.Expr) -> str:
    """Write what JSON has at a path as text, strings without quotes; a list where the path asks for all."""
    json, path = generator.sql(node.this), _path(node)
    if EACH in path:
        return _listed(json, path, "try_variant_get(item, '{rest}', 'string')")
    return f"try_variant_get(try_parse_json({json}), '{path}', 'string')"


def _json(generator: Generator, node: exp.Expr) -> str:
    """Write what JSON has at a path as JSON."""
    json, path = generator.sql(node.this), _path(node)
    if path == ALL:
        return f"transform({VALUES.format(json)}, item -> to_json(item))"
    if path == ALL_OF_ALL:
        inner = f"transform({ITEMS.format('item', WHOLE)}, one -> to_json(one))"
        return f"flatten(transform({VALUES.format(json)}, item -> {inner}))"
    if EACH in path:
        return _listed(json, path, "to_json(try_variant_get(item, '{rest}', 'variant'))")
    return f"to_json(try_variant_get(try_parse_json({json}), '{path}', 'variant'))"


def _listed(json: str, path: str, taken: str) -> str:
    """Write the list of what the items of a list have, without those that have it not."""
    head, _, tail = path.partition(EACH)
    rest = WHOLE + tail
    items = ITEMS.format(f"try_parse_json({json})", head)
    if tail:
        items = f"filter({items}, item -> try_variant_get(item, '{rest}', 'variant') IS NOT NULL)"
    return f"transform({items}, item -> {taken.format(rest=rest)})"


def _kind(generator: Generator, node: exp.JSONType) -> str:
    """Write the word for what JSON is."""
    path = node.args["expression"].name if node.args.get("expression") else WHOLE
    found = f"try_variant_get(try_parse_json({generator.sql(node.this)}), '{path}', 'variant')"
    kind = f"schema_of_variant({found})"
    return (
        f"regexp_replace(regexp_replace(regexp_replace({kind}, '<.*', ''), '^STRING$', 'VARCHAR'), "
        "'^VOID$', 'NULL')"
    )


def _cast(generator: Generator, node: exp.Cast) -> str:
    value = generator.sql(node.this)
    if node.to.is_type("json"):
        is_safe = isinstance(node, exp.TryCast)
        return f"CASE WHEN try_parse_json({value}) IS NOT NULL THEN {value} END" if is_safe else f"({value})"
    if node.to.is_type("int128"):
        return f"CAST({value} AS DECIMAL(38, 0))"
    return str(generator.trycast_sql(node) if isinstance(node, exp.TryCast) else generator.cast_sql(node))


_TRANSFORMS: dict[type[exp.Expr], Any] = {
    exp.Anonymous: _call,
    exp.ArraySize: lambda it, node: f"CAST(array_size({it.sql(node.this)}) AS BIGINT)",
    exp.Bracket: lambda it, node: f"get({it.sql(node.this)}, {it.sql(node.expressions[0])})",
    exp.Cast: _cast,
    exp.JSONExtract: _json,
    exp.JSONExtractScalar: _text,
    exp.JSONKeys: lambda it, node: f"map_keys(from_json({it.sql(node.this)}, 'map<string, variant>'))",
    exp.JSONType: _kind,
    exp.Try: lambda it, node: it.sql(node.this),
    exp.TryCast: _cast,
}
