"""Fixtures: the shipped data, and small registries made for a test."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import browser as chromium
import pytest
from hypothesis import settings
from hypothesis.database import InMemoryExampleDatabase
from property.strategies import SHIPPED
from samples import few_of_the_shipped

from openscore import Registry, Rubric, load_rubric
from openscore.cli.loading import SNAPSHOTS
from openscore.cli.main import main
from openscore.language import ENGLISH, speak
from openscore.registry import edit, load
from openscore.resources import registry_files
from openscore.snapshots import SnapshotFolder
from openscore.toml import read_toml

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parent.parent

# A slow machine is no failure, and what fails is printed so that it can be drawn again. Where CI is set,
# Hypothesis draws the same examples each time: the profile keeps that. Where nothing can be written, such as in a
# checkout of somebody else, it would warn that it remembers no failures.
REMEMBERS = {} if os.access(Path.cwd(), os.W_OK) else {"database": InMemoryExampleDatabase()}
settings.register_profile(
    "openscore",
    settings.get_profile(settings.get_current_profile_name()),
    deadline=None,
    print_blob=True,
    **REMEMBERS,
)
settings.load_profile("openscore")

# Registries by the hundred are made and dropped, each of a hundred thousand objects: with the usual threshold, a
# third of the time goes into looking for circles among them.
gc.set_threshold(1_000_000, 20, 20)

# Two workers share the cores: sums over a few hundred models go slower by several threads that wait for each other.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

OWN = ("OPENSCORE_", "GIT_", "LC_", "LANG")
OF_THE_TERMINAL = (
    "COLORTERM",
    "COLUMNS",
    "FORCE_COLOR",
    "GITHUB_ACTIONS",
    "LINES",
    "NO_COLOR",
    "PY_COLORS",
    "TERM",
)
OF_PYTHON = ("PYTHONCOERCECLOCALE", "PYTHONIOENCODING", "PYTHONUTF8", "PYTHONWARNINGS")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="Write the golden files anew.")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One more than there are cores: a worker that waits for a page, a process or Java leaves its core to the others."""
    return (os.cpu_count() or 1) + 1


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keep what was validated for all tests, and for all workers that run at once."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent  # that of the whole run
    return folder / "cache"


@pytest.fixture(scope="session")
def checked(cache: Path) -> Path:
    """Snapshots that know the shipped registry, checked once for all tests, and nothing else; no test writes there."""
    folder = cache.with_name("checked")
    load.load_registry(snapshots=SnapshotFolder(folder))
    return folder


@pytest.fixture(autouse=True)
def scrubbed(monkeypatch: pytest.MonkeyPatch, cache: Path) -> None:
    """No test sees the environment of whoever runs it."""
    for name in list(os.environ):
        if name.startswith(OWN) or name in {*OF_THE_TERMINAL, *OF_PYTHON}:
            monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("OPENSCORE_CACHE", str(cache))
    monkeypatch.setenv("COLUMNS", "80")
    speak(ENGLISH)


@pytest.fixture(scope="session")
def registry() -> Registry:
    """The shipped registry, loaded once for all tests; no test changes it."""
    return SHIPPED


@pytest.fixture(scope="session")
def rubric() -> Rubric:
    return load_rubric("osi-draft")


@pytest.fixture(scope="session")
def few_models(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Path:
    """A file of three of the shipped models, with all makers and families; what is laid over it finds it checked."""
    path = tmp_path_factory.mktemp("few") / "models.toml"
    path.write_text(few_of_the_shipped(), encoding="utf-8")
    below = [load.licenses_file(), read_toml(path).named(path.name)]
    load.registry_from(below, snapshots=SnapshotFolder(cache / SNAPSHOTS))
    return path


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch, few_models: Path) -> None:
    """Lay files over three shipped models: to check all of them anew for each file takes its time."""
    shipped = [registry_files()[0], few_models]
    for module in (edit, load):
        monkeypatch.setattr(module, "registry_files", lambda: shipped)


class Run:
    """Runs the command line in this process, as a user would, and keeps what it wrote."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.capsys = capsys
        self.code = -1
        self.out = self.err = ""

    def __call__(self, *words: object) -> Run:
        self.capsys.readouterr()
        self.code = main([str(word) for word in words])
        self.out, self.err = self.capsys.readouterr()
        return self


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    return Run(capsys)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The Chromium of the system, one for all tests of a process."""
    if reason := chromium.missing():
        pytest.skip(reason)
    with chromium.launched() as running:
        yield running


HOSTILE = """
[models.hostile]
name = "</script><script>alert(1)</script>"
developer = "<img src=x onerror=alert(1)>"
kind = "model"
modality = ["text"]
summary = "\\u202e<b>bold</b>"
"""


@pytest.fixture(scope="session")
def site_words(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What a command is told to read the registry of the site: the small one, and one hostile entry."""
    hostile = tmp_path_factory.mktemp("registry") / "hostile.toml"
    hostile.write_text(HOSTILE, encoding="utf-8")
    return [
        "--standalone",
        "--registry",
        str(ROOT / "tests/golden/registry.toml"),
        "--registry",
        str(hostile),
    ]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, site_words: list[str]) -> Path:
    """The whole site of a small registry, with one hostile entry."""
    folder = tmp_path_factory.mktemp("site") / "out"
    assert main(["site", "build", "-o", str(folder), *site_words]) == 0
    return folder


@pytest.fixture(scope="session")
def single(tmp_path_factory: pytest.TempPathFactory, site_words: list[str]) -> Path:
    """The site of the small registry as one file."""
    file = tmp_path_factory.mktemp("single") / "openness.html"
    assert main(["site", "build", "--single-file", "-o", str(file), *site_words]) == 0
    assert list(file.parent.iterdir()) == [file]
    return file


RANKED = ("osi-draft", "osai-legacy-14", "mof-1.0", "eu-ai-act-53-2", "aial-2026")
"""Of each kind one: floors and gates, a top of its own, classes, a gate that caps the score, rules."""


@pytest.fixture(scope="session")
def ranking_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of the site of the shipped registry the rankings and the comparison, with all that their script reads."""
    from datetime import date

    from openscore.site.build import files_of
    from openscore.site.compare_page import compare_pages
    from openscore.site.ranking_page import ranking_pages
    from openscore.site.world import Frame, World

    folder = tmp_path_factory.mktemp("ranking")
    rubrics = [load_rubric(id) for id in RANKED]
    world = World(SHIPPED, rubrics, "osi-draft", Frame(("en", "zh"), date(2026, 11, 27)))
    for path, text in files_of(world, (ranking_pages, compare_pages), has_interface=False):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder
