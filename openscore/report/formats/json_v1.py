"""The machine format, version 1: frozen, separate from the internal classes, all keys always there.

Its shapes are declared here once: type checkers hold what is written to them, and `schemas` makes the
published schema of them. Nothing has to be built of them to write a ranking.
"""

from __future__ import annotations

from typing import Literal, cast

from typing_extensions import TypedDict

from openscore.engine import Ranked
from openscore.interval import Interval
from openscore.registry.registry import Registry
from openscore.report.views.ranking import CriterionView, RankingView, RowView, row_view
from openscore.rubric.rubric import Rubric

EXPORT = "openscore.export/1"
"""A ranking with the facts that it rests on under one more key, `facts`."""


Kind = Literal["model", "service", "developer"]
Verdict = Literal["met", "unmet", "unknown"]


class RangeV1(TypedDict):
    """A number between two bounds; equal where nothing is unknown."""

    low: float
    high: float


class BandRangeV1(TypedDict):
    """Ids of the bands of the low and of the high end."""

    low: str
    high: str


class RubricV1(TypedDict):
    """Which rubric was applied."""

    id: str
    version: str
    digest: str
    top: float
    """The score of full openness on the rubric's own scale."""
    profile: str | None
    """Whose weights the criteria have, if they are not the rubric's own; null if they are."""


class RegistryV1(TypedDict):
    """Which facts were judged."""

    digest: str
    models: int
    """How many models the registry has."""
    as_of: str | None
    """ISO date of the facts; null for the latest known."""


class RankRangeV1(TypedDict):
    """An interval of ranks that holds 90 % of the draws, and the rank itself."""

    low: int
    high: int


class CriterionV1(TypedDict):
    """One criterion."""

    id: str
    score: RangeV1
    """0 to 100, as everywhere: the low end rounded down, the high end up."""


class ClassV1(TypedDict):
    """Progress towards one class of a rubric that has classes."""

    id: str
    progress: RangeV1
    """0 to 100."""


class GateV1(TypedDict):
    """A gate that closes or may close."""

    id: str
    certain: bool


class RankedV1(TypedDict):
    """One model of a ranking."""

    rank: int
    ranks: RankRangeV1 | None
    """The ranks that the draws of `rank --with-uncertainty` give; null where they were not asked for."""
    group: int | None
    """Models that these draws do not tell apart share one; null where they were not asked for."""
    id: str
    name: str
    developer: str
    kind: Kind
    released: str | None
    score: RangeV1
    """On the rubric's own scale after gates, 0 to `rubric.top`."""
    uncapped: RangeV1
    """The same before gates."""
    band: BandRangeV1
    gates: list[GateV1]
    conformance: Verdict | None
    """The strict reading: whether every required element is there; null if the rubric has none."""
    weakest: str
    unknown: list[str]
    """Facts that nobody has established and that widen the score."""
    disputed: list[str]
    """Facts behind the score that somebody disputes, as long as nobody has answered."""
    criteria: list[CriterionV1]
    classes: list[ClassV1]


class RankingV1(TypedDict):
    """A ranking under one rubric."""

    schema: Literal["openscore.ranking/1"]
    openscore: str
    """Version of OpenScore."""
    rubric: RubricV1
    registry: RegistryV1
    ranking: list[RankedV1]


def ranking_json(view: RankingView, rubric: Rubric, registry: Registry, version: str) -> RankingV1:
    """Return the ranking as JSON data."""
    return RankingV1(
        schema="openscore.ranking/1",
        openscore=version,
        rubric=rubric_json(rubric),
        registry=registry_json(registry),
        ranking=[_ranked(row) for row in view.rows],
    )


def ranked_json(place: Ranked) -> RankedV1:
    """Return one model as it stands in a ranking."""
    return _ranked(row_view(place.rank, place.assessment))


def rubric_json(rubric: Rubric) -> RubricV1:
    """Return which rubric was applied, as every machine format says it."""
    return RubricV1(
        id=rubric.id,
        version=rubric.version,
        digest=rubric.digest,
        top=float(rubric.top),
        profile=rubric.profile or None,
    )


def registry_json(registry: Registry) -> RegistryV1:
    """Return which facts were judged, as every machine format says it."""
    day = registry.day.isoformat() if registry.day else None
    return RegistryV1(digest=registry.digest, models=len(registry), as_of=day)


def _ranked(row: RowView) -> RankedV1:
    return RankedV1(
        rank=row.rank,
        ranks=RankRangeV1(low=row.ranks[0], high=row.ranks[1]) if row.ranks else None,
        group=row.group,
        id=row.id,
        name=row.name,
        developer=row.developer,
        kind=cast("Kind", row.kind),
        released=row.released or None,
        score=_range(row.score),
        uncapped=_range(row.uncapped),
        band=BandRangeV1(low=row.band_ids[0], high=row.band_ids[1]),
        gates=[GateV1(id=gate.rstrip("?"), certain=not gate.endswith("?")) for gate in row.gates],
        conformance=cast("Verdict", row.conformance) if row.conformance else None,
        weakest=row.weakest.id,
        unknown=list(row.unknown),
        disputed=list(row.disputed),
        criteria=[_criterion(criterion) for criterion in row.criteria],
        classes=[ClassV1(id=id, progress=_range(progress)) for id, progress in row.classes],
    )


def _criterion(criterion: CriterionView) -> CriterionV1:
    return CriterionV1(id=criterion.id, score=_range(criterion.value.scaled(100).outwards(2)))


def _range(interval: Interval) -> RangeV1:
    return RangeV1(low=float(interval.low), high=float(interval.high))
