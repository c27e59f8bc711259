"""The outline of reasons behind one assessment."""

from __future__ import annotations

from rich.text import Text

from openscore.engine.assessment import Assessment, PartResult
from openscore.engine.reasons import Ground, LicenseGround, grounds, steps
from openscore.interval import Interval
from openscore.language import noted, tr
from openscore.numerals import number
from openscore.records.disputes import disputes_of
from openscore.records.evidence import Evidence
from openscore.records.vocabulary import Title
from openscore.report.phrases import (
    clause_phrase,
    condition_phrase,
    dispute_phrase,
    gate_line,
    points_phrase,
    untranslatable_phrases,
    weight_phrase,
)
from openscore.report.terminal.outline import Outline
from openscore.report.terminal.ranking import bar
from openscore.report.terminal.screen import Screen, render
from openscore.report.text import RANGE, labeled, phrases, score_range, titled, told, visible
from openscore.report.views.answers import answer
from openscore.report.views.bars import color
from openscore.report.views.naming import license_name
from openscore.report.views.ranking import shown_band, shown_score

MARKS = {"met": "+", "unmet": "-", "unknown": "?"}
STEPS = 6
"""How many of the largest possible gains are told."""


def explanation(assessment: Assessment, screen: Screen, *, sources: bool = True) -> str:
    """Return the reasons for a score: parts, levels, facts, sources, gates, and what would raise it."""
    writer = ReasonWriter(assessment, sources)
    outlines = [
        *[writer.criterion(result) for result in assessment.criteria],
        writer.classes(),
        writer.gates(),
        writer.strict(),
        writer.steps(),
        writer.untranslatable(),
    ]
    texts = [outline.render(screen) for outline in outlines if outline]
    return "\n".join([render(headline(assessment, screen), screen), *texts])


def headline(assessment: Assessment, screen: Screen) -> Text:
    """Return the name, the score with its bar, and the band."""
    record, rubric = assessment.record, assessment.rubric
    released = record.released.isoformat() if record.released else tr("date unknown")
    day = record.registry.day
    lines = Text(f"{visible(record.name)}", style="bold")
    lines.append(f"  {visible(record.developer)}, {released}, {tr(record.kind)}\n", style="not bold")
    drawn = bar(assessment.percent, max(8, min(40, screen.width - 30)), screen.glyphs)
    lines.append_text(Text.assemble(*drawn))
    score = tr(
        " {score} of {top}: {band}",
        score=shown_score(assessment),
        top=number(rubric.top),
        band=shown_band(assessment),
    )
    lines.append(f"{score}\n", style="bold")
    lines.append(
        tr(
            "rubric {id} {version}, {title}",
            id=rubric.id,
            version=rubric.version,
            title=titled(rubric.title),
        ),
        style="not bold",
    )
    lines.append(tr("; facts as of {day}", day=day) if day else "", style="not bold")
    if not assessment.score.is_certain:
        lines.append("\n" + tr(RANGE), style="not bold")
    return lines


class ReasonWriter:
    """Writes the outlines of one assessment; each fact is told in full once."""

    def __init__(self, assessment: Assessment, sources: bool) -> None:
        self.assessment = assessment
        self._registry = assessment.record.registry
        self.sources = sources
        self.told: set[tuple[str, str]] = set()

    def criterion(self, result: PartResult) -> Outline:
        """Write one criterion with all its parts."""
        points = tr("{score} of {top}", score=_points(result.value), top=100)
        weight = weight_phrase(result.part, self.assessment.rubric)
        label = Text(self._title(result.part.title), style="bold")
        label.append(" " + phrases(points, weight), style="not bold")
        outline = Outline(label)
        for part in result.parts or (result,):
            self._part(outline, part)
        return outline

    def _part(self, above: Outline, result: PartResult) -> None:
        label = Text(labeled(self._title(result.part.title), ""))
        tone = color(100 * result.value.low) if result.value else "dim"
        if result.parts:
            outline = above.add(label.append(_points(result.value), tone))
            for part in result.parts:
                self._part(outline, part)
            return
        outline = self.outcome(above, label, result)
        outline.add(Text(tr("clause: {source}", source=visible(result.part.source)), style="dim"))

    def outcome(self, above: Outline, label: Text, result: PartResult) -> Outline:
        """Write the level that a question reached behind its label, and the facts that decided below."""
        tone = color(100 * result.value.low) if result.value else "dim"
        label.append(answer(self.assessment, result), tone).append(f" ({_points(result.value)})")
        outline = above.add(label)
        for ground in grounds(self.assessment, result):
            self._ground(outline, ground)
        return outline

    def _ground(self, above: Outline, ground: Ground) -> None:
        owner = "" if ground.record == self.assessment.record.id else f"{ground.record}: "
        if ground.fact is None:
            outline = above.add(
                tr("{owner}{path} is unknown: nobody has established it", owner=owner, path=ground.path)
            )
            self._disputes(outline, ground)
            return
        stated = f"{owner}{ground.path} = {visible(ground.fact.value)}"
        key = (ground.record, ground.path)
        if key in self.told:
            outline = above.add(tr("{stated} (see above)", stated=stated))
        else:
            self.told.add(key)
            outline = above.add(f"{stated}: {titled(self._registry.said(ground.fact.evidence.shows))}")
            self._evidence(outline, ground.fact.evidence)
            self._disputes(outline, ground)
        for term in ground.licenses:
            self._term(outline, term)

    def _disputes(self, above: Outline, ground: Ground) -> None:
        record = self._registry.models[ground.record]
        for dispute in disputes_of(record, ground.path):
            outline = above.add(dispute_phrase(dispute))
            self._evidence(outline, dispute.evidence)

    def _term(self, above: Outline, term: LicenseGround) -> None:
        name = labeled(license_name(term.license, self._registry.licenses), term.term)
        if term.stated is None:
            above.add(tr("{name} is unknown: nobody has established it", name=name))
            return
        says = titled(self._registry.said(term.stated.evidence.shows))
        line = tr(
            "{name} = {value} ({clause})",
            name=name,
            value=term.stated.value,
            clause=clause_phrase(term.stated.clause),
        )
        outline = above.add(f"{line}: {says}" if says else line)
        if says and (term.license, "") not in self.told:
            self.told.add((term.license, ""))
            self._evidence(outline, term.stated.evidence)

    def _evidence(self, above: Outline, evidence: Evidence) -> None:
        for source in evidence.sources if self.sources else ():
            line = tr(
                "{url} ({by}, read {read})", url=visible(source.url), by=tr(source.by), read=source.read
            )
            above.add(Text(line, style="dim"), is_whole=True)

    def classes(self) -> Outline | None:
        """Write the progress towards each class."""
        if not self.assessment.classes:
            return None
        outline = Outline(Text(tr("Classes"), style="bold"))
        for result in self.assessment.classes:
            line = outline.add(
                tr(
                    "{title}: {share}% complete",
                    title=self._title(result.entry.title),
                    share=score_range(*result.progress),
                )
            )
            line.add(Text(tr("clause: {source}", source=visible(result.entry.source)), style="dim"))
        return outline

    def gates(self) -> Outline | None:
        """Write the gates that close or may close."""
        assessment = self.assessment
        if not assessment.gates:
            return None
        heading = tr("Gates limit the band, not the score")
        if assessment.rubric.caps_scores:
            before, after = shown_score(assessment, assessment.uncapped), shown_score(assessment)
            heading = tr("Gates: {before} before, {after} after", before=before, after=after)
        outline = Outline(Text(heading, style="bold"))
        for result in assessment.gates:
            gate = outline.add(gate_line(result))
            gate.add(told(result.gate.why))
            gate.add(Text(tr("clause: {source}", source=visible(result.gate.source)), style="dim"))
        return outline

    def strict(self) -> Outline | None:
        """Write the strict reading, element by element."""
        conformance = self.assessment.rubric.conformance
        if conformance is None:
            return None
        verdict = labeled(self._title(conformance.title), tr(self.assessment.conformance))
        label = Text(verdict, style="bold")
        outline = Outline(label.append(f" ({self._title(conformance.note)})", style="not bold"))
        for result in self.assessment.elements:
            verdict = labeled(self._title(result.element.title), tr(result.verdict))
            line = f"{MARKS[result.verdict]} {verdict}"
            if result.verdict != "met":
                line += f" ({visible(result.element.source)})"
            outline.add(line)
        return outline

    def steps(self) -> Outline:
        """Write what would raise the score, the largest gains first."""
        found = steps(self.assessment)
        if not found:
            return Outline(tr("Nothing would raise it: every part is at its best level."))
        outline = Outline(Text(tr("What would raise it"), style="bold"))
        for step in found[:STEPS]:
            message = noted("up to {points}: {title}: reach '{level}'")
            if step.is_open_question:
                message = noted("up to {points}: {title}: establish that it is '{level}'")
            title, level = self._title(step.part.title), self._title(step.level.title)
            line = outline.add(tr(message, points=points_phrase(step.gain), title=title, level=level))
            line.add(condition_phrase(step.level.condition))
        closed = [result.gate for result in self.assessment.gates if result.is_certain]
        caps = [gate.cap for gate in closed if gate.band is None]
        if caps:
            outline.add(
                tr("While its gates are closed the score stays at {cap} or below.", cap=number(min(caps)))
            )
        bands = [gate.band for gate in closed if gate.band]
        if bands:
            best = min(bands, key=self.assessment.rubric.openness)
            outline.add(
                tr("While its gates are closed the band is “{band}” at best.", band=titled(best.title))
            )
        return outline

    def untranslatable(self) -> Outline | None:
        """Write what of its framework the rubric cannot say."""
        found = untranslatable_phrases(self.assessment.rubric)
        if not found:
            return None
        outline = Outline(Text(tr("What this rubric cannot say"), style="bold"))
        for line in found:
            outline.add(line)
        return outline

    def _title(self, title: Title) -> str:
        return titled(title)


def _points(value: Interval | None) -> str:
    return tr("not applicable") if value is None else score_range(*value.scaled(100))
