"""Find the state of the data that a word names: now, a kept edition, a revision, or files."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

from openscore.analysis.edition import RUBRICS, Edition, kept_edition, shipped_edition
from openscore.cli.loading import snapshots
from openscore.errors import UnknownNameError, UsageError
from openscore.files import is_file, is_folder, label_of
from openscore.language import noted, tr
from openscore.registry.load import licenses_file
from openscore.resources import edition_files, rubric_files
from openscore.toml import TomlFile, read_text, read_toml

NOW = "now"
HELP = noted("`now`, a kept edition, a git revision, a folder of data files, or a registry file.")


def edition_of(name: str) -> Edition:
    """Return the edition that a word names.

    Raises:
        UnknownNameError: If there is nothing of that name.
        DataError: If its files cannot be read.
    """
    if name == NOW:
        return shipped_edition(NOW, snapshots())
    if name in edition_files():
        return kept_edition(name, snapshots()).edition
    path = Path(name)
    if is_folder(path):
        return _folder(name, lambda place: read_text(path / place, noted("a TOML file")), _listed(path))
    if is_file(path):
        shipped = shipped_edition(NOW).files
        files = {place: file for place, file in shipped.items() if place.startswith(RUBRICS)}
        return Edition(name, {"licenses.toml": licenses_file(), name: read_toml(path), **files}, snapshots())
    if (
        not name.startswith("-")
        and (listed := _git("ls-tree", "-r", "--full-tree", "--name-only", name)) is not None
    ):
        return _folder(name, lambda place: _git("show", f"{name}:{place}") or "", listed.splitlines())
    raise UnknownNameError.of(
        tr("edition, revision or file"), name, (NOW, *edition_files()), "openscore diff --help"
    )


def _folder(name: str, read: Callable[[str], str], places: list[str]) -> Edition:
    wanted = ["licenses.toml", "models.toml"]
    wanted += [f"{RUBRICS}{id}.toml" for id in rubric_files()]
    wanted += [place for place in places if place.startswith(RUBRICS) and place.count("/") == 1]
    found = [place for place in dict.fromkeys(wanted) if place in places and place.endswith(".toml")]
    if "models.toml" not in found:
        raise UsageError(
            tr("'{name}' has no models.toml", name=name), hint=tr("wanted: {wanted}", wanted=tr(HELP))
        )
    files = {place: TomlFile(label_of(f"{name}/{place}"), read(place)) for place in found}
    return Edition(name, files, snapshots(), is_published=True)


def _listed(folder: Path) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*.toml"))]


def _git(*words: str) -> str | None:
    """Return what git prints in this folder; None if it fails or is not there."""
    try:
        done = subprocess.run(["git", *words], capture_output=True, check=False)  # noqa: S603, S607
    except OSError:
        return None
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else None
