"""Licenses that grant more than what a base model passes on: all pairs, and the chain of one model."""

from __future__ import annotations

from pathlib import Path

from openscore.errors import NothingMatchedError
from openscore.hub.duck import quoted
from openscore.hub.lineage import Conflict, conflicts
from openscore.hub.summary import query
from openscore.language import tr
from openscore.registry.registry import Registry

Row = dict[str, str]
DEEPEST = 50


def conflict_rows(path: Path, top: int, registry: Registry) -> list[Row]:
    """Return the pairs of licenses that do not fit, the most frequent first.

    Raises:
        DataError: If the file was not written by `hub score`.
        NothingMatchedError: If there is none.
    """
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
            "stricter_on": _clauses(found[license, base], registry),
        }
        for license, base, count in pairs
    ]


def chain_rows(path: Path, model: str, registry: Registry) -> list[Row]:
    """Return a model and everything that it was made from, nearest first.

    Raises:
        DataError: If the file was not written by `hub score`.
        NothingMatchedError: If the model is not in it.
    """
    name = quoted(model)
    steps = query(
        path,
        "SELECT up.step, up.id, s.license, s.relation FROM ("
        f"WITH RECURSIVE up AS (SELECT {name} AS id, 0 AS step, [{name}] AS seen UNION ALL "
        "SELECT base, step + 1, list_append(seen, base) FROM "
        "(SELECT unnest(s.bases) AS base, up.step, up.seen "
        f"FROM up JOIN scored s USING (id) WHERE up.step < {DEEPEST}) WHERE NOT list_contains(seen, base)) "
        "SELECT id, min(step) AS step FROM up GROUP BY id) up LEFT JOIN scored s USING (id) ORDER BY 1, 2",
    )
    if len(steps) == 1 and not query(path, f"SELECT 1 FROM scored WHERE id = {name}"):
        raise NothingMatchedError(tr("no model '{model}' in '{path}'", model=model, path=path))
    own = steps[0][2]
    found = _by_pair({step[2] for step in steps if step[2]}, registry)
    return [
        {
            "step": str(step),
            "model": id,
            "relation": tr(relation or ""),
            "license": license
            or (tr("not told") if step == 0 or relation is not None else tr("not in the file")),
            "conflict": _clauses(conflict, registry) if (conflict := found.get((own, license))) else "",
        }
        for step, id, license, relation in steps
    ]


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
