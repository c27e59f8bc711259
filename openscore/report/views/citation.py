"""A citation of one score: everything by which it can be computed again, and a footnote with it."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from typing import NamedTuple

from openscore.analysis.citation import Code, code_of
from openscore.analysis.code_search import as_typed
from openscore.engine.assessment import Assessment
from openscore.language import LANGUAGES, noted, tr, translated
from openscore.numerals import number
from openscore.registry.registry import Registry
from openscore.report.text import DASH, RANGE, sentences, titled, visible
from openscore.report.views.disputed import disputed_names
from openscore.report.views.ranking import shown_band, shown_score

FOOTNOTE = noted(
    "{name} ({developer}, {released}): openness {score} of {top}, {band} (OpenScore {openscore}, "
    "rubric {rubric} [{rubric_digest}], record {model} [{record_digest}], "
    "registry of {registry_date} [{registry_digest}]{as_of})."
)
"""A citation as one sentence."""
SHORT = 12
"""Hexadecimal digits of a digest that a footnote prints; the BibTeX entry has all of them."""


class Citation(NamedTuple):
    """Everything by which a score can be computed again."""

    model: str
    name: str
    developer: str
    released: str
    score: str
    top: str
    code: str
    """By which `openscore verify` computes it again."""
    band: str
    conformance: str
    rubric: str
    rubric_title: str
    rubric_digest: str
    record_digest: str
    registry_digest: str
    registry_date: str
    disputed: str
    """Names of the facts behind the score that somebody disputes, as long as nobody has answered."""
    as_of: str
    openscore: str
    accessed: str
    url: str
    """Where OpenScore is to be found, as its own metadata say; empty while the maintainer has set none."""


def citation(
    assessment: Assessment,
    registry: Registry,
    *,
    version: str,
    accessed: date,
    url: str = "",
    earlier: Citation | None = None,
) -> Citation:
    """Return the citation of an assessment.

    Args:
        assessment: What is cited.
        registry: The registry that its record stands in.
        version: Version of OpenScore.
        accessed: The day of the citation.
        url: Where OpenScore is to be found.
        earlier: The same citation in another language: its digests are not worked out again.
    """
    record, rubric = assessment.record, assessment.rubric
    return Citation(
        model=record.id,
        name=visible(record.name),
        developer=visible(record.developer),
        released=record.released.isoformat() if record.released else tr("date unknown"),
        score=shown_score(assessment),
        top=number(rubric.top),
        code=earlier.code if earlier else str(code_of(assessment)),
        band=shown_band(assessment),
        conformance=assessment.conformance,
        rubric=f"{rubric.id} {rubric.version}",
        rubric_title=titled(rubric.title),
        rubric_digest=rubric.digest,
        record_digest=earlier.record_digest if earlier else registry.record_digest(record),
        registry_digest=registry.digest,
        registry_date=registry.last_read.isoformat(),
        disputed=disputed_names(assessment),
        as_of=registry.day.isoformat() if registry.day else "",
        openscore=version,
        accessed=accessed.isoformat(),
        url=url,
    )


def footnote(cited: Citation) -> str:
    """Return the citation as one paragraph."""
    said = [
        tr(
            FOOTNOTE,
            **{key: _short(value) for key, value in cited._asdict().items() if key != "as_of"},
            as_of=tr(", facts as of {day}", day=cited.as_of) if cited.as_of else "",
        )
    ]
    if DASH in cited.score:
        said.append(tr(RANGE))
    if cited.conformance:
        said.append(tr("Strict reading: {verdict}.", verdict=tr(cited.conformance)))
    if cited.disputed:
        said.append(tr("Disputed: {facts}.", facts=cited.disputed))
    said.append(tr("A self-assessment from published evidence. Verify: {code}.", code=cited.code))
    said.append(tr("Accessed {day}.", day=cited.accessed))
    return sentences(*said)


TITLE = noted("Openness of {name} ({developer}): {score} of {top}, {band}")
"""What a reference calls the score."""
NUMBER = r"\d{1,6}(?:\.\d{1,6})?"
LONGEST = 2000
"""Characters between what a citation says and its code."""


def contradictions(text: str, places: Sequence[tuple[int, Code]]) -> Iterator[tuple[Code, str]]:
    """Yield each code of a text beside which another score stands than it has, with that score.

    Args:
        text: A text as `as_typed` gives it.
        places: Where each code stands in it.
    """
    for pattern in _stated_scores():
        for found in pattern.finditer(text):
            behind = (code for place, code in places if found.start() < place < found.start() + LONGEST)
            code = next(behind, None)
            ends = [float(end) for end in found.groups() if end]
            if code is not None and [ends[0], ends[-1]] != [float(code.low), float(code.high)]:
                yield code, DASH.join(end for end in found.groups() if end)


@cache
def _stated_scores() -> tuple[re.Pattern[str], ...]:
    """Return how a score stands in references and footnotes, in every language, as `as_typed` gives it."""
    patterns = []
    for message in (TITLE, FOOTNOTE):
        for spoken in LANGUAGES:
            said = as_typed(translated(message, spoken))
            before, _, after = said.partition("{score}")
            literal = before.rpartition("}")[2], after.partition("{top}")[0]
            number = rf"({NUMBER})(?:-{{1,3}}({NUMBER}))?"
            patterns.append(re.compile(f"{_loose(literal[0])}{number}{_loose(literal[1])}{NUMBER}"))
    return tuple(dict.fromkeys(patterns))


def _loose(literal: str) -> str:
    """Return a pattern for a text in which lines may break."""
    return r"[ \x00]?".join(re.escape(word) for word in literal.split(" "))


def _short(text: str) -> str:
    """Return a digest as a footnote prints it; any other text as it is."""
    digest = text.removeprefix("sha256:")
    return text if digest == text else digest[:SHORT]
