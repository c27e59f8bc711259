"""`openscore what-if`: what other facts would change."""

from __future__ import annotations

from typing import Annotated

from openscore.cli import completion
from openscore.cli.assessed import one
from openscore.cli.listing import FormatOption, write_list
from openscore.cli.options import (
    AsOfOption,
    ModelArgument,
    OutputOption,
    RegistryOption,
    RubricOption,
    StandaloneOption,
)
from openscore.cli.output import write
from openscore.cli.parameters import argument
from openscore.cli.supposed_facts import facts_of
from openscore.report.text import document


def command(
    model: ModelArgument,
    facts: Annotated[
        list[str],
        argument(
            metavar="FACT=VALUE",
            help="Supposed facts, such as weights.license=Apache-2.0.",
            complete=completion.supposed,
        ),
    ],
    rubric: RubricOption = "",
    registry: RegistryOption = [],  # noqa: B006  # Typer copies it
    standalone: StandaloneOption = False,
    as_of: AsOfOption = None,
    format: FormatOption = "table",
    output: OutputOption = None,
) -> None:
    """Show score, band and rank of one model before and after supposed changes of facts."""
    from openscore.analysis.what_if import what_if
    from openscore.report.analyses.what_if import what_if_json, what_if_rows

    place = one(model, rubric=rubric, registry=registry, standalone=standalone, as_of=as_of)
    assessment = place.assessment
    changes = facts_of(facts, place.registry)
    found = what_if(place.registry, assessment.record.id, changes, assessment.rubric)
    if format == "json":
        content = what_if_json(found, assessment.rubric, place.registry)
        write(document("what-if", content), output, is_data=True)
        return
    rows = what_if_rows(found)
    keys = ("what", "before", "after")
    write_list(rows, "what-if", narrow=keys, format=format, output=output)
