"""A citation in every style that there is."""

from __future__ import annotations

from openscore.engine import Assessment
from openscore.report.views.citation import Citation, footnote

PLAIN = ("footnote", "bibtex", "biblatex", "csl-json", "ris", "cff")
PUBLISHED = ("apa", "chicago", "ieee", "oscola", "gb-t-7714")
FOR_PROGRAMS = ("bibtex", "biblatex", "csl-json", "ris", "cff", "file")
"""Styles that reference managers and other programs read."""
CITATION = "openscore.citation/1"
STYLES = ("all", *PLAIN, *PUBLISHED, "file")


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
