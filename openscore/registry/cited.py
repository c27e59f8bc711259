"""What a citation rests on, of an entry of a registry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from openscore.toml import canonical

NOT_TOLD = ("origin", "keys", "documents", "disputes")
"""What says nothing of the subject itself."""
TOLD_ONLY = ("particulars", "limits", "compatible")
"""What a license asks of its users, on which no score rests."""
_NOT_CITED = (*NOT_TOLD, *TOLD_ONLY)
_NOTED = ("digest", "status", "seen")
"""What a program noted of a document: to take a digest is not to read anew."""
SCALARS = frozenset((str, bool, int, float, type(None)))
"""Types of JSON data that hold no others."""


def cited(data: Any, documents: _Documents | None = None, left_out: Sequence[str] = _NOT_CITED) -> Any:
    """Return the part of an entry that a citation rests on.

    File names and keys of documents are left out; each source stands in full where it is used, so
    that the order of documents, of facts and of files does not count.

    Args:
        data: An entry, or a part of one.
        documents: Those of the entry; its own if left out.
        left_out: Keys that do not count.
    """
    if type(data) in SCALARS:
        return data
    if isinstance(data, list):
        return [item if type(item) in SCALARS else cited(item, documents, left_out) for item in data]
    if "documents" in data:
        documents = _Documents(data["documents"])
    kept = {
        key: item if type(item) in SCALARS else cited(item, documents, left_out)
        for key, item in data.items()
        if key not in left_out
    }
    if documents and "sources" in kept:
        kept["sources"] = documents.shown(data["sources"])
    return kept


def documents_cited(entry: Mapping[str, Any]) -> list[Any]:
    """Return the documents that `cited` shows of an entry: not those that only a dispute names."""
    named: set[Any] = set()
    parts: list[Any] = [entry]
    for part in parts:
        if isinstance(part, Mapping):
            named.update(part.get("sources", ()))
            parts += [item for key, item in part.items() if key not in _NOT_CITED]
        elif isinstance(part, list):
            parts += part
    return [entry["documents"][key] for key in named]


class _Documents:
    """The documents of an entry, each taken and written once however often it is cited."""

    def __init__(self, documents: Any) -> None:
        self._documents = documents
        self._read: dict[Any, dict[str, Any]] = {}
        self._written: dict[Any, str] = {}

    def shown(self, keys: Sequence[Any]) -> list[Any]:
        """Return the documents that are cited, in an order that their content alone decides."""
        ordered = sorted(keys, key=self._canonical) if len(keys) > 1 else keys
        return [self._as_read(key) for key in ordered]

    def _canonical(self, key: Any) -> str:
        if key not in self._written:
            self._written[key] = canonical(self._as_read(key))
        return self._written[key]

    def _as_read(self, key: Any) -> dict[str, Any]:
        if key not in self._read:
            document = self._documents[key]
            self._read[key] = {name: item for name, item in document.items() if name not in _NOTED}
        return self._read[key]
