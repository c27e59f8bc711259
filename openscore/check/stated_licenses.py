"""What the license that a list states for a model decides, without any other fact of the model."""

from __future__ import annotations

from collections.abc import Iterable

from openscore.check.policy import Demand, Requirement
from openscore.records.licenses import LicenseTable
from openscore.records.vocabulary import MEMBERSHIP
from openscore.rubric.conditions import FALSE, TRUE, UNKNOWN


def by_license(requirement: Requirement, licenses: Iterable[str], demand: Demand, table: LicenseTable) -> int:
    """Return whether licenses meet a requirement: all of those that are stated have to.

    Args:
        requirement: One of the demand's.
        licenses: Expressions, ids or names, as the list states them.
        demand: What is asked.
        table: Says what each license permits; one that it lacks decides nothing.

    Returns:
        TRUE, FALSE or UNKNOWN; UNKNOWN also for what no license can show.
    """
    if not requirement.is_of_license:
        return UNKNOWN
    truths = {_decided(requirement, license, demand, table) for license in licenses}
    return FALSE if FALSE in truths else UNKNOWN if UNKNOWN in truths else TRUE


def _decided(requirement: Requirement, license: str, demand: Demand, table: LicenseTable) -> int:
    path, scale = requirement.condition.path, requirement.condition.scale
    resolution = table.resolve(license)
    aspect = path.split(".", 2)[2]
    if not aspect.startswith(f"{MEMBERSHIP}."):
        return requirement.condition.decide({path: resolution.masks[aspect]})
    if resolution.state != "listed":
        return UNKNOWN
    inside = table.is_inside(resolution.expression, demand.sets[aspect.partition(".")[2]])
    return requirement.condition.decide({path: scale.bits["yes" if inside else "no"]})
