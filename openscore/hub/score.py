"""Score the metadata of many models: read, make facts, follow base models, apply the rubric, write."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from contextlib import ExitStack
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from openscore.errors import NothingMatchedError, UsageError
from openscore.files import reason_of
from openscore.hub.distinct_facts import Cases, make_profiles
from openscore.hub.engine_duckdb import DuckEngine, Progress, file_named, inert, quoted, silent
from openscore.hub.inputs import column_types, row_count
from openscore.hub.kept_query import kept_query
from openscore.hub.license_names import name_licenses, states
from openscore.hub.license_tables import license_tables
from openscore.hub.lineage import link, pass_on
from openscore.hub.places import Places
from openscore.hub.staging import UNREAD, readable, staged, unread
from openscore.language import noted, tr
from openscore.numerals import number
from openscore.records.record import ModelRecord
from openscore.registry.registry import Registry
from openscore.rubric.rubric import Rubric

if TYPE_CHECKING:
    from openscore.snapshots import SnapshotFolder


class Outcome(NamedTuple):
    """What a run came to."""

    models: int
    rejects: int
    curated: int
    """Models whose facts are those of the registry."""
    kinds: int
    """Distinct combinations of facts, base models included: how often the rubric was applied."""


class HubRun:
    """One run: input files, a folder for the work, and what is written in the end."""

    def __init__(
        self,
        inputs: Sequence[Path],
        output: Path,
        registry: Registry,
        rubric: Rubric,
        *,
        lineage: bool = True,
        master: str = "",
        snapshots: SnapshotFolder | None = None,
        day: str = "",
    ) -> None:
        self.inputs = inputs
        self.places = Places.of(output)
        self.output, self.rejects, self.work = self.places
        self.registry = registry
        self.rubric = rubric
        self.lineage = lineage
        self.master = master
        """A Spark cluster that applies the rubric; DuckDB does where it is empty."""
        self.day = day
        """The day of which the input is, for a column of the output; empty where it was not told."""
        self._snapshots = snapshots
        """Where the query of a rubric is kept."""

    def score(
        self, *, memory: str = "1GB", threads: int = 0, resume: bool = False, progress: Progress = silent
    ) -> Outcome:
        """Score all models of the input, and write the output whole or not at all.

        Args:
            memory: What the database may use before it spills to the disk.
            threads: How many to use; 0 for all.
            resume: Whether to keep what an earlier run that was stopped has read.
            progress: Told how far it is.

        Raises:
            DataError: If a file cannot be read.
            NothingMatchedError: If there is no model in the input.
        """
        self.places.check(self.inputs)
        with ExitStack() as stack:
            try:
                stack.enter_context(self.places.held(resume=resume))
            except OSError as error:
                raise UsageError(
                    tr("cannot write beside '{output}': {lower}", output=self.output, lower=reason_of(error))
                ) from error
            return self._run(
                DuckEngine(self.work, memory=memory, threads=threads, progress=progress, reads=self.inputs)
            )

    def _run(self, engine: DuckEngine) -> Outcome:
        try:
            outcome = self._score(engine)
        except NothingMatchedError:
            self.places.clear()
            raise
        finally:
            engine.close()
        self.places.clear()
        return outcome

    def _score(self, engine: DuckEngine) -> Outcome:
        models, curated = self._gather(engine)
        self._judge(engine)
        self._write(engine, models)
        return Outcome(models, self._write_rejects(engine), curated, engine.count("cases"))

    def _gather(self, engine: DuckEngine) -> tuple[int, int]:
        """Make facts of what is read, and follow base models: the same under every rubric.

        Returns:
            How many models there are, and how many of them the registry has.
        """
        parts = [part for place, path in enumerate(self.inputs) for part in self._read(engine, place, path)]
        models = self._number(engine, parts)
        name_licenses(engine, self.registry)
        curated = self._find_curated(engine)
        make_profiles(engine, len(self._records))
        link(engine, self.registry, self._records if self.lineage else None)
        pass_on(engine)
        return models, curated

    def _judge(self, engine: DuckEngine) -> None:
        """Apply the rubric to each combination of facts that there is."""
        names = Cases(engine, self.registry, self.rubric, self._records).make()
        for listed in license_tables(self.rubric, self.registry.licenses, names):
            engine.fill(listed.name, listed.columns, listed.rows, listed.numbers)
        self._apply(engine)

    def _apply(self, engine: DuckEngine) -> None:
        """Make `scores`: apply the rubric to the distinct cases."""
        if self.master:
            from openscore.hub.compile import compile_rubric
            from openscore.hub.engine_spark import run_on_spark

            licenses = self.registry.licenses
            compiled = compile_rubric(self.rubric, licenses, lineage=self.lineage, has_licenses=True)
            read = ("facts", "ancestors", "licenses", "granted")
            tables = {name: self.work / f"{name}.parquet" for name in read}
            for name, path in tables.items():
                engine.write(f"FROM {name}", path, noted("applying the rubric"))
            found = self.work / "scores"
            shutil.rmtree(found, ignore_errors=True)
            run_on_spark(compiled, tables, found, self.master)
            written = ", ".join(map(file_named, sorted(found.glob("*.parquet"))))
            engine.make("scores", f"FROM read_parquet([{written}])")
            return
        # Its tables are small and its steps in order: to look for better ones takes as long as to run it.
        engine.run("PRAGMA disable_optimizer")
        query = kept_query(self.rubric, self.registry.licenses, self._snapshots, lineage=self.lineage)
        engine.make("scores", query, noted("applying the rubric"))
        engine.run("PRAGMA enable_optimizer")

    def _read(self, engine: DuckEngine, place: int, path: Path) -> list[Path]:
        """Read one file into the work's own, unless an earlier run has; lines that are no text apart."""
        state = path.stat()
        query = staged(readable(path, column_types(engine, path)), place)
        key = f"{query} {state.st_size} {state.st_mtime_ns}"
        part = self.work / f"{sha256(key.encode()).hexdigest()}.parquet"
        beside = part.with_suffix(".unread")
        if not part.exists():
            beside.unlink(missing_ok=True)
            temporary = part.with_suffix(".half")
            step = tr(
                "reading {file} ({place} of {count})",
                file=path.name, place=place + 1, count=len(self.inputs),
            )  # fmt: skip
            engine.write(query, temporary, step, row_count(engine, path), source=path)
            if engine.has(UNREAD):
                engine.write(unread(place), beside, step)
                engine.run(f"DROP TABLE {UNREAD}; DROP TABLE {UNREAD}_scans")
            temporary.replace(part)
        return [part, beside] if beside.exists() else [part]

    def _number(self, engine: DuckEngine, parts: Sequence[Path]) -> int:
        """Give each model a number; an id that stands twice counts once. Return how many there are."""
        # Numbers are places in the input, so that a run gives the same file each time.
        files = ", ".join(file_named(part) for part in parts)
        engine.run(
            "CREATE OR REPLACE VIEW staged AS SELECT file * 10000000000 + row AS node, * "
            f"FROM read_parquet([{files}], union_by_name={len(parts) > len(self.inputs)})"
        )
        # Ids are compared where their hashes are equal: numbers take a fraction of the time and room.
        engine.make(
            "hashes",
            "SELECT node, hash(lower(id)) AS hash FROM staged WHERE reject IS NULL",
            noted("looking for ids that stand twice"),
        )
        engine.make(
            "repeated",
            "WITH twice AS (SELECT hash FROM hashes GROUP BY hash HAVING count(*) > 1) "
            "SELECT node FROM staged WHERE node IN (SELECT node FROM hashes WHERE hash IN (FROM twice)) "
            "QUALIFY row_number() OVER (PARTITION BY id ORDER BY node) > 1",
            noted("looking for ids that stand twice"),
        )
        is_left = "AND node NOT IN (SELECT node FROM repeated)" if engine.count("repeated") else ""
        engine.run(f"CREATE OR REPLACE VIEW models AS SELECT * FROM staged WHERE reject IS NULL {is_left}")
        models = engine.count("models")
        if not models:
            rejects = self._write_rejects(engine)
            hint = tr("rejected rows with the reason: {path}", path=self.rejects) if rejects else ""
            raise NothingMatchedError(tr("there is no model in the input"), hint=hint)
        return models

    def _find_curated(self, engine: DuckEngine) -> int:
        """A record of the registry overrides what metadata says of the same model."""
        names = {
            alias.casefold(): -place
            for place, record in enumerate(self._records, start=1)
            for alias in (record.id, *record.aliases)
            if "/" in alias
        }
        engine.fill("aliases", ("name", "node"), ((name, str(node)) for name, node in names.items()))
        engine.make(
            "curated",
            "SELECT m.node, CAST(a.node AS BIGINT) AS record FROM models m "
            "JOIN aliases a ON lower(m.id) = a.name WHERE m.node IN "
            "(SELECT node FROM hashes WHERE hash IN (SELECT hash(name) FROM aliases))",
        )
        return engine.count("curated")

    @cached_property
    def _records(self) -> list[ModelRecord]:
        return [record for record in self.registry if record.kind == "model"]

    def _write(self, engine: DuckEngine, models: int) -> None:
        temporary = self.work / "output.half"
        rubric = self.rubric
        notes = {
            "rubric": f"{rubric.id} {rubric.version} {rubric.digest}",
            "top": number(rubric.top),
            "digits": f"{rubric.digits}",
            "registry": self.registry.digest,
        }
        names = states(self.registry.licenses)
        state = " ".join(f"WHEN {quoted(name)} THEN '{state}'" for name, state in names.items())
        engine.make(
            "verdicts",
            "SELECT c.profile, c.is_copy, c.above, "
            f"CASE d.license {state} ELSE NULLIF(d.license, '') END AS license, "
            "b.bases AS license_conflicts, s.* EXCLUDE (id) FROM cases c "
            "JOIN declared d ON d.profile = CAST(c.profile AS VARCHAR) "
            "LEFT JOIN broken b ON b.place = c.place JOIN scores s ON s.id = 'case ' || c.place",
        )
        # Joins as they stand: the wide rows stream past tables of numbers, and are not held to be looked up.
        engine.run("SET disabled_optimizers = 'join_order,build_side_probe_side'")
        day = f"DATE {quoted(self.day)} AS day, " if self.day else ""
        engine.write(
            f"SELECT {day}m.id, m.author, m.downloads, m.created, m.task, NULLIF(m.raw, '') AS license_tag, "
            "v.license, NULLIF(m.availability, '') AS availability, "
            "CASE WHEN c.record IS NULL THEN 'metadata' ELSE 'registry' END AS source, "
            "m.relation, m.bases, m.datasets, m.papers, v.* EXCLUDE (profile, is_copy, above, license) "
            "FROM models m LEFT JOIN curated c ON c.node = m.node "
            "JOIN keys k ON k.node = COALESCE(c.record, m.node) "
            "JOIN verdicts v ON v.profile = k.profile AND v.is_copy = k.is_copy AND v.above = k.above",
            temporary,
            noted("writing"),
            models,
            notes=notes,
        )
        engine.run("SET disabled_optimizers = ''")
        temporary.replace(self.output)

    def _write_rejects(self, engine: DuckEngine) -> int:
        """Write every row that was left out, with its reason; no file if there is none.

        Lines that are no text were not counted when the others were numbered, so what follows them moves on.
        """
        files = ", ".join(f"({place}, {quoted(path)})" for place, path in enumerate(self.inputs))
        engine.make(
            "rejects",
            "WITH out AS (SELECT file, row, id, reject, raw IS NULL AS is_unread FROM staged "
            "WHERE reject IS NOT NULL OR node IN (SELECT node FROM repeated)), "
            "lost AS (SELECT file, row - row_number() OVER (PARTITION BY file ORDER BY row) AS before "
            "FROM out WHERE is_unread) "
            f"SELECT {inert('path')} AS file, "
            "CASE WHEN is_unread THEN row ELSE row + (SELECT count(*) FROM lost "
            "WHERE lost.file = out.file AND lost.before < out.row) END AS row, "
            f"{inert('id')} AS id, COALESCE(reject, 'the id stands in an earlier row') AS reason "
            f"FROM out JOIN (VALUES {files}) AS read (file, path) USING (file)",
        )
        count = engine.count("rejects")
        if count == 0:
            self.rejects.unlink(missing_ok=True)  # That of an earlier run: it was looked at.
        else:
            temporary = self.work / "rejects.csv"
            engine.run(f"COPY (FROM rejects ORDER BY file, row) TO {quoted(temporary)} (HEADER)")
            temporary.replace(self.rejects)
        return count
