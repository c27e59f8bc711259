"""What a report shows of a ranking: plain, inert text and numbers, the same for every format."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from openscore.engine.assessment import ZERO, Assessment
from openscore.engine.rank import Ranked
from openscore.interval import Interval
from openscore.language import ENGLISH, tr
from openscore.report.text import between, listed, stated, titled, visible
from openscore.rubric.rubric import Rubric

if TYPE_CHECKING:
    from openscore.analysis.sensitivity import Spread


STAR = " *"
"""Marks a service."""


class CriterionView(NamedTuple):
    """One criterion of one model."""

    id: str
    title: str
    value: Interval
    """0 to 1."""


class RowView(NamedTuple):
    """One model of a ranking."""

    rank: int
    ranks: tuple[int, int] | None
    """The interval of ranks, where it was asked for."""
    group: int | None
    """Models that are not told apart share one."""
    read: str | None
    """ISO date of the oldest reading that the score rests on, empty if none is; None if not asked for."""
    id: str
    name: str
    developer: str
    kind: str
    released: str
    """ISO date; empty where unknown."""
    score: Interval
    """On the rubric's own scale."""
    shown: str
    """The score as a reader quotes it."""
    percent: Interval
    """The score as a share of the rubric's top, 0 to 100."""
    uncapped: Interval
    band: str
    """Title of the band of the low end."""
    band_high: str
    band_ids: tuple[str, str]
    gates: tuple[str, ...]
    """Ids of the gates that close; those that only may close end in `?`."""
    weakest: CriterionView
    conformance: str
    criteria: tuple[CriterionView, ...]
    classes: tuple[tuple[str, Interval], ...]
    """Id of each class of the rubric, with the progress from 0 to 100."""
    assessment: Assessment

    @property
    def unknown(self) -> tuple[str, ...]:
        """Facts that nobody has established; found only where a format lists them."""
        return self.assessment.unknown

    @property
    def marked(self) -> str:
        """The name, with a mark behind that of a service."""
        return self.name + (STAR if self.kind == "service" else "")

    @property
    def least(self) -> str:
        """Title of the weakest criterion; empty where every one is open in full."""
        return "" if self.weakest.value.low == 1 else self.weakest.title

    @property
    def disputed(self) -> tuple[str, ...]:
        """Facts that somebody disputes and nobody has answered for; found as late."""
        return self.assessment.disputed


class RankingView(NamedTuple):
    """A ranking with what is needed to find it again."""

    rows: tuple[RowView, ...]
    rubric_id: str
    rubric_version: str
    rubric_title: str
    weights: str
    """The shares of criteria if they are not the rubric's own, as a sentence; else empty."""
    columns: tuple[tuple[str, str, str], ...]
    """Letter, id and title of each criterion."""
    as_of: str
    total: int
    """Models in the registry, shown or not."""

    @property
    def services(self) -> str:
        """What the mark of a service means; empty where there is none."""
        if all(row.kind != "service" for row in self.rows):
            return ""
        return tr("* a service, judged by the model that it serves.")


def ranking_view(
    ranked: Sequence[Ranked],
    rubric: Rubric,
    *,
    total: int,
    as_of: str = "",
    spreads: "Mapping[str, Spread] | None" = None,
    readings: Mapping[str, date | None] | None = None,
) -> RankingView:
    """Return the view of a ranking in a language.

    Args:
        ranked: What to show, in the order in which to show it.
        rubric: The rubric that was applied.
        total: How many models the registry has.
        as_of: ISO date of the facts; empty for the latest known.
        spreads: How sure each rank is, by id, where that is asked for.
        readings: The oldest reading that each score rests on, by id, where that is asked for.
    """
    letters = letters_of([visible(criterion.title[ENGLISH]) for criterion in rubric.criteria])
    columns = tuple(
        (letter, criterion.id, titled(criterion.title))
        for letter, criterion in zip(letters, rubric.criteria, strict=True)
    )
    titles = [title for _, _, title in columns]
    rows = tuple([_row(place.rank, place.assessment, titles) for place in ranked])
    if spreads is not None:
        rows = tuple(
            row._replace(ranks=(spread.low, spread.high), group=spread.group)
            for row in rows
            if (spread := spreads[row.id])
        )
    if readings is not None:
        rows = tuple(row._replace(read=str(readings[row.id] or "")) for row in rows)
    weights = _weights(rubric) if rubric.profile else ""
    return RankingView(rows, rubric.id, rubric.version, titled(rubric.title), weights, columns, as_of, total)


def _weights(rubric: Rubric) -> str:
    total = sum(criterion.share for criterion in rubric.criteria)
    shares = listed(
        f"{titled(criterion.title)} {100 * criterion.share / total:.0f}%" for criterion in rubric.criteria
    )
    return tr(
        "Re-weighted ({profile}): {shares}. This is not the rubric's own score.",
        profile=rubric.profile,
        shares=shares,
    )


def row_view(rank: int, assessment: Assessment) -> RowView:
    """Return the view of one assessment."""
    return _row(rank, assessment, [titled(result.part.title) for result in assessment.criteria])


def _row(rank: int, assessment: Assessment, titles: Sequence[str]) -> RowView:
    record = assessment.record
    low, high = assessment.bands
    criteria = tuple(
        [
            CriterionView(result.part.id, title, result.value or ZERO)
            for result, title in zip(assessment.criteria, titles, strict=True)
        ]
    )
    weakest = criteria[assessment.criteria.index(assessment.weakest)]
    return RowView(
        rank=rank,
        ranks=None,
        group=None,
        read=None,
        id=record.id,
        name=visible(record.name),
        developer=visible(record.developer),
        kind=record.kind,
        released=record.released.isoformat() if record.released else "",
        score=assessment.score,
        shown=shown_score(assessment),
        percent=assessment.percent,
        uncapped=assessment.uncapped,
        band=titled(low.title),
        band_high=titled(high.title),
        band_ids=(low.id, high.id),
        gates=tuple(result.gate.id + ("" if result.is_certain else "?") for result in assessment.gates),
        weakest=weakest,
        conformance=assessment.conformance,
        criteria=criteria,
        classes=tuple((result.entry.id, result.progress) for result in assessment.classes),
        assessment=assessment,
    )


UNSURE = "?"
"""Marks what may be otherwise, or higher, once the unknown is known."""


def shown_score(assessment: Assessment, score: Interval | None = None) -> str:
    """Return the score, or another one such as that before gates, on the rubric's own scale."""
    return stated(*(assessment.score if score is None else score), assessment.rubric.digits)


def shown_band(assessment: Assessment) -> str:
    """Return the title of the band, or both ends where facts are unknown; `not rated` if any is possible."""
    low, high = assessment.bands
    if not is_rated(assessment):
        return tr("not rated")
    return titled(low.title) if low is high else between(titled(low.title), titled(high.title))


def short_band(assessment: Assessment) -> str:
    """Return the title of the band of the low end, marked where it could be higher; `not rated` as above."""
    low, high = assessment.bands
    if not is_rated(assessment):
        return tr("not rated")
    return titled(low.title) + ("" if low is high else UNSURE)


def is_rated(assessment: Assessment) -> bool:
    """Whether the facts that are known rule some band out; two bands are a question, still open."""
    rubric = assessment.rubric
    low, high = map(rubric.openness, assessment.bands)
    return len(rubric.bands) <= 2 or high - low < len(rubric.bands) - 1


def letters_of(titles: Iterable[str]) -> list[str]:
    """Return the initials if they tell the criteria apart, else numbers."""
    listed = list(titles)
    initials = [title[:1].upper() for title in listed]
    if len(set(initials)) == len(listed):
        return initials
    return [str(place) for place in range(1, len(listed) + 1)]
