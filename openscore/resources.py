"""Where the shipped data files are: inside the wheel, or beside the package in a checkout."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_CHECKING = (".", "records", "registry", "rubric", "engine", "duty")


def data_folder() -> Path:
    """Return the folder that holds models.toml, licenses.toml and rubrics/.

    Raises:
        FileNotFoundError: If the installation is damaged.
    """
    for folder in (_PACKAGE / "data", _PACKAGE.parent):
        if (folder / "models.toml").is_file():
            return folder
    raise FileNotFoundError("models.toml is missing from this installation of openscore")


def registry_files() -> tuple[Path, ...]:
    """Return the shipped registry files, licenses first."""
    folder = data_folder()
    return (folder / "licenses.toml", folder / "models.toml")


def duties_file() -> Path:
    """Return the file of the rules by which duties follow from license terms."""
    return data_folder() / "duties.toml"


def rubric_files() -> dict[str, Path]:
    """Return the shipped rubrics by id (the file's stem), sorted."""
    return _by_stem(data_folder() / "rubrics")


def import_files() -> dict[str, Path]:
    """Return by name how to read the files of other indices, sorted."""
    return _by_stem(data_folder() / "rubrics" / "imports")


def profile_files() -> dict[str, Path]:
    """Return the shipped weights of criteria by the reader that they are for, sorted."""
    return _by_stem(data_folder() / "rubrics" / "profiles")


def register_files() -> dict[str, Path]:
    """Return the shipped columns of registers of models in use by id, sorted."""
    return _by_stem(data_folder() / "rubrics" / "registers")


def element_files() -> dict[str, Path]:
    """Return the shipped lists of elements that a bill of materials should have, by id, sorted."""
    return _by_stem(data_folder() / "rubrics" / "elements")


def _by_stem(folder: Path) -> dict[str, Path]:
    return {path.stem: path for path in sorted(folder.glob("*.toml"))}


def prepared_folder() -> Path:
    """Return the folder of the snapshots that were made when this was installed; it need not be there."""
    return _PACKAGE / "prepared"


def edition_files() -> dict[str, Path]:
    """Return the kept editions of the data by name, oldest first."""
    return {path.name.partition(".")[0]: path for path in sorted((_PACKAGE / "editions").glob("*.json.xz"))}


def default_rubric() -> str:
    """Return the id of the rubric that counts when none is named."""
    return (data_folder() / "rubrics" / "default").read_text(encoding="utf-8").strip()


def homepage() -> str:
    """Return where OpenScore is to be found, as `[project.urls]` says; empty while nothing is set there."""
    # Imported here: one command needs it, and it is slow to import.
    from importlib.metadata import PackageNotFoundError, metadata  # noqa: PLC0415

    try:
        urls = metadata("openscore").get_all("Project-URL") or []
    except PackageNotFoundError:
        return ""
    return next((url.partition(",")[2].strip() for url in urls if url.startswith("Homepage,")), "")


def vocabulary_files() -> tuple[Path, ...]:
    """Return the files that define every fact, value and license term.

    The first is the vocabulary itself; the others add components, and scales for
    them, that one framework asks for and that have no meaning outside it.
    """
    added = sorted((data_folder() / "rubrics" / "facts").glob("*.toml"))
    return (_PACKAGE / "records" / "vocabulary.toml", *added)


@cache
def checking_digest() -> str:
    """Return a digest of all that decides what a data file comes to.

    That is the vocabulary, and the code that reads, checks, proves and resolves: what another build made of
    a file is worth nothing to this one, even where both have the same version.
    """
    code = [path for folder in _CHECKING for path in sorted((_PACKAGE / folder).glob("*.py"))]
    return digest_of_files((*vocabulary_files(), *code))


def digest_of_files(paths: Iterable[Path]) -> str:
    """Return a digest of all that files hold, one behind the other."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.read_bytes())
    return digest.hexdigest()
