"""The engine: facts and a rubric in, assessments with intervals and reasons out."""

from openscore.engine.assess import assess, assess_each
from openscore.engine.assessment import Assessment
from openscore.engine.rank import Ranked, rank
from openscore.engine.stored import recall

__all__ = ["Assessment", "Ranked", "assess", "assess_each", "rank", "recall"]
