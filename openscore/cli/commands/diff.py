"""`openscore diff`: what changed between two states of the data, and what it did to the scores."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from openscore.analysis.changes import Change, Moved, basis_changes, explained, moves, registry_basis
from openscore.analysis.edition import Edition
from openscore.cli import completion
from openscore.cli.editions import HELP, NOW, edition_of
from openscore.cli.loading import rubric_of
from openscore.cli.options import OutputOption
from openscore.cli.output import write
from openscore.cli.parameters import argument, flag, option
from openscore.cli.screen import screen
from openscore.cli.values import choice
from openscore.errors import UsageError
from openscore.language import tr
from openscore.report.text import document
from openscore.resources import default_rubric, edition_files
from openscore.rubric.rubric import Rubric

FORMATS = ("text", "json", "csv")
COLUMNS = ("id", "before", "after", "rank", "band")


def command(
    old: Annotated[
        str,
        argument(
            metavar="OLD",
            help=f"{HELP} The latest kept edition if left out.",
            complete=completion.editions,
        ),
    ] = "",
    new: Annotated[
        str,
        argument(metavar="NEW", help="The same; `now` if left out.", complete=completion.editions),
    ] = NOW,
    rubric: Annotated[
        str,
        option(
            "--rubric",
            metavar="ID|PATH",
            help="Compare the scores under this rubric; a file of your own judges both states.",
            complete=completion.rubrics,
        ),
    ] = "",
    scores: Annotated[bool, flag("--scores", help="Only the scores that changed.")] = False,
    whole: Annotated[
        bool, flag("--all", help="List what licenses ask of users line by line, not as counts.")
    ] = False,
    format: Annotated[str, choice("--format", among=FORMATS, help="Output format.")] = "text",
    output: OutputOption = None,
) -> None:
    """Compare two states of the data: facts, license terms, clauses of rubrics, scores and ranks."""
    before, after = edition_of(old or _latest()), edition_of(new)
    chosen = rubric or default_rubric()
    judged = _rubric(before, chosen), _rubric(after, chosen)
    moved = moves(before.registry, judged[0], after.registry, judged[1])
    moved = [
        one
        for one in moved
        if one.is_score or (one.before and one.after and one.before.rank != one.after.rank)
    ]
    changes = [] if scores else _changes(before, after)
    text = _rendered((before.name, after.name, chosen), changes, moved, format, output, brief=not whole)
    write(text, output, is_data=format != "text")


def _latest() -> str:
    if not edition_files():
        raise UsageError(tr("no edition is kept yet"), hint=tr("name two: `openscore diff OLD NEW`"))
    return max(edition_files())


def _changes(before: Edition, after: Edition) -> list[Change]:
    old, new = ({**registry_basis(one.registry), "rubrics": _rubrics(one)} for one in (before, after))
    return [
        explained(change, after.registry.models.get(change.subject.partition(".")[2]))
        for change in basis_changes(old, new)
    ]


def _rubric(edition: Edition, name: str) -> Rubric:
    """Return the rubric that a state of the data has of an id, or that a file holds."""
    own = name not in edition.rubrics and rubric_of(name)
    return own if own and own.name != own.id else edition.rubric(name)


def _rubrics(edition: Edition) -> dict[str, object]:
    return {id: edition.rubric(id).data for id in edition.rubrics}


def _rendered(
    names: tuple[str, str, str],
    changes: Sequence[Change],
    moved: Sequence[Moved],
    format: str,
    output: Path | None,
    *,
    brief: bool,
) -> str:
    from openscore.report.analyses.changes import change_data, change_lines, moved_data, moved_rows

    old, new, rubric = names
    if format == "json":
        listed = {
            "changes": [change_data(change) for change in changes],
            "scores": [moved_data(one) for one in moved],
        }
        return document("difference", {"old": old, "new": new, "rubric": rubric, **listed})
    if format == "csv":
        from openscore.report.formats.csv import to_csv

        return to_csv(COLUMNS, (row.values() for row in moved_rows(moved)))
    from openscore.report.terminal.lists import list_table

    if not changes and not moved:
        return tr("{old} -> {new}: nothing changed\n", old=old, new=new)
    text = "\n".join([f"{old} -> {new}", *change_lines(changes, brief=brief)]) + "\n"
    if not moved:
        return tr("{text}\nno score changed under {rubric}\n", text=text, rubric=rubric)
    table = list_table(moved_rows(moved), screen(output), COLUMNS)
    return tr("{text}\nscores that changed under {rubric}\n{table}", text=text, rubric=rubric, table=table)
