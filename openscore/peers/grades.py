"""Files that give points to a document, by section and dimension, which add up to grades."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from openscore.errors import Problem
from openscore.files import label_of
from openscore.language import tr
from openscore.numerals import number
from openscore.peers.entries import ImportedFact, Recipe, Sheet, dig, text_of

LEAST, MOST = 1e-6, 1e6
"""Points, beside none: of what is nearer to nothing or larger, sums and shares need not be numbers."""


class GradeReader:
    """Reads one file per document."""

    def __init__(self, recipe: Recipe) -> None:
        self.recipe = recipe

    def read(self, path: Path) -> Sheet:
        """Return the entry of a file, with every number that is none as a problem."""
        opened = self.recipe.opened(path)
        if isinstance(opened, Problem):
            return Sheet([], [opened])
        entry, data = opened
        problems: list[Problem] = []
        for fact, dimensions in self.recipe.data["grades"].items():
            reached, possible = self._points(data, dimensions, label_of(path), problems)
            if possible:
                share = round(reached / possible * 100, 2)
                shows = f"the index gives {number(share)} % of the points that apply"
                entry.facts.append(ImportedFact(fact, self._grade(share), shows))
            elif not text_of(dig(data, self.recipe.data["document"])):
                value = self.recipe.data["none"]
                entry.facts.append(ImportedFact(fact, value, "the index names no document"))
        return Sheet([entry], problems)

    def _grade(self, share: float) -> str:
        """Return the first grade, from the best down, whose lowest share is reached; else the last."""
        floors: Mapping[str, float] = self.recipe.data["floors"]
        return next((grade for grade, floor in floors.items() if share >= floor), list(floors)[-1])

    def _points(
        self, data: Mapping[str, Any], dimensions: list[str], file: str, problems: list[Problem]
    ) -> tuple[float, float]:
        """Return what was reached and what applies, over all sections; blank is nothing, as in the index."""
        sums = [0.0, 0.0]
        for key, section in data.items():
            if not (isinstance(key, str) and key.startswith(self.recipe.data["section"])):
                continue
            for dimension in dimensions:
                for place, (given, where) in enumerate(self._pair(section, dimension)):
                    if _are_points(given):
                        sums[place] += given
                    elif given is not None:
                        message = tr(
                            "{where}: '{given}' is no number; it counts as nothing",
                            where=f"{key}.{where}",
                            given=text_of(given),
                        )
                        problems.append(Problem("wrong-type", message, file, key=key))
        return sums[0], sums[1]

    def _pair(self, section: Any, dimension: str) -> Iterator[tuple[Any, str]]:
        for aspect in (self.recipe.data["reached"], self.recipe.data["possible"]):
            yield dig(section, [dimension, aspect]), f"{dimension}.{aspect}"


def _are_points(given: Any) -> bool:
    is_number = isinstance(given, int | float) and not isinstance(given, bool)
    return is_number and (given == 0 or LEAST <= abs(given) <= MOST)
