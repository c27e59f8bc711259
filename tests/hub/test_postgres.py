"""The printed query runs in PostgreSQL, and says there what the engine says."""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest
from property.evaluators import ANCESTORS, BASES, Row, by_engine, facts_of_row, links_of, models_of
from property.strategies import RUBRICS
from property.worlds import EXPRESSIONS

from openscore import Registry, Rubric
from openscore.hub.column_names import fact_columns, snake
from openscore.hub.compile import compile_rubric, render
from openscore.hub.duckdb_text import quoted
from openscore.hub.licensors import MAKER

Ask = Callable[[str], str]


def program(name: str) -> str | None:
    """Return where a program of the server is; Debian keeps them out of the path."""
    apart = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return str(apart[-1]) if apart else shutil.which(name)


pytestmark = pytest.mark.skipif(
    not (program("initdb") and program("pg_ctl") and program("psql")), reason="PostgreSQL is not installed"
)


@pytest.fixture(scope="module")
def ask() -> Iterator[Ask]:
    """Start a server that answers on a socket of its own, and give what asks it."""
    user = "nobody" if os.geteuid() == 0 else None  # It refuses to run as root.
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))  # paths of sockets must be short
    folder.chmod(0o777)
    words = {"check": True, "capture_output": True, "text": True}
    run = subprocess.run
    try:
        data = folder / "data"
        run([program("initdb"), "-D", data, "-U", "openscore", "-A", "trust"], user=user, **words)
        # To compile these queries takes the server fifty times as long as to run them.
        options = f"-c listen_addresses='' -k {folder} -c fsync=off -c jit=off"
        start = [program("pg_ctl"), "-D", data, "-w", "-o", options, "-l", folder / "log", "start"]
        run(start, user=user, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

        def answer(sql: str) -> str:
            command = [program("psql"), "-h", folder, "-U", "openscore", "-d", "postgres", "-q", "--csv"]
            asked = run([*command, "-v", "ON_ERROR_STOP=1"], input=sql, capture_output=True, encoding="utf-8")
            assert asked.returncode == 0, asked.stderr[:1000]
            return asked.stdout

        yield answer
        run([program("pg_ctl"), "-D", data, "-m", "immediate", "stop"], user=user, **words)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def tables(registry: Registry, paths: tuple[str, ...]) -> str:
    """Return what makes the tables that the query reads."""
    rows = [facts_of_row(record, paths) for record in registry]
    columns = ", ".join(f"{snake(path)} TEXT" for path in (*paths, MAKER))
    return (
        "DROP TABLE IF EXISTS facts, bases, ancestors;"
        f"CREATE TABLE facts (id TEXT, {columns}); {BASES};"
        f"INSERT INTO facts VALUES {listed(rows)};"
        f"INSERT INTO bases VALUES {listed(links_of(registry))};{ANCESTORS};"
    )


def listed(rows: list[list[str | bool | None]]) -> str:
    """Return rows as SQL."""

    def literal(value: str | bool | None) -> str:
        return quoted(value) if isinstance(value, str) else "NULL" if value is None else str(value)

    return ", ".join("(" + ", ".join(map(literal, row)) + ")" for row in rows)


def read(text: str, expected: Row) -> dict[str, Row]:
    """Return the rows of an answer by id, with numbers where the engine has some."""
    found = {}
    for row in csv.DictReader(io.StringIO(text)):
        id = row.pop("id")
        found[id] = {
            key: value if isinstance(expected[key], str) else float(value) if value else None
            for key, value in row.items()
        }
    return found


@pytest.mark.parametrize("rubric", RUBRICS, ids=lambda rubric: rubric.id)
def test_postgres_says_what_the_engine_says(ask: Ask, rubric: Rubric) -> None:
    """Every column of every record, base models included where the rubric lets them count."""
    registry = models_of(Random(rubric.id).randrange(2**32), 40)
    names = {value for record in registry for value in record.values.values()} & {*EXPRESSIONS}
    query = compile_rubric(rubric, registry.licenses, names=sorted(names), lineage=True)
    paths = fact_columns(rubric)
    expected = by_engine(registry, rubric)
    answer = ask(tables(registry, paths) + render(query, "postgres") + ";")
    assert read(answer, expected["m0"]) == expected
