"""Editing a registry file: nothing else changes, nothing is lost, nothing wrong is written."""

from __future__ import annotations

import os
import pty
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from unicodedata import category

import pytest
import tomli
from conftest import ROOT, Run
from hypothesis import given
from hypothesis import strategies as st
from samples import entry

from openscore.errors import DataError
from openscore.registry import edit
from openscore.registry.editor import Editor
from openscore.registry.toml_values import written
from openscore.resources import registry_files
from openscore.toml import TomlFile

SOURCE = ["--url", "https://example.org/card", "--shows", "the card says so"]
FOUND = ("--url", "https://example.org/new.md", "--shows", "it says so")
IDENTITY = ["--name", "Demo", "--developer", "Somebody", "--modality", "text", "--summary", "A model."]


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lay files over the shipped licenses alone: to check all shipped models after each edit takes its time."""
    monkeypatch.setattr(edit, "registry_files", lambda: registry_files()[:1])


@pytest.fixture
def file(tmp_path: Path, bare: None) -> Path:
    """A registry of two models, with comments and odd spacing."""
    path = tmp_path / "my.toml"
    text = "# mine\n\n" + entry("beta", {"weights.availability": "public"}) + "# of beta\n\n\n"
    path.write_text(
        text + entry("delta", {"weights.license": "MIT"}, name="Delta") + "# end\n", encoding="utf-8"
    )
    return path


def test_a_fact_begins_a_file_of_ones_own(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As the page on corrections says; what is wrong begins none."""
    monkeypatch.chdir(tmp_path)
    said = ("--url", "https://example.org/x", "--shows", "it says so")
    assert run("set", "olmo-7b", "weights.availability", "publik", *said).code == 2
    assert not (tmp_path / "models.toml").exists()
    assert run("set", "olmo-7b", "weights.availability", "public", *said).code == 0
    data = tomli.loads((tmp_path / "models.toml").read_text("utf-8"))
    assert ["olmo-7b"] == [*data["models"]]
    assert "public" == data["models"]["olmo-7b"]["weights"]["availability"]["value"]


def test_added_set_and_removed_leaves_the_shipped_registry_byte_identical(
    run: Run, tmp_path: Path, bare: None
) -> None:
    """Add, set, history and remove come back to the same bytes, in the middle and at the end."""
    shipped = (ROOT / "models.toml").read_bytes()
    path = tmp_path / "models.toml"
    for id in ("middle-1", "zz-last.1"):
        path.write_bytes(shipped)
        words = ["--registry", path]
        assert (
            run(
                "add", id, *IDENTITY, *FOUND[:2], "--fact", "weights.availability=public: no gate", *words
            ).code
            == 0
        )
        assert (
            run("set", id, "weights.license", "MIT", "--source", "new", "--shows", "says MIT", *words).code
            == 0
        )
        assert run("set", id, "dates.announced", "2026-01-02", *FOUND, *words).code == 0
        assert run("set", id, "weights.license", "NONE", "--until", "2026-02-03", *FOUND, *words).code == 0
        grown = path.read_text(encoding="utf-8")
        assert grown.count(f"{id}") > 4
        assert run("remove", id, *words).code == 0
        assert path.read_bytes() == shipped


def test_a_fact_set_and_taken_away_leaves_the_file_as_it_was(run: Run, file: Path) -> None:
    """The document that it brought goes with it; comments and spacing stay."""
    before = file.read_bytes()
    words = ["--registry", file]
    assert run("set", "beta", "training-code.availability", "partial", *FOUND, *words).code == 0
    text = file.read_text(encoding="utf-8")
    assert 'availability = { value = "partial", sources = ["new"], shows = "it says so" }' in text
    assert text.index("beta.training-code") < text.index("# of beta") < text.index("[models.delta]")
    assert run("set", "beta", "training-code.availability", "unknown", *words).code == 0
    assert file.read_bytes() == before
    assert run("set", "beta", "weights.license", "MIT", "--until", "2026-01-01", *FOUND, *words).code == 0
    assert "[[models.beta.history]]" in file.read_text(encoding="utf-8")
    assert run("set", "beta", "weights.license", "unknown", "--until", "2026-01-01", *words).code == 0
    assert file.read_bytes() == before


def test_the_table_of_models_may_stand_in_front(run: Run, file: Path) -> None:
    """As those of makers and families do; it is no part of the id."""
    before = file.read_bytes()
    assert run("add", "models.gamma", *IDENTITY, "--registry", file).out.startswith("added gamma to ")
    assert run("remove", "gamma", "--registry", file).code == 0
    assert file.read_bytes() == before


def test_unknown_takes_away_whatever_can_be_set(run: Run, file: Path) -> None:
    """Sizes, aliases and the family like facts: nothing is called `unknown`."""
    words = ["--registry", file]
    assert run("add", "families.line", "--name", "Line", *words).code == 0
    before = file.read_bytes()
    for path, value in (("sizes", "7B, 70B"), ("aliases", "beta-one"), ("family", "line")):
        assert run("set", "beta", path, value, *words).code == 0
        assert file.read_bytes() != before
        assert run("set", "beta", path, "unknown", *words).code == 0
        assert file.read_bytes() == before


def test_a_change_says_what_it_does_to_the_score(run: Run, file: Path) -> None:
    """Score, band and rank, before and after."""
    result = run("set", "delta", "weights.availability", "public", *SOURCE, "--registry", file)
    assert result.code == 0
    assert "delta: weights.availability = public\nscore " in result.out
    assert " -> " in result.out


def test_a_known_document_is_not_written_twice(run: Run, file: Path) -> None:
    """The address decides, also where the document stands in a file below."""
    run(
        "set",
        "beta",
        "weights.license",
        "MIT",
        "--url",
        "https://example.org/beta",
        "--shows",
        "so",
        "--registry",
        file,
    )
    assert 'license = { value = "MIT", sources = ["card"], shows = "so" }' in file.read_text(encoding="utf-8")


def test_an_entry_of_the_shipped_registry_gets_an_overlay(run: Run, tmp_path: Path, few: None) -> None:
    """A fact of a shipped model goes to the named file, and only there."""
    path = tmp_path / "mine.toml"
    path.write_text("# mine\n", encoding="utf-8")
    shipped = (ROOT / "models.toml").read_bytes()
    assert run("set", "bloom", "service.availability", "api", *FOUND, "--registry", path).code == 0
    assert path.read_text(encoding="utf-8").startswith("# mine\n")
    assert run("show", "bloom", "--registry", path).code == 0
    assert (ROOT / "models.toml").read_bytes() == shipped


BAD = [
    (("set", "beta", "weights.availability", "publc", *SOURCE), 2, "did you mean 'public'"),
    (("set", "beta", "weights.availabilty", "public", *SOURCE), 2, "did you mean 'weights.availability'"),
    (("set", "betta", "weights.availability", "public", *SOURCE), 2, "did you mean 'beta'"),
    (("set", "beta", "weights.license", "MTI", *SOURCE), 2, "did you mean 'MIT'"),
    (("set", "beta", "weights.license", "MIT"), 2, "needs a source"),
    (("set", "beta", "weights.license", "MIT", *SOURCE[:2]), 2, "needs --shows"),
    (("set", "beta", "weights.license", "MIT", "--source", "crad", "--shows", "x"), 2, "no document 'crad'"),
    (("set", "beta", "dates.announced", "soon", *SOURCE), 2, "wanted a date"),
    (("set", "beta", "dates.announced", "2999-01-01", *SOURCE), 2, "in the future"),
    (("set", "beta", "weights.license", "MIT", "--until", "x", *SOURCE), 2, "wanted a date"),
    (("set", "beta", "training-code.license", "unknown"), 2, "does not say"),
    (("set", "beta", "weights.license", "unknown", "--until", "2020-01-01"), 2, "no history"),
    (("set", "beta", "weights.license", "MIT", "--url", "ftp://x", "--shows", "x"), 2, "http"),
    (("set", "beta", "weights.license", " ", *SOURCE), 2, "needs a value"),
    *((("set", "beta", path, ""), 2, f"{path} needs a value") for path in ("name", "aliases", "family")),
    *((("set", "beta", path, "unknown"), 2, f"lacks '{path}'") for path in ("name", "developer", "modality")),
    (("set", "beta", "sizes", "unknown"), 2, "does not say"),
    (("set", "beta", "modality", "Text!"), 2, "is no id: small letters"),
    (("add", "beta", *IDENTITY), 2, "there already"),
    (("add", "Bad Id", *IDENTITY), 2, "nothing was written"),
    (("add", "new", "--name", "New"), 2, "--developer"),
    (("add", "new", *IDENTITY, "--fact", "weights.availability=public"), 2, "FACT=VALUE:SHOWS"),
    (("add", "new", *IDENTITY, "--fact", "weights.availability=public: so"), 2, "needs a source"),
    (("add", "new", *IDENTITY, "--from", "nowhere"), 2, "no model card"),
    (("remove", "nobody"), 2, "no model named"),
]


@pytest.mark.parametrize("case", BAD, ids=lambda case: " ".join(case[0])[:60])
def test_what_would_be_wrong_is_refused_and_not_written(
    run: Run, file: Path, case: tuple[tuple[str, ...], int, str]
) -> None:
    """One clear error, and the file as it was."""
    words, code, said = case
    before = file.read_bytes()
    result = run(*words, "--registry", file)
    assert result.code == code
    assert said in result.err
    assert "Traceback" not in result.err
    assert file.read_bytes() == before
    assert [path.name for path in file.parent.iterdir() if path.name != "cache"] == [file.name]


def test_a_layout_that_is_not_understood_is_refused(run: Run, tmp_path: Path, few: None) -> None:
    """An entry as one inline table is legal TOML and cannot be edited line by line."""
    path = tmp_path / "odd.toml"
    document = '{ url = "https://example.org/c", read = 2026-01-01, by = "maker" }'
    path.write_text(
        'models.odd = { name = "Odd", developer = "S", modality = ["text"], summary = "S.", '
        f"documents = {{ card = {document} }} }}\n",
        encoding="utf-8",
    )
    before = path.read_bytes()
    result = run(
        "set", "odd", "weights.license", "MIT", "--source", "card", "--shows", "x", "--registry", path
    )
    assert (result.code, path.read_bytes()) == (2, before)
    assert "cannot be edited here" in result.err


STEPS: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "making the new file": lambda patch: patch.setattr(tempfile, "mkstemp", _fails),
    "opening it": lambda patch: patch.setattr(os, "fdopen", _fails),
    "bringing it to the disk": lambda patch: patch.setattr(os, "fsync", _fails),
    "giving it its mode": lambda patch: patch.setattr(Path, "chmod", _fails),
    "putting it in place": lambda patch: patch.setattr(Path, "replace", _fails),
}


def _fails(*_: object, **__: object) -> None:
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize("step", STEPS)
def test_a_failure_at_any_step_leaves_the_old_file_whole(
    run: Run, file: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """The disk is full, at each step in turn."""
    before = file.read_bytes()
    with monkeypatch.context() as patch:
        STEPS[step](patch)
        result = run("set", "beta", "weights.license", "MIT", *FOUND, "--registry", file)
    assert result.code == 2
    assert "no space left" in result.err
    assert file.read_bytes() == before
    assert [path.name for path in file.parent.iterdir() if path.name != "cache"] == [file.name]


BARE = """
import os, sys, tempfile
from pathlib import Path
from openscore.registry import edit
from openscore.resources import registry_files
edit.registry_files = lambda: registry_files()[:1]
{more}
from openscore.cli.main import main
sys.exit(main(sys.argv[1:]))
"""
"""The program in a process of its own, over the shipped licenses alone."""
KILLED = """
module, name = {target}
setattr(module, name, lambda *a, **k: os._exit(9))
"""


def program(*words: object, more: str = "") -> list[str]:
    """Return the command that runs the program in a process of its own."""
    return [sys.executable, "-c", BARE.format(more=more), *map(str, words)]


@pytest.mark.parametrize("target", ["tempfile, 'mkstemp'", "os, 'fdopen'", "os, 'fsync'", "Path, 'replace'"])
def test_a_process_killed_at_any_step_leaves_the_old_file_whole(file: Path, run: Run, target: str) -> None:
    """The process is gone in the middle; the next edit works all the same."""
    before = file.read_bytes()
    command = program(
        *("set", "beta", "weights.license", "MIT", "--url", "https://example.org/n", "--shows", "x"),
        *("--registry", file),
        more=KILLED.format(target=target),
    )
    done = subprocess.run(command, cwd=ROOT, check=False, env={**os.environ, "OPENSCORE_CACHE": ""})
    assert done.returncode == 9
    assert file.read_bytes() == before
    assert run("set", "beta", "weights.license", "MIT", *FOUND, "--registry", file).code == 0
    assert run("validate", "--registry", file, "--rubric", "osi-draft").code == 0


def test_two_editors_at_once_lose_nothing(file: Path) -> None:
    """Three processes write three facts into one file; all three are there."""
    facts = ["data-methods.detail", "paper.detail", "technical-report.detail"]
    processes = [
        subprocess.Popen(
            program("set", "beta", fact, "full", *SOURCE, "--registry", file),
            cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, encoding="utf-8",
        )
        for fact in facts
    ]  # fmt: skip
    for process in processes:
        _, said = process.communicate(timeout=120)
        assert process.returncode == 0, said
    data = TomlFile(str(file), file.read_text(encoding="utf-8")).parse()
    assert {f"{name}.detail" for name in data["models"]["beta"] if "-" in name or name == "paper"} >= set(
        facts
    )
    assert len(data["models"]["beta"]["documents"]) == 2
    assert not list(file.parent.glob(".*.lock"))


def test_a_file_that_changed_meanwhile_is_not_overwritten(
    run: Run, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Someone saves the file in a text editor while it is being checked."""
    inner = edit.registry_from

    def saved_meanwhile(files: list[TomlFile], **options: object) -> object:
        if options:
            file.write_text("# saved by someone else\n", encoding="utf-8")
        return inner(files, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(edit, "registry_from", saved_meanwhile)
    result = run("set", "beta", "weights.license", "MIT", *FOUND, "--registry", file)
    assert result.code == 2
    assert "changed while it was edited" in result.err
    assert file.read_text(encoding="utf-8") == "# saved by someone else\n"


CARD = """---
license: apache-2.0
pipeline_tag: text-generation
base_model: somebody/base
---
# Demo 7B

Words.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The files of a model as they lie on a hub."""
    path = tmp_path / "demo-7b"
    path.mkdir()
    (path / "README.md").write_text(CARD, encoding="utf-8")
    (path / "model.safetensors").write_bytes(b"")
    return path


def test_guesses_from_files_do_not_count_until_someone_confirms(
    run: Run, folder: Path, tmp_path: Path, few: None
) -> None:
    """A guess stands as a comment; `set` and `--accept` make it a fact."""
    path = tmp_path / "drafts.toml"
    words = [
        "--from",
        folder,
        "--developer",
        "S",
        "--summary",
        "S.",
        "--registry",
        path,
        "--url",
        "https://example.org/x",
    ]
    result = run("add", "demo-7b", *words)
    assert result.code == 0
    assert "guess, not counted: weights.availability = public" in result.err
    assert "note: the card's head gives base_model: somebody/base" in result.err
    text = path.read_text(encoding="utf-8")
    assert '# guess: license = { value = "Apache-2.0"' in text
    assert 'name = "Demo 7B"' in text
    assert 'sizes = ["7B"]' in text
    assert run("show", "demo-7b", "--registry", path).out.count("Apache-2.0") == 0
    assert (
        run(
            "set", "demo-7b", "weights.license", "MIT", "--source", "x", "--shows", "s", "--registry", path
        ).code
        == 0
    )
    assert "# guess: license" not in path.read_text(encoding="utf-8")
    assert run("add", "sure", *words, "--name", "Sure", "--accept", "all").code == 0
    assert run("show", "sure", "--registry", path).out.count("Apache-2.0") == 1
    assert run("remove", "demo-7b", "--registry", path).code == 0
    assert "guess" not in path.read_text(encoding="utf-8")


def test_on_a_terminal_it_asks(tmp_path: Path) -> None:
    """Driven through a pseudo-terminal, as someone would type; Enter leaves a fact unknown."""
    path = tmp_path / "asked.toml"
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        program("add", "asked-1", "--registry", path),
        cwd=ROOT, stdin=theirs, stderr=theirs, stdout=subprocess.PIPE, encoding="utf-8",
    )  # fmt: skip
    answers = [
        "Asked 1",
        "Somebody",
        "text",
        "A model.",
        "https://example.org/card",
        "2026-01-02",
        "the card",
    ]
    answers += ["pubic", "public", "no gate"] + [""] * 60
    os.write(ours, ("\n".join(answers) + "\n").encode())
    out, _ = process.communicate(timeout=60)
    os.close(ours)
    os.close(theirs)
    assert process.returncode == 0, out
    assert "added asked-1" in out
    text = path.read_text(encoding="utf-8")
    assert 'availability = { value = "public", sources = ["card"], shows = "no gate" }' in text
    assert "announced = { date = 2026-01-02" in text


keys = st.from_regex(r"[a-z0-9][a-z0-9.-]{0,5}", fullmatch=True).filter(lambda key: key not in {"n", "k"})
words = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=8)
tables = st.sampled_from([("models", id, name) for id in ("a", "b.1", "beta") for name in ("x", "y", "z")])
texts = st.sampled_from(
    [
        "",
        "# c\n",
        "[models.a]\nn = 1\n\n# c\n[models.a.y]\nk = 1 # k\n",
        "[models.a]\r\nn = 1\r\n",
        "[models.b]\nn = 1",
    ]
)


@given(texts, st.lists(st.tuples(tables, keys, words), max_size=6, unique_by=lambda item: item[:2]))
def test_what_is_put_in_and_taken_out_leaves_the_same_text(
    text: str, changes: list[tuple[tuple[str, ...], str, str]]
) -> None:
    """Any new keys, any values, any order of tables; what comes out says what was meant."""
    editor = Editor(TomlFile("t", text), ("x", "y", "z"))
    for table, key, value in changes:
        editor.put(table, key, {"value": value})
    assert editor.file().parse() == editor.data
    for table, key, _ in reversed(changes):
        editor.drop(table, key)
    assert editor.file().text == text


def test_an_edit_changes_nothing_of_what_others_read() -> None:
    """What a text says is parsed once for all; every kind of change leaves it alone."""
    text = (
        '[models.a]\nn = "1"\n[models.a.y]\nk = "1"\n'
        '[[models.a.history]]\nv = "1"\n[[models.a.history]]\nv = "2"\n'
    )
    file = TomlFile("t", text)
    editor = Editor(file, ("x", "y", "history"))
    editor.put(("models", "a"), "n", "2")
    editor.put(("models", "a", "y"), "j", "2")
    editor.append(("models", "a", "history"), {"v": "3"})
    editor.drop_item(("models", "a", "history"), 0)
    editor.drop(("models", "a", "y"), "k")
    history = [{"v": "2"}, {"v": "3"}]
    assert {"models": {"a": {"n": "2", "y": {"j": "2"}, "history": history}}} == editor.file().parse()
    editor.drop_entry(("models", "a"))
    assert {} == editor.file().parse()
    said = {"n": "1", "y": {"k": "1"}, "history": [{"v": "1"}, {"v": "2"}]}
    assert {"models": {"a": said}} == file.parse()


def test_the_editor_never_returns_a_text_that_says_something_else() -> None:
    """A text that looks like a table inside a string would mislead a reader of lines."""
    text = '[models.a]\nn = """\n[models.b]\nk = 1\n"""\n'
    editor = Editor(TomlFile("t", text))
    editor.put(("models", "b"), "k", "2")
    with pytest.raises(DataError, match="cannot be edited here"):
        editor.file()


def test_the_guide_works_as_it_is_written(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, few: None, few_models: Path
) -> None:
    """Every command of docs/add-a-model.md, in its order, on a copy of the registry."""
    guide = (ROOT / "docs" / "add-a-model.md").read_text(encoding="utf-8")
    commands = [
        shlex.split(line)
        for block in re.findall(r"```sh\n(.*?)```", guide, flags=re.DOTALL)
        for line in block.replace("\\\n", " ").splitlines()
    ]
    assert len(commands) >= 9
    shipped = few_models.read_bytes()
    (tmp_path / "models.toml").write_bytes(shipped)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OPENSCORE_REGISTRY", "models.toml")
    for program, *words in commands:
        assert program == "openscore"
        result = run(*words)
        assert result.code == 0, (words, result.err)
    assert (tmp_path / "models.toml").read_bytes() == shipped


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_text_is_read_back_as_it_was_and_hides_nothing_in_the_file(text: str) -> None:
    """What nobody sees, or what turns its surroundings, stands as its escape; spaces of any script stay."""
    stated = written(text)
    assert {"a": text} == tomli.loads(f"a = {stated}")
    hidden = {char for char in stated if not char.isprintable() and category(char) != "Zs"}
    assert set() == hidden


def test_a_dispute_hides_nothing_of_what_was_typed(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A direction override in a name or an address stands escaped in the file that is sent on."""
    monkeypatch.chdir(tmp_path)
    Path("r.toml").write_text(entry(facts={"weights.availability": "public"}), encoding="utf-8")
    said = (
        "--who",
        "https://\u202eexample.org/",
        "--url",
        "https://example.org/x",
        "--shows",
        "it is \u2066gated",
    )
    words = ("dispute", "demo", "weights.availability", "approval", *said, "--read", "2026-01-02")
    assert 0 == run(*words, "--registry", "r.toml", "-o", "d.toml").code, run.err
    text = Path("d.toml").read_text(encoding="utf-8")
    assert text.replace("\n", "").isprintable()
    assert "https://\\u202eexample.org/" in text
