"""A third evaluator, of the corpus: what a rubric's table says of facts, as plainly as it can be said.

It reads the data of a rubric and nothing of the engine: sets of values for bit masks, cases told apart for cells,
fractions for floating numbers, and the greatest mean sought from above for the way inwards. It is slow, and it is
held against the conformance corpus (`tests/property/test_plain.py`) as the engine and the query are. What licenses
and base models leave possible of a fact it takes from the engine's reading: the query works that out by itself.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cache
from typing import Any, NamedTuple

from openscore import Rubric

Table = Mapping[str, Any]
Sets = dict[str, frozenset[str]]
"""By path what may be true of it; of a level's question, which levels may be reached."""
Ends = tuple[Fraction, Fraction]
NO, OPEN, YES = 0, 1, 2
MET, UNMET, UNKNOWN = "met", "unmet", "unknown"
NOTHING: Ends = (Fraction(0), Fraction(0))
VERDICTS = (UNMET, UNKNOWN, MET)
JUDGED = "@conformance"


class Answer(NamedTuple):
    """What a question, or a group of them, comes to."""

    value: Ends | None
    """From 0 to 1; None where it does not apply."""
    may_fall_away: bool


@cache
def exact(number: float) -> Fraction:
    """Return a number as its decimals say it."""
    return Fraction(repr(number))


def truth(table: Table, sets: Sets) -> int:
    """Return whether a condition holds: `all` is the least, `any` the greatest, `not` the mirror."""
    return min(_held(key, said, sets) for key, said in table.items())


def _held(key: str, said: Any, sets: Sets) -> int:
    if key == "not":
        return YES - truth(said, sets)
    if key in ("all", "any"):
        return (min if key == "all" else max)(truth(one, sets) for one in said)
    inside = sets[key] & set(said)
    return NO if not inside else YES if inside == sets[key] else OPEN


def reached(levels: Sequence[Table], sets: Sets) -> set[str]:
    """Return the levels that some completion of the facts reaches."""
    for level in levels:
        held = truth(level["when"], sets) if level["when"] else YES
        if held == YES:
            return {level["id"]}
        if held == OPEN:
            path, said = next(_open_tests(level["when"], sets))
            parts = (sets[path] & said, sets[path] - said)
            return set().union(*(reached(levels, {**sets, path: part}) for part in parts))
    raise AssertionError("the last level is reached where no other is")


def _open_tests(table: Table, sets: Sets) -> Iterator[tuple[str, set[str]]]:
    """Yield the tests of a condition that the facts leave open."""
    for key, said in table.items():
        if key == "not":
            yield from _open_tests(said, sets)
        elif key in ("all", "any"):
            for one in said:
                yield from _open_tests(one, sets)
        elif sets[key] & set(said) and not sets[key] <= set(said):
            yield key, set(said)


def mean(terms: Sequence[tuple[Fraction, Answer]]) -> Answer:
    """Return the weighted mean of what applies, its ends over every choice of what may fall away."""
    there = [(weight, one) for weight, one in terms if one.value is not None]
    may_fall_away = all(one.may_fall_away for _, one in there)
    if not there:
        return Answer(None, may_fall_away)
    ends = [
        _end([(weight, (one.value or NOTHING)[end] * sign, one.may_fall_away) for weight, one in there])
        * sign
        for end, sign in ((0, -1), (1, 1))
    ]
    return Answer((ends[0], ends[1]), may_fall_away)


def _end(terms: Sequence[tuple[Fraction, Fraction, bool]]) -> Fraction:
    """Return the greatest mean: any one, and then all that is above it with what stays, until nothing is."""
    best = min(value for _, value, _ in terms)
    while True:
        taken = [(weight, value) for weight, value, is_free in terms if not is_free or value > best]
        if not taken:
            return best
        found = sum(weight * value for weight, value in taken) / sum(weight for weight, _ in taken)
        if found <= best:
            return Fraction(found)
        best = Fraction(found)


def least(answers: Iterable[Answer]) -> Answer:
    """Return the worst of what applies."""
    there = [one for one in answers if one.value is not None]
    may_fall_away = all(one.may_fall_away for one in there)
    if not there:
        return Answer(None, may_fall_away)
    highs = [one.value[1] for one in there if one.value and not one.may_fall_away]
    all_highs = [one.value[1] for one in there if one.value]
    low = min(one.value[0] for one in there if one.value)
    return Answer((low, min(highs) if highs else max(all_highs)), may_fall_away)


class Plain:
    """One rubric, evaluated plainly."""

    def __init__(self, rubric: Rubric) -> None:
        self.data: Table = rubric.data
        self.full = exact(self.data["full_points"])
        self.top = exact(self.data["top"])
        self.leaves = list(_leaves(self.data["criteria"]))
        self._levels = {leaf["id"]: self._remembered(leaf) for leaf in self.leaves}

    def _remembered(self, leaf: Table) -> Callable[[Sets], tuple[Answer, frozenset[str]]]:
        paths = sorted({path for level in leaf["levels"] for path in paths_of(level["when"] or {})})
        known: dict[tuple[frozenset[str], ...], tuple[Answer, frozenset[str]]] = {}

        def answered(sets: Sets) -> tuple[Answer, frozenset[str]]:
            key = tuple(sets[path] for path in paths)
            if key not in known:
                known[key] = self.answer(leaf, dict(zip(paths, key, strict=True)))
            return known[key]

        return answered

    def answer(self, leaf: Table, sets: Sets) -> tuple[Answer, frozenset[str]]:
        """Return what a question comes to, and which of its levels other conditions may meet."""
        possible = [level for level in leaf["levels"] if level["id"] in reached(leaf["levels"], sets)]
        worth = [ends for level in possible if (ends := self.points(level)) is not None]
        value = (min(low for low, _ in worth), max(high for _, high in worth)) if worth else None
        is_left_open = any(level["undecided"] for level in possible)
        named = leaf["levels"] if is_left_open else possible
        return Answer(value, len(worth) < len(possible)), frozenset(level["id"] for level in named)

    def points(self, level: Table) -> Ends | None:
        """Return what a level is worth, from 0 to 1; None if it leaves the denominator."""
        if level["not_applicable"]:
            return None
        if level["undecided"]:
            return Fraction(0), Fraction(1)
        return (exact(level["points"]) / self.full,) * 2

    def row(self, facts: Sets) -> dict[str, Any]:
        """Return the verdict in the words of the query.

        Args:
            facts: By path of a fact or a license's term, what may be true of it.
        """
        sets = dict(facts)
        found: dict[str, Answer] = {}
        for leaf in self.leaves:
            found[leaf["id"]], sets[f"@{leaf['id']}"] = self._levels[leaf["id"]](sets)
        criteria = [
            (exact(one["criterion_weight"]), self._joined(one, found)) for one in self.data["criteria"]
        ]
        row: dict[str, Any] = {"conformance": self._conformance(sets)}
        uncapped = mean(criteria).value or NOTHING
        if self.data["classes"]:
            progress = self._classes(found, sets)
            for id, ends in progress.items():
                row |= _ends(f"class_{_snake(id)}", (100 * ends[0], 100 * ends[1]))
            if self.data["aggregate"] == "classes":
                uncapped = (
                    mean([(Fraction(1), Answer(ends, False)) for ends in progress.values()]).value or NOTHING
                )
        uncapped = (uncapped[0] * self.top, uncapped[1] * self.top)
        closed = [(gate, held) for gate in self.data["gates"] if (held := truth(gate["when"], sets)) != NO]
        row["gates"] = " ".join(gate["id"] + ("" if held == YES else "?") for gate, held in closed)
        score = self._capped(uncapped, closed)
        low, high = self._stated(score)
        row |= {"low": low, "high": high}
        row["uncapped_low"], row["uncapped_high"] = self._stated(uncapped)
        row["band_low"], row["band_high"] = self._bands(score, closed, sets)
        for one, (_, answer) in zip(self.data["criteria"], criteria, strict=True):
            row |= _ends(_snake(one["id"]), answer.value)
        return row

    def _joined(self, part: Table, found: dict[str, Answer]) -> Answer:
        if part["levels"]:
            return found[part["id"]]
        parts = [(exact(one["share"]), self._joined(one, found)) for one in part["parts"]]
        found[part["id"]] = least(one for _, one in parts) if part["aggregate"] == "min" else mean(parts)
        return found[part["id"]]

    def _classes(self, found: Mapping[str, Answer], sets: Sets) -> dict[str, Ends]:
        shares = {part["id"]: exact(part["share"]) for part in _parts(self.data["criteria"])}
        progress: dict[str, Ends] = {}
        for one in self.data["classes"]:
            ends = mean([(shares[id], found[id]) for id in one["counts"]]).value or NOTHING
            before = progress[one["requires"]] if one["requires"] else (Fraction(1), Fraction(1))
            progress[one["id"]] = (
                ends[0] if before[0] == 1 else Fraction(0),
                ends[1] if before[1] == 1 else Fraction(0),
            )
            low, high = progress[one["id"]]
            sets[f"@class.{one['id']}"] = frozenset([MET] * (high == 1) + [UNMET] * (low < 1))
        return progress

    def _conformance(self, sets: Sets) -> str:
        stated = self.data["conformance"]
        if stated is None:
            return ""
        elements = [truth(one["when"], sets) for one in stated["elements"]] or [
            truth({f"@{leaf['id']}": [level["id"] for level in leaf["levels"] if self._is_best(level)]}, sets)
            for leaf in self.leaves
        ]
        verdict = VERDICTS[min(elements)]
        sets[JUDGED] = frozenset([MET, UNMET] if verdict == UNKNOWN else [verdict])
        return verdict

    def _is_best(self, level: Table) -> bool:
        return self.points(level) in (None, (Fraction(1), Fraction(1)))

    def _capped(self, score: Ends, closed: Sequence[tuple[Table, int]]) -> Ends:
        caps = [(exact(gate["cap"]), held) for gate, held in closed if not isinstance(gate["cap"], str)]
        certain = [cap for cap, held in caps if held == YES]
        return min([score[0], *[cap for cap, _ in caps]]), min([score[1], *certain])

    def _bands(self, score: Ends, closed: Sequence[tuple[Table, int]], sets: Sets) -> tuple[str, str]:
        bands = self.data["bands"]
        if bands[0]["floor"] is None:
            open_ones = []
            for band in bands:
                held = truth(band["when"], sets) if band["when"] else YES
                open_ones += [band["id"]] if held != NO else []
                if held == YES:
                    break
            return open_ones[-1], open_ones[0]
        places = [band["id"] for band in bands]
        ends = []
        for end, least_held in ((0, OPEN), (1, YES)):
            number = _rounded(score[end], self.data["digits"])
            own = max(place for place, band in enumerate(bands) if exact(band["floor"]) <= number)
            left = [
                places.index(gate["cap"])
                for gate, held in closed
                if gate["cap"] in places and held >= least_held
            ]
            ends.append(places[min([own, *left])])
        return ends[0], ends[1]

    def _stated(self, ends: Ends) -> tuple[float, float]:
        """Return both ends to the decimals of the rubric, as its rounding says."""
        digits = self.data["digits"]
        if self.data.get("rounding") == "outward" and ends[0] != ends[1]:
            scale = 10**digits
            return math.floor(ends[0] * scale) / scale, math.ceil(ends[1] * scale) / scale
        return float(_rounded(ends[0], digits)), float(_rounded(ends[1], digits))


def paths_of(table: Table) -> Iterator[str]:
    """Yield what a condition reads."""
    for key, said in table.items():
        if key == "not":
            yield from paths_of(said)
        elif key in ("all", "any"):
            for one in said:
                yield from paths_of(one)
        else:
            yield key


def _rounded(number: Fraction, digits: int) -> Fraction:
    """Round, halves upwards."""
    scale = 10**digits
    return Fraction(math.floor(number * scale + Fraction(1, 2)), scale)


def _ends(name: str, ends: Ends | None) -> dict[str, float | None]:
    return {f"{name}_{end}": ends and float(ends[place]) for place, end in enumerate(("low", "high"))}


def _snake(id: str) -> str:
    return id.replace("-", "_").replace(".", "_")


def _parts(entries: Sequence[Table]) -> Iterator[Table]:
    for entry in entries:
        yield entry
        yield from _parts(entry["parts"])


def _leaves(entries: Sequence[Table]) -> Iterator[Table]:
    return (part for part in _parts(entries) if part["levels"])
