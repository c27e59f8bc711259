"""The site as one file: ranking, models and comparison, with nothing beside it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import Run
from site_pages import names, visited

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


def shows(tab: Page, title: str) -> None:
    """Hold that the file shows this one page, as soon as its script has heard of the address."""
    from playwright.sync_api import expect

    expect(tab.locator("h1:visible")).to_have_text([title])


def test_one_file_has_ranking_models_and_comparison(single: Path, browser: Browser) -> None:
    """Search, a model, weights and a comparison work from it; nothing else is asked for."""
    with visited(browser, single) as tab:
        assert len(names(tab)) == 5
        tab.fill("#q", "open one")
        assert names(tab) == ["Open One 7B"]
        tab.click("text=Open One 7B")
        shows(tab, "Open One 7B")
        assert "What may I do with it?" in tab.locator("h2:visible").all_inner_texts()
        tab.go_back()
        shows(tab, "How open are AI models?")
    with visited(browser, single, "?w=data:90&models=open-one,shut#compare-page") as tab:
        shows(tab, "Models side by side")
        assert tab.locator("[data-term=data] td").count() == 3
        tab.click("#compare a:has-text('Open One 7B')")
        shows(tab, "Open One 7B")


def test_a_maker_without_a_page_keeps_its_line_under_the_name(single: Path, browser: Browser) -> None:
    """What leads nowhere inside the file is text, and looks as it does in the folder."""
    with visited(browser, single) as tab:
        row = tab.locator("#ranking tbody tr").first
        name, maker = (row.locator(part).bounding_box() for part in (".c-name > .m", ".c-name .quiet"))
        assert name is not None
        assert maker is not None
        assert maker["y"] >= name["y"] + name["height"] - 1
        assert row.locator(".c-name a").count() == 1


def test_selected_models_lead_to_the_comparison_in_the_same_file(single: Path, browser: Browser) -> None:
    """The way from the boxes of the ranking to the comparison stays inside the file."""
    with visited(browser, single) as tab:
        for place in (0, 2):
            tab.locator(".pick").nth(place).check()
        tab.click(".tray a")
        tab.wait_for_selector("#compare table")
        assert tab.url.endswith("#compare-page")


def test_every_link_inside_the_file_leads_somewhere_in_it(single: Path, browser: Browser) -> None:
    """There are no duplicate ids, and no address points beside the file."""
    with visited(browser, single, java_script_enabled=True) as tab:
        lost, twice = tab.evaluate(
            """() => { const ids = [...document.querySelectorAll("[id]")].map((one) => one.id);
            const lost = [...document.querySelectorAll("a[href], use")].map((one) => one.getAttribute("href"))
                .filter((href) => !/^https?:/.test(href) && !(href.startsWith("#") && ids.includes(href.slice(1))));
            return [lost, ids.filter((id, at) => ids.indexOf(id) !== at)]; }"""
        )
    assert (lost, twice) == ([], [])


def test_without_script_all_of_it_can_be_read(single: Path, browser: Browser) -> None:
    """The ranking and every model stand one after the other."""
    with visited(browser, single, java_script_enabled=False) as tab:
        assert tab.locator("h1:visible").count() == 7


@pytest.mark.parametrize("address", ["https://[", "https://", "javascript:x", "//host/"])
def test_a_place_that_is_no_address_is_refused(run: Run, tmp_path: Path, address: str) -> None:
    """Before any page is written."""
    result = run("site", "build", "-o", tmp_path / "site", "--base-url", address)
    assert (2, True) == (result.code, f"--base-url '{address}' is no address" in result.err)
    assert not (tmp_path / "site").exists()
