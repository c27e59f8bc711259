"""Pages on frameworks: what each asks, every model under each, and how far they agree."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from openscore.analysis.implication import REFUTED, plain_model
from openscore.analysis.strict_lines import StrictLine
from openscore.language import tr
from openscore.report.analyses.matrix import agreement_rows, left_out
from openscore.report.text import labeled, parted, ranks_text, titled, visible, whole
from openscore.report.views.implications import SAID, SCOPE, command
from openscore.report.views.naming import fact_name, value_name
from openscore.report.views.ranking import short_band, shown_score
from openscore.report.views.rubric import rubric_view
from openscore.rubric.rubric import Rubric
from openscore.site.places import API, model_page, ranking_page, rubric_page, slug, up
from openscore.site.sheets import Sheet
from openscore.site.world import World


def rubric_pages(world: World) -> Iterator[Sheet]:
    """Yield the list of rubrics, and the page of each."""
    path, title = "rubrics/index.html", tr("Rubrics")
    about = tr("Each framework as a rubric: what it asks, what is worth what, and where it says so.")
    rows = [
        (titled(one.title), up(path) + rubric_page(one.id), one.version, titled(one.summary))
        for one in world.rubrics
    ]
    header = (tr("Framework"), tr("Version"), tr("Summary"))
    yield Sheet(path, "list.html.j2", title, about, {"header": header, "rows": rows, "style": "stacked"})
    for rubric in world.rubrics:
        yield _rubric(world, rubric)


def _rubric(world: World, rubric: Rubric) -> Sheet:
    path, view = rubric_page(rubric.id), rubric_view(rubric, is_typed=False)
    has_ranking = rubric.id in world.rankings
    content = {
        "lead": view.lead,
        "sections": view.sections,
        "id": rubric.id,
        "rubric_version": rubric.version,
        "digest": rubric.digest,
        "ranking_href": up(path) + ranking_page(rubric.id, world.rubric.id) if has_ranking else "",
        "json_href": f"{up(path)}../{API}/rubrics/{slug(rubric.id)}.json",
    }
    return Sheet(path, "rubric.html.j2", titled(rubric.title), titled(rubric.summary), content)


def framework_pages(world: World) -> Iterator[Sheet]:
    """Yield the page with every model under every rubric, and the agreement of each with the chosen one."""
    path = "frameworks.html"
    here, rubrics = up(path), world.table.rubrics
    records = {record.id: cells for record, cells in world.table.rows}
    rows = []
    for record in world.judged:
        cells: list[Any] = []
        for cell in records[record.id]:
            if cell is None:
                cells.append(None)
            else:
                shown = ranks_text(*map(whole, cell.percentiles))
                cells.append(
                    (
                        cell.percentiles,
                        shown,
                        f"{shown_score(cell.assessment)}, {short_band(cell.assessment)}",
                    )
                )
        rows.append((visible(record.name), here + model_page(record.id), cells))
    content = {
        "columns": [(titled(rubric.title), here + rubric_page(rubric.id)) for rubric in rubrics],
        "rows": rows,
        "left_out": left_out(world.table, by_title=True),
        "agreements": [
            {**row, "title": titled(other.title), "href": here + rubric_page(other.id)}
            for row in agreement_rows(world.agreements)
            for other in [_other(world, row)]
        ],
        "relations": list(_relations(world)),
        "scope": tr(SCOPE),
        "chosen": titled(world.rubric.title),
        "rubrics_href": here + "rubrics/index.html",
    }
    about = tr("Every model under every framework as a percentile, and how far the frameworks agree.")
    yield Sheet(path, "frameworks.html.j2", tr("Frameworks side by side"), about, content)


def _other(world: World, row: dict[str, str]) -> Rubric:
    id = row["second"] if row["first"] == world.rubric.id else row["first"]
    return next(rubric for rubric in world.rubrics if rubric.id == id)


def _relations(world: World) -> Iterator[tuple[str, str, str, str, str, str]]:
    """Yield each line with the other, whether the first implies the second, and why not if it does not."""
    model = plain_model(world.registry).id if world.relations else ""
    vocabulary, licenses = world.registry.vocabulary, world.registry.licenses
    for answer in world.relations:
        premise, conclusion = answer.premise, answer.conclusion
        named = {
            fact_name(path, vocabulary): value_name(path, value, vocabulary, licenses)
            for path, value in answer.lacking.items()
        }
        lacking = parted(tr("{name}: {value}", name=name, value=value) for name, value in named.items())
        yield (
            _line(premise),
            _line(conclusion),
            answer.state,
            tr(SAID[answer.state]),
            lacking,
            command(answer, model) if answer.state == REFUTED else "",
        )


def _line(line: StrictLine) -> str:
    """Return a line of a rubric by both names."""
    return labeled(titled(line.rubric.title), titled(line.title))
