"""Makers and families: what binds the entries of a registry beyond their links."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

from openscore.errors import UnknownNameError
from openscore.language import tr
from openscore.records.evidence import Evidence, Source
from openscore.records.record import ModelRecord
from openscore.records.vocabulary import UNKNOWN
from openscore.registry.registry import Registry


class Stated(NamedTuple):
    """What is said of a maker, with the evidence for it."""

    value: str
    evidence: Evidence


class Maker(NamedTuple):
    """Who makes models."""

    id: str
    """Empty where the registry has no entry, only the name that its models give."""
    name: str
    aliases: tuple[str, ...] = ()
    seat: Stated | None = None
    """Country, ISO 3166-1 alpha-2; None if nobody has established it."""
    kind: Stated | None = None
    """A kind of the vocabulary; None if nobody has established it."""

    @classmethod
    def of(cls, id: str, entry: Mapping[str, Any]) -> "Maker":
        """Return the maker of a validated entry."""
        seat, kind = (_stated(entry, key) for key in ("seat", "kind"))
        return cls(id, entry["name"], tuple(entry["aliases"]), seat, kind)

    @property
    def country(self) -> str:
        """The seat, or `unknown`."""
        return self.seat.value if self.seat else UNKNOWN

    @property
    def body(self) -> str:
        """The kind, or `unknown`."""
        return self.kind.value if self.kind else UNKNOWN


class Family(NamedTuple):
    """A line of releases, or the sizes of one version."""

    id: str
    name: str
    aliases: tuple[str, ...]
    summary: str
    part_of: str
    """Id of the larger family; empty if there is none."""


Entry = TypeVar("Entry")


class Groups:
    """The makers and families of a registry, found by id, name or alias, case ignored."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry

    @cached_property
    def makers(self) -> tuple[Maker, ...]:
        """Makers that have an entry, then those that only models name, by name."""
        entries = [Maker.of(id, entry) for id, entry in self.registry.data.get("makers", {}).items()]
        bare = {
            record.developer.casefold(): record.developer
            for record in self.registry
            if not self.registry.maker_of(record)
        }
        found = [*entries, *(Maker("", name) for name in bare.values())]
        return tuple(sorted(found, key=lambda maker: maker.name.casefold()))

    @cached_property
    def families(self) -> dict[str, Family]:
        """Families by id, in the order of the files."""
        return {
            id: Family(id, entry["name"], tuple(entry["aliases"]), entry["summary"], entry.get("part_of", ""))
            for id, entry in self.registry.data.get("families", {}).items()
        }

    def maker(self, name: str) -> Maker:
        """Return the maker of this name.

        Raises:
            UnknownNameError: If there is none; names near ones.
        """
        return _named(self._makers, name, tr("maker"), "openscore makers")

    def find_maker(self, name: str) -> Maker | None:
        """Return the maker of this name; None if there is none."""
        return self._makers.get(name.casefold())

    def maker_of(self, record: ModelRecord) -> Maker:
        """Return who made a model."""
        return self._makers[self.registry.maker_of(record) or record.developer.casefold()]

    def made_by(self, maker: Maker) -> tuple[ModelRecord, ...]:
        """Return all that a maker made, in the order of the files."""
        return tuple(record for record in self.registry if self.maker_of(record) is maker)

    def family(self, name: str) -> Family:
        """Return the family of this name.

        Raises:
            UnknownNameError: If there is none; names near ones.
        """
        return _named(self._families, name, tr("family"), "openscore families")

    def find_family(self, name: str) -> Family | None:
        """Return the family of this name; None if there is none."""
        return self._families.get(name.casefold())

    def families_of(self, record: ModelRecord) -> tuple[Family, ...]:
        """Return the families that bind a model, the smallest first."""
        found, id = [], record.family
        while id:
            found.append(self.families[id])
            id = found[-1].part_of
        return tuple(found)

    def members(self, family: Family) -> tuple[ModelRecord, ...]:
        """Return all that a family binds, with what its smaller families bind, in the order of the files."""
        return tuple(record for record in self.registry if family in self.families_of(record))

    @cached_property
    def _makers(self) -> dict[str, Maker]:
        names = ((name, maker) for maker in self.makers for name in (maker.id, maker.name, *maker.aliases))
        return {name.casefold(): maker for name, maker in names if name}

    @cached_property
    def _families(self) -> dict[str, Family]:
        found = self.families.values()
        names = ((name, family) for family in found for name in (family.id, family.name, *family.aliases))
        return {name.casefold(): family for name, family in names}


def _named(entries: Mapping[str, Entry], name: str, what: str, lists: str) -> Entry:
    """Return the entry of a name, case ignored; the error says `what` it is and what `lists` them."""
    found = entries.get(name.casefold())
    if found is None:
        raise UnknownNameError.of(what, name, entries, lists)
    return found


def _stated(entry: Mapping[str, Any], key: str) -> Stated | None:
    said = entry.get(key)
    if said is None:
        return None
    sources = (Source.of(entry["documents"][place]) for place in said["sources"])
    return Stated(said["value"], Evidence(tuple(sources), said["shows"]))
