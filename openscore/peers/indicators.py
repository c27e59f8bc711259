"""Tables with a row per indicator and a column per subject."""

from __future__ import annotations

from pathlib import Path

from openscore.errors import Problem
from openscore.files import label_of
from openscore.language import tr
from openscore.peers.entries import Entry, ImportedFact, Recipe, Sheet, slug
from openscore.peers.files import read_csv
from openscore.records.vocabulary import Vocabulary


class IndicatorReader:
    """Reads one file per edition; indicators are joined by position, because their names drift."""

    def __init__(self, recipe: Recipe, vocabulary: Vocabulary) -> None:
        self.recipe = recipe
        self.vocabulary = vocabulary

    def read(self, path: Path) -> Sheet:
        """Return an entry per subject, with every oddity as a problem."""
        edition = next((id for word, id in self.recipe.data["editions"].items() if word in path.name), None)
        if edition is None or edition not in self.vocabulary.components:
            words = ", ".join(self.recipe.data["editions"])
            message = tr("the name of the file tells no known edition ({words})", words=words)
            return Sheet([], [Problem("unknown-edition", message, label_of(path))])
        rows = read_csv(path)
        if isinstance(rows, Problem):
            return Sheet([], [rows])
        header = rows[0] if rows else []
        if "Indicator" not in header:
            return Sheet([], [Problem("key-missing", tr("no column 'Indicator'"), label_of(path), 1)])
        place = header.index("Indicator")
        skipped = {*self.recipe.data["other_rows"], ""}
        body = [row for row in rows[1:] if len(row) == len(header) and not skipped & {row[0], row[place]}]
        facts = list(self.vocabulary.components[edition].aspects)
        if len(body) != len(facts):
            message = tr("{body} indicators, the edition has {facts}", body=len(body), facts=len(facts))
            return Sheet([], [Problem("wrong-count", message, label_of(path))])
        problems = self._drifted(body, place, facts, path)
        entries = []
        for column, name in enumerate(header):
            if name and name not in self.recipe.data["other_columns"]:
                cells = [(row[place], row[column]) for row in body]
                for indicator, cell in cells:
                    if cell not in ("0", "1"):
                        message = tr(
                            "{name}, {indicator}: '{cell}' is neither 0 nor 1; it counts as 0",
                            name=name,
                            indicator=indicator,
                            cell=cell,
                        )
                        problems.append(Problem("unknown-value", message, label_of(path)))
                entry = Entry(slug(name), name, name, self.recipe.address(path.name), label_of(path))
                entry.kind = self.recipe.data["kind"]
                entry.facts = [
                    self._fact(f"{edition}.{fact}", *cell) for fact, cell in zip(facts, cells, strict=True)
                ]
                entries.append(entry)
        return Sheet(entries, problems)

    def _fact(self, fact: str, indicator: str, cell: str) -> ImportedFact:
        value = self.recipe.data["yes" if cell == "1" else "no"]
        return ImportedFact(fact, value, f"the index gives {cell or 'nothing'} for {indicator}")

    @staticmethod
    def _drifted(body: list[list[str]], place: int, facts: list[str], path: Path) -> list[Problem]:
        return [
            Problem(
                "drifted-name",
                tr(
                    "'{row}' stands where '{fact}' is expected; joined by position", row=row[place], fact=fact
                ),
                label_of(path),
            )
            for row, fact in zip(body, facts, strict=True)
            if slug(row[place]) != fact[:60].strip("-")
        ]
