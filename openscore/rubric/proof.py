"""Proofs about a rubric: what it claims holds for every combination of facts, not only for ours.

Facts are finite, so each question is decided by trying every combination of the values that it
reads. Gates read levels of many parts; for them a proof by shape is enough (see `is_downward`).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from math import prod
from typing import NamedTuple

from openscore.rubric.conditions import TRUE, Condition, Where, is_downward, is_upward
from openscore.rubric.rubric import CONFORMANCE, Level, Part, Rubric

MAX_COMBINATIONS = 200_000
"""A question that needs more is refused: nobody could understand it either."""


class Finding(NamedTuple):
    """Something that does not hold, with a counter-example."""

    name: str
    where: Where
    message: str


def prove(rubric: Rubric) -> Iterator[Finding]:
    """Yield everything that is wrong with the rubric's meaning; nothing if all is proven."""
    for leaf in rubric.leaves():
        where: Where = ("criteria", leaf.id)
        size = prod(len(rubric.scale(path).values) for path in leaf.paths)
        if size > MAX_COMBINATIONS:
            yield Finding(
                "too-many-combinations", where, f"part '{leaf.id}' has {size} combinations of facts"
            )
            continue
        yield from _prove_leaf(rubric, leaf, where)
    for gate in rubric.gates:
        yield from _prove_gate(rubric, gate.condition, ("gates", gate.id))
    if (
        rubric.conformance
        and rubric.is_monotone
        and any(_reads_conformance(g.condition) for g in rubric.gates)
    ):
        for element in rubric.conformance.elements:
            if not is_upward(element.condition):
                message = f"element '{element.id}' can become unmet when a fact becomes more open"
                yield Finding("not-monotone", ("conformance", element.id), message)


def _prove_leaf(rubric: Rubric, leaf: Part, where: Where) -> Iterator[Finding]:
    """Every level is reached by some combination; a more open fact never costs points."""
    reached = set()
    for bits in product(*(_single_bits(rubric, path) for path in leaf.paths)):
        masks = dict(zip(leaf.paths, bits, strict=True))
        level = level_of(leaf, masks)
        reached.add(level.id)
        if rubric.is_monotone and level.points is not None:
            yield from _prove_steps(rubric, leaf, masks, level, where)
    for level in leaf.levels:
        if level.id not in reached:
            message = (
                f"level '{level.id}' of part '{leaf.id}' is never reached: earlier levels take every case"
            )
            yield Finding("unreachable-level", where, message)


def _prove_steps(
    rubric: Rubric, leaf: Part, masks: dict[str, int], level: Level, where: Where
) -> Iterator[Finding]:
    for path, bit in masks.items():
        scale = rubric.scale(path)
        better = bit >> 1
        while better and not better & scale.ordered:
            better >>= 1
        if not better or not bit & scale.ordered:
            continue
        risen = level_of(leaf, {**masks, path: better})
        if risen.points is not None and level.points is not None and risen.points < level.points:
            facts = ", ".join(f"{p} = {rubric.scale(p).ids(b)[0]}" for p, b in masks.items())
            message = (
                f"part '{leaf.id}' is not monotone: with {facts} it gives {level.points:g}, but with "
                f"{path} = {scale.ids(better)[0]}, which is more open, {risen.points:g}"
            )
            yield Finding("not-monotone", where, message)
            return


def level_of(leaf: Part, masks: dict[str, int]) -> Level:
    """Return the level that is reached when every fact is known."""
    return next(level for level in leaf.levels if level.condition.decide(masks) == TRUE)


def _single_bits(rubric: Rubric, path: str) -> list[int]:
    return list(rubric.scale(path).bits.values())


def _prove_gate(rubric: Rubric, condition: Condition, where: Where) -> Iterator[Finding]:
    paths = tuple(dict.fromkeys(condition.paths()))
    combinations = [_single_bits(rubric, path) for path in paths]
    if prod(map(len, combinations)) <= MAX_COMBINATIONS:
        outcomes = {condition.decide(dict(zip(paths, bits, strict=True))) for bits in product(*combinations)}
        if len(outcomes) == 1:
            always = "always" if outcomes == {TRUE} else "never"
            yield Finding("constant-gate", where, f"the gate {always} closes, whatever the facts are")
    if rubric.is_monotone and not is_downward(condition):
        yield Finding("not-monotone", where, "the gate can close when a fact becomes more open")


def _reads_conformance(condition: Condition) -> bool:
    return CONFORMANCE in condition.paths()
