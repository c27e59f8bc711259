"""A citation of one score: everything by which it can be computed again, and a footnote with it."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from openscore.analysis.citation import code_of
from openscore.engine.assessment import Assessment
from openscore.language import tr
from openscore.numerals import number
from openscore.registry.registry import Registry
from openscore.report.text import DASH, RANGE, sentences, titled, visible
from openscore.report.views.ranking import shown_band, shown_score

SHORT = 12
"""Hexadecimal digits of a digest that a footnote prints; the BibTeX entry has all of them."""


class Citation(NamedTuple):
    """Everything by which a score can be computed again."""

    model: str
    name: str
    developer: str
    released: str
    score: str
    top: str
    code: str
    """By which `openscore verify` computes it again."""
    band: str
    conformance: str
    rubric: str
    rubric_title: str
    rubric_digest: str
    record_digest: str
    registry_digest: str
    registry_date: str
    as_of: str
    openscore: str
    accessed: str
    url: str
    """Where OpenScore is to be found, as its own metadata say; empty while the maintainer has set none."""


def citation(
    assessment: Assessment, registry: Registry, *, version: str, accessed: date, url: str = ""
) -> Citation:
    """Return the citation of an assessment.

    Args:
        assessment: What is cited.
        registry: The registry that its record stands in.
        version: Version of OpenScore.
        accessed: The day of the citation.
        url: Where OpenScore is to be found.
    """
    record, rubric = assessment.record, assessment.rubric
    return Citation(
        model=record.id,
        name=visible(record.name),
        developer=visible(record.developer),
        released=record.released.isoformat() if record.released else tr("date unknown"),
        score=shown_score(assessment),
        top=number(rubric.top),
        code=str(code_of(assessment)),
        band=shown_band(assessment),
        conformance=assessment.conformance,
        rubric=f"{rubric.id} {rubric.version}",
        rubric_title=titled(rubric.title),
        rubric_digest=rubric.digest,
        record_digest=registry.record_digest(record),
        registry_digest=registry.digest,
        registry_date=registry.last_read.isoformat(),
        as_of=registry.day.isoformat() if registry.day else "",
        openscore=version,
        accessed=accessed.isoformat(),
        url=url,
    )


def footnote(cited: Citation) -> str:
    """Return the citation as one paragraph."""
    said = [
        tr(
            "{name} ({developer}, {released}): openness {score} of {top}, {band} (OpenScore {openscore}, "
            "rubric {rubric} [{rubric_digest}], record {model} [{record_digest}], "
            "registry of {registry_date} [{registry_digest}]{as_of}).",
            **{key: _short(value) for key, value in cited._asdict().items() if key != "as_of"},
            as_of=tr(", facts as of {day}", day=cited.as_of) if cited.as_of else "",
        )
    ]
    if DASH in cited.score:
        said.append(tr(RANGE))
    if cited.conformance:
        said.append(tr("Strict reading: {verdict}.", verdict=tr(cited.conformance)))
    said.append(tr("A self-assessment from published evidence. Verify: {code}.", code=cited.code))
    said.append(tr("Accessed {day}.", day=cited.accessed))
    return sentences(*said)


def _short(text: str) -> str:
    """Return a digest as a footnote prints it; any other text as it is."""
    digest = text.removeprefix("sha256:")
    return text if digest == text else digest[:SHORT]
