"""Turn files of another index into a registry file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from openscore.errors import DataError, Problem, UnknownNameError
from openscore.files import is_folder
from openscore.language import tr
from openscore.peers.answers import AnswerReader
from openscore.peers.classes import ClassReader
from openscore.peers.components import ComponentReader
from openscore.peers.entries import Entry, Recipe, unique_id
from openscore.peers.grades import GradeReader
from openscore.peers.indicators import IndicatorReader
from openscore.registry.registry import Registry
from openscore.registry.toml_values import written
from openscore.resources import import_files
from openscore.rubric.load import load_rubric
from openscore.snapshots import NOWHERE, SnapshotFolder


class Imported(NamedTuple):
    """A registry file, and what the reader met on the way."""

    text: str
    """TOML."""
    problems: tuple[Problem, ...]
    matched: tuple[tuple[str, str], ...]
    """File and id for every entry that is a model of our registry, by an exact alias."""
    unmatched: tuple[str, ...]
    """Ids of the others."""


def convert(
    index: str,
    paths: Iterable[Path],
    registry: Registry,
    *,
    read: date,
    is_mended: bool = False,
    snapshots: SnapshotFolder = NOWHERE,
) -> Imported:
    """Return a registry file of what an index says.

    Args:
        index: Name of the index, one of `resources.import_files`.
        paths: Its files, or folders of them.
        registry: Ours, by whose exact aliases names are matched.
        read: The day of the import, for the sources.
        is_mended: Whether slips of the index are mended instead of kept.
        snapshots: Where validated rubrics are kept.

    Raises:
        UnknownNameError: If there is no such index.
        DataError: If no file could be read.
    """
    known = import_files()
    if index not in known:
        raise UnknownNameError.of(tr("index"), index, known, "openscore import --help")
    recipe = Recipe.of(index)
    reader = _reader(recipe, registry, snapshots, is_mended=is_mended)
    entries: list[Entry] = []
    problems: list[Problem] = []
    for path in _files(paths, recipe):
        sheet = reader.read(path)
        entries += sheet.entries
        problems += sheet.problems
    if not entries:
        hint = "" if problems else tr("of a folder these are read: {pattern}", pattern=recipe.data["files"])
        raise DataError(
            tr("nothing of {title} could be read", title=recipe.title), hint=hint, problems=problems
        )
    if recipe.data["shape"] == "indicators":
        entries = _merged(entries)
    matched, unmatched = _identify(entries, registry, problems)
    text = _toml(recipe, entries, read)
    return Imported(text, tuple(problems), tuple(matched), tuple(unmatched))


def _reader(
    recipe: Recipe, registry: Registry, snapshots: SnapshotFolder, *, is_mended: bool
) -> ComponentReader | ClassReader | IndicatorReader | AnswerReader | GradeReader:
    if recipe.data["shape"] == "components":
        rubric = load_rubric(recipe.data["rubric"], snapshots=snapshots)
        exact = rubric.license_sets[recipe.data["exact"]]
        return ComponentReader(recipe, exact, registry.licenses, is_mended=is_mended)
    if recipe.data["shape"] == "classes":
        return ClassReader(recipe)
    if recipe.data["shape"] == "answers":
        return AnswerReader(recipe)
    if recipe.data["shape"] == "grades":
        return GradeReader(recipe)
    return IndicatorReader(recipe, registry.vocabulary)


def _files(paths: Iterable[Path], recipe: Recipe) -> list[Path]:
    found: list[Path] = []
    for path in paths:
        found += sorted(path.rglob(recipe.data["files"])) if is_folder(path) else [path]
    return found


def _merged(entries: Iterable[Entry]) -> list[Entry]:
    """Join the editions of one subject: their facts have names of their own."""
    merged: dict[str, Entry] = {}
    for entry in entries:
        merged.setdefault(entry.id, entry).facts.extend(() if merged[entry.id] is entry else entry.facts)
    return list(merged.values())


def _identify(
    entries: Sequence[Entry], registry: Registry, problems: list[Problem]
) -> tuple[list[tuple[str, str]], list[str]]:
    """Give each entry our id where an exact alias of ours names it, else one of its own."""
    taken: set[str] = set()
    matched: list[tuple[str, str]] = []
    unmatched: list[str] = []
    for entry in entries:
        named = (registry.find(name) for name in (entry.name, *entry.aliases))
        ours = next((id for id in named if id and registry.models[id].kind == entry.kind), None)
        wanted = ours or entry.id
        entry.id = unique_id(wanted, [*taken, *(() if ours else registry.models)])
        if entry.id != wanted and wanted in taken:
            message = tr(
                "'{name}' names a subject that another file names too; kept as '{id}'",
                name=entry.name,
                id=entry.id,
            )
            problems.append(Problem("duplicate-name", message, entry.file))
        taken.add(entry.id)
        if ours == entry.id:
            matched.append((entry.file, ours))
        else:
            unmatched.append(entry.id)
    return matched, unmatched


def _toml(recipe: Recipe, entries: Sequence[Entry], read: date) -> str:
    """Write the registry file; every fact has the index's own file as its source."""
    lines = [
        f"# What {recipe.title} says, imported by OpenScore and not checked by us: no entry of the shipped",
        "# registry rests on another index alone.",
        f"imported = {written(recipe.title)}",
    ]
    for entry in entries:
        key = f"models.{written(entry.id)}"
        summary = written(f"As {recipe.title} has it.")
        lines += [
            "", f"[{key}]", f"name = {written(entry.name)}", f"developer = {written(entry.developer)}",
            f"kind = {written(entry.kind)}", 'modality = ["text"]', f"summary = {summary}",
            f"[{key}.documents]",
            f'index = {{ url = {written(entry.url)}, read = {read.isoformat()}, by = "index" }}',
        ]  # fmt: skip
        component = ""
        for fact in sorted(entry.facts):
            name, _, aspect = fact.path.partition(".")
            if name != component:
                component = name
                lines.append(f"[{key}.{written(component)}]")
            value, shows = written(fact.value), written(fact.shows)
            lines.append(f'{aspect} = {{ value = {value}, sources = ["index"], shows = {shows} }}')
    return "\n".join(lines) + "\n"
