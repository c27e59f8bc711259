"""`openscore cite`: a footnote and a BibTeX entry for one score."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from openscore import __version__
from openscore.cli.one import one
from openscore.cli.options import (
    AsOfOption,
    LangOption,
    ModelArgument,
    OutputOption,
    RegistryOption,
    RubricOption,
    StandaloneOption,
    day_of,
    one_of,
    write,
)
from openscore.report.cite import bibtex, citation, footnote

STYLES = ("all", "footnote", "bibtex")


def command(
    model: ModelArgument,
    rubric: RubricOption = "",
    registry: RegistryOption = [],  # noqa: B006  # Typer copies it
    standalone: StandaloneOption = False,
    style: Annotated[str, typer.Option("--style", metavar="|".join(STYLES), help="What to print.")] = "all",
    accessed: Annotated[
        str, typer.Option("--accessed", metavar="DATE", help="Day of the citation; today if left out.")
    ] = "",
    as_of: AsOfOption = "",
    lang: LangOption = "en",
    output: OutputOption = "",
) -> None:
    """Cite one score, with everything by which it can be computed again."""
    one_of(style, STYLES, "--style")
    day = day_of(accessed, "--accessed") if accessed else date.today()
    found = one(model, rubric=rubric, registry=registry, standalone=standalone, as_of=as_of, lang=lang)
    cited = citation(found.assessment, found.registry, version=__version__, accessed=day, lang=lang)
    texts = {"footnote": footnote(cited), "bibtex": bibtex(cited)}
    chosen = texts.values() if style == "all" else [texts[style]]
    write("\n\n".join(chosen) + "\n", output)
