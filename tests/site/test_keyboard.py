"""A stranger's errands by keyboard alone: find a model, cite it, put two side by side, send a view by own weights."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from property.strategies import SHIPPED
from site_pages import names, visited

from openscore import Rubric, rank

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FOCUSED = "() => { const one = document.activeElement; return [one.name, one.id, one.textContent.trim()]; }"


def tab_to(tab: Page, wanted: str) -> None:
    """Press Tab until what has this name, id or text is in focus."""
    for _ in range(80):
        if wanted in tab.evaluate(FOCUSED):
            return
        tab.keyboard.press("Tab")
    raise AssertionError(f"Tab never comes to {wanted}")


def test_enter_leads_from_the_search_to_the_model_of_that_name(site: Path, browser: Browser) -> None:
    """Whoever types a whole name is led to its model, wherever it ranks; and from there to what it forbids."""
    with visited(browser, site / "en" / "index.html") as tab:
        last = names(tab)[-1]
        tab_to(tab, "q")
        tab.keyboard.type(last)
        tab.keyboard.press("Enter")
        assert tab.evaluate(FOCUSED)[2] == last


def test_a_model_is_cited_by_keyboard(site: Path, browser: Browser) -> None:
    """The page leads to the citation, and the next stop is what copies its code."""
    with visited(browser, site / "en" / "models" / "open-one.html") as tab:
        tab_to(tab, "Cite it")
        tab.keyboard.press("Enter")
        tab_to(tab, "Copy")
        assert tab.evaluate("() => document.activeElement.dataset.copy") == "#code"


def test_models_are_chosen_to_compare_by_keyboard(site: Path, browser: Browser) -> None:
    """Letters and arrows go through the models and add none until Enter takes one."""
    with visited(browser, site / "en" / "compare.html") as tab:
        tab_to(tab, "model")
        for name in ("Open One 7B", "Shut"):
            tab.keyboard.type(name)
            tab.keyboard.press("Enter")
            tab.wait_for_timeout(1200)  # A browser takes letters that come sooner for more of the first name.
        assert tab.url.endswith("?models=open-one,shut")


def test_a_choice_is_taken_on_leaving_it_too(site: Path, browser: Browser) -> None:
    """Who goes on with Tab has chosen."""
    with visited(browser, site / "en" / "compare.html") as tab:
        tab_to(tab, "model")
        tab.keyboard.type("Shut")
        assert "models=" not in tab.url
        tab.keyboard.press("Tab")
        assert tab.url.endswith("?models=shut")


def test_a_view_by_own_weights_is_sent_by_keyboard(site: Path, browser: Browser) -> None:
    """A press copies the address of the view, or selects it where copying is not allowed."""
    with visited(browser, site / "en" / "index.html") as tab:
        tab_to(tab, "Your weights")
        tab.keyboard.press("Enter")
        tab_to(tab, "w-data")
        tab.keyboard.press("ArrowRight")
        tab_to(tab, "Copy the link to this view")
        tab.keyboard.press("Enter")
        assert tab.inner_text(".yours button + button + code") == tab.url


def test_the_most_open_speech_model_of_a_year_is_found_by_keyboard(
    ranking_site: Path, browser: Browser, rubric: Rubric
) -> None:
    """Letters in two of the filters leave the answer in the first row, and Tab leads to it."""
    best = next(
        place.assessment.record.name
        for place in rank(SHIPPED, rubric)
        if "speech" in (record := place.assessment.record).modality
        and record.released is not None
        and record.released.year == 2026
    )
    with visited(browser, ranking_site / "en" / "index.html") as tab:
        tab_to(tab, "Filters")
        tab.keyboard.press("Enter")
        for filter, letters in (("modality", "speech"), ("year", "2026")):
            tab_to(tab, filter)
            tab.keyboard.type(letters)
        assert tab.url.endswith("?modality=speech&year=2026")
        assert names(tab)[0] == best
        tab_to(tab, best)
