"""What a registry must hold beyond its shape: known facts and values, evidence, lineage."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from datetime import date
from typing import Any, NamedTuple

from openscore.errors import Problem, did_you_mean
from openscore.language import tr
from openscore.records.expressions import expression_names, is_spdx
from openscore.records.licenses import NONE, License, LicenseTable
from openscore.records.vocabulary import LICENSE, TERMS, UNKNOWN, Vocabulary
from openscore.registry.check_days import document_problems, entry_problems
from openscore.registry.check_licenses import license_problems
from openscore.registry.check_names import (
    UNUSED_TRANSLATION,
    mirror_problems,
    name_problems,
    owner_problems,
    place_problems,
    translation_problems,
)
from openscore.toml import TomlFile

Json = dict[str, Any]
DIVIDED = "weights"
"""The component whose parts an entry may tell apart."""


class Fresh(NamedTuple):
    """What of a registry was not checked before."""

    files: Sequence[TomlFile]
    models: Set[str]
    """Ids of those of which these files say something."""
    changes: bool
    """Whether they say something of an entry that was there before, whose sentences may be others now.

    True if nothing was.
    """
    warnings: Sequence[Problem] | None
    """Those of what was checked before; None if nothing was."""


def check_registry(
    data: Json, files: Sequence[TomlFile], vocabulary: Vocabulary, today: date | None, fresh: Fresh
) -> list[Problem]:
    """Return every problem of the merged data; license names are normalized in place, and remembered.

    Args:
        data: What all files come to.
        files: All of them.
        vocabulary: The words that they may use.
        today: Dates after this day are errors; None leaves them unchecked.
        fresh: What was not checked before; no license is among it, unless it is all.
    """
    by_label = {file.label: file for file in files}
    licenses = {id: License(id, entry) for id, entry in data["licenses"].items()}
    table = LicenseTable(licenses, data["ambiguous"], vocabulary, data["placeholders"])
    checker = _Checker(data, by_label, vocabulary, table, today)
    problems = [
        *(
            license_problems(data["licenses"], by_label, vocabulary, table, today)
            if fresh.warnings is None
            else ()
        ),
        *checker.model_problems(fresh),
        *name_problems(data, by_label, vocabulary, today),
        *mirror_problems(data, by_label),
        *place_problems(data, by_label),
    ]
    if _may_be_unused(fresh):
        problems += translation_problems(data, by_label)
    data["resolved"] = dict(sorted((data.get("resolved", {}) | table.remembered()).items()))
    return problems


def _may_be_unused(fresh: Fresh) -> bool:
    """Whether there may be a translation of what no file says."""
    return (
        fresh.changes
        or any(warning.name == UNUSED_TRANSLATION for warning in fresh.warnings or ())
        or any("translations" in file.parse() for file in fresh.files)
    )


def _by_model(warnings: Sequence[Problem], models: Iterable[str]) -> dict[str, list[Problem]]:
    """Return warnings by the id of the model of whose entry they tell; other warnings are left out."""
    found: dict[str, list[Problem]] = {}
    for warning in warnings:
        owners = [id for id in models if warning.key.startswith(f"models.{id}.")]
        if owners:
            found.setdefault(max(owners, key=len), []).append(warning)
    return found


class _Checker:
    def __init__(
        self,
        data: Json,
        files: Mapping[str, TomlFile],
        vocabulary: Vocabulary,
        table: LicenseTable,
        today: date | None,
    ) -> None:
        self.models: Json = data["models"]
        self.imported = data["imported"]
        self.files = files
        self.vocabulary = vocabulary
        self.table = table
        self.today = today

    def model_problems(self, fresh: Fresh) -> Iterator[Problem]:
        """Check the models; of those that were checked before, yield the warnings of then."""
        yield from owner_problems(self.models, self.files, "models")
        before = _by_model(fresh.warnings or (), self.models)
        for id, entry in self.models.items():
            if id not in fresh.models:
                yield from before.get(id, ())
                continue
            file, path = self.files[entry["origin"]], ("models", id)
            for key in ("name", "developer", "modality", "summary"):
                if not entry[key]:
                    yield file.problem("key-missing", path, tr("lacks '{key}'", key=key))
            yield from document_problems(file, path, entry["documents"], self.today)
            yield from self._facts(id, entry)
            yield from self._parts(id, entry)
            yield from entry_problems(path, entry, self.files, self.today)
            yield from self._links(file, path, entry)
        yield from self._cycles()

    def _facts(self, id: str, entry: Json) -> Iterator[Problem]:
        changes = [
            (change["fact"], change, ("models", id, "history", place))
            for place, change in enumerate(entry["history"])
        ]
        facts = [(path, fact, ("models", id, *path.split(".", 1))) for path, fact in entry["facts"].items()]
        parts = [
            (f"{DIVIDED}.{aspect}", part[aspect], ("models", id, "parts", key, aspect))
            for key, part in entry.get("parts", {}).items()
            for aspect in ("availability", LICENSE)
            if aspect in part
        ]
        disputes = [
            (said["fact"], said, ("models", id, "disputes", place))
            for place, said in enumerate(entry.get("disputes", ()))
            if said["value"] != UNKNOWN or said["fact"] not in self.vocabulary.facts
        ]
        for path, fact, where in [*facts, *changes, *parts, *disputes]:
            file = self.files[fact["origin"]]
            yield from self._fact(file, where, path, fact)
            by = {entry["documents"][place]["by"] for place in fact["sources"]}
            if by == {"index"} and fact["origin"] not in self.imported:
                message = tr("another index is the only source")
                yield file.problem(
                    "index-only", where, message, tr("cite the maker's own text, or leave the fact out")
                )

    def _parts(self, id: str, entry: Json) -> Iterator[Problem]:
        """A whole is as open as the least of its parts: it is stated so, for whoever reads the whole."""
        facts = entry["facts"]
        access = self.vocabulary.scale(f"{DIVIDED}.availability")
        for key, part in entry.get("parts", {}).items():
            where, file = ("models", id, "parts", key), self.files[entry["origin"]]
            whole, own = (
                said.get("value", "")
                for said in (facts.get(f"{DIVIDED}.availability", {}), part.get("availability", {}))
            )
            if own and access.bits.get(whole, access.full) < access.bits.get(own, 0):
                message = tr("{own} is less open than the whole, which is {whole}", own=own, whole=whole)
                yield file.problem("part-below-whole", (*where, "availability"), message)
            whole, own = (
                said.get("value", "")
                for said in (facts.get(f"{DIVIDED}.{LICENSE}", {}), part.get(LICENSE, {}))
            )
            stated, needed = (
                {*expression_names(self.table.resolve(said).expression)} for said in (whole, own)
            )
            if missing := needed - stated if own else None:
                message = tr("the license of the whole lacks {own}", own=", ".join(sorted(missing)))
                hint = tr("join the licenses of the parts by AND")
                yield file.problem("part-below-whole", (*where, LICENSE), message, hint)

    def _fact(self, file: TomlFile, where: tuple[str | int, ...], path: str, fact: Json) -> Iterator[Problem]:
        component, _, aspect = path.partition(".")
        if self.vocabulary.is_license(path):
            yield from self._license(file, where, fact)
        elif component != TERMS and component not in self.vocabulary.components:
            message = tr("no component named '{name}'", name=component)
            known = self.vocabulary.components
            yield file.problem("unknown-component", where[:3], message, did_you_mean(component, known))
        elif path not in self.vocabulary.facts:
            aspects = [
                known.partition(".")[2]
                for known in self.vocabulary.facts
                if known.startswith(component + ".")
            ]
            message = tr("no fact of {component} named '{name}'", component=component, name=aspect)
            yield file.problem("unknown-fact", where, message, did_you_mean(aspect, aspects))
        else:
            ids = [value.id for value in self.vocabulary.values(path)]
            if fact["value"] not in ids:
                yield self._not_one_of(file, where, fact["value"], ids)

    def _license(self, file: TomlFile, where: tuple[str | int, ...], fact: Json) -> Iterator[Problem]:
        """Normalize a license name, and name what the table does not know.

        An unlisted name is legal where it looks like an SPDX license reference: it then earns
        nothing. Anything else is most likely a slip.
        """
        resolution = self.table.resolve(fact["value"])
        if resolution.state in ("listed", "none-stated"):
            if fact["origin"] not in self.imported:  # What an index says is kept as it says it.
                fact["value"] = resolution.expression
            return
        if resolution.state == "ambiguous":
            message = tr("'{fact}' names a family of licenses; its terms stay unknown", fact=fact["value"])
            yield file.problem("ambiguous-license", where, message)._replace(severity="warning")
            return
        for name in expression_names(fact["value"]) or (fact["value"],):
            if name == NONE or self.table.resolve(name).state != "unlisted":
                continue
            if name.startswith("LicenseRef-") or is_spdx(name) or fact["origin"] in self.imported:
                message = tr("'{name}' is not in the license table; its terms stay unknown", name=name)
                yield file.problem("unlisted-license", where, message)._replace(severity="warning")
            else:
                slip = did_you_mean(name, self.table.names)
                hint = slip or tr("write LicenseRef-<name> for a license that is not listed")
                yield file.problem(
                    "unknown-license", where, tr("no license '{name}' in the table", name=name), hint
                )

    def _links(self, file: TomlFile, path: tuple[str, ...], entry: Json) -> Iterator[Problem]:
        for key in ("bases", "serves"):
            for place, link in enumerate(entry[key]):
                if link["model"] not in self.models:
                    where = (*path, key, place)
                    message = tr("no model named '{name}'", name=link["model"])
                    yield file.problem(
                        "unknown-model", where, message, did_you_mean(link["model"], self.models)
                    )
        if entry["serves"] and entry["kind"] != "service":
            yield file.problem("not-a-service", (*path, "serves"), tr("only a service serves models"))

    def _cycles(self) -> Iterator[Problem]:
        """Report each model from which the links lead back to itself."""
        targets = {
            id: [link["model"] for link in (*entry["bases"], *entry["serves"])]
            for id, entry in self.models.items()
        }
        done: set[str] = set()
        for start in targets:
            trail: list[str] = []
            yield from self._walk(start, targets, trail, done)

    def _walk(
        self, start: str, targets: Mapping[str, list[str]], trail: list[str], done: set[str]
    ) -> Iterator[Problem]:
        stack = [(start, iter(targets[start]))]
        trail.append(start)
        while stack:
            node, rest = stack[-1]
            target = next((id for id in rest if id in targets and id not in done), None)
            if target is None:
                done.add(node)
                trail.pop()
                stack.pop()
            elif target in trail:
                loop = " -> ".join([*trail[trail.index(target) :], target])
                entry = self.models[node]
                yield self.files[entry["origin"]].problem(
                    "lineage-cycle",
                    ("models", node, "bases"),
                    tr("a model cannot be its own base: {loop}", loop=loop),
                )
                done.add(target)
            else:
                trail.append(target)
                stack.append((target, iter(targets[target])))

    @staticmethod
    def _not_one_of(file: TomlFile, path: tuple[str | int, ...], value: str, ids: list[str]) -> Problem:
        message = tr("'{value}' is not one of {listed}", value=value, listed=", ".join(ids))
        return file.problem("unknown-value", path, message, did_you_mean(value, ids))
