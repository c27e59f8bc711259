"""What is missing is told as a command that adds it to the installation there is."""

from __future__ import annotations

import json
import shlex
import sys
from importlib import metadata

import pytest
from conftest import ROOT

from openscore.installation import command_for, not_installed


class Installed:
    """A distribution with what pip wrote of where it came from."""

    def __init__(self, origin: dict[str, object] | None) -> None:
        self.origin = origin

    def read_text(self, name: str) -> str | None:
        return json.dumps(self.origin) if self.origin and name == "direct_url.json" else None


def words(monkeypatch: pytest.MonkeyPatch, origin: dict[str, object] | None) -> list[str]:
    """Return the command as a shell reads it, for an installation of this origin."""
    monkeypatch.setattr(metadata, "distribution", lambda name: Installed(origin))
    monkeypatch.setattr(sys, "executable", "/my env/bin/python")
    return shlex.split(command_for("docx,report"))


def test_an_editable_install_stays_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a folder with a space, a percent sign and a letter that addresses cannot hold."""
    for address, folder in (
        ("file:///work%20here/50%25/%E5%BC%80", "/work here/50%/\u5f00"),
        ("file:///a", "/a"),
    ):
        origin = {"url": address, "dir_info": {"editable": True}}
        assert words(monkeypatch, origin) == [
            "/my env/bin/python", "-m", "pip", "install", "--editable", f"{folder}[docx,report]",
        ]  # fmt: skip


@pytest.mark.parametrize(
    "origin",
    [
        None,
        {"url": "file:///checkout", "dir_info": {}},
        {"url": "file:///openscore-0.1.0-py3-none-any.whl", "archive_info": {"hash": "sha256=0"}},
        {"url": "https://example.org/openscore", "vcs_info": {"vcs": "git", "commit_id": "0"}},
    ],
    ids=["index", "folder", "wheel", "repository"],
)
def test_any_other_install_keeps_its_files(
    monkeypatch: pytest.MonkeyPatch, origin: dict[str, object] | None
) -> None:
    """The name alone is installed already, so that pip adds what the extra asks for and nothing else."""
    assert words(monkeypatch, origin)[2:] == ["pip", "install", "openscore[docx,report]"]


def test_a_checkout_that_runs_in_place_is_installed_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """There is no installation whose files could say something else."""

    def missing(name: str) -> Installed:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "distribution", missing)
    assert shlex.split(command_for("hub"))[-2:] == ["--editable", f"{ROOT}[hub]"]


def test_the_error_says_what_needs_it_and_what_to_type() -> None:
    """The hint is a command and nothing to think about."""
    error = not_installed("documents need python-docx", "docx")
    assert error.message == "documents need python-docx"
    assert error.hint == f"install it: {command_for('docx')}"
