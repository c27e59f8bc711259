"""What is wrong with a rubric is found when it is loaded, told once, and where it stands; what is proven of it holds."""

from __future__ import annotations

from pathlib import Path

import pytest
from property.strategies import VOCABULARY, registry_of
from samples import BOTH, RUBRIC

from openscore import Interval, Rubric, assess
from openscore.errors import DataError, Problem, UnknownNameError
from openscore.rubric.bands import capped_band
from openscore.rubric.conditions import All
from openscore.rubric.load import rubric_file, rubric_from
from openscore.rubric.parts import Level, misplaced
from openscore.toml import TomlFile

OUT = 'when = { "weights.availability" = ["public", "click-through"] }'
BANDS = RUBRIC[RUBRIC.index("[[bands]]") :]
TITLE = 'title = { en = "x", zh = "x" }'


def made(text: str) -> Rubric:
    return rubric_from(TomlFile("demo.toml", text))


def problems(text: str) -> list[Problem]:
    """Return what is wrong; each place is a line of the file."""
    with pytest.raises(DataError) as error:
        made(text)
    assert all(one.line is not None and one.file == "demo.toml" for one in error.value.problems)
    return list(error.value.problems)


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def band(id: str, rest: str) -> str:
    return f'[[bands]]\nid = "{id}"\n{TITLE}\n{rest}\nmeans = {{ en = "x", zh = "x" }}\n'


def gate(cap: str, when: str) -> str:
    return f'[[gates]]\nid = "gate"\n{TITLE}\ncap = {cap}\nwhen = {when}\nsource = "page 2"\n'


LEVEL_OUT, LEVEL_KEPT = (f'[[criteria.levels]]\n  id = "{id}"' for id in ("out", "kept"))


@pytest.mark.parametrize(
    ("old", "new", "name", "at", "words"),
    [
        ("points = 1.0", "points = 1.5", "malformed-level", LEVEL_OUT, "more than the 1 points of a best level"),
        ("points = 1.0\n", "", "malformed-level", LEVEL_OUT, "'out' needs either points or not_applicable or undecided"),
        ("points = 1.0", "points = 1.0\nundecided = true", "malformed-level", LEVEL_OUT, "needs either points"),
        ('source = "page 1"\n', "", "key-missing", "[[criteria.levels]]", "lacks 'source'"),
        (OUT, "", "malformed-level", LEVEL_OUT, "'out' needs either 'when' or 'otherwise'"),
        ("otherwise = true", 'when = { "weights.availability" = ["leaked"] }', "malformed-level", LEVEL_KEPT, "the last level, and no other"),
        ("weights.availability", "weights.availabilty", "unknown-path", '"weights.availabilty"', "no fact 'weights.availabilty'"),
        (OUT, 'when = { "weights.license" = ["MIT"] }', "unknown-path", '"weights.license"', "no fact 'weights.license'"),
        ('["public", "click-through"]', '"public"', "malformed-condition", OUT[:20], 'allowed values are a list, such as ["public"]'),
        ('["public", "click-through"]', "[]", "malformed-condition", OUT[:20], "allowed values are a list"),
        ('"click-through"', '"by-post"', "unknown-value", '"by-post"', "'by-post' is not one of public, click-through"),
        ('"click-through"', "7", "unknown-value", '"public", 7', "7 is not one of public"),
        ('"click-through"', '["x"]', "unknown-value", '"public", ["x"]', "['x'] is not one of public"),
        (OUT, "when = {}", "malformed-condition", "when = {}", "a condition is a table with at least one key"),
        (OUT, "when = { any = [] }", "malformed-condition", "any = []", "'any' needs a list of conditions"),
        (OUT, 'when = { all = { "weights.availability" = ["public"] } }', "malformed-condition", "all = {", "'all' needs a list of conditions"),
        (OUT, "when = { any = [7] }", "malformed-condition", "any = [7]", "a condition is a table"),
        ("floor = 0", "floor = 5", "band-gap", "[[bands]]", "bands must begin at 0 and rise without a gap, found floors [5"),
        (BANDS, BANDS + band("b", "floor = 60") + band("c", "floor = 40"), "band-gap", "[[bands]]", "60.0, 40.0"),
        (BANDS, BANDS + band("b", "floor = 0"), "band-gap", "[[bands]]", "[0.0, 0.0]"),
        (BANDS, BANDS + band("b", "floor = 101"), "band-gap", "[[bands]]", "101.0"),
        (BANDS, BANDS + band("b", "otherwise = true"), "band-gap", "[[bands]]", "all ranges with 'floor', or all rules"),
        (BANDS, band("a", "") + band("b", "otherwise = true"), "band-gap", "[[bands]]", "all ranges with 'floor', or all rules"),
        (BANDS, band("a", f"floor = 5\n{OUT}") + band("b", "otherwise = true"), "band-gap", "[[bands]]", "all ranges with 'floor', or all rules"),
        (BANDS, band("a", OUT) + band("b", ""), "band-gap", '[[bands]]\nid = "b"', "all ranges with 'floor', or all rules"),
        (BANDS, band("a", OUT) + band("b", OUT), "band-gap", '[[bands]]\nid = "b"', "all ranges with 'floor', or all rules"),
        ("[[bands]]", '[term_sets]\nall = ["wights"]\n[[bands]]', "unknown-component", "all = [", "no licensed component 'wights'"),
        ("[[bands]]", '[term_sets]\nweights = ["weights"]\n[[bands]]', "duplicate-id", "weights = [", "'weights' is a component"),
        ("[[bands]]", '[lineage]\nworst = ["weights.heft"]\n[[bands]]', "unknown-path", "worst =", "no fact 'weights.heft'"),
        ("[[bands]]", f'[[classes]]\nid = "c"\n{TITLE}\ncounts = ["wits"]\nsource = "s"\n[[bands]]', "unknown-path", "[[classes]]", "no part 'wits'"),
        ("[[bands]]", f'[[classes]]\nid = "c"\n{TITLE}\ncounts = ["weights"]\nrequires = "c"\nsource = "s"\n[[bands]]', "unknown-path", "[[classes]]", "no class 'c' before this one"),
        ("[[bands]]", gate('"none"', '{ "weights.availability" = ["leaked"] }') + "[[bands]]", "unknown-band", 'cap = "none"', "no band 'none' that a gate could leave"),
        ("[[bands]]", gate('"all"', '{ "weights.availability" = ["leaked"] }') + "[[bands]]", "unknown-band", 'cap = "all"', "no band 'all' that a gate could leave"),
        ("[[bands]]", RUBRIC[RUBRIC.index("[[criteria]]"): RUBRIC.index("[[bands]]") + 9], "duplicate-id", "[[criteria]]", "'weights' stands twice"),
    ],
)  # fmt: skip
def test_a_defect_of_a_rubric_is_told_where_it_stands(
    old: str, new: str, name: str, at: str, words: str
) -> None:
    """By its name, on its line, in words that say what was found."""
    text = RUBRIC.replace(old, new, 1)
    found = [one for one in problems(text) if one.name == name and words in one.message]
    assert 1 == len(found), problems(text)
    if text.count(at) == 1:
        assert line_of(text, at) == found[0].line


def test_a_near_name_is_offered_for_what_a_rubric_misspells() -> None:
    """For a fact the fact, for a license what can be asked of one, for a component the component."""
    hints = {
        "weights.availabilty": "weights.availability",
        "weights.license": "weights.license.state",
    }
    for wrong, near in hints.items():
        assert near in problems(RUBRIC.replace("weights.availability", wrong))[0].hint
    sets = RUBRIC.replace("[[bands]]", '[term_sets]\nall = ["wights"]\n[[bands]]')
    assert "weights" in problems(sets)[0].hint


def test_a_group_needs_questions_or_levels() -> None:
    """A criterion without either asks nothing."""
    levels = RUBRIC[RUBRIC.index("  [[criteria.levels]]") : RUBRIC.index("[[bands]]")]
    assert ["malformed-part"] == [one.name for one in problems(RUBRIC.replace(levels, ""))]


@pytest.mark.parametrize(
    ("out", "kept", "wrong"),
    [
        ("[0.5, 1]", "[0, 0.5]", []),  # neighbors may meet
        ("[0.5, 1]", "[0, 0.6]", ["out", "kept"]),
        ("[0.4, 1]", "[0, 0.5]", ["out", "kept"]),
        ("[0.5, 0.9]", "[0, 0.5]", ["out"]),  # its own points are 1
        ("[0.5, 1]", "[0.1, 0.5]", ["kept"]),  # its own points are 0
        ("[0.5, 0.9]", "[0.1, 0.5]", ["out", "kept"]),
    ],
)
def test_contested_points_hold_their_level_and_leave_the_order_of_levels(
    out: str, kept: str, wrong: list[str]
) -> None:
    """A level that can be argued up or down stays between its neighbors."""
    text = RUBRIC.replace("points = 1.0", f"points = 1.0\n  contested = {out}")
    text = text.replace("points = 0.0", f"points = 0.0\n  contested = {kept}")
    if wrong:
        found = problems(text)
        assert {"malformed-level"} == {one.name for one in found}
        assert {line_of(text, f'[[criteria.levels]]\n  id = "{id}"') for id in wrong} == {
            one.line for one in found
        }
    else:
        assert (0.5, 1) == made(text).criteria[0].levels[0].contested


def test_a_level_that_does_not_apply_contests_nothing() -> None:
    """Points that can be argued for need points; one that leaves the denominator stands in no order."""
    absent = '  [[criteria.levels]]\n  id = "na"\n  title = { en = "x", zh = "x" }\n  not_applicable = true\n'
    absent += '  when = { "weights.availability" = ["not-applicable"] }\n'
    first = RUBRIC.index("  [[criteria.levels]]")
    text = RUBRIC[:first] + absent + RUBRIC[first:]
    assert (
        "na"
        == made(text.replace("points = 1.0", "points = 1.0\n  contested = [0, 1]")).criteria[0].levels[0].id
    )
    contested = text.replace("not_applicable = true", "not_applicable = true\n  contested = [0, 1]")
    assert [line_of(contested, '[[criteria.levels]]\n  id = "na"')] == [
        one.line for one in problems(contested)
    ]


def test_a_level_that_earlier_ones_leave_nothing_is_found() -> None:
    """Whoever reads it would think that it counts."""
    again = '  [[criteria.levels]]\n  id = "again"\n  title = { en = "x", zh = "x" }\n  points = 0.5\n  '
    kept = RUBRIC.index('  [[criteria.levels]]\n  id = "kept"')
    text = RUBRIC[:kept] + again + 'when = { "weights.availability" = ["public"] }\n' + RUBRIC[kept:]
    assert ["unreachable-level"] == [one.name for one in problems(text)]
    assert "'again' of part 'weights'" in problems(text)[0].message


def test_a_fact_that_becomes_more_open_never_costs_points() -> None:
    """The counter-example is named: the fact, both of its values, and what each gives."""
    swapped = RUBRIC.replace("points = 1.0", "points = 0.25").replace("points = 0.0", "points = 0.75")
    found = problems(swapped)
    assert {"not-monotone"} == {one.name for one in found}
    least = VOCABULARY.scale("weights.availability")
    lowest = least.ids(least.ordered)[-1]
    assert (
        f"with weights.availability = {lowest} it gives 0.75, but with weights.availability = public"
        in found[0].message
    )
    assert "which is more open, 0.25" in found[0].message
    assert not made(swapped.replace("monotone = true", "monotone = false")).is_monotone


def test_a_counter_example_names_what_stands_in_no_order_too() -> None:
    """Where there was no training at all a release of the weights would cost points: both facts are told."""
    without = '{ "weights.availability" = ["public"], "pretraining-data.availability" = ["not-applicable"] }'
    swapped = RUBRIC.replace(OUT, f"when = {without}").replace("points = 1.0", "points = 0.25")
    (found,) = problems(swapped.replace("points = 0.0", "points = 0.75"))
    assert "pretraining-data.availability = not-applicable it gives 0.75" in found.message


TOP = '{ "weights.availability" = ["public"] }'


@pytest.mark.parametrize(
    ("when", "names", "words"),
    [
        ('{ "weights.availability" = ["leaked", "under-contract", "undisclosed"] }', [], ""),
        (f"{{ not = {TOP} }}", [], ""),
        (TOP, ["not-monotone"], "the gate can close when a fact becomes more open"),
        (f'{{ any = [{TOP}, {{ not = {{ "code-access.availability" = ["public"] }} }}] }}', ["unknown-path"], "no fact"),
        (f'{{ any = [{{ not = {TOP} }}, {{ "training-code.availability" = ["public"] }}] }}', ["not-monotone"], "the gate can close"),
        (f"{{ any = [{TOP}, {{ not = {TOP} }}] }}", ["constant-gate", "not-monotone"], "always closes"),
        (f"{{ all = [{TOP}, {{ not = {TOP} }}] }}", ["constant-gate", "not-monotone"], "never closes"),
        ('{ "@weights" = ["kept"] }', [], ""),
        ('{ "@weights" = ["out"] }', ["not-monotone"], "the gate can close"),
        ('{ not = { "@weights" = ["kept"] } }', ["not-monotone"], "the gate can close"),
    ],
)  # fmt: skip
def test_a_gate_closes_for_some_facts_and_never_because_one_becomes_more_open(
    when: str, names: list[str], words: str
) -> None:
    """By the shape of its condition: only a lowest range of values, of facts or of levels, may close it."""
    text = RUBRIC.replace("[[bands]]", gate("19", when) + "[[bands]]", 1)
    if not names:
        assert 19 == made(text).gates[0].cap
        return
    found = problems(text)
    assert names == [one.name for one in found]
    assert any(words in one.message for one in found)
    assert {line_of(text, "[[gates]]")} <= {one.line for one in found} or names == ["unknown-path"]


@pytest.mark.parametrize(
    ("element", "closes", "names"),
    [
        (TOP, "unmet", []),
        (f"{{ not = {TOP} }}", "unmet", ["not-monotone"]),
        (
            f'{{ all = [{TOP}, {{ not = {{ "training-code.availability" = ["public"] }} }}] }}',
            "unmet",
            ["not-monotone"],
        ),
        ('{ not = { "weights.availability" = ["leaked", "under-contract", "undisclosed"] } }', "unmet", []),
        (f"{{ not = {TOP} }}", "", []),  # no gate rests on the strict reading
        (f"{{ not = {TOP} }}", "other", []),
    ],
)
def test_a_gate_on_the_strict_reading_rests_on_elements_that_openness_never_loses(
    element: str, closes: str, names: list[str]
) -> None:
    """Else a model could be shut out for having published more."""
    strict = (
        f'[conformance]\n{TITLE}\ndraft = "d"\nnote = {{ en = "x", zh = "x" }}\n[[conformance.elements]]\n'
    )
    strict += f'id = "element"\n{TITLE}\nwhen = {element}\nsource = "s"\n'
    asked = f"{{ not = {TOP} }}" if closes == "other" else f'{{ "@conformance" = ["{closes}"] }}'
    closing = gate("19", asked) if closes else ""
    text = RUBRIC.replace("[[bands]]", strict + closing + "[[bands]]", 1)
    if names:
        assert names == [one.name for one in problems(text)]
        assert "element 'element' can become unmet" in problems(text)[0].message
        assert not made(text.replace("monotone = true", "monotone = false")).is_monotone
    else:
        assert ("element",) == tuple(one.id for one in made(text).conformance.elements)  # type: ignore[union-attr]


def test_a_ladder_that_no_question_uses_is_a_warning() -> None:
    """The rubric is sound, and `validate` says on which line something stands to no effect."""
    ladder = f'[[ladders.spare.levels]]\nid = "x"\n{TITLE}\npoints = 1\nasked = true\n[[bands]]'
    text = RUBRIC.replace("[[bands]]", ladder, 1)
    (warning,) = made(text).warnings
    assert ("unused-ladder", "warning", line_of(text, "[[ladders.spare")) == (
        warning.name, warning.severity, warning.line,
    )  # fmt: skip
    assert "no question uses ladder 'spare'" == warning.message
    assert () == made(RUBRIC).warnings


def test_data_that_were_sound_are_refused_if_they_are_not() -> None:
    """Nobody checks them again, so that a defect can only come from a damaged store: it must not pass."""
    data = dict(made(RUBRIC).data)
    data["bands"] = [{**data["bands"][0], "floor": 5.0}]
    with pytest.raises(AssertionError, match="band-gap"):
        Rubric(data, made(RUBRIC).vocabulary)


def test_a_rubric_may_have_one_band() -> None:
    """A framework without steps: every score is in it."""
    record = registry_of({"demo": {"weights.availability": "public"}})["demo"]
    assert ("all", "all") == tuple(one.id for one in assess(record, made(RUBRIC)).bands)


def test_what_can_be_argued_for_is_a_share_of_the_points_of_a_best_level() -> None:
    """Two to four of four points are a half to the whole."""
    text = RUBRIC.replace("monotone = true", "monotone = true\nfull_points = 4")
    level = made(text.replace("points = 1.0", "points = 4\n  contested = [2, 4]")).criteria[0].levels[0]
    assert (Interval(1, 1), Interval(0.5, 1)) == (level.points, level.contested)


def test_a_gate_leaves_a_band_that_there_is_and_not_the_best() -> None:
    """Of two bands the lower one; of bands that are rules none, for they say themselves what keeps one away."""
    told: list[tuple[str, str]] = []
    rules = [band._replace(condition=All(())) for band in BOTH.bands]
    found = [
        capped_band(id, bands, ("gates",), lambda *said: told.append((said[0], said[3])))
        for id, bands in (("low", BOTH.bands), ("high", BOTH.bands), ("loww", BOTH.bands), ("low", rules))
    ]
    assert ["low", None, None, None] == [one and one.id for one in found]
    assert ["unknown-band"] * 3 == [name for name, _ in told]
    _, near, rule = (hint for _, hint in told)
    assert "did you mean 'low'" in near
    assert "the rules themselves say what keeps a band away" in rule


def test_a_rule_has_no_floor() -> None:
    """Any score may have its answer: a gate that caps scores keeps nobody from it."""
    rubric = made(RUBRIC.replace("floor = 0", "otherwise = true"))
    (only,) = rubric.bands
    assert (0, True) == (only.floor, only.condition is not None)
    assert 0 == rubric.openness(only)


def test_what_can_be_argued_for_never_crosses_another_level() -> None:
    """Wherever that one stands; the level itself crosses nothing, and one without points cannot be crossed."""
    sure, half = Interval(1, 1), Interval(0.5, 0.5)
    levels = [
        Level("absent", {}, None, All(())),
        Level("all", {}, sure, All(()), Interval(0.4, 1)),
        Level("half", {}, half, All(())),
    ]
    assert [1] == list(misplaced(levels))
    assert [2] == list(misplaced([levels[0], levels[2], levels[1]]))
    assert [] == list(misplaced([levels[0], levels[1]._replace(contested=Interval(0.5, 1)), levels[2]]))


def test_a_rubric_is_a_file_or_an_id(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What ends as a file or names a folder is one, here or elsewhere; anything else is looked for among the shipped."""
    monkeypatch.chdir(tmp_path)
    Path("mine.toml").write_text(RUBRIC, encoding="utf-8")
    Path("folder").mkdir()
    Path("folder", "mine").write_text(RUBRIC, encoding="utf-8")
    assert [RUBRIC] * 3 == [rubric_file(name).text for name in ("mine.toml", "./mine.toml", "folder/mine")]
    with pytest.raises(UnknownNameError):
        rubric_file("mine")
    with pytest.raises(DataError, match="folder"):
        rubric_file("folder\\other")


def test_of_a_set_of_components_the_terms_of_their_licenses_can_be_asked_and_nothing_else() -> None:
    """Each on the scale of the term; a set of licenses that the rubric does not state is no path either."""
    text = RUBRIC.replace("[[bands]]", '[term_sets]\nboth = ["weights", "training-code"]\n[[bands]]')
    rubric = made(text.replace("[[bands]]", '[license_sets]\nfew = ["MIT"]\n[[bands]]'))
    assert VOCABULARY.terms["outputs"].scale is rubric.scale("both.license.outputs")
    assert (
        VOCABULARY.membership is rubric.scale("weights.license.in.few") is rubric.scale("both.license.in.few")
    )
    for path in (
        "both.availability",
        "both.license",
        "both.availability.commercial",
        "weights.license.in.many",
        "both.license.in.many",
        "none.such",
    ):
        with pytest.raises(KeyError):
            rubric.scale(path)
    asked = rubric.asking(["both.license.in.many"], {"many": frozenset({"MIT"})})
    assert (("both.license.in.many",), {"few", "many"}) == (asked.paths, {*asked.license_sets})
    assert VOCABULARY.membership is asked.scale("both.license.in.many") is asked.scale("both.license.in.few")
    assert (("weights.availability",), {"few"}) == (rubric.paths, {*rubric.license_sets})


def test_what_a_rubric_leaves_out_has_the_values_that_the_guide_names() -> None:
    """A hundred points at the top, levels of 0 to 1, one decimal, equals by id, models and services."""
    rubric = made(RUBRIC)
    assert (100, 1, "id", False) == (rubric.top, rubric.digits, rubric.tie_break, rubric.goes_outward)
    assert {"model", "service"} == rubric.subjects
    assert 1 == rubric.data["full_points"]
    assert not rubric.counts_classes
