"""The changes that an editor of the registry can make."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from openscore.days import day_of
from openscore.errors import UnknownNameError, UsageError
from openscore.language import tr
from openscore.records.vocabulary import UNKNOWN
from openscore.registry.edit import Desk, Sourced
from openscore.registry.shapes import DATES

TEXTS = ("name", "developer", "kind", "summary", "family")
LISTS = ("modality", "sizes", "aliases")
BASES, SERVES, PARTS = "bases", "serves", "parts"
LINKS = (BASES, SERVES)
PART_FACTS = ("availability", "license")


class Earlier(NamedTuple):
    """What a fact was before."""

    path: str
    value: str
    until: date
    """The first day on which it no longer was."""


def settable(desk: Desk) -> tuple[str, ...]:
    """Return every path that can be set: identity, dates, facts, and how links and parts are named."""
    dates = [f"dates.{key}" for key in DATES]
    links = [f"{link}.MODEL" for link in LINKS]
    parts = [f"{PARTS}.PART.{aspect}" for aspect in (*PART_FACTS, "title")]
    return (*TEXTS, *LISTS, *dates, *desk.vocabulary.facts, *links, *parts)


def set_value(desk: Desk, model: str, path: str, value: str, sourced: Sourced) -> None:
    """Set a fact, a date, a part of the identity, or a link; `unknown` takes it away.

    Args:
        desk: Where the file is edited.
        model: Id of the entry.
        path: Such as `weights.license`, `dates.announced`, `bases.MODEL`, `parts.PART.license`.
        value: Of a base its relation; of a served model the day from which, or two with a slash between.
        sourced: What it rests on.

    Raises:
        UnknownNameError: If there is nothing of that name to set.
        UsageError: If there is no value, or a fact, a date or a link comes without a source.
    """
    head, _, rest = path.partition(".")
    need_value(path, value)
    if head in LINKS and rest:
        _set_link(desk, ("models", model, head), _linked(desk, rest), value, sourced)
        return
    if head == PARTS and "." in rest:
        _set_part(desk, model, rest, value, sourced)
        return
    if path not in settable(desk) or head in (*LINKS, PARTS):
        raise UnknownNameError.of(tr("fact"), path, settable(desk), "openscore facts")
    if path in (*TEXTS, *LISTS):
        if value == UNKNOWN:
            desk.editor.drop(("models", model), path)
        else:
            desk.editor.put(("models", model), path, items_of(value) if path in LISTS else value)
        return
    component, _, aspect = path.partition(".")
    table = ("models", model, component)
    earlier = desk.editor.data.get("models", {}).get(model, {}).get(component, {}).get(aspect, {})
    if value == UNKNOWN:
        desk.editor.drop(table, aspect)
    else:
        need_source(path, sourced)
        stated = {"date": day_of(value, path)} if component == "dates" else {"value": value}
        desk.editor.put(table, aspect, {**stated, **desk.evidence(model, sourced)})
    desk.forget(model, earlier.get("sources", ()))


def _linked(desk: Desk, name: str) -> str:
    """Return the id of the model that a link leads to, in this file or below it."""
    if name in desk.editor.data.get("models", {}):
        return name
    return desk.record(name).id


def _set_link(desk: Desk, array: tuple[str, str, str], target: str, value: str, sourced: Sourced) -> None:
    """State a base or a served model; one that is there already is replaced."""
    _, model, kind = array
    listed = desk.editor.data.get("models", {}).get(model, {}).get(kind, [])
    place = next((at for at, link in enumerate(listed) if link["model"] == target), None)
    earlier = listed[place].get("sources", ()) if place is not None else ()
    if value == UNKNOWN:
        if place is None:
            where = f"{kind}.{target}"
            raise UsageError(tr("'{label}' does not say {where}", label=desk.editor.label, where=where))
        desk.editor.drop_item(array, place)
    else:
        need_source(f"{kind}.{target}", sourced)
        stated = {"relation": value} if kind == BASES else _served(value)
        item = {"model": target, **stated, **desk.evidence(model, sourced)}
        if place is not None:
            desk.editor.drop_item(array, place)
        desk.editor.append(array, item)
    desk.forget(model, earlier)


def _served(value: str) -> dict[str, object]:
    """Return from when a model is served, and until when, if that is given behind a slash."""
    start, slash, end = value.partition("/")
    stated: dict[str, object] = {"from": day_of(start, "from")} if start else {}
    return {**stated, "until": day_of(end, "until")} if slash and end else stated


def _set_part(desk: Desk, model: str, path: str, value: str, sourced: Sourced) -> None:
    """State the access, license or title of a part of the weights."""
    part, _, aspect = path.rpartition(".")
    table = ("models", model, PARTS, part)
    if aspect not in (*PART_FACTS, "title"):
        raise UnknownNameError.of(tr("fact"), f"{PARTS}.{path}", settable(desk), "openscore facts")
    stated = desk.editor.data.get("models", {}).get(model, {}).get(PARTS, {}).get(part, {}).get(aspect, {})
    if value == UNKNOWN:
        desk.editor.drop(table, aspect)
    elif aspect == "title":
        desk.editor.put(table, aspect, value)
        return
    else:
        need_source(f"{PARTS}.{path}", sourced)
        desk.editor.put(table, aspect, {"value": value, **desk.evidence(model, sourced)})
    desk.forget(model, stated.get("sources", ()) if isinstance(stated, dict) else ())


def add_history(desk: Desk, model: str, change: Earlier, sourced: Sourced) -> None:
    """Say what a fact was before.

    Raises:
        UnknownNameError: If there is no such fact.
        UsageError: If it comes without a source.
    """
    path = change.path
    if path not in desk.vocabulary.facts:
        raise UnknownNameError.of(tr("fact"), path, desk.vocabulary.facts, "openscore facts")
    need_source(path, sourced)
    stated = {"fact": path, "value": change.value, "until": change.until}
    desk.editor.append(("models", model, "history"), {**stated, **desk.evidence(model, sourced)})


def drop_history(desk: Desk, model: str, path: str, until: date) -> None:
    """Take back what `add_history` said.

    Raises:
        UsageError: If this file says nothing of the kind.
    """
    changes = desk.editor.data.get("models", {}).get(model, {}).get("history", [])
    place = next(
        (at for at, change in enumerate(changes) if (change["fact"], change["until"]) == (path, until)), None
    )
    if place is None:
        raise UsageError(
            tr("'{path}' has no history of {path2} until {until}", path=desk.path, path2=path, until=until)
        )
    earlier = changes[place]["sources"]
    desk.editor.drop_item(("models", model, "history"), place)
    desk.forget(model, earlier)


def add_entry(desk: Desk, model: str, identity: Mapping[str, Any]) -> None:
    """Begin an entry.

    Raises:
        UsageError: If the registry has one of that name already.
    """
    known = desk.registry.find(model) if desk.registry else None
    if known or model in desk.editor.data.get("models", {}):
        raise UsageError(
            tr("'{value}' is there already", value=known or model),
            hint=tr("`openscore set` changes its facts"),
        )
    for key, value in identity.items():
        if value:
            desk.editor.put(("models", model), key, value)


def remove_entry(desk: Desk, model: str) -> None:
    """Take an entry out of the file.

    Raises:
        UsageError: If this file has none of that name.
    """
    desk.editor.drop_entry(("models", model))


def items_of(text: str) -> list[str]:
    """Return the items of a list that was typed with commas between."""
    return [item.strip() for item in text.split(",") if item.strip()]


def need_value(path: str, value: str) -> None:
    """Refuse to set something to nothing.

    Raises:
        UsageError: If nothing was typed.
    """
    if not value.strip(" ,"):
        hint = tr("`unknown` takes it away")
        raise UsageError(tr("{path} needs a value", path=path), hint=hint)


def need_source(path: str, sourced: Sourced) -> None:
    """Refuse what rests on nothing.

    Raises:
        UsageError: If no document is named, or nothing is said of what it shows.
    """
    if not (sourced.urls or sourced.keys):
        hint = tr("--url ADDRESS of what you read, or --source KEY of a document of the entry")
        raise UsageError(tr("{path} needs a source", path=path), hint=hint)
    if not sourced.shows:
        raise UsageError(
            tr("{path} needs --shows", path=path), hint=tr("say in your own words what the source shows")
        )
