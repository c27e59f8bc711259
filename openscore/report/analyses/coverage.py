"""Coverage, history and claims as rows of tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from openscore.analysis.coverage import AGES, Coverage, Stale, mean_width
from openscore.analysis.history import Step
from openscore.engine.assessment import Assessment
from openscore.language import counted, tr
from openscore.records.record import ModelRecord
from openscore.registry.registry import Registry
from openscore.report.phrases import event_phrase
from openscore.report.text import parted, titled
from openscore.report.views.ranking import short_band, shown_score
from openscore.rubric.rubric import Rubric


def coverage_rows(found: Iterable[Coverage], *, with_missing: bool) -> list[dict[str, str]]:
    """Return one row per model or component."""
    return [
        {
            "subject": one.subject,
            "needed": str(one.needed),
            "known": _percent(one.known, one.needed),
            "first_party": _percent(one.first_party, one.known),
            "sources": f"{one.sources / one.known:.1f}" if one.known else "",
            "oldest": one.oldest.isoformat() if one.oldest else "",
            **({"missing": ", ".join(one.missing)} if with_missing else {}),
        }
        for one in found
    ]


def age_rows(one: Coverage, today: date) -> list[dict[str, str]]:
    """Return how much is known from readings of at most so many days ago, and from any, a row each."""
    found = [(counted("within {n} day", "within {n} days", days), one.within(days, today)) for days in AGES]
    return [
        {"read": said, "facts": str(facts), "share": _percent(facts, one.needed)}
        for said, facts in [*found, (tr("at any time"), one.known)]
    ]


def coverage_data(one: Coverage, today: date, *, with_missing: bool) -> dict[str, object]:
    """Return the coverage of a model, of a component or of all for programs."""
    return {
        "subject": one.subject,
        "needed": one.needed,
        "known": one.known,
        "first_party": one.first_party,
        "sources": one.sources,
        "oldest": one.oldest.isoformat() if one.oldest else None,
        "within_days": {str(days): one.within(days, today) for days in AGES},
        **({"missing": list(one.missing)} if with_missing else {}),
    }


STALE = ("model", "oldest", "days", "to_read", "documents")
"""Keys of a row on what was read too long ago."""


def stale_rows(found: Iterable[Stale], day: date) -> list[dict[str, str]]:
    """Return one row for each model that should be read again, with its age in days on a day."""
    rows = (
        (one.record.id, one.oldest.isoformat(), (day - one.oldest).days, one.documents, one.deciding)
        for one in found
    )
    return [dict(zip(STALE, map(str, row), strict=True)) for row in rows]


def width_row(rubric: Rubric, records: Iterable[ModelRecord]) -> dict[str, str]:
    """Return how wide scores are under a rubric, in percent of its scale, and what no fact could narrow."""
    width = mean_width(records, rubric)
    mean, undecided = (f"{one:.1f}%" for one in width) if width else ("", "")
    return {"rubric": rubric.id, "mean_width": mean, "undecided": undecided}


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f}%" if whole else ""


def history_rows(steps: Iterable[Step], registry: Registry) -> list[dict[str, str]]:
    """Return one row per day on which something changed."""
    return [
        {"date": step.day.isoformat(), "score": _change(step), "what": parted(_told(step, registry))}
        for step in steps
    ]


def _told(step: Step, registry: Registry) -> Iterator[str]:
    return (event_phrase(event, registry, is_typed=True) for event in step.events)


def _change(step: Step) -> str:
    after = _score(step.after)
    before = _score(step.before)
    return after if before == after or not before else f"{before} > {after}"


def _score(assessment: Assessment | None) -> str:
    return shown_score(assessment) if assessment else ""


def claim_rows(assessments: Iterable[Assessment]) -> list[dict[str, str]]:
    """Return one row for each label that the facts do not bear out."""
    rows = []
    for assessment in assessments:
        claim = assessment.claim
        if claim and claim.truth == 0:
            rows.append(
                {
                    "model": assessment.record.id,
                    "label": claim.entry.label,
                    "score": _score(assessment),
                    "band": short_band(assessment),
                    "not_shown": titled(claim.entry.title),
                }
            )
    return rows
