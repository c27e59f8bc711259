"""One model's card: identity, score, criteria, what is known of each component, what is not."""

from __future__ import annotations

from collections.abc import Iterator

from rich.table import Table
from rich.text import Text

from openscore.engine.assessment import ZERO, Assessment
from openscore.records.record import Link, ModelRecord
from openscore.records.vocabulary import LICENSE, Vocabulary
from openscore.report.explain import headline
from openscore.report.table import Screen, bar, render
from openscore.report.text import score_range, titled, visible


def card(assessment: Assessment, rank: int, total: int, screen: Screen, lang: str = "en") -> str:
    """Return the card of one model."""
    record = assessment.record
    parts = [
        render(headline(assessment, screen, lang), screen).rstrip("\n"),
        render(Text(f"rank {rank} of {total}. {visible(record.summary)}"), screen),
        render(_criteria(assessment, screen, lang), screen),
        render(_components(record, assessment.rubric.vocabulary, lang), screen),
        render(Text("\n".join(_notes(assessment))), screen),
    ]
    return "\n".join(parts)


def _criteria(assessment: Assessment, screen: Screen, lang: str) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, show_header=False)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True, justify="right")
    for result in assessment.criteria:
        value = (result.value or ZERO).scaled(100)
        width = min(40, screen.width - 40)
        table.add_row(
            Text(titled(result.part.title, lang)), bar(value, width, screen.glyphs), Text(score_range(*value))
        )
    return table


def _components(record: ModelRecord, vocabulary: Vocabulary, lang: str) -> Table:
    """List each component with what is known; absent facts stand as `unknown`."""
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="bold")
    table.add_column("Component", ratio=2)
    table.add_column("State", ratio=2)
    table.add_column("License", ratio=2, overflow="fold")
    for component in vocabulary.components.values():
        aspect = next((name for name in component.aspects if name != LICENSE), None)
        value = record.values.get(f"{component.id}.{aspect}")
        license = record.values.get(f"{component.id}.{LICENSE}")
        if value is None and license is None:
            continue
        state = "unknown"
        if value is not None:
            state = titled(vocabulary.scale(f"{component.id}.{aspect}").value(value).title, lang)
        if aspect is None:
            state = ""
        table.add_row(Text(titled(component.title, lang)), Text(state), Text(visible(license or "")))
    return table


def _notes(assessment: Assessment) -> Iterator[str]:
    record = assessment.record
    for key, day in record.dates.items():
        yield f"{key.replace('-', ' ')}: {day}"
    if record.sizes:
        yield f"sizes: {visible(', '.join(record.sizes))}"
    for link in record.links:
        yield f"made from {link.model} ({link.relation}): {visible(link.evidence.shows)}"
    for link in record.serves:
        yield f"served {link.model}{_span(link)}: {visible(link.evidence.shows)}"
    for change in record.history:
        yield f"until {change.until}: {change.fact.path} = {visible(change.fact.value)}"
    for stage in record.stages:
        yield f"{stage.day}: {visible(stage.event)}"
    if assessment.unknown:
        yield f"not established: {', '.join(assessment.unknown)}"
    if assessment.conformance:
        yield f"strict reading ({assessment.rubric.id}): {assessment.conformance}"
    yield f"reasons and sources: `openscore explain {record.id}`; a citation: `openscore cite {record.id}`"


def _span(link: Link) -> str:
    start = f" from {link.start}" if link.start else ""
    end = f" until {link.end}" if link.end else ""
    return start + end
