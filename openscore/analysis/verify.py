"""Compute a cited score again, and tell what changed since."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from openscore.analysis.changes import Change, basis_changes, explained
from openscore.analysis.citation import Code, basis_of, code_of, codes_in
from openscore.analysis.edition import Edition, Kept, kept_edition
from openscore.engine import Assessment, assess
from openscore.registry.registry import Registry
from openscore.rubric.rubric import Rubric
from openscore.snapshots import NOWHERE, SnapshotFolder

REPRODUCED, STANDS, CHANGED, UNTRACED = "reproduced", "score-stands", "changed", "untraced"
DAMAGED = "damaged"
ALIKE = 4
"""Up to how many digits of two digests differ by a slip: those of two states agree in none but by chance."""


class Verdict(NamedTuple):
    """What became of a cited score."""

    code: Code
    state: str
    """`reproduced`: the same record, rubric and score. `score-stands`: the same score, though what it
    rests on has changed. `changed`: another score, or none any more. `untraced`: what the cited score rested
    on is not at hand, so that it cannot be told whether that changed or the code is wrong. `damaged`: the
    code is all but one that is known."""
    now: Assessment | None
    """The assessment as it is computed now; None if the model or the rubric is gone."""
    edition: str
    """Name of the edition in which the cited score was found; empty if it was in none."""
    changes: tuple[Change, ...]
    part: str = ""
    """Of a damaged code the part that is wrong, in English."""

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

    def known(self, code: Code) -> Mapping[str, Any]:
        """Return what a score of a code would rest on; of what is not there, nothing."""
        if found := self.named(code):
            return basis_of(found.assessment)
        then, rubric = self._at(code.as_of), self._rubric(code.rubric)
        record = then.models.get(code.model) if then else None
        rubrics = {code.rubric: rubric.written} if rubric else {}
        return {**(record.registry.basis(record) if record else {}), "rubrics": rubrics}

    def _at(self, day: str) -> Registry | None:
        """Return the facts of a day; None if it has the form of one that no calendar has."""
        try:
            return self._then(date.fromisoformat(day)) if day else self.registry
        except ValueError:
            return None

    def _score(self, model: str, rubric: str, day: str) -> Scored | None:
        then, judged = self._at(day), self._rubric(rubric)
        record = then.models.get(model) if then else None
        if record is None or judged is None or record.kind not in judged.subjects:
            return None
        assessment = assess(record, judged)
        return Scored(assessment, code_of(assessment))


class Archive:
    """The kept editions; each is unpacked once, when it is first asked for."""

    def __init__(self, names: Iterable[str], snapshots: SnapshotFolder = NOWHERE) -> None:
        self._names = sorted(names, reverse=True)
        self._opened: dict[str, Kept] = {}
        self._scores: dict[str, Scores] = {}
        self._snapshots = snapshots

    def near(self, code: Code) -> Iterator[Code]:
        """Yield the codes that the kept editions have of the model and rubric of a code."""
        prefix = f"{code.model}:{code.rubric}@"
        for name in self._names:
            if name not in self._opened:
                self._opened[name] = kept_edition(name, self._snapshots)
            kept = self._opened[name].codes.get(code.rubric, ())
            yield from (found for text in kept if text.startswith(prefix) for found in codes_in(text))

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


def verify(
    code: Code,
    scores: Scores,
    *,
    bases: Iterable[tuple[str, Mapping[str, Any]]] = (),
    near: Iterable[Code] = (),
) -> Verdict:
    """Compute a cited score again.

    Args:
        code: What was cited.
        scores: The scores as they are now.
        bases: What the cited score may have rested on, by the name of where that was found; asked for
            only if the score is not reproduced.
        near: Codes that were published of the same model and rubric, by which a slip is told.
    """
    found = scores.named(code)
    now, ours = found or (None, None)
    if ours == code:
        return Verdict(code, REPRODUCED, now, "", ())
    stands = ours is not None and ours.score == code.score
    for name, basis in bases:
        current = scores.known(code)
        record = scores.registry.models.get(code.model)
        changes = tuple(
            explained(change, record if change.subject == f"models.{code.model}" else None)
            for change in basis_changes(basis, current)
        )
        return Verdict(code, STANDS if stands else CHANGED, now, name, changes)
    for known in (*([ours] if ours else []), *near):
        if part := slip(code, known):
            return Verdict(code, DAMAGED, now, "", (), part)
    return Verdict(code, UNTRACED, now, "", ())


def slip(cited: Code, known: Code) -> str:
    """Return the part in which a code differs from a known one by a slip; empty if it is another one."""
    if (cited.model, cited.rubric) != (known.model, known.rubric):
        return ""
    if cited.digest == known.digest:
        fields = {"version": "version", "as_of": "day", "low": "score", "high": "score"}
        return next((part for key, part in fields.items() if getattr(cited, key) != getattr(known, key)), "")
    same = cited._replace(digest=known.digest) == known
    differing = sum(one != other for one, other in zip(cited.digest, known.digest, strict=True))
    return "digest" if same and differing <= ALIKE else ""
