"""The fewest changes that reach a band, in words."""

from __future__ import annotations

from rich.text import Text

from openscore.analysis.counterfactual import Reach, Way, blocking
from openscore.engine import Assessment
from openscore.engine.reasons import grounds
from openscore.language import counted, noted, tr
from openscore.records.record import ModelRecord
from openscore.report.phrases import limit_phrase
from openscore.report.terminal.explain import headline
from openscore.report.terminal.outline import Outline
from openscore.report.terminal.screen import Screen, render
from openscore.report.text import titled, told, visible
from openscore.report.views.ranking import shown_score

OTHERS = 3
"""How many other values are named that would do as well."""


def way_up(found: Reach, screen: Screen) -> str:
    """Return the smallest sets of changes, or what stands in the way."""
    head = render(headline(found.before, screen), screen)
    return "\n".join([head, *[outline.render(screen) for outline in _outlines(found)]])


def _outlines(found: Reach) -> list[Outline]:
    band = titled(found.band.title)
    record = found.before.record
    if not found.ways:
        outline = Outline(Text(tr("No published act of the maker reaches '{band}'.", band=band), "bold"))
        best = shown_score(found.best)
        outline.add(tr("With every fact of its own at its most open value the score is {best}.", best=best))
        _blocked(outline, found.best, found)
        _inherited(outline, found.best, record)
        return [outline]
    count = len(found.ways[0].changes)
    if count == 0:
        return [Outline(tr("It is in '{band}' or above as it is.", band=band))]
    changes = counted("{n} change", "{n} changes", count)
    outline = Outline(Text(tr("Fewest changes to '{band}': {changes}", band=band, changes=changes), "bold"))
    for place, way in enumerate(found.ways, start=1):
        line = outline.add(
            Text(tr("Way {place}, to {score}", place=place, score=shown_score(way.after)), "bold")
        )
        for path, value in way.changes.items():
            line.add(_change(way, path, value, record))
    alone = Outline(Text(tr("A change of licenses alone"), "bold"))
    if _is_below(found.by_licenses, found):
        alone.add(
            tr(
                "reaches {score} at most, which is below '{band}'.",
                score=shown_score(found.by_licenses),
                band=band,
            )
        )
        _blocked(alone, found.by_licenses, found)
    else:
        alone.add(tr("can reach it, with {score}.", score=shown_score(found.by_licenses)))
    return [outline, alone]


def _is_below(assessment: Assessment, found: Reach) -> bool:
    rubric = assessment.rubric
    return rubric.openness(assessment.bands[0]) < rubric.openness(found.band)


def _change(way: Way, path: str, value: str, record: ModelRecord) -> str:
    known = record.values.get(path) or tr("unknown")
    others = [visible(other) for other in way.instead[path]]
    message = noted(" (or {others}, {more} more)") if len(others) > OTHERS else noted(" (or {others})")
    named = ", ".join(others[:OTHERS])
    instead = tr(message, others=named, more=len(others) - OTHERS) if others else ""
    return f"{path}: {visible(known)} -> {visible(value)}{instead}"


def _blocked(above: Outline, assessment: Assessment, found: Reach) -> None:
    for result in blocking(assessment, found.band):
        message = noted("gate '{title}' closes: {limit}")
        if not result.is_certain:
            message = noted("gate '{title}' may close: {limit}")
        gate = tr(message, title=titled(result.gate.title), limit=limit_phrase(result.gate))
        above.add(gate).add(told(result.gate.why))


def _inherited(above: Outline, assessment: Assessment, record: ModelRecord) -> None:
    """Name the facts of other records, and what does not apply, that hold a part below its best."""
    told: dict[str, None] = {}
    for result in assessment.leaves():
        if result.value and result.value.low < 1:
            for ground in grounds(assessment, result):
                if ground.record != record.id:
                    value = visible(ground.fact.value) if ground.fact else tr("unknown")
                    told[f"{ground.record}: {ground.path} = {value}"] = None
    if told:
        line = above.add(tr("What it was made from, or serves, holds it back:"))
        for text in told:
            line.add(text)
