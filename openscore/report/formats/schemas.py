"""JSON Schemas, made from the shapes and the vocabulary, so that editors complete and check files."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pydantic import ConfigDict, TypeAdapter, with_config

from openscore.records.vocabulary import (
    NO_GRANT,
    NOT_APPLICABLE,
    TERMS,
    Value,
    Vocabulary,
    Word,
    load_vocabulary,
)
from openscore.registry.license_shapes import CommonShape, LicenseShape, ParticularShape, TermShape
from openscore.registry.shapes import (
    BaseShape,
    FactShape,
    MakerShape,
    ModelShape,
    RegistryShape,
    ReleasePartShape,
)
from openscore.report.formats.json_v1 import EXPORT, RankingV1
from openscore.rubric.shapes import RubricShape

Schema = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema_of(kind: str) -> Schema:
    """Return the JSON Schema of `registry` (also `models`, `licenses`), `rubric`, `ranking` or `export`."""
    if kind == "export":
        schema = _export(schema_of("ranking"), schema_of("registry"))
    elif kind == "ranking":
        schema = _ranking()
    elif kind == "rubric":
        schema = RubricShape.model_json_schema()
    else:
        schema = _registry(RegistryShape.model_json_schema(), load_vocabulary())
    return {"$schema": DIALECT, **schema}


def _ranking() -> Schema:
    """Describe the plain shapes of a ranking, which take no other keys than theirs."""
    strict = with_config(ConfigDict(extra="forbid", use_attribute_docstrings=True))
    return TypeAdapter(strict(RankingV1)).json_schema(mode="serialization")


def _export(ranking: Schema, registry: Schema) -> Schema:
    """Join a ranking and the registry file that it rests on."""
    definitions = {**ranking.pop("$defs"), **registry.pop("$defs"), "registry": registry}
    del registry["$schema"]
    facts = {"$ref": "#/$defs/registry", "description": "All that the scores rest on, as a registry file."}
    ranking["properties"] |= {"schema": {"const": EXPORT, "type": "string"}, "facts": facts}
    return {**ranking, "required": [*ranking["required"], "facts"], "title": "ExportV1", "$defs": definitions}


def _registry(schema: Schema, vocabulary: Vocabulary) -> Schema:
    """Put the closed lists of the vocabulary in place of free text, each defined once."""
    definitions = schema["$defs"]
    model = definitions[ModelShape.__name__]
    fact, term = FactShape.model_json_schema(), definitions.pop(TermShape.__name__)
    particular = definitions.pop(ParticularShape.__name__)
    definitions["fact-license"] = _with_value(
        fact, {"type": "string", "description": "An SPDX expression, or NONE if no license is stated."}
    )
    for scale in vocabulary.scales.values():
        definitions[f"fact-{scale.id}"] = _with_value(fact, _one_of(scale.values))
    for id, entry in vocabulary.terms.items():
        values = [value for value in entry.scale.values if value.id not in (NO_GRANT, NOT_APPLICABLE)]
        definitions[f"own-term-{id}"] = _with_value(fact, _one_of(values))
        definitions[f"term-{id}"] = _with_value(term, _one_of(values))
    for scale in vocabulary.particulars.values():
        definitions[f"particular-{scale.id}"] = _with_value(particular, _one_of(scale.values))
    model["additionalProperties"] = False
    for component in vocabulary.components.values():
        names = {
            aspect: f"own-term-{scale}" if scale in vocabulary.terms else f"fact-{scale}"
            for aspect, scale in component.aspects.items()
        }
        model["properties"][component.id] = _table(names, component.means)
    own_terms = {id: f"own-term-{id}" for id in vocabulary.terms}
    model["properties"][TERMS] = _table(own_terms, "Terms that the maker adds beyond the license.")
    license_terms = {id: f"term-{id}" for id in vocabulary.terms}
    particulars = {id: f"particular-{id}" for id in vocabulary.particulars}
    asked = "What its text asks beyond the terms on which scores rest."
    for shape in (LicenseShape, CommonShape):
        properties = definitions[shape.__name__]["properties"]
        properties["terms"] = _table(license_terms, "What the license says.")
        properties["particulars"] = _table(particulars, asked)
    _put_words(definitions, vocabulary)
    return schema


def _put_words(definitions: Schema, vocabulary: Vocabulary) -> None:
    """Put the closed lists beside the facts in place of free text."""
    modality = definitions[ModelShape.__name__]["properties"]["modality"]
    modality["anyOf"][0]["items"] = _one_of(vocabulary.modalities.values())
    relation = definitions[BaseShape.__name__]["properties"]["relation"]
    definitions[BaseShape.__name__]["properties"]["relation"] = {
        **_one_of(vocabulary.relations.values()), "description": relation["description"],
    }  # fmt: skip
    definitions["maker-kind"] = _with_value(
        FactShape.model_json_schema(), _one_of(vocabulary.maker_kinds.values())
    )
    definitions[MakerShape.__name__]["properties"]["kind"] = {"$ref": "#/$defs/maker-kind"}
    part = definitions[ReleasePartShape.__name__]["properties"]
    part["availability"] = {"$ref": "#/$defs/fact-access"}
    part["license"] = {"$ref": "#/$defs/fact-license"}


def _table(names: dict[str, str], description: str) -> Schema:
    return {
        "type": "object",
        "description": description,
        "properties": {key: {"$ref": f"#/$defs/{name}"} for key, name in names.items()},
        "additionalProperties": False,
    }


def _with_value(shape: Schema, value: Schema) -> Schema:
    return {**shape, "properties": {**shape["properties"], "value": value}}


def _one_of(values: Iterable[Value | Word]) -> Schema:
    return {"oneOf": [{"const": value.id, "description": value.means} for value in values]}
