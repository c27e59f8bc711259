"""Valid but odd: values at the ends of what a form allows, put anywhere into data that are whole otherwise.

Where `mutate` breaks the text of a file, this keeps its form: what is written parses, and comes to whoever trusts it.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time
from random import Random
from typing import Any

TEXTS = (
    "", " ", "\t", "\n", "\r", "\x85", "a\u2028b", "a\x85b", "a\x0bb\x0cc", "a\x1cb\x1db\x1eb", "\ufeff", "a\ufeffb", "\u0301", "\ufffd",
    "\u00df", "ss", "SS", "\u1e9e", "\u0130", "i\u0307", "\u0131", "\ufb00", "ff", "\u017f", "\u212a", "\u00c5", "A\u030a", "\u00e9", "e\u0301",
    "\u05e9\u05dc\u05d5\u05dd", "\u200fdemo", "\U0010ffff", "\U000e0020", "\uff44\uff45\uff4d\uff4f", "x" * 70_000, "a " * 2_000,
    "--registry", "-", "--", "-h", "@file", "=1", "\uff1d1+1", "\uff201", "a\n=1", "'=1", "\u3000=1", "\u200b=1", "a;=1",
    "../x", "/", "..", "~", "C:", "con", "a/b", "a\\b", "a:b", "https://x", "*", "**x", "[a]", "#", "%00", "%s", "{}", "{0}", "{name}",
    "__proto__", "constructor", "null", "NONE", "NOASSERTION", "true", "nan", "unknown", "not-applicable", "all", "now", "HEAD", "demo", "root",
    "0001-01-01", "9999-12-31", "10000-01-01", "1e308", "-0", "9" * 4301, "](javascript:x)", "-->", "]]>", "${{ github.token }}",
    "\\input{/etc/passwd}", "}\n@comment{", "\nER  - ", "\n- x: y", "'''", '"""', "`", "|", "\\u0000", "&#0;", "<svg/onload=alert(1)>",
    "http://x:99999/", "http://[::1", "https://user:pass@example.org/", "HTTPS://EXAMPLE.ORG/", "https://example.org/\u2028",
    "MIT OR", "(MIT", "MIT WITH MIT", "mit", "MIT and Apache-2.0", "LicenseRef-", "GPL-2.0+", " OR ".join(["MIT"] * 1_000), "(" * 500 + "MIT" + ")" * 500,
)  # fmt: skip
NUMBERS = (
    0, -0.0, -1, 1, 2, 1e308, -1e308, 5e-324, 2**31, 2**63 - 1, 2**63, -(2**63) - 1, 10**30, 10**4299, 0.1, 100.00000000000001,
    float("inf"), float("-inf"), float("nan"),
)  # fmt: skip
DAYS = (
    date.min, date(1, 1, 2), date.max, date(9999, 12, 30), date(1970, 1, 1), date(2025, 3, 4), date(2025, 3, 5), date(2999, 1, 1),
)  # fmt: skip
MOMENTS = (datetime(2025, 3, 4, 1, 2, 3, tzinfo=UTC), datetime.max.replace(tzinfo=UTC), time(1, 2), time.max)


def text(luck: Random) -> str:
    """Return an odd text that can be a word of a command too."""
    return luck.choice(TEXTS)


def value(luck: Random, depth: int = 0) -> Any:
    """Return an odd value of any kind."""
    inner = [value(luck, depth + 1) for _ in range(luck.choice((0, 0, 1, 2)))] if depth < 3 else []
    kinds = (
        lambda: luck.choice(TEXTS), lambda: luck.choice(NUMBERS), lambda: luck.choice((True, False)),
        lambda: luck.choice((*DAYS, *MOMENTS)), lambda: inner, lambda: {luck.choice(TEXTS): one for one in inner},
    )  # fmt: skip
    return luck.choices(kinds, (6, 2, 1, 2, 2, 2))[0]()


def _alike(luck: Random, old: Any) -> Any:
    """Return an odd value of the same kind, which comes past the shape of a file."""
    if isinstance(old, bool):
        return not old
    if isinstance(old, (int, float)):
        return luck.choice(NUMBERS)
    if isinstance(old, date):
        return luck.choice(DAYS)
    if isinstance(old, str):
        return luck.choice(TEXTS)
    if isinstance(old, list):
        return luck.choice(([], old * 2, old[:1], old[::-1], old * 200 if len(str(old)) < 2_000 else old))
    if isinstance(old, dict) and old:
        first = next(iter(old.values()))
        return luck.choice(({}, {**old, luck.choice(TEXTS): first}, dict(list(old.items())[:1])))
    return value(luck)


def places(data: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the path of everything in JSON data."""
    steps = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, inner in steps:
        yield (*path, key)
        yield from places(inner, (*path, key))


def at(data: Any, path: tuple[Any, ...]) -> Any:
    """Return what stands at a path."""
    for step in path:
        data = data[step]
    return data


def bent(luck: Random, data: Any) -> Any:
    """Return data in which one to three things are odd: changed, renamed, left out, or what stands elsewhere."""
    data = copy.deepcopy(data)
    for _ in range(luck.choice((1, 1, 1, 2, 3))):
        listed = list(places(data))
        if not listed:
            return value(luck)
        path, other = luck.choice(listed), luck.choice(listed)
        holder, key = at(data, path[:-1]), path[-1]
        kind = luck.choices(range(5), (55, 20, 10, 7, 8))[0]
        if kind == 0:
            holder[key] = _alike(luck, holder[key])
        elif kind == 1:
            holder[key] = value(luck)
        elif kind == 2 and isinstance(holder, dict):
            holder[luck.choice(TEXTS)] = holder.pop(key)
        elif kind == 3:
            del holder[key]
        else:
            holder[key] = copy.deepcopy(at(data, other))
    return data


def in_json(luck: Random, data: Any) -> str:
    """Return data as JSON, which is YAML too; days are texts there."""
    return json.dumps(
        data, default=str, ensure_ascii=luck.random() < 0.5, indent=luck.choice((None, 1, "\t"))
    )


def in_toml(data: Mapping[str, Any], path: tuple[str, ...] = ()) -> str:
    """Return data as TOML: tables under their headers, what lies deeper and all lists in line."""
    is_table = lambda one: isinstance(one, dict) and one and len(path) < 4  # noqa: E731
    lines = [f"{_key(key)} = {in_line(one)}" for key, one in data.items() if not is_table(one)]
    for key, one in data.items():
        if is_table(one):
            here = (*path, key)
            lines.append(f"\n[{'.'.join(map(_key, here))}]\n{in_toml(one, here)}")
    return "\n".join(lines) + "\n"


def _key(key: str) -> str:
    return (
        key if key and key.isascii() and key.replace("-", "").replace("_", "").isalnum() else quoted(str(key))
    )


def quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return (
        '"'
        + "".join(char if ord(char) >= 32 and char != "\x7f" else f"\\u{ord(char):04x}" for char in escaped)
        + '"'
    )


def in_line(one: Any) -> str:
    if isinstance(one, str):
        return quoted(one)
    if isinstance(one, (date, time)):
        return one.isoformat()
    if isinstance(one, list):
        return f"[{', '.join(map(in_line, one))}]"
    if isinstance(one, dict):
        return "{" + ", ".join(f"{_key(key)} = {in_line(inner)}" for key, inner in one.items()) + "}"
    return str(one).lower() if isinstance(one, bool) else repr(one).replace("e+", "e")
