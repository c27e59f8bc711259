"""`openscore history`: what changed, and what it did to the score."""

from __future__ import annotations

from openscore.cli.listing import FormatOption, write_list
from openscore.cli.loading import registry_of, rubric_of
from openscore.cli.options import ModelArgument, OutputOption, RegistryOption, RubricOption, StandaloneOption
from openscore.errors import NothingMatchedError
from openscore.language import tr


def command(
    model: ModelArgument,
    rubric: RubricOption = "",
    registry: RegistryOption = [],  # noqa: B006  # Typer copies it
    standalone: StandaloneOption = False,
    format: FormatOption = "table",
    output: OutputOption = None,
) -> None:
    """Show the steps in the life of one model: date, score before and after, what changed."""
    from openscore.analysis.history import steps_of
    from openscore.report.analyses.coverage import history_rows

    loaded = registry_of(registry, standalone=standalone)
    record = loaded[model]
    rows = history_rows(steps_of(record.id, loaded, rubric_of(rubric)), loaded)
    if not rows:
        raise NothingMatchedError(tr("no dated step of '{id}' is known", id=record.id))
    write_list(rows, "history", narrow=("date", "score", "what"), format=format, output=output)
