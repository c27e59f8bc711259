"""Citations survive: a code is computed again, and when it is not, it is told what changed."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import bibtexparser
import jsonschema
import pytest
import rispy
from conftest import ROOT, Run
from hypothesis import given
from hypothesis import strategies as st
from samples import entry

from openscore import Registry, Rubric, assess
from openscore.analysis.changes import ABSENT, Change
from openscore.analysis.citation import Code, code_of, codes_in
from openscore.analysis.edition import keep, kept_edition, packed, shipped_edition
from openscore.registry.load import registry_from
from openscore.report.analyses.changes import change_lines
from openscore.report.formats.references import biblatex, bibtex, cff, csl_item, ris, styled, styles
from openscore.report.views.citation import Citation
from openscore.resources import edition_files
from openscore.toml import TomlFile

FACTS = {"weights.availability": "public", "weights.license": "MIT", "training-code.availability": "public"}

# What the CSL schema (citation-style-language/schema, csl-data.json) says of the keys that are used.
DAY = {
    "type": "object",
    "required": ["date-parts"],
    "additionalProperties": False,
    "properties": {
        "date-parts": {
            "type": "array",
            "minItems": 1,
            "maxItems": 2,
            "items": {"type": "array", "minItems": 1, "maxItems": 3, "items": {"type": ["string", "number"]}},
        }
    },
}
CSL = {
    "type": "array",
    "minItems": 1,
    "items": {
        "type": "object",
        "required": ["type", "id"],
        "additionalProperties": False,
        "properties": {
            "id": {"type": ["string", "number"]},
            "type": {"enum": ["dataset"]},
            **{key: {"type": "string"} for key in ("title", "version", "publisher", "note", "URL")},
            "author": {
                "type": "array",
                "items": {
                    "type": "object",
                    "additionalProperties": False,
                    "properties": {"literal": {"type": "string"}},
                },
            },
            "issued": DAY,
            "accessed": DAY,
        },
    },
}


def registry_of(text: str) -> Registry:
    """Return the registry of a text, on the shipped licenses."""
    licenses = TomlFile("licenses.toml", (ROOT / "licenses.toml").read_text(encoding="utf-8"))
    return registry_from([licenses, TomlFile("test.toml", text)])


def test_a_code_depends_on_what_the_score_rests_on_alone(rubric: Rubric) -> None:
    """Not on comments, order or other models; on a fact, on its source, on the rubric's day."""
    plain = registry_of(entry("demo", FACTS))
    code = code_of(assess(plain["demo"], rubric))
    beside = entry("another", {"weights.availability": "public"}, name="Another")
    for text in (
        "# a comment\n" + entry("demo", FACTS),
        beside + entry("demo", FACTS),
        entry("demo", dict(reversed(FACTS.items()))),
    ):
        assert code_of(assess(registry_of(text)["demo"], rubric)) == code
    for text in (
        entry("demo", {**FACTS, "weights.license": "Apache-2.0"}),
        entry("demo", FACTS).replace("the card says so", "it says so"),
        entry("demo", FACTS).replace("2026-01-02", "2026-01-03"),
    ):
        assert code_of(assess(registry_of(text)["demo"], rubric)).digest != code.digest


ids = st.from_regex(r"[a-z0-9][a-z0-9.-]{0,12}[a-z0-9]", fullmatch=True)
ends = st.decimals(0, 100, places=1).map(str)
codes = st.builds(
    Code, ids, ids, st.just("1.2.3"), st.sampled_from(["", "2023-12-31"]), ends, ends,
    st.text("0123456789abcdef", min_size=12, max_size=12),
)  # fmt: skip


@given(st.lists(codes, max_size=4, unique=True), st.sampled_from([" ", "\n", ". See ", "<b>", "} "]))
def test_every_code_in_a_text_is_found(written: list[Code], between: str) -> None:
    """Whatever stands around them; a code written is a code read."""
    assert list(codes_in(between.join(map(str, written)))) == written


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """A registry, and the same after one fact was edited."""
    before, after = tmp_path / "before.toml", tmp_path / "after.toml"
    before.write_text(entry("demo", FACTS), encoding="utf-8")
    changed = entry("demo", {**FACTS, "training-code.availability": "partial"})
    history = (
        '\n[[models.demo.history]]\nfact = "training-code.availability"\nvalue = "public"\n'
        'until = 2026-05-06\nsources = ["card"]\nshows = "the repository was closed"\n'
    )
    after.write_text(changed + history, encoding="utf-8")
    return before, after


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("words", [[], ["--as-of", "2025-06-01"], ["--rubric", "mof-1.0"]], ids=" ".join)
def test_what_is_cited_is_reproduced(
    run: Run, files: tuple[Path, Path], words: list[str], tmp_path: Path
) -> None:
    """From the code alone, from any text that holds it, and from a citation file."""
    note = tmp_path / "paper.md"
    note.write_text(run("cite", "demo", "--registry", files[0], *words).out, encoding="utf-8")
    code = str(codes_in(note.read_text(encoding="utf-8"))[0])
    for cited in (code, str(note)):
        result = run("verify", cited, "--registry", files[0])
        assert result.code == 0
        assert result.out.startswith("reproduced: Demo under ")
        assert result.out.count("\n") == 1


@pytest.mark.usefixtures("few")
def test_after_one_edited_fact_it_says_which(run: Run, files: tuple[Path, Path], tmp_path: Path) -> None:
    """By a citation file, and by naming the file that the score came from."""
    before, after = files
    citation = tmp_path / "cited.json"
    run("cite", "demo", "--registry", before, "--style", "file", "-o", citation)
    code = json.loads(citation.read_text(encoding="utf-8"))["code"]
    for words in ([citation], [code, "--from", before]):
        result = run("verify", *words, "--registry", after)
        assert result.code == 1
        line = "models.demo training-code.availability: public -> partial (since 2026-05-06: the repository was closed)"
        assert line in result.out
        assert "weights." not in result.out
    found = json.loads(run("verify", citation, "--registry", after, "--format", "json").out)["verified"][0]
    assert found["state"] == "changed"
    assert {"subject": "models.demo", "path": "training-code.availability", "old": "public", "new": "partial",
            "reason": "since 2026-05-06: the repository was closed"} in found["changes"]  # fmt: skip


def test_what_came_or_went_whole_is_one_line() -> None:
    """Its clause, day or sources are not told apart from it; a neighbor of a like name is, and so is a change."""
    changes = [
        Change("licenses.demo", "particulars.notice", ABSENT, "duty"),
        Change("licenses.demo", "particulars.notice.clause", ABSENT, "2"),
        Change("licenses.demo", "particulars.notice.(shows)", ABSENT, "says so"),
        Change("licenses.demo", "particulars.notices.clause", ABSENT, "3"),
        Change("models.demo", "weights.access", "public", ABSENT),
        Change("models.demo", "weights.access.since", "2023-01-02", ABSENT),
        Change("models.demo", "weights.license", "MIT", "NONE"),
        Change("models.demo", "weights.license.since", ABSENT, "2024-01-02"),
    ]
    assert list(change_lines(changes)) == [
        "licenses.demo particulars.notice: (absent) -> duty",
        "licenses.demo particulars.notices.clause: (absent) -> 3",
        "models.demo weights.access: public -> (absent)",
        "models.demo weights.license: MIT -> NONE",
        "models.demo weights.license.since: (absent) -> 2024-01-02",
    ]


def test_what_a_license_asks_is_counted_where_several_lines_would_say_it() -> None:
    """For each license and kind; one line alone stands, and so does every term, on which scores rest."""
    changes = [
        Change("licenses.a", "terms.outputs", "free", "owned"),
        Change("licenses.a", "terms.commercial", "allowed", "paid"),
        Change("licenses.a", "particulars.notice", ABSENT, "kept"),
        Change("licenses.a", "particulars.notice.clause", ABSENT, "1"),
        Change("licenses.a", "particulars.law", "silent", "stated"),
        Change("licenses.a", "particulars.patent.(shows)", "x", "y"),
        Change("licenses.a", "limits.users", ABSENT, "5"),
        Change("licenses.b", "particulars.law", ABSENT, "stated"),
    ]
    terms = ["licenses.a terms.outputs: free -> owned", "licenses.a terms.commercial: allowed -> paid"]
    rest = ["licenses.a limits.users: (absent) -> 5", "licenses.b particulars.law: (absent) -> stated"]
    assert [*terms, "licenses.a particulars: 3 changes; --all lists them", *rest] == list(
        change_lines(changes, brief=True)
    )
    asked = [
        "licenses.a particulars.notice: (absent) -> kept",
        "licenses.a particulars.law: silent -> stated",
        "licenses.a particulars.patent: other evidence",
    ]
    assert [*terms, *asked, *rest] == list(change_lines(changes))


@pytest.mark.usefixtures("few")
def test_a_score_that_stands_on_other_ground_is_still_reproduced(run: Run, files: tuple[Path, Path]) -> None:
    """The number holds; what it rests on is told."""
    before, after = files
    code = str(codes_in(run("cite", "demo", "--registry", before).out)[0])
    after.write_text(before.read_text(encoding="utf-8").replace("says so", "states it"), encoding="utf-8")
    result = run("verify", code, "--registry", after, "--from", before)
    assert result.code == 0
    assert "what it rests on has changed since" in result.out
    assert "models.demo weights.license: other evidence" in result.out


@pytest.mark.usefixtures("few")
def test_a_changed_rubric_and_a_changed_license_are_named(run: Run, tmp_path: Path) -> None:
    """A clause of the rubric, and a term of a license."""
    registry, mine = tmp_path / "r.toml", tmp_path / "mine.toml"
    registry.write_text(entry("demo", FACTS), encoding="utf-8")
    text = (ROOT / "rubrics" / "osi-draft.toml").read_text(encoding="utf-8")
    mine.write_text(text, encoding="utf-8")
    citation = tmp_path / "cited.json"
    run("cite", "demo", "--registry", registry, "--rubric", mine, "--style", "file", "-o", citation)
    mine.write_text(text.replace("criterion_weight = 25", "criterion_weight = 30", 1), encoding="utf-8")
    result = run("verify", citation, "--registry", registry, "--rubric", mine)
    assert result.code == 1
    assert "criterion_weight: 25.0 -> 30.0" in result.out
    overlay = tmp_path / "licenses.toml"
    table = (ROOT / "licenses.toml").read_text(encoding="utf-8")
    start = table.index("[licenses.MIT]")
    own = table[start : table.index("\n\n\n", start)]
    assert 'outputs = { value = "free"' in own
    edited = own.replace(
        'outputs = { value = "free", clause = "none" }',
        'outputs = { value = "owned", clause = "x", shows = "x" }',
    )
    overlay.write_text(edited, encoding="utf-8")
    plain = tmp_path / "plain.json"
    run("cite", "demo", "--registry", registry, "--style", "file", "-o", plain)
    result = run("verify", plain, "--registry", registry, "--registry", overlay)
    assert result.code == 1
    assert "licenses.MIT terms.outputs: free -> owned" in result.out


def test_what_a_license_asks_of_users_is_a_difference_and_changes_no_citation(
    run: Run, tmp_path: Path
) -> None:
    """`diff` tells particulars, their words and limits of a license; `verify`, which asks what scores rest on, does not."""
    names = ["a.toml", "b.toml"]
    license = '[licenses.LicenseRef-x]\nname = "X"\nosi_approved = false\nopen_definition = "not-reviewed"\n[licenses.LicenseRef-x.documents]\ntext = { url = "https://example.org/x", read = 2026-01-02, by = "maker" }\n[licenses.LicenseRef-x.particulars]\nnotice = { value = "set-text", clause = "3", shows = "in a file", wording = "Ape" }\n'
    model = entry("demo", {**FACTS, "weights.license": "LicenseRef-x"})
    for name, word in zip(names, ("Ape", "Bee"), strict=True):
        (tmp_path / name).write_text(license.replace("Ape", word) + model, encoding="utf-8")
    first, second = (tmp_path / name for name in names)
    told = run("diff", first, second).out
    assert [line for line in told.splitlines() if line.startswith("licenses")] == [
        "licenses.LicenseRef-x particulars.notice.wording: Ape -> Bee"
    ]
    citation = tmp_path / "cited.json"
    run("cite", "demo", "--registry", first, "--style", "file", "-o", citation)
    assert run("verify", citation, "--registry", second).code == 0


def test_a_kept_edition_verifies_without_anything_else(
    run: Run, files: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The code is enough where the edition that it came from is kept; facts as of a day included."""
    edition = shipped_edition("2001-02-03")
    edition.files = {
        **edition.files,
        "models.toml": TomlFile("models.toml", files[0].read_text(encoding="utf-8")),
    }
    path = tmp_path / "2001-02-03.json.xz"
    path.write_bytes(packed(edition, "0.0.1"))
    assert path.read_bytes() == packed(edition, "0.0.1")
    for module in ("openscore.analysis.edition", "openscore.cli.commands.verify", "openscore.cli.editions"):
        monkeypatch.setattr(f"{module}.edition_files", lambda: {"2001-02-03": path})
    for words in ([], ["--as-of", "2026-03-01"]):
        code = str(codes_in(run("cite", "demo", "--registry", files[0], *words).out)[0])
        changed = files[1]
        if words:
            text = entry("demo", {**FACTS, "weights.availability": "approval"})
            changed.write_text(text, encoding="utf-8")
        result = run("verify", code, "--registry", changed)
        assert result.code == 1
        assert "cited from 2001-02-03; since then:" in result.out
    assert "models.demo weights.availability: public -> approval" in result.out


def test_many_codes_open_each_edition_and_each_rubric_once(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two thousand codes ask each kept edition and the rubric that they name, and each is read a single time."""
    from openscore.analysis import verify
    from openscore.cli.commands import verify as command

    asked: list[str] = []

    def counted(read: Callable[..., Any]) -> Callable[..., Any]:
        def read_once_more(name: str, *rest: object) -> Any:
            asked.append(name)
            return read(name, *rest)

        return read_once_more

    monkeypatch.setattr(verify, "kept_edition", counted(verify.kept_edition))
    monkeypatch.setattr(command, "rubric_of", counted(command.rubric_of))
    days = ("", ":2025-06-01", ":2023-99-99")
    codes = [f"gpt-2:osi-draft@1.0.0{days[n % 3]}:{n}-{n + 1}:0123456789ab" for n in range(2000)]
    file = tmp_path / "codes.txt"
    file.write_text("\n".join(codes), encoding="utf-8")
    found = json.loads(run("verify", file, "--format", "json").out)["verified"]
    assert codes == [one["code"] for one in found]
    assert sorted(["osi-draft", *edition_files()]) == sorted(asked)


def test_what_was_published_never_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    """An edition is kept once."""
    from openscore.errors import DataError

    monkeypatch.setattr("openscore.analysis.edition.edition_files", lambda: {"2001-02-03": Path("x")})
    with pytest.raises(DataError, match="kept already"):
        keep("2001-02-03", "0.0.1")


@pytest.mark.parametrize("name", edition_files())
def test_every_kept_edition_is_reproduced(name: str) -> None:
    """This version of the program computes every score of every published edition as it was published."""
    kept = kept_edition(name)
    for id, published in kept.codes.items():
        judged = kept.edition.rubric(id)
        ours = [
            str(code_of(assess(record, judged)))
            for record in kept.edition.registry
            if record.kind in judged.subjects
        ]
        assert ours == published, id


UNFIT = [
    (["verify", "nothing-here"], 2, "no verification code, and no file"),
    (["verify", "README.md"], 3, "no verification code in"),
    (["verify", "gone-1:osi-draft@1.0.0:1.0-2.0:0123456789ab"], 1, ""),
    (["verify", "llama-2:gone@1.0.0:1.0-2.0:0123456789ab"], 1, ""),
    (["verify", "llama-2:osi-draft@1.0.0:2023-99-99:1.0-2.0:0123456789ab"], 1, ""),
    (
        ["verify", "llama-2:osi-draft@1.0.0:1.0-2.0:0123456789ab", "--from", "nowhere"],
        2,
        "no edition, revision or file",
    ),
    (["cite", "llama-2", "--style", "mla"], 2, "--style is 'mla'"),
    (["diff", "nowhere"], 2, "no edition, revision or file"),
    (["diff", "docs"], 2, "has no models.toml"),
]


@pytest.mark.parametrize("case", UNFIT, ids=lambda case: " ".join(case[0]))
def test_what_cannot_be_done_is_said(
    run: Run, case: tuple[list[str], int, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One clear error, or a verdict."""
    monkeypatch.chdir(ROOT)
    words, code, said = case
    result = run(*words)
    assert result.code == code
    assert said in result.err
    assert "Traceback" not in result.err
    if code == 1:
        assert result.out.startswith(("changed: ", "damaged: ", "not traced: "))


HOSTILE = 'x" }} <script>alert(1)</script> @misc{a, =1+1 \\end{document} $x$ TY  - BOOK\n#'


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """A registry whose name and maker try to break out of every format."""
    text = (
        entry("demo", FACTS).replace('"Somebody"', json.dumps(HOSTILE)).replace('"Demo"', json.dumps(HOSTILE))
    )
    path = tmp_path / "hostile.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("registry", ["files", "hostile"])
def test_reference_managers_read_what_is_written(
    run: Run, request: pytest.FixtureRequest, registry: str
) -> None:
    """BibTeX, CSL-JSON, RIS and CITATION.cff, each by a reader of its own, hostile names included."""
    import yaml

    made = request.getfixturevalue(registry)
    path = made if isinstance(made, Path) else made[0]
    out = {
        style: run("cite", "demo", "--registry", path, "--style", style).out
        for style in ("bibtex", "biblatex", "csl-json", "ris", "cff")
    }
    code = str(codes_in(out["csl-json"])[0])
    for style in ("biblatex", "bibtex"):
        parsed = bibtexparser.parse_string(out[style])
        assert not parsed.failed_blocks
        assert len(parsed.entries) == 1
    assert set(parsed.entries[0].fields_dict) == {
        "title",
        "author",
        "year",
        "howpublished",
        "version",
        "urldate",
        "note",
    }
    items = json.loads(out["csl-json"])
    jsonschema.validate(items, CSL)
    references = rispy.loads(out["ris"])
    assert len(references) == 1
    assert references[0]["type_of_reference"] == "DATA"
    assert references[0]["title"] == items[0]["title"]
    citation = yaml.safe_load(out["cff"])
    assert citation["title"] == items[0]["title"]
    assert code in citation["message"]


NAME, VERIFY = (
    "Openness of OLMo 2 (Ai2): 100 of 100, OSAID-aligned",
    "olmo-2:osi-draft@1.0.0:100-100:0123456789ab",
)
HEADLINE = "Openness of OLMo 2 (Ai2): 100 of 100, OSAID-Aligned"
NOTE = f"[Rubric osi-draft 1.0.0, registry of 2026-09-05. Verify: {VERIFY}]"
CITED = Citation(
    model="olmo-2", name="OLMo 2", developer="Ai2", released="2024-11-26", score="100", top="100", code=VERIFY,
    band="OSAID-aligned", conformance="met", rubric="osi-draft 1.0.0", rubric_title="", rubric_digest="sha256:1",
    record_digest="sha256:2", registry_digest="sha256:3", registry_date="2026-09-05", disputed="", as_of="",
    openscore="1.2.0", accessed="2027-01-31", url="https://example.org/openscore",
)  # fmt: skip
BY_THE_MANUAL = {
    # D'Souza, A., & Wiseheart, M. (2018). Cognitive effects ... (Version V1) [Data set]. ICPSR. https://...
    "apa": f"OpenScore contributors. (2026). {NAME} (Version 1.2.0) [Data set]. OpenScore. https://example.org/openscore",
    "chicago": (
        f"OpenScore contributors. \u201c{HEADLINE}.\u201d Data set, version 1.2.0. OpenScore, September 5, 2026. "
        "Accessed January 31, 2027. https://example.org/openscore."
    ),
    "ieee": (
        f"OpenScore contributors, Sept. 5, 2026, \u201c{NAME},\u201d version 1.2.0, distributed by OpenScore. "
        "Accessed: Jan. 31, 2027. [Online]. Available: https://example.org/openscore"
    ),
    "oscola": (
        f"OpenScore contributors, \u2018{HEADLINE}\u2019 (OpenScore, version 1.2.0, 5 September 2026) "
        "<https://example.org/openscore> accessed 31 January 2027"
    ),
    "gb-t-7714": (
        f"OpenScore contributors. {NAME}[DS/OL]. Version 1.2.0. OpenScore, 2026(2026-09-05)[2027-01-31]. "
        "https://example.org/openscore."
    ),
}


@pytest.mark.parametrize("style", styles())
def test_each_style_follows_its_manual(style: str) -> None:
    """Order, marks and days as the manual cites a data set; the year is that of the edition, not of the reader."""
    assert f"{BY_THE_MANUAL[style]} {NOTE}" == styled(CITED, style)
    without = styled(CITED._replace(url=""), style)
    assert "example.org" not in without
    assert "accessed" not in without.casefold()
    assert without.endswith(NOTE)
    assert list(codes_in(without)) == list(codes_in(VERIFY))


NEOX = "gpt-neox:osi-draft@1.0.0:2025-06-30:43.1-44.4:0123456789ab"
OLDER = CITED._replace(
    model="gpt-neox", name="GPT-NeoX 20B", developer="EleutherAI & Co_Ltd", score="43.1\u201344.4", code=NEOX,
    band="Conditional weights", registry_date="2025-12-31", as_of="2025-06-30", openscore="1.0.0",
    accessed="2027-03-01", url="",
)  # fmt: skip
"""An interval under a corporate maker, of an edition two years before its reader, without an address."""
OLDER_NAME = "Openness of GPT-NeoX 20B (EleutherAI & Co_Ltd): 43.1\u201344.4 of 100, Conditional weights"
OLDER_HEADLINE = OLDER_NAME.replace("weights", "Weights")
OLDER_NOTE = f"Rubric osi-draft 1.0.0, registry of 2025-12-31, facts as of 2025-06-30. Verify: {NEOX}"
OLDER_STYLED = {
    "apa": f"OpenScore contributors. (2025). {OLDER_NAME} (Version 1.0.0) [Data set]. OpenScore.",
    "chicago": (
        f"OpenScore contributors. \u201c{OLDER_HEADLINE}.\u201d Data set, version 1.0.0. OpenScore, "
        "December 31, 2025."
    ),
    "ieee": (
        f"OpenScore contributors, Dec. 31, 2025, \u201c{OLDER_NAME},\u201d version 1.0.0, "
        "distributed by OpenScore."
    ),
    "oscola": (
        f"OpenScore contributors, \u2018{OLDER_HEADLINE}\u2019 (OpenScore, version 1.0.0, 31 December 2025)"
    ),
    "gb-t-7714": (
        f"OpenScore contributors. {OLDER_NAME}[DS/OL]. Version 1.0.0. OpenScore, "
        "2025(2025-12-31)[2027-03-01]."
    ),
}
TITLE_IN_TEX = (
    r"Openness of {GPT-NeoX 20B} ({EleutherAI \& Co\_Ltd}): 43.1--44.4 of 100, {Conditional weights}"
)
REST_IN_TEX = f"""\
  version = {{1.0.0, rubric osi-draft 1.0.0, registry of 2025-12-31, facts as of 2025-06-30}},
  urldate = {{2027-03-01}},
  note = {{verify {NEOX}, rubric sha256:1, record sha256:2, registry sha256:3}},
}}"""
OLDER_FILES = {
    bibtex: f"""\
@misc{{openscore-gpt-neox-osi-draft-1-0-0,
  title = {{{TITLE_IN_TEX}}},
  author = {{{{OpenScore contributors}}}},
  year = {{2025}},
  howpublished = {{Data set, version 1.0.0}},
{REST_IN_TEX}""",
    biblatex: f"""\
@dataset{{openscore-gpt-neox-osi-draft-1-0-0,
  title = {{{TITLE_IN_TEX}}},
  author = {{{{OpenScore contributors}}}},
  date = {{2025-12-31}},
  publisher = {{OpenScore}},
{REST_IN_TEX}""",
    ris: f"""\
TY  - DATA
TI  - {OLDER_NAME}
AU  - OpenScore contributors
PY  - 2025
DA  - 2025/12/31
PB  - OpenScore
ET  - 1.0.0
N1  - {OLDER_NOTE}
Y2  - 2027/03/01
ER  - """,
    cff: f"""\
cff-version: 1.2.0
message: "{OLDER_NOTE}"
title: "{OLDER_NAME}"
type: dataset
authors:
  - name: "OpenScore contributors"
version: "1.0.0"
date-released: "2025-12-31"
license: CC-BY-4.0""",
}


@pytest.mark.parametrize("style", styles())
def test_an_older_edition_without_an_address_follows_the_manual(style: str) -> None:
    """Year and days are the edition's; no address, and no day of access where a style binds it to one."""
    assert f"{OLDER_STYLED[style]} [{OLDER_NOTE}]" == styled(OLDER, style)


@pytest.mark.parametrize("made", OLDER_FILES, ids=lambda made: made.__name__)
def test_each_file_format_follows_its_specification(made: Callable[[Citation], str]) -> None:
    """Every field of an entry with capitals, an interval, an ampersand and an underscore, to the letter."""
    assert OLDER_FILES[made] == made(OLDER)


def test_an_item_of_csl_follows_its_schema() -> None:
    """A literal author, days in parts, and an address only where one is set."""
    assert csl_item(OLDER) == {
        "id": "openscore-gpt-neox-osi-draft-1.0.0",
        "type": "dataset",
        "title": OLDER_NAME,
        "author": [{"literal": "OpenScore contributors"}],
        "issued": {"date-parts": [[2025, 12, 31]]},
        "accessed": {"date-parts": [[2027, 3, 1]]},
        "version": "1.0.0",
        "publisher": "OpenScore",
        "note": OLDER_NOTE,
    }
    assert csl_item(CITED)["URL"] == "https://example.org/openscore"


@pytest.mark.parametrize("made", [bibtex, biblatex, ris, cff])
def test_an_address_stands_in_each_file_format_where_one_is_set(made: Callable[[Citation], str]) -> None:
    """In the field that the format has for it."""
    field = {
        bibtex: "  url = {https://example.org/openscore},",
        biblatex: "  url = {https://example.org/openscore},",
        ris: "UR  - https://example.org/openscore",
        cff: 'url: "https://example.org/openscore"',
    }[made]
    assert field in made(CITED).splitlines()
    assert "example.org" not in made(CITED._replace(url=""))


def test_capitals_of_names_are_kept_and_the_reader_changes_no_year() -> None:
    """Braces keep them in a style that writes titles in small letters."""
    assert "title = {Openness of {OLMo 2} ({Ai2}): 100 of 100, {OSAID-aligned}}," in bibtex(CITED)
    assert "year = {2026}" in bibtex(CITED)
    assert "PY  - 2026" in ris(CITED)
    assert csl_item(CITED)["issued"] == {"date-parts": [[2026, 9, 5]]}


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("style", styles())
def test_each_style_names_all_that_is_needed(
    run: Run, files: tuple[Path, Path], rubric: Rubric, style: str, lang: str
) -> None:
    """Title, score, publisher, rubric and code, in one line."""
    result = run("cite", "demo", "--registry", files[0], "--style", style, "--lang", lang)
    assert (result.code, result.err) == (0, "")
    line = result.out.strip()
    assert "\n" not in line
    assert all(wanted in line for wanted in ("Demo", f"osi-draft {rubric.version}", "OpenScore"))
    assert codes_in(line)


@pytest.mark.usefixtures("few")
def test_a_difference_is_told_from_file_to_file(run: Run, files: tuple[Path, Path]) -> None:
    """Facts with their reason, and the score before and after; as text, JSON and CSV."""
    result = run("diff", *files)
    assert result.code == 0
    assert "models.demo training-code.availability: public -> partial (since 2026-05-06" in result.out
    assert "scores that changed under osi-draft" in result.out
    data = json.loads(run("diff", *files, "--format", "json").out)
    assert [one["id"] for one in data["scores"]] == ["demo"]
    before, after = data["scores"][0]["before"]["score"], data["scores"][0]["after"]["score"]
    assert after["high"] < before["high"]
    assert run("diff", *files, "--format", "csv").out.startswith("id,before,after,rank,band\ndemo,")
    assert run("diff", files[0], files[0]).out.endswith(": nothing changed\n")


@pytest.mark.usefixtures("few")
def test_a_difference_is_told_between_revisions(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A citation made from one commit verifies on a later one, which says what was edited."""
    monkeypatch.chdir(tmp_path)

    def git(*words: str) -> None:
        author = ["-c", "user.name=T", "-c", "user.email=t@example.org"]
        subprocess.run(["git", *author, *words], check=True, capture_output=True)

    git("init", "-q")
    (tmp_path / "rubrics").mkdir()
    for name in ("licenses.toml", "rubrics/osi-draft.toml"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    models = tmp_path / "models.toml"
    for availability in ("public", "approval"):
        models.write_text(entry("demo", {**FACTS, "weights.availability": availability}), encoding="utf-8")
        git("add", ".")
        git("commit", "-q", "-m", availability)
    result = run("diff", "HEAD~1", "HEAD")
    assert result.code == 0
    assert "models.demo weights.availability: public -> approval" in result.out
    git("checkout", "-q", "HEAD~1")
    code = str(codes_in(run("cite", "demo", "--registry", "models.toml").out)[0])
    git("checkout", "-q", "-")
    result = run("verify", code, "--registry", "models.toml", "--from", "HEAD~1")
    assert result.code == 1
    assert "models.demo weights.availability: public -> approval" in result.out


def test_a_change_of_a_published_score_is_named_in_the_changelog(run: Run) -> None:
    """Every model whose score differs from the latest kept edition stands under Scores in the changelog."""
    if not edition_files():
        pytest.skip("no edition is kept yet")
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    unreleased = changelog.partition("## [Unreleased]")[2].partition("\n## ")[0]
    named = unreleased.partition("### Scores")[2].partition("\n### ")[0]
    moved = json.loads(run("diff", "--scores", "--format", "json").out)["scores"]
    # A rank also moves when others pass by: that is no change of the score.
    parts = ("score", "band")
    changed = [
        one
        for one in moved
        if one["before"]
        and (not one["after"] or any(one["after"][part] != one["before"][part] for part in parts))
    ]
    missing = [one["id"] for one in changed if f"`{one['id']}`" not in named]
    assert not missing, f"name these under Scores in CHANGELOG.md: {', '.join(missing)}"


def test_the_shipped_registry_gives_every_record_its_own_code(registry: Registry, rubric: Rubric) -> None:
    """No two records share a digest."""
    found = [code_of(assess(record, rubric)).digest for record in registry if record.kind in rubric.subjects]
    assert len(found) == len(set(found))


@pytest.mark.parametrize("piece", ["a", "a:", "a:b@1.0.", "a:b@1.0.0:1.0-"])
def test_no_text_makes_the_search_for_codes_slow(piece: str) -> None:
    """A text of one repeated piece, which a careless pattern would go over again and again."""
    assert codes_in(piece * 300_000) == ()
