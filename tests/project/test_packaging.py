"""A wheel beside nothing but what it asks for ranks, and so does an editable install, from the same data."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import venv
import zipfile
from importlib.metadata import Distribution, distribution
from pathlib import Path

import pytest
import tomli
from conftest import ROOT, Run
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

WORDS = ["rank", "--format", "json"]
DIGEST = re.compile(r"sha256:\w+")
"""Of the registry, in each row of a table; a name is a part of what it covers."""


def call(command: list[str | Path], folder: Path, **more: str) -> str:
    """Run a program as somebody would whose environment says nothing to Python; no index is asked."""
    environment = {
        key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "OPENSCORE", "PIP_"))
    }
    environment |= {"PIP_NO_INDEX": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PYTHONUTF8": "1", **more}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a source distribution, and the wheel from that alone."""
    folder = tmp_path_factory.mktemp("dist")
    call([sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT], ROOT)
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


def install(place: Path, site: Path, *words: str | Path) -> list[str]:
    """Install OpenScore into an environment, and nothing else; return what it asks for."""
    pip = [sys.executable, "-m", "pip", "--python", place / "bin" / "python", "install", "--quiet"]
    call([*pip, "--no-deps", "--no-build-isolation", *words], place)
    (metadata,) = site.glob("openscore-*.dist-info")
    return Distribution.at(metadata).requires or []


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Make an empty environment, and return where its packages go."""
    place = tmp_path / "an empty environment"
    venv.create(place)
    asked = "import sysconfig; print(sysconfig.get_path('purelib'))"
    return Path(call([place / "bin" / "python", "-c", asked], tmp_path).strip())


def test_a_wheel_ranks_beside_what_it_asks_for(wheel: Path, tmp_path: Path, site: Path, run: Run) -> None:
    """models.toml, licenses.toml and rubrics/ travel inside it, and what is known of them: nothing is checked again.
    Of another rubric than the default one, what may be true of each record is kept, and nothing else."""
    place, cache = tmp_path / "an empty environment", tmp_path / "cache"
    for found in needed(install(place, site, wheel)).values():
        lend(found, site)
    for words in (WORDS, ["rank", "--rubric", "mof-1.0", "--format", "json"]):
        from_wheel = call([place / "bin" / "openscore", *words], tmp_path, OPENSCORE_CACHE=str(cache))
        assert json.loads(from_wheel) == json.loads(run(*words).out)
        assert len([*cache.rglob("*.snapshot")]) == (0 if words is WORDS else 1)


def test_a_wheel_carries_a_bill_of_its_materials(wheel: Path) -> None:
    """It is valid CycloneDX, and has what the wheel asks for with all that that asks for, and each data file's digest."""
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    with zipfile.ZipFile(wheel) as packed:
        (place,) = [name for name in packed.namelist() if "/sboms/" in name]
        text = packed.read(place).decode()
        files = {name: packed.read(name) for name in packed.namelist() if name.startswith("openscore/data/")}
    assert place.endswith(".dist-info/sboms/openscore.cdx.json")
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
    parts = json.loads(text)["components"]
    digests = {part["name"]: part["hashes"][0]["content"] for part in parts if part["type"] == "data"}
    data = {
        name.removeprefix("openscore/data/"): hashlib.sha256(held).hexdigest() for name, held in files.items()
    }
    assert digests == {name: digest for name, digest in data.items() if name.endswith(".toml")}
    stated = tomli.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    names = {canonicalize_name(found.name) for found in needed(stated["project"]["dependencies"]).values()}
    listed = {part["name"] for part in parts if part["type"] == "library" and part["scope"] == "required"}
    assert listed <= names | {"numpy"}
    assert names <= {part["name"] for part in parts}


def test_an_editable_install_is_ready_until_something_is_edited(tmp_path: Path, site: Path) -> None:
    """Snapshots and bytecode are made when it is installed; an edit of the data or the code is seen at once."""
    checkout, cache = tmp_path / "check out", tmp_path / "cache"
    checkout.mkdir()
    for name in (
        "pyproject.toml",
        "hatch_build.py",
        "README.md",
        "LICENSE",
        "models.toml",
        "licenses.toml",
        "duties.toml",
    ):
        shutil.copy(ROOT / name, checkout)
    for name in ("openscore", "rubrics"):
        leave = shutil.ignore_patterns("__pycache__", "prepared")
        shutil.copytree(ROOT / name, checkout / name, ignore=leave)
    stated = tomli.loads((checkout / "pyproject.toml").read_text(encoding="utf-8"))
    for found in needed([*stated["build-system"]["requires"], *stated["project"]["dependencies"]]).values():
        lend(found, site)
    place = tmp_path / "an empty environment"
    install(place, site, "--editable", checkout)
    for file in (checkout / "openscore").rglob("*.py"):
        assert list((file.parent / "__pycache__").glob(f"{file.stem}.*.pyc")), file
    rank = [place / "bin" / "openscore", "rank", "--format", "csv"]
    first = call(rank, tmp_path, OPENSCORE_CACHE=str(cache))
    assert not cache.exists()
    data = checkout / "models.toml"
    text = data.read_text(encoding="utf-8")
    data.write_text(text.replace('name = "GPT-2"', 'name = "GPT-Two"'), encoding="utf-8")
    edited = call(rank, tmp_path, OPENSCORE_CACHE=str(cache))
    renamed = first.replace("GPT-2,", "GPT-Two,")
    assert DIGEST.sub("", renamed) == DIGEST.sub("", edited) != DIGEST.sub("", first)
    digests = [{*DIGEST.findall(told)} for told in (first, edited)]
    assert [len(found) for found in digests] == [1, 1]
    assert digests[0] != digests[1]
    assert cache.exists()
    shutil.rmtree(cache)
    data.write_text(text, encoding="utf-8")
    with (checkout / "openscore" / "registry" / "check.py").open("a", encoding="utf-8") as file:
        file.write("# edited\n")
    assert first == call(rank, tmp_path, OPENSCORE_CACHE=str(cache))
    assert cache.exists()


def test_the_wheel_holds_what_it_needs_and_no_tests(wheel: Path) -> None:
    """Data, schemas, the typing marker and the license."""
    names = zipfile.ZipFile(wheel).namelist()
    for needed_file in (
        "openscore/data/models.toml", "openscore/data/licenses.toml", "openscore/data/rubrics/osi-draft.toml",
        "openscore/records/vocabulary.toml", "openscore/schemas/registry.schema.json", "openscore/py.typed",
        "openscore/prepared/CACHEDIR.TAG",
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
