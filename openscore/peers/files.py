"""Read YAML and CSV files of strangers: no tags, no code, bounded size."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

from openscore import toml
from openscore.errors import DataError, Problem
from openscore.files import label_of
from openscore.installation import not_installed
from openscore.language import noted, tr

MAX_BYTES = 2_000_000
MAX_NODES = 50_000
"""A file that expands to more values than this is an attack, or no file of an index."""
MAX_DEPTH = 50
"""As is one whose values lie deeper than this in each other."""


def read_text(path: Path) -> str | Problem:
    """Return the text of a file, or what is wrong with it."""
    try:
        return toml.read_text(path, noted("a file of text"), MAX_BYTES)
    except DataError as error:
        return error.problems[0]


def yaml_module() -> Any:
    """Return PyYAML, which only the extra `peers` brings.

    Raises:
        UsageError: If it is not installed.
    """
    try:
        import yaml
    except ImportError as error:
        raise not_installed(tr("YAML files need PyYAML"), "peers") from error
    return yaml


def read_yaml(path: Path) -> dict[str, Any] | Problem:
    """Return the mapping in a YAML file, or what is wrong with it."""
    text = read_text(path)
    return text if isinstance(text, Problem) else parse_yaml(text, label_of(path))


def parse_yaml(text: str, label: str) -> dict[str, Any] | Problem:
    """Return the mapping in a text of YAML, or what is wrong with it."""
    yaml = yaml_module()
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        data = yaml.load(text, Loader=loader)  # a safe loader: plain data, no tags
    except (yaml.YAMLError, RecursionError, ValueError, LookupError, AttributeError, TypeError) as error:
        line = getattr(getattr(error, "problem_mark", None), "line", None)
        message = getattr(error, "problem", None) or tr("cannot be read")
        return Problem(
            "broken-yaml",
            tr("not valid YAML: {message}", message=message),
            label,
            None if line is None else line + 1,
        )
    if not isinstance(data, dict):
        return Problem("wrong-type", tr("a mapping was expected"), label)
    return _too_much(data, label) or data


def _too_much(data: Any, label: str) -> Problem | None:
    """Count the values, shared ones as often as they are referred to, and stop above a limit."""
    count, queue = 0, [(data, 0)]
    while queue:
        value, depth = queue.pop()
        count += 1
        if depth > MAX_DEPTH:
            return Problem("nested-too-deep", tr("brackets are nested too deep to read"), label)
        if count > MAX_NODES:
            return Problem("too-many-values", tr("aliases expand to more values than any entry has"), label)
        inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        queue.extend((one, depth + 1) for one in inner)
    return None


def read_csv(path: Path) -> list[list[str]] | Problem:
    """Return the rows of a CSV file, or what is wrong with it."""
    text = read_text(path)
    if isinstance(text, Problem):
        return text
    try:
        return [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text, newline=""))]
    except csv.Error as error:
        return Problem("broken-csv", tr("not valid CSV: {error}", error=error), label_of(path))
