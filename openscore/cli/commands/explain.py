"""`openscore explain`: the reasons for one score."""

from __future__ import annotations

from typing import Annotated

from openscore.cli import completion
from openscore.cli.assessed import one
from openscore.cli.options import (
    AsOfOption,
    ModelArgument,
    OutputOption,
    RegistryOption,
    RubricOption,
    StandaloneOption,
)
from openscore.cli.output import write
from openscore.cli.parameters import flag, option
from openscore.cli.screen import screen
from openscore.cli.values import one_of
from openscore.report.terminal.explain import explanation


def command(
    model: ModelArgument,
    rubric: RubricOption = "",
    registry: RegistryOption = [],  # noqa: B006  # Typer copies it
    standalone: StandaloneOption = False,
    brief: Annotated[bool, flag("--brief", help="Leave out the addresses of sources.")] = False,
    to: Annotated[
        str,
        option(
            "--to",
            metavar="BAND",
            help="Show the fewest changes of facts that reach a band.",
            complete=completion.bands,
        ),
    ] = "",
    as_of: AsOfOption = None,
    output: OutputOption = None,
) -> None:
    """Explain one score: every part, the facts and sources behind it, what would raise it."""
    found = one(model, rubric=rubric, registry=registry, standalone=standalone, as_of=as_of)
    if to:
        from openscore.analysis.counterfactual import reach
        from openscore.report.analyses.counterfactual import way_up

        judged = found.assessment.rubric
        bands = {band.id: band for band in judged.bands}
        wanted = bands[one_of(to, list(bands), "--to")]
        write(way_up(reach(found.assessment.record, judged, wanted), screen(output)), output)
        return
    write(explanation(found.assessment, screen(output), sources=not brief), output)
