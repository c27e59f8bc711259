"""Files that record an answer per question, as one line of text or as a mapping, and licenses by name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from openscore.errors import Problem
from openscore.files import label_of
from openscore.language import tr
from openscore.peers.entries import ImportedFact, Recipe, Sheet, dig, slug, text_of
from openscore.records.licenses import NONE


class Answer(NamedTuple):
    """What a file records for one key: a value, or the names of several licenses."""

    values: tuple[str, ...]
    """In the words of the index, at least one."""


class AnswerReader:
    """Reads one file per product; files of products of another kind, which lack a key, are passed over."""

    def __init__(self, recipe: Recipe) -> None:
        self.recipe = recipe
        self.licenses: Mapping[str, str] = {
            name.casefold(): ours for name, ours in recipe.data["licenses"].items()
        }

    def read(self, path: Path) -> Sheet:
        """Return the entry of a file, with every answer outside the questionnaire as a problem."""
        opened = self.recipe.opened(path)
        if isinstance(opened, Problem):
            return Sheet([], [opened])
        entry, data = opened
        recorded = _recorded(dig(data, self.recipe.data["answers"]))
        needed = recorded.get(self.recipe.data["needed"])
        if needed is None or needed.values[0] in self.recipe.data["none"]:
            return Sheet([], [])
        problems: list[Problem] = []
        for question in self.recipe.data["questions"]:
            answer = _first(recorded, question["keys"])
            if answer is not None:
                entry.facts += self._facts(question, answer, label_of(path), problems)
        license = _first(recorded, self.recipe.data["license"]["keys"])
        if license is not None:
            named = self._expression(license)
            shows = f"the index records the license '{' + '.join(license.values)}'"
            entry.facts.append(ImportedFact(self.recipe.data["license"]["fact"], named, shows))
        return Sheet([entry], problems)

    def _facts(
        self, question: Mapping[str, Any], answer: Answer, file: str, problems: list[Problem]
    ) -> Iterator[ImportedFact]:
        """Yield the facts behind an answer; none where it is outside the questionnaire."""
        (given, *_) = answer.values
        value = question["values"].get(given)
        if value is None:
            listed = ", ".join(question["values"])
            message = tr("'{given}' is not one of {listed}; left unknown", given=given, listed=listed)
            problems.append(Problem("unknown-value", message, file, key=question["keys"][0]))
            return
        for fact in question["facts"]:
            yield ImportedFact(fact, value, f"the index records '{given}'")

    def _expression(self, answer: Answer) -> str:
        """Return all licenses as one expression: every part binds, and one that is unknown leaves it open."""
        names = [self.licenses.get(name.casefold()) or self._unmapped(name) for name in answer.values]
        return NONE if NONE in names else " AND ".join(dict.fromkeys(names))

    def _unmapped(self, name: str) -> str:
        return f"LicenseRef-{self.recipe.id}-{slug(name)}"


def _recorded(answers: Any) -> dict[str, Answer]:
    """Return the answers by key, from either form that the index writes."""
    if isinstance(answers, str):
        pairs = (clause.partition(":") for clause in _split(answers, ";"))
        found = [(key.strip(), _split(value, "+")) for key, _, value in pairs]
    elif isinstance(answers, dict):
        found = [(key, _named(value)) for key, value in answers.items() if isinstance(key, str)]
    else:
        return {}
    return {
        key: Answer(tuple(values))
        for key, parts in found
        if (values := [_head(one) for one in parts if _head(one)])
    }


def _named(value: Any) -> list[str]:
    """Return the values of an entry of a mapping: `value`, or `name` of each of a list."""
    if isinstance(value, list):
        return [text for one in value if (text := text_of(one.get("name") if isinstance(one, dict) else one))]
    return [text_of(value.get("value") if isinstance(value, dict) else value)]


def _first(recorded: Mapping[str, Answer], keys: Sequence[str]) -> Answer | None:
    return next((recorded[key] for key in keys if key in recorded), None)


def _split(text: str, separator: str) -> list[str]:
    """Split where the separator stands outside parentheses."""
    parts, depth = [""], 0
    for letter in text:
        depth = max(0, depth + {"(": 1, ")": -1}.get(letter, 0))
        if letter == separator and not depth:
            parts.append("")
        else:
            parts[-1] += letter
    return parts


def _head(text: str) -> str:
    """Return an answer without the remark behind it and the words before a license."""
    head = re.split(r"[(,]", " ".join(text.split()), maxsplit=1)[0].strip()
    return re.sub(r"^(code|model)\s+", "", head, flags=re.IGNORECASE)
