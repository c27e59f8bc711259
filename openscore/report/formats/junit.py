"""Problems as JUnit XML, which every continuous integration reads as a report of tests.

There is no one schema: what is written is valid by the two that are in use, that of Ant's task, which
asks for more, and that of Jenkins' plugin.
"""

from __future__ import annotations

from collections.abc import Sequence

from openscore.errors import Problem
from openscore.report.text import visible

UNTIMED = 'timestamp="1970-01-01T00:00:00" hostname="localhost" time="0"'
"""What a schema asks for and no finding depends on: the same input gives the same report."""
_MARKS = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})


def junit(problems: Sequence[Problem], passed: Sequence[Problem] = ()) -> str:
    """Return a report: a suite for each file, in it a case for each problem and for all that passed.

    Args:
        problems: Errors are failures; a warning is a case that passes, and stands in the output of its suite.
        passed: What was looked at and is well, with its place and key.
    """
    files = dict.fromkeys(problem.file for problem in (*problems, *passed))
    suites = [
        _suite(
            place,
            file,
            [problem for problem in problems if problem.file == file],
            [problem for problem in passed if problem.file == file],
        )
        for place, file in enumerate(files)
    ]
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n{"".join(suites)}</testsuites>\n'


def _suite(place: int, file: str, problems: Sequence[Problem], passed: Sequence[Problem]) -> str:
    failed = [problem for problem in problems if problem.severity == "error"]
    warned = "".join(f"{_xml(str(problem))}\n" for problem in problems if problem not in failed)
    cases = "".join(_case(problem) for problem in sorted((*problems, *passed), key=lambda one: one.line or 0))
    head = (
        f'<testsuite id="{place}" package="openscore" name="{_xml(file or "openscore")}" {UNTIMED} '
        f'tests="{len(problems) + len(passed)}" failures="{len(failed)}" errors="0">'
    )
    return (
        f"{head}\n<properties/>\n{cases}<system-out>{warned}</system-out>\n"
        "<system-err></system-err>\n</testsuite>\n"
    )


def _case(problem: Problem) -> str:
    named = " ".join(part for part in (f"{problem.line or 1}:", problem.key, f"[{problem.name}]") if part)
    opened = f'<testcase name="{_xml(named)}" classname="{_xml(problem.file or "openscore")}" time="0"'
    if problem.severity != "error":
        return f"{opened}/>\n"
    kind, message = _xml(problem.name), _xml(problem.message)
    return f'{opened}><failure type="{kind}" message="{message}">{_xml(str(problem))}</failure></testcase>\n'


def _xml(text: str) -> str:
    """Return text as it can stand in XML; what is unlawful there does not print, and is escaped."""
    return visible(text).translate(_MARKS)
