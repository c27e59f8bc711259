"""The whole report on some models: the ranking, and for each the answers with facts and sources."""

from __future__ import annotations

from collections.abc import Iterator

from openscore.engine.assessment import Assessment, PartResult
from openscore.engine.reasons import steps
from openscore.language import counted, language, tr
from openscore.numerals import number
from openscore.records.evidence import Source
from openscore.report.documents.page import Bar, Block, Heading, Item, Items, Page, Paragraph, Table
from openscore.report.phrases import condition_phrase, gate_line, points_phrase
from openscore.report.text import labeled, score_range, sentences, titled, visible
from openscore.report.views.answers import answer, headline, reasoning, sources_of
from openscore.report.views.export import Export
from openscore.report.views.ranking import shown_band

STEPS = 6
"""How many of the largest possible gains are told."""


def dossier(export: Export) -> Page:
    """Return the report as a page."""
    count = len(export.ranked)
    name = visible(export.ranked[0].assessment.record.name)
    title = tr("Openness of {name}", name=name)
    if count > 1:
        title = tr("Openness of {count} AI models", count=count)
    blocks: list[Block] = [Paragraph(provenance(export), "note"), _ranking(export)]
    for place in export.ranked:
        blocks += _model(place.assessment)
    return Page(title, tuple(blocks), language())


def provenance(export: Export) -> str:
    """Return what is needed to compute the numbers again."""
    rubric, registry = export.rubric, export.registry
    facts = tr("read until {day}", day=registry.last_read)
    if export.as_of:
        facts = tr("as of {day}", day=export.as_of)
    return tr(
        "OpenScore {openscore}. Rubric {id} {version} ({digest}). Registry of {releases}, "
        "facts {facts} ({registry_digest}). A self-assessment from published evidence.",
        openscore=export.openscore,
        id=rubric.id,
        version=rubric.version,
        digest=rubric.digest,
        releases=counted("{n} release", "{n} releases", len(registry)),
        facts=facts,
        registry_digest=registry.digest,
    )


def _ranking(export: Export) -> Table:
    view = export.view
    header = (
        tr("Model"), tr("Maker"), tr("Released"), tr("Rank"), tr("Openness"), tr("Band"), tr("Weakest"),
    )  # fmt: skip
    rows = tuple(
        (
            row.name, row.developer, row.released or tr("unknown"), str(row.rank),
            Bar(row.percent, row.shown), shown_band(row.assessment), row.weakest.title,
        )
        for row in view.rows
    )  # fmt: skip
    caption = tr(
        "Most open first, rank among {total}; the hatched part of a bar is not established.", total=view.total
    )
    return Table(caption, header, rows)


def _model(assessment: Assessment) -> Iterator[Block]:
    record = assessment.record
    sources: dict[Source, int] = {}
    yield Heading(visible(record.name))
    yield Paragraph(sentences(tr("{headline}.", headline=headline(assessment)), visible(record.summary)))
    for criterion in assessment.criteria:
        yield _criterion(assessment, criterion, sources)
    gates = tuple(
        Item(sentences(tr("{headline}.", headline=gate_line(result)), visible(result.gate.why)))
        for result in assessment.gates
    )
    yield from _listed(tr("Gates"), gates)
    if assessment.elements:
        yield strict_reading(assessment)
    gains = tuple(
        Item(
            tr(
                "Up to {points}: {title}: {level} ({condition})",
                points=points_phrase(step.gain),
                title=titled(step.part.title),
                level=titled(step.level.title),
                condition=condition_phrase(step.level.condition),
            )
        )
        for step in steps(assessment)[:STEPS]
    )
    yield from _listed(tr("What would raise the score"), gains)
    yield from _listed(
        tr("Not established by anybody"), tuple(Item(visible(path)) for path in assessment.unknown)
    )
    documents = tuple(
        Item(tr("Published by {by}, read {day}.", by=tr(source.by), day=source.read), source.url)
        for source in sources
    )
    yield from _listed(tr("Sources"), documents, is_numbered=True)


def strict_reading(assessment: Assessment) -> Table:
    """Return the elements of the strict definition, each met, unmet or unknown."""
    conformance = assessment.rubric.conformance
    caption = tr(assessment.conformance)
    if conformance is not None:
        verdict = labeled(titled(conformance.title), caption)
        caption = sentences(tr("{headline}.", headline=verdict), titled(conformance.note))
    rows = tuple(
        (titled(result.element.title), tr(result.verdict), visible(result.element.source))
        for result in assessment.elements
    )
    return Table(caption, (tr("Element"), tr("Verdict"), tr("Clause")), rows)


def _listed(title: str, items: tuple[Item, ...], *, is_numbered: bool = False) -> Iterator[Block]:
    if items:
        yield Heading(title, 3)
        yield Items(items, is_numbered)


def _criterion(assessment: Assessment, criterion: PartResult, sources: dict[Source, int]) -> Table:
    rows = []
    for result in criterion.leaves():
        numbers = sorted(
            sources.setdefault(source, len(sources) + 1) for source in sources_of(assessment, result)
        )
        evidence = reasoning(assessment, result)
        if numbers:
            evidence += f" [{', '.join(map(str, numbers))}]"
        points = tr("not applicable") if result.value is None else score_range(*result.value.scaled(100))
        score = points if result.value is None else Bar(result.value.scaled(100), points)
        clause = tr("Clause: {source}.", source=visible(result.part.source))
        title, told = titled(result.part.title), sentences(evidence, clause)
        rows.append((title, answer(result), score, told))
    value = tr("not applicable")
    if criterion.value is not None:
        value = tr("{score} of {top}", score=score_range(*criterion.value.scaled(100)), top=100)
    share = round(100 * criterion.part.share / sum(part.share for part in assessment.rubric.criteria), 1)
    caption = tr(
        "{title}: {value}, {share}% of the score",
        title=titled(criterion.part.title),
        value=value,
        share=number(share),
    )
    return Table(
        caption, (tr("Question"), tr("Answer"), tr("Points"), tr("Facts, sources and clause")), tuple(rows)
    )
