"""Croissant 1.0: the table that `export csv` writes, described field by field."""

from __future__ import annotations

import csv
import hashlib
import io
from typing import Any

from openscore.language import ENGLISH
from openscore.numerals import number
from openscore.report.formats.csv import ranking_csv
from openscore.report.text import to_json
from openscore.report.views.answers import OWNER, day
from openscore.report.views.export import Export
from openscore.rubric.rubric import Rubric

Json = dict[str, Any]

FILE = "openscore.csv"
_TERMS = (
    "citeAs", "column", "equivalentProperty", "extract", "field", "fileProperty", "fileObject", "fileSet",
    "format", "includes", "isLiveDataset", "jsonPath", "key", "md5", "parentField", "path", "recordSet",
    "references", "regex", "repeated", "replace", "samplingRate", "separator", "source", "subField",
    "transform",
)  # fmt: skip
COLUMNS = {
    "rank": "Place among all models of the registry by the low end, 1 for the most open; equals share one.",
    "id": "Id of the model in the registry.",
    "name": "Name of the release, as its maker gives it.",
    "developer": "Who made it.",
    "kind": "What was judged: a model, or a service, which is never above the models that it serves.",
    "released": "Day of the release (ISO 8601); empty where none is known.",
    "score_low": "Low end of the score, {scale}: what evidence shows.",
    "score_high": "High end of the score, {scale}: what is possible, whatever the unknown facts are.",
    "uncapped_low": "Low end of the score, {scale}, before gates that limit scores.",
    "uncapped_high": "High end of the score, {scale}, before gates that limit scores.",
    "band_low": "Id of the band of the low end, after gates.",
    "band_high": "Id of the band of the high end, after gates.",
    "gates": "Ids of the gates that limit band or score, joined by spaces; `?` behind one that may be open.",
    "weakest": "Id of the criterion with the lowest low end.",
    "conformance": "The strict reading of the rubric, if it has one: met, unmet or unknown.",
    "unknown": "Facts that the score asks for and nobody has established, joined by spaces; those of "
    "base models and licenses have their id and a colon before them.",
    "rubric": "Id of the rubric that was applied.",
    "rubric_version": "Version of the rubric that was applied.",
    "as_of": "Day of the facts (ISO 8601); empty for the latest known.",
    "rank_low": "Best place when weights and unknown facts are drawn; empty where that was not asked for.",
    "rank_high": "Worst place when weights and unknown facts are drawn; empty where that was not asked for.",
    "group": "Number shared by models whose places are not told apart; empty where that was not asked for.",
    "oldest_reading": "Oldest day on which evidence was read (ISO 8601); empty where that was not asked for.",
    "facts_read": "Latest day on which a document of the registry was read (ISO 8601).",
    "registry_digest": "SHA-256 of the registry that was judged.",
    "disputed": "Facts that somebody disputes and nobody has answered for, joined by spaces.",
}
"""What each column of the table holds, in English; `{scale}` is that of the rubric."""
_CRITERION = "{end} end of the criterion “{title}” ({source}), from 0 to 100."
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
    title = rubric.title[ENGLISH]
    told = _told(rubric)
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
                "field": [_field(name, told[name]) for name in header],
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


def _told(rubric: Rubric) -> dict[str, str]:
    """Return what each column holds."""
    scale = f"from 0 to {number(rubric.top)}"
    found = {name: text.replace("{scale}", scale) for name, text in COLUMNS.items()}
    for part in rubric.criteria:
        for end in ("low", "high"):
            text = _CRITERION.format(end=end.capitalize(), title=part.title[ENGLISH], source=part.source)
            found[f"{part.id}_{end}"] = text
    return found


def _field(name: str, description: str) -> Json:
    kind = "sc:Integer" if name == "rank" else "sc:Float" if name.endswith(("_low", "_high")) else "sc:Text"
    if name.startswith("band_"):
        kind = "sc:Text"
    return {
        "@type": "cr:Field",
        "@id": f"models/{name}",
        "name": name,
        "description": description,
        "dataType": kind,
        "source": {"fileObject": {"@id": FILE}, "extract": {"column": name}},
    }
