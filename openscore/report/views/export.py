"""What leaves OpenScore: assessed models of one registry, the same for every document and format."""

from typing import NamedTuple

from openscore import __version__
from openscore.engine.rank import Ranked
from openscore.registry.registry import Registry
from openscore.report.views.naming import names_apart
from openscore.report.views.ranking import RankingView, ranking_view
from openscore.rubric.rubric import Rubric


class Export(NamedTuple):
    """What is exported: assessed models of one registry under one rubric."""

    ranked: tuple[Ranked, ...]
    """With their places in the whole registry, most open first; at least one."""
    rubric: Rubric
    registry: Registry
    ranking: tuple[Ranked, ...]
    """All that the rubric judges, among which they have their places."""
    openscore: str = __version__

    @property
    def as_of(self) -> str:
        """ISO date of the facts; empty for the latest known."""
        return self.registry.day.isoformat() if self.registry.day else ""

    @property
    def view(self) -> RankingView:
        """The ranking as inert text and numbers."""
        return ranking_view(self.ranked, self.rubric, total=len(self.ranking), as_of=self.as_of)

    @property
    def view_apart(self) -> RankingView:
        """The same with names that tell the models apart."""
        view = self.view
        names = names_apart(row.assessment for row in view.rows)
        rows = [row._replace(name=name) for row, name in zip(view.rows, names, strict=True)]
        return view._replace(rows=tuple(rows))
