"""Merge registry files into one validated set of plain data."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Sequence
from datetime import date
from typing import Any

from pydantic import ValidationError

from openscore.errors import DataError, Problem, did_you_mean
from openscore.language import counted, tr
from openscore.records.licenses import COMPATIBLE, LIMITS, PARTICULARS
from openscore.records.vocabulary import Vocabulary
from openscore.registry.check import Fresh, check_registry
from openscore.registry.shapes import MakerShape, ModelShape, RegistryShape
from openscore.registry.stored import Laid
from openscore.shape_problems import shape_problems
from openscore.toml import TomlFile

Json = dict[str, Any]

IDENTITY: Json = {
    "name": "",
    "developer": "",
    "kind": "model",
    "modality": [],
    "sizes": [],
    "summary": "",
    "aliases": [],
}
SPOKEN_OF = ("models", "makers", "families")
LISTS = ("bases", "serves", "history", "stages")
OPTIONAL = ("family", "parts", "disputes")
"""Keys that an entry has only if it says something under them, so that no older digest changes."""


def build_registry(
    files: Sequence[TomlFile], vocabulary: Vocabulary, today: date | None, under: Laid
) -> Json:
    """Return the merged data of all files; a later file wins, fact by fact.

    Args:
        files: Registry files.
        vocabulary: The words that they may use.
        today: Dates after this day are errors; None leaves them unchecked.
        under: What the first of the files come to, as far as that is known.

    Returns:
        `{"models": ..., "licenses": ..., "makers": ..., "families": ..., ...}`, JSON data.

    Raises:
        DataError: With every problem that was found in any file.
    """
    merger = _Merger(vocabulary, under.data)
    for file in files[under.files :]:
        merger.lay(file)
    problems = merger.problems
    if not problems:
        problems = check_registry(merger.data, files, vocabulary, today, merger.fresh(files[under.files :]))
    errors = [problem for problem in problems if problem.severity == "error"]
    if errors:
        found = counted("{n} problem in the registry", "{n} problems in the registry", len(errors))
        raise DataError(tr("{found}, nothing was read", found=found), problems=errors)
    return {**merger.data, "warnings": [list(problem) for problem in problems]}


class _Merger:
    """Lays registry files over each other."""

    def __init__(self, vocabulary: Vocabulary, under: Json) -> None:
        self.data: Json = {
            "models": {}, "licenses": {}, "makers": {}, "families": {}, "ambiguous": [],
            "mirrors": [], "placeholders": [], "imported": {}, "settled": [],
            "translations": {}, **under,
        }  # fmt: skip
        self.problems: list[Problem] = []
        self._under = under
        self._before = {(kind, id) for kind in SPOKEN_OF for id in under.get(kind, ())}
        self._said: set[tuple[str, str]] = set()
        self._common: Json = {}
        self._places = {path: place for place, path in enumerate(vocabulary.facts)}

    def lay(self, file: TomlFile) -> None:
        """Lay one file over what the earlier ones said."""
        try:
            shape = RegistryShape.model_validate(file.parse())
        except ValidationError as error:
            self.problems += shape_problems(file, error, RegistryShape)
            return
        for kind in SPOKEN_OF:
            self._said.update((kind, id) for id in getattr(shape, kind))
        self._common.update({key: common.model_dump(mode="json") for key, common in shape.common.items()})
        for id, license in shape.licenses.items():
            entry = self._with_common(id, license.model_dump(mode="json", by_alias=True), file)
            entry["documents"] = {key: _stated(document) for key, document in entry["documents"].items()}
            self.data["licenses"][id] = {**entry, "origin": file.label}
        for id, maker in shape.makers.items():
            self.data["makers"][id] = self._maker(id, maker, file)
        for id, family in shape.families.items():
            self.data["families"][id] = {**_stated(family.model_dump(mode="json")), "origin": file.label}
        self.data["ambiguous"] += shape.ambiguous
        self.data["mirrors"] += shape.mirrors
        self.data["placeholders"] += shape.placeholders
        self.data["settled"] += [one.model_dump(mode="json") for one in shape.settled]
        for language, sentences in shape.translations.items():
            self.data["translations"].setdefault(language, {}).update(sentences)
        if shape.imported:
            self.data["imported"][file.label] = shape.imported
        for id, model in shape.models.items():
            self._lay_model(id, model, file)

    def fresh(self, files: Sequence[TomlFile]) -> Fresh:
        """Return what was laid, of these files, over what was checked before."""
        models = {id for kind, id in self._said if kind == "models"}
        if not self._under:
            return Fresh(files, models, changes=True, warnings=None)
        warnings = [Problem(*warning) for warning in self._under["warnings"]]
        return Fresh(files, models, not self._before.isdisjoint(self._said), warnings)

    def _with_common(self, id: str, entry: Json, file: TomlFile) -> Json:
        """Write out what the entry shares with others, so that nothing behind this has to know of it."""
        keys = entry.pop("common")
        for key in keys:
            if key not in self._common:
                message = tr("no table [common.{key}]", key=key)
                hint = did_you_mean(key, self._common)
                self.problems.append(
                    file.problem("unknown-common", ("licenses", id, "common"), message, hint)
                )
        shared = [self._common[key] for key in keys if key in self._common]
        for table in ("documents", "terms", PARTICULARS, LIMITS):
            said = [_stated(one[table] or {}) for one in (entry, *reversed(shared))]
            entry[table] = dict(ChainMap(*said))
        for table in (PARTICULARS, LIMITS):
            entry[table] = {id: _stated(one) for id, one in entry[table].items()}
        for place in ("links", "hub", "licensor", PARTICULARS, LIMITS, COMPATIBLE):
            if not entry[place]:  # An entry that does not use a key keeps its digest.
                del entry[place]
        return entry

    def _lay_model(self, id: str, model: ModelShape, file: TomlFile) -> None:
        record = self.data["models"].setdefault(id, _empty(file))
        said = model.model_dump(mode="json", by_alias=True, exclude_unset=True)
        record.update({key: said[key] for key in IDENTITY if said.get(key) is not None})
        record.update({"family": said["family"]} if said.get("family") else {})
        _add_documents(record, said.get("documents", {}))
        for key, dated in said.get("dates", {}).items():
            record["dates"][key] = self._evident(dated, record, file, ("models", id, "dates", key))
        components = model.model_dump(mode="json", include=set(model.__pydantic_extra__ or ()))
        for component, facts in components.items():
            for aspect, fact in facts.items():
                where = ("models", id, component, aspect)
                entry = self._evident(_stated(fact), record, file, where)
                record["facts"][f"{component}.{aspect}"] = entry
        for key in LISTS:
            if said.get(key) is not None:
                record[key] = [
                    self._evident(item, record, file, ("models", id, key, place))
                    for place, item in enumerate(said[key])
                ]
        if disputes := said.get("disputes"):
            # Several people may dispute, each in a file of their own: none takes another's away.
            told = record.setdefault("disputes", [])
            told += [
                self._evident(item, record, file, ("models", id, "disputes", place))
                for place, item in enumerate(disputes)
            ]
        for key, part in said.get("parts", {}).items():
            where = ("models", id, "parts", key)
            stated = {aspect: part[aspect] for aspect in ("availability", "license") if part.get(aspect)}
            evident = {
                aspect: self._evident(fact, record, file, (*where, aspect)) for aspect, fact in stated.items()
            }
            record.setdefault("parts", {})[key] = {"title": part.get("title") or key, **evident}
        record["facts"] = dict(sorted(record["facts"].items(), key=self._place))

    def _maker(self, id: str, maker: MakerShape, file: TomlFile) -> Json:
        said = maker.model_dump(mode="json", exclude_unset=True)
        entry: Json = {"name": maker.name, "aliases": maker.aliases, "keys": {}, "documents": []}
        _add_documents(entry, said.get("documents", {}))
        for key in ("seat", "kind"):
            if said.get(key):
                entry[key] = self._evident(said[key], entry, file, ("makers", id, key))
        return {**entry, "origin": file.label}

    def _place(self, item: tuple[str, Json]) -> tuple[int, str]:
        """Order facts as the vocabulary does; unknown paths go last, for the checks to name."""
        return self._places.get(item[0], len(self._places)), item[0]

    def _evident(self, entry: Json, record: Json, file: TomlFile, where: tuple[str | int, ...]) -> Json:
        """Replace the keys of documents by their places in the record's list."""
        keys: dict[str, int] = record["keys"]
        for key in entry["sources"]:
            if key not in keys:
                known = ", ".join(keys) or "none"
                message = tr("no document '{key}' in this entry", key=key)
                self.problems.append(
                    file.problem("unknown-document", where, message, tr("documents: {known}", known=known))
                )
        places = [keys[key] for key in entry["sources"] if key in keys]
        return {**entry, "sources": places, "origin": file.label}


def _stated(entry: Json) -> Json:
    """Return an entry without the keys under which it says nothing."""
    return {key: item for key, item in entry.items() if item is not None}


def _add_documents(entry: Json, documents: Json) -> None:
    for key, document in documents.items():
        entry["keys"][key] = len(entry["documents"])
        entry["documents"].append({"archived": "", "title": "", **document})


def _empty(file: TomlFile) -> Json:
    lists: Json = {key: [] for key in LISTS}
    return {**IDENTITY, **lists, "documents": [], "keys": {}, "dates": {}, "facts": {}, "origin": file.label}
