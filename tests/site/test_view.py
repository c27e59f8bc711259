"""The view of the ranking is in its address: search, filters, order, columns."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from property.strategies import SHIPPED
from site_pages import ROWS, column, follow, names, visited, whole

from openscore import Registry, Rubric, rank

if TYPE_CHECKING:
    from playwright.sync_api import Browser

FULL = "?q=a&country=US&kind=model&fact=weights.availability:public&sort=-data&columns=band,data,license"


def wanted(rubric: Rubric, fits: object) -> list[str]:
    """Return the names of the models that fit, in the order of the ranking."""
    assert callable(fits)
    return [place.assessment.record.name for place in rank(SHIPPED, rubric) if fits(place.assessment.record)]


def test_a_view_comes_back_from_its_address(ranking_site: Path, browser: Browser) -> None:
    """Whoever opens a quoted address sees the same models in the same order and columns."""
    page = ranking_site / "en" / "index.html"
    with visited(browser, page) as tab:
        tab.fill("#q", "a")
        tab.click("#filters summary")
        tab.select_option("[name=country]", "US")
        tab.select_option("[name=kind]", "model")
        tab.select_option("[name=fact]", "weights.availability")
        tab.select_option("[name=value]", "public")
        tab.click("#columns summary")
        for id in ("criteria", "released"):
            tab.uncheck(f"#columns [value={id}]")
        for id in ("data", "license"):
            tab.check(f"#columns [value={id}]")
        tab.click("th[data-sort=data] button")
        whole(tab)
        made, seen = tab.url, tab.locator(ROWS).all_inner_texts()
    assert made.endswith(FULL)
    with visited(browser, page, FULL) as tab:
        whole(tab)
        assert tab.locator(ROWS).all_inner_texts() == seen
        assert tab.input_value("#q") == "a"
        assert tab.input_value("[name=country]") == "US"
        assert tab.get_attribute("th[data-sort=data]", "aria-sort") == "descending"
        assert "Data" in tab.locator("#ranking thead th").all_inner_texts()
        assert not tab.is_visible("th.c-released")
    assert seen


def test_back_and_forward_go_through_the_views(ranking_site: Path, browser: Browser) -> None:
    """Each choice is a step of the history, and a word that is typed is one step."""
    with visited(browser, ranking_site / "en" / "index.html") as tab:
        total = len(names(tab))
        tab.click("#filters summary")
        tab.select_option("[name=country]", "FR")
        french = names(tab)
        tab.locator("#q").press_sequentially("large")
        tab.wait_for_url("**q=large**")
        large = names(tab)
        assert 0 < len(large) < len(french) < total
        tab.go_back()
        assert names(tab) == french
        assert tab.input_value("#q") == ""
        tab.go_back()
        assert len(names(tab)) == total
        assert tab.input_value("[name=country]") == ""
        tab.go_forward()
        tab.go_forward()
        assert names(tab) == large


@pytest.mark.parametrize(
    ("search", "fits"),
    [
        ("?modality=audio", lambda one: "audio" in one.modality),
        ("?year=2024", lambda one: one.released is not None and one.released.year == 2024),
        ("?status=retired", lambda one: "retired" in one.dates),
        ("?status=withdrawn", lambda one: one.values.get("weights.availability") == "withdrawn"),
        ("?license=Apache-2.0", lambda one: "Apache-2.0" in one.values.get("weights.license", "")),
        ("?family=olmo", lambda one: one.family.startswith("olmo")),
        ("?fact=training-code.availability:%3F", lambda one: "training-code.availability" not in one.values),
        (
            "?fact=weights.availability:public&fact=training-code.availability:public",
            lambda one: one.values.get("weights.availability") == one.values.get("training-code.availability") == "public",
        ),
    ],
)  # fmt: skip
def test_a_filter_leaves_the_models_of_which_it_holds(
    ranking_site: Path, browser: Browser, rubric: Rubric, search: str, fits: object
) -> None:
    """Filters ask the facts of the registry, an unknown one included, and several hold together."""
    with visited(browser, ranking_site / "en" / "index.html", search) as tab:
        assert names(tab) == wanted(rubric, fits)
        assert len(names(tab)) > 0


def test_bands_and_makers_are_filters_under_any_rubric(ranking_site: Path, browser: Browser) -> None:
    """A ranking under another framework filters by that framework's bands, and links keep the rest."""
    page = ranking_site / "en" / "ranking" / "mof-1.0.html"
    with visited(browser, page, "?country=CN&band=none") as tab:
        assert set(column(tab, 3)) <= {"No class", "No class?", "not rated"}
        tab.click(".switch summary")
        follow(tab, ".switch a:has-text('OpenScore')")
        assert tab.url.endswith("/en/index.html?country=CN")


def test_the_other_language_keeps_the_view(ranking_site: Path, browser: Browser) -> None:
    """The switch of the language stays on the page and keeps the view."""
    with visited(browser, ranking_site / "en" / "index.html", FULL) as tab:
        english = names(tab)
        follow(tab, "[data-language]:not([aria-current])")
        assert tab.url.endswith(f"/zh/index.html{FULL}")
        assert sorted(names(tab)) == sorted(english)


def test_columns_show_what_holds_of_each_model(ranking_site: Path, browser: Browser) -> None:
    """A fact as a column gives its value in words, and says where nobody has established it."""
    words = {"public": "public download", "undisclosed": "undisclosed"}
    with visited(browser, ranking_site / "en" / "index.html", "?columns=weights.availability") as tab:
        shown = dict(zip(names(tab), tab.locator(f"{ROWS} .extra").all_inner_texts(), strict=True))
    for record in SHIPPED:
        value = record.values.get("weights.availability")
        if value in words and record.name in shown:
            assert shown[record.name] == words[value]
        if value is None:
            assert shown[record.name] == "unknown"


def test_an_order_by_name_is_the_reverse_the_other_way(ranking_site: Path, browser: Browser) -> None:
    """A second press on a head of a column turns the order."""
    with visited(browser, ranking_site / "en" / "index.html", "?country=FR") as tab:
        tab.click("th[data-sort=name] button")
        up = names(tab)
        tab.click("th[data-sort=name] button")
        assert names(tab) == up[::-1]
        assert sorted(up, key=str.casefold) == up


def test_without_script_a_ranking_is_whole_and_has_no_controls(ranking_site: Path, browser: Browser) -> None:
    """All models stand in the page; what needs the script is not there."""
    with visited(browser, ranking_site / "en" / "index.html", "?q=nothing", java_script_enabled=False) as tab:
        assert len(names(tab)) == len(SHIPPED)
        assert not tab.is_visible("#tools")
        assert tab.locator("button:visible").count() == 0


def test_what_an_address_says_that_the_site_does_not_know_is_left_out(
    ranking_site: Path, browser: Browser, registry: Registry
) -> None:
    """A damaged or hostile address breaks nothing and acts on nothing."""
    search = "?fact=no.such:thing&fact=&columns=<b>,band&sort=constructor&maker=<img>&q=%3Cscript%3E"
    with visited(browser, ranking_site / "en" / "index.html", search) as tab:
        assert names(tab) == []
        assert tab.locator("main img").count() == 0
        tab.click("text=Clear all filters")
        assert len(names(tab)) == len(registry)
