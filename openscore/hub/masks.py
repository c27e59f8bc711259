"""Masks of what may be true of facts and license terms, as SQL: of two, and of all rows of a group.

What is written here for whole tables, `records.vocabulary` and `engine.facts` do for single values. The least
open of several values is found without an order: it is among the values that any of them may have, and among
those that each may be or fall behind.
"""

from __future__ import annotations


def reach(mask: str, loose: str, every: str) -> str:
    """Return the values up to which what may be true can move a result: all from the most open one on.

    Args:
        mask: What may be true; NULL sets no bound.
        loose: Values out of the order: with one of them a fact sets no bound, without one it rules them out.
        every: All values.
    """
    return (
        f"CASE WHEN ({mask} & {loose}) <> 0 THEN {every} ELSE -({mask} & -{mask}) & ({every} - {loose}) END"
    )


def worst(left: str, right: str, loose: str, every: str) -> str:
    """Return what may be true of the least open of two facts (see `Scale.worst`)."""
    return f"(({left} | {right}) & ({reach(left, loose, every)}) & ({reach(right, loose, every)}))"


def lowest(left: str, right: str) -> str:
    """Return what may be true of the last of two values of a scale (see `engine.facts.lowest`)."""
    return f"(({left} | {right}) & -({left} & -{left}) & -({right} & -{right}))"


def worst_of_all(mask: str, loose: str, every: str) -> str:
    """Return what may be true of the least open over the rows of a group; NULL does not count."""
    return f"BIT_OR({mask}) & BIT_AND({reach(mask, loose, every)})"
