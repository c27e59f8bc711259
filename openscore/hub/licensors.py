"""Who can grant a license, as SQL: texts that name their licensor bind its users' own next models too.

A row of facts may have a column `maker`: the id of its maker, where some text names that maker. What a text
names nobody in, everybody grants; what no text is known of, somebody else may have to.
"""

from __future__ import annotations

from openscore.records.licenses import LicenseTable
from openscore.records.vocabulary import LICENSE
from openscore.registry.registry import Registry
from openscore.rubric.rubric import Rubric

GRANTED = "granted"
"""A table of license names and makers: which makers can grant a text that names who can."""
MAKER = "maker"
OTHERS = "others"
MAY_BE, IS = 1, 2
"""Answers to whether something is so, such as whether only others can grant what a row is under; 0 is no."""


def others_of(name: str, licenses: LicenseTable) -> int:
    """Return what is to be said of a license for makers of whom its text does not speak."""
    is_others = licenses.is_others(name, "")
    return MAY_BE if is_others is None else IS if is_others else 0


def granting(name: str, licenses: LicenseTable) -> tuple[str, ...]:
    """Return the makers who can grant all of an expression in which at least one text names somebody."""
    resolution = licenses.resolve(name)
    makers = {maker for id in resolution.licenses for maker in licenses.licenses[id].brief.licensors}
    return tuple(maker for maker in sorted(makers) if licenses.is_others(name, maker) is False)


def is_shared_work(component: str, rubric: Rubric) -> bool:
    """Whether base models' licenses of a component count, and an owner may change its own."""
    return f"{component}.{LICENSE}" in rubric.lineage and rubric.vocabulary.components[component].is_work


def accounts(registry: Registry) -> dict[str, str]:
    """Return the makers whom texts name, by the names that their accounts on a hub may have, case folded."""
    named = {maker for one in registry.licenses.licenses.values() for maker in one.brief.licensors}
    return {name: id for name, id in registry.maker_names.items() if id in named}
