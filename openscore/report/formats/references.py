"""Citations in the formats of reference managers and in the styles of publishers."""

from __future__ import annotations

import re
import warnings
from pathlib import Path
from typing import Any

from openscore.installation import not_installed
from openscore.language import language, tr
from openscore.report.text import DASH, to_json
from openscore.report.views.citation import Citation

AUTHOR = "OpenScore contributors"
PUBLISHER = "OpenScore"
STYLES = ("apa", "chicago", "ieee", "oscola", "gb-t-7714")
"""Styles of publishers; each is a CSL file in the folder `csl`."""
LOCALES = {"en": "en-US", "zh": "zh-CN"}


def title(cited: Citation) -> str:
    """Return what a reference calls the score."""
    return tr(
        "Openness of {name} ({developer}): {score} of {top}, {band}",
        name=cited.name,
        developer=cited.developer,
        score=cited.score,
        top=cited.top,
        band=cited.band,
    )


def provenance(cited: Citation) -> str:
    """Return what a reference must say so that the score can be computed again."""
    as_of = tr(", facts as of {day}", day=cited.as_of) if cited.as_of else ""
    return tr(
        "Rubric {rubric}, registry of {registry_date}{as_of}. Verify: {code}",
        rubric=cited.rubric,
        registry_date=cited.registry_date,
        as_of=as_of,
        code=cited.code,
    )


def bibtex(cited: Citation) -> str:
    """Return the citation as a BibTeX entry."""
    key = re.sub(r"[^A-Za-z0-9]+", "-", f"openscore-{cited.model}-{cited.rubric}").strip("-")
    as_of = f", facts as of {cited.as_of}" if cited.as_of else ""
    fields = {
        "title": title(cited),
        "author": f"{{{AUTHOR}}}",
        "year": cited.accessed[:4],
        "version": f"{cited.openscore}, rubric {cited.rubric}, registry of {cited.registry_date}{as_of}",
        "urldate": cited.accessed,
        "note": (
            f"verify {cited.code}, rubric {cited.rubric_digest}, record {cited.record_digest}, "
            f"registry {cited.registry_digest}"
        ),
    }
    lines = [
        f"  {name} = {{{_tex(value) if name != 'author' else value}}}," for name, value in fields.items()
    ]
    return "\n".join([f"@misc{{{key},", *lines, "}"])


def csl_item(cited: Citation) -> dict[str, Any]:
    """Return the citation as an item of CSL-JSON."""
    day = {"date-parts": [[int(part) for part in cited.accessed.split("-")]]}
    return {
        "id": f"openscore-{cited.model}-{cited.rubric.replace(' ', '-')}",
        "type": "dataset",
        "title": title(cited),
        "author": [{"literal": AUTHOR}],
        "issued": day,
        "accessed": day,
        "version": cited.openscore,
        "publisher": PUBLISHER,
        "note": provenance(cited),
    }


def csl_json(cited: Citation) -> str:
    """Return the citation as CSL-JSON."""
    return to_json([csl_item(cited)])


def ris(cited: Citation) -> str:
    """Return the citation as RIS."""
    lines = [
        ("TY", "DATA"), ("TI", title(cited)), ("AU", AUTHOR), ("PY", cited.accessed[:4]),
        ("DA", cited.accessed.replace("-", "/")), ("PB", PUBLISHER), ("ET", cited.openscore),
        ("N1", provenance(cited)), ("Y2", cited.accessed.replace("-", "/")), ("ER", ""),
    ]  # fmt: skip
    return "\n".join(f"{tag}  - {value}" for tag, value in lines)


def cff(cited: Citation) -> str:
    """Return the citation as a CITATION.cff file; JSON strings are YAML too."""
    quoted = {key: to_json(value) for key, value in (("title", title(cited)), ("message", provenance(cited)))}
    return "\n".join(
        [
            "cff-version: 1.2.0",
            f"message: {quoted['message']}",
            f"title: {quoted['title']}",
            "type: dataset",
            "authors:",
            f"  - name: {to_json(AUTHOR)}",
            f"version: {to_json(cited.openscore)}",
            f"date-released: {to_json(cited.accessed)}",
            "license: CC-BY-4.0",
        ]
    )


def styled(cited: Citation, style: str) -> str:
    """Return the citation in the style of a publisher, with what is needed to verify it after it.

    Args:
        cited: What is cited.
        style: One of `STYLES`.

    Raises:
        UsageError: If the extra `cite` is not installed.
    """
    try:
        from citeproc import (
            Citation as Cited,
        )
        from citeproc import CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
        from citeproc.source.json import CiteProcJSON
    except ImportError as error:
        needed = tr(
            "the style '{style}' needs citeproc-py; footnote, bibtex, csl-json, ris, cff need nothing",
            style=style,
        )
        raise not_installed(needed, "cite") from error
    item = csl_item(cited)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # It warns of style features that no dataset needs.
        path = Path(__file__).parent / "csl" / f"{style}.csl"
        rules = CitationStylesStyle(str(path), validate=False, locale=LOCALES[language()])
        bibliography = CitationStylesBibliography(rules, CiteProcJSON([item]), formatter.plain)
        bibliography.register(Cited([CitationItem(item["id"])]))
        text = str(bibliography.bibliography()[0])
    text = re.sub(r"^\[1\]\s*", "", text).rstrip(". ")
    return tr(
        "{text}. {provenance}. Accessed {accessed}.",
        text=text,
        provenance=provenance(cited),
        accessed=cited.accessed,
    )


_TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


def _tex(text: str) -> str:
    """Return the text so that TeX prints it as it is."""
    return "".join(_TEX.get(char, "\\" + char if char in "&%$#_" else char) for char in text).replace(
        DASH, "--"
    )
