"""Which license a card means that names none: by the address that it links to, or by its repository."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from typing import Any

_SCHEME = re.compile(r"^https?://(?:www\.)?")
_REVISION = re.compile(r"/(?:-/)?(?:blob|raw|resolve|tree|blame)/(?:refs/heads/)?[^/]+")
_RAW_HOST = re.compile(r"^raw\.githubusercontent\.com(/[^/]+/[^/]+)/(?:refs/heads/)?[^/]+")
_HUB = re.compile(r"^(?:huggingface\.co|hf\.co)/([^/]+/[^/]+)")


def plain_address(link: str) -> str:
    """Return an address without what differs from one writer to the next.

    Scheme, query, the slash at the end and the revision of a file in a repository are left out, case
    is folded. What is no address, such as `LICENSE`, gives nothing.
    """
    text = re.split(r"[?#]", link.strip().casefold())[0].replace("%20", " ")
    if not _SCHEME.match(text):
        return ""
    text = _RAW_HOST.sub(r"github.com\1", _SCHEME.sub("", text))
    return _REVISION.sub("", text, count=1).rstrip("/")


class Places:
    """The addresses and the hub repositories of which the table says what license they have."""

    def __init__(self, licenses: Mapping[str, Mapping[str, Any]]) -> None:
        """Take them from the entries of the table, by id."""
        self._links = {link.casefold(): id for id, data in licenses.items() for link in data.get("links", ())}
        # The longest pattern first: it says the most.
        found = [(one["repository"].casefold(), id) for id, data in licenses.items() for one in _hub(data)]
        found.sort(key=lambda item: (-len(item[0]), item))
        self._repositories: dict[str, list[tuple[str, str]]] = {}
        for pattern, id in found:
            self._repositories.setdefault(pattern.partition("/")[0], []).append((pattern, id))
        self.owners = frozenset(self._repositories)
        """Who owns the repositories, case folded: no other owner need be looked at."""

    def find(self, link: str, repository: str) -> str:
        """Return the id of a license; nothing if the table does not tell.

        Args:
            link: What the card links to as its license, if anything.
            repository: Owner and name on the hub. A link into another repository goes before it.
        """
        address = plain_address(link)
        if address in self._links:
            return self._links[address]
        if elsewhere := _HUB.match(address):
            return self._of_repository(elsewhere[1])
        return self._of_repository(repository)

    def _of_repository(self, name: str) -> str:
        plain = name.casefold()
        listed = self._repositories.get(plain.partition("/")[0], ())
        return next((id for pattern, id in listed if fnmatchcase(plain, pattern)), "")


def _hub(data: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    hub: Iterable[Mapping[str, Any]] = data.get("hub", ())
    return hub
