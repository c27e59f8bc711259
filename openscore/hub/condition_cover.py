"""Few boxes instead of many cells: what a question depends on, said shortly."""

from __future__ import annotations

from collections.abc import Iterable

Box = tuple[int, ...]
"""A mask for each path of a question."""


def merged(cells: Iterable[Box]) -> tuple[Box, ...]:
    """Return boxes that cover exactly what the cells cover, as few as joining pairs gives.

    Two boxes that differ in one path are one box; what may be true meets it if it meets either, so
    the test stays exact.
    """
    boxes = sorted(set(cells))
    width = len(boxes[0]) if boxes else 0
    before = -1
    while before != len(boxes):
        before = len(boxes)
        for place in range(width):
            together: dict[Box, int] = {}
            for box in boxes:
                rest = (*box[:place], *box[place + 1 :])
                together[rest] = together.get(rest, 0) | box[place]
            boxes = [(*rest[:place], mask, *rest[place:]) for rest, mask in together.items()]
    return tuple(sorted(boxes))
