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
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from unicodedata import combining, normalize

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
_APOSTROPHE = re.compile("['’‘´`′]")
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
NEGATIONS = frozenset(("neither", "never", "no", "non", "nor", "not"))
"""What a place holds if its text in the list does, and else does not: it turns what is said around."""
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
_AFTER = frozenset(
    {"end", "of", "the", "license", "agreement", "text", "notes", "terms", "and", "conditions"}
)
"""What copies have behind the last word."""
MOST_AFTER = 6
MOST_OF_A_HEADING = 12
"""Words of a first line that may be a title, whose version counts though no word says that it is one."""
_VERSION, _POINTED = re.compile(r"\d+(?:\.\d+)*"), re.compile(r"\d+(?:\.\d+)+")


def words_of(text: str) -> list[str]:
    """Return the words of a text that count, in order."""
    told = _APOSTROPHE.sub("", _without_notices(_MARK.sub("", text))).casefold()
    told = "".join(char for char in normalize("NFKD", told) if not combining(char))
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


class Text(NamedTuple):
    """What is known of the text of one license."""

    patterns: Sequence[Sequence[Any]]
    title: frozenset[str]
    """Short hashes of the words of its title, and its versions as they are."""


def licenses_of(text: str, names: Mapping[str, Iterable[str]]) -> list[str]:
    """Return the ids of the licenses whose whole text this is.

    Args:
        text: The text, with its title or without.
        names: The names of each license, words of which may stand before its text.
    """
    found = next((found for words in readings(text) if (found := _known(words, names))), [])
    heading = next((line for line in text.splitlines() if line.strip()), "")
    stated = set(map(_plain, _POINTED.findall(heading) if len(heading.split()) <= MOST_OF_A_HEADING else ()))
    return [id for id in found if not stated or stated & _versions([id, *names[id]], _texts()[id].title)]


def readings(text: str) -> Iterator[list[str]]:
    """Yield the words of a text as they may be read.

    Whose the copyright is stands on lines of its own, or in the middle of a paragraph that was broken.
    """
    plain = _MARK.sub("", text)
    yield words_of(plain)
    yield words_of("\n\n".join(" ".join(one.split()) for one in re.split(r"\n\s*\n", plain)))


def _known(words: Sequence[str], names: Mapping[str, Iterable[str]]) -> list[str]:
    if not words or len(words) > MOST_WORDS:
        return []
    whole = Words(words)
    ends = _after(words)
    found = []
    for id, known in _texts().items():
        if id in names:
            starts = before(words, [id, *names[id]], known.title)
            if any(ends & _ends(whole, pattern, starts) for pattern in known.patterns):
                found.append(id)
    return found


def before(words: Sequence[str], names: Sequence[str], title: Collection[str] = ()) -> set[int]:
    """Return where the text may begin: after words that only name the license, in its own version."""
    known = {*_OF_A_TITLE, *(word for name in names for word in words_of(name))}
    versions = _versions(names, title)
    starts, number = {0}, ""
    for place, word in enumerate(words[:MOST_BEFORE], start=1):
        if word.isdigit() and len(word) < len("2000"):
            number = f"{number}.{word}" if number else word
            continue
        if number and _plain(number) not in versions:
            return starts
        starts.add(place - 1)
        number = ""
        if word not in known and not word.isdigit() and short(word) not in title:
            break
        starts.add(place)
    return starts


def _versions(names: Iterable[str], title: Collection[str]) -> set[str]:
    told = (*names, *(one for one in title if "." in one))
    return {_plain(found) for name in told for found in _VERSION.findall(name)}


def _plain(version: str) -> str:
    """Return a version without what says nothing: `2` and `2.0` are one."""
    return re.sub(r"(\.0)+$", "", version)


def _after(words: Sequence[str]) -> set[int]:
    """Return where the text may end: before words that only say that it does."""
    ends = {len(words)}
    for place in range(len(words) - 1, max(0, len(words) - MOST_AFTER), -1):
        if words[place] not in _AFTER:
            break
        ends.add(place)
    return ends


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
    """Yield every place at which what somebody filled in can end; with a negation if `most` is negative."""
    is_negated = False
    if most > 0:
        yield start
    for place in range(start, min(start + abs(most), len(words))):
        is_negated = is_negated or words[place] in NEGATIONS
        if words[place] in BARRED or (is_negated and most > 0):
            return
        if is_negated or most > 0:
            yield place + 1


@cache
def _texts() -> dict[str, Text]:
    """Return what is known by id; `tests/license_patterns.py` makes the file."""
    told = json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))
    return {id: Text(one["texts"], frozenset(one["title"].split())) for id, one in told.items()}


def short(word: str) -> str:
    """Return the short hash by which a word of a title is known."""
    return hashlib.blake2b(word.encode(), digest_size=3).hexdigest()


@cache
def _hash(word: str) -> int:
    return int.from_bytes(hashlib.blake2b(word.encode(), digest_size=7).digest(), "big")
