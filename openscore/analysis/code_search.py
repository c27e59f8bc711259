"""Find verification codes in text as typesetters leave it, and name those that are damaged.

A typesetter changes hyphens, breaks lines and puts in characters that nobody sees. None of that changes what
a code says, so all of it is taken back before codes are looked for.
"""

import re
from collections.abc import Collection, Iterator
from html import unescape
from typing import NamedTuple
from unicodedata import normalize

from openscore.analysis.citation import Code
from openscore.days import is_day
from openscore.language import noted

BREAK = "\x00"
"""Stands for the end of a line."""
BEFORE, AFTER = 400, 200
"""Characters around the middle of a code in which the rest of it can stand."""

_HYPHENS = "\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\ufe58\ufe63\uff0d\u1806\u00ac"
_UNSEEN = (*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xAD, 0x180E, 0xFEFF)
_AS_TYPED = str.maketrans(dict.fromkeys(_HYPHENS, "-") | dict.fromkeys(map(chr, _UNSEEN), ""))
_WITHIN = "a|b|bdi|bdo|code|em|font|i|kbd|mark|nobr|s|samp|small|span|strong|sub|sup|tt|u|var|wbr"
_INLINE = re.compile(rf"</?(?:{_WITHIN})(?:\s[^<>]{{0,500}})?/?>", re.IGNORECASE)
_TAG = re.compile(r"<[a-z/!?][^<>]{0,500}>", re.IGNORECASE)
_ESCAPED = re.compile(r"\\(?=[-_.:@~*`{}\[\]])")
_LINES = re.compile(r"[ \t]*[\r\n\f\v\u2028\u2029]+[ \t>%#*|]*")

_ANY = rf"[ {BREAK}]?"
_DIGITS = rf"\d(?:{BREAK}?\d){{0,5}}"
_NUMBER = rf"{_DIGITS}(?:{BREAK}?\.{BREAK}?{_DIGITS})?"
_MIDDLE = re.compile(rf"@{_ANY}\d")
# Read from the end: what stands before the middle is a run of characters, a colon, and another run.
_HEAD = re.compile(rf"{_ANY}([a-z0-9.~{BREAK}-]{{1,120}}){_ANY}:{_ANY}([a-z0-9.~{BREAK}-]{{1,160}})")
LONGEST_ID = 80
_B = f"{BREAK}?"
_VERSION = rf"{_DIGITS}{_B}\.{_B}{_DIGITS}{_B}\.{_B}{_DIGITS}"
_DAY = rf"\d(?:{_B}\d){{3}}{_B}-{_B}\d{_B}\d{_B}-{_B}\d{_B}\d"
_PARTS = (
    (noted("version"), re.compile(rf"@{_ANY}({_VERSION})(?![0-9.]){_ANY}")),
    (noted("day"), re.compile(rf":{_ANY}({_DAY})(?!\d){_ANY}")),
    (
        noted("score"),
        re.compile(rf":{_ANY}({_NUMBER}){_ANY}-{_ANY}({_NUMBER}){_ANY}(?=[:;,.\s{BREAK})\]]|$)"),
    ),
    (noted("digest"), re.compile(rf":{_ANY}([0-9a-f](?:{_B}[0-9a-f]){{11}})(?![0-9a-z])")),
)
"""What follows the rubric, in this order; the day may be missing."""
_TAIL = re.compile(r":\d{1,6}(?:\.\d{1,6})?-\d{1,6}(?:\.\d{1,6})?:[0-9a-z]{8,16}(?![0-9a-z])")
_SCORED = re.compile(r"@[ \x00]?[\d.,x\x00]{3,20}[ \x00]?:[ \x00]?[\d.,:-]{0,400}\d[ \x00]?-[ \x00]?\d")
"""The end of a code, by which one is known whose middle is damaged."""


class Damaged(NamedTuple):
    """Something that was a code, or that contradicts the code beside it."""

    text: str
    """As it was found."""
    part: str
    """What is damaged, in English."""
    place: int = 0
    """Where it stands in the text as it was typed."""


class _Head(NamedTuple):
    """What stands before the middle of a code."""

    model: str
    """With marks where lines end."""
    rubric: str
    length: int


class Found(NamedTuple):
    """What a text holds."""

    codes: tuple[Code, ...]
    """Each once, in the order of the text."""
    damaged: tuple[Damaged, ...]
    text: str
    """The text as it was typed: hyphens, lower case, nothing unseen."""
    places: tuple[tuple[int, Code], ...]
    """Where each code stands in that text."""


def as_typed(text: str) -> str:
    """Return a text without what typesetters and markup do to it, in lower case, line ends as `BREAK`."""
    if "<" in text and _TAG.search(text):
        text = _TAG.sub("\n", _INLINE.sub("", text))
    if "&" in text:
        text = unescape(text)
    text = text.replace(r"\textasciitilde{}", "~")
    if not text.isascii():
        text = normalize("NFKC", text.translate(_AS_TYPED)).translate(_AS_TYPED)
    return _LINES.sub(BREAK, _ESCAPED.sub("", text)).lower()


def search(text: str, models: Collection[str] = (), rubrics: Collection[str] = ()) -> Found:
    """Return the codes of a text, and what was one.

    Args:
        text: Any text.
        models: Ids that are known, by which it is told where a name begins that a line break parts.
        rubrics: Ids of rubrics that are known.
    """
    typed = as_typed(text)
    places: list[tuple[int, Code]] = []
    damaged: list[Damaged] = []
    end = 0
    for middle in _MIDDLE.finditer(typed):
        start = middle.start()
        head = _head(typed, start) if start >= end else None
        if head is None:
            continue
        values, part, stop = _rest(typed, start)
        if part and not _is_near(typed, start, head, models, rubrics):
            continue
        end = stop
        if not part and values[1] and not is_day(values[1]):
            part = noted("day")
        code = _code(head, values, models, rubrics) if not part else None
        if code is None:
            shown = _shown(head, typed[start:stop], models)
            damaged.append(Damaged(shown, part or noted("model"), start))
        else:
            places.append((start, code))
    damaged += _tails(typed)
    return Found(tuple(dict.fromkeys(code for _, code in places)), tuple(damaged), typed, tuple(places))


def _rest(typed: str, start: int) -> tuple[list[str], str, int]:
    """Return what follows the rubric, the part that is damaged or nothing, and where it ends."""
    values: list[str] = []
    place = start
    for part, pattern in _PARTS:
        found = pattern.match(typed, place)
        if found is None and part == "day":
            # A day that is none looks like no score either.
            values.append("")
            continue
        if found is None:
            is_day = part == "score" and re.match(
                r":[ \x00]?\d{4}[-/.]\d{1,2}[-/.]\d", typed[place : place + 20]
            )
            token = re.match(r"[^\s\x00<>\"'}\])]*", typed[place : place + AFTER])
            return values, "day" if is_day else part, place + (token.end() if token else 0)
        values += [_joined(value) for value in found.groups()]
        place = found.end()
    return values, "", place


def _head(typed: str, start: int) -> _Head | None:
    """Return what stands before the middle of a code; None if that is no code."""
    found = _HEAD.match(typed[max(0, start - BEFORE) : start][::-1])
    if found is None:
        return None
    rubric, model = (found[place][::-1].lstrip(f".~-{BREAK}") for place in (1, 2))
    return _Head(model, rubric, found.end()) if model and rubric else None


def _is_near(typed: str, start: int, head: _Head, models: Collection[str], rubrics: Collection[str]) -> bool:
    """Whether what is no code was one: it names what is known, or a score follows."""
    if _joined(head.rubric) in rubrics or _joined(head.model) in models:
        return True
    return bool(_SCORED.match(typed, start))


def _tails(typed: str) -> Iterator[Damaged]:
    """Yield what ends as a code does and has no middle."""
    for tail in _TAIL.finditer(typed):
        between = typed[max(0, tail.start() - AFTER) : tail.start()]
        if "@" not in between[-60:]:
            word = re.search(r"[^\s\x00<>\"'{\[(]*$", between)
            yield Damaged((word[0] if word else "") + tail[0], noted("version"), tail.start())


def _code(head: _Head, values: list[str], models: Collection[str], rubrics: Collection[str]) -> Code | None:
    version, day, low, high, digest = values
    model, rubric = _model(head.model, models), _known(head.rubric, rubrics)
    if not all(0 < len(name) <= LONGEST_ID and name[0].isalnum() for name in (model, rubric)):
        return None
    return Code(model, rubric, version, day, low, high, digest)


def _model(text: str, known: Collection[str]) -> str:
    """Return the id of the model: a line may end before it, or within it."""
    pieces = text.split(BREAK)
    candidates = [name for start in range(len(pieces) - 1, -1, -1) for name in _ways(pieces[start:])]
    for name in candidates:
        if name in known:
            return name
    whole = len(pieces) > 1 and pieces[-2].endswith("-")
    return _joined(text) if whole else pieces[-1]


def _known(text: str, known: Collection[str]) -> str:
    ways = list(_ways(text.split(BREAK)))
    return next((way for way in ways if way in known), ways[0])


def _ways(pieces: list[str]) -> Iterator[str]:
    """Yield what a word can be that lines part: with the hyphen at their ends, or without."""
    yield "".join(pieces)
    if len(pieces) > 1:
        yield "".join(piece.removesuffix("-") for piece in pieces[:-1]) + pieces[-1]


def _joined(text: str) -> str:
    return text.replace(BREAK, "").replace(" ", "")


def _shown(head: _Head, rest: str, models: Collection[str]) -> str:
    return f"{_model(head.model, models)}:{_joined(head.rubric)}{rest.replace(BREAK, '')}".strip()
