"""Other weights for the criteria of a rubric: a reader's own, or those of a shipped profile.

What comes of them is a rubric of its own with its own id and digest, so that nowhere can a
re-weighted score pass for the rubric's.
"""

from collections.abc import Mapping
from typing import NamedTuple

import tomli

from openscore.errors import UnknownNameError, UsageError, did_you_mean
from openscore.language import tr
from openscore.records.vocabulary import Title
from openscore.resources import profile_files
from openscore.rubric.rubric import Rubric

MARK = "~"
"""Stands between the id of the rubric and whose weights they are; no rubric file can have it in its id."""
OWN = "own"


class Profile(NamedTuple):
    """Weights of criteria for one kind of reader."""

    id: str
    title: Title
    why: Title
    weights: Mapping[str, float]
    """By id of a criterion, in any unit."""
    rest: float | None
    """Weight of every criterion that is not named; None for the rubric's own weight."""


def load_profile(id: str) -> Profile:
    """Load a shipped profile.

    Raises:
        UnknownNameError: If there is none of this id.
    """
    files = profile_files()
    if id not in files:
        raise UnknownNameError.of(tr("profile"), id, files, "openscore profile")
    data = tomli.loads(files[id].read_text(encoding="utf-8"))
    return Profile(id, data["title"], data["why"], data.get("weights", {}), data.get("rest"))


def reweighted(rubric: Rubric, profile: Profile | None, weights: Mapping[str, float]) -> Rubric:
    """Return the rubric with other weights of criteria; its id says whose.

    Args:
        rubric: The rubric to change; parts, levels, gates and bands stay.
        profile: What to begin with, or the rubric's own weights.
        weights: Weights that the reader gives, by id of a criterion, in the unit of the rest.

    Raises:
        UsageError: If a weight names no criterion, or the score does not rest on their weights.
    """
    if rubric.counts_classes:
        raise UsageError(tr("rubric '{id}' counts classes: its criteria have no weights", id=rubric.id))
    known = [criterion.id for criterion in rubric.criteria]
    given = {**(profile.weights if profile else {}), **weights}
    for id in given:
        if id not in known:
            guess = did_you_mean(id, known)
            raise UsageError(
                tr("rubric '{rubric}' has no criterion '{criterion}'", rubric=rubric.id, criterion=id),
                hint=guess or tr("criteria: {listed}", listed=", ".join(known)),
            )
    rest = profile.rest if profile else None
    criteria = [
        {**entry, "criterion_weight": given.get(entry["id"], rest or entry["criterion_weight"])}
        for entry in rubric.data["criteria"]
    ]
    who = profile.id if profile and not weights else OWN
    data = {**rubric.data, "id": f"{rubric.id}{MARK}{who}", "profile": who, "criteria": criteria}
    return Rubric(data, rubric.vocabulary)
