"""Problems and findings for machines: one line or entry each, with file and line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple
from urllib.parse import quote

from openscore.errors import Problem
from openscore.language import tr
from openscore.report.text import inert, to_json, visible

FORMATS = ("text", "json", "github", "sarif", "junit")
"""What commands that report problems can write."""


def problem_data(problem: Problem) -> dict[str, object]:
    """Return a problem as JSON data."""
    return {
        key: visible(value) if isinstance(value, str) else value for key, value in problem._asdict().items()
    }


class Kind(NamedTuple):
    """What problems of one name have in common."""

    means: str
    """One sentence, to be translated."""
    to_do: str
    """What to do about it, likewise."""


def for_hosts(
    problems: Sequence[Problem],
    format: str,
    passed: Sequence[Problem] = (),
    *,
    kinds: Mapping[str, Kind] = {},
) -> str:
    """Return problems as hosts take them: `github` for workflow commands, `sarif`, or `junit`.

    Args:
        problems: What was found.
        format: One of the three.
        passed: What was looked at and is well, for a format that tells it.
        kinds: By name, for a format that explains them; a name that has none explains itself.
    """
    if format == "sarif":
        return to_json(sarif(problems, kinds)) + "\n"
    if format == "junit":
        from openscore.report.formats.junit import junit

        return junit(problems, passed)
    return "".join(github_line(problem) + "\n" for problem in problems)


def github_line(problem: Problem) -> str:
    """Return a problem as a workflow command, which a code host shows at its line."""
    level = "error" if problem.severity == "error" else "warning"
    place = f"file={_property(problem.file)},line={problem.line or 1}," if problem.file else ""
    return f"::{level} {place}title={_property(problem.name)}::{_data(_message(problem))}"


def _message(problem: Problem) -> str:
    message = f"{problem.key}: {problem.message}" if problem.key else problem.message
    return f"{message} ({problem.hint})" if problem.hint else message


def _data(text: str) -> str:
    return visible(text).replace("%", "%25")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def sarif(problems: Sequence[Problem], kinds: Mapping[str, Kind]) -> dict[str, object]:
    """Return the problems as a SARIF 2.1.0 log, with a rule for each name."""
    from openscore import __version__

    names = sorted({problem.name for problem in problems})
    results = [
        {
            "ruleId": problem.name,
            "level": "error" if problem.severity == "error" else "warning",
            "message": _text(_message(problem)),
            "locations": [_location(problem)] if problem.file else [],
        }
        for problem in problems
    ]
    rules = [_rule(name, kinds.get(name)) for name in names]
    driver = {"name": "openscore", "version": __version__, "rules": rules}
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "results": results}],
    }


def _rule(name: str, kind: Kind | None) -> dict[str, object]:
    title = name.replace("-", " ")
    return {
        "id": name,
        "shortDescription": _text(title),
        "fullDescription": _text(tr(kind.means) if kind else title),
        "help": _text(tr(kind.to_do) if kind else title),
    }


def _text(text: str) -> dict[str, str]:
    return {"text": inert(visible(text))}


def _location(problem: Problem) -> dict[str, object]:
    address = quote(problem.file.replace("\\", "/"), errors="surrogateescape")
    region = {"startLine": problem.line or 1}
    return {"physicalLocation": {"artifactLocation": {"uri": address}, "region": region}}
