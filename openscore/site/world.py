"""What the pages of a site are made of: one state of the data, judged once for all pages and languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import NamedTuple

from openscore import __version__
from openscore.analysis.agreement import Agreement
from openscore.analysis.coverage import Coverage, by_component, in_all, needed_facts
from openscore.analysis.history import Step, steps_of
from openscore.analysis.implication import Answer
from openscore.analysis.lineage import Looser, lineage
from openscore.analysis.matrix import Cell, Matrix, matrix
from openscore.analysis.sampling import CONTESTED, UNKNOWN, WEIGHTS
from openscore.analysis.sensitivity import Settings, Spread, spread_of
from openscore.engine import Assessment, Ranked, assess_each, rank
from openscore.engine.assessment import PartResult
from openscore.engine.reasons import Ground, grounds
from openscore.records.record import ModelRecord
from openscore.registry.groups import Groups
from openscore.registry.registry import Registry
from openscore.report.views.citation import Citation, citation
from openscore.report.views.export import Export
from openscore.report.views.ranking import shown_score
from openscore.resources import homepage
from openscore.rubric.rubric import Rubric
from openscore.site.comparisons import Since, agreement_with, relations_with, since_editions
from openscore.snapshots import NOWHERE, SnapshotFolder

DRAWN = (WEIGHTS, UNKNOWN, CONTESTED)
"""What is varied to see how sure a rank is."""


class Frame(NamedTuple):
    """What a site is asked to be."""

    languages: tuple[str, ...]
    """At least one, the first is that of the front door."""
    made: date
    """The day of the build, on which citations are read."""
    base_url: str = ""
    """Where the site will stand, for what is read elsewhere: feeds, badges, the interface."""
    edition: str = ""
    """Name of the kept edition that is shown; empty for the data as they are."""


class Standing(NamedTuple):
    """What decides whether a model leads under a rubric."""

    low: float
    high: float
    shown: str
    lowest: float
    """Where gates that may close cap the score."""
    reach: float
    """Where gates that do close cap it."""
    criteria: tuple[tuple[float, float] | None, ...]

    @classmethod
    def of(cls, one: Assessment) -> Standing:
        """Return that of an assessment."""
        top = one.rubric.top
        lowest = min((result.gate.cap for result in one.gates), default=top)
        reach = min((result.gate.cap for result in one.gates if result.is_certain), default=top)
        criteria = tuple((*result.value,) if result.value else None for result in one.criteria)
        return cls(*one.score, shown_score(one), lowest, reach, criteria)


class World:
    """One registry under its rubrics; everything is worked out when a page first asks for it."""

    def __init__(
        self,
        registry: Registry,
        rubrics: Sequence[Rubric],
        chosen: str,
        frame: Frame,
        snapshots: SnapshotFolder = NOWHERE,
    ) -> None:
        """Take a state of the data.

        Args:
            registry: The records and licenses.
            rubrics: All rubrics to show; those that judge none of the records are explained only.
            chosen: Id of the rubric of the first page, one of them.
            frame: What the site is asked to be.
            snapshots: Where what is proven between rubrics is kept.
        """
        self.registry = registry
        self.rubrics = tuple(rubrics)
        self.rubric = next(rubric for rubric in rubrics if rubric.id == chosen)
        self.frame = frame
        self.version = __version__
        self.groups = Groups(registry)
        self._citations: dict[str, Citation] = {}
        self._homepage = homepage()
        self._snapshots = snapshots
        self._grounds: dict[tuple[str, str, str], tuple[Ground, ...]] = {}

    @cached_property
    def table(self) -> Matrix:
        """Every model under every rubric."""
        return matrix(self.registry, self.rubrics)

    @cached_property
    def cells(self) -> Mapping[str, Mapping[str, Cell]]:
        """The assessments of each model by rubric, by id."""
        return {
            record.id: {cell.assessment.rubric.id: cell for cell in cells if cell}
            for record, cells in self.table.rows
        }

    @cached_property
    def rankings(self) -> Mapping[str, tuple[Ranked, ...]]:
        """The ranking under each rubric that judges some of the models, by id; that of the chosen first."""
        kept = [self.rubric, *(rubric for rubric in self.table.rubrics if rubric is not self.rubric)]
        return {rubric.id: rank(self.registry, rubric) for rubric in kept}

    @property
    def ranked(self) -> tuple[Ranked, ...]:
        """The ranking under the chosen rubric."""
        return self.rankings[self.rubric.id]

    @cached_property
    def ways(self) -> Mapping[str, tuple[tuple[Assessment, ...], ...]]:
        """The ways in which each place of each ranking is judged, by the id of the rubric."""
        return {
            id: tuple(assess_each(one.assessment.record, one.assessment.rubric) for one in ranked)
            for id, ranked in self.rankings.items()
        }

    @cached_property
    def places(self) -> Mapping[str, Ranked]:
        """The place of each model in the ranking under the chosen rubric, by id."""
        return {place.assessment.record.id: place for place in self.ranked}

    @cached_property
    def spreads(self) -> Mapping[str, Spread]:
        """How sure each rank under the chosen rubric is, by id; nothing where there is nothing to compare."""
        if len(self.ranked) < 2:
            return {}
        found = spread_of(self.ranked, Settings(sources=DRAWN))
        return {spread.place.assessment.record.id: spread for spread in found.models}

    @cached_property
    def histories(self) -> Mapping[str, tuple[Step, ...]]:
        """The steps in the life of each model, by id."""
        return {record.id: steps_of(record.id, self.registry, self.rubric) for record in self.judged}

    @property
    def judged(self) -> tuple[ModelRecord, ...]:
        """The records that the chosen rubric judges, most open first."""
        return tuple(place.assessment.record for place in self.ranked)

    @cached_property
    def known(self) -> tuple[Coverage, ...]:
        """How well each component is known, by the facts that the chosen rubric reads; the last is of all."""
        needed = needed_facts(self.judged, self.rubric)
        return (*by_component(needed, self.registry.vocabulary), in_all(needed))

    @cached_property
    def looser(self) -> tuple[tuple[str, Looser], ...]:
        """Every term on which a model's license is looser than what a base model passes on, with its id."""
        return tuple(
            (record.id, one) for record in self.judged for one in lineage(record, self.rubric).looser
        )

    @cached_property
    def agreements(self) -> tuple[Agreement, ...]:
        """How far each rubric agrees with the chosen one; told in words by each page in its language."""
        return agreement_with(self.table, self.rubric)

    @cached_property
    def relations(self) -> tuple[Answer, ...]:
        """What is proven between the chosen rubric and each other that judges models."""
        others = [rubric for rubric in self.table.rubrics if rubric is not self.rubric]
        return relations_with(self.registry, self.rubric, others, self._snapshots)

    @cached_property
    def since(self) -> tuple[Since, ...]:
        """What became of the scores since each kept edition."""
        return since_editions(self.registry, self.rubric, self.frame.edition)

    @cached_property
    def codes(self) -> Mapping[str, str]:
        """The verification code of each model under the chosen rubric, by id."""
        return {id: self.citation(id).code for id in self.places}

    @cached_property
    def standings(self) -> Mapping[str, Mapping[str, Standing]]:
        """What decides who leads under each rubric, of each model that it judges, by the ids of both."""
        return {
            id: {place.assessment.record.id: Standing.of(place.assessment) for place in ranked}
            for id, ranked in self.rankings.items()
        }

    def grounds(self, assessment: Assessment, result: PartResult) -> tuple[Ground, ...]:
        """Return what an answer rests on, found once for all languages."""
        key = (assessment.rubric.id, assessment.record.id, result.part.id)
        if key not in self._grounds:
            self._grounds[key] = grounds(assessment, result)
        return self._grounds[key]

    def citation(self, id: str) -> Citation:
        """Return the citation of a model under the chosen rubric, in the language that is spoken."""
        made = citation(
            self.places[id].assessment,
            self.registry,
            version=self.version,
            accessed=self.frame.made,
            url=self._homepage,
            earlier=self._citations.get(id),
        )
        return self._citations.setdefault(id, made) and made

    def export(self, ranked: Sequence[Ranked]) -> Export:
        """Return some places of the ranking under one rubric, as reports take them."""
        rubric = ranked[0].assessment.rubric
        return Export(tuple(ranked), rubric, self.registry, self.rankings[rubric.id])
