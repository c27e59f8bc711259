"""Options that commands share, and what they come to."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from openscore.cli.output import write as write  # noqa: PLC0414 - commands take it from here
from openscore.days import day_of
from openscore.errors import NothingMatchedError, UsageError, did_you_mean
from openscore.language import tr
from openscore.registry.load import load_registry
from openscore.registry.registry import Registry
from openscore.rubric.load import load_rubric
from openscore.rubric.rubric import Rubric
from openscore.snapshots import SnapshotFolder

RubricOption = Annotated[
    str, typer.Option("--rubric", metavar="ID|PATH", help="Rubric by id or file; see `openscore rubrics`.")
]
RegistryOption = Annotated[
    list[str],
    typer.Option(
        "--registry",
        metavar="PATH",
        help="Lay this registry file over the shipped one; repeatable, later wins.",
    ),
]
StandaloneOption = Annotated[bool, typer.Option("--standalone", help="Leave out the shipped models.")]
AsOfOption = Annotated[
    str, typer.Option("--as-of", metavar="DATE", help="Facts as of this day, such as 2023-12-31.")
]
OutputOption = Annotated[str, typer.Option("--output", "-o", metavar="FILE", help="Write to a file instead.")]
ModelArgument = Annotated[str, typer.Argument(metavar="MODEL", help="Id or alias of a model.")]


def overlays_of(paths: Sequence[str]) -> list[str]:
    """Return the registry files that the environment and the options name, later ones winning."""
    listed = [path for path in os.environ.get("OPENSCORE_REGISTRY", "").split(os.pathsep) if path]
    return [*listed, *paths]


def registry_of(paths: Sequence[str], *, standalone: bool = False, as_of: str = "") -> Registry:
    """Load the registry that the options ask for."""
    registry = load_registry(
        overlays_of(paths), shipped=not standalone, today=date.today(), snapshots=snapshots()
    )
    return as_it_was(registry, as_of) if as_of else registry


def as_it_was(registry: Registry, as_of: str) -> Registry:
    """Return the registry of the day that `--as-of` gives."""
    then = registry.as_of(day_of(as_of, "--as-of"))
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


def one_of(value: str, known: Sequence[str], option: str) -> str:
    """Return the value if it is one of the known ones.

    Raises:
        UsageError: If it is not; names near ones.
    """
    if value in known:
        return value
    hint = did_you_mean(value, known)
    raise UsageError(
        tr(
            "{option} is '{value}', wanted one of {listed}",
            option=option,
            value=value,
            listed=", ".join(known),
        ),
        hint=hint,
    )


def number_of(value: str, option: str, low: float, high: float) -> float:
    """Return the number that an option gives.

    Raises:
        UsageError: If it is none, or out of bounds.
    """
    try:
        number = float(value)
    except ValueError:
        number = float("nan")
    if not low <= number <= high:
        raise UsageError(
            tr(
                "{option} is '{value}', wanted a number from {low:g} to {high:g}",
                option=option,
                value=value,
                low=low,
                high=high,
            )
        )
    return number
