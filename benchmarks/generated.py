"""Registries of any size: entries of the shipped one under new ids, with other facts unknown in each."""

from __future__ import annotations

import random
import re
from pathlib import Path

_TABLE = re.compile(r"^\[\[?(\w+)\.([A-Za-z0-9_-]+|\"[^\"]*\")", re.MULTILINE)
_LINKED = re.compile(r"^\[\[?models\..*\.(?:bases|serves|history|parts)\b.*\]$", re.MULTILINE)
_FACT = re.compile(r"^(?:license|detail) = \{ value = .*\}\n", re.MULTILINE)
_SHARED = re.compile(r"^aliases = .*\n", re.MULTILINE)


def registry_text(shipped: Path, count: int) -> str:
    """Return a registry file of `count` entries.

    Entries that build on others, or have parts or a history, are left out: what holds for them binds several.

    Args:
        shipped: The shipped registry file.
        count: Entries in all.
    """
    text = shipped.read_text(encoding="utf-8")
    tables = list(_TABLE.finditer(text))
    beside = text[: tables[0].start()]
    entries: dict[str, str] = {}
    for table, end in zip(tables, [*(table.start() for table in tables[1:]), len(text)], strict=True):
        kind, id = table.groups()
        if kind == "models":
            entries[id] = entries.get(id, "") + text[table.start() : end]
        else:
            beside += text[table.start() : end]
    originals = [(id, entry) for id, entry in entries.items() if not _LINKED.search(entry)]
    drawn = random.Random(1)
    return beside + "".join(
        _copy(*originals[number % len(originals)], number, drawn) for number in range(count)
    )


def _copy(id: str, entry: str, number: int, drawn: random.Random) -> str:
    """Return an entry under a new id and name, a few of its facts left out."""
    fresh = '"{}-{}"'.format(id.strip('"'), number)
    entry = re.sub(rf"^(\[\[?models\.){re.escape(id)}(?=[.\]])", rf"\g<1>{fresh}", entry, flags=re.MULTILINE)
    entry = re.sub(r'^name = "', f'name = "{number} ', entry, count=1, flags=re.MULTILINE)
    entry = _SHARED.sub("", entry)
    return _FACT.sub(lambda found: found[0] if drawn.random() < 0.9 else "", entry)
