"""Families and makers, with the models that they bind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.text import Text

from openscore.analysis.compare import Difference, differences
from openscore.engine import Ranked
from openscore.engine.assessment import ZERO
from openscore.hints import to_type
from openscore.language import counted, tr
from openscore.records.record import ModelRecord
from openscore.registry.groups import Family, Groups, Maker, Stated
from openscore.registry.registry import Registry
from openscore.report.terminal.lists import Row, list_table
from openscore.report.terminal.outline import Outline
from openscore.report.terminal.screen import Screen, render
from openscore.report.terminal.table import Column, table
from openscore.report.text import bracketed, enumerated, labeled, titled, visible
from openscore.report.views.answers import answer
from openscore.report.views.ranking import short_band, shown_score
from openscore.rubric.rubric import Rubric

LICENSE = "weights.license"
REFERENCE = "LicenseRef-"
NARROW = ("model", "score", "band", "sizes", "license")


def family_card(
    family: Family, groups: Groups, ranked: Sequence[Ranked], rubric: Rubric, screen: Screen
) -> str:
    """Return a family with the models that it binds, most open first, and what differs among them.

    Args:
        family: A family that binds at least one model.
        groups: The makers and families of the registry.
        ranked: The whole ranking of that registry.
        rubric: The rubric of the ranking.
        screen: What the output can show.
    """
    members = groups.members(family)
    places = _places(members, ranked)
    head = Text(visible(family.name), style="bold")
    makers = enumerated([*dict.fromkeys(visible(groups.maker_of(record).name) for record in members)])
    many = counted(
        "family with {n} entry, by {makers}",
        "family with {n} entries, by {makers}",
        len(members),
        makers=makers,
    )
    head.append(f"  {many}", "not bold")
    for line in _relations(family, groups):
        head.append(f"\n{to_type(line)}", "not bold")
    parts = [render(head, screen), _members(members, places, rubric, screen)]
    judged = [place.assessment for place in places]
    if len(judged) > 1:
        parts.append(_differing(places, differences(judged), screen))
    return "\n".join(parts)


def maker_card(maker: Maker, groups: Groups, ranked: Sequence[Ranked], rubric: Rubric, screen: Screen) -> str:
    """Return a maker with seat, kind and their sources, and its models, most open first."""
    registry = groups.registry
    kinds = registry.vocabulary.maker_kinds
    outline = Outline(Text(visible(maker.name), style="bold"))
    _state(outline, registry, tr("kind"), maker.kind, titled(kinds[maker.body].title) if maker.kind else "")
    _state(outline, registry, tr("seat"), maker.seat, maker.country)
    if maker.aliases:
        outline.add(tr("also written: {listed}\n", listed=visible(", ".join(maker.aliases))).rstrip("\n"))
    members = groups.made_by(maker)
    listed = _members(members, _places(members, ranked), rubric, screen) if members else ""
    return "\n".join(filter(None, (outline.render(screen), listed)))


def _state(outline: Outline, registry: Registry, label: str, stated: Stated | None, value: str) -> None:
    if stated is None:
        outline.add(labeled(label, tr("unknown")))
        return
    line = outline.add(labeled(label, bracketed(value, titled(registry.said(stated.evidence.shows)))))
    for source in stated.evidence.sources:
        line.add(
            tr(
                "{url} ({by}, read {read})\n", url=visible(source.url), by=tr(source.by), read=source.read
            ).rstrip("\n"),
            is_whole=True,
        )


def _relations(family: Family, groups: Groups) -> Iterator[str]:
    if family.summary:
        yield titled(groups.registry.said(family.summary))
    if family.part_of:
        larger = groups.families[family.part_of]
        yield labeled(tr("part of"), f"{visible(larger.name)} (`openscore show {larger.id}`)")
    smaller = [one.id for one in groups.families.values() if one.part_of == family.id]
    if smaller:
        yield labeled(tr("smaller families"), ", ".join(smaller))


def _places(members: Sequence[ModelRecord], ranked: Sequence[Ranked]) -> list[Ranked]:
    ids = {record.id for record in members}
    return [place for place in ranked if place.assessment.record.id in ids]


def _members(members: Sequence[ModelRecord], places: Sequence[Ranked], rubric: Rubric, screen: Screen) -> str:
    """Return the table of the models, those that the rubric does not judge last."""
    judged = {place.assessment.record.id for place in places}
    rows = [_row(place.assessment.record, place) for place in places]
    rows += [_row(record, None) for record in members if record.id not in judged]
    note = tr(
        "rubric {rubric}. Reasons: `openscore explain MODEL`; side by side: `openscore compare MODEL MODEL`.",
        rubric=f"{rubric.id} {rubric.version}",
    )
    return list_table(rows, screen, NARROW) + render(Text(f"\n{to_type(note)}"), screen)


def _row(record: ModelRecord, place: Ranked | None) -> Row:
    return {
        "rank": str(place.rank) if place else "",
        "model": record.id,
        "name": visible(record.name),
        "sizes": visible(", ".join(record.sizes)),
        "released": record.released.isoformat() if record.released else "",
        "score": shown_score(place.assessment) if place else "",
        "band": short_band(place.assessment) if place else "",
        "license": visible(_license(record)),
    }


def _license(record: ModelRecord) -> str:
    """Return the license of the weights, by its name where its id is one of ours alone."""
    value = record.values.get(LICENSE, "")
    found = record.registry.licenses.find(value)
    return found.name if found and found.id.startswith(REFERENCE) else value


def _differing(places: Sequence[Ranked], found: Sequence[Difference], screen: Screen) -> str:
    """Return each question that is not answered alike, with the models that have each answer."""
    if not found:
        return render(Text(tr("No question is answered differently.")), screen)
    rows = [
        [titled(column[0].part.title), said, ", ".join(models)]
        for column in found
        for said, models in _answers(places, column).items()
    ]
    for place in range(len(rows) - 1, 0, -1):
        if rows[place][0] == rows[place - 1][0]:
            rows[place][0] = ""
    headings = (tr("What differs"), tr("Answer"), tr("Model"))
    return table([Column(heading, good=20, wraps=True) for heading in headings], rows, screen)[0]


def _answers(places: Sequence[Ranked], column: Difference) -> dict[str, list[str]]:
    """Return the models by their answer to one question, the best answer first."""
    found: dict[str, list[str]] = {}
    ordered = sorted(zip(places, column, strict=True), key=lambda pair: -(pair[1].value or ZERO).low)
    for place, result in ordered:
        said = answer(place.assessment, result)
        found.setdefault(said, []).append(place.assessment.record.id)
    return found
