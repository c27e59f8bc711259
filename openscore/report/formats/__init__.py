"""Formats in which assessments leave OpenScore: one small module each, read only when it is asked for."""

from collections.abc import Callable
from importlib import import_module
from typing import NamedTuple, cast

from openscore.report.views.export import Export


class Format(NamedTuple):
    """A format by what it is for; its module renders it."""

    module: str
    means: str
    is_single: bool = False
    """Whether a file holds one model only."""

    def render(self, export: Export) -> str:
        """Return the text of one file."""
        module = import_module(f"{__name__}.{self.module}")
        return cast("Callable[[Export], str]", module.render)(export)


FORMATS = {
    "json": Format("json_", "scores with all facts, sources and license terms behind them"),
    "jsonl": Format("jsonl", "the same, one model a line"),
    "csv": Format("ranking_csv", "one row a model, for spreadsheets"),
    "md": Format("md", "the whole report with reasons and sources, for a ticket"),
    "html": Format("html", "the same as one file for screen, print and screen readers"),
    "cyclonedx": Format("cyclonedx", "CycloneDX 1.6 bill of materials, the assessment as declarations"),
    "spdx": Format("spdx", "SPDX 3.0.1 with its AI and dataset profiles, JSON-LD"),
    "sarif": Format("sarif", "SARIF 2.1.0, a result for each question at the line of its fact"),
    "shields": Format("shields", "JSON for a shields.io endpoint badge", is_single=True),
    "croissant": Format("croissant", "Croissant 1.0 description of the CSV export, JSON-LD"),
    "fair4ml": Format("fair4ml", "FAIR4ML 0.1.0 description of models, JSON-LD"),
    "cff": Format("cff", "CITATION.cff 1.2.0 for the registry as a dataset"),
}
