"""The Chromium of the system, for tests of pages, and what axe-core finds in a page."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SCHEMES = ("light", "dark")
"""What a reader's system may prefer."""


def executable() -> str | None:
    """Return where a Chromium stands; None if the system has none."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def missing() -> str:
    """Return why no browser can be driven here; '' if one can."""
    for module in ("axe_playwright_python", "playwright"):
        if find_spec(module) is None:
            return f"{module} is not installed"
    return "" if executable() else f"there is no Chromium: none of {', '.join(NAMES)}"


@contextmanager
def launched() -> Iterator[Browser]:
    """Run a browser without a window; as root it runs without its sandbox, which refuses root."""
    from playwright.sync_api import sync_playwright

    root = hasattr(os, "geteuid") and os.geteuid() == 0
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=executable(), args=["--no-sandbox"] if root else [])
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def opened(browser: Browser, page: Path | str, **wanted: object) -> Iterator[Page]:
    """Open a file, or an address, in a context of its own.

    Args:
        browser: As the fixture `browser` gives it.
        page: A file, or an address with its scheme.
        wanted: What Playwright's `new_context` takes, such as `color_scheme` or `java_script_enabled`.
    """
    address = page if isinstance(page, str) else page.resolve().as_uri()
    context = browser.new_context(**wanted)  # type: ignore[arg-type]
    try:
        tab = context.new_page()
        tab.goto(address)
        yield tab
    finally:
        context.close()


def violations(browser: Browser, page: Path | str, **wanted: object) -> list[str]:
    """Return what axe-core objects to in a page under each color scheme, one line an element.

    The page's own policy may forbid scripts of others: it is set aside for the one that looks.

    Args:
        browser: As the fixture `browser` gives it.
        page: A file, or an address with its scheme.
        wanted: What Playwright's `new_context` takes beside the scheme.
    """
    from axe_playwright_python.sync_playwright import Axe

    found = []
    with opened(browser, page, bypass_csp=True, **wanted) as tab:
        for scheme in SCHEMES:
            tab.emulate_media(color_scheme=scheme)
            found += [
                f"{scheme}: {violation['id']}: {node['html'][:200]}"
                for violation in Axe().run(tab).response["violations"]
                for node in violation["nodes"]
            ]
    return found
