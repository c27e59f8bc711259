"""Ask a web archive for a copy, and learn under which address it keeps it."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from openscore.sources.web import Answer, Web

_MEMENTO = re.compile(r'<([^<>\s]+)>\s*;[^<]*\brel="?[^">]*\bmemento\b')


def archived(web: Web, service: str, url: str) -> str:
    """Ask an archive to keep what stands at an address.

    Args:
        web: Who asks.
        service: The beginning of the archive's address for saving, behind which an address is put.
        url: What to keep.

    Returns:
        The address of the copy; empty if the archive names none.
    """
    return copy_named(service + url, web.ask(service + url))


def copy_named(asked: str, answer: Answer) -> str:
    """Return the address of a copy as an archive's answer names it.

    It stands in a `Link` of the relation `memento` (RFC 7089), in `Content-Location`, or is where the answer
    came from in the end; what the archive names on another host, or the address of saving itself, is none.
    """
    if answer.failure or answer.status not in (200, 201):
        return ""
    links = _MEMENTO.findall(answer.headers.get("link", ""))
    named = [*links[-1:], answer.headers.get("content-location", ""), answer.last]
    for one in named:
        try:
            copy = urljoin(answer.last, one) if one else ""
            is_of_archive = urlsplit(copy).hostname in (
                urlsplit(asked).hostname,
                urlsplit(answer.last).hostname,
            )
        except ValueError:
            continue
        if copy and copy != asked and is_of_archive and urlsplit(copy).scheme in ("http", "https"):
            return copy
    return ""
