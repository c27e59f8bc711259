"""Developers under frameworks that judge them, beside what they released."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import Run
from samples import RUBRIC, entry, made

from openscore import Registry, Rubric, load_rubric
from openscore.analysis.developers import developer_matrix
from openscore.analysis.matrix import Cell, matrix

OUT, KEPT = {"weights.availability": "public"}, {"weights.availability": "undisclosed"}
INDEX = "fmti-2023-10"
JUDGED = f"{INDEX}.data-size"


def of(id: str, developer: str, facts: dict[str, str], kind: str = "model") -> str:
    """Return an entry of a developer."""
    text = entry(id, facts).replace('developer = "Somebody"', f'developer = "{developer}"')
    return text.replace("modality", f'kind = "{kind}"\nmodality', 1)


@pytest.fixture(scope="module")
def rubrics(tmp_path_factory: pytest.TempPathFactory) -> tuple[Rubric, Rubric]:
    path = tmp_path_factory.mktemp("rubrics") / "demo.toml"
    path.write_text(RUBRIC, encoding="utf-8")
    return load_rubric(str(path)), load_rubric(INDEX)


@pytest.fixture(scope="module")
def registry() -> Registry:
    """Two releases of one developer of which one is out, one of another, and an index of the first."""
    makers = '[makers.lab]\nname = "Lab"\naliases = ["The Lab"]\n'
    models = of("one", "Lab", OUT) + of("two", "The Lab", KEPT) + of("three", "Other", OUT)
    return made(makers + models + of("index-of-lab", "Lab", {JUDGED: "satisfied"}, "developer"))


def figures(registry: Registry, rubrics: tuple[Rubric, ...]) -> dict[str, list[tuple[float, float] | None]]:
    rows = developer_matrix(registry, rubrics).rows
    return {record.id: [cell and tuple(cell.assessment.score) for cell in cells] for record, cells in rows}


def test_a_developer_spans_its_releases_and_has_its_own_figure_where_it_is_judged(
    registry: Registry, rubrics: tuple[Rubric, Rubric]
) -> None:
    """By every name of its entry; who is not in the index has none under it."""
    found = figures(registry, rubrics)
    assert {"lab", "Other"} == found.keys()
    assert (0, 100) == found["lab"][0]
    assert (100, 100) == found["Other"][0]
    assert found["lab"][1] is not None
    assert found["lab"][1][0] > 0
    assert found["Other"][1] is None


def test_no_release_stands_for_a_developer(registry: Registry, rubrics: tuple[Rubric, Rubric]) -> None:
    """Bands and criteria span too, and two developers whose releases overlap have no order."""
    rows = developer_matrix(registry, rubrics[:1]).rows
    cells = {record.id: cell for record, (cell,) in rows}
    lab, other = cells["lab"], cells["Other"]
    assert isinstance(lab, Cell)
    assert isinstance(other, Cell)
    assert (0, 1) == lab.assessment.criteria[0].value
    assert lab.percentiles.high >= other.percentiles.low
    assert all(record.kind == "developer" for record, _ in rows)


def test_an_edition_in_which_a_developer_does_not_stand_gives_it_no_figure(
    registry: Registry, rubrics: tuple[Rubric, Rubric]
) -> None:
    """Nothing is known of it there, which is no interval to compare."""
    table = developer_matrix(registry, [rubrics[1], load_rubric("fmti-2025-12")])
    assert [INDEX] == [rubric.id for rubric in table.rubrics]
    assert ["fmti-2025-12"] == [rubric.id for rubric in table.left_out]
    assert ["lab"] == [record.id for record, _ in table.rows]


def test_models_are_compared_as_before(registry: Registry, rubrics: tuple[Rubric, Rubric]) -> None:
    """A rubric that judges developers is left out where models alone are there."""
    table = matrix([record for record in registry if record.kind == "model"], rubrics)
    assert ["demo"] == [rubric.id for rubric in table.rubrics]
    assert not table.is_of_developers


def test_the_level_is_offered_and_said(run: Run, tmp_path: Path) -> None:
    """Where a framework that judges developers is left out, and where developers stand in the rows."""
    rubrics = ("--rubric", "osi-draft", "--rubric", INDEX)
    assert "--level developer" in run("matrix", *rubrics).out
    path = tmp_path / "r.toml"
    path.write_text(
        of("zz-one", "Meta", {JUDGED: "satisfied"}, "developer")
        + of("zz-two", "Google", {JUDGED: "unsatisfied"}, "developer"),
        encoding="utf-8",
    )
    words = ("--level", "developer", "--registry", path)
    assert "least to the most open release" in " ".join(run("matrix", *rubrics, *words).out.split())
    told = json.loads(run("matrix", *rubrics, *words, "--format", "json").out)
    assert "developer" == told["level"]
    assert {"osi-draft", INDEX} == next(one for one in told["models"] if one["id"] == "meta")["scores"].keys()
    result = run("agreement", "osi-draft", INDEX, *words)
    assert 0 == result.code, result.err
    assert "Rows are developers" in result.err


def test_a_developer_may_have_the_name_of_a_family() -> None:
    """Its record is no model that a reader could mean by it."""
    family = '[families.lab]\nname = "Lab"\n'
    assert "lab" in made(family + of("lab", "Lab", {}, "developer")).models
