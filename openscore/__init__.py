"""OpenScore: how open is an AI model? Scores on a gradient, from evidence.

>>> from openscore import load_registry, load_rubric, assess, rank
>>> registry, rubric = load_registry(), load_rubric()
>>> best = rank(registry, rubric)[0]
>>> best.assessment.score == assess(best.assessment.record, rubric).score
True
"""

from importlib import import_module
from typing import TYPE_CHECKING

from openscore.engine import Assessment, Ranked, assess, rank
from openscore.errors import (
    DataError,
    NothingMatchedError,
    OpenScoreError,
    Problem,
    UnknownNameError,
    UsageError,
)
from openscore.interval import Interval
from openscore.records.record import ModelRecord
from openscore.registry import Registry, load_registry
from openscore.rubric import Rubric, load_rubric

if TYPE_CHECKING:
    from openscore.api import (
        Comparison,
        check_models,
        cite,
        compare,
        duties,
        explain,
        licenses,
        rubrics,
        verify,
        what_if,
    )

__version__ = "0.1.0"

_ON_DEMAND = (
    "cite", "check_models", "compare", "Comparison", "duties", "explain", "licenses", "rubrics", "verify",
    "what_if",
)  # fmt: skip
"""What is imported when it is first asked for, so that the start stays fast."""


def __getattr__(name: str) -> object:
    """Return a function of `openscore.api`."""
    if name not in _ON_DEMAND:
        raise AttributeError(f"module 'openscore' has no attribute {name!r}")
    found: object = getattr(import_module("openscore.api"), name)
    return found


def __dir__() -> list[str]:
    return sorted(__all__)


__all__ = [
    "Assessment",
    "Comparison",
    "DataError",
    "Interval",
    "ModelRecord",
    "NothingMatchedError",
    "OpenScoreError",
    "Problem",
    "Ranked",
    "Registry",
    "Rubric",
    "UnknownNameError",
    "UsageError",
    "__version__",
    "assess",
    "check_models",
    "cite",
    "compare",
    "duties",
    "explain",
    "licenses",
    "load_registry",
    "load_rubric",
    "rank",
    "rubrics",
    "verify",
    "what_if",
]
