"""The shape of a registry file, for validation and for editors.

Structural keys are snake_case; ids, facts and terms are kebab-case. What these classes cannot know
(which facts exist, which values they have) comes from the vocabulary and is checked in `check.py`.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from openscore.registry.license_shapes import CommonShape, LicenseShape
from openscore.registry.shape import Country, DocumentShape, EvidenceShape, Key, Shape, Text, Url


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
    translations: dict[Literal["zh"], dict[Text, Text]] = {}
    """What this or another file says in English, in a further language: a sentence or a summary is translated
    once, wherever it stands."""
    placeholders: list[Text] = []
    """Values that name nothing: of templates, or `other` where no name follows."""
    mirrors: list[Url] = []
    """Beginnings of addresses at which others keep copies of a maker's text; none of them is the maker's."""
