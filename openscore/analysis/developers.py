"""Developers by rubrics: for frameworks that judge who makes models, beside those that judge what they make.

A framework that judges developers does not say which release stands for them, and a maker's releases differ.
So under a rubric that judges releases a developer has no single figure: it has the span from its least to its
most open release, and two developers have an order only where all of one lie above all of the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from openscore.analysis.matrix import Matrix, columns_of, joined
from openscore.engine import Assessment, assess
from openscore.engine.assessment import PartResult
from openscore.interval import Interval
from openscore.records.record import ModelRecord
from openscore.registry.groups import Groups, Maker
from openscore.registry.registry import Registry
from openscore.rubric.rubric import Rubric

DEVELOPER = "developer"


def developer_matrix(registry: Registry, rubrics: Sequence[Rubric]) -> Matrix:
    """Return the matrix of the developers of a registry; rubrics that judge nothing of theirs are left out.

    Args:
        registry: Releases, and records of developers where an index was imported.
        rubrics: Of any subject.
    """
    groups = Groups(registry)
    made: dict[str, list[ModelRecord]] = {}
    for record in registry:
        made.setdefault(groups.maker_of(record).name, []).append(record)
    rows = [(_subject(groups.maker(name), records[0]), records) for name, records in made.items()]
    judged = [[_figure(subject, records, rubric) for subject, records in rows] for rubric in rubrics]
    return joined([subject for subject, _ in rows], rubrics, columns_of(judged))


def _subject(maker: Maker, of: ModelRecord) -> ModelRecord:
    """Return a record that stands for a developer; it has a name and no facts."""
    empty: dict[str, list[object]] = {key: [] for key in ("modality", "sizes", "aliases", "bases", "serves")}
    named = {"name": maker.name, "developer": maker.name, "kind": DEVELOPER, "summary": ""}
    data = {
        **named,
        **empty,
        "documents": [],
        "keys": {},
        "dates": {},
        "facts": {},
        "history": [],
        "stages": [],
    }
    record = ModelRecord(maker.id or maker.name, data)
    record.registry = of.registry
    return record


def _figure(subject: ModelRecord, records: Sequence[ModelRecord], rubric: Rubric) -> Assessment | None:
    """Return what a rubric says of a developer: of its record, or of all its releases together."""
    judged = [
        assess(record, rubric)
        for record in records
        if record.kind in rubric.subjects
        # Of a developer whom an edition did not judge nothing is known, which is no figure.
        and (record.kind != DEVELOPER or not record.values.keys().isdisjoint(rubric.paths))
    ]
    return _span(judged, subject) if judged else None


def _span(judged: Sequence[Assessment], subject: ModelRecord) -> Assessment:
    """Return the assessment that holds all of these: each end is that of the least, or most open one."""
    first = judged[0]
    bands = sorted(chain(*(one.bands for one in judged)), key=first.rubric.openness)
    criteria = [_span_of(results) for results in zip(*(one.criteria for one in judged), strict=True)]
    score, uncapped, exact = (
        _hull([getattr(one, name) for one in judged]) for name in ("score", "uncapped", "exact")
    )
    return first._replace(
        record=subject, score=score, uncapped=uncapped, exact=exact, bands=(bands[0], bands[-1]),
        criteria=tuple(criteria), gates=(), classes=(), elements=(), masks={}, served=None,
    )  # fmt: skip


def _span_of(results: Sequence[PartResult]) -> PartResult:
    known = [result.value for result in results if result.value is not None]
    return results[0]._replace(value=_hull(known) if known else None)


def _hull(values: Sequence[Interval]) -> Interval:
    return Interval(min(value.low for value in values), max(value.high for value in values))
