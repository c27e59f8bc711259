"""What the registry's files say, in Chinese: `python tests/translations.py` puts their tables in order.

The table `[translations.zh]` stands last in each, every sentence once, in the order in which the file says them:
in licenses.toml what the clauses say, in models.toml the summaries of models and families. What nobody says any
more goes; what lacks its Chinese is printed. With a file of JSON, English to Chinese, it takes those over first.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import tomli

ROOT = Path(__file__).resolve().parent.parent
LICENSES, MODELS = ROOT / "licenses.toml", ROOT / "models.toml"
HEADER = "[translations.zh]\n"
TABLE = re.compile(r"^\[translations\.zh\]\n(?:(?!\[).*\n?)*", re.MULTILINE)
"""Up to the next table: what somebody added below it stays."""


def said(data: Mapping[str, Any]) -> Iterator[str]:
    """Yield what a file says in sentences: what clauses of licenses say, and what models and families are."""
    for entry in (*data.get("common", {}).values(), *data.get("licenses", {}).values()):
        yield from _said({key: item for key, item in entry.items() if key != "hub"})
    for entry in (*data.get("models", {}).values(), *data.get("families", {}).values()):
        yield entry.get("summary", "")


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
    rest = TABLE.sub("", text).rstrip("\n")
    return f"{rest}\n\n\n{HEADER}{''.join(lines)}", [one for one in sentences if one not in known]


if __name__ == "__main__":
    more = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")) if sys.argv[1:] else {}
    for path in (LICENSES, MODELS):
        written, missing = ordered(path.read_text(encoding="utf-8"), more)
        path.write_text(written, encoding="utf-8")
        sys.stdout.write(f"{path.name}: {len(missing)} sentences without Chinese\n")
        sys.stdout.writelines(f"{one}\n" for one in missing)
