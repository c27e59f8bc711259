"""A search over cells for facts with which some conditions hold and another does not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from openscore.engine.facts import Masks
from openscore.rubric.conditions import FALSE, TRUE, All, Condition

MOST_STEPS = 400_000
"""Cells looked at before a question is given up as undecided."""


class Choice(NamedTuple):
    """One value that a variable can take."""

    facts: Mapping[str, str]
    """As they are typed; empty where nothing needs to be said."""
    masks: tuple[Masks, Masks]
    """What follows for the paths of each rubric."""
    is_best: bool


@dataclass
class Variable:
    """Facts that are chosen together."""

    choices: list[Choice]
    unchosen: tuple[Masks, Masks] = field(init=False)

    def __post_init__(self) -> None:
        joined: tuple[Masks, Masks] = ({}, {})
        for choice in self.choices:
            for side in (0, 1):
                for path, mask in choice.masks[side].items():
                    joined[side][path] = joined[side].get(path, 0) | mask
        self.unchosen = joined


class Space(Protocol):
    """Everything that can differ between models, as two rubrics see it: side 0 and side 1."""

    @property
    def variables(self) -> Mapping[str, Variable]:
        """Variables by name."""

    def touched(self, side: int, condition: Condition) -> Iterator[str]:
        """Yield the variables on which a condition of a side rests."""

    def masks(self, side: int, chosen: Mapping[str, Choice]) -> Masks:
        """Return what may be true of every path of a side."""


class TooManyError(Exception):
    """The search grew too large."""


class Search:
    """One search: all of the premise holds, and one condition of the conclusion does not."""

    def __init__(
        self,
        space: Space,
        needed: Sequence[Condition],
        failing: Condition | None,
        limit: int | None,
    ) -> None:
        self._space = space
        self._needed = All(tuple(needed))
        self._failing = failing
        self._limit = limit
        self._steps = 0
        self._names = _near_first(
            list(dict.fromkeys(space.touched(1, failing) if failing else ())),
            [list(dict.fromkeys(space.touched(0, one))) for one in needed],
        )

    def found(self) -> dict[str, Choice] | None:
        """Return choices with which it is so, whatever is not chosen; None if there are none.

        Raises:
            TooManyError: If too many cells would have to be looked at.
        """
        return self._extended({}, 0, self._limit)

    def _extended(self, chosen: dict[str, Choice], place: int, left: int | None) -> dict[str, Choice] | None:
        self._steps += 1
        if self._steps > MOST_STEPS:
            raise TooManyError
        verdict = self._verdict(chosen)
        if verdict is not None or place == len(self._names):
            return dict(chosen) if verdict else None
        name = self._names[place]
        for choice in self._space.variables[name].choices:
            if left == 0 and not choice.is_best:
                continue
            chosen[name] = choice
            rest = left if left is None or choice.is_best else left - 1
            if (found := self._extended(chosen, place + 1, rest)) is not None:
                return found
            del chosen[name]
        return None

    def _verdict(self, chosen: Mapping[str, Choice]) -> bool | None:
        """Return whether it is so, or cannot be any more; None if that is open."""
        fails = FALSE
        if self._failing is not None:
            fails = self._failing.decide(self._space.masks(1, chosen))
            if fails == TRUE:
                return False
        holds = self._needed.decide(self._space.masks(0, chosen))
        if holds == FALSE:
            return False
        return True if holds == TRUE and fails == FALSE else None

    def least(self, chosen: Mapping[str, Choice]) -> dict[str, Choice]:
        """Return the choices without those that decide nothing."""
        kept = dict(chosen)
        for name in reversed(list(chosen)):
            fewer = {other: choice for other, choice in kept.items() if other != name}
            if self._verdict(fewer):
                kept = fewer
        return kept


def _near_first(names: list[str], groups: list[list[str]]) -> list[str]:
    """Return all names, those first that stand in one group with earlier ones and add the fewest."""
    waiting = list(groups)
    while waiting:
        known = set(names)
        nearest = min(waiting, key=lambda group: (known.isdisjoint(group), len(set(group) - known)))
        waiting.remove(nearest)
        names = [*names, *(name for name in nearest if name not in known)]
    return names


def conjuncts(condition: Condition) -> Iterator[Condition]:
    """Yield the conditions that must all hold for this one to hold."""
    if isinstance(condition, All):
        for inner in condition.conditions:
            yield from conjuncts(inner)
    else:
        yield condition
