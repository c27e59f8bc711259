"""Bills like those that CycloneDX and SPDX publish as examples for models: the same structure, in words of our own."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]


def cyclonedx_card(version: str) -> Json:
    """A whole model card: a data set inside it, metrics, pictures, considerations, and energy where the version has it."""
    energy = {
        "activity": "training",
        "energyProviders": [
            {
                "description": "our own cellar",
                "organization": {"name": "Cellar", "address": {"country": "Norway", "locality": "Bergen"}},
                "energySource": "hydropower", "energyProvided": {"value": 2.5, "unit": "kWh"},
            }
        ],
        "activityEnergyCost": {"value": 2.5, "unit": "kWh"}, "co2CostEquivalent": {"value": 0.1, "unit": "tCO2eq"},
    }  # fmt: skip
    card = {
        "bom-ref": "card",
        "modelParameters": {
            "approach": {"type": "supervised"}, "task": "sorting stamps", "architectureFamily": "nets",
            "datasets": [{"type": "dataset", "name": "stamps", "contents": {"url": "https://example.org/stamps"}, "classification": "public"}],
            "inputs": [{"format": "image"}], "outputs": [{"format": "text"}],
        },
        "quantitativeAnalysis": {
            "performanceMetrics": [{"type": "hits", "value": "9 of 10", "slice": "blue ones", "confidenceInterval": {"lowerBound": "8", "upperBound": "10"}}],
            "graphics": {"description": "curves", "collection": [{"name": "one", "image": {"contentType": "image/png", "encoding": "base64", "content": "AAAA"}}]},
        },
        "considerations": {
            "users": ["collectors"], "useCases": ["albums"], "technicalLimitations": ["torn ones"], "performanceTradeoffs": ["slow"],
            "ethicalConsiderations": [{"name": "forgery", "mitigationStrategy": "ask somebody"}],
            "fairnessAssessments": [{"groupAtRisk": "small countries", "benefits": "b", "harms": "h", "mitigationStrategy": "m"}],
            **({"environmentalConsiderations": {"energyConsumptions": [energy]}} if version != "1.5" else {}),
        },
        "properties": [{"name": "ours:shelf", "value": "3"}],
    }  # fmt: skip
    return {
        "$schema": f"http://cyclonedx.org/schema/bom-{version}.schema.json", "bomFormat": "CycloneDX", "specVersion": version,
        "serialNumber": "urn:uuid:00000000-0000-4000-8000-000000000001", "version": 1,
        "components": [
            {
                "bom-ref": "a", "type": "machine-learning-model", "publisher": "Our shop", "group": "lab", "name": "open-one",
                "version": "1.4", "description": "Sorts stamps.", "modelCard": card,
            },
            {
                "bom-ref": "b", "type": "machine-learning-model", "group": "lab", "name": "wide", "supplier": {"name": "Somebody"},
                "externalReferences": [{"type": "distribution", "url": "https://huggingface.co/lab/wide"}],
            },
        ],
    }  # fmt: skip


def spdx_3_sbom() -> Json:
    """A bill inside a document: files, a data set, energy, hyperparameters, a license of one's own, and life-cycle scopes."""

    def element(type: str, id: str, **fields: object) -> Json:
        return {"type": type, "spdxId": f"urn:x:{id}", "creationInfo": "_:c", **fields}

    def joined(
        id: str, start: str, how: str, ends: list[str], type: str = "Relationship", **more: str
    ) -> Json:
        ways = {"from": f"urn:x:{start}", "relationshipType": how, "to": [f"urn:x:{end}" for end in ends]}
        return element(type, id, **ways, **more)

    def used(quantity: str) -> list[Json]:
        return [
            {
                "type": "ai_EnergyConsumptionDescription",
                "ai_energyQuantity": quantity,
                "ai_energyUnit": "kilowattHour",
            }
        ]

    return {
        "@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld",
        "@graph": [
            {"type": "CreationInfo", "@id": "_:c", "specVersion": "3.0.1", "created": "2026-11-01T10:00:00Z", "createdBy": ["urn:x:me"]},
            element("Person", "me", name="me"),
            element("Organization", "lab", name="Lab"),
            element("SpdxDocument", "doc", rootElement=["urn:x:bill"], profileConformance=["ai", "core", "dataset"]),
            element("software_Sbom", "bill", rootElement=["urn:x:one"], software_sbomType=["build", "runtime"]),
            element(
                "ai_AIPackage", "one", name="open-one", suppliedBy="urn:x:lab", releaseTime="2026-01-02T00:00:00Z",
                software_packageVersion="0.1", software_primaryPurpose="model", summary="Sorts stamps.",
                software_downloadLocation="https://example.org/stamps", ai_autonomyType="no", ai_domain=["stamps"],
                ai_hyperparameter=[{"type": "DictionaryEntry", "key": "rounds", "value": "7"}],
                ai_metric=[{"type": "DictionaryEntry", "key": "hits", "value": "9 of 10"}], ai_typeOfModel=["supervised"],
                ai_energyConsumption={"type": "ai_EnergyConsumption", "ai_trainingEnergyConsumption": used("2.5"), "ai_inferenceEnergyConsumption": used("0.1")},
                ai_useSensitivePersonalInformation="no",
            ),
            element("ai_AIPackage", "wide", name="wide", comment="the larger one"),
            element(
                "dataset_DatasetPackage", "stamps", name="stamps", originatedBy=["urn:x:me"], builtTime="2026-01-01T00:00:00Z",
                dataset_datasetType=["image"], dataset_datasetSize=12, dataset_datasetAvailability="directDownload",
                dataset_confidentialityLevel="clear", dataset_dataCollectionProcess="Found in a drawer.", software_primaryPurpose="data",
                verifiedUsing=[{"type": "Hash", "algorithm": "sha256", "hashValue": "0" * 64}],
            ),
            element("software_File", "weights", name="model.bin", software_primaryPurpose="model"),
            element("software_File", "script", name="train.py", software_primaryPurpose="source"),
            element("expandedlicensing_CustomLicense", "terms", name="ours", simplelicensing_licenseText="Ask me."),
            element("simplelicensing_LicenseExpression", "mit", simplelicensing_licenseExpression="MIT"),
            joined("r1", "one", "contains", ["weights", "script"]),
            joined("r2", "one", "trainedOn", ["stamps"]),
            joined("r3", "one", "testedOn", ["stamps"]),
            joined("r4", "one", "hasDeclaredLicense", ["terms"]),
            joined("r5", "stamps", "hasConcludedLicense", ["mit"]),
            joined("r6", "script", "generates", ["weights"], "LifecycleScopedRelationship", scope="build"),
        ],
    }  # fmt: skip
