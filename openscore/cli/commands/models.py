"""`openscore models`: what the registry holds."""

from __future__ import annotations

from typing import Annotated

import typer

from openscore.cli import completion
from openscore.cli.listing import FormatOption, write_list
from openscore.cli.loading import registry_of, rubric_of
from openscore.cli.options import FamilyOption, OutputOption, RegistryOption, RubricOption, StandaloneOption
from openscore.cli.values import flag
from openscore.engine import rank
from openscore.errors import NothingMatchedError
from openscore.language import tr
from openscore.records.record import ModelRecord
from openscore.registry.groups import Groups
from openscore.registry.registry import Registry
from openscore.report.terminal.lists import model_row


def command(
    registry: RegistryOption = [],  # noqa: B006  # Typer copies it
    standalone: StandaloneOption = False,
    mismatch: Annotated[
        bool, flag("--mismatch", help="Only those whose label claims more than the facts show.")
    ] = False,
    family: FamilyOption = "",
    maker: Annotated[
        str,
        typer.Option(
            "--maker", metavar="MAKER", help="Keep what one maker made.", autocompletion=completion.makers
        ),
    ] = "",
    rubric: RubricOption = "",
    format: FormatOption = "table",
    output: OutputOption = None,
) -> None:
    """List the models of the registry, or those whose maker's label the facts do not bear out."""
    loaded = registry_of(registry, standalone=standalone)
    kept = _kept(loaded, family, maker)
    if mismatch:
        from openscore.report.analyses.coverage import claim_rows

        judged = (place.assessment for place in rank(loaded, rubric_of(rubric)))
        claims = claim_rows(one for one in judged if one.record.id in kept)
        if not claims:
            raise NothingMatchedError(tr("every label is borne out, or nothing can be told"))
        narrow = ("model", "label", "score", "not_shown")
        write_list(claims, "mismatches", narrow=narrow, format=format, output=output)
        return
    rows = map(model_row, kept.values())
    write_list(rows, "models", narrow=("id", "name", "maker", "released"), format=format, output=output)


def _kept(registry: Registry, family: str, maker: str) -> dict[str, ModelRecord]:
    """Return the models of a family and a maker, by id; those of all where none is named.

    Raises:
        UnknownNameError: If there is no such family or maker.
        NothingMatchedError: If nothing is of both.
    """
    groups = Groups(registry)
    families = [groups.members(groups.family(family))] if family else []
    makers = [groups.made_by(groups.maker(maker))] if maker else []
    kept = {id: one for id, one in registry.models.items() if all(one in of for of in families + makers)}
    if not kept:
        raise NothingMatchedError(tr("no model matches"), hint=tr("`openscore models` lists all of them"))
    return kept
