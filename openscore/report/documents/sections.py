"""Sections that the brief and the whole report share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from shlex import quote

from openscore.analysis.citation import code_of
from openscore.engine.assessment import Assessment, GateResult
from openscore.engine.reasons import grounds
from openscore.hints import completed
from openscore.language import counted, noted, tr
from openscore.numerals import number
from openscore.records.licenses import LicenseTerm
from openscore.report.documents.page import Cited, Items, Paragraph, Table, Text
from openscore.report.phrases import clause_phrase
from openscore.report.text import bracketed, labeled, parted, sentences, titled, told, visible
from openscore.report.views.bibliography import Bibliography
from openscore.report.views.export import Export
from openscore.report.views.naming import term_name, unknown_names, value_name
from openscore.report.views.ranking import RowView


def provenance(export: Export) -> str:
    """Return what is needed to compute the numbers again."""
    rubric, registry = export.rubric, export.registry
    facts = tr("facts read until {day}", day=registry.last_read)
    if export.as_of:
        facts = tr("facts as of {day}", day=export.as_of)
    elif not registry.has_facts:
        facts = tr("no fact stated")
    return tr(
        "OpenScore {openscore}. Rubric {id} {version} ({digest}). Registry of {releases}, "
        "{facts} ({registry_digest}). A self-assessment from published evidence.",
        openscore=export.openscore,
        id=rubric.id,
        version=rubric.version,
        digest=rubric.digest,
        releases=counted("{n} release", "{n} releases", len(registry)),
        facts=facts,
        registry_digest=registry.digest,
    )


def verification(assessment: Assessment) -> str:
    """Return what to type to compute a score again, with its code."""
    rubric = assessment.rubric
    own = f" --rubric {quote(rubric.name)}" if rubric.name != rubric.id else ""
    return completed(f"openscore verify {code_of(assessment)}{own}")


def gates(assessment: Assessment) -> tuple[str, ...]:
    """Return what each gate does that closes or may close, and why there is one."""
    return tuple(sentences(_limited(result), told(result.gate.why)) for result in assessment.gates)


def _limited(result: GateResult) -> str:
    gate = result.gate
    message = noted("The score cannot exceed {cap} while this holds: {gate}.")
    if gate.band and result.is_certain:
        message = noted("The band cannot exceed “{cap}” while this holds: {gate}.")
    elif gate.band:
        message = noted("The band cannot exceed “{cap}” if this holds, which is not established: {gate}.")
    elif not result.is_certain:
        message = noted("The score cannot exceed {cap} if this holds, which is not established: {gate}.")
    cap = titled(gate.band.title) if gate.band else number(gate.cap)
    return tr(message, cap=cap, gate=titled(gate.title))


def bands(export: Export) -> Items:
    """Return the bands, most open last: from which score on, and what each means."""
    rubric = export.rubric
    listed = []
    for band in rubric.bands:
        name = titled(band.title)
        if not rubric.has_rules:
            name = tr("{band}, from {floor}", band=name, floor=number(band.floor))
        listed.append(labeled(name, titled(band.means)))
    return Items(tuple(listed))


def unknown(assessment: Assessment) -> tuple[str, ...]:
    """Return each fact that nobody has established, by its name and as it is typed."""
    return tuple(bracketed(name, typed) for name, typed in unknown_names(assessment))


def licenses(rows: Iterable[RowView], bibliography: Bibliography) -> Iterator[Table | Paragraph]:
    """Yield one table for each license that decides: every term that limits, its clause and what it says."""
    told: dict[str, tuple[list[str], dict[str, LicenseTerm | None], Assessment]] = {}
    for row in rows:
        assessment = row.assessment
        for result in assessment.leaves():
            for ground in grounds(assessment, result):
                for term in ground.licenses:
                    names, terms, _ = told.setdefault(term.license, ([], {}, assessment))
                    terms.setdefault(term.term, term.stated)
                    if row.name not in names:
                        names.append(row.name)
    for id, (names, terms, assessment) in told.items():
        yield _license(id, names, terms, assessment, bibliography)


def _license(
    id: str,
    names: list[str],
    terms: dict[str, LicenseTerm | None],
    assessment: Assessment,
    bibliography: Bibliography,
) -> Table | Paragraph:
    registry, vocabulary = assessment.record.registry, assessment.rubric.vocabulary
    license = visible(registry.licenses.licenses[id].name)
    named = license if license == id else bracketed(license, visible(id))
    headline = labeled(named, parted(names))
    rows: list[tuple[Text, ...]] = []
    for term, stated in terms.items():
        title = term_name(term, vocabulary)
        if stated is None:
            rows.append((title, tr("unknown"), "", tr("nobody has established it")))
        elif not vocabulary.terms[term].scale.bits[stated.value] & 1:
            refs = bibliography.cite(stated.evidence.sources)
            value = value_name(f"terms.{term}", stated.value, vocabulary, registry.licenses)
            says = Cited((titled(registry.said(stated.evidence.shows)), refs))
            rows.append((title, value, clause_phrase(stated.clause), says))
    if not rows:
        free = tr("No term that the rubric reads limits it.")
        return Paragraph(sentences(tr("{headline}.", headline=headline), free))
    header = (tr("Term"), tr("Limit"), tr("Clause"), tr("What it says"))
    return Table(headline, header, tuple(rows))
