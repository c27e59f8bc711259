"""`openscore compare`: models side by side."""

from __future__ import annotations

from typing import Annotated

from openscore.cli import completion
from openscore.cli.assessed import need_judged
from openscore.cli.listing import FormatOption
from openscore.cli.loading import registry_of, rubric_of
from openscore.cli.options import AsOfOption, OutputOption, RegistryOption, RubricOption, StandaloneOption
from openscore.cli.output import write
from openscore.cli.parameters import argument, flag
from openscore.cli.screen import screen
from openscore.engine import rank
from openscore.errors import UsageError
from openscore.language import tr
from openscore.report.text import document
from openscore.resources import rubric_files


def command(
    models: Annotated[
        list[str],
        argument(metavar="MODEL", help="Ids or aliases of models.", complete=completion.models),
    ],
    rubric: RubricOption = "",
    registry: RegistryOption = [],  # noqa: B006  # Typer copies it
    standalone: StandaloneOption = False,
    brief: Annotated[bool, flag("--brief", help="Leave out the addresses of sources.")] = False,
    as_of: AsOfOption = None,
    format: FormatOption = "table",
    output: OutputOption = None,
) -> None:
    """Compare models: what drives the gap, which facts differ, and who leads under each rubric."""
    from openscore.analysis.compare import decompose, differences, standings
    from openscore.report.analyses.compare import comparison, comparison_csv, comparison_json

    loaded = registry_of(registry, standalone=standalone, as_of=as_of)
    records = [loaded[name] for name in models]
    if len({record.id for record in records}) != len(models) or len(models) < 2:
        raise UsageError(
            tr("two or more different models are compared"), hint=tr("`openscore compare MODEL MODEL`")
        )
    judged = rubric_of(rubric)
    for record in records:
        need_judged(record, judged)
    ranks = {place.assessment.record.id: place for place in rank(loaded, judged)}
    places = [ranks[record.id] for record in records]
    terms = tuple(decompose([place.assessment for place in places]))
    if format == "csv":
        write(comparison_csv([place.assessment for place in places], terms), output, is_data=True)
        return
    found = differences([place.assessment for place in places])
    standing = tuple(standings(records, map(rubric_of, rubric_files())))
    if format == "json":
        content = comparison_json(places, terms, found, standing, registry=loaded)
        write(document("comparison", content), output, is_data=True)
        return
    shown = comparison(places, terms, found, standing, screen(output), sources=not brief)
    write(shown, output)
