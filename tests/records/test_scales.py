"""Scales and vocabularies made by hand: what may be true, what is worse, and what stands where."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from openscore.records.vocabulary import Scale, Value, Vocabulary

TITLE = {"en": "x", "zh": "x"}


def value(id: str, **more: Any) -> dict[str, Any]:
    return {"id": id, "title": TITLE, "means": "x", **more}


DATA: dict[str, Any] = {
    "states": [
        value("withdrawn"),
        value("silent", released=False),
        value("absent", released=False, ordered=False, lasting=True),
    ],
    "scales": [
        {
            "id": "access",
            "title": TITLE,
            "values": [value("public"), value("asked"), value("told", released=False)],
        },
        {"id": "plain", "title": TITLE, "states": ["silent"], "values": [value("yes", carries=["naming"])]},
        {
            "id": "copies",
            "title": TITLE,
            "states": [],
            "values": [value("some"), value("few"), value("none")],
        },
    ],
    "components": [
        {
            "id": "weights",
            "title": TITLE,
            "means": "x",
            "facts": {"availability": "access", "license": "license", "extent": "plain"},
            "lasting": ["extent"],
            "binds": ["service"],
            "work": True,
        },
        {"id": "index", "title": TITLE, "means": "x", "facts": {"license": "plain", "copies": "copies"}},
        {"id": "bare", "title": TITLE, "means": "x", "facts": {}},
    ],
    "terms": [
        {
            "id": "copies",
            "title": TITLE,
            "osd": [1, 3],
            "values": [value("allowed"), value("asked", conforms=True), value("forbidden")],
        }
    ],
    "particulars": [{"id": "notice", "title": TITLE, "values": [value("none"), value("keep")]}],
    "modalities": [value("text")],
    "relations": [value("quantized", copy=True), value("finetune")],
    "maker_kinds": [value("company")],
}
SCALE = Scale(
    "s",
    TITLE,
    [Value("a", TITLE, ""), Value("b", TITLE, "", is_released=False), Value("c", TITLE, "")]
    + [Value(id, TITLE, "", is_ordered=False) for id in ("n", "m")],
)
"""Three values in order, and two that stand in none."""


def test_a_scale_keeps_a_bit_for_each_value_the_most_open_first() -> None:
    """Masks are sums of them: of all, of what is in order, of what is out."""
    assert ("s", TITLE) == (SCALE.id, SCALE.title)
    assert {"a": 1, "b": 2, "c": 4, "n": 8, "m": 16} == SCALE.bits
    assert (31, 7, 29) == (SCALE.full, SCALE.ordered, SCALE.released)
    assert 5 == SCALE.mask(["c", "a", "a"])
    assert ("a", "c", "m") == SCALE.ids(21)
    assert "c" == SCALE.value("c").id


def test_the_worst_of_two_is_that_of_every_pair_that_may_be_true() -> None:
    """Of two in order the later; a value in no order gives way; of two such either may be meant."""
    for left, right in product(range(1, 32), repeat=2):
        expected = 0
        for one, other in product(SCALE.ids(left), SCALE.ids(right)):
            bits = [SCALE.bits[id] for id in (one, other)]
            in_order = [bit for bit in bits if bit & SCALE.ordered]
            expected |= max(in_order) if in_order else bits[0] | bits[1]
        assert expected == SCALE.worst(left, right), (left, right)


def test_one_value_alone_stands_in_no_order() -> None:
    """There is nothing that it could be more or less open than: beside another either may be meant."""
    alone = Scale("s", TITLE, [Value("a", TITLE, ""), Value("n", TITLE, "", is_ordered=False)])
    assert (0, 3, 1) == (alone.ordered, alone.worst(1, 2), alone.worst(1, 1))


def test_a_value_has_the_words_and_the_place_that_its_list_gives_it() -> None:
    """Without a title of its own it is called what its id says; silence about the rest is the usual."""
    bare = {"id": "not-seen", "means": "nobody saw it", "ordered": False}
    entry = {"id": "t", "title": TITLE, "states": ["silent"], "values": [bare, value("told", released=False)]}
    scale = Vocabulary({**DATA, "scales": [*DATA["scales"], entry]}).scales["t"]
    assert ["not-seen", "told", "silent"] == [one.id for one in scale.values]
    one = scale.value("not-seen")
    assert ({"en": "not seen"}, "nobody saw it", False, True) == (
        one.title,
        one.means,
        one.is_ordered,
        one.is_released,
    )
    assert (6, 1) == (scale.ordered, scale.released)


def test_states_of_a_scale_of_which_nobody_gets_anything_stand_below_what_is_held() -> None:
    """What was withdrawn is held by some, and a mere description by nobody."""
    entry = {
        "id": "t",
        "title": TITLE,
        "values": [value("told", released=False), value("hinted", released=False)],
    }
    scale = Vocabulary({**DATA, "scales": [*DATA["scales"], entry]}).scales["t"]
    assert ["withdrawn", "told", "hinted", "silent", "absent"] == [one.id for one in scale.values]


def test_states_stand_after_what_somebody_can_get_or_holds() -> None:
    """Copies of what was withdrawn are still held, so they stand above a mere description; silence stands last."""
    vocabulary = Vocabulary(DATA)
    access = vocabulary.scale("weights.availability")
    assert ["public", "asked", "withdrawn", "told", "silent", "absent"] == [one.id for one in access.values]
    assert ["public", "asked", "withdrawn"] == list(access.ids(access.released))
    assert ["yes", "silent"] == [one.id for one in vocabulary.scale("weights.extent").values]
    assert ("naming",) == vocabulary.scale("weights.extent").value("yes").carries
    assert ("access", TITLE) == (access.id, access.title)


def test_facts_are_the_aspects_of_components_and_the_terms() -> None:
    """A license of a component is an expression; an index may have an indicator of that name, which is none."""
    vocabulary = Vocabulary(DATA)
    assert vocabulary.facts == (
        "weights.availability", "weights.license", "weights.extent", "index.license", "index.copies",
        "terms.copies",
    )  # fmt: skip
    assert ("weights",) == vocabulary.licensed
    assert vocabulary.is_license("weights.license")
    assert not vocabulary.is_license("weights.extent")
    assert not vocabulary.is_license("index.license")
    assert ["yes", "silent"] == [one.id for one in vocabulary.scale("index.license").values]


def test_a_component_stands_for_its_first_fact_beside_its_license() -> None:
    """What has none, and what is a path already, stays as it is typed."""
    vocabulary = Vocabulary(DATA)
    typed = ("weights", "index", "weights.extent", "bare", "nothing")
    assert ["weights.availability", "index.copies", "weights.extent", "bare", "nothing"] == list(
        map(vocabulary.path, typed)
    )
    weights = vocabulary.components["weights"]
    assert (("extent",), ("service",), True) == (weights.lasting, weights.binds, weights.is_work)
    assert not vocabulary.components["index"].is_work


def test_a_term_can_also_be_granted_by_nobody_or_not_apply() -> None:
    """No text sets these two: they follow from the release, and an entry cannot give them."""
    vocabulary = Vocabulary(DATA)
    term = vocabulary.terms["copies"]
    values = ["allowed", "asked", "forbidden"]
    assert [*values, "no-grant", "not-applicable"] == [one.id for one in term.scale.values]
    assert (1, 3) == term.osd
    assert [*values, "no-grant"] == list(term.scale.ids(term.scale.ordered))
    assert values == [one.id for one in vocabulary.values("terms.copies")]
    assert ["yes", "silent"] == [one.id for one in vocabulary.values("weights.extent")]
    assert ["some", "few", "none"] == [one.id for one in vocabulary.values("index.copies")]
    assert term.scale is vocabulary.scale("weights.license.copies") is vocabulary.scale("terms.copies")
    assert ("notice", ["none", "keep"]) == (
        vocabulary.particulars["notice"].id,
        [one.id for one in vocabulary.particulars["notice"].values],
    )


def test_a_restriction_touches_the_clauses_of_its_term_unless_the_value_conforms() -> None:
    """The most open value restricts nothing, and neither does a word that is no value."""
    term = Vocabulary(DATA).terms["copies"]
    assert [(), (), (1, 3), ()] == [term.touched(id) for id in ("allowed", "asked", "forbidden", "hardly")]


@pytest.mark.parametrize(
    "path",
    [
        "weights.license",
        "weights.copies",
        "weights.availability.copies",
        "index.license.copies",
        "terms.such",
        "such.copies",
    ],
)
def test_a_term_is_asked_of_a_license_and_of_nothing_else(path: str) -> None:
    """A fact that is none has no scale."""
    with pytest.raises(KeyError):
        Vocabulary(DATA).scale(path)


def test_a_value_is_in_order_and_released_and_may_change_unless_it_says_otherwise() -> None:
    """So that a list of plain values is a scale."""
    plain = Value("a", TITLE, "x")
    assert (True, True, (), False, False) == plain[3:]


def test_what_is_known_of_a_license_beside_its_terms_has_closed_lists() -> None:
    """Listed, unlisted, ambiguous, a placeholder, none stated and not released are never merged."""
    vocabulary = Vocabulary(DATA)
    states = vocabulary.scale("weights.license.state")
    assert ["listed", "unlisted", "ambiguous", "placeholder", "none-stated", "not-applicable"] == [
        one.id for one in states.values
    ]
    for derived in ("osi-approved", "open-definition", "in.a-set"):
        scale = vocabulary.scale(f"weights.license.{derived}")
        assert ["yes", "no", "none-stated", "not-applicable"] == [one.id for one in scale.values]
        assert scale.id in derived
        assert not scale.ordered & scale.bits["not-applicable"]


@pytest.mark.parametrize(
    ("path", "given", "lasts"),
    [
        ("weights.extent", "yes", True),  # the component says so
        ("weights.availability", "public", False),
        ("weights.availability", "absent", True),  # the value says so
        ("weights.license", "MIT", False),
        ("terms.copies", "allowed", False),  # of no component
    ],
)
def test_what_cannot_change_once_a_model_is_made_lasts(path: str, given: str, lasts: bool) -> None:
    """By the aspect of the component, or by the value."""
    assert lasts == Vocabulary(DATA).is_lasting(path, given)


def test_words_beside_the_facts_say_whether_they_are_copies() -> None:
    """A quantized model holds the parameters of its base, a tuned one has its own."""
    relations = Vocabulary(DATA).relations
    assert (["text"], ["company"]) == (list(Vocabulary(DATA).modalities), list(Vocabulary(DATA).maker_kinds))
    assert {"quantized": True, "finetune": False} == {id: word.is_copy for id, word in relations.items()}
    assert [("finetune", TITLE, "x")] == [word[:3] for word in relations.values() if not word.is_copy]
