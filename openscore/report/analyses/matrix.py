"""The matrix of models and rubrics, and the agreement of rubrics."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from openscore.analysis.agreement import Agreement, Disagreement
from openscore.analysis.developers import DEVELOPER
from openscore.analysis.matrix import Cell as Place
from openscore.analysis.matrix import Matrix
from openscore.language import noted, tr
from openscore.numerals import decimals
from openscore.registry.registry import Registry
from openscore.report.formats.csv import to_csv
from openscore.report.terminal.screen import Screen, render
from openscore.report.terminal.table import Cell, Column, table
from openscore.report.text import between, listed, ranks_text, titled, visible, whole
from openscore.report.views.bars import color
from openscore.report.views.naming import subjects_of
from openscore.report.views.ranking import shown_score

NAME, NUMBER, SCORE = 14, 6, 13
"""Cells for the name of a model, at least, for a range of percentiles, and for one of scores."""

PERCENTILES = noted(
    "Percentile of each model under each rubric; 100 is the most open one. Where it has two ends it lies "
    "between them, whatever the unknown facts turn out to be.\n"
    "Rubrics ask different questions; `--format csv` has each score on its own scale.\n"
)
SCORES = noted(
    "Score under each rubric, on its own scale, as one model alone has no percentile. Where it has two ends "
    "it lies between them, whatever the unknown facts turn out to be.\n"
    "`--format csv` has the highest score of each scale.\n"
)


def matrix_table(found: Matrix, screen: Screen) -> str:
    """Return percentiles, models by rubrics, with the rubrics numbered in a legend; of a single model scores.

    Rubrics that do not fit beside the others stand in a block of their own below.
    """
    order = sorted(found.rows, key=lambda row: (-_mean(row[1]), row[0].id))
    told, room, note = _percentile, NUMBER, PERCENTILES
    if found.is_alone:
        told, room, note = _score, SCORE, SCORES
    many = max(1, (screen.width - NAME) // (room + 1))
    blocks = []
    for start in range(0, len(found.rubrics), many):
        columns = [Column(tr("Developer") if found.is_of_developers else tr("Model"), good=NAME)]
        columns += [
            Column(str(place), best=room, is_right=True)
            for place in range(start + 1, min(start + many, len(found.rubrics)) + 1)
        ]
        rows: list[list[Cell]] = [
            [visible(record.name), *map(told, cells[start : start + many])] for record, cells in order
        ]
        blocks.append(table(columns, rows, screen, gap=1)[0])
    legend = [
        f"{place} {rubric.id} {rubric.version}: {titled(rubric.title)}"
        for place, rubric in enumerate(found.rubrics, 1)
    ]
    legend += [said for said in (level_note(found), left_out(found)) if said]
    return "\n".join([*blocks, render(Text(tr(note) + "\n".join(legend)), screen)])


def level_note(found: Matrix) -> str:
    """Return what a figure of a developer is; empty where models are compared."""
    if not found.is_of_developers:
        return ""
    return tr(
        "Rows are developers. Under a rubric that judges developers a figure is that of the developer; under "
        "one that judges releases it runs from the least to the most open release of the developer."
    )


def left_out(found: Matrix, *, by_title: bool = False) -> str:
    """Return which rubrics judge something else, by id or by title; empty if all judge some of the models."""
    if not found.left_out:
        return ""
    named = (
        tr(
            "{id} (judges: {kinds})",
            id=titled(rubric.title) if by_title else rubric.id,
            kinds=listed(subjects_of(rubric)),
        )
        for rubric in found.left_out
    )
    said = tr("Not compared: {rubrics}.", rubrics=listed(named))
    if found.is_of_developers or not any(DEVELOPER in rubric.subjects for rubric in found.left_out):
        return said
    offered = tr("`--level developer` compares developers, with an index of them from `openscore import`.")
    return f"{said} {offered}"


def _percentile(place: Place | None) -> Cell:
    return "" if place is None else (_ends(place), color(place.percentiles.low))


def _score(place: Place | None) -> Cell:
    return "" if place is None else (shown_score(place.assessment), color(place.assessment.percent.low))


def _ends(place: Place) -> str:
    """Return a percentile, or both ends of what it can be."""
    return ranks_text(*map(whole, place.percentiles))


def _mean(cells: Sequence[Place | None]) -> float:
    known = [cell.percentile for cell in cells if cell]
    return sum(known) / len(known)


def matrix_csv(table: Matrix) -> str:
    """Return one row per model and rubric."""
    header = [
        "id", "name", "rubric", "rubric_version", "score_low", "score_high", "top", "band_low", "band_high",
        "percentile", "percentile_low", "percentile_high",
    ]  # fmt: skip
    judged = ((record, cell, cell.assessment) for record, cells in table.rows for cell in cells if cell)
    rows = (
        [
            record.id, visible(record.name), one.rubric.id, one.rubric.version, *one.score,
            one.rubric.top, *[band.id for band in one.bands],
            *(["", "", ""] if table.is_alone else [round(cell.percentile, 2), *_rounded(cell, 2).values()]),
        ]
        for record, cell, one in judged
    )  # fmt: skip
    return to_csv(header, rows)


def matrix_json(table: Matrix, registry: Registry) -> dict[str, object]:
    """Return the content of an `openscore.matrix/1` document."""
    rubrics = [
        {"id": rubric.id, "version": rubric.version, "digest": rubric.digest, "top": rubric.top}
        for rubric in table.rubrics
    ]
    models = [
        {
            "id": record.id,
            "name": visible(record.name),
            "scores": {
                cell.assessment.rubric.id: _cell(cell, is_alone=table.is_alone) for cell in cells if cell
            },
        }
        for record, cells in table.rows
    ]
    return {
        "registry": {"digest": registry.digest, "models": len(registry)},
        "rubrics": rubrics,
        "models": models,
        "level": DEVELOPER if table.is_of_developers else "model",
        "left_out": [{"id": rubric.id, "judges": rubric.data["subjects"]} for rubric in table.left_out],
    }


def _cell(cell: Place, *, is_alone: bool) -> dict[str, object]:
    judged = cell.assessment
    low, high = judged.bands
    return {
        "score": {"low": judged.score.low, "high": judged.score.high},
        "band": {"low": low.id, "high": high.id},
        "percentile": None if is_alone else round(cell.percentile, 4),
        "percentiles": None if is_alone else _rounded(cell, 4),
    }


def _rounded(cell: Place, digits: int) -> dict[str, float]:
    low, high = (round(end, digits) for end in cell.percentiles)
    return {"low": low, "high": high}


def agreement_rows(found: Sequence[Agreement]) -> list[dict[str, str]]:
    """Return one row per pair of rubrics, most agreement first."""
    ordered = sorted(
        found, key=lambda one: (-one.tau if one.tau == one.tau else 2, one.first.id, one.second.id)
    )
    return [
        {
            "first": one.first.id,
            "second": one.second.id,
            "tau_b": decimals(one.tau, 2) or tr("not known"),
            "interval": _range(one.low, one.high),
            "compared": f"{whole(100 * one.compared)}%",
            "models": str(one.models),
        }
        for one in ordered
    ]


def _range(low: float, high: float) -> str:
    """Return an interval; nothing where it cannot be told."""
    ends = [decimals(end, 2) for end in (low, high)]
    return between(*ends) if all(ends) else ""


def disagreement_rows(found: Sequence[Disagreement]) -> list[dict[str, str]]:
    """Return one row per model, or developer, most disagreement first."""
    return [
        {
            DEVELOPER if one.record.kind == DEVELOPER else "model": one.record.id,
            one.first.assessment.rubric.id: _placed(one.first),
            one.second.assessment.rubric.id: _placed(one.second),
            "because_of": titled(one.criterion.part.title),
        }
        for one in found
    ]


def _placed(cell: Place) -> str:
    return tr(
        "{score} (percentile {percentile})",
        score=shown_score(cell.assessment),
        percentile=_ends(cell),
    )
