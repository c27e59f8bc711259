"""`openscore export`: a record as a file of another index."""

from __future__ import annotations

from typing import Annotated

import typer

from openscore.cli.options import (
    AsOfOption,
    ModelArgument,
    OutputOption,
    RegistryOption,
    StandaloneOption,
    registry_of,
    write,
)


def command(
    format: Annotated[str, typer.Argument(metavar="FORMAT", help="An index whose files can be written.")],
    model: ModelArgument,
    registry: RegistryOption = [],  # noqa: B006  # Typer copies it
    standalone: StandaloneOption = False,
    as_of: AsOfOption = "",
    output: OutputOption = "",
) -> None:
    """Write a record as a file of another index."""
    # Imported here: writers of foreign formats cost what other commands need not pay.
    from openscore.peers.export import export

    write(export(format, registry_of(registry, standalone=standalone, as_of=as_of)[model]), output)
