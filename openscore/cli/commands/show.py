"""`openscore show`: one model's card."""

from __future__ import annotations

from openscore.cli.assessed import one
from openscore.cli.options import (
    AsOfOption,
    ModelArgument,
    OutputOption,
    RegistryOption,
    RubricOption,
    StandaloneOption,
    write,
)
from openscore.cli.screen import screen
from openscore.report.terminal.card import card


def command(
    model: ModelArgument,
    rubric: RubricOption = "",
    registry: RegistryOption = [],  # noqa: B006  # Typer copies it
    standalone: StandaloneOption = False,
    as_of: AsOfOption = None,
    output: OutputOption = None,
) -> None:
    """Show one model: score, what is released, and what is not known."""
    found = one(model, rubric=rubric, registry=registry, standalone=standalone, as_of=as_of)
    write(card(found.assessment, found.rank, len(found.registry), screen(output)), output)
