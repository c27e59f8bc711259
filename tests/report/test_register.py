"""The register of models in use: its cells, what people filled in, what changed, and its workbook."""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, Run
from rich.cells import cell_len

from openscore import Registry, load_rubric
from openscore.check.register_columns import load_columns
from openscore.language import LANGUAGES
from openscore.report.formats.csv import inert
from openscore.report.views import register as views
from openscore.report.views.register import register

GOLDEN = ROOT / "tests" / "golden" / "registry.toml"
LATER = ["--standalone", "--registry", str(GOLDEN)]
Table = list[dict[str, str]]


def column(id: str, language: str = "en") -> str:
    """Return the title of a column."""
    return next(
        getattr(one.title, language) for one in load_columns("companies").shape.columns if one.id == id
    )


def table(text: str) -> Table:
    return list(csv.DictReader(io.StringIO(text)))


def written(rows: Table, file: Path, delimiter: str = ",") -> Path:
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(rows[0]), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    return file


@pytest.fixture
def models(tmp_path: Path) -> Path:
    file = tmp_path / "models.txt"
    file.write_text("open-one\nwide\nshut # twice below\nAcme/own-7B\nshut\n", encoding="utf-8")
    return file


@pytest.fixture
def small(run: Run, models: Path) -> Table:
    result = run("register", models, *LATER)
    assert result.code == 0
    return table(result.out)


# --- the data file


def test_every_column_is_asked_by_a_source_that_is_named_or_by_nobody() -> None:
    """And titles are unique in each language, so that a register in either is read back."""
    shape = load_columns("companies").shape
    known = {source.id for source in shape.sources}
    assert {asked.partition(":")[0] for one in shape.columns for asked in one.asked} == known
    for language in LANGUAGES:
        titles = [getattr(one.title, language).casefold() for one in shape.columns]
        assert len(titles) == len(set(titles))


def test_all_that_the_lists_ask_for_has_a_column() -> None:
    """Korea's mandatory columns, Annex XII whole, and the G7's elements of models and of data sets."""
    asked = {place for one in load_columns("companies").shape.columns for place in one.asked}
    annex = ["1(a)", "1(b)", "1(c)", "1(d)", "1(e)", "1(f)", "1(g)", "1(h)", "2(a)", "2(b)", "2(c)"]
    g7 = [f"MDL-{number:02}" for number in range(1, 14)] + [f"DP-{number:02}" for number in range(1, 11)]
    nipa = [
        "openness grade", "address of the license text", "day on which the text was read", "who judged",
        "region limit", "seat of the developing entity", "source address", "license", "day of acquisition",
        "purpose of use", "whether it may be redistributed", "kind of asset", "lineage of base models",
    ]  # fmt: skip
    wanted = {f"eu: Annex XII {one}" for one in annex} | {f"g7: {one}" for one in g7}
    assert (wanted | {f"nipa: {one}" for one in nipa}) <= asked


def test_the_grade_has_a_value_for_every_band_of_its_rubric(registry: Registry) -> None:
    """Bands, facts and their values are those that there are."""
    grade = load_columns("companies").shape.grade
    assert {one.band for one in grade.values} == {band.id for band in load_rubric(grade.rubric).bands}
    assert len(grade.values) == 5
    for one in grade.values:
        for path, values in one.when.items():
            assert set(values) <= set(registry.vocabulary.scale(path).bits)


# --- cells


def test_a_register_says_what_the_facts_say(small: Table) -> None:
    """Each model with its data below it; unknown is said, and what people fill in is empty."""
    rows = {row["Row"]: row for row in small}
    assert list(rows) == [
        "open-one", "open-one#pretraining-data", "wide", "wide#posttraining-data", "shut",
        "shut#pretraining-data", "shut#posttraining-data", "?acme/own-7b",
    ]  # fmt: skip
    one, data, wide, shut = (rows[key] for key in ("open-one", "open-one#pretraining-data", "wide", "shut"))
    assert (one[column("asset")], one[column("maker-seat")], one[column("license")]) == (
        "model",
        "CH",
        "Apache-2.0",
    )
    assert one[column("grade")] == "Open Source AI with Open Data"
    assert one[column("grade-range")] == "no other"
    assert one[column("data-sets")] == "open-one#pretraining-data"
    assert (one[column("version")], one[column("judged-by")], one[column("tasks")]) == ("", "", "")
    assert data[column("license")] == "ODC-By-1.0"
    assert data[column("purpose")] == "training"
    assert re.fullmatch(r"allowed \(.*, clause .*\)", data[column("redistributable")])
    assert data[column("grade")] == ""
    assert wide[column("bases")] == "Open One 7B (Apache-2.0)"
    assert wide[column("copyright-policy")] == "unknown"
    assert shut[column("grade")] == "Closed (offered by its vendor only)"
    assert shut[column("license")] == "not applicable"
    assert shut[column("maker")] == inert("=Closed()") == "'=Closed()"
    assert len(re.findall("shut", shut[column("named")])) == 2


def test_a_model_that_the_registry_lacks_is_a_row_that_says_so(run: Run, tmp_path: Path) -> None:
    """With the license that its bill states, and nothing that is guessed."""
    bill = tmp_path / "bom.json"
    bill.write_text(
        '{"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [{"type": "machine-learning-model", '
        '"name": "own", "licenses": [{"license": {"id": "MIT"}}]}]}',
        encoding="utf-8",
    )
    result = run("register", bill, *LATER)
    [row] = table(result.out)
    assert row[column("asset")] == "not in the registry"
    assert row[column("license")] == "MIT, as the list states"
    assert row[column("grade")] == row[column("maker-seat")] == "unknown"
    assert "not in the registry: 1" in result.err


def test_a_grade_is_stated_only_where_no_other_is_possible(run: Run, tmp_path: Path) -> None:
    """Else it is unknown, and the grades that are still possible stand beside it."""
    registry = tmp_path / "registry.toml"
    text = GOLDEN.read_text(encoding="utf-8")
    registry.write_text(
        re.sub(r"(?m)^\[models\.open-one\.training-code\]\n(.*\n)*?\n", "", text), encoding="utf-8"
    )
    file = tmp_path / "models.txt"
    file.write_text("open-one\n", encoding="utf-8")
    row = table(run("register", file, "--standalone", "--registry", registry).out)[0]
    assert row[column("grade")] == "unknown"
    assert row[column("grade-range")] == "Open Weights AI to Open Source AI with Open Data"


@pytest.mark.parametrize("name", ["olmo-3", "llama-3.1-405b", "gpt-5.5"])
def test_published_placements_are_those_of_the_register(run: Run, tmp_path: Path, name: str) -> None:
    """One of each end, and weights under terms that limit use."""
    file = tmp_path / "models.txt"
    file.write_text(name, encoding="utf-8")
    grades = {
        "olmo-3": "Open Source AI with Open Data",
        "llama-3.1-405b": "Weights Available AI",
        "gpt-5.5": "Closed (offered by its vendor only)",
    }
    assert table(run("register", file).out)[0][column("grade")] == grades[name]


# --- a month later


def filled_in(rows: Table) -> Table:
    """Return the rows as somebody left them: a column of theirs, entries, a correction, other order."""
    for row in rows:
        row["Owner (team)"] = f"team of {row['Row']}"
    one = next(row for row in rows if row["Row"] == "open-one")
    one[column("version")] = "rev 3\n(second line)"
    one[column("judged-by")] = "Kim"
    one[column("license-text")] = "https://wiki.example/license"
    return [*reversed(rows)]


def test_a_register_in_one_language_is_filled_in_once(
    run: Run, small: Table, models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only one that was written in another language is filled in a second time, to compare."""
    before = written(filled_in(small), tmp_path / "before.csv", ",")
    filled = []
    monkeypatch.setattr(
        views, "register", lambda *words, **more: filled.append(1) or register(*words, **more)
    )
    for language, times in (("en", 1), ("zh", 2)):
        filled.clear()
        assert run("register", models, *LATER, "--previous", before, "--lang", language).code == 0
        assert len(filled) == times


def test_what_people_filled_in_stays_and_what_changed_is_marked(
    run: Run, small: Table, models: Path, tmp_path: Path
) -> None:
    """Columns of theirs, entries and cells that they changed; facts that moved are told in row and on stderr."""
    before = written(filled_in(small), tmp_path / "before.csv", ";")
    later = tmp_path / "later.toml"
    text = GOLDEN.read_text(encoding="utf-8")
    later.write_text(
        text.replace('value = "Apache-2.0", sources = ["card"]', 'value = "MIT", sources = ["card"]', 1),
        encoding="utf-8",
    )
    models.write_text("open-one\nwide\nAcme/own-7B\ndesk\n", encoding="utf-8")
    result = run("register", models, "--standalone", "--registry", later, "--previous", before)
    assert result.code == 0
    rows = {row["Row"]: row for row in table(result.out)}
    one = rows["open-one"]
    assert one["Owner (team)"] == "team of open-one"
    assert one[column("version")] == "rev 3\n(second line)"
    assert one[column("judged-by")] == "Kim"
    assert one[column("license")] == "MIT"
    assert "License: “Apache-2.0” is now “MIT”" in one[column("changed")]
    assert one[column("license-text")] == "https://wiki.example/license"
    assert "Address of the license text: kept “https://wiki.example/license”" in one[column("changed")]
    assert rows["wide"][column("bases")] == "Open One 7B (MIT)"
    assert rows["desk"][column("changed")] == "new"
    assert rows["shut"][column("changed")] == "no longer named"
    assert rows["shut"]["Owner (team)"] == "team of shut"
    assert rows["?acme/own-7b"][column("changed")] == ""
    assert "changed: Open One 7B: License: “Apache-2.0” is now “MIT”" in result.err
    assert "changed: Desk: new" in result.err


def test_going_on_from_an_unchanged_register_gives_it_again(
    run: Run, small: Table, models: Path, tmp_path: Path
) -> None:
    """Also over and over: nothing is marked, and what people wrote stays what they wrote."""
    rows = filled_in(small)
    for _ in range(3):
        before = written(rows, tmp_path / "before.csv")
        result = run("register", models, *LATER, "--previous", before)
        assert "rows that changed since: 0" in result.err
        assert sorted(sorted(row.items()) for row in table(result.out)) == sorted(
            sorted(row.items()) for row in rows
        )
        rows = table(result.out)


def test_a_register_goes_on_in_another_language(run: Run, small: Table, models: Path, tmp_path: Path) -> None:
    """No cell passes for changed because it is said in other words."""
    before = written(filled_in(small), tmp_path / "before.csv")
    result = run("register", models, *LATER, "--previous", before, "--lang", "zh")
    one = table(result.out)[0]
    assert one[column("changed", "zh")] == ""
    assert one[column("asset", "zh")] == "模型"
    assert one[column("version", "zh")] == "rev 3\n(second line)"
    assert one["Owner (team)"] == "team of open-one"


def test_a_past_day_shows_what_was_known_then(run: Run, tmp_path: Path) -> None:
    """A register as of a day, and one later from it: what became known since is marked."""
    file = tmp_path / "models.txt"
    file.write_text("open-one\nwide\n", encoding="utf-8")
    then = run("register", file, *LATER, "--as-of", "2025-04-01")
    rows = table(then.out)
    assert rows[0][column("license")] == "unknown"
    assert [row[column("asset")] for row in rows if row["Row"] == "?wide"] == ["not in the registry"]
    before = written(filled_in(rows), tmp_path / "before.csv")
    now = table(run("register", file, *LATER, "--as-of", "2026-02-01", "--previous", before).out)
    assert "License: “unknown” is now “Apache-2.0”" in now[0][column("changed")]
    wide = next(row for row in now if row["Row"] == "wide")
    assert wide[column("changed")] == "now in the registry"
    assert wide["Owner (team)"] == "team of ?wide"


def test_rows_of_people_are_never_lost(run: Run, small: Table, models: Path, tmp_path: Path) -> None:
    """Neither those without a key, nor copies of a row."""
    own = dict.fromkeys(small[0], "") | {column("name"): "in-house classifier"}
    copy = dict(small[0]) | {column("version"): "a second deployment"}
    before = written([*small, own, copy], tmp_path / "before.csv")
    rows = table(run("register", models, *LATER, "--previous", before).out)
    assert [row for row in rows if row[column("name")] == "in-house classifier"]
    assert [row for row in rows if row[column("version")] == "a second deployment"]


def test_who_judges_anew_is_named_only_where_something_changed(
    run: Run, small: Table, models: Path, tmp_path: Path
) -> None:
    """An earlier judge stays for what is as it was."""
    for row in small:
        row[column("judged-by")] = "Kim"
    small[0][column("license")] = "Apache-2.0 "
    before = written(small, tmp_path / "before.csv")
    models.write_text("open-one\nwide\ndesk\n", encoding="utf-8")
    rows = {
        row["Row"]: row
        for row in table(run("register", models, *LATER, "--previous", before, "--by", "Lee").out)
    }
    assert rows["open-one"][column("judged-by")] == "Kim"
    assert rows["desk"][column("judged-by")] == "Lee"


# --- formats and files


def test_markdown_is_for_reading(run: Run, models: Path) -> None:
    """A list for each row; markup in names is inert."""
    text = run("register", models, *LATER, "--format", "md").out
    assert "## Shut \\[bold\\]&lt;b&gt;x&lt;/b&gt;\\[/\\]" in text
    assert "- **Version in use**: *to be filled in*" in text
    assert "<b>" not in text


def test_no_register_is_written_over_what_was_read(run: Run, models: Path, tmp_path: Path) -> None:
    """Neither over the list nor over the register before."""
    before = tmp_path / "before.csv"
    assert run("register", models, *LATER, "-o", before).code == 0
    kept = before.read_bytes(), models.read_bytes()
    for target in (before, models):
        result = run("register", models, *LATER, "--previous", before, "-o", target, "--format", "csv")
        assert (result.code, result.out) == (2, "")
        assert "is an input, nothing was written" in result.err
    assert kept == (before.read_bytes(), models.read_bytes())


@pytest.mark.parametrize(
    "content", [b"a,b\n1,2\n", b"", b"PK\x03\x04 no zip", b"\xff\xfe", b"Row,Row\n1,2\n"]
)
def test_what_is_no_register_is_one_clear_error(
    run: Run, models: Path, tmp_path: Path, content: bytes
) -> None:
    """Nothing is written, and no cell of it is repeated."""
    if content.startswith(b"PK"):
        pytest.importorskip("openpyxl")
    before = tmp_path / "before.csv"
    before.write_bytes(content)
    result = run("register", models, *LATER, "--previous", before)
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("error: cannot use ")


# --- the workbook


def workbook(run: Run, models: Path, file: Path, *more: object) -> Any:
    openpyxl = pytest.importorskip("openpyxl")
    assert run("register", models, *LATER, "-o", file, *more).code == 0
    return openpyxl.load_workbook(file)


def test_a_workbook_says_what_the_table_says_and_computes_nothing(
    run: Run, models: Path, small: Table, tmp_path: Path
) -> None:
    """Every cell is text, also one that begins like a formula."""
    sheet = workbook(run, models, tmp_path / "register.xlsx").worksheets[0]
    lines = [[cell.value or "" for cell in row] for row in sheet.iter_rows()]
    assert lines[0] == list(small[0])
    assert lines[1:] == [[cell.removeprefix("'") for cell in row.values()] for row in small]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value} == {"s"}
    assert sheet.freeze_panes == "E2"


def test_no_text_runs_on_into_a_cell_that_people_fill_in(run: Run, models: Path, tmp_path: Path) -> None:
    """What is longer than its cell ends with it; what a program repeats to fill a cell is never short."""
    sheet = workbook(run, models, tmp_path / "register.xlsx").worksheets[0]
    widths = {place: dimension.width for place, dimension in sheet.column_dimensions.items()}
    cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row if cell.value]
    filled = {cell.coordinate for cell in cells if cell.alignment.horizontal == "fill"}
    assert filled == {cell.coordinate for cell in cells if cell_len(cell.value) > widths[cell.column_letter]}
    assert filled


def test_documents_in_another_order_are_no_change(small: Table) -> None:
    """Addresses stand in the order of letters, whichever fact names them first."""
    for row in small:
        listed = row[column("references")].split("; ")
        assert listed == sorted(listed)


def test_a_workbook_goes_on_as_a_table_does(run: Run, models: Path, tmp_path: Path) -> None:
    """Days and numbers that people enter come back as text; the grade offers its five values."""
    openpyxl = pytest.importorskip("openpyxl")
    from datetime import datetime

    before = tmp_path / "before.xlsx"
    book = workbook(run, models, before)
    sheet = book.worksheets[0]
    places = {cell.value: cell.column for cell in sheet[1]}
    sheet.cell(2, places[column("version")]).value = 3.0
    sheet.cell(3, places[column("acquired")]).value = datetime(2026, 5, 4)  # noqa: DTZ001  # a workbook has no zones
    sheet.cell(1, sheet.max_column + 1).value = "Owner"
    sheet.cell(2, sheet.max_column).value = "me"
    book.save(before)
    offered = [rule.formula1 for rule in sheet.data_validations.dataValidation]
    assert [formula.count(",") for formula in offered] == [4, 2]
    assert all(len(formula) <= 255 for formula in offered)
    again = tmp_path / "again.xlsx"
    result = run("register", models, *LATER, "--previous", before, "-o", again)
    assert "rows that changed since: 0" in result.err
    rows = list(openpyxl.load_workbook(again).worksheets[0].iter_rows(values_only=True))
    by_title = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    assert by_title[0][column("version")] == "3"
    assert by_title[1][column("acquired")] == "2026-05-04"
    assert by_title[0]["Owner"] == "me"


def test_without_the_extra_a_workbook_says_what_to_install(
    run: Run, models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And CSV needs nothing."""
    import sys

    monkeypatch.setitem(sys.modules, "openpyxl", None)
    result = run("register", models, *LATER, "-o", tmp_path / "register.xlsx")
    assert (result.code, result.out) == (2, "")
    assert "[xlsx]" in result.err
    assert run("register", models, *LATER).code == 0


@pytest.mark.skipif(not shutil.which("soffice"), reason="no LibreOffice here")
def test_an_office_program_reads_the_workbook(run: Run, models: Path, small: Table, tmp_path: Path) -> None:
    """Saved as CSV by it, all cells are what they were."""
    file = tmp_path / "register.xlsx"
    workbook(run, models, file)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    kind = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,1"
    words = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", str(tmp_path), str(file)]
    done = subprocess.run(words, check=True, capture_output=True, timeout=180)
    if b"could not be loaded" in done.stderr:
        pytest.skip("LibreOffice without its spreadsheets")
    [made] = tmp_path.glob("register*.csv")
    rows = table(made.read_text(encoding="utf-8-sig"))
    assert rows == [{title: text.removeprefix("'") for title, text in row.items()} for row in small]
