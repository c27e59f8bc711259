"""`openscore show`: one model's card."""

from __future__ import annotations

from openscore.cli.assessed import several
from openscore.cli.options import (
    AsOfOption,
    ModelArgument,
    OutputOption,
    RegistryOption,
    RubricOption,
    StandaloneOption,
)
from openscore.cli.output import write
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
    found = several([model], rubric=rubric, registry=registry, standalone=standalone, as_of=as_of)
    (place,) = found.ranked
    write(card(place.assessment, place.rank, len(found.registry), screen(output)), output)
