"""The page of one model: what a person asks first, then every answer with what it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from openscore.engine.age import oldest_reading
from openscore.engine.assessment import Assessment, PartResult
from openscore.engine.reasons import Ground, LicenseGround, steps
from openscore.interval import Interval
from openscore.language import counted, noted, tr
from openscore.numerals import number
from openscore.records.disputes import disputes_of
from openscore.records.evidence import Evidence, Source
from openscore.records.record import ModelRecord
from openscore.report.documents.dossier import strict_reading
from openscore.report.documents.sections import gates
from openscore.report.formats.citations import PLAIN, PUBLISHED, citation_text
from openscore.report.phrases import (
    clause_phrase,
    condition_phrase,
    dispute_phrase,
    event_phrase,
    points_phrase,
    weight_phrase,
)
from openscore.report.text import RANGE, listed, ranks_text, score_range, titled, visible, whole
from openscore.report.views.answers import answer
from openscore.report.views.bibliography import host_name
from openscore.report.views.naming import fact_name, term_name, unknown_names, value_name
from openscore.report.views.packages import download_place, package_url
from openscore.report.views.ranking import shown_band, shown_score
from openscore.site.lineage_view import line_of
from openscore.site.pictures import history_picture
from openscore.site.places import (
    hub_places,
    license_page,
    maker_page,
    model_page,
    ranking_page,
    rubric_page,
    slug,
    up,
)
from openscore.site.sheets import Sheet
from openscore.site.terms_view import terms_of
from openscore.site.world import World

STEPS = 6
"""How many of the largest possible gains are told."""
STYLES = (*PLAIN, *PUBLISHED)
PARTY = {"maker": noted("the maker"), "index": noted("another index")}


class Shown(NamedTuple):
    """A document that bears something out."""

    url: str
    host: str
    by: str
    read: str
    published: str
    archived: str


class Grounded(NamedTuple):
    """One fact, or one term of a license, behind an answer."""

    name: str
    owner: str
    """Name of the other model that it belongs to; empty for the model itself."""
    owner_page: str
    typed: str
    value: str
    """Empty where nobody has established it."""
    says: tuple[str, ...]
    """What the source shows, and what disputes it."""
    sources: tuple[Shown, ...]
    below: tuple[Grounded, ...] = ()


class Answered(NamedTuple):
    """A question with its answer, or a group of questions."""

    title: str
    answer: str
    percent: Interval | None
    points: str
    clause: str
    grounds: tuple[Grounded, ...]
    parts: tuple[Answered, ...]
    place: str = ""
    """Where a question stands in the page."""
    weight: str = ""


def model_pages(world: World) -> Iterator[Sheet]:
    """Yield the page of every model that the chosen rubric judges."""
    for place in world.ranked:
        yield _sheet(world, place.assessment)


def _sheet(world: World, assessment: Assessment) -> Sheet:
    record, path = assessment.record, model_page(assessment.record.id)
    name = visible(record.name)
    about = tr(
        "{name} by {maker}: openness {score} of {top}, {band}, with every fact and its source.",
        name=name,
        maker=visible(record.developer),
        score=shown_score(assessment),
        top=number(assessment.rubric.top),
        band=shown_band(assessment),
    )
    content = {
        **_head(world, assessment, up(path)),
        **_reasons(world, assessment, up(path)),
        **_beside(world, assessment, up(path)),
    }
    return Sheet(path, "model.html.j2", name, about, content)


def _head(world: World, assessment: Assessment, here: str) -> dict[str, Any]:
    record = assessment.record
    words = world.registry.vocabulary.modalities
    spread = world.spreads.get(record.id)
    low, high = assessment.bands
    return {
        "record": record,
        "name": visible(record.name),
        "maker": visible(record.developer),
        "maker_href": here + maker_page(world.groups.maker_of(record)),
        "modality": listed(
            titled(words[one].title) if one in words else visible(one) for one in record.modality
        ),
        "sizes": visible(listed(record.sizes)),
        "days": [(tr(key.replace("-", " ")), day.isoformat()) for key, day in record.dates.items()],
        "kind": tr(record.kind),
        "summary": titled(world.registry.said(record.summary)),
        "score": shown_score(assessment),
        "percent": assessment.percent,
        "top": number(assessment.rubric.top),
        "band": shown_band(assessment),
        "means": titled(low.means) if low is high else "",
        "rank": world.places[record.id].rank,
        "total": len(world.ranked),
        "ranks": ranks_text(spread.low, spread.high) if spread else "",
        "range": "" if assessment.score.is_certain else tr(RANGE),
        "ranking_href": here + ranking_page(world.rubric.id, world.rubric.id),
        "rubric_href": here + rubric_page(world.rubric.id),
        "rubric_title": titled(world.rubric.title),
    }


def _reasons(world: World, assessment: Assessment, here: str) -> dict[str, Any]:
    teller = _Teller(world, assessment, here)
    tree = [
        teller.answered(result)._replace(weight=weight_phrase(result.part, assessment.rubric))
        for result in assessment.criteria
    ]
    found: dict[str, list[str]] = {"open": [], "partial": [], "closed": []}
    for result in assessment.leaves():
        if result.value is not None and result.value.is_certain:
            key = {1.0: "open", 0.0: "closed"}.get(result.value.low, "partial")
            found[key].append(titled(result.part.title))
    return {
        "terms": terms_of(assessment.record, here),
        "download": download_place(assessment.record),
        "found": found,
        "unknown": unknown_names(assessment),
        "tree": tree,
        "gates": gates(assessment),
        "strict": strict_reading(assessment) if assessment.elements else None,
        "steps": [
            (points_phrase(step.gain), titled(step.part.title), titled(step.level.title),
             condition_phrase(step.level.condition), step.is_open_question)
            for step in steps(assessment)[:STEPS]
        ],
    }  # fmt: skip


def _beside(world: World, assessment: Assessment, here: str) -> dict[str, Any]:
    record = assessment.record
    oldest = oldest_reading(record, assessment.rubric)
    cited = world.citation(record.id)
    history = world.histories[record.id]
    return {
        "history": [
            (
                step.day.isoformat(), [event_phrase(event, world.registry) for event in step.events],
                _then(step.before), _then(step.after),
            )
            for step in history
        ],
        "history_picture": history_picture(history),
        "line": line_of(record, world.rubric, here),
        "frameworks": list(_frameworks(world, record, here)),
        "code": cited.code,
        "citations": [(style, citation_text(style, cited, assessment)) for style in STYLES],
        "slug": slug(record.id),
        "badge_alt": tr("openness {score} of {top}", score=shown_score(assessment), top=number(assessment.rubric.top)),
        "purl": package_url(record),
        "hubs": hub_places(record),
        "family": [(family.id, visible(family.name)) for family in world.groups.families_of(record)],
        "other_models": _siblings(world, record, here),
        "correct_href": f"{here}correct.html",
        "oldest": oldest.isoformat() if oldest else "",
        "evidence": counted(
            "{n} fact from {documents}", "{n} facts from {documents}", len(record.values),
            documents=counted("{n} document", "{n} documents", len(record.data["documents"])),
        ),
    }  # fmt: skip


def _then(assessment: Assessment | None) -> str:
    return shown_score(assessment) if assessment else ""


def _siblings(world: World, record: ModelRecord, here: str) -> list[tuple[str, str]]:
    families = world.groups.families_of(record)
    if not families:
        return []
    return [
        (here + model_page(one.id), visible(one.name))
        for one in world.groups.members(families[0])
        if one is not record and one.id in world.places
    ]


def _frameworks(world: World, record: ModelRecord, here: str) -> Iterator[tuple[Any, ...]]:
    for id, cell in world.cells[record.id].items():
        one = cell.assessment
        percentile = ranks_text(*map(whole, cell.percentiles))
        yield (
            titled(one.rubric.title), here + rubric_page(id), one.percent, shown_score(one),
            number(one.rubric.top), shown_band(one), percentile,
        )  # fmt: skip


class _Teller:
    """Tells what answers rest on; what is told once is led to after that."""

    def __init__(self, world: World, assessment: Assessment, here: str) -> None:
        self._world = world
        self._assessment = assessment
        self._here = here
        self._documents: dict[Source, Shown] = {}

    def answered(self, result: PartResult) -> Answered:
        """Return a part with its answer and all below it."""
        part, value = result.part, result.value
        percent = value.scaled(100) if value else None
        points = score_range(*percent) if percent else tr("not applicable")
        if result.parts:
            inner = tuple(map(self.answered, result.parts))
            return Answered(titled(part.title), "", percent, points, visible(part.source), (), inner)
        told = tuple(map(self._ground, self._world.grounds(self._assessment, result)))
        said = answer(self._assessment, result)
        return Answered(
            titled(part.title), said, percent, points, visible(part.source), told, (), f"q-{slug(part.id)}"
        )

    def _ground(self, ground: Ground) -> Grounded:
        registry, vocabulary = self._assessment.record.registry, self._assessment.rubric.vocabulary
        name = fact_name(ground.path, vocabulary)
        is_own = ground.record == self._assessment.record.id
        owner = "" if is_own else visible(registry.models[ground.record].name)
        page = "" if is_own else self._here + model_page(ground.record)
        disputes = disputes_of(registry.models[ground.record], ground.path)
        disputed = [dispute_phrase(dispute) for dispute in disputes]
        if ground.fact is None:
            return Grounded(name, owner, page, ground.path, "", tuple(disputed), ())
        value = value_name(ground.path, ground.fact.value, vocabulary, registry.licenses)
        below = tuple(map(self._term, ground.licenses))
        evidence = ground.fact.evidence
        typed = f"{ground.path} = {visible(ground.fact.value)}"
        return Grounded(
            name, owner, page, typed, value, (titled(registry.said(evidence.shows)), *disputed),
            (*self._shown(evidence), *(one for dispute in disputes for one in self._shown(dispute.evidence))), below,
        )  # fmt: skip

    def _term(self, ground: LicenseGround) -> Grounded:
        registry, vocabulary = self._assessment.record.registry, self._assessment.rubric.vocabulary
        name, page = term_name(ground.term, vocabulary), self._here + license_page(ground.license)
        license = visible(registry.licenses.licenses[ground.license].name)
        said = ground.stated
        if said is None:
            return Grounded(name, license, page, f"{ground.license}: {ground.term}", "", (), ())
        value = value_name(f"terms.{ground.term}", said.value, vocabulary, registry.licenses)
        shows = titled(registry.said(said.evidence.shows))
        says = tuple(filter(None, (clause_phrase(said.clause), shows)))
        typed = f"{visible(ground.license)}: {ground.term} = {said.value}"
        return Grounded(name, license, page, typed, value, says, self._shown(said.evidence))

    def _shown(self, evidence: Evidence) -> tuple[Shown, ...]:
        return tuple(self._documents.setdefault(source, shown_source(source)) for source in evidence.sources)


def shown_source(source: Source) -> Shown:
    """Return a document as a page names it."""
    return Shown(
        source.url,
        visible(host_name(source.url)),
        tr(PARTY.get(source.by, noted("a third party"))),
        source.read.isoformat(),
        source.published.isoformat() if source.published else "",
        source.archived,
    )
