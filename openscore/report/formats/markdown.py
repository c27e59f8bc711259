"""The ranking as a Markdown table."""

from __future__ import annotations

import re

from openscore.language import counted, tr
from openscore.report.text import RANGE, ranks_text, score_range
from openscore.report.views.ranking import RankingView, shown_band


def escape(text: str) -> str:
    """Return the text so that Markdown and HTML show it as it is."""
    html = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"([\\`*_\[\]|~#])", r"\\\1", html)


def ranking_markdown(view: RankingView) -> str:
    """Return the ranking as a Markdown table with its provenance below."""
    titles = [title for _, _, title in view.columns]
    has_ranks = any(row.ranks for row in view.rows)
    has_readings = any(row.read is not None for row in view.rows)
    header = [
        tr("Rank"),
        *[tr("Ranks"), tr("Group")] * has_ranks,
        tr("Model"),
        tr("Maker"),
        tr("Released"),
        *[tr("Oldest reading")] * has_readings,
        tr("Score"),
        tr("Band"),
        tr("Weakest"),
        *titles,
    ]
    lines = [
        _line(header),
        _line(
            [
                "---:",
                *["---:"] * 2 * has_ranks,
                "---",
                "---",
                "---",
                *["---"] * has_readings,
                "---:",
                "---",
                "---",
                *["---:"] * len(titles),
            ]
        ),
    ]
    for row in view.rows:
        cells = [
            str(row.rank), *([ranks_text(*row.ranks), str(row.group)] if row.ranks else []),
            row.marked, row.developer, row.released, *[row.read or ""] * has_readings,
            row.shown, shown_band(row.assessment), row.least,
            *[score_range(*criterion.value.scaled(100)) for criterion in row.criteria],
        ]  # fmt: skip
        lines.append(_line([escape(cell) for cell in cells]))
    date = tr(", facts as of {day}", day=view.as_of) if view.as_of else ""
    lines += [
        "",
        counted(
            "{count} of {n} model, rubric {rubric}{date}.",
            "{count} of {n} models, rubric {rubric}{date}.",
            view.total,
            count=len(view.rows),
            rubric=f"{view.rubric_id} {view.rubric_version}",
            date=date,
        ),
    ]
    is_certain = all(row.score.is_certain for row in view.rows)
    for note in filter(None, ("" if is_certain else tr(RANGE), view.services, view.weights)):
        lines += ["", escape(note)]
    return "\n".join(lines) + "\n"


def _line(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"
