"""Models in use, as a list or a bill of materials names them, each with its line."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import unquote

from openscore.language import noted
from openscore.records.record import ModelRecord
from openscore.registry.registry import Registry

WANTED = noted("a list of models or a bill of materials")
HINT = noted("lists have one name a line; of bills of materials, CycloneDX and SPDX as JSON are read")

_PURL = re.compile(r"pkg:huggingface/([^@?#]+)", re.IGNORECASE)
_PAGE = re.compile(r"(?:git\+)?https?://(?:www\.)?(?:huggingface\.co|hf\.co)/([^?#]+)", re.IGNORECASE)
_OTHER_PAGES = ("datasets", "spaces")


class Use(NamedTuple):
    """One model in use."""

    name: str
    """As the list names it; a hub's address or package URL as the id on that hub."""
    file: str
    line: int
    """From 1."""
    plain: str = ""
    """The name without its maker, where a bill of materials gives both."""
    maker: str = ""

    def record(self, registry: Registry) -> ModelRecord | None:
        """Return the record that is exactly meant, by id or alias; None if none is: nothing is guessed."""
        id = registry.find(self.name)
        if id is None and self.plain and (found := registry.find(self.plain)):
            is_theirs = registry.models[found].developer.casefold() == self.maker.casefold()
            id = found if is_theirs else None
        return None if id is None else registry.models[id]


def hub_id(address: str) -> str:
    """Return the id on the model hub that a package URL or an address names; '' if it names none."""
    if purl := _PURL.match(address):
        return unquote(purl[1]).strip("/")
    page = _PAGE.match(address)
    steps = [step for step in unquote(page[1]).split("/") if step] if page else []
    if not steps or steps[0].casefold() in _OTHER_PAGES:
        return ""
    return "/".join(step.partition("@")[0].removesuffix(".git") for step in steps[:2])
