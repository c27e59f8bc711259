"""`openscore makers`: who makes the models, with seat and kind."""

from __future__ import annotations

from typing import Annotated

from openscore.cli import completion
from openscore.cli.listing import FormatOption, write_list
from openscore.cli.loading import registry_of, rubric_of
from openscore.cli.options import OutputOption, RegistryOption, RubricOption, StandaloneOption
from openscore.cli.output import write
from openscore.cli.parameters import argument
from openscore.cli.screen import screen
from openscore.engine import rank
from openscore.registry.groups import Groups
from openscore.report.terminal.lists import maker_row


def command(
    maker: Annotated[
        str,
        argument(metavar="MAKER", help="Id, name or alias; all if left out.", complete=completion.makers),
    ] = "",
    rubric: RubricOption = "",
    registry: RegistryOption = [],  # noqa: B006  # Typer copies it
    standalone: StandaloneOption = False,
    format: FormatOption = "table",
    output: OutputOption = None,
) -> None:
    """List who makes the models, or show one maker: seat, kind, sources, and its models by openness."""
    groups = Groups(registry_of(registry, standalone=standalone))
    chosen = [groups.maker(maker)] if maker else groups.makers
    if maker and format == "table":
        from openscore.report.analyses.groups import maker_card

        judged = rubric_of(rubric)
        card = maker_card(chosen[0], groups, rank(groups.registry, judged), judged, screen(output))
        write(card, output)
        return
    rows = (maker_row(one, groups) for one in chosen)
    write_list(rows, "makers", narrow=("id", "name", "kind", "seat", "models"), format=format, output=output)
