"""What several formats say in the same words."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from openscore.engine.assessment import Assessment, PartResult
from openscore.engine.reasons import Ground, grounds
from openscore.language import tr
from openscore.numerals import number
from openscore.records.evidence import Source
from openscore.records.record import ModelRecord
from openscore.report.text import labeled, score_range, sentences, titled, visible
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


def answer(result: PartResult) -> str:
    """Return the level that a question reached, or the levels that are still possible."""
    titles = [titled(level.title) for level in result.levels]
    return titles[0] if len(titles) == 1 else labeled(tr("unknown"), " / ".join(titles))


def points(result: PartResult) -> str:
    """Return what a question earned, in words."""
    if result.value is None:
        return tr("not applicable")
    return tr("{score} of {top}", score=score_range(*result.value.scaled(100)), top=100)


def reasoning(assessment: Assessment, result: PartResult) -> str:
    """Return the facts that decided a question, each with what its sources show."""
    return sentences(*[_statement(assessment, ground) for ground in grounds(assessment, result)])


def _statement(assessment: Assessment, ground: Ground) -> str:
    owner = "" if ground.record == assessment.record.id else f"{ground.record}: "
    if ground.fact is None:
        return tr("{fact} is unknown: nobody has established it.", fact=f"{owner}{ground.path}")
    shows = visible(ground.fact.evidence.shows).rstrip(".")
    return tr(
        "{fact} = {value}: {shows}.",
        fact=f"{owner}{ground.path}",
        value=visible(ground.fact.value),
        shows=shows,
    )


def sources_of(assessment: Assessment, result: PartResult) -> Iterator[Source]:
    """Yield the documents that decided a question, each once."""
    found = (
        source
        for ground in grounds(assessment, result)
        if ground.fact is not None
        for source in ground.fact.evidence.sources
    )
    yield from dict.fromkeys(found)


def documents(record: ModelRecord) -> tuple[Source, ...]:
    """Return the documents of a record, each once."""
    return tuple(dict.fromkeys(map(Source.of, record.data["documents"])))
