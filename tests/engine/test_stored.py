"""What was worked out before is what would be worked out now, and is used for nothing else."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from samples import entry, made

from openscore import assess, load_registry, load_rubric
from openscore.engine import recall, stored
from openscore.engine.lineage import FactReader
from openscore.registry.registry import Registry
from openscore.rubric.rubric import Rubric
from openscore.snapshots import SnapshotFolder


@pytest.fixture
def folder(tmp_path: Path, checked: Path) -> SnapshotFolder:
    """A folder of snapshots in which nothing is kept but that the shipped registry holds."""
    return SnapshotFolder(tmp_path / "snapshots", shipped=checked)


def recalled(folder: SnapshotFolder, rubric: str = "", *overlays: Path) -> tuple[Registry, Rubric]:
    """Load the data and take over what is kept, which the first time is nothing."""
    registry, judged = load_registry(overlays, snapshots=folder), load_rubric(rubric, snapshots=folder)
    recall(registry, judged, folder)
    return registry, judged


@pytest.mark.parametrize("name", ["osi-draft", "mof-1.0", "osaid-0.0.8"])
def test_what_is_kept_is_what_is_worked_out(folder: SnapshotFolder, name: str) -> None:
    """Every path of every record in every way, services and what is not in the registry included."""
    recalled(folder, name)
    registry, rubric = recalled(folder, name)
    again, reader = stored.WayReader(rubric), FactReader(rubric)
    judged = [record for record in registry if record.kind in rubric.subjects]
    assert judged
    for record in judged:
        assert again.ways(record) == reader.ways(record), record.id
    assert "_reader" not in vars(again)  # nothing was worked out


def small(*, has_maker: bool) -> Registry:
    """Return two models, and a maker whom rubrics of models do not judge, as if read from files."""
    maker = entry("maker").replace('name = "Demo"', 'name = "Demo"\nkind = "developer"')
    registry = made(entry("one", {"weights.availability": "public"}), entry("two"), *[maker] * has_maker)
    registry.key = "small"
    return registry


@pytest.mark.parametrize("has_maker", [False, True])
def test_what_is_kept_is_not_worked_out_again(
    monkeypatch: pytest.MonkeyPatch, folder: SnapshotFolder, *, has_maker: bool
) -> None:
    """Where all records are judged too; and who only takes over works nothing out and keeps nothing."""
    rubric = load_rubric()
    rubric.key = "rubric"
    recall(small(has_maker=has_maker), rubric, folder, keeps=False)
    assert folder.folder is not None
    assert not folder.folder.exists()
    recall(small(has_maker=has_maker), rubric, folder)
    again, reader = small(has_maker=has_maker), FactReader(rubric)
    with monkeypatch.context() as patch:
        patch.setattr(stored, "FactReader", None)
        recall(again, rubric, folder)
        for record in again:
            if record.kind in rubric.subjects:
                assert reader.ways(record) == stored.WayReader(rubric).ways(record)
    # What is kept of one is nothing of its like with another fact.
    for record in (*again, again["one"].supposing({"weights.availability": "undisclosed"})):
        assert reader.ways(record) == stored.WayReader(rubric).ways(record)


def test_facts_that_are_supposed_are_worked_out(folder: SnapshotFolder) -> None:
    """A record with another fact, a registry with such a record, and the registry of a day."""
    recalled(folder)
    registry, rubric = recalled(folder)
    reader, again = FactReader(rubric), stored.WayReader(rubric)
    other = registry["olmo-7b"].supposing({"weights.availability": "undisclosed"})
    assert again.ways(other) == reader.ways(other) != again.ways(registry["olmo-7b"])
    for then in (registry.supposing("olmo-7b", {"paper.detail": None}), registry.as_of(date(2025, 1, 1))):
        for record in then:
            if record.kind in rubric.subjects:
                assert again.ways(record) == reader.ways(record)


def test_another_file_or_rubric_has_its_own(folder: SnapshotFolder, tmp_path: Path) -> None:
    """An overlay that changes one word is judged by that word, whatever was kept of the file before."""
    overlay = tmp_path / "mine.toml"
    scores = []
    for value in ("public", "undisclosed", "public"):
        overlay.write_text(entry("mine", {"weights.availability": value}), encoding="utf-8")
        for _ in range(2):
            registry, rubric = recalled(folder, "", overlay)
            scores.append(assess(registry["mine"], rubric).score)
    assert scores[0] == scores[1] == scores[4] == scores[5]
    assert scores[2] == scores[3] < scores[0]


@pytest.mark.parametrize("keys", [("", ""), ("1", ""), ("", "1")])
def test_what_was_not_read_from_files_has_nothing_kept(
    registry: Registry, folder: SnapshotFolder, keys: tuple[str, str]
) -> None:
    """Where records or rubric were made in memory nothing is taken over or written: others may look like them."""
    again, rubric = Registry(registry.data, registry.vocabulary), load_rubric()
    again.key, rubric.key = keys
    recall(again, rubric, folder)
    assert folder.folder is not None
    assert not folder.folder.exists()


@pytest.mark.parametrize(
    "head",
    [
        None,
        7,
        [],
        [["a"], {}, 1],
        [["a"], {"olmo-7b": [[None]]}],
        [["a"], {"olmo-7b": []}],
        [["a"], {"olmo-7b": [[None, 1]], "bloom": [[None]]}],
        [["a"], {"olmo-7b": [[None, 1], [None]]}],
        [[], {"x": [[None]]}],
    ],
)
def test_a_snapshot_of_something_else_is_not_used(
    monkeypatch: pytest.MonkeyPatch, registry: Registry, folder: SnapshotFolder, head: object
) -> None:
    """What has another form, or names other records, is worked out anew and written over."""
    put = SnapshotFolder.put
    with monkeypatch.context() as patch:
        patch.setattr(SnapshotFolder, "put", lambda self, key, _: put(self, key, head))
        first, rubric = Registry(registry.data, registry.vocabulary), load_rubric()
        first.key = rubric.key = "1"
        recall(first, rubric, folder)
    again = Registry(registry.data, registry.vocabulary)
    again.key = "1"
    recall(again, rubric, folder)
    expected = FactReader(rubric).ways(again["olmo-7b"])
    assert expected == stored.WayReader(rubric).ways(again["olmo-7b"])
    monkeypatch.setattr(stored, "FactReader", None)
    third = Registry(registry.data, registry.vocabulary)
    third.key = "1"
    recall(third, rubric, folder)
    assert expected == stored.WayReader(rubric).ways(third["olmo-7b"])
