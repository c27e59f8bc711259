"""What is installed is fixed in the repository, and an environment that cannot be trusted is made anew."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest
from conftest import ROOT
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
ENVIRONMENT = ROOT / "requirements" / "environment.py"
PLATFORMS = [
    {"sys_platform": system, "os_name": name, "platform_system": title, "platform_machine": "x86_64"}
    for system, name, title in (("linux", "posix", "Linux"), ("darwin", "posix", "Darwin"), ("win32", "nt", "Windows"))
]  # fmt: skip
PYTHONS = ["3.11", "3.12", "3.13", "3.14"]


def pinned(path: Path) -> list[Requirement]:
    """Read the requirements of a lock file and of those that it includes."""
    text = path.read_text(encoding="utf-8")
    found = [Requirement(line.rstrip(" \\")) for line in text.splitlines() if re.match(r"\w", line)]
    for included in re.findall(r"^-r (.+)$", text, re.MULTILINE):
        found += pinned(path.with_name(included))
    return found


def versions(path: Path, python: str, platform: dict[str, str]) -> dict[str, str]:
    """Return what a lock file installs for one Python on one platform; fail if it names a package twice."""
    place = {"python_version": python, "python_full_version": f"{python}.0", "implementation_name": "cpython"}
    place |= {"platform_python_implementation": "CPython", "extra": "", **platform}
    chosen: dict[str, str] = {}
    for requirement in pinned(path):
        if requirement.marker is None or requirement.marker.evaluate(place):
            (pin,) = requirement.specifier
            assert pin.operator == "=="
            assert chosen.setdefault(canonicalize_name(requirement.name), pin.version) == pin.version
    return chosen


def declared(name: str) -> list[str]:
    """Return what pyproject.toml asks for in the set that a lock file is for."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = project["project"]["optional-dependencies"]
    base = [*project["build-system"]["requires"], *project["project"]["dependencies"]]
    usual = [line for extra, lines in extras.items() if extra != "spark" for line in lines]
    dev = [*base, *usual, *project["dependency-groups"]["dev"]]
    return {
        "base": base,
        "dev": dev,
        "spark": [*dev, *extras["spark"]],
        "uv": project["dependency-groups"]["lock"],
    }[name]


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.stem)
def test_a_lock_fits_what_is_declared_for_every_python_and_platform(path: Path) -> None:
    """Each dependency has one version, within its bounds; otherwise run `make lock KEEP=1`."""
    for python in PYTHONS:
        for platform in PLATFORMS:
            chosen = versions(path, python, platform)
            for line in declared(path.stem):
                wanted = Requirement(line)
                assert chosen[canonicalize_name(wanted.name)] in wanted.specifier, (line, python, platform)


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.stem)
def test_a_lock_names_digests_and_no_place(path: Path) -> None:
    """Every pin is followed by a digest; no address, index or path says where files come from."""
    text = path.read_text(encoding="utf-8")
    pins = re.findall(r"^\w\S*==\S+.*\\\n((?:    --hash=sha256:[0-9a-f]{64}.*\n)+)", text, re.MULTILINE)
    assert len(pins) == len(re.findall(r"^\w", text, re.MULTILINE)) > 0
    assert not re.search(r"://|--(index|extra|find|trusted)|file:", text)


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.stem)
def test_nothing_is_locked_that_nobody_asks_for(path: Path) -> None:
    """What the lock says is asked for by pyproject.toml is so; otherwise run `make lock KEEP=1`."""
    known = {canonicalize_name(Requirement(line).name) for line in declared("spark") + declared("uv")}
    entries = re.findall(
        r"^(\w\S*)==.*\n(?:    --hash.*\n)+    # via (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE
    )
    assert entries
    assert [name for name, askers in entries if "openscore (" in askers and name not in known] == []


def test_the_same_version_is_installed_by_all_sets() -> None:
    """To install one set over another changes nothing."""
    base, dev, spark = (
        versions(ROOT / "requirements" / f"{name}.txt", "3.12", PLATFORMS[0])
        for name in ("base", "dev", "spark")
    )
    assert base.items() <= dev.items() <= spark.items()


@pytest.fixture
def environment() -> ModuleType:
    """The script that makes environments, as a module."""
    spec = importlib.util.spec_from_file_location("environment", ENVIRONMENT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def answering(folder: Path, answer: str) -> Path:
    """Make a folder whose Python says the answer, whatever it is asked."""
    (folder / "bin").mkdir(parents=True)
    python = folder / "bin" / "python"
    python.write_text(f"#!/bin/sh\n{answer}\n", encoding="utf-8")
    python.chmod(0o755)
    return folder


def test_an_environment_that_cannot_be_trusted_says_why(environment: ModuleType, tmp_path: Path) -> None:
    """Another Python, none, one that fails, a half-made one, and one that was copied from elsewhere."""
    good = f"echo {sys.version_info[0]}.{sys.version_info[1]}"
    assert environment.distrust(tmp_path / "none") == ""
    assert environment.distrust(answering(tmp_path / "good", good)) == ""
    assert environment.distrust(answering(tmp_path / "old", "echo 3.10")) == "is of Python 3.10"
    broken = "is broken (its Python or its pip does not run)"
    assert environment.distrust(answering(tmp_path / "fails", "exit 1")) == broken
    gone = answering(tmp_path / "gone", good) / "bin" / "python"
    gone.unlink()
    gone.symlink_to(tmp_path / "uninstalled")
    assert environment.distrust(tmp_path / "gone") == broken
    half = answering(tmp_path / "half", good)
    (half / "unfinished").touch()
    assert environment.distrust(half) == "was left half-made"
    copied = answering(tmp_path / "copied", good)
    (copied / "made-in").write_text("/elsewhere", encoding="utf-8")
    assert environment.distrust(copied) == "was made in another place"


def make(folder: Path, lock: Path) -> str:
    """Run the script on a folder with a lock file, and return what it says."""
    command = [sys.executable, ENVIRONMENT, folder, lock, "--alone"]
    variables = {**os.environ, "PIP_NO_INDEX": "1"}
    done = subprocess.run(command, env=variables, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return done.stderr


def test_an_environment_stays_locked_while_its_pip_runs(tmp_path: Path) -> None:
    """Whoever kills `make` leaves a pip that still writes: nobody else starts before that has ended."""
    fcntl = pytest.importorskip("fcntl")
    started, ends = tmp_path / "started", tmp_path / "ends"
    slow = f"touch {started}; while [ ! -e {ends} ]; do sleep 0.02; done"
    version = "{}.{}".format(*sys.version_info)
    folder = answering(tmp_path / "slow", f'case "$*" in *install*) {slow};; *) echo {version};; esac')
    lock = tmp_path / "nothing.txt"
    lock.touch()
    making = subprocess.Popen([sys.executable, ENVIRONMENT, folder, lock, "--alone"])
    while not started.exists():
        assert making.poll() is None
    making.kill()
    making.wait()
    with (tmp_path / "slow.lock").open("wb") as handle:
        try:
            with pytest.raises(BlockingIOError):
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        finally:
            ends.touch()
        fcntl.flock(handle, fcntl.LOCK_EX)
    assert (folder / "unfinished").exists()


def test_a_broken_environment_is_rebuilt_with_one_line(tmp_path: Path) -> None:
    """In a folder with a space; the second run finds nothing to do and says nothing."""
    folder = tmp_path / "a b" / ".venv"
    answering(folder, "exit 127")
    (folder / "lib").symlink_to(tmp_path)
    lock = tmp_path / "nothing.txt"
    lock.write_text("# nothing\n", encoding="utf-8")
    told = make(folder, lock)
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    said = f"{folder} is broken (its Python or its pip does not run): it is rebuilt with Python {version}"
    assert [line for line in told.splitlines() if line.startswith(str(folder))] == [said]  # pip may warn too
    assert make(folder, lock) == ""
    assert lock.exists()


@pytest.mark.parametrize("python", ["2.7", "3.6", "3.10"])
def test_an_old_python_is_told_in_one_line(tmp_path: Path, python: str) -> None:
    """Before it reads a script that it may not understand; nothing is made."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8").replace("\\\n", "")
    (code,) = re.findall(r"^NEW_ENOUGH := (.+)$", makefile, re.MULTILINE)
    major, minor = python.split(".")
    pretended = f"import sys; sys.version_info = ({major}, {minor}, 0, 'final', 0)\n{code}"
    done = subprocess.run(
        [sys.executable, "-c", pretended], capture_output=True, encoding="utf-8", check=False
    )
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
    assert f"is {python}; name another" in done.stderr
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
