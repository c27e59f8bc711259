"""Who can grant a license, as SQL: texts that name their licensor bind its users' own next models too.

A row of facts may have a column `maker`: the id of its maker, where some text names that maker. What a text
names nobody in, everybody grants; what no text is known of, somebody else may have to.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlglot import exp

from openscore.hub.sql_expressions import column
from openscore.records.licenses import NONE, LicenseTable
from openscore.records.vocabulary import LICENSE
from openscore.registry.registry import Registry
from openscore.rubric.rubric import Rubric

GRANTED = "granted"
"""A table of license names and makers: which makers can grant a text that names who can."""
MAKER = "maker"
OTHERS = "others"
MAY_BE, IS = 1, 2
"""Answers to whether something is so, such as whether only others can grant what a row is under; 0 is no."""


class Licensors:
    """What the licenses that may stand in a table say of who grants them."""

    def __init__(self, licenses: LicenseTable, names: Iterable[str]) -> None:
        """Take the names and expressions that license columns may hold, case ignored."""
        self._licenses = licenses
        self._names: dict[str, str] = {}
        """By its folded form each name as it stands: what states no license at all is a word in capitals."""
        for name in names:
            self._names.setdefault(name.casefold(), name)

    def state(self, name: str) -> int:
        """Return what is to be said of a license, by its folded name, for makers whom no text names."""
        is_others = self._licenses.is_others(self._names[name], "")
        return MAY_BE if is_others is None else IS if is_others else 0

    def rows(self) -> exp.Query:
        """Return the table `granted (name, maker)`."""
        pairs = [
            (folded, maker)
            for folded, name in sorted(self._names.items())
            for maker in _named(self._licenses, name)
        ]
        # A table of constants needs a row; nobody can grant what nobody states.
        values = exp.values(pairs or [(NONE.casefold(), "")], alias="listed", columns=["name", MAKER])
        return exp.select(column("name"), column(MAKER)).from_(values)


def _named(licenses: LicenseTable, name: str) -> tuple[str, ...]:
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
