"""What a check found, as problems with a place and as JSON data."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from openscore.check.findings import NOT_JUDGED, NOT_SHOWN, UNKNOWN_MODEL, Finding, Verdict
from openscore.check.uses import Use
from openscore.errors import Problem
from openscore.language import tr
from openscore.registry.registry import Registry
from openscore.rubric.rubric import Rubric


def problem_of(finding: Finding) -> Problem:
    """Return a finding as a problem of the file that names the model."""
    use = finding.use
    hint = finding.near
    if finding.name == NOT_SHOWN and finding.shortfall:
        hint = tr(
            "`openscore explain {model} --rubric {rubric}` names what is not established",
            model=finding.model,
            rubric=finding.rubric,
        )
    return Problem(finding.name, _message(finding), use.file, use.line, use.name, hint)


def _message(finding: Finding) -> str:
    if finding.name == UNKNOWN_MODEL:
        return tr("not in the registry")
    if finding.name == NOT_JUDGED:
        return tr("a {found}, and {rubric} judges none", found=tr(finding.found), rubric=finding.rubric)
    if finding.name == NOT_SHOWN:
        return tr(
            "{rubric} shows {found}, not surely {requirement}",
            rubric=finding.rubric,
            found=finding.found,
            requirement=finding.requirement,
        )
    return tr(
        "{rubric} shows {found}, wanted {requirement}",
        rubric=finding.rubric,
        found=finding.found,
        requirement=finding.requirement,
    )


def check_json(
    verdict: Verdict, uses: Sequence[Use], registry: Registry, rubrics: Iterable[Rubric]
) -> dict[str, object]:
    """Return the content of an `openscore.check/1` document, which can be a baseline."""
    named = ((use, use.record(registry)) for use in uses)
    return {
        "registry": {"digest": registry.digest, "models": len(registry)},
        "rubrics": [
            {"id": rubric.id, "version": rubric.version, "digest": rubric.digest} for rubric in rubrics
        ],
        "models": [{**_use(use), "model": record.id if record else None} for use, record in named],
        "findings": [_finding(finding) for finding in verdict.findings],
        "accepted": [_finding(finding) for finding in verdict.accepted],
    }


def _use(use: Use) -> dict[str, object]:
    return {"file": use.file, "line": use.line, "name": use.name}


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "finding": finding.name,
        **_use(finding.use),
        "model": finding.model or None,
        "rubric": finding.rubric,
        "requirement": finding.requirement,
        "found": finding.found,
        "shortfall": finding.shortfall,
    }
