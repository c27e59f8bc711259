"""Reports tell all that decides: terms and clauses, unknowns by name, numbered references, codes; in words."""

from __future__ import annotations

import io
import itertools
import re
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import docx
import html5lib
import pytest
from conftest import Run
from samples import entry, made

from openscore import Registry, Rubric, assess, load_registry, load_rubric
from openscore.analysis.citation import code_of
from openscore.engine.rank import rank
from openscore.engine.reasons import grounds
from openscore.interval import Interval
from openscore.language import LANGUAGES, speak
from openscore.report.documents import plot
from openscore.report.documents.brief import brief
from openscore.report.documents.docx import EAST_ASIAN, WIDTH, column_widths, render
from openscore.report.documents.dossier import dossier
from openscore.report.documents.page import Bar, Cited, Mark, Page, Plot, Table
from openscore.report.documents.plot import svg
from openscore.report.phrases import clause_phrase
from openscore.report.text import DASH
from openscore.report.views.bibliography import Bibliography, Refs, host_name, place_name
from openscore.report.views.export import Export
from openscore.report.views.naming import fact_name, license_name, unknown_names
from openscore.report.views.ranking import shown_score
from openscore.resources import rubric_files

TEN = (
    "olmo-2",
    "llama-2",
    "gpt-4",
    "deepseek-r1",
    "bloom",
    "whisper-large-v3",
    "gemma-1",
    "grok-1",
    "gpt-2",
    "qwen3",
)
DOCUMENTS = [
    ("export", "md", "llama-2"),
    ("export", "html", "llama-2"),
    ("report", "--model", "llama-2"),
    ("report", "--model", "llama-2", "--format", "html"),
    ("export", "html", *TEN),
    ("report", *[word for id in TEN for word in ("--model", id)]),
    ("report", *[word for id in TEN for word in ("--model", id)], "--format", "html"),
]
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def plain(text: str) -> str:
    """Return the text of a Markdown or HTML page without its markup."""
    if text.startswith("<!DOCTYPE"):
        text = "".join(html5lib.parse(text, namespaceHTMLElements=False).find("body").itertext())
    return " ".join(text.replace("\\", "").split())


@pytest.mark.parametrize("words", DOCUMENTS, ids=lambda words: f"{words[0]} {len(words)} {words[-1]}")
def test_what_decides_is_told(run: Run, registry: Registry, rubric: Rubric, words: tuple[str, ...]) -> None:
    """Of each limiting term its clause and what it says; unknowns by name; gates in words; a code a model."""
    text = plain(run(*words).out)
    ids = [id for id in words if id in TEN]
    for id in ids:
        assessment = assess(registry[id], rubric)
        assert str(code_of(assessment)) in text
        for name, typed in unknown_names(assessment):
            assert f"{name} ({typed})" in text
        for result in assessment.gates:
            assert result.gate.title["en"] in text
        for result in assessment.leaves():
            for ground in grounds(assessment, result):
                for term in ground.licenses:
                    scale = rubric.vocabulary.terms[term.term].scale
                    if term.stated is None or scale.bits[term.stated.value] & 1:
                        continue
                    assert registry.licenses.licenses[term.license].name in text
                    assert clause_phrase(term.stated.clause) in text
                    assert " ".join(term.stated.evidence.shows.rstrip(".").split()) in text
    for band in rubric.bands:
        assert " ".join(band.means["en"].split()) in text


def test_a_gate_is_told_with_the_models_that_it_limits(run: Run, registry: Registry, rubric: Rubric) -> None:
    """In a brief on several models no gate reads as if it closed for all of them."""
    ids = ("olmo-2", "dolly-v2", "llama-2", "opt-175b")
    lines = run(
        "report", *(word for id in ids for word in ("--model", id)), "--format", "md"
    ).out.splitlines()
    told = [
        line.replace("\\", "").partition(": The band cannot exceed")
        for line in lines
        if "cannot exceed" in line
    ]
    assert all(text for _, text, _ in told)
    for id in ids:
        named = [line for line in told if registry[id].name in line[0]]
        gates = assess(registry[id], rubric).gates
        assert len(gates) == len(named), id
        for gate in gates:
            assert any(gate.gate.title["en"] in line[2] for line in named)


@pytest.mark.parametrize("words", DOCUMENTS, ids=lambda words: f"{words[0]} {len(words)} {words[-1]}")
def test_every_reference_is_numbered_and_led_to(run: Run, words: tuple[str, ...]) -> None:
    """Numbers run from 1, each number of the text leads to one, and each is led to."""
    text = run(*words).out
    if text.startswith("<!DOCTYPE"):
        tree = html5lib.parse(text, namespaceHTMLElements=False)
        anchors = [
            int(node.get("value")) for node in tree.iter("li") if node.get("id", "").startswith("ref-")
        ]
        links = [node for node in tree.iter("a") if node.get("href").startswith("#ref-")]
        led = set()
        for node, behind in zip(links, [*links[1:], None], strict=True):
            number = int(node.get("href")[5:])
            assert node.text == str(number)
            led |= set(range(number, int(behind.get("href")[5:]) if node.tail == DASH else number + 1))
        assert all(node.get("id") == f"ref-{node.get('value')}" for node in tree.iter("li") if node.get("id"))
    else:
        anchors = [int(number) for number in re.findall(r'^\d+\. <a id="ref-(\d+)"></a>', text, re.MULTILINE)]
        spans = re.findall(rf"\]\(#ref-(\d+)\)(?:{DASH}\[\d+\]\(#ref-(\d+)\))?", text)
        led = {number for first, last in spans for number in range(int(first), int(last or first) + 1)}
    assert anchors == list(range(1, len(anchors) + 1))
    assert led == set(anchors)
    assert len(anchors) > 5


def test_no_license_is_called_by_its_id_alone(run: Run) -> None:
    """The name stands in sentences; the id once, behind the name, where the license's table begins."""
    for words in DOCUMENTS[:4]:
        text = plain(run(*words).out)
        assert text.count("LicenseRef-scancode-llama-2-license-2023") == 1
        assert "Llama 2 Community License Agreement (LicenseRef-scancode-llama-2-license-2023)" in text


@pytest.mark.parametrize("id", ["gpt-4", "claude-4", "midjourney", "bloomberggpt"])
def test_nothing_is_said_of_terms_where_there_is_no_license(run: Run, id: str) -> None:
    """A model whose parameters are not out has no license that may change, and meets nothing by that."""
    text = plain(run("export", "md", id).out)
    section = text.partition("Use limits")[2].partition("Gates")[0]
    assert "may change" not in section
    assert "| Terms: " not in text or re.search(r"\| Terms: [^|]+\| met ", text) is None


def test_names_in_words(registry: Registry) -> None:
    """Of facts by component and aspect, of licenses by text, of expressions by each of their texts."""
    vocabulary, table = registry.vocabulary, registry.licenses
    assert fact_name("weights.availability", vocabulary) == "Weights"
    assert fact_name("weights.license", vocabulary) == "Weights, license"
    assert fact_name("terms.cap", vocabulary) == "User or revenue cap"
    assert fact_name("no.such", vocabulary) == "no.such"
    assert license_name("MIT", table) == "MIT License"
    assert license_name("MIT AND Apache-2.0", table) == "MIT License AND Apache License 2.0"
    assert license_name("NONE", table) == "none stated"
    assert license_name("something of our own", table) == "something of our own"


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        ("2", "clause 2"),
        ("1.b.v", "clause 1.b.v"),
        ("IV", "clause IV"),
        ("opening paragraph", "opening paragraph"),
        ("Grant of License", "Grant of License"),
        ("none", "no clause limits it"),
    ],
)
def test_places_of_a_license(clause: str, expected: str) -> None:
    """A number is a clause, a place without one is named as it is, and no clause is said to be none."""
    assert clause_phrase(clause) == expected


# --- Word


def word_file(run: Run, folder: Path, *words: str) -> Any:
    """Return the document that a brief becomes."""
    file = folder / "brief.docx"
    assert run("report", *words, "-o", file).code == 0
    return docx.Document(str(file))


def test_a_word_file_has_real_tables_that_fit_and_references_that_are_led_to(
    run: Run, tmp_path: Path
) -> None:
    """No cell is empty of text or drawn with blocks; every link inside leads to a bookmark."""
    document = word_file(run, tmp_path, *[word for id in TEN for word in ("--model", id)])
    for table in document.tables:
        assert sum(column.width.cm for column in table.columns) <= WIDTH + 0.01
        assert not any("\N{FULL BLOCK}" in cell.text for row in table.rows for cell in row.cells)
        assert all(row.cells[0].text for row in table.rows)
        # Word lets a first cell stick out by its margin, 0.19 cm in this style, unless it is indented.
        assert [one.get(f"{WORD}w") for one in table._tbl.iter(f"{WORD}tblInd")] == ["108"]
    body = document.element.body
    marks = {mark.get(f"{WORD}name") for mark in body.iter(f"{WORD}bookmarkStart")}
    links = {link.get(f"{WORD}anchor") for link in body.iter(f"{WORD}hyperlink")} - {None}
    led = set(links)
    for paragraph in body.iter(f"{WORD}p"):
        said = list(paragraph)
        for before, between, after in zip(said, said[1:], said[2:], strict=False):
            if before.tag == after.tag == f"{WORD}hyperlink" and between.text == DASH:
                ends = [int(end.get(f"{WORD}anchor")[3:]) for end in (before, after)]
                led |= {f"ref{number}" for number in range(*ends)}
    assert led == marks
    assert len(marks) > 20


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_word_file_names_fonts_and_languages(run: Run, tmp_path: Path, language: str) -> None:
    """As the case zh-brief-in-word asks: no font of the theme, Chinese as the language of East Asian text."""
    document = word_file(run, tmp_path, "--model", "llama-2", "--lang", language)
    font, tag = EAST_ASIAN[language]
    fonts = list(document.styles.element.iter(f"{WORD}rFonts"))
    assert fonts
    for one in fonts:
        assert one.get(f"{WORD}eastAsia") == font
        assert not [key for key in one.attrib if key.endswith("heme")]
    assert {one.get(f"{WORD}eastAsia") for one in document.styles.element.iter(f"{WORD}lang")} == {tag}
    assert {one.get(f"{WORD}eastAsia") for one in document.settings.element.iter(f"{WORD}themeFontLang")} == {
        tag
    }
    assert not any(run.italic for paragraph in document.paragraphs for run in paragraph.runs)
    properties = document.core_properties
    assert {properties.created.date(), properties.modified.date()} <= {date.today()}
    assert properties.language == language


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (f"https://example.org/a/b/blob/{'0' * 40}/docs/CARD.md", "example.org: a/b/docs/CARD.md"),
        (f"https://example.org/a/b/-/tree/{'0' * 40}", "example.org: a/b"),
        ("https://example.org/a/b/issues/1168", "example.org: a/b/issues/1168"),
        ("https://example.org/", "example.org"),
        ("http://[example", "http://[example"),
    ],
)
def test_a_document_without_a_title_is_named_by_its_place(url: str, expected: str) -> None:
    """Repository and file tell readers what was read; a number or README.md alone does not."""
    assert place_name(url) == expected
    assert host_name(url) == expected.partition(": ")[0]


def test_who_owns_a_repository_publishes_what_stands_in_it(tmp_path: Path) -> None:
    """Also where it bears out a model of others as the first party; elsewhere its maker does."""
    owner = '[makers.lab]\nname = "The Lab"\naliases = ["thelab"]\n[makers.lab.documents]\n'
    published = {
        "https://github.com/TheLab/tool/blob/main/LICENSE": "The Lab",
        "https://huggingface.co/thelab/one": "The Lab",
        "https://github.com/nobody/tool": "Somebody",
        "https://example.org/thelab/one": "Somebody",
    }
    for url, by in published.items():
        text = entry(facts={"weights.availability": "public"}).replace("https://example.org/demo", url)
        file = tmp_path / "registry.toml"
        file.write_text(owner + text, encoding="utf-8")
        registry = load_registry(file, shipped=False)
        bibliography = Bibliography(registry, registry)
        bibliography.cite(registry["demo"].fact("weights.availability").evidence.sources)
        assert f"Published by {by}, read" in bibliography.entries[0].text, url


def test_widths_follow_what_columns_hold() -> None:
    """The longest text gets the most room; a column of one word is no wider than its word asks."""
    long = "a text of many words " * 12
    table = Table(
        "x", ("Name", "Score", "Text"), (("demo", Bar((1, 2), "1–2"), long), ("x", "3", Cited((long,))))
    )  # type: ignore[arg-type]
    widths = column_widths(table)
    assert sum(widths) == pytest.approx(WIDTH)
    assert max(widths) == widths[2]
    assert widths[0] < 4


def test_no_word_of_a_table_breaks() -> None:
    """The bold header and the bold first column count as wide as they are, beside a long neighbor."""
    long = "a text of many words " * 30
    header = ("Criterion", "Open", "In part", "Closed", "Not established")
    widths = column_widths(Table("x", header, (("License restrictions", long, DASH, DASH, DASH),)))
    # At 9 points a bold letter of the widest stand-in, DejaVu Sans Bold, takes 0.69 of 9 points on average.
    letter = 0.69 * 9 / 72 * 2.54
    for width, word in zip(widths, ("restrictions", "Open", "part", "Closed", "established"), strict=True):
        assert width - 0.38 > letter * len(word), word


def test_numbers_in_a_row_are_said_as_a_range() -> None:
    """Two stand one by one; three or more as their ends."""
    assert Refs((1, 2, 22, 23, 24, 30)).spans == ((1,), (2,), (22, 24), (30,))
    assert Refs((4, 5)).spans == ((4,), (5,))
    assert Refs(()).spans == ()


def test_only_short_rows_stay_whole(tmp_path: Path) -> None:
    """A tall row may break over pages, so that it leaves no half page empty; the header repeats."""
    import docx
    from docx.oxml.ns import qn

    tall = "a text of many words " * 60
    page = Page("x", (Table("x", ("Name", "Text"), (("short", "few"), ("tall", tall))),))
    (tmp_path / "x.docx").write_bytes(render(page))
    (table,) = docx.Document(str(tmp_path / "x.docx")).tables
    assert [row._tr.find(f".//{qn('w:cantSplit')}") is not None for row in table.rows] == [True, True, False]
    assert table.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None


def test_models_of_one_name_are_told_apart_wherever_they_are_named(rubric: Rubric) -> None:
    """In the summary, the gates, the terms, the limits and the codes of a brief, and in a report."""
    model = {"weights.availability": "public", "weights.license": "LicenseRef-scancode-llama-2-license-2023"}
    text = "".join(entry(id, name="Twin", facts=model) for id in ("one", "other"))
    twins = made(text)
    ranked = rank(twins, rubric)
    export = Export(ranked, rubric, twins, ranked)
    for page in (brief(export), dossier(export)):
        bare = [place for place in re.findall(r"Twin(.{3})", repr(page)) if not place.startswith(" (o")]
        assert not bare, page.title


def test_what_no_document_was_read_of_has_no_day_of_reading(rubric: Rubric) -> None:
    """A registry without a fact is not said to be read until the day of some license."""
    empty = made(
        '[models.bare]\nname = "Bare"\ndeveloper = "X"\nkind = "model"\nmodality = ["text"]\nsummary = "x"\n'
    )
    ranked = rank(empty, rubric)
    assert "no fact stated" in repr(brief(Export(ranked, rubric, empty, ranked)))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_pages_carry_no_marks_of_data_files(registry: Registry, lang: str) -> None:
    """No backtick of a rubric stands in a brief or a report, under any rubric."""
    speak(lang)
    for id in rubric_files():
        judged = load_rubric(id)
        ranked = rank(registry, judged)
        if not ranked:
            continue
        export = Export(ranked[:2], judged, registry, ranked)
        for page in (brief(export), dossier(export)):
            assert "`" not in repr(page), (id, page.title)


def test_places_of_a_license_are_named_in_chinese(registry: Registry) -> None:
    """Places without a heading are translated, each of several; numbers and headings stay as the text has them."""
    speak("zh")
    assert clause_phrase("opening paragraphs") == "开头各段"
    assert clause_phrase("1.b.iv; policy: opening") == "条款 1.b.iv；政策：开头"
    assert clause_phrase("para. 3-4") == "第 3-4 段"
    assert clause_phrase("Grant of License") == "Grant of License"
    said = {
        clause_phrase(term["clause"])
        for one in registry.licenses.licenses.values()
        for term in one.data["terms"].values()
    }
    assert not {place for place in said if re.search(r"\b(paragraph|preamble|policy|whole text)\b", place)}


# --- what axe-core asks of a page, by the same rules


def luminance(color: str) -> float:
    """Return the relative luminance of `#rgb` or `#rrggbb`, as WCAG defines it."""
    digits = color[1:] if len(color) == 7 else "".join(char * 2 for char in color[1:])
    shares = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colors, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(
    "words", [DOCUMENTS[1], DOCUMENTS[3], DOCUMENTS[4]], ids=lambda words: f"{words[0]} {len(words)}"
)
def test_pages_are_accessible(run: Run, words: tuple[str, ...]) -> None:
    """Language, title, one main, headings in order, headed tables, named links, unique ids, contrast."""
    text = run(*words).out
    tree = html5lib.parse(text, namespaceHTMLElements=False)
    assert tree.get("lang") == "en"
    assert tree.findtext("head/title").strip()
    assert len(list(tree.iter("main"))) == len(list(tree.iter("h1"))) == 1
    levels = [int(node.tag[1]) for node in tree.iter() if re.fullmatch(r"h[1-6]", str(node.tag))]
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    named = [node.get("id") for node in tree.iter() if node.get("id")]
    assert len(named) == len(set(named))
    for table in tree.iter("table"):
        assert table.find("caption") is not None
        widths = {len(list(row)) for row in table.iter("tr")}
        assert len(widths) == 1
        assert all("".join(head.itertext()).strip() for head in table.iter("th"))
    for link in tree.iter("a"):
        target = link.get("href")
        assert link.get("aria-label") or "".join(link.itertext()).strip()
        assert not target.startswith("#") or target[1:] in named
    style = tree.find("head/style").text
    for color in set(re.findall(r"(?<![-\w])color: (#[0-9a-f]{3,6})", style)):
        assert contrast(color, "#ffffff") >= 4.5, color


def test_a_picture_is_described_and_nothing_scrolls_without_a_name(
    run: Run, registry: Registry, rubric: Rubric
) -> None:
    """Images say what they show; what may scroll sideways can be reached with a keyboard and has a name."""
    tree = html5lib.parse(run(*DOCUMENTS[3]).out, namespaceHTMLElements=False)
    score = shown_score(assess(registry["llama-2"], rubric))
    assert all(score in image.get("alt") for image in tree.iter("img"))
    boxes = [node for node in tree.iter("div") if node.get("tabindex") == "0"]
    assert boxes
    assert all(box.get("role") == "group" and box.get("aria-label") for box in boxes)


def test_a_service_is_marked_wherever_scores_stand_side_by_side(run: Run, registry: Registry) -> None:
    """In tables, drawings and the summary; what the mark means stands below, and no model has it."""
    words = ("--model", "chatgpt", "--model", "bloom")
    for text in (
        run("report", *words).out,
        run("export", "md", "chatgpt", "bloom").out,
        run("rank", "--format", "md").out,
    ):
        told = text.replace("\\", "")
        assert "| ChatGPT * |" in told
        assert "* a service, judged by the model that it serves." in told
        assert "| BLOOM |" in told
    assert "ChatGPT (service of OpenAI, 2022)" in run("report", *words).out
    assert "judged by the model that it serves" not in run("report", "--model", "bloom").out


def test_what_a_strict_reading_is_stands_in_whole_sentences(run: Run, registry: Registry) -> None:
    """Whatever case a rubric's note begins with, behind a stop it begins with a capital."""
    for words in (("export", "md", "bloom"), ("report", "--model", "bloom")):
        (said,) = re.findall(
            r"a self-assessment, not a certification by OSI.?", run(*words).out, re.IGNORECASE
        )
        assert said.endswith(".")
    assert "unmet. A self-assessment" in run("export", "md", "bloom").out


def test_what_is_open_in_full_has_no_weakest_criterion(run: Run) -> None:
    """The first of five equal ones is none: a table of a report says what the terminal does."""
    for words in (("rank", "--format", "md"), ("export", "md", "olmo-2")):
        row = next(line for line in run(*words).out.splitlines() if re.search(r"\| OLMo 2 +\|", line))
        assert "Weights" not in row


def test_an_address_in_a_word_file_can_be_followed(run: Run, tmp_path: Path) -> None:
    """Word makes no link of an address that nobody typed."""
    document = word_file(run, tmp_path, "--model", "bloom")
    targets = {part.target_ref for part in document.part.rels.values() if part.is_external}
    listed = {
        text for paragraph in document.paragraphs for text in re.findall(r"https?://\S+$", paragraph.text)
    }
    assert listed
    assert listed <= targets


def test_a_chinese_plot_leaves_room_for_the_fonts_of_its_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is measured here is of fonts that are here; a wide text may come out wider elsewhere."""
    shown = Mark("A", Interval(100, 100), "95.0–100.0", "与OSAID一致")

    def width(mark: Mark) -> float:
        return float(ElementTree.fromstring(svg(Plot("", "", (mark,), ()))).get("width", 0))

    plain = shown._replace(band="OSAID-aligned")
    before = width(shown), width(plain)
    monkeypatch.setattr(plot, "SPARE", 0)
    assert (before[0] - 2.5 * 19, before[1]) == (width(shown), width(plain))


def test_a_badge_is_whole(run: Run, registry: Registry, rubric: Rubric) -> None:
    """The score of the picture is the score of the page."""
    badge = ElementTree.parse(io.StringIO(run("badge", "llama-2").out)).getroot()
    assert f"{shown_score(assess(registry['llama-2'], rubric))}/100" in "".join(badge.itertext())
