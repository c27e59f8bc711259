"""Tell a license by its whole text, from fingerprints: no text is kept, and none is told by likeness.

A license is a pattern of runs of words, each known by its length and a hash, of parts that may be left out
(a title, an appendix), and of places that everybody fills in (an owner's name). Case, punctuation, breaks of
lines, enumeration, and notices of copyright are no part of a text. One word more, less or
other, and it is another.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

PRIME, BASE = 2**61 - 1, 1_000_003
MOST_WORDS = 40_000
"""No license is longer; more is not looked at."""
MOST_OF_A_NOTICE = 30
MOST_BEFORE = 40
"""Words of a title that may stand before a text."""
_NOTICE = re.compile(
    r"^\W*(?:portions\s+)?(?:copyright\b\W*(?:\(c\)|©|&copy;|\d{4}|[<\[{]|yyyy|year|by\b|the\b)|\(c\)\W*\d{4}|©)",
    re.IGNORECASE,
)
_NO_NOTICE = re.compile(
    r"\b(?:may|must|shall|use|using|uses|not|only|permission|permitted|redistribution|commercial|research|subject|provided|conditions?)\b",
    re.IGNORECASE,
)
"""What no line about an owner says: then it is a sentence of the license, or of somebody who changed it."""
_MARK = re.compile(r"^[ \t]*(?://+|#+|/?\*+/?|--+|;+|>+)(?=[ \t]|$)", re.MULTILINE)
_WORD = re.compile(r"[^\W_]+(?:\.\d+)*")
_NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,2})*[a-z]?|[a-z]|[ivx]{2,4}")
_UNITS = frozenset(("day", "days", "month", "months", "year", "years", "million", "billion", "percent"))
BARRED = frozenset(
    (
        "acknowledgment",
        "commercial",
        "display",
        "except",
        "forbidden",
        "must",
        "noncommercial",
        "only",
        "prohibited",
        "provided",
        "research",
        "unless",
    )
)
"""Words that no name of an owner has: a place to fill in holds none of them."""
_SAME = {
    "acknowledgement": "acknowledgment", "analogue": "analog", "authorisation": "authorization",
    "authorised": "authorized", "colour": "color", "copyrights": "copyright", "favour": "favor",
    "http": "https", "licence": "license", "licences": "licenses", "licenced": "licensed", "owners": "owner",
"organisation": "organization", "programme": "program",
    "recognised": "recognized", "sublicence": "sublicense", "utilisation": "utilization", "whilst": "while",
    "holders": "holder",
}  # fmt: skip
"""Words that are the same to whoever compares licenses."""

_OF_A_TITLE = frozenset({
    "the", "of", "and", "license", "licenses", "version", "dated", "https", "www", "org", "com", "january",
    "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
})  # fmt: skip
"""What titles have beside names and numbers."""


def words_of(text: str) -> list[str]:
    """Return the words of a text that count, in order."""
    told = _without_notices(_MARK.sub("", text)).replace("'", "").replace("’", "").casefold()
    found = list(_WORD.finditer(told))
    words = []
    for place, match in enumerate(found):
        before = told[found[place - 1].start() : match.start()].rstrip() if place else ""
        after = found[place + 1][0] if place + 1 < len(found) else ""
        # Enumeration is no part of a text; what a version or an amount is, is.
        is_told = match[0][0].isdigit() and (before in ("version", "v") or after in _UNITS)
        if _NUMBER.fullmatch(match[0]) and not is_told:
            continue
        words += [_SAME.get(part, part) for part in match[0].split(".")]
    return " ".join(words).replace("all rights reserved", " ").split()


def is_notice(text: str) -> bool:
    """Return whether a paragraph says no more than who has the copyright."""
    return bool(_NOTICE.match(text)) and len(text.split()) <= MOST_OF_A_NOTICE and not _NO_NOTICE.search(text)


def _without_notices(text: str) -> str:
    """Return the text without who has the copyright: such a line, and those on which it goes on."""
    kept = []
    is_notice = False
    for line in text.splitlines():
        begins = bool(_NOTICE.match(line))
        is_short = len(line.split()) <= MOST_OF_A_NOTICE and not _NO_NOTICE.search(line)
        is_notice = is_short and (begins or (is_notice and bool(line.strip())))
        if not is_notice:
            kept.append(line)
    return "\n".join(kept)


class Words:
    """The words of one text, of which any run is known by its hash at once."""

    def __init__(self, words: Sequence[str]) -> None:
        self.words = words
        self._sums, self._powers = [0], [1]
        for word in words:
            self._sums.append((self._sums[-1] * BASE + _hash(word)) % PRIME)
            self._powers.append(self._powers[-1] * BASE % PRIME)

    def run(self, start: int, length: int) -> int | None:
        """Return the hash of a run of words; None if the text ends before."""
        end = start + length
        if end > len(self.words):
            return None
        return (self._sums[end] - self._sums[start] * self._powers[length]) % PRIME


def fingerprint(words: Sequence[str]) -> str:
    """Return the hash of words as patterns have it."""
    return f"{Words(words).run(0, len(words)):015x}"


def licenses_of(text: str, names: Mapping[str, Iterable[str]]) -> list[str]:
    """Return the ids of the licenses whose whole text this is.

    Args:
        text: The text, with its title or without.
        names: The names of each license, words of which may stand before its text.
    """
    words = words_of(text)
    if not words or len(words) > MOST_WORDS:
        return []
    whole = Words(words)
    return [
        id
        for id, patterns in _patterns().items()
        if id in names and any(_matches(whole, pattern, _before(words, names[id])) for pattern in patterns)
    ]


def _before(words: Sequence[str], names: Iterable[str]) -> set[int]:
    """Return where the text may begin: after words that only name the license."""
    known = {*_OF_A_TITLE, *(word for name in names for word in words_of(name))}
    starts = {0}
    for place, word in enumerate(words[:MOST_BEFORE], start=1):
        if word not in known and not word.isdigit():
            break
        starts.add(place)
    return starts


def _matches(text: Words, pattern: Sequence[Any], starts: set[int]) -> bool:
    return len(text.words) in _ends(text, pattern, starts)


def _ends(text: Words, pattern: Sequence[Any], starts: set[int]) -> set[int]:
    """Return every place at which a pattern can end that begins at one of the places."""
    places = starts
    for node in pattern:
        if not places:
            break
        if isinstance(node, int):  # a place to fill in
            places = {end for place in places for end in _filled(text.words, place, node)}
        elif isinstance(node, str):  # a run of words
            count, _, hashed = node.partition(":")
            length, wanted = int(count), int(hashed, 16)
            places = {place + length for place in places if text.run(place, length) == wanted}
        else:  # what may be left out
            places = places | _ends(text, node, places)
    return places


def _filled(words: Sequence[str], start: int, most: int) -> Iterator[int]:
    """Yield every place at which what somebody filled in can end."""
    yield start
    for place in range(start, min(start + most, len(words))):
        if words[place] in BARRED:
            return
        yield place + 1


@cache
def _patterns() -> dict[str, Any]:
    """Return the patterns by id; `tests/license_patterns.py` makes the file from the license list of SPDX."""
    return dict(json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8")))


@cache
def _hash(word: str) -> int:
    return int.from_bytes(hashlib.blake2b(word.encode(), digest_size=7).digest(), "big")
