"""Merge registry files into one validated set of plain data."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import ValidationError

from openscore.errors import DataError, Problem
from openscore.records.vocabulary import Vocabulary
from openscore.registry.check import check_registry
from openscore.registry.problems import shape_problems
from openscore.registry.shapes import ModelShape, RegistryShape
from openscore.toml import TomlFile

LISTS = ("bases", "serves", "history", "stages")
IDENTITY: dict[str, Any] = {
    "name": "",
    "developer": "",
    "kind": "model",
    "modality": [],
    "sizes": [],
    "summary": "",
    "aliases": [],
}

Json = dict[str, Any]


def build_registry(files: list[TomlFile], vocabulary: Vocabulary, today: date | None) -> Json:
    """Return the merged data of all files; a later file wins, fact by fact.

    Returns:
        `{"models": ..., "licenses": ..., "ambiguous": ..., "warnings": ...}`, JSON data.

    Raises:
        DataError: With every problem that was found in any file.
    """
    data: Json = {"models": {}, "licenses": {}, "ambiguous": []}
    problems: list[Problem] = []
    for file in files:
        try:
            shape = RegistryShape.model_validate(file.parse())
        except ValidationError as error:
            problems += shape_problems(file, error, RegistryShape)
            continue
        for id, license in shape.licenses.items():
            data["licenses"][id] = license.model_dump(mode="json", by_alias=True) | {"origin": file.label}
        data["ambiguous"] += shape.ambiguous
        for id, entry in shape.models.items():
            _overlay(data["models"], id, entry, file, vocabulary, problems)
    if not problems:
        problems = check_registry(data, {file.label: file for file in files}, vocabulary, today)
    errors = [problem for problem in problems if problem.severity == "error"]
    if errors:
        count = "1 problem" if len(errors) == 1 else f"{len(errors)} problems"
        raise DataError(f"{count} in the registry, nothing was read", problems=errors)
    data["warnings"] = [list(problem) for problem in problems]
    return data


def _overlay(
    models: Json,
    id: str,
    entry: ModelShape,
    file: TomlFile,
    vocabulary: Vocabulary,
    problems: list[Problem],
) -> None:
    """Lay one entry over what earlier files said of the same model."""
    record = models.setdefault(
        id,
        {**IDENTITY, "documents": [], "keys": {}, "dates": {}, "facts": {}, **{key: [] for key in LISTS}, "origin": ""},
    )
    record["origin"] = record["origin"] or file.label
    dumped = entry.model_dump(mode="json", by_alias=True, exclude_unset=True)
    for key in IDENTITY:
        if dumped.get(key) is not None:
            record[key] = dumped[key]
    for key, document in dumped.get("documents", {}).items():
        record["keys"][key] = len(record["documents"])
        record["documents"].append({"archived": "", "title": "", **document})
    adopt = _Adopter(record["keys"], file, problems)
    for key, dated in dumped.get("dates", {}).items():
        record["dates"][key] = adopt(dated, ("models", id, "dates", key))
    for component, facts in (entry.__pydantic_extra__ or {}).items():
        for aspect, fact in facts.items():
            path = ("models", id, component, aspect)
            record["facts"][f"{component}.{aspect}"] = adopt(fact.model_dump(mode="json"), path)
    for key in LISTS:
        if dumped.get(key) is not None:
            record[key] = [
                adopt(item, ("models", id, key, place)) for place, item in enumerate(dumped[key])
            ]
    record["facts"] = _in_order(record["facts"], vocabulary)


class _Adopter:
    """Replaces document keys by places in the record's list of documents."""

    def __init__(self, keys: dict[str, int], file: TomlFile, problems: list[Problem]) -> None:
        self.keys = keys
        self.file = file
        self.problems = problems

    def __call__(self, entry: Json, path: tuple[str | int, ...]) -> Json:
        missing = [key for key in entry["sources"] if key not in self.keys]
        for key in missing:
            known = ", ".join(self.keys) or "none"
            self.problems.append(
                self.file.problem(
                    "unknown-document", path, f"no document '{key}' in this entry", f"documents: {known}"
                )
            )
        places = [self.keys[key] for key in entry["sources"] if key in self.keys]
        return {**entry, "sources": places, "origin": self.file.label}


def _in_order(facts: Json, vocabulary: Vocabulary) -> Json:
    """Sort facts as the vocabulary has them; unknown paths go last, for the checks to name."""
    places = {path: place for place, path in enumerate(vocabulary.facts)}
    return dict(sorted(facts.items(), key=lambda item: (places.get(item[0], len(places)), item[0])))


