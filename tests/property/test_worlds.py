"""The laws of the design over random registries, for every rubric; and that the registries are hard enough."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from property.laws import HARD, LAWS, shapes
from property.strategies import RUBRICS
from property.worlds import world

from openscore import Rubric, load_rubric

any_rubric = pytest.mark.parametrize("rubric", RUBRICS, ids=lambda rubric: rubric.id)
some = settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize("law", list(LAWS))
@any_rubric
@some
@given(seed=st.integers(0, 2**32))
def test_the_law_holds_in_any_world(rubric: Rubric, law: str, seed: int) -> None:
    """Services, copies, merges, own terms, gates, dates, history and makers, over the whole vocabulary."""
    assert [] == list(LAWS[law](world(seed), rubric, Counter()))


def test_the_worlds_are_hard_enough() -> None:
    """In 60 of them every hard case comes up at least ten times: no law holds for want of a case."""
    met: Counter[str] = Counter()
    rubric = load_rubric("osi-draft")
    for seed in range(60):
        made = world(seed)
        shapes(made, met)
        for law in LAWS.values():
            assert [] == list(law(made, rubric, met))
    assert {} == {name: met[name] for name in HARD if met[name] < 10}
