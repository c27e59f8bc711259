"""`openscore models`: what the registry holds."""

from __future__ import annotations

from typing import Annotated

from openscore.cli.listing import FormatOption, write_list
from openscore.cli.loading import registry_of, rubric_of
from openscore.cli.options import OutputOption, RegistryOption, RubricOption, StandaloneOption
from openscore.cli.values import flag
from openscore.engine import rank
from openscore.errors import NothingMatchedError
from openscore.language import tr
from openscore.report.terminal.lists import model_row


def command(
    registry: RegistryOption = [],  # noqa: B006  # Typer copies it
    standalone: StandaloneOption = False,
    mismatch: Annotated[
        bool, flag("--mismatch", help="Only those whose label claims more than the facts show.")
    ] = False,
    rubric: RubricOption = "",
    format: FormatOption = "table",
    output: OutputOption = None,
) -> None:
    """List the models of the registry, or those whose maker's label the facts do not bear out."""
    loaded = registry_of(registry, standalone=standalone)
    if mismatch:
        from openscore.report.analyses.coverage import claim_rows

        claims = claim_rows(place.assessment for place in rank(loaded, rubric_of(rubric)))
        if not claims:
            raise NothingMatchedError(tr("every label is borne out, or nothing can be told"))
        narrow = ("model", "label", "score", "not_shown")
        write_list(claims, "mismatches", narrow=narrow, format=format, output=output)
        return
    rows = (model_row(record) for record in loaded)
    write_list(rows, "models", narrow=("id", "name", "maker", "released"), format=format, output=output)
