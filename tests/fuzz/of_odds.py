"""Our own forms, edits and surroundings that are odd and not broken: see `odd`."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable
from pathlib import Path
from random import Random

from fuzz import inputs, odd
from fuzz.of_data import OURS, VIEWS, words_for
from fuzz.of_odd_files import hole, soft, unread
from fuzz.oracle import Made, Trial
from samples import base, entry, history, serves

ENDS = ("0001-01-01", "0001-01-02", "9999-12-31", "2025-03-04", "2025-03-05", "2999-01-01")
TWINS = (
    ("\u00df", "ss", "\u1e9e"), ("\u0130", "i\u0307", "i", "\u0131"), ("\ufb00", "ff", "FF"), ("\u00e9", "e\u0301"),
    ("\u212a", "k", "K"), ("\u017f", "s"), ("a-b", "a b", "a_b", "A-B"), ("demo\u200b", "demo"), ("\uff44\uff45\uff4d\uff4f", "demo"),
)  # fmt: skip
"""Names that one way of comparing takes for the same, and another does not."""


def _lines(luck: Random) -> str:
    """Lines of models, of services, of families: long, wide, doubled and closed to circles."""
    count, kind = luck.choice((1, 2, 30, 300)), luck.randrange(6)
    relation = luck.choice(("finetune", "quantized", "adapter", "merge"))
    made = lambda of, model: base(model, of).replace("finetune", relation)  # noqa: E731
    names = ["demo", *(f"m{place}" for place in range(1, count))]
    follows = dict(zip(names, [*names[1:], "demo" if luck.random() < 0.5 else "end"], strict=True))
    end = entry("end", name="End")
    if kind < 2:
        return end + "".join(entry(of, name=of) + made(of, model) for of, model in follows.items())
    if kind == 2:
        return end + "".join(entry(of, name=of) + made(of, follows[of]) + made(of, "end") for of in names)
    if kind == 3:
        return end + entry() + "".join(made("demo", name) + entry(name, name=name) for name in names[1:])
    if kind == 4:
        families = (f'\n[families.{of}]\nname = "{of}"\npart_of = "{part}"\n' for of, part in follows.items())
        return entry().replace("developer", 'family = "demo"\ndeveloper') + "".join(families)
    served = "".join(
        serves(name, luck.choice(ENDS), luck.choice(("", *ENDS))) for name in names[1:60] or ["demo"]
    )
    service = entry().replace("developer", 'kind = "service"\ndeveloper')
    return service + served + "".join(entry(name, name=name) for name in names[1:])


def _days(luck: Random) -> str:
    """Days at both ends of the calendar, and history on the day of the release."""
    day = lambda: luck.choice(ENDS)  # noqa: E731
    text = entry(facts={"weights.availability": "public", "weights.license": "MIT"})
    text = text.replace("2025-03-04", day()).replace(
        "read = 2026-01-02", f"read = {day()}, published = {day()}"
    )
    changes = (
        history("weights.license", luck.choice(("MIT", "NONE", "unknown")), day())
        for _ in range(luck.choice((0, 1, 3)))
    )
    return text + "".join(changes)


def _names(luck: Random) -> str:
    """Ids, names and aliases that are the same to some."""
    group = luck.choice(TWINS)
    text = "".join(entry(f"m{place}", name=name) for place, name in enumerate(group)) + entry()
    alias = odd.quoted(luck.choice((*group, odd.text(luck))))
    return text.replace("developer", f"aliases = [{alias}]\ndeveloper", luck.choice((0, 1, 2)))


def _written(luck: Random) -> str:
    """The same data, written as nobody writes them."""
    text = inputs.REGISTRY
    ways: tuple[Callable[[], str], ...] = (
        lambda: text.replace("\n", "\r\n"), lambda: text.replace("\n", "\r"), lambda: text.replace("# kept", "# \u2028[models.x]\x85[models.y]"),
        lambda: text.replace("\n[models.other]", "\n\ufeff[models.other]"), lambda: text + "\nmodels.demo.weights.x.y = 1\n",
        lambda: text.replace('"A model for a test."', '"""\n[models.z]\nname = 1\n"""'), lambda: odd.in_toml(tomllib.loads(text)),
        lambda: text.replace("[models.demo]", "[ models . 'demo' ]"), lambda: f"models = {odd.in_line(tomllib.loads(text)['models'])}\n",
    )  # fmt: skip
    return luck.choice(ways)()


def _bent(luck: Random) -> str:
    return odd.in_toml(
        odd.bent(
            luck, tomllib.loads(luck.choice((inputs.REGISTRY, inputs.SERVED, inputs.MAKER + inputs.LICENSED)))
        )
    )


REGISTRIES = (_lines, _days, _names, _written, _bent, _bent)
MORE = (
    ("compare", "demo"), ("explain", "demo", "--to", "open-weights"), ("rank", "--with-age"), ("rank", "--as-of", "0001-01-01"),
    ("history", "demo", "--format", "json"), ("cite", "demo", "--style", "ris"), ("cite", "demo", "--style", "gb-t-7714"),
    ("profile", "--weight", "data=1"), ("models", "--mismatch"), ("export", "spdx", "demo"), ("report", "-o", "o.docx"),
)  # fmt: skip


def registry(luck: Random) -> Trial:
    """Lines, days, names and ways of writing at their ends; data in which anything is odd."""
    files: dict[str, Made] = {"r.toml": luck.choice(REGISTRIES)(luck)}
    view = luck.choice(VIEWS if luck.random() < 0.7 else MORE)
    words = words_for(luck, view)
    if luck.random() < 0.1:
        files["q.toml"] = luck.choice(REGISTRIES)(luck)
        words += ("--registry", "q.toml")
    return Trial("registry", words, files, frozenset({"o.docx"}))


def text(luck: Random) -> Trial:
    """Odd words in every field that takes any, through every output."""
    data = tomllib.loads(inputs.REGISTRY + inputs.MAKER)
    for _ in range(luck.choice((1, 3, 8))):
        free = [
            path for path in odd.places(data) if path[-1] in ("name", "summary", "shows", "url", "developer")
        ]
        path = luck.choice(free)
        before = "https://example.org/" if path[-1] == "url" else luck.choice(("", "a"))
        odd.at(data, path[:-1])[path[-1]] = before + odd.text(luck)
    view = luck.choice((*VIEWS, *MORE))
    return Trial(
        "text in every field", words_for(luck, view), {"r.toml": odd.in_toml(data)}, frozenset({"o.docx"})
    )


def rubrics(luck: Random) -> Trial:
    """Rubrics in which numbers, conditions, lists and titles are odd."""
    rules = tomllib.loads(luck.choice((inputs.RUBRIC, inputs.RULES, *inputs.RUBRICS)))
    named: tuple[tuple[str, ...], ...] = (
        ("rank", *OURS, "--rubric"), ("explain", "demo", *OURS, "--rubric"), ("cite", "demo", *OURS, "--rubric"), ("rubrics",), ("sql", "--rubric"),
        ("rubrics", "osi-draft", "--against"), ("rank", "--format", "csv", *OURS, "--rubric"), ("badge", "demo", *OURS, "--rubric"),
        ("profile", "--weight", "weights=3", *OURS, "--rubric"), ("export", "sarif", *OURS, "--rubric"),
    )  # fmt: skip
    files: dict[str, Made] = {"u.toml": odd.in_toml(odd.bent(luck, rules)), "r.toml": inputs.REGISTRY}
    return Trial("rubrics", (*luck.choice(named), "./u.toml"), files)


def diff(luck: Random) -> Trial:
    """Two registries of which one or both are odd."""
    files: dict[str, Made] = {f"{side}/models.toml": luck.choice(REGISTRIES)(luck) for side in "ab"}
    return Trial(
        "diff folders",
        ("diff", "a/models.toml", "b/models.toml", *luck.choice(((), ("--scores",), ("--format", "json")))),
        files,
    )


NO_PLACE = "/proc/nowhere"
"""A folder that nobody can make."""
SURROUNDINGS = {
    "COLUMNS": ("0", "-1", "1", "99999", "9" * 5_000, "", "\uff18\uff10"), "TERM": ("dumb", ""), "HOME": ("", NO_PLACE, "/dev/null", "r.toml"),
    "LANG": ("C", "zh_CN.GB2312", "tr_TR.UTF-8", "xx", ""), "OPENSCORE_LANG": ("zh", "xx", ""), "NO_COLOR": ("", "1"),
    "OPENSCORE_REGISTRY": ("", ":", "r.toml:r.toml", "nowhere", "/", "/dev/zero"), "OPENSCORE_CACHE": ("", "r.toml", "/dev/null", "/proc/x"),
    "TMPDIR": (NO_PLACE, "r.toml"), "SOURCE_DATE_EPOCH": ("x", "-1", "9" * 30), "SHELL": ("", "/bin/nope"), "PATH": ("", NO_PLACE),
}  # fmt: skip


def values(luck: Random) -> Trial:
    """Usual commands in odd surroundings, and with words at the ends of what options take."""
    view = luck.choice((*VIEWS, *MORE))
    named = luck.sample(list(SURROUNDINGS), luck.choice((1, 2, 3)))
    around = tuple((name, luck.choice(SURROUNDINGS[name])) for name in named)
    words = (*view, *OURS)
    for name, stands in luck.sample(inputs.options()[view[0]], luck.choice((0, 1, 2))):
        words += (f"{name}={odd.text(luck)}",) if stands else (name, name)
    files: dict[str, Made] = {"r.toml": inputs.REGISTRY, "l.txt": inputs.LIST}
    return Trial(
        "command-line values",
        tuple(word[:60_000] for word in words),
        files,
        frozenset({"o.docx"}),
        environment=around,
    )


def editing(luck: Random) -> Trial:
    """Edits with odd words and days, in files that are written oddly, in folders that are not there."""
    place = luck.choice(("r.toml", "r.toml", "r.toml", "no/r.toml", "no/../r.toml", "soft.toml"))
    act = lambda: odd.text(luck)  # noqa: E731
    fact = luck.choice(
        ("weights.availability", "weights.license", "dates.retired", "bases", "name", "seat", act())
    )
    held = luck.choice(("approval", "MIT", "unknown", "9999-12-31", "root:finetune", act()))
    source = (
        "--url",
        luck.choice(("https://a.b/c", act())),
        "--shows",
        act(),
        *luck.choice(((), ("--until", luck.choice(ENDS)))),
    )
    new = ("--name", act(), "--developer", act(), "--modality", "text", "--summary", act(), *source[:2])
    words: tuple[str, ...] = luck.choice((
        ("set", luck.choice(("demo", act())), fact, held, *source), ("remove", luck.choice(("demo", "other", act()))),
        ("add", luck.choice(("new-7b", "makers.x", act())), *new, "--fact", f"dates.announced={luck.choice(ENDS)}:x"),
        ("dispute", "demo", fact, held, "--who", act(), *source[:4], "-o", "d.toml"),
    ))  # fmt: skip
    files: dict[str, Made] = {
        "r.toml": luck.choice((inputs.REGISTRY, _written(luck), _bent(luck))),
        "soft.toml": soft("r.toml"),
    }
    words = (*words, "--registry", place)
    return Trial(
        "editing and cards",
        words,
        files,
        frozenset({"d.toml"}),
        frozenset({"r.toml"} if words[0] != "dispute" else ()),
    )


def cache_(luck: Random) -> Trial:
    """A cache whose place, mark or files are something else: a file, a folder, a pipe, a socket, a hole, a link."""
    files: dict[str, Made] = {"r.toml": inputs.REGISTRY, **inputs.kept()}
    other: Made = luck.choice(
        (Path.mkdir, os.mkfifo, unread, hole, soft("/dev/zero"), soft("../../../mine.csv"), b"")
    )
    if luck.random() < 0.3:
        files = {"r.toml": inputs.REGISTRY, "c": other}
    else:
        files[luck.choice([name for name in files if name != "r.toml"])] = other
    words = ("rank", *OURS, *luck.choice(((), ("--format", "json"))))
    return Trial("damaged cache", words, files, environment=(("OPENSCORE_CACHE", "c"),), same_as_without="c")
