"""Write what was seen of documents into a registry file: digests, status, days, stored copies."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from openscore.registry.editor import Editor
from openscore.sources.documents import file_address
from openscore.sources.looks import Look

_TABLES = ("models", "licenses", "makers", "common")


def record(
    editor: Editor,
    looks: Mapping[str, Look],
    *,
    wants: Callable[[str, str], bool],
    takes_changed: bool,
) -> int:
    """Write digest, status and day of what was seen beside every document of a file.

    What stands there otherwise than it was recorded keeps its digest, as a sign that it has to be read again.

    Args:
        editor: The file.
        looks: By the address that was asked.
        wants: Whether the documents of an entry are wanted, by table and id.
        takes_changed: Whether the digest of what changed is taken too: it was read again.

    Returns:
        How many documents were written.
    """
    written = 0
    for table, key, document in _documents(editor, wants):
        look = looks.get(file_address(document["url"]))
        if look is None or look.failure or look.status != 200:
            continue
        kept = document.get("digest", "")
        if kept and look.digests.like(kept) != kept and not takes_changed:
            continue
        digest = look.digests.like(kept) if kept else _digest(document["url"], look)
        seen = date.fromisoformat(look.day)
        noted = {**document, "digest": digest or look.bytes, "status": look.status, "seen": seen}
        if noted != document:
            editor.put(table, key, noted)
            written += 1
    return written


def keep_copies(editor: Editor, copies: Mapping[str, str], *, wants: Callable[[str, str], bool]) -> int:
    """Write the address of a stored copy beside every document that has none; return to how many.

    Args:
        editor: The file.
        copies: Address of the copy by that of the document.
        wants: Whether the documents of an entry are wanted, by table and id.
    """
    written = 0
    for table, key, document in _documents(editor, wants):
        copy = copies.get(document["url"])
        if copy and not document.get("archived"):
            editor.put(table, key, {**document, "archived": copy})
            written += 1
    return written


def _documents(
    editor: Editor, wants: Callable[[str, str], bool]
) -> Iterator[tuple[tuple[str, ...], str, dict[str, Any]]]:
    """Yield table, key and content of the documents of a file."""
    for kind in _TABLES:
        for id, entry in list(editor.data.get(kind, {}).items()):
            if wants(kind, id):
                for key, document in list(entry.get("documents", {}).items()):
                    yield (kind, id, "documents"), key, document


def _digest(url: str, look: Look) -> str:
    """Return the digest to record: of a file its bytes, of a page the text that a reader sees."""
    is_file = file_address(url) != url.partition("#")[0]
    return look.bytes if is_file else look.digests.best
