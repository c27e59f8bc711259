"""Codes in PDF files: found and reproduced where there is text, and one clear error where there is none."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest
from conftest import Run

from openscore import Registry, Rubric, assess
from openscore.analysis.citation import code_of
from openscore.cli import cited_text, pdf_text


def pdf(*pages: tuple[str, ...]) -> bytes:
    """Return a PDF file whose pages have these lines, in a font that every reader has."""
    count = len(pages)
    kids = " ".join(f"{3 + 2 * place} 0 R" for place in range(count))
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>".encode(),
    ]
    for place, lines in enumerate(pages):
        resources = f"<< /Font << /F1 {font} >> >>"
        bodies.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources {resources} "
            f"/Contents {4 + 2 * place} 0 R >>".encode()
        )
        shown = " ".join(f"({line}) Tj T*" for line in lines)
        stream = f"BT /F1 11 Tf 14 TL 50 780 Td {shown} ET".encode("cp1252") if lines else b""
        bodies.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
    out = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(bodies) + 1
    return out + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (size, table, size, len(out))
    )


def locked(content: bytes, password: str) -> bytes:
    """Return the file encrypted, so that it opens with a password, or with none where that is empty."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(content))
    writer.encrypt(user_password=password, owner_password="owner", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.fixture
def code(registry: Registry, rubric: Rubric) -> str:
    return str(code_of(assess(registry["llama-2"], rubric)))


WAYS: dict[str, Callable[[str], bytes]] = {
    "in one line": lambda code: pdf(("first page",), (f"See {code}.",)),
    "broken within the digest": lambda code: pdf((f"See {code[:-5]}", f"{code[-5:]}.")),
    "broken behind a hyphen": lambda code: pdf((code[: code.index("-") + 1], code[code.index("-") + 1 :])),
    "with en dashes": lambda code: pdf((code.replace("-", "\N{EN DASH}"),)),
    "with changes under a password": lambda code: locked(pdf((code,)), ""),
    "after a line of a mailer": lambda code: b"\r\n" + pdf((code,)),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_code_is_found(run: Run, tmp_path: Path, code: str, way: str) -> None:
    """On any page, as typesetters break and hyphenate, and where only changes are under a password."""
    file = tmp_path / "x.pdf"
    file.write_bytes(WAYS[way](code))
    result = run("verify", file)
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith("reproduced: Llama 2")
    assert result.out.count("\n") == 1


UNREADABLE: dict[str, tuple[bytes, str]] = {
    "with a password": (locked(pdf(("text",)), "secret"), "is an encrypted PDF file"),
    "of nothing but its mark": (b"%PDF-1.7", "is a damaged PDF file"),
    "without its objects": (b"%PDF-1.7\n" + b"x" * 3000 + b"\nstartxref\n9\n%%EOF", "is a damaged PDF file"),
    "of pictures": (pdf((), ()), "holds no text: its pages are pictures"),
}


@pytest.mark.parametrize("kind", UNREADABLE)
def test_what_cannot_be_read_is_one_error(run: Run, tmp_path: Path, kind: str) -> None:
    """The file and what is wrong with it, on one line, and nothing of the reader's own talk."""
    content, said = UNREADABLE[kind]
    file = tmp_path / "x.pdf"
    file.write_bytes(content)
    result = run("verify", file)
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("error: ")
    assert result.err.count("error: ") == 1
    assert said in " ".join(result.err.split())
    assert "a bug in OpenScore" not in result.err


def test_every_cut_of_a_file_is_read_or_refused(run: Run, tmp_path: Path, code: str) -> None:
    """Wherever a download broke off: a verdict, no code, or one error; never a bug."""
    whole, file = pdf(("a",), (code,)), tmp_path / "x.pdf"
    for end in range(8, len(whole), 61):
        file.write_bytes(whole[:end])
        result = run("verify", file)
        assert result.code in {0, 2, 3}
        assert result.err.count("error: ") == (result.code != 0)


@pytest.mark.parametrize(
    "case",
    [
        (pdf_text, "MOST_PAGES", 1, "has more than 1 pages"),
        (pdf_text, "MOST_CHARACTERS", 3, "holds too much text"),
        (cited_text, "MAX_BYTES", 100, "is larger than"),
    ],
)
def test_a_file_beyond_a_bound_is_one_error(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, case: tuple[object, str, int, str]
) -> None:
    """Pages, characters and bytes each have an end."""
    file = tmp_path / "x.pdf"
    file.write_bytes(pdf(("some text",), ("more",)))
    *bound, said = case
    monkeypatch.setattr(*bound)
    result = run("verify", file)
    assert (result.code, result.out) == (2, "")
    assert said in " ".join(result.err.split())


def test_where_the_extra_is_missing_it_is_named(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The error says what to install; no other file needs it."""
    monkeypatch.setitem(sys.modules, "pypdf", None)
    file = tmp_path / "x.pdf"
    file.write_bytes(pdf(("text",)))
    result = run("verify", file)
    assert result.code == 2
    assert "PDF files need pypdf" in result.err
    assert "[pdf]" in result.err


def test_a_brief_printed_by_a_word_processor_is_verified(run: Run, tmp_path: Path) -> None:
    """The Word brief on four models, as LibreOffice makes a PDF of it: every code found and reproduced."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    models = ("olmo-2", "llama-2", "gpt-4", "deepseek-r1")
    named = [word for id in models for word in ("--model", id)]
    briefs = {lang: tmp_path / f"brief-{lang}.docx" for lang in ("en", "zh")}
    for lang, brief in briefs.items():
        assert run("report", *named, "--lang", lang, "-o", brief).code == 0
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    told = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, *briefs.values()]
    subprocess.run(told, check=True, capture_output=True, timeout=300)
    for brief in briefs.values():
        result = run("verify", brief.with_suffix(".pdf"))
        assert result.code == 0
        assert result.out.count("reproduced: ") == len(models)
