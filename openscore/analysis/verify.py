"""Compute a cited score again, and tell what changed since."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from openscore.analysis.changes import Change, basis_changes, explained
from openscore.analysis.citation import Code, basis_of, code_of
from openscore.analysis.edition import Edition, Kept, kept_edition
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


class Scored(NamedTuple):
    """A score as it is worked out, with the code that cites it."""

    assessment: Assessment
    code: Code


class Scores:
    """Scores of one state of the data: whatever many codes name, each is worked out once."""

    def __init__(self, registry: Registry, rubric_of: Callable[[str], Rubric | None]) -> None:
        """Take a state of the data.

        Args:
            registry: Its facts.
            rubric_of: Gives its rubric of an id; None if it has none.
        """
        self.registry = registry
        self._rubric = cache(rubric_of)
        self._then = cache(registry.as_of)
        self._scored = cache(self._score)

    @classmethod
    def of(cls, edition: Edition) -> Scores:
        """Return the scores of an edition.

        Raises:
            DataError: If this version of the program cannot read it.
        """
        return cls(edition.registry, lambda name: edition.rubric(name) if name in edition.rubrics else None)

    def named(self, code: Code) -> Scored | None:
        """Return the score of the model, rubric and day of a code; None if one of them is not there."""
        return self._scored(code.model, code.rubric, code.as_of)

    def basis(self, code: Code) -> Mapping[str, Any] | None:
        """Return what a cited score rested on, if it was one of these."""
        found = self.named(code)
        return basis_of(found.assessment) if found and found.code == code else None

    def _score(self, model: str, rubric: str, day: str) -> Scored | None:
        judged = self._rubric(rubric)
        try:
            then = self._then(date.fromisoformat(day)) if day else self.registry
        except ValueError:  # A day of the form of one that no calendar has: nothing is scored as of it.
            return None
        record = then.models.get(model)
        if record is None or judged is None or record.kind not in judged.subjects:
            return None
        assessment = assess(record, judged)
        return Scored(assessment, code_of(assessment))


class Archive:
    """The kept editions; each is unpacked once, when it is first asked for."""

    def __init__(self, names: Iterable[str], snapshots: SnapshotFolder | None = None) -> None:
        self._names = sorted(names, reverse=True)
        self._opened: dict[str, Kept] = {}
        self._scores: dict[str, Scores] = {}
        self._snapshots = snapshots

    def bases(self, code: Code) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """Yield what a cited score rested on, from the kept editions that have it, latest first."""
        for name in self._names:
            if name not in self._opened:
                self._opened[name] = kept_edition(name, self._snapshots)
            kept = self._opened[name]
            if not (code.as_of or kept.has(code)):
                continue
            if name not in self._scores:
                self._scores[name] = Scores.of(kept.edition)
            if (basis := self._scores[name].basis(code)) is not None:
                yield name, basis


def verify(code: Code, scores: Scores, *, bases: Iterable[tuple[str, Mapping[str, Any]]] = ()) -> Verdict:
    """Compute a cited score again.

    Args:
        code: What was cited.
        scores: The scores as they are now.
        bases: What the cited score may have rested on, by the name of where that was found; asked for
            only if the score is not reproduced.
    """
    found = scores.named(code)
    now, ours = found or (None, None)
    if ours == code:
        return Verdict(code, REPRODUCED, now, "", ())
    stands = ours is not None and ours.score == code.score
    for name, basis in bases:
        current = basis_of(now) if now else {}
        record = scores.registry.models.get(code.model)
        changes = tuple(
            explained(change, record if change.subject == f"models.{code.model}" else None)
            for change in basis_changes(basis, current)
        )
        return Verdict(code, STANDS if stands else CHANGED, now, name, changes)
    return Verdict(code, STANDS if stands else UNTRACED, now, "", ())
