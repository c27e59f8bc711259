"""Compute a cited score again, and tell what changed since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from openscore.analysis.changes import Change, basis_changes, explained
from openscore.analysis.citation import Code, basis_of, code_of
from openscore.analysis.edition import Edition, kept_edition
from openscore.engine import Assessment, assess
from openscore.registry.registry import Registry
from openscore.rubric.rubric import Rubric
from openscore.snapshots import SnapshotFolder

REPRODUCED, STANDS, CHANGED, UNTRACED = "reproduced", "score-stands", "changed", "untraced"


class Verdict(NamedTuple):
    """What became of a cited score."""

    code: Code
    state: str
    """`reproduced`: the same record, rubric and score. `score-stands`: the same score, though what it
    rests on has changed. `changed`: another score, or none any more. `untraced`: another score, and
    what the cited one rested on is not at hand, so that nothing can be said of what changed."""
    now: Assessment | None
    """The assessment as it is computed now; None if the model or the rubric is gone."""
    edition: str
    """Name of the edition in which the cited score was found; empty if it was in none."""
    changes: tuple[Change, ...]

    @property
    def holds(self) -> bool:
        """Whether the cited score is the one that is computed now."""
        return self.state in (REPRODUCED, STANDS)


def verify(
    code: Code,
    registry: Registry,
    rubric: Rubric | None,
    *,
    bases: Iterable[tuple[str, Mapping[str, Any]]] = (),
) -> Verdict:
    """Compute a cited score again.

    Args:
        code: What was cited.
        registry: The facts as they are now known.
        rubric: The rubric that the code names, as it is now; None if there is none any more.
        bases: What the cited score may have rested on, by the name of where that was found; asked for
            only if the score is not reproduced.
    """
    now = _now(code, registry, rubric)
    ours = code_of(now) if now else None
    if ours == code:
        return Verdict(code, REPRODUCED, now, "", ())
    stands = ours is not None and ours.score == code.score
    for name, basis in bases:
        current = basis_of(now) if now else {}
        record = registry.models.get(code.model)
        changes = tuple(
            explained(change, record if change.subject == f"models.{code.model}" else None)
            for change in basis_changes(basis, current)
        )
        return Verdict(code, STANDS if stands else CHANGED, now, name, changes)
    return Verdict(code, STANDS if stands else UNTRACED, now, "", ())


def basis_in(edition: Edition, code: Code) -> Mapping[str, Any] | None:
    """Return what a cited score rested on, if it was a score of the edition."""
    if code.rubric not in edition.rubrics:
        return None
    assessment = _now(code, edition.registry, edition.rubric(code.rubric))
    return basis_of(assessment) if assessment and code_of(assessment) == code else None


def kept_bases(
    code: Code, names: Iterable[str], snapshots: SnapshotFolder | None = None
) -> Iterable[tuple[str, Mapping[str, Any]]]:
    """Yield what a cited score rested on, from the kept editions that have it, latest first."""
    for name in sorted(names, reverse=True):
        kept = kept_edition(name, snapshots)
        if (code.as_of or kept.has(code)) and (basis := basis_in(kept.edition, code)) is not None:
            yield name, basis


def _now(code: Code, registry: Registry, rubric: Rubric | None) -> Assessment | None:
    then = registry.as_of(date.fromisoformat(code.as_of)) if code.as_of else registry
    record = then.models.get(code.model)
    if record is None or rubric is None or record.kind not in rubric.subjects:
        return None
    return assess(record, rubric)
