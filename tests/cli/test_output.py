"""The edge towards terminals and pipes: any encoding, closed and full streams, colors."""

from __future__ import annotations

import io
import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT, Run
from rich.cells import cell_len
from samples import entry

from openscore.cli.main import main
from openscore.cli.screen import has_color, progress_console
from openscore.report.terminal.stand_ins import stand_in
from openscore.resources import rubric_files

SAMPLES = ["--standalone", "--registry", str(ROOT / "tests" / "golden" / "registry.toml")]
CODE_PAGES = ["cp1252", "cp437", "cp850", "cp932", "ascii", "latin-1", "gb18030", "gb2312", "utf-16"]
PEOPLE = {
    "rank": ["rank", *SAMPLES],
    "rank-uncertain": ["rank", "--with-uncertainty", *SAMPLES],
    "show": ["show", "wide", *SAMPLES],
    "explain": ["explain", "wide", *SAMPLES],
    "cite": ["cite", "wide", *SAMPLES],
    "sensitivity": ["sensitivity", "--draws", "100", *SAMPLES],
    "error": ["show", "\u901a\u4e49\udcff", *SAMPLES],
}
DATA = {
    "export": ["export", "json", "wide", *SAMPLES],
    "html": ["export", "html", "wide", *SAMPLES],
    "rank-json": ["rank", "--format", "json", *SAMPLES],
    "rank-csv": ["rank", "--format", "csv", *SAMPLES],
    "rank-md": ["rank", "--format", "md", *SAMPLES],
    "models": ["models", "--format", "json", *SAMPLES],
    "cite": ["cite", "wide", "--style", "bibtex", *SAMPLES],
    "badge": ["badge", "wide", *SAMPLES],
    "schema": ["schema", "registry"],
    "report": ["report", "--model", "wide", *SAMPLES],
}


class Piped:
    """Runs the command line in this process with streams of an encoding that lack nothing but characters."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, encoding: str) -> None:
        self.out, self.err = io.BytesIO(), io.BytesIO()
        for name, buffer in (("stdout", self.out), ("stderr", self.err)):
            stream = io.TextIOWrapper(buffer, encoding=encoding, errors="strict", newline="")
            monkeypatch.setattr(sys, name, stream)
        self.encoding = encoding

    def __call__(self, *words: str) -> int:
        return main(list(words))

    def told(self) -> str:
        return self.out.getvalue().decode(self.encoding)

    def said(self) -> str:
        return self.err.getvalue().decode(self.encoding)


@pytest.mark.parametrize(
    ("name", "encodings"), [("rank", CODE_PAGES), *((name, ["ascii", "cp932"]) for name in PEOPLE)]
)
def test_people_read_all_of_it_in_any_code_page(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str, encodings: list[str]
) -> None:
    """It is what UTF-8 has, line by line, with stand-ins that are as wide; the exit code is the same."""
    words = PEOPLE[name]
    code = main(words)
    told, said = capsys.readouterr()
    for encoding in encodings:
        piped = Piped(monkeypatch, encoding)
        assert piped(*words) == code
        for full, shown in ((told, piped.told()), (said, piped.said())):
            assert [*map(cell_len, full.splitlines())] == [*map(cell_len, shown.splitlines())]


@pytest.mark.parametrize("name", DATA)
def test_programs_read_utf_8_in_any_code_page(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    """The bytes are those that a file of `--output` would have."""
    main(DATA[name])
    expected = capsys.readouterr().out.encode()
    piped = Piped(monkeypatch, "cp932")
    assert piped(*DATA[name]) == 0
    assert expected == piped.out.getvalue()


@pytest.mark.parametrize(("encoding", "is_chinese"), [("cp1252", False), ("cp932", False), ("gb2312", True)])
def test_chinese_falls_back_to_english_where_it_cannot_be_said(
    monkeypatch: pytest.MonkeyPatch, encoding: str, is_chinese: bool
) -> None:
    """One line on standard error says so; Japanese kanji are not enough."""
    piped = Piped(monkeypatch, encoding)
    assert piped("rank", "--lang", "zh", *SAMPLES) == 0
    assert ("\u5f00\u653e" in piped.told()) == is_chinese
    assert ("Openness is not quality" in piped.told()) != is_chinese
    assert len(piped.said().splitlines()) == (0 if is_chinese else 1)


def test_chinese_documents_are_written_whatever_the_code_page(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A file, or a format that is UTF-8 anyway, has the language that was asked for."""
    piped = Piped(monkeypatch, "cp437")
    assert piped("rank", "--lang", "zh", "-o", str(tmp_path / "rank.txt"), *SAMPLES) == 0
    assert "\u5f00\u653e" in (tmp_path / "rank.txt").read_text(encoding="utf-8")
    assert piped("export", "md", "wide", "--lang", "zh", *SAMPLES) == 0
    assert "\u5f00\u653e" in piped.out.getvalue().decode("utf-8")
    assert "" == piped.said()


@pytest.mark.parametrize(
    ("char", "expected"),
    [("\u2013", "-"), ("\u2193", "v"), ("\u2026", "~"), ("\u00b7", "."), ("\u2588", "#"), ("\u201c", '"'),
     ("\u00e9", "e"), ("\u0142", "l"), ("\u00df", "s"), ("\uff08", "( "), ("\u901a", "??"), ("\u0301", ""),
     ("\udcff", "\\udcff"), ("\u202e", "\\u202e"), ("\u2603", "?")],
)  # fmt: skip
def test_stand_ins(char: str, expected: str) -> None:
    """What looks alike, as wide; an escape for what cannot be seen; a question mark for the rest."""
    assert expected == stand_in(char)


def test_a_dash_names_standard_output(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As other programs have it; no file of that name is made."""
    monkeypatch.chdir(tmp_path)
    plain = run("rank", *SAMPLES).out
    assert plain == run("rank", "-o", "-", *SAMPLES).out
    assert [] == [*tmp_path.iterdir()]


def started(*words: str, **streams: object) -> subprocess.CompletedProcess[bytes]:
    """Run the program as a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", "from openscore.cli.main import run; run()", *words]
    return subprocess.run(command, env=environment, timeout=60, check=False, **streams)  # type: ignore[call-overload]


needs_full = pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")


@needs_full
@pytest.mark.parametrize("words", [["rubrics"], ["rubrics", "--format", "json"]], ids=["people", "data"])
def test_a_full_disk_behind_standard_output(words: list[str]) -> None:
    """One error with a hint, exit 2; nothing more is said when the process ends."""
    with Path("/dev/full").open("wb") as full:
        done = started(*words, stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == 2
    error, hint = done.stderr.decode().splitlines()
    assert error.startswith("error: cannot write to standard output: ")
    assert hint.startswith("hint: ")


SOURCED = ["--url", "https://example.org/x", "--shows", "x"]
EDITS = {
    "set": ["demo", "weights.availability", "approval", *SOURCED],
    "add": ["makers.somebody", "--name", "Somebody", *SOURCED[:2], "--fact", "seat=CH: so"],
    "remove": ["other"],
    "settle": ["dispute.toml", "--apply"],
}


@needs_full
@pytest.mark.parametrize("command", EDITS)
def test_an_edit_is_made_whether_somebody_hears_of_it(tmp_path: Path, run: Run, command: str) -> None:
    """It is no failure: who tries it again would find it made."""
    file, dispute = tmp_path / "r.toml", tmp_path / "dispute.toml"
    text = entry("demo", {"weights.availability": "public"}) + entry("other", name="Other")
    file.write_text(text, encoding="utf-8")
    held = ["demo", "weights.availability", "approval", "--who", "x", *SOURCED, "--registry", file]
    assert 0 == run("dispute", *held, "-o", dispute).code
    words = [str(dispute) if word == dispute.name else word for word in EDITS[command]]
    with Path("/dev/full").open("wb") as full:
        done = started(command, *words, "--registry", str(file), stdout=full, stderr=subprocess.PIPE)
    assert (0, b"") == (done.returncode, done.stderr)
    assert text != file.read_text(encoding="utf-8")


@needs_full
def test_nobody_hears_errors() -> None:
    """The exit code still says what happened."""
    with Path("/dev/full").open("wb") as full:
        assert 2 == started("show", "nobody", stdout=subprocess.PIPE, stderr=full).returncode


@pytest.mark.skipif(os.name == "nt", reason="needs a POSIX shell")
@pytest.mark.parametrize(
    ("redirected", "words", "code", "out", "err"),
    [
        (">&-", "rubrics", 2, 0, 2),
        (">&-", "export json llama-2", 2, 0, 2),
        ("2>&-", "rubrics", 0, 20, 0),
        ("2>&-", "show nobody", 2, 0, 0),
        (">&- 2>&- <&-", "rubrics", 2, 0, 0),
    ],
)
def test_closed_streams(redirected: str, words: str, code: int, out: int, err: int) -> None:
    """Results that cannot be written are an error, what is said to nobody is not, and neither goes astray."""
    program = f'exec {shlex.quote(sys.executable)} -c "from openscore.cli.main import run; run()" {words} {redirected}'
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        ["sh", "-c", program], env=environment, capture_output=True, timeout=60, check=False
    )
    assert done.returncode == code
    assert err == len(done.stderr.splitlines())
    assert (len(done.stdout.splitlines()) >= out) if out else done.stdout == b""


@pytest.mark.skipif(os.name == "nt", reason="needs a POSIX shell")
def test_a_reader_that_has_seen_enough() -> None:
    """A closed pipe ends it in silence, with exit 0."""
    read, write = os.pipe()
    os.close(read)
    done = started("models", stdout=write, stderr=subprocess.PIPE)
    os.close(write)
    assert (0, b"") == (done.returncode, done.stderr)


@pytest.mark.parametrize(
    ("environment", "in_pipe", "on_terminal"),
    [
        ({}, False, True),
        ({"FORCE_COLOR": "1"}, True, True),
        ({"FORCE_COLOR": "0"}, False, True),
        ({"FORCE_COLOR": ""}, False, True),
        ({"CLICOLOR_FORCE": "1"}, True, True),
        ({"CLICOLOR_FORCE": "0"}, False, True),
        ({"CLICOLOR": "0"}, False, False),
        ({"CLICOLOR": "1"}, False, True),
        ({"TERM": "dumb"}, False, False),
        ({"TERM": "dumb", "FORCE_COLOR": "3"}, True, True),
        ({"NO_COLOR": "1"}, False, False),
        ({"NO_COLOR": "0"}, False, False),
        ({"NO_COLOR": ""}, False, True),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, False, False),
        ({"CLICOLOR": "0", "FORCE_COLOR": "1"}, True, True),
    ],
    ids=str,
)
def test_colors(environment: dict[str, str], in_pipe: bool, on_terminal: bool) -> None:
    """As no-color.org, force-color.org and CLICOLOR have it; where two conflict NO_COLOR wins."""
    assert in_pipe == has_color(environment, is_terminal=False)
    assert on_terminal == has_color(environment, is_terminal=True)


def test_files_have_no_colors(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """FORCE_COLOR speaks of the terminal and the pipe."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    run("rank", *SAMPLES, "-o", tmp_path / "rank.txt")
    assert "\x1b" not in (tmp_path / "rank.txt").read_text(encoding="utf-8")
    assert "\x1b" in run("rank", *SAMPLES).out


def test_bars_are_drawn_on_terminals_alone(monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    """Whatever colors are asked for."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert not progress_console().is_terminal
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert progress_console().is_terminal
    monkeypatch.setenv("NO_COLOR", "1")
    assert progress_console().no_color


def test_standard_output_of_another_program(monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes text only gets text, data included."""
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stdout", stream)
    assert 0 == main(["rank", "--format", "json", *SAMPLES])
    assert 4 == len(json.loads(stream.getvalue())["ranking"])


def test_hostile_names_in_a_code_page(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Accents are dropped, other scripts become question marks, and the table keeps its columns."""
    file = tmp_path / "r.toml"
    text = entry(name="Caf\u00e9 \u0141\u00f3d\u017a \u901a\u4e49") + entry("other", name="Plain")
    file.write_text(text, encoding="utf-8")
    piped = Piped(monkeypatch, "ascii")
    assert piped("models", "--standalone", "--registry", str(file)) == 0
    _, first, second = piped.told().splitlines()
    assert "Cafe Lodz ????" in first
    assert first.index("Somebody") == second.index("Somebody")


READERS = {
    "rank": ("rank", "--registry", "{}"),
    "rank, its rubric": ("rank", "--rubric", "{}", "--registry", "other.toml"),
    "models": ("models", "--registry", "{}"),
    "export": ("export", "json", "demo", "--registry", "{}"),
    "report": ("report", "--model", "demo", "--format", "md", "--registry", "{}"),
    "badge": ("badge", "demo", "--registry", "{}"),
    "cite": ("cite", "demo", "--registry", "{}"),
    "compare": ("compare", "demo", "gpt-2", "--registry", "{}"),
    "matrix": ("matrix", "--registry", "{}"),
    "diff": ("diff", "{}", "other.toml"),
    "lineage": ("lineage", "demo", "--registry", "{}"),
    "import": ("import", "json", "{}"),
}


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("words", READERS.values(), ids=READERS)
def test_no_output_replaces_what_was_read(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    """Whatever command reads it and by whatever name: nothing is written, and the next command may write there."""
    monkeypatch.chdir(tmp_path)
    content = entry()
    if "--rubric" in words:
        content = rubric_files()["release-gradient"].read_text(encoding="utf-8")
    if words[0] == "import":
        (tmp_path / "source.toml").write_text(entry(), encoding="utf-8")
        content = run("export", "json", "demo", "--registry", "source.toml").out
    (tmp_path / "in.toml").write_text(content, encoding="utf-8")
    (tmp_path / "other.toml").write_text(entry(name="Other"), encoding="utf-8")
    (tmp_path / "link").symlink_to("in.toml")
    for output in ("in.toml", "link"):
        result = run(*(word.format("in.toml") for word in words), "-o", output)
        assert 2 == result.code, result.err
        assert f"'{output}' is an input" in result.err
        assert content == (tmp_path / "in.toml").read_text(encoding="utf-8")
    assert 0 == run("rank", *SAMPLES, "-o", "in.toml").code
