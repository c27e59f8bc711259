"""Turn what the shape validator found into problems that say what to do."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from openscore.errors import Problem, did_you_mean
from openscore.language import noted, tr
from openscore.toml import TomlFile

if TYPE_CHECKING:
    from pydantic import BaseModel, ValidationError

URL = r"^https?://[^\s/]+"
"""Pattern of an address; who shows one escapes what it may hold."""
ID = r"^[a-z0-9][a-z0-9.-]*$"
"""Pattern of the ids of entries, facts and values."""
COUNTRY = r"^[A-Z]{2}$"
"""Pattern of the code of a country."""
_KINDS = ("constrained-float", "constrained-str")
"""What the validator puts behind the path of a value that may be of several kinds."""
_NAMES = {
    "missing": "key-missing",
    "extra_forbidden": "unknown-key",
    "literal_error": "unknown-value",
    "string_pattern_mismatch": "malformed",
    "finite_number": "not-finite",
    "too_short": "empty",
    "string_too_short": "empty",
}
_RUBRIC, _REGISTRY = noted("the file is a rubric"), noted("the file is a registry")
_OTHER_KINDS = {
    "criteria": (_RUBRIC, "--rubric"),
    **dict.fromkeys(("models", "licenses", "makers", "families"), (_REGISTRY, "--registry")),
}
"""What a table says of the kind of a file, and the option that takes such files."""


def shape_problems(file: TomlFile, error: ValidationError, shape: type[BaseModel]) -> list[Problem]:
    """Return one problem for each defect of the shape, in the order of the file.

    A misspelt key is reported by the validator twice (one missing, one unknown); the pair
    becomes one problem with the near name as a hint. A file of another kind is one problem.
    """
    for key in (key for key in _OTHER_KINDS if key in file.parse() and key not in _known_keys(shape, ())):
        message, option = _OTHER_KINDS[key]
        hint = tr("it is named with `{option} {label}`", option=option, label=file.label)
        return [file.problem("another-kind", (key,), tr(message), hint)]
    found = [_problem(file, entry, shape) for entry in _told_once(error.errors(include_url=False))]
    paired = _without_misspelt(found)
    return sorted(paired, key=lambda problem: problem.line or 0)


def _told_once(entries: Iterable[Any]) -> Iterable[Any]:
    """Of what fits none of several kinds, such as a number or an id, keep what the likeliest kind says."""
    found: dict[tuple[Any, ...], Any] = {}
    for entry in entries:
        *path, last = entry["loc"]
        is_kind = entry["type"] != "extra_forbidden" and last in _KINDS
        loc = tuple(path) if is_kind else entry["loc"]
        known = found.get((is_kind, loc))
        if not is_kind:
            found[False, loc, len(found)] = entry
        elif known is None or known["type"].endswith("_type"):
            found[is_kind, loc] = {**entry, "loc": loc}
    return found.values()


def _problem(file: TomlFile, entry: Any, shape: type[BaseModel]) -> Problem:
    kind, path = entry["type"], tuple(step for step in entry["loc"] if step != "[key]")
    name = _NAMES.get(kind, "wrong-type")
    hint = ""
    if kind == "missing":
        message = tr("lacks '{path}'", path=path[-1])
        if path[-1] == "sources":
            name, hint = "evidence-missing", tr('add sources = ["..."] naming a document of this entry')
    elif kind == "extra_forbidden" or (kind == "dict_type" and path[-1] not in _known_keys(shape, path[:-1])):
        # Where further tables are allowed, a misspelt key is taken for one and is no table.
        name, message = "unknown-key", tr("unknown key '{path}'", path=path[-1])
        hint = did_you_mean(str(path[-1]), _known_keys(shape, path[:-1]))
    elif kind == "literal_error":
        message = tr(
            "{entry} is not {wanted}",
            entry=_shown(entry["input"]),
            wanted=entry["ctx"]["expected"].replace(" or ", ", "),
        )
    elif kind == "string_pattern_mismatch":
        pattern = entry["ctx"]["pattern"]
        name = "not-a-url" if pattern == URL else name
        message = _misshapen(entry["input"], pattern)
    elif kind == "string_too_long":
        message = tr("longer than {limit} characters", limit=entry["ctx"]["max_length"])
    elif kind == "date_type":
        message = tr(
            "{entry} is no day; a day stands without quotes: 2026-01-31", entry=_shown(entry["input"])
        )
    elif kind == "finite_number":
        message = tr("{entry} is no finite number", entry=_shown(entry["input"]))
    else:
        message = entry["msg"][0].lower() + entry["msg"][1:]
    return file.problem(name, path, message, hint)


def _misshapen(answer: str, pattern: str) -> str:
    """Return what form a text should have, in words where it is one that people often type."""
    if pattern == URL:
        return tr("{entry} is no http or https address", entry=_shown(answer))
    if pattern == ID:
        return tr(
            "'{answer}' is no id: small letters, digits, dots and dashes, such as example-7b", answer=answer
        )
    if pattern == COUNTRY:
        return tr("'{answer}' is no country: two capital letters, such as FR", answer=answer)
    return tr("'{answer}' does not have the form {pattern}", answer=answer, pattern=pattern)


def _shown(value: object) -> str:
    try:
        return repr(value)
    except ValueError:  # A hexadecimal number that Python writes in no decimal digits.
        return tr("a number of very many digits")


def _without_misspelt(problems: list[Problem]) -> Iterable[Problem]:
    """Drop `lacks 'name'` where the same table has an unknown key whose near name is it."""
    explained = {
        (problem.key.rpartition(".")[0], problem.hint.split("'")[1])
        for problem in problems
        if problem.name == "unknown-key" and problem.hint
    }
    for problem in problems:
        table, _, key = problem.key.rpartition(".")
        if problem.name not in ("key-missing", "evidence-missing") or (table, key) not in explained:
            yield problem


def _known_keys(shape: type[BaseModel], path: tuple[Any, ...]) -> set[str]:
    """Return the keys that the table at `path` may have."""
    schema = shape.model_json_schema(by_alias=True)
    node: dict[str, Any] = schema
    for step in path:
        node = _resolve(schema, node)
        inner = node.get("items") if isinstance(step, int) else node.get("properties", {}).get(step)
        named = next(iter(node.get("patternProperties", {}).values()), None)
        node = inner or named or node.get("additionalProperties") or {}
    return set(_resolve(schema, node).get("properties", {}))


def _resolve(schema: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    """Follow a reference, and of alternatives take the one that is not null."""
    for branch in node.get("anyOf", ()):
        if branch.get("type") != "null":
            node = branch
            break
    while "$ref" in node:
        node = schema["$defs"][node["$ref"].rpartition("/")[2]]
    return node
