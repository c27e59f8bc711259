"""The whole report on some models: the ranking, and for each the answers with facts and sources."""

from __future__ import annotations

from collections.abc import Iterator

from openscore.engine.assessment import Assessment, PartResult
from openscore.engine.reasons import Step, steps
from openscore.language import language, tr
from openscore.report.documents.page import (
    Bar,
    Block,
    Cited,
    Heading,
    Items,
    Page,
    Paragraph,
    References,
    Table,
)
from openscore.report.documents.sections import bands, gates, licenses, provenance, unknown, verification
from openscore.report.phrases import condition_phrase, points_phrase, weight_phrase
from openscore.report.text import RANGE, labeled, phrases, score_range, sentence, sentences, titled, visible
from openscore.report.views.answers import answer, headline
from openscore.report.views.bibliography import Bibliography
from openscore.report.views.evidence import Teller
from openscore.report.views.export import Export
from openscore.report.views.ranking import RankingView, RowView, shown_band

STEPS = 6
"""How many of the largest possible gains are told."""


def dossier(export: Export) -> Page:
    """Return the report as a page."""
    view = export.view_apart
    title = tr("Openness of {name}", name=view.rows[0].name)
    if len(view.rows) > 1:
        title = tr("Openness of {count} AI models", count=len(view.rows))
    bibliography = Bibliography(export.registry, [row.assessment.record for row in view.rows])
    blocks: list[Block] = [Paragraph(provenance(export), "note"), _ranking(view)]
    if not all(row.score.is_certain for row in view.rows):
        blocks.append(Paragraph(tr(RANGE), "note"))
    if view.services:
        blocks.append(Paragraph(view.services, "note"))
    for row in view.rows:
        blocks += _model(row, bibliography)
    if terms := list(licenses(view.rows, bibliography)):
        blocks += [Heading(tr("License terms")), *terms]
    blocks += [Heading(tr("Bands")), bands(export)]
    blocks += [Heading(tr("References")), References(bibliography.entries)]
    return Page(title, tuple(blocks), language())


def _ranking(view: RankingView) -> Table:
    header = (
        tr("Model"), tr("Maker"), tr("Released"), tr("Rank"), tr("Openness"), tr("Band"), tr("Weakest"),
    )  # fmt: skip
    rows = tuple(
        (
            row.marked, row.developer, row.released or tr("unknown"), str(row.rank),
            Bar(row.percent, row.shown), shown_band(row.assessment), row.least,
        )
        for row in view.rows
    )  # fmt: skip
    caption = tr(
        "Most open first, rank among {total}; the hatched part of a bar is not established.", total=view.total
    )
    return Table(caption, header, rows)


def _model(row: RowView, bibliography: Bibliography) -> Iterator[Block]:
    assessment = row.assessment
    record = assessment.record
    yield Heading(row.name)
    means = titled(assessment.bands[0].means) if assessment.bands[0] is assessment.bands[1] else ""
    said = sentences(
        tr("{headline}.", headline=headline(assessment)), means, titled(record.registry.said(record.summary))
    )
    yield Paragraph(said)
    yield Paragraph(tr("To verify it: {command}", command=verification(assessment)), "note")
    teller = Teller(assessment, bibliography)
    for criterion in assessment.criteria:
        yield _criterion(assessment, criterion, teller)
    yield from _listed(tr("Gates"), gates(assessment))
    if assessment.elements:
        yield strict_reading(assessment)
    yield from _listed(tr("What would raise the score"), tuple(map(_gain, steps(assessment)[:STEPS])))
    yield from _listed(tr("Not established by anybody"), unknown(assessment))


def _gain(step: Step) -> str:
    return tr(
        "Up to {points}: {title}: {level} ({condition})",
        points=points_phrase(step.gain),
        title=titled(step.part.title),
        level=titled(step.level.title),
        condition=condition_phrase(step.level.condition),
    )


def strict_reading(assessment: Assessment) -> Table:
    """Return the elements of the strict definition, each met, unmet or unknown."""
    conformance = assessment.rubric.conformance
    caption = tr(assessment.conformance)
    if conformance is not None:
        verdict = labeled(titled(conformance.title), caption)
        caption = sentences(tr("{headline}.", headline=verdict), sentence(titled(conformance.note)))
    rows = tuple(
        (titled(result.element.title), tr(result.verdict), visible(result.element.source))
        for result in assessment.elements
    )
    return Table(caption, (tr("Element"), tr("Verdict"), tr("Clause")), rows)


def _listed(title: str, items: tuple[str, ...]) -> Iterator[Block]:
    if items:
        yield Heading(title, 3)
        yield Items(items)


def _criterion(assessment: Assessment, criterion: PartResult, teller: Teller) -> Table:
    rows = []
    for result in criterion.leaves():
        points = tr("not applicable") if result.value is None else score_range(*result.value.scaled(100))
        score = points if result.value is None else Bar(result.value.scaled(100), points)
        clause = tr("Judged by: {source}.", source=visible(result.part.source))
        told = Cited(teller.pieces(result, clause))
        rows.append((titled(result.part.title), answer(assessment, result), score, told))
    value = tr("not applicable")
    if criterion.value is not None:
        value = tr("{score} of {top}", score=score_range(*criterion.value.scaled(100)), top=100)
    weight = weight_phrase(criterion.part, assessment.rubric)
    caption = labeled(titled(criterion.part.title), phrases(value, weight))
    told_of = tr("Facts, license terms, sources and clause")
    return Table(caption, (tr("Question"), tr("Answer"), tr("Points"), told_of), tuple(rows))
