"""Pages that the program writes, in a browser: nothing that axe-core objects to, in either color scheme."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browser import violations
from conftest import Run

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PAGES = {
    "an export of one model": ("export", "html", "llama-2"),
    "an export of four models": ("export", "html", "olmo-2", "llama-2", "gpt-4", "deepseek-r1"),
    "a brief on one model": ("report", "--model", "llama-2", "--format", "html"),
    "a brief on four models": (
        *("report", "--model", "olmo-2", "--model", "llama-2", "--model", "gpt-4", "--model", "deepseek-r1"),
        *("--format", "html"),
    ),
}


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("kind", PAGES)
def test_every_page_is_accessible(run: Run, tmp_path: Path, browser: Browser, kind: str, lang: str) -> None:
    """axe-core finds no violation in any kind of page, light or dark, in any language."""
    page = tmp_path / "page.html"
    run(*PAGES[kind], "--lang", lang, "--output", page)
    assert run.code == 0
    assert violations(browser, page) == []


def test_what_axe_objects_to_is_told(tmp_path: Path, browser: Browser) -> None:
    """A picture without words is found under each scheme, so that no violation above means none there is."""
    page = tmp_path / "page.html"
    text = '<!DOCTYPE html><html lang="en"><title>t</title><main><h1>t</h1><img src="a.png"></main>'
    page.write_text(text, encoding="utf-8")
    assert [line.split(": ")[:2] for line in violations(browser, page)] == [
        ["light", "image-alt"],
        ["dark", "image-alt"],
    ]
