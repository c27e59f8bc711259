"""Make openscore/peers/license_texts.json from the SPDX license list and the texts of the ScanCode LicenseDB.

Run as `python tests/license_patterns.py FOLDER DOCS`, with the folder `src` of a copy of
https://github.com/spdx/license-list-XML and the folder `docs` of a copy of
https://github.com/aboutcode-org/scancode-licensedb, which has the licenses of models, and other copies of the
texts of SPDX. No word of a text is kept: each run of words is a length and a hash.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import tomli

from openscore.peers.license_texts import NEGATIONS, before, fingerprint, is_notice, readings, short, words_of

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "openscore" / "peers" / "license_texts.json"
SPACE = "{http://www.spdx.org/license}"
BLOCKS = ("p", "br", "item", "list")
LEFT_OUT = ("optional", "titleText", "standardLicenseHeader", "copyrightText")
ANYTHING = re.compile(r"\.[*+{]|\[\^")
"""In what an alternative may be: whatever somebody fills in."""
FEWEST = 60
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
    words = words_of("".join(element.itertext()))
    allowed = element.get("match", "")
    sign = -1 if NEGATIONS.intersection(words) else 1
    if ANYTHING.search(allowed):
        return sign * max(NAME, len(words) + 4)
    listed = (re.findall(r"[A-Za-z0-9]+", part) for part in allowed.replace("\\s", " ").split("|"))
    return sign * (max(len(words), *map(len, listed)) + 2)


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
            both = (pattern[-1], piece)
            pattern[-1] = sum(map(abs, both)) * (-1 if min(both) < 0 else 1)
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
            joined[place] = piece + (more if piece > 0 else -more)


def texts(folder: Path, ids: set[str]) -> dict[str, dict[str, object]]:
    """Return what is known of the licenses with these ids: one pattern or more, and words of the title."""
    made: dict[str, list[object]] = {}
    titles: dict[str, str] = {}
    for id in sorted(ids):
        file = folder / f"{id}.xml"
        if file.is_file():
            text = ElementTree.parse(file).getroot().find(f".//{SPACE}text")
            assert text is not None
            titles[id] = _title(text)
            made[id] = [pattern_of(pieces(text))]
    for id, own in made.items():
        later = id.replace("-only", "-or-later")
        # A text is the same whether or not somebody adds that later versions may be taken.
        if later != id and later in made and made[later] != own:
            made[id] = [*own, *made[later]]
    return {id: {"title": titles[id], "texts": patterns} for id, patterns in made.items()}


def add_copies(made: dict[str, dict[str, Any]], docs: Path, names: Mapping[str, Sequence[str]]) -> None:
    """Add the copies of texts that differ from the list of SPDX in print, and the texts that it does not have."""
    for file in sorted(docs.glob("*.json")):
        entry = json.loads(file.read_text(encoding="utf-8"))
        text = entry.get("text") if isinstance(entry, dict) else None
        if not text:
            continue
        stated = (entry.get("spdx_license_key"), f"LicenseRef-scancode-{entry['key']}")
        id = next((id for id in stated if id in names), None)
        # A text of a few words is that of a notice, which says where the license stands.
        if id is None or len(words_of(text)) < FEWEST:
            continue
        known = made.setdefault(id, {"title": "", "texts": []})
        for words in readings(text):
            run = words[max(before(words, names[id])) :]
            pattern = [f"{len(run)}:{fingerprint(run)}"]
            if pattern not in known["texts"]:
                known["texts"].append(pattern)


def _title(text: ElementTree.Element) -> str:
    """Return the short hashes of the words of its title, but for those that say nothing or turn it around."""
    title = text.find(f"{SPACE}titleText")
    told = "\n".join(title.itertext()) if title is not None else ""
    words = [short(word) for word in words_of(told) if not word.isdigit() and word not in NEGATIONS]
    return " ".join(dict.fromkeys([*words, *re.findall(r"\d+(?:\.\d+)+", told)]))


if __name__ == "__main__":
    known = tomli.loads((ROOT / "licenses.toml").read_text(encoding="utf-8"))["licenses"]
    made = texts(Path(sys.argv[1]), set(known))
    add_copies(
        made, Path(sys.argv[2]), {id: (id, one["name"], *one.get("aliases", ())) for id, one in known.items()}
    )
    text = json.dumps(made, separators=(",", ":"), sort_keys=True)
    TARGET.write_text(text.replace('],"', '],\n"') + "\n", encoding="utf-8")
    sys.stdout.write(f"{TARGET.name}: {len(json.loads(text))} licenses\n")
