"""Licenses that grant more than what a base model passes on: all pairs, and the chain of one model."""

from __future__ import annotations

from itertools import count
from pathlib import Path
from typing import NamedTuple

from openscore.errors import NothingMatchedError
from openscore.hub.duckdb_text import quoted
from openscore.hub.lineage import Conflict, conflicts
from openscore.hub.summary import checked, query
from openscore.language import tr
from openscore.registry.registry import Registry

Row = dict[str, str]


def conflict_rows(path: Path, top: int, registry: Registry) -> list[Row]:
    """Return the pairs of licenses that do not fit, the most frequent first.

    Raises:
        DataError: If the file was not written by `hub score`.
        NothingMatchedError: If there is none.
    """
    checked(path)
    pairs = query(
        path,
        "SELECT license, base, count(*) FROM (SELECT license, unnest(license_conflicts) AS base FROM scored) "
        f"GROUP BY ALL ORDER BY 3 DESC, 1, 2 LIMIT {top}",
    )
    if not pairs:
        raise NothingMatchedError(tr("no license grants more than what a base model passes on"))
    found = _by_pair({name for pair in pairs for name in pair[:2]}, registry)
    return [
        {
            "license": license,
            "base_license": base,
            "models": str(count),
            # The file may be older than what the registry says of a license.
            "stricter_on": _clauses(found[license, base], registry) if (license, base) in found else "",
        }
        for license, base, count in pairs
    ]


def chain_rows(path: Path, model: str, registry: Registry) -> list[Row]:
    """Return a model and everything that it was made from, nearest first.

    Raises:
        DataError: If the file was not written by `hub score`.
        NothingMatchedError: If the model is not in it.
    """
    checked(path)
    steps = _steps(path, model)
    if not steps[0].is_there:
        raise NothingMatchedError(tr("no model '{model}' in '{path}'", model=model, path=path))
    found = _by_pair({step.license for step in steps if step.license}, registry)
    return [
        {
            "step": str(step.number),
            "model": step.id,
            "relation": tr(step.relation),
            "license": step.license or (tr("not told") if step.is_there else tr("not in the file")),
            "conflict": _clauses(conflict, registry)
            if (conflict := found.get((steps[0].license, step.license)))
            and _binds(step.id, step.license, model, registry)
            else "",
        }
        for step in steps
    ]


class _Step(NamedTuple):
    """A model on the way up."""

    number: int
    """How many steps it is away, by the shortest way."""
    id: str
    license: str = ""
    relation: str = ""
    is_there: bool = False
    """Whether the file has it."""


def _steps(path: Path, model: str) -> list[_Step]:
    """Return a model and all that it was made from, each once, whatever the ways and cycles."""
    steps: dict[str, _Step] = {}
    here = {model}
    for number in count():
        rows = query(
            path,
            "SELECT id, license, relation, bases FROM scored "
            f"WHERE id IN ({', '.join(map(quoted, sorted(here)))})",
        )
        steps |= {id: _Step(number, id) for id in sorted(here)}
        steps |= {
            id: _Step(number, id, license or "", relation or "", is_there=True)
            for id, license, relation, _ in rows
        }
        here = {base for *_, bases in rows for base in bases or ()} - set(steps)
        if not here:
            break
    return list(steps.values())


def _binds(base: str, license: str, model: str, registry: Registry) -> bool:
    """Whether the license of a base binds: an owner licenses as it likes what is made from its own alone."""
    account, other = (id.partition("/")[0].casefold() for id in (base, model))
    if account != other:
        return True
    return registry.licenses.is_others(license, registry.maker_names.get(account, "")) is True


def _by_pair(licenses: set[str], registry: Registry) -> dict[tuple[str, str], Conflict]:
    found = conflicts(licenses, registry.licenses, registry.vocabulary)
    return {(one.license, one.base): one for one in found}


def _clauses(conflict: Conflict, registry: Registry) -> str:
    """Return the terms on which the base's license is stricter, each with its clause."""
    table = registry.licenses
    said = []
    for term in conflict.terms:
        clauses = {
            stated.clause
            for id in table.resolve(conflict.base).licenses
            if (stated := table.licenses[id].term(term)) is not None
        }
        said.append(f"{term} ({'; '.join(sorted(clauses))})")
    return ", ".join(said)
