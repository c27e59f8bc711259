"""SPDX expressions: which names stand in them, and whether they stay inside a set."""

from __future__ import annotations

import pytest

from openscore.records.expressions import (
    bracketed,
    expression_names,
    expression_parts,
    is_name,
    is_spdx_expression,
    parse_expression,
    stays_inside,
)


@pytest.mark.parametrize(
    ("expression", "inside"),
    [
        ("MIT", True),
        ("ISC", False),
        ("MIT AND Zlib", True),
        ("MIT AND ISC", False),
        ("MIT OR ISC", True),
        ("ISC OR X11", False),
        ("ISC AND (MIT OR Zlib)", False),
        ("MIT AND (ISC OR Zlib)", True),
        ("MIT WITH LicenseRef-limits", False),  # a limit that was added is another text
        ("Zlib WITH LicenseRef-known", True),  # named as a whole
    ],
)
def test_an_expression_stays_inside_a_set_by_all_of_its_sides_or_by_a_branch(
    expression: str, inside: bool
) -> None:
    """Whoever may choose takes the branch that is inside; what binds together has to be inside together."""
    names = {"MIT", "Zlib", "Zlib WITH LicenseRef-known"}
    assert inside is stays_inside(parse_expression(expression), names)


@pytest.mark.parametrize(
    ("expression", "names"),
    [
        ("MIT", ("MIT",)),
        ("MIT AND (ISC OR MIT)", ("MIT", "ISC")),
        ("Zlib OR X11 OR MIT OR ISC OR Vim OR FTL", ("Zlib", "X11", "MIT", "ISC", "Vim", "FTL")),
        ("MIT WITH LicenseRef-limits", ("MIT", "LicenseRef-limits")),
        ("MIT AND", ()),
        ("((", ()),
    ],
)
def test_names_of_an_expression_stand_once_each(expression: str, names: tuple[str, ...]) -> None:
    """In their order; what is no expression has none."""
    assert names == expression_names(expression)


@pytest.mark.parametrize(
    ("expression", "is_one"),
    [
        ("MIT", True),
        ("MIT OR LicenseRef-openscore-x.1", True),
        ("LicenseRef-openscore-x", True),
        ("MIT OR mine", False),
        ("mine", False),
        ("LicenseRef-", False),
        ("MIT AND", False),
        ("", False),
    ],
)
def test_an_spdx_expression_names_only_what_the_list_has_or_a_reference(
    expression: str, is_one: bool
) -> None:
    """Other tools refuse a bill with any other name."""
    assert is_one is is_spdx_expression(expression)


def test_an_expression_inside_a_longer_one_has_brackets_and_a_name_has_none() -> None:
    """So that AND does not bind a part of an OR."""
    assert ("MIT", "(MIT OR ISC)") == (bracketed("MIT"), bracketed("MIT OR ISC"))
    kinds = [is_name(parse_expression(one)) for one in ("MIT", "MIT OR ISC", "MIT WITH LicenseRef-x")]
    assert [True, False, False] == kinds


@pytest.mark.parametrize(
    ("expression", "parts"),
    [
        ("MIT", ("MIT",)),
        ("MIT AND Zlib", ("MIT", "Zlib")),
        ("MIT AND (Zlib OR ISC)", ("MIT AND (Zlib OR ISC)",)),
        ("MIT AND", ("MIT AND",)),
    ],
)
def test_parts_of_an_expression_all_bind(expression: str, parts: tuple[str, ...]) -> None:
    """What leaves a choice has no part that binds for certain, and what is no expression has none at all."""
    assert parts == expression_parts(expression)
