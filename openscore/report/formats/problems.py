"""Problems and findings for machines: one line or entry each, with file and line."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from openscore.errors import Problem
from openscore.report.text import to_json, visible

FORMATS = ("text", "json", "github", "sarif", "junit")
"""What commands that report problems can write."""


def problem_data(problem: Problem) -> dict[str, object]:
    """Return a problem as JSON data."""
    return {
        key: visible(value) if isinstance(value, str) else value for key, value in problem._asdict().items()
    }


def for_hosts(problems: Sequence[Problem], format: str, passed: Sequence[Problem] = ()) -> str:
    """Return problems as hosts take them: `github` for workflow commands, `sarif`, or `junit`.

    Args:
        problems: What was found.
        format: One of the three.
        passed: What was looked at and is well, for a format that tells it.
    """
    if format == "sarif":
        return to_json(sarif(problems)) + "\n"
    if format == "junit":
        from openscore.report.formats.junit import junit

        return junit(problems, passed)
    return "".join(github_line(problem) + "\n" for problem in problems)


def github_line(problem: Problem) -> str:
    """Return a problem as a workflow command, which a code host shows at its line."""
    level = "error" if problem.severity == "error" else "warning"
    place = f"file={_property(problem.file)},line={problem.line or 1}," if problem.file else ""
    hint = f" ({problem.hint})" if problem.hint else ""
    return f"::{level} {place}title={_property(problem.name)}::{_data(_message(problem) + hint)}"


def _message(problem: Problem) -> str:
    return f"{problem.key}: {problem.message}" if problem.key else problem.message


def _data(text: str) -> str:
    return visible(text).replace("%", "%25")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def sarif(problems: Sequence[Problem]) -> dict[str, object]:
    """Return the problems as a SARIF 2.1.0 log."""
    from openscore import __version__

    names = sorted({problem.name for problem in problems})
    results = [
        {
            "ruleId": problem.name,
            "level": "error" if problem.severity == "error" else "warning",
            "message": {"text": visible(_message(problem))},
            "locations": [_location(problem)] if problem.file else [],
        }
        for problem in problems
    ]
    driver = {"name": "openscore", "version": __version__, "rules": [{"id": name} for name in names]}
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "results": results}],
    }


def _location(problem: Problem) -> dict[str, object]:
    address = quote(problem.file.replace("\\", "/"), errors="surrogateescape")
    region = {"startLine": problem.line or 1}
    return {"physicalLocation": {"artifactLocation": {"uri": address}, "region": region}}
