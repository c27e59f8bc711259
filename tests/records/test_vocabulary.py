"""What the shipped vocabulary keeps to, so that facts can be compared along a line of models."""

from __future__ import annotations

from openscore.records.vocabulary import load_vocabulary


def test_a_scale_whose_values_have_no_order_has_no_ordered_state() -> None:
    """A single rung beside values without order would make a copy that keeps silent look apart from its original."""
    vocabulary = load_vocabulary()
    scales = [vocabulary.scale(path) for path in vocabulary.facts if not vocabulary.is_license(path)]
    assert [] == sorted({scale.id for scale in scales if scale.ordered.bit_count() == 1})
