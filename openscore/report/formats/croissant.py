"""Croissant 1.0: the table that `export csv` writes, described field by field."""

from __future__ import annotations

import csv
import hashlib
import io
from typing import Any

from openscore.report.formats.csv import ranking_csv
from openscore.report.text import titled, to_json
from openscore.report.views.answers import OWNER, day
from openscore.report.views.export import Export

Json = dict[str, Any]

FILE = "openscore.csv"
_TERMS = (
    "citeAs", "column", "equivalentProperty", "extract", "field", "fileProperty", "fileObject", "fileSet",
    "format", "includes", "isLiveDataset", "jsonPath", "key", "md5", "parentField", "path", "recordSet",
    "references", "regex", "repeated", "replace", "samplingRate", "separator", "source", "subField",
    "transform",
)  # fmt: skip
CONTEXT = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "dct": "http://purl.org/dc/terms/",
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
    **{name: f"cr:{name}" for name in _TERMS},
}
"""The context of the format, which its readers compare whole."""


def render(export: Export) -> str:
    """Return the description of the CSV export of the same models, which stands beside it."""
    table = ranking_csv(export.view, export.registry)
    header = next(csv.reader(io.StringIO(table)))
    rubric = export.rubric
    title = titled(rubric.title)
    data = {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "@id": f"urn:openscore:{export.registry.digest}",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": "openscore-registry",
        "description": f"Openness of {len(export.ranked)} AI models. {title}, {rubric.id} {rubric.version}.",
        "url": f"urn:openscore:{export.registry.digest}",
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "creator": {"@type": "sc:Organization", "name": OWNER},
        "datePublished": day(export)[:10],
        "version": export.openscore,
        "citeAs": f"{OWNER}: OpenScore {export.openscore}, registry {export.registry.digest}",
        "distribution": [_file(table)],
        "recordSet": [
            {
                "@type": "cr:RecordSet",
                "@id": "models",
                "name": "models",
                "description": "One row a model.",
                "field": [_field(name) for name in header],
            }
        ],
    }
    return to_json(data) + "\n"


def _file(table: str) -> Json:
    return {
        "@type": "cr:FileObject",
        "@id": FILE,
        "name": FILE,
        "description": "What `openscore export csv -o openscore.csv` writes for the same models.",
        "contentUrl": FILE,
        "encodingFormat": "text/csv",
        "sha256": hashlib.sha256(table.encode()).hexdigest(),
    }


def _field(name: str) -> Json:
    kind = "sc:Integer" if name == "rank" else "sc:Float" if name.endswith(("_low", "_high")) else "sc:Text"
    if name.startswith("band_"):
        kind = "sc:Text"
    return {
        "@type": "cr:Field",
        "@id": f"models/{name}",
        "name": name,
        "description": name.replace("_", " "),
        "dataType": kind,
        "source": {"fileObject": {"@id": FILE}, "extract": {"column": name}},
    }
