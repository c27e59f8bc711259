"""The hub that benchmarks generate is like the one that it is made of."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
from readme import SAMPLE

duckdb = pytest.importorskip("duckdb", reason="the extra `hub` is not installed")

ROWS = Path(__file__).parents[2] / "benchmarks" / "hub_rows.py"


@pytest.mark.skipif(not SAMPLE.is_file(), reason="the sample of real metadata is not here")
def test_a_generated_row_weighs_what_a_real_one_does(tmp_path: Path) -> None:
    """In bytes of the file, and in the length of cards, the number of tags and of base models."""
    spec = importlib.util.spec_from_file_location("hub_rows", ROWS)
    assert spec
    assert spec.loader
    hub_rows = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(hub_rows)
    made = tmp_path / "rows.parquet"
    hub_rows.multiply(str(SAMPLE), 20_000, str(made))
    weights = [path.stat().st_size / count(path) for path in (SAMPLE, made)]
    assert weights[1] == pytest.approx(weights[0], rel=0.1)
    means = 'avg(length("cardData")), avg(len(tags)), avg(COALESCE(len("baseModels".models), 0))'
    real, generated = (
        duckdb.connect().execute(f"SELECT {means} FROM '{path}'").fetchone() for path in (SAMPLE, made)
    )
    assert generated == pytest.approx(real, rel=0.1)


def count(path: Path) -> int:
    """Return how many rows a file has."""
    return int(duckdb.connect().execute(f"SELECT count(*) FROM '{path}'").fetchone()[0])
