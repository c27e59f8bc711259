"""Snapshots: the same data as read anew, and a folder that nobody else's files come to harm in."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, Run
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import entry, serves, snapshot_of

from openscore import DataError, Registry, load_registry, load_rubric, resources
from openscore.cli.loading import SNAPSHOTS, snapshots
from openscore.registry.load import registry_from
from openscore.registry.stored import unpacked
from openscore.snapshots import MAGIC, MARK, NOWHERE, SUFFIX, Entry, Line, SnapshotFolder, key_of
from openscore.toml import TomlFile

KEY, OTHER = "a" * 64, "b" * 64
FILE = TomlFile("demo.toml", entry(facts={"weights.availability": "public"}))
THEIRS = "somebody's own"


def held(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def only(folder: Path) -> Path:
    """Return the one snapshot of a folder."""
    (found,) = folder.glob(f"*{SUFFIX}")
    return found


def test_a_key_is_that_of_its_parts_and_of_nothing_else(tmp_path: Path) -> None:
    """However they are cut, whatever stands in them: `a b` and `c` are not `a` and `b c`."""
    parts = [("a b", "c"), ("a", "b c"), ("a", "b", "c"), ("a", ["b", "c"]), ("a", '"b", "c'), ("a\udcff",)]
    keys = {key_of(*part) for part in parts}
    assert len(parts) == len(keys)
    folder = SnapshotFolder(tmp_path)
    for key in keys:
        folder.put(key, key)
    assert keys == {(found := folder.get(key)) and found.head for key in keys}


def test_nowhere_keeps_nothing() -> None:
    """And gives nothing back."""
    NOWHERE.put(KEY, "data")
    assert NOWHERE.get(KEY) is None


# What a snapshot gives ---------------------------------------------------------------------------


def test_a_registry_from_a_snapshot_is_the_registry(tmp_path: Path) -> None:
    """Every entry, whole and in the same order, and what follows from them: digests, days, licenses."""
    anew, folder = load_registry(), SnapshotFolder(tmp_path)
    load_registry(snapshots=folder)
    kept = load_registry(snapshots=folder)
    assert isinstance(kept.models["gpt-2"].data, Entry)
    assert list(anew.models) == list(kept.models)
    for record, other in zip(anew, kept, strict=True):
        assert record.data == other.data
        assert (record.brief, record.released, record.links, record.serves) == (
            other.brief, other.released, other.links, other.serves,
        )  # fmt: skip
    assert {key: anew.data[key] for key in anew.data if key != "resolved"} == {
        key: kept.data[key] for key in kept.data if key != "resolved"
    }
    for text in anew.data["resolved"]:
        assert anew.licenses.resolve(text) == kept.licenses.resolve(text)
    assert (anew.digest, anew.last_read, anew.warnings) == (kept.digest, kept.last_read, kept.warnings)
    for id, license in anew.licenses.licenses.items():
        assert license.brief == kept.licenses.licenses[id].brief
        assert anew.licenses.resolve(id) == kept.licenses.resolve(id)


def test_what_is_stored_beside_the_entries_is_what_they_say(tmp_path: Path) -> None:
    """The digest and the last day of reading are those that the entries of the snapshot give."""
    folder = SnapshotFolder(tmp_path)
    load_registry(snapshots=folder)
    kept = load_registry(snapshots=folder)
    again = Registry(kept.data, kept.vocabulary)
    assert (again.digest, again.last_read) == (kept.digest, kept.last_read)


def test_a_ranking_parses_no_entry_of_a_model(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """All that it reads of models and licenses stands in the head; a model that is shown is one entry."""
    run("rank")
    parsed: list[Entry] = []
    read = Entry._parsed

    def counted(entry: Entry) -> Any:
        if entry not in parsed:
            parsed.append(entry)
        return read(entry)

    monkeypatch.setattr(Entry, "_parsed", counted)
    monkeypatch.setattr(Entry, "__eq__", object.__eq__)
    assert run("rank").code == 0
    assert not [one for one in parsed if "facts" in one or "terms" in one]
    assert run("show", "gpt-2").code == 0
    assert ["GPT-2"] == [one["name"] for one in parsed if "facts" in one]


def test_an_edited_file_is_read_anew(tmp_path: Path) -> None:
    """The content is the key, whatever its time and its size."""
    folder, file = SnapshotFolder(tmp_path / "cache"), tmp_path / "overlay.toml"
    for license in ("MIT", "ISC"):
        file.write_text(entry(facts={"weights.license": license}), encoding="utf-8")
        os.utime(file, (0, 0))
        assert license == load_registry([file], snapshots=folder)["demo"].values["weights.license"]


def test_a_day_that_may_be_in_the_future_is_looked_at_again(tmp_path: Path) -> None:
    """What was read without a calendar, or by a clock that goes ahead, is no snapshot for an earlier day."""
    folder = SnapshotFolder(tmp_path)
    registry_from([FILE], snapshots=folder)
    assert registry_from([FILE], today=date(2026, 1, 2), snapshots=folder)["demo"]
    with pytest.raises(DataError, match="in the registry") as raised:
        registry_from([FILE], today=date(2026, 1, 1), snapshots=folder)
    assert ["future-date"] == [problem.name for problem in raised.value.problems]


def test_services_and_their_days_come_back() -> None:
    """Links are part of what is judged: they stand in the head, with first and last day."""
    text = entry("old") + entry().replace('name = "Demo"', 'kind = "service"\nname = "Demo"')
    registry = registry_from([TomlFile("a.toml", text + serves("old", "2025-04-01", "2025-06-01"))])
    again = unpacked(snapshot_of(registry), registry.vocabulary, None)
    assert again
    (link,) = again["demo"].serves
    assert ("old", "serves", date(2025, 4, 1), date(2025, 6, 1)) == link
    assert registry["demo"].serves == again["demo"].serves


@pytest.mark.parametrize(
    "name", ["toml.py", "registry/check.py", "rubric/shapes.py", "records/vocabulary.toml"]
)
def test_a_snapshot_of_another_build_is_not_used(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the code or the vocabulary of another build made of a file is not read."""
    copied = tmp_path / "openscore"
    shutil.copytree(Path(resources.__file__).parent, copied)
    shutil.copytree(resources.data_folder() / "rubrics", tmp_path / "rubrics")
    shutil.copy(resources.data_folder() / "models.toml", tmp_path)
    monkeypatch.setattr(resources, "_PACKAGE", copied)
    before = resources.checking_digest.__wrapped__()
    assert before == resources.checking_digest()
    with (copied / name).open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    assert before != resources.checking_digest.__wrapped__()


def test_what_came_with_the_program_is_looked_into_first_and_never_written(tmp_path: Path) -> None:
    """A snapshot that travels saves the user's own; a stale one is made good in the user's folder."""
    shipped, own = tmp_path / "shipped", tmp_path / "own"
    SnapshotFolder(shipped).put(KEY, "came along")
    folder = SnapshotFolder(own, shipped=shipped)
    before = held(shipped)
    assert (found := folder.get(KEY))
    assert "came along" == found.head
    folder.put(OTHER, "made here")
    assert (found := folder.get(OTHER))
    assert "made here" == found.head
    assert before == held(shipped)
    assert SnapshotFolder(None, shipped=shipped).get(KEY)
    SnapshotFolder(None).put(KEY, "nowhere")
    assert SnapshotFolder(None).get(KEY) is None


# What is damaged, or of the wrong shape -----------------------------------------------------------


WHOLE: tuple[Any, list[dict[str, int]]] = ({"a": [1, "\N{GREEK SMALL LETTER MU}"]}, [{"b": 2}, {}])
"""A head with lines."""


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    """A folder with one snapshot, and the bytes of that; each example writes the file anew."""
    folder = tmp_path_factory.mktemp("whole")
    SnapshotFolder(folder).put(KEY, *WHOLE)
    return folder, only(folder).read_bytes()


@given(st.data())
@settings(max_examples=200)
def test_a_flipped_bit_anywhere_is_noticed(whole: tuple[Path, bytes], data: st.DataObject) -> None:
    """The first line says which key it is for and what the head must be, and the head what each line."""
    folder, content = whole[0], bytearray(whole[1])
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] ^= 1 << data.draw(st.integers(0, 7))
    (folder / f"{KEY}{SUFFIX}").write_bytes(content)
    asked: list[int] = []

    def anew() -> list[dict[str, int]]:
        asked.append(place)
        return WHOLE[1]

    found = SnapshotFolder(folder).get(KEY, anew)
    if found:
        assert (found.head, [line() for line in found.lines]) == WHOLE
    assert found is None or asked == [place]


@pytest.mark.parametrize("change", ["damaged", "gone"])
def test_an_entry_that_turns_out_damaged_is_read_from_the_files(tmp_path: Path, change: str) -> None:
    """Once for all that is asked for, and what is kept is whole again."""
    folder = SnapshotFolder(tmp_path)
    anew = registry_from([FILE], snapshots=folder)
    kept = registry_from([FILE], snapshots=folder)
    file = only(tmp_path)
    good = file.read_bytes()
    file.unlink()
    if change == "damaged":
        file.write_bytes(good.replace(b"https://", b"hxxps://"))
    assert anew["demo"].data == kept["demo"].data
    assert anew["demo"].values == kept["demo"].values
    assert good == only(tmp_path).read_bytes()


def old_format(content: bytes) -> bytes:
    return json.dumps({"data": {}, "key": KEY}).encode()


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda content: b"",
    "half": lambda content: content[: len(content) // 2],
    "longer": lambda content: content + b"\n{}",
    "the first line alone": lambda content: content.split(b"\n")[0],
    "JSON of an earlier format": old_format,
    "an empty object": lambda content: b"{}",
    "no text": lambda content: b"\xff\xfe\x00",
    "of another key": lambda content: content.replace(KEY.encode(), OTHER.encode()),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_what_is_damaged_is_none_and_is_made_anew(tmp_path: Path, damage: str) -> None:
    """The file is replaced when the data were read again."""
    folder = SnapshotFolder(tmp_path)
    folder.put(KEY, {"a": 1}, [{"b": 2}])
    file = only(tmp_path)
    good = file.read_bytes()
    file.write_bytes(DAMAGE[damage](good))
    assert folder.get(KEY) is None
    folder.put(KEY, {"a": 1}, [{"b": 2}])
    assert good == file.read_bytes()


SHAPES: list[Any] = [
    None, 7, "text", [], {}, {"models": []}, {"models": {"demo": []}}, {"models": {"demo": [1] * 9}},
    [[]], {"id": "demo"}, {"criteria": 1},
]  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES, ids=repr)
def test_sound_json_of_another_shape_is_none(tmp_path: Path, shape: Any) -> None:
    """Of the right key and with the right checksum: the files are read, and the snapshot is made anew."""
    folder = SnapshotFolder(tmp_path)
    anew = registry_from([FILE], snapshots=folder)
    file = only(tmp_path)
    good = file.read_bytes()
    folder.put(file.stem, shape)
    assert anew.digest == registry_from([FILE], snapshots=folder).digest
    assert good == file.read_bytes()


@pytest.mark.parametrize("shape", [None, 7, [], {"digest": "sha256:0"}], ids=repr)
def test_a_digest_is_worked_out_when_it_is_asked_for_and_then_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shape: Any
) -> None:
    """Once for the same files, in whatever run; anew for others, and where something else is kept."""
    worked: list[Registry] = []
    work = Registry._digest
    monkeypatch.setattr(Registry, "_digest", lambda self: worked.append(self) or work(self))
    folder = SnapshotFolder(tmp_path)
    registry = registry_from([FILE], snapshots=folder)
    of_registry = only(tmp_path)
    assert worked == []
    digest = registry.digest
    (kept,) = set(tmp_path.glob(f"*{SUFFIX}")) - {of_registry}
    assert digest == registry_from([FILE], snapshots=folder).digest == registry.digest
    assert worked == [registry]
    folder.put(kept.stem, shape)
    assert digest == registry_from([FILE], snapshots=folder).digest
    other = TomlFile("demo.toml", entry(facts={"weights.availability": "approval"}))
    assert digest != registry_from([other], snapshots=folder).digest
    assert len(worked) == 3


@pytest.mark.parametrize("shape", SHAPES, ids=repr)
def test_the_same_of_a_rubric(tmp_path: Path, shape: Any) -> None:
    """A rubric that is none is proven again from its file."""
    folder = SnapshotFolder(tmp_path)
    anew = load_rubric("ntia-2024", snapshots=folder)
    good = only(tmp_path).read_bytes()
    folder.put(only(tmp_path).stem, shape)
    assert anew.digest == load_rubric("ntia-2024", snapshots=folder).digest
    assert good == only(tmp_path).read_bytes()


def test_the_head_knows_the_latest_day_that_is_said() -> None:
    """Wherever it stands, in an entry or beside: on an earlier day the files are read, for one of them is an error."""
    later = TomlFile("later.toml", entry("later").replace("2026-01-02", "2026-03-04"))
    settled = TomlFile("s.toml", '[[settled]]\nat = "demo"\nvalues = ["a"]\nday = 2026-05-06\nwhy = "read"\n')
    for files, latest in (
        ([FILE], "2026-01-02"),
        ([FILE, later], "2026-03-04"),
        ([FILE, later, settled], "2026-05-06"),
    ):
        assert latest == snapshot_of(registry_from(files)).head["latest"]


@pytest.mark.parametrize("change", [lambda lines: lines[:-1], lambda lines: [*lines, dict]])
def test_a_line_too_few_or_too_many_is_another_shape(change: Callable[[list[Line]], list[Line]]) -> None:
    """Each entry that the head lists has its line, and there is no other."""
    registry = registry_from([FILE])
    whole = snapshot_of(registry)
    assert unpacked(whole, registry.vocabulary, None)
    assert unpacked(whole._replace(lines=change([*whole.lines])), registry.vocabulary, None) is None


# Whose folder it is -------------------------------------------------------------------------------


def test_nothing_of_somebody_else_is_touched(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Old files beside ours and among ours, more than are kept, stay as they are."""
    monkeypatch.setenv("OPENSCORE_CACHE", str(tmp_path))
    monkeypatch.setattr(SnapshotFolder, "KEPT", 2)
    own = tmp_path / SNAPSHOTS
    overlaid = ("--standalone", "--registry", ROOT / "models.toml")  # Of what is shipped nothing is stored.
    assert run("rank", "--rubric", "ntia-2024", *overlaid).code == 0
    for folder in (tmp_path, own):
        for place in range(120):
            (folder / f"mine{place}.json").write_text("{}", encoding="utf-8")
            os.utime(folder / f"mine{place}.json", (90_000, 90_000))
    (own / f"{'c' * 64}{SUFFIX}").write_text(THEIRS, encoding="utf-8")
    (own / f"{'d' * 64}{SUFFIX}").symlink_to(tmp_path / "mine1.json")
    for path in own.iterdir():
        os.utime(path, (90_000, 90_000), follow_symlinks=False)
    before = {folder: held(folder) for folder in (tmp_path, own)}
    for id in ("osd-terms", "osaid-0.0.6", "osi-draft"):
        assert run("rank", "--rubric", id, *overlaid).code == 0
    assert before[tmp_path] == held(tmp_path)
    ours = {name for name, content in before[own].items() if content.startswith(MAGIC)}
    assert {name: content for name, content in before[own].items() if name not in ours} == {
        name: content for name, content in held(own).items() if not content.startswith(MAGIC)
    }
    assert (own / f"{'d' * 64}{SUFFIX}").is_symlink()


def test_the_oldest_of_ours_go_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No more are kept than there is room for, and what a killed run left is gone after a day."""
    monkeypatch.setattr(SnapshotFolder, "KEPT", 3)
    folder = SnapshotFolder(tmp_path)
    for place in range(5):
        folder.put(f"{place}" * 64, place)
        os.utime(tmp_path / f"{str(place) * 64}{SUFFIX}", (1000 * place, 1000 * place))
    young, old = tmp_path / f"{KEY}.young123.part", tmp_path / f"{KEY}.old12345.part"
    for path in (young, old):
        path.write_text("half", encoding="utf-8")
    now = time.time()  # A disk may have a clock of its own.
    os.utime(young, (now, now))
    os.utime(old, (0, 0))
    folder.put("5" * 64, 5)
    assert [3, 4, 5] == sorted(found.head for n in range(6) if (found := folder.get(f"{n}" * 64)))
    assert (True, False) == (young.exists(), old.exists())


def test_links_are_replaced_and_not_followed(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each file of the folder is made a link to a file of somebody's; that file stays what it is."""
    monkeypatch.setenv("OPENSCORE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr("openscore.cli.loading.prepared_folder", lambda: None)
    first = run("rank")
    own = tmp_path / "cache" / SNAPSHOTS
    theirs = tmp_path / "theirs"
    for path in list(own.iterdir()):
        theirs.write_bytes(path.read_bytes())
        path.unlink()
        path.symlink_to(theirs)
        theirs.write_text(THEIRS, encoding="utf-8")
    assert first.out == run("rank").out
    assert THEIRS == theirs.read_text(encoding="utf-8")
    assert not [path for path in own.iterdir() if path.is_symlink()]


def test_a_link_to_a_good_snapshot_is_no_snapshot(tmp_path: Path) -> None:
    """Whoever may write a link may not choose what is read through it."""
    SnapshotFolder(tmp_path / "one").put(KEY, "theirs")
    SnapshotFolder(tmp_path / "two").put(OTHER, "ours")
    (tmp_path / "two" / f"{KEY}{SUFFIX}").symlink_to(only(tmp_path / "one"))
    assert SnapshotFolder(tmp_path / "two").get(KEY) is None


def in_the_way(place: Path) -> None:
    place.write_text(THEIRS, encoding="utf-8")


def linked(place: Path) -> None:
    other = place.with_name("other")
    other.mkdir()
    (other / "file").write_text(THEIRS, encoding="utf-8")
    place.symlink_to(other)


def taken(place: Path) -> None:
    place.mkdir()
    (place / "file").write_text(THEIRS, encoding="utf-8")


def of_another_program(place: Path) -> None:
    place.mkdir()
    (place / MARK).write_text(
        "Signature: 8a477f597d28d172789f06886806bc55\n# of another program", encoding="utf-8"
    )
    (place / "file").write_text(THEIRS, encoding="utf-8")


@pytest.mark.parametrize(
    "make", [in_the_way, linked, taken, of_another_program], ids=lambda make: make.__name__
)
def test_a_place_that_is_not_ours_only_costs_time(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make: Callable[[Path], None]
) -> None:
    """A file where the folder should be, a folder that is a link, a folder with somebody's files."""
    monkeypatch.setenv("OPENSCORE_CACHE", str(tmp_path))
    make(tmp_path / SNAPSHOTS)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    folder = SnapshotFolder(tmp_path / SNAPSHOTS)
    assert registry_from([FILE], snapshots=folder).models
    assert run("rank").code == 0
    assert before == {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}


@pytest.mark.parametrize("mark", ["", "Signature: 8a477f597d28d172789f06886806bc55", None])
def test_a_lost_mark_is_set_again_where_nothing_else_is(tmp_path: Path, mark: str | None) -> None:
    """A damaged mark, or none, among nothing but names of ours."""
    folder = SnapshotFolder(tmp_path)
    folder.put(KEY, 1)
    good = (tmp_path / MARK).read_bytes()
    (tmp_path / MARK).unlink()
    if mark is not None:
        (tmp_path / MARK).write_text(mark, encoding="utf-8")
    folder.put(OTHER, 2)
    assert good == (tmp_path / MARK).read_bytes()
    assert good.startswith(b"Signature: 8a477f597d28d172789f06886806bc55\n")


def test_a_snapshot_that_is_a_folder_or_a_pipe_is_none(tmp_path: Path) -> None:
    """Nobody waits for what does not come, and what stands there stays."""
    folder = SnapshotFolder(tmp_path)
    folder.put("c" * 64, 3)
    (tmp_path / f"{KEY}{SUFFIX}").mkdir()
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / f"{OTHER}{SUFFIX}")
    assert (None, None) == (folder.get(KEY), folder.get(OTHER))
    folder.put(KEY, 1)
    assert (tmp_path / f"{KEY}{SUFFIX}").is_dir()
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.parametrize("number", [errno.EROFS, errno.ENOSPC, errno.EACCES, errno.EDQUOT])
@pytest.mark.parametrize(
    "step", ["tempfile.mkstemp", "pathlib.Path.mkdir", "pathlib.Path.replace", "os.fdopen"]
)
def test_what_cannot_be_written_only_costs_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, step: str
) -> None:
    """A read-only folder, a full disk, at whatever step it shows; no half file stays."""

    def refuse(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    folder = SnapshotFolder(tmp_path / "cache")
    folder.put(KEY, 1)
    with monkeypatch.context() as patched:
        patched.setattr(step, refuse)
        folder.put(OTHER, 2)
        assert registry_from([FILE], snapshots=folder).models
    assert (tmp_path / "cache" / f"{KEY}{SUFFIX}").exists()
    assert not list(tmp_path.rglob("*.part"))


def test_without_a_home_nothing_is_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A user without a home folder, a cache that is set to nothing, and a relative one of the desktop."""

    def homeless() -> Path:
        raise RuntimeError("no home")

    monkeypatch.delenv("OPENSCORE_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert tmp_path / SNAPSHOTS == snapshots().folder
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "home")
    assert tmp_path / "home" / ".cache" / SNAPSHOTS == snapshots().folder
    monkeypatch.setattr(Path, "home", homeless)
    assert snapshots().folder is None
    monkeypatch.setenv("OPENSCORE_CACHE", "")
    assert snapshots().folder is None


# Several at once ----------------------------------------------------------------------------------


def test_eight_processes_at_once_leave_whole_snapshots(tmp_path: Path) -> None:
    """They find the same, and each file that is there afterwards is whole."""
    folder = tmp_path / SNAPSHOTS
    program = (
        "import sys; from pathlib import Path\n"
        "from openscore.registry.load import registry_from; from openscore.snapshots import SnapshotFolder\n"
        "from openscore.toml import read_toml\n"
        "for _ in range(5):\n"
        "    found = registry_from([read_toml(Path(sys.argv[2]))], snapshots=SnapshotFolder(Path(sys.argv[1])))\n"
        "print(found.digest)"
    )
    file = tmp_path / "demo.toml"
    file.write_text(FILE.text, encoding="utf-8")
    running = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(folder), str(file)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        for _ in range(8)
    ]
    found = {process.communicate()[0].strip() for process in running}
    assert {registry_from([FILE]).digest} == found
    assert [0] * 8 == [process.returncode for process in running]
    written = [name for name in held(folder) if name != MARK]
    assert len(written) == 2  # of the registry, and of its digest
    assert all(SnapshotFolder(folder).get(Path(name).stem) for name in written)


def test_two_versions_of_the_program_keep_their_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each finds what it made, however often they take turns."""
    folder = SnapshotFolder(tmp_path)
    versions = ("1" * 64, "2" * 64)
    for version in versions:
        monkeypatch.setattr("openscore.registry.load.checking_digest", lambda version=version: version)
        registry_from([FILE], snapshots=folder)
    before = held(tmp_path)
    assert 3 == len(before)
    for version in versions:
        monkeypatch.setattr("openscore.registry.load.checking_digest", lambda version=version: version)
        assert isinstance(registry_from([FILE], snapshots=folder)["demo"].data, Entry)
    assert before == held(tmp_path)


def test_an_entry_behaves_as_the_object_that_it_holds() -> None:
    """Length, keys, equality and text are those of the parsed object; it is parsed once."""
    found = Entry(partial(json.loads, '{"b": 1, "a": [2]}'))
    assert {"b": 1, "a": [2]} == found
    assert (["b", "a"], 2, "{'b': 1, 'a': [2]}") == (list(found), len(found), repr(found))
    assert found["a"] is found["a"]
    assert {"b": 1, "a": [2], "c": 3} == {**found, "c": 3}
