"""What the commands that edit a registry file have in common."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Annotated, NamedTuple

from openscore.cli.loading import rubric_of, snapshots
from openscore.cli.output import write
from openscore.cli.parameters import option
from openscore.cli.values import choice, day, file_path
from openscore.engine import rank
from openscore.errors import UsageError
from openscore.language import tr
from openscore.registry.edit import Desk, Sourced, edit_registry
from openscore.registry.registry import Registry
from openscore.report.views.ranking import shown_band, shown_score

HERE = "models.toml"
BY = ("maker", "third-party", "index")

FileOption = Annotated[
    Path | None,
    file_path("--registry", metavar="PATH", help=f"The file to edit; {HERE} in this folder if left out."),
]
UrlOption = Annotated[
    list[str], option("--url", metavar="URL", help="Address of a document that you read; repeatable.")
]
ByOption = Annotated[str, choice("--by", among=BY, help="Who publishes the document.")]
ReadOption = Annotated[date | None, day("--read", help="The day on which you read it; today if left out.")]
ArchivedOption = Annotated[
    str, option("--archived", metavar="URL", help="Address of the stored copy that you read.")
]


class Standing(NamedTuple):
    """Where a model stands under a rubric."""

    score: str
    band: str
    rank: str


def sourced(
    shows: str, urls: Sequence[str], keys: Sequence[str], read: date | None, by: str, archived: str
) -> Sourced:
    """Return what the options say of the sources."""
    return Sourced(shows.strip(), tuple(urls), tuple(keys), read or date.today(), by, archived)


def edited(registry: Path | None, change: Callable[[Desk], None], *, may_create: bool = False) -> Registry:
    """Edit the file that the option names and return the registry with it."""
    return edit_registry(
        registry or Path(HERE), change, today=date.today(), may_create=may_create, snapshots=snapshots()
    )


def done(text: str) -> None:
    """Say what an edit came to: it is made, whether somebody can hear of it or not."""
    with suppress(UsageError):
        write(text)


def standing(registry: Registry | None, model: str, rubric: str = "") -> Standing | None:
    """Return where a model stands; None if it is not there, or the rubric does not judge its kind."""
    judged = rubric_of(rubric)
    if registry is None or model not in registry.models or registry[model].kind not in judged.subjects:
        return None
    places = {place.assessment.record.id: place for place in rank(registry, judged)}
    place = places[model]
    return Standing(
        shown_score(place.assessment),
        shown_band(place.assessment),
        tr("{rank} of {total}", rank=place.rank, total=len(places)),
    )


def told(before: Standing | None, after: Standing | None) -> str:
    """Return in one line how the standing changed."""
    if after is None:
        return tr("not judged by the default rubric")
    if before is None or before == after:
        return tr(
            "score {score}, band {band}, rank {rank}", score=after.score, band=after.band, rank=after.rank
        )
    pairs = zip((tr("score"), tr("band"), tr("rank")), before, after, strict=True)
    return ", ".join(f"{name} {old} -> {new}" if old != new else f"{name} {new}" for name, old, new in pairs)
