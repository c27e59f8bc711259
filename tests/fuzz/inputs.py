"""Small valid inputs of every reader, which the generators break; what the program writes itself it is asked to write."""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from check.test_bills import CONTEXT, FORMS, TAGS
from check.test_check import CYCLONEDX, SPDX_2, SPDX_3
from check.test_inventory import XML
from samples import RUBRIC, base, entry, history, serves

from openscore.cli.main import main
from openscore.resources import duties_file, rubric_files

FACTS = {
    "weights.availability": "public", "weights.license": "MIT", "base-weights.availability": "click-through",
    "pretraining-data.availability": "partial", "pretraining-data.license": "CC-BY-4.0 AND MIT",
    "data-scope.detail": "partial", "training-code.availability": "public", "training-code.license": "Apache-2.0",
    "technical-report.detail": "full", "terms.use-policy": "by-reference",
}  # fmt: skip
MAKER = """
[makers.somebody]
name = "Somebody"
aliases = ["Some Body"]
kind = { value = "company", sources = ["page"], shows = "the page says so" }

[makers.somebody.documents]
page = { url = "https://example.org/about", read = 2026-01-02, by = "maker" }
"""
LICENSE = """
[licenses."LicenseRef-openscore-demo"]
name = "Demo License"
aliases = ["demo-license"]
osi_approved = false
open_definition = "not-reviewed"

[licenses."LicenseRef-openscore-demo".documents]
text = { url = "https://example.org/license", read = 2026-01-02, by = "maker" }

[licenses."LicenseRef-openscore-demo".terms]
commercial = { value = "allowed", clause = "1" }
outputs = { value = "free", clause = "none" }
"""
REGISTRY = (
    "# kept: a comment of somebody\n"
    + entry("root", {"weights.availability": "public", "weights.license": "Apache-2.0"}, name="Root")
    + entry("demo", FACTS, base("root") + history("weights.license", "CC-BY-NC-4.0", "2025-06-01"))
    + entry("other", {"weights.availability": "approval"}, base("demo", "other"), name="Other 7B")
)
SERVED = REGISTRY.replace('name = "Demo"', 'name = "Demo"\nkind = "service"').replace(
    base("root"), serves("root", "2025-05-01")
)
LICENSED = LICENSE + entry(
    facts={"weights.license": "LicenseRef-openscore-demo", "training-code.license": "demo-license"}
)
CARD = """---
license: mit
language: [en, zh]
base_model: lab/root
base_model_relation: finetune
tags:
- text-generation
extra_gated_fields:
  Name: text
datasets: [lab/set]
---
# Demo 7B

Demo is a language model of 7B parameters, released on 2025-03-04 under the MIT license.

## Training data
We trained on [a set](https://example.org/data). Training code: https://github.com/lab/demo
"""
MOT = """
framework: {name: Model Openness Framework, version: '1.0', date: '2024-12-15'}
release:
  name: Demo
  date: '2025-03-04'
  type: language
  producer: Lab
  huggingface: https://huggingface.co/lab/demo
  license: {distribution: {name: MIT}}
  components:
  - {name: Model architecture, description: x, license: MIT}
  - {name: Model parameters (Final), license: Apache-2.0}
"""
OSAI = """
system: {name: Demo, link: https://example.org, type: text, endmodelname: demo, performanceclass: full}
org: {name: Lab, link: https://example.org, notes: x}
datasources_basemodel: {class: open, link: https://example.org, notes: text}
weights_endmodel: {class: open, link: [a, b], notes: text}
licenses: {class: partial, notes: x}
paper: {class: closed, link: '', notes: null}
"""
LEGACY = """
project: {name: Demo, link: https://example.org, notes: x, llmbase: Root, rlbase: Set, license: MIT, date: 2023-05-01}
org: {name: Lab, link: https://example.org, notes: x}
opencode: {class: open, link: https://example.org, notes: x}
llmdata: {class: partial, link: https://example.org, notes: x}
llmweights: {class: closed, link: https://example.org, notes: x}
license: {class: open, link: https://example.org, notes: x}
"""
AIAL = """
model_name: Demo
organization: Lab
public_summary_link: https://example.org/summary
S1: {D1: {score: 9, max_score: 10}, D2: {score: 1.5, max_score: 2}}
S2: {D1: {score: null, max_score: 10}}
"""
MAP = """
product: Demo
openness:
  score: 3
  class: open
  components: {weights: {value: open, detail: all}, data: {value: closed}, code: {value: partial}, license: [{name: MIT}]}
"""
MAP_LINE = """
product: Other
openness: {score: 0, class: closed, components: 'weights:open(all);data:closed;code:partial;license:MIT + Terms of a Lab'}
"""
POLICY = """
[rubrics.osi-draft]
min_band = "open-weights"
min_score = 10
max_evidence_age = 900

[rubrics.osi-draft.require]
weights = ["public", "click-through"]
"weights.license.commercial" = ["allowed"]

[rubrics.release-gradient]
min_band = "downloadable"
"""
HUB = "\n".join(
    json.dumps(one)
    for one in (
        {"id": "lab/root", "author": "lab", "downloads": 10, "likes": 1, "gated": False, "tags": ["license:mit", "region:us"],
         "siblings": [{"rfilename": "model.safetensors"}], "createdAt": "2025-01-02T03:04:05.000Z", "cardData": {"license": "mit"}},
        {"id": "lab/demo", "author": "lab", "downloads": 3, "gated": "manual", "tags": ["license:llama2", "base_model:lab/root"],
         "baseModels": {"relation": "finetune", "models": [{"id": "lab/root"}]}, "siblings": []},
    )
)  # fmt: skip
LIST = "# models in use\ndemo\nother  # a remark\nlab/unknown@main\nhttps://huggingface.co/lab/root\n"
TABLE = 'model,team,version\ndemo,search,1\n"lab/unknown","a, b",2\n'
BILLS = {
    "b.cdx.json": json.dumps(CYCLONEDX, indent=1), "b.spdx.json": json.dumps(SPDX_2, indent=1),
    "b3.spdx.json": json.dumps(SPDX_3, indent=1), "b.xml": XML.format(version="1.6"), "b.spdx": TAGS,
    **{f"b{place}.spdx3.json": json.dumps({"@context": CONTEXT, **form}) for place, form in enumerate(FORMS.values())},
}  # fmt: skip
PEERS = {
    "mot": {"m.yml": MOT}, "osai": {"o.yaml": OSAI}, "osai-legacy": {"l.yaml": LEGACY}, "aial": {"a.yaml": AIAL},
    "os-ai-map": {"p.yml": MAP, "q.yml": MAP_LINE},
}  # fmt: skip
RUBRICS = [path.read_text("utf-8") for path in rubric_files().values() if path.stat().st_size < 20_000]
RULES = RUBRIC.replace("floor = 0", "otherwise = true").replace(
    "[[bands]]", '[[bands]]\nid = "best"\ntitle = { en = "Best", zh = "最好" }\nmeans = { en = "x", zh = "x" }\n'
    'when = { any = [{ "@weights" = ["out"] }, { not = { "weights.license.outputs" = ["free"] } }] }\n\n[[bands]]', 1,
)  # fmt: skip


def rules() -> str:
    """Return the shipped rules of duties."""
    return duties_file().read_text(encoding="utf-8")


def said(*words: str) -> str:
    """Return what a command prints."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
        main(words)
    return out.getvalue()


@contextlib.contextmanager
def small() -> Iterator[Path]:
    """Stand in a folder of its own that holds the small registry, and a list."""
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        Path("r.toml").write_text(REGISTRY, "utf-8")
        Path("l.txt").write_text(LIST, "utf-8")
        yield Path(folder)


@cache
def exports() -> dict[str, str]:
    """Return what the program writes of the small registry and reads again, by name of file."""
    words = ("--standalone", "--registry", "r.toml")
    with small():
        found = {f"e.{form}": said("export", form, *words) for form in ("json", "jsonl", "csv")}
        bills = {"e.cdx.json": "cyclonedx", "e.spdx3.json": "spdx"}
        found |= {name: said("export", form, *words) for name, form in bills.items()}
        found["e.yml"] = said("export", "mot", "demo", *words)
        found["e.cff"] = said("cite", "demo", *words, "--style", "cff")
        found["e.bib"] = said("cite", "demo", *words)
        found["register.csv"] = said("register", "l.txt", *words)
        found["baseline.json"] = said("check", "l.txt", *words, "--format", "json", "--min-score", "99")
    return {name: text for name, text in found.items() if text}


@cache
def kept() -> dict[str, bytes]:
    """Return the files of the cache that a ranking of the small registry fills, by their names in it."""
    before = os.environ["OPENSCORE_CACHE"]
    with small() as folder:
        os.environ["OPENSCORE_CACHE"] = "c"
        said("rank", "--standalone", "--registry", "r.toml")
        os.environ["OPENSCORE_CACHE"] = before
        files = [path for path in sorted((folder / "c").rglob("*")) if path.is_file()]
        return {str(path.relative_to(folder)): path.read_bytes() for path in files}


@cache
def scored() -> bytes:
    """Return a scored file in Parquet."""
    with small():
        Path("i.jsonl").write_text(HUB, "utf-8")
        said("hub", "score", "i.jsonl", "-o", "o.parquet", "--rubric", "release-gradient")
        return Path("o.parquet").read_bytes()


@cache
def hub_table() -> bytes:
    """Return the hub's metadata in Parquet."""
    import duckdb

    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "i.jsonl"), Path(folder, "i.parquet")
        source.write_text(HUB, "utf-8")
        duckdb.sql(f"COPY (FROM read_json('{source}', format='newline_delimited')) TO '{target}'")
        return target.read_bytes()


CODE = re.compile(r"demo:\S+:[0-9a-f]{12}")


@cache
def code() -> str:
    """Return a verification code of the small registry."""
    found = CODE.search(exports()["e.bib"])
    return found[0] if found else "demo:osi-draft@1.0.0:000000000000"


COMMANDS = (
    "rank", "show", "explain", "cite", "verify", "compare", "lineage", "profile", "what-if", "history", "diff", "models", "families",
    "makers", "facts", "rubrics", "licenses", "check", "import", "export", "badge", "validate", "schema", "sql", "matrix", "report",
    "add", "set", "remove", "dispute", "settle", "help", "duties", "register", "enrich", "hub score", "hub summary", "hub lineage", "sensitivity", "agreement",
)  # fmt: skip
"""All but `sources`, which opens a network, and `site`, which takes its time."""


LEFT_OUT = {
    "--help",
    "--engine",
    "--master",
    "--draws",
    "--output",
    "--install-completion",
    "--show-completion",
}


@cache
def options() -> dict[str, list[tuple[str, str]]]:
    """Return the options of each command, from its help, with what stands for their value; empty if they take none."""
    found = {}
    for command in COMMANDS:
        text = said(*command.split(), "--help")
        listed = re.findall(r"^  (?:-\w, )?(--[a-z-]+)(?: ([A-Za-z|][^ \n]*))?", text, re.MULTILINE)
        found[command] = [(name, value) for name, value in listed if name not in LEFT_OUT]
    return found
