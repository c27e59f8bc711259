"""OpenScore: how open is an AI model? Scores on a gradient, from evidence.

>>> from openscore import load_registry, load_rubric, assess, rank
>>> registry, rubric = load_registry(), load_rubric()
>>> best = rank(registry, rubric)[0]
>>> best.assessment.score == assess(best.assessment.record, rubric).score
True
"""

from openscore.engine import Assessment, Ranked, assess, rank
from openscore.errors import DataError, OpenScoreError, Problem, UnknownNameError
from openscore.interval import Interval
from openscore.records.record import ModelRecord
from openscore.registry import Registry, load_registry
from openscore.rubric import Rubric, load_rubric

__version__ = "0.1.0"

__all__ = [
    "Assessment",
    "DataError",
    "Interval",
    "ModelRecord",
    "OpenScoreError",
    "Problem",
    "Ranked",
    "Registry",
    "Rubric",
    "UnknownNameError",
    "__version__",
    "assess",
    "load_registry",
    "load_rubric",
    "rank",
]
