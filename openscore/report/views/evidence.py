"""What an answer rests on, in words: facts, what documents show of them, and what licenses say."""

from __future__ import annotations

from collections.abc import Iterator

from openscore.engine.assessment import Assessment, PartResult
from openscore.engine.reasons import Ground, LicenseGround, grounds
from openscore.language import tr
from openscore.records.disputes import disputes_of
from openscore.records.evidence import Source
from openscore.report.phrases import clause_phrase, dispute_phrase
from openscore.report.text import labeled, sentence, titled, visible
from openscore.report.views.bibliography import Bibliography, Refs
from openscore.report.views.naming import ground_name, term_name, value_name

Pieces = tuple[str | Refs, ...]


class Teller:
    """Tells what the answers on one model rest on; what a document shows is told once."""

    def __init__(self, assessment: Assessment, bibliography: Bibliography | None = None) -> None:
        """Take an assessment.

        Args:
            assessment: Whose answers are told.
            bibliography: Where the documents are numbered; None if the text leads to none.
        """
        self._assessment = assessment
        self._bibliography = bibliography
        self._told: set[tuple[str, str]] = set()

    def pieces(self, result: PartResult, more: str = "") -> Pieces:
        """Return the statements behind one answer, each followed by its references, and one more without."""
        joiner = tr("{first} {second}", first="", second="")
        statements = [*self._statements(result)]
        if more:
            statements.append((more, ()))
        found: list[str | Refs] = []
        for text, sources in statements:
            before = "" if not found else joiner if isinstance(found[-1], str) else " "
            found.append(before + text)
            if sources and self._bibliography is not None:
                found.append(self._bibliography.cite(sources))
        return tuple(found)

    def _statements(self, result: PartResult) -> Iterator[tuple[str, tuple[Source, ...]]]:
        for ground in grounds(self._assessment, result):
            yield self._fact(ground)
            yield from self._disputes(ground)
            for term in ground.licenses:
                yield self._term(term)

    def _fact(self, ground: Ground) -> tuple[str, tuple[Source, ...]]:
        registry, vocabulary = self._assessment.record.registry, self._assessment.rubric.vocabulary
        name = ground_name(self._assessment, ground)
        if ground.fact is None:
            return tr("{fact} is unknown: nobody has established it.", fact=name), ()
        value = value_name(ground.path, ground.fact.value, vocabulary, registry.licenses)
        stated = labeled(name, value)
        evidence = ground.fact.evidence
        says = titled(registry.said(evidence.shows))
        return self._once((ground.record, ground.path), stated, says), evidence.sources

    def _disputes(self, ground: Ground) -> Iterator[tuple[str, tuple[Source, ...]]]:
        """Yield what is held of a fact by others, beside the fact."""
        key = (ground.record, f"disputes of {ground.path}")
        if key in self._told:
            return
        self._told.add(key)
        record = self._assessment.record.registry.models[ground.record]
        for dispute in disputes_of(record, ground.path):
            yield sentence(dispute_phrase(dispute)), dispute.evidence.sources

    def _term(self, ground: LicenseGround) -> tuple[str, tuple[Source, ...]]:
        registry, vocabulary = self._assessment.record.registry, self._assessment.rubric.vocabulary
        license = visible(registry.licenses.licenses[ground.license].name)
        term = term_name(ground.term, vocabulary)
        if ground.stated is None:
            return tr("{fact} is unknown: nobody has established it.", fact=labeled(license, term)), ()
        value = value_name(f"terms.{ground.term}", ground.stated.value, vocabulary, registry.licenses)
        place = tr("{license}, {clause}", license=license, clause=clause_phrase(ground.stated.clause))
        stated = labeled(place, labeled(term, value))
        evidence = ground.stated.evidence
        says = titled(registry.said(evidence.shows))
        return self._once((ground.license, ground.term), stated, says), evidence.sources

    def _once(self, key: tuple[str, str], stated: str, shows: str) -> str:
        """Return a statement with what its documents show, or without where that was told before."""
        is_new = key not in self._told
        self._told.add(key)
        said = shows.rstrip(".。")
        if not is_new or not said:
            return tr("{headline}.", headline=stated)
        return tr("{stated}; {shows}.", stated=stated, shows=said)


def reasoning(assessment: Assessment, result: PartResult) -> str:
    """Return the facts and license terms that decided a question, each with what its sources show."""
    return "".join(piece for piece in Teller(assessment).pieces(result) if isinstance(piece, str))


def sources_of(assessment: Assessment, result: PartResult) -> Iterator[Source]:
    """Yield the documents that decided a question, licenses among them, each once."""
    found: dict[Source, None] = {}
    for ground in grounds(assessment, result):
        evidence = [ground.fact.evidence] if ground.fact is not None else []
        evidence += [term.stated.evidence for term in ground.licenses if term.stated is not None]
        for one in evidence:
            found.update(dict.fromkeys(one.sources))
    yield from found
