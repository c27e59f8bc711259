"""`openscore licenses`: the license table, or one license clause by clause."""

from __future__ import annotations

from typing import Annotated

from openscore.cli import completion
from openscore.cli.listing import FormatOption, write_list
from openscore.cli.loading import registry_of
from openscore.cli.options import OutputOption, RegistryOption
from openscore.cli.output import write
from openscore.cli.parameters import argument
from openscore.cli.screen import screen
from openscore.errors import UnknownNameError
from openscore.language import tr
from openscore.report.terminal.lists import license_card, license_row


def command(
    license: Annotated[
        str,
        argument(metavar="LICENSE", help="Id or alias; all if left out.", complete=completion.licenses),
    ] = "",
    registry: RegistryOption = [],  # noqa: B006  # Typer copies it
    format: FormatOption = "table",
    output: OutputOption = None,
) -> None:
    """List the licenses, or show what one of them permits, requires and limits."""
    loaded = registry_of(registry)
    table = loaded.licenses
    if not license:
        rows = (license_row(entry, loaded.vocabulary) for entry in table.licenses.values())
        write_list(rows, "licenses", narrow=("id", "bound_by", "osi"), format=format, output=output)
        return
    found = table.find(license)
    if found is None:
        if license.casefold() in table.ambiguous:
            raise UnknownNameError(
                tr("'{license}' names a family of licenses, not one text", license=license),
                hint=tr("`openscore licenses` lists the versions"),
            )
        raise UnknownNameError.of(tr("license"), license, table.names, "openscore licenses")
    write(license_card(found, loaded, screen(output)), output)
