"""Files that give one class per criterion, such as open, partial and closed."""

from __future__ import annotations

from pathlib import Path

from openscore.errors import Problem
from openscore.files import label_of
from openscore.language import tr
from openscore.peers.entries import ImportedFact, Recipe, Sheet, dig, text_of


class ClassReader:
    """Reads one file per system."""

    def __init__(self, recipe: Recipe) -> None:
        self.recipe = recipe

    def read(self, path: Path) -> Sheet:
        """Return the entry of a file, with every oddity as a problem; none for a template."""
        if path.name in self.recipe.data["skip"]:
            return Sheet([], [])
        opened = self.recipe.opened(path)
        if isinstance(opened, Problem):
            return Sheet([], [opened])
        entry, data = opened
        problems: list[Problem] = []
        for key, criterion in self.recipe.data["criteria"].items():
            if key not in data:
                continue
            stated = dig(data, [key, self.recipe.data["class"]])
            given = stated if isinstance(stated, str) else ""
            known = self.recipe.data["classes"]
            if given not in known:
                message = tr(
                    "'{given}' is not one of {listed}; it counts as {known}, as in the index",
                    given=given,
                    listed=", ".join(known),
                    known=known[-1],
                )
                problems.append(Problem("unknown-value", message, label_of(path), key=key))
            place = known.index(given) if given in known else len(known) - 1
            notes = text_of(dig(data, [key, self.recipe.data["notes"]]))
            shows = f"the index says '{given or 'nothing'}'" + (" and gives reasons" if notes else "")
            entry.facts.append(ImportedFact(criterion["fact"], criterion["values"][place], shows))
        return Sheet([entry], problems)
