"""Citations that can be computed again: a short code, what it rests on, and what became of it."""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from openscore.engine import Assessment
from openscore.language import noted
from openscore.toml import digest_of, digest_of_parts

DIGITS = 12
"""Hexadecimal digits of the digest that a code carries."""
_ID = r"[a-z0-9][a-z0-9.~-]{0,79}"
CODE = re.compile(
    # Only at the start of a word, and of limited length: no text makes the search slow.
    rf"(?<![a-z0-9.~-])(?P<model>{_ID}):(?P<rubric>{_ID})@(?P<version>\d+\.\d+\.\d+)"
    r"(?::(?P<as_of>\d{4}-\d{2}-\d{2}))?:(?P<low>\d{1,6}(?:\.\d{1,6})?)-(?P<high>\d{1,6}(?:\.\d{1,6})?)"
    r":(?P<digest>[0-9a-f]{12})\b"
)


class Code(NamedTuple):
    """What a verification code says."""

    model: str
    rubric: str
    version: str
    as_of: str
    """ISO date of the facts; empty for the latest known."""
    low: str
    high: str
    digest: str

    def __str__(self) -> str:
        """Write the code as it stands in a footnote."""
        day = f":{self.as_of}" if self.as_of else ""
        return f"{self.model}:{self.rubric}@{self.version}{day}:{self.low}-{self.high}:{self.digest}"

    @property
    def score(self) -> tuple[str, str]:
        """Both ends of the score."""
        return self.low, self.high


def code_of(assessment: Assessment) -> Code:
    """Return the code of an assessment.

    It depends on the record, what that builds on, their licenses, the rubric, and the result; not on
    other records, comments or layout.
    """
    rubric, day = assessment.rubric, assessment.record.registry.day
    low, high = (f"{end:.{rubric.digits}f}" for end in assessment.score)
    return Code(
        assessment.record.id,
        rubric.id,
        rubric.version,
        day.isoformat() if day else "",
        low,
        high,
        _digest(basis_of(assessment), result_of(assessment)),
    )


def codes_in(text: str) -> tuple[Code, ...]:
    """Return every code in a text, each once, in its order."""
    found = (
        Code(**{key: value or "" for key, value in match.groupdict().items()})
        for match in CODE.finditer(text)
    )
    return tuple(dict.fromkeys(found))


def basis_of(assessment: Assessment) -> dict[str, Any]:
    """Return all that a score rests on: records, licenses and the rubric, as JSON data."""
    rubric = assessment.rubric
    return {**assessment.record.registry.basis(assessment.record), "rubrics": {rubric.id: rubric.written}}


def result_of(assessment: Assessment) -> dict[str, Any]:
    """Return what a score came to, as JSON data; with what it rests on, its code is the digest of it."""
    return {
        "subject": assessment.record.id,
        "score": list(assessment.score),
        "bands": [band.id for band in assessment.bands],
        "gates": [[result.gate.id, result.is_certain] for result in assessment.gates],
        "conformance": assessment.conformance,
    }


def fault_of(code: Code, basis: Mapping[str, Any], result: object, stated: object) -> str:
    """Return the part of a citation file that its own code contradicts, in English; empty if none is.

    Args:
        code: Its code.
        basis: What it says that the score rests on.
        result: What it says that the score came to.
        stated: The citation that it holds.
    """
    if not isinstance(result, dict) or not isinstance(stated, dict):
        return noted("result")
    if _digest(basis, result) != code.digest:
        return noted("basis")
    records = {key: value for key, value in basis.items() if key != "rubrics"}
    rubric = basis.get("rubrics", {}).get(code.rubric)
    ends = str(stated.get("score")).split("\N{EN DASH}")
    wanted = {
        noted("code"): stated.get("code") == str(code),
        noted("score"): (ends[0], ends[-1]) == code.score,
        noted("model"): result.get("subject") == stated.get("model") == code.model,
        noted("record"): stated.get("record_digest") == digest_of(records),
        noted("rubric"): stated.get("rubric_digest") == digest_of(rubric),
    }
    return next((part for part, holds in wanted.items() if not holds), "")


def _digest(basis: Mapping[str, Any], result: Mapping[str, Any]) -> str:
    return digest_of_parts({"basis": basis, **result}).removeprefix("sha256:")[:DIGITS]
