"""What the license table says, in Chinese: `python tests/translations.py` puts its table in order.

The table `[translations.zh]` stands last in licenses.toml, each sentence once, in the order in which the
licenses say them. What nobody says any more goes; what lacks its Chinese is printed. With a file of JSON,
English to Chinese, it takes those over first.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import tomli

TABLE = Path(__file__).resolve().parent.parent / "licenses.toml"
HEADER = "[translations.zh]\n"


def said(data: Mapping[str, Any]) -> Iterator[str]:
    """Yield what the table says in sentences: what each clause says, and who alone can grant a license."""
    for entry in (*data.get("common", {}).values(), *data["licenses"].values()):
        yield from _said({key: item for key, item in entry.items() if key != "hub"})


def _said(tables: Mapping[str, Any]) -> Iterator[str]:
    for key, item in tables.items():
        if isinstance(item, Mapping):
            yield from _said(item)
        elif key == "shows":
            yield item


def ordered(text: str, added: Mapping[str, str]) -> tuple[str, list[str]]:
    """Return the file with its table in order, and the sentences that have no Chinese."""
    data = tomli.loads(text)
    known = {**data.get("translations", {}).get("zh", {}), **added}
    sentences = [sentence for sentence in dict.fromkeys(said(data)) if sentence]
    lines = [
        f"{json.dumps(one, ensure_ascii=False)} = {json.dumps(known[one], ensure_ascii=False)}\n"
        for one in sentences
        if one in known
    ]
    above = text.partition(HEADER)[0].rstrip("\n")
    return f"{above}\n\n\n{HEADER}{''.join(lines)}", [one for one in sentences if one not in known]


if __name__ == "__main__":
    more = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")) if sys.argv[1:] else {}
    written, missing = ordered(TABLE.read_text(encoding="utf-8"), more)
    TABLE.write_text(written, encoding="utf-8")
    sys.stdout.write(f"{len(missing)} sentences without Chinese\n")
    sys.stdout.writelines(f"{one}\n" for one in missing)
