"""`openscore sensitivity`: how sure ranks are, and what makes them unsure."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from openscore.cli.loading import registry_of, rubric_of
from openscore.cli.options import AsOfOption, OutputOption, RegistryOption, RubricOption, StandaloneOption
from openscore.cli.output import write
from openscore.cli.parameters import option
from openscore.cli.screen import progress_bar, screen
from openscore.cli.values import choice, number_of, whole_number
from openscore.engine import Ranked, rank
from openscore.errors import NothingMatchedError, UsageError
from openscore.language import tr
from openscore.registry.registry import Registry
from openscore.report.text import document
from openscore.rubric.rubric import Rubric

if TYPE_CHECKING:
    from openscore.analysis.sensitivity import Sensitivity, Settings, Tick

FORMATS = ("table", "json", "csv", "svg")
UNIFORM = "uniform"
LONG = 5_000_000
"""Draws times models from which on a bar shows progress."""


def _sources() -> list[str]:
    from openscore.analysis.sampling import SOURCES

    return list(SOURCES)


def command(
    rubric: RubricOption = "",
    registry: RegistryOption = [],  # noqa: B006  # Typer copies it
    standalone: StandaloneOption = False,
    draws: Annotated[int, whole_number("--draws", low=100, high=10_000_000, help="How many draws.")] = 10_000,
    seed: Annotated[int, whole_number("--seed", low=0, high=2**31, help="Seed of the draws.")] = 1,
    concentration: Annotated[
        str,
        option("--concentration", metavar="N|uniform", help="How closely weights stay around the rubric's."),
    ] = "40",
    source: Annotated[
        list[str],
        choice(
            "--source",
            among=_sources,
            metavar="NAME",
            help="weights, unknown, aggregate or contested; repeatable, else all.",
        ),
    ] = [],  # noqa: B006
    top: Annotated[
        int,
        whole_number("--top", low=1, metavar="K", help="Count how often a model is in the top K."),
    ] = 10,
    as_of: AsOfOption = None,
    format: Annotated[str, choice("--format", among=FORMATS, help="Output format.")] = "table",
    output: OutputOption = None,
) -> None:
    """Show how sure each rank is: weights, unknown facts, ways of joining and contested levels are drawn."""
    use_one_thread()
    from openscore.analysis.sensitivity import Settings, sensitivity

    settings = Settings(
        draws=draws,
        seed=seed,
        sources=tuple(source),
        top=top,
        concentration=None if concentration == UNIFORM else number_of(concentration, "--concentration", 1),
    )
    loaded = registry_of(registry, standalone=standalone, as_of=as_of)
    judged = rubric_of(rubric)
    ranked = rank(loaded, judged)
    if len(ranked) < 2:
        raise NothingMatchedError(tr("ranks need two models that rubric '{id}' judges", id=judged.id))
    with _progress(ranked, settings) as tick:
        found = sensitivity(ranked, settings, tick)
    if not found.sources:
        raise UsageError(tr("nothing of that is uncertain under rubric '{id}'", id=judged.id))
    write(_text(found, format, judged, loaded, output), output, is_data=format != "table")


def _text(found: Sensitivity, format: str, rubric: Rubric, registry: Registry, output: Path | None) -> str:
    from openscore.report.analyses import sensitivity as report

    if format == "json":
        return document("sensitivity", report.sensitivity_json(found, rubric, registry))
    if format == "csv":
        return report.sensitivity_csv(found, rubric)
    if format == "svg":
        return report.sensitivity_svg(found, rubric)
    return report.sensitivity_table(found, rubric, screen(output))


def use_one_thread() -> None:
    """Let matrix products run in one thread, unless the user says otherwise; to be called before NumPy loads.

    Many small products spend more time on waiting for other threads than they save.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


@contextmanager
def _progress(ranked: Sequence[Ranked], settings: Settings) -> Iterator[Tick | None]:
    """Show a bar on standard error while a long run goes on; nothing is left of it."""
    if settings.draws * len(ranked) < LONG:
        yield None
        return
    with progress_bar(tr("drawing"), settings.draws) as advance:
        yield advance
