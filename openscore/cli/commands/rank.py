"""`openscore rank`: all models from most to least open."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from openscore import numerals
from openscore.cli import completion
from openscore.cli.exit_codes import FAILED, EndedError
from openscore.cli.filters import selection
from openscore.cli.loading import registry_of, rubric_of, take_over
from openscore.cli.options import (
    AsOfOption,
    FamilyOption,
    OutputOption,
    RegistryOption,
    RubricOption,
    StandaloneOption,
)
from openscore.cli.output import say, write
from openscore.cli.parameters import flag, option
from openscore.cli.screen import screen
from openscore.cli.values import choice, number, one_of, whole_number
from openscore.engine import Ranked, rank
from openscore.errors import NothingMatchedError
from openscore.language import tr
from openscore.registry.registry import Registry
from openscore.report.views.ranking import RankingView, ranking_view
from openscore.rubric.rubric import Rubric

if TYPE_CHECKING:
    from datetime import date

    from openscore.analysis.sensitivity import Spread

FORMATS = ("table", "json", "csv", "md", "svg")


FiltersOption = Annotated[
    list[str],
    option("--filter", metavar="KEY=VALUE", help="Keep what matches, such as kind=service; repeatable."),
]
BandOption = Annotated[
    str,
    option("--band", metavar="ID", help="Keep one band, such as open-weights.", complete=completion.bands),
]
SortOption = Annotated[
    str,
    option(
        "--sort",
        metavar="KEY",
        help="score, name, maker, released, or a criterion.",
        complete=completion.criteria,
    ),
]
FailUnderOption = Annotated[
    float | None,
    number("--fail-under", low=0, high=100, metavar="SCORE", help="Exit 1 if a listed model scores below."),
]


def command(
    rubric: RubricOption = "",
    registry: RegistryOption = [],  # noqa: B006  # Typer copies it
    standalone: StandaloneOption = False,
    top: Annotated[int | None, whole_number("--top", low=1, help="Show the first N only.")] = None,
    filters: FiltersOption = [],  # noqa: B006
    family: FamilyOption = "",
    band: BandOption = "",
    sort: SortOption = "score",
    with_uncertainty: Annotated[
        bool, flag("--with-uncertainty", help="Show how sure ranks are, and what is not told apart.")
    ] = False,
    with_age: Annotated[
        bool, flag("--with-age", help="Show the oldest reading that each score rests on.")
    ] = False,
    as_of: AsOfOption = None,
    format: Annotated[str, choice("--format", among=FORMATS, help="Output format.")] = "table",
    output: OutputOption = None,
    fail_under: FailUnderOption = None,
) -> None:
    """Rank models by openness, from most to least open."""
    loaded, judged = registry_of(registry, standalone=standalone, as_of=as_of), rubric_of(rubric)
    take_over(loaded, judged, keeps=True)
    ranked = rank(loaded, judged)
    asked = [*filters, f"family={family}"] if family else filters
    keep = selection(asked, band, loaded, judged)
    chosen = _sorted([place for place in ranked if keep(place.assessment)], sort, judged)[:top]
    _need_some(chosen, loaded, judged)
    spreads = _spreads(ranked) if with_uncertainty else None
    readings = _readings(chosen, judged) if with_age else None
    day = as_of.isoformat() if as_of else ""
    view = ranking_view(chosen, judged, total=len(ranked), as_of=day, spreads=spreads, readings=readings)
    write(rendered(view, format, ranked, loaded, output), output, is_data=format != "table")
    least = 0.0 if fail_under is None else fail_under
    below = [place.assessment.record.id for place in chosen if place.assessment.score.low < least]
    if below:
        say(tr("below {threshold}: {listed}", threshold=numerals.number(least), listed=", ".join(below)))
        raise EndedError(FAILED)


def _need_some(chosen: Sequence[Ranked], registry: Registry, rubric: Rubric) -> None:
    if not chosen:
        if not any(record.kind in rubric.subjects for record in registry):
            from openscore.cli.assessed import nothing_judged

            raise nothing_judged(rubric)
        raise NothingMatchedError(tr("no model matches"), hint=tr("`openscore models` lists all of them"))


def _spreads(ranked: Sequence[Ranked]) -> dict[str, Spread]:
    """Return how sure each rank is under the rubric's own way of joining criteria, by id."""
    from openscore.cli.commands.sensitivity import use_one_thread

    use_one_thread()
    from openscore.analysis.sampling import CONTESTED, UNKNOWN, WEIGHTS
    from openscore.analysis.sensitivity import Settings, spread_of

    found = spread_of(ranked, Settings(sources=(WEIGHTS, UNKNOWN, CONTESTED)))
    return {spread.place.assessment.record.id: spread for spread in found.models}


def _readings(ranked: Sequence[Ranked], rubric: Rubric) -> dict[str, date | None]:
    """Return the oldest reading that each score rests on, by id."""
    from openscore.engine.age import oldest_reading

    records = [place.assessment.record for place in ranked]
    return {record.id: oldest_reading(record, rubric) for record in records}


def _sorted(places: Sequence[Ranked], key: str, rubric: Rubric) -> list[Ranked]:
    criteria = [criterion.id for criterion in rubric.criteria]
    one_of(key, ("score", "name", "maker", "released", *criteria), "--sort")
    keys: dict[str, Callable[[Ranked], object]] = {
        "score": lambda place: place.rank,
        "name": lambda place: place.assessment.record.name.casefold(),
        "maker": lambda place: place.assessment.record.developer.casefold(),
        "released": lambda place: str(place.assessment.record.released or ""),
    }
    if key in criteria:
        column = criteria.index(key)
        keys[key] = lambda place: -(value.low if (value := place.assessment.criteria[column].value) else 0.0)
    return sorted(places, key=keys[key])  # type: ignore[arg-type]


def rendered(
    view: RankingView, format: str, ranked: Sequence[Ranked], registry: Registry, output: Path | None
) -> str:
    """Return a ranking in one of the `FORMATS`; `ranked` is all that the rubric judges."""
    # One format is needed; the others stay unread.
    if format == "json":
        from openscore import __version__
        from openscore.report.formats.json_v1 import ranking_json
        from openscore.report.text import to_json

        return to_json(ranking_json(view, ranked[0].assessment.rubric, registry, __version__)) + "\n"
    if format == "csv":
        from openscore.report.formats.csv import ranking_csv

        return ranking_csv(view, registry)
    if format == "md":
        from openscore.report.formats.markdown import ranking_markdown

        return ranking_markdown(view)
    if format == "svg":
        from openscore.report.documents.brief import plot_of
        from openscore.report.documents.plot import svg

        return svg(plot_of(view, ranked)) + "\n"
    from openscore.report.terminal.ranking import ranking_table

    return ranking_table(view, screen(output))
