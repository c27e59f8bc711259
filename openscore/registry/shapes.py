"""The shape of a registry file, for validation and for editors.

Structural keys are snake_case; ids, facts and terms are kebab-case. What these classes cannot know
(which facts exist, which values they have) comes from the vocabulary and is checked in `check.py`.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from openscore.shape_problems import URL

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9.-]*$", max_length=80)]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
Digest = Annotated[str, StringConstraints(pattern=r"^(text-)?sha256:[0-9a-f]{64}$")]
Url = Annotated[str, StringConstraints(pattern=URL, max_length=2000)]


class Shape(BaseModel):
    """Base of all shapes: unknown keys are errors, field literals become descriptions."""

    model_config = ConfigDict(
        allow_inf_nan=False,
        extra="forbid",
        frozen=True,
        use_attribute_docstrings=True,
        defer_build=True,  # only the outermost is validated with
    )


class DocumentShape(Shape):
    """A document that someone read."""

    url: Url
    """Address of the document; for a file in a repository, at a fixed commit."""
    read: date
    """The day on which it was read."""
    by: Literal["maker", "third-party", "index"]
    """Who publishes it; `index` is another openness index."""
    archived: Url | Literal[""] = ""
    """Address of the stored copy that was read, where it is not the page itself."""
    title: str = ""
    """Title of the document."""
    published: date | None = None
    """The day on which what was read was published; for a file at a commit, the day of the commit."""
    section: Text | None = None
    """Where in the document stands what decides, such as `4.2` or `Appendix A`; no quotation."""
    digest: Digest | None = None
    """SHA-256 of what stands there: of its bytes, or behind `text-` of its canonical text."""
    status: Annotated[int, Field(ge=100, le=599)] | None = None
    """The HTTP status with which it was sent."""
    seen: date | None = None
    """The day on which digest and status were taken, where that was not the day of reading."""


class EvidenceShape(Shape):
    """What documents show."""

    sources: Annotated[list[str], Field(min_length=1)]
    """Keys of documents of this entry."""
    shows: Text
    """What they show, in own words."""


class FactShape(EvidenceShape):
    """One fact."""

    value: Text
    """A value of the fact's closed list, or an SPDX expression, or NONE."""
    since: date | None = None
    """The first day for which a source shows it; without it, the day its documents were published."""


class DateShape(EvidenceShape):
    """One date in the life of a release."""

    date: date


class BaseShape(EvidenceShape):
    """The model that this one was made from."""

    model: Key
    relation: Key
    """A relation of the vocabulary, such as `finetune`."""


class ServesShape(EvidenceShape):
    """A model that a service serves, or served."""

    model: Key
    from_: Annotated[date | None, Field(alias="from")] = None
    until: date | None = None
    """The first day on which it no longer did."""


class HistoryShape(FactShape):
    """A value that a fact had before."""

    fact: Text
    """Path of the fact, such as `weights.license`."""
    until: date
    """The first day on which the value no longer held."""


class StageShape(EvidenceShape):
    """A dated event, such as one step of a staged release."""

    date: date
    event: Text


class DisputeShape(EvidenceShape):
    """Somebody holds that a fact is another; it changes nothing until it is settled."""

    fact: Text
    """Path of the fact, such as `weights.license`."""
    value: Text
    """What it is held to be; `unknown` where the evidence is held not to show it."""
    who: Text
    """Who says so."""
    day: date
    answer: Text | None = None
    """Why the fact stays as it is; without one the dispute is open."""


class ReleasePartShape(Shape):
    """A part of a release, such as its text encoder, with its own access and license."""

    title: Text | None = None
    """What it is called, where the key does not say it."""
    availability: FactShape | None = None
    """Who can get its files, as for the weights of the whole."""
    license: FactShape | None = None


DATES = ("announced", "first-access", "general-availability", "weights-released", "retired")


class ModelShape(Shape):
    """One release of a model, or a service; further tables are components with their facts."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, dict[str, FactShape]]

    name: Text | None = None
    """The maker's own name of the release."""
    developer: Text | None = None
    """Who made it, by its common short name."""
    kind: Literal["model", "service", "developer"] | None = None
    modality: list[Key] | None = None
    """What it takes in or gives out, by the modalities of the vocabulary."""
    family: Key | None = None
    """The family that binds it to its other sizes and versions."""
    sizes: list[Text] | None = None
    """Parameter counts as the maker gives them."""
    summary: Text | None = None
    """One neutral sentence."""
    aliases: list[Text] | None = None
    """Other exact spellings, ids on model hubs among them."""
    documents: dict[Key, DocumentShape] = {}
    dates: dict[
        Literal["announced", "first-access", "general-availability", "weights-released", "retired"], DateShape
    ] = {}
    bases: list[BaseShape] | None = None
    serves: list[ServesShape] | None = None
    history: list[HistoryShape] | None = None
    stages: list[StageShape] | None = None
    disputes: list[DisputeShape] | None = None
    parts: dict[Key, ReleasePartShape] | None = None
    """Parts of the weights that differ in access or license, such as transformer and text encoder."""


class SeatShape(EvidenceShape):
    """Where a maker has its seat."""

    value: Country
    """Country of the seat, ISO 3166-1 alpha-2."""


class MakerShape(Shape):
    """Who makes models: a company, a university, a group."""

    name: Text
    """Its common short name."""
    aliases: list[Text] = []
    """Other exact spellings, former names and laboratories of the same owner among them."""
    documents: dict[Key, DocumentShape] = {}
    seat: SeatShape | None = None
    kind: FactShape | None = None
    """What kind of body it is, by the list of the vocabulary."""


class FamilyShape(Shape):
    """A family of releases, such as all sizes of one version, or all versions of a line."""

    name: Text
    aliases: list[Text] = []
    part_of: Key | None = None
    """The larger family that it belongs to, such as the line of a version."""
    summary: str = ""
    """One neutral sentence."""


class TermShape(Shape):
    """What a license says on one term."""

    value: Text
    clause: Text
    """Section of the text; `none` where it sets no such limit."""
    shows: str = ""
    """What the clause says, in own words; needed for every limit."""
    sources: list[str] = ["text"]
    """Keys of documents of this license."""


class CommonShape(Shape):
    """What several licenses say alike, said once."""

    documents: dict[Key, DocumentShape] = {}
    terms: dict[Key, TermShape]


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


class SettledShape(Shape):
    """A difference that `validate --consistency` named, that somebody read, and that is right."""

    at: Text
    """The place that was named, such as `example-7b weights.license`."""
    values: Annotated[list[Text], Field(min_length=1)]
    """What stood against each other, in any order; if either changes, the difference is named again."""
    day: date
    """The day on which it was read."""
    why: Text
    """Why it is right, in own words."""


class RegistryShape(Shape):
    """A registry file: models, licenses, or both."""

    models: dict[Key, ModelShape] = {}
    licenses: dict[Text, LicenseShape] = {}
    common: dict[Key, CommonShape] = {}
    """What several licenses say alike, for their `common`."""
    makers: dict[Key, MakerShape] = {}
    families: dict[Key, FamilyShape] = {}
    settled: list[SettledShape] = []
    """Differences between facts that somebody read and found to be right."""
    imported: str = ""
    """The index that all of this file was imported from; its facts then rest on that index alone."""
    ambiguous: list[Text] = []
    """Names of license families that must never resolve to one text."""
    placeholders: list[Text] = []
    """Values that name nothing: of templates, or `other` where no name follows."""
    mirrors: list[Url] = []
    """Beginnings of addresses at which others keep copies of a maker's text; none of them is the maker's."""
