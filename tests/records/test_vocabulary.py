"""What the shipped vocabulary keeps to, so that facts can be compared along a line of models."""

from __future__ import annotations

from pathlib import Path

import pytest
import tomli

from openscore.records import vocabulary as module
from openscore.records.vocabulary import keep_vocabulary, load_vocabulary
from openscore.resources import vocabulary_files
from openscore.snapshots import SnapshotFolder


def test_the_vocabulary_is_that_of_all_its_files() -> None:
    """Components of every framework stand beside each other."""
    files = [tomli.loads(path.read_text(encoding="utf-8")) for path in vocabulary_files()]
    assert len(files) > 1
    wanted = [entry["id"] for one in files for entry in one["components"]]
    assert wanted == list(load_vocabulary().components)


def test_a_vocabulary_that_was_kept_need_not_be_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is the same without its files."""
    keep_vocabulary(SnapshotFolder(tmp_path))
    monkeypatch.setattr(module, "prepared_folder", lambda: tmp_path)
    monkeypatch.setattr(module, "_read", dict)
    assert load_vocabulary().facts == load_vocabulary.__wrapped__().facts


def test_a_scale_whose_values_have_no_order_has_no_ordered_state() -> None:
    """A single rung beside values without order would make a copy that keeps silent look apart from its original."""
    vocabulary = load_vocabulary()
    scales = [vocabulary.scale(path) for path in vocabulary.facts if not vocabulary.is_license(path)]
    assert [] == sorted({scale.id for scale in scales if scale.ordered.bit_count() == 1})


def test_what_somebody_holds_stands_above_what_nobody_ever_got() -> None:
    """Withdrawn files of any kind: copies keep their license, which a description or silence has none of."""
    vocabulary = load_vocabulary()
    withdrawn = {
        path: vocabulary.scale(path)
        for path in vocabulary.facts
        if not vocabulary.is_license(path) and "withdrawn" in vocabulary.scale(path).bits
    }
    assert {"pretraining-data.availability", "training-code.availability", "weights.availability"} <= set(
        withdrawn
    )
    for path, scale in withdrawn.items():
        below = scale.ids(scale.full & scale.ordered & -(scale.bits["withdrawn"] << 1))
        assert not [id for id in below if scale.value(id).is_released], path
