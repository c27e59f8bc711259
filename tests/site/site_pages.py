"""A page of the site in a browser, with all that it asked for and all that went wrong."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROWS = "#ranking tbody tr"


@contextmanager
def visited(browser: Browser, page: Path | str, search: str = "", **wanted: object) -> Iterator[Page]:
    """Open a page of a folder; nothing may be asked of elsewhere, and nothing may fail.

    Args:
        browser: As the fixture `browser` gives it.
        page: A file of the site, or its address where a server gives it.
        search: What stands behind its address, with its question mark or hash.
        wanted: What Playwright's `new_context` takes.
    """
    context = browser.new_context(**wanted)  # type: ignore[arg-type]
    wrong: list[str] = []
    address = page if isinstance(page, str) else page.resolve().as_uri()
    own = (f"{urlsplit(address).scheme}://{urlsplit(address).netloc}", "data:")
    try:
        tab = context.new_page()
        tab.on("console", lambda told: wrong.append(f"console: {told.text}"))
        tab.on("pageerror", lambda error: wrong.append(f"error: {error}"))
        tab.on(
            "request",
            lambda asked: None if asked.url.startswith(own) else wrong.append(asked.url),
        )
        tab.on(
            "requestfailed",
            lambda asked: None if "ABORTED" in str(asked.failure) else wrong.append(f"failed: {asked.url}"),
        )
        tab.goto(address + search)
        yield tab
        assert not wrong, wrong
    finally:
        context.close()


def follow(tab: Page, link: str) -> None:
    """Press a link and wait until the page behind it stands: a press itself waits for no script of that page."""
    with tab.expect_navigation(wait_until="load"):
        tab.click(link)


def whole(tab: Page) -> None:
    """Wait until all rows are there: those out of sight come after the first ones, and before the script all are."""
    tab.wait_for_load_state("load")
    tab.wait_for_selector("#ranking:not([aria-busy])", state="attached")


def names(tab: Page) -> list[str]:
    """Return the names of the models that a ranking shows, in its order."""
    whole(tab)
    return tab.locator(f"{ROWS} .c-name > .m").all_inner_texts()


def column(tab: Page, place: int) -> list[str]:
    """Return the text of a column of the ranking, counted from 0."""
    whole(tab)
    return tab.locator(f"{ROWS} > :nth-child({place + 1})").all_inner_texts()
