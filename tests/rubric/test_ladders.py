"""Ladders: levels said once are the same rubric as levels written out, and what is wrong is told where it stands."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Run

from openscore.errors import DataError
from openscore.rubric.load import rubric_from
from openscore.rubric.rubric import Rubric
from openscore.toml import TomlFile, find_line

HEAD = """id = "demo"
version = "1.0.0"
title = { en = "Demo", zh = "示例" }
summary = { en = "Demo", zh = "示例" }
monotone = false
references = [{ id = "r", title = "r", url = "https://example.org" }]
bands = [{ id = "all", title = { en = "All", zh = "全部" }, floor = 0, means = { en = "All", zh = "全部" } }]
"""
LADDERS = """
[ladders.code]
source = "the paper: {title}"
levels = [
  { id = "open", title = { en = "open", zh = "开放" }, points = 1, when = { "{fact}.availability" = ["public"], any = [{ "{fact}.license.osi-approved" = ["yes"] }, { not = { "{fact}.license.state" = ["listed"] } }] } },
  { id = "closed", title = { en = "closed", zh = "封闭" }, points = 0, otherwise = true },
]

[[ladders.claim.levels]]
id = "met"
title = { en = "met", zh = "满足" }
points = 1
asked = true
[[ladders.claim.levels]]
id = "unmet"
title = { en = "unmet", zh = "未满足" }
points = 0
otherwise = true
"""
USES = """
[[criteria]]
id = "code"
title = { en = "Code", zh = "代码" }
criterion_weight = 1
source = "page 1"
ladder = "code"
parts = [
  { id = "training-code", title = { en = "Training", zh = "训练" }, fact = "training-code" },
  { id = "inference-code", title = { en = "Inference", zh = "推理" }, fact = "inference-code", source = "page 2" },
]

[[criteria]]
id = "use"
title = { en = "Use", zh = "使用" }
criterion_weight = 1
source = "page 3"
ladder = "claim"
when = { "weights.license.commercial" = ["allowed"] }
"""


def level(id: str, chinese: str, points: int, rest: str) -> str:
    return f'{{ id = "{id}", title = {{ en = "{id}", zh = "{chinese}" }}, points = {points}, {rest} }}'


def code(component: str, source: str, title: str) -> str:
    when = (
        f'when = {{ "{component}.availability" = ["public"], any = [{{ "{component}.license.osi-approved" = ["yes"] }}, '
        f'{{ not = {{ "{component}.license.state" = ["listed"] }} }}] }}'
    )
    levels = f"{level('open', '开放', 1, when)}, {level('closed', '封闭', 0, 'otherwise = true')}"
    return f'{{ id = "{component}", title = {title}, source = "{source}", levels = [{levels}] }}'


WRITTEN_OUT = f"""
[[criteria]]
id = "code"
title = {{ en = "Code", zh = "代码" }}
criterion_weight = 1
source = "page 1"
parts = [
  {code("training-code", "the paper: Training", '{ en = "Training", zh = "训练" }')},
  {code("inference-code", "page 2", '{ en = "Inference", zh = "推理" }')},
]

[[criteria]]
id = "use"
title = {{ en = "Use", zh = "使用" }}
criterion_weight = 1
source = "page 3"
levels = [
  {level("met", "满足", 1, 'when = { "weights.license.commercial" = ["allowed"] }')},
  {level("unmet", "未满足", 0, "otherwise = true")},
]
"""


def made(text: str) -> Rubric:
    return rubric_from(TomlFile("demo.toml", text))


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def test_a_rubric_with_ladders_is_the_one_with_its_levels_written_out() -> None:
    """Engine, SQL and citations see one content: the data are equal, and so is the digest."""
    short, long = made(HEAD + LADDERS + USES), made(HEAD + WRITTEN_OUT)
    assert long.data == short.data
    assert long.digest == short.digest
    assert ("the paper: Training", "page 2") == tuple(part.source for part in short.criteria[0].parts)


def test_what_is_loaded_knows_no_ladder() -> None:
    """No key of the short form is in what is digested: an old rubric keeps the digest under which it was cited."""
    data = made(HEAD + LADDERS + USES).data
    assert "ladders" not in data
    assert not {"ladder", "fact", "when"} & {key for entry in data["criteria"] for key in entry}


def test_a_question_with_levels_of_its_own_keeps_them_in_a_group_with_a_ladder() -> None:
    """The ladder is for those that say nothing else."""
    title = 'title = { en = "x", zh = "x" }'
    levels = (
        f'{{ id = "yes", {title}, points = 1, when = {{ "weights.availability" = ["public"] }} }}, '
        f'{{ id = "no", {title}, points = 0, otherwise = true }}'
    )
    own = f'  {{ id = "own", {title}, source = "page 4", levels = [{levels}] }},\n'
    part = '  { id = "inference-code"'
    leaves = {leaf.id: leaf for leaf in made(HEAD + LADDERS + USES.replace(part, own + part)).leaves()}
    assert ["yes", "no"] == [level.id for level in leaves["own"].levels]
    assert ["open", "closed"] == [level.id for level in leaves["inference-code"].levels]


@pytest.mark.parametrize(
    ("old", "new", "name", "at", "words"),
    [
        ('["public"]', '["publik"]', "unknown-value", "publik", "as line {use} uses it"),
        ('points = 1, when', 'points = 2, when', "malformed-level", "points = 2, when", "as line {use} uses it"),
        ('fact = "training-code"', 'fact = "training"', "unknown-path", 'fact = "training"', "in ladder 'code', line {ladder}"),
        ('ladder = "claim"', 'ladder = "claims"', "unknown-ladder", 'ladder = "claims"', "no ladder 'claims'"),
        (', fact = "training-code"', "", "malformed-part", 'id = "training-code"', "asks what 'fact' says"),
        ('when = { "weights.license.commercial" = ["allowed"] }', "", "malformed-part", '[[criteria]]\nid = "use"', "asks what 'when' says"),
        ('["allowed"]', '["alowed"]', "unknown-value", '["alowed"]', "'alowed' is not one of"),
        ('criterion_weight = 1\nsource = "page 1"\nladder = "code"', 'criterion_weight = 1\nsource = "page 1"\nladder = "code"\nfact = "x"', "malformed-part", 'fact = "x"', "and there is none"),
        ('ladder = "claim"', 'ladder = "claim"\nfact = "weights"', "malformed-part", 'fact = "weights"', "asks nothing by 'fact'"),
        ('source = "the paper: {title}"\n', "", "key-missing", 'id = "training-code"', "lacks 'source'"),
        ("asked = true", "askd = true", "unknown-key", "askd", "did you mean 'asked'?"),
    ],
)  # fmt: skip
def test_defects_of_ladders_have_their_line(old: str, new: str, name: str, at: str, words: str) -> None:
    """What is wrong inside a ladder is told once and there; what is wrong at a use, at the use; each names the other."""
    text = (HEAD + LADDERS + USES).replace(old, new, 1)
    with pytest.raises(DataError) as caught:
        made(text)
    words = words.replace("{use}", str(line_of(text, 'id = "training-code"')))
    words = words.replace("{ladder}", str(line_of(text, 'id = "open"')))
    found = [problem for problem in caught.value.problems if problem.name == name]
    assert [line_of(text, at)] == sorted({problem.line for problem in found})
    assert [True] == sorted({words in problem.message + problem.hint for problem in found})
    if "as line" in words:
        assert 1 == len(found)


def test_a_table_that_begins_a_line_has_a_line_of_its_own() -> None:
    """Tables of an array are counted by the lines that they begin; what stands inside one has its line."""
    text = "\n".join(
        [
            "[[a]]",
            "b = [",
            "  { c = 1 },",
            "  { any = [",
            "    { d = 2 },",
            "  ] },",
            "  { c = 3 },",
            "]",
            "[[a]]",
            "b = [",
            "  {c = 4}]",
        ]
    )
    wanted = {(0, 0): 3, (0, 1): 4, (0, 2): 7, (1, 0): 11}
    assert wanted == {place: find_line(text, ("a", place[0], "b", place[1], "c")) for place in wanted}


@pytest.mark.parametrize("char", "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")
def test_lines_are_counted_as_editors_count_them(char: str) -> None:
    """Of what else Python takes for the end of a line, a comment may be full."""
    for end in ("\n", "\r\n"):
        assert 3 == find_line(end.join([f"# a{char}b", "[a]", "b = 1"]), ("a", "b"))


def test_proofs_speak_of_the_question_in_its_line() -> None:
    """A level that no facts reach is shown at the question, not at the first of the file."""
    text = (HEAD + LADDERS + USES).replace(
        '["allowed"]', '["allowed"], "weights.license.state" = ["none-stated"]'
    )
    text = text.replace(
        'any = [{ "{fact}.license.osi-approved" = ["yes"] }, { not =',
        'all = [{ "{fact}.availability" = ["partial"] }, { not =',
    )
    with pytest.raises(DataError) as caught:
        made(text)
    places = [(problem.name, problem.line) for problem in caught.value.problems]
    assert [
        ("unreachable-level", line_of(text, f'id = "{id}"')) for id in ("training-code", "inference-code")
    ] == places


def test_an_unused_ladder_is_a_warning(run: Run, tmp_path: Path) -> None:
    """It does no harm, so the rubric is used; `validate` says so with the line."""
    text = (
        HEAD
        + LADDERS
        + USES.replace(
            'ladder = "claim"\nwhen =',
            'levels = [{ id = "met", title = { en = "met", zh = "满足" }, points = 1, when =',
        ).replace(
            '["allowed"] }',
            '["allowed"] } }, { id = "unmet", title = { en = "unmet", zh = "未满足" }, points = 0, otherwise = true }]',
        )
    )
    file = tmp_path / "demo.toml"
    file.write_text(text, encoding="utf-8")
    validated = run("validate", "--rubric", file)
    assert 0 == validated.code
    place = f"{file}:{line_of(text, '[[ladders.claim')}: ladders.claim: no question uses ladder 'claim' [unused-ladder]"
    assert f"warning: {place}" in validated.err
    assert "" == run("rank", "--rubric", file, "--top", 1).err
