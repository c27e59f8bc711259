"""The changes that an editor can make to what is no model: makers, families and licenses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from openscore.days import day_of
from openscore.errors import UnknownNameError, UsageError
from openscore.language import tr
from openscore.records.licenses import PARTICULARS
from openscore.records.vocabulary import UNKNOWN, Vocabulary
from openscore.registry.change import items_of, need_source, need_value
from openscore.registry.edit import TEXT, Desk, Sourced

MAKERS, FAMILIES, LICENSES = "makers", "families", "licenses"
TERMS = "terms"
WORDING = "wording"
TRUTHS = {"yes": True, "true": True, "no": False, "false": False}
STATED = ("seat", "kind")
"""What of a maker is a fact with a source."""
KEYS = {
    MAKERS: ("name", "aliases", *STATED),
    FAMILIES: ("name", "aliases", "part_of", "summary"),
    LICENSES: (
        "name", "family", "released", "aliases", "kind", "osi_approved", "open_definition", "links",
    ),
}  # fmt: skip
"""What can be set of an entry, by the table in which it stands."""
LISTS = ("aliases", "links")


class Place(NamedTuple):
    """Where an entry that is no model stands: `makers.example-lab` is the entry `example-lab` of `makers`."""

    table: str
    id: str

    @classmethod
    def of(cls, name: str) -> Place | None:
        """Return the place that a name gives with its table in front; None if it names a model."""
        table, dot, id = name.partition(".")
        return cls(table, id) if dot and table in KEYS else None

    def __str__(self) -> str:
        return f"{self.table}.{self.id}"


def begin(desk: Desk, place: Place, identity: Mapping[str, Any], sourced: Sourced) -> None:
    """Begin an entry; its documents are put in with it.

    Args:
        desk: Where the file is edited.
        place: Where it is to stand.
        identity: What it says of itself, such as its name; what is empty is left out.
        sourced: Documents that were read.

    Raises:
        UsageError: If there is one of that name already.
    """
    for name in (place.id, str(identity.get("name", ""))):
        if _is_known(desk, place.table, name):
            hint = tr("`openscore set {place} KEY VALUE` changes it", place=f"{place.table}.ID")
            raise UsageError(tr("'{value}' is there already", value=name), hint=hint)
    for key, value in identity.items():
        if value or value is False:
            desk.editor.put(place, key, value)
    desk.cite(place, sourced)


def set_entry(desk: Desk, place: Place, path: str, value: str, sourced: Sourced, *, clause: str = "") -> None:
    """Set a key of an entry, or a term or particular of a license; `unknown` takes it away.

    Args:
        desk: Where the file is edited.
        place: Where the entry stands.
        path: Such as `seat`, `part_of`, `terms.commercial` or `particulars.notice.wording`.
        value: What it is to be; lists with commas between.
        sourced: What it rests on.
        clause: Of a license's term or particular, where the text says it.

    Raises:
        UnknownNameError: If there is no such entry or nothing of that name to set.
        UsageError: If a term or a fact comes without what it rests on.
    """
    if place.id not in desk.editor.data.get(place.table, {}):
        known = desk.editor.data.get(place.table, {})
        raise UnknownNameError.of(tr("entry"), place.id, known, f"openscore {place.table}")
    head, _, term = path.partition(".")
    need_value(path, value)
    if head in (TERMS, PARTICULARS) and term and place.table == LICENSES:
        _set_term(desk, place, path, value, sourced, clause=clause)
    elif path not in KEYS[place.table]:
        known = _settable(desk, place.table)
        raise UnknownNameError.of(tr("key"), path, known, "openscore schema registry")
    elif value == UNKNOWN:
        earlier = desk.editor.data[place.table][place.id].get(path)
        desk.editor.drop_value(place, path)
        if path == "name" and place.id not in desk.editor.data.get(place.table, {}):
            hint = tr("`openscore remove {place}` takes the entry out", place=place)
            raise UsageError(tr("nothing would be left of {place}", place=place), hint=hint)
        desk.forget(place, earlier.get("sources", ()) if isinstance(earlier, Mapping) else ())
    elif path in STATED and place.table == MAKERS:
        need_source(path, sourced)
        earlier = desk.editor.data[place.table][place.id].get(path, {})
        desk.editor.put_value(place, path, {"value": value, **desk.evidence(place, sourced)})
        desk.forget(place, earlier.get("sources", ()))
    else:
        desk.editor.put(place, path, typed(path, value))


def typed(path: str, value: str) -> object:
    """Return a text as what the key holds: a list, a day, a flag, or the text.

    Raises:
        UsageError: If it is none.
    """
    if path in LISTS:
        return items_of(value)
    if path == "released":
        return day_of(value, path)
    if path == "osi_approved":
        if value not in TRUTHS:
            raise UsageError(tr("{path} is '{value}', wanted yes or no", path=path, value=value))
        return TRUTHS[value]
    return value


def _settable(desk: Desk, table: str) -> tuple[str, ...]:
    terms = license_terms(desk.vocabulary) if table == LICENSES else {}
    return (*KEYS[table], *terms)


def license_terms(vocabulary: Vocabulary) -> dict[str, list[str]]:
    """Return the values of each term and particular of a license, least restrictive first, by its path."""
    # The last two values of a term stand for what is no license's.
    terms = {f"{TERMS}.{id}": term.scale.values[:-2] for id, term in vocabulary.terms.items()}
    asked = {f"{PARTICULARS}.{id}": scale.values for id, scale in vocabulary.particulars.items()}
    return {path: [value.id for value in values] for path, values in (terms | asked).items()}


def _set_term(desk: Desk, place: Place, path: str, value: str, sourced: Sourced, *, clause: str) -> None:
    """State what a license says on one term; without another document it stands in the text itself."""
    stated = path.removesuffix(f".{WORDING}") if path.startswith(PARTICULARS) else path
    if stated not in license_terms(desk.vocabulary):
        raise UnknownNameError.of(tr("term"), path, _settable(desk, LICENSES), "openscore schema registry")
    head, _, term = stated.partition(".")
    table = (*place, head)
    earlier = desk.editor.data[place.table][place.id].get(head, {}).get(term, {})
    if stated != path:
        if not earlier:
            raise UsageError(tr("{path} needs a value first", path=stated))
        kept = {key: item for key, item in earlier.items() if key != WORDING}
        desk.editor.put(table, term, kept if value == UNKNOWN else {**kept, WORDING: value})
        return
    if value == UNKNOWN:
        desk.editor.drop(table, term)
    else:
        if not clause:
            hint = tr("--clause 'none' where the text says nothing of it")
            raise UsageError(tr("{path} needs --clause", path=path), hint=hint)
        said = {"shows": sourced.shows} if sourced.shows else {}
        cited = desk.cite(place, sourced)
        sources = {} if cited in ([], [TEXT]) else {"sources": cited}
        desk.editor.put(table, term, {"value": value, "clause": clause, **said, **sources})
    desk.forget(place, [key for key in earlier.get("sources", ()) if key != TEXT])


def _is_known(desk: Desk, table: str, name: str) -> bool:
    """Whether an entry of the table has this id, name or alias; case is ignored."""
    entries = {**_registered(desk, table), **desk.editor.data.get(table, {})}
    return bool(name) and any(name.casefold() in _names(id, entry) for id, entry in entries.items())


def _names(id: str, entry: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(text.casefold() for text in (id, entry["name"], *entry.get("aliases", ())))


def _registered(desk: Desk, table: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = desk.registry.data.get(table, {}) if desk.registry else {}
    return found
