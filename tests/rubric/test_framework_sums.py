"""What frameworks say of themselves in sums and counts, which no table of our own numbers repeats."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from openscore import Rubric, load_rubric
from openscore.rubric.parts import Part


def weight_of_questions(rubric: Rubric) -> dict[str, float]:
    """Return by question which share of the score it has."""
    found: dict[str, float] = {}

    def share_out(parts: Sequence[Part], whole: float) -> None:
        total = sum(part.share for part in parts)
        for part in parts:
            own = whole * part.share / total
            if part.levels:
                found[part.id] = own
            share_out(part.parts, own)

    share_out(rubric.criteria, 1.0)
    return found


def best(leaf: Part) -> float:
    return max(level.points.high for level in leaf.levels if level.points)


@pytest.mark.parametrize(
    ("id", "domains", "subdomains"),
    [
        (
            "fmti-2023-10",
            [32, 33, 35],
            [10, 7, 2, 7, 4, 2, 6, 3, 5, 3, 7, 5, 2, 2, 7, 5, 3, 2, 3, 3, 3, 7, 2],
        ),
        (
            "fmti-2024-05",
            [32, 33, 35],
            [10, 7, 2, 7, 4, 2, 6, 3, 5, 3, 7, 5, 2, 2, 7, 5, 3, 2, 3, 3, 3, 7, 2],
        ),
        ("fmti-2025-12", [34, 30, 36], [12, 3, 5, 9, 3, 2, 4, 4, 4, 5, 5, 8, 5, 7, 7, 4, 5, 5, 3]),
    ],
)
def test_the_transparency_index_has_a_hundred_indicators_of_one_point(
    id: str, domains: list[int], subdomains: list[int]
) -> None:
    """The papers give the sizes of domains and subdomains; an indicator is one hundredth of the total."""
    rubric = load_rubric(id)
    inner = [part for domain in rubric.criteria for part in domain.parts]
    assert domains == [len(list(domain.leaves())) for domain in rubric.criteria]
    assert subdomains == [len(list(part.leaves())) for part in inner]
    assert [0.01] * 100 == pytest.approx(list(weight_of_questions(rubric).values()))
    assert {(1.0, 0.0)} == {
        tuple(level.points.low for level in leaf.levels if level.points) for leaf in rubric.leaves()
    }


def test_the_openness_index_gives_six_points_of_eighteen_for_access_and_license() -> None:
    """Availability is 0 to 6 and transparency 0 to 12, in steps of one point, or a half of two phases' mean."""
    rubric = load_rubric("aa-openness-1")
    eighteenths = {id: 18 * share for id, share in weight_of_questions(rubric).items()}
    assert 6 == pytest.approx(eighteenths["model-access"] + eighteenths["model-license"])
    assert 12 == pytest.approx(sum(eighteenths.values()) - 6)
    phases = [id for id in eighteenths if id.startswith(("pretraining", "posttraining"))]
    assert [1.5] * 4 == pytest.approx([eighteenths[id] for id in phases])
    thirds = {
        round(3 * level.points.low, 9) for leaf in rubric.leaves() for level in leaf.levels if level.points
    }
    assert {0, 1, 2, 3} == thirds


@pytest.mark.parametrize(
    ("id", "count"), [("osai-12-2026", 12), ("osai-14-2025", 14), ("osai-legacy-14", 14)]
)
def test_every_criterion_of_the_european_index_counts_the_same(id: str, count: int) -> None:
    """A mean or a sum without weights, of answers that are worth nothing, a half or all."""
    rubric = load_rubric(id)
    assert [1 / count] * count == pytest.approx(list(weight_of_questions(rubric).values()))
    for leaf in rubric.leaves():
        assert [1, 0.5, 0] == [level.points.low for level in leaf.levels if level.points], leaf.id


def test_the_component_tool_asks_for_six_ten_and_fourteen_components() -> None:
    """Each class asks for those of the one below too; the tool accepts 226 names of licenses."""
    rubric = load_rubric("mof-1.0")
    assert [6, 10, 14] == [len(one.counts) for one in rubric.classes]
    for below, above in zip(rubric.classes, rubric.classes[1:], strict=False):
        assert set(below.counts) < set(above.counts)
        assert below.id == above.requires
    assert 226 == len(rubric.license_sets["mof-open"])


@pytest.mark.parametrize(
    ("id", "elements"), [("osaid-0.0.6", 6), ("osaid-0.0.8", 11), ("osd-terms", 10), ("owd-0.3", 10)]
)
def test_a_definition_weighs_none_of_its_elements(id: str, elements: int) -> None:
    """As many equal criteria as the text has required components or clauses, each met or not."""
    rubric = load_rubric(id)
    assert elements == len(rubric.criteria)
    assert 1 == len({criterion.share for criterion in rubric.criteria})
    for leaf in rubric.leaves():
        assert {level.points.low for level in leaf.levels if level.points} <= {0, 1}, leaf.id


def test_grades_of_training_summaries_are_worth_the_least_that_earns_them() -> None:
    """A+ from 95 percent, A 90, B+ 80, B 75, C+ 60, C 50, D+ 40, D 25, below it F; and nothing without a summary."""
    for leaf in load_rubric("aial-2026").leaves():
        points = {level.id: round(100 * level.points.low, 9) for level in leaf.levels if level.points}
        assert [95, 90, 80, 75, 60, 50, 40, 25, 0, 0] == list(points.values())
        assert ["a-plus", "a", "b-plus", "b", "c-plus", "c", "d-plus", "d", "f", "no-summary"] == list(points)


def test_the_default_rubric_gives_seventy_to_the_preferred_form_and_thirty_to_the_terms() -> None:
    """Parameters, data and code are what is needed to modify a model; licenses and limits of use say who may."""
    rubric = load_rubric("osi-draft")
    weights = {criterion.id: criterion.share for criterion in rubric.criteria}
    assert 70 == weights["weights"] + weights["data"] + weights["code"]
    assert 30 == weights["license-restrictions"] + weights["use-limits"]
    assert 1 == pytest.approx(sum(weight_of_questions(rubric).values()))
    assert {1.0} == {best(leaf) for leaf in rubric.leaves()}
    steps = [
        (0, "closed"),
        (20, "restricted"),
        (40, "conditional"),
        (55, "open"),
        (70, "nearly"),
        (85, "osaid"),
    ]
    found = [(band.floor, band.id.partition("-")[0]) for band in rubric.bands]
    assert steps == found
