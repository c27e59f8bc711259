"""What must hold of every output: nothing in it acts on a terminal, a page, a spreadsheet or a program that reads it."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from unicodedata import category

OVERRIDES = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
FORMULA = re.compile("\\s*[=+\\-@\uff1d\uff0b\uff0d\uff20]")
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?(e[+-]?\d+)?", re.IGNORECASE)
PAGES = frozenset({"html", "svg", "md"})


def raw(text: str) -> str:
    """Name the characters in a text that act on whoever looks at it."""
    acting = {
        char for char in set(text) if char in OVERRIDES or (category(char) == "Cc" and char not in "\n\t\r")
    }
    return " ".join(sorted(f"U+{ord(char):04X}" for char in acting))


def formulas(text: str) -> str:
    """Return the first cell of a table that a spreadsheet would compute."""
    for row in csv.reader(io.StringIO(text)):
        for cell in row:
            if FORMULA.match(cell) and not NUMBER.fullmatch(cell):
                return cell[:60]
    return ""


class _Markup(HTMLParser):
    """Finds what came out of a text and became a part of a page that acts."""

    def __init__(self) -> None:
        super().__init__()
        self.found = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at attributes that a page of ours never has."""
        for name, value in attrs:
            if name in ("onload", "onerror") or (value or "").strip().lower().startswith("javascript:"):
                self.found = f"<{tag} {name}>"

    def handle_data(self, data: str) -> None:
        """Look at scripts."""
        if self.lasttag == "script" and data.strip() == "alert(1)":
            self.found = "<script>"


def acting(page: str) -> str:
    """Name the first element of a page that a hostile text made; empty if there is none."""
    if not any(word in page for word in ("onload", "onerror", "alert(1)")):
        return ""
    markup = _Markup()
    markup.feed(page)
    return markup.found


def _printed(words: Sequence[str]) -> list[str]:
    """Return what was typed with one format alone: of several the last counts."""
    split = [
        part for word in words for part in (word.split("=", 1) if word.startswith("--format=") else [word])
    ]
    places = [place for place, word in enumerate(split[:-1], 1) if word == "--format"]
    return [word for place, word in enumerate(split) if place not in places[:-1]]


def told(text: str, where: str, words: Sequence[str] = ()) -> Iterator[str]:
    """Yield what is wrong with an output."""
    kind, words = where.rpartition(".")[2], _printed(words)
    if kind in ("parquet", "docx", "xlsx", "duckdb"):
        return
    # What a bill has is kept byte by byte where something is put into it.
    is_kept = words[:1] == ["enrich"]
    if not is_kept and (characters := raw(text)):
        yield f"raw {characters} in {kind}"
    if (kind == "csv" or "csv" in words) and (cell := formulas(text)):
        yield f"formula {cell!r} in {kind}"
    if (kind in PAGES or PAGES.intersection(words)) and (markup := acting(text)):
        yield f"{markup} in {kind}"
    if (
        not is_kept
        and {"json", "sarif"}.intersection(words)
        and words[0] != "import"
        and text.startswith(("{", "["))
    ):
        try:
            json.loads(text, parse_constant=_refused)
        except ValueError as error:
            yield f"no JSON in {kind}: {error}"


def _refused(name: str) -> None:
    raise ValueError(f"{name} is no number of JSON")
