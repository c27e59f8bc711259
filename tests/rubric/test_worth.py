"""What every answer, share, gate and band of a shipped rubric is worth, held against `tests/cases/worth`.

The files were written from the sources that the rubrics name. Whoever changes a number of a rubric changes
it there too, with the page that says so; the rubric's version moves with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
import tomli
from conftest import ROOT

from openscore import Rubric, load_rubric
from openscore.analysis.edition import kept_edition
from openscore.resources import edition_files, rubric_files
from openscore.rubric.parts import Level, Part

RUBRICS = [load_rubric(id) for id in rubric_files()]
any_rubric = pytest.mark.parametrize("rubric", RUBRICS, ids=lambda rubric: rubric.id)


def worth(rubric: Rubric) -> dict[str, Any]:
    """Everything in a rubric that is a number or a list and no condition."""
    data = rubric.data
    return {
        "scale": {
            key: data.get(key, "nearest")
            for key in (
                "monotone", "subjects", "aggregate", "top", "full_points", "tie_break", "digits", "rounding",
            )
        },
        "shares": {f"{place}: {share:g}": ids for (place, share), ids in grouped(shares(data["criteria"], "criteria"))},
        "worst_counts": [part["id"] for part in parts(data["criteria"]) if part["aggregate"] == "min"],
        "points": dict(grouped((answers(leaf, data["full_points"]), leaf.id) for leaf in rubric.leaves())),
        "classes": {one.id: [*one.counts, f"after {one.requires}"] for one in rubric.classes},
        "gates": {gate.id: gate.band.id if gate.band else gate.cap for gate in rubric.gates},
        "bands": [band.id if band.condition else f"{band.id} from {band.floor:g}" for band in rubric.bands],
        "lineage": sorted(rubric.lineage),
        "term_sets": {name: list(components) for name, components in rubric.term_sets.items()},
        "license_sets": {name: sorted(members) for name, members in rubric.license_sets.items()},
    }  # fmt: skip


def answers(leaf: Part, full: float) -> str:
    """`full 1, half 0.5 (0.4 to 0.6), none 0`: points on the framework's own scale, contested ones behind."""
    return ", ".join(answer(level, full) for level in leaf.levels)


def answer(level: Level, full: float) -> str:
    if level.points is None:
        return f"{level.id} -"
    low, high = (end * full for end in level.points)
    told = f"{level.id} {low:g}" if low == high else f"{level.id} {low:g} to {high:g}"
    if level.contested is None:
        return told
    return f"{told} ({level.contested.low * full:g} to {level.contested.high * full:g})"


def parts(entries: list[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for entry in entries:
        yield entry
        yield from parts(entry["parts"])


def shares(entries: list[Mapping[str, Any]], where: str) -> Iterator[tuple[tuple[str, float], str]]:
    for entry in entries:
        yield (where, entry.get("criterion_weight", entry["share"])), entry["id"]
        yield from shares(entry["parts"], entry["id"])


def grouped(pairs: Any) -> list[tuple[Any, list[str]]]:
    found: dict[Any, list[str]] = {}
    for key, id in pairs:
        found.setdefault(key, []).append(id)
    return list(found.items())


@any_rubric
def test_every_number_is_the_one_of_the_source(rubric: Rubric) -> None:
    """Weights, shares, points, contested ranges, caps, floors, classes, and the sets of components and licenses."""
    path = ROOT / "tests" / "cases" / "worth" / f"{rubric.id}.toml"
    expected, found = tomli.loads(path.read_text(encoding="utf-8")), worth(rubric)
    sources = {part["id"]: part["source"] for part in parts(rubric.data["criteria"])}
    for section in found:
        assert expected.get(section) == found[section], f"{rubric.id} {section}; sources: {sources}"
    assert set(found) == set(expected)


@pytest.mark.parametrize("edition", list(edition_files()))
def test_what_was_published_under_a_version_is_never_changed_under_it(edition: str) -> None:
    """Footnotes name rubric and version: another content needs another version, be it for a comma's worth."""
    kept = kept_edition(edition).edition
    shipped = {rubric.id: rubric for rubric in RUBRICS}
    changed = [
        f"{id} {old.version}"
        for id in kept.rubrics
        if id in shipped
        and (old := kept.rubric(id)).version == shipped[id].version
        and old.digest != shipped[id].digest
    ]
    assert [] == changed
