"""`openscore enrich`: add what the registry knows to the models of a bill of materials."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from openscore.cli.loading import registry_of
from openscore.cli.options import AsOfOption, OutputOption, RegistryOption, StandaloneOption
from openscore.cli.output import say, write
from openscore.cli.values import file_argument
from openscore.files import label_of
from openscore.language import noted, tr
from openscore.report.text import listed
from openscore.toml import read_bounded


def command(
    bill: Annotated[
        Path,
        file_argument(
            metavar="BOM",
            help="CycloneDX 1.5 to 1.7 as JSON or XML, SPDX 2.3 or 3.0.1 as JSON; `-` for input.",
        ),
    ],
    registry: RegistryOption = [],  # noqa: B006  # Typer copies it
    standalone: StandaloneOption = False,
    as_of: AsOfOption = None,
    output: OutputOption = None,
) -> None:
    """Add license, data sets, base models, card and evidence to the models of a bill; all else stays."""
    from openscore.report.formats.enrich import enriched

    content = read_bounded(bill, noted("a bill of materials"))
    loaded = registry_of(registry, standalone=standalone, as_of=as_of)
    made = enriched(content, label_of(bill), loaded)
    if output is None or str(output) in ("", "-"):
        write(made.content.decode("utf-8-sig"), output, is_data=True)
    else:
        write(made.content, output, is_data=True)
    for name, what in made.added:
        say(tr("added to {name}: {what}", name=name, what=listed(what)))
    for note in made.kept:
        say(tr("note: {note}", note=note))
    for name in made.unknown:
        say(tr("note: {note}", note=tr("{name} is not in the registry", name=name)))
    if not made.added:
        say(tr("nothing was added"))
