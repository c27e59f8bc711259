"""Models in use, as a list or a bill of materials names them, each with its line."""

from __future__ import annotations

import re
from typing import NamedTuple

from openscore.check.addresses import address_of
from openscore.language import noted
from openscore.records.record import ModelRecord
from openscore.registry.registry import Registry

_REVISION = re.compile(r"([\w.-]+/[\w.-]+)@\S+")
COLUMNS = ("model", "model_id", "model_name", "name", "id")
"""Columns of a table, or keys of an object, that give the name of a model; the first that is there counts."""
WANTED = noted("a list of models or a bill of materials")
HINT = noted(
    "lists have one name a line or a column `model`; bills of materials are CycloneDX or SPDX as JSON"
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

    def record(self, registry: Registry) -> ModelRecord | None:
        """Return the record that is exactly meant, by id or alias; None if none is: nothing is guessed."""
        id = registry.find(self.name)
        if id is None and self.plain and (found := registry.find(self.plain)):
            id = found if _is_theirs(self.maker, registry.models[found], registry) else None
        return None if id is None else registry.models[id]


def _is_theirs(maker: str, record: ModelRecord, registry: Registry) -> bool:
    """Whether a name is that of a record's maker, whatever its case and marks: `acmelabs`, `Acme Labs`."""
    entry = registry.data.get("makers", {}).get(registry.maker_of(record), {})
    named = (record.developer, registry.maker_of(record), entry.get("name", ""), *entry.get("aliases", ()))
    return _plain(maker) in map(_plain, filter(None, named))


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "", name.casefold())


def use_of(text: str, file: str, line: int) -> Use:
    """Return the use that a name in a list states: an address of the hub, an id there, or any other name.

    Args:
        text: The name; `org/name@revision` is `org/name`, and a maker may stand before a slash.
        file: The list.
        line: Where it stands there.
    """
    if (address := address_of(text)) is not None:
        return Use(address.model or text, file, line, is_no_model=address.other)
    revision = _REVISION.fullmatch(text)
    name = revision[1] if revision else text
    maker, slash, plain = name.rpartition("/")
    return Use(name, file, line, plain, maker.rpartition("/")[2]) if slash else Use(name, file, line)
