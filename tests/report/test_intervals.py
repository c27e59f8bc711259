"""What is stated of a score contains it, with one number of decimals, and says what an interval is."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from fractions import Fraction

import docx
import pytest
from conftest import SHIPPED, Run
from hypothesis import given
from hypothesis import strategies as st

from openscore import Registry, Rubric, assess, load_rubric
from openscore.engine.assessment import Assessment
from openscore.engine.rank import rank
from openscore.interval import DUST, Interval
from openscore.report.documents.brief import brief, plot_of
from openscore.report.documents.docx import render as docx_render
from openscore.report.documents.dossier import dossier
from openscore.report.documents.html import render as html
from openscore.report.documents.markdown import render as markdown
from openscore.report.documents.plot import svg
from openscore.report.formats.badge import badge_of, badge_svg
from openscore.report.formats.references import (
    biblatex,
    bibtex,
    cff,
    csl_json,
    ris,
    styled,
    styles,
)
from openscore.report.terminal.card import card
from openscore.report.terminal.ranking import ranking_table
from openscore.report.terminal.screen import Screen
from openscore.report.text import DASH, RANGE, score_range, stated
from openscore.report.views.citation import citation, footnote
from openscore.report.views.export import Export
from openscore.report.views.ranking import shown_score

scores = st.floats(0, 100)
RUBRIC = load_rubric("osi-draft")
RANKING = rank(SHIPPED, RUBRIC)


@given(scores, scores, st.integers(0, 4))
def test_a_stated_interval_contains_what_it_states(one: float, other: float, digits: int) -> None:
    """The low end is never above the true one, the high end never below, up to what binary fractions lose."""
    low, high = sorted((one, other))
    ends = stated(low, high, digits).split(DASH)
    slack = Fraction(1, 10**8)
    if low == high:
        assert len(ends) == 1
        assert abs(Fraction(ends[0]) - Fraction(low)) <= Fraction(1, 2 * 10**digits) + slack
    else:
        assert Fraction(ends[0]) <= Fraction(low) + slack
        assert Fraction(ends[-1]) >= Fraction(high) - slack
        assert {len(end.partition(".")[2]) for end in ends} == {digits}


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (9.8, 11.0, "9.8–11.0"),
        (43.9, 48.1, "43.9–48.1"),
        (41.25, 45.91, "41.2–46.0"),
        (84, 84, "84"),
        (33.333, 33.333, "33.3"),
        (0, 100, "0–100"),
        (30.000000000000004, 60.000000000000001, "30–60"),
    ],
)
def test_shares_of_a_hundred(low: float, high: float, expected: str) -> None:
    """Outwards to one decimal; whole numbers without one; binary dust widens nothing."""
    assert expected == score_range(low, high)


def test_every_shown_score_has_the_decimals_of_its_rubric(registry: Registry, rubric: Rubric) -> None:
    """So that tables, briefs, citations and codes say the same number."""
    for record in list(registry)[::7]:
        assessment = assess(record, rubric)
        ends = shown_score(assessment).split(DASH)
        assert [float(end) for end in ends] == sorted(set(assessment.score))
        assert {len(end.partition(".")[2]) for end in ends} == {rubric.digits}


def test_wherever_an_interval_stands_it_is_said_what_it_is(run: Run) -> None:
    """In the legend of the ranking, in cards, reasons, citations and documents; never without one."""
    words = (
        "rank --top 200",
        "rank --format md",
        "show llama-2",
        "explain llama-2",
    )
    for command in (*words, "cite llama-2"):
        told = " ".join(run(*command.split()).out.split())
        assert RANGE in told, command
    for command in ("show olmo-2", "cite olmo-2"):
        assert RANGE not in " ".join(run(*command.split()).out.split()), command


UNSURE = [
    one
    for record in list(SHIPPED)[::12]
    if record.kind in RUBRIC.subjects and not (one := assess(record, RUBRIC)).score.is_certain
]
"""A twelfth of the shipped models, those with two ends."""


def exact(assessment: Assessment) -> Interval:
    """Return the mean of the criteria by their shares, 0 to 100, which no step has rounded."""
    terms = [(Fraction(result.part.share), result.value) for result in assessment.criteria]
    total = sum(share for share, _ in terms)
    ends = [100 * sum(share * Fraction(value[end]) for share, value in terms) / total for end in (0, 1)]
    return Interval(*map(float, ends))


def stated_anywhere(assessment: Assessment) -> dict[str, str]:
    """Return what each format prints of one model."""
    ranked = tuple(place for place in RANKING if place.assessment.record is assessment.record)
    export = Export(ranked, RUBRIC, SHIPPED, RANKING)
    cited = citation(assessment, SHIPPED, version="1.0.0", accessed=date(2026, 11, 27))
    pages = {"brief": brief(export), "dossier": dossier(export)}
    word = docx.Document(io.BytesIO(docx_render(pages["brief"])))
    return {
        "rank": ranking_table(export.view, Screen(120)),
        "show": card(assessment, 1, len(SHIPPED), Screen(120)),
        "plot": svg(plot_of(export.view, RANKING)),
        "badge": badge_svg(badge_of(assessment)),
        "docx": "\n".join(paragraph.text for paragraph in word.paragraphs)
        + "\n".join(cell.text for table in word.tables for row in table.rows for cell in row.cells),
        **{f"{name} md": markdown(page) for name, page in pages.items()},
        **{f"{name} html": html(page) for name, page in pages.items()},
        "footnote": footnote(cited),
        **{style: styled(cited, style) for style in styles()},
        **{made.__name__: made(cited).replace("--", DASH) for made in (bibtex, biblatex, ris, cff, csl_json)},
    }


@pytest.mark.parametrize("assessment", UNSURE, ids=lambda one: one.record.id)
def test_every_format_states_an_interval_that_contains_the_score(assessment: Assessment) -> None:
    """One text in all formats, around what the mean of the criteria can come to, with one number of decimals."""
    shown = shown_score(assessment)
    ends = shown.split(DASH)
    low, high = exact(assessment)
    unit = 10**-RUBRIC.digits
    assert low - unit < float(ends[0]) <= low + DUST
    assert high - DUST <= float(ends[1]) < high + unit
    assert {len(end.partition(".")[2]) for end in ends} == {RUBRIC.digits}
    for format, text in stated_anywhere(assessment).items():
        assert shown in text, format


@pytest.mark.parametrize("format", ["json", "csv"])
def test_numbers_for_programs_contain_the_score(run: Run, format: str) -> None:
    """Ends as numbers, of the score and of every criterion, contain what nothing has rounded; a certain one is near."""
    ids = ",".join(one.record.id for one in UNSURE)
    out = run("rank", "--filter", f"id={ids}", "--format", format).out
    found: dict[str, dict[str, tuple[float, float]]] = {}
    if format == "json":
        for row in json.loads(out)["ranking"]:
            found[row["id"]] = {
                one["id"]: (one["score"]["low"], one["score"]["high"]) for one in row["criteria"]
            }
            found[row["id"]][""] = (row["score"]["low"], row["score"]["high"])
    else:
        for row in csv.DictReader(io.StringIO(out.removeprefix("\ufeff"))):
            names = {part.id: part.id for part in RUBRIC.criteria} | {"": "score"}
            found[row["id"]] = {
                id: (float(row[f"{name}_low"]), float(row[f"{name}_high"])) for id, name in names.items()
            }
    for one in UNSURE:
        truth = {result.part.id: result.value.scaled(100) for result in one.criteria}
        truth[""] = exact(one)
        for id, (low, high) in found[one.record.id].items():
            if truth[id].is_certain:  # One number, the nearest with these digits.
                assert low == high == pytest.approx(truth[id].low, abs=0.005 + 1e-9), (one.record.id, id)
            else:
                assert low <= truth[id].low + 1e-9, (one.record.id, id)
                assert high >= truth[id].high - 1e-9, (one.record.id, id)
