"""CITATION.cff 1.2.0 for the exported part of the registry, as a dataset."""

from __future__ import annotations

import json

from openscore.report.text import titled, visible
from openscore.report.views.answers import OWNER, day
from openscore.report.views.export import Export

LICENSE = "CC-BY-4.0"


def render(export: Export) -> str:
    """Return the citation file; JSON text is YAML text, so nothing in it can break out."""
    rubric, count = export.rubric, len(export.ranked)
    what = visible(export.ranked[0].assessment.record.name) if count == 1 else f"{count} AI models"
    lines = [
        ("cff-version", "1.2.0"),
        ("type", "dataset"),
        ("message", "To cite this registry, use these data; to cite one score, `openscore cite MODEL`."),
        ("title", f"OpenScore registry: openness of {what}"),
        ("authors", [{"name": OWNER}]),
        ("version", f"{export.openscore}, rubric {rubric.id} {rubric.version}"),
        ("date-released", day(export)[:10]),
        ("license", LICENSE),
        ("abstract", f"{titled(rubric.title)}. {titled(rubric.summary)}"),
        ("identifiers", _identifiers(export)),
        ("keywords", ["artificial intelligence", "openness", "licenses"]),
    ]
    return "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in lines)


def _identifiers(export: Export) -> list[dict[str, str]]:
    digests = {"registry": export.registry.digest, "rubric": export.rubric.digest}
    return [
        {"type": "other", "value": digest, "description": f"digest of the {name}"}
        for name, digest in digests.items()
    ]
