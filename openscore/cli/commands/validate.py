"""`openscore validate`: check registries, prove rubrics, and tell how well the registry is known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated, NamedTuple

from openscore.cli import completion
from openscore.cli.exit_codes import FAILED, EndedError
from openscore.cli.options import RegistryOption
from openscore.cli.output import say, say_hints, write
from openscore.cli.parameters import flag, option
from openscore.cli.values import choice, whole_number
from openscore.errors import DataError, Problem, did_you_mean
from openscore.language import counted, noted, tr
from openscore.registry.load import load_registry
from openscore.registry.registry import Registry
from openscore.report.formats.problems import FORMATS, for_hosts, problem_data
from openscore.report.text import document, visible
from openscore.resources import default_rubric, rubric_files
from openscore.rubric.load import load_rubric, rubric_file
from openscore.rubric.names import unlisted
from openscore.rubric.rubric import Rubric

if TYPE_CHECKING:
    from openscore.analysis.coverage import Coverage
    from openscore.records.licenses import LicenseTable


def command(
    registry: RegistryOption = [],  # noqa: B006  # Typer copies it
    rubric: Annotated[
        list[str],
        option(
            "--rubric",
            metavar="ID|PATH",
            help="Prove this rubric; all shipped ones if left out.",
            complete=completion.rubrics,
        ),
    ] = [],  # noqa: B006
    coverage: Annotated[
        bool, flag("--coverage", help="Tell which facts are known, and on what they rest.")
    ] = False,
    consistency: Annotated[
        bool, flag("--consistency", help="Name alike evidence that is judged unlike, to be read again.")
    ] = False,
    max_age: Annotated[
        int | None,
        whole_number(
            "--max-age", low=0, metavar="DAYS", help="Fail for models that rest on a reading older than this."
        ),
    ] = None,
    format: Annotated[str, choice("--format", among=FORMATS, help="Output format.")] = "text",
) -> None:
    """Check the registry, the licenses and the rubrics; exit 1 if something is wrong."""
    problems: list[Problem] = []
    passed: list[str] = []
    loaded: Registry | None = None
    try:
        # Read anew, never from a snapshot: this command is the one that looks.
        loaded = load_registry(registry, today=date.today())
        problems += loaded.warnings
        if consistency:
            _review(loaded, problems, passed)
        facts = sum(len(record.values) for record in loaded)
        passed.append(
            tr(
                "registry: {models}, {facts}, {licenses}",
                models=counted("{n} model", "{n} models", len(loaded)),
                facts=counted("{n} fact", "{n} facts", facts),
                licenses=counted("{n} license", "{n} licenses", len(loaded.licenses.licenses)),
            )
        )
    except DataError as error:
        problems += error.problems or [Problem("unusable", error.message, hint=error.hint)]
    proven = _prove(rubric or [*rubric_files()], problems, passed)
    for name, held in proven.items():
        problems += _unlisted(name, held, loaded.licenses) if loaded else ()
    judged = proven.get(rubric[0] if rubric else default_rubric())
    if max_age is not None and loaded and judged:
        problems += _aged(loaded, judged, max_age)
    _prove_duties(loaded, problems, passed)
    known = _Known.of(loaded, judged) if coverage and loaded and judged else None
    _report(problems, passed, known, format)
    if any(problem.severity == "error" for problem in problems):
        raise EndedError(FAILED)


def _prove(rubrics: Iterable[str], problems: list[Problem], passed: list[str]) -> dict[str, Rubric]:
    """Prove rubrics; return those that hold, by the name under which they were asked for."""
    held = {}
    for name in rubrics:
        try:
            proven = held[name] = load_rubric(name)
        except DataError as error:
            problems += error.problems
            continue
        problems += proven.warnings
        claims = tr("levels reachable, bands without gaps")
        if proven.is_monotone:
            claims = tr("levels reachable, bands without gaps, monotone")
        passed.append(
            tr("rubric {id} {version}: {claims}", id=proven.id, version=proven.version, claims=claims)
        )
    return held


def _unlisted(name: str, rubric: Rubric, table: LicenseTable) -> Iterator[Problem]:
    """Yield what stands in a set of licenses of a rubric and is none: no model is ever inside by it."""
    file = rubric_file(name)
    for where, license in unlisted(rubric.data, table):
        message = tr("no license '{name}' in the table", name=license)
        hint = did_you_mean(license, table.licenses)
        yield file.problem("unknown-license", where, message, hint)._replace(severity="warning")


def _prove_duties(loaded: Registry | None, problems: list[Problem], passed: list[str]) -> None:
    """Prove the rules of duties, and hold terms and particulars against each other."""
    from openscore.duty.load import load_rules
    from openscore.duty.proof import disagreements

    try:
        rules = load_rules()
    except DataError as error:
        problems += error.problems
        return
    for said in disagreements(rules, loaded.licenses) if loaded else ():
        problems.append(Problem("terms-disagree", tr("terms and particulars disagree: {said}", said=said)))
    answered = tr("every combination of values has exactly one answer")
    passed.append(tr("duties {id} {version}: {claims}", id=rules.id, version=rules.version, claims=answered))


def _review(registry: Registry, problems: list[Problem], passed: list[str]) -> None:
    """Add what differs on the same evidence, and what of it somebody read and found to be right."""
    from openscore.analysis.consistency import review

    found = review(registry)
    problems += found.open
    passed += [
        tr(
            "settled on {day}: {place}: {values}: {why}",
            day=one.day, place=one.key, values=" / ".join(sorted(one.values)), why=one.why,
        )
        for one in found.settled
    ]  # fmt: skip


def _aged(registry: Registry, judged: Rubric, days: int) -> Iterator[Problem]:
    """Yield the models whose score rests on a reading of longer ago."""
    from openscore.engine.age import oldest_reading

    today = date.today()
    for record in registry:
        oldest = oldest_reading(record, judged)
        if oldest and (today - oldest).days > days:
            message = tr(
                "rests on a reading of {day}, {days} days ago", day=oldest, days=(today - oldest).days
            )
            hint = tr("`openscore sources stale {model} --older-than {days}`", model=record.id, days=days)
            yield Problem(
                "evidence-too-old", message, str(record.data["origin"]), None, f"models.{record.id}", hint
            )


def _report(problems: Sequence[Problem], passed: Sequence[str], known: _Known | None, format: str) -> None:
    if format == "json":
        found = [problem_data(problem) for problem in problems]
        data = {"problems": found, "passed": list(passed), "coverage": known.data if known else None}
        write(document("validation", data), is_data=True)
        return
    if format != "text":
        write(for_hosts(problems, format), is_data=True)
        return
    for problem in problems:
        message = noted("error: {problem}") if problem.severity == "error" else noted("warning: {problem}")
        say(tr(message, problem=visible(str(problem))))
        say_hints([problem.hint])
    for line in passed:
        write(tr("ok: {line}", line=visible(line)) + "\n")
    warnings = sum(problem.severity == "warning" for problem in problems)
    counts = tr("errors: {errors}, warnings: {warnings}", errors=len(problems) - warnings, warnings=warnings)
    write(f"{counts}\n{known.text if known else ''}")


class _Known(NamedTuple):
    """How well the registry is known, by the facts that a rubric reads."""

    rubric: Rubric
    models: tuple[Coverage, ...]
    components: tuple[Coverage, ...]
    """The last one is of all."""

    @classmethod
    def of(cls, registry: Registry, rubric: Rubric) -> _Known:
        """Count what is known of the records that the rubric judges."""
        from openscore.analysis.coverage import by_component, by_model, in_all, needed_facts

        needed = needed_facts((record for record in registry if record.kind in rubric.subjects), rubric)
        return cls(rubric, by_model(needed), (*by_component(needed, rubric.vocabulary), in_all(needed)))

    @property
    def data(self) -> dict[str, object]:
        """For programs."""
        from openscore.report.analyses.coverage import coverage_data

        today = date.today()
        return {
            "rubric": {"id": self.rubric.id, "version": self.rubric.version},
            "models": [coverage_data(one, today, with_missing=True) for one in self.models],
            "components": [coverage_data(one, today, with_missing=False) for one in self.components],
        }

    @property
    def text(self) -> str:
        """For people: by model, by age of the readings, by component."""
        from openscore.cli.screen import screen
        from openscore.report.analyses.coverage import age_rows, coverage_rows
        from openscore.report.terminal.lists import list_table

        id, version = self.rubric.id, self.rubric.version
        components = ("subject", "needed", "known", "first_party", "sources", "oldest")
        tables = (
            (coverage_rows(self.models, with_missing=True), ("subject", "known", "first_party", "missing")),
            (age_rows(self.components[-1], date.today()), ("read", "facts", "share")),
            (coverage_rows(self.components, with_missing=False), components),
        )
        head = tr("\ncoverage of the facts that {id} {version} reads", id=id, version=version)
        return "\n".join([head, *(list_table(rows, screen(), narrow) for rows, narrow in tables)])
