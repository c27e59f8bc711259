"""Codes are found as typesetters leave them; what is damaged is named, never taken for whole or passed over."""

from __future__ import annotations

import io
import json
import re
import time
import zipfile
from pathlib import Path

import pytest
from conftest import ROOT, Run
from hypothesis import given
from hypothesis import strategies as st

from openscore import Registry, Rubric, assess
from openscore.analysis.citation import code_of, codes_in
from openscore.analysis.code_search import search

CODE = "llama-2:osi-draft@1.1.0:43.9-45.1:d0f403860d91"
MODELS, RUBRICS = ("llama-2", "olmo-2"), ("osi-draft",)
CASES = ROOT.parent / "shared" / "cases"


def wide(text: str) -> str:
    """Return the text in full-width characters."""
    return "".join(chr(ord(char) + 0xFEE0) for char in text)


TYPESET = {
    "as it is": CODE,
    "non-breaking hyphens": CODE.replace("-", "\u2011"),
    "en dashes": CODE.replace("-", "\u2013"),
    "minus signs": CODE.replace("-", "\u2212"),
    "soft hyphens": CODE.replace("a", "\u00ada"),
    "zero width": "\u200b".join(CODE),
    "full width": wide(CODE),
    "capitals": CODE.upper(),
    "a line ends before it": f"See\n{CODE}.",
    "a line ends after a hyphen": CODE.replace("osi-", "osi-\n    "),
    "a line ends in a word, with a hyphen": CODE.replace("llama", "lla-\nma"),
    "a line ends in the digest": CODE.replace("d0f4", "d0f4\r\n"),
    "a quoted line": "> " + CODE.replace("1.1.0", "1.1.\n> 0"),
    "spaces around colons": CODE.replace(":", "\u00a0: "),
    "HTML": f"<p>{CODE.replace('-', '&#8209;').replace('osi', '<wbr>osi').replace('d0f', 'd0<b>f</b>')}</p>",
    "Markdown": CODE.replace("-", "\\-").replace(".", "\\."),
    "between tags": f"<td>x</td><td>{CODE}</td><td>{12}</td>",
}  # fmt: skip


@pytest.mark.parametrize("name", TYPESET)
def test_a_code_is_read_as_it_was_typed(name: str) -> None:
    """Hyphens of all kinds, breaks, what nobody sees, full width, capitals and markup change nothing."""
    found = search(TYPESET[name], MODELS, RUBRICS)
    assert [str(code) for code in found.codes] == [CODE]
    assert found.damaged == ()


pieces = st.sampled_from(["\u00ad", "\u200b", "\u2060", "\n", "\n  ", "\r\n> ", "\u200d\n"])


@given(
    st.lists(st.tuples(st.integers(1, len(CODE) - 1), pieces), max_size=3, unique_by=lambda one: one[0]),
    st.sampled_from("-\u2010\u2011\u2013\u2212\uff0d"),
)
def test_breaks_anywhere(breaks: list[tuple[int, str]], hyphen: str) -> None:
    """Wherever a line ends within a code, or something unseen stands in it, it is the code."""
    text = CODE
    for place, piece in sorted(breaks, reverse=True):
        text = text[:place] + piece + text[place:]
    found = search(f"See {text.replace('-', hyphen)}, and more", MODELS, RUBRICS)
    assert [str(code) for code in found.codes] == [CODE]


DAMAGED = {
    CODE[:-1]: "digest",
    CODE + "0": "digest",
    CODE.replace("f40", "fo0"): "digest",
    CODE.replace("1.1.0", "1.1"): "version",
    CODE.replace("@", " at "): "version",
    CODE.replace("43.9-45.1", "43.9"): "score",
    CODE.replace("43.9-45.1", "43.9-"): "score",
    CODE.replace("1.1.0:", "1.1.0:2023-13-45:"): "day",
    CODE.replace("1.1.0:", "1.1.0:2023-1-4:"): "day",
    CODE.removesuffix(":d0f403860d91"): "digest",
    "?" + CODE.removeprefix("llama-2"): "model",
}  # fmt: skip


@pytest.mark.parametrize("text", DAMAGED)
def test_what_is_damaged_is_named(text: str) -> None:
    """The part that is wrong, and no code beside it."""
    found = search(f"{text} and {CODE}", MODELS, RUBRICS)
    assert [str(code) for code in found.codes] == [CODE]
    assert [one.part for one in found.damaged] == [DAMAGED[text]] or DAMAGED[text] == "model"


@pytest.mark.parametrize(
    "text", ["git:me@10.0.0.1:22", "docker run img:tag@1.2.3", "x:y@example.org", "at 12:30-13:45"]
)
def test_what_was_no_code_is_left_alone(text: str) -> None:
    """Addresses, images and times of day."""
    found = search(text, MODELS, RUBRICS)
    assert (found.codes, found.damaged) == ((), ())


# --- the command


@pytest.fixture(scope="module")
def code(registry: Registry, rubric: Rubric) -> str:
    return str(code_of(assess(registry["llama-2"], rubric)))


def test_the_case_of_two_notes(run: Run, code: str, tmp_path: Path) -> None:
    """The second note has each hyphen as U+2011: it is the same code, and it is verified."""
    file = tmp_path / "two.txt"
    file.write_text(f"First note: {code}\nSecond note: {code.replace('-', chr(0x2011))}\n", encoding="utf-8")
    result = run("verify", file, "--format", "json")
    assert result.code == 0
    assert [one["code"] for one in json.loads(result.out)["verified"]] == [code]
    file.write_text(f"{code}\n{code[:-1]}\n", encoding="utf-8")
    result = run("verify", file)
    assert result.code == 1
    assert f"damaged: {code[:-1]}: its digest is wrong" in result.out
    assert "reproduced: Llama 2" in result.out


@pytest.mark.parametrize("part", ["digest", "score", "version"])
def test_a_slip_is_no_change(run: Run, code: str, part: str) -> None:
    """One wrong digit of the digest, or a score or version under the digest of another: damaged, exit 1."""
    found = codes_in(code)[0]
    slip = {
        "digest": found._replace(digest=("0" if found.digest[0] != "0" else "1") + found.digest[1:]),
        "score": found._replace(high="99.9"),
        "version": found._replace(version="1.0.9"),
    }[part]
    result = run("verify", slip)
    assert result.code == 1
    assert result.out == f"damaged: {slip}: its {part} is wrong\n"


def test_an_unknown_digest_is_not_reproduced(run: Run, code: str) -> None:
    """The score may stand: what the code rests on is of no known state, and that is said."""
    wrong = code[:-12] + "0123456789ab"
    result = run("verify", wrong)
    assert result.code == 1
    assert result.out.startswith("not traced: Llama 2")


def test_what_is_not_known_here_did_not_change(run: Run, code: str, tmp_path: Path) -> None:
    """A score under somebody's own rubric is told as not traced, with what to name; with the file it is traced."""
    own = code.replace("osi-draft", "own-draft")
    result = run("verify", own)
    assert (result.code, result.out.partition(":")[0]) == (1, "not traced")
    assert "--rubric" in result.out
    file = tmp_path / "own.toml"
    shipped = (ROOT / "rubrics" / "osi-draft.toml").read_text(encoding="utf-8")
    file.write_text(shipped.replace('id = "osi-draft"', 'id = "own-draft"'), encoding="utf-8")
    cited = run("cite", "llama-2", "--rubric", file).out
    assert (
        run("verify", re.findall(r"llama-2:own-draft@\S+", cited)[0].rstrip(".,"), "--rubric", file).code == 0
    )


def document(path: Path, part: str, xml: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(part, xml)
    return path


def test_word_processors(run: Run, code: str, tmp_path: Path) -> None:
    """Codes in runs, with hyphens that do not break, in notes; of DOCX and ODT; what is none is refused."""
    split = code.replace("-", "</w:t><w:noBreakHyphen/><w:t>").replace("osi", "o</w:t></w:r><w:r><w:t>si")
    name = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    xml = f'<w:document xmlns:w="{name}"><w:p><w:r><w:t>See {split}.</w:t></w:r></w:p></w:document>'
    for part in ("word/document.xml", "word/footnotes.xml"):
        assert run("verify", document(tmp_path / "x.docx", part, xml)).out.startswith("reproduced: Llama 2")
    odt = f'<d xmlns:t="urn:t"><t:p>See {code[:9]}<t:span>{code[9:]}</t:span></t:p><t:p>end</t:p></d>'
    assert run("verify", document(tmp_path / "x.odt", "content.xml", odt)).out.startswith(
        "reproduced: Llama 2"
    )
    for part, text in (("other.xml", "<a/>"), ("content.xml", "<a"), ("content.xml", "<!DOCTYPE a><a/>")):
        result = run("verify", document(tmp_path / "bad.docx", part, text))
        assert (result.code, result.out) == (2, "")


def test_a_brief_is_verified(run: Run, tmp_path: Path) -> None:
    """In every format the codes of the brief are found and reproduced."""
    for name in ("b.docx", "b.md", "b.html"):
        file = tmp_path / name
        assert run("report", "--model", "llama-2", "--model", "olmo-2", "-o", file).code == 0
        result = run("verify", file)
        assert result.code == 0, name
        assert result.out.count("reproduced: ") == 2, name


STYLES = (
    "footnote",
    "bibtex",
    "biblatex",
    "csl-json",
    "ris",
    "cff",
    "apa",
    "chicago",
    "ieee",
    "oscola",
    "gb-t-7714",
    "file",
)


@pytest.fixture
def low(registry: Registry, rubric: Rubric) -> str:
    """The low end of the score that is cited, which another first digit makes another."""
    shown = str(assess(registry["llama-2"], rubric).score.low)
    assert not shown.startswith("9")
    return shown


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("style", STYLES)
def test_a_citation_is_held_against_its_own_code(
    run: Run, low: str, tmp_path: Path, style: str, language: str
) -> None:
    """As it is it is reproduced; with another score in its text it is damaged, whatever the format."""
    file = tmp_path / "cited"
    assert run("cite", "llama-2", "--style", style, "--lang", language, "-o", file).code == 0
    assert run("verify", file).out.startswith("reproduced: ")
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace(low, f"9{low[1:]}", 1), encoding="utf-8")
    assert text.count(low) >= 2
    result = run("verify", file)
    assert result.code == 1
    assert result.out.startswith("damaged: ")


@pytest.mark.parametrize("place", ["basis", "result", "citation"])
def test_an_edited_citation_file_is_damaged(run: Run, tmp_path: Path, place: str) -> None:
    """Facts, result and citation are all held against the digest of the code."""
    file = tmp_path / "cited.json"
    run("cite", "llama-2", "--style", "file", "-o", file)
    data = json.loads(file.read_text(encoding="utf-8"))
    if place == "basis":
        data["basis"]["models"]["llama-2"]["facts"]["weights.availability"]["value"] = "public"
    elif place == "result":
        data["result"]["conformance"] = "met"
    else:
        data["citation"]["record_digest"] = "sha256:" + "0" * 64
    file.write_text(json.dumps(data), encoding="utf-8")
    result = run("verify", file)
    assert result.code == 1
    assert result.out.startswith("damaged: ")


def test_two_thousand_codes_in_seconds(run: Run, tmp_path: Path) -> None:
    """Each edition, rubric and score is worked out once; and the search itself is linear."""
    file = tmp_path / "t.txt"
    lines = (f"olmo-2:osi-draft@1.0.0:{place}-{place + 1}:0123456789ab" for place in range(2000))
    file.write_text("\n".join(lines), encoding="utf-8")
    start = time.process_time()
    result = run("verify", file)
    assert time.process_time() - start < 15
    assert result.code == 1
    assert result.out.count("was cited") + result.out.count("damaged: ") == 2000


def test_json_of_numbers_that_no_score_has(run: Run) -> None:
    """As the case cited-number-beyond-a-float asks: JSON that any reader takes."""
    text = f"olmo-2:osi-draft@1.0.0:{'9' * 320}-1:0123456789ab"
    result = run("verify", "--format", "json", "--", text)

    def refuse(name: str) -> None:
        raise AssertionError(name)

    found = json.loads(result.out, parse_constant=refuse)["verified"]
    assert [(one["state"], one["damaged"]) for one in found] == [("damaged", "score")]
    assert result.code == 1


def test_text_in_other_encodings(run: Run, code: str, tmp_path: Path) -> None:
    """A byte order mark tells UTF-16."""
    file = tmp_path / "x.txt"
    file.write_bytes(io.BytesIO(f"See {code}".encode("utf-16")).getvalue())
    assert run("verify", file).code == 0
