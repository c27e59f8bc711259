"""`openscore validate`: check registries and prove rubrics."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import date
from typing import Annotated

import typer

from openscore.cli.options import RegistryOption
from openscore.errors import DataError, Problem
from openscore.registry.load import load_registry
from openscore.report.text import visible
from openscore.resources import rubric_files
from openscore.rubric.load import load_rubric


def command(
    registry: RegistryOption = [],  # noqa: B006  # Typer copies it
    rubric: Annotated[
        list[str],
        typer.Option("--rubric", metavar="ID|PATH", help="Prove this rubric; all shipped ones if left out."),
    ] = [],  # noqa: B006
) -> None:
    """Check the registry, the licenses and the rubrics; exit 1 if something is wrong."""
    problems: list[Problem] = []
    passed: list[str] = []
    try:
        # Read anew, never from a snapshot: this command is the one that looks.
        loaded = load_registry(registry, today=date.today())
        problems += loaded.warnings
        facts = sum(len(record.values) for record in loaded)
        passed.append(
            f"registry: {len(loaded)} models, {facts} facts, {len(loaded.licenses.licenses)} licenses"
        )
    except DataError as error:
        problems += error.problems or [Problem("unusable", error.message, hint=error.hint)]
    for name in rubric or rubric_files():
        try:
            proven = load_rubric(name)
        except DataError as error:
            problems += error.problems
            continue
        claims = "levels reachable, bands without gaps" + (", monotone" if proven.is_monotone else "")
        passed.append(f"rubric {proven.id} {proven.version}: {claims}")
    _report(problems, passed)
    if any(problem.severity == "error" for problem in problems):
        raise typer.Exit(1)


def _report(problems: Iterable[Problem], passed: Iterable[str]) -> None:
    for problem in problems:
        print(f"{problem.severity}: {visible(str(problem))}", file=sys.stderr)
        if problem.hint:
            print(f"hint: {visible(problem.hint)}", file=sys.stderr)
    for line in passed:
        print(f"ok: {line}")
