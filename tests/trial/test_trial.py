"""Every folder that the outside trial left is read by a test; small inputs of the same kinds go the same way."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import Run
from trial import of_check, of_documents, of_drafts, of_files, of_hub
from trial.table import CASES, TRIAL, Place

FAMILIES = (of_check, of_documents, of_drafts, of_files, of_hub)
"""Imported for what they enter into the table."""


@pytest.fixture
def place(request: pytest.FixtureRequest, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    monkeypatch.chdir(tmp_path)
    if CASES[request.getfixturevalue("name")].claim.__module__ == of_drafts.__name__:
        request.getfixturevalue("few")  # What is drafted is looked at beside other models, however many.
    return Place(tmp_path, run)


@pytest.mark.parametrize("name", CASES)
def test_a_small_input_of_the_kind(place: Place, name: str) -> None:
    """The claim of each case holds for inputs that the repository makes itself."""
    for file, content in CASES[name].own().items():
        path = place.folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    CASES[name].claim(place)


@pytest.mark.parametrize("name", CASES)
def test_the_folder_of_the_trial(place: Place, name: str) -> None:
    """The same claim holds for the inputs with which the fault was first seen."""
    if not TRIAL.is_dir():
        pytest.skip("the folders of the trial are not beside this clone")
    if len(list((TRIAL / name).iterdir())) < 2 and not CASES[name].own():
        pytest.skip("it has nothing but its README: the small input is the case")
    for entry in (TRIAL / name).iterdir():
        copied = shutil.copytree if entry.is_dir() else shutil.copyfile
        copied(entry, place.folder / entry.name)
    CASES[name].claim(place)


def test_every_folder_is_in_the_table() -> None:
    """A folder that comes to the trial fails here until a claim reads it."""
    assert all(module.__name__.startswith("trial.") for module in FAMILIES)
    if not TRIAL.is_dir():
        pytest.skip("the folders of the trial are not beside this clone")
    assert {path.name for path in TRIAL.iterdir() if path.is_dir()} == set(CASES)
