"""The static interface: its description is followed by hand, file by file, and what it promises holds."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(scope="module")
def description(site: Path) -> dict[str, Any]:
    """What the interface says of itself."""
    found: dict[str, Any] = json.loads((site / "api/v1/openapi.json").read_text(encoding="utf-8"))
    return found


def matching(path: str) -> re.Pattern[str]:
    """Return what the files of a described path are called, below the interface."""
    plain = re.escape(path.lstrip("/")).replace(r"\{", "{").replace(r"\}", "}")
    return re.compile(re.sub(r"\{\w+\}", "[^/]+", plain))


def test_every_path_that_is_described_is_there_and_holds_what_it_promises(
    site: Path, description: dict[str, Any]
) -> None:
    """Whoever fills the parameters of a path in finds a file of the kind that the description names."""
    files = {
        file.relative_to(site / "api/v1").as_posix(): file
        for file in (site / "api/v1").rglob("*")
        if file.is_file()
    }
    optional = {"/by-hub-id/{org}/{name}.json", "/by-purl/huggingface/{org}/{name}.json"}
    told = set()
    for path, operations in description["paths"].items():
        operation = operations["get"]
        names = [parameter["name"] for parameter in operation["parameters"]]
        assert re.findall(r"\{(\w+)\}", path) == names
        found = [name for name in files if matching(path).fullmatch(name)]
        assert found or path in optional, path
        told.update(found)
        [kind] = operation["responses"]["200"]["content"]
        for name in found:
            text = files[name].read_text(encoding="utf-8")
            if kind == "application/json":
                assert isinstance(json.loads(text), dict), name
            else:
                assert text.startswith("<svg") == (kind == "image/svg+xml"), name
    assert told == set(files)


def test_a_validator_of_the_format_reads_the_description(description: dict[str, Any]) -> None:
    """It is OpenAPI as its own specification says, with no reference that leads nowhere."""
    openapi_spec_validator = pytest.importorskip("openapi_spec_validator")
    assert [] == [
        error.message for error in openapi_spec_validator.OpenAPIV31SpecValidator(description).iter_errors()
    ]


def test_rankings_are_what_their_schema_says(site: Path, description: dict[str, Any]) -> None:
    """The schema inside the description holds for the ranking under every framework."""
    jsonschema = pytest.importorskip("jsonschema")
    schema = description["components"]["schemas"]["Ranking"]
    validator = jsonschema.Draft202012Validator(schema)
    files = [site / "api/v1/ranking.json", *(site / "api/v1/rankings").glob("*.json")]
    assert len(files) > 10
    for file in files:
        problems = [
            error.message for error in validator.iter_errors(json.loads(file.read_text(encoding="utf-8")))
        ]
        assert problems == [], file.name


def test_operations_have_names_of_their_own(description: dict[str, Any]) -> None:
    """Programs that are made from the description get one function for each path."""
    names = [operations["get"]["operationId"] for operations in description["paths"].values()]
    assert len(set(names)) == len(names) == len(description["paths"])
    assert description["openapi"].startswith("3.1")
