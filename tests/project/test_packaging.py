"""A wheel in an empty environment ranks, and so does an editable install, from the same data."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest
from conftest import ROOT, Run

WORDS = ["rank", "--format", "json"]


def call(command: list[str | Path], folder: Path) -> str:
    environment = {
        key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "OPENSCORE"))
    }
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    call([sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT], ROOT)
    (built,) = folder.glob("*.whl")
    return built


def test_a_wheel_ranks_in_an_empty_environment(wheel: Path, tmp_path: Path, run: Run) -> None:
    """models.toml, licenses.toml and rubrics/ travel inside it; the result is that of the checkout."""
    venv.create(tmp_path / "empty", with_pip=True)
    python = tmp_path / "empty" / "bin" / "python"
    call([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", wheel], tmp_path)
    from_wheel = json.loads(call([python.with_name("openscore"), *WORDS], tmp_path))
    assert from_wheel == json.loads(run(*WORDS).out)


def test_the_wheel_holds_what_it_needs_and_no_tests(wheel: Path) -> None:
    """Data, schemas, the typing marker and the license."""
    import zipfile

    names = zipfile.ZipFile(wheel).namelist()
    for needed in (
        "openscore/data/models.toml", "openscore/data/licenses.toml", "openscore/data/rubrics/osi-draft.toml",
        "openscore/records/vocabulary.toml", "openscore/schemas/registry.schema.json", "openscore/py.typed",
    ):  # fmt: skip
        assert needed in names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert not [name for name in names if name.startswith("tests/")]


def test_an_editable_install_finds_the_same_files(tmp_path: Path, run: Run) -> None:
    """From whatever folder it is called."""
    here = json.loads(call([sys.executable, "-m", "openscore", *WORDS], tmp_path))
    assert here == json.loads(run(*WORDS).out)
    from openscore.resources import data_folder

    assert data_folder() == ROOT
