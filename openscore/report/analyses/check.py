"""What a check found, as problems with a place and as JSON data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from shlex import quote

from openscore.check.findings import (
    LICENSE,
    NOT_JUDGED,
    NOT_SHOWN,
    REGISTRY,
    UNKNOWN_MODEL,
    UNMET,
    Finding,
    Verdict,
)
from openscore.check.uses import Use
from openscore.errors import Problem
from openscore.language import noted, tr
from openscore.records.vocabulary import UNKNOWN
from openscore.registry.registry import Registry
from openscore.report.formats.problems import Kind
from openscore.rubric.rubric import Rubric

KINDS = {
    UNKNOWN_MODEL: Kind(
        noted("The registry does not know a model that is in use, so nothing can be said of it."),
        noted("Name it as an alias in a registry file of your own, or say with --unknown what it comes to."),
    ),
    NOT_JUDGED: Kind(
        noted("The rubric does not judge what is in use, such as a service where it judges models."),
        noted("Name the model that is served, or ask another rubric."),
    ),
    UNMET: Kind(
        noted("A model in use does not meet the policy, whatever is still unknown of it."),
        noted("Use a model that meets it, change the policy, or accept the finding with --baseline."),
    ),
    NOT_SHOWN: Kind(
        noted("Nobody has established whether a model in use meets the policy; openness has to be shown."),
        noted(
            "Establish what `openscore explain MODEL` calls unknown, or accept the finding with --baseline."
        ),
    ),
}
"""What each kind of finding means, and what to do about it."""


def problem_of(finding: Finding, rubrics: Mapping[str, str]) -> Problem:
    """Return a finding as a problem of the file that names the model.

    Args:
        finding: What was found.
        rubrics: What is typed to name each rubric, by id.
    """
    use = finding.use
    hint = finding.near
    if finding.basis == LICENSE and finding.name == NOT_SHOWN:
        hint = tr(
            "of a model that the registry lacks only the stated license is judged, and only by its terms"
        )
    elif finding.name == NOT_SHOWN and finding.shortfall:
        hint = tr(
            "`openscore explain {model} --rubric {rubric}` names what is not established",
            model=finding.model,
            rubric=quote(rubrics[finding.rubric]),
        )
    severity = "warning" if finding.is_warning else "error"
    return Problem(finding.name, _message(finding), use.file, use.line, use.name, hint, severity)


def told_by_license(use: Use) -> str:
    """Return in words that a model was judged by nothing but the license that its list states."""
    licenses = ", ".join(use.licenses)
    return tr(
        "{name} is not in the registry: judged by its stated license alone ({licenses})",
        name=use.name,
        licenses=licenses,
    )


def _message(finding: Finding) -> str:
    if finding.name == UNKNOWN_MODEL:
        return tr("not in the registry")
    if finding.name == NOT_JUDGED:
        return tr("a {found}, and {rubric} judges none", found=tr(finding.found), rubric=finding.rubric)
    if finding.basis == LICENSE:
        unmet = noted("not in the registry, and its stated license ({licenses}) does not meet {requirement}")
        if finding.name == NOT_SHOWN:
            unmet = noted(
                "not in the registry, and its stated license ({licenses}) does not show {requirement}"
            )
        return tr(unmet, licenses=", ".join(finding.use.licenses), requirement=finding.requirement)
    if finding.name == NOT_SHOWN:
        return tr(
            "{rubric} shows {found}, not surely {requirement}",
            rubric=finding.rubric,
            found=_found(finding.found),
            requirement=finding.requirement,
        )
    return tr(
        "{rubric} shows {found}, wanted {requirement}",
        rubric=finding.rubric,
        found=_found(finding.found),
        requirement=finding.requirement,
    )


def _found(text: str) -> str:
    """Return what was found, which baselines keep in English, for people."""
    low, to, high = text.partition(" to ")
    if to:
        return tr("{low} to {high}", low=low, high=high)
    return tr(UNKNOWN) if text == UNKNOWN else text


def check_json(
    verdict: Verdict, uses: Sequence[Use], registry: Registry, rubrics: Iterable[Rubric]
) -> dict[str, object]:
    """Return the content of an `openscore.check/1` document, which can be a baseline."""
    licensed = set(verdict.by_license)
    return {
        "registry": {"digest": registry.digest, "models": len(registry)},
        "rubrics": [
            {"id": rubric.id, "version": rubric.version, "digest": rubric.digest} for rubric in rubrics
        ],
        "models": [
            {
                **_use(use),
                "model": model or None,
                "licenses": list(use.licenses),
                "judged_by": REGISTRY if model else LICENSE if use in licensed else None,
            }
            for use, model in zip(uses, verdict.models, strict=True)
        ],
        "findings": [_finding(finding) for finding in verdict.findings],
        "accepted": [_finding(finding) for finding in verdict.accepted],
    }


def passed(verdict: Verdict, uses: Sequence[Use]) -> list[Problem]:
    """Return the uses of which nothing was found, each with its place: as problems that are none."""
    found = {(finding.use.file, finding.use.line, finding.use.name) for finding in verdict.findings}
    return [
        Problem("passed", "", use.file, use.line, use.name, severity="none")
        for use in uses
        if (use.file, use.line, use.name) not in found
    ]


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
        "judged_by": finding.basis if finding.name != UNKNOWN_MODEL else None,
        "severity": "warning" if finding.is_warning else "error",
    }
