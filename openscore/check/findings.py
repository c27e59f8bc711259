"""Where the models in use fall short of a policy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path, PurePath
from typing import Any, NamedTuple

from openscore.check.located_json import LocatedJson
from openscore.check.lookup import Lookup
from openscore.check.policy import Demand, Requirement
from openscore.check.stated_licenses import by_license
from openscore.check.uses import Use
from openscore.engine import Assessment, assess
from openscore.engine.age import oldest_reading
from openscore.engine.facts import base_facts
from openscore.engine.lineage import behind
from openscore.errors import did_you_mean
from openscore.files import label_of
from openscore.language import noted, tr
from openscore.numerals import number
from openscore.records.record import ModelRecord
from openscore.registry.registry import Registry
from openscore.rubric.conditions import FALSE, TRUE
from openscore.rubric.rubric import Rubric
from openscore.toml import read_text, unusable

KIND = "check"
SCHEMA = f"openscore.{KIND}/1"

UNKNOWN_MODEL = "unknown-model"
NOT_JUDGED = "kind-not-judged"
UNMET = "requirement-unmet"
NOT_SHOWN = "requirement-not-shown"
"""What is unknown could still meet the requirement; openness has to be shown."""

REGISTRY = "registry"
LICENSE = "stated-license"
FAIL, WARN, BY_LICENSE = "fail", "warn", "by-license"
ON_UNKNOWN = (FAIL, WARN, BY_LICENSE)
"""What becomes of a model that the registry lacks."""

MOST_GUESSES = 100
"""Unknown names for which near ones are looked up: each takes milliseconds, and who has more of them than
this has a list of other things than the models of the registry."""


class Finding(NamedTuple):
    """One requirement that one model in use does not meet, or that cannot be told."""

    name: str
    """One of the kinds above."""
    use: Use
    model: str = ""
    """Id of the record; '' if there is none."""
    rubric: str = ""
    requirement: str = ""
    """As one would type it: `band>=open-weights`, `score>=60`, `weights.availability=public`."""
    found: str = ""
    """What is there instead; a fact that nobody has established is `unknown`."""
    shortfall: float = 0.0
    """How much is lacking, in points or in bands; 0 where that cannot be counted."""
    near: str = ""
    """A question with near names, for an unknown model."""
    basis: str = REGISTRY
    """What was judged: facts of the registry, or of a model that it lacks the stated license."""
    is_warning: bool = False
    """Whether it is told and fails nothing."""

    @property
    def subject(self) -> tuple[str, ...]:
        """What it is about: the same in a later run, whatever file, line and spelling names the model."""
        return (self.model or self.use.name.casefold(), self.name, self.rubric, self.requirement)


class Known(NamedTuple):
    """A finding of an earlier run."""

    subject: tuple[str, ...]
    found: str
    shortfall: float
    name: str = ""
    """The model, as the list named it."""
    file: str = ""
    """Where it was found then; another file may name the model now."""

    def covers(self, finding: Finding) -> bool:
        """Whether a finding is this one again, or less of it."""
        is_less = 0 < finding.shortfall <= self.shortfall
        return self.subject == finding.subject and (self.found == finding.found or is_less)


class Verdict(NamedTuple):
    """What came of a check."""

    findings: tuple[Finding, ...]
    """In the order of the lists."""
    accepted: tuple[Finding, ...]
    """Those that the baseline covers."""
    gone: tuple[Known, ...]
    """What the baseline accepts in these files and nobody needs any more."""
    models: tuple[str, ...] = ()
    """Ids of the records of the uses, in their order; '' where there is none."""
    by_license: tuple[Use, ...] = ()
    """Uses of models that the registry lacks and whose stated license was judged alone."""
    joined: tuple[tuple[Use, str], ...] = ()
    """Uses that are found by name and version together only, with the id of the record."""


def check(
    uses: Sequence[Use],
    registry: Registry,
    demands: Sequence[Demand],
    baseline: Iterable[Known] = (),
    unknown: str = FAIL,
    *,
    today: date | None = None,
) -> Verdict:
    """Hold models in use against demands.

    Args:
        uses: What the lists name.
        registry: Where the names are looked up; a name that it lacks is a finding.
        demands: What each rubric must find; at the low end, and equality passes.
        baseline: Findings that are accepted.
        unknown: What becomes of a name that the registry lacks, one of `ON_UNKNOWN`.
        today: The day from which the age of evidence counts; that of the registry's latest reading if None.
    """
    known: dict[tuple[str, ...], list[Known]] = {}
    for one in baseline:
        known.setdefault(one.subject, []).append(one)
    used: set[Known] = set()
    findings: list[Finding] = []
    accepted: list[Finding] = []
    court = _Court(registry, demands, unknown, today or (registry.last_read if registry.models else None))
    for finding in court.findings(uses):
        covering = [one for one in known.get(finding.subject, ()) if one.covers(finding)]
        used.update(covering)
        (accepted if covering else findings).append(finding)
    files = {use.file for use in uses}
    gone = [
        one
        for listed in known.values()
        for one in listed
        if one not in used and any(is_same_file(one.file, file) for file in files)
    ]
    told = tuple(court.models), tuple(court.by_license), tuple(court.joined)
    return Verdict(tuple(findings), tuple(accepted), tuple(gone), *told)


def is_same_file(earlier: str, now: str) -> bool:
    """Return whether two paths may name one file: one ends as the whole other does."""
    parts = sorted((PurePath(earlier).parts, PurePath(now).parts), key=len)
    short = tuple(part for part in parts[0] if part != "..")
    return bool(short) and parts[1][-len(short) :] == short


class _Court:
    """Judges uses one after the other; of a model that is used often it is worked out once."""

    def __init__(
        self, registry: Registry, demands: Sequence[Demand], unknown: str, today: date | None
    ) -> None:
        self.models: list[str] = []
        self.by_license: list[Use] = []
        self.joined: list[tuple[Use, str]] = []
        self._registry = registry
        self._demands = demands
        self._unknown = unknown
        self._today = today
        self._lookup = Lookup(registry)
        self._guesses: dict[str, str] = {}
        self._known: dict[str, tuple[Finding, ...]] = {}

    def findings(self, uses: Iterable[Use]) -> Iterator[Finding]:
        """Yield what is found of each use."""
        for use in uses:
            record = self._lookup.record(use)
            self.models.append(record.id if record else "")
            if record is None:
                yield from self._of_unknown(use)
                continue
            if self._lookup.is_joined(use):
                self.joined.append((use, record.id))
            if record.id not in self._known:
                self._known[record.id] = tuple(
                    finding
                    for demand in self._demands
                    for finding in _unmet(use, record, demand, self._today)
                )
            for finding in self._known[record.id]:
                yield finding._replace(use=use)

    def _of_unknown(self, use: Use) -> Iterator[Finding]:
        if self._unknown == BY_LICENSE and use.licenses and _ask_licenses(self._demands):
            self.by_license.append(use)
            yield from self._licensed(use)
            return
        name = use.plain or use.name
        if name not in self._guesses and len(self._guesses) < MOST_GUESSES:
            self._guesses[name] = did_you_mean(name, self._registry.names)
        near = self._guesses.get(name, "")
        yield Finding(UNKNOWN_MODEL, use, near=near, is_warning=self._unknown == WARN)

    def _licensed(self, use: Use) -> Iterator[Finding]:
        """Yield the requirements that a stated license does not meet, or that no license can show."""
        stated = ", ".join(use.licenses)
        for demand in self._demands:
            for wanted in _wanted_of_all(demand):
                yield Finding(NOT_SHOWN, use, "", demand.rubric.id, wanted, "unknown", basis=LICENSE)
            for one in demand.requirements:
                truth = by_license(one, use.licenses, demand, self._registry.licenses)
                if truth != TRUE:
                    name = UNMET if truth == FALSE else NOT_SHOWN
                    found = stated if one.is_of_license else "unknown"
                    yield Finding(name, use, "", demand.rubric.id, one.text, found, basis=LICENSE)


def _ask_licenses(demands: Iterable[Demand]) -> bool:
    return any(requirement.is_of_license for demand in demands for requirement in demand.requirements)


def _wanted_of_all(demand: Demand) -> Iterator[str]:
    """Yield what is wanted of an assessment as a whole, as findings name it."""
    if demand.min_score is not None:
        yield f"score>={number(demand.min_score)}"
    if demand.min_band is not None:
        yield f"band>={demand.min_band.id}"
    if demand.max_evidence_age is not None:
        yield _age_of(demand)


def _age_of(demand: Demand) -> str:
    return f"evidence-age<={demand.max_evidence_age}"


def _unmet(use: Use, record: ModelRecord, demand: Demand, today: date | None) -> Iterator[Finding]:
    rubric = demand.rubric
    if record.kind not in rubric.subjects:
        yield Finding(NOT_JUDGED, use, record.id, rubric.id, found=record.kind)
        return
    assessment = assess(record, rubric)
    if demand.min_score is not None:
        yield from _score(Finding(UNMET, use, record.id, rubric.id), assessment, demand.min_score)
    if demand.min_band is not None:
        yield from _band(Finding(UNMET, use, record.id, rubric.id), assessment, demand)
    if demand.max_evidence_age is not None and today:
        yield from _age(Finding(UNMET, use, record.id, rubric.id), record, demand, today)
    masks = {**assessment.masks, **demand.reader.masks(record)} if demand.requirements else {}
    for requirement in demand.requirements:
        truth = requirement.condition.decide(masks)
        if truth != TRUE:
            name = UNMET if truth == FALSE else NOT_SHOWN
            found = _found(record, requirement, masks[requirement.condition.path], demand.asked)
            yield Finding(name, use, record.id, rubric.id, requirement.text, found)


def _score(finding: Finding, assessment: Assessment, least: float) -> Iterator[Finding]:
    low, high = assessment.score
    if low < least:
        yield finding._replace(
            name=NOT_SHOWN if high >= least else UNMET,
            requirement=f"score>={number(least)}",
            found=number(low) if low == high else f"{number(low)}-{number(high)}",
            shortfall=round(least - low, 6),
        )


def _band(finding: Finding, assessment: Assessment, demand: Demand) -> Iterator[Finding]:
    least = demand.min_band
    low, high = assessment.bands
    if least and demand.rubric.openness(low) < demand.rubric.openness(least):
        yield finding._replace(
            name=NOT_SHOWN if demand.rubric.openness(high) >= demand.rubric.openness(least) else UNMET,
            requirement=f"band>={least.id}",
            found=low.id if low == high else f"{low.id} to {high.id}",
            shortfall=float(demand.rubric.openness(least) - demand.rubric.openness(low)),
        )


def _age(finding: Finding, record: ModelRecord, demand: Demand, today: date) -> Iterator[Finding]:
    oldest, most = oldest_reading(record, demand.rubric), demand.max_evidence_age
    if oldest and most is not None and (today - oldest).days > most:
        yield finding._replace(requirement=_age_of(demand), found=oldest.isoformat())


def _found(record: ModelRecord, requirement: Requirement, mask: int, rubric: Rubric) -> str:
    """Return what stands at a path, and behind a term the licenses that it comes from."""
    path, scale = requirement.condition.path, requirement.condition.scale
    value = scale.ids(mask)[0] if mask.bit_count() == 1 else "unknown"
    if path.startswith("@"):
        return value
    facts = base_facts(path, rubric)
    stated = dict.fromkeys(
        ("" if member is record else f"{member.id}: ") + member.values[fact]
        for member, fact in behind(record, path, rubric)
        if fact in member.values
    )
    listed = ", ".join(stated)
    if facts == (path,):
        return f"{value} ({listed})" if len(stated) > 1 else value
    if facts == (requirement.facts,):  # Of a list of licenses: the license says more than "no".
        return listed or value
    return f"{value} ({listed})" if listed else value


def read_baseline(path: Path) -> tuple[Known, ...]:
    """Read the findings that an earlier run wrote as JSON, those that it accepted included.

    Raises:
        DataError: If it cannot be read, or is something else.
    """
    file = label_of(path)
    data = LocatedJson(read_text(path, noted("a baseline")), file).whole
    try:
        if data["schema"] != SCHEMA:
            raise KeyError("schema")
        return tuple(_known(entry) for entry in (*data["findings"], *data["accepted"]))
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        hint = tr("`openscore check FILE --format json --output baseline.json` writes one")
        raise unusable(file, "unknown-format", tr("no result of `openscore check`"), hint=hint) from error


def _known(entry: dict[str, Any]) -> Known:
    named = str(entry["model"] or str(entry["name"]).casefold())
    subject = (named, *(str(entry[key]) for key in ("finding", "rubric", "requirement")))
    found, shortfall = str(entry["found"]), float(entry["shortfall"])
    return Known(subject, found, shortfall, str(entry["name"]), str(entry["file"]))
