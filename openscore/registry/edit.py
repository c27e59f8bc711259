"""Edit a registry file: under a lock, checked before it is replaced, whole or not at all."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from functools import cached_property, partial
from pathlib import Path
from typing import Any, NamedTuple

from openscore.errors import DataError, UnknownNameError, UsageError
from openscore.files import STANDARD_INPUT, is_special, label_of, locked, reason_of, write_whole
from openscore.language import tr
from openscore.records.record import ModelRecord
from openscore.records.vocabulary import load_vocabulary
from openscore.registry.editor import Editor
from openscore.registry.load import laid, registry_from
from openscore.registry.registry import Registry
from openscore.resources import registry_files
from openscore.snapshots import NOWHERE, SnapshotFolder
from openscore.toml import TomlFile, read_toml

WAIT = 30.0
"""Seconds to wait for another editor."""
TEXT = "text"
"""Key of the document that is a license's own text."""
HEAD = (
    "# What is true of each release, and where that was read. Facts only, never scores.\n"
    "# Every fact names documents of its entry and says in own words what they show.\n"
)


class Sourced(NamedTuple):
    """What a fact rests on: documents, new or already in the entry, and what they show."""

    shows: str
    urls: tuple[str, ...] = ()
    """Addresses of documents that were read; new ones join the documents of the entry."""
    keys: tuple[str, ...] = ()
    """Keys of documents that the entry already has."""
    read: date = date.min
    by: str = "maker"
    archived: str = ""


class Desk:
    """One registry file being edited, with the registry that it is laid over."""

    def __init__(
        self, path: Path, file: TomlFile, under: Sequence[TomlFile], load: Callable[..., Registry]
    ) -> None:
        """Take a file.

        Args:
            path: Where it is.
            file: What is in it.
            under: The files that it is laid over.
            load: Returns the registry of files, which need have no model.

        Raises:
            DataError: If the file has problems as it is: what is to be changed in it is then in doubt.
        """
        vocabulary = load_vocabulary()
        order = (
            "documents",
            "dates",
            "bases",
            "serves",
            *vocabulary.components,
            "terms",
            "history",
            "stages",
            "parts",
        )
        self.path = path
        self.editor = Editor(file, order)
        self.vocabulary = vocabulary
        self._under = under
        self._load = load
        before = load([*under, file])
        self.registry: Registry | None = before if before.models else None
        """As it was before the edit; None if it has no model yet."""

    def record(self, model: str) -> ModelRecord:
        """Return the record that an id or alias names.

        Raises:
            UnknownNameError: If there is none.
        """
        if self.registry is None:
            raise UnknownNameError.of(tr("model"), model, (), "openscore models")
        try:
            return self.registry[model]
        except UnknownNameError as error:
            hint = tr("{hint}; --registry names the file to edit", hint=error.hint)
            raise UnknownNameError(error.message, hint=hint) from error

    def cite(self, entry: str | tuple[str, str], sourced: Sourced) -> list[str]:
        """Return the keys of the documents that are named, after putting new ones into the entry.

        Args:
            entry: Id of a model, or the table and the id of another entry.
            sourced: What is cited.
        """
        place = _place(entry)
        keys = list(sourced.keys)
        for url in sourced.urls:
            known = self._documents(place)
            key = next((key for key, other in known.items() if other == url), None)
            if key is None:
                is_text = place[0] == "licenses" and not known
                key = TEXT if is_text else _fresh_key(url, known)
                document: dict[str, object] = {"url": url, "read": sourced.read, "by": sourced.by}
                if sourced.archived:
                    document["archived"] = sourced.archived
                self.editor.put((*place, "documents"), key, document)
            keys.append(key)
        return list(dict.fromkeys(keys))

    def evidence(self, entry: str | tuple[str, str], sourced: Sourced) -> dict[str, object]:
        """Return `sources` and `shows`, after putting new documents into the entry."""
        return {"sources": self.cite(entry, sourced), "shows": sourced.shows}

    def forget(self, entry: str | tuple[str, str], keys: Sequence[str]) -> None:
        """Take out those of the documents that nothing in the entry cites any more."""
        table, id = _place(entry)
        said = self.editor.data.get(table, {}).get(id, {})
        cited = {key for place, part in said.items() if place != "documents" for key in _sources(part)}
        for key in keys:
            if key not in cited and key in said.get("documents", {}):
                self.editor.drop((table, id, "documents"), key)

    def _documents(self, place: tuple[str, str]) -> dict[str, str]:
        """Return the addresses of the entry's documents by key, those of the files below included."""
        stated = (data.get(place[0], {}).get(place[1], {}) for data in (self._below.data, self.editor.data))
        return {key: url for entry in stated for key, url in _addresses(entry)}

    @cached_property
    def _below(self) -> Registry:
        """The registry that the file is laid over."""
        return self._load(self._under)


def edit_registry(
    path: Path,
    change: Callable[[Desk], None],
    *,
    today: date,
    may_create: bool = False,
    snapshots: SnapshotFolder = NOWHERE,
) -> Registry:
    """Change one registry file and return the registry with it.

    The file is read, changed, checked together with what it is laid over, and replaced, all under a
    lock. The shipped models lie below it, unless it is their own file.

    Args:
        path: The registry file.
        change: Makes the changes.
        today: Dates after this day are errors.
        may_create: Whether to begin a new file where there is none.
        snapshots: Where to keep validated data.

    Raises:
        DataError: If the file, or what would become of it, has problems; nothing is then written.
        UsageError: If the file cannot be written, or changed while it was edited.
    """
    label = label_of(path)
    with _locked(path):
        is_new = may_create and not path.exists()
        file = TomlFile(label, HEAD) if is_new else read_toml(path)
        desk = Desk(path, file, _below(path), partial(laid, today=today, snapshots=snapshots))
        try:
            change(desk)
        except UnknownNameError as error:
            # A file that was named wrongly would otherwise be taken for a new one without a word.
            if not is_new:
                raise
            told = tr("{message}, and no file '{label}'", message=error.message, label=label)
            raise UnknownNameError(told, hint=error.hint) from error
        changed = desk.editor.file()
        _need_text(changed)
        load = partial(registry_from, today=today, snapshots=snapshots)
        registry = _checked(load, [*_below(path), changed])
        if not is_new and read_toml(path).digest != file.digest:
            raise UsageError(
                tr("'{label}' changed while it was edited", label=label),
                hint=tr("nothing was written; try again"),
            )
        try:
            write_whole(path, codecs.BOM_UTF8.decode() * file.has_mark + changed.text, is_durable=True)
        except OSError as error:
            reason = reason_of(error)
            raise UsageError(tr("cannot write '{label}': {reason}", label=label, reason=reason)) from error
        return registry


def _need_text(file: TomlFile) -> None:
    """Refuse bytes of the command line that are no text: a registry file is UTF-8."""
    if label_of(file.text) != file.text:
        raise UsageError(tr("a value is not UTF-8 text"), hint=tr("nothing was written"))


def _checked(load: Callable[..., Registry], files: Sequence[TomlFile]) -> Registry:
    try:
        return load(files)
    except DataError as error:
        # The lines are those of a text that is not written.
        problems = [problem._replace(line=None) for problem in error.problems]
        raise DataError(tr("nothing was written"), hint=error.hint, problems=problems) from error


def _below(path: Path) -> list[TomlFile]:
    """Return the shipped files that the file is laid over."""
    shipped = [file for file in registry_files() if file.resolve() != path.resolve()]
    return [read_toml(file).named(file.name) for file in shipped]


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Keep other editors of the file out."""
    busy = tr("'{path}' is being edited by someone else", path=path)
    try:
        if str(path) == STANDARD_INPUT or is_special(path):
            raise UsageError(tr("'{path}' is no file that can be edited", path=path))
        with locked(path, wait=WAIT, busy=busy, hint=tr("try again in a moment")):
            yield
    except OSError as error:
        reason = reason_of(error)
        raise UsageError(tr("cannot edit '{path}': {reason}", path=path, reason=reason)) from error


def _place(entry: str | tuple[str, str]) -> tuple[str, str]:
    """Return the table and the id of an entry; a text alone is the id of a model."""
    return ("models", entry) if isinstance(entry, str) else (entry[0], entry[1])


def _addresses(entry: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield key and address of each document of an entry, of a file or of the registry."""
    documents = entry.get("documents", {})
    keys = entry["keys"] if isinstance(documents, list) else {key: key for key in documents}
    for key, place in keys.items():
        yield key, documents[place]["url"]


def _sources(part: Any) -> Iterator[str]:
    """Yield the keys of documents that are cited anywhere in a part of an entry."""
    if isinstance(part, Mapping):
        yield from part.get("sources", ())
        for inner in part.values():
            yield from _sources(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from _sources(inner)


def _fresh_key(url: str, taken: Mapping[str, str]) -> str:
    """Return a short key for a document: the last word of its address that says something."""
    last = url.partition("://")[2].rstrip("/").rpartition("/")[2]
    words = re.findall(r"[a-z0-9]+", re.sub(r"\.[a-z]{2,5}$", "", last.lower()))
    stem = "-".join(words)[:40].strip("-") or "source"
    key, count = stem, 1
    while key in taken:
        count += 1
        key = f"{stem}-{count}"
    return key
