"""A brief of one to three pages for a reader who decides on policy and not on code."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from shlex import quote
from typing import Any

from openscore.engine.rank import Ranked
from openscore.hints import completed
from openscore.language import language, noted, tr
from openscore.numerals import number
from openscore.report.documents.page import (
    Bar,
    Block,
    Cited,
    Heading,
    Items,
    Mark,
    Page,
    Paragraph,
    Plot,
    References,
    Table,
    Text,
    joined,
)
from openscore.report.documents.sections import bands, gates, licenses, provenance, unknown, verification
from openscore.report.phrases import dispute_phrase, untranslatable_phrases
from openscore.report.text import (
    DASH,
    RANGE,
    bracketed,
    enumerated,
    labeled,
    parted,
    quoted,
    score_range,
    sentences,
    titled,
    visible,
)
from openscore.report.views.answers import answer
from openscore.report.views.bibliography import Bibliography, Refs
from openscore.report.views.evidence import sources_of
from openscore.report.views.export import Export
from openscore.report.views.naming import typed_name
from openscore.report.views.ranking import RankingView, RowView, short_band, shown_band
from openscore.rubric.rubric import Rubric

WIDEST = 4
"""Models that stand side by side on a page; more stand one below the other."""
STATES = (noted("Open"), noted("In part"), noted("Closed"), noted("Not established"))
ENDS = {1.0: "Open", 0.0: "Closed"}


def brief(export: Export) -> Page:
    """Return the brief on some models."""
    view = export.view_apart
    rows = view.rows
    names = [row.name for row in rows]
    title = tr("How open are {names}?", names=enumerated(names))
    if len(names) == 1:
        title = tr("How open is {name}?", name=names[0])
    bibliography = Bibliography(export.registry, [row.assessment.record for row in rows])
    blocks: list[Block] = [Paragraph(_summary(view), "lead"), plot_of(view, export.ranking)]
    blocks += [Heading(tr("Scores")), _scores(view, export.rubric)]
    if not all(row.score.is_certain for row in rows):
        blocks.append(Paragraph(tr(RANGE), "note"))
    if view.services:
        blocks.append(Paragraph(view.services, "note"))
    blocks.append(Heading(tr("What was found")))
    blocks += [_findings(row, bibliography) for row in rows]
    if terms := list(licenses(rows, bibliography)):
        blocks += [Heading(tr("License terms")), *terms]
    blocks += [Heading(tr("Method")), *_method(rows, export.rubric, bibliography)]
    blocks += [Heading(tr("Bands"), 3), bands(export)]
    blocks += [Heading(tr("Limits")), Items(tuple(_limits(rows, export.rubric, bibliography)))]
    codes = [labeled(row.name, verification(row.assessment)) for row in rows]
    blocks += [Heading(tr("To verify")), Items(tuple(codes))]
    blocks += [Paragraph(provenance(export), "note"), Paragraph(_again(export), "note")]
    blocks += [Heading(tr("References")), References(bibliography.entries)]
    return Page(title, tuple(blocks), language())


def _summary(view: RankingView) -> str:
    return sentences(*[_sentence(view, row) for row in view.rows])


def _sentence(view: RankingView, row: RowView) -> str:
    is_alone = len(view.rows) == 1
    top = number(row.assessment.rubric.top)
    score = tr("{score} of {top}", score=row.shown, top=top)
    if not row.score.is_certain:
        low, high = row.shown.split(DASH)
        score = tr("between {low} and {high} of {top}", low=low, high=high, top=top)
    year = row.released[:4]
    maker = tr("service of {developer}", developer=row.developer) if row.kind == "service" else row.developer
    about = tr("{developer}, {year}", developer=maker, year=year) if year else maker
    strongest = max(row.criteria, key=lambda criterion: criterion.value.low)
    told = tr(
        "{name} ({about}) scores {score} for openness: {band}.",
        name=row.name, about=about, score=score, band=shown_band(row.assessment),
    )  # fmt: skip
    if is_alone and row.band_ids[0] == row.band_ids[1]:
        told = sentences(told, titled(row.assessment.bands[0].means))
    if view.total > 1:
        told = sentences(told, tr("It ranks {rank} of {n} releases.", rank=row.rank, n=view.total))
    if not is_alone or strongest.value.low == row.weakest.value.low:
        return told
    weak, strong = row.weakest.title, strongest.title
    last = tr(
        "By what is shown it is most open in {strongest} and least open in {weakest}.",
        strongest=strong.lower(), weakest=weak.lower(),
    )  # fmt: skip
    return sentences(told, last)


def plot_of(view: RankingView, ranking: Iterable[Ranked]) -> Plot:
    """Return places of a ranking as a plot, with all its other scores behind them."""
    rows = view.rows
    chosen = {row.id for row in rows}
    others = tuple(
        place.assessment.percent.low for place in ranking if place.assessment.record.id not in chosen
    )
    told = parted(f"{row.name} {row.shown}, {short_band(row.assessment)}" for row in rows)
    caption = tr(
        "The gradient from closed (0) to open (100). "
        "Solid: shown by evidence; pale or hatched: not established by anybody."
    )
    marks = tuple(Mark(row.marked, row.percent, row.shown, short_band(row.assessment)) for row in rows)
    return Plot(caption, tr("Openness from 0 to 100: {told}.", told=told), marks, others)


def _scores(view: RankingView, rubric: Rubric) -> Table:
    """Return models as columns where a page has room for them, else as rows."""
    caption = tr("Each criterion from 0 (closed) to 100 (open).")
    lines = list(_score_lines(view, rubric))
    if len(view.rows) <= WIDEST:
        lines[0] = (lines[0][0], tr("Weight"), *lines[0][1:])
        shares = [*_weights(rubric), *[""] * len(lines)]
        rows = [(line[0], share, *line[1:]) for line, share in zip(lines[1:], shares, strict=False)]
        return Table(caption, lines[0], tuple(rows))
    titled_by_share = [
        tr("{title}, {share}%", title=line[0], share=share.rstrip("%")) if share else line[0]
        for line, share in zip(lines[1:], [*_weights(rubric), *[""] * len(lines)], strict=False)
    ]
    rows = [tuple(cells) for cells in zip(*[line[1:] for line in lines], strict=True)]
    return Table(caption, (tr("Model"), *titled_by_share), tuple(rows))


def _weights(rubric: Rubric) -> list[str]:
    shares = [part.share for part in rubric.criteria]
    return [f"{number(round(100 * share / sum(shares), 1))}%" for share in shares]


def _score_lines(view: RankingView, rubric: Rubric) -> Iterator[tuple[Any, ...]]:
    """Yield the names of the models, then what each has of every criterion, and in all."""
    rows = view.rows
    yield (tr("Criterion"), *(row.marked for row in rows))
    for place, (_, _, title) in enumerate(view.columns):
        bars = [row.criteria[place].value.scaled(100) for row in rows]
        yield (title, *(Bar(value, score_range(*value)) for value in bars))
    yield (tr("Score"), *(Bar(row.percent, row.shown) for row in rows))
    yield (tr("Band"), *(shown_band(row.assessment) for row in rows))
    conformance = rubric.conformance
    if conformance is not None:
        yield (titled(conformance.title), *(tr(row.conformance) for row in rows))


def _findings(row: RowView, bibliography: Bibliography) -> Table:
    """Return what is open and what is not, by criterion; only what lies between needs its answer told."""
    assessment = row.assessment
    rows: list[tuple[Text, ...]] = []
    for criterion in assessment.criteria:
        found: dict[str, list[tuple[str, Refs]]] = {state: [] for state in STATES}
        for result in criterion.leaves():
            if result.value is None:
                continue
            title, state = titled(result.part.title), "Not established"
            if result.value.is_certain:
                state = ENDS.get(result.value.low, "In part")
            if state == "In part":
                title = bracketed(title, answer(assessment, result))
            found[state].append((title, bibliography.cite(sources_of(assessment, result))))
        name = titled(criterion.part.title)
        rows += [(name, tr(state), _borne_out(titles)) for state, titles in found.items() if titles]
    caption = tr(
        "What published evidence shows of {name}; a reference bears out all phrases since the one before.",
        name=row.name,
    )
    return Table(caption, (tr("Criterion"), tr("Answer"), tr("Questions")), tuple(rows))


def _borne_out(titles: Iterable[tuple[str, Refs]]) -> Text:
    """Return phrases with their references; phrases in a row that rest on the same have them once, behind."""
    said: list[Text] = []
    for refs, alike in groupby(titles, key=itemgetter(1)):
        phrase = parted(title for title, _ in alike)
        said.append(Cited((phrase, refs)) if refs.numbers else phrase)
    return joined(said, tr("; "))


def _method(rows: Sequence[RowView], rubric: Rubric, bibliography: Bibliography) -> Iterator[Block]:
    numbers = [bibliography.add(visible(entry["title"]), entry["url"]) for entry in rubric.data["references"]]
    follows = tr(
        "Scores follow the rubric “{title}” (version {version}).",
        title=titled(rubric.title), version=rubric.version,
    )  # fmt: skip
    pieces: tuple[str | Refs, ...] = (sentences(follows, titled(rubric.summary)),)
    yield Paragraph(Cited((*pieces, Refs(tuple(numbers))) if numbers else pieces))
    yield Paragraph(
        tr(
            "Every fact rests on a document that was read, preferably of the maker itself. What nobody has "
            "established is not guessed: the score is then an interval, and the rank counts its low end only."
        )
    )
    closed: dict[str, list[str]] = {}
    for row in rows:
        for line in gates(row.assessment):
            closed.setdefault(line, []).append(row.name)
    for line, names in closed.items():
        yield Paragraph(labeled(enumerated(names), line) if len(rows) > 1 else line)


def _limits(rows: Iterable[RowView], rubric: Rubric, bibliography: Bibliography) -> Iterator[Text]:
    conformance = rubric.conformance
    yield tr("Openness only: the score says nothing on capability, safety, price or worth.")
    if conformance is not None:
        yield tr("{headline}.", headline=labeled(titled(conformance.title), titled(conformance.note)))
    yield from map(quoted, untranslatable_phrases(rubric))
    for row in rows:
        if names := unknown(row.assessment):
            yield tr(
                "What nobody has established of {name}, and what widens the score: {facts}.",
                name=row.name,
                facts=parted(names),
            )
        for fact, dispute in row.assessment.disputes:
            held = labeled(typed_name(row.assessment, fact), dispute_phrase(dispute))
            said = tr("{headline}.", headline=labeled(row.name, held))
            yield Cited((said, bibliography.cite(dispute.evidence.sources)))
    yield tr("Documents change; each reference has the day on which it was read. This is not legal advice.")


def _again(export: Export) -> str:
    models = " ".join(f"--model {place.assessment.record.id}" for place in export.ranked)
    date = f" --as-of {export.as_of}" if export.as_of else ""
    command = completed(f"openscore report {models} --rubric {quote(export.rubric.name)}{date}")
    return tr("To compute it again: {command}", command=command)
