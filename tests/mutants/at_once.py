"""Tests whose expected values are worked out before any mutant, so that it costs only what the program takes.

Each is a test of the suite with the same examples; what survives these is put to the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import product
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from openscore import Registry

SEEDS = 0, 1


class Witness(NamedTuple):
    """One example of a test."""

    test: str
    said: Callable[[], Any]
    """What the program says."""
    expected: Any

    def is_contradicted(self) -> bool:
        """Whether the program says something else, or nothing."""
        try:
            return bool(self.said() != self.expected)
        except Exception:  # noqa: BLE001  # Whatever a mutant brings about.
            return True


def witnesses(package: str) -> Iterator[Witness]:
    """Yield those of a package."""
    if package == "engine":
        yield from _lines()
        yield from _rows()


def _lines() -> Iterator[Witness]:
    from property.test_plain_lines import (
        ASKING_ALL,
        BEHIND,
        TELLING,
        by_engine,
        named_by_engine,
        named_plainly,
        plainly,
    )

    from openscore import load_rubric
    from openscore.resources import rubric_files

    shipped = [load_rubric(id) for id in rubric_files()]
    telling = [*(one for one in shipped if one.id in BEHIND), ASKING_ALL]
    for seed, rubric in (*product(SEEDS, shipped), *product(TELLING, telling)):
        registry, name = _world(seed), f"test_plain_lines.py {rubric.id} {seed}"
        yield Witness(name, partial(by_engine, rubric, registry), plainly(rubric, registry))
        if rubric in telling:
            expected = named_plainly(rubric, registry)
            yield Witness(f"{name} behind", partial(named_by_engine, rubric, registry), expected)


def _rows() -> Iterator[Witness]:
    from property.evaluators import by_plain
    from property.test_plain import as_stated

    from openscore import load_rubric
    from openscore.resources import rubric_files

    for id in rubric_files():
        registry, rubric = _world(SEEDS[-1]), load_rubric(id)
        expected = by_plain(registry, rubric)
        # Approximate numbers stand on the side of the program.
        yield Witness(
            f"test_plain.py {id} {SEEDS[-1]}", partial(as_stated, registry, rubric, expected), expected
        )


def _world(seed: int) -> Registry:
    from property.worlds import world

    return world(seed).registry
