"""Editions of the data: the registry and the rubrics as they stood, by name.

A published edition is kept inside the package, so that what was cited from it can be computed again
without a network. It holds the data files as they were, and the codes of all its scores.
"""

from __future__ import annotations

import json
import lzma
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from openscore.analysis.citation import Code, code_of
from openscore.analysis.manifest import ARCHIVE, MANIFEST, manifest
from openscore.engine import Assessment, assess
from openscore.errors import DataError
from openscore.files import write_whole
from openscore.language import tr
from openscore.registry.load import registry_from
from openscore.registry.registry import Registry
from openscore.resources import edition_files, registry_files, rubric_files
from openscore.rubric.load import rubric_from
from openscore.rubric.rubric import Rubric
from openscore.snapshots import NOWHERE, SnapshotFolder
from openscore.toml import TomlFile, read_toml

SCHEMA = "openscore.edition/2"
FORMER = "openscore.edition/1"
"""Editions of the time when facts were derived, and the past was read, by other rules."""
RUBRICS = "rubrics/"


class Edition:
    """The registry and the rubrics of one state of the data; each is read when it is asked for."""

    def __init__(
        self,
        name: str,
        files: Mapping[str, TomlFile],
        snapshots: SnapshotFolder = NOWHERE,
        *,
        is_former: bool = False,
        is_published: bool = False,
    ) -> None:
        self.name = name
        self.files = files
        """Data files by their place below the folder of the data, such as `rubrics/example.toml`."""
        self.is_former = is_former
        """Whether it was kept when facts were derived by other rules."""
        self.is_published = is_published
        """Whether its rubrics were proven when it was published, and are taken as they are."""
        self._snapshots = snapshots
        self._registry: Registry | None = None

    @property
    def registry(self) -> Registry:
        """The records and licenses.

        Raises:
            DataError: If this version of the program cannot read them.
        """
        if self._registry is None:
            data = [file for place, file in self.files.items() if not place.startswith(RUBRICS)]
            self._registry = registry_from(data, snapshots=self._snapshots)
            self._registry.is_former = self.is_former
        return self._registry

    @property
    def rubrics(self) -> tuple[str, ...]:
        """Ids of the rubrics."""
        return tuple(Path(place).stem for place in self.files if place.startswith(RUBRICS))

    def rubric(self, id: str) -> Rubric:
        """Return a rubric of the edition.

        Raises:
            DataError: If it has none of that id.
        """
        file = self.files.get(f"{RUBRICS}{id}.toml")
        if file is None:
            has = tr("it has {listed}; a rubric file judges any state", listed=", ".join(self.rubrics))
            raise DataError(tr("edition '{name}' has no rubric '{id}'", name=self.name, id=id), hint=has)
        return rubric_from(file, snapshots=self._snapshots, is_published=self.is_published)

    def assessment(self, model: str, rubric: str) -> Assessment | None:
        """Return the assessment of a model; None if the edition has no such model or rubric."""
        if model not in self.registry.models or rubric not in self.rubrics:
            return None
        return assess(self.registry.models[model], self.rubric(rubric))


class Kept(NamedTuple):
    """A published edition as it is stored."""

    name: str
    openscore: str
    """Version of the program that made it."""
    codes: Mapping[str, list[str]]
    """Codes of all its scores, by rubric."""
    edition: Edition

    def has(self, code: Code) -> bool:
        """Whether the code was that of a score of this edition, facts as of the latest known."""
        return str(code) in self.codes.get(code.rubric, ())


def shipped_edition(name: str = "now", snapshots: SnapshotFolder = NOWHERE) -> Edition:
    """Return the data that this installation ships."""
    paths = {path.name: path for path in registry_files()}
    paths |= {f"{RUBRICS}{path.name}": path for path in rubric_files().values()}
    return Edition(name, {place: read_toml(path).named(place) for place, path in paths.items()}, snapshots)


def kept_edition(name: str, snapshots: SnapshotFolder = NOWHERE) -> Kept:
    """Return a kept edition.

    Raises:
        KeyError: If there is none of that name.
        DataError: If its file is damaged.
    """
    path = edition_files()[name]
    try:
        stored = json.loads(lzma.decompress(path.read_bytes()))
    except (lzma.LZMAError, ValueError, OSError) as error:
        raise DataError(
            tr("edition '{name}' is damaged", name=name), hint=tr("install OpenScore again")
        ) from error
    files = {place: TomlFile(f"{name}/{place}", text) for place, text in stored["files"].items()}
    edition = Edition(name, files, snapshots, is_former=stored["schema"] == FORMER, is_published=True)
    return Kept(name, stored["openscore"], stored["codes"], edition)


def packed(edition: Edition, version: str) -> bytes:
    """Return an edition as it is kept, with the codes of its scores; the same data give the same bytes."""
    codes = {}
    for id in edition.rubrics:
        rubric = edition.rubric(id)
        judged = (record for record in edition.registry if record.kind in rubric.subjects)
        codes[id] = [str(code_of(assess(record, rubric))) for record in judged]
    stored = {
        "schema": SCHEMA,
        "edition": edition.name,
        "openscore": version,
        "files": {place: file.text for place, file in edition.files.items()},
        "codes": codes,
    }
    text = json.dumps(stored, ensure_ascii=False, sort_keys=True)
    return lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME)


def keep(name: str, version: str) -> Path:
    """Keep the shipped data as an edition, with a manifest beside it; returns its file.

    Raises:
        DataError: If an edition of that name is kept already: what was published never changes.
    """
    if name in edition_files():
        raise DataError(
            tr("edition '{name}' is kept already", name=name), hint=tr("published editions never change")
        )
    folder = Path(__file__).parent.parent / "editions"
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}{ARCHIVE}"
    archive = packed(shipped_edition(name), version)
    # The archive last: an edition that is there has its manifest, and one that is not can be kept again.
    write_whole(path.with_name(f"{name}{MANIFEST}"), manifest(name, archive), is_durable=True)
    write_whole(path, archive, is_durable=True)
    return path
