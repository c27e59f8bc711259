"""Names of the columns in which facts stand, one text column a fact."""

from __future__ import annotations

from openscore.engine.facts import EntryReader
from openscore.records.vocabulary import LICENSE, TERMS
from openscore.rubric.rubric import Rubric


def snake(name: str) -> str:
    """Return a name of a path, part or class as a name of a column that needs no quotes."""
    return name.lstrip("@").replace(".", "_").replace("-", "_")


def fact_columns(rubric: Rubric) -> tuple[str, ...]:
    """Return the paths of the facts that the compiled query reads, sorted."""
    entries = EntryReader(rubric)
    read = set(entries.plain)
    for component, used in entries.components.items():
        read.add(f"{component}.{LICENSE}")
        if aspect := entries.presence[component]:
            read.add(f"{component}.{aspect}")
        read.update(f"{TERMS}.{term}" for term, _ in used if term in rubric.vocabulary.terms)
    return tuple(sorted(read))
