"""Broken and hostile texts made of valid ones: tokens replaced, lines moved, bytes damaged, blocks nested.

A text is cut into the tokens that every format here shares (quoted strings, words, numbers, marks). What is changed
is a token of its kind more often than any byte, so that most inputs come past the parser to what reads its values.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from random import Random

Bytes = bytes

ACTING = (
    "\x1b[31mred\x1b[0m", "\x1b]0;title\x07", "\x9b31m", "\u202egnirts\u202c", "\u2066x\u2069", "zero\u200bwidth\ufeff",
    "\x00", "\x08\x7f", "a\rb", "a\u2028b", "a\x85b", "\ud7ff\ue000", "\U000e0041", "\ufffe",
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "]]>", "<!-- ", "&lol;", "\" onload=alert(1) x=\"",
    "=HYPERLINK(1)", "+1+1", "-2+3", "@SUM(1)", "\t=1", " =1", "=cmd|' /C calc'!A0",
    "'; DROP TABLE facts; --", "' OR 1=1 --", '"; COPY (SELECT 1) TO \'injected.csv\'; --', "$(touch injected)", "`touch injected`",
    "| a | `c` *d* [e](javascript:f)", "[bold red]x[/] [link=https://example.org]x[/link]", "{0.__class__}", "%s%n", "{{7*7}}",
    "../../injected", "/dev/zero", "/etc/passwd", "file:///etc/passwd", "--output=injected", "-o", "~", "*", "a[1]", "C:\\x",
    "javascript:alert(1)", "https://\u202eexample.org/", "http://[", "https://example.org/%00", "data:text/html,x",
    "::error::x%0A", "\n::set-output name=x::y", "a\nb\n\nc", "x" * 5000, "\u0301" * 200, "\u901a\u4e49\u5343\u95ee", "\U0001f9d1\u200d\U0001f680",
)  # fmt: skip
"""Texts that act somewhere: on a terminal, in markup, in a spreadsheet, a database, a shell, a path, a log."""
NUMBERS = (
    "0", "-0", "-1", "1e309", "-1e309", "1e-400", "nan", "inf", "-inf", "NaN", "Infinity", "0x7fffffffffffffff",
    "9223372036854775808", "18446744073709551616", "1" * 400, "1" * 5000, "0.1" + "0" * 400, "1_000", "0b1", "1e5", ".5", "01",
)  # fmt: skip
DAYS = (
    "0000-00-00", "0001-01-01", "9999-12-31", "2023-02-30", "2023-13-01", "99999-01-01", "2026-01-01T00:00:00Z", "10:00:00",
    "2026-01-01 00:00:00+99:99", "2025-1-1", "-2025-01-01",
)  # fmt: skip
VALUES = (
    "null", "true", "[]", "{}", '""', "[[]]", "[null]", "{\"\": 1}", "!!python/object:os.system x", "*a", "&a [*a]", "!!bool x",
    "!!timestamp x", "? x", "'''", '"""', "~", "<<: *a", "!!binary ====", "!!set {a, a}", "{a = 1}", "''",
)  # fmt: skip
TOKENS = re.compile(rb'"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'|[A-Za-z0-9_./@+:-]+|[^\sA-Za-z0-9]')


def quoted(text: str) -> str:
    """Return a text as TOML and JSON both write it, with what acts as escapes; lone surrogates stay as they are."""
    return '"' + "".join(_escaped(char) for char in text) + '"'


def _escaped(char: str) -> str:
    if char in '"\\':
        return f"\\{char}"
    return char if char.isprintable() and ord(char) < 0xD800 else f"\\u{ord(char) & 0xFFFF:04x}"


def hostile(luck: Random) -> str:
    """Return a text that acts, sometimes several behind each other."""
    return " ".join(luck.choice(ACTING) for _ in range(luck.choice((1, 1, 1, 2))))


def token(luck: Random, old: Bytes, others: Sequence[Bytes]) -> Bytes:
    """Return another token in the place of one."""
    if luck.random() < 0.3:
        return luck.choice(others)
    if old[:1] in b"\"'" and luck.random() < 0.7:
        return quoted(hostile(luck)).encode("utf-8", "surrogatepass")
    kinds: tuple[Callable[[], str], ...] = (
        lambda: luck.choice(NUMBERS), lambda: luck.choice(DAYS), lambda: luck.choice(VALUES), lambda: hostile(luck),
        lambda: quoted(hostile(luck)), lambda: nested(luck), lambda: "",
    )  # fmt: skip
    return luck.choice(kinds)().encode("utf-8", "surrogatepass")


def nested(luck: Random) -> str:
    """Return brackets within brackets."""
    depth = luck.choice((5, 60, 400, 3000))
    opening, closing = luck.choice(
        (("[", "]"), ('{"a":', "}"), ("{a = ", "}"), ("<a>", "</a>"), ("(", ")"), ("- ", ""))
    )
    return opening * depth + "1" + closing * luck.choice((depth, depth, depth // 2))


def _tokens(luck: Random, text: Bytes) -> Bytes:
    found = list(TOKENS.finditer(text))
    if not found:
        return hostile(luck).encode("utf-8", "surrogatepass")
    one = luck.choice(found)
    others = [luck.choice(found)[0] for _ in range(4)]
    return text[: one.start()] + token(luck, one[0], others) + text[one.end() :]


def _values(luck: Random, text: Bytes) -> Bytes:
    """Put another text, or one of the same file, between the quotes of one: most files can still be read then."""
    found = [one for one in TOKENS.finditer(text) if one[0][:1] == b'"']
    if not found:
        return _tokens(luck, text)
    one = luck.choice(found)
    written = quoted(hostile(luck)).encode() if luck.random() < 0.6 else luck.choice(found)[0]
    return text[: one.start()] + written + text[one.end() :]


def _lines(luck: Random, text: Bytes) -> Bytes:
    lines = text.splitlines(keepends=True) or [b""]
    place, other = luck.randrange(len(lines)), luck.randrange(len(lines))
    kind = luck.randrange(5)
    if kind == 0:
        del lines[place]
    elif kind == 1:
        lines[place], lines[other] = lines[other], lines[place]
    elif kind == 2:
        lines.insert(other, lines[place])
    elif kind == 3:
        lines[place:place] = lines[min(place, other) : max(place, other)]
    else:
        lines[place] = lines[place] * luck.choice((2, 50, 400))
    return b"".join(lines)


def _bytes(luck: Random, text: Bytes) -> Bytes:
    if not text:
        return luck.randbytes(20)
    place = luck.randrange(len(text))
    end = min(len(text), place + luck.choice((1, 1, 4, 40)))
    kind = luck.randrange(6)
    if kind == 0:
        return text[:place] + bytes([text[place] ^ 1 << luck.randrange(8)]) + text[place + 1 :]
    if kind == 1:
        return text[:place] + text[end:]
    if kind == 2:
        return text[:place] + luck.randbytes(end - place) + text[end:]
    if kind == 3:
        return text[:place]
    if kind == 4:
        return text[:end] + text[place:end] + text[end:]
    return text[:place] + hostile(luck).encode("utf-8", "surrogatepass") + text[place:]


def _whole(luck: Random, text: Bytes) -> Bytes:
    plain = text.decode("utf-8", "replace")
    kinds: tuple[Callable[[], Bytes], ...] = (
        lambda: b"\xef\xbb\xbf" + text, lambda: plain.encode("utf-16"), lambda: plain.encode("utf-32-le"),
        lambda: text.replace(b"\n", b"\r\n"), lambda: text.replace(b"\n", b"\r"), lambda: text + text, lambda: b"", lambda: b"\x00" * 100,
        lambda: plain.encode("latin-1", "replace") + b"\xe9\xff", lambda: nested(luck).encode(), lambda: text.replace(b" ", b"\xc2\xa0"),
        lambda: text.strip() * luck.choice((30, 300)) if len(text) < 2000 else text * 3, lambda: luck.randbytes(luck.choice((1, 60, 3000))),
        text.upper, lambda: text.replace(b'"', b"'"),
    )  # fmt: skip
    return luck.choice(kinds)()


def mutated(luck: Random, text: Bytes) -> Bytes:
    """Return a text with one to four changes, each of another kind by luck."""
    for _ in range(luck.choice((1, 1, 1, 2, 2, 4))):
        way = luck.choices((_values, _tokens, _lines, _bytes, _whole), (34, 36, 14, 12, 4))[0]
        text = way(luck, text)
    return text[:1_500_000]
