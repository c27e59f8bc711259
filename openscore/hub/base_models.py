"""Base models and licenses in the forms in which metadata of a hub names them, as expressions of SQL."""

from __future__ import annotations

_IN_TEXT = r"^\s*[\[{\"]"
_HUB = r"^https?://(www\.)?(huggingface\.co|hf\.co)/"
UNREADABLE = r"[\[{\"\s]"
"""What no id has: text in which a form stands that cannot be read."""


def _bound(value: str, name: str, result: str) -> str:
    """Return a query's expression in which a value has a name; NULL for none."""
    return f"CASE WHEN {value} IS NOT NULL THEN list_transform([{value}], lambda {name}: {result})[1] END"


def _unpacked(value: str) -> str:
    """Return the JSON that is written as text inside JSON, and all else as it is."""
    return _bound(
        value,
        "packed",
        f"CASE WHEN json_type(packed) = 'VARCHAR' AND regexp_matches(packed ->> '$', '{_IN_TEXT}') "
        "THEN COALESCE(TRY_CAST(packed ->> '$' AS JSON), packed) ELSE packed END",
    )


def base_ids(value: str) -> str:
    """Return the ids of base models in JSON; NULL stands for each that cannot be read.

    They are one id, a list of ids or of objects that have one, an object that holds such a list under
    `models`, or an object with ids by relation; any of these may be written as text.
    """
    listed = (
        "CASE WHEN json_type(form) <> 'OBJECT' THEN form WHEN json_exists(form, '$.models') "
        "THEN form -> '$.models' WHEN json_exists(form, '$.id') THEN CAST('[' || form || ']' AS JSON) "
        "WHEN json_exists(form, '$.relation') THEN CAST('true' AS JSON) "
        "ELSE CAST('[' || array_to_string(list_concat(json_extract(form, '$.*[*]'), "
        "list_filter(json_extract(form, '$.*'), "
        "lambda one: json_type(one) NOT IN ('ARRAY', 'NULL'))), ',') || ']' AS JSON) END"
    )
    ids = (
        "CASE json_type(listed) WHEN 'NULL' THEN NULL WHEN 'VARCHAR' "
        f"THEN CASE WHEN (listed ->> '$') <> '' THEN [regexp_replace(listed ->> '$', '{_HUB}', '')] END "
        "WHEN 'ARRAY' THEN list_transform(json_extract(listed, '$[*]'), lambda one: regexp_replace("
        "CASE json_type(one) WHEN 'VARCHAR' THEN one ->> '$' WHEN 'OBJECT' THEN one ->> '$.id' END, "
        f"'{_HUB}', '')) ELSE [CAST(NULL AS VARCHAR)] END"
    )
    return _bound(_unpacked(value), "form", _bound(listed, "listed", ids))


def texts(value: str) -> str:
    """Return the texts in JSON: one, or a list of them, which may be written as text; empty ones are none."""
    listed = (
        "CASE json_type(form) WHEN 'ARRAY' THEN json_extract_string(form, '$[*]') ELSE [form ->> '$'] END"
    )
    return _bound(_unpacked(value), "form", f"list_filter({listed}, lambda one: one <> '')")


def base_relation(value: str) -> str:
    """Return the relation to base models in JSON, where it is one."""
    return _bound(
        _unpacked(value),
        "form",
        "CASE WHEN json_type(form) = 'OBJECT' THEN COALESCE(form ->> '$.relation', "
        "CASE WHEN array_length(json_keys(form)) = 1 AND json_keys(form)[1] NOT IN ('models', 'id') "
        "THEN json_keys(form)[1] END) END",
    )


BASE_NAMES = ("baseModels", "base_models", "base_model")
"""Keys and columns of base models; the first that says something counts, and then the card."""
