"""The reader's weights: the browser's arithmetic is the engine's, and what comes of it is marked."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest
from conftest import Run
from property.strategies import SHIPPED
from site_pages import ROWS, names, visited, whole

from openscore import Rubric, load_rubric
from openscore.engine import rank
from openscore.report.views.ranking import short_band, shown_score
from openscore.rubric.profile import load_profile, reweighted

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

Row = tuple[str, str, str]


def shown(tab: Page) -> list[Row]:
    """Return of every model of a ranking the name, the score and the rank, as the page has them."""
    whole(tab)
    found = tab.evaluate(
        f"""[...document.querySelectorAll("{ROWS}")].map((row) => [
            row.querySelector(".c-name > .m").textContent,
            row.querySelector(".c-score b").textContent,
            row.querySelector(".c-rank").firstChild.textContent])"""
    )
    return [tuple(one) for one in found]


def expected(rubric: Rubric) -> list[Row]:
    """Return the same as the engine has it."""
    return [
        (place.assessment.record.name, shown_score(place.assessment), str(place.rank))
        for place in rank(SHIPPED, rubric)
    ]


def searched(weights: dict[str, float]) -> str:
    """Return the address of a view with these weights and all rows."""
    return "?w=" + ",".join(f"{id}:{weight!r}" for id, weight in weights.items())


@pytest.mark.parametrize("id", ["osi-draft", "osai-legacy-14", "eu-ai-act-53-2", "aial-2026"])
def test_scores_and_ranks_by_any_weights_are_those_of_the_engine(
    ranking_site: Path, browser: Browser, id: str
) -> None:
    """To the last digit and in the same order, for weights whole and broken, of whatever size."""
    rubric, drawn = load_rubric(id), Random(17)
    page = ranking_site / "en" / ("index.html" if id == "osi-draft" else f"ranking/{id}.html")
    with visited(browser, page) as tab:
        for place in range(6):
            weights = {
                one.id: drawn.choice([drawn.randint(1, 100), drawn.uniform(0.001, 5.0)])
                for one in rubric.criteria
                if place or drawn.random() < 0.7
            }
            tab.goto(page.as_uri() + searched(weights))
            assert shown(tab) == expected(reweighted(rubric, None, weights)), weights


def test_a_view_by_weights_is_what_the_command_prints(ranking_site: Path, browser: Browser, run: Run) -> None:
    """`openscore profile` gives the very numbers, and the page names the command that does."""
    weights = {"data": 61, "code": 7.5}
    words = [word for id, weight in weights.items() for word in ("--weight", f"{id}={weight}")]
    told = json.loads(run("profile", *words, "--format", "json").out)["ranking"]
    with visited(browser, ranking_site / "en" / "index.html", searched(weights)) as tab:
        whole(tab)
        found = tab.evaluate(
            """() => [...document.querySelectorAll("#ranking tbody tr")].map((row) => row.querySelector(".c-score b").textContent)"""
        )
        assert "--weight data=61 --weight code=7.5" in tab.inner_text("#weights-command")
    assert [text.partition("–")[0] for text in found] == [f"{one['score']['low']:.1f}" for one in told]


def test_shipped_profiles_are_presets_and_bands_follow(
    ranking_site: Path, browser: Browser, rubric: Rubric
) -> None:
    """A preset has the profile's weights and its name in the address; bands are those of the new scores."""
    judged = reweighted(rubric, load_profile("legal"), {})
    with visited(browser, ranking_site / "en" / "index.html") as tab:
        tab.click("#weights summary")
        tab.select_option("#weights select", "legal")
        assert tab.url.endswith("profile=legal")
        assert shown(tab) == expected(judged)
        bands = tab.locator(f"{ROWS} .c-band").all_inner_texts()
    assert bands == [short_band(place.assessment) for place in rank(SHIPPED, judged)]


def test_sliders_work_by_keyboard_and_the_own_score_stands_beside(
    ranking_site: Path, browser: Browser, rubric: Rubric
) -> None:
    """An arrow key moves a weight by one; what is shown says whose it is, and leads back."""
    own = {place.assessment.record.name: place for place in rank(SHIPPED, rubric)}
    with visited(browser, ranking_site / "en" / "index.html") as tab:
        before = shown(tab)
        tab.locator("#weights summary").focus()
        tab.keyboard.press("Enter")
        tab.locator("#w-data").focus()
        for _ in range(30):
            tab.keyboard.press("ArrowRight")
        tab.wait_for_url("**w=data:55")
        assert shown(tab) == expected(reweighted(rubric, None, {"data": 55}))
        assert "not the rubric's" in tab.inner_text(".yours")
        for name, text in zip(names(tab), tab.locator(f"{ROWS} .own").all_inner_texts(), strict=True):
            place = own[name]
            assert text == f"rubric: {shown_score(place.assessment)}, rank {place.rank}"
        tab.go_back()
        assert shown(tab) == before
        tab.go_forward()
        tab.click("text=Back to the rubric's weights")
        assert shown(tab) == before
        assert not tab.is_visible(".yours")


DRAGGED = """() => { const slider = document.querySelector("#w-data");
    for (let step = 1; step <= 600; step++) { slider.value = 1 + step % 97; slider.dispatchEvent(new Event("input")); } }"""


def test_a_weight_that_is_dragged_is_one_step_of_the_history(site: Path, browser: Browser) -> None:
    """However often it moves, the address is written when it rests, and the browser never refuses it."""
    with visited(browser, site / "en" / "index.html") as tab:
        tab.evaluate(DRAGGED)
        tab.wait_for_url(f"**w=data:{1 + 600 % 97}")
        tab.go_back()
        assert "?" not in tab.url
        assert not tab.is_visible(".yours")
        tab.go_forward()
        assert tab.input_value("#w-data") == str(1 + 600 % 97)


def test_a_rise_and_a_fall_are_told_in_words_too(
    ranking_site: Path, browser: Browser, rubric: Rubric
) -> None:
    """How far a rank moved is said, not only drawn."""
    old = {place.assessment.record.name: place.rank for place in rank(SHIPPED, rubric)}
    words = {1: "{n} places up", -1: "{n} places down", 0: "as under the rubric"}
    with visited(browser, ranking_site / "en" / "index.html", "?profile=study") as tab:
        rows = zip(shown(tab), tab.locator(f"{ROWS} .c-rank .sr").all_inner_texts(), strict=True)
        moves = [(old[name] - int(place), said) for (name, _, place), said in rows]
    assert any(move > 0 for move, _ in moves)
    for move, said in moves:
        assert said == words[(move > 0) - (move < 0)].format(n=abs(move))


def test_a_rubric_that_counts_classes_has_no_weights(ranking_site: Path, browser: Browser) -> None:
    """Where the score does not rest on weights of criteria, none are offered."""
    with visited(browser, ranking_site / "en" / "ranking" / "mof-1.0.html", "?w=a:3") as tab:
        assert tab.locator("#weights").count() == 0
        assert tab.is_visible("#q")
