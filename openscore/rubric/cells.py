"""The cells of a question: boxes of facts that together cover every combination, one level each.

Values of a fact that no condition of the question tells apart stand together, so that there are
few boxes. With them it is exact which levels an incomplete set of facts leaves possible: a level
is possible if one of its boxes is. Three-valued conditions alone would say no more than 'unknown'
of a level that catches the rest.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from math import prod
from typing import NamedTuple

from openscore.records.vocabulary import Scale
from openscore.rubric.conditions import TRUE, Condition, In, atoms

MAX_CELLS = 20_000
"""A question that needs more is refused: nobody could understand it either."""


class Cell(NamedTuple):
    """A box of facts in which one level is reached."""

    masks: tuple[int, ...]
    """Values of each path of the question, in the order of its paths."""
    level: int
    """Place of the level."""


def cells_of(conditions: Sequence[Condition]) -> tuple[Cell, ...]:
    """Return the cells of a question; none if there would be too many.

    Args:
        conditions: Those of its levels, in the order in which they are tried; the last holds always.

    Returns:
        Cells whose masks stand in the order in which the conditions first name their paths.
    """
    groups = _groups_by_path(conditions)
    if prod(map(len, groups.values())) > MAX_CELLS:
        return ()
    cells = []
    for masks in product(*groups.values()):
        known = dict(zip(groups, masks, strict=True))
        cells.append(Cell(masks, _first_true(conditions, known)))
    return tuple(cells)


def _groups_by_path(conditions: Sequence[Condition]) -> dict[str, list[int]]:
    tests = [atom for condition in conditions for atom in atoms(condition)]
    scales = {test.path: test.scale for test in tests}
    return {path: list(_groups(path, scale, tests)) for path, scale in scales.items()}


def _groups(path: str, scale: Scale, tests: Sequence[In]) -> Iterator[int]:
    """Yield masks of the values that every test on `path` treats alike."""
    together: dict[tuple[bool, ...], int] = {}
    for bit in scale.bits.values():
        answers = tuple(bool(bit & test.allowed) for test in tests if test.path == path)
        together[answers] = together.get(answers, 0) | bit
    yield from together.values()


def _first_true(conditions: Sequence[Condition], masks: Mapping[str, int]) -> int:
    true = (place for place, condition in enumerate(conditions) if condition.decide(masks) == TRUE)
    return next(true, len(conditions) - 1)
