"""What leaves OpenScore: assessed models of one registry, the same for every document and format."""

from typing import NamedTuple

from openscore import __version__
from openscore.engine.rank import Ranked
from openscore.registry.registry import Registry
from openscore.report.views.ranking import RankingView, ranking_view
from openscore.rubric.rubric import Rubric


class Export(NamedTuple):
    """What is exported: assessed models of one registry under one rubric."""

    ranked: tuple[Ranked, ...]
    """With their places in the whole registry, most open first; at least one."""
    rubric: Rubric
    registry: Registry
    openscore: str = __version__

    @property
    def as_of(self) -> str:
        """ISO date of the facts; empty for the latest known."""
        return self.registry.day.isoformat() if self.registry.day else ""

    @property
    def view(self) -> RankingView:
        """The ranking as inert text and numbers."""
        total = len(self.registry)
        return ranking_view(self.ranked, self.rubric, total=total, as_of=self.as_of)
