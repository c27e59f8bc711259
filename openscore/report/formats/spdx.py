"""SPDX 3.0.1 with its AI and dataset profiles, as JSON-LD.

The profile has no place for a score: it stands as a statement of compliance in words, and as an
annotation with the whole result for programs.
"""

from __future__ import annotations

from typing import Any

from openscore.engine.assessment import Assessment
from openscore.records.expressions import is_spdx_expression
from openscore.records.licenses import NONE
from openscore.records.record import ModelRecord
from openscore.report.formats.json_ import data_of
from openscore.report.text import titled, to_json, visible
from openscore.report.views.answers import OWNER, day, documents, headline, iri
from openscore.report.views.export import Export
from openscore.report.views.packages import data_places, download_place, package_url
from openscore.report.views.register import DATA, is_asset
from openscore.toml import canonical, digest_of

Json = dict[str, Any]

CONTEXT = "https://spdx.org/rdf/3.0.1/spdx-context.jsonld"
MADE = "_:creation"
TRAINING = ("data-methods.detail", "data-scope.detail", "data-provenance.detail", "data-labeling.detail")
CLEANING = ("data-cleaning.detail",)
NO_ASSERTION = "expandedlicensing_NoAssertionLicense"
NONE_STATED = "expandedlicensing_NoneLicense"
SCOPE = ("data-scope.detail",)
PROVENANCE = ("data-provenance.detail",)
PURPOSE = {"pretraining-data": "training", "posttraining-data": "fine-tuning"}
"""What the data of each phase were used for."""
AVAILABILITY = {"released": "directDownload", "linked": "scrapingScript", "obtainable": "registration"}
"""How a dataset can be had, where the profile has a word for it."""


def render(export: Export) -> str:
    """Return one document with all models."""
    elements = _Elements(export).all()
    return to_json({"@context": CONTEXT, "@graph": elements}) + "\n"


class _Elements:
    """The elements of one document."""

    def __init__(self, export: Export) -> None:
        self.export = export
        digest = digest_of([export.registry.digest, export.rubric.digest, export.openscore])
        self.space = f"urn:openscore:{digest}:"
        self.elements: dict[str, Json] = {}

    def all(self) -> list[Json]:
        """Return the information on the document's making, the document, and its elements."""
        maker = self._add("Agent", "agent/openscore", name=OWNER)
        tool = self._add("Tool", "tool/openscore", name=f"OpenScore {self.export.openscore}")
        for place in self.export.ranked:
            self._assessed(place.assessment)
        made = {
            "type": "CreationInfo",
            "@id": MADE,
            "specVersion": "3.0.1",
            "created": day(self.export),
            "createdBy": [maker],
            "createdUsing": [tool],
            "comment": f"OpenScore {self.export.openscore}",
        }
        roots = [self.space + f"model/{place.assessment.record.id}" for place in self.export.ranked]
        names = list(self.elements)
        profiles = ["core", "software", "ai", "dataset", "simpleLicensing"]
        self._add(
            "SpdxDocument", "document", name="Openness of AI models", rootElement=roots, element=names,
            profileConformance=profiles,
        )  # fmt: skip
        return [made, *self.elements.values()]

    def _add(self, type: str, path: str, /, **fields: object) -> str:
        id = self.space + path
        kept = {key: item for key, item in fields.items() if item not in (None, [], "")}
        self.elements[id] = {"type": type, "spdxId": id, "creationInfo": MADE, **kept}
        return id

    def _relate(self, source: str, relation: str, *targets: str) -> None:
        place = f"relation/{len(self.elements)}"
        self._add(
            "Relationship", place, **{"from": source, "to": list(targets), "relationshipType": relation}
        )

    def _assessed(self, assessment: Assessment) -> None:
        record = assessment.record
        for member in self.export.registry.lineage(record):
            if self.space + f"model/{member.id}" not in self.elements:
                self._model(member)
        rubric = assessment.rubric
        stated = f"{titled(rubric.title)} ({rubric.id} {rubric.version}): "
        package = self.elements[self.space + f"model/{record.id}"]
        package["ai_standardCompliance"] = [stated + headline(assessment)]
        place = next(place for place in self.export.ranked if place.assessment is assessment)
        result = data_of(self.export._replace(ranked=(place,)))
        del result["facts"]
        self._add(
            "Annotation", f"assessment/{record.id}", annotationType="review", contentType="application/json",
            subject=package["spdxId"], statement=canonical(result),
        )  # fmt: skip

    def _model(self, record: ModelRecord) -> None:
        supplier = self._add("Organization", f"maker/{iri(record.developer)}", name=visible(record.developer))
        package = self._add(
            "ai_AIPackage", f"model/{record.id}",
            name=visible(record.name),
            summary=visible(record.summary),
            suppliedBy=supplier,
            releaseTime=f"{record.released}T00:00:00Z" if record.released else None,
            software_primaryPurpose="model",
            software_packageVersion=visible(", ".join(record.sizes)) or str(record.released or "unversioned"),
            software_packageUrl=package_url(record),
            software_downloadLocation=download_place(record),
            ai_domain=list(record.modality),
            ai_informationAboutTraining=_told(record, TRAINING),
            ai_modelDataPreprocessing=[told] if (told := _told(record, CLEANING)) else None,
            externalRef=[_reference(record, place) for place in range(len(documents(record)))],
        )  # fmt: skip
        self._licensed(record, "weights", package)
        for component in DATA:
            self._dataset(record, component, package, supplier)
        for link in (*record.links, *record.serves):
            base = self.space + f"model/{link.model}"
            if link in record.links:
                self._relate(base, "ancestorOf", package)
            else:
                self._relate(package, "dependsOn", base)

    def _licensed(self, record: ModelRecord, component: str, element: str) -> None:
        """Say which license is declared; the profile wants one of each kind, and we conclude none."""
        stated = record.values.get(f"{component}.license")
        declared = NONE_STATED if stated == NONE else NO_ASSERTION
        if stated and stated != NONE and is_spdx_expression(stated):
            name = f"license/{iri(stated).replace(' ', '+')}"
            declared = self._add(
                "simplelicensing_LicenseExpression", name, simplelicensing_licenseExpression=stated
            )
        self._relate(element, "hasDeclaredLicense", declared)
        self._relate(element, "hasConcludedLicense", NO_ASSERTION)

    def _dataset(self, record: ModelRecord, component: str, package: str, supplier: str) -> None:
        path = f"{component}.availability"
        value = record.values.get(path)
        if value is None or not is_asset(record, component):
            return
        title = titled(record.registry.vocabulary.components[component].title)
        cleaning = _told(record, CLEANING)
        dataset = self._add(
            "dataset_DatasetPackage", f"data/{record.id}/{component}",
            name=f"{visible(record.name)}: {title}",
            description=" ".join(filter(None, (_told(record, (path,)), _told(record, SCOPE)))),
            originatedBy=[supplier],
            releaseTime=f"{record.released}T00:00:00Z" if record.released else None,
            software_primaryPurpose="data",
            software_downloadLocation=next(iter(data_places(record, component)), None),
            dataset_datasetType=["noAssertion"],
            dataset_intendedUse=PURPOSE[component],
            dataset_dataCollectionProcess=_told(record, PROVENANCE),
            dataset_dataPreprocessing=[cleaning] if cleaning else None,
            dataset_datasetAvailability=AVAILABILITY.get(value),
        )  # fmt: skip
        self._licensed(record, component, dataset)
        self._relate(package, "trainedOn", dataset)


def _told(record: ModelRecord, paths: tuple[str, ...]) -> str:
    facts = [fact for path in paths if (fact := record.fact(path))]
    return " ".join(f"{fact.path} = {fact.value}: {visible(fact.evidence.shows)}." for fact in facts)


def _reference(record: ModelRecord, place: int) -> Json:
    source = documents(record)[place]
    return {
        "type": "ExternalRef",
        "externalRefType": "documentation",
        "locator": [iri(source.url)],
        "comment": f"published by {source.by}, read {source.read}",
    }
