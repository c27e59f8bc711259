"""The shape of an entry of the license table."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from openscore.registry.shape import Country, DocumentShape, EvidenceShape, Key, Shape, Text


class TermShape(Shape):
    """What a license says on one term."""

    value: Text
    clause: Text
    """Section of the text; `none` where it sets no such limit."""
    shows: str = ""
    """What the clause says, in own words; needed for every limit."""
    sources: list[str] = ["text"]
    """Keys of documents of this license."""


class ParticularShape(TermShape):
    """What a license says on one particular, which no score rests on."""

    wording: Text | None = None
    """The very words that it sets, where it sets some: a phrase to show, the beginning of a name."""


class SizeShape(Shape):
    """A size above which a license gives no right, or asks for another license."""

    more_than: Annotated[int, Field(ge=1)]
    """Users, or units of the currency; with more than these one is beyond the limit."""
    per: Literal["day", "month", "year"]
    """The time over which they are counted."""
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")] | None = None
    """ISO 4217; only for revenue."""
    clause: Text
    shows: Text
    """What the clause says, in own words: who is counted, and on which day."""
    sources: list[str] = ["text"]


class PlacesShape(Shape):
    """Places in which a license gives no right."""

    left_out: Annotated[list[Country], Field(min_length=1)]
    """ISO 3166-1 alpha-2; `EU` stands for every member of the European Union."""
    clause: Text
    shows: Text
    """What the clause says, in own words."""
    sources: list[str] = ["text"]


class LimitsShape(Shape):
    """Limits of a license in numbers and places; its terms `cap` and `regions` say that there are some."""

    users: SizeShape | None = None
    revenue: SizeShape | None = None
    countries: PlacesShape | None = None


class CompatibleShape(Shape):
    """Licenses of others under which a joint work may stand whole, by this text's own words."""

    licenses: Annotated[list[Text], Field(min_length=1)]
    """Ids of the table."""
    clause: Text
    shows: Text
    """What the clause says, in own words."""
    sources: list[str] = ["text"]


class CommonShape(Shape):
    """What several licenses say alike, said once."""

    documents: dict[Key, DocumentShape] = {}
    terms: dict[Key, TermShape] = {}
    particulars: dict[Key, ParticularShape] = {}
    limits: LimitsShape | None = None


class HubShape(EvidenceShape):
    """Repositories of a model hub whose files come under this license, whatever their cards leave open."""

    repository: Text
    """Owner and name; `*` stands for any characters."""


class LicensorShape(Shape):
    """Who alone can grant a license, where its text names them."""

    makers: Annotated[list[Key], Field(min_length=1)]
    """Ids of makers."""
    clause: Text
    """Section of the text that names them."""
    shows: Text
    """What it says of them, in own words."""
    sources: Annotated[list[str], Field(min_length=1)] = ["text"]
    """Keys of documents of this license."""


class LicenseShape(Shape):
    """One version of one license."""

    name: Text
    family: str = ""
    released: date | None = None
    aliases: list[Text] = []
    """Spellings in the wild that mean exactly this version."""
    kind: Literal["license", "addition"] = "license"
    """An addition only adds limits to another license (used after WITH)."""
    licensor: LicensorShape | None = None
    """The makers that the text names as those who grant it; left out where anybody can use the text."""
    osi_approved: bool
    open_definition: Literal["conformant", "rejected", "not-reviewed"]
    """What opendefinition.org says of it."""
    common: list[Key] = []
    """Keys of `[common.<key>]`, whose documents and terms count here too; a later one goes before an
    earlier one, and what the entry itself says goes before all."""
    links: list[Text] = []
    """Addresses at which this version stands, as cards link to it: without `https://`, query and slash
    at the end; no other license has the same."""
    hub: list[HubShape] = []
    """Repositories of a model hub that have this license where their card says `other` and no more."""
    documents: Annotated[dict[Key, DocumentShape], Field(min_length=1)]
    terms: dict[Key, TermShape] = {}
    particulars: dict[Key, ParticularShape] = {}
    """What its text asks beyond the terms on which scores rest: no score or citation changes with them."""
    limits: LimitsShape | None = None
    compatible: CompatibleShape | None = None
    """Texts of share-alike licenses name others, so that works under both can be joined."""
