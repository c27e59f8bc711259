"""What other facts would change, side by side."""

from __future__ import annotations

from collections.abc import Iterator

from openscore.analysis.what_if import Move, WhatIf
from openscore.engine import Assessment
from openscore.language import tr
from openscore.registry.registry import Registry
from openscore.report.formats.json_v1 import ranked_json, registry_json, rubric_json
from openscore.report.terminal.lists import Row
from openscore.report.text import score_range, titled, visible
from openscore.report.views.ranking import short_band, shown_score
from openscore.rubric.rubric import Rubric


def what_if_rows(found: WhatIf) -> Iterator[Row]:
    """Yield the facts, the score, band, rank and gates, and what moved, before and after."""
    before, after = (place.assessment for place in found.model)
    for path, old, new in found.changes:
        yield _row(path, visible(old), visible(new))
    yield _row(tr("score"), *map(shown_score, (before, after)))
    if before.rubric.caps_scores:
        yield _row(tr("before gates"), *[shown_score(one, one.uncapped) for one in (before, after)])
    yield _row(tr("gates"), *[", ".join(_gates(one)) or tr("none") for one in (before, after)])
    yield _row(tr("band"), *map(short_band, (before, after)))
    yield _row(tr("rank"), *[str(place.rank) for place in found.model])
    for old_part, new_part in zip(before.criteria, after.criteria, strict=True):
        if old_part.value != new_part.value:
            values = (part.value for part in (old_part, new_part))
            shown = (score_range(*value.scaled(100)) if value else tr("not applicable") for value in values)
            yield _row(titled(old_part.part.title), *shown)
    for move in found.others:
        scores = (shown_score(place.assessment) for place in move)
        yield _row(tr("score of {model}", model=move.before.assessment.record.id), *scores)


def _row(what: str, before: str, after: str) -> Row:
    return {"what": what, "before": before, "after": after}


def _gates(assessment: Assessment) -> list[str]:
    return [result.gate.id + ("" if result.is_certain else "?") for result in assessment.gates]


def what_if_json(found: WhatIf, rubric: Rubric, registry: Registry) -> dict[str, object]:
    """Return the content of `openscore.what-if/1`; models have the shape that they have in a ranking."""
    return {
        "rubric": rubric_json(rubric),
        "registry": registry_json(registry),
        "changes": [{"fact": path, "before": old, "after": new} for path, old, new in found.changes],
        "model": _move(found.model),
        "others": [_move(move) for move in found.others],
    }


def _move(move: Move) -> dict[str, object]:
    return {"before": ranked_json(move.before), "after": ranked_json(move.after)}
