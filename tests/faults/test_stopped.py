"""Whatever stops a command that writes, its target is whole: the old file or the new one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from samples import entry

from openscore.analysis.manifest import ARCHIVE
from openscore.files import ABANDONED, hold, write_whole
from openscore.site.build import ASIDE, BESIDE, MARK, mend
from openscore.snapshots import SnapshotFolder

DRIVER = Path(__file__).parent / "stopped.py"
SMALL = ["--standalone", "--registry", str(ROOT / "tests" / "golden" / "registry.toml")]
SOURCE = ["--url", "https://example.org/new", "--shows", "it says so", "--read", "2026-11-20"]


def mine(folder: Path) -> None:
    made = entry("delta", {"weights.license": "MIT"})
    (folder / "mine.toml").write_text("# mine\n\n" + made, encoding="utf-8")


def old(name: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).write_text("old\n" * 3000, encoding="utf-8") and None


def nothing(folder: Path) -> None:
    """The command needs no file."""


def listed(folder: Path) -> None:
    (folder / "list.txt").write_text("open-one\n", encoding="utf-8")
    old("out.json")(folder)


def site(folder: Path) -> None:
    (folder / "site").mkdir()
    for name in (MARK, "old.html"):
        (folder / "site" / name).write_text("old", encoding="utf-8")


def hub(folder: Path) -> None:
    rows = [{"id": f"who/m{number}", "tags": ["license:mit"], "downloads": number} for number in range(5)]
    (folder / "hub.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    (folder / "out.parquet").write_bytes(b"")


COMMANDS = {
    "export": (["rank", *SMALL, "--format", "csv", "-o", "out.csv"], "out.csv", old("out.csv")),
    "export of nothing before": (["rank", *SMALL, "--format", "json", "-o", "out.json"], "out.json", mine),
    "report": (["report", *SMALL, "--model", "open-one", "-o", "out.md"], "out.md", old("out.md")),
    "set": (
        ["set", "delta", "weights.availability", "public", *SOURCE, "--registry", "mine.toml"],
        "mine.toml",
        mine,
    ),
    "add": (
        ["add", "makers.x", "--name", "X", *SOURCE[:2], "--fact", "seat=CH: so", "--registry", "mine.toml"],
        "mine.toml",
        mine,
    ),
    "check": (["check", "list.txt", *SMALL, "--format", "json", "-o", "out.json"], "out.json", listed),
    "edition": (["keep", "2027-01-01"], f"openscore/editions/2027-01-01{ARCHIVE}", nothing),
    "hub": (
        [
            "hub",
            "score",
            "hub.jsonl",
            *SMALL,
            "--rubric",
            "release-gradient",
            "--threads",
            "1",
            "-o",
            "out.parquet",
        ],
        "out.parquet",
        hub,
    ),
    "site": (["site", "build", *SMALL, "--lang", "en", "-o", "site"], "site", site),
}
NEEDS = {"hub": ("duckdb", "sqlglot"), "site": ("jinja2",)}


def at(target: str, state: dict[str, str]) -> dict[str, str]:
    """Return a file, or all files of a folder."""
    return {path: text for path, text in state.items() if f"{path}/".startswith(f"{target}/")}


def began(name: str, tmp_path: Path) -> Path:
    """Return the folder of a command, with what it finds there."""
    for module in NEEDS.get(name, ()):
        pytest.importorskip(module, reason="an extra is not installed")
    folder = tmp_path / "here"
    folder.mkdir()
    COMMANDS[name][2](folder)
    return folder


def driven(kind: str, folder: Path, words: list[str]) -> dict[str, Any]:
    # In a cache that others write to, a run may have to keep anew what the last has kept: it has other steps.
    environment = {**os.environ, "OPENSCORE_CACHE": str(folder.with_name("cache"))}
    done = subprocess.run(
        [sys.executable, str(DRIVER), kind, str(folder), *words],
        capture_output=True, encoding="utf-8", check=False, timeout=300, env=environment,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_that_is_killed_at_any_step_leaves_the_old_file_or_the_new_one(
    tmp_path: Path, name: str
) -> None:
    """And the next run ends as if nothing had been, with nothing left behind."""
    words, target, _ = COMMANDS[name]
    found = driven("kill", began(name, tmp_path), words)["kill"]
    before, whole = at(target, found["before"]), found["whole"]
    new = at(target, whole)
    assert before != new
    assert len(found["runs"]) >= 5
    seen = set()
    for run in found["runs"]:
        assert run["code"] == -9, run["step"]
        stopped = at(target, run["stopped"])
        if (
            name == "site" and not stopped
        ):  # What was there is whole beside it, and comes back with the next build.
            assert set(before.values()) <= set(run["stopped"].values()), run["step"]
        else:
            assert stopped in (before, new), run["step"]
        seen.add(stopped == new)
        # An edition that is there has its manifest.
        assert name != "edition" or stopped != new or run["stopped"] == whole, run["step"]
        left = {path for path in run["after"] if path not in whole}
        assert not left, (run["step"], left)
        # What is added already is refused, and says so.
        assert run["again"] == (2 if name == "add" and stopped == new else 0)
        assert at(target, run["after"]) == new, run["step"]
    assert seen == {True, False}


REFUSALS = ("ENOSPC", "EIO", "EROFS", "limit")
FEWER = {"hub": ("EIO", "limit"), "site": ("ENOSPC", "limit")}
"""Of what takes its time."""


@pytest.mark.parametrize("name", COMMANDS)
def test_what_the_system_refuses_leaves_the_old_file_and_says_so(tmp_path: Path, name: str) -> None:
    """A full disk, a fault, a file system that cannot be written, a limit of size: exit 2, nothing left behind."""
    words, target, _ = COMMANDS[name]
    for kind, found in driven(",".join(FEWER.get(name, REFUSALS)), began(name, tmp_path), words).items():
        before = at(target, found["before"])
        new = at(target, found["whole"] if kind != "limit" else found["runs"][-1]["after"])
        refused = 0
        for run in found["runs"]:
            step = (kind, run["step"])
            assert run["code"] in (0, 2), step
            stopped = at(target, run["stopped"])
            assert stopped == (new if run["code"] == 0 else before), step
            refused += run["code"] == 2
            assert not [path for path in run["stopped"] if path.endswith((".part", ".lock"))], step
        assert refused, kind


def test_writers_at_once_lose_no_edit(tmp_path: Path) -> None:
    """Eight of them, each with edits of its own to one file."""
    mine(tmp_path)
    edits = [
        (number, ["add", f"makers.m{number}", "--name", f"M {number}", "--registry", "mine.toml"])
        for number in range(8)
    ]
    before = (tmp_path / "mine.toml").read_text(encoding="utf-8")
    writers = [
        subprocess.Popen(
            [sys.executable, str(DRIVER), "once", str(tmp_path), *words], stdout=subprocess.DEVNULL
        )
        for _, words in edits
    ]
    assert [writer.wait(timeout=240) for writer in writers] == [0] * 8
    text = (tmp_path / "mine.toml").read_text(encoding="utf-8")
    assert text.startswith(before)
    assert all(text.count(f"[makers.m{number}]\n") == 1 for number, _ in edits)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine.toml"]


def test_versions_that_share_a_cache_read_only_what_is_theirs(tmp_path: Path) -> None:
    """Writers of two versions and of one key at once: whatever is read back is whole, and of the version asked for."""
    script = (
        "import sys; from pathlib import Path; from openscore.snapshots import SnapshotFolder\n"
        "folder = SnapshotFolder(Path(sys.argv[1]))\n"
        "for turn in range(60):\n"
        "    folder.put(sys.argv[2] * 64, [sys.argv[2], turn], [{'x': 'y' * 5000}] * turn)\n"
        "    found = folder.get(sys.argv[2] * 64)\n"
        "    assert found and found.head[0] == sys.argv[2]\n"
    )
    writers = [
        subprocess.Popen([sys.executable, "-c", script, str(tmp_path / "cache"), version])
        for version in "aabb"
    ]
    assert [writer.wait(timeout=240) for writer in writers] == [0] * 4
    folder = SnapshotFolder(tmp_path / "cache")
    for version in "ab":
        found = folder.get(version * 64)
        assert found is not None
        assert found.head == [version, 59]


@pytest.mark.parametrize(
    ("name", "age", "is_left"),
    [
        (".openscore-999999-abcdefgh.part", 0, False),
        (".openscore-abcdefgh.part", 0, True),
        (".openscore-abcdefgh.part", ABANDONED + 60, False),
        (".openscore-mine.txt", ABANDONED + 60, True),
        ("notes.part", ABANDONED + 60, True),
    ],
)
def test_what_a_stopped_writer_left_goes_with_the_next_one(
    tmp_path: Path, name: str, age: float, is_left: bool
) -> None:
    """Files of ours that nobody holds; of older versions, which hold none, those of an hour ago. Nothing else."""
    left = tmp_path / name
    left.write_text("half", encoding="utf-8")
    then = left.stat().st_mtime - age
    os.utime(left, (then, then))
    write_whole(tmp_path / "out.txt", "new")
    assert left.exists() == is_left
    assert (tmp_path / "out.txt").read_text(encoding="utf-8") == "new"


def test_what_is_being_written_is_not_taken_away(tmp_path: Path) -> None:
    """A file that its writer holds stays, whoever else writes beside it."""
    held = tmp_path / ".openscore-999999-abcdefgh.part"
    with held.open("w", encoding="utf-8") as file:
        assert hold(file.fileno())
        write_whole(tmp_path / "out.txt", "new")
        assert held.exists()
    write_whole(tmp_path / "out.txt", "newer")
    assert not held.exists()


def test_a_site_whose_build_was_stopped_is_put_back(tmp_path: Path) -> None:
    """What was moved aside comes back to its name; what was begun goes."""
    target = tmp_path / "site"
    aside = tmp_path / f"{BESIDE}999999-site-abcdefgh{ASIDE}"
    begun = tmp_path / f"{BESIDE}999999-site-abcdefgh"
    other = tmp_path / f"{BESIDE}999999-other-abcdefgh"
    for folder in (aside, begun, other):
        folder.mkdir()
        (folder / MARK).write_text(folder.name, encoding="utf-8")
    mend(target)
    assert (target / MARK).read_text(encoding="utf-8") == aside.name
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([other.name, "site"])
