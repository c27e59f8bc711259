"""Words that are read without Typer are read as it reads them."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from inspect import signature
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, Run
from hypothesis import example, given, settings
from hypothesis import strategies as st

from openscore.cli.command_line import command_line
from openscore.cli.declare import COMMANDS, module_of, plain_command
from openscore.cli.main import main
from openscore.cli.parameters import parameters_of

VALUES = (
    "olmo-7b",
    "json",
    "all",
    "2",
    "0.5",
    "2024-01-31",
    "a=b",
    "kind=model,service",
    "en",
    "fr",
    "",
    "-",
    "x y",
)
ODD = (
    "--",
    "--no",
    "-x",
    "-ofile",
    "--format",
    "--output=",
    "--top=3",
    "--help",
    "-h",
    "--version",
    "--lang=zh",
)

PATHS = tuple(
    (name, inner) for name in COMMANDS for inner in getattr(module_of(name), "commands", {"": None})
)


def options_of(path: tuple[str, str]) -> list[str]:
    """Return every spelling of every option of a command."""
    function = function_of(path)
    return [name for one in parameters_of(function) for name in one.declared.names]


def function_of(path: tuple[str, str]) -> Callable[..., None]:
    """Return the function of a command."""
    module = module_of(path[0])
    return module.commands[path[1]] if path[1] else module.command


@contextmanager
def recorded(path: tuple[str, str]) -> Iterator[list[dict[str, Any]]]:
    """Put in place of a command one that only notes what it is called with."""
    function, module = function_of(path), module_of(path[0])
    calls: list[dict[str, Any]] = []

    @wraps(function)
    def note(*given: object, **options: object) -> None:
        bound = signature(function).bind(*given, **options)
        bound.apply_defaults()
        calls.append(bound.arguments)

    with pytest.MonkeyPatch.context() as patch:
        if path[1]:
            patch.setitem(module.commands, path[1], note)
        else:
            patch.setattr(module, "command", note)
        yield calls


@st.composite
def lines(draw: st.DrawFn) -> tuple[tuple[str, str], list[str]]:
    """Draw a command and words behind it: options with and without values, arguments, and what is wrong."""
    path = draw(st.sampled_from(PATHS))
    named = st.sampled_from([*options_of(path), "--lang"])
    value = st.sampled_from(VALUES)
    piece = st.one_of(
        st.tuples(named, value),
        st.builds(lambda name, text: (f"{name}={text}",), named, value),
        st.tuples(value),
        st.tuples(st.one_of(named, st.sampled_from(ODD))),
    )
    return path, [word for words in draw(st.lists(piece, max_size=5)) for word in words]


@settings(max_examples=400)
@given(lines())
@example((("what-if", ""), ["olmo-7b", "weights.license=MIT", "--format", "json", "data-scope.detail=full"]))
@example(
    (("rank", ""), ["--filter", "kind=model", "--top=3", "--filter=maker=Ai2", "--standalone", "-o", "f"])
)
def test_what_is_read_is_what_typer_reads(line: tuple[tuple[str, str], list[str]]) -> None:
    """Whatever stands behind a command: the same values of the same types, or Typer is asked."""
    path, rest = line
    words = [name for name in path if name] + rest
    with recorded(path) as calls:
        call = plain_command(words)
        if call is None:
            return
        call()
        command_line(words)(args=words, prog_name="openscore", standalone_mode=False)
    here, there = calls
    assert here == there
    assert [*map(type, here.values())] == [*map(type, there.values())]


@pytest.mark.parametrize(
    "line",
    [
        "rank",
        "rank --top 3 --format=csv",
        "show olmo-7b --rubric osi-draft --lang zh",
        "explain olmo-7b --brief -o -",
        "cite olmo-7b --style ris --accessed 2026-01-01",
        "what-if olmo-7b weights.availability=none data-scope.detail=full",
    ],
)
def test_what_is_plain_needs_no_converter(line: str) -> None:
    """What people type every day is read here."""
    assert plain_command(line.split()) is not None


@pytest.mark.parametrize("line", ["rank", "show olmo-7b", "explain olmo-7b", "cite olmo-7b"])
def test_what_is_plain_loads_no_library_that_it_does_not_use(line: str) -> None:
    """Neither what reads other words nor what checks other files is loaded, nor what Rich alone needs."""
    # What the standard library needs for the address of the project is not ours: `inspect` from Python 3.14 on.
    unused = {"typer", "pydantic", "inspect"} if line == "rank" else {"typer", "pydantic"}
    program = (
        "import sys; from openscore.cli.main import main; main(sys.argv[1:]); "
        f"sys.exit(str({unused} & {{*sys.modules}}))"
    )
    words = [sys.executable, "-c", program, *line.split()]
    subprocess.run(words, capture_output=True, check=False)  # whatever is not validated yet is so now
    ended = subprocess.run(words, capture_output=True, encoding="utf-8", check=False)
    assert ended.stderr.strip() == "set()"


@pytest.mark.parametrize("line", ["rank", "show olmo-7b", "explain olmo-7b", "cite olmo-7b"])
def test_what_is_typed_every_day_compiles_no_annotations(line: str) -> None:
    """A named tuple whose annotations are text has each of them compiled at every start."""
    program = (
        "import sys; from openscore.cli.main import main; main(sys.argv[1:]); "
        "ours = [module for name, module in sys.modules.items() if name.startswith('openscore')]; "
        "sys.exit(str([module.__name__ for module in ours if hasattr(module, 'annotations') and any("
        "hasattr(found, '_fields') and found.__module__ == module.__name__ for found in vars(module).values())]))"
    )
    words = [sys.executable, "-c", program, *line.split()]
    subprocess.run(words, capture_output=True, check=False)  # whatever is not validated yet is so now
    ended = subprocess.run(words, capture_output=True, encoding="utf-8", check=False)
    assert ended.stderr.strip() == "[]"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("explain", "missing argument 'MODEL'"),
        ("explain olmo-7b gpt-2", "more than the command takes: gpt-2"),
        ("rank --top", "requires an argument"),
        ("rank --top 3 --topp 4", "no option '--topp'"),
        ("rank --format yaml", "--format is 'yaml', wanted one of"),
        ("rank --standalone=yes", "does not take a value"),
    ],
)
def test_what_is_wrong_is_told_by_whoever_always_told_it(run: Run, line: str, told: str) -> None:
    """Nothing that is wrong is read as if it were right."""
    result = run(*line.split())
    assert (result.code, told in result.err) == (2, True), result.err


@pytest.mark.parametrize("raised", [KeyboardInterrupt, EOFError])
def test_a_command_ends_early_as_under_typer(
    monkeypatch: pytest.MonkeyPatch, raised: type[BaseException]
) -> None:
    """Interrupted, or at the end of the input."""

    def fail() -> None:
        raise raised

    monkeypatch.setattr("openscore.cli.main.plain_command", lambda words: fail)
    assert main(["rank"]) == 130


def _said() -> list[str]:
    """The commands that messages tell to type, as their catalog has them."""
    text = (ROOT / "openscore/locale/zh/LC_MESSAGES/openscore.po").read_text("utf-8")
    messages = (
        "".join(re.findall(r'"(.*)"', one)) for one in re.findall(r'^msgid ((?:".*"\n)+)', text, re.MULTILINE)
    )
    return sorted({command for one in messages for command in re.findall(r"`openscore ([^`]+)`", one)})


@pytest.mark.parametrize("command", _said())
def test_what_messages_tell_to_type_can_be_typed(run: Run, command: str) -> None:
    """The command is one, has these options, and takes so many words."""
    words = command.split()
    path = words[:2] if words[0] in ("hub", "site", "sources") and len(words) > 1 else words[:1]
    help = run("help", *path)
    assert help.code == 0
    options = dict(re.findall(r"^ +(?:-\w, )?(--[\w-]+)( \S+)?", help.out, re.MULTILINE))
    options |= {
        short: options[long] for short, long in re.findall(r"^ +(-\w), (--[\w-]+)", help.out, re.MULTILINE)
    }
    rest = iter(words[len(path) :])
    given = [word for word in rest if not word.startswith("-") or (options[word] and not next(rest))]
    usage = " ".join(help.out.partition("Usage:")[2].split("\n\n")[0].split()).removeprefix(
        f"openscore {' '.join(path)}"
    )
    takes = [word for word in usage.split() if word != "[OPTIONS]"]
    needed = [word for word in takes if not word.startswith("[")]
    assert not given or len(given) >= len(needed)
    assert len(given) <= len(takes) or any("..." in word for word in takes)


OWN = """
[models.mine]
name = "Mine"
developer = "My Lab"
kind = "model"
family = "my-line"
modality = ["text"]
summary = "A model of one's own."

[models.mine.documents]
card = { url = "https://example.org/card", read = 2026-11-22, by = "maker" }

[models.mine.dates]
announced = { date = 2026-02-01, sources = ["card"], shows = "the day" }

[models.mine.weights]
availability = { value = "public", sources = ["card"], shows = "files" }
license = { value = "LicenseRef-openscore-mine-1", sources = ["card"], shows = "the license" }

[families.my-line]
name = "My line"

[licenses.LicenseRef-openscore-mine-1]
name = "My License"
osi_approved = false
open_definition = "not-reviewed"
documents.text = { url = "https://example.org/license", read = 2026-11-22, by = "maker" }
terms.commercial = { value = "allowed", clause = "2" }
"""


@pytest.fixture
def own_data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A folder with a registry, a rubric and a list of models of one's own, on a wide screen."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "400")
    rubric = (ROOT / "rubrics/osi-draft.toml").read_text("utf-8").replace('"osi-draft"', '"my-rubric"', 1)
    files = {"my data.toml": OWN, "my rubric.toml": rubric, "uses.txt": "mine\n"}
    for name, text in files.items():
        Path(name).write_text(text, encoding="utf-8")


@pytest.mark.usefixtures("own_data")
@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("rank", {"explain"}),
        ("rank --as-of 2026-03-01", {"explain"}),
        ("show mine", {"explain", "cite", "licenses", "show"}),
        ("show my-line", {"explain", "compare"}),
        ("explain mnie", {"models"}),
        ("explain my-line", {"show"}),
        ("licenses nothing", {"licenses"}),
        ("models --family my-lin", {"families"}),
        ("check uses.txt --min-band open-weights", {"explain"}),
        ("report --model mine", {"verify", "report"}),
        ("report --model mine --as-of 2026-03-01", {"verify", "report"}),
        ("export md mine", {"verify"}),
    ],
)
@pytest.mark.parametrize("rubric", ["osi-draft", "my rubric.toml"])
def test_what_is_told_to_be_typed_can_be_typed_with_data_of_ones_own(
    run: Run, line: str, told: set[str], rubric: str
) -> None:
    """Each command names the registry, the rubric and the day that its reader named, and is understood."""
    words = [*line.split(), "--registry", "my data.toml"]
    result = run(*words, *(["--rubric", rubric] if words[0] != "licenses" else []))
    commands = re.findall(r"`openscore ([^`]+)`|openscore ((?:verify|report) .*)", result.out + result.err)
    typed = [shlex.split(marked or plain) for marked, plain in commands]
    assert {command for command, *_ in typed} == told
    for command in typed:
        models = iter(["mine", "gpt-2"])
        done = run(*(next(models) if word == "MODEL" else word for word in command))
        assert done.code == 0, (command, done.err)
        assert re.search("mine|my-line", done.out, re.IGNORECASE)
