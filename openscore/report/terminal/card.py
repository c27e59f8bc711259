"""One model's card: identity, score, criteria, what is known of each component, what is not."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from openscore.engine.assessment import ZERO, Assessment, PartResult
from openscore.hints import to_type
from openscore.language import tr
from openscore.records.disputes import disputes_of
from openscore.records.record import Link, ModelRecord
from openscore.records.vocabulary import LICENSE, Vocabulary
from openscore.report.phrases import dispute_phrase
from openscore.report.terminal.explain import headline
from openscore.report.terminal.ranking import bar
from openscore.report.terminal.screen import Screen, render
from openscore.report.terminal.table import Cell, Column, table
from openscore.report.text import labeled, listed, score_range, titled, visible
from openscore.report.views.naming import license_name


def card(assessment: Assessment, rank: int, total: int, screen: Screen) -> str:
    """Return the card of one model; a rank among no others is none."""
    record = assessment.record
    summary = titled(record.registry.said(record.summary))
    if total > 1:
        summary = tr("rank {rank} of {total}. {summary}", rank=rank, total=total, summary=summary)
    parts = [
        render(headline(assessment, screen), screen).rstrip("\n"),
        render(Text(summary), screen),
        _criteria(assessment, screen),
        _components(record, assessment.rubric.vocabulary, screen),
        render(Text(to_type("\n".join(_notes(assessment)))), screen),
    ]
    return "\n".join(part for part in parts if part)


def _criteria(assessment: Assessment, screen: Screen) -> str:
    columns = (
        Column("", wraps=True),
        Column("", 1, good=8, best=40),
        Column("", is_right=True, wraps=True),
    )
    return table(columns, [_criterion(result, screen) for result in assessment.criteria], screen)[0]


def _criterion(result: PartResult, screen: Screen) -> list[Cell]:
    value = (result.value or ZERO).scaled(100)
    return [titled(result.part.title), lambda width: bar(value, width, screen.glyphs), score_range(*value)]


def _components(record: ModelRecord, vocabulary: Vocabulary, screen: Screen) -> str:
    """List each component with what is known; absent facts stand as `unknown`."""
    columns = (
        Column(tr("Component"), good=16, wraps=True),
        Column(tr("State"), good=16, wraps=True),
        Column(tr("License"), 1, good=16, wraps=True),
    )
    rows: list[list[str]] = []
    for component in vocabulary.components.values():
        aspect = next((name for name in component.aspects if name != LICENSE), None)
        value = record.values.get(f"{component.id}.{aspect}")
        license = record.values.get(f"{component.id}.{LICENSE}")
        if value is None and license is None:
            continue
        state = tr("unknown")
        if value is not None:
            state = titled(vocabulary.scale(f"{component.id}.{aspect}").value(value).title)
        if aspect is None:
            state = ""
        named = license_name(license, record.registry.licenses) if license else ""
        rows.append([titled(component.title), state, named])
    return table(columns, rows, screen)[0] if rows else ""


def _licenses(record: ModelRecord) -> Iterator[str]:
    """Yield what to type for each license whose name is not its id."""
    table, vocabulary = record.registry.licenses, record.registry.vocabulary
    stated = (value for path, value in record.values.items() if vocabulary.is_license(path))
    ids = dict.fromkeys(id for value in stated for id in table.resolve(value).licenses)
    for license in (table.licenses[id] for id in ids):
        if license.name != license.id:
            told = tr("`openscore licenses {id}`", id=visible(license.id))
            yield labeled(visible(license.name), told)


def _notes(assessment: Assessment) -> Iterator[str]:
    record = assessment.record
    for key, day in record.dates.items():
        yield labeled(tr(key.replace("-", " ")), day.isoformat())
    if record.sizes:
        yield tr("sizes: {listed}", listed=visible(", ".join(record.sizes)))
    yield from _licenses(record)
    yield from _bound(record)
    for link, entry in zip(record.links, record.data["bases"], strict=True):
        yield tr(
            "made from {model} ({relation}): {shows}",
            model=link.model,
            relation=tr(link.relation),
            shows=titled(record.registry.said(entry["shows"])),
        )
    for link, entry in zip(record.serves, record.data["serves"], strict=True):
        yield tr(
            "served {model}{span}: {shows}",
            model=link.model,
            span=_span(link),
            shows=titled(record.registry.said(entry["shows"])),
        )
    for change in record.history:
        yield tr(
            "until {until}: {path} = {value}",
            until=change.until,
            path=change.fact.path,
            value=visible(change.fact.value),
        )
    for dispute in disputes_of(record):
        yield labeled(dispute.path, dispute_phrase(dispute))
    for stage in record.stages:
        yield labeled(stage.day.isoformat(), visible(stage.event))
    if assessment.unknown:
        yield tr("not established: {listed}", listed=", ".join(assessment.unknown))
    if assessment.conformance:
        yield tr(
            "strict reading ({id}): {conformance}",
            id=assessment.rubric.id,
            conformance=tr(assessment.conformance),
        )
    yield tr("reasons and sources: `openscore explain {id}`; a citation: `openscore cite {id}`", id=record.id)


def _bound(record: ModelRecord) -> Iterator[str]:
    """Yield the family that binds it, and its parts."""
    if record.family:
        yield tr("family: {family}; `openscore show {family}` lists its models", family=record.family)
    access = record.registry.vocabulary.scale("weights.availability")
    for part in record.data.get("parts", {}).values():
        said = [titled(access.value(part["availability"]["value"]).title)] if "availability" in part else []
        if LICENSE in part:
            said.append(license_name(part[LICENSE]["value"], record.registry.licenses))
        yield labeled(tr("part {title}", title=visible(part["title"])), listed(said))


def _span(link: Link) -> str:
    start = tr(" from {day}", day=link.start) if link.start else ""
    end = tr(" until {day}", day=link.end) if link.end else ""
    return start + end
