"""Text from a registry is untrusted: nothing of it may act on the reader's screen or file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from math import ceil, floor
from unicodedata import category, east_asian_width

from openscore.language import ENGLISH, language, noted, tr
from openscore.numerals import decimals
from openscore.records.vocabulary import Title

DASH = "\N{EN DASH}"
EPSILON = 1e-9
"""What binary fractions may lose."""
_TYPED = re.compile(r"`([^`]+)`")
RANGE = noted(
    "Where a score has two ends, it lies between them whatever the unknown facts turn out to be; "
    "that is not a statistical error."
)
"""What an interval of scores is, said wherever one stands."""


def visible(text: str) -> str:
    r"""Return the text with every character that is not plainly seen replaced by its escape.

    Terminal escapes, right-to-left overrides and invisible characters become `\u202e` and the
    like; line breaks and unusual spaces become spaces.
    """
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else _escape(char) for char in text)


def _escape(char: str) -> str:
    if char in "\n\r\t" or category(char) == "Zs":
        return " "
    code = ord(char)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def shown_address(url: str) -> str:
    """Return an address in which what is not plainly seen, and a space, is written as addresses write it."""
    from urllib.parse import quote

    plain = (char if char.isprintable() and char != " " else quote(char, errors="replace") for char in url)
    return "".join(plain)


def inert(text: str) -> str:
    """Return the text so that a viewer of SARIF makes neither links nor placeholders of it."""
    for char in "\\[]":
        text = text.replace(char, "\\" + char)
    return text.replace("{", "{{").replace("}", "}}")


def titled(title: Title) -> str:
    """Return the text in the language that is spoken, or in English where it has none."""
    return visible(title.get(language()) or title[ENGLISH])


def told(text: str) -> str:
    """Return a sentence of a data file in the language that is spoken; in English where it has none."""
    return visible(tr(text))


def sentences(*said: str) -> str:
    """Return sentences one after the other, as the language joins them; empty ones are left out.

    What a data file wrote without a stop gets one, or the next would run on.
    """
    *before, last = [*filter(None, said)] or [""]
    return _joined(noted("{first} {second}"), [*map(_stopped, before), last])


def _stopped(text: str) -> str:
    is_address = "://" in text.rsplit(maxsplit=1)[-1]
    return tr("{headline}.", headline=text) if text[-1].isalnum() and not is_address else text


def is_wide(letter: str) -> bool:
    """Whether a letter takes two cells, as those of East Asia do."""
    return east_asian_width(letter) in "WF"


def sentence(phrase: str) -> str:
    """Return a phrase as a sentence: with a capital, and with its stop."""
    return tr("{headline}.", headline=phrase[:1].upper() + phrase[1:])


def enumerated(names: Sequence[str]) -> str:
    """Return names as a sentence lists them."""
    if len(names) < 2:
        return "".join(names)
    return tr("{names} and {last}", names=listed(names[:-1]), last=names[-1])


def listed(items: Iterable[str]) -> str:
    """Return short items one after the other, as the language parts them."""
    return tr(", ").join(items)


def parted(items: Iterable[str]) -> str:
    """Return phrases one after the other, as the language parts them."""
    return tr("; ").join(items)


def phrases(*said: str) -> str:
    """Return phrases of one sentence, as the language sets commas between them; empty ones are left out."""
    return _joined(noted("{first}, {second}"), said)


def _joined(message: str, said: Iterable[str]) -> str:
    text = ""
    for one in filter(None, said):
        text = tr(message, first=text, second=one) if text else one
    return text


def bracketed(text: str, more: str) -> str:
    """Return a text with more in brackets, as the language sets them."""
    return tr("{text} ({more})", text=text, more=more)


def typed(text: str) -> list[str]:
    """Return the pieces of a text: every second one is marked as typed, without its marks."""
    return _TYPED.split(text)


def quoted(text: str) -> str:
    """Return a text in which what a data file marks as typed stands between the quotes of the language."""
    return _TYPED.sub(lambda found: tr("“{name}”", name=found[1]), text)


def labeled(label: str, text: str) -> str:
    """Return a text behind its label."""
    return tr("{label}: {text}", label=label, text=text)


def between(low: str, high: str) -> str:
    """Return a range of two things that are not numbers."""
    return tr("{low} to {high}", low=low, high=high)


def to_json(data: object, indent: int | None = 2) -> str:
    """Return JSON in which invisible characters stand escaped; on one line if `indent` is None."""
    text = json.dumps(data, ensure_ascii=False, indent=indent)
    if text.replace("\n", "").isprintable():
        return text
    return "".join(char if char == "\n" or char.isprintable() else _json_escape(char) for char in text)


def document(kind: str, content: Mapping[str, object]) -> str:
    """Return a JSON document that begins with the name of its schema and the version of the program."""
    from openscore import __version__

    return to_json({"schema": f"openscore.{kind}/1", "openscore": __version__, **content}) + "\n"


def _json_escape(char: str) -> str:
    return json.dumps(char)[1:-1]


def whole(value: float) -> int:
    """Return a number as a reader quotes it, halves upwards."""
    return int(value + 0.5 + EPSILON)


def stated(low: float, high: float, digits: int) -> str:
    """Return an interval as it is stated anywhere: it contains what it states.

    The low end is rounded down and the high end up, both to the same number of decimals. One number is
    rounded to the nearest, halves upwards.

    Args:
        low: The low end, in any unit.
        high: The high end; equal to `low` where nothing is unknown.
        digits: Decimals of both ends.
    """
    scale = 10**digits
    if low == high:
        return decimals(floor(low * scale + 0.5 + EPSILON) / scale, digits)
    ends = floor(low * scale + EPSILON) / scale, ceil(high * scale - EPSILON) / scale
    return DASH.join(decimals(end, digits) for end in ends)


def ranks_text(low: int, high: int) -> str:
    """Return an interval of ranks."""
    return str(low) if low == high else f"{low}{DASH}{high}"


def score_range(low: float, high: float) -> str:
    """Return a share of 100 as `63`, `43.9` or `41.2` and `45.9` joined by a dash, as `stated` rounds it."""
    shown = stated(low, high, 1)
    return shown.replace(".0", "") if all(end.endswith(".0") for end in shown.split(DASH)) else shown
