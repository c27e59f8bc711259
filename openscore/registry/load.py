"""Load registries from files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial
from os import PathLike, fsdecode
from pathlib import Path

from openscore.errors import DataError
from openscore.language import tr
from openscore.records.vocabulary import load_vocabulary
from openscore.registry.registry import Registry
from openscore.registry.stored import Laid, packed, plain, remembered, unpacked
from openscore.resources import checking_digest, registry_files
from openscore.snapshots import NOWHERE, SnapshotFolder, key_of
from openscore.toml import TomlFile, read_toml

AnyPath = str | bytes | PathLike[str] | PathLike[bytes]
"""How a file is named."""
OF_LICENSES = {"licenses", "common", "ambiguous", "placeholders"}
"""Tables that say what names of licenses mean."""


def load_registry(
    paths: AnyPath | Iterable[AnyPath] = (),
    *,
    shipped: bool = True,
    today: date | None = None,
    snapshots: SnapshotFolder = NOWHERE,
) -> Registry:
    """Load the shipped registry and lay the files at `paths` over it, later ones winning.

    Args:
        paths: Registry files, or one; each may hold models, licenses or both.
        shipped: Whether to begin with the shipped models. The shipped licenses always count.
        today: Dates after this day are errors; None leaves them unchecked.
        snapshots: Where to keep validated data; else the files are read and checked each time.

    Returns:
        The merged registry. Every fact knows the file that it came from.

    Raises:
        DataError: If a file cannot be read or has problems; lists all of them.
    """
    listed = [paths] if isinstance(paths, str | bytes | PathLike) else paths
    overlays = [read_toml(Path(fsdecode(path))) for path in listed]
    return registry_from([*_shipped(models=shipped), *overlays], today=today, snapshots=snapshots)


def registry_from(
    files: Sequence[TomlFile], *, today: date | None = None, snapshots: SnapshotFolder = NOWHERE
) -> Registry:
    """Merge and check registry files that are already in memory.

    Raises:
        DataError: If a file has problems, or no file has a model.
    """
    registry = laid(files, today=today, snapshots=snapshots)
    if not registry.models:
        raise DataError(
            tr("the registry has no model"), hint=tr("add a [models.<id>] table, see CONTRIBUTING.md")
        )
    return registry


def laid(
    files: Sequence[TomlFile], *, today: date | None = None, snapshots: SnapshotFolder = NOWHERE
) -> Registry:
    """Merge and check registry files of which none need have a model.

    Raises:
        DataError: If a file has problems.
    """
    registry = _kept(files, today, snapshots)
    if registry is None:  # One without a model is false.
        registry = _built(files, today, snapshots)
    registry.key = _key(files)
    registry.remember = partial(remembered, snapshots, registry.key)
    return registry


def _kept(files: Sequence[TomlFile], today: date | None, snapshots: SnapshotFolder) -> Registry | None:
    """Return the registry of files that were checked before; None if they were not."""
    snapshot = snapshots.get(_key(files), lambda: packed(_built(files, today, snapshots))[1])
    return unpacked(snapshot, load_vocabulary(), today) if snapshot else None


def _built(files: Sequence[TomlFile], today: date | None, snapshots: SnapshotFolder) -> Registry:
    """Return the registry of files, read and checked."""
    # Imported here: validation is needed only for files that were not validated before.
    from openscore.registry.build import build_registry

    vocabulary = load_vocabulary()
    under = _under(files, today, snapshots)
    registry = Registry(build_registry(files, vocabulary, today, under), vocabulary)
    snapshots.put(_key(files), *packed(registry))
    return registry


def _under(files: Sequence[TomlFile], today: date | None, snapshots: SnapshotFolder) -> Laid:
    """Return what as many as can be of the first files come to, where a snapshot tells it.

    By the licenses the names of all files are read: a file that says anything of them is laid over what
    the files below it say themselves.
    """
    for count in range(len(files) - 1, 0, -1):
        if not OF_LICENSES.isdisjoint(files[count].parse()):
            break
        found = _kept(files[:count], today, snapshots)
        if found is not None:
            return Laid(count, plain(found))
    return Laid(0, {})


def licenses_file() -> TomlFile:
    """Return the shipped license table as a file in memory."""
    return _shipped(models=False)[0]


def _shipped(*, models: bool) -> list[TomlFile]:
    files = [read_toml(path).named(path.name) for path in registry_files()]
    return files if models else files[:1]


def _key(files: Sequence[TomlFile]) -> str:
    return key_of("registry", checking_digest(), [(file.label, file.digest) for file in files])
