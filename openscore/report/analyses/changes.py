"""What changed, as text and as data: verdicts on citations, and differences of editions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from openscore.analysis.changes import ABSENT, Change, Moved
from openscore.analysis.code_search import Damaged
from openscore.analysis.verify import DAMAGED, REPRODUCED, STANDS, UNTRACED, Verdict
from openscore.engine import Assessment, Ranked
from openscore.language import noted, tr
from openscore.numerals import number
from openscore.registry.cited import TOLD_ONLY
from openscore.report.phrases import dispute_phrase
from openscore.report.text import DASH, labeled, visible
from openscore.report.views.naming import typed_name
from openscore.report.views.ranking import short_band, shown_score

EVIDENCE = ("(sources)", "(shows)")
LONG = 120
"""Characters of a value that a line of text shows."""


def verdict_text(verdict: Verdict) -> str:
    """Return a verdict on a citation in words."""
    code = verdict.code
    cited = code.low if code.low == code.high else DASH.join(code.score)
    if verdict.now is None and verdict.state == UNTRACED:
        head = tr(
            "not traced: {cited} was cited of {model} under {rubric}, and one of the two is not known here; "
            "--registry and --rubric name files that have them",
            cited=cited, model=code.model, rubric=code.rubric,
        )  # fmt: skip
    elif verdict.now is None:
        head = tr(
            "changed: {cited} was cited of {model} under {rubric}, and one of the two is not known here; "
            "--registry and --rubric name files that have them",
            cited=cited, model=code.model, rubric=code.rubric,
        )  # fmt: skip
    else:
        record, rubric = verdict.now.record, verdict.now.rubric
        name = tr("{name} under {rubric}", name=visible(record.name), rubric=f"{rubric.id} {rubric.version}")
        band = short_band(verdict.now)
        score = tr(
            "{score} of {top}, {band}", score=shown_score(verdict.now), top=number(rubric.top), band=band
        )
        if verdict.state == REPRODUCED:
            head = tr("reproduced: {name} has {score}, as cited", name=name, score=score)
        elif verdict.state == STANDS:
            head = tr(
                "reproduced: {name} has {score}, as cited; what it rests on has changed since",
                name=name,
                score=score,
            )
        elif verdict.state == DAMAGED:
            return damaged_text(Damaged(str(code), verdict.part))
        elif verdict.state == UNTRACED and code.score == _ends(verdict.now):
            message = noted("not traced: {name} has {score}, as cited, but the digest is of no known state")
            head = tr(message, name=name, score=score)
        else:
            head = tr("changed: {name} has {score}; {cited} was cited", name=name, score=score, cited=cited)
    lines = [head]
    if verdict.edition:
        lines.append(tr("  cited from {edition}; since then:", edition=visible(verdict.edition)))
    elif verdict.state != REPRODUCED:
        lines.append(
            tr("  what it rested on is in no kept edition; --from names a revision, file or folder with it")
        )
    lines += [f"  {line}" for line in change_lines(verdict.changes)]
    if verdict.now:
        for fact, dispute in verdict.now.disputes:
            lines.append(f"  {labeled(typed_name(verdict.now, fact), dispute_phrase(dispute))}")
    return "\n".join(lines) + "\n"


def _ends(assessment: Assessment) -> tuple[str, str]:
    low, high = (f"{end:.{assessment.rubric.digits}f}" for end in assessment.score)
    return low, high


def damaged_text(found: Damaged) -> str:
    """Return in words what is damaged of a code."""
    return tr("damaged: {code}: its {part} is wrong", code=visible(found.text), part=tr(found.part)) + "\n"


def damaged_data(found: Damaged) -> dict[str, Any]:
    """Return a damaged code as JSON data, with the keys of a verdict."""
    nothing: dict[str, Any] = {"cited": None, "now": None, "edition": None, "changes": []}
    return {"code": found.text, "state": DAMAGED, "damaged": found.part, **nothing}


def change_lines(changes: Sequence[Change], *, brief: bool = False) -> Iterator[str]:
    """Yield a line for each change; changes of evidence alone are told in one line for each fact.

    What stands below a statement that came or went as a whole is not told apart from it.

    Args:
        changes: In the order of the lines.
        brief: Whether of what a license asks, on which no score rests, several lines are only counted.
    """
    for place, told in groupby(_told(changes), itemgetter(0)):
        lines = [line for _, line in told]
        if brief and place and len(lines) > 1:
            yield visible(tr("{place}: {count} changes; --all lists them", place=place, count=len(lines)))
        else:
            yield from lines


def _told(changes: Sequence[Change]) -> Iterator[tuple[str, str]]:
    """Yield the lines, each with the part of a license that it is about, if no score rests on that."""
    stated = {(change.subject, change.path) for change in changes}
    whole = {(change.subject, change.path) for change in changes if ABSENT in (change.old, change.new)}
    told: set[tuple[str, str]] = set()
    for change in changes:
        if any((change.subject, above) in whole for above in _above(change.path)):
            continue
        fact, _, part = change.path.rpartition(".")
        place = f"{change.subject} {change.path}".strip()
        head = change.path.partition(".")[0]
        asked = f"{change.subject} {head}" if head in TOLD_ONLY else ""
        if part in EVIDENCE:
            if (change.subject, fact) not in stated and (change.subject, fact) not in told:
                told.add((change.subject, fact))
                yield asked, visible(tr("{fact}: other evidence", fact=f"{change.subject} {fact}"))
            continue
        reason = f" ({change.reason})" if change.reason else ""
        yield asked, visible(f"{place}: {_short(change.old)} -> {_short(change.new)}{reason}")


def _above(path: str) -> Iterator[str]:
    """Yield the paths of the statements in which one stands."""
    while path:
        path = path.rpartition(".")[0]
        yield path


def verdict_data(verdict: Verdict) -> dict[str, Any]:
    """Return a verdict as JSON data."""
    now = verdict.now
    return {
        "code": str(verdict.code),
        "state": verdict.state,
        "damaged": verdict.part or None,
        "cited": {"low": float(verdict.code.low), "high": float(verdict.code.high)},
        "now": {"low": now.score.low, "high": now.score.high} if now else None,
        "edition": verdict.edition or None,
        "changes": [change_data(change) for change in verdict.changes],
    }


def change_data(change: Change) -> dict[str, Any]:
    """Return a change as JSON data."""
    return {**change._asdict(), "reason": change.reason or None}


def moved_rows(moved: Iterable[Moved]) -> list[dict[str, str]]:
    """Return one row for each subject with its score, band and rank before and after."""
    return [
        {
            "id": visible(one.id),
            "before": _score(one.before),
            "after": _score(one.after),
            "rank": _arrow(_rank(one.before), _rank(one.after)),
            "band": _arrow(_band(one.before), _band(one.after)),
        }
        for one in moved
    ]


def moved_data(one: Moved) -> dict[str, Any]:
    """Return a subject before and after as JSON data."""
    return {"id": one.id, "before": _place_data(one.before), "after": _place_data(one.after)}


def _place_data(place: Ranked | None) -> dict[str, Any] | None:
    if place is None:
        return None
    low, high = place.assessment.bands
    score = place.assessment.score
    return {
        "rank": place.rank,
        "score": {"low": score.low, "high": score.high},
        "band": {"low": low.id, "high": high.id},
    }


def _score(place: Ranked | None) -> str:
    return shown_score(place.assessment) if place else tr("none")


def _rank(place: Ranked | None) -> str:
    return str(place.rank) if place else ""


def _band(place: Ranked | None) -> str:
    return short_band(place.assessment) if place else ""


def _arrow(old: str, new: str) -> str:
    if not old or not new or old == new:
        return new or old
    return f"{old} -> {new}"


def _short(text: str) -> str:
    return text if len(text) <= LONG else text[: LONG - 1] + "\N{HORIZONTAL ELLIPSIS}"
