"""`openscore models`: what the registry holds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated

from openscore.cli import completion
from openscore.cli.listing import FormatOption, write_list
from openscore.cli.loading import registry_of, rubric_of
from openscore.cli.options import FamilyOption, OutputOption, RegistryOption, RubricOption, StandaloneOption
from openscore.cli.output import write
from openscore.cli.parameters import flag, option
from openscore.cli.values import day, whole_number
from openscore.engine import rank
from openscore.errors import NothingMatchedError, UsageError
from openscore.language import counted, tr
from openscore.records.record import ModelRecord
from openscore.registry.groups import Groups
from openscore.registry.registry import Registry
from openscore.report.terminal.lists import model_row
from openscore.rubric.rubric import Rubric


def command(
    registry: RegistryOption = [],  # noqa: B006  # Typer copies it
    standalone: StandaloneOption = False,
    mismatch: Annotated[
        bool, flag("--mismatch", help="Only those whose label claims more than the facts show.")
    ] = False,
    stale: Annotated[
        int | None,
        whole_number(
            "--stale",
            low=0,
            metavar="DAYS",
            help="Only those of which a document that decides was read longer ago than so many days.",
        ),
    ] = None,
    as_of: Annotated[
        date | None, day("--as-of", help="The day from which --stale counts back; today if left out.")
    ] = None,
    family: FamilyOption = "",
    maker: Annotated[
        str,
        option("--maker", metavar="MAKER", help="Keep what one maker made.", complete=completion.makers),
    ] = "",
    rubric: RubricOption = "",
    format: FormatOption = "table",
    output: OutputOption = None,
) -> None:
    """List the models of the registry, those whose label the facts do not bear out, or what to read again."""
    if stale is not None and mismatch:
        raise UsageError(
            tr("{one} and {other} are two lists, ask for one", one="--mismatch", other="--stale")
        )
    if stale is None and as_of:
        raise UsageError(tr("{option} says nothing without {other}", option="--as-of", other="--stale"))
    loaded = registry_of(registry, standalone=standalone)
    kept = _kept(loaded, family, maker)
    if stale is not None:
        rows = _stale(kept, rubric_of(rubric), stale, as_of or date.today())
        _write_stale(rows, stale, format, output)
        return
    if mismatch:
        from openscore.report.analyses.coverage import claim_rows

        judged = (place.assessment for place in rank(loaded, rubric_of(rubric)))
        claims = claim_rows(one for one in judged if one.record.id in kept)
        if not claims:
            raise NothingMatchedError(tr("every label is borne out, or nothing can be told"))
        narrow = ("model", "label", "score", "not_shown")
        write_list(claims, "mismatches", narrow=narrow, format=format, output=output)
        return
    listed = map(model_row, kept.values())
    write_list(listed, "models", narrow=("id", "name", "maker", "released"), format=format, output=output)


def _stale(kept: Mapping[str, ModelRecord], rubric: Rubric, days: int, today: date) -> list[dict[str, str]]:
    from openscore.analysis.coverage import stale
    from openscore.report.analyses.coverage import stale_rows

    # Nothing was read before the calendar begins.
    before = date.fromordinal(max(1, today.toordinal() - days))
    return stale_rows(stale(kept.values(), rubric, before), today)


def _write_stale(rows: list[dict[str, str]], days: int, format: str, output: Path | None) -> None:
    from openscore.report.analyses.coverage import STALE

    if rows or format == "json":
        narrow = ("model", "oldest", "to_read")
        write_list(rows, "stale", narrow=narrow, format=format, output=output)
    elif format == "csv":
        from openscore.report.formats.csv import to_csv

        write(to_csv(STALE, []), output, is_data=True)
    else:
        told = counted(
            "nothing that decides was read longer ago than {n} day",
            "nothing that decides was read longer ago than {n} days",
            days,
        )
        write(f"{told}\n", output)


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
