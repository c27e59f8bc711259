"""`openscore profile`: the ranking under other weights."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from openscore.cli import completion
from openscore.cli.commands.rank import FORMATS, rendered
from openscore.cli.listing import write_list
from openscore.cli.loading import registry_of, rubric_of
from openscore.cli.options import AsOfOption, OutputOption, RegistryOption, RubricOption, StandaloneOption
from openscore.cli.output import write
from openscore.cli.parameters import argument, option
from openscore.cli.values import choice, number_of, whole_number
from openscore.engine import rank
from openscore.errors import UsageError
from openscore.language import tr
from openscore.report.terminal.lists import profile_row
from openscore.report.views.ranking import ranking_view
from openscore.resources import profile_files
from openscore.rubric.profile import load_profile, reweighted


def command(
    name: Annotated[
        str, argument(metavar="NAME", help="A shipped profile.", complete=completion.profiles)
    ] = "",
    weight: Annotated[
        list[str],
        option("--weight", metavar="CRITERION=NUMBER", help="Your own weight, such as data=40; repeatable."),
    ] = [],  # noqa: B006  # Typer copies it
    rubric: RubricOption = "",
    registry: RegistryOption = [],  # noqa: B006
    standalone: StandaloneOption = False,
    top: Annotated[int | None, whole_number("--top", low=1, help="Show the first N only.")] = None,
    as_of: AsOfOption = None,
    format: Annotated[str, choice("--format", among=FORMATS, help="Output format.")] = "table",
    output: OutputOption = None,
) -> None:
    """Rank by other weights of the criteria, marked as such; without any, list the shipped profiles."""
    if not name and not weight:
        rows = [profile_row(load_profile(id)) for id in profile_files()]
        write_list(rows, "profiles", narrow=("id", "weights", "title"), format=format, output=output)
        return
    profile = load_profile(name) if name else None
    judged = reweighted(rubric_of(rubric), profile, _weights(weight))
    loaded = registry_of(registry, standalone=standalone, as_of=as_of)
    ranked = rank(loaded, judged)
    if not ranked:
        from openscore.cli.assessed import nothing_judged

        raise nothing_judged(judged)
    day = as_of.isoformat() if as_of else ""
    view = ranking_view(ranked[:top], judged, total=len(ranked), as_of=day)
    write(rendered(view, format, ranked, loaded, output), output, is_data=format != "table")


def _weights(words: Sequence[str]) -> dict[str, float]:
    found = {}
    for word in words:
        id, equals, value = word.partition("=")
        if not equals:
            raise UsageError(
                tr("'{word}' is not CRITERION=NUMBER", word=word), hint=tr("such as --weight data=40")
            )
        found[id] = number_of(value, f"--weight {id}", 1e-6, 1_000_000)
    return found
