"""Load what options name: registries with their overlays, as of a day, and rubrics."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from openscore.errors import NothingMatchedError
from openscore.language import tr
from openscore.registry.load import load_registry
from openscore.registry.registry import Registry
from openscore.rubric.load import load_rubric
from openscore.rubric.rubric import Rubric
from openscore.snapshots import SnapshotFolder


def overlays_of(paths: Sequence[str | Path]) -> list[str | Path]:
    """Return the registry files that the environment and the options name, later ones winning."""
    listed = [path for path in os.environ.get("OPENSCORE_REGISTRY", "").split(os.pathsep) if path]
    return [*listed, *paths]


def registry_of(
    paths: Sequence[str | Path], *, standalone: bool = False, as_of: date | None = None
) -> Registry:
    """Load the registry that the options ask for."""
    registry = load_registry(
        overlays_of(paths), shipped=not standalone, today=date.today(), snapshots=snapshots()
    )
    return registry if as_of is None else as_it_was(registry, as_of)


def as_it_was(registry: Registry, as_of: date) -> Registry:
    """Return the registry of the day that `--as-of` gives."""
    then = registry.as_of(as_of)
    if not len(then):
        raise NothingMatchedError(tr("nothing in the registry was out on {as_of}", as_of=as_of))
    return then


def rubric_of(name: str) -> Rubric:
    """Load the rubric that the option asks for."""
    return load_rubric(name, snapshots=snapshots())


def snapshots() -> SnapshotFolder | None:
    """Return the folder for validated data; None if `OPENSCORE_CACHE` is set to nothing."""
    folder = os.environ.get("OPENSCORE_CACHE")
    if folder == "":
        return None
    if folder is None:
        return SnapshotFolder(_cache_home() / "openscore")
    return SnapshotFolder(Path(folder))


def _cache_home() -> Path:
    named = os.environ.get("XDG_CACHE_HOME")
    return Path(named) if named else Path("~/.cache").expanduser()
