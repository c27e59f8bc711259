"""How many license texts are told from what circulates: `python tests/license_measure.py XML DOCS [OSI]`.

XML is a copy of https://github.com/spdx/license-list-XML, DOCS the folder `docs` of a copy of
https://github.com/aboutcode-org/scancode-licensedb, and OSI the folder `texts/plain` of a copy of
https://github.com/OpenSourceOrg/licenses, whose copies no pattern was made from. The first lines should be near
100 %, the lines of changed texts 0; what is said of texts outside the table should be read.
"""

from __future__ import annotations

import json
import re
import sys
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree

from openscore import load_registry
from openscore.peers.license_texts import licenses_of

SPACE = "{http://www.spdx.org/license}"
CLAUSE = "The software may not be used for military purposes without the consent of the licensor."
NAMES = {id: (id, one.name, *one.aliases) for id, one in load_registry().licenses.licenses.items()}


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs, each on one line."""
    return [" ".join(one.split()) for one in re.split(r"\n\s*\n", text) if one.strip()]


def wrapped(text: str) -> str:
    """Return the text with other ends of lines."""
    filled = (
        textwrap.fill(one, 60, break_long_words=False, break_on_hyphens=False) for one in paragraphs(text)
    )
    return "\n\n".join(filled)


def inserted(text: str) -> str:
    """Return the text with one more condition in the middle."""
    parts = text.split("\n\n")
    half = max(1, len(parts) // 2)
    return "\n\n".join([*parts[:half], CLAUSE, *parts[half:]])


def turned(text: str) -> str:
    """Return the text with the first permission taken back."""
    return re.sub(r"\b(is|are|may)\b", r"\1 not", text, count=1)


SAME: dict[str, Callable[[str], str]] = {
    "whole": str,
    "wrapped at 60": wrapped,
    "a paragraph a line": lambda text: "\n".join(paragraphs(text)),
    "quoted as in Markdown": lambda text: re.sub(r"^", "> ", text, flags=re.MULTILINE),
    "a notice before it": lambda text: f"Copyright (c) 2024-2026 Example Labs, Inc.\n\n{text}",
    "years and names filled in": lambda text: re.sub(
        r"(?i)<owner>|<copyright holders?>",
        "Example Labs, Inc.",
        re.sub(r"(?i)<year>|\[yyyy\]", "2026", text),
    ),
}
CHANGED: dict[str, Callable[[str], str]] = {
    "a clause at the end": lambda text: f"{text.rstrip()}\n\n{CLAUSE}\n",
    "a clause in the middle": inserted,
    "a clause in front": lambda text: f"{CLAUSE}\n\n{text}",
    "a permission taken back": turned,
}


def untitled(text: str, xml: Path) -> str | None:
    """Return the text without its title; None if it has none, or has it elsewhere."""
    element = ElementTree.parse(xml).getroot().find(f".//{SPACE}text/{SPACE}titleText")
    wanted = re.findall(r"\w+", "".join(element.itertext()).casefold()) if element is not None else []
    lines, count = text.lstrip().split("\n"), 0
    if not wanted or re.findall(r"\w+", text.casefold())[: len(wanted)] != wanted:
        return None
    for place, line in enumerate(lines):
        if count >= len(wanted):
            return "\n".join(lines[place:])
        count += len(re.findall(r"\w+", line))
    return None


def told(texts: dict[str, str], change: Callable[[str], str]) -> str:
    """Return how many texts are told, once changed, and which are not."""
    changed = {id: change(text) for id, text in texts.items() if change(text) != text or change is str}
    missed = [id for id, text in changed.items() if id not in licenses_of(text, NAMES)]
    found = len(changed) - len(missed)
    return f"{found} of {len(changed)} ({found / max(1, len(changed)):.1%}); not {' '.join(missed[:12])}"


def outside(docs: Path) -> Iterator[tuple[str, str]]:
    """Yield the texts of licenses that the table does not have."""
    for file in sorted(docs.glob("*.json")):
        entry = json.loads(file.read_text(encoding="utf-8"))
        if isinstance(entry, dict) and entry.get("text") and not entry.get("is_exception"):
            stated = [entry.get("spdx_license_key"), f"LicenseRef-scancode-{entry['key']}"]
            if not NAMES.keys() & {*stated, *entry.get("other_spdx_license_keys", ())}:
                yield entry["key"], entry["text"]


def main() -> None:
    """Print the figures."""
    xml, docs = Path(sys.argv[1]), Path(sys.argv[2])
    files = sorted((xml / "test" / "simpleTestForGenerator").glob("*.txt"))
    texts = {file.stem: file.read_text(encoding="utf-8") for file in files if file.stem in NAMES}
    bare = {id: untitled(text, xml / "src" / f"{id}.xml") for id, text in texts.items()}
    write = sys.stdout.write
    write(f"title missing: {told({id: text for id, text in bare.items() if text}, str)}\n")
    for name, change in (*SAME.items(), *CHANGED.items()):
        write(f"{name}: {told(texts, change)}\n")
    others = dict(outside(docs))
    wrong = {key: found for key, text in others.items() if (found := licenses_of(text, NAMES))}
    write(f"outside the table: {len(wrong)} of {len(others)} told: {wrong}\n")
    if len(sys.argv) > 3:
        copies = {
            file.name: file.read_text(encoding="utf-8", errors="replace")
            for file in Path(sys.argv[3]).iterdir()
        }
        write(f"copies of the OSI: {told({id: text for id, text in copies.items() if id in NAMES}, str)}\n")


if __name__ == "__main__":
    main()
