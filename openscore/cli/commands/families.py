"""`openscore families`: what binds the sizes and versions of a release line."""

from __future__ import annotations

from openscore.cli.listing import FormatOption, write_list
from openscore.cli.loading import registry_of
from openscore.cli.options import OutputOption, RegistryOption, StandaloneOption
from openscore.errors import NothingMatchedError
from openscore.language import tr
from openscore.registry.groups import Groups
from openscore.report.terminal.lists import family_row


def command(
    registry: RegistryOption = [],  # noqa: B006  # Typer copies it
    standalone: StandaloneOption = False,
    format: FormatOption = "table",
    output: OutputOption = None,
) -> None:
    """List the families, which bind the sizes and versions of one line; `show FAMILY` lists its models."""
    groups = Groups(registry_of(registry, standalone=standalone))
    if not groups.families:
        raise NothingMatchedError(tr("the registry has no families"))
    rows = (family_row(family, groups) for family in groups.families.values())
    narrow = ("id", "name", "models", "makers")
    write_list(rows, "families", narrow=narrow, format=format, output=output)
