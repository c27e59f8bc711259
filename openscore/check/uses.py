"""Models in use, as a list or a bill of materials names them, each with its line."""

from __future__ import annotations

import re
from typing import NamedTuple

from openscore.check.addresses import address_of
from openscore.language import noted

_REVISION = re.compile(r"([\w.-]+/[\w.-]+)@\S+")
COLUMNS = ("model", "model_id", "model_name", "name", "id")
"""Columns of a table, or keys of an object, that give the name of a model; the first that is there counts."""
WANTED = noted("a list of models or a bill of materials")
HINT = noted(
    "lists have one name a line, or a column `model` (or --column); "
    "bills of materials are CycloneDX as JSON or XML, or SPDX as JSON or tag-value"
)


class Use(NamedTuple):
    """One model in use."""

    name: str
    """As the list names it; a hub's address or package URL as the id on that hub."""
    file: str
    line: int
    """From 1."""
    plain: str = ""
    """The name without its maker, where both are given."""
    maker: str = ""
    is_no_model: str = ""
    """What the address leads to instead of a model, in words; empty for all that may be one."""
    licenses: tuple[str, ...] = ()
    """License expressions or names that the list states for the model; all of them bind."""
    version: str = ""
    """What a bill states as version beside the name."""


def is_elsewhere(name: str) -> bool:
    """Return whether a name is an address on some host: whose models lie there, it does not tell."""
    first, *more = name.split("/")
    return ":" in first or (len(more) > 1 and "." in first)


def use_of(text: str, file: str, line: int, licenses: tuple[str, ...] = ()) -> Use:
    """Return the use that a name in a list states: an address of the hub, an id there, or any other name.

    Args:
        text: The name; `org/name@revision` is `org/name`, and a maker may stand before a slash.
        file: The list.
        line: Where it stands there.
        licenses: What the list states as license.
    """
    if (address := address_of(text)) is not None:
        if address.other:
            return Use(text, file, line, is_no_model=address.other)
        plain = address.model.rpartition("/")[2] if address.maker else ""
        return Use(address.model, file, line, plain, address.maker, licenses=licenses)
    revision = _REVISION.fullmatch(text)
    name = revision[1] if revision else text
    maker, slash, plain = name.rpartition("/")
    if not slash or is_elsewhere(name):
        return Use(name, file, line, licenses=licenses)
    return Use(name, file, line, plain, maker.rpartition("/")[2], licenses=licenses)
