"""Duties as a page: a checklist to be ticked and kept."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from openscore.duty import Duties
from openscore.language import language, tr
from openscore.registry.registry import Registry
from openscore.report.documents.page import (
    Block,
    Check,
    Checks,
    Cited,
    Heading,
    Items,
    Page,
    Paragraph,
    References,
    Text,
)
from openscore.report.text import parted
from openscore.report.views.bibliography import Bibliography, Refs
from openscore.report.views.duties import DutiesView, Entry


def duties_page(view: DutiesView, found: Duties, registry: Registry, done: Collection[str] = ()) -> Page:
    """Return duties as a page.

    Args:
        view: What is told.
        found: Of what.
        registry: Gives titles of documents.
        done: Keys of the entries that were ticked off before.
    """
    bibliography = Bibliography(registry, found.records)
    blocks: list[Block] = [Paragraph(view.headline, "lead"), Items(view.told)]
    for section in view.sections:
        entries = [(entry.key, _text(entry, bibliography)) for entry in section.entries]
        blocks.append(Heading(section.title))
        if section.verdict == "must":
            blocks.append(Checks(tuple(Check(text, key, key in done) for key, text in entries)))
        else:
            blocks.append(Items(tuple(text for _, text in entries)))
    blocks.append(Paragraph(view.disclaimer, "note"))
    blocks.append(Paragraph(_basis(found), "note"))
    blocks += [Heading(tr("References")), References(bibliography.entries)] if bibliography.entries else []
    return Page(view.title, tuple(blocks), language())


def _basis(found: Duties) -> str:
    return tr(
        "Rules: {id} {version}, {digest}.",
        id=found.rules.id,
        version=found.rules.version,
        digest=found.rules.digest,
    )


def _text(entry: Entry, bibliography: Bibliography) -> Text:
    return Cited(tuple(_pieces(entry, bibliography)))


def _pieces(entry: Entry, bibliography: Bibliography) -> Iterator[str | Refs]:
    yield entry.says
    for said, sources in entry.behind:
        yield f" {said}"
        if sources:
            yield bibliography.cite(sources)
        yield tr("; ") if (said, sources) != entry.behind[-1] else ""
    if entry.covers:
        yield tr(" ({text})", text=parted([entry.covers]))
