"""Makers, families and licenses are written by commands, and nothing else in the file changes."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest
from conftest import Run
from samples import entry

from openscore.cli.commands import add
from openscore.registry import edit
from openscore.resources import registry_files
from openscore.toml import read_toml

READ = ["--read", "2026-11-20"]
PAGE = ["--url", "https://example.org/imprint", *READ]
LICENSE = "licenses.LicenseRef-openscore-example-1"
TEXT = ["--url", "https://example.org/license", *READ]


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lay files over the shipped licenses alone."""
    monkeypatch.setattr(edit, "registry_files", lambda: registry_files()[:1])


@pytest.fixture
def file(tmp_path: Path, bare: None) -> Path:
    """A file with a byte order mark, comments and entries before and behind the new ones."""
    path = tmp_path / "mine.toml"
    made = entry("delta", {"weights.license": "MIT"}) + "\n\n"
    text = '[makers.alpha]\nname = "Alpha" # as it calls itself\n\n\n[makers.omega]\nname = "Omega"\n# end\n'
    path.write_bytes(b"\xef\xbb\xbf" + ("# mine\n\n" + made + text).encode())
    return path


def test_each_kind_of_entry_is_written_as_it_would_be_by_hand(run: Run, file: Path) -> None:
    """In its place, with the documents that were read; comments and the byte order mark stay."""
    words = ["--registry", file]
    commands = [
        [
            "add",
            "makers.beta",
            "--name",
            "Beta",
            "--aliases",
            "B,Bet",
            *PAGE,
            "--fact",
            "seat=CH: Zurich is given",
        ],
        ["set", "makers.beta", "kind", "company", *PAGE, "--shows", "it is an AG"],
        ["add", "families.beta-1", "--name", "Beta 1", "--summary", "A line."],
        ["add", "families.beta-1-mini", "--name", "Beta 1 mini"],
        ["set", "families.beta-1-mini", "part_of", "beta-1"],
        ["add", LICENSE, "--name", "Example 1", *TEXT, "--fact", "terms.commercial=allowed:2"],
        [
            "set",
            LICENSE,
            "terms.outputs",
            "no-training",
            "--clause",
            "3.b",
            "--shows",
            "no training on outputs",
        ],
        ["set", LICENSE, "osi_approved", "no"],
    ]
    for command in commands:
        assert run(*command, *words).code == 0, run.err
    text = file.read_bytes().decode()
    assert text.startswith("\ufeff# mine\n")
    assert "# as it calls itself" in text
    document = 'url = "https://example.org/{}", read = 2026-11-20, by = "maker"'
    beta = (
        '\n\n[makers.beta]\nname = "Beta"\naliases = ["B", "Bet"]\n\n'
        f"[makers.beta.documents]\nimprint = {{ {document.format('imprint')} }}\n\n"
        '[makers.beta.seat]\nvalue = "CH"\nsources = ["imprint"]\nshows = "Zurich is given"\n\n'
        '[makers.beta.kind]\nvalue = "company"\nsources = ["imprint"]\nshows = "it is an AG"\n\n\n[makers.omega]\n'
    )
    assert beta in text
    assert '[families.beta-1-mini]\nname = "Beta 1 mini"\npart_of = "beta-1"\n' in text
    assert (
        f'[{LICENSE}]\nname = "Example 1"\nosi_approved = false\nopen_definition = "not-reviewed"\n\n'
        f"[{LICENSE}.documents]\ntext = {{ {document.format('license')} }}\n\n"
        f'[{LICENSE}.terms]\ncommercial = {{ value = "allowed", clause = "2" }}\n'
        'outputs = { value = "no-training", clause = "3.b", shows = "no training on outputs" }\n'
    ) in text


def test_what_was_added_can_be_taken_out_to_the_last_byte(run: Run, file: Path) -> None:
    """Key by key and entry by entry."""
    before = file.read_bytes()
    words = ["--registry", file]
    run("add", "makers.beta", "--name", "Beta", *PAGE, "--fact", "seat=CH: Zurich", *words)
    bare = file.read_bytes()
    assert run("set", "makers.beta", "kind", "company", *TEXT, "--shows", "an AG", *words).code == 0
    assert run("set", "makers.beta", "kind", "unknown", *words).code == 0
    assert bare == file.read_bytes()
    assert run("add", LICENSE, "--name", "Example 1", *TEXT, *words).code == 0
    for name in (LICENSE, "makers.beta"):
        assert run("remove", name, *words).code == 0
    assert before == file.read_bytes()


def test_what_a_license_asks_is_set_like_its_terms(run: Run, file: Path) -> None:
    """Value with clause and what shows it, the very words behind it, each taken away again; a slip writes nothing."""
    words = ["--registry", file]
    fact = [
        "--fact",
        "particulars.naming=prefix:2: names begin so",
        "--fact",
        "particulars.law=stated:9: law of X",
    ]
    assert run("add", LICENSE, "--name", "Example 1", *TEXT, *fact, *words).code == 0
    assert run("set", LICENSE, "particulars.naming.wording", "Ape", *words).code == 0
    text = file.read_bytes().decode()
    named = 'naming = { value = "prefix", clause = "2", shows = "names begin so", wording = "Ape" }\n'
    assert f'[{LICENSE}.particulars]\n{named}law = {{ value = "stated"' in text
    for slip in (
        ["particulars.notice.wording", "x"],
        ["particulars.notice", "kept"],
        ["particulars.nothing", "x"],
        ["particulars.law", "martial", "--clause", "9"],
    ):
        assert run("set", LICENSE, *slip, *words).code != 0
    assert text == file.read_bytes().decode()
    assert run("set", LICENSE, "particulars.naming.wording", "unknown", *words).code == 0
    assert run("set", LICENSE, "particulars.law", "unknown", *words).code == 0
    left = named.replace(', wording = "Ape"', "")
    assert f"[{LICENSE}.particulars]\n{left}# end\n" in file.read_bytes().decode()


WRONG = [
    (["add", "makers.Beta Lab", "--name", "Beta"], "is no id"),
    (["add", "makers.beta"], "an entry needs --name"),
    (["add", "makers.other", "--name", "alpha"], "is there already"),
    (["add", "makers.beta", "--name", "Beta", *PAGE, "--fact", "seat=Chile: x"], "seat"),
    (["add", "makers.beta", "--name", "Beta", *PAGE, "--fact", "kind=firm: x"], "is not one of company"),
    (
        ["add", "makers.beta", "--name", "Beta", "--fact", "seat=CH: x"],
        "seat of 'makers.beta' needs a source",
    ),
    (
        ["add", "makers.beta", "--name", "Beta", "--fact", "kind=company: x"],
        "kind of 'makers.beta' needs a source",
    ),
    (["add", "makers.beta", "--name", "Beta", "--sizes", "7B"], "--sizes is for models only"),
    (["add", "families.x", "--name", "X", "--fact", "part_of=nothing: x"], "nothing"),
    (["add", "licenses.Example", "--name", "X", *TEXT], "is no id of a license"),
    (["add", LICENSE, "--name", "X"], "needs a source"),
    (["add", LICENSE, "--name", "MIT License", *TEXT], "is there already"),
    (["add", LICENSE, "--name", "X", *TEXT, "--fact", "terms.commercial=free:2"], "is not one of allowed"),
    (
        ["add", LICENSE, "--name", "X", *TEXT, "--fact", "terms.outputs=no-training:2"],
        "a limit needs 'shows'",
    ),
    (
        ["add", LICENSE, "--name", "X", *TEXT, "--fact", "terms.outptus=free:2"],
        "did you mean 'terms.outputs'",
    ),
    (["add", LICENSE, "--name", "X", *TEXT, "--fact", "osi_approved=maybe:x"], "wanted yes or no"),
    (["set", "makers.alpha", "seta", "CH"], "did you mean 'seat'"),
    (["set", "makers.alhpa", "seat", "CH"], "did you mean 'alpha'"),
    (["set", "makers.alpha", "seat", "CH", *PAGE], "needs --shows"),
    (["set", "makers.alpha", "seat", "unknown"], "does not say"),
    (["set", "makers.omega", "name", "unknown"], "`openscore remove makers.omega`"),
    (["set", "makers.omega", "aliases", ","], "aliases needs a value"),
    (["set", "makers.omega", "seat", "ch", *PAGE, "--shows", "x"], "two capital letters, such as FR"),
    (["remove", "makers.beta"], "has no entry"),
]


@pytest.mark.parametrize("case", WRONG, ids=lambda case: " ".join(case[0][:2]) + " " + case[1])
def test_a_slip_is_said_and_nothing_is_written(run: Run, file: Path, case: tuple[list[str], str]) -> None:
    """What is wrong, with near names; the file keeps its bytes."""
    before = file.read_bytes()
    words, told = case
    result = run(*words, "--registry", file)
    assert result.code == 2, result.err
    assert told in " ".join(result.err.split())
    assert before == file.read_bytes()


SEATED = ["seat", "CH", *PAGE, "--shows", "x"]
ODD = [
    ('[[makers.beta]]\nname = "Beta"\n', ["set", "makers.beta", *SEATED]),
    ('[[makers.beta]]\nname = "Beta"\n', ["remove", "makers.beta"]),
    ('[makers]\nbeta = "Beta"\n', ["set", "makers.beta", "name", "Other"]),
    ('[licenses]\nLicenseRef-x = "X"\n', ["set", "licenses.LicenseRef-x", "released", "2026-01-02"]),
    ('[licenses.LicenseRef-x]\nname = "X"\nterms = "no"\n', ["set", "licenses.LicenseRef-x", "terms.outputs", "free", "--clause", "2"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "words"), ODD, ids=lambda one: " ".join(one) if isinstance(one, list) else ""
)
def test_what_is_no_entry_is_told_before_it_is_edited(
    run: Run, tmp_path: Path, bare: None, text: str, words: list[str]
) -> None:
    """As `openscore validate` tells it, with its line: no entry of that shape can be set or removed."""
    path = tmp_path / "odd.toml"
    path.write_text(text, encoding="utf-8")
    result = run(*words, "--registry", path)
    assert result.code == 2, result.err
    assert "odd.toml:" in result.err
    assert text == path.read_text(encoding="utf-8")


ASKED = {
    "makers.beta": [
        "Beta",
        "",
        "example.org",
        "https://example.org/imprint",
        "Chile",
        "CH",
        "Zurich",
        "firm",
        "",
        "",
    ],
    "families.beta-1": ["", "Beta 1", "", "A line.", ""],
    LICENSE: ["Example 1", "", "", "https://example.org/l", "soon", "2026-01-31", "", "no", *[""] * 40],
}


@pytest.mark.parametrize("name", ASKED)
def test_on_a_terminal_each_answer_is_checked_when_it_is_given(
    run: Run, file: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """A wrong one is asked again, and loses no other."""
    monkeypatch.setattr(add, "is_terminal", lambda: True)
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n".join(ASKED[name]) + "\n"))
    result = run("add", name, "--registry", file)
    assert result.code == 0, result.err
    made = read_toml(file).parse()[name.partition(".")[0]][name.partition(".")[2]]
    assert made["name"] == next(answer for answer in ASKED[name] if answer)
    if name == "makers.beta":
        assert made["seat"]["value"] == "CH"
        assert "no http or https address" in result.err
        assert "is no country" in result.err
    if name == LICENSE:
        assert "an answer is needed" in result.err
        assert str(made["released"]) == "2026-01-31"
