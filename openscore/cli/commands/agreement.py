"""`openscore agreement`: how far rubrics agree, and where they do not."""

from __future__ import annotations

from typing import Annotated

import typer

from openscore.cli.listing import FormatOption, list_text, write_list
from openscore.cli.options import (
    AsOfOption,
    OutputOption,
    RegistryOption,
    StandaloneOption,
    number_of,
    registry_of,
    rubric_of,
    write,
)
from openscore.errors import NothingMatchedError, UsageError
from openscore.language import tr
from openscore.resources import rubric_files


def command(
    rubrics: Annotated[
        list[str], typer.Argument(metavar="[RUBRIC RUBRIC]", help="Two rubrics; all pairs if left out.")
    ] = [],  # noqa: B006  # Typer copies it
    registry: RegistryOption = [],  # noqa: B006
    standalone: StandaloneOption = False,
    draws: Annotated[str, typer.Option("--draws", metavar="N", help="Bootstrap draws per pair.")] = "500",
    seed: Annotated[str, typer.Option("--seed", metavar="N", help="Seed of the draws.")] = "1",
    top: Annotated[
        str, typer.Option("--top", metavar="N", help="Of two rubrics, how many disagreements.")
    ] = "8",
    as_of: AsOfOption = "",
    format: FormatOption = "table",
    output: OutputOption = "",
) -> None:
    """Compare rubrics: Kendall's tau-b with a bootstrap interval; of two, the models they place apart."""
    from openscore.analysis.agreement import agreements, disagreements
    from openscore.analysis.matrix import matrix
    from openscore.report.analyses.matrix import agreement_rows, disagreement_rows

    if len(rubrics) not in (0, 2) or len(set(rubrics)) != len(rubrics):
        raise UsageError(
            tr("two different rubrics are compared, or all"), hint=tr("openscore agreement RUBRIC RUBRIC")
        )
    count, most = int(number_of(draws, "--draws", 1, 100_000)), int(number_of(top, "--top", 1, 1e6))
    loaded = registry_of(registry, standalone=standalone, as_of=as_of)
    table = matrix(loaded, [rubric_of(name) for name in rubrics or rubric_files()])
    if len(table.rubrics) < 2 or len(table.rows) < 2:
        raise NothingMatchedError(tr("agreement needs two rubrics that judge the same two models or more"))
    pairs = agreement_rows(agreements(table, draws=count, seed=int(number_of(seed, "--seed", 0, 2**31))))
    narrow = ("first", "second", "tau_b", "interval", "models")
    if not rubrics:
        write_list(pairs, "agreement", narrow=narrow, format=format, output=output)
        return
    rows = disagreement_rows(disagreements(table, most=most))
    text = list_text(rows, "disagreements", narrow=tuple(rows[0]), format=format, output=output)
    if format == "table":
        pair = list_text(pairs, "agreement", narrow=narrow, format=format, output=output)
        text = f"{pair}\n{text}"
    write(text, output, is_data=format != "table")
