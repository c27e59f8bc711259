"""docs/laws.md names tests that there are, every law, and every hard case of the generators."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from conftest import ROOT
from property.laws import HARD, LAWS

PAGE = (ROOT / "docs" / "laws.md").read_text(encoding="utf-8")
NAMED = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE)


def functions_of(path: Path) -> set[str]:
    """Return the names of the functions of a module of tests."""
    return {
        node.name
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
    }


def test_every_test_that_is_named_is_there() -> None:
    """In the file under which it is named."""
    assert len(NAMED) > 40
    assert [] == [f"{file}::{name}" for file, name in NAMED if name not in functions_of(ROOT / file)]


def test_every_row_names_a_test_or_a_law() -> None:
    """A law of which nobody knows what holds it is a wish."""
    rows = [
        row.split(" | ")
        for row in re.findall(r"^\| (.*) \|$", PAGE.partition("## Recorded")[0], re.MULTILINE)
    ]
    held = [row for row in rows if row[0] not in ("Law", "Form") and not row[0].startswith("---")]
    assert len(held) > 25
    assert [] == [
        row[0] for row in held if not re.search(r"`(tests/[\w/]+\.py::test_\w+|\w+)`", " ".join(row[1:]))
    ]


def test_every_law_and_every_hard_case_is_named() -> None:
    """Those of the random registries, and the families of hostile inputs."""
    assert [] == [name for name in LAWS if f"`{name}`" not in PAGE]
    said = PAGE.replace("met 4,432, unmet", "met, required elements unmet").replace(
        "unmet 24,000, unknown", "unmet, required elements unknown"
    )
    assert [] == [name for name in HARD if name not in said]
    pytest.importorskip("resource", reason="limits of a process are POSIX's")
    from fuzz.families import FAMILIES

    assert [] == [family for family in FAMILIES if f"\n{family} " not in PAGE]
