"""A code that was cited with a score is found by the search: it leads to its model, or says what became of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import RANKED, Run
from site_pages import names, visited

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CODE = "open-one:osi-draft@"
LANGUAGES = ("en", "zh")
KNOWN = {"en": "as it stands on this site", "zh": "本站现有"}
UNKNOWN = {"en": "No model of this site", "zh": "本站没有"}


def searched(tab: Page, code: str) -> str:
    """Type a code into the search and press Enter; return what the page says of it."""
    tab.focus("#q")
    tab.keyboard.type(code)
    tab.keyboard.press("Enter")
    return tab.inner_text("#found")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_code_on_the_page_of_a_model_leads_there(
    site: Path, browser: Browser, run: Run, site_words: list[str], language: str
) -> None:
    """What the page shows is what `cite` prints; its search has one model, and Enter twice opens the page."""
    with visited(browser, site / language / "models" / "open-one.html") as tab:
        page, code = tab.url, tab.inner_text("#code")
    assert code in run("cite", "open-one", *site_words).out
    with visited(browser, site / language / "index.html") as tab:
        assert KNOWN[language] in searched(tab, code)
        assert names(tab) == ["Open One 7B"]
        tab.keyboard.press("Enter")
        tab.wait_for_url(page)
        assert tab.inner_text("#code") == code


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_code_of_another_state_names_the_command_that_tells_more(
    site: Path, browser: Browser, language: str
) -> None:
    """It still leads to its model, and is not said to be the one of its page."""
    code = "open-one:osi-draft@0.9.0:1.0-2.0:000000000000"
    with visited(browser, site / language / "index.html") as tab:
        told = searched(tab, code)
        assert f"openscore verify {code}" in told
        assert KNOWN[language] not in told
        assert tab.evaluate("() => document.activeElement.textContent") == "Open One 7B"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_code_of_no_model_says_so(site: Path, browser: Browser, language: str) -> None:
    """Nothing is listed, and what is wrong is said."""
    with visited(browser, site / language / "index.html") as tab:
        assert UNKNOWN[language] in searched(tab, "no-such:osi-draft@1.0.0:1.0-2.0:000000000000")
        assert names(tab) == []


@pytest.mark.parametrize("rubric", RANKED[1:])
def test_a_code_is_told_from_others_under_every_framework(
    ranking_site: Path, browser: Browser, rubric: str
) -> None:
    """The code is that of the site, whichever ranking is open, and a model that is not in it is known still."""
    with visited(browser, ranking_site / "en" / "ranking" / f"{rubric}.html") as tab:
        codes = tab.evaluate("() => globalThis.openscoreModels.codes")
        listed = set(tab.evaluate("() => JSON.parse(document.getElementById('data').textContent).models"))
        absent = [place for place in range(len(codes)) if place not in listed]
        for place in (min(listed), *absent[:1]):
            assert KNOWN["en"] in searched(tab, codes[place])
            assert len(names(tab)) == (place in listed)
            tab.fill("#q", "")


def test_a_code_is_found_in_the_site_of_one_file(single: Path, browser: Browser) -> None:
    """The file that is sent has the same search."""
    with visited(browser, single, "#open-one") as tab:
        code = tab.locator("code.code", has_text=CODE).first.text_content()
        assert code is not None
    with visited(browser, single) as tab:
        assert KNOWN["en"] in searched(tab, code)
        assert names(tab) == ["Open One 7B"]
