"""What an assessment holds: score, band, gates, conformance, and the trace behind them."""

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any, NamedTuple

from openscore.engine.lineage import behind, unreleased
from openscore.interval import Interval, Weighted
from openscore.records.disputes import Dispute, disputes_of
from openscore.records.record import ModelRecord
from openscore.rubric.conditions import TRUE, UNKNOWN
from openscore.rubric.names import LABEL
from openscore.rubric.parts import Band, Claim, Class, Element, Gate, Itself, Level, Part
from openscore.rubric.rubric import Rubric
from openscore.tables import html_table

ZERO = Interval(0.0, 0.0)


class _PartResultFields(NamedTuple):
    part: Part
    value: Interval | None
    """Share of the part's points, 0 to 1; None where the part does not apply."""
    is_optional: bool
    """Whether an unknown fact may yet show that the part does not apply."""
    levels: tuple[Level, ...] = ()
    """Levels that are still possible, best first; one where nothing is unknown; empty for a group."""
    read: tuple[str, ...] = ()
    """Paths of the facts that decided, up to the level that was reached."""
    mask: int = 0
    """The possible levels as a mask of the part's scale."""
    parts: "tuple[PartResult, ...]" = ()


class PartResult(Itself, _PartResultFields):
    """The outcome of one part: shared between assessments that agree on it, never changed."""

    __slots__ = ()

    def leaves(self) -> "Iterator[PartResult]":
        """Yield the outcome of every question below, or itself."""
        if not self.parts:
            yield self
        for part in self.parts:
            yield from part.leaves()


def weighted(results: Iterable[PartResult]) -> list[Weighted]:
    """Return the terms of the mean over these parts: those that apply, or may."""
    return [
        Weighted(result.part.share, result.value, result.is_optional)
        for result in results
        if result.value is not None
    ]


class GateResult(NamedTuple):
    """A gate that closes, or may close."""

    gate: Gate
    is_certain: bool
    """Whether it closes whatever the unknown facts turn out to be."""


class ClassResult(NamedTuple):
    """How far a release is on the way to one class."""

    entry: Class
    progress: Interval
    """0 to 100, not rounded."""


class ClaimResult(NamedTuple):
    """Whether the facts bear out the maker's label."""

    entry: Claim
    truth: int


class _ElementResultFields(NamedTuple):
    element: Element
    truth: int


class ElementResult(Itself, _ElementResultFields):
    """Whether one required element of the strict definition is there."""

    __slots__ = ()

    @property
    def verdict(self) -> str:
        """`met`, `unmet` or `unknown`."""
        return verdict_of(self.truth)


def verdict_of(truth: int) -> str:
    """Return the word for a truth value of a required element."""
    if truth == UNKNOWN:
        return "unknown"
    return "met" if truth == TRUE else "unmet"


class _AssessmentFields(NamedTuple):
    record: ModelRecord
    rubric: Rubric
    score: Interval
    """0 to the rubric's top, after gates that cap it; higher is more open.

    As it is stated anywhere, to the decimals and by the rounding that the rubric declares. On a scale of our
    own two ends go outwards, so that they contain the exact score; a framework's go as it rounds its numbers.
    """
    uncapped: Interval
    """The same before gates; equal to the score where gates limit the band alone."""
    exact: Interval
    """The score that nothing has rounded."""
    gates: tuple[GateResult, ...]
    """Gates that close or may close, in the order of the rubric."""
    classes: tuple[ClassResult, ...]
    """Progress towards each class of the rubric."""
    bands: tuple[Band, Band]
    """The band of the low and of the high end, after gates."""
    criteria: tuple[PartResult, ...]
    """The trace, as a tree; `explain` adds evidence to it."""
    elements: tuple[ElementResult, ...]
    """The strict reading, element by element."""
    masks: dict[str, int]
    """What may be true of every path that the rubric reads."""
    served: ModelRecord | None = None
    """Of several models that a service serves, the one with which it comes out least open."""


class Assessment(Itself, _AssessmentFields):
    """One record under one rubric."""

    def __repr__(self) -> str:
        ends = "–".join(dict.fromkeys(f"{end:.{self.rubric.digits}f}" for end in self.score))
        judged = f"{self.record.id} under {self.rubric.id} {self.rubric.version}"
        bands = " to ".join(dict.fromkeys(band.id for band in self.bands))
        return f"<Assessment of {judged}: {ends}, {bands}>"

    def _repr_html_(self) -> str:
        """Return the score and the criteria as a table, for notebooks."""
        scores = [
            (result.part.title["en"], (result.value or ZERO).scaled(100).outwards(1))
            for result in self.criteria
        ]
        rows = [(name, *value) for name, value in [(repr(self)[1:-1], self.score), *scores]]
        return html_table(("", "low", "high"), rows)

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON data, with the keys that a ranking in JSON has of it; criteria from 0 to 100."""
        low, high = self.bands
        return {
            "id": self.record.id,
            "name": self.record.name,
            "developer": self.record.developer,
            "kind": self.record.kind,
            "released": self.record.released.isoformat() if self.record.released else None,
            "score": self.score._asdict(),
            "uncapped": self.uncapped._asdict(),
            "band": {"low": low.id, "high": high.id},
            "gates": [{"id": result.gate.id, "certain": result.is_certain} for result in self.gates],
            "conformance": self.conformance or None,
            "weakest": self.weakest.part.id,
            "unknown": list(self.unknown),
            "disputed": list(self.disputed),
            "criteria": [
                {"id": result.part.id, "score": (result.value or ZERO).scaled(100).outwards(2)._asdict()}
                for result in self.criteria
            ],
            "classes": [
                {"id": result.entry.id, "progress": result.progress._asdict()} for result in self.classes
            ],
        }

    @cached_property
    def published(self) -> Interval:
        """Both ends as the rubric rounds a score: what every completion of the facts is published as.

        They order models and decide on bands: rounded alike whether facts are missing or not, they keep
        the order of the exact scores. Ends that contain the exact score cannot.
        """
        return self.exact.rounded(self.rubric.digits)

    @property
    def percent(self) -> Interval:
        """The score as a share of the rubric's top score, 0 to 100."""
        return self.score.scaled(100 / self.rubric.top)

    @property
    def conformance(self) -> str:
        """`met` if every required element is, `unmet` if any is not, else `unknown`; '' if there is none."""
        return verdict_of(min(result.truth for result in self.elements)) if self.elements else ""

    @property
    def claim(self) -> ClaimResult | None:
        """What the maker's label claims, held against the facts; None if it claims nothing here."""
        entry = self.rubric.claims.get(self.record.values.get(LABEL, ""))
        return entry and ClaimResult(entry, entry.condition.decide(self.masks))

    @property
    def weakest(self) -> PartResult:
        """The criterion with the lowest low end among those that apply; the first of equals."""
        applicable = [result for result in self.criteria if result.value is not None]
        return min(applicable or self.criteria, key=lambda result: (result.value or ZERO).low)

    def leaves(self) -> Iterator[PartResult]:
        """Yield the outcome of every question, in the order of the rubric."""
        for criterion in self.criteria:
            yield from criterion.leaves()

    @cached_property
    def unknown(self) -> tuple[str, ...]:
        """Facts that nobody has established and that widen the score, in the order of the rubric.

        A fact of a base model is written `<model>:<path>`, a term of a license `<license>:<term>`.
        """
        return _missing_facts(self)

    @cached_property
    def disputes(self) -> tuple[tuple[str, Dispute], ...]:
        """What others hold of the facts that it rests on, each with its fact, written as above."""
        line = self.record.registry.lineage(self.record)
        # What a score rests on takes longer to say than that nothing along its line is disputed.
        is_any = any(member.data.get("disputes") for member in line)
        return tuple(dict.fromkeys(_disputes(self))) if is_any else ()

    @property
    def disputed(self) -> tuple[str, ...]:
        """Those of these facts of which something is held that nobody has answered for."""
        return tuple(dict.fromkeys(fact for fact, dispute in self.disputes if not dispute.answer))


def _missing_facts(assessment: Assessment) -> tuple[str, ...]:
    """Return the absent facts behind every part whose level is uncertain."""
    missing: dict[str, None] = {}
    for result in assessment.leaves():
        if len(result.levels) > 1:
            for path in result.read:
                # A part that was read is a question of its own, and names what it lacks itself.
                if not path.startswith("@") and assessment.masks[path] & (assessment.masks[path] - 1):
                    missing.update(dict.fromkeys(_absent(assessment, path)))
    return tuple(missing)


def _disputes(assessment: Assessment) -> Iterator[tuple[str, Dispute]]:
    for path in dict.fromkeys(path for result in assessment.leaves() for path in result.read):
        if path.startswith("@"):
            continue
        for member, fact in behind(assessment.record, path, assessment.rubric, assessment.served):
            for dispute in disputes_of(member, fact):
                yield fact if member is assessment.record else f"{member.id}:{fact}", dispute


def _absent(assessment: Assessment, path: str) -> Iterator[str]:
    term = path.rpartition(".")[2]
    for member, fact in behind(assessment.record, path, assessment.rubric, assessment.served):
        prefix = "" if member is assessment.record else f"{member.id}:"
        value = member.values.get(fact)
        if value is None and unreleased(member, fact) is None:
            yield prefix + fact
        elif value is not None and member.registry.vocabulary.is_license(fact):
            table = member.registry.licenses
            if term in assessment.rubric.vocabulary.terms:
                for id in table.resolve(value).licenses:
                    if table.licenses[id].term(term) is None:
                        yield f"{id}:{term}"
