"""The edge towards files: devices, pipes, links, odd names, and content that no reader takes."""

from __future__ import annotations

import errno
import io
import json
import os
import threading
import zipfile
from pathlib import Path

import pytest
from conftest import Run
from samples import entry

from openscore import files
from openscore.analysis.citation import codes_in
from openscore.files import read_bytes, write_whole
from openscore.report.documents import docx
from openscore.report.documents.page import Page

POSIX = pytest.mark.skipif(os.name == "nt", reason="devices, pipes and links of POSIX")
ENDLESS = "/dev/zero"
LONG = "b" * 300
NOT_UTF_8 = os.fsdecode(b"\xff")


@pytest.fixture(autouse=True)
def somewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test works in a folder of its own, and waits for nobody for long."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(files, "PATIENCE", 0.2)
    Path("list.txt").write_text("llama-2\n", encoding="utf-8")
    Path("hub.jsonl").write_text('{"id": "a/b"}\n', encoding="utf-8")
    Path("r.toml").write_text(entry(facts={"weights.availability": "public"}), encoding="utf-8")


READERS = {
    "registry": ["rank", "--standalone", "--registry", "{}"],
    "rubric": ["rank", "--rubric", "./{}"],
    "list": ["check", "{}"],
    "policy": ["check", "list.txt", "--policy", "{}"],
    "baseline": ["check", "list.txt", "--baseline", "{}"],
    "citation": ["verify", "{}"],
    "peer": ["import", "mot", "{}"],
    "export": ["import", "json", "{}"],
    "card": ["add", "x", "--from", "{}"],
    "edition": ["diff", "{}", "now"],
    "edited": ["set", "demo", "weights.availability", "public", "--registry", "{}"],
    "hub": ["hub", "score", "{}", "-o", "o.parquet"],
    "scored": ["hub", "summary", "{}"],
}
"""Every way by which a command is given a file to read."""


def refused(result: Run) -> None:
    """One error, what it is about in no more lines than a problem and a hint take, and nothing else."""
    assert result.code == 2, result.err
    assert result.out == ""
    assert result.err.startswith("error: ")
    assert len(result.err.splitlines()) <= 3


@POSIX
@pytest.mark.parametrize("name", [name for name in READERS if name != "rubric"])
def test_a_file_without_end_is_read_to_the_limit(run: Run, name: str) -> None:
    """Its size is not asked of the system, which says 0."""
    refused(run(*[word.format(ENDLESS) for word in READERS[name]]))


@POSIX
@pytest.mark.parametrize("name", READERS)
def test_a_pipe_into_which_nobody_writes(run: Run, name: str) -> None:
    """It is not waited for without end."""
    os.mkfifo("pipe.toml")
    refused(run(*[word.format("pipe.toml") for word in READERS[name]]))


@POSIX
@pytest.mark.parametrize("name", READERS)
def test_links_that_go_round(run: Run, name: str) -> None:
    """They are an error of the file, as one that is missing."""
    Path("loop.toml").symlink_to("loop.toml")
    refused(run(*[word.format("loop.toml") for word in READERS[name]]))


@pytest.mark.parametrize("name", READERS)
def test_names_that_are_too_long(run: Run, name: str) -> None:
    """Wherever a path is asked for what it is, the system may refuse to say."""
    refused(run(*[word.format(f"{LONG}.toml") for word in READERS[name]]))


def test_a_name_that_leaves_no_room_for_a_lock(run: Run) -> None:
    """A file with the longest name that there is can be read, and is not edited."""
    name = "a" * 250 + ".toml"
    Path(name).write_text(Path("r.toml").read_text(encoding="utf-8"), encoding="utf-8")
    assert run("show", "demo", "--standalone", "--registry", name).code == 0
    fact = ["demo", "weights.availability", "approval", "--url", "https://example.org/x", "--shows", "x"]
    result = run("set", *fact, "--registry", name)
    refused(result)
    assert f"cannot edit '{name}'" in result.err


@pytest.mark.parametrize("folder", ["no", "no/deeper", "no/.."])
def test_a_file_in_a_folder_that_is_not_there_is_not_begun(run: Run, folder: str) -> None:
    """Nor is the folder, by whatever takes the lock."""
    before = sorted(Path().iterdir())
    source = ["--url", "https://example.org/x", "--shows", "x"]
    for words in (
        ["set", "demo", "weights.availability", "approval", *source],
        ["add", "makers.x", "--name", "X", *source[:2], "--fact", "seat=CH: so"],
        ["remove", "demo"],
    ):
        refused(run(*words, "--registry", f"{folder}/new.toml"))
        assert before == sorted(Path().iterdir())


@POSIX
@pytest.mark.parametrize("name", READERS)
def test_names_that_are_no_text(run: Run, name: str) -> None:
    """They stand escaped in what is said."""
    result = run(*[word.format(f"{NOT_UTF_8}.toml") for word in READERS[name]])
    refused(result)
    assert "\\udcff.toml" in result.err


@POSIX
def test_a_file_whose_name_is_no_text_is_read_and_edited(run: Run) -> None:
    """What is kept of it, and what programs are told of it, is text."""
    name = f"{NOT_UTF_8}.toml"
    Path(name).write_text(Path("r.toml").read_text(encoding="utf-8"), encoding="utf-8")
    assert run("rank", "--standalone", "--registry", name).code == 0
    fact = ["demo", "weights.availability", "approval", "--url", "https://example.org/x", "--shows", "x"]
    assert run("set", *fact, "--registry", name).code == 0
    Path(f"{NOT_UTF_8}.txt").write_text("nobody-knows-it\n", encoding="utf-8")
    found = run("check", f"{NOT_UTF_8}.txt", "--format", "json")
    assert found.code == 1
    assert json.loads(found.out)["findings"][0]["file"] == "\\udcff.txt"


@POSIX
def test_values_that_are_no_text_reach_no_file(run: Run) -> None:
    """A registry file is UTF-8."""
    before = Path("r.toml").read_bytes()
    fact = ["demo", "weights.availability", "approval", "--url", "https://example.org/x"]
    refused(run("set", *fact, "--shows", f"a{NOT_UTF_8}", "--registry", "r.toml"))
    assert before == Path("r.toml").read_bytes()


@POSIX
@pytest.mark.parametrize(
    "words", [["rank", "--standalone", "--registry", "r.toml", "-o"], ["hub", "score", "hub.jsonl", "-o"]],
    ids=["result", "hub"],
)  # fmt: skip
def test_a_pipe_stays_a_pipe_when_it_is_the_output(run: Run, words: list[str]) -> None:
    """It is written into or refused, through a link too, and nothing is left beside it."""
    os.mkfifo("pipe.parquet")
    Path("link.parquet").symlink_to("pipe.parquet")
    before = sorted(Path().iterdir())
    for name in ("pipe.parquet", "link.parquet"):
        assert run(*words, name).code == 2
    assert Path("pipe.parquet").is_fifo()
    assert Path("link.parquet").is_symlink()
    assert before == sorted(Path().iterdir())


@POSIX
def test_what_is_written_into_a_pipe_reaches_its_reader(run: Run) -> None:
    """As a redirection of the shell would have it."""
    os.mkfifo("pipe")
    got: list[str] = []
    reader = threading.Thread(
        target=lambda: got.append(Path("pipe").read_text(encoding="utf-8")), daemon=True
    )
    reader.start()
    words = ["rank", "--standalone", "--registry", "r.toml"]
    assert run(*words, "-o", "pipe").code == 0
    reader.join(5)
    assert [run(*words).out] == got


@POSIX
def test_a_pipe_is_read_as_a_file(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever writes into it may begin late, and send it in parts."""
    monkeypatch.setattr(files, "PATIENCE", 5.0)
    os.mkfifo("pipe")
    text = Path("r.toml").read_text(encoding="utf-8")

    def write() -> None:
        with Path("pipe").open("w", encoding="utf-8") as pipe:
            for half in (text[: len(text) // 2], text[len(text) // 2 :]):
                pipe.write(half)
                pipe.flush()

    writer = threading.Timer(0.3, write)
    writer.start()
    expected = run("models", "--standalone", "--registry", "r.toml").out
    assert expected == run("models", "--standalone", "--registry", "pipe").out


@POSIX
def test_devices_are_written_into(tmp_path: Path) -> None:
    """The null device takes all; it is still a device then."""
    link = tmp_path / "link"
    link.symlink_to(os.devnull)
    write_whole(link, "anything")
    assert Path(os.devnull).is_char_device()
    assert link.is_symlink()


@POSIX
def test_a_device_that_is_full(run: Run) -> None:
    """As a full disk is."""
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    result = run("rubrics", "-o", "/dev/full")
    refused(result)
    assert "cannot write '/dev/full'" in result.err


@pytest.mark.parametrize("output", [".", "folder", "absent/x", "list.txt/x", LONG])
def test_outputs_that_cannot_be(run: Run, output: str) -> None:
    """A folder, a place in a folder that is missing or is a file, a name that is too long."""
    Path("folder").mkdir()
    result = run("rubrics", "-o", output)
    refused(result)
    assert "cannot write" in result.err


@POSIX
def test_a_file_system_that_is_read_only(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The lock is what cannot be made first; root may write anywhere else, so the system is asked to refuse."""
    opened = os.open

    def refuse(path: object, flags: int, *rest: int, **more: object) -> int:
        if flags & os.O_CREAT and str(path).endswith(".lock"):
            raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(path))
        return opened(path, flags, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "open", refuse)
    result = run("remove", "demo", "--registry", "r.toml")
    refused(result)
    assert "cannot edit 'r.toml': read-only file system" in result.err


def test_standard_input_is_a_file(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its name is `-`; it is read and never edited."""
    words = ["models", "--standalone", "--registry"]
    expected = run(*words, "r.toml").out
    with Path("r.toml").open(encoding="utf-8") as file, monkeypatch.context() as patched:
        patched.setattr("sys.stdin", file)
        assert expected == run(*words, "-").out
    refused(run("remove", "demo", "--registry", "-"))
    monkeypatch.setattr("sys.stdin", None)
    refused(run("check", "-"))


def test_one_byte_too_many_is_seen(tmp_path: Path) -> None:
    """A file of just the size that is allowed is read whole."""
    path = tmp_path / "x"
    path.write_bytes(b"x" * 10)
    assert b"x" * 10 == read_bytes(path, 10)
    assert 10 == len(read_bytes(path, 9))
    with pytest.raises(OSError, match="Invalid argument"):
        read_bytes(Path("a\0b"), 1)


DIGITS = "1" * 5000
DEEP = "[" * 100_000


@pytest.mark.parametrize(
    ("words", "text", "kind"),
    [
        (
            ["rank", "--standalone", "--registry", "x"],
            f"a = 1\nb = {DIGITS}",
            "a number of 5000 digits",
        ),
        (["rank", "--rubric", "./x.toml"], f"a = {DIGITS}", "broken-toml"),
        (["check", "list.txt", "--policy", "x"], f"a = {DIGITS}", "broken-toml"),
        (["check", "x"], f'{{"bomFormat": "CycloneDX",\n"a": {DIGITS}}}', "a number of 5000 digits"),
        (["check", "list.txt", "--baseline", "x"], f'{{"schema": {DIGITS}}}', "broken-json"),
        (["import", "json", "x"], f'{{"schema": {DIGITS}}}', "broken-json"),
        (["check", "x"], DEEP, "nested-too-deep"),
        (["check", "list.txt", "--baseline", "x"], DEEP, "nested-too-deep"),
        (["import", "json", "x"], DEEP, "broken-json"),
    ],
)
def test_numbers_and_depth_beyond_any_reader(run: Run, words: list[str], text: str, kind: str) -> None:
    """They are a problem of the file, with its line where it can be told."""
    Path("x").write_text(text, encoding="utf-8")
    Path("x.toml").write_text(text, encoding="utf-8")
    result = run(*words)
    refused(result)
    assert kind in result.err


@pytest.mark.parametrize("license", ["()", "MIT AND ()", "(( ))", "MIT WITH"])
def test_license_expressions_without_a_name(run: Run, license: str) -> None:
    """They name no license of the table."""
    Path("x").write_text(entry(facts={"weights.license": license}), encoding="utf-8")
    result = run("rank", "--standalone", "--registry", "x")
    assert result.code == 2
    assert "[unknown-license]" in result.err


def test_the_first_day_of_the_calendar(run: Run) -> None:
    """There is none before it, so nothing was out then."""
    Path("x").write_text(entry().replace("2025-03-04", "0001-01-01"), encoding="utf-8")
    result = run("history", "demo", "--standalone", "--registry", "x")
    assert (result.code, result.err) == (0, "")
    assert "0001-01-01" in result.out


def test_a_folder_of_other_than_text(run: Run) -> None:
    """Its file is named."""
    Path("d").mkdir()
    Path("d/models.toml").write_bytes(b"# \x80\n")
    result = run("diff", "d", "now")
    refused(result)
    assert "models.toml: not UTF-8 text (byte 2) [not-text]" in result.err


CODE = "llama-2:osi-draft@1.0.0:1-2:0123456789ab"


@pytest.mark.parametrize(
    "text",
    [
        DEEP + CODE,
        "[" * 900 + f'"{CODE}"' + "]" * 900,
        f'{{"schema": "openscore.citation/1", "code": "{CODE}", "basis": {{"models": 5, "licenses": []}}}}',
        f'{{"schema": "openscore.citation/1", "code": "{CODE}", "basis": {{"models": {{"llama-2": {"[" * 90}{"]" * 90}}}}}}}',
        f'{{"schema": "openscore.citation/1", "code": "{CODE}", "n": {DIGITS}}}',
    ],
    ids=["brackets", "nested", "shape", "deep basis", "digits"],
)  # fmt: skip
def test_codes_are_verified_in_any_text(run: Run, text: str) -> None:
    """What stands around a code, or claims to be what it rests on, is left aside if it has not its shape."""
    Path("x").write_text(text, encoding="utf-8")
    result = run("verify", "x")
    assert (result.code, result.err) == (1, "")
    assert "1\u20132 was cited" in result.out


def test_numbers_that_no_score_has_make_no_code() -> None:
    """What is longer than any number that is printed is none; the other codes of the text stand."""
    long = f"llama-2:osi-draft@1.0.0:{'9' * 400}-1:0123456789ab"
    assert [CODE] == [str(code) for code in codes_in(f"{long} {CODE}")]


@pytest.mark.parametrize("read", ['"2026-11-22T00:00:00"', "1700000000", '"today"', "true"])
def test_exports_with_another_day_than_a_day(run: Run, read: str) -> None:
    """The key is named."""
    exported = json.loads(run("export", "json", "llama-2").out)
    documents = exported["facts"]["models"]["llama-2"]["documents"]
    documents[next(iter(documents))]["read"] = json.loads(read)
    Path("x").write_text(json.dumps(exported), encoding="utf-8")
    result = run("import", "json", "x")
    refused(result)
    assert "read" in result.err
    assert "[not-an-export]" in result.err


def test_null_in_an_export_is_absent(run: Run) -> None:
    """It is read as if the key were not there."""
    exported = json.loads(run("export", "json", "llama-2").out)
    entry_of_it = exported["facts"]["models"]["llama-2"]
    entry_of_it.pop("sizes", None)
    Path("x").write_text(json.dumps(exported), encoding="utf-8")
    expected = run("import", "json", "x")
    assert (0, "") == (expected.code, expected.err)
    without = expected.out
    entry_of_it["sizes"] = None
    Path("x").write_text(json.dumps(exported), encoding="utf-8")
    assert without == run("import", "json", "x").out


@pytest.mark.parametrize(
    "value", ["!!bool x", "!!int ''", "!!timestamp foo", "!!float x", "2023-99-99", "!!int"]
)
def test_tags_of_yaml_on_what_they_do_not_fit(run: Run, value: str) -> None:
    """One problem names the file."""
    Path("x.yml").write_text(f"framework:\n  name: {value}\n", encoding="utf-8")
    result = run("import", "mot", "x.yml")
    assert result.code == 2
    assert "x.yml: not valid YAML" in result.err


def test_titles_longer_than_a_word_file_holds() -> None:
    """The property is cut, the heading is not."""
    title = "x" * 300
    written = docx.render(Page(title, ()))
    with zipfile.ZipFile(io.BytesIO(written)) as packed:
        assert title in packed.read("word/document.xml").decode()
        assert f">{title[:255]}<" in packed.read("docProps/core.xml").decode()


PACKED = {"deflated": zipfile.ZIP_DEFLATED, "bzip2": zipfile.ZIP_BZIP2, "lzma": zipfile.ZIP_LZMA}


def repacked(parts: dict[str, bytes], packing: str) -> bytes:
    """Return an archive of these parts."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", PACKED[packing]) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return archive.getvalue()


@pytest.mark.parametrize("packing", PACKED)
def test_a_document_whose_packed_text_is_damaged_is_named(run: Run, packing: str) -> None:
    """Wherever in it a byte is another: the codes are read, or the file is named, and nothing ends in a bug."""
    text = "<a>" + " ".join(f"word {place}" for place in range(200)) + "</a>"
    whole = repacked({"word/document.xml": text.encode()}, packing)
    ends = set()
    for place in range(30 + len("word/document.xml"), len(whole), 11):
        Path("c.docx").write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        result = run("verify", "c.docx")
        assert result.code in {2, 3}, result.err
        ends.add("damaged DOCX" in result.err)
    assert True in ends


@pytest.mark.parametrize("name", ["foo", "utf-7", "hex", "utf-32"])
def test_a_document_in_an_encoding_that_no_reader_has_is_named(run: Run, name: str) -> None:
    """What a part says of its own encoding is a stranger's word."""
    part = f'<?xml version="1.0" encoding="{name}"?><a>x</a>'.encode()
    Path("c.docx").write_bytes(repacked({"word/document.xml": part}, "deflated"))
    result = run("verify", "c.docx")
    refused(result)
    assert "'c.docx' is a damaged DOCX or ODT file" in result.err


@pytest.mark.parametrize("packing", PACKED)
def test_a_workbook_whose_packed_cells_are_damaged_is_named(run: Run, packing: str) -> None:
    """Wherever in its sheet a byte is another."""
    pytest.importorskip("openpyxl", reason="the extra `xlsx` is not installed")
    assert run("register", "list.txt", "-o", "w.xlsx").code == 0
    with zipfile.ZipFile("w.xlsx") as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    whole = repacked({sheet: parts.pop(sheet), **parts}, packing)
    length = whole.index(b"PK\x03\x04", 4)
    ends = set()
    for place in range(30 + len(sheet), length, length // 5):
        Path("w.xlsx").write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        result = run("register", "list.txt", "--previous", "w.xlsx")
        assert result.code in {0, 2}, result.err
        ends.add("[broken-workbook]" in result.err)
    assert True in ends
