"""A brief of one to three pages for a reader who decides on policy and not on code."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from openscore.engine.assessment import Assessment
from openscore.engine.rank import rank
from openscore.language import counted, language, noted, tr
from openscore.numerals import number
from openscore.records.evidence import Source
from openscore.records.record import ModelRecord
from openscore.report.documents.dossier import provenance
from openscore.report.documents.page import (
    Bar,
    Block,
    Cell,
    Heading,
    Item,
    Items,
    Mark,
    Page,
    Paragraph,
    Plot,
    Table,
)
from openscore.report.phrases import untranslatable_phrases
from openscore.report.text import DASH, enumerated, labeled, score_range, sentences, titled, visible
from openscore.report.views.answers import answer, sources_of
from openscore.report.views.export import Export
from openscore.report.views.ranking import RowView, shown_band

FINDINGS, DOCUMENTS = 1, 2
"""Up to how many models the answers to each question, and the documents read, fit on three pages."""
COLUMNS = (noted("Open"), noted("In part"), noted("Closed"), noted("Not established"))
ENDS = {1.0: "Open", 0.0: "Closed"}


def brief(export: Export) -> Page:
    """Return the brief on some models."""
    rows = export.view.rows
    names = [row.name for row in rows]
    title = tr("How open are {names}?", names=enumerated(names))
    if len(names) == 1:
        title = tr("How open is {name}?", name=names[0])
    blocks: list[Block] = [Paragraph(_summary(export), "lead"), _plot(export)]
    blocks += [Heading(tr("Scores")), _scores(export)]
    if len(rows) <= FINDINGS:
        blocks += [
            Heading(tr("What was found")),
            *(_findings(place.assessment) for place in export.ranked),
        ]
    blocks += [Heading(tr("Method")), *_method(export), Heading(tr("Limits")), Items(tuple(_limits(export)))]
    blocks += [Heading(tr("References")), Items(tuple(_references(export)), is_numbered=True)]
    blocks += [Paragraph(provenance(export), "note"), Paragraph(_again(export), "note")]
    return Page(title, tuple(blocks), language())


def _summary(export: Export) -> str:
    return sentences(*[_sentence(export, row) for row in export.view.rows])


def _sentence(export: Export, row: RowView) -> str:
    top = number(export.rubric.top)
    score = tr("{score} of {top}", score=row.shown, top=top)
    if not row.score.is_certain:
        low, high = row.shown.split(DASH)
        score = tr("between {low} and {high} of {top}", low=low, high=high, top=top)
    about = ", ".join(filter(None, (row.developer, row.released[:4])))
    strongest = max(row.criteria, key=lambda criterion: criterion.value.low)
    told = tr(
        "{name} ({about}) scores {score} for openness: {band}.",
        name=row.name, about=about, score=score, band=shown_band(row.assessment),
    )  # fmt: skip
    if len(export.ranked) == 1 and row.band_ids[0] == row.band_ids[1]:
        told = sentences(told, titled(export.ranked[0].assessment.bands[0].means))
    told = sentences(
        told,
        counted(
            "It ranks {rank} of {n} release.",
            "It ranks {rank} of {n} releases.",
            len(export.registry),
            rank=row.rank,
        ),
    )
    if len(export.ranked) > 1 or strongest.value.low == row.weakest.value.low:
        return told
    weak, strong = row.weakest.title, strongest.title
    last = tr(
        "It is most open in {strongest} and least open in {weakest}.",
        strongest=strong.lower(), weakest=weak.lower(),
    )  # fmt: skip
    return sentences(told, last)


def _plot(export: Export) -> Plot:
    rubric = export.rubric
    rows = export.view.rows
    chosen = {row.id for row in rows}
    others = tuple(
        place.assessment.percent.low
        for place in rank(export.registry, rubric)
        if place.assessment.record.id not in chosen
    )
    zones: tuple[tuple[float, str], ...] = ()
    if not rubric.has_rules:
        zones = tuple((100 * band.floor / rubric.top, titled(band.title)) for band in rubric.bands)
    told = "; ".join(f"{row.name} {row.shown}" for row in rows)
    caption = tr(
        "The gradient from closed (0) to open (100). "
        "Solid: shown by evidence; pale or hatched: not established by anybody."
    )
    marks = tuple(Mark(row.name, row.percent, row.shown) for row in rows)
    return Plot(caption, tr("Openness from 0 to 100: {told}.", told=told), marks, others, zones)


def _scores(export: Export) -> Table:
    """Return criteria as rows and models as columns."""
    rows = export.view.rows
    weights = [part.share for part in export.rubric.criteria]
    lines: list[tuple[Cell, ...]] = []
    for place, (_, _, title) in enumerate(export.view.columns):
        share = number(round(100 * weights[place] / sum(weights), 1))
        bars = [row.criteria[place].value.scaled(100) for row in rows]
        lines.append((title, f"{share}%", *(Bar(value, score_range(*value)) for value in bars)))
    lines.append((tr("Score"), "", *(Bar(row.percent, row.shown) for row in rows)))
    lines.append((tr("Band"), "", *(shown_band(row.assessment) for row in rows)))
    conformance = export.rubric.conformance
    if conformance is not None:
        title = titled(conformance.title)
        lines.append((title, "", *(tr(row.conformance) for row in rows)))
    header = (tr("Criterion"), tr("Weight"), *(row.name for row in rows))
    return Table(tr("Each criterion from 0 (closed) to 100 (open)."), header, tuple(lines))


def _findings(assessment: Assessment) -> Table:
    """Return what is open and what is not, by criterion; only what lies between needs its answer told."""
    rows = []
    for criterion in assessment.criteria:
        found: dict[str, list[str]] = {column: [] for column in COLUMNS}
        for result in criterion.leaves():
            title = titled(result.part.title)
            if result.value is None:
                continue
            if not result.value.is_certain:
                found["Not established"].append(title)
            elif result.value.low in ENDS:
                found[ENDS[result.value.low]].append(title)
            else:
                found["In part"].append(f"{title} ({answer(result)})")
        cells = ("; ".join(titles) or DASH for titles in found.values())
        rows.append((titled(criterion.part.title), *cells))
    name = visible(assessment.record.name)
    caption = tr("What published evidence shows of {name}.", name=name)
    return Table(caption, (tr("Criterion"), *map(tr, COLUMNS)), tuple(rows))


def _method(export: Export) -> Iterator[Block]:
    rubric = export.rubric
    follows = tr(
        "Scores follow the rubric “{title}” (version {version}).",
        title=titled(rubric.title), version=rubric.version,
    )  # fmt: skip
    yield Paragraph(sentences(follows, titled(rubric.summary)))
    yield Paragraph(
        tr(
            "Every fact rests on a document that was read, preferably of the maker itself. What nobody has "
            "established is not guessed: the score is then an interval, and the rank counts its low end only."
        )
    )
    closed = [
        result.gate for place in export.ranked for result in place.assessment.gates if result.is_certain
    ]
    for gate in {gate.id: gate for gate in closed}.values():
        message = noted("The score cannot exceed {cap} while this holds: {gate}.")
        if gate.band:
            message = noted("The band cannot exceed “{cap}” while this holds: {gate}.")
        cap = titled(gate.band.title) if gate.band else number(gate.cap)
        capped = tr(message, cap=cap, gate=titled(gate.title))
        yield Paragraph(sentences(capped, visible(gate.why)))


def _limits(export: Export) -> Iterator[Item]:
    conformance = export.rubric.conformance
    yield Item(tr("Openness only: the score says nothing on capability, safety, price or worth."))
    if conformance is not None:
        yield Item(labeled(titled(conformance.title), titled(conformance.note)))
    yield from map(Item, untranslatable_phrases(export.rubric))
    for place in export.ranked:
        count = len(place.assessment.unknown)
        name = visible(place.assessment.record.name)
        if count:
            yield Item(
                tr(
                    "Facts on {name} that nobody has established and that widen the score: {count}.",
                    name=name,
                    count=count,
                )
            )
    yield Item(
        tr("Documents change; each reference has the day on which it was read. This is not legal advice.")
    )


def _references(export: Export) -> Iterator[Item]:
    for entry in export.rubric.data["references"]:
        yield Item(f"{visible(entry['title'])}.", entry["url"])
    if len(export.ranked) > DOCUMENTS:
        ids = " ".join(place.assessment.record.id for place in export.ranked)
        yield Item(tr("The documents read for each model: openscore export html {ids}", ids=ids))
        return
    told = set()
    for place in export.ranked:
        owners = _owners(export, place.assessment.record)
        for result in place.assessment.leaves():
            for source in sources_of(place.assessment, result):
                if source.url not in told and source.url in owners:
                    told.add(source.url)
                    yield _reference(source, owners[source.url])


def _owners(export: Export, record: ModelRecord) -> dict[str, ModelRecord]:
    """Return by address whose documents they are: the model's own or those of its base models."""
    return {
        document["url"]: member
        for member in reversed(list(export.registry.lineage(record)))
        for document in member.data["documents"]
    }


def _reference(source: Source, record: ModelRecord) -> Item:
    """Return a document with its title, or else the place where it stands."""
    named = (entry["title"] for entry in record.data["documents"] if entry["url"] == source.url)
    address = urlsplit(source.url)
    page = address.path.rstrip("/").rpartition("/")[2]
    title = visible(next(named, "") or f"{address.hostname}: {page}" if page else str(address.hostname))
    by = {"maker": visible(record.developer), "index": tr("another index")}.get(
        source.by, tr("a third party")
    )
    published = tr("Published by {by}, read {day}.", by=by, day=source.read)
    return Item(sentences(f"{title}.", published), source.url)


def _again(export: Export) -> str:
    ids = " ".join(f"--model {place.assessment.record.id}" for place in export.ranked)
    date = f" --as-of {export.as_of}" if export.as_of else ""
    return tr(
        "To compute it again: openscore report {ids} --rubric {id}{date}",
        ids=ids,
        id=export.rubric.id,
        date=date,
    )
