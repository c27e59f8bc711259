"""What is stated of a score contains it, with one number of decimals, and says what an interval is."""

from __future__ import annotations

from fractions import Fraction

import pytest
from conftest import Run
from hypothesis import given
from hypothesis import strategies as st

from openscore import Registry, Rubric, assess
from openscore.report.text import DASH, RANGE, score_range, stated
from openscore.report.views.ranking import shown_score

scores = st.floats(0, 100)


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
