"""What the shipped vocabulary keeps to, so that facts can be compared along a line of models."""

from __future__ import annotations

from openscore.records.vocabulary import load_vocabulary


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
