"""The folder of pages: whole, self-contained, inert, and the same numbers as the commands."""

from __future__ import annotations

import json
import os
import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from conftest import Run

from openscore import Registry, Rubric
from openscore.language import LANGUAGES, speaking
from openscore.report.phrases import granted_phrase


class Found(HTMLParser):
    """What a page leads to, loads and says."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.typed: list[str] = []
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.ids: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        given = dict(attrs)
        self.typed += [tag] * (tag in TYPED)
        assert "style" not in given, given
        assert not [name for name in given if name.startswith("on")], given
        self.ids.add(given.get("id") or "")
        if tag == "a":
            self.links.append(given.get("href") or "")
        elif tag in ("link", "script", "img") and given.get("rel") not in ("canonical", "alternate"):
            self.loads += [value for name in ("href", "src") if (value := given.get(name))]

    def handle_endtag(self, tag: str) -> None:
        if tag in self.typed:
            self.typed.remove(tag)

    def handle_data(self, text: str) -> None:
        self.said += [] if self.typed else [text]


TYPED = ("code", "pre", "script", "style")
"""What is in these is for programs, or to be typed."""


@cache
def found(page: Path) -> Found:
    """Return what a page leads to, loads and says; no test changes it."""
    parser = Found()
    parser.feed(page.read_text(encoding="utf-8"))
    return parser


def test_every_link_of_every_page_resolves(site: Path) -> None:
    """Nothing leads nowhere, in either language, from the folder as it lies."""
    files = {str(path) for path in site.rglob("*") if path.is_file()}
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > 100
    for page in pages:
        one = found(page)
        for address in one.links + one.loads:
            split = urlsplit(address)
            if split.scheme in ("http", "https"):
                continue
            target = os.path.normpath(page.parent / unquote(split.path)) if split.path else str(page)
            assert target in files, f"{page.relative_to(site)}: {address}"


def test_pages_load_nothing_from_elsewhere_and_name_a_strict_policy(site: Path) -> None:
    """No request leaves the folder, and nothing that stands in a page can act."""
    for page in site.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert not [address for address in found(page).loads if urlsplit(address).scheme], page
        policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)
        assert policy, page
        assert "unsafe" not in policy[1]
        assert "default-src &#39;none&#39;" in policy[1]


def test_hostile_text_is_inert(site: Path) -> None:
    """Markup of a registry is text on the page, and cannot end the data of the script."""
    for page in site.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert "<img src=x" not in text, page
        assert "<script>alert" not in text, page
        assert "\u202e" not in text, page
    assert "&lt;script&gt;alert(1)" in (site / "en" / "models" / "hostile.html").read_text(encoding="utf-8")


def test_the_ranking_of_the_interface_is_that_of_the_command(
    site: Path, run: Run, site_words: list[str]
) -> None:
    """One number, whoever asks: the files hold what `openscore rank` prints."""
    told = json.loads(run("rank", "--format", "json", *site_words).out)["ranking"]
    kept = {
        one["id"]: one
        for one in json.loads((site / "api/v1/ranking.json").read_text(encoding="utf-8"))["ranking"]
    }
    assert told
    for one in told:
        assert one["score"] == kept[one["id"]]["score"]
        assert one["criteria"] == kept[one["id"]]["criteria"]


def test_a_model_has_its_code_its_facts_and_their_sources_on_its_page(site: Path) -> None:
    """What the interface says of a model, its page says too, in both languages."""
    for file in sorted((site / "api/v1/models").glob("*.json")):
        data = json.loads(file.read_text(encoding="utf-8"))
        for language in ("en", "zh"):
            text = (site / language / "models" / f"{file.stem}.html").read_text(encoding="utf-8")
            assert data["code"] in text


def test_the_page_on_doubt_tells_what_is_known_and_how_old_that_is(site: Path) -> None:
    """In all, and from the readings of the last days alone: the further back, the more."""
    page = (site / "en/method.html").read_text(encoding="utf-8")
    table = page[page.index("<caption>What is known from the readings of the last days alone") :]
    rows = re.findall(r"<tr>\s*<th[^>]*>([^<]+)</th>\s*<td[^>]*>([^<]+)</td>", table.partition("</table>")[0])
    assert ["within 30 days", "within 90 days", "within 180 days", "within 365 days", "at any time"] == [
        said for said, _ in rows
    ]
    counts = [int(facts) for _, facts in rows]
    assert sorted(counts) == counts
    assert 0 < counts[-1]


FOR_TYPING = ("interface.html",)
"""A page on how files are fetched: names of programs are its subject."""


def test_what_has_a_name_is_called_by_it(site: Path, registry: Registry, rubric: Rubric) -> None:
    """No page prints the id of a fact, a model or a band to people, but where it is to be typed."""
    facts = [path for path in registry.vocabulary.facts if "." in path]
    models = [page.stem for page in (site / "en/models").iterdir()]
    ids = {*facts, *(id for id in (*models, *(band.id for band in rubric.bands)) if "-" in id)}
    token = re.compile(r"(?<![\w./:@-])[a-z][\w.-]*\w(?![\w/:@-])")
    for page in (page for language in ("en", "zh") for page in sorted((site / language).rglob("*.html"))):
        if not any(page.relative_to(site).match(f"*/{kind}") for kind in FOR_TYPING):
            printed = {word for text in found(page).said for word in token.findall(text)} & ids
            assert not printed, (page.relative_to(site), printed)


def test_who_alone_can_grant_a_license_is_called_by_name(registry: Registry) -> None:
    """Makers that have an entry are never told by its key, in either language."""
    makers = registry.data["makers"]
    for license in registry.licenses.licenses.values():
        for id in license.data.get("licensor", {}).get("makers", ()):
            for language in LANGUAGES:
                with speaking(language):
                    assert makers[id]["name"] in granted_phrase(license, registry), license.id


def test_a_page_speaks_its_language_alone(site: Path) -> None:
    """The language of a page is that of its words, and each page leads to its other language."""
    for page in (site / "zh").rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert '<html lang="zh">' in text
        assert "跳到正文" in text
        assert f'/en/{page.relative_to(site / "zh").as_posix()}"' in text


class Heard(HTMLParser):
    """The language in which each text of a page is spoken."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, str]] = []
        self.texts: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        spoken = dict(attrs).get("lang") or (self.open[-1][1] if self.open else "")
        if tag not in VOID:
            self.open.append((tag, "" if tag in TYPED else spoken))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, text: str) -> None:
        self.texts.append((self.open[-1][1] if self.open else "", text))


VOID = ("meta", "link", "input", "img", "br", "path", "rect", "circle", "use", "stop")


def test_english_sentences_on_chinese_pages_are_marked_as_english(site: Path) -> None:
    """What has no translation is spoken in its own language: evidence, summaries, reasons of rubrics."""
    sentence = re.compile(r"[A-Za-z][a-z]*( [a-z]+){4,}")
    seen = 0
    for page in sorted((site / "zh").rglob("*.html")):
        parser = Heard()
        parser.feed(page.read_text(encoding="utf-8"))
        for spoken, text in parser.texts:
            if sentence.search(text) and not re.search("[\u4e00-\u9fff]", text):
                assert spoken in ("en", ""), (page.relative_to(site), text)
                seen += spoken == "en"
    assert seen > 20


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path: Path, run: Run) -> None:
    """Only what the command wrote before is replaced."""
    (tmp_path / "letter.txt").write_text("dear", encoding="utf-8")
    said = run("site", "build", "-o", str(tmp_path))
    assert said.code == 2
    assert "did not make it" in said.err
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_a_failed_build_leaves_the_old_site(
    site: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A site is written whole or not at all."""
    from openscore.site import build

    target = tmp_path / "out"
    target.mkdir()
    (target / build.MARK).write_text("old", encoding="utf-8")

    def broken(world: object) -> object:
        yield "index.html", "new"
        raise OSError(28, "no space left on device")

    monkeypatch.setattr(build, "files_of", broken)
    with pytest.raises(Exception, match="no space"):
        build.build(None, target)  # type: ignore[arg-type]
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert (target / build.MARK).read_text(encoding="utf-8") == "old"


def test_the_page_on_frameworks_tells_what_is_proven_between_them(site: Path, run: Run) -> None:
    """Each answer is that of `openscore rubrics --against`, with the counter-example as a command."""
    from openscore import load_rubric
    from openscore.analysis.implication import PROVEN
    from openscore.report.text import titled

    told = json.loads(run("rubrics", "osi-draft", "--against", "ntia-2024", "--format", "json").out)[
        "answers"
    ]
    [answer] = [one for one in told if one["premise"]["line"] == "conformance"]
    text = (site / "en" / "frameworks.html").read_text(encoding="utf-8")
    [row] = [
        line
        for line in text.splitlines()
        if f">{titled(load_rubric('ntia-2024').title)}: all points</td>" in line
    ]
    assert (answer["state"] == PROVEN) == ("yes, proven" in row)
    assert answer["state"] == PROVEN


def test_lines_between_frameworks_are_told_in_the_language_of_the_page(site: Path) -> None:
    """A line that stands for no words of a rubric has a name in each language, whoever asked for it first."""
    spoken = [(site / one / "frameworks.html").read_text(encoding="utf-8") for one in ("en", "zh")]
    assert [page.count("all points") > 0 for page in spoken] == [True, False]
    assert "满分" in spoken[1]


def test_numbers_on_chinese_pages_are_joined_in_chinese(site: Path) -> None:
    """What is worked out once for both languages is told by each page in its own."""
    pages = sorted((site / "zh").rglob("*.html"))
    assert pages
    for page in pages:
        assert not re.search(r">\s*[-−\d.]+ to [-−\d.]+\s*<", page.read_text(encoding="utf-8")), page
