"""The static interface described as OpenAPI, for programs that read such descriptions."""

from __future__ import annotations

from typing import Any

from openscore.language import noted
from openscore.report.formats.schemas import schema_of
from openscore.site.world import World

VERSION = "1.0.0"
"""Of the interface: a path or key that goes is a new first number, one that comes a new second."""
CHANGES = (("1.0.0", noted("The first version.")),)
JSON, CSV, SVG = "application/json", "text/csv", "image/svg+xml"


def paths() -> tuple[tuple[str, str, str], ...]:
    """Return each path, what it gives, and as what."""
    return (
        ("ranking.json", noted("The ranking under the rubric of the first page."), JSON),
        ("ranking.csv", noted("The same as a table for spreadsheets."), CSV),
        ("rankings/{rubric}.json", noted("The ranking under any rubric."), JSON),
        (
            "models/{id}.json",
            noted("One model: score, answers, facts with sources, every framework, code."),
            JSON,
        ),
        ("by-hub-id/{org}/{name}.json", noted("The same, found by the id on a model hub."), JSON),
        (
            "by-purl/huggingface/{org}/{name}.json",
            noted("The same, found by the package URL without its pkg:."),
            JSON,
        ),
        ("badges/{id}.svg", noted("A badge with the score."), SVG),
        ("badges/{id}.json", noted("The badge as shields.io reads it."), JSON),
        ("licenses.json", noted("What each license permits, requires and limits."), JSON),
        ("rubrics.json", noted("Which rubrics there are."), JSON),
        ("rubrics/{rubric}.json", noted("What one rubric asks."), JSON),
        ("editions.json", noted("The kept editions of the data."), JSON),
        ("changes.json", noted("Scores before and after each edition."), JSON),
        ("openapi.json", noted("This description."), JSON),
    )


def openapi(world: World) -> dict[str, Any]:
    """Return the description as JSON data of OpenAPI 3.1."""
    base = world.frame.base_url
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "OpenScore",
            "version": VERSION,
            "description": "Static files: how open AI models are, with facts and sources.",
            "license": {"name": "CC-BY-4.0", "identifier": "CC-BY-4.0"},
        },
        "servers": [{"url": f"{base}api/v1" if base else "."}],
        "paths": {f"/{path}": {"get": _operation(path, means, kind)} for path, means, kind in paths()},
        "components": {"schemas": {"Ranking": _ranking()}},
    }


def _operation(path: str, means: str, kind: str) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "object"} if kind == JSON else {"type": "string"}
    if path in ("ranking.json", "rankings/{rubric}.json"):
        schema = {"$ref": "#/components/schemas/Ranking"}
    names = [part.partition("}")[0] for part in path.split("{")[1:]]
    return {
        "summary": means,
        "operationId": path.replace("/", "-").replace("{", "").replace("}", "").replace(".", "-"),
        "parameters": [
            {"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in names
        ],
        "responses": {"200": {"description": means, "content": {kind: {"schema": schema}}}},
    }


def _ranking() -> dict[str, Any]:
    """Return the schema of a ranking, its definitions inside it."""
    schema = schema_of("ranking")
    definitions = schema.pop("$defs")

    def inlined(node: Any) -> Any:
        if isinstance(node, dict):
            name = str(node.get("$ref", "")).removeprefix("#/$defs/")
            if name in definitions:
                return inlined(
                    {**definitions[name], **{key: item for key, item in node.items() if key != "$ref"}}
                )
            return {key: inlined(item) for key, item in node.items()}
        return [inlined(item) for item in node] if isinstance(node, list) else node

    del schema["$schema"]
    found: dict[str, Any] = inlined(schema)
    return found
