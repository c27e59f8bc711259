"""Addresses and package URLs: which model of the hub one names, or what else it leads to."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import unquote

from openscore.language import noted

_PURL = re.compile(r"pkg:huggingface/([^@?#]+)(?:@[^?#]*)?(?:\?([^#]*))?(?:#(.+))?", re.IGNORECASE)
_PAGE = re.compile(
    r"(?:(?:git\+)?https?://(?:www\.)?(?:huggingface\.co|hf\.co)/|(?:www\.)?(?:huggingface\.co|hf\.co)/|hf://)"
    r"([^?#]*)",
    re.IGNORECASE,
)
_PUBLIC_HUB = re.compile(r"(?:https?://)?(?:www\.)?(?:huggingface\.co|hf\.co)/?", re.IGNORECASE)
_PLACES = {
    "datasets": noted("a data set"),
    "spaces": noted("a page of the hub"),
    "collections": noted("a page of the hub"),
    "papers": noted("a page of the hub"),
    "docs": noted("a page of the hub"),
    "blog": noted("a page of the hub"),
    "organizations": noted("a page of the hub"),
    "api": noted("a page of the hub"),
}
"""First steps of paths that lead to no model."""
_FILE = noted("a file of a model")
_ELSEWHERE = noted("a package of another hub")


class Address(NamedTuple):
    """What an address of the hub leads to: one of the two is empty."""

    model: str = ""
    """The id of a model."""
    other: str = ""
    """What it is instead, in words."""


def address_of(text: str) -> Address | None:
    """Return what an address or package URL of the hub leads to; None if the text is neither."""
    if purl := _PURL.fullmatch(text):
        path, qualifiers, part = unquote(purl[1]).strip("/"), unquote(purl[2] or ""), purl[3]
        hub = re.search(r"(?:^|&)repository_url=([^&]+)", qualifiers)
        if hub and not _PUBLIC_HUB.fullmatch(hub[1]):
            return Address(other=_ELSEWHERE)
        return _placed(path.split("/"), is_file=bool(part))
    if page := _PAGE.match(text):
        return _placed([step for step in unquote(page[1]).split("/") if step], is_file=False)
    return None


def hub_id(text: str) -> str:
    """Return the id of the model that an address or package URL of the hub names; '' if it names none."""
    found = address_of(text)
    return found.model if found else ""


def _placed(steps: list[str], *, is_file: bool) -> Address:
    if steps and steps[0].casefold() == "models":
        steps = steps[1:]
    if not steps:
        return Address(other=noted("a page of the hub"))
    if other := _PLACES.get(steps[0].casefold()):
        return Address(other=other)
    if is_file:
        return Address(other=_FILE)
    return Address("/".join(step.partition("@")[0].removesuffix(".git") for step in steps[:2]))
