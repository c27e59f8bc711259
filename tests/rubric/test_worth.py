"""What every answer, share, gate and band of a shipped rubric is worth, held against `tests/cases/worth`.

The files were written from the sources that the rubrics name. Whoever changes a number of a rubric changes
it there too, with the page that says so; the rubric's version moves with it.
"""

from __future__ import annotations

import pytest
from property.strategies import RUBRICS
from rubric.worth import sources, stated, worth

from openscore import Rubric
from openscore.analysis.edition import kept_edition
from openscore.resources import edition_files

any_rubric = pytest.mark.parametrize("rubric", RUBRICS, ids=lambda rubric: rubric.id)


@any_rubric
def test_every_number_is_the_one_of_the_source(rubric: Rubric) -> None:
    """Weights, shares, points, contested ranges, caps, floors, classes, and the sets of components and licenses."""
    expected, found, said = stated(rubric.id), worth(rubric), sources(rubric.id)
    for section in found:
        assert expected.get(section) == found[section], f"{rubric.id} {section}: {said.get(section)}"
    assert set(found) == set(expected)
    assert {section for section in expected if expected[section]} == set(said), (
        "each kind of number has a source"
    )


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
