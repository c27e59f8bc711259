"""The commands, as a user runs them."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Mapping
from inspect import signature
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from conftest import ROOT, Run
from rich.cells import cell_len
from samples import COMMAND, HOSTILE, entry

from openscore import Registry, Rubric, __version__, rank
from openscore.cli.declare import COMMANDS, module_of
from openscore.engine import Assessment
from openscore.language import LANGUAGES
from openscore.report.formats.schemas import schema_of
from openscore.report.terminal.card import card
from openscore.report.terminal.explain import explanation
from openscore.report.terminal.screen import Screen


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A registry in which every free text of some model attacks the reader."""
    file = tmp_path_factory.mktemp("hostile") / "hostile.toml"
    text = ""
    for id, name in HOSTILE.items():
        made = entry(
            id, {"weights.availability": "public", "data-scope.detail": "full"}, name=name.replace('"', '\\"')
        )
        made = (
            made.replace("the card says so", name)
            .replace("Somebody", name)
            .replace("A model for a test.", name)
        )
        text += made
    file.write_text(text, encoding="utf-8")
    return file


def no_active_text(text: str) -> bool:
    """Whether nothing but plainly visible characters and line breaks is there."""
    return all(char == "\n" or char.isprintable() for char in text)


def test_rank_prints_every_model_once(run: Run, registry: Registry) -> None:
    """Most open first, each on one line that fits the screen."""
    result = run("rank")
    assert (result.code, result.err) == (0, "")
    rows = result.out.split("\n\n")[0].splitlines()[1:]
    assert len(registry) == len(rows)
    ranks = [int(row.split()[0]) for row in rows]
    assert sorted(ranks) == ranks
    assert 1 == ranks[0]


@pytest.mark.parametrize("width", [60, 80, 100, 120, 200])
def test_rank_fits_the_screen(run: Run, monkeypatch: pytest.MonkeyPatch, hostile: Path, width: int) -> None:
    """At any width, wide characters counted as two; columns stand below each other."""
    monkeypatch.setenv("COLUMNS", str(width))
    result = run("rank", "--registry", hostile)
    lines = result.out.splitlines()
    assert all(cell_len(line) <= max(width, 78) or COMMAND.fullmatch(line) for line in lines)
    start = lines[0].index("Score")
    rows = lines[1 : lines.index("")]
    for row in rows:
        # What stands left of the score takes the same number of cells in every row.
        cut = next(place for place in range(len(row) + 1) if cell_len(row[:place]) >= start - 1)
        assert cell_len(row[:cut]) == start - 1


def test_rank_without_block_characters(run: Run) -> None:
    """A terminal that cannot show blocks gets plain letters."""
    from openscore.interval import Interval
    from openscore.report.views.bars import ASCII, split, tick

    assert ("####", "///", "...") == split(Interval(40, 70), 10, ASCII)
    assert "048" == "".join(tick(value, ASCII) for value in (0, 0.5, 1))


@pytest.mark.parametrize(
    ("low", "high", "shown"),
    [
        (0, 0, ("", "", "." * 10)),
        (100, 100, ("#" * 10, "", "")),
        (0, 100, ("", "/" * 10, "")),
        (50, 50, ("#" * 5, "", "." * 5)),
        (93, 100, ("#" * 9, "/", "")),
    ],
)
def test_bars_show_what_is_known(low: float, high: float, shown: tuple[str, str, str]) -> None:
    """The unknown part begins where the known ends, and both together never pass the width."""
    from openscore.interval import Interval
    from openscore.report.views.bars import ASCII, split

    assert shown == split(Interval(low, high), 10, ASCII)


def test_rank_json_is_as_published(run: Run, registry: Registry, rubric: Rubric) -> None:
    """It validates against the schema, has every key, and says what it was made from."""
    result = run("rank", "--format", "json")
    data = json.loads(result.out)
    jsonschema.Draft202012Validator(schema_of("ranking")).validate(data)
    assert "openscore.ranking/1" == data["schema"]
    assert __version__ == data["openscore"]
    assert {
        "id": "osi-draft",
        "version": rubric.version,
        "digest": rubric.digest,
        "top": 100,
        "profile": None,
    } == data["rubric"]
    assert {"digest": registry.digest, "models": len(registry), "as_of": None} == data["registry"]
    assert [place.assessment.record.id for place in rank(registry, rubric)] == [
        row["id"] for row in data["ranking"]
    ]
    for row in data["ranking"]:
        assert row["score"]["low"] <= row["score"]["high"]
        assert [criterion.id for criterion in rubric.criteria] == [entry["id"] for entry in row["criteria"]]


def test_rank_csv_and_markdown_have_every_model(run: Run, registry: Registry) -> None:
    """One row each."""
    rows = list(csv.DictReader(io.StringIO(run("rank", "--format", "csv").out)))
    assert {record.id for record in registry} == {row["id"] for row in rows}
    markdown = run("rank", "--format", "md").out.splitlines()
    assert len(registry) + 2 == sum(line.startswith("|") for line in markdown)


def test_rank_filters(run: Run) -> None:
    """By identity, by fact, by band; ranks stay those of the whole ranking."""

    def ids(*words: str) -> list[str]:
        return [row["id"] for row in json.loads(run("rank", "--format", "json", *words).out)["ranking"]]

    assert {"llama-1", "llama-2"} <= set(ids("--filter", "maker=meta"))
    assert {"chatgpt", "huggingchat", "midjourney", "runway-gen-2"} <= set(ids("--filter", "kind=service"))
    assert "gpt-2" in ids("--filter", "released=2019", "--filter", "maker=OpenAI")
    assert "gpt-2" in ids("--filter", "released=2019-02")
    assert "llama-2" in ids("--filter", "weights.availability=approval,click-through")
    assert ids("--filter", "weights.availability=public") == ids("--filter", "weights=public")
    assert all(id not in ids("--band", "closed") for id in ("olmo-7b", "llama-2"))
    assert 3 == len(ids("--top", "3"))
    whole = json.loads(run("rank", "--format", "json").out)["ranking"]
    one = json.loads(run("rank", "--format", "json", "--filter", "id=llama-2").out)["ranking"]
    assert one == [row for row in whole if row["id"] == "llama-2"]


SORT_KEYS: dict[str, Callable[[Assessment], Any]] = {
    "score": lambda judged: -judged.published.low,
    "name": lambda judged: judged.record.name.casefold(),
    "maker": lambda judged: judged.record.developer.casefold(),
    "released": lambda judged: str(judged.record.released or ""),
    "data": lambda judged: -criterion_score(judged, "data"),
    "use-limits": lambda judged: -criterion_score(judged, "use-limits"),
}


def criterion_score(judged: Assessment, id: str) -> float:
    """Return the low end of a criterion; what does not apply counts as nothing."""
    value = next(result.value for result in judged.criteria if result.part.id == id)
    return value.low if value else 0.0


@pytest.mark.parametrize("key", SORT_KEYS)
def test_rank_sorts_by_other_keys(run: Run, registry: Registry, rubric: Rubric, key: str) -> None:
    """Equals stay as they are ranked, ranks stay those of the ranking, and what is cut is cut afterwards."""

    def rows(*words: str) -> list[tuple[int, str]]:
        found = json.loads(run("rank", "--format", "json", "--sort", key, *words).out)["ranking"]
        return [(row["rank"], row["id"]) for row in found]

    ranked = rank(registry, rubric)
    placed = sorted(ranked, key=lambda place: SORT_KEYS[key](place.assessment))
    assert (key == "score") == (placed == list(ranked))
    expected = [(place.rank, place.assessment.record.id) for place in placed]
    assert expected == rows()
    assert expected[:5] == rows("--top", "5")


@pytest.mark.parametrize(("threshold", "code"), [("{score}", 0), ("{above}", 1)])
def test_fail_under(run: Run, threshold: str, code: int) -> None:
    """Equality passes; below the threshold the models are named and the exit code is 1."""
    row = json.loads(run("rank", "--format", "json", "--filter", "id=gpt-2").out)["ranking"][0]
    limit = threshold.format(score=row["score"]["low"], above=row["score"]["low"] + 0.1)
    result = run("rank", "--filter", "id=gpt-2", "--fail-under", limit)
    assert code == result.code
    assert ("gpt-2" in result.err) == bool(code)
    assert "GPT-2" in result.out


def test_as_of_ranks_the_past(run: Run) -> None:
    """Only what was out, with the facts of the day: Phi-2 was for research only until January 2024."""

    def use_limits(*words: str) -> float:
        row = json.loads(run("rank", "--format", "json", "--filter", "id=phi-2", *words).out)["ranking"][0]
        return row["criteria"][-1]["score"]["low"]

    assert use_limits("--as-of", "2023-12-31") < use_limits()
    early = run("rank", "--as-of", "2020-01-01").out
    assert "GPT-2" in early
    assert "Llama" not in early
    assert "facts as of 2020-01-01" in early


def test_what_the_source_articles_expect(run: Run) -> None:
    """From facts and not by hand: the order that the project was made to show, in at least five bands."""
    ranking = json.loads(run("rank", "--format", "json").out)["ranking"]
    score = {row["id"]: (row["score"]["low"], row["score"]["high"]) for row in ranking}
    assert len(ranking) >= 34
    assert len({row["band"]["low"] for row in ranking}) >= 5
    for above in ("olmo-7b", "pythia-12b", "amber"):
        assert score[above] > score["bloom"]
    assert score["bloom"] > score["llama-2"] > score["gpt-4"]


def test_show_explain_and_cite_name_what_matters(run: Run, registry: Registry, rubric: Rubric) -> None:
    """The card, the reasons with clauses and sources, and a citation with digests."""
    card = run("show", "dolly-v2").out
    assert "made from pythia-12b (finetune)" in card
    reasons = run("explain", "llama-2").out
    for words in (
        "clause: OSD 5",
        "What would raise it",
        "outputs = no-training",
        "weights.availability = ",
        "(maker, read ",
    ):
        assert words in reasons
    for fact in registry["llama-2"].facts():
        if fact.path in rubric.paths:
            assert all(source.url in reasons for source in fact.evidence.sources), fact.path
    cited = run("cite", "llama-2", "--accessed", "2026-11-22").out
    for words in (
        rubric.digest,
        registry.digest,
        registry.record_digest(registry["llama-2"]),
        "2026-11-22",
        __version__,
    ):
        assert words in cited
    assert run("cite", "llama-2").out == run("cite", "Llama-2").out


def texts_of(command: str, registry: Registry, rubric: Rubric) -> dict[str, str]:
    """Return what a command should print of each model, most open first."""
    places = rank(registry, rubric)
    if command == "explain":
        return {one.assessment.record.id: explanation(one.assessment, Screen()) for one in places}
    total = len(registry)
    return {one.assessment.record.id: card(one.assessment, one.rank, total, Screen()) for one in places}


@pytest.mark.parametrize("command", ["show", "explain"])
def test_every_model_can_be_shown_and_explained(
    run: Run, registry: Registry, rubric: Rubric, command: str
) -> None:
    """None of them breaks the outline; the command prints it for models of every kind, and nothing else."""
    texts = texts_of(command, registry, rubric)
    assert set(registry.models) == set(texts)
    assert all(map(no_active_text, texts.values()))
    first, *_, last = texts
    kinds = {record.kind: id for id, record in registry.models.items()}
    derived = next(record.id for record in registry if record.links)
    for id in (first, last, *kinds.values(), derived):
        result = run(command, id)
        assert (result.code, result.out, result.err) == (0, texts[id], "")


def test_lists(run: Run, registry: Registry) -> None:
    """Models, rubrics and licenses, as tables and as data."""
    models = run("models").out
    assert all(record.id in models for record in registry)
    assert "osi-draft" in run("rubrics").out
    assert "openscore.licenses/1" == json.loads(run("licenses", "--format", "json").out)["schema"]
    llama = run("licenses", "llama2").out
    assert "LicenseRef-scancode-llama-2-license-2023" in llama
    assert "700 million" in llama


def test_titles_in_chinese(run: Run) -> None:
    """Titles of criteria, bands and levels come in the language that is asked for."""
    assert "\u5f00\u653e\u6743\u91cd" in run("rank", "--lang", "zh").out
    assert "\u4f7f\u7528\u9650\u5236" in run("explain", "gpt-2", "--lang", "zh").out
    assert run("rank", "--lang", "zh", "--format", "json").out == run("rank", "--format", "json").out


FORMATS: dict[str, Callable[[Run, Path], str]] = {
    "table": lambda run, file: run("rank", "--registry", file).out,
    "json": lambda run, file: run("rank", "--registry", file, "--format", "json").out,
    "csv": lambda run, file: run("rank", "--registry", file, "--format", "csv").out,
    "md": lambda run, file: run("rank", "--registry", file, "--format", "md").out,
    "models": lambda run, file: run("models", "--registry", file).out,
    "models csv": lambda run, file: run("models", "--registry", file, "--format", "csv").out,
    "show": lambda run, file: "".join(run("show", id, "--registry", file).out for id in HOSTILE),
    "explain": lambda run, file: "".join(run("explain", id, "--registry", file).out for id in HOSTILE),
    "compare": lambda run, file: run("compare", "override", "escape", "--registry", file).out,
    "compare json": lambda run, file: run("compare", *HOSTILE, "--registry", file, "--format", "json").out,
    "what-if": lambda run, file: (
        run("what-if", "override", "weights.license=MIT", "--registry", file, "--format", "json").out
    ),
    "explain --to": lambda run, file: (
        run("explain", "override", "--to", "open-weights", "--registry", file).out
    ),
    "profile": lambda run, file: run("profile", "equal", "--registry", file).out,
    "lineage": lambda run, file: run("lineage", "override", "--registry", file).out,
    "sensitivity": lambda run, file: run("sensitivity", "--draws", "100", "--registry", file).out,
    "sensitivity csv": lambda run, file: (
        run("sensitivity", "--draws", "100", "--registry", file, "--format", "csv").out
    ),
    "sensitivity svg": lambda run, file: (
        run("sensitivity", "--draws", "100", "--registry", file, "--format", "svg").out
    ),
    "cite": lambda run, file: "".join(run("cite", id, "--registry", file).out for id in HOSTILE),
}


@pytest.mark.parametrize("format", FORMATS)
def test_hostile_text_is_inert_everywhere(run: Run, hostile: Path, format: str) -> None:
    """No escape, no override, no markup acts; what was written stays readable."""
    text = FORMATS[format](run, hostile)
    assert text
    assert no_active_text(text)
    assert "gnirts" in text


def test_hostile_text_in_color(run: Run, hostile: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With colors on, the only escapes are the program's own colors."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    for text in (run("rank", "--registry", hostile).out, run("explain", "escape", "--registry", hostile).out):
        assert "\x1b[" in text
        assert no_active_text(re.sub(r"\x1b\[[0-9;]*m", "", text))
        assert "\x1b[31m" not in text
        assert "\x1b]8" not in text


def test_markup_is_shown_as_it_is(run: Run, hostile: Path) -> None:
    """Rich markup in a name is text."""
    assert "[bold red]Name[/]" in run("show", "markup", "--registry", hostile).out


@pytest.mark.parametrize("width", ["0", "-1", "080", "\u0668\u0660", "9" * 12, "9" * 5000, "x", ""])
def test_a_width_that_no_screen_has_is_none(run: Run, monkeypatch: pytest.MonkeyPatch, width: str) -> None:
    """The usual one is taken, also where so many digits are no number any more."""
    monkeypatch.setenv("COLUMNS", "80")
    usual = run("help", "cite").out
    with (
        monkeypatch.context() as narrowed
    ):  # What reports of tests reads it too, and would fill so many columns.
        narrowed.setenv("COLUMNS", width)
        found = run("help", "cite")
    assert (0, usual) == (found.code, found.out)


def test_spreadsheets_see_no_formula(run: Run, hostile: Path) -> None:
    """No cell begins like one."""
    for words in (["rank"], ["models"]):
        cells = [
            cell
            for row in csv.reader(io.StringIO(run(*words, "--registry", hostile, "--format", "csv").out))
            for cell in row
        ]
        assert "'=HYPERLINK(1)" in cells
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


def test_markdown_shows_names_as_they_are(run: Run, hostile: Path) -> None:
    """HTML and Markdown in a name are escaped, and the table keeps its columns."""
    text = run("rank", "--registry", hostile, "--format", "md").out
    assert "<script>" not in text
    assert "&lt;script&gt;" in text
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert {rows[0].count("|")} == {len(re.findall(r"(?<!\\)\|", row)) for row in rows}


def test_no_color_and_pipes(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """NO_COLOR wins over FORCE_COLOR, and a pipe has no colors."""
    assert "\x1b" not in run("rank").out
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b" in run("rank").out
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in run("rank").out


def test_output_goes_whole_to_a_file(run: Run, tmp_path: Path) -> None:
    """And nothing to standard output."""
    target = tmp_path / "ranking.json"
    result = run("rank", "--format", "json", "--output", target)
    assert result.out == ""
    assert run("rank", "--format", "json").out == target.read_text(encoding="utf-8")
    assert 0o644 == target.stat().st_mode & 0o777


def test_the_environment_names_registries(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """OPENSCORE_REGISTRY lays files over the shipped registry; a models.toml in the folder does not."""
    file = tmp_path / "models.toml"
    file.write_text(entry("only-here"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert "only-here" not in run("models").out
    monkeypatch.setenv("OPENSCORE_REGISTRY", str(file))
    assert "only-here" in run("models").out


def test_standalone_leaves_out_the_shipped_models(run: Run, tmp_path: Path) -> None:
    """Licenses stay, so that terms are known."""
    file = tmp_path / "mine.toml"
    file.write_text(
        entry(facts={"weights.availability": "public", "weights.license": "MIT"}), encoding="utf-8"
    )
    data = json.loads(run("rank", "--standalone", "--registry", file, "--format", "json").out)
    assert ["demo"] == [row["id"] for row in data["ranking"]]
    assert {"low": 100.0, "high": 100.0} == data["ranking"][0]["criteria"][3]["score"]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(run: Run, name: str) -> None:
    """And every argument and option of it says what it does."""
    result = run(name, "--help")
    assert result.code == 0
    assert f"openscore {name}" in result.out
    for command in getattr(
        module_of(name), "commands", {"": getattr(module_of(name), "command", None)}
    ).values():
        parameters = signature(command, eval_str=True).parameters.values()
        assert all(parameter.annotation.__metadata__[0].help for parameter in parameters)


def _below(name: str) -> Mapping[str, object]:
    commands: Mapping[str, object] = getattr(module_of(name), "commands", {})
    return commands


PATHS = [(), *((name, *inner) for name in COMMANDS for inner in [(), *((one,) for one in _below(name))])]
"""What help can be asked of: the program, its commands and theirs."""


@pytest.mark.parametrize("width", [40, 43, 60, 80, 150])
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_line_of_help_is_longer_than_the_screen(
    run: Run, monkeypatch: pytest.MonkeyPatch, width: int, language: str
) -> None:
    """Of any command, in either language, counted in columns of the screen, however long its options are."""
    monkeypatch.setenv("COLUMNS", str(width))
    widest = 0
    for path in PATHS:
        lines = run("help", *path, "--lang", language).out.splitlines()
        assert max(map(cell_len, lines)) <= width, path
        widest = max(widest, *map(cell_len, lines))
    assert widest > width * 0.9


@pytest.mark.parametrize("width", ["40", "80", "150"])
def test_help_shows_choices_and_defaults(run: Run, monkeypatch: pytest.MonkeyPatch, width: str) -> None:
    """Whole, however narrow the screen is."""
    monkeypatch.setenv("COLUMNS", width)
    text = " ".join(run("rank", "--help").out.split())
    for said in ("--format table|json|csv|md", "[default: table]", "[0 to 100]", "--as-of DATE"):
        assert said in text


def test_without_words_the_program_shows_its_help(run: Run) -> None:
    """As `openscore help` and `openscore --help` do."""
    assert run("--help").out == run().out == run("help").out
    assert run().code == 0
    assert run("help", "show").out == run("show", "--help").out


def test_help_and_version(run: Run) -> None:
    """The program says what it is for, what is out of scope, and its exit codes."""
    text = run("--help").out
    assert all(name in text for name in COMMANDS)
    for words in ("out of scope", "Exit codes", "70 a bug"):
        assert words in text
    assert f"{__version__}\n" == run("--version").out


def test_validate_passes_on_what_is_shipped(run: Run) -> None:
    """Registry, licenses and rubrics."""
    result = run("validate")
    assert result.code == 0
    assert "error" not in result.err
    assert "ok: registry" in result.out
    assert "monotone" in result.out
    assert f"errors: 0, warnings: {result.err.count('warning: ')}" == result.out.splitlines()[-1]


@pytest.mark.parametrize("kind", ["registry", "rubric", "ranking"])
def test_schemas_are_valid_and_shipped(run: Run, kind: str) -> None:
    """The files beside the package are what the command prints: `make schemas` writes them."""
    printed = run("schema", kind).out
    jsonschema.Draft202012Validator.check_schema(json.loads(printed))
    assert printed == (ROOT / "openscore" / "schemas" / f"{kind}.schema.json").read_text(encoding="utf-8")


@pytest.mark.parametrize(("rubric", "weighs"), [("mof-1.0", False), ("osi-draft", True)])
def test_no_share_is_told_of_a_criterion_where_classes_count(run: Run, rubric: str, weighs: bool) -> None:
    """A score that counts classes has no part for each criterion, as `openscore rubrics ID` says too."""
    for words in (["explain", "llama-2", "--rubric", rubric], ["rubrics", rubric]):
        result = run(*words)
        assert result.code == 0
        assert weighs is ("% of the score" in result.out)
