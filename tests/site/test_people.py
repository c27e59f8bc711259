"""The site is made for people: axe finds nothing, the keyboard is enough, every page stands alone and prints."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browser import SCHEMES
from site_pages import ROWS, follow, names, visited

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

KINDS = (
    "index.html",
    "ranking/mof-1.0.html",
    "compare.html?models=open-one,shut,wide",
    "compare/mof-1.0.html?models=open-one,shut",
    "models/open-one.html",
    "models/hostile.html",
    "makers/index.html",
    "makers/open-lab.html",
    "licenses/index.html",
    "licenses/Apache-2.0.html",
    "rubrics/index.html",
    "rubrics/osi-draft.html",
    "frameworks.html",
    "changes.html",
    "changes/2026-11-26.html",
    "method.html",
    "correct.html",
    "interface.html",
)
LOOKS = {
    "en": ((320, "light"), (768, "dark"), (1440, "light")),
    "zh": ((320, "dark"), (768, "light"), (1440, "dark")),
}
"""Each width in each scheme, in one language or the other: colors do not hang on the words."""


def kind(page: str) -> tuple[str, str]:
    """Return what kind a page is of: its folder, and its name where that is no model, maker, license and so on."""
    path = Path(page.partition("?")[0])
    return (path.parent.name, path.name if path.parent.name == "" or path.name == "index.html" else "")


def test_every_kind_of_page_is_looked_at(site: Path) -> None:
    """A page that the site gains is among those that axe looks at, or of the kind of one."""
    pages = (page.relative_to(site / "en").as_posix() for page in (site / "en").rglob("*.html"))
    assert {kind(page) for page in pages} == {kind(page) for page in KINDS}


BEYOND = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
"""How far a page is wider than its window."""


UNFOLD = """() => {
    for (const one of document.querySelectorAll("details")) one.open = true;
    for (const one of document.querySelectorAll("tbody")) for (const row of [...one.rows].slice(8)) row.remove();
}"""
"""All that folds is opened; of long tables the first rows stay, as the others are of their kind."""


def objections(tab: Page) -> list[str]:
    """Return what axe-core objects to, one line an element; the size of targets counts too, as WCAG 2.2 has it."""
    found = tab.evaluate(
        "() => axe.run({ preload: false, resultTypes: ['violations'], rules: { 'target-size': { enabled: true } } })"
    )
    return [f"{one['id']}: {node['html'][:150]}" for one in found["violations"] for node in one["nodes"]]


def look_at(tab: Page, looks: Sequence[tuple[int, str]]) -> None:
    """Fail at what axe-core objects to in some looks of a page, and where it is wider than its window."""
    from axe_playwright_python.sync_playwright import Axe

    tab.evaluate(Axe().axe_script)
    tab.evaluate(UNFOLD)
    for width, scheme in looks:
        tab.set_viewport_size({"width": width, "height": 900})
        tab.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        assert objections(tab) == [], (width, scheme)
        assert tab.evaluate(BEYOND) <= 0, width


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("page", KINDS)
def test_axe_finds_nothing_in_any_look_of_a_kind_of_page(
    site: Path, browser: Browser, page: str, language: str
) -> None:
    """In English and Chinese, on a phone, a tablet and a desk, light and dark, with all that folds open."""
    path, mark, search = page.partition("?")
    with visited(browser, site / language / path, mark + search, bypass_csp=True) as tab:
        look_at(tab, LOOKS[language])


@pytest.mark.parametrize("view", ["", "#model-open-one", "?models=open-one,shut#compare-page"])
def test_axe_finds_nothing_in_the_site_as_one_file(single: Path, browser: Browser, view: str) -> None:
    """In each of its views, on a phone in the dark and on a desk in the light."""
    with visited(browser, single, view, bypass_csp=True) as tab:
        assert tab.locator("h1:visible").count() == 1
        look_at(tab, ((320, "dark"), (1440, "light")))


PHONE = {"viewport": {"width": 320, "height": 640}}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_phone_shows_models_before_anybody_scrolls(
    ranking_site: Path, browser: Browser, language: str
) -> None:
    """The first window of the ranking has its first rows, however small it is."""
    with visited(browser, ranking_site / language / "index.html", **PHONE) as tab:
        names(tab)
        assert tab.locator(ROWS).nth(1).bounding_box()["y"] < 640 - 24  # type: ignore[index]


CUT = """() => [...document.querySelectorAll(".table")]
    .filter((one) => one.scrollWidth > one.clientWidth && !one.querySelector(".heat"))
    .map((one) => one.getAttribute("aria-label"))"""


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_table_is_cut_on_a_phone(site: Path, browser: Browser, language: str) -> None:
    """Names turn into rows where columns do not fit: nothing but the heat map of all models goes sideways."""
    for page in KINDS:
        path, mark, search = page.partition("?")
        with visited(browser, site / language / path, mark + search, **PHONE) as tab:
            assert tab.evaluate(CUT) == [], page


@pytest.mark.parametrize(("language", "width"), [("zh", 700), ("zh", 1440), ("en", 1344), ("en", 1440)])
def test_bands_stand_on_one_line(ranking_site: Path, browser: Browser, language: str, width: int) -> None:
    """A name of a band does not break where there is room, beside the plots and in Chinese too."""
    with visited(
        browser, ranking_site / language / "index.html", viewport={"width": width, "height": 900}
    ) as tab:
        names(tab)
        heights = "() => [...document.querySelectorAll('td.c-band')].map((one) => { const range = document.createRange(); range.selectNodeContents(one); return range.getClientRects().length; })"
        assert set(tab.evaluate(heights)) == {1}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_word_of_a_picture_stands_outside_it(ranking_site: Path, browser: Browser, language: str) -> None:
    """However long the names of a framework's criteria are: what is beside a picture stays legible."""
    pages = [
        ranking_site / language / "index.html",
        *sorted((ranking_site / language).glob("ranking/*.html")),
    ]
    outside = "() => [...document.querySelectorAll('.plot text')].filter((one) => { const [word, all] = [one, one.closest('svg')].map((part) => part.getBoundingClientRect()); return word.left < all.left - 1 || word.right > all.right + 1; }).map((one) => one.textContent)"
    for page in pages:
        with visited(browser, page, viewport={"width": 1440, "height": 900}) as tab:
            assert tab.locator(".plot .name").count() > 0
            assert [] == tab.evaluate(outside), page.name


@pytest.mark.parametrize("has_script", [True, False])
def test_the_answers_stand_open_on_paper(site: Path, browser: Browser, has_script: bool) -> None:
    """What each answer rests on is printed, whatever is folded, and so is one citation."""
    page = site / "en" / "models" / "open-one.html"
    with visited(browser, page, java_script_enabled=has_script) as tab:
        inside = [tab.locator(".leaf .grounds").first, tab.locator(".cite pre").first]
        assert [one.is_visible() for one in inside] == [False, False]
        tab.emulate_media(media="print")
        assert [one.is_visible() for one in inside] == [True, True]
        assert tab.locator(".cite").nth(1).is_hidden()


def test_a_ranking_on_paper_has_all_its_columns(ranking_site: Path, browser: Browser) -> None:
    """The sheet is narrower than a window; criteria and days are printed all the same, and nothing is cut."""
    sheet = {"width": 718, "height": 1000}  # A4 between the margins of Chromium.
    with visited(browser, ranking_site / "en" / "index.html", viewport=sheet) as tab:
        names(tab)
        last = tab.locator(f"{ROWS} .c-released").first
        assert not last.is_visible()
        tab.emulate_media(media="print")
        assert last.is_visible()
        assert tab.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


def test_a_heat_map_on_paper_can_be_read(site: Path, browser: Browser) -> None:
    """It has a broad sheet to itself, fits it, and no letter of it is smaller than eight points."""
    sheet = {"width": 1046, "height": 718}  # A4 on its side, less a centimeter at each edge.
    with visited(browser, site / "en" / "frameworks.html", viewport=sheet) as tab:
        tab.emulate_media(media="print")
        sizes = tab.locator(".heat :is(th, td)").evaluate_all(
            "cells => cells.map(cell => parseFloat(getComputedStyle(cell).fontSize))"
        )
        assert min(sizes) >= 8 * 96 / 72 - 0.1
        assert tab.locator(".table:has(> .heat)").evaluate("box => getComputedStyle(box).page") == "broad"
        assert tab.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on this machine, and yield its address without a slash."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *told: object) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def test_the_site_works_below_any_path_of_a_host(site: Path, browser: Browser) -> None:
    """From the front door to a model in the other language, all addresses are relative."""
    with (
        served(site.parent) as host,
        visited(browser, f"{host}/{site.name}/index.html", color_scheme="dark") as tab,
    ):
        tab.wait_for_url("**/out/en/index.html")
        assert "Open One 7B" in names(tab)
        follow(tab, "text=Open One 7B")
        follow(tab, "[data-language]:not([aria-current])")
        assert tab.url.endswith("/out/zh/models/open-one.html")
        assert tab.locator("h1").inner_text() == "Open One 7B"


REACHABLE = """() => [...document.querySelectorAll("a[href], button, input, select, summary, [tabindex='0']")]
    .filter((one) => one.tabIndex >= 0 && !one.disabled && one.checkVisibility()).length"""


@pytest.mark.parametrize("page", ["index.html", "compare.html?models=open-one,shut", "models/open-one.html"])
def test_the_keyboard_reaches_all_that_can_be_used_and_shows_where_it_is(
    site: Path, browser: Browser, page: str
) -> None:
    """Tab goes through every link and control once, from the way to the content on, each with an outline."""
    path, mark, search = page.partition("?")
    with visited(browser, site / "en" / path, mark + search) as tab:
        tab.evaluate("() => document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        wanted, reached = tab.evaluate(REACHABLE), set()
        for place in range(wanted + 5):
            tab.keyboard.press("Tab")
            at = tab.evaluate(
                """() => { const one = document.activeElement; if (one === document.body) return null; const all = [...document.querySelectorAll("*")];
                return [all.indexOf(one), one.textContent.slice(0, 40), getComputedStyle(one).outlineStyle]; }"""
            )
            if at is None or at[0] in reached:
                break
            assert at[2] != "none", at
            assert place or at[1] == "Skip to the content"
            reached.add(at[0])
        assert len(reached) == wanted


def test_a_page_prints_what_it_says_and_no_controls(site: Path, browser: Browser) -> None:
    """On paper the table stands without search, filters and menu, in dark ink on white."""
    with visited(browser, site / "en" / "index.html", "?pick=open-one", color_scheme="dark") as tab:
        tab.emulate_media(media="print")
        assert tab.is_visible("#ranking")
        for control in ("#tools", ".top nav", ".tray", ".pick"):
            assert not tab.locator(control).first.is_visible(), control
        assert tab.locator("#ranking thead th:visible").all_inner_texts()[1:3] == ["Model", "Openness"]
        ink = tab.evaluate("() => getComputedStyle(document.body).color")
        assert ink == "rgb(0, 0, 0)"


def test_letters_under_bars_have_the_ink_of_the_scheme(site: Path, browser: Browser) -> None:
    """What is drawn once and used in every row inherits its color from each row; no rule reaches inside."""
    inks = []
    for scheme in SCHEMES:
        with visited(browser, site / "en" / "index.html", color_scheme=scheme) as tab:
            inks.append(tab.evaluate("() => getComputedStyle(document.querySelector('.tiny')).fill"))
            rule = "() => getComputedStyle(document.querySelector('.quiet')).color"
            assert inks[-1] == tab.evaluate(rule)
    assert inks[0] != inks[1]


def test_hostile_text_is_text_in_every_view(site: Path, browser: Browser) -> None:
    """Names that are markup stand in rows, choices, columns and comparisons as they are written."""
    with visited(browser, site / "en" / "index.html", "?columns=maker&pick=hostile,open-one") as tab:
        tab.click("#filters summary")
        assert "</script><script>alert(1)</script>" in names(tab)
        assert "<img src=x onerror=alert(1)>" in tab.locator("[name=maker] option").all_inner_texts()
        assert tab.locator("main img, main script").count() == 0
    with visited(browser, site / "en" / "compare.html", "?models=hostile,open-one") as tab:
        assert "</script><script>alert(1)</script>" in tab.locator("#compare thead").first.inner_text()
        assert tab.locator("main img, main script").count() == 0
