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
from openscore.engine import Assessment
from openscore.report.views.citation import Citation, citation, footnote
from openscore.resources import homepage

PLAIN = ("footnote", "bibtex", "biblatex", "csl-json", "ris", "cff")
PUBLISHED = ("apa", "chicago", "ieee", "oscola", "gb-t-7714")
FOR_PROGRAMS = ("bibtex", "biblatex", "csl-json", "ris", "cff", "file")
"""Styles that reference managers and other programs read."""
CITATION = "openscore.citation/1"
STYLES = ("all", *PLAIN, *PUBLISHED, "file")


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


def citation_text(style: str, cited: Citation, assessment: Assessment) -> str:
    """Return a citation in one of the styles."""
    # Imported here: a footnote needs none of the other formats.
    from openscore.report.formats import references

    writers = {
        "footnote": footnote,
        "bibtex": references.bibtex,
        "biblatex": references.biblatex,
        "csl-json": references.csl_json,
        "ris": references.ris,
        "cff": references.cff,
    }
    if style == "all":
        return footnote(cited) + "\n\n" + references.bibtex(cited)
    if style == "file":
        return _file(cited, assessment)
    if style in writers:
        return writers[style](cited)
    return references.styled(cited, style)


def _file(cited: Citation, assessment: Assessment) -> str:
    """Return the citation with all that the score rests on, to be held against any later state."""
    from openscore.analysis.citation import basis_of, result_of
    from openscore.report.text import to_json

    basis, result = basis_of(assessment), result_of(assessment)
    return to_json(
        {
            "schema": CITATION,
            "code": cited.code,
            "citation": cited._asdict(),
            "result": result,
            "basis": basis,
        }
    )
