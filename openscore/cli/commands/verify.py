"""`openscore verify`: compute a cited score again, and tell what changed since."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any

import typer

from openscore.analysis.citation import Code, codes_in
from openscore.analysis.verify import Archive, Scores, Verdict, verify
from openscore.cli import completion
from openscore.cli.commands.cite import CITATION
from openscore.cli.editions import HELP, edition_of
from openscore.cli.loading import registry_of, rubric_of, snapshots
from openscore.cli.options import OutputOption, RegistryOption
from openscore.cli.output import write
from openscore.cli.values import choice
from openscore.errors import NothingMatchedError, UnknownNameError, UsageError
from openscore.files import read_bytes, reason_of
from openscore.language import tr
from openscore.report.text import document
from openscore.resources import edition_files
from openscore.rubric.rubric import Rubric

FORMATS = ("text", "json")
MAX_BYTES = 20_000_000
DEEPEST = 60
"""Levels of tables and lists; those of a rubric's conditions are the deepest."""


def command(
    citation: Annotated[
        str,
        typer.Argument(
            metavar="CODE|FILE", help="A verification code, or a text or citation file that has some."
        ),
    ],
    from_: Annotated[
        str,
        typer.Option(
            "--from",
            metavar="EDITION",
            help=f"Where the cited score came from: {HELP}",
            autocompletion=completion.editions,
        ),
    ] = "",
    rubric: Annotated[
        str,
        typer.Option(
            "--rubric", metavar="PATH", help="File of the rubric, if it is none of the shipped ones."
        ),
    ] = "",
    registry: RegistryOption = [],  # noqa: B006  # Typer copies it
    format: Annotated[str, choice("--format", among=FORMATS, help="Output format.")] = "text",
    output: OutputOption = None,
) -> None:
    """Compute a cited score again; exit 1 if it is another one now."""
    text = _text(citation)
    codes = codes_in(text)
    if not codes:
        raise NothingMatchedError(
            tr("no verification code in '{citation}'", citation=citation),
            hint=tr("`openscore cite MODEL` prints one"),
        )
    scores = Scores(registry_of(registry), lambda name: _rubric(rubric or name))
    found = _Bases(_embedded(text), from_)
    verdicts = [verify(code, scores, bases=found.of(code)) for code in codes]
    write(_rendered(verdicts, format), output, is_data=format == "json")
    if not all(verdict.holds for verdict in verdicts):
        raise typer.Exit(1)


def _text(citation: str) -> str:
    """Return the text of the file, or the code itself."""
    if codes_in(citation):
        return citation
    try:
        content = read_bytes(Path(citation), MAX_BYTES)
    except OSError as error:
        reason = reason_of(error)
        hint = tr("a code looks like example-7b:some-rubric@1.0.0:41.4-50.6:4a6723f0cf49")
        raise UsageError(
            tr(
                "'{citation}' is no verification code, and no file: {reason}",
                citation=citation,
                reason=reason,
            ),
            hint=hint,
        ) from error
    if len(content) > MAX_BYTES:
        size = MAX_BYTES // 1_000_000
        raise UsageError(tr("'{citation}' is larger than {size} MB", citation=citation, size=size))
    return content.decode("utf-8", "replace")


def _embedded(text: str) -> Mapping[str, Any]:
    """Return what the scores of a citation file rest on, by code; nothing for any other text."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(data, dict) or data.get("schema") != CITATION or not _is_basis(data.get("basis")):
        return {}
    return {str(data.get("code")): data["basis"]}


def _is_basis(data: object) -> bool:
    """Whether data has the shape of what a score rests on: tables by name, no deeper than any is."""
    if not isinstance(data, dict) or not all(isinstance(part, dict) for part in data.values()):
        return False
    level: list[Any] = [data]
    for _ in range(DEEPEST):
        level = [inner for one in level for inner in (one.values() if isinstance(one, dict) else one)]
        level = [inner for inner in level if isinstance(inner, dict | list)]
    return not level


def _rubric(name: str) -> Rubric | None:
    try:
        return rubric_of(name)
    except UnknownNameError:
        return None


class _Bases:
    """What cited scores may have rested on: the citation file, the named edition, the kept ones."""

    def __init__(self, embedded: Mapping[str, Any], source: str) -> None:
        self._embedded = embedded
        self._source = source
        self._archive = Archive(edition_files(), snapshots())

    def of(self, code: Code) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """Yield what a cited score rested on, with the name of where that was found."""
        if str(code) in self._embedded:
            yield tr("the citation file"), self._embedded[str(code)]
        if self._source and (basis := self._named.basis(code)) is not None:
            yield self._source, basis
        yield from self._archive.bases(code)

    @cached_property
    def _named(self) -> Scores:
        return Scores.of(edition_of(self._source))


def _rendered(verdicts: list[Verdict], format: str) -> str:
    from openscore.report.analyses.changes import verdict_data, verdict_text

    if format == "json":
        return document("verification", {"verified": [verdict_data(verdict) for verdict in verdicts]})
    return "".join(verdict_text(verdict) for verdict in verdicts)
