"""What the commands about one model, or a few, have in common."""

from datetime import date
from pathlib import Path
from typing import NamedTuple

from openscore.cli.loading import as_it_was, registry_of, rubric_of, take_over
from openscore.engine import Assessment, assess, rank
from openscore.errors import NothingMatchedError, UnknownNameError, UsageError
from openscore.language import tr
from openscore.records.record import ModelRecord
from openscore.registry.registry import Registry
from openscore.report.text import enumerated
from openscore.report.views.export import Export
from openscore.report.views.naming import subjects_of
from openscore.rubric.rubric import Rubric


class One(NamedTuple):
    """One assessed model in its registry."""

    assessment: Assessment
    registry: Registry


def several(
    models: list[str], *, rubric: str, registry: list[Path], standalone: bool, as_of: date | None
) -> Export:
    """Assess models, or all that the rubric judges if none is named, most open first.

    Raises:
        UnknownNameError: If the registry has no such model, or it was not out on that day.
        NothingMatchedError: If the rubric judges nothing that the registry has.
    """
    judged, loaded, wanted = _named(models, rubric, registry, standalone, as_of)
    take_over(loaded, judged, keeps=True)
    ranked = rank(loaded, judged)
    chosen = tuple(place for place in ranked if not wanted or place.assessment.record.id in wanted)
    if not chosen:
        raise nothing_judged(judged)
    return Export(chosen, judged, loaded, ranked)


def one(model: str, *, rubric: str, registry: list[Path], standalone: bool, as_of: date | None) -> One:
    """Assess one model.

    Raises:
        UnknownNameError: If the registry has no such model, or it was not out on that day.
    """
    judged, loaded, (id,) = _named([model], rubric, registry, standalone, as_of)
    take_over(loaded, judged, keeps=False)
    return One(assess(loaded.models[id], judged), loaded)


def ranked_one(record: ModelRecord, registry: Registry, rubric: Rubric, as_of: date | None) -> Export:
    """Return one model with its place in a registry, as of a day.

    Raises:
        UnknownNameError: If it was not out on that day.
        UsageError: If the rubric does not judge it.
    """
    loaded = registry if as_of is None else as_it_was(registry, as_of)
    _check(record, loaded, rubric, as_of)
    take_over(loaded, rubric, keeps=True)
    ranking = rank(loaded, rubric)
    place = next(one for one in ranking if one.assessment.record.id == record.id)
    return Export((place,), rubric, loaded, ranking)


def _named(
    models: list[str], rubric: str, registry: list[Path], standalone: bool, as_of: date | None
) -> tuple[Rubric, Registry, set[str]]:
    """Load what the options name, and return with it the ids of the models."""
    judged = rubric_of(rubric)
    loaded = registry_of(registry, standalone=standalone)
    records = [loaded[model] for model in models]
    if as_of is not None:
        loaded = as_it_was(loaded, as_of)
    for record in records:
        _check(record, loaded, judged, as_of)
    return judged, loaded, {record.id for record in records}


def _check(record: ModelRecord, registry: Registry, rubric: Rubric, as_of: date | None) -> None:
    if record.id not in registry.models:
        raise UnknownNameError(
            tr("'{id}' was not out on {as_of}", id=record.id, as_of=as_of),
            hint=tr("released: {released}", released=record.released),
        )
    need_judged(record, rubric)


def nothing_judged(rubric: Rubric) -> NothingMatchedError:
    """Return the error for a registry that has nothing of what a rubric judges."""
    return NothingMatchedError(
        tr(
            "rubric '{id}' judges {subjects}, and the registry has none",
            id=rubric.id,
            subjects=enumerated(subjects_of(rubric)),
        ),
        hint=tr("`openscore import` makes such a registry from a peer's file"),
    )


def need_judged(record: ModelRecord, rubric: Rubric) -> None:
    """Look that a rubric judges what a record is.

    Raises:
        UsageError: If it does not.
    """
    if record.kind not in rubric.subjects:
        subjects = enumerated(subjects_of(rubric))
        raise UsageError(
            tr(
                "rubric '{rubric}' judges {subjects}, and '{model}' is a {kind}",
                rubric=rubric.id,
                subjects=subjects,
                model=record.id,
                kind=tr(record.kind),
            )
        )
