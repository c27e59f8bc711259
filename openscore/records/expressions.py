"""SPDX license expressions: how they are parsed, and which names stand in them."""

from __future__ import annotations

import re
from collections.abc import Container
from functools import cache, lru_cache
from typing import Any

_REFERENCE = r"LicenseRef-[A-Za-z0-9.-]+"


def stays_inside(tree: Any, names: Container[str]) -> bool:
    """Whether a parsed expression stays inside a set: `AND` with all of its sides, `OR` with one."""
    if str(tree) in names:
        return True
    sides = [stays_inside(side, names) for side in getattr(tree, "args", ())]
    return any(sides) if getattr(tree, "operator", "").strip() == "OR" else bool(sides) and all(sides)


def bracketed(expression: str) -> str:
    """Return an expression as it stands inside a longer one."""
    return f"({expression})" if " " in expression else expression


def is_name(tree: Any) -> bool:
    """Whether a parsed expression is one name alone."""
    return not tree.args and not hasattr(tree, "license_symbol")


@lru_cache(maxsize=4096)
def parse_expression(expression: str) -> Any:
    """Parse an SPDX expression into a license-expression tree; None if it is not one."""
    # Imported here: most expressions are one id, and the library costs more than a whole ranking.
    from license_expression import ExpressionError, Licensing

    try:
        return Licensing().parse(expression)
    except (ExpressionError, AssertionError, LookupError, TypeError, RecursionError):
        return None


def expression_names(expression: str) -> tuple[str, ...]:
    """Return the license names in an expression, each once; empty if it is not an expression."""
    tree = parse_expression(expression)
    if tree is None:
        return ()
    names = (symbol.key for whole in tree.get_symbols() for symbol in whole.decompose())
    return tuple(dict.fromkeys(str(name) for name in names))


@cache
def _spdx_names() -> frozenset[str]:
    from license_expression import get_spdx_licensing

    return frozenset(get_spdx_licensing().known_symbols)


def is_spdx(name: str) -> bool:
    """Whether a name is an id of the SPDX license list, listed here or not."""
    return name in _spdx_names()


def spdx_lacks(name: str) -> bool:
    """Whether the SPDX license list has no such id, and never had."""
    from license_expression import get_spdx_licensing

    return bool(get_spdx_licensing().unknown_license_keys(name))


def is_spdx_expression(expression: str) -> bool:
    """Whether an expression names only ids of the SPDX license list and `LicenseRef-` names."""
    names = expression_names(expression)
    return bool(names) and all(is_spdx(name) or re.fullmatch(_REFERENCE, name) for name in names)


def expression_parts(expression: str) -> tuple[str, ...]:
    """Return the names of an expression that all bind; itself where it leaves a choice, or is none."""
    tree = parse_expression(expression)
    if tree is None or " OR " in str(tree):
        return (expression,)
    return expression_names(expression)
