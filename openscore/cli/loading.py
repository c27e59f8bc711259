"""Load what options name: registries with their overlays, as of a day, and rubrics."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from openscore.cli.output import say
from openscore.engine import recall
from openscore.errors import DataError, NothingMatchedError, UsageError
from openscore.language import counted, noted, tr
from openscore.registry.load import load_registry
from openscore.registry.registry import Registry
from openscore.resources import prepared_folder
from openscore.rubric.load import load_rubric
from openscore.rubric.rubric import Rubric
from openscore.snapshots import SnapshotFolder

NAMED = 3
"""How many of the entries that a day leaves out are named."""
SNAPSHOTS = "openscore-snapshots"
"""Name of the folder in the user's cache that is OpenScore's alone."""
SOURCES = "openscore-sources"
"""Name of that with looks at documents."""


def overlays_of(paths: Sequence[str | Path]) -> list[str | Path]:
    """Return the registry files that the environment and the options name, later ones winning."""
    listed = [path for path in os.environ.get("OPENSCORE_REGISTRY", "").split(os.pathsep) if path]
    return [*listed, *paths]


def registry_of(
    paths: Sequence[str | Path], *, standalone: bool = False, as_of: date | None = None
) -> Registry:
    """Load the registry that the options ask for."""
    try:
        registry = load_registry(
            overlays_of(paths), shipped=not standalone, today=date.today(), snapshots=snapshots()
        )
    except DataError as error:
        if not standalone or all(one.name != "unknown-model" for one in error.problems):
            raise
        hint = tr("what a model builds on is looked for here alone; leave out --standalone")
        raise DataError(error.message, hint=hint, problems=error.problems) from error
    return registry if as_of is None else as_it_was(registry, as_of)


def as_it_was(registry: Registry, as_of: date) -> Registry:
    """Return the registry of the day that `--as-of` gives."""
    from openscore.report.text import listed

    today = date.today()
    if as_of > today:
        hint = tr("today is {today}", today=today)
        raise UsageError(tr("--as-of {as_of} is in the future", as_of=as_of), hint=hint)
    then = registry.as_of(as_of)
    if not len(then):
        raise NothingMatchedError(tr("nothing in the registry was out on {as_of}", as_of=as_of))
    later, unread = registry.left_out(as_of)
    reasons = (
        (
            later,
            noted("as of {day}, {n} entry is left out that came out later: {names}"),
            noted("as of {day}, {n} entries are left out that came out later: {names}"),
        ),
        (
            unread,
            noted("as of {day}, {n} entry is left out that has no date: {names}"),
            noted("as of {day}, {n} entries are left out that have no date: {names}"),
        ),
    )
    for records, one, many in reasons:
        if records:
            names = listed(record.id for record in records[:NAMED])
            more = tr(" and more") if len(records) > NAMED else ""
            say(counted(one, many, len(records), day=as_of, names=names) + more)
    return then


def rubric_of(name: str) -> Rubric:
    """Load the rubric that the option asks for."""
    return load_rubric(name, snapshots=snapshots())


def take_over(registry: Registry, rubric: Rubric, *, keeps: bool) -> None:
    """Take over what was worked out before for a registry; `keeps` is for commands that judge all of it."""
    recall(registry, rubric, snapshots(), keeps=keeps)


def snapshots() -> SnapshotFolder:
    """Return where validated data are kept: in the user's cache, behind what came with the program.

    The cache is the folder that `OPENSCORE_CACHE` names, none if it is set to nothing; else that of the
    user, if there is one.
    """
    home = cache_home()
    return SnapshotFolder(home / SNAPSHOTS if home else None, shipped=prepared_folder())


def notes_file() -> Path | None:
    """Return the file of the user's cache that keeps looks at documents; None if nothing is to be kept."""
    home = cache_home()
    return home / SOURCES / "looks.jsonl" if home else None


def cache_home() -> Path | None:
    """Return the user's cache: the folder that `OPENSCORE_CACHE` names, none if it is set to nothing."""
    named = os.environ.get("OPENSCORE_CACHE")
    return _cache_home() if named is None else Path(named) if named else None


def _cache_home() -> Path | None:
    named = os.environ.get("XDG_CACHE_HOME", "")
    if Path(named).is_absolute():  # What is relative is to be ignored, says the standard.
        return Path(named)
    try:
        return Path.home() / ".cache"
    except RuntimeError:
        return None
