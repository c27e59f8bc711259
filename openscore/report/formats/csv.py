"""CSV for spreadsheets, and the ranking in it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from math import isfinite

from openscore.registry.registry import Registry
from openscore.report.views.ranking import RankingView
from openscore.tables import FORMULA

_FORMULA = tuple(FORMULA)


def inert(text: str) -> str:
    """Return the text so that no spreadsheet takes it for a formula."""
    return "'" + text if text.lstrip().startswith(_FORMULA) else text


def to_csv(header: Sequence[str], rows: Iterable[Iterable[object]]) -> str:
    """Return rows as CSV in which no text acts as a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([_cell(cell) for cell in row] for row in rows)
    return out.getvalue()


def _cell(cell: object) -> object:
    """Return what a cell holds: inert text, and of numbers neither a minus before nothing nor `nan`."""
    if isinstance(cell, str):
        # The writer puts no quotes around a carriage return alone, at which readers begin another row.
        return inert("\n".join(cell.replace("\r\n", "\n").split("\r")))
    if isinstance(cell, float):
        return cell + 0.0 if isfinite(cell) else ""
    return cell


def ranking_csv(view: RankingView, registry: Registry) -> str:
    """Return one row per model; scores are numbers from 0 to 100, lists are joined by spaces.

    Each row stands by itself: it names the state of the registry, so that it can be found again.
    """
    criteria = [id for _, id, _ in view.columns]
    header = [
        "rank", "id", "name", "developer", "kind", "released", "score_low", "score_high", "uncapped_low",
        "uncapped_high", "band_low", "band_high", "gates", "weakest", "conformance", "unknown",
        *[f"{id}_{end}" for id in criteria for end in ("low", "high")],
        "rubric", "rubric_version", "as_of", "rank_low", "rank_high", "group", "oldest_reading",
        "facts_read", "registry_digest", "disputed",
    ]  # fmt: skip
    read = registry.last_read if registry.has_facts else ""
    rows = (
        [
            row.rank, row.id, row.name, row.developer, row.kind, row.released,
            *row.score, *row.uncapped, *row.band_ids, " ".join(row.gates), row.weakest.id, row.conformance,
            " ".join(row.unknown),
            *[end for criterion in row.criteria for end in criterion.value.scaled(100).outwards(2)],
            view.rubric_id, view.rubric_version, view.as_of, *(row.ranks or ("", "")), row.group,
            row.read or "", read, registry.digest,
            " ".join(row.disputed),
        ]
        for row in view.rows
    )  # fmt: skip
    return to_csv(header, rows)
