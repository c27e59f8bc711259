"""`openscore check`: hold the models in use against a policy."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

from openscore.cli import completion
from openscore.cli.bill_elements import write_elements
from openscore.cli.exit_codes import FAILED, EndedError
from openscore.cli.filters import key_and_values
from openscore.cli.loading import registry_of, rubric_of
from openscore.cli.options import OutputOption, RegistryOption, RubricOption, StandaloneOption
from openscore.cli.output import say, say_hints, write
from openscore.cli.parameters import option
from openscore.cli.values import choice, file_argument, file_path, number, number_of, whole_number
from openscore.errors import NothingMatchedError, Problem, UsageError
from openscore.language import tr
from openscore.registry.registry import Registry
from openscore.report.formats.problems import FORMATS, for_hosts
from openscore.report.text import document, visible

if TYPE_CHECKING:
    from openscore.check.findings import Verdict
    from openscore.check.inventory import Inventory
    from openscore.check.policy import Demand
    from openscore.check.uses import Use


FilesArgument = Annotated[
    list[Path],
    file_argument(
        metavar="FILE",
        help="Lists with one model a line, tables, bills of materials; folders, patterns, `-` for input.",
    ),
]
ColumnOption = Annotated[
    str,
    option("--column", metavar="NAME", help="Column of a table, or key in JSON, that names the model."),
]
UnknownOption = Annotated[
    str,
    choice(
        "--unknown",
        among=("fail", "warn", "by-license"),
        help="Models that the registry lacks: a finding, a warning, or judged by the license that is stated.",
    ),
]
PolicyOption = Annotated[
    Path | None, file_path("--policy", help="Demands by rubric, in TOML; see docs/check.md.")
]
MinBandOption = Annotated[
    str,
    option("--min-band", metavar="ID", help="The least open band that passes.", complete=completion.bands),
]
MinScoreOption = Annotated[
    float | None, number("--min-score", low=0, metavar="SCORE", help="The lowest score that passes.")
]
RequireOption = Annotated[
    list[str],
    option("--require", metavar="KEY=VALUE", help="Allowed values, such as weights=public; repeatable."),
]
MaxAgeOption = Annotated[
    int | None,
    whole_number(
        "--max-evidence-age",
        low=0,
        metavar="DAYS",
        help="Days since the oldest reading on which the score rests, at most.",
    ),
]
BaselineOption = Annotated[
    Path | None, file_path("--baseline", help="Accept what this earlier JSON result found.")
]

ElementsOption = Annotated[
    str,
    option(
        "--elements",
        metavar="ID",
        help="Tell which elements of a list, such as g7-sbom-ai, bills state, and what could be added.",
        complete=completion.elements,
    ),
]


def command(
    files: FilesArgument,
    policy: PolicyOption = None,
    rubric: RubricOption = "",
    min_band: MinBandOption = "",
    min_score: MinScoreOption = None,
    require: RequireOption = [],  # noqa: B006  # Typer copies it
    max_evidence_age: MaxAgeOption = None,
    baseline: BaselineOption = None,
    column: ColumnOption = "",
    unknown: UnknownOption = "fail",
    elements: ElementsOption = "",
    registry: RegistryOption = [],  # noqa: B006
    standalone: StandaloneOption = False,
    format: Annotated[str, choice("--format", among=FORMATS, help="Output format.")] = "text",
    output: OutputOption = None,
) -> None:
    """Hold models in use against a policy: one line per finding; exit 1 if there is one."""
    from openscore.check.findings import check, read_baseline
    from openscore.check.inventory import read_inventory
    from openscore.check.places import files_of
    from openscore.report.analyses.check import problem_of

    loaded = registry_of(registry, standalone=standalone)
    own = Wanted(min_band, min_score, require, max_evidence_age)
    if elements:
        given = {"--policy": policy, "--rubric": rubric, "--baseline": baseline, "--column": column}
        asked = [name for name, value in given.items() if value]
        asked += [] if own.is_nothing else ["--min-band, --min-score, --require or --max-evidence-age"]
        write_elements(elements, files_of(files), loaded, asked, format, output)
        return
    demands = _demands(policy, rubric, own, loaded)
    places = files_of(files)
    uses = _models([read_inventory(file, column) for file in places], files)
    known = read_baseline(baseline) if baseline else ()
    verdict = check(uses, loaded, demands, known, unknown, today=date.today())
    rubrics = {demand.rubric.id: demand.rubric.name for demand in demands}
    problems = [problem_of(finding, rubrics) for finding in verdict.findings]
    _write(verdict, problems, uses, loaded, demands, format, output)
    _tell(problems, verdict, len(uses), has_demands=bool(demands))
    if any(problem.severity == "error" for problem in problems):
        raise EndedError(FAILED)


def _models(found: Sequence[Inventory], files: Sequence[Path]) -> list[Use]:
    """Return the uses of models, after telling of what the lists name beside them."""
    named = [use for one in found for use in one.uses]
    if not named and not any(one.is_bill for one in found):
        raise NothingMatchedError(tr("no model is named in {listed}", listed=", ".join(map(str, files))))
    for use in named:
        if use.is_no_model:
            told = tr("'{name}' is {other}, no model", name=use.name, other=tr(use.is_no_model))
            say(tr("note: {note}", note=visible(f"{use.file}:{use.line}: {told}")))
    return [use for use in named if not use.is_no_model]


def _write(
    verdict: Verdict,
    problems: Sequence[Problem],
    uses: Sequence[Use],
    registry: Registry,
    demands: Sequence[Demand],
    format: str,
    output: Path | None,
) -> None:
    from openscore.report.analyses.check import KINDS, check_json, passed

    if format == "json":
        rubrics = [demand.rubric for demand in demands]
        write(document("check", check_json(verdict, uses, registry, rubrics)), output, is_data=True)
    elif format == "text":
        write("".join(f"{visible(str(problem))}\n" for problem in problems), output)
    else:
        write(for_hosts(problems, format, passed(verdict, uses), kinds=KINDS), output, is_data=True)


class Wanted(NamedTuple):
    """The demand that the options make."""

    min_band: str
    min_score: float | None
    require: Sequence[str]
    max_evidence_age: int | None

    @property
    def is_nothing(self) -> bool:
        """Whether no option demands anything."""
        numbers = (self.min_score, self.max_evidence_age)
        return not (self.min_band or self.require) and all(number is None for number in numbers)


def _demands(policy: Path | None, rubric: str, own: Wanted, registry: Registry) -> list[Demand]:
    """Return the demands of the policy file and the one that the options make."""
    from openscore.check.policy import Demand, DemandShape, read_policy

    demands = [*read_policy(policy, rubric_of, registry.licenses)] if policy else []
    if own.is_nothing:
        if rubric:
            raise UsageError(tr("--rubric needs --min-band, --min-score, --require or --max-evidence-age"))
        return demands
    judged = rubric_of(rubric)
    required: dict[str, list[str]] = {}
    for text in own.require:
        key, values = key_and_values(text, "--require", "weights=public")
        if key in required:
            raise UsageError(
                tr("--require names '{key}' twice", key=key),
                hint=tr("write --require {key}=VALUE,VALUE", key=key),
            )
        required[key] = values
    least = None if own.min_score is None else number_of(own.min_score, "--min-score", 0, judged.top)
    shape = DemandShape(
        min_band=own.min_band or None,
        min_score=least,
        max_evidence_age=own.max_evidence_age,
        require=required,
    )
    return [*demands, Demand(judged, shape, registry.licenses, _refuse)]


def _refuse(_: str, where: Sequence[str | int], message: str, hint: str) -> None:
    option = "--" + str(where[0]).replace("_", "-")
    named = f"{option} {where[1]}" if len(where) > 1 else option
    raise UsageError(f"{named}: {message}", hint=hint)


def _tell(problems: Sequence[Problem], verdict: Verdict, models: int, *, has_demands: bool) -> None:
    """Say on standard error what the findings add up to."""
    from openscore.report.analyses.check import told_by_license

    say_hints(problem.hint for problem in problems)
    for use, id in verdict.joined:
        name, version = use.name, use.version
        told = tr("'{name}' in version '{version}' is taken for {id}", name=name, version=version, id=id)
        say(tr("note: {note}", note=visible(f"{use.file}:{use.line}: {told}")))
    for use in verdict.by_license:
        say(tr("note: {note}", note=visible(f"{use.file}:{use.line}: {told_by_license(use)}")))
    for known in verdict.gone:
        say(
            tr(
                "no longer found, drop it from the baseline: {finding}",
                finding=visible(f"{known.file}: {known.name} [{known.subject[1]}]"),
            )
        )
    if not has_demands:
        say(tr("no requirement was given: only unknown models are findings"))
    counts = tr(
        "models: {models}, findings: {findings}, accepted by the baseline: {accepted}",
        models=models,
        findings=len(problems),
        accepted=len(verdict.accepted),
    )
    say(counts)
