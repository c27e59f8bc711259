"""Files that are laid over what a snapshot knows: the same registry, and the same problems, as read from all files."""

from __future__ import annotations

from pathlib import Path

import pytest
from samples import base, dispute, entry, few_of_the_licenses, fewest_of_the_shipped, history

from openscore import DataError, Registry
from openscore.registry import build, shapes
from openscore.registry.load import laid, licenses_file
from openscore.snapshots import SUFFIX, SnapshotFolder
from openscore.toml import TomlFile

FEWEST = TomlFile("models.toml", fewest_of_the_shipped())
DISPUTE = """
[models.gpt-2.documents]
said = { url = "https://example.org/said", read = 2026-01-02, by = "third-party" }
""" + dispute("weights.license", "Apache-2.0", of="gpt-2", source="said")
OTHERS = """
[makers.workshop]
name = "The Workshop"
[families.demos]
name = "Demos"
[translations.zh]
"A model for a test." = "测试用的模型。"
"""
CHANGED = entry("gpt-2", {"weights.license": "Apache-2.0", "paper.detail": "full"}, name="GPT-2 again")
OVERLAYS = {
    "a model of its own": entry(facts={"weights.license": "MIT"}, extra=history("weights.license", "ISC", "2025-05-06")),
    "another fact": CHANGED,
    "a dispute": DISPUTE,
    "a maker, a family and a sentence": entry(extra=OTHERS),
    "an index": 'imported = "An index"\n' + entry(facts={"weights.license": "Nobody's own"}),
    "a base": entry(extra=base("llama-2")),
    "a license": few_of_the_licenses('"MIT"').replace('"The MIT License", ', "") + entry(facts={"weights.license": "Expat"}),
    "a family of licenses": 'ambiguous = ["some-mit"]\n' + entry(facts={"weights.license": "some-mit"}),
}  # fmt: skip
SLIPS = {
    "a word that is none": entry(facts={"weights.availability": "somewhere"}),
    "a model of another name": entry(name="Twice", extra=base("gpt-3-never-made")),
    "a name that is taken": entry(extra='\n[families.gpt-2]\nname = "x"\n'),
    "a line that leads back": entry("gpt-2", extra=base("demo", of="gpt-2")) + entry(extra=base("gpt-2")),
    "a shape that is none": "[models.gpt-2]\nnmae = 1\n",
}


def kept(folder: SnapshotFolder, *overlays: TomlFile) -> Registry:
    return laid([licenses_file(), FEWEST, *overlays], snapshots=folder)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> SnapshotFolder:
    """Snapshots in which the files below the overlays are."""
    found = SnapshotFolder(tmp_path_factory.mktemp("kept"))
    kept(found)
    return found


@pytest.mark.parametrize("name", OVERLAYS)
def test_it_is_the_registry_of_all_files(name: str, folder: SnapshotFolder) -> None:
    """Every entry in its order, the warnings, what names resolve to, and the digest."""
    overlay = TomlFile("over.toml", OVERLAYS[name])
    whole, over = kept(SnapshotFolder(None), overlay), kept(folder, overlay)
    assert (whole.data, whole.digest) == (over.data, over.digest)
    assert list(whole.models) == list(over.models)
    assert [list(one.data["facts"]) for one in whole] == [list(one.data["facts"]) for one in over]


DOUBTFUL = TomlFile(
    "doubtful.toml",
    entry("a", {"weights.license": "LicenseRef-nobody-knows"}, name="A", extra='[translations.zh]\n"Not said yet." = "x"\n"Said." = "y"\n')
    + entry("ab", {"weights.license": "LicenseRef-nor-this", "paper.license": "LicenseRef-nor-that"}, name="B").replace("models.ab", 'models."a.b"')
    + '[makers.house]\nname = "House"\n[families.sayings]\nname = "Said."\n',
)  # fmt: skip
OVER_DOUBTFUL = {
    "nothing of it": entry(name="Another"),
    "a sentence that was translated before": entry(name="Not said yet."),
    "another name for what is translated": '[families.sayings]\nname = "Said otherwise."\n',
    "another license for one of them": entry("a", {"weights.license": "MIT"}, name="A"),
    "a maker": '[makers.house]\nname = "The House"\n',
}


@pytest.mark.parametrize("name", OVER_DOUBTFUL)
def test_warnings_of_what_lies_below_are_those_of_all_files(name: str, tmp_path: Path) -> None:
    """Of what is not said anew they stay, and what a file makes of the others is seen."""
    over = TomlFile("over.toml", OVER_DOUBTFUL[name])
    whole, folder = kept(SnapshotFolder(None), DOUBTFUL, over), SnapshotFolder(tmp_path)
    assert len(kept(folder, DOUBTFUL).warnings) >= 3
    found = kept(folder, DOUBTFUL, over)
    assert whole.warnings == found.warnings
    assert whole.data == found.data


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_is_told_as_of_all_files(name: str, folder: SnapshotFolder) -> None:
    """With its line and its hint."""
    told = []
    for snapshots in (SnapshotFolder(None), folder):
        with pytest.raises(DataError) as raised:
            kept(snapshots, TomlFile("over.toml", SLIPS[name]))
        told.append((raised.value.message, raised.value.problems))
    assert told[0] == told[1]


def test_only_what_is_laid_over_is_read(folder: SnapshotFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    """One over one more: each rests on what was checked below it. What says anything of licenses rests on none."""
    read: list[int] = []

    class Counted(shapes.RegistryShape):
        @classmethod
        def model_validate(cls, obj: object) -> Counted:  # type: ignore[override]
            read.append(1)
            return super().model_validate(obj)

    monkeypatch.setattr(build, "RegistryShape", Counted)
    first, second = (TomlFile(f"{id}.toml", entry(id, name=id)) for id in ("one", "two"))
    kept(folder, first)
    kept(folder, first, second)
    assert [1, 1] == read
    kept(folder, first, TomlFile("3.toml", 'placeholders = ["their-own"]\n'))
    assert [1] * (2 + 4) == read


def test_licenses_alone_are_taken_from_a_snapshot_too(
    folder: SnapshotFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A registry without a model is one: it is neither built again nor built anew under what is laid over it."""
    laid([licenses_file()], snapshots=folder)
    shapes_read: list[object] = []
    validate = shapes.RegistryShape.model_validate
    monkeypatch.setattr(
        build.RegistryShape, "model_validate", lambda obj: shapes_read.append(obj) or validate(obj)
    )
    assert not len(laid([licenses_file()], snapshots=folder))
    over = TomlFile("over.toml", entry("demo", name="Demo"))
    assert "demo" in laid([licenses_file(), over], snapshots=folder)
    assert [over.parse()] == shapes_read


def test_a_damaged_snapshot_below_costs_time_alone(tmp_path: Path) -> None:
    """Its lines are read from the files again."""
    folder = SnapshotFolder(tmp_path)
    kept(folder)
    (only,) = tmp_path.glob(f"*{SUFFIX}")
    content = only.read_bytes()
    only.write_bytes(content.replace(b'"GPT-2"', b'"GPT-3"'))
    assert content != only.read_bytes()
    overlay = TomlFile("over.toml", OVERLAYS["another fact"])
    assert kept(SnapshotFolder(None), overlay).data == kept(folder, overlay).data
