"""A rubric for readers: what it asks, what is worth what, and what it cannot say.

The view is a tree of lines, which the terminal and Markdown print, and the same as data.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from openscore.interval import Interval
from openscore.language import tr
from openscore.numerals import number
from openscore.report.phrases import (
    asked_name,
    condition_phrase,
    limit_phrase,
    named_set,
    share_of,
    untranslatable_phrases,
    weight_phrase,
)
from openscore.report.text import enumerated, labeled, listed, score_range, sentences, titled, told, visible
from openscore.report.views.naming import subjects_of
from openscore.rubric.parts import Level, Part
from openscore.rubric.rubric import Rubric


class Line(NamedTuple):
    """A line with further lines below it."""

    text: str
    below: tuple[Line, ...] = ()
    is_quiet: bool = False
    """Whether it is small print: a clause or an address."""
    is_command: bool = False
    """Whether it is to be typed as it stands."""
    points: str = ""
    """What a level is worth; empty where the line is no level."""
    when: str = ""
    """The condition of a level."""

    @property
    def whole(self) -> str:
        """The line as one text."""
        return labeled(f"{self.points} {self.text}", self.when) if self.points else self.text


class RubricView(NamedTuple):
    """A rubric as it is read."""

    title: str
    lead: tuple[str, ...]
    """Sentences below the title."""
    sections: tuple[Line, ...]
    """Each with a heading for its text."""


def rubric_view(rubric: Rubric, *, is_typed: bool = True) -> RubricView:
    """Return a rubric for readers, in the language that is spoken.

    Args:
        rubric: Any.
        is_typed: Whether conditions are as they are typed, or call facts and values by their names.
    """
    named = None if is_typed else rubric
    name = tr(
        "rubric {id} {version}, {title}", id=rubric.id, version=rubric.version, title=titled(rubric.title)
    )
    judged = tr("It judges: {kinds}.", kinds=listed(subjects_of(rubric)))
    scale = tr("The score goes from 0 to {top}.", top=number(rubric.top))
    if rubric.is_monotone:
        scale = sentences(scale, tr("Proven: a fact that becomes more open never lowers it."))
    sections = [
        Line(tr("Criteria"), tuple(_criteria(rubric, named))),
        Line(tr("Classes"), tuple(_classes(rubric, named))),
        Line(tr("Gates"), tuple(_gates(rubric, named))),
        Line(tr("Bands"), tuple(_bands(rubric, named))),
        _conformance(rubric, named),
        Line(tr("Sets that conditions name"), tuple(_sets(rubric))),
        Line(tr("What makers' labels claim"), tuple(_claims(rubric, named))),
        Line(tr("References"), tuple(_references(rubric))),
        Line(tr("What this rubric cannot say"), tuple(map(Line, untranslatable_phrases(rubric)))),
    ]
    return RubricView(
        name, (titled(rubric.summary), sentences(judged, scale)), tuple(one for one in sections if one.below)
    )


def _criteria(rubric: Rubric, named: Rubric | None) -> Iterator[Line]:
    asked: dict[tuple[object, ...], Part] = {}
    for criterion in rubric.criteria:
        text, weight = titled(criterion.title), weight_phrase(criterion, rubric)
        yield _part(criterion, labeled(text, weight) if weight else text, asked, named)


def _part(part: Part, text: str, asked: dict[tuple[object, ...], Part], named: Rubric | None) -> Line:
    below = [Line(told(part.why))] if part.why else []
    if part.aggregate == "min":
        below.append(Line(tr("the least of its parts counts")))
    for inner in part.parts:
        share = f"{share_of(inner, part.parts)}%"
        below.append(_part(inner, labeled(titled(inner.title), share), asked, named))
    below += _levels(part, asked, named)
    clause = tr("clause: {source}", source=visible(part.source))
    return Line(text, (*below, Line(clause, is_quiet=True)))


def _levels(part: Part, asked: dict[tuple[object, ...], Part], named: Rubric | None) -> Iterator[Line]:
    """Levels that an earlier question has too, asked of another fact, are told once."""
    if not part.levels:
        return
    question = ladder(part)
    if question and question[1] in asked:
        earlier = titled(asked[question[1]].title)
        fact = asked_name(question[0], named) if named else question[0]
        yield Line(tr("levels as of “{title}”, asked of {fact}", title=earlier, fact=fact))
        return
    if question:
        asked[question[1]] = part
    for place, level in enumerate(part.levels):
        is_last = place == len(part.levels) - 1
        when = tr("otherwise") if is_last else condition_phrase(level.condition, named)
        yield Line(titled(level.title), points=points_of(level), when=when)


def ladder(part: Part) -> tuple[str, tuple[object, ...]] | None:
    """Return the fact or component that all levels of a question ask, and what is left without its name."""
    heads = {path.partition(".")[0] for path in part.paths}
    if len(heads) != 1 or not part.levels:
        return None
    asked = part.paths[0] if len(part.paths) == 1 else next(iter(heads))
    return asked, tuple(
        (level.id, level.title["en"], level.points, condition_phrase(level.condition).replace(asked, "", -1))
        for level in part.levels
    )


def points_of(level: Level) -> str:
    """Return the points of a level, 0 to 100, with the range that can be argued for."""
    if level.points is None:
        return tr("(not applicable)")
    shown = score_range(*level.points.scaled(100))
    if level.contested:
        shown += f" ({score_range(*level.contested.scaled(100))})"
    return shown


def _classes(rubric: Rubric, named: Rubric | None) -> Iterator[Line]:
    titles = {part.id: titled(part.title) for criterion in rubric.criteria for part in _all(criterion)}
    classes = {entry.id: titled(entry.title) for entry in rubric.classes}
    for entry in rubric.classes:
        below = [Line(tr("complete: {parts}", parts=enumerated([titles[id] for id in entry.counts])))]
        if entry.requires:
            below.append(Line(tr("requires: {title}", title=classes[entry.requires])))
        clause = Line(tr("clause: {source}", source=visible(entry.source)), is_quiet=True)
        title = titled(entry.title)
        yield Line(title if named else labeled(title, entry.id), (*below, clause))


def _all(part: Part) -> Iterator[Part]:
    yield part
    for inner in part.parts:
        yield from _all(inner)


def _gates(rubric: Rubric, named: Rubric | None) -> Iterator[Line]:
    for gate in rubric.gates:
        below = [Line(tr("closes when {condition}", condition=condition_phrase(gate.condition, named)))]
        below += [Line(told(gate.why))] if gate.why else []
        clause = Line(tr("clause: {source}", source=visible(gate.source)), is_quiet=True)
        yield Line(labeled(titled(gate.title), limit_phrase(gate)), (*below, clause))


def _bands(rubric: Rubric, named: Rubric | None) -> Iterator[Line]:
    for place, band in enumerate(rubric.bands):
        begins = tr("from {floor}", floor=number(band.floor))
        if rubric.has_rules:
            is_last = place == len(rubric.bands) - 1
            begins = (
                tr("otherwise")
                if is_last or band.condition is None
                else condition_phrase(band.condition, named)
            )
        yield Line(labeled(titled(band.title), begins), (Line(titled(band.means)),))


def _conformance(rubric: Rubric, named: Rubric | None) -> Line:
    strict = rubric.conformance
    if strict is None:
        return Line("")
    elements = (
        Line(
            labeled(titled(element.title), condition_phrase(element.condition, named)),
            (Line(tr("clause: {source}", source=visible(element.source)), is_quiet=True),),
        )
        for element in strict.elements
    )
    return Line(f"{titled(strict.title)} ({titled(strict.note)})", tuple(elements))


def _sets(rubric: Rubric) -> Iterator[Line]:
    components = rubric.vocabulary.components
    for name, members in rubric.term_sets.items():
        yield Line(labeled(named_set(name), enumerated([titled(components[id].title) for id in members])))
    for name, licenses in rubric.license_sets.items():
        yield Line(named_set(name), (Line(visible(", ".join(sorted(licenses))), is_quiet=True),))


def _claims(rubric: Rubric, named: Rubric | None) -> Iterator[Line]:
    for claim in rubric.claims.values():
        label = claim.label.replace("-", " ") if named else claim.label
        text = labeled(label, titled(claim.title))
        yield Line(text, (Line(condition_phrase(claim.condition, named)),))


def _references(rubric: Rubric) -> Iterator[Line]:
    for entry in rubric.data["references"]:
        yield Line(visible(entry["title"]), (Line(entry["url"], is_quiet=True),))


def rubric_data(rubric: Rubric) -> dict[str, Any]:
    """Return a rubric as JSON data: conditions in the words that `condition_phrase` has, points 0 to 1."""
    strict = rubric.conformance
    return {
        "id": rubric.id,
        "version": rubric.version,
        "digest": rubric.digest,
        "title": rubric.title,
        "summary": rubric.summary,
        "subjects": rubric.data["subjects"],
        "top": rubric.top,
        "monotone": rubric.is_monotone,
        "criteria": [_part_data(criterion) for criterion in rubric.criteria],
        "classes": [entry._asdict() for entry in rubric.classes],
        "gates": [
            {"id": gate.id, "title": gate.title, "cap": gate.band.id if gate.band else gate.cap,
             "when": condition_phrase(gate.condition), "why": gate.why, "source": gate.source}
            for gate in rubric.gates
        ],
        "bands": [
            {"id": band.id, "title": band.title, "means": band.means,
             "floor": None if rubric.has_rules else band.floor,
             "when": condition_phrase(band.condition) if band.condition else None}
            for band in rubric.bands
        ],
        "elements": [
            {"id": one.id, "title": one.title, "when": condition_phrase(one.condition), "source": one.source}
            for one in (strict.elements if strict else ())
        ],
        "references": rubric.data["references"],
        "untranslatable": [entry._asdict() for entry in rubric.untranslatable],
    }  # fmt: skip


def _part_data(part: Part) -> dict[str, Any]:
    return {
        "id": part.id,
        "title": part.title,
        "share": part.share,
        "aggregate": part.aggregate,
        "why": part.why,
        "source": part.source,
        "levels": [_level_data(level) for level in part.levels],
        "parts": [_part_data(inner) for inner in part.parts],
    }


def _level_data(level: Level) -> dict[str, Any]:
    return {
        "id": level.id,
        "title": level.title,
        "points": _ends(level.points),
        "contested": _ends(level.contested),
        "when": condition_phrase(level.condition),
    }


def _ends(points: Interval | None) -> list[float] | None:
    return None if points is None else list(points)
