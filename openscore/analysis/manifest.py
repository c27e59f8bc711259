"""Manifests of editions: digests by which anybody can tell, offline, that an edition is the published one."""

from __future__ import annotations

import hashlib
import json
import lzma
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from openscore.files import label_of
from openscore.language import noted, tr
from openscore.toml import read_bounded, unusable

SCHEMA: Final = "openscore.manifest/1"
ARCHIVE, MANIFEST = ".json.xz", ".manifest.json"
"""What stands behind the name of an edition in the names of its two files."""
SIGNATURE, BUNDLE = ".minisig", ".sigstore.json"
"""What stands behind the name of a manifest in the names of what signs it."""
MAX_BYTES = 100_000_000
SAME, CHANGED, MISSING, ADDED = "same", "changed", "missing", "added"


class Held(NamedTuple):
    """An edition held against its manifest."""

    name: str
    openscore: str
    """Version of the program that made it."""
    digest: str
    """Of the manifest itself, to be compared with one from elsewhere."""
    archive: str
    """What became of the archive: `SAME`, `CHANGED` or `MISSING`."""
    files: Mapping[str, str]
    """What became of each file in it, by its place."""

    @property
    def is_whole(self) -> bool:
        """Whether all is as published."""
        return self.archive == SAME and all(found == SAME for found in self.files.values())


class Signed(NamedTuple):
    """Whether a manifest is signed by whom a reader trusts."""

    by: str
    """The identity that was asked for; empty if it was a key."""
    holds: bool
    comment: str = ""
    """What was signed with it by a key."""


def manifest(name: str, archive: bytes) -> str:
    """Return the manifest of an edition as text, the same for the same archive.

    Args:
        name: Name of the edition.
        archive: What `edition.packed` gave.
    """
    stored = json.loads(lzma.decompress(archive))
    data = {
        "schema": SCHEMA,
        "edition": name,
        "openscore": stored["openscore"],
        "archive": _digest(archive),
        "files": {place: _digest(text.encode()) for place, text in sorted(stored["files"].items())},
        "codes": _digest(json.dumps(stored["codes"], sort_keys=True).encode()),
    }
    return json.dumps(data, indent=2) + "\n"


def held(path: Path) -> Held:
    """Hold the archive that stands beside a manifest against it.

    Args:
        path: The manifest, named `NAME.manifest.json`; the archive is `NAME.json.xz` in the same folder.

    Raises:
        DataError: If the manifest cannot be read, or is none.
    """
    content = read_bounded(path, noted("a manifest"), MAX_BYTES)
    stated = _stated(content, label_of(path))
    archive = path.with_name(path.name.removesuffix(MANIFEST) + ARCHIVE)
    files: dict[str, str] = dict.fromkeys(stated["files"], MISSING)
    found = MISSING
    if archive.exists():
        packed = read_bounded(archive, noted("an edition"), MAX_BYTES)
        found = SAME if _digest(packed) == stated["archive"] else CHANGED
        files = _files(packed, stated)
    return Held(stated["edition"], stated["openscore"], _digest(content), found, files)


def _files(packed: bytes, stated: Mapping[str, Any]) -> dict[str, str]:
    """Return what became of each file; all are changed where the archive cannot be unpacked."""
    wanted: Mapping[str, str] = stated["files"]
    try:
        decompressor = lzma.LZMADecompressor()
        stored = json.loads(decompressor.decompress(packed, MAX_BYTES))
        texts = {place: text.encode() for place, text in stored["files"].items()}
        codes = _digest(json.dumps(stored["codes"], sort_keys=True).encode())
    except (lzma.LZMAError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return dict.fromkeys([*wanted, "codes"], CHANGED)
    found = {place: ADDED for place in texts if place not in wanted}
    for place, digest in wanted.items():
        found[place] = MISSING if place not in texts else SAME if _digest(texts[place]) == digest else CHANGED
    found["codes"] = SAME if codes == stated["codes"] else CHANGED
    return dict(sorted(found.items()))


def _stated(content: bytes, label: str) -> Mapping[str, Any]:
    try:
        stated = json.loads(content)
        texts = [stated[key] for key in ("edition", "openscore", "archive", "codes")]
        files = stated["files"]
        is_one = stated["schema"] == SCHEMA and isinstance(files, dict)
        is_one = is_one and all(isinstance(one, str) for one in (*texts, *files.values()))
    except (ValueError, TypeError, KeyError, RecursionError):
        is_one = False
    if not is_one:
        raise unusable(label, "no-manifest", tr("no manifest of an edition"))
    found: Mapping[str, Any] = stated
    return found


def _digest(content: bytes) -> str:
    return "sha256:" + hashlib.sha256(content).hexdigest()
