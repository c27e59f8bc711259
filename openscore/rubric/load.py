"""Load rubrics by id or from a file, validated and proven."""

from __future__ import annotations

from os import PathLike, fsdecode
from pathlib import Path
from typing import Any

from openscore.errors import DataError, Problem, UnknownNameError, did_you_mean
from openscore.language import counted, tr
from openscore.records.vocabulary import Vocabulary, load_vocabulary
from openscore.resources import checking_digest, default_rubric, rubric_files
from openscore.rubric.ladders import Expansion
from openscore.rubric.names import LABEL, repeated, unknown_labels
from openscore.rubric.rubric import Rubric
from openscore.snapshots import NOWHERE, SnapshotFolder, key_of
from openscore.toml import TomlFile, read_toml


def load_rubric(
    rubric: str | bytes | PathLike[str] | PathLike[bytes] = "", *, snapshots: SnapshotFolder = NOWHERE
) -> Rubric:
    """Load a shipped rubric by id, or a rubric file by path.

    Args:
        rubric: An id such as those of `openscore rubrics`, or a path that ends in `.toml`; the default
            rubric if empty.
        snapshots: Where to keep validated data; else the file is validated and proven each time.

    Raises:
        UnknownNameError: If no shipped rubric has this id.
        DataError: If the file cannot be read, or the rubric has problems; lists all of them.
    """
    # What is no text names a file, whatever its ending.
    file = rubric_file(rubric) if isinstance(rubric, str) else read_toml(Path(fsdecode(rubric)))
    loaded = rubric_from(file, snapshots=snapshots)
    loaded.name = fsdecode(rubric) or loaded.id
    return loaded


def rubric_from(file: TomlFile, *, snapshots: SnapshotFolder = NOWHERE, is_published: bool = False) -> Rubric:
    """Validate, compile and prove a rubric that is already in memory.

    Args:
        file: Where it stands.
        snapshots: Where to keep validated data; else it is validated and proven each time.
        is_published: Whether it was proven and published when values stood in another order of openness: then
            it is compiled as it is, so that what was cited can be computed anew.

    Raises:
        DataError: If the rubric has problems.
    """
    vocabulary = load_vocabulary()
    key = _key(file, is_published=is_published)
    snapshot = snapshots.get(key)
    rubric = _kept(snapshot.head, vocabulary) if snapshot else None
    if rubric is None:
        expansion = Expansion(file, _shaped(file))
        rubric = _checked(file, expansion, vocabulary, is_published=is_published)
        snapshots.put(key, expansion.data)
    rubric.key = key
    return rubric


def _kept(data: Any, vocabulary: Vocabulary) -> Rubric | None:
    """Return the rubric of a snapshot; None if the snapshot holds something else."""
    try:
        return Rubric(data, vocabulary)
    except (AssertionError, AttributeError, IndexError, KeyError, TypeError, ValueError):
        return None


def _checked(file: TomlFile, expansion: Expansion, vocabulary: Vocabulary, *, is_published: bool) -> Rubric:
    """Return the rubric that data of the right shape make, proven if it is not published yet.

    Raises:
        DataError: If it has problems of meaning, or does not hold what it claims.
    """
    problems = expansion.problems
    lists = ("subjects", "classes") if expansion.data["aggregate"] == "classes" else ("subjects",)
    for key in lists if not problems else ():
        if not expansion.data[key]:
            expansion.complain("empty", (key,), tr("'{key}' lists nothing", key=key))
    for where, id in repeated(expansion.data) if not problems else ():
        expansion.complain("duplicate-id", where, tr("'{id}' stands twice", id=id), tr("choose another id"))
    for where, label in unknown_labels(expansion.data, vocabulary) if not problems else ():
        labels = vocabulary.scale(LABEL).bits
        message = tr("{id!r} is not one of {listed}", id=label, listed=", ".join(labels))
        expansion.complain("unknown-value", where, message, did_you_mean(label, labels))
    if not problems:
        rubric = Rubric(expansion.data, vocabulary, expansion.complain)
    if not problems and not is_published:
        from openscore.rubric.proof import prove

        for finding in prove(rubric):
            expansion.complain(*finding)
    if problems:
        count = counted("{n} problem", "{n} problems", len(problems))
        raise _unusable(tr("{count} in rubric '{label}'", count=count, label=file.label), problems)
    rubric.warnings = tuple(expansion.warnings)
    return rubric


def rubric_file(rubric: str | PathLike[str] = "") -> TomlFile:
    """Return the file that `load_rubric` would load.

    Raises:
        UnknownNameError: If no shipped rubric has this id.
        DataError: If the file cannot be read.
    """
    name = str(rubric) or default_rubric()
    if name.endswith(".toml") or "/" in name or "\\" in name:
        return read_toml(Path(rubric))
    shipped = rubric_files()
    if name not in shipped:
        raise UnknownNameError.of(tr("rubric"), name, shipped, "openscore rubrics")
    return read_toml(shipped[name]).named(f"rubrics/{name}.toml")


def _shaped(file: TomlFile) -> dict[str, Any]:
    # Imported here: validation is needed only for files that were not validated before.
    from pydantic import ValidationError

    from openscore.rubric.shapes import RubricShape
    from openscore.shape_problems import shape_problems

    try:
        return RubricShape.model_validate(file.parse()).model_dump(mode="json")
    except ValidationError as error:
        problems = shape_problems(file, error, RubricShape)
        raise _unusable(tr("'{label}' is not a rubric", label=file.label), problems) from error


def _unusable(message: str, problems: list[Problem]) -> DataError:
    """Return the error; where no problem says itself what to do, the first says what to read."""
    hint = tr("`openscore schema rubric` tells what a rubric can say, `openscore facts` what it can ask")
    if not any(one.hint for one in problems):
        problems = [problems[0]._replace(hint=hint), *problems[1:]]
    return DataError(message, problems=problems)


def _key(file: TomlFile, *, is_published: bool) -> str:
    kind = "published rubric" if is_published else "rubric"
    return key_of(kind, checking_digest(), file.digest)
