"""What becomes of a hub over dated snapshots."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import Run

duckdb = pytest.importorskip("duckdb", reason="the extra `hub` is not installed")
pytest.importorskip("sqlglot", reason="the extra `hub` is not installed")
from hub.test_score import lines, public  # noqa: E402

RUBRIC = ("--rubric", "ntia-2024")
HOSTILE = "x/\x1b[31m=1"


@pytest.fixture
def snapshots(tmp_path: Path) -> Path:
    """Three snapshots, two of one month: a license changes, one model comes, one goes, one is looser than its base."""
    base, made = public("o/base", "cc-by-nc-4.0"), public("m/made", "cc-by-nc-4.0", "o/base")
    freed, stays = public("m/made", "mit", "o/base"), public("m/stays", "mit")
    folder = tmp_path / "snapshots"
    folder.mkdir()
    lines(folder / "hub-2024-01-10.jsonl", base, stays)
    lines(folder / "hub-2024-01-31.jsonl", base, made, stays, public("m/goes", "mit"))
    lines(folder / "hub-2024-02-29.jsonl", base, freed, stays, public(HOSTILE, "apache-2.0"))
    return folder


@pytest.fixture
def scored_days(snapshots: Path, run: Run) -> Path:
    """The same, scored."""
    folder = snapshots.parent / "scored"
    assert run("hub", "score", snapshots, "-o", folder, "--dated", *RUBRIC).code == 0, run.err
    return folder


def test_each_day_has_a_file_that_names_it(scored_days: Path) -> None:
    """A column has the day; what is no score is as in a file of one hub."""
    files = sorted(scored_days.iterdir())
    assert [file.name for file in files] == [f"2024-{day}.parquet" for day in ("01-10", "01-31", "02-29")]
    for file in files:
        days = duckdb.connect().sql(f"SELECT DISTINCT CAST(day AS VARCHAR) FROM '{file}'").fetchall()
        assert days == [(file.stem,)]


def test_no_snapshot_is_of_a_day_to_come(snapshots: Path, run: Run) -> None:
    """Facts of such a day nobody can have read: nothing is scored, of the days before it neither."""
    lines(snapshots / "hub-9999-12-31.jsonl", public("o/base", "mit"))
    result = run("hub", "score", snapshots, "-o", snapshots.parent / "scored", "--dated", *RUBRIC)
    assert (result.code, result.out, (snapshots.parent / "scored").exists()) == (2, "", False)
    assert "hub-9999-12-31.jsonl" in result.err


def test_what_changed_between_two_days_is_counted(scored_days: Path, run: Run) -> None:
    """Of the three models of both later days one has another license, one came and one went."""
    found = json.loads(run("hub", "trend", scored_days, "--by", "day", "--format", "json").out)
    assert (found["schema"], found["by"]) == ("openscore.hub-trend/1", "day")
    told = [
        (one["models"], one["came"], one["went"], one["relicensed"], one["looser"])
        for one in found["moments"]
    ]
    assert told == [(2, 0, 0, 0, 0), (4, 2, 0, 0, 0), (4, 1, 1, 1, 0.25)]
    assert found["changes"] == [{"before": "CC-BY-NC-4.0", "after": "MIT", "models": 1}]
    for one in found["moments"]:
        assert sum(one["bands"].values()) == pytest.approx(1)
        assert sum(one["downloads"].values()) == pytest.approx(1)


def test_of_a_month_the_last_snapshot_counts(scored_days: Path, run: Run) -> None:
    """The first of January is left out, and changes are those from month to month."""
    found = json.loads(run("hub", "trend", scored_days, "--format", "json").out)
    assert [one["day"] for one in found["moments"]] == ["2024-01-31", "2024-02-29"]
    table = run("hub", "trend", scored_days).out
    assert "2024-01-10" not in table
    assert max(map(len, table.splitlines())) <= 80
    assert "\x1b" not in run("hub", "trend", scored_days, "--format", "csv").out
    assert run("hub", "trend", scored_days, "--format", "svg").out.startswith("<svg")


def test_a_stopped_run_of_many_days_goes_on(scored_days: Path, snapshots: Path, run: Run) -> None:
    """With `--resume` only the days are scored that have no file yet."""
    kept = scored_days / "2024-01-31.parquet"
    before = kept.stat().st_mtime_ns
    (scored_days / "2024-02-29.parquet").unlink()
    assert run("hub", "score", snapshots, "-o", scored_days, "--dated", "--resume", *RUBRIC).code == 0, (
        run.err
    )
    assert kept.stat().st_mtime_ns == before
    assert (scored_days / "2024-02-29.parquet").is_file()


def test_what_is_no_row_of_days_is_refused(
    scored_days: Path, snapshots: Path, run: Run, tmp_path: Path
) -> None:
    """A name without a day, an output that is a file, a file of no day, one day twice, two rubrics."""
    plain = lines(tmp_path / "hub.jsonl", public("m/one", "mit"))
    assert run("hub", "score", plain, "-o", tmp_path / "new", "--dated", *RUBRIC).code == 2
    assert "its name does not say" in run.err
    assert run("hub", "score", snapshots, "-o", tmp_path / "new.parquet", "--dated", *RUBRIC).code == 2
    assert "is a folder" in run.err
    assert run("hub", "score", plain, "-o", tmp_path / "one.parquet", *RUBRIC).code == 0, run.err
    assert run("hub", "trend", tmp_path / "one.parquet").code == 2
    assert "is not of one day" in run.err
    assert "Error" not in run.err
    assert "--dated" in run.err
    said = run("hub", "summary", tmp_path / "one.parquet", "--lang", "zh").out
    assert " to " not in said
    twice = tmp_path / "twice"
    twice.mkdir()
    for name in ("a.parquet", "b.parquet"):
        (twice / name).write_bytes((scored_days / "2024-01-10.parquet").read_bytes())
    assert run("hub", "trend", twice).code == 2
    assert "of the same day" in run.err
    words = (
        "hub",
        "score",
        snapshots / "hub-2024-02-29.jsonl",
        "-o",
        twice,
        "--dated",
        "--rubric",
        "osaid-1.0",
    )
    assert run(*words).code == 0, run.err
    assert run("hub", "trend", twice / "a.parquet", twice / "2024-02-29.parquet").code == 2
    assert "different rubrics" in run.err
