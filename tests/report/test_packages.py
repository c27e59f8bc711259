"""Exports as bills of materials name packages and places that are true, and `check` knows every model of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import Run

from openscore import Registry
from openscore.check.addresses import hub_id
from openscore.report.views.answers import documents
from openscore.report.views.packages import download_place, package_url


@pytest.mark.parametrize("format", ["cyclonedx", "spdx"])
def test_check_knows_every_model_of_an_export(
    run: Run, registry: Registry, tmp_path: Path, format: str
) -> None:
    """Of the whole registry: each as the model that it is."""
    file = tmp_path / "all.json"
    assert 0 == run("export", format, "-o", file).code
    result = run("check", file, "--format", "json")
    assert 0 == result.code
    assert {record.id for record in registry} == {one["model"] for one in json.loads(result.out)["models"]}


def test_a_package_is_the_makers_own(registry: Registry) -> None:
    """Its name is an alias of the record, a document of the maker lies there, and the weights are released."""
    named = 0
    for record in registry:
        purl, place = package_url(record), download_place(record)
        assert bool(purl) == bool(place)
        if not purl:
            continue
        named += 1
        assert record is registry[hub_id(purl)]
        assert hub_id(place) == hub_id(purl)
        assert record.values["weights.availability"] in (
            "public",
            "click-through",
            "approval",
            "research-circle",
        )
        assert hub_id(place) in [hub_id(source.url) for source in documents(record) if source.by == "maker"]
    assert named > 50


@pytest.mark.parametrize(
    ("model", "place"),
    [
        ("stable-diffusion-3.5-large", "https://huggingface.co/stabilityai/stable-diffusion-3.5-large"),
        ("phi-4", "https://huggingface.co/microsoft/phi-4"),
        ("gpt-4", None),
        ("dall-e-2", None),
    ],
)
def test_a_download_place_is_true_or_left_out(run: Run, model: str, place: str | None) -> None:
    """Never a copy of somebody else, a blog or an issue, and none where no weights are released."""
    graph = json.loads(run("export", "spdx", model).out)["@graph"]
    package = next(
        one for one in graph if one["type"] == "ai_AIPackage" and one["spdxId"].endswith(f"model/{model}")
    )
    assert place == package.get("software_downloadLocation")
    assert {"ai_AIPackage"} >= {one["type"] for one in graph if "software_downloadLocation" in one}
