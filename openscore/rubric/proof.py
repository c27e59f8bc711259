"""Proofs about a rubric: what it claims holds for every combination of facts, not only for ours.

Facts are finite, so each question is decided by trying every box of the values that it reads. Gates
read levels of many parts; for them a proof by shape is enough (see `is_downward`).
"""

from collections.abc import Iterator
from typing import NamedTuple

from openscore.language import noted, tr
from openscore.numerals import number
from openscore.records.vocabulary import Scale
from openscore.rubric.cells import Cell, cells_of
from openscore.rubric.conditions import TRUE, All, Condition, Where, is_downward, is_upward, paths_of
from openscore.rubric.parts import Level, Part
from openscore.rubric.rubric import CONFORMANCE, Rubric


class Finding(NamedTuple):
    """Something that does not hold, with a counter-example."""

    name: str
    where: Where
    message: str
    hint: str = ""


def prove(rubric: Rubric) -> Iterator[Finding]:
    """Yield everything that is wrong with the rubric's meaning; nothing if all is proven."""
    for leaf in rubric.leaves():
        yield from _prove_leaf(rubric, leaf, ("criteria", leaf.id))
    for gate in rubric.gates:
        yield from _prove_gate(rubric, gate.condition, ("gates", gate.id))
    if rubric.is_monotone and any(CONFORMANCE in paths_of(gate.condition) for gate in rubric.gates):
        yield from _prove_elements(rubric)


def _prove_elements(rubric: Rubric) -> Iterator[Finding]:
    """A gate rests on the strict reading: no element may be lost when a fact becomes more open."""
    for element in rubric.conformance.elements if rubric.conformance else ():
        if not is_upward(element.condition):
            message = tr("element '{id}' can become unmet when a fact becomes more open", id=element.id)
            hint = tr("list the most open values and leave none out, or say `monotone = false`")
            yield Finding("not-monotone", ("conformance", element.id), message, hint)


def _prove_leaf(rubric: Rubric, leaf: Part, where: Where) -> Iterator[Finding]:
    """Every level is reached by some combination; a more open fact never costs points."""
    reached = {cell.level for cell in leaf.cells}
    for place, level in enumerate(leaf.levels):
        if place not in reached:
            message = tr(
                "level '{level}' of part '{part}' is never reached: earlier levels take every case",
                level=level.id,
                part=leaf.id,
            )
            hint = tr("move it before the level that takes its cases, or take it out")
            yield Finding("unreachable-level", where, message, hint)
    if rubric.is_monotone:
        for cell in leaf.cells:
            yield from _prove_steps(rubric, leaf, cell, where)


def _prove_steps(rubric: Rubric, leaf: Part, cell: Cell, where: Where) -> Iterator[Finding]:
    """Try every single value that is more open than one of the cell."""
    points = leaf.levels[cell.level].points
    for place, path in enumerate(leaf.paths):
        scale = rubric.scale(path)
        lowest = cell.masks[place] & scale.ordered
        for better in scale.bits.values():
            # Below the least open value of the cell: a step up from at least that value.
            if points is None or not better & scale.ordered or better >= 1 << max(0, lowest.bit_length() - 1):
                continue
            masks = dict(zip(leaf.paths, cell.masks, strict=True))
            risen = level_of(leaf, {**masks, path: better}).points
            if risen is not None and risen.low < points.low:
                value = scale.ids(better)[0]
                facts = ", ".join(
                    f"{name} = {_least_open(rubric.scale(name), mask)}" for name, mask in masks.items()
                )
                message = tr(
                    "part '{id}' is not monotone: with {facts} it gives {low}, "
                    "but with {path} = {value}, which is more open, {lower}",
                    id=leaf.id,
                    facts=facts,
                    low=number(points.low),
                    path=path,
                    value=value,
                    lower=number(risen.low),
                )
                hint = tr("let '{value}' reach as many points, or say `monotone = false`", value=value)
                yield Finding("not-monotone", where, message, hint)
                return


def _least_open(scale: Scale, mask: int) -> str:
    """Return the least open value of a mask; of those in no order the last."""
    return scale.ids(mask & scale.ordered or mask)[-1]


def level_of(leaf: Part, masks: dict[str, int]) -> Level:
    """Return the level that is reached when every fact is known well enough."""
    return next(level for level in leaf.levels if level.condition.decide(masks) == TRUE)


def _prove_gate(rubric: Rubric, condition: Condition, where: Where) -> Iterator[Finding]:
    outcomes = {cell.level for cell in cells_of([condition, All(())])}
    if len(outcomes) == 1:
        message = noted("the gate never closes, whatever the facts are")
        if outcomes == {0}:
            message = noted("the gate always closes, whatever the facts are")
        yield Finding("constant-gate", where, tr(message), tr("take it out, or give it another condition"))
    if rubric.is_monotone and not is_downward(condition):
        message = tr("the gate can close when a fact becomes more open")
        hint = tr("list the least open values and leave none out, or say `monotone = false`")
        yield Finding("not-monotone", where, message, hint)
