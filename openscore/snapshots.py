"""A folder of validated snapshots: what was parsed and checked once need not be again.

Plain JSON, keyed by the digest of everything that went in. Safe to delete at any time; a damaged
or unwritable folder only costs time.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from openscore.files import write_whole


class SnapshotFolder:
    """Keeps JSON data by key in a folder."""

    KEPT = 96
    """Room for every shipped rubric and some registries; older snapshots beyond this number are deleted
    when one is written."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, key: str) -> Any:
        """Return the data for `key`; None if there is none or it is damaged."""
        try:
            stored = json.loads((self.folder / f"{key}.json").read_bytes())
        except (OSError, ValueError):
            return None
        return stored["data"] if isinstance(stored, dict) and stored.get("key") == key else None

    def put(self, key: str, data: object) -> None:
        """Store the data for `key`, whole or not at all."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            text = json.dumps({"data": data, "key": key}, ensure_ascii=False, separators=(",", ":"))
            write_whole(self.folder / f"{key}.json", text)
            self._prune()
        except OSError:
            return

    def _prune(self) -> None:
        newest_first = sorted(self.folder.glob("*.json"), key=lambda path: -path.stat().st_mtime)
        for path in newest_first[self.KEPT :]:
            path.unlink(missing_ok=True)
