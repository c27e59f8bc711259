"""Files of others, documents and tables that are odd and not broken, and odd places to read and write: see `odd`."""

from __future__ import annotations

import io
import json
import os
import re
import stat
import tomllib
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random

import yaml
from fuzz import inputs, odd
from fuzz.of_data import OURS
from fuzz.of_hub import GRADIENT
from fuzz.oracle import Made, Trial

YAML = (
    "---", "--- {}\n--- {}", "[]", "? [a]\n: b", "{null: 1}", "{1: 2, 1.0: 3, true: 4}", "a: &a [*a]", "<<: {a: 1}", "a: {<<: [{b: 1}]}",
    "a: 1:30:00", "a: 0001-01-01", "a: 99999-01-01", "a: .nan", "%YAML 9.9\n---\na: 1", "a: !!omap [x: 1]", "a: !!binary aGk=",
    'a: "\\ud800"', 'a: "\\0"', "a: 'x\x85y'", "=: 1", "a: =", "a: 0x" + "f" * 5000, "a: 1e999999999",
)  # fmt: skip


def peers(luck: Random) -> Trial:
    """Files of other indices in which anything is odd, and what YAML allows beside."""
    index = luck.choice(list(inputs.PEERS))
    files: dict[str, Made] = {}
    for name, written in inputs.PEERS[index].items():
        strange = luck.choice(YAML)
        ways = (odd.in_json(luck, odd.bent(luck, yaml.safe_load(written))), f"{strange}\n{written}", strange)
        files[name] = luck.choices(ways, (8, 2, 1))[0]
    return Trial("peers' files", ("import", index, *files, "-o", "o.toml"), files, frozenset({"o.toml"}))


def exports(luck: Random) -> Trial:
    """What the program wrote, on its way back with something odd in it."""
    name = luck.choice(("e.json", "e.jsonl", "baseline.json", "e.cff", "e.yml", "e.cdx.json", "e.spdx3.json"))
    written = inputs.exports()[name]
    if name == "e.jsonl":
        lines = [
            odd.in_json(luck, odd.bent(luck, json.loads(line))).replace("\n", " ")
            for line in written.splitlines()
        ]
        made = luck.choice(("\n", "\n\n", "\r\n", "\u2028")).join(lines)
    else:
        made = odd.in_json(luck, odd.bent(luck, json.loads(json.dumps(yaml.safe_load(written), default=str))))
    if name.startswith("e.js"):
        words: tuple[str, ...] = luck.choice(
            (("import", "json", name), ("check", name, "--column", "id", *OURS), ("verify", name))
        )
    elif name in ("e.cff", "e.yml"):
        words = ("verify", name, *OURS[1:]) if name == "e.cff" else ("import", "mot", name)
    else:
        words = (
            ("check", "l.txt", "--baseline", name, *OURS)
            if name == "baseline.json"
            else ("enrich", name, *OURS)
        )
    return Trial("exports read back", words, {name: made, "r.toml": inputs.REGISTRY, "l.txt": inputs.LIST})


def bills(luck: Random) -> Trial:
    """Bills in which names, references, versions and types are odd, and the same many times."""
    name = luck.choice([name for name in inputs.BILLS if name.endswith(".json")])
    data = odd.bent(luck, json.loads(inputs.BILLS[name]))
    more = luck.choice(
        (
            (),
            ("--format", "sarif"),
            ("--unknown", "by-license"),
            ("--elements", "g7-sbom-ai", "--format", "json"),
        )
    )
    words = luck.choice((("check", name, *OURS, *more), ("register", name, *OURS), ("enrich", name, *OURS)))
    return Trial("bills of materials", words, {name: odd.in_json(luck, data), "r.toml": inputs.REGISTRY})


SPELLINGS = (
    "demo", "Demo", "\uff44\uff45\uff4d\uff4f", "demo@", "demo:latest", "lab/demo:Q4", "hf://lab/root", "pkg:huggingface/lab/root@1",
    "HTTPS://HUGGINGFACE.CO/LAB/ROOT", "https://huggingface.co/lab/root%2F..", "models--lab--root", "demo # x", "git@hf.co:lab/root",
    "https://[::1]/x", "//x/y", "lab//root", "/lab/root",
)  # fmt: skip


def policies(luck: Random) -> Trial:
    """Policies that demand odd things, lists of names in odd spellings, patterns of files, rules of duties."""
    files: dict[str, Made] = {"p.toml": inputs.POLICY, "l.txt": inputs.LIST, "r.toml": inputs.REGISTRY}
    words: tuple[str, ...] = ("check", "l.txt", *OURS, "--policy", "p.toml")
    kind = luck.randrange(5)
    if kind == 0:
        files["p.toml"] = odd.in_toml(odd.bent(luck, tomllib.loads(inputs.POLICY)))
    elif kind == 1:
        files["l.txt"] = luck.choice(("\n", "\r\n", "\r")).join(
            luck.choice((*SPELLINGS, odd.text(luck))) for _ in range(9)
        )
    elif kind == 2:
        named = ({"model": luck.choice(SPELLINGS), "note": odd.text(luck)} for _ in range(3))
        files["l.jsonl"] = "\n".join(json.dumps(one, ensure_ascii=False) for one in named)
        words = ("check", "l.jsonl", *OURS)
    elif kind == 3:
        words = ("check", luck.choice(("**x", "a/**b", "***", "[", "x*/../*", "?", "l.tx[t]")), *OURS)
    else:
        files["u.toml"] = odd.in_toml(odd.bent(luck, tomllib.loads(inputs.rules())))
        words = ("duties", "demo", "--for", "redistribute", "--rules", "u.toml", *OURS)
    return Trial("policies and lists", words, files)


ENCODINGS = ("foo", "utf-7", "utf-16", "hex", "latin-1", "cp037")


def _packed(luck: Random, parts: dict[str, bytes]) -> bytes:
    """Return an archive that is packed in any way, in half of all cases with another byte somewhere."""
    out = io.BytesIO()
    with zipfile.ZipFile(
        out, "w", luck.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA))
    ) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    made = bytearray(out.getvalue())
    if luck.random() < 0.5:
        made[luck.randrange(len(made))] ^= 1 << luck.randrange(8)
    return bytes(made)


@cache
def _workbook() -> dict[str, bytes]:
    with inputs.small():
        inputs.said("register", "l.txt", *OURS, "-o", "w.xlsx")
        if not Path("w.xlsx").exists():
            return {"xl/workbook.xml": b"<workbook/>"}
        with zipfile.ZipFile("w.xlsx") as archive:
            return {name: archive.read(name) for name in archive.namelist()}


def verify(luck: Random) -> Trial:
    """Documents and workbooks packed in any way and damaged, in any encoding; codes with odd parts."""
    files: dict[str, Made] = {"r.toml": inputs.REGISTRY, "l.txt": inputs.LIST}
    kind = luck.randrange(3)
    if kind == 0:
        parts = dict(_workbook())
        name = luck.choice(list(parts))
        number = luck.choice((b"1e300", b"nan", b"-1", b"", b"9" * 400)) if luck.random() < 0.7 else b"<"
        parts[name] = re.sub(rb"<v>[^<]*</v>", b"<v>" + number + b"</v>", parts[name])
        files["w.xlsx"] = _packed(luck, parts)
        return Trial("verify", ("register", "l.txt", "--previous", "w.xlsx", *OURS), files)
    if kind == 1:
        head = f'<?xml version="1.0" encoding="{luck.choice(ENCODINGS)}"?>' if luck.random() < 0.4 else ""
        files["c.docx"] = _packed(luck, {"word/document.xml": f"{head}<a>{inputs.code()}</a>".encode()})
        return Trial("verify", ("verify", "c.docx", *OURS[1:]), files)
    parts_ = inputs.code().split(":")
    parts_[luck.randrange(len(parts_))] = luck.choice(
        (odd.text(luck)[:5_000], "osi-draft@1.0.0@0001-01-01", "0-100", "nan", "9" * 5_000)
    )
    files["c.txt"] = luck.choice((" ", "\u2028", "\x85", "\u00ad\n")).join(
        [":".join(parts_)] * luck.choice((1, 9))
    )
    return Trial("verify", ("verify", "c.txt", *OURS[1:]), files)


CELLS = (
    "NULL", "''", "'lab/x'", "'=1'", "repeat('x', 100000)", "'mit'", "-1", "'nan'::DOUBLE", "'infinity'::TIMESTAMP", "'5000-01-01 (BC)'::DATE",
    "[]", "[NULL]", "['license:mit', NULL]", "{'id': 'x'}", "{'a': NULL}", "MAP {'license': 'mit'}", "to_json('lab/x')", "'null'::JSON", "'[]'::JSON",
    "'{\"license\": \"mit\"}'::JSON", "'1'::BIT", "{'models': [{'id': NULL}]}", "{'relation': 'merge', 'models': [{'id': 'lab/x'}, {'id': 'lab/x'}]}",
)  # fmt: skip
COLUMNS = (
    "author",
    "downloads",
    "createdAt",
    "tags",
    "cardData",
    "gated",
    "siblings",
    "baseModels",
    "pipeline_tag",
    "ID",
    "modelId",
)


def _table(seed: float) -> Callable[[Path], None]:
    """Write a table of Parquet, in which each column is one odd value throughout."""

    def made(path: Path) -> None:
        import duckdb

        luck = Random(seed)
        cells = {"id": luck.choice(("'lab/' || i", *CELLS))} | {
            name: luck.choice(CELLS) for name in luck.sample(COLUMNS, 3)
        }
        selected = ", ".join(f'{cell} AS "{name}"' for name, cell in cells.items())
        duckdb.execute(
            f"COPY (SELECT {selected} FROM range({luck.choice((0, 1, 20))}) t(i)) TO '{path}' (FORMAT parquet)"
        )

    return made


def hub(luck: Random) -> Trial:
    """Columns of any type that hold nothing but one odd value."""
    more = luck.choice(((), ("--no-lineage",), ("--threads", "2")))
    words = ("hub", "score", *GRADIENT, "-o", "o.parquet", *more, "i.parquet")
    return Trial(
        "hub",
        words,
        {"i.parquet": _table(luck.random())},
        frozenset({"o.parquet", "o.rejects.csv"}),
        resumed=".o.parquet.work",
    )


def hard(target: str) -> Callable[[Path], None]:
    """Return what gives a file another name."""
    return lambda path: os.link(path.parent / target, path)


def soft(target: str) -> Callable[[Path], None]:
    """Return what makes a link."""
    return lambda path: path.symlink_to(target)


def hole(path: Path) -> None:
    """Make a file of a terabyte that takes no room."""
    with path.open("wb") as file:
        file.truncate(1 << 40)


def unread(path: Path) -> None:
    """Make a socket, which nobody can open."""
    os.mknod(path, stat.S_IFSOCK | 0o600)


WRITERS: tuple[tuple[str, ...], ...] = (
    ("rank", *OURS), ("export", "json", *OURS), ("check", "l.txt", *OURS), ("enrich", "c.cdx.json", *OURS), ("import", "mot", "m.yml"),
    ("badge", "demo", *OURS), ("duties", "demo", "--for", "internal", *OURS), ("cite", "demo", *OURS), ("register", "l.txt", *OURS),
)  # fmt: skip


def special(luck: Random) -> Trial:
    """Outputs that are an input by another name; holes of a terabyte, sockets and folders that are read."""
    files: dict[str, Made] = {
        "r.toml": inputs.REGISTRY, "l.txt": "demo\n", "c.cdx.json": inputs.BILLS["b.cdx.json"], "m.yml": inputs.MOT, "x": Path.mkdir, "k": soft("."),
        "hole.toml": hole, "socket": unread,
    }  # fmt: skip
    if luck.random() < 0.5:
        words = luck.choice(WRITERS)
        target = luck.choice([word for word in words if word in files])
        files |= {"hard.md": hard(target), "soft.md": soft("softer.md"), "softer.md": soft(target)}
        name = luck.choice(
            (
                "hard.md",
                "soft.md",
                f"../here/{target}",
                f"x/../{target}",
                f"k/{target}",
                f"/proc/self/cwd/{target}",
                "socket",
            )
        )
        return Trial("special files", (*words, "-o", name), files)
    name = luck.choice(
        ("hole.toml", "socket", "x", "k", "x/", "r.toml/", "r.toml/x", "no/x", "no/../r.toml", ".", "/")
    )
    readers: tuple[tuple[str, ...], ...] = (
        ("rank", "--standalone", "--registry", name), ("check", name, *OURS), ("verify", name, *OURS[1:]), ("import", "osai", name),
        ("diff", name, "r.toml"), ("remove", "other", "--registry", name), ("settle", name, "--keep", "--registry", "r.toml"),
        ("set", "demo", "weights.availability", "approval", "--url", "https://a.b/c", "--shows", "x", "--registry", name),
        ("register", "l.txt", "--previous", name, *OURS), ("duties", "demo", "--for", "internal", "--rules", name, *OURS),
    )  # fmt: skip
    # With a slash behind it the name is still that of the file, which is there to be edited.
    edited = frozenset({"r.toml"} if name == "r.toml/" else ())
    return Trial("special files", luck.choice(readers), files, edited=edited)
