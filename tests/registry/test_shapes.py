"""What files may say: nothing in them is taken for another kind than it is."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any, get_args

import pytest
from pydantic import ValidationError

import openscore
from openscore.registry.shape import Shape

WRONG: dict[Any, tuple[object, ...]] = {
    bool: ("yes", "true", 1, 0.0),
    int: ("1", True, 200.0),
    float: ("1", True),
    date: ("2026-01-01", 0, 86400.0, datetime(2026, 1, 1, tzinfo=UTC)),
}
"""Values that are none, however alike they look."""


def subclasses(shape: type[Shape]) -> Iterator[type[Shape]]:
    for one in shape.__subclasses__():
        yield one
        yield from subclasses(one)


def kinds(annotation: object) -> Iterator[Any]:
    """Yield the plain kinds that a field can have; of a list or a table none."""
    if annotation in (str, *WRONG):
        yield annotation
    elif getattr(annotation, "__origin__", None) not in (list, dict):
        for inner in get_args(annotation):
            yield from kinds(inner)


def fields() -> Iterator[Any]:
    for folder in ("registry", "rubric", "duty", "check"):
        for module in pkgutil.iter_modules([f"{openscore.__path__[0]}/{folder}"], f"openscore.{folder}."):
            importlib.import_module(module.name)
    for shape in subclasses(Shape):
        for name, field in shape.model_fields.items():
            if (found := set(kinds(field.annotation))) - {str}:
                label = f"{shape.__module__}.{shape.__name__}.{name}"
                yield pytest.param(shape, field.alias or name, found, id=label)


@pytest.mark.parametrize(("shape", "name", "found"), [*fields()])
def test_no_value_is_taken_for_one_of_another_kind(shape: type[Shape], name: str, found: set[Any]) -> None:
    """A number or a day in quotes is a text, `true` is no number, and a day is not counted in seconds."""
    for kind in found - {str}:
        for value in WRONG[kind]:
            if str in found and isinstance(value, str):
                continue  # a text may stand there too
            with pytest.raises(ValidationError) as refused:
                shape.model_validate({name: value})
            assert name in {entry["loc"][0] for entry in refused.value.errors()}, value


def test_every_field_takes_what_a_file_can_hold() -> None:
    """TOML has lists, and nothing that is a tuple or a set."""
    for shape in subclasses(Shape):
        for name, field in shape.model_fields.items():
            assert not re.search(r"\b(tuple|set|frozenset)\[", repr(field.annotation)), (shape, name)
