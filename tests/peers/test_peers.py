"""Importers: the traps of each index on samples of our own, and the peers' files where they are there."""

from __future__ import annotations

import csv
import json
import math
from collections import Counter
from functools import partial
from pathlib import Path
from typing import Any

import parity
import published_values
import pytest
import yaml
from conftest import ROOT, Run
from parity import DAY, PEERS, progress
from property.strategies import SHIPPED
from samples import entry

from openscore import DataError, Registry, UnknownNameError, assess, load_rubric
from openscore.peers.convert import convert

needs_peers = pytest.mark.skipif(not PEERS.is_dir(), reason=f"the peers' data is not at {PEERS}")


@pytest.fixture
def make(registry: Registry):
    return partial(parity.make, registry)


# --- components, classes, indicators on samples of our own


def release(
    tmp_path: Path, name: str, components: list[dict[str, Any]], license: dict[str, Any] | None = None
) -> Path:
    file = tmp_path / f"{name}.yml"
    data = {"release": {"name": name, "producer": "Lab", "license": license or {}, "components": components}}
    file.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    return file


THIRD = ["Model architecture", "Model parameters (Final)", "Evaluation results", "Model card", "Data card"]
SECOND = ["Training code", "Inference code", "Evaluation code", "Evaluation data"]
FIRST = ["Datasets", "Data preprocessing code", "Model parameters (Intermediate)"]


def listed(*names: str, license: str | None = None) -> list[dict[str, Any]]:
    return [{"name": name} | ({"license": license} if license else {}) for name in names]


MIT = {"distribution": {"name": "MIT"}}
ALL = (*THIRD, *SECOND, *FIRST)


@pytest.mark.parametrize(
    ("components", "license", "expected"),
    [
        (listed(*ALL, "Technical report", "Research paper"), MIT, (100, 100, 100)),
        (listed(*ALL, "Technical report"), MIT, (1300 / 14, 100, 100)),
        (listed(*ALL, "Research paper"), MIT, (100, 100, 100)),
        (listed(*ALL), MIT, (0, 0, 500 / 6)),
        (listed(*ALL, "Technical report") + listed("Research paper", license="Odd"), MIT, (1300 / 14, 100, 100)),
        (listed(*ALL) + listed("Research paper", license="Odd"), MIT, (0, 0, 500 / 6)),
        (listed(*THIRD, "Technical report"), MIT, (0, 60, 100)),
        (listed(*THIRD, "Research paper"), MIT, (0, 60, 100)),
        (listed(*THIRD[:4], "Technical report"), MIT, (0, 0, 500 / 6)),
        (listed("Model card", license="unlicensed"), MIT, (0, 0, 0)),
        (listed("Model card", license="Unlicense"), {}, (0, 0, 100 / 6)),
        (listed("Model card"), {"document": {"name": "CC-BY-4.0"}, "distribution": {"name": "Odd"}}, (0, 0, 100 / 6)),
        (listed("Model card"), {"document": {"name": ""}, "distribution": {"name": "MIT"}}, (0, 0, 100 / 6)),
        (listed("Model card", license="mit"), {}, (0, 0, 0)),
        (listed("Model card", license=" MIT"), {}, (0, 0, 0)),
        (listed("Model card", license="Apache 2.0"), {}, (0, 0, 0)),
        (listed("Model card", license="MIT OR Apache-2.0"), {}, (0, 0, 0)),
        (listed("Model card", license="OpenMDW-1.0"), {}, (0, 0, 100 / 6)),
        (listed("Model card", license="PDDL-1.0"), {}, (0, 0, 0)),
        (listed("Model card", license="ODC-PDDL-1.0"), {}, (0, 0, 100 / 6)),
        (listed("Model card", license="GPL-3.0"), {}, (0, 0, 100 / 6)),
        (listed("Model card", license="Undisclosed"), MIT, (0, 0, 0)),
        (listed("Sample model outputs", "Model metadata"), MIT, (0, 0, 0)),
    ],
)  # fmt: skip
def test_components_are_counted_as_the_tool_counts_them(
    make,
    tmp_path: Path,
    components: list[dict[str, Any]],
    license: dict[str, Any],
    expected: tuple[float, ...],
) -> None:
    """Inheritance of licenses, exact spelling, the paper in place of the report, the gate between classes."""
    rubric = load_rubric("mof-1.0")
    found = progress(make("mot", release(tmp_path, "Demo", components, license)), "Demo", rubric)
    assert expected == pytest.approx((found["class-i"], found["class-ii"], found["class-iii"]))


def test_unknown_components_count_as_the_first_unless_mended(make, tmp_path: Path) -> None:
    """The tool credits datasets for any name that it does not know; the mended reading does not."""
    file = release(tmp_path, "Demo", listed("Model Card", license="MIT"))
    as_the_tool, mended = make("mot", file), make("mot", file, is_mended=True)
    assert as_the_tool["Demo"].values["pretraining-data.availability"] == "released"
    assert mended["Demo"].values["pretraining-data.availability"] == "undisclosed"
    assert "unknown-component" in as_the_tool.kinds()
    assert "unknown-component" in mended.kinds()


def test_odd_shapes_survive_and_are_reported(make, tmp_path: Path) -> None:
    """Numbers, lists and nulls where text was meant, and components without a name."""
    components: list[Any] = [
        {"description": "no name"},
        "just text",
        {"name": "Model card", "license": ["a", "b"]},
    ]
    file = release(tmp_path, "Odd", components, {"data": {"name": None}, "distribution": "MIT"})
    made = make("mot", file)
    assert ["key-missing", "key-missing", "license-spelling"] == made.kinds()
    assert made["Odd"].values["model-card.license"] == "LicenseRef-mot-a-b"
    assert made["Odd"].values["pretraining-data.availability"] == "undisclosed"


def test_a_component_named_twice_counts_by_the_last(make, tmp_path: Path) -> None:
    """And is reported."""
    file = release(
        tmp_path, "Demo", listed("Model card", license="MIT") + listed("Model card", license="Odd")
    )
    made = make("mot", file)
    assert made["Demo"].values["model-card.license"] == "LicenseRef-mot-odd"
    assert "duplicate-component" in made.kinds()


def test_the_mended_reading_knows_spellings(make, tmp_path: Path) -> None:
    """So that the effect of the tool's exact match can be shown."""
    file = release(tmp_path, "Demo", listed("Model card", license="Apache 2.0"))
    rubric = load_rubric("mof-1.0")
    assert progress(make("mot", file), "Demo", rubric)["class-iii"] == 0
    assert progress(make("mot", file, is_mended=True), "Demo", rubric)["class-iii"] == pytest.approx(100 / 6)


def test_two_files_of_one_name_are_both_kept(make, tmp_path: Path) -> None:
    """Under two ids, and reported."""
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    files = [release(tmp_path / folder, "Demo", listed("Model card")) for folder in "ab"]
    made = make("mot", *files)
    assert ["demo", "demo-2"] == list(made.registry.models)
    assert "duplicate-name" in made.kinds()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("release: [unclosed", "broken-yaml"),
        ("a: !!python/object/apply:os.system ['true']", "broken-yaml"),
        ("- a list", "wrong-type"),
        ("release: {}", "key-missing"),
        ("release: text", "key-missing"),
        ("", "wrong-type"),
        ("\n".join(["a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]"] + [f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join(['*' + chr(97 + n)] * 10)}]" for n in range(8)]), "too-many-values"),
        ("a: " + "[" * 3000, "broken-yaml"),
        ("release: {name: " + "[" * 400 + "x" + "]" * 400 + "}", "nested-too-deep"),
        ("release: {name: &a [*a]}", "nested-too-deep"),
    ],
    ids=["broken", "tag", "list", "empty release", "text release", "empty", "alias bomb", "deep", "deep and whole", "ring"],
)  # fmt: skip
def test_broken_files_are_reported_and_the_rest_is_read(make, tmp_path: Path, text: str, kind: str) -> None:
    """One bad file never hides the others, and none of them runs anything."""
    bad = tmp_path / "bad.yml"
    bad.write_text(text, encoding="utf-8")
    made = make("mot", release(tmp_path, "Demo", listed("Model card")), bad)
    assert [kind] == [problem.name for problem in made.imported.problems if problem.file == str(bad)]
    assert ["Demo"] == [record.name for record in made.registry]


def test_nothing_readable_is_an_error(registry: Registry, tmp_path: Path) -> None:
    """As is an index that nobody knows."""
    (tmp_path / "bad.yml").write_text("[", encoding="utf-8")
    with pytest.raises(DataError, match="nothing of Model Openness Tool could be read"):
        convert("mot", [tmp_path], registry, read=DAY)
    with pytest.raises(UnknownNameError) as caught:
        convert("mto", [tmp_path], registry, read=DAY)
    assert "did you mean 'mot'" in caught.value.hint


def test_classes_read_odd_values_as_closed(make, tmp_path: Path) -> None:
    """Typing slips, blanks and lists of links survive and are reported."""
    file = tmp_path / "System.yaml"
    file.write_text(
        "system: {name: System, type: 'text, code', endmodelname: gpt-2}\norg: {name: Lab}\n"
        "weights_endmodel: {class: open, link: [a, b], notes: text}\nmodelcard: {class: full}\n"
        "paper: {class: partial}\ndatasheet: {class: null}\n",
        encoding="utf-8",
    )
    made = make("osai", file)
    (record,) = made.registry
    assert "gpt-2" == record.id
    assert ("public", "undisclosed", "partial", "undisclosed") == tuple(
        record.values[path]
        for path in ("weights.availability", "model-card.detail", "reviewed-paper.detail", "data-card.detail")
    )
    assert ["unknown-value", "unknown-value"] == made.kinds()


def test_names_match_by_exact_alias_only(make, tmp_path: Path) -> None:
    """'GPT 2' is not 'GPT-2'."""
    for name in ("GPT-2", "GPT 2"):
        (tmp_path / f"{name}.yaml").write_text(
            f"system: {{name: {name}}}\norg: {{name: Lab}}\npaper: {{class: open}}\n", encoding="utf-8"
        )
    made = make("osai", tmp_path)
    assert [("gpt-2")] == [id for _, id in made.imported.matched]
    assert ("gpt-2-2",) == made.imported.unmatched


def scores(tmp_path: Path, edition: str, change: str = "") -> Path:
    """Write a score file of our own for an edition: two developers, the second without the last point."""
    rubric = load_rubric({"October2023": "fmti-2023-10", "Dec2025": "fmti-2025-12"}[edition])
    names = [leaf.title["en"] for leaf in rubric.leaves()]
    if change:
        names[0] = change
    file = tmp_path / f"{edition}_scores.csv"
    rows = [["Domain", "Subdomain", "Indicator", "One ", "Two", "Total"]]
    rows += [["D", "S", name, "1", "0" if place == 99 else "1", "2"] for place, name in enumerate(names)]
    rows += [["Total", "", "", "100", "99", ""]]
    with file.open("w", encoding="utf-8-sig", newline="") as out:
        csv.writer(out, lineterminator="\r\n").writerows(rows)
    return file


def test_indicators_are_joined_by_position(make, tmp_path: Path) -> None:
    """Marks at the start, line ends, totals and drifting names do no harm; editions of a developer are one entry."""
    made = make("fmti", scores(tmp_path, "October2023", "Renamed data size"), scores(tmp_path, "Dec2025"))
    assert ["One", "Two"] == [record.name for record in made.registry]
    for id, drift in (("fmti-2023-10", 1), ("fmti-2025-12", 0)):
        rubric = load_rubric(id)
        assert [100, 99] == [assess(made[name], rubric).score.low for name in ("One", "Two")]
        assert drift == sum(
            problem.name == "drifted-name" and id[5:9] in problem.file for problem in made.imported.problems
        )


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("Summer2030_scores.csv", "Indicator,A\nx,1\n", "unknown-edition"),
        ("October2023_scores.csv", "Name,A\nx,1\n", "key-missing"),
        ("October2023_scores.csv", "Indicator,A\nx,1\n", "wrong-count"),
        ("October2023_scores.csv", "", "key-missing"),
    ],
)
def test_tables_that_fit_no_edition_are_refused(
    registry: Registry, tmp_path: Path, name: str, text: str, kind: str
) -> None:
    """With the reason."""
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(DataError) as caught:
        convert("fmti", [tmp_path / name], registry, read=DAY)
    assert [kind] == [problem.name for problem in caught.value.problems]


def test_the_command_writes_a_registry_that_can_be_ranked(run: Run, tmp_path: Path) -> None:
    """Problems and unmatched names go to standard error."""
    file = release(tmp_path, "Demo <b>", listed(*THIRD, "Technical report", license="Apache 2.0"), MIT)
    target = tmp_path / "import.toml"
    result = run("import", "mot", file, "-o", target, "--mended")
    assert (result.code, result.out) == (0, "")
    assert "license 'Apache 2.0' read as Apache-2.0" in result.err
    assert "not in our registry: demo-b" in result.err
    ranked = run("rank", "--rubric", "mof-1.0", "--standalone", "--registry", target, "--format", "json")
    (row,) = json.loads(ranked.out)["ranking"]
    assert {"low": "class-iii", "high": "class-iii"} == row["band"]
    assert {"class-iii": 100.0, "class-ii": 60.0} == {
        one["id"]: one["progress"]["low"] for one in row["classes"][:2]
    }
    assert 0 == row["classes"][2]["progress"]["high"]


def test_imported_facts_never_stand_in_for_evidence(run: Run, tmp_path: Path) -> None:
    """Without the mark of an import, a fact that rests on an index alone is refused."""
    target = tmp_path / "import.toml"
    run("import", "mot", release(tmp_path, "Demo", listed("Model card")), "-o", target, "--quiet")
    target.write_text(
        target.read_text(encoding="utf-8").replace('imported = "Model Openness Tool"\n', ""), encoding="utf-8"
    )
    result = run("rank", "--registry", target)
    assert result.code == 2
    assert "[index-only]" in result.err


def test_an_exported_file_is_one_of_the_index(run: Run, make, tmp_path: Path) -> None:
    """With the keys and types that its schema asks for; reading it back gives the same components."""
    for id in ("olmo-7b", "llama-2", "gpt-2"):
        target = tmp_path / f"{id}.yml"
        assert run("export", "mot", id, "-o", target).code == 0
        data = yaml.safe_load(target.read_text(encoding="utf-8"))
        assert {"name", "version", "date"} == set(data["framework"])
        assert all(isinstance(data["framework"][key], str) for key in data["framework"])
        release = data["release"]
        assert isinstance(release["date"], str)
        assert release["producer"]
        assert release["type"] in ("language", "image", "audio", "video", "code", "multimodal")
        assert 1 <= len(release["components"]) <= 17
        assert all(component.get("license", "") is not None for component in release["components"])
        made = make("mot", target)
        assert id in made.registry.models
        back = {name for name in made.registry[id].values if name.endswith("availability")}
        assert back
        assert "unknown-component" not in made.kinds()
    assert made.registry["gpt-2"].values["architecture.availability"] == "public"
    assert made.registry["gpt-2"].values["training-code.availability"] == "undisclosed"


def test_a_model_without_released_components_cannot_be_exported(run: Run, tmp_path: Path) -> None:
    """The index takes no empty list."""
    file = tmp_path / "shut.toml"
    file.write_text(entry("shut", {"weights.availability": "undisclosed"}), encoding="utf-8")
    result = run("export", "mot", "shut", "--registry", file)
    assert (result.code, result.out) == (2, "")
    assert "is known to be released" in result.err
    assert "no format named 'mto'" in run("export", "mto", "gpt-2").err


# --- answers on samples of our own


def product(tmp_path: Path, name: str, components: object) -> Path:
    file = tmp_path / f"{name}.yaml"
    data = {"product": name, "openness": {"score": 0, "class": "closed", "components": components}}
    file.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("weights:open(BF16; on HF);data:open(a, b);code:open;license:Apache-2.0(OSI)", (5, 5)),
        ("weights:open;data:open;code:open;license:BigCode-OpenRAIL-M(RAIL, not OSI)", (4, 4)),
        ("weights:open;data:documented-not-released;code:open;license:MIT", (4, 4)),
        ("weights:open;data:components-listed;code:open;license:MIT", (4, 4)),
        ("weights:open;data:partial;code:open;license:MIT", (3, 3)),
        ("weights:open;data:closed;code:partial;license:code MIT + model Llama-4-Community(non-OSI)", (3, 3)),
        ("weights:open;data:open;code:open;license:MIT + CC-BY-NC", (2, 2)),
        ("weights:closed;data:closed;code:closed;license:Proprietary(API-only)", (1, 1)),
        ("weights:open;post-training-data:closed;data:open;code:open;license:MIT", (3, 3)),
        ("weights:open;data:open;recipe:open;model-license:MIT", (5, 5)),
        ("weights:open;data:closed;code:closed;license:MIT + Terms of a Lab", (1, 3)),
        ("weights:open;data:in part;code:open;license:MIT", (3, 5)),
        ("weights:open;code:open;license:MIT", (3, 5)),
    ],
)
def test_answers_give_the_rung_of_the_ladder(
    make, tmp_path: Path, line: str, expected: tuple[float, float]
) -> None:
    """Remarks are cut off, keys stand in for each other, all licenses bind, and what is not mapped stays open."""
    (record,) = make("os-ai-map", product(tmp_path, "demo", line)).registry
    score = assess(record, load_rubric("os-ai-map-2026")).score
    assert expected == (score.low, score.high)


def test_both_forms_of_answers_are_one(make, tmp_path: Path) -> None:
    """The line of the earlier files and the mapping of the later ones give the same facts."""
    line = "weights:open(all);data:closed;code:partial;license:code MIT + model Gemma-License(own terms)"
    mapping = {
        "weights": {"value": "open", "detail": "all"},
        "data": {"value": "closed"},
        "code": {"value": "partial"},
        "license": [{"name": "MIT", "detail": "code"}, {"name": "Gemma-License"}],
    }
    earlier, later = (
        make("os-ai-map", product(tmp_path, name, components))[name].values
        for name, components in (("earlier", line), ("later", mapping))
    )
    assert earlier == later
    assert "MIT AND LicenseRef-scancode-gemma-tou-2025-03-24" == earlier["weights.license"]


def test_answers_of_other_products_are_passed_over_and_odd_shapes_survive(make, tmp_path: Path) -> None:
    """Software answers no question about weights; lists, numbers and nulls are no answers."""
    files = [
        product(tmp_path, "software", "source:open;license:MIT"),
        product(tmp_path, "service", "weights:n/a;source:closed"),
        product(tmp_path, "numbers", 7),
        product(tmp_path, "odd", {"weights": ["open"], "data": None, 3: "x", "code": {"value": ["a"]}}),
        product(tmp_path, "model", "weights:closed"),
    ]
    made = make("os-ai-map", *files)
    assert ["odd", "model"] == [record.name for record in made.registry]
    assert ["unknown-value"] == made.kinds()
    assert {"weights.availability": "public"} == dict(made["odd"].values)


# --- grades on samples of our own


def graded(tmp_path: Path, sections: dict[str, Any], link: str = "https://example.org/summary") -> Path:
    file = tmp_path / "demo.yaml"
    document = {"model_name": "Demo", "organization": "Lab", "public_summary_link": link, **sections}
    file.write_text(yaml.safe_dump(document), encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ([19, 20], [0, 0], "a-plus"),
        ([9, 10], [0, 0], "a"),
        ([8.5, 10], [7.5, 10], "b-plus"),
        ([7, 10], [8, 10], "b"),
        ([0, 10], [5, 10], "d"),
        ([2, 10], [None, 10], "f"),
        ([94.994, 100], [0, 0], "a"),
        ([94.996, 100], [0, 0], "a-plus"),
    ],
)
def test_points_of_all_sections_add_up_to_a_grade(
    make, tmp_path: Path, first: list[Any], second: list[Any], expected: str
) -> None:
    """Shares are rounded to hundredths first; a blank reaches nothing, and what does not apply is left out."""
    sections = {
        "S1": {"D1": dict(zip(("score", "max_score"), first, strict=True))},
        "S8": {"D4": dict(zip(("score", "max_score"), second, strict=True))},
        "D2": {"D1": {"score": 0, "max_score": 99}},
    }
    made = make("aial", graded(tmp_path, sections))
    assert {"aial-2026.transparency": expected} == dict(made["Demo"].values)


def test_a_document_that_is_not_there_is_graded_apart_from_one_without_points(make, tmp_path: Path) -> None:
    """Without an address there is none; with one, and with nothing that applies, nobody has judged it."""
    blank = {"S1": {"D1": {"score": None, "max_score": None}}}
    missing = make("aial", graded(tmp_path, blank, link=""))["Demo"]
    assert {"no-summary"} == set(missing.values.values())
    assert {} == dict(make("aial", graded(tmp_path, blank))["Demo"].values)


@pytest.mark.parametrize("given", [10**4299, -(10**20), 5e-324, math.inf, math.nan])
@pytest.mark.parametrize("aspect", ["score", "max_score"])
def test_points_with_which_nobody_can_reckon_are_reported(
    make, tmp_path: Path, given: float, aspect: str
) -> None:
    """Too many, too few to divide by, or none that can be counted: they count as nothing."""
    sections = {
        "S1": {"D1": {"score": 9, "max_score": 10}, "D2": {"score": 1, "max_score": 1, aspect: given}}
    }
    made = make("aial", graded(tmp_path, sections))
    assert ["wrong-type"] == made.kinds()
    # 9 of 11, or 10 of 10.
    grade = {"score": "b-plus", "max_score": "a-plus"}[aspect]
    assert {"aial-2026.transparency": grade} == dict(made["Demo"].values)


def test_points_that_are_no_numbers_are_reported(make, tmp_path: Path) -> None:
    """They count as nothing; sections and dimensions of other shapes survive."""
    sections = {
        "S1": {"D1": {"score": "nine", "max_score": 10}, "D2": [1], "D3": {"score": True, "max_score": 10}},
        "S2": "text",
    }
    made = make("aial", graded(tmp_path, sections))
    assert ["wrong-type", "wrong-type"] == made.kinds()
    assert "f" == made["Demo"].values["aial-2026.transparency"]


# --- the peers' own files and published numbers


@needs_peers
def test_a_published_value_lies_in_our_interval_or_its_difference_is_shown(registry: Registry) -> None:
    """The page says so of every exact match; each question that differs rests on a fact of ours."""
    found = list(published_values.values(registry))
    assert {"osai-12-2026", "osai-legacy-14", "mof-1.0", "aa-openness-1"} == {one.rubric for one in found}
    for one in found:
        assert one.is_inside or one.rows, one
        assert all(row.shown for row in one.rows), one
    head, mark, listed = published_values.PAGE.read_text(encoding="utf-8").partition(published_values.MARK)
    assert head
    assert mark
    assert published_values.table(found) == listed, "renew it: python tests/readme.py"


@needs_peers
def test_every_published_number_is_met(registry: Registry) -> None:
    """27 classes with progress, 46 scores in their order, 193 means, 37 totals, single rows; as README shows."""
    found = list(parity.comparisons(registry))
    assert [] == [one for one in found if one.published != one.ours]
    assert f"<!-- parity -->\n```text\n{parity.table(found)}```" in (ROOT / "README.md").read_text(
        encoding="utf-8"
    )
    count = Counter(one.framework.partition("-")[0] for one in found)
    assert {"mof": 27, "osai": 46 + 11 + 193 + 193, "fmti": 37} == {
        key: count[key] for key in ("mof", "osai", "fmti")
    }


@needs_peers
def test_its_own_models_come_out_as_described(make) -> None:
    """Of 273 models 155 have no progress at all; mending spellings moves the third class of 21 and no class."""
    rubric = load_rubric("mof-1.0")
    as_the_tool, mended = (make("mot", PEERS / "mot" / "models", is_mended=flag) for flag in (False, True))
    assert 273 == len(as_the_tool.registry)
    first, second = (
        {record.id: assess(record, rubric) for record in made.registry} for made in (as_the_tool, mended)
    )
    assert 155 == sum(
        all(result.progress.high == 0 for result in judged.classes) for judged in first.values()
    )
    third = [id for id in first if first[id].classes[0].progress != second[id].classes[0].progress]
    assert 21 == len(third)
    assert all(first[id].bands == second[id].bands for id in first)


DOMAINS = {
    "fmti-2023-10": ("October2023/October2023_scores.csv", "October2023/October2023_scores.csv"),
    "fmti-2024-05": ("May2024/May2024_scores.csv", "October2023/October2023_scores.csv"),
    "fmti-2025-12": ("Dec2025/Dec2025_scores.csv", "Dec2025/Dec2025_indicators.csv"),
}


def rows_of(name: str) -> list[dict[str, str]]:
    with (PEERS / "fmti" / name).open(encoding="utf-8-sig", newline="") as file:
        return [row for row in csv.DictReader(file) if row["Indicator"]]


@needs_peers
@pytest.mark.parametrize("id", DOMAINS)
def test_domain_totals_of_the_transparency_index(make, id: str) -> None:
    """Each domain against a sum over the published columns; May has no domains of its own."""
    scores, domains = map(rows_of, DOMAINS[id])
    names = [row["Domain"].strip() for row in domains if row["Domain"].strip() != "Total"]
    made, rubric = make("fmti", PEERS / "fmti"), load_rubric(id)
    for name in parity.TOTALS[id]:
        for result in assess(made[name], rubric).criteria:
            title = result.part.title["en"]
            cells = [row[name] for row, domain in zip(scores, names, strict=False) if domain == title]
            assert result.part.share == len(cells)
            assert result.value is not None
            assert sum(map(int, cells)) == pytest.approx(result.part.share * result.value.low)


@pytest.mark.parametrize(
    "one", list(parity.published_rows(SHIPPED)), ids=lambda one: f"{one.framework}:{one.subject}"
)
def test_published_rows(one: parity.Comparison) -> None:
    """Rows that others give without files: their facts give the published result."""
    assert one.published == one.ours


@pytest.mark.parametrize("index", ["mot", "osai", "fmti"])
def test_a_folder_without_files_of_an_index_says_which_it_wants(run: Run, tmp_path: Path, index: str) -> None:
    """There is no file to name what is wrong in."""
    result = run("import", index, tmp_path, "-o", tmp_path / "out.toml")
    assert 2 == result.code
    assert "hint: of a folder these are read: *" in result.err
    assert not list(tmp_path.iterdir())
