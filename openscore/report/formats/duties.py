"""Duties as JSON data."""

from __future__ import annotations

from typing import Any

from openscore.duty import Cover, Duties, LicenseText, Line, Meeting
from openscore.duty.texts import Said
from openscore.report.text import titled
from openscore.report.views.duties import DutiesView


def duties_json(found: Duties, view: DutiesView) -> dict[str, Any]:
    """Return duties as JSON data; all keys are always there."""
    user = found.user
    return {
        "rules": {"id": found.rules.id, "version": found.rules.version, "digest": found.rules.digest},
        "models": [{"id": record.id, "name": record.name} for record in found.records],
        "use": found.use.id,
        "components": list(found.components),
        "user": {
            "purpose": user.purpose,
            "users": user.users,
            "revenue": user.revenue,
            "currency": user.currency if user.revenue is not None else None,
            "countries": list(user.countries),
        },
        "verdict": found.verdict,
        "texts": [{**_text(one.text), "duties": [_line(line) for line in one.lines]} for one in found.texts],
        "meetings": [_meeting(meeting) for meeting in found.meetings],
        "disclaimer": view.disclaimer,
    }


def _text(text: LicenseText) -> dict[str, Any]:
    return {
        "license": text.license.id if text.license else None,
        "name": text.license.name if text.license else text.name,
        "covers": [_cover(cover) for cover in text.covers],
    }


def _cover(cover: Cover) -> dict[str, Any]:
    return {
        "model": cover.record.id,
        "component": cover.component,
        "part": cover.part or None,
        "for": cover.subject.id,
    }


def _line(line: Line) -> dict[str, Any]:
    return {
        "id": line.question.id,
        "verdict": line.verdict,
        "says": [titled(answer.says) for answer in line.answers],
        "possible": sorted({answer.verdict for answer in line.answers}),
        "missing": list(line.missing),
        "terms": [_said(id, said) for id, said in line.cited],
    }


def _said(id: str, said: Said) -> dict[str, Any]:
    return {
        "term": id,
        "value": said.value,
        "clause": said.clause or None,
        "shows": said.evidence.shows,
        "wording": said.wording or None,
        "sources": [{"url": source.url, "read": source.read.isoformat()} for source in said.evidence.sources],
    }


def _meeting(meeting: Meeting) -> dict[str, Any]:
    sides = (
        ("left", meeting.left, meeting.left_cited),
        ("right", meeting.right, meeting.right_cited),
    )
    return {
        "id": meeting.question.id,
        "verdict": meeting.answer.verdict,
        "says": titled(meeting.answer.says),
        **{
            side: {**_text(text), "terms": [_said(id, said) for id, said in cited]}
            for side, text, cited in sides
        },
    }
