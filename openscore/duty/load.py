"""Load the rules of duties from a file, validated and proven."""

from __future__ import annotations

from os import PathLike
from pathlib import Path
from typing import Any

from openscore.duty.rules import Rules
from openscore.errors import DataError, Problem
from openscore.language import counted, tr
from openscore.records.vocabulary import load_vocabulary
from openscore.resources import checking_digest, duties_file
from openscore.snapshots import NOWHERE, SnapshotFolder, key_of
from openscore.toml import TomlFile, read_toml


def load_rules(path: str | PathLike[str] | None = None, *, snapshots: SnapshotFolder = NOWHERE) -> Rules:
    """Load rules, the shipped ones if no file is named.

    Args:
        path: A TOML file.
        snapshots: Where to keep proven rules; else the file is validated and proven each time.

    Raises:
        DataError: If the file cannot be read, or is not proven; lists all problems.
    """
    shipped = duties_file()
    file = read_toml(Path(path)) if path else read_toml(shipped).named(shipped.name)
    key = key_of("duties", checking_digest(), file.digest)
    snapshot = snapshots.get(key)
    if snapshot:
        return Rules(snapshot.head, load_vocabulary())
    rules = rules_from(file)
    snapshots.put(key, dict(rules.data))
    return rules


def rules_from(file: TomlFile) -> Rules:
    """Validate, compile and prove rules that are already in memory.

    Raises:
        DataError: If they have problems.
    """
    from openscore.duty.proof import prove

    problems: list[Problem] = []

    def complain(name: str, where: tuple[str | int, ...], message: str, hint: str = "") -> None:
        problems.append(file.problem(name, where, message, hint))

    rules = Rules(_shaped(file), load_vocabulary(), complain)
    for finding in () if problems else prove(rules):
        complain(finding.name, finding.where, finding.message)
    if problems:
        found = counted("{n} problem", "{n} problems", len(problems))
        raise DataError(
            tr("{found} in the rules of '{label}'", found=found, label=file.label), problems=problems
        )
    return rules


def _shaped(file: TomlFile) -> dict[str, Any]:
    # Imported here: validation is needed only for files that were not validated before.
    from pydantic import ValidationError

    from openscore.duty.shapes import RulesShape
    from openscore.shape_problems import shape_problems

    try:
        return RulesShape.model_validate(file.parse()).model_dump(mode="json")
    except ValidationError as error:
        problems = shape_problems(file, error, RulesShape)
        raise DataError(tr("'{label}' is no file of rules", label=file.label), problems=problems) from error
