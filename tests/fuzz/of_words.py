"""What is typed: names of what is no ordinary file, and values of every option."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from random import Random

from fuzz import inputs
from fuzz.mutate import NUMBERS, hostile, nested
from fuzz.of_data import OURS, VIEWS
from fuzz.oracle import Made, Trial


def _linked(target: str) -> Callable[[Path], None]:
    return lambda path: path.symlink_to(target)


def _at(name: str, content: Made) -> tuple[str, Made]:
    return name, content


READERS: tuple[tuple[str, ...], ...] = (
    ("rank", "--standalone", "--registry", "{}"), ("rank", "--rubric", "./{}"), ("check", "{}"), ("check", "l.txt", "--policy", "{}"),
    ("check", "l.txt", "--baseline", "{}"), ("verify", "{}"), ("import", "mot", "{}"), ("import", "fmti", "{}"), ("import", "json", "{}"),
    ("add", "x", "--from", "{}"), ("diff", "{}", "r.toml"), ("set", "demo", "weights.availability", "public", "--registry", "{}"),
    ("settle", "{}"), ("hub", "summary", "{}"), ("verify", "--edition", "{}"), ("verify", "--edition", "2026-11-27", "--key", "{}"),
    ("rank", "-o", "{}", *OURS), ("export", "json", "-o", "{}", *OURS), ("remove", "demo", "--registry", "{}"),
)  # fmt: skip


def special(luck: Random) -> Trial:
    """Links, loops, folders, pipes, devices, names that act: wherever a file is read or written."""
    kinds: tuple[tuple[str, Made], ...] = (
        _at("d", Path.mkdir), _at("p", os.mkfifo), _at("loop", _linked("loop")), _at("null", _linked("/dev/null")),
        _at("zero", _linked("/dev/zero")), _at("full", _linked("/dev/full")), _at("dead", _linked("nowhere/x")), _at("up", _linked("..")),
        _at("kept.toml", _linked("r.toml")), _at("proc", _linked("/proc/self/environ")),
        _at(os.fsdecode(b"\xff\xfe.toml"), "x = 1"), _at("a" * 250, "x"), _at("a\x1b[31m\u202eb.txt", "demo\n"), _at("=1+1.csv", "model\ndemo\n"),
        _at("--output=x.toml", "demo\n"), _at("a[1]*.jsonl", inputs.HUB), _at("new\nline", "demo\n"), _at("e", b""), _at("b", b"\x00" * 5000),
        _at("mem", _linked("/proc/self/mem")), _at(" ", "demo\n"), _at("a.gz", b"\x1f\x8b\x08\x00" + b"\x00" * 30), _at("-", "demo\n"),
    )  # fmt: skip
    name, content = luck.choice(kinds)
    reader = luck.choice(READERS)
    files: dict[str, Made] = {"r.toml": inputs.REGISTRY, "l.txt": inputs.LIST, name: content}
    words = tuple(word.format(name) if word in ("{}", "./{}") else word for word in reader)
    can_write = "-o" in words and callable(content) is False
    edits = words[0] in ("set", "remove")
    target = "r.toml" if name == "kept.toml" else name
    return Trial(
        "special files", words, files, frozenset({name} if can_write or words[-1:] == ("-",) else ()),
        frozenset({target, name} if edits else {"r.toml", "kept.toml"} if "-o" in words and name == "kept.toml" else ()),
    )  # fmt: skip


HEAVY = ("matrix", "report", "sensitivity", "agreement")


def values(luck: Random) -> Trial:
    """Any command with any option, and views with one more, each value fitting, of another kind, or one that acts."""
    command = luck.choice([name for name in inputs.COMMANDS if name not in HEAVY or luck.random() < 0.1])
    words = [*command.split(), *(_value(luck) for _ in range(luck.choice((0, 1, 1, 2, 3))))]
    count = 3
    if luck.random() < 0.6:
        view = luck.choice([view for view in VIEWS if view[0] not in HEAVY])
        command, count, words = view[0], luck.choice((1, 1, 2)), [*view, *OURS]
        if luck.random() < 0.2 and len(view) > 1:
            words[1] = _value(luck)
    for name, stands in luck.sample(inputs.options()[command], min(count, len(inputs.options()[command]))):
        value = _fitting(luck, stands) if luck.random() < 0.5 else _value(luck)
        words += (
            [f"{name}={value}"] if stands and luck.random() < 0.5 else [name, value] if stands else [name]
        )
    files: dict[str, Made] = {"r.toml": inputs.REGISTRY, "l.txt": inputs.LIST, "models.toml": inputs.REGISTRY}
    edited = frozenset({"r.toml", "models.toml"} if command in ("add", "set", "remove", "settle") else ())
    stdin = luck.choice((b"", b"y\n" * 20, b"\x00\xff"))
    # What is drawn may be an option that names a file.
    outputs = frozenset(word.removeprefix("--output=") for word in words)
    return Trial("command-line values", tuple(words), files, outputs - files.keys(), edited, stdin)


FITTING = {
    "N": "3", "DATE": "2025-06-01", "ID|PATH": "release-gradient", "PATH": "r.toml", "SCORE": "50", "DAYS": "90", "KEY=VALUE": "kind=service",
    "ID": "open-weights", "KEY": "score", "BAND": "open-weights", "FACT=VALUE": "weights.availability=public", "NAME": "osi-draft",
    "CRITERION=NUMBER": "weights=2", "SIZE": "1GB", "USE": "internal", "CC": "DE", "AMOUNT": "2000000EUR", "URL": "https://example.org/x",
    "TEXT": "x", "EDITION": "now", "MAKER": "somebody", "K": "3",
}  # fmt: skip
"""By what stands for it in the help, a value that a command takes."""


def _fitting(luck: Random, stands: str) -> str:
    return FITTING.get(stands) or luck.choice(stands.split("|"))


USUAL = ("demo", "r.toml", "l.txt", "now", "osi-draft", "json", "csv", "zh", "1", "weights.availability=public", "weights.availability",
         "2025-01-01", "public", "other", "somebody")  # fmt: skip


def _value(luck: Random) -> str:
    kinds = (
        lambda: luck.choice(USUAL),
        lambda: luck.choice(NUMBERS),
        lambda: hostile(luck),
        lambda: nested(luck),
    )
    return luck.choices(kinds, (50, 14, 32, 4))[0]().replace("\x00", "")[:20_000]
