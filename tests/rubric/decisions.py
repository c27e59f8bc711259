"""Which decisions of a rubric some case settles: `python tests/rubric/decisions.py` prints the share.

A decision is one value in one test of one condition: whether it is among those that are allowed. It is
settled by a case of which the outcome is another if that one value changes sides. `--propose RUBRIC`
prints cases that would settle the rest, to be read against the source before they are added.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

import tomli

from openscore import Rubric, load_rubric
from openscore.engine.question import Question as Asked
from openscore.resources import rubric_files
from openscore.rubric.conditions import TRUE, All, Condition, In, Not, atoms
from openscore.rubric.conditions import Any as AnyOf
from openscore.rubric.parts import Part

CASES = Path(__file__).resolve().parents[1] / "cases"
Masks = Mapping[str, int]
Given = dict[str, str]
ALWAYS = All(())


class Question(NamedTuple):
    """Conditions of which the first that holds gives the outcome."""

    kind: str
    """`levels`, `gates`, `elements`, `claims` or `bands`."""
    id: str
    outcomes: tuple[str, ...]
    conditions: tuple[Condition, ...]
    rubric: Rubric

    @property
    def paths(self) -> list[str]:
        """Everything that the conditions read, in order."""
        return list(dict.fromkeys(atom.path for one in self.conditions for atom in atoms(one)))

    def outcome(self, masks: Masks, conditions: Sequence[Condition] | None = None) -> str:
        """Return the outcome where every fact is known; empty where no condition holds."""
        tried = self.conditions if conditions is None else conditions
        held = (id for id, one in zip(self.outcomes, tried, strict=True) if one.decide(masks) == TRUE)
        return next(held, "")

    def masks(self, given: Given) -> Masks:
        """Return known facts as masks."""
        return {path: self.rubric.scale(path).bits[value] for path, value in given.items()}


class Decision(NamedTuple):
    """One value in one test of one condition, on the other side."""

    place: int
    atom: In
    value: str
    changed: tuple[Condition, ...]


def questions(rubric: Rubric) -> Iterator[Question]:
    """Yield everything in a rubric that conditions decide; what is derived from levels is not asked again."""
    for part in rubric.leaves():
        conditions = tuple(level.condition for level in part.levels)
        yield Question("levels", part.id, tuple(level.id for level in part.levels), conditions, rubric)
    stated = rubric.data["conformance"] and rubric.data["conformance"]["elements"]
    single = [("gates", gate.id, gate.condition) for gate in rubric.gates]
    if stated and rubric.conformance:
        single += [("elements", element.id, element.condition) for element in rubric.conformance.elements]
    single += [("claims", claim.label, claim.condition) for claim in rubric.claims.values()]
    for kind, id, condition in single:
        yield Question(kind, id, ("yes", "no"), (condition, ALWAYS), rubric)
    if rubric.has_rules:
        conditions = tuple(band.condition or ALWAYS for band in rubric.bands)
        yield Question("bands", "bands", tuple(band.id for band in rubric.bands), conditions, rubric)


def decisions(question: Question) -> Iterator[Decision]:
    """Yield every decision of a question."""
    for place, condition in enumerate(question.conditions):
        for atom in list(atoms(condition)):
            for value, bit in atom.scale.bits.items():
                other = _replaced(condition, atom, atom._replace(allowed=atom.allowed ^ bit))
                changed = (*question.conditions[:place], other, *question.conditions[place + 1 :])
                yield Decision(place, atom, value, changed)


def _replaced(condition: Condition, old: In, new: In) -> Condition:
    if isinstance(condition, In):
        return new if condition is old else condition
    if isinstance(condition, Not):
        return Not(_replaced(condition.condition, old, new))
    inner = tuple(_replaced(one, old, new) for one in condition.conditions)
    return All(inner) if isinstance(condition, All) else AnyOf(inner)


def each(given: Mapping[str, str | list[str]]) -> Iterator[Given]:
    """Yield the facts of a case; where a fact lists values, one for each."""
    values = [[value] if isinstance(value, str) else value for value in given.values()]
    for chosen in product(*values):
        yield dict(zip(given, chosen, strict=True))


def cases_of(id: str) -> dict[tuple[str, str], list[dict[str, Any]]]:
    """Return the cases of a rubric by kind and id of the question."""
    levels = tomli.loads((CASES / f"{id}.toml").read_text(encoding="utf-8"))
    found = {("levels", part): cases for part, cases in levels.items()}
    further = CASES / "decisions" / f"{id}.toml"
    if further.is_file():
        for kind, asked in tomli.loads(further.read_text(encoding="utf-8")).items():
            for name, rows in asked.items():
                cases = [
                    {"facts": facts, "level": outcome} for outcome, listed in rows.items() for facts in listed
                ]
                found[kind, name] = [*found.get((kind, name), []), *cases]
    return found


def otherwise(rubric: Rubric, corpus: Mapping[tuple[str, str], list[dict[str, Any]]]) -> Iterator[str]:
    """Yield what a rubric decides in another way than cases say, each question and case at its turn."""
    asked = {(question.kind, question.id): question for question in questions(rubric)}
    for key, cases in corpus.items():
        if key not in asked:
            yield f"{key} is asked by cases alone"
            continue
        for case in cases:
            yield from _otherwise(asked[key], case)


def _otherwise(question: Question, case: Mapping[str, Any]) -> Iterator[str]:
    """A case that names all that is read has one outcome; of an answer, one that does not has all that are left."""
    for given in each(case["facts"]):
        try:
            masks = question.masks(given)
            if set(given) == set(question.paths) and isinstance(case["level"], str):
                found: Any = question.outcome(masks)
            elif question.kind == "levels" and set(given) <= set(question.paths):
                found = left(question, masks)
            else:
                found = f"reads {question.paths}"
        except KeyError as error:
            found = f"knows no {error}"
        if found != case["level"] and found != [case["level"]]:
            yield f"{question.kind} {question.id}: {given}: {case['level']} is {found}"


def levels_left(rubric: Rubric, part: Part, masks: Masks) -> list[str]:
    """Return the levels of a question that facts leave possible, in the order of the file."""
    left = Asked(rubric, part).result({**masks}).levels
    return [level.id for level in part.levels if level in left]


def left(question: Question, masks: Masks) -> list[str]:
    """Return the levels that facts leave possible, what is not given unknown."""
    leaf = next(part for part in question.rubric.leaves() if part.id == question.id)
    unknown = {path: question.rubric.scale(path).full for path in question.paths}
    return levels_left(question.rubric, leaf, {**unknown, **masks})


def full_cases(question: Question, cases: Sequence[Mapping[str, Any]]) -> list[Given]:
    """Return the facts of those cases that have one outcome, what is not known filled in in two ways.

    Whatever fills it in, the outcome is the same; so one of them tells.
    """
    known = [given for case in cases if isinstance(case["level"], str) for given in each(case["facts"])]
    ends = [
        {path: list(question.rubric.scale(path).bits)[place] for path in question.paths} for place in (0, -1)
    ]
    return [{**end, **given} for given in known for end in ends]


def unsettled(question: Question, cases: Sequence[Mapping[str, Any]]) -> list[Decision]:
    """Return the decisions that no case settles."""
    tried = [(masks, question.outcome(masks)) for masks in map(question.masks, full_cases(question, cases))]
    return [one for one in decisions(question) if not any(settles(question, one, *case) for case in tried)]


def settles(question: Question, decision: Decision, masks: Masks, outcome: str) -> bool:
    """Whether a case has another outcome if a decision is another."""
    if not masks[decision.atom.path] & decision.atom.scale.bits[decision.value]:
        return False
    return question.outcome(masks, decision.changed) != outcome


def proposals(question: Question, cases: Sequence[Mapping[str, Any]]) -> Iterator[Given]:
    """Yield facts that settle what no case settles, most at once first; undecidable decisions give none."""
    left = unsettled(question, cases)
    while left:
        best: tuple[int, Given, list[Decision]] | None = None
        for given in _candidates(question, left[0]):
            masks = question.masks(given)
            outcome = question.outcome(masks)
            settled = [one for one in left if settles(question, one, masks, outcome)]
            if left[0] in settled and (best is None or len(settled) > best[0]):
                best = len(settled), given, settled
        if best is None:
            left = left[1:]
            continue
        yield best[1]
        left = [one for one in left if one not in best[2]]


def _candidates(question: Question, decision: Decision) -> Iterator[Given]:
    """Yield facts with one value fixed; of many paths only few values each, which is enough for a difference."""
    paths = question.paths
    tests = {path: [a for one in question.conditions for a in atoms(one) if a.path == path] for path in paths}
    values = []
    for path in paths:
        scale = question.rubric.scale(path)
        kinds: dict[tuple[bool, ...], str] = {}
        for id, bit in scale.bits.items():
            kinds.setdefault(tuple(bool(bit & test.allowed) for test in tests[path]), id)
        values.append([decision.value] if path == decision.atom.path else list(kinds.values()))
    for chosen in product(*values):
        yield dict(zip(paths, chosen, strict=True))


def never(question: Question) -> set[tuple[int, str, str]]:
    """Return the decisions that no facts can settle: earlier conditions, or the rest of one, leave no case."""
    return {
        (one.place, one.atom.path, one.value)
        for one in decisions(question)
        if not any(
            settles(question, one, masks, question.outcome(masks))
            for masks in map(question.masks, _candidates(question, one))
        )
    }


def coverage(rubric: Rubric) -> tuple[int, int, list[str]]:
    """Return how many decisions a rubric takes that facts can settle, how many cases do, and the rest."""
    cases = cases_of(rubric.id)
    total = settled = 0
    rest = []
    for question in questions(rubric):
        dead = never(question)
        open_ones = [
            one
            for one in unsettled(question, cases.get((question.kind, question.id), []))
            if (one.place, one.atom.path, one.value) not in dead
        ]
        asked = sum((one.place, one.atom.path, one.value) not in dead for one in decisions(question))
        total, settled = total + asked, settled + asked - len(open_ones)
        rest += [
            f"{question.kind} {question.id}: {question.outcomes[one.place]}: {one.atom.path} = {one.value}"
            for one in open_ones
        ]
    return total, settled, rest


def written(question: Question, proposed: Sequence[Given]) -> Iterator[str]:
    """Yield the lines of cases: one for those that differ in one fact alone and have the same outcome."""
    yield f'[{question.kind}."{question.id}"]'
    for outcome in question.outcomes:
        rows: list[dict[str, list[str]]] = [
            {path: [value] for path, value in given.items()}
            for given in proposed
            if question.outcome(question.masks(given)) == outcome
        ]
        for path in question.paths:
            merged: dict[str, dict[str, list[str]]] = {}
            for row in rows:
                key = str({other: values for other, values in row.items() if other != path})
                known = merged.setdefault(key, {**row, path: []})
                known[path] += [value for value in row[path] if value not in known[path]]
            rows = list(merged.values())
        if rows:
            yield f'"{outcome}" = ['
            for row in rows:
                facts = ", ".join(f'"{path}" = {_listed(values)}' for path, values in row.items())
                yield f"  {{ {facts} }},"
            yield "]"


def _listed(values: Sequence[str]) -> str:
    return f'"{values[0]}"' if len(values) == 1 else "[" + ", ".join(f'"{one}"' for one in values) + "]"


def main() -> None:
    """Print the share of settled decisions by rubric, or proposals for one."""
    if sys.argv[1:2] == ["--propose"]:
        rubric = load_rubric(sys.argv[2])
        cases = cases_of(rubric.id)
        for question in questions(rubric):
            given = list(proposals(question, cases.get((question.kind, question.id), [])))
            if given:
                print("\n".join(written(question, given)), end="\n\n")
        return
    for id in rubric_files():
        total, settled, rest = coverage(load_rubric(id))
        print(f"{id:20} {settled:>5} of {total:>5} decisions settled by a case")
        for line in rest[:20]:
            print(f"    not settled: {line}")


if __name__ == "__main__":
    main()
