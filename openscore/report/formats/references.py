"""Citations in the formats of reference managers and in the styles of publishers."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from openscore.language import tr
from openscore.report.text import DASH, sentences, to_json
from openscore.report.views.citation import TITLE, Citation

AUTHOR = "OpenScore contributors"
PUBLISHER = "OpenScore"


def title(cited: Citation, shown: Callable[[str], str] = str) -> str:
    """Return what a reference calls the score.

    Args:
        cited: What is cited.
        shown: What a format does with each name in it, such as keeping its capitals.
    """
    return tr(
        TITLE,
        name=shown(cited.name),
        developer=shown(cited.developer),
        score=cited.score,
        top=cited.top,
        band=shown(cited.band),
    )


def provenance(cited: Citation) -> str:
    """Return what a reference must say so that the score can be computed again."""
    as_of = tr(", facts as of {day}", day=cited.as_of) if cited.as_of else ""
    disputed = tr("Disputed: {facts}.", facts=cited.disputed) if cited.disputed else ""
    rests_on = tr(
        "Rubric {rubric}, registry of {registry_date}{as_of}. Verify: {code}",
        rubric=cited.rubric,
        registry_date=cited.registry_date,
        as_of=as_of,
        code=cited.code,
    )
    return sentences(disputed, rests_on)


def bibtex(cited: Citation) -> str:
    """Return the citation as a BibTeX entry."""
    return _entry(
        "misc",
        cited,
        {"year": cited.registry_date[:4], "howpublished": f"Data set, version {_tex(cited.openscore)}"},
    )


def biblatex(cited: Citation) -> str:
    """Return the citation as a BibLaTeX entry."""
    return _entry("dataset", cited, {"date": cited.registry_date, "publisher": PUBLISHER})


def _entry(kind: str, cited: Citation, issued: dict[str, str]) -> str:
    """Return an entry for TeX; braces keep a corporate author whole and the capitals of names."""
    key = re.sub(r"[^A-Za-z0-9]+", "-", f"openscore-{cited.model}-{cited.rubric}").strip("-")
    as_of = f", facts as of {cited.as_of}" if cited.as_of else ""
    disputed = f", disputed: {cited.disputed}" if cited.disputed else ""
    note = (
        f"verify {cited.code}, rubric {cited.rubric_digest}, record {cited.record_digest}, "
        f"registry {cited.registry_digest}{disputed}"
    )
    version = f"{cited.openscore}, rubric {cited.rubric}, registry of {cited.registry_date}{as_of}"
    fields = {
        "title": title(cited, lambda name: f"{{{_tex(name)}}}").replace(DASH, "--"),
        "author": f"{{{AUTHOR}}}",
        **issued,
        "version": _tex(version),
        **({"url": cited.url} if cited.url else {}),
        "urldate": cited.accessed,
        "note": _tex(note),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items()]
    return "\n".join([f"@{kind}{{{key},", *lines, "}"])


def csl_item(cited: Citation) -> dict[str, Any]:
    """Return the citation as an item of CSL-JSON."""
    return {
        "id": f"openscore-{cited.model}-{cited.rubric.replace(' ', '-')}",
        "type": "dataset",
        "title": title(cited),
        "author": [{"literal": AUTHOR}],
        "issued": _date_parts(cited.registry_date),
        "accessed": _date_parts(cited.accessed),
        "version": cited.openscore,
        "publisher": PUBLISHER,
        **({"URL": cited.url} if cited.url else {}),
        "note": provenance(cited),
    }


def _date_parts(day: str) -> dict[str, Any]:
    return {"date-parts": [[int(part) for part in day.split("-")]]}


def csl_json(cited: Citation) -> str:
    """Return the citation as CSL-JSON."""
    return to_json([csl_item(cited)])


def ris(cited: Citation) -> str:
    """Return the citation as RIS."""
    lines = [
        ("TY", "DATA"), ("TI", title(cited)), ("AU", AUTHOR), ("PY", cited.registry_date[:4]),
        ("DA", cited.registry_date.replace("-", "/")), ("PB", PUBLISHER), ("ET", cited.openscore),
        *([("UR", cited.url)] if cited.url else []),
        ("N1", provenance(cited)), ("Y2", cited.accessed.replace("-", "/")), ("ER", ""),
    ]  # fmt: skip
    return "\n".join(f"{tag}  - {value}" for tag, value in lines)


def cff(cited: Citation) -> str:
    """Return the citation as a CITATION.cff file; JSON strings are YAML too."""
    lines = [
        "cff-version: 1.2.0",
        f"message: {to_json(provenance(cited))}",
        f"title: {to_json(title(cited))}",
        "type: dataset",
        "authors:",
        f"  - name: {to_json(AUTHOR)}",
        f"version: {to_json(cited.openscore)}",
        f"date-released: {to_json(cited.registry_date)}",
        *([f"url: {to_json(cited.url)}"] if cited.url else []),
        "license: CC-BY-4.0",
    ]
    return "\n".join(lines)


def styles() -> tuple[str, ...]:
    """Return the styles of publishers that there are templates for."""
    return tuple(_templates()["styles"])


def styled(cited: Citation, style: str) -> str:
    """Return the citation in the style of a publisher, with what is needed to verify it after it.

    Args:
        cited: What is cited.
        style: One of `styles()`.
    """
    template = _templates()["styles"][style]
    named = cited._replace(band=_HEADLINE.sub(_capital, cited.band)) if template.get("headline") else cited
    fields = {
        "author": AUTHOR,
        "title": title(named),
        "version": cited.openscore,
        "edition": tr("Version {version}", version=cited.openscore),
        "publisher": PUBLISHER,
        "url": cited.url,
        "issued": _day(cited.registry_date),
        "accessed": _day(cited.accessed),
    }
    reference = template["reference"] + (template["place"] if cited.url else "")
    return f"{reference.format(**fields)} [{provenance(cited)}]"


_HEADLINE = re.compile(r"(?<![A-Za-z'])(?!(?:a|an|and|at|by|for|in|of|on|or|the|to|with)\b)[a-z]")
"""The first letter of each word that a headline begins with a capital."""


def _capital(letter: re.Match[str]) -> str:
    return letter[0].upper()


def _day(iso: str) -> SimpleNamespace:
    """Return a day as templates name its parts; months are those of the style, whatever is spoken."""
    found, months = date.fromisoformat(iso), _templates()["months"]
    place = found.month - 1
    return SimpleNamespace(
        iso=iso, year=found.year, day=found.day, long=months["long"][place], short=months["short"][place]
    )


@cache
def _templates() -> dict[str, Any]:
    path = Path(__file__).parent / "citation_styles.toml"
    # Imported here: formats of reference managers need no style of a publisher.
    import tomli

    return tomli.loads(path.read_text(encoding="utf-8"))


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
