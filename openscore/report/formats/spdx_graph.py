"""Records as elements of SPDX 3.0.1: packages of models and data, their licenses, makers and relations."""

from __future__ import annotations

from collections.abc import Container
from typing import Any

from openscore.records.expressions import expression_names, is_spdx_expression
from openscore.records.licenses import NONE
from openscore.records.record import ModelRecord
from openscore.report.text import titled, visible
from openscore.report.views.answers import documents, iri
from openscore.report.views.packages import data_places, download_place, package_url
from openscore.report.views.register import DATA, is_asset
from openscore.toml import digest_of

Json = dict[str, Any]

CONTEXT = "https://spdx.org/rdf/3.0.1/spdx-context.jsonld"
MADE = "_:creation"
TRAINING = ("data-methods.detail", "data-scope.detail", "data-provenance.detail", "data-labeling.detail")
CLEANING = ("data-cleaning.detail",)
REFERENCE = "LicenseRef-"
"""What the name of a license begins with that is none of SPDX's list."""
NO_ASSERTION = "expandedlicensing_NoAssertionLicense"
NONE_STATED = "expandedlicensing_NoneLicense"
SCOPE = ("data-scope.detail",)
PROVENANCE = ("data-provenance.detail",)
PURPOSE = {"pretraining-data": "training", "posttraining-data": "fine-tuning"}
"""What the data of each phase were used for."""
AVAILABILITY = {"released": "directDownload", "linked": "scrapingScript", "obtainable": "registration"}
"""How a dataset can be had, where the profile has a word for it."""


class Graph:
    """Elements under one space of names."""

    def __init__(self, space: str, made: str, there: Container[str] = ()) -> None:
        """Begin without any.

        Args:
            space: What their ids begin with.
            made: The id of the information on their making.
            there: Ids that need no element, since another place has them.
        """
        self.space = space
        self.elements: dict[str, Json] = {}
        self._made = made
        self._there = there

    def add(self, type: str, path: str, /, **fields: object) -> str:
        """Add an element, but for what is empty of it; return its id."""
        id = self.space + path
        kept = {key: item for key, item in fields.items() if item not in (None, [], "")}
        if id not in self._there:
            self.elements[id] = {"type": type, "spdxId": id, "creationInfo": self._made, **kept}
        return id

    def relate(self, source: str, relation: str, *targets: str) -> None:
        """Add a relation."""
        place = f"relation/{digest_of([source, relation, targets]).removeprefix('sha256:')[:16]}"
        ends = {"from": source, "to": list(targets), "relationshipType": relation}
        self.add("Relationship", place, **ends)

    def maker(self, record: ModelRecord) -> str:
        """Add who made a model; return the id."""
        return self.add("Organization", f"maker/{iri(record.developer)}", name=visible(record.developer))

    def model(self, record: ModelRecord) -> str:
        """Add a model with all that belongs to it; its base models are named and not added."""
        package = self.package(record)
        self.licensed(record, "weights", package)
        for component in DATA:
            self.dataset(record, component, package)
        for link in (*record.links, *record.serves):
            base = self.space + f"model/{link.model}"
            if link in record.links:
                self.relate(base, "ancestorOf", package)
            else:
                self.relate(package, "dependsOn", base)
        return package

    def package(self, record: ModelRecord) -> str:
        """Add a model alone; return the id."""
        cleaning = told(record, CLEANING)
        return self.add(
            "ai_AIPackage", f"model/{record.id}",
            name=visible(record.name),
            summary=visible(record.summary),
            suppliedBy=self.maker(record),
            releaseTime=released(record),
            software_primaryPurpose="model",
            software_packageVersion=visible(", ".join(record.sizes)) or str(record.released or "unversioned"),
            software_packageUrl=package_url(record),
            software_downloadLocation=download_place(record),
            ai_domain=list(record.modality),
            ai_informationAboutTraining=told(record, TRAINING),
            ai_modelDataPreprocessing=[cleaning] if cleaning else None,
            externalRef=references(record),
        )  # fmt: skip

    def licensed(self, record: ModelRecord, component: str, element: str) -> None:
        """Say which license is declared; the profile wants one of each kind, and we conclude none."""
        self.relate(element, "hasDeclaredLicense", self.declared(record, component))
        self.relate(element, "hasConcludedLicense", NO_ASSERTION)

    def declared(self, record: ModelRecord, component: str) -> str:
        """Return the id of the license that the maker declares, which is added if it is an expression."""
        stated = record.values.get(f"{component}.license")
        if stated is None or stated == NONE or not is_spdx_expression(stated):
            return NONE_STATED if stated == NONE else NO_ASSERTION
        path = f"license/{iri(stated).replace(' ', '+')}"
        own = [name for name in expression_names(stated) if name.startswith(REFERENCE)]
        texts = [{"type": "DictionaryEntry", "key": name, "value": self._text(record, name)} for name in own]
        return self.add(
            "simplelicensing_LicenseExpression", path,
            simplelicensing_licenseExpression=stated, simplelicensing_customIdToUri=texts,
        )  # fmt: skip

    def _text(self, record: ModelRecord, name: str) -> str:
        """Add what a name stands for that is none of SPDX's list; return the id."""
        title, text, _ = license_text(record, name)
        return self.add(
            "simplelicensing_SimpleLicensingText", f"text/{iri(name)}",
            name=title, simplelicensing_licenseText=text,
        )  # fmt: skip

    def dataset(self, record: ModelRecord, component: str, package: str) -> None:
        """Add data of a model, if it is known how they can be had, and say what was trained on them."""
        path = f"{component}.availability"
        value = record.values.get(path)
        if value is None or not is_asset(record, component):
            return
        title = titled(record.registry.vocabulary.components[component].title)
        cleaning = told(record, CLEANING)
        dataset = self.add(
            "dataset_DatasetPackage", f"data/{record.id}/{component}",
            name=f"{visible(record.name)}: {title}",
            description=" ".join(filter(None, (told(record, (path,)), told(record, SCOPE)))),
            originatedBy=[self.maker(record)],
            releaseTime=released(record),
            software_primaryPurpose="data",
            software_downloadLocation=next(iter(data_places(record, component)), None),
            dataset_datasetType=["noAssertion"],
            dataset_intendedUse=PURPOSE[component],
            dataset_dataCollectionProcess=told(record, PROVENANCE),
            dataset_dataPreprocessing=[cleaning] if cleaning else None,
            dataset_datasetAvailability=AVAILABILITY.get(value),
        )  # fmt: skip
        self.licensed(record, component, dataset)
        self.relate(package, "trainedOn", dataset)


def license_text(record: ModelRecord, name: str) -> tuple[str, str, str]:
    """Return the title of a license that is none of SPDX's list, what stands for its text, and its place."""
    license = record.registry.licenses.licenses.get(name)
    place = next((iri(one["url"]) for one in license.data["documents"].values()), "") if license else ""
    text = f"The text stands at {place}" if place else "The text is not at hand."
    return visible(license.name) if license else name, text, place


def released(record: ModelRecord) -> str | None:
    """Return the day of the release as a point in time; None if it is unknown."""
    return f"{record.released}T00:00:00Z" if record.released else None


def told(record: ModelRecord, paths: tuple[str, ...]) -> str:
    """Return facts with what their sources show; empty if nothing is known of them."""
    facts = [fact for path in paths if (fact := record.fact(path))]
    return " ".join(f"{fact.path} = {fact.value}: {visible(fact.evidence.shows)}." for fact in facts)


def references(record: ModelRecord) -> list[Json]:
    """Return every document that a record rests on."""
    return [
        {
            "type": "ExternalRef",
            "externalRefType": "documentation",
            "locator": [iri(source.url)],
            "comment": f"published by {source.by}, read {source.read}",
        }
        for source in documents(record)
    ]
