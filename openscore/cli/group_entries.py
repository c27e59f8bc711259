"""Begin an entry of a maker, a family or a license, from options or from answers at a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from openscore.cli.answers import wrong_address, wrong_day, wrong_id
from openscore.cli.editing import HERE, edited
from openscore.cli.prompt import ask
from openscore.errors import UsageError
from openscore.language import noted, tr
from openscore.records.expressions import is_spdx
from openscore.records.licenses import PARTICULARS
from openscore.records.vocabulary import Vocabulary, load_vocabulary
from openscore.registry.change_groups import (
    FAMILIES,
    LICENSES,
    MAKERS,
    TERMS,
    TRUTHS,
    WORDING,
    Place,
    begin,
    license_terms,
    set_entry,
    typed,
)
from openscore.registry.edit import Desk, Sourced
from openscore.registry.registry import Registry

TABLE_OF_LICENSES = "licenses.toml"
UNREVIEWED = {"osi_approved": False, "open_definition": "not-reviewed"}
"""What a license is while nobody said otherwise."""
NAMES = {
    MAKERS: noted("Name of the maker, as it is commonly called"),
    FAMILIES: noted("Name of the family"),
    LICENSES: noted("Name of this version of the license"),
}


class Said(NamedTuple):
    """One key of an entry, or term of a license, with where the text says it and what it says."""

    path: str
    value: str
    shows: str
    clause: str = ""


def file_of(place: Place, registry: Path | None) -> Path:
    """Return the file in which an entry is edited: that of the licenses, for one, where there is one here."""
    is_here = place.table == LICENSES and Path(TABLE_OF_LICENSES).is_file()
    return registry or Path(TABLE_OF_LICENSES if is_here else HERE)


def said(path: str, value: str, shows: str) -> Said:
    """Return what an option says; of a term, the clause stands before the first colon with a space."""
    if not path.startswith((f"{TERMS}.", f"{PARTICULARS}.")) or path.endswith(f".{WORDING}"):
        return Said(path, value, shows)
    clause, _, rest = shows.partition(": ")
    return Said(path, value, rest.strip(), clause.strip())


def add(
    place: Place,
    given: dict[str, str],
    stated: Sequence[Said],
    evidence: Sourced,
    registry: Path | None,
    *,
    asks: bool,
) -> Registry:
    """Begin an entry and return the registry with it.

    Args:
        place: Where it is to stand.
        given: Its name, aliases and summary, as options gave them.
        stated: What else options said of it.
        evidence: The documents that were read.
        registry: The file, where an option names one.
        asks: Whether somebody is there to be asked for what is missing.

    Raises:
        UsageError: If something is wrong or missing.
    """
    if wrong := wrong_place(place):
        raise UsageError(wrong, hint=tr("nothing was written"))
    if asks and not given["name"]:
        given, evidence, more = _asked(place, given, evidence)
        stated = [*stated, *more]
    if not given["name"]:
        hint = tr("on a terminal `openscore add` asks")
        raise UsageError(tr("an entry needs {listed}", listed="--name"), hint=hint)
    if place.table == LICENSES and not evidence.urls:
        hint = tr("--url ADDRESS of its text")
        raise UsageError(tr("{path} needs a source", path=place), hint=hint)
    keys = ("name", "aliases") if place.table != FAMILIES else ("name", "aliases", "summary")
    identity: dict[str, Any] = {key: typed(key, given[key]) for key in keys}

    def change(desk: Desk) -> None:
        begin(desk, place, {**identity, **(UNREVIEWED if place.table == LICENSES else {})}, evidence)
        for path, value, shows, clause in stated:
            set_entry(desk, place, path, value, evidence._replace(shows=shows), clause=clause)
        if place.table == MAKERS:
            documents = desk.editor.data[place.table][place.id].get("documents", {})
            desk.forget(place, list(documents))

    return edited(file_of(place, registry), change, may_create=True)


def wrong_place(place: Place) -> str:
    """Return what is wrong with the id of an entry."""
    if place.table != LICENSES:
        return wrong_id(place.id)
    if is_spdx(place.id) or re.fullmatch(r"LicenseRef-[A-Za-z0-9.-]+", place.id):
        return ""
    return tr("'{answer}' is no id of a license: one of SPDX, or LicenseRef-openscore-NAME", answer=place.id)


def wrong_seat(answer: str) -> str:
    """Return what is wrong with the country of a seat."""
    if re.fullmatch(r"[A-Z]{2}", answer):
        return ""
    return tr("'{answer}' is no country: two capital letters, such as FR", answer=answer)


def _asked(
    place: Place, given: dict[str, str], evidence: Sourced
) -> tuple[dict[str, str], Sourced, list[Said]]:
    """Ask for what no option gave, and check each answer when it is given."""
    name = ask(tr(NAMES[place.table]), is_needed=True)
    aliases = given["aliases"] or ask(tr("Other spellings, with commas between"))
    given = {**given, "name": name, "aliases": aliases}
    if place.table == FAMILIES:
        given["summary"] = given["summary"] or ask(tr("One neutral sentence on it"))
        larger = ask(tr("Id of the larger family that it belongs to"))
        return given, evidence, [Said("part_of", larger, "")] if larger else []
    if not evidence.urls:
        is_needed = place.table == LICENSES
        url = ask(tr("Address of what you read"), wrong=wrong_address, is_needed=is_needed)
        evidence = evidence._replace(urls=(url,) if url else ())
    vocabulary = load_vocabulary()
    answers = _license_answers(vocabulary) if place.table == LICENSES else _maker_answers(vocabulary)
    return given, evidence, list(answers) if evidence.urls else []


def _maker_answers(vocabulary: Vocabulary) -> Iterator[Said]:
    if seat := ask(tr("Country of its seat (two letters, such as FR)"), wrong=wrong_seat):
        yield Said("seat", seat, ask(tr("  what shows it?"), is_needed=True))
    kinds = list(vocabulary.maker_kinds)
    if kind := ask(tr("What kind of body it is ({listed})", listed=", ".join(kinds)), known=kinds):
        yield Said("kind", kind, ask(tr("  what shows it?"), is_needed=True))


def _license_answers(vocabulary: Vocabulary) -> Iterator[Said]:
    if day := ask(tr("Day of this version (such as 2026-01-31)"), wrong=wrong_day):
        yield Said("released", day, "")
    question = tr("Is it approved by the OSI? (yes, no)")
    yield Said("osi_approved", ask(question, "no", tuple(TRUTHS)), "")
    for path, values in license_terms(vocabulary).items():
        if value := ask(f"{path} ({', '.join(values)})", known=values):
            clause = ask(tr("  in which clause? (none where it sets no such limit)"), is_needed=True)
            # Every value but the most open one is a limit, which has to be told.
            yield Said(path, value, ask(tr("  what shows it?"), is_needed=value != values[0]), clause)
