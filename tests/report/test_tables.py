"""Tables fit any screen: nothing overflows, and what the legend explains is whole or not there."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from itertools import chain
from pathlib import Path

import pytest
from conftest import ROOT, Run
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len, set_cell_size
from rich.text import Text
from samples import COMMAND, HOSTILE, RUBRIC, entry, made

from openscore import Registry, load_registry, load_rubric
from openscore.analysis.agreement import agreements, disagreements
from openscore.analysis.compare import decompose, standings
from openscore.analysis.coverage import by_component, by_model, in_all, needed_facts
from openscore.analysis.history import steps_of
from openscore.analysis.matrix import matrix
from openscore.analysis.sensitivity import Settings, sensitivity
from openscore.analysis.what_if import what_if
from openscore.engine import assess, rank
from openscore.hub.summary import Group, Overview
from openscore.language import ENGLISH, LANGUAGES, speak
from openscore.records.vocabulary import load_vocabulary
from openscore.report.analyses.compare import comparison
from openscore.report.analyses.coverage import coverage_rows, history_rows
from openscore.report.analyses.hub import summary_table
from openscore.report.analyses.matrix import agreement_rows, disagreement_rows, matrix_table
from openscore.report.analyses.sensitivity import sensitivity_table
from openscore.report.analyses.what_if import what_if_rows
from openscore.report.terminal import cells
from openscore.report.terminal.card import card
from openscore.report.terminal.cells import ELLIPSIS, LETTERS, OURS
from openscore.report.terminal.lists import (
    fact_row,
    license_card,
    license_row,
    list_table,
    model_row,
    rubric_row,
)
from openscore.report.terminal.outline import Outline
from openscore.report.terminal.ranking import ranking_table
from openscore.report.terminal.screen import Screen, render
from openscore.report.terminal.table import Column, table
from openscore.report.terminal.wrap import wrapped
from openscore.report.text import ranks_text
from openscore.report.views.ranking import RankingView, ranking_view, shown_score
from openscore.resources import rubric_files

Drawn = Callable[[Screen], str]

WIDTHS = [*range(40, 64, 3), 72, 79, 80, 99, *range(106, 132, 4), 159, 160, 200, 240]
RUBRICS = ("osi-draft", "mof-1.0", "aa-openness-1", "osaid-1.0")


def hostile() -> Registry:
    """Return the models of the golden files, and others whose names are wide, long or try to act."""
    facts = {"weights.availability": "public", "weights.license": "LicenseRef-scancode-llama-2-license-2023"}
    others = [entry(f"m-{place}", facts, name=name) for place, name in enumerate(HOSTILE.values())]
    others.append(entry("long-" + "x" * 70, facts, name="Long " + "n" * 120))
    return made((ROOT / "tests" / "golden" / "registry.toml").read_text(encoding="utf-8"), "".join(others))


def drawn_tables(registry: Registry) -> Mapping[str, Drawn]:
    """Return every table that a command prints, by its name, in the language that is spoken."""
    rubrics = [load_rubric(name) for name in RUBRICS]
    rubric, vocabulary = rubrics[0], load_vocabulary()
    ranked = rank(registry, rubric)
    judged = [place.assessment for place in ranked]
    terms = tuple(decompose(judged))
    standing = tuple(standings([one.record for one in judged[:2]], rubrics))
    spread = sensitivity(ranked, Settings(draws=100, top=3))
    table_of = matrix(registry, rubrics)
    # Of a few made-up models none is surely placed apart.
    two = matrix([*registry, *load_registry()], rubrics[:2])
    changed = what_if(
        registry, "wide", {"weights.license": "LicenseRef-scancode-llama-2-license-2023"}, rubric
    )
    needed = needed_facts((one.record for one in judged), rubric)
    lists = {
        "models": ([model_row(record) for record in registry], ("id", "name", "maker", "released")),
        "rubrics": ([rubric_row(load_rubric(id)) for id in rubric_files()], ("id", "summary", "version")),
        "licenses": ([license_row(one, vocabulary) for one in registry.licenses.licenses.values()], ("id", "bound_by", "osi")),
        "facts": ([fact_row(path, vocabulary) for path in vocabulary.facts], ("fact", "values")),
        "agreement": (agreement_rows(agreements(table_of, draws=20, seed=1)), ("first", "second", "tau_b", "interval", "compared")),
        "disagreement": (disagreement_rows(disagreements(two, most=5)), ("model", *RUBRICS[:2], "because_of")),
        "what-if": ([*what_if_rows(changed)], ("what", "before", "after")),
        "history": (history_rows(steps_of("desk", registry, rubric), registry), ("date", "score", "what")),
        "coverage": (coverage_rows(by_model(needed), with_missing=True), ("subject", "known", "first_party", "missing")),
        "components": (
            coverage_rows([*by_component(needed, vocabulary), in_all(needed)], with_missing=False),
            ("subject", "needed", "known", "first_party", "sources", "oldest"),
        ),
    }  # fmt: skip
    licenses = registry.licenses.licenses
    whole = Overview("osi-draft 1.0.0", 100.0, 1, 3, 1, *([0.5] * 10))
    groups = [
        Group(("LicenseRef-" + "x" * 60,) * 2, 2, 0.5, 0.5, 10.0, 99.5, 0.5),
        Group(None, 1, 0.5, 0.5, 0.0, 100.0, 1.0),
    ]
    return {
        **{name: _listed(rows, narrow) for name, (rows, narrow) in lists.items()},
        "show": lambda screen: card(judged[1], 2, len(judged), screen),
        "compare-two": lambda screen: comparison(ranked[:2], tuple(decompose(judged[:2])), (), standing, screen),
        "compare-all": lambda screen: comparison(ranked, terms, (), (), screen),
        "matrix": lambda screen: matrix_table(table_of, screen),
        "sensitivity": lambda screen: sensitivity_table(spread, rubric, screen),
        "license": lambda screen: license_card(licenses["LicenseRef-scancode-llama-2-license-2023"], registry, screen),
        "hub": lambda screen: summary_table(whole, groups, "license", screen),
        **{f"rank-{one.id}": _ranked(registry, one) for one in rubrics},
    }  # fmt: skip


def _listed(rows: list[Mapping[str, str]], narrow: tuple[str, ...]) -> Drawn:
    return lambda screen: list_table(rows, screen, narrow)


def _ranked(registry: Registry, rubric) -> Drawn:
    view = ranking_view(rank(registry, rubric), rubric, total=len(registry))
    return lambda screen: ranking_table(view, screen)


@pytest.fixture(scope="module", params=LANGUAGES)
def tables(request: pytest.FixtureRequest) -> Mapping[str, Drawn]:
    """The tables in a language; what is drawn later is drawn in it too."""
    speak(request.param)
    made_here = drawn_tables(hostile())
    speak(ENGLISH)
    return {name: _spoken(draw, request.param) for name, draw in made_here.items()}


def _spoken(draw: Drawn, language: str) -> Drawn:
    def drawn(screen: Screen) -> str:
        speak(language)
        try:
            return draw(screen)
        finally:
            speak(ENGLISH)

    return drawn


def test_no_table_is_wider_than_the_screen(tables: Mapping[str, Drawn]) -> None:
    """At any width, in any language, whatever names there are; only addresses and commands are never broken."""
    for name, draw in tables.items():
        for width in WIDTHS:
            for line in draw(Screen(width)).splitlines():
                is_whole = "://" in line or COMMAND.fullmatch(line)
                assert is_whole or cell_len(line) <= width, (name, width, line)


def test_only_names_are_cut(tables: Mapping[str, Drawn]) -> None:
    """Ids, dates, scores, ranges, bands, values and prose go on in further lines, or are not there."""
    for name, draw in tables.items():
        most = 2 if name == "models" or name.startswith("rank") else 1
        for width in WIDTHS:
            for line in draw(Screen(width)).splitlines():
                assert line.count(ELLIPSIS) <= most, (name, width, line)
            if name in ("facts", "rubrics", "agreement", "what-if", "coverage", "history"):
                assert ELLIPSIS not in draw(Screen(width)), (name, width)


@pytest.fixture(scope="module")
def uncertain() -> RankingView:
    """A ranking with intervals of ranks, by sensitivity of the hostile models."""
    rubric, registry = load_rubric("osi-draft"), hostile()
    ranked = rank(registry, rubric)
    found = sensitivity(ranked, Settings(draws=100))
    spreads = {spread.place.assessment.record.id: spread for spread in found.models}
    return ranking_view(ranked, rubric, total=len(registry), spreads=spreads)


def test_what_the_legend_of_a_ranking_explains_is_whole(uncertain: RankingView) -> None:
    """Scores, intervals of ranks, dates, the mark of a service, and the band with its question mark."""
    bands = [row.band + ("?" if row.band_ids[0] != row.band_ids[1] else "") for row in uncertain.rows]
    for width in (*range(40, 130), 160, 200, 240):
        shown = ranking_table(uncertain, Screen(width))
        header, *rest = shown.splitlines()
        body = rest[: rest.index("")]
        text = " ".join(" ".join(body).split())
        for row in uncertain.rows:
            assert row.shown in text
            assert "Ranks" not in header or ranks_text(*row.ranks) in text
            assert row.kind != "service" or " * " in text
            dated = re.search(rf" {row.released[:7]}({row.released[7:]})? ", text)
            assert "Date" not in header or not row.released or dated
        assert ("? the band could be higher" in shown) == ("Band" in header)
        if "Band" in header:
            left = cell_len(header.partition("Band")[0])
            assert " ".join(bands).split() == " ".join(_behind(line, left) for line in body).split()


def _behind(line: str, cells: int) -> str:
    """Return what stands in a line behind some cells."""
    return next(
        line[place:] for place in range(len(line) + 1) if cell_len(line[:place]) >= min(cells, cell_len(line))
    )


def test_columns_fall_away_worst_first(uncertain: RankingView) -> None:
    """What a wide screen lacks no narrow one has, and the model with its score is on the narrowest."""
    before: set[str] = set()
    for width in range(40, 241):
        header = set(ranking_table(uncertain, Screen(width)).splitlines()[0].split()) - {"Weakest", "\u2193"}
        assert before <= header
        assert {"Model", "Score"} <= header
        before = header
    assert {"#", "Ranks", "Grp", "Model", "Maker", "Date", "Openness", "Score", "WDCLU", "Band"} == before


def test_a_column_of_text_that_goes_on_is_never_one_cell_wide() -> None:
    """A character may take two: such a column has room for it, or falls away."""
    columns = [*[Column("T")] * 4, Column("T", good=1, wraps=True)]
    rows = [("x", "x", "\u901a\u901a", "aaaaaaa\u901a", "a/")]
    assert (0, 1, 2, 3) == table(columns, rows, Screen(20), gap=1)[1]
    assert "a/" in table(columns, rows, Screen(21), gap=1)[0]


WORDS = st.text(st.sampled_from("ab -/.\u2013\u901a\uff0c\u0301"), max_size=30).map(
    lambda text: text.strip() or "x"
)
COLUMNS = st.builds(
    Column, st.just("T"), st.integers(0, 3), st.integers(0, 14), best=st.just(0), steps=st.just(()),
    is_right=st.booleans(), wraps=st.booleans(), is_solid=st.booleans(),
)  # fmt: skip


@given(st.data(), st.lists(COLUMNS, min_size=1, max_size=6), st.integers(20, 100), st.integers(1, 2))
def test_any_table_fits_and_keeps_its_text(
    data: st.DataObject, columns: list[Column], width: int, gap: int
) -> None:
    """Of columns that wrap every character is there; a column that is shown stays on a wider screen."""
    rows = data.draw(st.lists(st.tuples(*[WORDS] * len(columns)), min_size=1, max_size=4))
    text, places = table(columns, rows, Screen(width), gap=gap)
    assert all(cell_len(line) <= width for line in text.splitlines())
    _, more = table(columns, rows, Screen(width + 7), gap=gap)
    assert set(places) <= set(more)
    for place in places:
        if columns[place].wraps:
            for row in rows:
                assert not set(row[place].replace(" ", "")) - set(text)
    if all(column.wraps for column in columns) and len(places) == len(columns):
        kept = "".join("".join(row) for row in rows).replace(" ", "")
        assert sorted(kept + "T" * len(columns)) == sorted(text.replace(" ", "").replace("\n", ""))


@given(WORDS, st.integers(2, 40))
def test_wrapped_text_is_all_there(text: str, width: int) -> None:
    """In lines that fit, in its order."""
    lines = [*wrapped(text, width)]
    assert all(cell_len(line) <= width for line in lines)
    assert text.replace(" ", "") == "".join(lines).replace(" ", "")


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("one two three", 8, ["one two", "three"]),
        ("LicenseRef-scancode-llama-2", 12, ["LicenseRef-", "scancode-", "llama-2"]),
        ("  indented words here", 12, ["  indented", "  words here"]),
        ("\u5f00\u653e\u5ea6\uff0c\u4e0d\u7b49\u4e8e\u8d28\u91cf\u3002", 8, ["\u5f00\u653e\u5ea6\uff0c", "\u4e0d\u7b49\u4e8e\u8d28", "\u91cf\u3002"]),
        ("a\n\nb", 5, ["a", "", "b"]),
        ("so: `openscore explain MODEL`.", 27, ["so:", "`openscore explain MODEL`."]),
        ("so (`openscore rank --rubric a/b.toml`); on", 12, ["so", "(`openscore rank --rubric a/b.toml`);", "on"]),
        ("\u7406\u7531\uff1a`openscore explain MODEL`\u3002", 28, ["\u7406\u7531\uff1a", "`openscore explain MODEL`\u3002"]),
    ],
)  # fmt: skip
def test_lines_break_where_readers_expect(text: str, width: int, lines: list[str]) -> None:
    """Between words, behind joints of long ones, never before the mark of a wide character, nor within a command."""
    assert lines == [*wrapped(text, width)]
    assert all(cell_len(line) <= width for line in wrapped(text, width, is_cell=True))


@pytest.mark.parametrize(
    "words", [["models"], ["rank", "--with-uncertainty"], ["show", "wide"], ["history", "wide"]]
)
def test_commands_take_the_width_of_the_terminal(
    run: Run, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    """Below 60 columns too."""
    monkeypatch.setenv("COLUMNS", "44")
    samples = str(ROOT / "tests" / "golden" / "registry.toml")
    result = run(*words, "--standalone", "--registry", samples)
    assert result.code == 0
    assert all(cell_len(line) <= 44 or COMMAND.fullmatch(line) for line in result.out.splitlines())


def test_letters_and_what_tables_are_drawn_with_take_one_cell_each() -> None:
    """Their width is known without the tables of Rich, and is what those say."""
    letters = [char for char in map(chr, chain(*LETTERS)) if char.isprintable()]
    assert len(letters) > 700
    for char in (*OURS, *letters):
        assert cells.cell_len(char) == 1 == cell_len(char)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=20), st.integers(1, 20))
def test_texts_are_measured_and_cut_as_rich_does(text: str, width: int) -> None:
    """Whatever characters they have."""
    assert cells.cell_len(text) == cell_len(text)
    assert cells.set_cell_size(text, width) == set_cell_size(text, width)


def test_a_heading_is_that_of_its_key_or_a_title() -> None:
    """What stands above is written as people write it; a column of a band or a rubric has its own title."""
    row = {"osi": "1", "part_of": "2", "OSAID-aligned": "3", "osi-draft": "4"}
    [heading, _] = list_table([row], Screen(120), ()).splitlines()
    assert heading.split("  ") == ["OSI", "Part of", "OSAID-aligned", "osi-draft"]


@pytest.mark.parametrize("width", [30, 40, 60])
def test_running_text_is_broken_as_tables_are(width: int) -> None:
    """No Chinese line begins with a closing mark or ends with an opening one, no Latin word is cut that fits."""
    said = "须将指定声明放在条款规定的位置。“Llama 2 is licensed” 再分发的材料副本须含名为Notice、载有规定署名语句的文件。"
    text = Text(f"{said}{said}")
    text.stylize("bold", 3, 40)
    outline = Outline(text)
    outline.add(said).add(said)
    for shown in (outline.render(Screen(width)), render(text, Screen(width))):
        lines = [line.strip() for line in shown.splitlines()]
        assert all(cell_len(line) <= width for line in shown.splitlines())
        assert not [line for line in lines if line[:1] in "，。；：、）”" or line[-1:] in "（“"]
        assert all(word in shown for word in ("Llama", "licensed", "Notice"))
        assert "".join(said.split()) in "".join(shown.split())


def test_a_model_alone_has_scores_and_no_percentile(registry: Registry) -> None:
    """Among no others there is no place; each score stands on its own scale."""
    rubrics = [load_rubric(id) for id in RUBRICS[:2]]
    alone = matrix([registry["llama-2"]], rubrics)
    text = matrix_table(alone, Screen(80))
    assert "no percentile" in text
    for rubric in rubrics:
        assert shown_score(assess(registry["llama-2"], rubric)) in text


STRICT = """
[[bands]]
id = "best"
title = { en = "Best", zh = "最佳" }
floor = 50
means = { en = "Best", zh = "最佳" }

[conformance]
title = { en = "Strict reading", zh = "严格解读" }
draft = "page 3"
note = { en = "ours", zh = "自评" }
"""
GATE = """
[[gates]]
id = "strict"
title = { en = "strict", zh = "严格" }
cap = "all"
when = { "@conformance" = ["unmet"] }
source = "page 3"
"""


@pytest.mark.parametrize(("text", "is_held"), [(RUBRIC + STRICT, False), (RUBRIC + STRICT + GATE, True)])
def test_a_band_is_held_against_what_a_gate_asks(run: Run, tmp_path: Path, text: str, is_held: bool) -> None:
    """The legend names the strict reading as what the best band takes only where that is so."""
    file = tmp_path / "own.toml"
    file.write_text(text, encoding="utf-8")
    shown = run("rank", "--rubric", file, "--top", 1).out
    assert ("Best: Strict reading (ours)" in shown) == is_held
