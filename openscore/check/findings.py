"""Where the models in use fall short of a policy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePath
from typing import Any, NamedTuple

from openscore.check.located_json import LocatedJson
from openscore.check.policy import Demand, Requirement
from openscore.check.uses import Use
from openscore.engine import Assessment, assess
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

    @property
    def subject(self) -> tuple[str, ...]:
        """What it is about: the same in a later run, whatever line it stands on."""
        return (self.use.file, self.use.name, self.name, self.rubric, self.requirement)


class Known(NamedTuple):
    """A finding of an earlier run."""

    subject: tuple[str, ...]
    found: str
    shortfall: float

    def covers(self, finding: Finding) -> bool:
        """Whether a finding is this one again, or less of it, from whatever folder the file was named."""
        is_less = 0 < finding.shortfall <= self.shortfall
        is_same = self.subject[1:] == finding.subject[1:] and is_same_file(self.subject[0], finding.use.file)
        return is_same and (self.found == finding.found or is_less)


class Verdict(NamedTuple):
    """What came of a check."""

    findings: tuple[Finding, ...]
    """In the order of the lists."""
    accepted: tuple[Finding, ...]
    """Those that the baseline covers."""
    gone: tuple[Known, ...]
    """What the baseline accepts in these files and nobody needs any more."""


def check(
    uses: Sequence[Use], registry: Registry, demands: Sequence[Demand], baseline: Iterable[Known] = ()
) -> Verdict:
    """Hold models in use against demands.

    Args:
        uses: What the lists name.
        registry: Where the names are looked up; a name that it lacks is a finding.
        demands: What each rubric must find; at the low end, and equality passes.
        baseline: Findings that are accepted.
    """
    known: dict[tuple[str, ...], list[Known]] = {}
    for one in baseline:
        known.setdefault(one.subject[1:], []).append(one)
    used: set[Known] = set()
    findings: list[Finding] = []
    accepted: list[Finding] = []
    for finding in _findings(uses, registry, demands):
        covering = [one for one in known.get(finding.subject[1:], ()) if one.covers(finding)]
        used.update(covering)
        (accepted if covering else findings).append(finding)
    files = {use.file for use in uses}
    gone = [
        one
        for listed in known.values()
        for one in listed
        if one not in used and any(is_same_file(one.subject[0], file) for file in files)
    ]
    return Verdict(tuple(findings), tuple(accepted), tuple(gone))


def is_same_file(earlier: str, now: str) -> bool:
    """Return whether two paths may name one file: one ends as the whole other does."""
    parts = sorted((PurePath(earlier).parts, PurePath(now).parts), key=len)
    short = tuple(part for part in parts[0] if part != "..")
    return bool(short) and parts[1][-len(short) :] == short


def _findings(uses: Iterable[Use], registry: Registry, demands: Sequence[Demand]) -> Iterator[Finding]:
    """Yield what is found of each use; of a model that is used often it is worked out once."""
    guesses: dict[str, str] = {}
    known: dict[str, tuple[Finding, ...]] = {}
    for use in uses:
        record = use.record(registry)
        if record is None:
            name = use.plain or use.name
            if name not in guesses and len(guesses) < MOST_GUESSES:
                guesses[name] = did_you_mean(name, registry.names)
            yield Finding(UNKNOWN_MODEL, use, near=guesses.get(name, ""))
            continue
        if record.id not in known:
            known[record.id] = tuple(finding for demand in demands for finding in _unmet(use, record, demand))
        for finding in known[record.id]:
            yield finding._replace(use=use)


def _unmet(use: Use, record: ModelRecord, demand: Demand) -> Iterator[Finding]:
    rubric = demand.rubric
    if record.kind not in rubric.subjects:
        yield Finding(NOT_JUDGED, use, record.id, rubric.id, found=record.kind)
        return
    assessment = assess(record, rubric)
    if demand.min_score is not None:
        yield from _score(Finding(UNMET, use, record.id, rubric.id), assessment, demand.min_score)
    if demand.min_band is not None:
        yield from _band(Finding(UNMET, use, record.id, rubric.id), assessment, demand)
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
    try:
        data = LocatedJson(read_text(path, noted("a baseline")), file).whole
        if data["schema"] != SCHEMA:
            raise KeyError("schema")
        return tuple(_known(entry) for entry in (*data["findings"], *data["accepted"]))
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        hint = tr("`openscore check FILE --format json --output baseline.json` writes one")
        raise unusable(file, "unknown-format", tr("no result of `openscore check`"), hint=hint) from error


def _known(entry: dict[str, Any]) -> Known:
    subject = tuple(str(entry[key]) for key in ("file", "name", "finding", "rubric", "requirement"))
    return Known(subject, str(entry["found"]), float(entry["shortfall"]))
