"""`openscore verify`: compute a cited score again, and tell what changed since."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any

from openscore.analysis.citation import Code, codes_in, fault_of
from openscore.analysis.code_search import Damaged, search
from openscore.analysis.verify import Archive, Scores, Verdict, verify
from openscore.cli import completion
from openscore.cli.cited_text import cited_text
from openscore.cli.editions import HELP, edition_of
from openscore.cli.exit_codes import FAILED, EndedError
from openscore.cli.loading import registry_of, rubric_of, snapshots
from openscore.cli.options import OutputOption, RegistryOption
from openscore.cli.output import write
from openscore.cli.parameters import argument, option
from openscore.cli.signers import IdentityOption, IssuerOption, KeyOption, Signer, TrustedRootOption
from openscore.cli.values import choice
from openscore.errors import NothingMatchedError, UnknownNameError, UsageError
from openscore.language import noted, tr
from openscore.report.formats.citations import CITATION
from openscore.report.text import document
from openscore.report.views.citation import contradictions
from openscore.resources import edition_files, rubric_files
from openscore.rubric.rubric import Rubric

FORMATS = ("text", "json")
DEEPEST = 60
"""Levels of tables and lists; those of a rubric's conditions are the deepest."""


def command(
    citation: Annotated[
        str,
        argument(metavar="CODE|FILE", help="A verification code, or a text or citation file that has some."),
    ] = "",
    from_: Annotated[
        str,
        option(
            "--from",
            metavar="EDITION",
            help=f"Where the cited score came from: {HELP}",
            complete=completion.editions,
        ),
    ] = "",
    edition: Annotated[
        str,
        option(
            "--edition",
            metavar="NAME|FILE",
            help="Hold a kept edition, or the archive beside a manifest, against its digests.",
            complete=completion.editions,
        ),
    ] = "",
    key: KeyOption = "",
    identity: IdentityOption = "",
    issuer: IssuerOption = "",
    trusted_root: TrustedRootOption = None,
    rubric: Annotated[
        str,
        option("--rubric", metavar="PATH", help="File of the rubric, if it is none of the shipped ones."),
    ] = "",
    registry: RegistryOption = [],  # noqa: B006  # Typer copies it
    format: Annotated[str, choice("--format", among=FORMATS, help="Output format.")] = "text",
    output: OutputOption = None,
) -> None:
    """Compute a cited score again, or check an edition; exit 1 if it is another one now."""
    signer = Signer(key, identity, issuer, trusted_root)
    if bool(citation) == bool(edition) or (signer.is_asked() and not edition):
        raise UsageError(
            tr("verify a code, a file, or an edition?"),
            hint=tr("`openscore verify CODE`, or `openscore verify --edition NAME`"),
        )
    if edition:
        if not _is_published(edition, signer, format, output):
            raise EndedError(FAILED)
        return
    text = text_of(citation)
    scores = Scores(registry_of(registry), lambda name: rubric_or_none(rubric or name))
    verdicts = judged(text, scores, from_)
    if not verdicts:
        raise NothingMatchedError(
            tr("no verification code in '{citation}'", citation=citation),
            hint=tr("`openscore cite MODEL` prints one"),
        )
    write(_rendered(verdicts, format), output, is_data=format == "json")
    if not all(isinstance(verdict, Verdict) and verdict.holds for verdict in verdicts):
        raise EndedError(FAILED)


def _is_published(edition: str, signer: Signer, format: str, output: Path | None) -> bool:
    """Tell whether an edition is what its manifest says, and who signed that."""
    from openscore.analysis.manifest import MANIFEST, held
    from openscore.report.analyses.editions import held_data, held_text

    kept = edition_files().get(edition)
    path = kept.with_name(f"{edition}{MANIFEST}") if kept else Path(edition)
    if not kept and not path.name.endswith(MANIFEST):
        raise UnknownNameError.of(tr("edition"), edition, edition_files(), "openscore diff --help")
    found = held(path)
    signed = signer.signed(path) if signer.is_asked() else None
    if format == "json":
        write(document("edition-verification", held_data(found, signed)), output, is_data=True)
    else:
        write(held_text(found, signed), output)
    return found.is_whole and (signed is None or signed.holds)


def judged(text: str, scores: Scores, from_: str = "") -> list[Verdict | Damaged]:
    """Return what became of every code of a text, and what in it is damaged."""
    found = search(text, scores.registry.models, tuple(rubric_files()))
    basis, fault = _embedded(text)
    bases = _Bases(basis, from_)
    stated = dict(contradictions(found.text, found.places))
    placed: list[tuple[int, Verdict | Damaged]] = [(one.place, one) for one in found.damaged]
    for code, place in {code: place for place, code in reversed(found.places)}.items():
        if code in stated:
            verdict: Verdict | Damaged = Damaged(f"{code} ({stated[code]})", noted("stated score"))
        elif fault and str(code) in basis:
            verdict = Damaged(str(code), fault)
        else:
            verdict = verify(code, scores, bases=bases.of(code), near=bases.near(code))
        placed.append((place, verdict))
    return [verdict for _, verdict in sorted(placed, key=lambda one: one[0])]


def text_of(citation: str) -> str:
    """Return the text of the file, or the code itself."""
    found = search(citation, rubrics=tuple(rubric_files()))
    return citation if found.codes or found.damaged else cited_text(citation)


def _embedded(text: str) -> tuple[Mapping[str, Any], str]:
    """Return what the scores of a citation file rest on, by code, and what in it contradicts its code."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return {}, ""
    if not isinstance(data, dict) or data.get("schema") != CITATION or not _is_basis(data.get("basis")):
        return {}, ""
    basis, codes = data["basis"], codes_in(str(data.get("code")))
    fault = fault_of(codes[0], basis, data.get("result"), data.get("citation")) if codes else ""
    return {str(data.get("code")): basis}, fault


def _is_basis(data: object) -> bool:
    """Whether data has the shape of what a score rests on: tables by name, no deeper than any is."""
    if not isinstance(data, dict) or not all(isinstance(part, dict) for part in data.values()):
        return False
    level: list[Any] = [data]
    for _ in range(DEEPEST):
        level = [inner for one in level for inner in (one.values() if isinstance(one, dict) else one)]
        level = [inner for inner in level if isinstance(inner, dict | list)]
    return not level


def rubric_or_none(name: str) -> Rubric | None:
    """Return the rubric of an id or a path; None if there is none."""
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

    def near(self, code: Code) -> Iterator[Code]:
        """Yield codes of kept editions that a damaged code may have been."""
        yield from self._archive.near(code)

    @cached_property
    def _named(self) -> Scores:
        return Scores.of(edition_of(self._source))


def _rendered(verdicts: list[Verdict | Damaged], format: str) -> str:
    from openscore.report.analyses.changes import damaged_data, damaged_text, verdict_data, verdict_text

    if format == "json":
        data = [damaged_data(one) if isinstance(one, Damaged) else verdict_data(one) for one in verdicts]
        return document("verification", {"verified": data})
    return "".join(damaged_text(one) if isinstance(one, Damaged) else verdict_text(one) for one in verdicts)
