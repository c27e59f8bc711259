"""Models side by side on the site are what `openscore compare` tells of them."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from conftest import RANKED, Run
from property.strategies import SHIPPED
from site_pages import follow, visited

from openscore import Rubric, load_rubric
from openscore.analysis.compare import decompose
from openscore.engine import Ranked, rank
from openscore.numerals import decimals, signed
from openscore.report.views.ranking import short_band, shown_score
from openscore.rubric.profile import reweighted

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHOSEN = (
    ("llama-2", "olmo-7b"),
    ("gpt-4", "llama-2"),
    ("olmo-7b", "gpt-4", "whisper-large-v3"),
    ("pythia-12b", "bloom", "llama-2", "gpt-4", "olmo-7b"),
)


def cells(tab: Page, row: str) -> list[str]:
    """Return the texts of the cells of one row."""
    return [text.strip() for text in tab.locator(f"{row} td").all_inner_texts()]


@pytest.fixture(params=CHOSEN, ids="-".join)
def chosen(request: pytest.FixtureRequest) -> tuple[str, ...]:
    """Ids of models, all of the shipped registry."""
    found: tuple[str, ...] = request.param
    assert all(id in SHIPPED.models for id in found)
    return found


def test_a_comparison_is_that_of_the_command(
    ranking_site: Path, browser: Browser, run: Run, chosen: tuple[str, ...]
) -> None:
    """Points of every part and the gap, the questions that differ, who leads where and how sure that is."""
    told: dict[str, Any] = json.loads(run("compare", *chosen, "--format", "json").out)
    with visited(browser, ranking_site / "en" / "compare.html", f"?models={','.join(chosen)}") as tab:
        _same_points(tab, told, chosen)
        for one in told["rubrics"]:
            if one["id"] in RANKED:
                row = tab.locator(f"[data-rubric='{one['id']}']")
                assert row.get_attribute("data-leads") == ",".join(one["leads"])
                assert row.get_attribute("data-sure") == one["certainty"]
        assert f"openscore compare {' '.join(chosen)}" in tab.inner_text("#compare")


@pytest.mark.parametrize("id", [id for id in RANKED if id != "osi-draft"])
def test_a_comparison_under_another_rubric_is_that_of_the_command(
    ranking_site: Path, browser: Browser, run: Run, id: str
) -> None:
    """From the page of the first rubric, with the same models: scores, bands, points and questions to the last digit."""
    chosen = ("llama-2", "olmo-7b")
    told = json.loads(run("compare", *chosen, "--rubric", id, "--format", "json").out)
    judged = judged_by(load_rubric(id))
    with visited(browser, ranking_site / "en" / "compare.html", f"?models={','.join(chosen)}") as tab:
        tab.click(".switch summary")
        there = f"compare/{id}.html?models={','.join(chosen)}"
        follow(tab, f".switch a[href='{there}']")
        assert tab.url.endswith(f"/{there}")
        places = [judged[one] for one in chosen]
        assert cells(tab, "[data-row='score']") == [shown_score(one.assessment) for one in places]
        assert cells(tab, "[data-row='rank']") == [str(one.rank) for one in places]
        assert cells(tab, "[data-row='band']") == [short_band(one.assessment) for one in places]
        _same_points(tab, told, chosen)
        assert f"openscore compare {' '.join(chosen)} --rubric {id}" in tab.inner_text("#compare")


@pytest.mark.parametrize("id", ["osi-draft", "eu-ai-act-53-2", "osai-legacy-14"])
def test_a_comparison_by_the_readers_weights_is_the_engines(
    ranking_site: Path, browser: Browser, id: str
) -> None:
    """Scores, ranks, bands and what each part adds to the last digit, of a service too; marked as the reader's."""
    rubric, drawn = load_rubric(id), Random(23)
    first = judged_by(rubric)
    page = ranking_site / "en" / ("compare.html" if id == "osi-draft" else f"compare/{id}.html")
    chosen = [one for one in ("llama-2", "olmo-7b", "huggingchat", "gpt-4") if one in first]
    with visited(browser, page) as tab:
        for _ in range(3):
            weights = {one.id: drawn.uniform(0.5, 40.0) for one in rubric.criteria}
            told = ",".join(f"{one}:{weight!r}" for one, weight in weights.items())
            tab.goto(f"{page.as_uri()}?models={','.join(chosen)}&w={told}")
            places = judged_by(reweighted(rubric, None, weights))
            found = [places[one] for one in chosen]
            assert cells(tab, "[data-row='score']") == [shown_score(one.assessment) for one in found]
            assert cells(tab, "[data-row='rank']") == [str(one.rank) for one in found]
            assert cells(tab, "[data-row='band']") == [short_band(one.assessment) for one in found]
            beside = cells(tab, "[data-row='own']")
            assert all(
                shown_score(first[one].assessment) in told for one, told in zip(chosen, beside, strict=True)
            )
            for term in decompose([one.assessment for one in found]):
                row = tab.locator(f"[data-term='{term.id}']")
                if row.count():
                    wanted = [decimals(points, 1) for points in term.points]
                    assert cells(tab, f"[data-term='{term.id}']") == wanted, (term.id, weights)
            assert "your weights" in tab.inner_text(".yours").lower()
        tab.click(".yours button")
        assert tab.url.endswith(f"?models={','.join(chosen)}")
        assert cells(tab, "[data-row='score']") == [shown_score(first[one].assessment) for one in chosen]


def judged_by(rubric: Rubric) -> dict[str, Ranked]:
    """Return the place of each model in the ranking under a rubric, by id."""
    return {place.assessment.record.id: place for place in rank(SHIPPED, rubric)}


def _same_points(tab: Page, told: dict[str, Any], chosen: tuple[str, ...]) -> None:
    """Hold every part and every question of a page against what the command tells."""
    rows = tab.locator("[data-term]")
    listed = [rows.nth(place).get_attribute("data-term") for place in range(rows.count())]
    for term in told["terms"]:
        if term["id"] not in listed:
            assert term["id"] in ("gates", "rounding") or term["depth"] > 2
            continue
        points = [term["points"][id] for id in chosen]
        gap = [signed(points[0] - points[1])] if len(chosen) == 2 else []
        assert cells(tab, f"[data-term='{term['id']}']") == [*(decimals(one, 1) for one in points), *gap]
    parts = tab.locator("[data-part]")
    assert [parts.nth(place).get_attribute("data-part") for place in range(parts.count())] == [
        one["part"] for one in told["differences"]
    ]


def test_the_data_of_a_comparison_sum_to_the_scores(ranking_site: Path, browser: Browser) -> None:
    """For every model the terms of which a score consists add up to it, to the last digit of a float."""
    with visited(browser, ranking_site / "en" / "compare.html") as tab:
        data = json.loads(tab.locator("#data").text_content() or "")
    tops = [term["points"] for term in data["terms"] if term["depth"] == 0]
    for place, low in enumerate(data["lows"]):
        assert sum(points[place] for points in tops) == pytest.approx(low, abs=1e-9)
    assert len(data["lows"]) == len(SHIPPED)


def test_models_are_chosen_on_the_ranking_and_led_to_the_comparison(
    ranking_site: Path, browser: Browser
) -> None:
    """The selection is in the address and survives a search; five at most; by keyboard alone."""
    with visited(browser, ranking_site / "en" / "index.html") as tab:
        for text in ("Llama 2", "BLOOM"):
            tab.fill("#q", text)
            named = tab.get_by_role("link", name=text, exact=True)
            tab.locator("tr", has=named).locator(".pick").focus()
            tab.keyboard.press("Space")
        assert "pick=" in tab.url
        assert tab.locator(".tray").inner_text().startswith("Llama 2, BLOOM")
        tab.locator(".tray a").focus()
        tab.keyboard.press("Enter")
        tab.wait_for_url("**/compare.html?models=llama-2,bloom")
        assert tab.locator("#compare thead").first.inner_text().strip().split("\t")[-2:] == [
            "Llama 2",
            "BLOOM",
        ]
        tab.select_option("[name=model]", label="Pythia 12B")
        assert tab.url.endswith("models=llama-2,bloom,pythia-12b")
        tab.click("[aria-label='Remove Llama 2']")
        assert tab.url.endswith("models=bloom,pythia-12b")
        tab.go_back()
        assert tab.locator(".chip").count() == 3
        follow(tab, "[data-language]:not([aria-current])")
        assert tab.url.endswith("zh/compare.html?models=llama-2,bloom,pythia-12b")
        assert "BLOOM" in tab.locator("#compare thead").first.inner_text()


def test_weights_that_are_chosen_after_the_models_lead_to_the_comparison_too(
    ranking_site: Path, browser: Browser
) -> None:
    """The way to the comparison is that of the view as it stands, whatever was chosen last."""
    with visited(browser, ranking_site / "en" / "index.html", "?pick=llama-2,bloom") as tab:
        tab.click("#weights summary")
        tab.select_option("#weights select", "legal")
        href = tab.get_attribute(".tray a", "href") or ""
        assert href.endswith("compare.html?models=llama-2,bloom&profile=legal")
        tab.go_back()
        href = tab.get_attribute(".tray a", "href") or ""
        assert href.endswith("compare.html?models=llama-2,bloom")


def test_what_an_address_names_that_is_no_model_is_left_out(ranking_site: Path, browser: Browser) -> None:
    """Unknown and repeated models count for nothing; with fewer than two the page says what to do."""
    search = "?models=llama-2,<img>,llama-2,constructor"
    with visited(browser, ranking_site / "en" / "compare.html", search) as tab:
        assert tab.locator(".chip").count() == 1
        assert "Choose two to five models" in tab.inner_text("#compare")


def test_without_script_the_comparison_names_the_command(ranking_site: Path, browser: Browser) -> None:
    """What the page cannot do without script it says, with what can, and leads to every model."""
    with visited(browser, ranking_site / "en" / "compare.html", java_script_enabled=False) as tab:
        assert "openscore compare" in tab.inner_text("main")
        assert tab.locator("noscript li a").count() == len(SHIPPED)
