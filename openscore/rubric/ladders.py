"""Ladders: levels that several questions share, stated once and put in place when a rubric is loaded.

A condition of a ladder speaks of `{fact}`, which stands for what the question asks. Whatever comes after
(engine, proofs, SQL, digests) sees plain levels, so that a rubric that states a ladder is the same rubric
as one that writes its levels out, and has the same digest.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from openscore.errors import Problem, did_you_mean
from openscore.language import noted, tr
from openscore.rubric.conditions import Where
from openscore.toml import TomlFile

ASKED = "{fact}"
"""Stands in the conditions of a ladder for what the question asks."""
_KEYS = ("ladder", "fact", "when")


class Expansion:
    """A rubric whose questions have the levels of their ladders."""

    def __init__(self, file: TomlFile, data: Mapping[str, Any]) -> None:
        """Put the ladders of a rubric in place.

        Args:
            file: Where it stands, for problems.
            data: What `shapes.RubricShape` describes; it is not changed.
        """
        self.problems: list[Problem] = []
        """What is wrong with ladders and their uses."""
        self._file = file
        self._ladders: Mapping[str, Any] = data["ladders"]
        self._uses: dict[Where, str] = {}
        self._places: dict[str, Where] = {}
        self._said: set[tuple[int | None, str]] = set()
        # Rubrics that say nothing here keep the digest under which they were cited.
        left = {"ladders"} if data["untranslatable"] else {"ladders", "untranslatable"}
        left |= {"rounding"} if data["rounding"] == "nearest" else set()
        rest = {key: value for key, value in data.items() if key not in left}
        criteria = [
            self._part(entry, ("criteria", place), None) for place, entry in enumerate(data["criteria"])
        ]
        self.data: dict[str, Any] = {**rest, "criteria": criteria}
        """The same without ladders."""

    @property
    def warnings(self) -> Iterator[Problem]:
        """Ladders that no question uses."""
        for id in self._ladders:
            if id not in self._uses.values():
                message = tr("no question uses ladder '{id}'", id=id)
                yield self._file.problem("unused-ladder", ("ladders", id), message)._replace(
                    severity="warning"
                )

    def complain(self, name: str, where: Where, message: str, hint: str = "") -> None:
        """Collect a problem of what the ladders came to, at the place in the file that is to be mended."""
        where = self._place_of(where)
        for depth in range(len(where), 1, -1):
            if (ladder := self._uses.get(where[:depth])) and where[depth : depth + 1] == ("levels",):
                inside = ("ladders", ladder, *where[depth:])
                self._complain_of_ladder(name, where[:depth], inside, message, hint)
                return
        self._wrong(name, where, message, hint)

    def _complain_of_ladder(self, name: str, use: Where, inside: Where, message: str, hint: str) -> None:
        """What a question asks is its own fault, anything else the ladder's, which is named once."""
        stated = self._file.problem(name, inside, message, hint)
        asked = self._file.problem(name, (*use, "fact"), message, hint)
        if self._ladders[str(inside[1])]["levels"][inside[3]]["asked"]:
            self.problems.append(self._file.problem(name, (*use, *inside[4:]), message, hint))
        elif name == "unknown-path":
            if (asked.line, message) not in self._said:
                self._said.add((asked.line, message))
                note = tr("in ladder '{id}', line {line}", id=inside[1], line=stated.line)
                self.problems.append(asked._replace(message=f"{message}, {note}"))
        elif (stated.line, message) not in self._said:
            self._said.add((stated.line, message))
            note = tr("as line {line} uses it", line=asked.line)
            self.problems.append(stated._replace(message=f"{message}, {note}"))

    def _place_of(self, where: Where) -> Where:
        """Proofs name a question by its id."""
        if len(where) == 2 and where[0] == "criteria" and where[1] in self._places:
            return self._places[str(where[1])]
        return where

    def _part(self, entry: Mapping[str, Any], where: Where, inherited: str | None) -> dict[str, Any]:
        part = {key: value for key, value in entry.items() if key not in _KEYS}
        named = entry["ladder"] or inherited
        part["parts"] = [
            self._part(inner, (*where, "parts", place), named) for place, inner in enumerate(entry["parts"])
        ]
        self._places[entry["id"]] = where
        is_asked = not entry["parts"] and (entry["ladder"] or not entry["levels"])
        if named and is_asked:
            part |= self._answers(entry, where, named)
        else:
            for key in ("fact", "when"):
                if entry[key]:
                    message = tr("'{key}' says what a ladder asks, and there is none", key=key)
                    self._wrong("malformed-part", (*where, key), message)
        if part["source"] is None:
            self._wrong("key-missing", (*where, "source"), tr("lacks '{path}'", path="source"))
        return part

    def _answers(self, entry: Mapping[str, Any], where: Where, named: str) -> dict[str, Any]:
        """Return what a ladder gives a question: levels, and a source where it has none."""
        ladder = self._ladders.get(named)
        if ladder is None:
            hint = did_you_mean(named, self._ladders)
            self._wrong("unknown-ladder", (*where, "ladder"), tr("no ladder '{id}'", id=named), hint)
            return {}
        if entry["levels"]:
            message = tr("part '{entry}' needs either levels or a ladder", entry=entry["id"])
            self._wrong("malformed-part", where, message)
        self._uses[where] = named
        fact = entry["fact"] or _named(ladder["fact"], entry)
        for key, wanted, given in (
            ("fact", _names_a_fact(ladder["levels"]), fact),
            ("when", any(level["asked"] for level in ladder["levels"]), entry["when"]),
        ):
            if bool(wanted) != bool(given) and (wanted or entry[key]):
                message = noted("ladder '{id}' asks nothing by '{key}'")
                if wanted:
                    message = noted("ladder '{id}' asks what '{key}' says, and it is missing")
                self._wrong("malformed-part", (*where, key), tr(message, id=named, key=key))
        levels = [_answer(level, fact or "", entry["when"]) for level in ladder["levels"]]
        return {"levels": levels, "source": entry["source"] or _named(ladder["source"], entry)}

    def _wrong(self, name: str, where: Where, message: str, hint: str = "") -> None:
        self.problems.append(self._file.problem(name, where, message, hint))


def _named(pattern: str | None, entry: Mapping[str, Any]) -> str | None:
    """Return what a ladder says of its questions, for one of them."""
    return pattern and pattern.replace("{id}", entry["id"]).replace("{title}", entry["title"]["en"])


def _answer(level: Mapping[str, Any], fact: str, when: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return the level of a question that a level of a ladder stands for."""
    plain = {key: value for key, value in level.items() if key != "asked"}
    if not level["asked"]:
        return {**plain, "when": _asking(level["when"], fact)}
    # A level that has a condition of its own beside the question's is malformed, as one with neither is.
    return {**plain, "when": when if level["when"] is None else None}


def _asking(condition: Any, fact: str) -> Any:
    """Return a condition, or a part of one, with `{fact}` replaced in the names of facts."""
    if isinstance(condition, list):
        return [_asking(inner, fact) for inner in condition]
    if not isinstance(condition, dict):
        return condition
    return {key.replace(ASKED, fact): _asking(inner, fact) for key, inner in condition.items()}


def _names_a_fact(levels: list[Mapping[str, Any]]) -> bool:
    return any(_asking(level["when"], "") != level["when"] for level in levels)
