"""`openscore cite`: one score in a form that goes into a footnote, a reference manager or a file."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from openscore import __version__
from openscore.cli.assessed import one
from openscore.cli.options import (
    AsOfOption,
    ModelArgument,
    OutputOption,
    RegistryOption,
    RubricOption,
    StandaloneOption,
)
from openscore.cli.output import write
from openscore.cli.values import choice, day
from openscore.report.formats.citations import FOR_PROGRAMS, STYLES, citation_text
from openscore.report.views.citation import citation
from openscore.resources import homepage


def command(
    model: ModelArgument,
    rubric: RubricOption = "",
    registry: RegistryOption = [],  # noqa: B006  # Typer copies it
    standalone: StandaloneOption = False,
    style: Annotated[str, choice("--style", among=STYLES, help="What to print.")] = "all",
    accessed: Annotated[
        date | None, day("--accessed", help="Day of the citation; today if left out.")
    ] = None,
    as_of: AsOfOption = None,
    output: OutputOption = None,
) -> None:
    """Cite one score, with everything by which `openscore verify` can compute it again."""
    found = one(model, rubric=rubric, registry=registry, standalone=standalone, as_of=as_of)
    day = accessed or date.today()
    cited = citation(found.assessment, found.registry, version=__version__, accessed=day, url=homepage())
    write(citation_text(style, cited, found.assessment) + "\n", output, is_data=style in FOR_PROGRAMS)
