"""`openscore lineage`: what a model was made from, and the terms along the line."""

from __future__ import annotations

from typing import Annotated

from openscore.cli.loading import registry_of, rubric_of
from openscore.cli.options import (
    AsOfOption,
    ModelArgument,
    OutputOption,
    RegistryOption,
    RubricOption,
    StandaloneOption,
)
from openscore.cli.output import write
from openscore.cli.screen import screen
from openscore.cli.values import choice
from openscore.report.text import document

FORMATS = ("table", "json")


def command(
    model: ModelArgument,
    rubric: RubricOption = "",
    registry: RegistryOption = [],  # noqa: B006  # Typer copies it
    standalone: StandaloneOption = False,
    as_of: AsOfOption = None,
    format: Annotated[str, choice("--format", among=FORMATS, help="Output format.")] = "table",
    output: OutputOption = None,
) -> None:
    """Show the base models of one model, with declared and effective terms."""
    from openscore.analysis.lineage import lineage
    from openscore.report.analyses.lineage import lineage_json, lineage_tree

    loaded = registry_of(registry, standalone=standalone, as_of=as_of)
    tree = lineage(loaded[model], rubric_of(rubric))
    if format == "json":
        write(document("lineage", {"lineage": lineage_json(tree)}), output, is_data=True)
        return
    write(lineage_tree(tree, screen(output)), output)
