"""How keys and values are written in TOML."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from unicodedata import category

BARE = r"[A-Za-z0-9_-]+"


def written(value: object) -> str:
    """Return a value in TOML: text, a flag, a whole number, a day, a list, or an inline table of them."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        text = json.dumps(value, ensure_ascii=False)
        return text if text.isprintable() else "".join(map(_seen, text))
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{written_key(key)} = {written(item)}" for key, item in value.items()) + " }"
    if isinstance(value, Sequence):
        return "[" + ", ".join(map(written, value)) + "]"
    raise TypeError(f"no TOML for {type(value).__name__}")


def written_key(name: str) -> str:
    """Return a key in TOML, quoted only where it has to be."""
    return name if re.fullmatch(BARE, name) else written(name)


def _seen(char: str) -> str:
    """Return a character, or its escape where nobody would see it or it would turn what stands beside it."""
    if char.isprintable() or category(char) == "Zs":
        return char
    code = ord(char)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
