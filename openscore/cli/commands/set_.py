"""`openscore set`: state one fact of one model, with its source."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

from openscore.cli import completion
from openscore.cli.editing import (
    ArchivedOption,
    ByOption,
    FileOption,
    ReadOption,
    UrlOption,
    done,
    edited,
    sourced,
    standing,
    told,
)
from openscore.cli.group_entries import file_of
from openscore.cli.options import ModelArgument
from openscore.cli.parameters import argument, option
from openscore.cli.values import day
from openscore.errors import UsageError
from openscore.language import tr
from openscore.records.vocabulary import UNKNOWN
from openscore.registry.change import Earlier, add_history, drop_history, set_value
from openscore.registry.change_groups import Place, set_entry
from openscore.registry.edit import Desk, Sourced
from openscore.report.text import visible

ClauseOption = Annotated[
    str,
    option("--clause", metavar="TEXT", help="Of a license's term: where its text says it, or `none`."),
]


def command(
    model: ModelArgument,
    fact: Annotated[
        str,
        argument(
            metavar="FACT",
            help="Such as weights.availability; see `openscore facts`.",
            complete=completion.facts,
        ),
    ],
    value: Annotated[
        str,
        argument(
            metavar="VALUE",
            help="One of its values, or `unknown` to take the fact away.",
            complete=completion.values,
        ),
    ],
    url: UrlOption = [],  # noqa: B006  # Typer copies it
    source: Annotated[
        list[str],
        option("--source", metavar="KEY", help="A document that the entry already has; repeatable."),
    ] = [],  # noqa: B006
    shows: Annotated[
        str, option("--shows", metavar="TEXT", help="What the source shows, in your own words.")
    ] = "",
    clause: ClauseOption = "",
    by: ByOption = "maker",
    read: ReadOption = None,
    archived: ArchivedOption = "",
    until: Annotated[
        date | None,
        day("--until", help="It was so until this day, the first it no longer was."),
    ] = None,
    registry: FileOption = None,
) -> None:
    """State one fact of one model, with its source; everything else in the file stays as it is."""
    stated = sourced(shows, url, source, read, by, archived)
    if place := Place.of(model):
        _set_other(place, (fact, value, clause), stated, until, registry)
        return
    before, id = None, model

    def change(desk: Desk) -> None:
        nonlocal before, id
        record = desk.record(model)
        id = record.id
        before = standing(desk.registry, id)
        if until is None:
            set_value(desk, id, fact, value, stated)
        elif value == UNKNOWN:
            drop_history(desk, id, fact, until)
        else:
            add_history(desk, id, Earlier(fact, value, until), stated)

    after = edited(registry, change, may_create=True)
    when = tr(" until {day}", day=until) if until else ""
    done(f"{id}: {fact} = {visible(value)}{when}\n{told(before, standing(after, id))}\n")


def _set_other(
    place: Place, said: tuple[str, str, str], stated: Sourced, until: date | None, registry: Path | None
) -> None:
    """State something of a maker, a family or a license: what, its value, and where the text says it."""
    if until is not None:
        raise UsageError(tr("{listed} is for models only", listed="--until"))
    fact, value, clause = said

    def change(desk: Desk) -> None:
        set_entry(desk, place, fact, value, stated, clause=clause)

    edited(file_of(place, registry), change)
    done(f"{place}: {fact} = {visible(value)}\n")
