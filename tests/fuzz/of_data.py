"""Inputs of our own forms: registries, rubrics, folders of data, what edits them, and the cache."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from fuzz import inputs
from fuzz.mutate import hostile, mutated, quoted
from fuzz.oracle import Made, Trial

OURS = ("--standalone", "--registry", "r.toml")

VIEWS: tuple[tuple[str, ...], ...] = (
    ("rank",), ("rank", "--format", "json"), ("rank", "--format", "csv"), ("rank", "--format", "md"), ("rank", "--format", "svg"),
    ("rank", "--with-uncertainty"), ("rank", "--as-of", "2025-04-01"), ("show", "demo"), ("show", "other", "--lang", "zh"),
    ("explain", "demo"), ("explain", "other", "--brief"), ("lineage", "other"), ("lineage", "other", "--format", "json"),
    ("history", "demo"), ("history", "demo", "--format", "csv"), ("models",), ("models", "--format", "csv"), ("models", "--stale", "9"),
    ("families",), ("makers",), ("makers", "somebody"), ("compare", "demo", "other"), ("compare", "demo", "other", "--format", "csv"),
    ("what-if", "demo", "weights.availability=public"), ("cite", "demo"), ("cite", "demo", "--style", "bibtex"), ("badge", "demo"),
    ("export", "json"), ("export", "jsonl"), ("export", "csv"), ("export", "md"), ("export", "html"), ("export", "cyclonedx"),
    ("export", "spdx"), ("export", "sarif"), ("export", "croissant"), ("export", "fair4ml"), ("export", "cff"), ("export", "mot", "demo"),
    ("export", "shields", "demo"), ("report", "--format", "md"), ("report", "--format", "html"), ("licenses", "--format", "csv"),
    ("duties", "demo", "other", "--for", "redistribute"), ("duties", "demo", "--for", "internal", "--format", "md"),
    ("duties", "demo", "--for", "hosted-service", "--format", "html"), ("duties", "other", "--for", "internal", "--format", "json"),
)  # fmt: skip


def words_for(luck: Random, view: Sequence[str]) -> tuple[str, ...]:
    """Return a view of the registry of the folder, laid over the shipped one or alone."""
    laid = OURS[1:] if luck.random() < 0.1 or view[0] == "licenses" else OURS
    return (*view, *laid)


def registry(luck: Random) -> Trial:
    """Registry files with licenses, makers, lineage, history and services, broken anywhere."""
    text = luck.choice(
        (
            inputs.REGISTRY,
            inputs.SERVED,
            inputs.REGISTRY + inputs.MAKER,
            inputs.MAKER + inputs.LICENSED,
        )
    )
    words = words_for(luck, luck.choice(VIEWS)) if luck.random() < 0.6 else ("rank", *OURS)
    if luck.random() < 0.03:
        words = (
            "validate",
            "--registry",
            "r.toml",
            "--format",
            luck.choice(("text", "json", "github", "sarif", "junit")),
        )
    return Trial("registry", words, {"r.toml": mutated(luck, text.encode())})


FIELDS = ("Somebody", "Demo", "A model for a test.", "the card says so", "the card gives the day", "made from it",
          "an older version of the card", "Root", "Other 7B", "Some Body", "the page says so", "https://example.org/demo")  # fmt: skip


def text(luck: Random) -> Trial:
    """Text that acts in every field of a registry, valid TOML, through every output."""
    written = inputs.REGISTRY + (inputs.MAKER if luck.random() < 0.4 else "")
    for field in luck.sample(FIELDS, luck.choice((1, 2, 5))):
        written = written.replace(f'"{field}"', quoted(hostile(luck)))
    view = luck.choice(VIEWS)
    if luck.random() < 0.2:
        name = f"o.{luck.choice(('txt', 'csv', 'html', 'md', 'json'))}"
        form = {"csv": "csv", "json": "json", "md": "md"}.get(name[2:], "")
        view = (
            ("rank", *(("--format", form) if form else ()), "-o", name)
            if form
            else ("export", "html", "-o", "o.html")
        )
    outputs = frozenset(word for word in view if word.startswith("o."))
    return Trial("text in every field", words_for(luck, view), {"r.toml": written}, outputs)


def rubrics(luck: Random) -> Trial:
    """Rubric files broken anywhere."""
    written = mutated(luck, luck.choice((inputs.RUBRIC, inputs.RULES, luck.choice(inputs.RUBRICS))).encode())
    words: tuple[str, ...] = luck.choice((
        ("rank", "--rubric", "./u.toml", *OURS), ("rubrics", "./u.toml"), ("validate", "--registry", "r.toml", "--rubric", "./u.toml"),
        ("sql", "--rubric", "./u.toml"), ("explain", "demo", "--rubric", "./u.toml", *OURS), ("rubrics", "./u.toml", "--format", "json"),
        ("rubrics", "./u.toml", "--format", "csv"), ("rubrics", "./u.toml"), ("rank", "--rubric", "./u.toml", "--format", "json", *OURS),
    ))  # fmt: skip
    return Trial("rubrics", words, {"u.toml": written, "r.toml": inputs.REGISTRY})


def diff(luck: Random) -> Trial:
    """Folders of data and registry files, of which one is broken."""
    files: dict[str, Made] = {f"{side}/models.toml": inputs.REGISTRY for side in "ab"}
    files |= {f"{side}/rubrics/demo.toml": inputs.RUBRIC for side in "ab"}
    changed = luck.choice(list(files))
    files[changed] = mutated(luck, inputs.REGISTRY.encode())
    if luck.random() < 0.3:
        files[f"b/{luck.choice(('licenses.toml', 'rubrics/demo.toml'))}"] = mutated(
            luck, (inputs.LICENSE + inputs.RUBRIC).encode()
        )
    sides = ("a", "b") if luck.random() < 0.6 else ("a/models.toml", "b/models.toml")
    more = luck.choice(((), ("--format", "json"), ("--format", "csv"), ("--scores",)))
    return Trial(
        "diff folders", ("diff", *sides, *more, *(("--rubric", "demo") if sides == ("a", "b") else ())), files
    )


def editing(luck: Random) -> Trial:
    """Facts, entries and disputes written with values that act, in files that may be broken; drafts from cards."""
    whole = inputs.REGISTRY.encode()
    files: dict[str, Made] = {"r.toml": whole if luck.random() < 0.6 else mutated(luck, whole)}
    act = lambda: hostile(luck).replace("\x00", "")  # noqa: E731
    source = (
        "--url",
        luck.choice(("https://example.org/x", act())),
        "--shows",
        act(),
        "--read",
        "2026-01-02",
        "--registry",
        "r.toml",
    )
    kind = luck.randrange(6)
    if kind == 0:
        words: tuple[str, ...] = (
            "set",
            luck.choice(("demo", act())),
            luck.choice(("weights.availability", "weights.license", act())),
            luck.choice(("public", "unknown", "MIT", act())),
            *source,
        )
    elif kind == 1:
        words = (
            "add",
            luck.choice(("new-7b", "makers.new", act())),
            "--name",
            act(),
            "--developer",
            act(),
            "--modality",
            "text",
            "--summary",
            act(),
            "--fact",
            f"weights.availability=public:{act()}",
            *source[:2],
            "--registry",
            "r.toml",
        )
    elif kind == 2:
        words = ("remove", luck.choice(("other", "demo", act())), "--registry", "r.toml")
    elif kind == 3:
        words = (
            "dispute",
            "demo",
            "weights.availability",
            luck.choice(("approval", act())),
            "--who",
            act(),
            *source[:6],
            "--registry",
            "r.toml",
            "--output",
            "d.toml",
        )
    else:
        files["README.md"] = mutated(luck, inputs.CARD.encode())
        files["config.json"] = mutated(
            luck, b'{"architectures": ["X"], "model_type": "x", "torch_dtype": "f"}'
        )
        words = (
            "add",
            "new-7b",
            "--from",
            luck.choice(("README.md", ".")),
            "--name",
            "N",
            "--developer",
            "D",
            "--modality",
            "text",
            "--summary",
            "S",
            "--url",
            "https://example.org/c",
            "--accept",
            "all",
            "--fact",
            "dates.announced=2026-01-02:x",
            "--registry",
            "r.toml",
        )
    return Trial("editing and cards", words, files, frozenset({"d.toml"}), frozenset({"r.toml"}))


def cache(luck: Random) -> Trial:
    """A cache folder in which every file was damaged, which changes nothing."""
    files: dict[str, Made] = {"r.toml": inputs.REGISTRY}
    for name, content in inputs.kept().items():
        files[name] = mutated(luck, content) if luck.random() < 0.7 else content.replace(b"1", b"2")
    words = ("rank", *OURS, *luck.choice(((), ("--format", "json"))))
    return Trial("damaged cache", words, files, environment=(("OPENSCORE_CACHE", "c"),), same_as_without="c")
