"""`openscore models`: what the registry holds."""

from __future__ import annotations

from openscore.cli.lists import FormatOption, write_list
from openscore.cli.options import OutputOption, RegistryOption, StandaloneOption, registry_of
from openscore.report.lists import model_row


def command(
    registry: RegistryOption = [],  # noqa: B006  # Typer copies it
    standalone: StandaloneOption = False,
    format: FormatOption = "table",
    output: OutputOption = "",
) -> None:
    """List the models of the registry."""
    loaded = registry_of(registry, standalone=standalone)
    rows = (model_row(record) for record in loaded)
    write_list(rows, "models", narrow=("id", "name", "maker", "released"), format=format, output=output)
