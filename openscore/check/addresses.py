"""Addresses and package URLs: which model of the hub one names, or what else it leads to."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import unquote

from openscore.language import noted

_PURL = re.compile(
    r"pkg:(?P<hub>huggingface|github)/(?P<path>[^@?#]+)(?:@[^?#]*)?(?:\?(?P<more>[^#]*))?(?:#(?P<part>.+))?",
    re.IGNORECASE,
)
_PAGE = re.compile(
    r"(?:(?:git\+)?(?:https?|ssh)://(?:[^/@\s]*@)?|git@|)(?:www\.)?(?:huggingface\.co|hf\.co)(?:[:/]|$)([^?#]*)"
    r"|(?:hf://|huggingface://|hf[-_]hub:)([^?#]*)",
    re.IGNORECASE,
)
_CODE_HOST = re.compile(
    r"(?:(?:git\+)?(?:https?|ssh)://(?:[^/@\s]*@)?|git@|)(?:www\.)?github\.com[:/]([^/?#\s]+)/([^/?#\s]+).*",
    re.IGNORECASE,
)
_PUBLIC_HUB = re.compile(r"(?:https?://)?(?:www\.)?(?:huggingface\.co|hf\.co)/?", re.IGNORECASE)
DATA_SET = noted("a data set")
"""What an address leads to that names a data set of the hub."""
_HUB_PAGE = noted("a page of the hub")
_FILE = noted("a file of a model")
_PAGES = frozenset({
    "api", "blog", "changelog", "chat", "collections", "docs", "enterprise", "join", "kernels", "learn",
    "login", "new", "organizations", "papers", "posts", "pricing", "settings", "spaces", "storage",
    "support", "tasks",
})  # fmt: skip
"""First steps of paths that lead to no model."""


class Address(NamedTuple):
    """What an address or package URL leads to; a file of a model names both."""

    model: str = ""
    """The id of a model on the hub; a repository with its host of code; elsewhere the whole text."""
    other: str = ""
    """What it is instead of a model, in words."""
    maker: str = ""
    """Who owns the repository, where only that tells whose model it is: on a host of code."""


def address_of(text: str) -> Address | None:
    """Return what an address or package URL leads to; None if the text is neither."""
    if purl := _PURL.fullmatch(text):
        return _package(text, purl)
    if page := _PAGE.match(text):
        return _placed([step for step in unquote(page[1] or page[2] or "").split("/") if step])
    if place := _CODE_HOST.fullmatch(text):
        return _repository(place[1], place[2])
    return None


def is_data_set(text: str) -> bool:
    """Whether a text is the address of a data set on a hub."""
    found = address_of(text)
    return found is not None and found.other == DATA_SET


def hub_id(text: str) -> str:
    """Return the id of the model that an address or package URL of the hub names; '' if it names none."""
    found = address_of(text)
    return found.model if found and not found.other and not found.maker else ""


def _package(text: str, purl: re.Match[str]) -> Address:
    path = [step for step in unquote(purl["path"]).split("/") if step]
    if purl["hub"].casefold() == "github":
        return _repository(path[0], path[1]) if len(path) > 1 else Address(text)
    found = _placed(path)
    hub = re.search(r"(?:^|&)repository_url=([^&]+)", unquote(purl["more"] or ""))
    if hub and found.model and not _PUBLIC_HUB.fullmatch(hub[1]):
        found = Address(text)
    return found._replace(other=_FILE) if purl["part"] and found.model else found


def _repository(owner: str, name: str) -> Address:
    plain = name.partition("@")[0].removesuffix(".git")
    return Address(f"github.com/{owner}/{plain}", maker=owner)


def _placed(steps: list[str]) -> Address:
    first = steps[0].casefold() if steps else ""
    if first == "api" and len(steps) > 2:
        return _placed(steps[1:])
    if first == "models":
        steps = steps[1:]
    if not steps or first in _PAGES:
        return Address(other=_HUB_PAGE)
    if first == "datasets":
        return Address(other=DATA_SET)
    return Address("/".join(re.split("[@:]", step)[0].removesuffix(".git") for step in steps[:2]))
