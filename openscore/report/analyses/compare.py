"""Models side by side."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from rich.text import Text

from openscore.analysis.compare import CERTAINTIES, Difference, Standing, Term
from openscore.engine import Assessment, Ranked
from openscore.engine.reasons import grounds
from openscore.language import tr
from openscore.numerals import decimals, number, signed
from openscore.registry.registry import Registry
from openscore.report.formats.csv import to_csv
from openscore.report.formats.json_v1 import ranked_json, registry_json, rubric_json
from openscore.report.terminal.explain import ReasonWriter
from openscore.report.terminal.outline import Outline
from openscore.report.terminal.screen import Screen, render
from openscore.report.terminal.table import Cell, Column, table
from openscore.report.text import labeled, listed, titled
from openscore.report.views.bars import color
from openscore.report.views.naming import names_apart
from openscore.report.views.ranking import short_band, shown_score

LABELS = 18
"""Cells for what names a row."""
NUMBERS = (8, 14, 24)
"""Cells for a model: at least, for its longest word at most, and where there is room."""
LEADERS = 12
"""Cells that who leads needs at least; longer names go on in further lines."""
BESIDE = 60
"""Columns from which on two models have room beside who leads."""
DEEPEST = 1
"""Parts below this depth stand in the machine formats only."""


def comparison(
    places: Sequence[Ranked],
    terms: Sequence[Term],
    found: Sequence[Difference],
    standings: Sequence[Standing],
    screen: Screen,
    *,
    sources: bool = True,
) -> str:
    """Return scores, the decomposition of their gap, who leads, and the facts that differ."""
    judged = [place.assessment for place in places]
    rubric = judged[0].rubric
    applied = f"{rubric.id} {rubric.version}"
    note = tr(
        "Points of {top} that each part adds to what is shown; rubric {rubric}.",
        top=number(rubric.top),
        rubric=applied,
    )
    parts = [
        _head(places, screen),
        _points(judged, terms, screen) + render(Text(note), screen),
    ]
    if len(judged) == 2:
        parts.append(_drivers(judged, terms).render(screen))
    if standings:
        parts.append(_standings(judged, standings, screen))
    names = names_apart(judged)
    writers = [ReasonWriter(one, sources) for one in judged]
    outline = Outline(Text(tr("Facts that differ"), style="bold"))
    for column in found:
        question = outline.add(Text(titled(column[0].part.title), style="bold"))
        for name, writer, result in zip(names, writers, column, strict=True):
            writer.outcome(question, Text(labeled(name, "")), result)
    parts.append((outline if found else Outline(tr("No question is answered differently."))).render(screen))
    return "\n".join(parts)


def _blocks(first: str, judged: Sequence[Assessment], rows: Sequence[Sequence[Cell]], screen: Screen) -> str:
    """Return a table with a column for each model, in as many blocks as they need.

    Args:
        first: Heading of the column that names the rows.
        judged: The models.
        rows: The name of the row, a cell for each model, and of two models one for the gap between them.
        screen: What the output can show.
    """
    label = Column(first, good=LABELS, wraps=True, is_solid=True)
    names = names_apart(judged)
    words = " ".join([*names, *map(short_band, judged)]).split()
    good = max(NUMBERS[0], min(NUMBERS[1], max(map(cell_len, words))))
    models = [Column(name, good=good, best=NUMBERS[2], is_right=True, wraps=True) for name in names]
    if len(rows[0]) > 1 + len(models):
        return table([label, *models, Column(tr("gap"), 1, is_right=True)], rows, screen)[0]
    many = max(1, (screen.width - LABELS) // (good + 2))
    parts = [slice(start, start + many) for start in range(0, len(models), many)]
    blocks = [
        table([label, *models[part]], [[row[0], *row[1:][part]] for row in rows], screen)[0] for part in parts
    ]
    return "\n".join(blocks)


def _head(places: Sequence[Ranked], screen: Screen) -> str:
    judged = [place.assessment for place in places]
    before: list[Cell] = [tr("Before gates"), *[shown_score(one, one.uncapped) for one in judged]]
    rows: list[list[Cell]] = [
        [tr("Score"), *[(shown_score(one), color(one.percent.low)) for one in judged]],
        *([before] if judged[0].rubric.caps_scores else []),
        [tr("Rank"), *[str(place.rank) for place in places]],
        [tr("Band"), *map(short_band, judged)],
    ]
    return _blocks("", judged, rows, screen)


def _points(judged: Sequence[Assessment], terms: Sequence[Term], screen: Screen) -> str:
    rows: list[list[Cell]] = []
    for term in terms:
        if term.depth > DEEPEST:
            continue
        title = ("  " * term.depth + titled(term.title), "" if term.depth else "bold")
        cells = [decimals(points, 1) for points in term.points]
        if len(judged) == 2:
            cells.append(signed(term.points[0] - term.points[1]))
        rows.append([title, *cells])
    return _blocks(tr("Points"), judged, rows, screen)


def _drivers(judged: Sequence[Assessment], terms: Sequence[Term]) -> Outline:
    first, second = judged
    gap = first.score.low - second.score.low
    names = names_apart(judged)
    outline = Outline(
        Text(
            tr("{first} less {second}: {gap} points", first=names[0], second=names[1], gap=signed(gap)),
            style="bold",
        )
    )
    tops = [(term.points[0] - term.points[1], term) for term in terms if term.depth == 0]
    for points, term in sorted(tops, key=lambda pair: -abs(pair[0])):
        if abs(points) >= 0.05:
            outline.add(f"{signed(points)} {titled(term.title)}")
    return outline


def _standings(judged: Sequence[Assessment], found: Sequence[Standing], screen: Screen) -> str:
    """Return one row per rubric: scores, who leads, and whether that is certain; of many models in blocks."""
    first = tr("Rubric")
    scores = [[one.rubric.id, *map(shown_score, one.assessments)] for one in found]
    names = {one.record.id: name for one, name in zip(judged, names_apart(judged), strict=True)}
    ends = [[listed(names[leader.record.id] for leader in one.leaders), tr(one.certainty)] for one in found]
    leads = [Column(tr("Leads"), 1, good=LEADERS, wraps=True), Column(tr("Robust"), 2, is_solid=True)]
    if len(judged) > 2 or screen.width < BESIDE:
        before = _blocks(first, judged, scores, screen) + "\n"
        columns = [Column(first)]
        scores = [row[:1] for row in scores]
    else:
        before = ""
        columns = [
            Column(first, is_solid=True),
            *[
                Column(name, good=max(map(cell_len, column)), is_right=True, wraps=True)
                for name, column in zip(names.values(), [*zip(*scores, strict=True)][1:], strict=True)
            ],
        ]
    columns += leads
    rows = [[*row, *end] for row, end in zip(scores, ends, strict=True)]
    text, shown = table(columns, rows, screen)
    return before + text + (_certainties(found, screen) if len(shown) == len(columns) else "")


def _certainties(found: Sequence[Standing], screen: Screen) -> str:
    """Return what the words of the last column mean, as far as they stand in it."""
    used = {one.certainty for one in found}
    notes = [
        tr("{name}: {means}.", name=tr(name), means=tr(means))
        for name, means in CERTAINTIES.items()
        if name in used
    ]
    return render(Text("\n".join(notes)), screen)


def comparison_csv(judged: Sequence[Assessment], terms: Sequence[Term]) -> str:
    """Return one row per part, with the points that it adds to each score."""
    rubric = judged[0].rubric
    header = ["id", "depth", *[one.record.id for one in judged], "rubric", "rubric_version"]
    rows = ([term.id, term.depth, *term.points, rubric.id, rubric.version] for term in terms)
    return to_csv(header, rows)


def comparison_json(
    places: Sequence[Ranked],
    terms: Sequence[Term],
    found: Sequence[Difference],
    standings: Sequence[Standing],
    *,
    registry: Registry,
) -> dict[str, object]:
    """Return the content of `openscore.comparison/1`; points of depth 0 sum to the low end of each score."""
    judged = [place.assessment for place in places]
    ids = [one.record.id for one in judged]
    return {
        "rubric": rubric_json(judged[0].rubric),
        "registry": registry_json(registry),
        "models": [ranked_json(place) for place in places],
        "terms": [
            {"id": term.id, "depth": term.depth, "points": dict(zip(ids, term.points, strict=True))}
            for term in terms
        ],
        "differences": [_difference(judged, column) for column in found],
        "rubrics": [
            {
                "id": one.rubric.id,
                "version": one.rubric.version,
                "scores": {each.record.id: each.score._asdict() for each in one.assessments},
                "leads": [leader.record.id for leader in one.leaders],
                "certainty": one.certainty,
            }
            for one in standings
        ],
    }


def _difference(judged: Sequence[Assessment], column: Difference) -> dict[str, object]:
    answers = {}
    for one, result in zip(judged, column, strict=True):
        facts = [
            {
                "model": ground.record,
                "fact": ground.path,
                "value": ground.fact.value if ground.fact else None,
                "sources": [source.url for source in ground.fact.evidence.sources] if ground.fact else [],
            }
            for ground in grounds(one, result)
        ]
        answers[one.record.id] = {"levels": [level.id for level in result.levels], "facts": facts}
    return {"part": column[0].part.id, "answers": answers}
