"""Inputs of other people: files of peers, exports on their way back, bills, policies and codes."""

from __future__ import annotations

import json
from random import Random

from fuzz import inputs
from fuzz.mutate import hostile, mutated
from fuzz.of_data import OURS
from fuzz.oracle import Made, Trial


def peers(luck: Random) -> Trial:
    """YAML and CSV of other indices."""
    index = luck.choice((*inputs.PEERS, "fmti"))
    if index == "fmti":
        edition, count = luck.choice((("October2023", 100), ("May2024", 100), ("Dec2025", 100)))
        rows = [
            f"D,S,Indicator {place},1,{luck.randint(0, 1)},2"
            for place in range(luck.choice((count, count, 3)))
        ]
        files = {
            f"{edition}_scores.csv": "\n".join(
                ["Domain,Subdomain,Indicator,One ,Two,Total", *rows, "Total,,,9,9,"]
            )
        }
    else:
        files = inputs.PEERS[index]
    made: dict[str, Made] = {name: mutated(luck, written.encode()) for name, written in files.items()}
    words = (
        "import",
        index,
        *(list(made) if luck.random() < 0.7 else ["."]),
        *luck.choice(((), ("-o", "o.toml"), ("--mended",))),
    )
    return Trial("peers' files", words, made, frozenset({"o.toml"}))


def exports(luck: Random) -> Trial:
    """What the program wrote, changed on its way back: exports, baselines, tables, bills, disputes."""
    name = luck.choice(list(inputs.exports()))
    written = mutated(luck, inputs.exports()[name].encode())
    words: tuple[str, ...]
    if name in ("e.json", "e.jsonl"):
        words = luck.choice(
            (("import", "json", name), ("import", "json", name, "-o", "o.toml"), ("check", name, *OURS))
        )
    elif name == "baseline.json":
        words = ("check", "l.txt", "--baseline", name, *OURS)
    elif name == "register.csv":
        words = ("register", "l.txt", "--previous", name, *OURS, *luck.choice(((), ("--format", "md"))))
    elif name == "e.yml":
        words = ("import", "mot", name)
    elif name in ("e.cff", "e.bib"):
        words = ("verify", name, "--registry", "r.toml")
    else:
        words = ("check", name, *OURS, "--format", luck.choice(("text", "json", "github", "sarif", "junit")))
    return Trial(
        "exports read back",
        words,
        {name: written, "r.toml": inputs.REGISTRY, "l.txt": inputs.LIST},
        frozenset({"o.toml"}),
    )


BOMBS = (
    '<?xml version="1.0"?><!DOCTYPE b [<!ENTITY a "aaaaaaaaaa">' + "".join(f'<!ENTITY a{n} "{"&a" + str(n - 1 or "") + ";" * 1}">' for n in range(1, 9)) + "]><bom>&a8;</bom>",
    '<?xml version="1.0"?><!DOCTYPE b [<!ENTITY x SYSTEM "file:///etc/passwd">]><bom><name>&x;</name></bom>',
    '{"bomFormat":"CycloneDX","components":' + '[{"components":' * 4000 + "[]" + "}]" * 4000 + "}",
    '{"bomFormat":"CycloneDX","components":[' + ",".join(['{"type":"machine-learning-model","name":"demo"}'] * 3000) + "]}",
)  # fmt: skip


def bills(luck: Random) -> Trial:
    """CycloneDX and SPDX in JSON, XML, tag-value and JSON-LD."""
    name = luck.choice(list(inputs.BILLS))
    written = (
        luck.choice(BOMBS).encode() if luck.random() < 0.03 else mutated(luck, inputs.BILLS[name].encode())
    )
    form = luck.choice(("text", "text", "json", "github", "sarif", "junit"))
    more = luck.choice(((), ("--min-score", "10"), ("--unknown", "by-license"), ("--elements", "g7-sbom-ai")))
    words: tuple[str, ...] = ("check", name, *OURS, "--format", form, *more)
    if luck.random() < 0.35:
        words = luck.choice(
            (("register", name, *OURS), ("enrich", name, *OURS), ("register", name, *OURS, "--format", "md"))
        )
    return Trial("bills of materials", words, {name: written, "r.toml": inputs.REGISTRY})


def policies(luck: Random) -> Trial:
    """Policies, lists, tables, and rules of duties."""
    if luck.random() < 0.1:
        rules = mutated(luck, inputs.rules().encode())
        words_ = ("duties", "demo", "--for", "redistribute", "--rules", "u.toml", *OURS)
        return Trial("policies and lists", words_, {"u.toml": rules, "r.toml": inputs.REGISTRY})
    files: dict[str, Made] = {
        "p.toml": inputs.POLICY,
        "l.txt": inputs.LIST,
        "t.csv": inputs.TABLE,
        "r.toml": inputs.REGISTRY,
    }
    files["j.json"] = json.dumps([{"model": "demo", "team": "x"}, {"model": "lab/unknown"}])
    broken = luck.choice(("p.toml", "l.txt", "t.csv", "j.json"))
    files[broken] = mutated(luck, str(files[broken]).encode())
    listed = luck.choice(("l.txt", "t.csv", "j.json")) if broken == "p.toml" else broken
    form = luck.choice(("text", "json", "github", "sarif", "junit"))
    policy = ("--policy", "p.toml") if luck.random() < 0.7 else ()
    words: tuple[str, ...] = ("check", listed, *OURS, "--format", form, *policy)
    if luck.random() < 0.2:
        words = ("register", listed, *OURS)
    column = (
        ("--column", luck.choice(("model", "team", "nothing")))
        if listed != "l.txt" and luck.random() < 0.4
        else ()
    )
    return Trial("policies and lists", (*words, *column), files)


MANIFEST = json.dumps({
    "schema": "openscore.manifest/1", "edition": "2026-11-26", "openscore": "0.1.0", "archive": "sha256:" + "0" * 64,
    "files": {"models.toml": "sha256:" + "0" * 64},
})  # fmt: skip


def verify(luck: Random) -> Trial:
    """Citation codes as words and in files, manifests and keys."""
    kind = luck.randrange(4)
    if kind == 0:
        word = mutated(luck, inputs.code().encode()).decode("utf-8", "replace").replace("\x00", "")[:3000]
        return Trial("verify", ("verify", word, "--registry", "r.toml"), {"r.toml": inputs.REGISTRY})
    if kind == 1:
        many = "\n".join([inputs.code()] * luck.choice((1, 3, 200)))
        cited = mutated(
            luck, luck.choice((many, inputs.exports()["e.bib"], inputs.exports()["e.cff"])).encode()
        )
        form = ("--format", "json") if luck.random() < 0.4 else ()
        return Trial(
            "verify",
            ("verify", "c.txt", "--registry", "r.toml", *form),
            {"r.toml": inputs.REGISTRY, "c.txt": cited},
        )
    if kind == 2:
        return Trial(
            "verify",
            ("verify", "--edition", "m.manifest.json"),
            {"m.manifest.json": mutated(luck, MANIFEST.encode()), "m.json.xz": luck.randbytes(300)},
        )
    source = luck.choice(("r.toml", ".", hostile(luck).replace("\x00", ""), "HEAD"))
    # To read all that is shipped takes as long as a hundred other inputs.
    source = "now" if luck.random() < 0.02 else source
    return Trial(
        "verify",
        ("verify", inputs.code(), "--from", source),
        {"r.toml": mutated(luck, inputs.REGISTRY.encode())},
    )
