"""What several formats say in the same words."""

from __future__ import annotations

from urllib.parse import quote

from openscore.engine.assessment import Assessment, PartResult
from openscore.language import tr
from openscore.numerals import number
from openscore.records.evidence import Source
from openscore.records.record import ModelRecord
from openscore.records.vocabulary import NO_GRANT, NOT_APPLICABLE
from openscore.report.text import labeled, score_range, titled
from openscore.report.views.export import Export
from openscore.report.views.ranking import shown_band, shown_score

OWNER = "OpenScore contributors"
PREFIX = "openscore:"


def iri(url: str) -> str:
    """Return an address in which nothing ends the address early."""
    return quote(url, safe="!#$%&'()*+,/:;=?@[]~")


def headline(assessment: Assessment) -> str:
    """Return the score and the band in one phrase."""
    return tr(
        "{score} of {top}, {band}",
        score=shown_score(assessment),
        top=number(assessment.rubric.top),
        band=shown_band(assessment),
    )


def day(export: Export) -> str:
    """Return the day of the facts as a point in time: with it, equal facts give equal files."""
    return f"{export.as_of or export.registry.last_read.isoformat()}T00:00:00Z"


def answer(assessment: Assessment, result: PartResult) -> str:
    """Return the level that a question reached, or the levels that are still possible.

    Where no license grants anything, it is said to be that: what a level says of terms would be said of none.
    """
    if is_ungranted(assessment, result):
        return tr("no license, so nothing is granted")
    titles = [titled(level.title) for level in result.levels]
    return titles[0] if len(titles) == 1 else labeled(tr("unknown"), " / ".join(titles))


def is_ungranted(assessment: Assessment, result: PartResult) -> bool:
    """Whether a question on terms of a license came to nothing because there is no license at all."""
    vocabulary = assessment.rubric.vocabulary
    if result.value is None or result.value.high > 0:
        return False
    asked = []
    for path in result.read:
        license, _, term = path.rpartition(".")
        if term in vocabulary.terms and vocabulary.is_license(license):
            asked.append(
                assessment.masks[path] & ~vocabulary.terms[term].scale.mask([NO_GRANT, NOT_APPLICABLE])
            )
    return bool(asked) and not any(asked)


def points(result: PartResult) -> str:
    """Return what a question earned, in words."""
    if result.value is None:
        return tr("not applicable")
    return tr("{score} of {top}", score=score_range(*result.value.scaled(100)), top=100)


def documents(record: ModelRecord) -> tuple[Source, ...]:
    """Return the documents of a record, each once."""
    return tuple(dict.fromkeys(map(Source.of, record.data["documents"])))
