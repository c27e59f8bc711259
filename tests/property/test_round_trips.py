"""What is written and read again is what it was, for any records: the laws of docs/laws.md that no other test has."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from conftest import Run
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from property.laws import judged
from property.worlds import world
from samples import base, entry, made

from openscore import Registry, load_rubric
from openscore.check.inventory import read_inventory
from openscore.hub.duckdb_text import inert as duckdb_inert
from openscore.registry.dump import registry_file, to_toml
from openscore.report.formats.csv import inert, to_csv
from openscore.toml import Once, digest_of, digest_of_parts


def without_parts(registry: Registry) -> Registry:
    """Drawn parts fit no whole, which a file is refused for."""
    kept = {
        id: {key: value for key, value in record.data.items() if key != "parts"}
        for id, record in registry.models.items()
    }
    return Registry({**registry.data, "models": kept}, registry.vocabulary)


@settings(max_examples=8, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 2**32))
def test_any_registry_written_and_read_again_says_the_same(seed: int) -> None:
    """Services, makers, copies, merges, history, own terms and days: every digest, every score and band."""
    registry = without_parts(world(seed).registry)
    back = made(to_toml(registry_file(registry, registry)))
    assert list(registry.models) == list(back.models)
    for record in registry:
        assert registry.record_digest(record) == back.record_digest(back[record.id])
    for id in ("osi-draft", "mof-1.0", "osaid-1.0"):
        before, after = (judged(one, load_rubric(id)) for one in (registry, back))
        for name in before:
            assert before[name].to_dict() == after[name].to_dict()


@given(st.lists(st.tuples(st.text(), st.integers(), st.floats(0, 100)), max_size=5))
def test_a_table_read_again_has_the_cells_that_were_written(rows: list[tuple[str, int, float]]) -> None:
    """Whatever stands in a text: commas, quotes, breaks of all kinds as one kind; an apostrophe before a formula."""
    found = list(csv.reader(io.StringIO(to_csv(("name", "count", "score"), rows), newline="")))
    assert ["name", "count", "score"] == found[0]
    texts = [re.sub("\r\n|\r", "\n", text) for text, *_ in rows]
    assert list(map(inert, texts)) == [row[0] for row in found[1:]]
    assert [str(count) for _, count, _ in rows] == [row[1] for row in found[1:]]
    assert [score for *_, score in rows] == [float(row[2]) for row in found[1:]]


@pytest.mark.parametrize("sign", "=+-@\uff1d\uff0b\uff0d\uff20")
@pytest.mark.parametrize("before", ["", " ", "\t", "\u3000"])
def test_whatever_a_spreadsheet_takes_for_a_formula_is_none(sign: str, before: str) -> None:
    """In the signs of any language, whatever space stands before them: of a cell, and of what the hub rejects."""
    duckdb = pytest.importorskip("duckdb", reason="the extra `hub` is not installed")
    text = f"{before}{sign}1+1"
    assert f"'{text}" == inert(text)
    seen = duckdb.connect().execute(f"SELECT {duckdb_inert('?1')}", [text]).fetchone()[0]
    assert seen.startswith("'") or before == "\t"  # What is not seen is a mark of its own there.


@pytest.mark.parametrize(("form", "name"), [("cyclonedx", "b.cdx.json"), ("spdx", "b.spdx3.json")])
def test_a_bill_that_was_written_names_its_models_and_their_licenses(
    run: Run, tmp_path: Path, form: str, name: str
) -> None:
    """Of every model that was asked for, with and without a base and a license; nothing else has a license there."""
    file, bill = tmp_path / "r.toml", tmp_path / name
    text = entry("root", {"weights.license": "Apache-2.0"}, name="Root")
    text += entry("demo", {"weights.license": "MIT OR GPL-2.0-only"}, base("root")) + entry(
        "bare", name="Bare"
    )
    file.write_text(text, encoding="utf-8")
    assert 0 == run("export", form, "--standalone", "--registry", file, "-o", bill).code, run.err
    uses = read_inventory(bill).uses
    assert {"Root", "Demo", "Bare"} == {use.name for use in uses}
    licensed = {(use.name, *use.licenses) for use in uses if use.licenses}
    assert {("Root", "Apache-2.0"), ("Demo", "MIT OR GPL-2.0-only")} == licensed


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=12,
)


def with_parts(data: object, luck: st.DataObject) -> object:
    """Return JSON data in which some tables are parts that are written once."""
    if not isinstance(data, dict):
        return data
    table = {key: with_parts(item, luck) for key, item in data.items()}
    return Once(table) if luck.draw(st.booleans()) else table


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(data=st.dictionaries(st.text(max_size=3), JSON, max_size=4), luck=st.data())
def test_what_is_written_once_has_the_digest_of_the_whole(
    data: dict[str, object], luck: st.DataObject
) -> None:
    """Whatever of it stands in a part, and however often it is asked for: a code must not hang on that."""
    parts = {key: with_parts(item, luck) for key, item in data.items()}
    assert digest_of(data) == digest_of_parts(parts) == digest_of_parts(parts)
