"""Make openscore/peers/license_texts.json from the XML files of the SPDX license list.

Run as `python tests/license_patterns.py FOLDER`, with the folder `src` of a copy of
https://github.com/spdx/license-list-XML. No word of a text is kept: each run of words is a length and a hash.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from xml.etree import ElementTree

import tomli

from openscore.peers.license_texts import fingerprint, is_notice, words_of

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "openscore" / "peers" / "license_texts.json"
SPACE = "{http://www.spdx.org/license}"
BLOCKS = ("p", "br", "item", "list")
LEFT_OUT = ("optional", "titleText", "standardLicenseHeader", "copyrightText")
ANYTHING = re.compile(r"\.[*+{]|\[\^")
"""In what an alternative may be: whatever somebody fills in."""
NAME = 15
"""Words that a name to be filled in may have."""


def pieces(element: ElementTree.Element) -> list[object]:
    """Return what is inside an element: texts, counts of words to fill in, and lists of what may be left out."""
    found: list[object] = [element.text or ""]
    for child in element:
        found += [*_piece(child), child.tail or ""]
    return found


def _piece(element: ElementTree.Element) -> list[object]:
    tag = element.tag.replace(SPACE, "")
    told = " ".join("".join(element.itertext()).split())
    if tag == "bullet":
        return ["\n", [told], "\n"] if re.search("[A-Za-z]{3}", told) else ["\n"]
    if tag in ("p", "copyrightText") and is_notice(told):
        return ["\n"]
    if tag == "alt":
        return [_filled(element)]
    if tag in LEFT_OUT:
        return ["\n", pieces(element), "\n"]
    return ["\n", *pieces(element), "\n"] if tag in BLOCKS else pieces(element)


def _filled(element: ElementTree.Element) -> int:
    count = len(words_of("".join(element.itertext())))
    allowed = element.get("match", "")
    if ANYTHING.search(allowed):
        return max(NAME, count + 4)
    listed = (re.findall(r"[A-Za-z0-9]+", part) for part in allowed.replace("\\s", " ").split("|"))
    return max(count, *map(len, listed)) + 2


def pattern_of(found: list[object]) -> list[object]:
    """Return the pattern of pieces: runs of words as `length:hash`, counts, and patterns of what may be left out."""
    joined: list[object] = []
    for piece in found:
        # A line of the text ends where a block does, and not where its XML is broken.
        plain = re.sub(r"\s+", " ", piece) if isinstance(piece, str) and piece != "\n" else piece
        if isinstance(plain, str) and joined and isinstance(joined[-1], str):
            joined[-1] += plain
        else:
            joined.append(plain)
    _widen(joined)
    pattern: list[object] = []
    for piece in joined:
        if isinstance(piece, str):
            words = words_of(piece)
            pattern += [f"{len(words)}:{fingerprint(words)}"] if words else []
        elif isinstance(piece, list):
            inner = pattern_of(piece)
            pattern += [inner] if inner else []
        elif pattern and isinstance(pattern[-1], int):
            pattern[-1] += piece
        else:
            pattern.append(piece)
    return pattern


def _widen(joined: list[object]) -> None:
    """Make a word that an alternative continues a part of the alternative."""
    for place, piece in enumerate(joined):
        if isinstance(piece, int):
            before, after = (joined[at] if 0 <= at < len(joined) else "" for at in (place - 1, place + 1))
            more = 0
            if isinstance(before, str) and before[-1:].isalnum():
                joined[place - 1] = re.sub(r"\w+$", "", before)
                more += 1
            if isinstance(after, str) and after[:1].isalnum():
                joined[place + 1] = re.sub(r"^\w+", "", after)
                more += 1
            joined[place] = piece + more


def patterns(folder: Path, ids: set[str]) -> dict[str, list[object]]:
    """Return the patterns of the licenses with these ids, each a list of one or more."""
    made: dict[str, list[object]] = {}
    for id in sorted(ids):
        file = folder / f"{id}.xml"
        if file.is_file():
            text = ElementTree.parse(file).getroot().find(f".//{SPACE}text")
            assert text is not None
            made[id] = [pattern_of(pieces(text))]
    for id, own in made.items():
        later = id.replace("-only", "-or-later")
        # A text is the same whether or not somebody adds that later versions may be taken.
        if later != id and later in made and made[later] != own:
            made[id] = [*own, *made[later]]
    return made


if __name__ == "__main__":
    known = tomli.loads((ROOT / "licenses.toml").read_text(encoding="utf-8"))["licenses"]
    text = json.dumps(patterns(Path(sys.argv[1]), set(known)), separators=(",", ":"), sort_keys=True)
    TARGET.write_text(text.replace('],"', '],\n"') + "\n", encoding="utf-8")
    sys.stdout.write(f"{TARGET.name}: {len(json.loads(text))} licenses\n")
