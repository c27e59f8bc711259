"""Score the metadata of many models: read, make facts, follow base models, apply the rubric, write."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from openscore.errors import NothingMatchedError, UsageError
from openscore.files import reason_of
from openscore.hub.addresses import Address, Place, on_this_machine
from openscore.hub.distinct_facts import Cases, make_profiles
from openscore.hub.duckdb_text import inert, quoted
from openscore.hub.engine import Engine, Progress, silent
from openscore.hub.inputs import are_few
from openscore.hub.license_names import name_licenses, states
from openscore.hub.license_tables import license_tables
from openscore.hub.lineage import link, pass_on
from openscore.hub.places import Places, beside, remove
from openscore.hub.staging import BLANK
from openscore.language import noted, tr
from openscore.numerals import number
from openscore.records.record import ModelRecord
from openscore.registry.registry import Registry
from openscore.rubric.rubric import Rubric
from openscore.snapshots import NOWHERE, SnapshotFolder

LITTLE = 10_000_000
"""Bytes of input for which one thread is enough."""


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
        inputs: Sequence[Place],
        output: Place,
        registry: Registry,
        rubric: Rubric,
        *,
        lineage: bool = True,
        master: str = "",
        snapshots: SnapshotFolder = NOWHERE,
        day: str = "",
    ) -> None:
        self.inputs = inputs
        self.output = output
        self.rejects, self.work = beside(output)
        self.registry = registry
        self.rubric = rubric
        self.lineage = lineage
        self.master = master
        """A Spark cluster that does the work; DuckDB does where it is empty."""
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
        if not self.master:
            for place in (*self.inputs, self.output):
                on_this_machine(place)
        if isinstance(self.output, Address):
            return self._run(self._engine(memory, threads, progress))
        places = Places(*map(on_this_machine, (self.output, self.rejects, self.work)))
        places.check([place for place in self.inputs if isinstance(place, Path)])
        with ExitStack() as stack:
            try:
                stack.enter_context(places.held(resume=resume))
            except OSError as error:
                raise UsageError(
                    tr("cannot write beside '{output}': {lower}", output=self.output, lower=reason_of(error))
                ) from error
            return self._run(self._engine(memory, threads, progress))

    def _engine(self, memory: str, threads: int, progress: Progress) -> Engine:
        if self.master:
            from openscore.hub.engine_spark import SparkEngine

            near = [place for place in self.inputs if isinstance(place, Path)]
            is_little = len(near) == len(self.inputs) and are_few(near)
            return SparkEngine(self.work, self.master, progress, is_little=is_little)
        from openscore.hub.engine_duckdb import DuckEngine

        # A second thread has nothing to read of so little, and gets all queries ready once more.
        files = list(map(on_this_machine, self.inputs))
        is_little = sum(path.stat().st_size for path in files) < LITTLE
        return DuckEngine(
            on_this_machine(self.work),
            memory=memory,
            threads=threads or int(is_little),
            progress=progress,
            reads=files,
            snapshots=self._snapshots,
        )

    def _run(self, engine: Engine) -> Outcome:
        is_done = False
        try:
            if any(isinstance(place, Address) for place in (*self.inputs, self.output)):
                self.inputs = engine.found(self.inputs, (self.output, self.rejects))
            outcome = self._score(engine)
            is_done = True
        except NothingMatchedError:
            is_done = True
            raise
        finally:
            engine.close(is_done=is_done)
        return outcome

    def _score(self, engine: Engine) -> Outcome:
        models, curated = self._gather(engine)
        self._judge(engine)
        self._write(engine, models)
        return Outcome(models, self._write_rejects(engine), curated, engine.count("cases"))

    def _gather(self, engine: Engine) -> tuple[int, int]:
        """Make facts of what is read, and follow base models: the same under every rubric.

        Returns:
            How many models there are, and how many of them the registry has.
        """
        engine.read(self.inputs)
        models = self._number(engine)
        name_licenses(engine, self.registry)
        curated = self._find_curated(engine)
        make_profiles(engine, self._records)
        link(engine, self.registry, self._records if self.lineage else None)
        pass_on(engine)
        return models, curated

    def _judge(self, engine: Engine) -> None:
        """Apply the rubric to each combination of facts that there is."""
        names = Cases(engine, self.registry, self.rubric, self._records).make()
        for listed in license_tables(self.rubric, self.registry.licenses, names):
            engine.fill(listed.name, listed.columns, listed.rows, listed.numbers)
        engine.apply(self.rubric, self.registry.licenses, lineage=self.lineage)

    def _number(self, engine: Engine) -> int:
        """Find the models; an id that stands twice counts once. Return how many there are."""
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
        is_left = "ANTI JOIN repeated r ON r.node = s.node" if engine.count("repeated") else ""
        engine.define("models", f"SELECT s.* FROM staged s {is_left} WHERE s.reject IS NULL")
        models = engine.count("models")
        if not models:
            message, hint = tr("there is no model in the input"), ""
            if self._write_rejects(engine):
                file, row, reason = next(
                    iter(engine.rows("SELECT file, row, reason FROM rejects ORDER BY file, row LIMIT 1"))
                )
                message += f"; {file}:{row}: {reason}"
                hint = tr("rejected rows with the reason: {path}", path=self.rejects)
            raise NothingMatchedError(message, hint=hint)
        return models

    def _find_curated(self, engine: Engine) -> int:
        """A record of the registry overrides what metadata says of the same model."""
        names = {
            alias.casefold(): -place
            for place, record in enumerate(self._records, start=1)
            for alias in (record.id, *record.aliases)
            if "/" in alias
        }
        engine.fill("aliases", ("name", "node"), names.items(), ("node",))
        engine.make(
            "curated",
            "SELECT m.node, a.node AS record FROM models m "
            "JOIN aliases a ON lower(m.id) = a.name WHERE m.node IN "
            "(SELECT node FROM hashes WHERE hash IN (SELECT hash(name) FROM aliases))",
        )
        return engine.count("curated")

    @cached_property
    def _records(self) -> list[ModelRecord]:
        return [record for record in self.registry if record.kind == "model"]

    def _write(self, engine: Engine, models: int) -> None:
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
            "JOIN declared d ON d.profile = c.profile "
            "LEFT JOIN broken b ON b.place = c.place JOIN scores s ON s.id = c.place",
        )
        day = f"DATE {quoted(self.day)} AS day, " if self.day else ""
        engine.write_scored(
            f"SELECT {day}m.id, m.author, m.downloads, m.created, m.task, NULLIF(m.raw, '') AS license_tag, "
            "v.license, NULLIF(m.availability, '') AS availability, "
            "CASE WHEN c.record IS NULL THEN 'metadata' ELSE 'registry' END AS source, "
            "m.relation, m.bases, m.datasets, m.papers, v.* EXCLUDE (profile, is_copy, above, license) "
            "FROM models m LEFT JOIN curated c ON c.node = m.node "
            "JOIN keys k ON k.node = COALESCE(c.record, m.node) "
            "JOIN verdicts v ON v.profile = k.profile AND v.is_copy = k.is_copy AND v.above = k.above",
            self.output,
            models,
            notes,
        )

    def _write_rejects(self, engine: Engine) -> int:
        """Write every row that was left out, with its reason; no file if there is none.

        Lines that are no text were not counted when the others were numbered, so what follows them moves on.
        """
        paths = [(file, str(path)) for file, path in enumerate(self.inputs)]
        engine.fill("inputs", ("file", "path"), paths, ("file",))
        engine.make(
            "rejects",
            "WITH out AS (SELECT file, row, id, reject, raw IS NULL AS is_unread FROM staged "
            f"WHERE reject <> '{BLANK}' OR node IN (SELECT node FROM repeated)), "
            "lost AS (SELECT file, row - row_number() OVER (PARTITION BY file ORDER BY row) AS before "
            "FROM out WHERE is_unread) "
            f"SELECT {inert('path')} AS file, "
            "CASE WHEN is_unread THEN row ELSE row + (SELECT count(*) FROM lost "
            "WHERE lost.file = out.file AND lost.before < out.row) END AS row, "
            f"{inert('id')} AS id, COALESCE(reject, 'the id stands in an earlier row') AS reason "
            "FROM out JOIN inputs USING (file)",
        )
        count = engine.count("rejects")
        if count:
            engine.write_listed("FROM rejects ORDER BY file, row", self.rejects)
        elif isinstance(self.rejects, Path):
            remove(self.rejects)  # That of an earlier run: it was looked at.
        return count
