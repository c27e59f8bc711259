"""What the license table must hold beyond its shape: names of one meaning, known terms and values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from openscore.errors import Problem, did_you_mean
from openscore.language import tr
from openscore.records.licenses import COMPATIBLE, LIMITS, NO_CLAUSE, PARTICULARS, LicenseTable
from openscore.records.vocabulary import Vocabulary
from openscore.registry.check_days import document_problems
from openscore.toml import TomlFile

Json = dict[str, Any]
LIMITED_BY = {"users": "cap", "revenue": "cap", "countries": "regions"}
"""The term that has to say that there is a limit of this kind."""


def license_problems(
    licenses: Json,
    files: Mapping[str, TomlFile],
    vocabulary: Vocabulary,
    table: LicenseTable,
    today: date | None,
) -> Iterator[Problem]:
    """Yield every problem of the license table."""
    values_of_terms = {
        id: [one.id for one in term.scale.values[:-2]] for id, term in vocabulary.terms.items()
    }
    values_of_particulars = {id: [*scale.bits] for id, scale in vocabulary.particulars.items()}
    owners: dict[str, str] = {}
    for id, entry in licenses.items():
        file, path = files[entry["origin"]], ("licenses", id)
        for name in (id, *entry["aliases"]):
            other = owners.setdefault(name.casefold(), id)
            if other != id:
                message = tr("'{name}' already means '{other}'", name=name, other=other)
                yield file.problem("duplicate-alias", path, message)
            if name.casefold() in table.ambiguous:
                message = tr("'{name}' names a family, not one text", name=name)
                yield file.problem("ambiguous-alias", path, message)
        yield from document_problems(file, path, entry["documents"].values(), today)
        said = _Entry(file, path, entry)
        yield from said.values("terms", values_of_terms)
        yield from said.values(PARTICULARS, values_of_particulars)
        yield from said.limits()
        yield from said.compatible(licenses)


class _Entry:
    """Checks what one license says."""

    def __init__(self, file: TomlFile, path: tuple[str, ...], entry: Json) -> None:
        self.file = file
        self.path = path
        self.entry = entry

    def values(self, table: str, known: Mapping[str, list[str]]) -> Iterator[Problem]:
        """Yield what is wrong with values that the text is held to have.

        Args:
            table: Where the entry says them.
            known: The values that there are, by what they are values of.
        """
        for id, stated in self.entry.get(table, {}).items():
            path = (*self.path, table, id)
            if id in known:
                yield from self._value(path, stated, known[id])
            else:
                message = tr("no term named '{name}'", name=id)
                yield self.file.problem("unknown-term", path, message, did_you_mean(id, known))

    def _value(self, path: tuple[str, ...], stated: Json, ids: list[str]) -> Iterator[Problem]:
        if stated["value"] not in ids:
            message = tr("'{value}' is not one of {listed}", value=stated["value"], listed=", ".join(ids))
            yield self.file.problem("unknown-value", path, message, did_you_mean(stated["value"], ids))
        elif stated["value"] != ids[0] and not stated["shows"] and not _is_silent(path, stated):
            message = tr("a limit needs 'shows': what the clause says")
            yield self.file.problem("evidence-missing", path, message)
        yield from self._sources(path, stated)

    def limits(self) -> Iterator[Problem]:
        """Yield what is wrong with limits in numbers and places: a term has to say that there are some."""
        for id, stated in self.entry.get(LIMITS, {}).items():
            path = (*self.path, LIMITS, id)
            said = self.entry["terms"].get(LIMITED_BY[id], {}).get("value")
            if said in (None, "none", "all"):
                message = tr("a limit on {id} needs a term '{term}' that says so", id=id, term=LIMITED_BY[id])
                yield self.file.problem("limit-without-term", path, message)
            if (id == "revenue") != ("currency" in stated):
                message = tr("revenue has a currency, and nothing else has")
                yield self.file.problem("limit-currency", path, message)
            yield from self._sources(path, stated)

    def compatible(self, licenses: Json) -> Iterator[Problem]:
        """Yield what is wrong with the licenses that the text names for joint works."""
        stated, path = self.entry.get(COMPATIBLE), (*self.path, COMPATIBLE)
        for id in stated["licenses"] if stated else ():
            if id not in licenses:
                message = tr("no license '{id}' in the table", id=id)
                yield self.file.problem("unknown-license", path, message, did_you_mean(id, licenses))
        if stated:
            yield from self._sources(path, stated)

    def _sources(self, path: tuple[str, ...], stated: Json) -> Iterator[Problem]:
        for key in stated["sources"]:
            if key not in self.entry["documents"]:
                message = tr("no document '{key}' in this license", key=key)
                yield self.file.problem("unknown-document", path, message)


def _is_silent(path: tuple[str, ...], stated: Json) -> bool:
    """Whether it is a particular of which the text says nothing: then nothing can be shown."""
    return PARTICULARS in path and stated["clause"] == NO_CLAUSE
