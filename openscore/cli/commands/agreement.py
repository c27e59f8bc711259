"""`openscore agreement`: how far rubrics agree, and where they do not."""

from __future__ import annotations

from typing import Annotated

from openscore.cli import completion
from openscore.cli.commands.matrix import LevelOption, compared
from openscore.cli.listing import FormatOption, list_text, write_list
from openscore.cli.loading import registry_of, rubric_of
from openscore.cli.options import AsOfOption, OutputOption, RegistryOption, StandaloneOption
from openscore.cli.output import say, write
from openscore.cli.parameters import argument
from openscore.cli.values import whole_number
from openscore.errors import NothingMatchedError, UsageError
from openscore.language import tr
from openscore.resources import rubric_files


def command(
    rubrics: Annotated[
        list[str],
        argument(
            metavar="RUBRIC",
            help="Two rubrics; all pairs if left out.",
            complete=completion.rubrics,
        ),
    ] = [],  # noqa: B006  # Typer copies it
    registry: RegistryOption = [],  # noqa: B006
    standalone: StandaloneOption = False,
    draws: Annotated[
        int, whole_number("--draws", low=1, high=100_000, help="Bootstrap draws per pair.")
    ] = 500,
    seed: Annotated[int, whole_number("--seed", low=0, high=2**31, help="Seed of the draws.")] = 1,
    top: Annotated[int, whole_number("--top", low=1, help="Of two rubrics, how many disagreements.")] = 8,
    level: LevelOption = "model",
    as_of: AsOfOption = None,
    format: FormatOption = "table",
    output: OutputOption = None,
) -> None:
    """Compare rubrics: Kendall's tau-b with a bootstrap interval; of two, the models they place apart."""
    from openscore.cli.commands.sensitivity import use_one_thread

    use_one_thread()
    from openscore.analysis.agreement import agreements, disagreements
    from openscore.report.analyses.matrix import agreement_rows, disagreement_rows, left_out, level_note

    if len(rubrics) not in (0, 2) or len(set(rubrics)) != len(rubrics):
        raise UsageError(
            tr("two different rubrics are compared, or all"), hint=tr("`openscore agreement RUBRIC RUBRIC`")
        )
    loaded = registry_of(registry, standalone=standalone, as_of=as_of)
    table = compared(loaded, level, [rubric_of(name) for name in rubrics or rubric_files()])
    if len(table.rubrics) < 2 or len(table.rows) < 2:
        raise NothingMatchedError(tr("agreement needs two rubrics that judge the same two models or more"))
    for note in filter(None, (level_note(table), left_out(table))):
        say(note)
    pairs = agreement_rows(agreements(table, draws=draws, seed=seed))
    narrow = ("first", "second", "tau_b", "interval", "compared")
    if not rubrics:
        write_list(pairs, "agreement", narrow=narrow, format=format, output=output)
        return
    rows = disagreement_rows(disagreements(table, most=top))
    if not rows:
        say(tr("no model is surely placed apart: what is known of them leaves room for the same place"))
        write_list(pairs, "agreement", narrow=narrow, format=format, output=output)
        return
    text = list_text(rows, "disagreements", narrow=tuple(rows[0]), format=format, output=output)
    if format == "table":
        pair = list_text(pairs, "agreement", narrow=narrow, format=format, output=output)
        text = f"{pair}\n{text}"
    write(text, output, is_data=format != "table")
