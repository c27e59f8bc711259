"""A wheel beside nothing but what it asks for ranks, and so does an editable install, from the same data."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
import zipfile
from importlib.metadata import Distribution, distribution
from pathlib import Path

import pytest
from conftest import ROOT, Run
from packaging.requirements import Requirement

WORDS = ["rank", "--format", "json"]


def call(command: list[str | Path], folder: Path) -> str:
    """Run a program as somebody would whose environment says nothing to Python; no index is asked."""
    environment = {
        key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "OPENSCORE", "PIP_"))
    }
    environment |= {"PIP_NO_INDEX": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PYTHONUTF8": "1"}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    call([sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT], ROOT)
    (built,) = folder.glob("*.whl")
    return built


def needed(asked: list[str]) -> dict[str, Distribution]:
    """Return what is installed here of the requirements, and of theirs, by name; extras are left out."""
    found: dict[str, Distribution] = {}
    while asked:
        requirement = Requirement(asked.pop())
        if requirement.name not in found and (
            not requirement.marker or requirement.marker.evaluate({"extra": ""})
        ):
            found[requirement.name] = distribution(requirement.name)
            asked += found[requirement.name].requires or []
    return found


def lend(found: Distribution, site: Path) -> None:
    """Link what a distribution brought into another environment."""
    for path in found.files or []:
        top = path.parts[0]
        if top not in {"..", "__pycache__"} and not (site / top).exists():
            (site / top).symlink_to(Path(str(found.locate_file(top))).resolve())


def test_a_wheel_ranks_beside_what_it_asks_for(wheel: Path, tmp_path: Path, run: Run) -> None:
    """models.toml, licenses.toml and rubrics/ travel inside it; the result is that of the checkout."""
    place = tmp_path / "an empty environment"
    venv.create(place)
    python = place / "bin" / "python"
    call(
        [sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps", wheel], tmp_path
    )
    site = Path(
        call([python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], tmp_path).strip()
    )
    (metadata,) = site.glob("openscore-*.dist-info")
    for found in needed(Distribution.at(metadata).requires or []).values():
        lend(found, site)
    from_wheel = json.loads(call([place / "bin" / "openscore", *WORDS], tmp_path))
    assert from_wheel == json.loads(run(*WORDS).out)


def test_the_wheel_holds_what_it_needs_and_no_tests(wheel: Path) -> None:
    """Data, schemas, the typing marker and the license."""
    names = zipfile.ZipFile(wheel).namelist()
    for needed_file in (
        "openscore/data/models.toml", "openscore/data/licenses.toml", "openscore/data/rubrics/osi-draft.toml",
        "openscore/records/vocabulary.toml", "openscore/schemas/registry.schema.json", "openscore/py.typed",
    ):  # fmt: skip
        assert needed_file in names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert not [name for name in names if name.startswith("tests/")]


def test_an_editable_install_finds_the_same_files(tmp_path: Path, run: Run) -> None:
    """From whatever folder it is called."""
    here = json.loads(call([sys.executable, "-m", "openscore", *WORDS], tmp_path))
    assert here == json.loads(run(*WORDS).out)
    from openscore.resources import data_folder

    assert data_folder() == ROOT
