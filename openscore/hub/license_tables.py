"""What the licenses that stand in facts permit and limit, and who can grant them, as two small tables."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from openscore.engine.facts import EntryReader
from openscore.hub.column_names import snake
from openscore.hub.licensors import GRANTED, MAKER, OTHERS, granting, others_of
from openscore.records.licenses import NONE, LicenseTable, Resolution
from openscore.records.vocabulary import MEMBERSHIP
from openscore.rubric.rubric import Rubric

LICENSES = "licenses"


class Listed(NamedTuple):
    """A small table."""

    name: str
    columns: tuple[str, ...]
    """The first are text, what `numbers` has are whole numbers."""
    rows: list[tuple[str | int, ...]]
    numbers: tuple[str, ...] = ()


def license_terms(rubric: Rubric) -> tuple[str, ...]:
    """Return the terms and memberships that a rubric asks of any license, sorted."""
    return tuple(sorted({term for used in EntryReader(rubric).components.values() for term, _ in used}))


def mask_column(term: str) -> str:
    """Return the name of a term's column, apart from words that SQL reserves, such as `grant`."""
    return f"{snake(term)}_mask"


def license_tables(rubric: Rubric, licenses: LicenseTable, names: Iterable[str]) -> tuple[Listed, Listed]:
    """Return the table `licenses`, and `granted`: which makers can grant a text that names who can.

    Args:
        rubric: Whose terms are needed.
        licenses: What licenses permit, require and limit.
        names: Names and expressions that license columns may hold, case ignored.
    """
    # By its folded form each name as it stands: what states no license at all is a word in capitals.
    stated: dict[str, str] = {}
    for name in (*names, NONE):
        stated.setdefault(name.casefold(), name)
    terms = license_terms(rubric)
    masks = tuple(mask_column(term) for term in terms)
    rows: list[tuple[str | int, ...]] = []
    for folded, name in sorted(stated.items()):
        resolved = licenses.resolve(name)
        listed = [_mask(resolved, term, rubric, licenses) for term in terms]
        rows.append((folded, others_of(name, licenses), *listed))
    pairs = [(folded, maker) for folded, name in sorted(stated.items()) for maker in granting(name, licenses)]
    return (
        Listed(LICENSES, ("name", OTHERS, *masks), rows, (OTHERS, *masks)),
        # A table of constants needs a row; nobody can grant what nobody states.
        Listed(GRANTED, ("name", MAKER), [*(pairs or [(NONE.casefold(), "")])]),
    )


def _mask(resolved: Resolution, term: str, rubric: Rubric, licenses: LicenseTable) -> int:
    name = term.removeprefix(f"{MEMBERSHIP}.")
    if name == term:
        return resolved.masks[term]
    inside = licenses.is_inside(resolved.expression, rubric.license_sets[name])
    answer = "none-stated" if resolved.state == "none-stated" else "yes" if inside else "no"
    return rubric.vocabulary.membership.bits[answer]
