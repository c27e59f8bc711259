"""How old the evidence of a score is: the oldest reading that its facts rest on."""

from __future__ import annotations

from datetime import date

from openscore.engine.facts import base_facts
from openscore.engine.lineage import behind
from openscore.records.record import ModelRecord
from openscore.rubric.rubric import Rubric


def facts_read(rubric: Rubric) -> tuple[str, ...]:
    """Return the facts that a rubric reads, in its order."""
    return tuple(dict.fromkeys(fact for path in rubric.paths for fact in base_facts(path, rubric)))


def oldest_reading(record: ModelRecord, rubric: Rubric) -> date | None:
    """Return the day of the oldest reading on which a score rests.

    Facts of base models and of served models count where the rubric reads them. None if nothing is known.
    """
    pairs = dict.fromkeys(pair for path in rubric.paths for pair in behind(record, path, rubric))
    facts = (member.fact(path) for member, path in pairs)
    return min((source.read for fact in facts if fact for source in fact.evidence.sources), default=None)
