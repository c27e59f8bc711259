"""The age of the evidence beside a ranking."""

from __future__ import annotations

import csv
import io
from datetime import date

from conftest import Run
from samples import BOTH, base, entry, made

from openscore import load_registry, load_rubric
from openscore.engine.age import facts_read, oldest_reading

SMALL = ("--standalone", "--registry", "tests/golden/registry.toml")


def test_a_score_rests_on_the_oldest_reading_of_what_it_reads() -> None:
    """Of the model's own pages and of those of its bases, where the rubric reads them; of nothing known there is none."""
    known = {"pretraining-data.availability": "partial"}
    old = entry("root", known, name="Root").replace("2026-01-02", "2025-12-01")
    registry = made(
        old,
        entry("demo", known, base("root")),
        entry("alone", known),
        entry("bare", {"package.availability": "public"}),
    )
    days = [oldest_reading(registry[id], load_rubric()) for id in ("root", "demo", "alone", "bare")]
    assert [date(2025, 12, 1), date(2025, 12, 1), date(2026, 1, 2), None] == days
    assert {"data-scope.detail", "data-methods.detail"} == set(facts_read(BOTH))


def test_a_ranking_shows_the_oldest_reading_where_it_is_asked_for(run: Run) -> None:
    """Table, Markdown and CSV have the day that each score rests on; without the option no column is there."""
    registry, rubric = load_registry("tests/golden/registry.toml", shipped=False), load_rubric()
    days = {record.id: oldest_reading(record, rubric) for record in registry}
    rows = csv.DictReader(io.StringIO(run("rank", *SMALL, "--with-age", "--format", "csv").out))
    assert {row["id"]: row["oldest_reading"] for row in rows} == {
        id: str(day or "") for id, day in days.items()
    }
    table, page = (run("rank", *SMALL, "--with-age", *words).out for words in ((), ("--format", "md")))
    assert "Read: the oldest reading" in table
    assert "| Released | Oldest reading |" in page
    for day in {day for day in days.values() if day}:
        assert day.isoformat() in table
        assert day.isoformat() in page
    for words in ((), ("--format", "md")):
        assert "reading" not in run("rank", *SMALL, *words).out.lower()
