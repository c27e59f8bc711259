"""Samples made for tests: entries, registries and rubrics, and text that tries to act."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterable
from functools import cache, partial
from typing import Any

import pytest
from property.strategies import VOCABULARY
from translations import TABLE

from openscore import Registry, Rubric
from openscore.registry.load import laid, licenses_file, registry_from
from openscore.registry.stored import packed
from openscore.resources import registry_files
from openscore.snapshots import Line, Snapshot, SnapshotFolder
from openscore.toml import TomlFile

TITLE = {"en": "x", "zh": "x"}
COMMAND = re.compile(r"\W*`openscore [^`]+`\W*")
"""A line that is a command, which is never broken, and the marks around it."""
RUBRIC = """
id = "demo"
version = "1.0.0"
title = { en = "Demo", zh = "演示" }
summary = { en = "Demo", zh = "演示" }
monotone = true

[[references]]
id = "page"
title = "A page"
url = "https://example.org"

[[criteria]]
id = "weights"
title = { en = "Weights", zh = "权重" }
criterion_weight = 1
source = "page 1"
  [[criteria.levels]]
  id = "out"
  title = { en = "out", zh = "已发布" }
  points = 1.0
  when = { "weights.availability" = ["public", "click-through"] }
  [[criteria.levels]]
  id = "kept"
  title = { en = "kept", zh = "保留" }
  points = 0.0
  otherwise = true

[[bands]]
id = "all"
title = { en = "All", zh = "全部" }
floor = 0
means = { en = "All", zh = "全部" }
"""
"""A whole rubric file of one criterion with two levels, proven monotone."""


def level(id: str, points: float | None, when: dict[str, Any] | None) -> dict[str, Any]:
    return {
        "id": id, "title": TITLE, "points": points, "not_applicable": points is None, "undecided": False, "when": when,
        "otherwise": True if when is None else None,
    }  # fmt: skip


def part(id: str, path: str, share: float = 1, **more: Any) -> dict[str, Any]:
    """One point for `full`, half for `partial`, none else; not applicable leaves the denominator."""
    levels = [
        level("na", None, {path: ["not-applicable"]}), level("full", 1, {path: ["full"]}),
        level("half", 0.5, {path: ["partial"]}), level("none", 0, None),
    ]  # fmt: skip
    return {
        "id": id,
        "title": TITLE,
        "share": share,
        "source": "s",
        "why": "",
        "aggregate": "mean",
        "levels": levels,
        "parts": [],
        **more,
    }


def group(id: str, parts: list[dict[str, Any]], aggregate: str = "mean", **more: Any) -> dict[str, Any]:
    return {
        "id": id,
        "title": TITLE,
        "share": 1,
        "source": "s",
        "why": "",
        "aggregate": aggregate,
        "levels": [],
        "parts": parts,
        **more,
    }


def rubric(criteria: list[dict[str, Any]], gates: list[dict[str, Any]] | None = None) -> Rubric:
    data = {
        "id": "demo", "version": "1.0.0", "title": TITLE, "summary": TITLE, "monotone": True, "digits": 1,
        "top": 100, "full_points": 1, "aggregate": "mean", "subjects": ["model"], "tie_break": "id",
        "license_sets": {}, "classes": [],
        "references": [], "lineage": {"worst": []}, "term_sets": {}, "criteria": copy.deepcopy(criteria),
        "gates": gates or [], "conformance": None, "claims": [],
        "bands": [{"id": "low", "title": TITLE, "floor": 0, "means": TITLE, "when": None, "otherwise": None}, {"id": "high", "title": TITLE, "floor": 50, "means": TITLE, "when": None, "otherwise": None}],
    }  # fmt: skip
    return Rubric(data, VOCABULARY, lambda *problem: pytest.fail(str(problem)))


def gate(cap: float | str, when: dict[str, Any]) -> dict[str, Any]:
    """A gate on the score (a number) or on the band (an id)."""
    return {"id": "gate", "title": TITLE, "cap": cap, "when": when, "source": "s", "why": ""}


SCOPE = part("scope", "data-scope.detail", criterion_weight=3.0)
METHODS = part("methods", "data-methods.detail", criterion_weight=1.0)
BOTH = rubric([SCOPE, METHODS])


def snapshot_of(registry: Registry) -> Snapshot:
    """Return the snapshot of a registry as it is read again."""
    head, entries = packed(registry)
    lines = [json.dumps(entry) for entry in entries]
    told = json.loads(json.dumps(head("\n".join(lines).encode())))
    return Snapshot(told, [partial(json.loads, line) for line in lines])


class _Checked(SnapshotFolder):
    """Knows what the shipped licenses come to, as a snapshot in the memory, and keeps nothing else."""

    def __init__(self) -> None:
        super().__init__(None)
        self._known: dict[str, Snapshot] = {}
        registry = laid([licenses_file()], snapshots=self)
        self._known[registry.key] = snapshot_of(registry)

    def get(self, key: str, anew: Line | None = None) -> Snapshot | None:
        known = self._known.get(key)
        # Like one that is read from a file, its data are for whoever asked to change.
        return known and known._replace(head=copy.deepcopy(known.head))


_checked = cache(_Checked)


def made(*texts: str) -> Registry:
    """Return a registry of these files and the shipped licenses."""
    files = [TomlFile(f"{place}.toml", text) for place, text in enumerate(texts)]
    return registry_from([licenses_file(), *files], snapshots=_checked())


def history(fact: str, value: str, until: str) -> str:
    return (
        f'\n[[models.demo.history]]\nfact = "{fact}"\nvalue = "{value}"\nuntil = {until}\n'
        'sources = ["card"]\nshows = "an older version of the card"\n'
    )


def base(model: str, of: str = "demo") -> str:
    return f'\n[[models.{of}.bases]]\nmodel = "{model}"\nrelation = "finetune"\nsources = ["card"]\nshows = "made from it"\n'


def serves(model: str, start: str, end: str = "") -> str:
    until = f"until = {end}\n" if end else ""
    return f'\n[[models.demo.serves]]\nmodel = "{model}"\nfrom = {start}\n{until}sources = ["card"]\nshows = "served"\n'


def dispute(fact: str, value: str, of: str = "demo", source: str = "card", answer: str = "") -> str:
    answered = f'answer = "{answer}"\n' if answer else ""
    return (
        f'\n[[models.{of}.disputes]]\nfact = "{fact}"\nvalue = "{value}"\nwho = "Somebody"\nday = 2026-01-02\n'
        f'sources = ["{source}"]\nshows = "it shows something else"\n{answered}'
    )


HOSTILE = {
    "markup": "[bold red]Name[/] [link=https://example.org]x[/link]",
    "escape": "\\u001b[31mred\\u001b[0m \\u009b31m",
    "html": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "override": "\\u202egnirts\\u202c \\u2066x\\u2069",
    "formula": "=HYPERLINK(1)",
    "pipe": "a | b `c` *d* [e](javascript:f)",
    "lines": "one\\ntwo\\tthree",
    "hidden": "zero\\u200bwidth\\ufeff",
    "wide": "\u901a\u4e49\u5343\u95ee\u5927\u6a21\u578b\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d\u5341",
}


ENTRY = """
[models.{id}]
name = "{name}"
developer = "Somebody"
modality = ["text"]
summary = "A model for a test."

[models.{id}.documents]
card = {{ url = "https://example.org/{id}", read = 2026-01-02, by = "maker" }}

[models.{id}.dates]
announced = {{ date = 2025-03-04, sources = ["card"], shows = "the card gives the day" }}
"""


def entry(id: str = "demo", facts: dict[str, str] | None = None, extra: str = "", name: str = "Demo") -> str:
    """Return a registry entry in TOML with the given facts by path."""
    text = ENTRY.format(id=id, name=name)
    by_component: dict[str, dict[str, str]] = {}
    for path, value in (facts or {}).items():
        component, _, aspect = path.partition(".")
        by_component.setdefault(component, {})[aspect] = value
    for component, aspects in by_component.items():
        text += f"\n[models.{id}.{component}]\n"
        for aspect, value in aspects.items():
            text += f'{aspect} = {{ value = "{value}", sources = ["card"], shows = "the card says so" }}\n'
    return text + extra


FEW = ("bloom", "gpt-2", "llama-2")


def few_of_the_shipped() -> str:
    """Return three of the shipped models in TOML, with all makers and families, in English alone."""
    return _few(TABLE.sub("", registry_files()[1].read_text(encoding="utf-8")), "models", FEW)


def fewest_of_the_shipped() -> str:
    """Return the same three with their own makers and families alone."""
    text = few_of_the_shipped()
    makers = _few(text, "makers", ("bigscience", "openai", "meta"))
    return _few(makers, "families", re.findall(r'(?m)^family = "([^"]+)"', text))


def few_of_the_licenses(*texts: str) -> str:
    """Return those of the shipped licenses in TOML that texts name, in English alone."""
    table = TABLE.sub("", registry_files()[0].read_text(encoding="utf-8"))
    ids = {name.strip('"') for name in re.findall(r'(?m)^\[licenses\.("[^"]+"|[^".\]]+)', table)}
    return _few(table, "licenses", sorted(id for id in ids if any(f'"{id}"' in text for text in texts)))


def _few(text: str, table: str, ids: Iterable[str]) -> str:
    """Return a registry file in which of one table only some entries stand."""
    kept = "|".join(f'"?{re.escape(id)}"?' for id in ids)
    others = re.compile(rf"\[\[?{table}\.(?!(?:{kept})[.\]])")
    return "".join(block for block in re.split(r"(?m)^(?=\[)", text) if not others.match(block))
