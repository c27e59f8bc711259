"""Sums of intervals: every choice of what may fall away is tried by hand, and none goes beyond the bounds."""

from __future__ import annotations

from itertools import product
from math import fsum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openscore.interval import Interval, Weighted, mean_of, shares, weighted_mean

POINTS = st.integers(0, 8).map(lambda eighths: eighths / 8)


@st.composite
def terms(draw: st.DrawFn) -> list[Weighted]:
    """Up to five terms of a mean, some of which may not apply."""
    found = []
    for _ in range(draw(st.integers(1, 5))):
        low, high = sorted((draw(POINTS), draw(POINTS)))
        found.append(
            Weighted(draw(st.sampled_from([1.0, 2.0, 5.0])), Interval(low, high), draw(st.booleans()))
        )
    return found


def means(listed: list[Weighted], *, low: bool) -> list[float]:
    """Return the mean of one end for every choice of optional terms that leaves any term at all."""
    found = []
    for takes in product(*[(True, False) if term.optional else (True,) for term in listed]):
        taken = [term for term, take in zip(listed, takes, strict=True) if take]
        if taken:
            total = sum(term.weight * (term.value.low if low else term.value.high) for term in taken)
            found.append(total / sum(term.weight for term in taken))
    return found


@given(terms())
def test_the_bounds_of_a_mean_are_those_of_every_choice(listed: list[Weighted]) -> None:
    """The least low end and the greatest high end over all that may fall away, by trying all."""
    found = weighted_mean(listed)
    assert found is not None
    assert min(means(listed, low=True)) == pytest.approx(found.low)
    assert max(means(listed, low=False)) == pytest.approx(found.high)


@given(terms(), st.booleans())
def test_shares_of_terms_add_up_to_the_bound(listed: list[Weighted], low: bool) -> None:
    """They sum to 1, and each times its end sums to the bound; what must apply keeps the ratio of its weights."""
    found = shares(listed, low=low)
    assert 1 == pytest.approx(fsum(found))
    ends = [term.value.low if low else term.value.high for term in listed]
    bound = weighted_mean(listed)
    assert bound is not None
    assert (bound.low if low else bound.high) == pytest.approx(
        fsum(share * end for share, end in zip(found, ends, strict=True))
    )
    ratios = {
        round(share / term.weight, 9) for share, term in zip(found, listed, strict=True) if not term.optional
    }
    assert len(ratios) <= 1
    assert all(share > 0 for share, term in zip(found, listed, strict=True) if not term.optional)


def test_a_term_counts_unless_it_is_said_to_be_optional() -> None:
    """Weights 1 and 3 of 0 and 1 give three quarters at both ends, and shares of a quarter and three."""
    listed = [Weighted(1, Interval(0, 0)), Weighted(3, Interval(1, 1))]
    assert Interval(0.75, 0.75) == weighted_mean(listed)
    assert [0.25, 0.75] == shares(listed, low=True)


def test_an_optional_term_at_the_mean_falls_away() -> None:
    """It moves no bound, so that nobody is told that it counts."""
    listed = [Weighted(1, Interval(0.5, 0.5)), Weighted(1, Interval(0.5, 0.5), optional=True)]
    assert [1, 0] == shares(listed, low=True) == shares(listed, low=False)


def test_a_mean_of_no_terms_is_none_and_each_value_needs_its_weight() -> None:
    """Nothing is made up where a weight has no value."""
    assert weighted_mean([]) is None
    for weights, high in (([1.0, 1.0], 1.0), ([1.0], 0.5)):
        values = [Interval(0.5, high)] * (3 - len(weights))
        with pytest.raises(ValueError, match="argument"):
            mean_of(weights, values)
